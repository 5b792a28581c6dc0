"""The monthly recap of aspirations for planning: by topic and place, beside the month before.

A matter counts once, however many messages or merged cases it joins. Secret matters are left out
for everybody, for a recap is made to be passed on; what is left out is said with its number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy

from kentongan.inbox import kinds
from kentongan.inbox.masking import masked
from kentongan.inbox.models import Case, Elsewhere
from kentongan.inbox.reports import Month, cases_of
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.kernel.tables import Cell
from kentongan.language.triage.reading import Kind
from kentongan.people.models import Unit, User

#: What may be counted: code in the address → label, kinds.
SCOPES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "aspirasi": (
        gettext_lazy("Aspirasi dan masukan"),
        (Kind.ASPIRATION.value, Kind.SUGGESTION.value),
    ),
    "suara": (
        gettext_lazy("Aspirasi, masukan, pengaduan, kritik"),
        (
            Kind.ASPIRATION.value,
            Kind.SUGGESTION.value,
            Kind.COMPLAINT.value,
            Kind.CRITICISM.value,
        ),
    ),
}
#: Pairs of topic and place that are read: more than any pemda has topics times villages.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """How often something came: this month, the month before, by kind, and how many are done.

    ``elsewhere``: how many of this month were answered beside the networks. ``topic`` and
    ``place`` are labels; empty is unknown. ``example`` is one wording, masked.
    """

    topic: str
    place: str
    n: int
    before: int
    done: int
    kinds: tuple[int, ...]
    elsewhere: int = 0
    example: str = ""

    @property
    def change(self) -> int:
        """How many more (or fewer) than the month before."""
        return self.n - self.before


@dataclass(frozen=True, slots=True)
class Recap:
    """A month. ``kinds`` are the labels of the columns; ``pairs`` is the table that is exported;
    ``ways`` how many matters were answered in which way beside the networks."""

    month: Month
    scope: str
    kinds: tuple[str, ...]
    whole: Line
    topics: list[Line] = field(default_factory=list)
    places: list[Line] = field(default_factory=list)
    pairs: list[Line] = field(default_factory=list)
    ways: list[tuple[str, int]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def recap(user: User, unit: Unit | None, month: Month, scope: str, *, at: datetime) -> Recap:
    """The recap of a unit and all below it (None: all of the person's). Four statements beside
    access, whatever there is to count."""
    wanted = SCOPES[scope][1]
    cases = cases_of(user, unit, at=at)
    rows = cases.filter(kind__in=wanted, secret=False).exclude(state="merged")
    examples = _examples(rows, month)
    pairs = [
        Line(
            row["label"] or "", row["place"], row["n"], row["n_before"], row["n_done"],
            tuple(row[f"n_{kind}"] for kind in wanted),
            row["n_elsewhere"],
            examples.get((row["label"] or "", row["place"]), ""),
        )
        for row in _counted(rows, month, wanted)
    ]  # fmt: skip
    return Recap(
        month=month,
        scope=scope,
        kinds=tuple(kinds.label_of(kind) for kind in wanted),
        whole=_sum(pairs, len(wanted)),
        topics=_by(pairs, "topic", len(wanted)),
        places=_by(pairs, "place", len(wanted)),
        pairs=pairs,
        ways=_ways(rows, month),
        left_out=list(_left_out(cases, month, wanted)),
    )


def _counted(
    rows: QuerySet[Case], month: Month, wanted: Sequence[str]
) -> Iterable[Mapping[str, Any]]:
    now = month.within()
    columns: dict[str, Any] = {
        f"n_{kind}": Count("pk", filter=now & Q(kind=kind)) for kind in wanted
    }
    begin, end = month.before.span[0], month.span[1]
    return (
        rows.filter(opened_at__gte=begin, opened_at__lt=end)
        .values("place", label=F("topic__label"))
        .annotate(
            n=Count("pk", filter=now),
            n_before=Count("pk", filter=month.before.within()),
            n_done=Count("pk", filter=now & Q(state="closed")),
            n_elsewhere=Count("pk", filter=now & Q(Exists(_told(pk=OuterRef("pk"))))),
            **columns,
        )
        .order_by("-n", "-n_before", "label", "place")[:MOST]
    )


def _told(**of_case: Any) -> QuerySet[Elsewhere]:
    """Answers beside the networks, of cases with these values."""
    wanted = {f"case__{name}": value for name, value in of_case.items()}
    return Elsewhere.objects.filter(undone_at=None, **wanted)


def _ways(rows: QuerySet[Case], month: Month) -> list[tuple[str, int]]:
    """By the label of each way that was used: how many matters were answered in it."""
    found = _told(pk__in=rows.filter(month.within()).values("pk")).values("way").order_by()
    used = dict(found.annotate(n=Count("case", distinct=True)).values_list("way", "n"))
    return [(str(label), used[way]) for way, label in Elsewhere.Way.choices if way in used]


def _examples(rows: QuerySet[Case], month: Month) -> dict[tuple[str, str], str]:
    """The latest wording of each topic and place."""
    newest = Window(
        RowNumber(),
        partition_by=[F("topic"), F("place")],
        order_by=[F("opened_at").desc(), F("pk").desc()],
    )
    found = (
        rows.filter(month.within())
        .annotate(nth=newest)
        .filter(nth=1)
        .values_list("topic__label", "place", "preview")[:MOST]
    )
    return {(label or "", place): masked(preview) for label, place, preview in found}


def _sum(lines: Sequence[Line], width: int, topic: str = "", place: str = "") -> Line:
    return Line(
        topic=topic,
        place=place,
        n=sum(line.n for line in lines),
        before=sum(line.before for line in lines),
        done=sum(line.done for line in lines),
        kinds=tuple(sum(line.kinds[column] for line in lines) for column in range(width)),
        elsewhere=sum(line.elsewhere for line in lines),
    )


def _by(pairs: Iterable[Line], what: str, width: int) -> list[Line]:
    """The lines added up by ``topic`` or ``place``, the most frequent first."""
    grouped: dict[str, list[Line]] = defaultdict(list)
    for line in pairs:
        grouped[getattr(line, what)].append(line)
    found = [_sum(lines, width, **{what: name}) for name, lines in grouped.items()]
    return sorted(found, key=lambda line: (-line.n, -line.before, line.topic, line.place))


def _left_out(cases: QuerySet[Case], month: Month, wanted: Sequence[str]) -> Iterator[str]:
    """What the month had beside what was counted, and why it was not."""
    plain = Q(secret=False)
    found = cases.filter(month.within()).aggregate(
        unclear=Count("pk", filter=plain & Q(kind="")),
        merged=Count("pk", filter=plain & Q(kind__in=wanted, state="merged")),
        noise=Count("pk", filter=plain & Q(kind__in=kinds.UNASKED)),
        others=Count("pk", filter=plain & ~Q(kind__in=["", *wanted, *kinds.UNASKED])),
        secret=Count("pk", filter=Q(secret=True)),
    )
    sentences = (
        (found["unclear"], _n_unclear), (found["merged"], _n_merged), (found["noise"], _n_noise),
        (found["others"], _n_others),
    )  # fmt: skip
    for n, sentence in sentences:
        if n:
            yield sentence(n) % {"n": n}
    if found["secret"]:  # others do not even get to count them
        yield _n_secret(found["secret"]) % {"n": found["secret"]}
    else:
        yield _("Perkara rahasia tidak pernah dihitung di sini.")


def _n_unclear(n: int) -> str:
    return ngettext(
        "%(n)s pesan belum dikenali jenisnya; pastikan jenisnya agar ikut terhitung.",
        "%(n)s pesan belum dikenali jenisnya; pastikan jenisnya agar ikut terhitung.",
        n,
    )


def _n_merged(n: int) -> str:
    return ngettext(
        "%(n)s perkara sudah digabung; yang dihitung induknya.",
        "%(n)s perkara sudah digabung; yang dihitung induknya.",
        n,
    )


def _n_noise(n: int) -> str:
    return ngettext(
        "%(n)s pesan adalah obrolan atau spam.", "%(n)s pesan adalah obrolan atau spam.", n
    )


def _n_others(n: int) -> str:
    return ngettext(
        "%(n)s pesan berjenis lain, misalnya pertanyaan atau apresiasi.",
        "%(n)s pesan berjenis lain, misalnya pertanyaan atau apresiasi.",
        n,
    )


def _n_secret(n: int) -> str:
    return ngettext(
        "%(n)s perkara rahasia tidak dihitung, sebab rekap ini dibagikan.",
        "%(n)s perkara rahasia tidak dihitung, sebab rekap ini dibagikan.",
        n,
    )


def table(found: Recap) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows of the export: one row for each topic and place."""
    header = [
        "bulan", "zona_waktu", "topik", "wilayah", "jumlah", "bulan_lalu", "selisih", "selesai",
        *(label.lower().replace(" ", "_") for label in found.kinds),
        "dijawab_cara_lain", "contoh",
    ]  # fmt: skip
    zone = found.month.zone_name
    rows: list[list[Cell]] = [
        [
            found.month.code, zone, line.topic, line.place, line.n, line.before, line.change,
            line.done, *line.kinds, line.elsewhere, line.example,
        ]
        for line in found.pairs
    ]  # fmt: skip
    return header, rows
