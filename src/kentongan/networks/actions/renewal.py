"""Renewing credentials without a person: ahead of time, and by one worker at a time.

Many vendors rotate the refresh token: whoever renews twice with the same one is locked out. So
a renewal is claimed first, and whoever comes second takes what the first one got. Whoever slept
through their claim asks no more: a spent token that comes again makes some vendors take all back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from kentongan.jobs.actions import enqueue
from kentongan.kernel.clock import Clock, SystemClock
from kentongan.kernel.say import gettext as _
from kentongan.networks.actions.recording import SYSTEM, record
from kentongan.networks.contract import Refreshes, TryLater, Unauthorised
from kentongan.networks.models import Account, Credential, Health
from kentongan.networks.queries import EXPIRES_SOON
from kentongan.networks.secret import Secret
from kentongan.networks.sessions import open_connector

#: Longer than any request for a new token lasts; it begins again with each request.
CLAIM = timedelta(seconds=90)
_CLOCK = SystemClock()
_ANOTHER = timedelta(seconds=10)


class _Turn:
    """Whose turn it is to renew: asked before each request, which then has all of ``CLAIM``."""

    def __init__(self, account: Account, until: datetime, clock: Clock) -> None:
        self._rows = Credential.objects.filter(account=account)
        self._until, self._clock = until, clock
        self._begun, self._first = clock.elapsed(), until

    def __call__(self) -> bool:
        """Whether a request may leave now."""
        longer = self._first + timedelta(seconds=self._clock.elapsed() - self._begun)
        if not self._rows.filter(renewing_until=self._until).update(renewing_until=longer):
            return False
        self._until = longer
        return True

    def give_up(self) -> None:
        """Leave it to others at once."""
        self._rows.filter(renewing_until=self._until).update(renewing_until=None)


def renew(
    account: Account, *, at: datetime, stale: datetime | None = None, clock: Clock = _CLOCK
) -> None:
    """Renew the stored credential; ``account`` carries the new one afterwards.

    ``stale`` is ``Credential.updated_at`` of the one that was refused: where a newer one is stored
    already, that is taken. Raises ``TryLater`` while somebody else is at it or the network is out
    of reach, ``Unauthorised`` or ``Refused`` where it will not renew.
    """
    rows = Credential.objects.filter(account=account)
    meant = rows if stale is None else rows.filter(updated_at=stale)
    free = Q(renewing_until__isnull=True) | Q(renewing_until__lt=at)
    claim = at + CLAIM
    if not meant.filter(free).update(renewing_until=claim):
        if stale is not None and not meant.exists():
            account.refresh_from_db()
            return
        raise TryLater(_("Sambungan akun ini sedang diperbarui."), after=_ANOTHER)
    account.refresh_from_db()
    turn = _Turn(account, claim, clock)
    try:
        with open_connector(account, at, permitted=turn) as connector:
            if not isinstance(connector, Refreshes):
                raise Unauthorised(_("Sambungan ini hanya dapat diperbarui oleh orang."))
            fresh = connector.refresh()
    except Exception:
        turn.give_up()
        raise
    save_secret(account, fresh, at=at)


def save_secret(account: Account, secret: Mapping[str, Any], *, at: datetime) -> None:
    """Store a credential that a connector renewed by itself, also on the object in hand.

    Only in the place of the one that was renewed: where a person connected anew or disconnected
    while the vendor was asked, theirs stays, and the object in hand carries it. A claim that ran
    out meanwhile is no reason to drop it: whoever came second holds a token that is spent.
    Raises ``Unauthorised`` where nothing is stored any more.

    No ledger line: nobody decided anything, and it happens every few hours. Only an end that moved
    away is told: who was warned of it need not connect again. An account that was taken for lost
    meanwhile, because the second found the token spent, is looked at again at once.
    """
    credential = account.credential
    ends = moment_in(secret, "expires_at")
    fresh: dict[str, Any] = {
        "secret": Secret(secret),
        "expires_at": ends,
        "renew_at": moment_in(secret, "renew_at"),
        "renewing_until": None,
        "updated_at": at,
    }
    rows = Credential.objects.filter(account=account)
    if not rows.filter(updated_at=credential.updated_at).update(**fresh):
        if not rows.exists():
            raise Unauthorised(_("Akun ini belum disambungkan."))
        account.refresh_from_db()
        return
    for name, value in fresh.items():
        setattr(credential, name, value)
    if Account.objects.filter(pk=account.pk, health=Health.BROKEN).exists():
        look_soon(account, at=at)
    if ends is None or ends > at + EXPIRES_SOON:
        with transaction.atomic():
            warned = Account.objects.filter(pk=account.pk, health=Health.EXPIRING)
            if warned.update(health=Health.HEALTHY, health_note="", health_at=at):
                account.health = Health.HEALTHY
                record(account, "account.healthy", by=SYSTEM, at=at)


def look_soon(account: Account, *, at: datetime) -> None:
    """Have the connection looked at now."""
    enqueue(
        "networks.check", run_at=at, args={"account": str(account.pk)},
        key=f"networks.check:{account.pk}",
    )  # fmt: skip


def moment_in(secret: Mapping[str, Any], name: str) -> datetime | None:
    """A moment that a secret tells (ISO 8601 or seconds): when to renew it, when it ends."""
    value = secret.get(name)
    if not value:
        return None
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
        told = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
