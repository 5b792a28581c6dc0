"""What people say of the rules: passed findings counted, reports of wrong ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime

from kentongan.compliance.draft import Finding, Severity
from kentongan.compliance.kinds import BY_CODE as KINDS, KindWords
from kentongan.compliance.levels import SEVERITIES
from kentongan.compliance.models import Kind, Misfire, Passed
from kentongan.compliance.queries.catalogue import Shown, rules_called
from kentongan.compliance.rules import rules_by_id
from kentongan.compliance.wording import severity_label
from kentongan.kernel.say import gettext as _
from kentongan.kernel.tables import Cell
from kentongan.people.models import User

#: Days that the page looks back, by the value in the address; empty: everything.
PERIODS: Mapping[str, int] = {"7": 7, "30": 30, "90": 90, "365": 365}
USUAL_PERIOD = "90"
#: Kinds of adjustments for what a rule, or a family, finds; phrases are for the others.
_MENDED_BY = {
    "personal_data.phone": Kind.PHONE,
    "personal_data.email": Kind.EMAIL,
    "personal_data.address": Kind.ADDRESS,
    "links": Kind.DOMAIN,
    "spelling": Kind.WORD,
}
_LONG_QUOTE, _LONGEST_VALUE = 80, 120
MOST_SHOWN, MOST_UNITS, MOST_ROWS = 8, 200, 10_000


def title_of(rule: str) -> str:
    """The title of a rule in the reader's language; the id of one that is gone."""
    known = rules_by_id().get(rule)
    return _(known.title) if known else rule


def shown_of(severity: str) -> Shown:
    """A stored severity with word, colour and icon; an unknown one counts as a hint."""
    return Shown(Severity(severity) if severity in SEVERITIES else Severity.HINT)


@dataclass(frozen=True, slots=True)
class Bar:
    """A number with its name and its share of the largest."""

    key: str
    label: str
    n: int
    most: int


@dataclass(frozen=True, slots=True)
class PassedRow:
    """A passed finding in the reader's language."""

    passed: Passed

    @property
    def title(self) -> str:
        """The rule."""
        return title_of(self.passed.rule)

    @property
    def rule_id(self) -> str:
        """The rule, where there still is one: for the link."""
        return self.passed.rule if self.passed.rule in rules_by_id() else ""

    @property
    def shown(self) -> Shown:
        """How stern it was."""
        return shown_of(self.passed.severity)


@dataclass(frozen=True, slots=True)
class MisfireRow:
    """A report in the reader's language."""

    misfire: Misfire

    @property
    def title(self) -> str:
        """The rule."""
        return title_of(self.misfire.rule)

    @property
    def rule_id(self) -> str:
        """The rule, where there still is one: for the link."""
        return self.misfire.rule if self.misfire.rule in rules_by_id() else ""

    @property
    def shown(self) -> Shown:
        """How stern the finding was."""
        return shown_of(self.misfire.severity)

    @property
    def excerpt(self) -> bool:
        """Whether the text says more than the quote already does."""
        return len(self.misfire.quote) < _LONG_QUOTE

    @property
    def mend(self) -> KindWords | None:
        """The kind of adjustment that would let these words pass, where there is one."""
        rule, words = rules_by_id().get(self.misfire.rule), self.misfire.quote
        if rule is None or not words or len(words) > _LONGEST_VALUE:
            return None
        if rule.id in _MENDED_BY:
            return KINDS[_MENDED_BY[rule.id]]
        if rule.family in _MENDED_BY:
            return KINDS[_MENDED_BY[rule.family]]
        return KINDS[Kind.TERM] if rule.spares_terms else None

    @property
    def around(self) -> tuple[str, str, str]:
        """The text before, at, and after the quote; all of it before when the quote is gone."""
        before, quote, after = self.misfire.text.partition(self.misfire.quote or "\x00")
        return before, quote, after


def since(passed: QuerySet[Passed], period: str, now: datetime) -> QuerySet[Passed]:
    """Those of the last days; ``period`` is a key of ``PERIODS``."""
    days = PERIODS.get(period)
    return passed.filter(at__gte=now - timedelta(days=days)) if days else passed


def by_rule(passed: QuerySet[Passed]) -> list[Bar]:
    """How often each rule was passed, most often first. One statement."""
    rows = passed.order_by().values_list("rule").annotate(n=Count("pk"))
    return _bars([(rule, title_of(rule), n) for rule, n in rows])


def by_unit(passed: QuerySet[Passed]) -> list[Bar]:
    """How often in each unit. One statement."""
    rows = passed.order_by().values_list("unit__code", "unit__name").annotate(n=Count("pk"))
    return _bars(rows)[:MOST_UNITS]


