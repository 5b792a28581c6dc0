"""What stands in the way of a whole unit: a switch that is on, a connection that is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse

from kentongan.delivery.models import Act, Delivery, Stop
from kentongan.delivery.stops import active as active_stops
from kentongan.kernel.say import gettext as _
from kentongan.networks.models import Account, Health
from kentongan.people.models import RoleGrant, Unit, User
from kentongan.people.permissions import can
from kentongan.people.roles import roles_with
from kentongan.people.tree import line_of

#: The attribute of whoever makes a request that says whether any stop is on.
ANY_STOP = "stop_on"


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
    """In a pemda that cannot publish yet: what whoever runs it sets up next. One statement
    otherwise."""
    ready = Account.objects.exclude(health=Health.UNCONNECTED)
    if not can(user, "system.manage", unit) or ready.exists():
        return []
    account = Account.objects.filter(active=True).order_by("created_at").first()
    if not Unit.objects.filter(parent__isnull=False).exists():
        step = _step(
            _("Tambahkan dinas, kecamatan, atau desa"),
            _("Satu per satu, atau sekaligus dari CSV."),
            reverse("people:units"), _("Buka unit"), "building-community",
        )  # fmt: skip
    elif not User.objects.exclude(pk=user.pk).exists():
        step = _step(
            _("Tambahkan orang pertama"),
            _("Admin medsos, pemeriksa, dan pimpinan tiap unit, beserta perannya."),
            reverse("people:people"), _("Buka orang"), "user-plus",
        )  # fmt: skip
    elif not _somebody_may("post.write"):
        step = _step(
            _("Beri peran kepada yang menulis"),
            _("Buka orangnya, lalu beri peran Admin medsos unit. Tanpa peran, ia belum bisa "
              "berbuat apa-apa."),
            reverse("people:people"), _("Buka orang"), "user-plus",
        )  # fmt: skip
    elif not _somebody_may("approval.decide"):
        step = _step(
            _("Beri peran kepada yang menyetujui"),
            _("Buka orangnya, lalu beri peran Pimpinan unit atau Pemeriksa unit. Penulis tidak "
              "menyetujui tulisannya sendiri."),
            reverse("people:people"), _("Buka orang"), "user-plus",
        )  # fmt: skip
    elif account is None:
        step = _step(
            _("Daftarkan akun resmi pertama"),
            _("Catat pemegang dan SK-nya, lalu sambungkan. Untuk mencoba dulu, pilih Jejaring "
              "Latih."),
            reverse("networks:new"), _("Daftarkan akun"), "plus",
        )  # fmt: skip
    else:
        step = _step(
            _("Sambungkan %(handle)s") % {"handle": account.shown_handle},
            _("Sebelum ada akun yang tersambung, tidak ada yang dapat terbit."),
            reverse("networks:connect", args=[account.pk]), _("Sambungkan"), "plug-connected",
        )  # fmt: skip
    return [step]


def _step(title: str, detail: str, url: str, verb: str, icon: str) -> Alert:
    return Alert(title=title, detail=detail, url=url, verb=verb, icon=icon, tone="saran")


def _somebody_may(permission: str) -> bool:
    return RoleGrant.objects.filter(role__in=roles_with(permission), user__is_active=True).exists()


def alerts_for(user: User, unit: Unit, broken: Sequence[Account]) -> list[Alert]:
    """Stops that hold the unit back, then its ``broken`` accounts, read with :func:`held`. For the
    person of a request no statement where no stop is on (:data:`ANY_STOP`)."""
    stops = _stops(unit) if getattr(user, ANY_STOP, True) else []
    alerts = [_stop_alert(stop) for stop in stops]
    for account in broken:
        number = getattr(account, "held", None) or 0
        detail = f"{account.on.label}, {account.unit.name}."
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
