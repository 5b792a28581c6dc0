"""References of SP4N-LAPOR! from a table and into one; no public interface of it is known to us."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from kentongan.inbox import access
from kentongan.inbox.actions import duties
from kentongan.inbox.models import Case, LaporLink
from kentongan.kernel import tables
from kentongan.kernel.say import gettext as _
from kentongan.people.imports import Checked, Column, ImportKind, Outcome, Raw, register
from kentongan.people.models import User
from kentongan.people.queries import unit_timezone

YES = "ya"
#: Longest tracking id there is room for.
LONGEST = 40


def validate(rows: Raw, *, by: User, at: datetime) -> list[Checked]:
    """One result per row; a row for a case one may not see says the same as for none."""
    known = {
        case.number: case
        for case in access.visible_cases(by, at)
        .filter(number__in=[_number(values) for _line, values in rows])
        .select_related("unit")
    }
    held = LaporLink.objects.filter(case__in=known.values()).select_related("case__unit")
    links = {link.case_id: link for link in held}
    taken = dict(
        LaporLink.objects.filter(
            reference__in=[_reference(values) for _line, values in rows]
        ).values_list("reference", "case")
    )
    twice = _twice(_number, rows), _twice(_reference, rows)
    checked = []
    for line, values in rows:
        case = known.get(_number(values))
        link = links.get(case.pk) if case else None
        errors = [*_case_errors(case, link, by, at), *_value_errors(values, case, at)]
        errors += _double_errors(values, *twice)
        if case is not None and taken.get(_reference(values), case.pk) != case.pk:
            errors.append(_("Nomor pelacakan itu sudah dipakai perkara lain."))
        act = "create" if link is None else "update"
        if link is not None and case is not None and not errors and _same(link, case, values):
            act = "same"
        checked.append(Checked(line, values, tuple(errors), act))  # type: ignore[arg-type]
    return checked


def _case_errors(
    case: Case | None, link: LaporLink | None, by: User, at: datetime
) -> Iterable[str]:
    if case is None:
        yield _("Perkara itu tidak ada, atau bukan untuk unit Anda.")
    elif case.state == "merged" and link is None:
        yield _("Perkara ini sudah digabung. Pakai nomor perkara induknya.")
    elif not access.may(by, case, "inbox.answer", at):
        yield _("Anda tidak menangani perkara ini.")


def _value_errors(values: dict[str, str], case: Case | None, at: datetime) -> Iterable[str]:
    reference = _reference(values)
    if not reference:
        yield _("Isi nomor pelacakan SP4N-LAPOR!.")
    elif len(reference) > LONGEST:
        yield _("Nomor pelacakan paling panjang %(n)s huruf.") % {"n": LONGEST}
    if _status(values) not in duties.LAPOR_STATES:
        words = ", ".join(duties.LAPOR_STATES)
        yield _("Status diisi salah satu dari: %(words)s.") % {"words": words}
    if values["berkadar_pengawasan"].strip().lower() not in ("", YES, "tidak"):
        yield _("Kolom berkadar_pengawasan diisi ya, tidak, atau dikosongkan.")
    try:
        registered = _registered(values, case)
    except ValueError:
        yield _("Tanggal terdaftar ditulis seperti 2026-08-13.")
    else:
        if registered is not None and registered > at:
            yield _("Tanggal terdaftar tidak boleh di masa depan.")


def _double_errors(
    values: dict[str, str], numbers: Collection[str], references: Collection[str]
) -> Iterable[str]:
    if _number(values) in numbers:
        yield _("Perkara ini ada di lebih dari satu baris.")
    if _reference(values) in references:
        yield _("Nomor pelacakan ini ada di lebih dari satu baris.")


def _twice(read: Callable[[dict[str, str]], str], rows: Raw) -> set[str]:
    """What stands in more than one row."""
    counts = Counter(read(values) for _line, values in rows)
    return {value for value, count in counts.items() if value and count > 1}


def _same(link: LaporLink, case: Case, values: dict[str, str]) -> bool:
    registered = _registered(values, case)
    return (link.reference, link.status, link.supervised) == (
        _reference(values),
        _status(values),
        _supervised(values),
    ) and (registered is None or _day(link) == registered.date())


def _number(values: dict[str, str]) -> str:
    return values["perkara"].strip().upper()


def _reference(values: dict[str, str]) -> str:
    return values["nomor_lapor"].strip().lstrip("#")


def _status(values: dict[str, str]) -> str:
    return values["status"].strip().lower()


def _supervised(values: dict[str, str]) -> bool:
    return values["berkadar_pengawasan"].strip().lower() == YES


def _registered(values: dict[str, str], case: Case | None) -> datetime | None:
    """The beginning of the day in the zone of the unit; ``ValueError`` where it is no date."""
    typed = values.get("terdaftar", "").strip()
    if not typed:
        return None
    day = tables.day(typed)
    if day is None:
        raise ValueError(typed)
    zone = unit_timezone(case.unit) if case is not None else UTC
    return datetime.combine(day, time(), zone)


def _day(link: LaporLink) -> date:
    return link.registered_at.astimezone(unit_timezone(link.case.unit)).date()


def apply(rows: Sequence[Checked], *, by: User, at: datetime) -> Outcome:
    """Write what differs, each by its own act."""
    outcome = Outcome()
    for row in rows:
        outcome.count(row.act)
        if row.act == "same":
            continue
        case = access.visible_case(by, row.values["perkara"].strip())
        duties.lapor(
            case,
            by=by,
            at=at,
            reference=_reference(row.values),
            status=_status(row.values),
            supervised=_supervised(row.values),
            registered_at=_registered(row.values, case),
        )
    return outcome


def links_of(by: User) -> QuerySet[LaporLink]:
    """References of the cases the person may see, with cases and their units."""
    rows = LaporLink.objects.filter(case__in=access.visible_cases(by))
    return rows.select_related("case__unit")


def export(by: User) -> Iterable[Sequence[str]]:
    """References of the cases the person may see, as rows of the same table."""
    for link in links_of(by).order_by("case__number"):
        supervised = YES if link.supervised else ""
        yield (link.case.number, link.reference, link.status, supervised, _day(link).isoformat())


KIND = ImportKind(
    code="sp4n-lapor",
    label=gettext_lazy("Nomor SP4N-LAPOR!"),
    permission="inbox.answer",
    help=gettext_lazy(
        "SP4N-LAPOR! tidak punya sambungan terbuka yang kami ketahui, jadi nomornya dicatat"
        " dengan tangan atau lewat tabel ini."
    ),
    columns=(
        Column(
            "perkara",
            gettext_lazy("Perkara"),
            gettext_lazy("nomor perkara, seperti di kotak masuk"),
            "case",
            required=True,
        ),
        Column(
            "nomor_lapor",
            gettext_lazy("Nomor pelacakan"),
            english="tracking_number",
            required=True,
        ),
        Column("status", gettext_lazy("Status"), " / ".join(duties.LAPOR_STATES), required=True),
        Column(
            "berkadar_pengawasan",
            gettext_lazy("Berkadar pengawasan"),
            gettext_lazy("ya, tidak, atau kosong"),
            "subject_to_supervision",
        ),
        Column(
            "terdaftar",
            gettext_lazy("Terdaftar"),
            gettext_lazy("kapan terdaftar di sana, misalnya 2026-08-13"),
            "registered",
        ),
    ),
    validate_rows=validate,
    apply=apply,
    export_rows=export,
    shown_at="inbox:lapor",
)
register(KIND)
