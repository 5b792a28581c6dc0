"""The stop switch: halts everything, a unit with all below it, or one account. At once.

What is halted keeps its state. When the switch is lifted it goes out, unless it has become too
late to be true: then it expires, by the same cut-off as always.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from kentongan.delivery.models import Delivery, Stop
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.networks.models import Account
from kentongan.people.models import Unit
from kentongan.people.tree import branch


def active() -> QuerySet[Stop]:
    """Switches that are on."""
    return Stop.objects.filter(lifted_at__isnull=True)


def halted() -> Q | None:
    """A condition on deliveries that are halted now; None where nothing is.

    Everything halted is the condition that is always true.
    """
    condition: Q | None = None
    for stop in active().select_related("unit"):
        if stop.unit is not None:
            part = Q(unit__in=branch([stop.unit.pk]))
        elif stop.account_id is not None:
            part = Q(account=stop.account_id)
        else:
            return ~Q(pk__in=[])
        condition = part if condition is None else condition | part
    return condition


def halted_among(deliveries: Iterable[Delivery]) -> frozenset[UUID]:
    """The ids of those that a switch holds back now."""
    condition = halted()
    if condition is None:
        return frozenset()
    keys = [delivery.pk for delivery in deliveries]
    rows = Delivery.objects.filter(condition, pk__in=keys)
    return frozenset(rows.values_list("pk", flat=True))


def stop(
    *,
    by: Actor,
    at: datetime,
    reason: str,
    unit: Unit | None = None,
    account: Account | None = None,
) -> Stop:
    """Turn the switch on, for a unit, an account, or (neither given) everything."""
    if not reason.strip():
        raise Invalid.field("reason", _("Tulis alasannya; orang lain perlu tahu mengapa berhenti."))
    with transaction.atomic():
        if active().filter(unit=unit, account=account).exists():
            raise Conflict(_("Sakelar henti ini sudah menyala."))
        made = Stop.objects.create(
            unit=unit, account=account, reason=reason.strip(), set_by=by.name, set_at=at
        )
        _record(made, "stop.set", by=by, at=at)
    return made


def lift(made: Stop, *, by: Actor, at: datetime) -> Stop:
    """Turn the switch off; what waited resumes or expires."""
    with transaction.atomic():
        if not active().filter(pk=made.pk).update(lifted_at=at, lifted_by=by.name):
            raise Conflict(_("Sakelar henti ini sudah dimatikan."))
        made.refresh_from_db()
        _record(made, "stop.lift", by=by, at=at)
    return made


def _record(made: Stop, action: str, *, by: Actor, at: datetime) -> None:
    scope = made.unit or made.account
    unit = made.unit or (made.account.unit if made.account else None)
    ledger.record(
        by=by,
        at=at,
        action=action,
        target=("stop", str(made.pk), str(scope) if scope else "semua"),
        unit=unit.code if unit else "",
        data={"reason": made.reason},
    )
