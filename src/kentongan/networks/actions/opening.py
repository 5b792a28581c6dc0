"""An account on the network of this installation itself: opened and connected in one step."""

from __future__ import annotations

from datetime import datetime

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.networks.actions.connection import connect
from kentongan.networks.contract import Identity
from kentongan.networks.models import Account
from kentongan.people.models import User
from kentongan.sandbox import actions as sandbox
from kentongan.sandbox.errors import SandboxError

_TAKEN = "handle_taken"


def open_here(account: Account, *, by: Actor | User, at: datetime) -> Identity:
    """Connect an account of our own network without a token that somebody would have to carry.

    It is made there where it does not exist yet; otherwise it gets a new token, and the old one
    ends: the register knows each name once. Raises :class:`Invalid` for another network, for a
    name that a citizen of the exercise bears, and as :func:`connect` does.
    """
    if not account.on.opens_here:
        raise Invalid.field("", _("Akun di jejaring ini tidak dapat dibuat dari sini."))
    name = (account.display_name or account.unit.name)[:120]
    try:
        token = sandbox.create_account(account.handle, name, at=at)
    except SandboxError as error:
        if error.code != _TAKEN:
            raise Invalid.field("", error.message) from None
        token = _renewed(account)
    return connect(by=by, at=at, account=account, secret={"token": token}, kind="opened")


def _renewed(account: Account) -> str:
    try:
        return sandbox.renew_token(account.handle)
    except SandboxError:
        raise Invalid.field(
            "", _("Nama itu dipakai warga latihan. Daftarkan akun dengan nama lain.")
        ) from None
