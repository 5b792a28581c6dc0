"""Who may see deliveries and settle them, and who may use the stop switch."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from kentongan.delivery.models import OPEN, Act, Delivery, Stop
from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit, User
from kentongan.people.permissions import can, roots_for, units_for

_KEPT: list[tuple[Callable[[User], Q], Callable[[User], Q]]] = []


def keep_deliveries(kept: Callable[[User], Q], own: Callable[[User], Q]) -> None:
    """Let a purpose decide on some of its deliveries. For its ``apps.py``.

    What ``kept`` names the person does not see; what ``own`` names they see and settle, whatever
    their rights in its unit.
    """
    _KEPT.append((kept, own))


def visible_deliveries(user: User) -> QuerySet[Delivery]:
    """Deliveries of units the person may look into, as far as their purpose lets them. Messages to
    subscribers are seen at their post."""
    seen = Q(unit__in=units_for(user, "delivery.view"))
    for kept, own in _KEPT:
        seen = seen & ~kept(user) | own(user)
    return Delivery.objects.filter(seen).exclude(act=Act.SEND)


def visible_delivery(user: User, delivery_id: UUID) -> Delivery:
    """One delivery with its account; raises ``Missing``."""
    found = (
        visible_deliveries(user)
        .select_related("account", "unit", "original")
        .filter(pk=delivery_id)
        .first()
    )
    if found is None:
        raise Missing(_("Kiriman itu tidak ada."))
    return found


def managed_delivery(user: User, delivery_id: UUID) -> Delivery:
    """A delivery this person may settle, cancel or send anew."""
    found = visible_delivery(user, delivery_id)
    if not may_manage(user, found):
        raise NotAllowed(_("Anda boleh melihat kiriman ini, tetapi tidak mengubahnya."))
    return found


def may_manage(user: User, delivery: Delivery) -> bool:
    """Whether the person may settle, cancel or send anew a delivery that they see."""
    if can(user, "delivery.manage", delivery.unit):
        return True
    return any(Delivery.objects.filter(own(user), pk=delivery.pk).exists() for _kept, own in _KEPT)


def stoppable_units(user: User) -> QuerySet[Unit]:
    """Units this person may stop."""
    return units_for(user, "stop.use").filter(active=True)


def may_stop_all(user: User) -> bool:
    """Everything may be stopped by whoever may stop the root."""
    return Unit.objects.filter(parent__isnull=True, pk__in=roots_for(user, "stop.use")).exists()


def visible_stops(user: User) -> QuerySet[Stop]:
    """Switches that concern units the person may look into; one for everything concerns all."""
    units = units_for(user, "delivery.view")
    return Stop.objects.filter(
        Q(unit__in=units) | Q(account__unit__in=units) | Q(unit__isnull=True, account__isnull=True)
    ).select_related("unit", "account")


def liftable_stop(user: User, stop_id: UUID) -> Stop:
    """A switch this person may turn off: whoever could have turned it on."""
    found = visible_stops(user).filter(pk=stop_id).first()
    if found is None:
        raise Missing(_("Sakelar itu tidak ada."))
    unit = found.unit or (found.account.unit if found.account else None)
    allowed = can(user, "stop.use", unit) if unit else may_stop_all(user)
    if not allowed:
        raise NotAllowed(_("Sakelar ini hanya dapat dimatikan oleh yang berwenang atasnya."))
    return found


def may_run_queue(user: User) -> bool:
    """The queue of everybody is for those who run the system, at the top unit."""
    roots = roots_for(user, "system.manage")
    return bool(roots) and Unit.objects.filter(parent__isnull=True, pk__in=roots).exists()


def queue(user: User) -> QuerySet[Delivery]:
    """All deliveries that still want something to happen, as far as their purpose lets the person
    see them; raises ``NotAllowed``."""
    if not may_run_queue(user):
        raise NotAllowed(_("Antrean hanya untuk administrator unit teratas."))
    rows = Delivery.objects.filter(OPEN).exclude(act=Act.SEND)
    for kept, _own in _KEPT:
        rows = rows.filter(~kept(user))
    return rows
