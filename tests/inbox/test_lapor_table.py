"""References of SP4N-LAPOR! by table: judged row by row, the same table twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from kentongan.inbox import lapor_table, lapor_terms
from kentongan.inbox.deadlines import Deadlines
from kentongan.inbox.models import Case, LaporLink
from kentongan.people.imports import Checked
from kentongan.people.models import User
from tests.cast import NOW, Cast

CaseOf = Callable[..., Case]


def judged(user: User, *rows: dict[str, str]) -> list[Checked]:
    empty = dict.fromkeys(("perkara", "nomor_lapor", "status", "berkadar_pengawasan"), "")
    given = [(line, {**empty, **row}) for line, row in enumerate(rows, start=2)]
    return lapor_table.validate(given, by=user, at=NOW)


def test_a_table_of_references_is_written_and_taken_away_again(case_of: CaseOf, cast: Cast) -> None:
    case = case_of()
    row = {"perkara": case.number.lower(), "nomor_lapor": "#8341207", "status": "Diteruskan"}
    checked = judged(cast.admin, row)
    assert [(c.act, c.errors) for c in checked] == [("create", ())]
    assert lapor_table.apply(checked, by=cast.admin, at=NOW).created == 1
    assert [c.act for c in judged(cast.admin, row)] == ["same"]
    assert lapor_table.apply(judged(cast.admin, row), by=cast.admin, at=NOW).same == 1
    assert list(lapor_table.export(cast.admin)) == [(case.number, "8341207", "diteruskan", "")]
    assert list(lapor_table.export(cast.admin_lain)) == []


def test_rows_that_cannot_be_written_say_why(case_of: CaseOf, cast: Cast) -> None:
    one, two = case_of("Jalan rusak pasar"), case_of("Lampu rusak sawah")
    LaporLink.objects.create(
        case=one, reference="1", status="selesai", registered_at=NOW, changed_at=NOW
    )
    good = {"nomor_lapor": "1", "status": "selesai"}
    wrong = judged(
        cast.admin,
        {**good, "perkara": "XXX-0000"},
        {**good, "perkara": two.number},
        {"perkara": two.number, "nomor_lapor": "", "status": "entah"},
    )
    assert [len(row.errors) for row in wrong] == [1, 1, 2]
    assert judged(cast.admin_lain, {**good, "perkara": one.number})[0].errors


def test_the_terms_count_working_days_from_when_it_was_registered_there(
    case_of: CaseOf, cast: Cast
) -> None:
    link = LaporLink.objects.create(
        case=case_of(), reference="1", status="diteruskan", registered_at=NOW, changed_at=NOW
    )
    calendar = Deadlines(NOW).calendar(cast.kecamatan)
    forwarded, answered, done = lapor_terms.terms_of(link, calendar)
    # Rabu 12 Agustus; Senin 17 Agustus libur: hari kerja ketiga adalah Selasa 18.
    assert forwarded.due_at == NOW.replace(day=18, hour=9)
    assert [term.over for term in (forwarded, answered, done)] == [True, False, False]
    link.supervised = True
    assert lapor_terms.terms_of(link, calendar)[-1].due_at > done.due_at + timedelta(days=55)