def by_person(passed: QuerySet[Passed]) -> list[Bar]:
    """How often by each person. One statement."""
    rows = passed.order_by().values_list("person_id", "person_name").annotate(n=Count("pk"))
    merged: dict[str, tuple[str, int]] = {}
    for key, name, n in rows:
        merged[key] = (name, merged.get(key, ("", 0))[1] + n)
    return _bars([(key, name, n) for key, (name, n) in merged.items()])


def _bars(rows: Iterable[tuple[str, str, int]]) -> list[Bar]:
    ranked = sorted(rows, key=lambda row: (-row[2], row[1]))
    most = ranked[0][2] if ranked else 0
    return [Bar(key, label, n, most) for key, label, n in ranked]


def passed_found(
    passed: QuerySet[Passed], *, words: str = "", rule: str = "", unit: str = "", person: str = ""
) -> QuerySet[Passed]:
    """Passed findings that fit, latest first."""
    if rule:
        passed = passed.filter(rule=rule)
    if unit:
        passed = passed.filter(unit__code=unit)
    if person:
        passed = passed.filter(person_id=person)
    if words:
        passed = passed.filter(
            Q(quote__icontains=words)
            | Q(reason__icontains=words)
            | Q(person_name__icontains=words)
            | Q(label__icontains=words)
            | Q(rule__in=rules_called(words))
        )
    return passed.select_related("unit").order_by("-at", "-id")


def misfires_found(
    misfires: QuerySet[Misfire], *, words: str = "", state: str = "", rule: str = ""
) -> QuerySet[Misfire]:
    """Reports that fit, latest first."""
    if state:
        misfires = misfires.filter(state=state)
    if rule:
        misfires = misfires.filter(rule=rule)
    if words:
        misfires = misfires.filter(
            Q(quote__icontains=words)
            | Q(text__icontains=words)
            | Q(reporter_name__icontains=words)
            | Q(answer__icontains=words)
            | Q(rule__in=rules_called(words))
        )
    return misfires.order_by("-at", "-id")


def reported(by: User, told: Sequence[tuple[Finding, str]]) -> list[bool]:
    """Of findings with the texts they stand in: which this person has said to be wrong.

    Not those that were mended since: they may be reported again. One statement where there are any.
    """
    keys = [Misfire.key_of(finding.rule, finding.text, text) for finding, text in told]
    mine = Misfire.objects.filter(reporter_id=str(by.pk), key__in=set(keys))
    standing = mine.exclude(state=Misfire.State.MENDED).values_list("key", flat=True)
    known = frozenset(standing) if keys else frozenset()
    return [key in known for key in keys]


def by_state(misfires: QuerySet[Misfire]) -> list[tuple[str, str, int]]:
    """Every state with its word and how many there are. One statement."""
    known = dict(misfires.order_by().values_list("state").annotate(n=Count("pk")))
    return [(str(s.value), str(s.label), known.get(s.value, 0)) for s in Misfire.State]


def _time(at: datetime) -> str:
    return localtime(at).strftime("%Y-%m-%d %H:%M")


def passed_header() -> list[str]:
    """Heads of the CSV of passed findings."""
    return [
        _("Waktu"), _("Unit"), _("Orang"), _("Aturan"), _("Tingkat"), _("Kutipan"), _("Alasan"),
        _("Unggahan"),
    ]  # fmt: skip


def passed_cells(rows: Iterable[Passed]) -> Iterator[Sequence[Cell]]:
    """Cells of the CSV of passed findings."""
    for row in rows:
        yield (
            _time(row.at), row.unit.name, row.person_name,
            title_of(row.rule), severity_label(shown_of(row.severity).severity), row.quote,
            row.reason, row.label,
        )  # fmt: skip


def misfire_header() -> list[str]:
    """Heads of the CSV of reports."""
    return [
        _("Waktu"), _("Unit"), _("Pelapor"), _("Aturan"), _("Tingkat"), _("Kutipan"), _("Naskah"),
        _("Jejaring"), _("Keadaan"), _("Jawaban"), _("Dijawab oleh"),
    ]  # fmt: skip


def misfire_cells(rows: Iterable[Misfire]) -> Iterator[Sequence[Cell]]:
    """Cells of the CSV of reports."""
    for row in rows:
        yield (
            _time(row.at), row.unit.name, row.reporter_name,
            title_of(row.rule), severity_label(shown_of(row.severity).severity), row.quote,
            row.text, row.network, row.get_state_display(), row.answer, row.answered_by,
        )  # fmt: skip
