"""A credential that ends by itself: its custodians are warned a week before and on the last day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from kentongan.jobs.actions import enqueue
from kentongan.kernel.actor import Actor
from kentongan.kernel.say import Said, gettext as _
from kentongan.networks.actions.connection import who_to_tell
from kentongan.networks.actions.recording import SYSTEM, record
from kentongan.networks.models import Account, Credential, Health
from kentongan.people.models import User
from kentongan.people.notices import notify
from kentongan.people.queries import unit_timezone
from kentongan.web.formats import at_clock, long_date

#: So long before the end the custodians are told once more.
LAST_CALL = timedelta(days=1)


def mark_expiring(account: Account, *, at: datetime, by: Actor | User = SYSTEM) -> bool:
    """The credential will soon need a person. Tells the custodians once, and on its last day."""
    with transaction.atomic():
        if not Account.objects.filter(pk=account.pk, health=Health.HEALTHY).update(
            health=Health.EXPIRING
        ):
            return False
        account.health = Health.EXPIRING
        ends = _end(account)
        notify(
            who_to_tell(account, at),
            _("Sambungan %(account)s habis %(day)s. Sambungkan lagi sebelum itu.")
            % {"account": account.label, "day": _day(account, ends)},
            key=f"account-expiring:{account.pk}:{at:%Y%m%d}",
            at=at,
            url=reverse("networks:connect", args=[account.pk]),
        )
        record(account, "account.expiring", by=by, at=at)
        if ends is not None and ends - LAST_CALL > at:
            args = {"account": str(account.pk), "ends": ends.isoformat()}
            enqueue(
                "networks.last_call", run_at=ends - LAST_CALL, args=args,
                key=f"networks.last_call:{account.pk}:{ends:%Y%m%d%H%M}",
            )  # fmt: skip
    return True


def remind(account: Account, *, ends: datetime, at: datetime, by: Actor | User = SYSTEM) -> bool:
    """The last day: tell the custodians once more, urgently.

    False where a person connected meanwhile, the machine renewed it, or it is over already.
    """
    with transaction.atomic():
        held = Account.objects.select_for_update(of=("self",)).select_related("unit")
        now = held.get(pk=account.pk)
        if not now.active or now.health != Health.EXPIRING or _end(now) != ends or ends <= at:
            return False
        notify(
            who_to_tell(now, at),
            _("Sambungan %(account)s habis %(day)s. Sambungkan lagi hari ini; sesudah itu unggahan"
              " di akun ini tertahan.")
            % {"account": now.label, "day": _day(now, ends, exactly=True)},
            key=f"account-expiring:{now.pk}:last:{ends:%Y%m%d%H%M}",
            at=at,
            url=reverse("networks:connect", args=[now.pk]),
            urgent=True,
        )  # fmt: skip
        record(now, "account.last_call", by=by, at=at)
    return True


def _end(account: Account) -> datetime | None:
    found = Credential.objects.filter(account=account).values_list("expires_at", flat=True)
    return found.first()


def _day(account: Account, ends: datetime | None, *, exactly: bool = False) -> str:
    """The day on which the credential ends, where the unit is; ``exactly`` with the time."""
    if ends is None:
        return _("segera")
    local = ends.astimezone(unit_timezone(account.unit))
    return Said(lambda: f"{long_date(local)}, {at_clock(local)}" if exactly else long_date(local))
