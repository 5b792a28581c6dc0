"""What stands in the way of a whole unit: a switch that is on, a connection that is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse

from kentongan.delivery.models import Act, Delivery, Stop
from kentongan.delivery.stops import active as active_stops
from kentongan.kernel.say import gettext as _
from kentongan.networks.models import Account
from kentongan.people.models import Unit, User
from kentongan.people.permissions import can
from kentongan.people.tree import line_of


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that stands in the way of the whole unit."""

    title: str
    detail: str
    url: str
    verb: str
    icon: str
    tone: str


def next_step(user: User, unit: Unit) -> list[Alert]:
    """In a pemda without accounts: what whoever runs it sets up next. One statement otherwise."""
    if not can(user, "system.manage", unit) or Account.objects.exists():
        return []
    if not Unit.objects.filter(parent__isnull=False).exists():
        step = Alert(
            title=_("Tambahkan unit pertama"),
            detail=_("Dinas, kecamatan, atau desa; satu per satu, atau sekaligus dari CSV."),
            url=reverse("people:units"), verb=_("Buka unit"), icon="building-community",
            tone="saran",
        )  # fmt: skip
    elif not User.objects.exclude(pk=user.pk).exists():
        step = Alert(
            title=_("Tambahkan orang pertama"),
            detail=_("Admin medsos, pemeriksa, dan pimpinan tiap unit, beserta perannya."),
            url=reverse("people:people"), verb=_("Buka orang"), icon="user-plus", tone="saran",
        )  # fmt: skip
    else:
        step = Alert(
            title=_("Daftarkan akun resmi pertama"),
            detail=_("Catat pemegang dan SK-nya, lalu sambungkan supaya unggahan dapat terbit."),
            url=reverse("networks:new"), verb=_("Daftarkan akun"), icon="plus", tone="saran",
        )  # fmt: skip
    return [step]


def alerts_for(unit: Unit, broken: Sequence[Account]) -> list[Alert]:
    """Stops that hold the unit back, then its ``broken`` accounts, read with :func:`held`."""
    alerts = [_stop_alert(stop) for stop in _stops(unit)]
    for account in broken:
        number = getattr(account, "held", None) or 0
        detail = _("Sambungan %(account)s terputus.") % {"account": account.label}
        if number:
            detail += " " + _("%(n)s kiriman tertahan.") % {"n": number}
        alerts.append(
            Alert(
                title=_("Sambungan %(handle)s terputus") % {"handle": account.shown_handle},
                detail=detail,
                url=reverse("networks:connect", args=[account.pk]),
                verb=_("Sambungkan lagi"),
                icon="plug-connected-x",
                tone="wajib",
            )
        )
    return alerts


def held() -> Subquery:
    """How many deliveries wait for each account of a query; None for none."""
    rows = Delivery.objects.filter(account=OuterRef("pk"), state__in=("planned", "retry"))
    rows = rows.exclude(act=Act.SEND)
    return Subquery(rows.order_by().values("account").annotate(n=Count("pk")).values("n"))


def _stops(unit: Unit) -> list[Stop]:
    """Switches that hold back this unit. Few are ever on, so the tree is read only then."""
    on = list(active_stops().select_related("unit", "account"))
    line = set(line_of(unit.pk)) if any(stop.unit_id for stop in on) else set()
    return [
        stop
        for stop in on
        if (stop.unit_id in line if stop.unit_id else True)
        and (stop.account.unit_id == unit.pk if stop.account else True)
    ]


def _stop_alert(stop: Stop) -> Alert:
    scope = stop.unit or stop.account
    title = (
        _("Kiriman %(scope)s dihentikan") % {"scope": scope}
        if scope
        else _("Semua kiriman dihentikan")
    )
    return Alert(
        title=title,
        detail=f"{stop.reason} ({stop.set_by})",
        url=reverse("delivery:stops"),
        verb=_("Lihat"),
        icon="hand-stop",
        tone="wajib",
    )
