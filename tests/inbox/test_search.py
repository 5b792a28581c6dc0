"""Search in all text: what citizens wrote, what we answered and noted, numbers, public titles."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from kentongan.inbox import likeness, queries, search, search_tables
from kentongan.inbox.actions import cases, clarifying, elsewhere, intake, joining, replies
from kentongan.inbox.models import Case, Message
from kentongan.inbox.queries import Filters
from kentongan.kernel import clock as clocks
from kentongan.networks.contract import Author
from kentongan.networks.models import Account
from kentongan.people.models import User
from tests.cast import NOW, Cast, sign_in
from tests.inbox.conftest import comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
CaseOf = Callable[..., Case]
LATER = NOW + timedelta(minutes=1)


def found(user: User, words: str, **filters: Any) -> list[str]:
    page = queries.queue(user, Filters(words=words, **filters), at=NOW)
    return [case.number for case in page.cases]


def first_of(case: Case) -> Message:
    message = case.messages.order_by("sent_at", "pk").first()
    assert message is not None
    return message


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def answered(case: Case, by: User, text: str) -> Any:
    return replies.reply(first_of(case), by=by, at=NOW, text=text)


def published(case: Case, cast: Cast, title: str) -> None:
    draft = clarifying.write(
        cast.kecamatan, by=cast.admin, at=NOW, title=title, said="Beredar kabar pasar ditutup.",
        truth="Pasar buka seperti biasa.", source="Pengumuman camat", case=case,
    )  # fmt: skip
    asked = clarifying.ask(draft, by=cast.admin, at=NOW)
    clarifying.decide(asked, by=cast.camat, at=NOW, agree=True)


def test_what_we_answered_on_any_way_is_found(case_of: CaseOf, cast: Cast, account: Account):
    sent, told, heard = case_of("Kapan KTP jadi?"), case_of("Lampu rusak"), case_of("Usul taman")
    answered(sent, cast.admin, "Blangko tersedia lagi hari Kamis.")
    elsewhere.answer_elsewhere(
        first_of(told), by=cast.admin, at=NOW, way="phone", summary="Petugas mengganti trafo Jumat."
    )
    ours = comment(
        "Lokasinya sudah ditinjau dinas.", author=Author("kami", ours=True),
        thread=first_of(heard).conversation.thread, parent=first_of(heard).external_id,
    )  # fmt: skip
    intake.take_in(account, [ours], at=NOW)
    case_of("Jalan rusak")
    assert found(cast.admin, "blangko") == [sent.number]
    assert found(cast.admin, "penggantian trafo") == [told.number]
    assert found(cast.admin, "meninjau lokasi") == [heard.number]
    assert found(cast.admin, "blangko trafo") == []


def test_an_answer_that_was_taken_back_is_found_no_longer(case_of: CaseOf, cast: Cast):
    case = case_of("Kapan KTP jadi?")
    made = answered(case, cast.admin, "Blangko tersedia lagi hari Kamis.")
    replies.undo(made, by=cast.admin, at=NOW)
    told = elsewhere.answer_elsewhere(
        first_of(case), by=cast.admin, at=NOW, way="phone", summary="Blangko habis."
    )
    elsewhere.undo(told, by=cast.admin, at=NOW)
    assert found(cast.admin, "blangko") == []


def test_notes_and_public_titles_are_found_by_whoever_may_read_the_case(
    case_of: CaseOf, cast: Cast
):
    case = case_of("Apa benar pasarnya pindah?")
    cases.note(case, by=cast.admin, at=NOW, text="Tanyakan dulu kepada paguyuban pedagang.")
    published(case, cast, "Lapak Sumberjati tetap buka 15 Agustus")
    assert found(cast.admin, "paguyuban") == found(cast.admin, "lapak buka") == [case.number]
    assert found(cast.admin_lain, "paguyuban") == found(cast.admin_lain, "lapak") == []


def test_notes_and_answers_of_an_integrity_report_are_found_by_the_inspektorat_alone(
    client, case_of: CaseOf, cast: Cast
):
    case = case_of("Ada pungli di loket")
    cases.note(case, by=cast.auditor, at=NOW, text="Saksinya pegawai koperasi.")
    answered(case, cast.auditor, "Laporan Anda kami dalami.")
    for words in ("koperasi", "dalami", case.number, case.number[-4:]):
        assert found(cast.admin, words, state="") == []
        assert found(cast.auditor, words) == [case.number]
    sign_in(client, cast.admin)
    assert "Saksinya" not in words_of(client.get("/kotak-masuk/?q=koperasi&keadaan=semua"))


def test_a_number_is_found_however_it_is_typed(case_of: CaseOf, cast: Cast):
    case, _other = case_of("Lampu padam, rusak"), case_of("Kapan posyandu?")
    letters, digits = case.number.lower().split("-")
    typed = ("{1}-{0}", "{0}", "#{1}-{0}", " {1}-{0} ", "{1} {0}", "{1}{0}", "-{0}", "# {0}")
    for words in (one.format(digits, letters) for one in typed):
        assert found(cast.admin, words) == [case.number], words
    for words in (f"{letters}-000000", f"zz {digits}", f"{digits}0"):
        assert found(cast.admin, words) == [], words


def test_what_is_ours_follows_its_case_through_merge_and_split(case_of: CaseOf, cast: Cast):
    one, other = case_of("Jalan rusak dekat pasar"), case_of("Jalan rusak dekat sawah")
    cases.note(other, by=cast.admin, at=NOW, text="Sudah masuk daftar pemborong.")
    whole = joining.merge(one, [other], by=cast.admin, at=LATER)
    assert found(cast.admin, "pemborong", state="") == [whole.number]
    note = whole.notes.get()
    second = whole.messages.get(came_with=other)
    apart = joining.split(
        whole, [second], by=cast.admin, at=LATER, along=joining.Along(notes=frozenset({note.pk}))
    )
    assert found(cast.admin, "pemborong", state="") == [apart.number]


@pytest.mark.parametrize("most", [0, 5_000])
def test_words_of_citizens_and_answers_follow_through_merge_and_split(
    case_of: CaseOf, cast: Cast, monkeypatch: pytest.MonkeyPatch, most: int
):
    monkeypatch.setattr(search, "MOST_FOLLOWED", most)
    one, other = case_of("Jalan rusak dekat pasar"), case_of("Jalan ambles dekat sawah")
    answered(other, cast.admin, "Alat berat berangkat Jumat.")
    whole = joining.merge(one, [other], by=cast.admin, at=LATER)
    for words in ("ambles sawah", "alat berat"):
        assert found(cast.admin, words, state="") == [whole.number]
    second = whole.messages.get(came_with=other)
    apart = joining.split(whole, [second], by=cast.admin, at=LATER)
    for words in ("ambles sawah", "alat berat"):
        assert found(cast.admin, words, state="") == [apart.number]
    assert found(cast.admin, "rusak pasar", state="") == [whole.number]


@pytest.mark.parametrize("most", [0, 5_000])
def test_the_first_of_a_flood_are_found_in_the_row_that_stands_for_all(
    cast: Cast, account: Account, monkeypatch: pytest.MonkeyPatch, most: int
):
    monkeypatch.setattr(search, "MOST_FOLLOWED", most)
    said = [comment("turunkan camat sekarang!", author=Author(f"w{n}", f"w{n}", f"Warga{n}lima"))
            for n in range(60)]  # fmt: skip
    intake.take_in(account, said, at=NOW)
    row = Case.objects.exclude(state="merged").get()
    # The second to the fourth had rows of their own before it was a flood.
    for name in ("warga0lima", "warga1lima", "warga3lima", "warga59lima"):
        assert found(cast.admin, name, state="") == [row.number]


@pytest.mark.parametrize("most", [0, 5_000])
def test_words_of_few_and_of_many_messages_find_the_same_answers(
    case_of: CaseOf, cast: Cast, monkeypatch: pytest.MonkeyPatch, most: int
):
    monkeypatch.setattr(search, "MOST_FOLLOWED", most)
    asked = [case_of(f"Kapan {what} jadi?") for what in ("akta", "kartu", "paspor")]
    for case in asked:
        answered(case, cast.admin, f"Terima kasih. {case.preview[6:11]} selesai Kamis.")
    cases.note(asked[0], by=cast.admin, at=NOW, text="Antrean panjang.")
    assert found(cast.admin, "terima kasih") == sorted(
        (c.number for c in asked), key=[c.number for c in asked].index
    )
    assert found(cast.admin, "antrean panjang") == [asked[0].number]
    assert found(cast.admin, "kasih antrean") == found(cast.admin_lain, "kasih") == []


def test_of_words_that_stand_everywhere_the_latest_are_compared_with(
    case_of: CaseOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(search, "MOST_LATEST", 2)
    asked = [case_of(f"Kapan {what} jadi?") for what in ("akta", "kartu", "paspor")]
    for case in asked:
        cases.note(case, by=cast.admin, at=NOW, text="Terima kasih.")
    latest, numbers = {case.number for case in asked[1:]}, {case.number for case in asked}
    compared = search.matching(Case.objects.all(), "terima kasih")
    assert {case.number for case in compared} == latest
    whole = latest if connection.vendor == "sqlite" else numbers
    assert set(found(cast.admin, "terima kasih")) == whole


def test_a_case_to_merge_with_is_found_by_what_we_noted(case_of: CaseOf, cast: Cast):
    case, other = case_of("Jalan rusak dekat pasar"), case_of("Trotoar ambles, rusak")
    cases.note(other, by=cast.admin, at=NOW, text="Galian pipa.")
    offered = likeness.candidates(case, cast.admin, at=NOW, words="galian pipa")
    assert [one.case.number for one in offered] == [other.number]


def test_a_line_says_where_of_ours_the_words_stand_and_hides_personal_data(
    client, case_of: CaseOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(clocks, "now", lambda: NOW)
    case, plain = case_of("Kapan KTP jadi?"), case_of("Blangko KTP rusak")
    note = "Warga datang dua kali, sudah dicatat di buku tamu loket tiga. " * 2
    cases.note(case, by=cast.admin, at=NOW, text=f"{note}Blangko untuk NIK 3210014101900002.")
    said = words_of(sign_in(client, cast.admin).get("/kotak-masuk/?q=blangko"))
    assert plain.number in said
    assert said.count("Dalam catatan") == 1
    assert re.search(r"Dalam catatan … .*Blangko untuk NIK •+002", said)
    assert "3210014101900002" not in said
    answered(case, cast.admin, "Blangko tersedia lagi hari Kamis.")
    said = words_of(client.get("/kotak-masuk/?q=blangko"))
    assert "Dalam jawaban kami Blangko tersedia lagi" in said
    assert "Dalam" not in words_of(client.get("/kotak-masuk/?q=KTP"))


def test_a_search_leads_on_to_what_is_done_already(client, case_of: CaseOf, cast: Cast):
    case = case_of("Kapan KTP jadi?")
    answered(case, cast.admin, "Blangko tersedia lagi hari Kamis.")
    cases.classify(case, by=cast.admin, at=NOW, kind="chatter")
    cases.dismiss(case, by=cast.admin, at=NOW)
    page = sign_in(client, cast.admin).get("/kotak-masuk/?q=blangko")
    assert case.number not in words_of(page)
    onward = re.search(r'href="(/kotak-masuk/\?[^"]*keadaan=semua)"', page.content.decode())
    assert onward is not None
    assert case.number in words_of(client.get(onward[1].replace("&amp;", "&")))


def test_a_page_with_a_search_costs_the_same_however_much_is_found(
    client, case_of: CaseOf, cast: Cast, django_assert_max_num_queries
):
    sign_in(client, cast.admin)
    cases.note(case_of("Jalan rusak"), by=cast.admin, at=NOW, text="Daftar pemborong.")
    client.get("/kotak-masuk/?q=pemborong")
    with django_assert_max_num_queries(12) as few:
        client.get("/kotak-masuk/?q=pemborong")
    for letter in "abcdef":
        case = case_of(f"Jalan rusak dekat pasar {letter}x")
        cases.note(case, by=cast.admin, at=NOW, text="Daftar pemborong.")
        answered(case, cast.admin, "Sudah ada pemborong.")
    with django_assert_max_num_queries(len(few)):
        assert client.get("/kotak-masuk/?q=pemborong").content.count(b"Dalam jawaban kami") == 6


def test_what_was_said_before_there_was_such_a_search_is_found_too(
    case_of: CaseOf, cast: Cast, account: Account
):
    case = case_of("Kapan KTP jadi?")
    answered(case, cast.admin, "Blangko tersedia lagi hari Kamis.")
    cases.note(case, by=cast.admin, at=NOW, text="Tanyakan percetakan.")
    published(case, cast, "Lapak Sumberjati tetap buka 15 Agustus")
    search_tables.drop_tables("default", "inbox_search_ours")
    step = import_module("kentongan.inbox.migrations.0016_search_in_all_text")
    step.create(apps, SimpleNamespace(connection=connection))
    for words in ("blangko", "percetakan", "lapak"):
        assert found(cast.admin, words) == [case.number]


def test_postgresql_does_not_compile_a_search_before_running_it(db: None) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)


def test_the_cases_of_what_was_findable_before_are_known_and_forgotten_again(
    case_of: CaseOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    case = case_of("Kapan KTP jadi?")
    answered(case, cast.admin, "Blangko tersedia lagi hari Kamis.")
    step = import_module("kentongan.inbox.migrations.0019_cases_of_search")
    editor = SimpleNamespace(connection=connection)
    step.drop(apps, editor)
    step.add(apps, editor)
    for most in (0, 5_000):
        monkeypatch.setattr(search, "MOST_FOLLOWED", most)
        assert found(cast.admin, "KTP") == found(cast.admin, "blangko") == [case.number]


def test_texts_from_before_their_cases_were_noted_are_found(case_of: CaseOf, cast: Cast):
    case = case_of("Kapan KTP jadi?")
    step = import_module("kentongan.inbox.migrations.0026_places_of_search")
    editor = SimpleNamespace(connection=connection)
    step.drop(apps, editor)
    step.add(apps, editor)
    step.add(apps, editor)
    assert found(cast.admin, "KTP") == [case.number]
    other = case_of("Blangko KTP habis?")
    assert set(found(cast.admin, "KTP")) == {case.number, other.number}


def test_what_is_found_no_longer_leaves_its_number_to_nobody_else(case_of: CaseOf, cast: Cast):
    case = case_of("Kapan KTP jadi?")
    message = Message.objects.get(case=case)
    search.renew([message])
    other = case_of("Blangko KTP habis?")
    search.renew([message])
    assert set(found(cast.admin, "KTP")) == {case.number, other.number}
    assert found(cast.admin, "blangko") == [other.number]
