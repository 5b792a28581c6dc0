"""Hiding by rule, secrecy, requests for information, SP4N-LAPOR!, ratings, what a pemda sets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from kentongan.inbox import access, answers, queries
from kentongan.inbox.actions import cases, dispositions, duties, hiding, intake, knowledge
from kentongan.inbox.models import Case, Hiding, Learned, Message, Rating
from kentongan.inbox.queries import Filters
from kentongan.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Author
from kentongan.networks.models import Account
from kentongan.people.models import Notice
from tests.cast import NOW, Cast, make_user
from tests.inbox.conftest import comment

CaseOf = Callable[..., Case]


def first(case: Case) -> Message:
    return case.messages.get()


def test_gambling_is_hidden_at_once_with_its_evidence(case_of: CaseOf, cast: Cast) -> None:
    message = first(case_of("gacor parah klik bio"))
    hiding.ask(message, by=cast.admin, at=NOW, rule="gambling", reason="Promosi situs judi")
    row = Hiding.objects.get()
    assert (row.state, row.evidence["text"]) == ("hidden", "gacor parah klik bio")
    message.refresh_from_db()
    assert message.hidden_at == NOW
    assert message.text == "gacor parah klik bio"


def test_everything_else_needs_a_second_person(case_of: CaseOf, cast: Cast) -> None:
    message = first(case_of("Jalan rusak, dasar kalian"))
    row = hiding.ask(message, by=cast.sekcam, at=NOW, rule="threat", reason="Ancaman")
    message.refresh_from_db()
    assert message.hidden_at is None
    assert Notice.objects.filter(user=cast.camat, text__contains="disembunyikan").exists()
    with pytest.raises(NotAllowed):
        hiding.decide(row, by=cast.sekcam, at=NOW, agree=True)
    with pytest.raises(Invalid):
        hiding.decide(row, by=cast.camat, at=NOW, agree=False)
    hiding.decide(row, by=cast.camat, at=NOW, agree=False, answer="Ini kritik, bukan ancaman.")
    message.refresh_from_db()
    assert message.hidden_at is None
    with pytest.raises(Conflict):
        hiding.decide(row, by=cast.camat, at=NOW, agree=True)


def test_a_tone_is_no_rule(case_of: CaseOf, cast: Cast) -> None:
    message = first(case_of("Pencitraan terus, jalan rusak"))
    for rule in ("criticism", "negative", ""):
        with pytest.raises(Invalid):
            hiding.ask(message, by=cast.admin, at=NOW, rule=rule, reason="Nadanya negatif")
    with pytest.raises(Invalid):
        hiding.ask(message, by=cast.admin, at=NOW, rule="gambling", reason=" ")


def test_what_was_hidden_is_shown_again_with_a_reason(case_of: CaseOf, cast: Cast) -> None:
    message = first(case_of("gacor suara burungnya"))
    row = hiding.ask(message, by=cast.admin, at=NOW, rule="gambling", reason="Judi")
    hiding.show(row, by=cast.camat, at=NOW, reason="Ini tentang burung.")
    message.refresh_from_db()
    assert message.hidden_at is None
    hiding.ask(message, by=cast.admin, at=NOW, rule="gambling", reason="Ternyata judi")
    assert list(Entry.objects.filter(action__startswith="inbox.hide").values_list("action")) == [
        ("inbox.hide",),
        ("inbox.hide",),
    ]


def test_the_inspektorat_lets_a_person_in_and_out(case_of: CaseOf, cast: Cast) -> None:
    case = case_of("Ada pungli di loket")
    with pytest.raises(NotAllowed):
        duties.name(case, cast.camat, by=cast.pembina, at=NOW)
    duties.name(case, cast.camat, by=cast.auditor, at=NOW)
    seen = access.visible_case(cast.camat, case.number)
    whole = access.visible_case(cast.auditor, case.number)
    assert (seen.author_name, seen.author_handle) == ("", "")
    assert whole.author_name.startswith("Warga")
    assert [said.message.author_name for said in queries.thread(seen) if said.message] == [""]
    assert [c.author_name for c in queries.queue(cast.camat, Filters(), at=NOW).cases] == [""]
    cases.note(case, by=cast.camat, at=NOW, text="Sudah saya tegur.")
    with pytest.raises(NotAllowed):
        duties.name(case, cast.sekcam, by=cast.camat, at=NOW)
    duties.unname(case, cast.camat, by=cast.auditor, at=NOW)
    with pytest.raises(Missing):
        access.visible_case(cast.camat, case.number)


def test_who_was_let_in_does_not_open_a_report_to_everybody(case_of: CaseOf, cast: Cast) -> None:
    case = case_of("Ada pungli di loket")
    duties.name(case, cast.camat, by=cast.auditor, at=NOW)
    with pytest.raises(NotAllowed):
        cases.classify(case, by=cast.camat, at=NOW, kind="complaint")
    case.refresh_from_db()
    assert (case.secret, case.kind) == (True, "integrity_report")
    cases.classify(case, by=cast.camat, at=NOW, topic="", kind="integrity_report")
    cases.classify(case, by=cast.auditor, at=NOW, kind="complaint")
    case.refresh_from_db()
    assert not case.secret


def test_waiting_before_a_request_was_complete_adds_nothing_to_the_time_of_the_law(
    case_of: CaseOf, cast: Cast
) -> None:
    case, other = case_of("Minta salinan perbup parkir"), case_of("Minta salinan perda parkir")
    Case.objects.update(first_replied_at=NOW)
    cases.wait(case, by=cast.admin, at=NOW, why="tujuan permohonan")
    later = NOW + timedelta(days=7)
    cases.resume(case, by=cast.admin, at=later)
    case = duties.complete(case, by=cast.admin, at=later, when=later)
    other = duties.complete(other, by=cast.admin, at=later, when=later)
    assert case.due_at == other.due_at
    assert not any("tujuan permohonan" in line for line in queries.explain(case, at=later))


def test_a_request_is_complete_in_the_minute_it_came_and_not_before(
    case_of: CaseOf, cast: Cast
) -> None:
    came = NOW + timedelta(seconds=40)
    case = case_of("Minta salinan perbup parkir", at=came)
    later = NOW + timedelta(hours=1)
    with pytest.raises(Invalid, match="datang sesudah waktu itu"):
        duties.complete(case, by=cast.admin, at=later, when=NOW - timedelta(minutes=1))
    assert duties.complete(case, by=cast.admin, at=later, when=NOW).complete_at == NOW


def test_of_a_request_for_information_that_is_handed_on_the_ppid_there_is_told(
    case_of: CaseOf, cast: Cast
) -> None:
    ppid = make_user("Siti Rohmah", cast.kecamatan_lain, "ppid_pelaksana")
    for text, told in (("Jalan rusak", 0), ("Minta salinan perbup parkir", 1)):
        case = case_of(text)
        dispositions.dispose(
            case, by=cast.admin, at=NOW, to=cast.kecamatan_lain, instruction="Mohon dilayani."
        )
        assert Notice.objects.filter(user=ppid).count() == told


def test_of_a_request_for_information_that_comes_in_the_ppid_is_told_once(
    case_of: CaseOf, cast: Cast
) -> None:
    ppid = make_user("Siti Rohmah", cast.kecamatan, "ppid_pelaksana")
    case_of("Jalan rusak")
    came = case_of("Minta salinan perbup parkir")
    read = case_of("Kapan perbup parkir dibagikan?")
    for _twice in range(2):
        cases.classify(read, by=cast.admin, at=NOW, kind="information_request")
    told = Notice.objects.filter(user=ppid).order_by("pk")
    assert [notice.url for notice in told] == [f"/kotak-masuk/{c.number}/" for c in (came, read)]
    assert "salinan perbup parkir" in str(told[0].text)


def test_the_law_counts_a_request_from_when_it_was_complete(case_of: CaseOf, cast: Cast) -> None:
    case = case_of("Minta salinan perbup parkir")
    Case.objects.update(first_replied_at=NOW)
    case = cases.take(case, by=cast.admin, at=NOW)
    assert not case.has_clock
    assert "PPID" in queries.explain(case, at=NOW)[0]
    tomorrow = NOW + timedelta(days=1)
    case = duties.complete(case, by=cast.admin, at=tomorrow, when=tomorrow)
    # Kamis 13 Agustus + 10 hari kerja; 17 dan 25 Agustus libur: Jumat 28 atau sesudahnya
    assert case.due_at.date() >= date(2026, 8, 28)
    ten = case.due_at
    with pytest.raises(Conflict, match="sudah lewat"):
        duties.extend(case, by=cast.admin, at=ten + timedelta(minutes=1), reason="Terlambat")
    case = duties.extend(case, by=cast.admin, at=tomorrow, reason="Arsip lama dicari")
    assert case.due_at > ten + timedelta(days=8)
    with pytest.raises(Conflict):
        duties.extend(case, by=cast.admin, at=tomorrow, reason="Lagi")
    assert any("UU 14/2008" in line for line in queries.explain(case, at=tomorrow))


def test_other_kinds_are_not_prolonged(case_of: CaseOf, cast: Cast) -> None:
    with pytest.raises(Conflict):
        duties.extend(case_of(), by=cast.admin, at=NOW, reason="Sibuk")


def test_the_reference_of_lapor_belongs_to_one_case(case_of: CaseOf, cast: Cast) -> None:
    one, two = case_of("Jalan rusak pasar"), case_of("Jalan rusak sawah")
    duties.lapor(one, by=cast.admin, at=NOW, reference="#8341207", status="diteruskan")
    made = duties.lapor(one, by=cast.admin, at=NOW, reference="8341207", status="selesai")
    assert made.status == "selesai"
    with pytest.raises(Conflict):
        duties.lapor(two, by=cast.admin, at=NOW, reference="8341207", status="diteruskan")


def test_a_citizen_rates_with_their_own_key_after_closing(case_of: CaseOf, cast: Cast) -> None:
    case = case_of()
    with pytest.raises(Conflict):
        duties.rate(case.number, case.follow_key, at=NOW, stars=5)
    Case.objects.update(first_replied_at=NOW)
    cases.close(case, by=cast.admin, at=NOW, outcome="Ditambal.")
    for key in ("", "salah"):
        with pytest.raises(Missing):
            duties.rate(case.number, key, at=NOW, stars=5)
    duties.rate(case.number, case.follow_key, at=NOW, stars=4, words="Cepat")
    assert Rating.objects.get().stars == 4


def test_the_bank_suggests_an_answer_with_its_source_and_says_when_it_is_out_of_date(
    case_of: CaseOf, cast: Cast
) -> None:
    given = {"by": cast.penyelia, "at": NOW, "source": "Disdukcapil, 1 Agustus"}
    knowledge.save_answer(
        cast.pemda, question="Syarat membuat KTP?", answer="Bawa kartu keluarga.", **given
    )
    old = knowledge.save_answer(
        cast.pemda,
        question="Berapa lama KTP jadi?",
        answer="Satu hari kerja.",
        valid_until=date(2026, 8, 1),
        **given,
    )
    knowledge.save_answer(
        cast.pemda, question="Jadwal imunisasi?", answer="Setiap Selasa.", **given
    )
    found = answers.suggest(case_of("Min, syarat bikin KTP apa ya?"), at=NOW)
    assert next(row.entry.question for row in found) == "Syarat membuat KTP?"
    assert found[0].entry.source == "Disdukcapil, 1 Agustus"
    stale = [row for row in answers.suggest(case_of("KTP berapa lama jadi?"), at=NOW) if row.stale]
    assert [row.entry for row in stale] == [old]
    assert answers.suggest(case_of("Kapan kapal berangkat?"), at=NOW) == []


def test_the_bank_knows_from_the_whole_case_what_a_short_new_message_is_about(
    account: Account, case_of: CaseOf, cast: Cast, django_assert_num_queries: Any
) -> None:
    given: dict[str, Any] = {"by": cast.penyelia, "at": NOW, "source": "Loket"}
    for question, answer in (
        ("Biaya KTP hilang?", "KTP yang hilang diganti tanpa biaya."),
        ("Biaya sewa gedung?", "Sewa gedung serbaguna ditetapkan perda."),
    ):
        knowledge.save_answer(cast.pemda, question=question, answer=answer, **given)
    first = {"thread": "satu", "author": Author(external_id="w", handle="warga")}
    case = case_of("KTP saya hilang di angkot, gimana ganti KTP?", external_id="a", **first)
    with django_assert_num_queries(3):
        assert [s.entry.question for s in answers.suggest(case, at=NOW)] == ["Biaya KTP hilang?"]
    later = NOW + timedelta(minutes=5)
    short = comment("Terus biaya berapa?", external_id="b", created_at=later, **first)
    intake.take_in(account, [short], at=later)
    assert case.messages.count() == 2
    found = answers.suggest(case, at=NOW)
    assert [s.entry.question for s in found] == ["Biaya KTP hilang?", "Biaya sewa gedung?"]
    Message.objects.filter(external_id="a").update(gone_at=NOW)
    alone = answers.suggest(case, at=NOW)
    assert alone[0].score == alone[1].score  # what was taken away is not read


def test_an_answer_needs_a_source(cast: Cast) -> None:
    with pytest.raises(Invalid):
        knowledge.save_answer(
            cast.pemda, by=cast.penyelia, at=NOW, question="KTP?", answer="Besok.", source=" "
        )


def test_a_unit_that_works_on_saturdays_has_its_clock_run_then(case_of: CaseOf, cast: Cast) -> None:
    cast.kecamatan.office_hours = {"fri": ["08:00", "16:00"], "sat": ["08:00", "12:00"]}
    cast.kecamatan.save()
    friday = NOW + timedelta(days=2, hours=6, minutes=30)  # Jumat 15.30 WIB
    case = case_of(at=friday)
    assert case.due_at == NOW.replace(day=15, hour=2, minute=30)  # Sabtu 09.30 WIB


def test_a_deadline_opens_into_its_steps(case_of: CaseOf, cast: Cast) -> None:
    case = case_of(at=NOW.replace(day=15, hour=3))  # Sabtu; Senin 17 Agustus libur
    lines = queries.explain(case, at=NOW)
    whole = " ".join(lines)
    assert "Sabtu, 15 Agustus 2026" in lines[0]
    assert "Selasa, 18 Agustus 2026 pukul 07.30 WIB" in lines[1]
    assert "2 jam kerja" in whole
    assert "usulan" in whole
    assert "Senin, 17 Agustus 2026" in whole
    assert "Jatuh tempo Selasa, 18 Agustus 2026 pukul 09.30 WIB." in lines[-1]


def test_what_routing_learned_can_be_forgotten(case_of: CaseOf, cast: Cast) -> None:
    Learned.objects.create(unit=cast.desa, stem="rolak", count=3)
    with pytest.raises(NotAllowed):
        knowledge.forget_routing(by=cast.admin, at=NOW, reason="Unit ditata ulang")
    with pytest.raises(Invalid):
        knowledge.forget_routing(by=cast.pembina, at=NOW, reason=" ")
    assert knowledge.forget_routing(by=cast.pembina, at=NOW, reason="Unit ditata ulang") == 1
    assert not Learned.objects.exists()


def test_saved_views_are_ones_own(cast: Cast) -> None:
    made = knowledge.save_view(by=cast.admin, at=NOW, name="Jalan", filters={"topic": "jalan"})
    knowledge.save_view(by=cast.admin, at=NOW, name="Jalan", filters={"topic": "lampu"})
    assert access.own_view(cast.admin, made.pk).filters == {"topic": "lampu"}
    with pytest.raises(Missing):
        access.own_view(cast.sekcam, made.pk)
    knowledge.drop_view(made.pk, by=cast.sekcam)
    assert access.own_view(cast.admin, made.pk)
