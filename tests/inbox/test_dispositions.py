"""Handing on: instruction, taken, returned, helped; and what a case needs before it is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kentongan.inbox import access, jobs, queries, routing
from kentongan.inbox.actions import cases, dispositions, intake
from kentongan.inbox.models import FAR, Case, Correction, Disposition, Learned
from kentongan.inbox.queries import Filters
from kentongan.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Author
from kentongan.networks.models import Account
from kentongan.people.models import Notice, Unit, User
from tests.cast import NOW, Cast, make_unit, make_user
from tests.inbox.conftest import comment

CaseOf = Callable[..., Case]
LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def putr(cast: Cast) -> Unit:
    return make_unit("Dinas Pekerjaan Umum dan Tata Ruang", cast.pemda, "dinas", "putr")


@pytest.fixture
def engineer(putr: Unit) -> User:
    return make_user("Agus Hermansyah", putr, "pejabat_penghubung")


def numbers(user: User, **filters: Any) -> list[str]:
    page = queries.queue(user, Filters(**filters), at=NOW)
    return [case.number for case in page.cases]


def test_a_case_handed_on_is_in_the_queue_of_the_unit_and_its_sender_still_reads_it(
    case_of: CaseOf, cast: Cast, putr: Unit, engineer: User
) -> None:
    case = case_of()
    assert numbers(engineer) == []
    with pytest.raises(Missing):
        access.visible_case(engineer, case.number)
    made = dispositions.dispose(
        case, by=cast.admin, at=NOW, to=putr, instruction="Mohon jadwal tambal sementara."
    )
    assert numbers(engineer) == [case.number]
    assert numbers(cast.admin) == []
    assert access.visible_case(cast.admin, case.number).unit == putr
    assert Notice.objects.filter(user=engineer, text__contains="tambal sementara").exists()
    entry = Entry.objects.get(action="inbox.dispose")
    assert entry.data["instruction"] == made.instruction


def test_whoever_accepts_holds_it(case_of: CaseOf, cast: Cast, putr: Unit, engineer: User) -> None:
    case = case_of()
    made = dispositions.dispose(case, by=cast.admin, at=NOW, to=putr, instruction="Tindak lanjuti")
    made = dispositions.accept(made, by=engineer, at=LATER)
    case.refresh_from_db()
    assert (made.state, case.state, case.holder) == ("accepted", "handling", engineer)


def test_a_case_returned_with_a_reason_goes_back_and_the_routing_forgets(
    case_of: CaseOf, cast: Cast, putr: Unit, engineer: User
) -> None:
    case = case_of()
    made = dispositions.dispose(case, by=cast.admin, at=NOW, to=putr, instruction="Tindak lanjuti")
    assert Learned.objects.filter(unit=putr, count=1).exists()
    with pytest.raises(Invalid):
        dispositions.give_back(made, by=engineer, at=LATER, reason=" ")
    dispositions.give_back(made, by=engineer, at=LATER, reason="Ini jalan desa.")
    case.refresh_from_db()
    assert (case.unit, case.holder, case.state) == (cast.kecamatan, None, "new")
    assert not Learned.objects.filter(unit=putr, count__gt=0).exists()
    assert Notice.objects.filter(user=cast.admin, text__contains="Ini jalan desa.").exists()


def test_only_the_receiving_unit_answers_a_disposition(
    case_of: CaseOf, cast: Cast, putr: Unit
) -> None:
    made = dispositions.dispose(
        case_of(), by=cast.admin, at=NOW, to=putr, instruction="Tindak lanjuti"
    )
    for stranger in (cast.admin_lain, cast.admin):
        with pytest.raises(NotAllowed):
            dispositions.accept(made, by=stranger, at=LATER)


def test_a_unit_that_helps_sees_it_while_the_case_stays_where_it_is(
    case_of: CaseOf, cast: Cast, putr: Unit, engineer: User
) -> None:
    case = case_of()
    cases.take(case, by=cast.admin, at=NOW)
    made = dispositions.dispose(
        case, by=cast.admin, at=NOW, to=putr, instruction="Cek lapangan", lead=False
    )
    case.refresh_from_db()
    assert (case.unit, case.holder) == (cast.kecamatan, cast.admin)
    assert numbers(engineer) == numbers(cast.admin) == [case.number]
    dispositions.accept(made, by=engineer, at=NOW)
    cases.note(case, by=engineer, at=NOW, text="Survei besok.")
    Case.objects.update(first_replied_at=NOW)
    for act in (
        lambda: cases.close(case, by=engineer, at=NOW, outcome="Selesai"),
        lambda: dispositions.dispose(
            case, by=engineer, at=NOW, to=cast.desa, instruction="Lanjutkan"
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    dispositions.finish(made, by=engineer, at=LATER, result="Sudah disurvei.")
    assert numbers(engineer) == []
    assert Notice.objects.filter(user=cast.admin, text__contains="Sudah disurvei.").exists()


def test_a_unit_that_helps_can_be_given_the_lead_and_helps_again_when_it_is_taken_back(
    case_of: CaseOf, cast: Cast, putr: Unit, engineer: User
) -> None:
    case = case_of()
    helping = dispositions.dispose(
        case, by=cast.admin, at=NOW, to=putr, instruction="Cek lapangan", lead=False
    )
    dispositions.accept(helping, by=engineer, at=NOW)
    with pytest.raises(Conflict, match="sudah diminta membantu"):
        dispositions.dispose(case, by=cast.admin, at=NOW, to=putr, instruction="Cek", lead=False)
    made = dispositions.dispose(case, by=cast.admin, at=NOW, to=putr, instruction="Tangani")
    case.refresh_from_db()
    assert (case.unit, numbers(engineer)) == (putr, [case.number])
    dispositions.withdraw(made, by=cast.admin, at=NOW)
    case.refresh_from_db()
    assert (case.unit, numbers(engineer)) == (cast.kecamatan, [case.number])
    dispositions.dispose(case, by=cast.admin, at=LATER, to=putr, instruction="Tangani lagi")
    Case.objects.update(first_replied_at=NOW)
    cases.close(case, by=engineer, at=LATER, outcome="Sudah ditambal.")
    states = Disposition.objects.order_by("at", "pk").values_list("state", flat=True)
    assert list(states) == ["done", "withdrawn", "done"]


def test_what_needs_no_answer_waits_at_no_unit(case_of: CaseOf, cast: Cast, putr: Unit) -> None:
    case = case_of("Jalan rusak")
    row = dispositions.dispose(
        case, by=cast.admin, at=NOW, to=putr, instruction="Lihat", lead=False
    )
    cases.classify(case, by=cast.admin, at=NOW, kind="chatter")
    cases.dismiss(case, by=cast.admin, at=NOW, why="Bercanda.")
    row.refresh_from_db()
    assert (row.state, row.result) == ("done", "Bercanda.")


def test_handing_on_again_takes_it_from_the_first_unit(
    case_of: CaseOf, cast: Cast, putr: Unit, engineer: User
) -> None:
    case = case_of()
    dispositions.dispose(case, by=cast.admin, at=NOW, to=putr, instruction="Tindak lanjuti")
    dispositions.dispose(
        case, by=engineer, at=NOW, to=cast.kelurahan, instruction="Jalan lingkungan"
    )
    case.refresh_from_db()
    assert case.unit == cast.kelurahan
    assert list(Disposition.objects.order_by("at", "pk").values_list("state", flat=True)) == [
        "withdrawn",
        "proposed",
    ]


def test_what_is_not_accepted_yet_can_be_withdrawn(
    case_of: CaseOf, cast: Cast, putr: Unit, engineer: User
) -> None:
    case = case_of()
    made = dispositions.dispose(case, by=cast.admin, at=NOW, to=putr, instruction="Tindak lanjuti")
    assert access.visible_case(engineer, case.number) == case
    dispositions.withdraw(made, by=cast.admin, at=LATER)
    case.refresh_from_db()
    assert case.unit == cast.kecamatan
    with pytest.raises(Missing):
        access.visible_case(engineer, case.number)
    again = dispositions.dispose(case, by=cast.admin, at=NOW, to=putr, instruction="Tindak lanjuti")
    dispositions.accept(again, by=engineer, at=LATER)
    again.refresh_from_db()
    with pytest.raises(Conflict):
        dispositions.withdraw(again, by=cast.admin, at=LATER)


def test_a_case_that_comes_back_climbs_the_ladder_of_its_own_unit_anew(
    case_of: CaseOf, cast: Cast, putr: Unit, engineer: User
) -> None:
    case = case_of()
    made = dispositions.dispose(case, by=cast.admin, at=NOW, to=putr, instruction="Tindak lanjuti")
    Case.objects.update(escalated=2, escalate_at=FAR)
    dispositions.give_back(made, by=engineer, at=LATER, reason="Ini jalan desa.")
    case.refresh_from_db()
    assert (case.escalated, case.escalate_at) == (0, case.due_at)


def test_a_unit_is_reminded_of_its_time_and_both_are_told_when_it_is_over(
    case_of: CaseOf, cast: Cast, putr: Unit, engineer: User
) -> None:
    Unit.objects.filter(pk=putr.pk).update(timezone="Asia/Makassar")
    due = NOW + timedelta(hours=8)
    made = dispositions.dispose(
        case_of(), by=cast.admin, at=NOW, to=putr, instruction="Cek lapangan", due_at=due,
        lead=False,
    )  # fmt: skip
    told = Notice.objects.filter(key__startswith="inbox-disposition-")
    jobs.remind(at=NOW + timedelta(hours=5))
    assert not told.exists()
    for _ in range(2):
        jobs.remind(at=NOW + timedelta(hours=6))
    (soon,) = told
    assert (soon.user, "pukul 18.00 WITA" in soon.text) == (engineer, True)
    for _ in range(2):
        jobs.remind(at=due)
    assert {row.user for row in told.filter(urgent=True)} == {engineer, cast.admin}
    dispositions.finish(
        dispositions.accept(made, by=engineer, at=due), by=engineer, at=due, result="Sudah."
    )
    jobs.remind(at=due + timedelta(days=9))
    assert told.all().count() == 3


def test_whoever_took_on_a_case_and_answered_the_citizen_is_not_reminded(
    case_of: CaseOf, cast: Cast, putr: Unit, engineer: User
) -> None:
    due = NOW + timedelta(hours=8)
    case = case_of()
    made = dispositions.dispose(
        case, by=cast.admin, at=NOW, to=putr, instruction="Tindak lanjuti", due_at=due
    )
    dispositions.accept(made, by=engineer, at=LATER)
    Case.objects.update(told_at=LATER)
    jobs.remind(at=due)
    assert not Notice.objects.filter(key__startswith="inbox-disposition-").exists()


def test_of_a_secret_case_nobody_else_is_reminded(
    case_of: CaseOf, cast: Cast, putr: Unit, engineer: User
) -> None:
    due = NOW + timedelta(hours=8)
    dispositions.dispose(
        case_of(), by=cast.admin, at=NOW, to=putr, instruction="Cek", due_at=due, lead=False
    )
    Case.objects.update(secret=True)
    jobs.remind(at=due)
    assert not Notice.objects.filter(key__startswith="inbox-disposition-").exists()


def test_two_who_hand_on_the_same_version_do_not_both_succeed(
    case_of: CaseOf, cast: Cast, putr: Unit
) -> None:
    case = case_of()
    seen = case.version
    dispositions.dispose(
        case, by=cast.admin, at=NOW, to=putr, instruction="Tindak lanjuti", version=seen
    )
    with pytest.raises(Conflict):
        dispositions.dispose(
            case, by=cast.penyelia, at=NOW, to=cast.desa, instruction="Cek", version=seen
        )


def test_a_disposition_needs_an_instruction_another_unit_and_a_time_to_come(
    case_of: CaseOf, cast: Cast, putr: Unit
) -> None:
    case = case_of()
    for wrong in (
        {"instruction": " "},
        {"to": cast.kecamatan},
        {"due_at": NOW - timedelta(hours=1)},
    ):
        given = {"to": putr, "instruction": "Cek", **wrong}
        with pytest.raises(Invalid):
            dispositions.dispose(case, by=cast.admin, at=NOW, **given)  # type: ignore[arg-type]


def test_a_case_is_closed_only_with_word_to_the_citizen_and_something_done(
    case_of: CaseOf, cast: Cast
) -> None:
    case = case_of()
    with pytest.raises(Conflict):
        cases.close(case, by=cast.admin, at=NOW, outcome="Sudah ditambal.")
    Case.objects.update(first_replied_at=NOW)
    with pytest.raises(Invalid):
        cases.close(case, by=cast.admin, at=NOW, outcome=" ")
    closed = cases.close(case, by=cast.admin, at=LATER, outcome="Sudah ditambal.")
    assert (closed.state, closed.closed_at, closed.has_clock) == ("closed", LATER, False)
    assert numbers(cast.admin) == []
    opened = cases.reopen(closed, by=cast.admin, at=LATER, why="Warga belum puas")
    assert opened.has_clock


def test_while_a_case_is_closed_its_clock_stands(case_of: CaseOf, cast: Cast) -> None:
    case = case_of("Kapan jalan dibenerin?")
    Case.objects.update(first_replied_at=NOW)
    cases.close(case, by=cast.admin, at=LATER, outcome="Dijadwalkan minggu depan.")
    again = NOW + timedelta(days=20)
    opened = cases.reopen(case, by=cast.admin, at=again, why="Warga bertanya lagi")
    assert again < opened.due_at < again + timedelta(days=4)
    assert any("perkaranya sudah selesai" in step for step in queries.explain(opened, at=again))


def test_a_citizen_who_writes_in_a_closed_case_has_its_clock_and_whoever_handled_it_is_told(
    case_of: CaseOf, cast: Cast, account: Account
) -> None:
    case = case_of("Kapan jalan dibenerin?", external_id="k1")
    cases.take(case, by=cast.admin, at=NOW)
    Case.objects.update(first_replied_at=NOW)
    cases.close(case, by=cast.admin, at=LATER, outcome="Dijadwalkan minggu depan.")
    again = NOW + timedelta(days=20)
    said = comment("Kok belum mulai?", thread="k1", created_at=again)
    intake.take_in(account, [said], at=again)
    case.refresh_from_db()
    assert (case.state, case.holder) == ("handling", cast.admin)
    assert again < case.due_at < again + timedelta(days=4)
    told = Notice.objects.get(user=cast.admin, key__startswith="inbox-again:")
    assert case.number in told.text


def test_who_handled_what_became_secret_is_not_told_that_its_citizen_wrote_again(
    case_of: CaseOf, account: Account, cast: Cast
) -> None:
    case = case_of(thread="t")
    cases.take(case, by=cast.admin, at=NOW)
    replied = comment("Kami cek.", thread="t", author=Author("kami", ours=True), created_at=NOW)
    intake.take_in(account, [replied], at=NOW)
    cases.wait(case, by=cast.admin, at=NOW, why="Menunggu lokasi")
    cases.classify(case, by=cast.admin, at=NOW, kind="integrity_report")
    Notice.objects.all().delete()
    intake.take_in(account, [comment("Ini lokasinya?", thread="t", created_at=NOW)], at=NOW)
    assert Case.objects.get().state == "handling"
    assert not Notice.objects.filter(user=cast.admin).exists()


def test_criticism_cannot_be_put_away_as_needing_no_answer(case_of: CaseOf, cast: Cast) -> None:
    case = case_of("Pencitraan terus, jalan rusak")
    case = cases.classify(case, by=cast.admin, at=NOW, kind="criticism")
    with pytest.raises(Conflict):
        cases.dismiss(case, by=cast.admin, at=NOW)
    spam = case_of("gacor parah")
    assert cases.dismiss(spam, by=cast.admin, at=NOW).state == "dismissed"


def test_a_correction_moves_the_clock_and_is_kept(case_of: CaseOf, cast: Cast) -> None:
    case = case_of("Kapan jalan dibenerin?")
    assert case.due_at == NOW + timedelta(hours=4)
    case = cases.classify(case, by=cast.admin, at=LATER, kind="complaint", topic="jalan")
    assert case.due_at == NOW + timedelta(hours=2)
    kept = Correction.objects.get(what="kind")
    assert (kept.was, kept.now, kept.by) == ("question", "complaint", cast.admin)


def test_waiting_for_the_citizen_stops_the_clock(case_of: CaseOf, cast: Cast) -> None:
    case = case_of()
    with pytest.raises(Conflict):
        cases.wait(case, by=cast.admin, at=NOW, why="lokasi")
    Case.objects.update(first_replied_at=NOW)
    waiting = cases.wait(case, by=cast.admin, at=NOW, why="lokasi persisnya")
    assert not waiting.has_clock
    before = cases.resume(waiting, by=cast.admin, at=NOW + timedelta(minutes=5)).due_at
    case = cases.wait(waiting, by=cast.admin, at=NOW + timedelta(minutes=6), why="foto")
    after = cases.resume(case, by=cast.admin, at=NOW + timedelta(days=2)).due_at
    assert after == before + timedelta(days=4)  # two working days, and a weekend between


def test_the_wrong_unit_neither_sees_nor_touches_a_case(case_of: CaseOf, cast: Cast) -> None:
    case = case_of()
    for stranger in (cast.admin_lain, cast.camat_lain):
        assert numbers(stranger) == []
        with pytest.raises(Missing):
            access.visible_case(stranger, case.number)
        with pytest.raises(NotAllowed):
            cases.take(case, by=stranger, at=NOW)
        with pytest.raises(NotAllowed):
            cases.note(case, by=stranger, at=NOW, text="mengintip")


def test_an_integrity_report_exists_only_for_the_inspektorat_and_who_is_named(
    case_of: CaseOf, cast: Cast
) -> None:
    case = case_of("Ada pungli di loket")
    for stranger in (cast.admin, cast.camat, cast.penyelia, cast.pembina, cast.administrator):
        assert numbers(stranger) == []
        assert queries.counts(stranger, at=NOW).total == 0
        assert numbers(stranger, words="pungli") == []
        with pytest.raises(Missing):
            access.visible_case(stranger, case.number)
        with pytest.raises(NotAllowed):
            cases.take(case, by=stranger, at=NOW)
    assert access.visible_case(cast.auditor, case.number).secret
    assert numbers(cast.auditor) == [case.number]


def test_calling_it_an_integrity_report_takes_it_out_of_the_units_sight(
    case_of: CaseOf, cast: Cast
) -> None:
    case = case_of()
    cases.classify(case, by=cast.admin, at=NOW, kind="integrity_report")
    with pytest.raises(Missing):
        access.visible_case(cast.admin, case.number)
    cases.classify(
        access.visible_case(cast.auditor, case.number), by=cast.auditor, at=NOW, kind="complaint"
    )
    assert access.visible_case(cast.admin, case.number).kind == "complaint"


def test_what_a_person_recognises_wakes_the_same_people_as_what_the_machine_did(
    case_of: CaseOf, cast: Cast, putr: Unit, engineer: User
) -> None:
    duty = make_user("Rudi Piket", cast.kecamatan, "piket")
    there = make_user("Yuli Piket", putr, "piket")
    fire, report = case_of("Asap tebal dekat pasar"), case_of("Petugas minta uang rokok")
    for _twice in range(2):
        cases.classify(fire, by=cast.admin, at=NOW, kind="emergency")
    cases.classify(report, by=cast.admin, at=NOW, kind="integrity_report")
    [woken] = Notice.objects.filter(user=duty)
    assert (woken.urgent, "DARURAT" in woken.text) == (True, True)
    [told] = Notice.objects.filter(user=cast.auditor)
    assert told.text == "1 pengaduan integritas menunggu Anda."
    dispositions.dispose(fire, by=cast.admin, at=NOW, to=putr, instruction="Tolong segera.")
    for user in (there, engineer):
        assert Notice.objects.get(user=user).urgent
    dispositions.dispose(report, by=cast.auditor, at=NOW, to=putr, instruction="Mohon telaah.")
    learned = set(Learned.objects.values_list("stem", flat=True))
    assert ("asap" in learned, "rokok" in learned) == (True, False), "secret words teach nothing"


def test_routing_proposes_by_the_units_own_words_and_learns_from_dispositions(
    case_of: CaseOf, cast: Cast, putr: Unit
) -> None:
    make_unit("Dinas Kesehatan", cast.pemda, "dinas", "dinkes")
    case = case_of("Jalan lubang lubang di depan pasar")
    first = routing.propose(case)[0]
    assert first.unit == putr
    assert "lubang" in first.reasons[0]
    other = case_of("Rolak Cibatu rusak lagi")
    dispositions.dispose(other, by=cast.penyelia, at=NOW, to=cast.desa, instruction="Cek")
    odd = case_of("Rolak di sungai Cibatu jebol")
    assert routing.propose(odd)[0].unit == cast.desa


def test_a_watcher_is_told_and_hears_nothing_of_what_became_secret(
    case_of: CaseOf, cast: Cast
) -> None:
    case = case_of()
    cases.watch(case, by=cast.camat, at=NOW)
    cases.note(case, by=cast.admin, at=NOW, text="Sudah disurvei.")
    assert Notice.objects.filter(user=cast.camat).count() == 1
    cases.classify(case, by=cast.admin, at=NOW, kind="integrity_report")
    with pytest.raises(NotAllowed):  # also for a page that was opened before it became secret
        cases.note(case, by=cast.admin, at=NOW, text="Terlambat.")
    cases.note(case, by=cast.auditor, at=NOW, text="Rahasia.")
    assert Notice.objects.filter(user=cast.camat).count() == 1


def test_of_what_became_secret_no_result_is_told_to_who_may_not_see_it(
    case_of: CaseOf, cast: Cast, putr: Unit
) -> None:
    case = case_of()
    cases.take(case, by=cast.admin, at=NOW)
    row = dispositions.dispose(
        case, by=cast.admin, at=NOW, to=putr, instruction="Mohon dicek.", lead=False
    )
    cases.classify(case, by=cast.admin, at=NOW, kind="integrity_report")
    Notice.objects.all().delete()
    dispositions.finish(row, by=cast.auditor, at=NOW, result="Petugas diperiksa.")
    assert not Notice.objects.exists()
