"""References of SP4N-LAPOR! from a table and into one; no public interface of it is known to us."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _, gettext_lazy

from kentongan.inbox import access
from kentongan.inbox.actions import duties
from kentongan.inbox.models import Case, LaporLink
from kentongan.people.imports import Checked, Column, ImportKind, Outcome, Raw, register
from kentongan.people.models import User

YES = "ya"


def validate(rows: Raw, *, by: User, at: datetime) -> list[Checked]:
    """One result per row; a row for a case one may not see says the same as for none."""
    known = {
        case.number: case
        for case in access.visible_cases(by, at)
        .filter(number__in=[values["perkara"].strip().upper() for _line, values in rows])
        .select_related("unit")
    }
    links = {link.case_id: link for link in LaporLink.objects.filter(case__in=known.values())}
    taken = dict(
        LaporLink.objects.filter(
            reference__in=[_reference(values) for _line, values in rows]
        ).values_list("reference", "case")
    )
    checked = []
    for line, values in rows:
        case = known.get(values["perkara"].strip().upper())
        errors = list(_errors(case, values, by, at))
        if case is not None and taken.get(_reference(values), case.pk) != case.pk:
            errors.append(_("Nomor pelacakan itu sudah dipakai perkara lain."))
        link = links.get(case.pk) if case else None
        same = link is not None and (link.reference, link.status, link.supervised) == (
            _reference(values),
            _status(values),
            _supervised(values),
        )
        act = "same" if same else "update" if link else "create"
        checked.append(Checked(line, values, tuple(errors), act))  # type: ignore[arg-type]
    return checked


def _errors(case: Case | None, values: dict[str, str], by: User, at: datetime) -> Iterable[str]:
    if case is None:
        yield _("Perkara itu tidak ada, atau bukan untuk unit Anda.")
    elif not access.may(by, case, "inbox.answer", at):
        yield _("Anda tidak menangani perkara ini.")
    if not _reference(values):
        yield _("Isi nomor pelacakan SP4N-LAPOR!.")
    if _status(values) not in duties.LAPOR_STATES:
        words = ", ".join(duties.LAPOR_STATES)
        yield _("Status diisi salah satu dari: %(words)s.") % {"words": words}


def _reference(values: dict[str, str]) -> str:
    return values["nomor_lapor"].strip().lstrip("#")[:40]


def _status(values: dict[str, str]) -> str:
    return values["status"].strip().lower()


def _supervised(values: dict[str, str]) -> bool:
    return values["berkadar_pengawasan"].strip().lower() == YES


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
        )
    return outcome


def export(by: User) -> Iterable[Sequence[str]]:
    """References of the cases the person may see, as rows of the same table."""
    links = LaporLink.objects.filter(case__in=access.visible_cases(by)).select_related("case")
    for link in links.order_by("case__number"):
        supervised = YES if link.supervised else ""
        yield (link.case.number, link.reference, link.status, supervised)


register(
    ImportKind(
        code="sp4n-lapor",
        label=gettext_lazy("Nomor SP4N-LAPOR!"),
        permission="inbox.answer",
        help=gettext_lazy(
            "SP4N-LAPOR! tidak punya sambungan terbuka yang kami ketahui, jadi nomornya dicatat"
            " dengan tangan atau lewat tabel ini."
        ),
        columns=(
            Column("perkara", gettext_lazy("nomor perkara, misalnya JTW-0871"), required=True),
            Column("nomor_lapor", gettext_lazy("nomor pelacakan"), required=True),
            Column("status", " / ".join(duties.LAPOR_STATES), required=True),
            Column("berkadar_pengawasan", gettext_lazy("ya atau kosong")),
        ),
        validate_rows=validate,
        apply=apply,
        export_rows=export,
    )
)
