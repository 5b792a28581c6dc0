"""What people say of the rules: reports that a finding is wrong, answers, passed findings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kentongan.compliance import actions
from kentongan.compliance.actions.feedback import MOST_IN_AN_HOUR
from kentongan.compliance.models import Misfire, Passed
from kentongan.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.people.models import Notice
from tests.cast import NOW, Cast

TEXT = "Warga Jalan Golkar Lama, posyandu buka Kamis pukul 08.00."


def report(cast: Cast, **changes: object) -> tuple[Misfire, bool]:
    given = {
        "unit": cast.kecamatan, "rule": "neutrality.party", "quote": "Golkar", "text": TEXT,
        "severity": "weigh", "by": cast.admin, "at": NOW, **changes,
    }  # fmt: skip
    return actions.report_misfire(**given)  # type: ignore[arg-type]


def answer(cast: Cast, misfire: Misfire, state: str = "mended", **changes: object) -> Misfire:
    given = {"answer": "Nama jalan, sudah dicatat.", "by": cast.pembina, "at": NOW, **changes}
    return actions.answer_misfire(misfire, state=state, **given)  # type: ignore[arg-type]


def test_a_report_keeps_quote_and_text_and_tells_nobody(cast: Cast) -> None:
    before = Notice.objects.count()
    made, new = report(cast, network="instagram")
    assert new
    assert (made.state, made.quote, made.text, made.network) == (
        "open", "Golkar", TEXT, "instagram",
    )  # fmt: skip
    assert (made.reporter_id, made.reporter_name) == (str(cast.admin.pk), cast.admin.name)
    assert Notice.objects.count() == before
    entry = Entry.objects.order_by("-seq")[0]
    assert (entry.action, entry.data) == (
        "misfire.report", {"rule": "neutrality.party", "again": False},
    )  # fmt: skip


def test_the_same_person_rule_and_quote_is_one_report(cast: Cast) -> None:
    first, _new = report(cast)
    lines = Entry.objects.count()
    again, new = report(cast, text="Naskah lain di Jalan Golkar.", at=NOW + timedelta(days=1))
    assert (again.pk, new) == (first.pk, False)
    assert Entry.objects.count() == lines
    report(cast, by=cast.sekcam)
    report(cast, quote="NasDem")
    report(cast, rule="neutrality.candidate")
    assert Misfire.objects.count() == 4


def test_a_finding_without_words_is_told_apart_by_its_text(cast: Cast) -> None:
    report(cast, rule="accessibility.alt_missing", quote="")
    report(cast, rule="accessibility.alt_missing", quote="", text="Naskah lain.")
    assert Misfire.objects.count() == 2


def test_what_was_mended_and_comes_back_is_open_again(cast: Cast) -> None:
    made, _new = report(cast)
    answer(cast, made)
    again, new = report(cast, at=NOW + timedelta(days=3))
    assert (again.pk, again.state, again.answer, new) == (made.pk, "open", "", True)


def test_what_was_kept_stays_answered(cast: Cast) -> None:
    made, _new = report(cast)
    answer(cast, made, "kept", answer="Di naskah ini partainya yang dimaksud.")
    again, new = report(cast)
    assert (again.state, new) == ("kept", False)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"rule": "tidak.ada"}, Missing), ({"severity": "loud"}, Invalid),
        ({"text": "a\x00b"}, Invalid), ({"quote": "\ud800"}, Invalid),
    ],
)  # fmt: skip
def test_a_bad_report_is_refused(
    cast: Cast, changes: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        report(cast, **changes)
    assert not Misfire.objects.exists()


def test_strangers_to_a_unit_report_nothing_there(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        report(cast, by=cast.admin_lain)
    report(cast, by=cast.penyelia)


def test_a_flood_of_reports_is_stopped_and_ebbs(cast: Cast) -> None:
    for number in range(MOST_IN_AN_HOUR):
        report(cast, quote=f"kata {number}")
    with pytest.raises(actions.TooMany):
        report(cast, quote="satu lagi")
    report(cast, quote="satu lagi", at=NOW + timedelta(hours=2))
    report(cast, quote="orang lain", by=cast.sekcam)


def test_an_endless_text_is_cut(cast: Cast) -> None:
    made, _new = report(cast, text="a" * 50_000, quote="b" * 900)
    assert (len(made.text), len(made.quote)) == (20_000, 500)


def test_a_report_is_answered_once_at_a_time(cast: Cast) -> None:
    made, _new = report(cast)
    seen = Misfire.objects.select_related("unit").get()
    done = answer(cast, made)
    assert (done.state, done.answered_by, done.answered_at) == ("mended", cast.pembina.name, NOW)
    assert Entry.objects.order_by("-seq")[0].action == "misfire.answer"
    with pytest.raises(Conflict):
        answer(cast, seen, "kept")
    assert answer(cast, done, "kept").state == "kept"


@pytest.mark.parametrize(
    ("state", "words", "field"),
    [
        ("open", "Jawaban yang baik", "state"), ("", "Jawaban yang baik", "state"),
        ("kept", " ", "answer"), ("kept", "x" * 501, "answer"), ("kept", "a\x00bcdefg", "answer"),
    ],
)  # fmt: skip
def test_a_bad_answer_is_refused_at_its_field(
    cast: Cast, state: str, words: str, field: str
) -> None:
    made, _new = report(cast)
    with pytest.raises(Invalid) as caught:
        answer(cast, made, state, answer=words)
    assert list(caught.value.fields) == [field]


def test_only_who_manages_the_rules_answers(cast: Cast) -> None:
    made, _new = report(cast)
    for person in (cast.admin, cast.camat, cast.penyelia, cast.camat_lain):
        with pytest.raises(NotAllowed):
            answer(cast, made, by=person)


def test_a_passed_finding_is_remembered_and_leads_only_into_the_product(cast: Cast) -> None:
    given = {
        "unit": cast.kecamatan, "rule": "neutrality.party", "severity": "weigh",
        "quote": "Golkar " * 200, "reason": "Nama jalan, bukan partai.", "by": cast.admin,
        "at": NOW, "label": "Jadwal posyandu",
    }  # fmt: skip
    kept = actions.note_passed(address="/unggahan/1/", **given)  # type: ignore[arg-type]
    assert (len(kept.quote), kept.address) == (500, "/unggahan/1/")
    alike = actions.note_passed(address="/unggahan/2/", **given)  # type: ignore[arg-type]
    assert alike == kept  # in an answer to many
    given["at"] = NOW + timedelta(hours=1)
    other = actions.note_passed(address="https://contoh.id/", **given)  # type: ignore[arg-type]
    assert other.address == ""
    assert Passed.objects.count() == 2


def test_texts_of_old_reports_are_forgotten(cast: Cast, settings: Any) -> None:
    settings.MISFIRE_DAYS = 180
    old, _new = report(cast)
    person, _new = report(cast, rule="personal_data.nik", quote="3210011205850001", text="NIK itu")
    recent, _new = report(cast, quote="NasDem", at=NOW + timedelta(days=100))
    night = NOW + timedelta(days=181)
    assert actions.forget_misfires(at=night) == 2
    for misfire in (old, person, recent):
        misfire.refresh_from_db()
    assert (old.text, old.quote, old.rule) == ("", "Golkar", "neutrality.party")
    assert (person.text, person.quote) == ("", "")
    assert recent.text == TEXT
    entry = Entry.objects.order_by("-seq")[0]
    assert (entry.action, entry.data) == ("misfire.forget", {"count": 2, "days": 180})
    lines = Entry.objects.count()
    assert actions.forget_misfires(at=night) == 0
    assert Entry.objects.count() == lines


def test_texts_are_kept_where_the_pemda_wants_it(cast: Cast, settings: Any) -> None:
    settings.MISFIRE_DAYS = 0
    report(cast)
    assert actions.forget_misfires(at=NOW + timedelta(days=4000)) == 0
