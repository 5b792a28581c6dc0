"""The register as everybody may see it: accounts in service of units in service, nothing else.

No custody, no health, no person: only what a citizen needs to tell a real account from a false one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.kernel.tables import Cell
from kentongan.networks import catalogue, official, pasted
from kentongan.networks.models import Account
from kentongan.people.models import Unit, UnitType
from kentongan.people.queries import ancestors

_WORDS = 6


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What the page of a unit shows; each unit ``below`` it has ``n`` accounts of its own."""

    unit: Unit
    above: list[Unit]
    accounts: list[Account]
    below: list[Unit]


def accounts() -> QuerySet[Account]:
    """Accounts in service of units in service."""
    return Account.objects.filter(active=True, unit__active=True)


def units(words: str = "", network: str = "", kind: str = "") -> QuerySet[Unit]:
    """Units that have public accounts, by kind and name, the accounts on ``unit.shown``.

    Every word of ``words`` must stand in the name of the unit or of one of its accounts.
    """
    own = accounts().filter(unit=OuterRef("pk"))
    shown = accounts()
    if network:
        own, shown = own.filter(network=network), shown.filter(network=network)
    found = Unit.objects.filter(Exists(own), active=True)
    if kind:
        found = found.filter(type=kind)
    for word in words.split()[:_WORDS]:
        needle = word.strip("@,.;")
        if needle:
            named = own.filter(Q(handle__icontains=needle) | Q(display_name__icontains=needle))
            found = found.filter(Q(name__icontains=needle) | Exists(named))
    ordered = found.select_related("type").order_by("type__order", "type__label", "name", "pk")
    return ordered.prefetch_related(
        Prefetch("accounts", queryset=shown.order_by("network", "handle"), to_attr="shown")
    )


def by_kind(page: Sequence[Unit]) -> list[tuple[str, list[Unit]]]:
    """The units of a page under the label of their kind, in the order they came."""
    return [(label, list(rows)) for label, rows in groupby(page, key=lambda u: u.type.called)]


def networks_in_use() -> list[tuple[catalogue.Network, int]]:
    """Networks with public accounts and how many; the fullest first. One statement."""
    rows = accounts().order_by().values_list("network").annotate(n=Count("pk"))
    found = [(catalogue.get(code), n) for code, n in rows]
    return sorted(found, key=lambda pair: (-pair[1], str(pair[0].label)))


def kinds_in_use() -> list[tuple[UnitType, int]]:
    """Kinds of units that have public accounts, and how many units. One statement."""
    count = Count("units", filter=Q(units__in=units().order_by()), distinct=True)
    rows = UnitType.objects.annotate(n=count).filter(n__gt=0).order_by("order", "label")
    return [(kind, kind.n) for kind in rows]


def unit_page(code: str) -> UnitPage:
    """The page of a unit in service; raises :class:`Missing`. Five statements."""
    unit = Unit.objects.select_related("type").filter(code=code, active=True).first()
    if unit is None:
        raise Missing(_("Unit itu tidak ada di daftar. Cari namanya di halaman akun resmi."))
    own = accounts().filter(unit=unit).order_by("network", "handle")
    serving = Count("accounts", filter=Q(accounts__active=True))
    below = Unit.objects.filter(parent=unit, active=True).annotate(n=serving)
    return UnitPage(
        unit=unit,
        above=ancestors(unit),
        accounts=list(own),
        below=list(below.select_related("type").order_by("type__order", "name")),
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on what was pasted, with the accounts it speaks of."""

    answer: str
    account: bool
    name: str
    network: catalogue.Network | None
    accounts: list[Account]


def check(text: str) -> Checked:
    """Whether what was pasted is official; of several accounts in it, one that is not is named
    first, since a swindler puts a true link beside a false one. Two statements."""
    styles = {network.code: network.style for network in catalogue.everything()}
    register = _register()
    verdicts = [official.judge(asked, register, styles) for asked in pasted.read(text, styles)]
    doubtful = [one for one in verdicts if one.answer is not official.Answer.OFFICIAL]
    verdict = (doubtful or verdicts)[0]
    found = Account.objects.select_related("unit").in_bulk(verdict.accounts)
    return Checked(
        answer=verdict.answer.value,
        account=verdict.asked.account,
        name=verdict.asked.said,
        network=catalogue.get(verdict.asked.network) if verdict.asked.network else None,
        accounts=[found[pk] for pk in verdict.accounts if pk in found],
    )


def _register() -> list[official.Official]:
    """The whole register as it is compared; closed accounts are known as closed."""
    columns = ("pk", "network", "handle", "display_name", "url", "server", "active", "unit__active")
    known = catalogue.everything()
    free = {network.code for network in known if network.style.free}
    whole = {network.code for network in known if network.style.whole}
    return [
        official.Official(
            id=pk,
            network=network,
            handle=handle,
            name=name,
            url=url,
            host=urlsplit(server).netloc,
            free=network in free,
            whole=network in whole,
            active=active and unit_active,
        )
        for pk, network, handle, name, url, server, active, unit_active in (
            Account.objects.order_by().values_list(*columns).iterator(chunk_size=2000)
        )
    ]


#: Columns of the open data, in both forms.
COLUMNS = (
    "kode_unit", "unit", "jenis_unit", "kode_induk", "jejaring", "nama_akun", "nama_tampil",
    "tautan",
)  # fmt: skip


def rows() -> Iterator[Sequence[Cell]]:
    """The register as open data, under :data:`COLUMNS`. One statement."""
    listed = accounts().select_related("unit__type", "unit__parent")
    for account in listed.order_by("unit__type__order", "unit__name", "network", "handle"):
        unit = account.unit
        yield (
            unit.code,
            unit.name,
            unit.type.label,
            unit.parent.code if unit.parent else "",
            str(account.on.label),
            account.shown_handle,
            account.display_name,
            account.public_link,
        )


def records() -> list[dict[str, Any]]:
    """The same rows by name of the column."""
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows()]
