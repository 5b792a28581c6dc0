"""Who may see and keep the subscribers of an account: whoever may connect it."""

from __future__ import annotations

from uuid import UUID

from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.networks.access import connectable_account
from kentongan.networks.models import Account
from kentongan.people.models import User
from kentongan.subscribers.models import Subscriber


def listed_account(user: User, account_id: UUID) -> Account:
    """An account that can have subscribers, whose list the person may keep."""
    account = connectable_account(user, account_id)
    if not account.on.broadcasts:
        raise Missing(_("Akun ini tidak mengirim kepada pelanggan."))
    return account


def listed_subscriber(user: User, account_id: UUID, subscriber_id: UUID) -> Subscriber:
    """One of that list; raises ``Missing``."""
    account = listed_account(user, account_id)
    found = Subscriber.objects.filter(account=account, pk=subscriber_id).first()
    if found is None:
        raise Missing(_("Pelanggan itu tidak ada di daftar ini."))
    found.account = account
    return found
