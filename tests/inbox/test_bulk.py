"""Acts on many cases at once: each by itself, refusals named, the unit told once, taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from kentongan.inbox.actions import cases, dispositions, intake
from kentongan.inbox.models import Case, Correction, Disposition
from kentongan.kernel import clock as clocks
from kentongan.ledger.models import Entry
from kentongan.people.models import Notice, Unit, User
from tests.cast import NOW, grant, make_unit, make_user, sign_in
from tests.inbox.conftest import comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
BULK = "/kotak-masuk/massal/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "now", lambda: NOW)


@pytest.fixture
def putr(cast) -> Unit:
    return make_unit("Dinas Pekerjaan Umum dan Tata Ruang", cast.pemda, "dinas", "putr")


@pytest.fixture
def engineer(putr: Unit) -> User:
    return make_user("Agus Hermansyah", putr, "pejabat_penghubung")


def heard(account, *texts: str) -> list[Case]:
    taken = intake.take_in(account, [comment(text) for text in texts], at=NOW)
    by_text = {case.preview: case for case in taken.cases}
    return [Case.objects.select_related("unit").get(pk=by_text[text].pk) for text in texts]


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def asked(what: str, *chosen: Case, **typed: str) -> dict[str, Any]:
    sent = {"kirim": "1"} if typed.pop("kirim", "1") else {}
    return {"tindakan": what, "perkara": [case.number for case in chosen], **sent, **typed}


def handing(*chosen: Case, **typed: str) -> dict[str, Any]:
    return asked("disposisi", *chosen, **{"to": "putr", "instruction": "Mohon dicek.", **typed})


def test_chosen_cases_are_handed_on_each_by_itself_and_the_unit_is_told_once(
    client, cast, account, putr, engineer
):
    ppid = make_user("Siti Rohmah", putr, "ppid_pelaksana")
    chosen = heard(account, "Jalan rusak dekat pasar", "Minta salinan anggaran jalan")
    other = heard(account, "Kapan posyandu?")[0]
    sign_in(client, cast.admin)
    page = client.post(BULK, asked("disposisi", *chosen, kirim="")).content.decode()
    assert page.count('name="perkara"') == 2
    assert not Disposition.objects.exists(), "nothing happens before the instruction"
    answer = client.post(
        f"{BULK}?jenis=complaint", handing(*chosen, due_at="2026-08-14T15:00"), follow=True
    )
    assert answer.redirect_chain == [("/kotak-masuk/?jenis=complaint", 302)]
    assert "2 perkara diproses." in words_of(answer)
    rows = Disposition.objects.order_by("case__preview")
    assert {row.case_id for row in rows} == {case.pk for case in chosen}
    assert {(row.to_unit, row.lead, row.instruction) for row in rows} == {
        (putr, True, "Mohon dicek.")
    }
    assert {row.due_at.isoformat() for row in rows} == {"2026-08-14T08:00:00+00:00"}
    entries = Entry.objects.filter(action="inbox.dispose")
    assert {entry.target_id for entry in entries} == {str(case.pk) for case in chosen}
    assert len(entries) == 2
    told = Notice.objects.get(user=engineer)
    assert "meneruskan 2 perkara ke Dinas Pekerjaan Umum dan Tata Ruang: Mohon dicek." in told.text
    heard_there = Notice.objects.get(user=ppid)
    assert heard_there.text == (
        f"Disposisi {chosen[1].number} dari {cast.kecamatan.name}: Mohon dicek."
    ), "of the request for information alone"
    other.refresh_from_db()
    assert other.unit == cast.kecamatan


def test_what_was_handed_on_together_is_taken_back_together(client, cast, account, putr, engineer):
    chosen = heard(account, "Jalan rusak pasar", "Jalan rusak sawah", "Jalan rusak balai")
    sign_in(client, cast.admin)
    answer = client.post(BULK, handing(*chosen), follow=True)
    undo = re.search(
        r'action="(/kotak-masuk/disposisi/[^"]+/tarik-semua/)"', answer.content.decode()
    )
    assert undo is not None
    taken = Disposition.objects.get(case=chosen[0])
    dispositions.accept(taken, by=engineer, at=NOW)
    said = words_of(client.post(undo[1], follow=True))
    assert "2 disposisi ditarik." in said
    assert "1 disposisi tidak dapat ditarik lagi." in said
    units = set(
        Case.objects.filter(pk__in=[c.pk for c in chosen[1:]]).values_list("unit", flat=True)
    )
    assert units == {cast.kecamatan.pk}
    assert Case.objects.get(pk=chosen[0].pk).unit == putr


def test_what_cannot_be_handed_on_is_named_with_the_reason_and_stays_ticked(
    client, cast, account, putr, engineer
):
    ready, there, over = heard(account, "Jalan rusak pasar", "Jalan rusak sawah", "Hadir min")
    dispositions.dispose(there, by=cast.admin, at=NOW, to=putr, instruction="Cek.", lead=False)
    sign_in(client, cast.admin)
    answer = client.post(BULK, handing(ready, there, over, peran="bantu"))
    said = words_of(answer)
    assert answer.status_code == 200
    assert "1 perkara sudah diproses. Yang berikut belum:" in said
    assert f"{there.number} {putr.name} sudah diminta membantu." in said
    assert f"{over.number} Perkara ini sudah selesai." in said
    left = re.findall(r'name="perkara" value="([^"]+)" checked', answer.content.decode())
    assert set(left) == {there.number, over.number}
    assert Disposition.objects.filter(case=ready, lead=False).exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"to": ""}, "Pilih unit yang dituju"),
        ({"instruction": " "}, "Tulis petunjuknya."),
        ({"due_at": "2026-08-11T09:00"}, "Batas waktu itu sudah lewat."),
        ({"due_at": "2026-02-31T09:00"}, "Isi tanggal dan jam batas waktunya"),
    ],
)
def test_what_is_wrong_for_all_is_said_once_and_what_was_typed_stays(
    client, cast, account, putr, wrong, sentence
):
    chosen = heard(account, "Jalan rusak pasar", "Jalan rusak sawah")
    sign_in(client, cast.admin)
    answer = client.post(BULK, handing(*chosen, **{"instruction": "Cek drainase.", **wrong}))
    said = words_of(answer)
    assert answer.status_code == 422
    assert said.count(sentence) == 1
    assert ("Cek drainase." in said) == ("instruction" not in wrong)
    assert not Disposition.objects.exists()


def test_kind_and_topic_are_given_to_many_and_teach(client, cast, account):
    chosen = heard(account, "Kapan lampu menyala?", "Kapan listrik menyala?")
    sign_in(client, cast.admin)
    client.post(BULK, asked("jenis", *chosen, jenis="complaint", topik="lampu"))
    for case in chosen:
        case.refresh_from_db()
        assert (case.kind, case.kind_by, case.topic_id) == ("complaint", cast.admin.name, "lampu")
    assert Entry.objects.filter(action="inbox.classify").count() == 2
    assert Correction.objects.filter(what="kind", was="question", now="complaint").count() == 2
    client.post(BULK, asked("jenis", *chosen, topik="jalan"))
    assert set(Case.objects.values_list("kind", "topic")) == {("complaint", "jalan")}
    for nothing in ({}, {"jenis": "integrity_report"}, {"jenis": "entah"}):
        assert client.post(BULK, asked("jenis", *chosen, **nothing)).status_code == 422


def test_chatter_is_closed_in_one_step_but_no_complaint_is(client, cast, account):
    asks, unknown, voice, fire, spam = heard(
        account, "Kapan live lagi?", "Wkwkwk", "Jalan rusak", "Asap tebal", "Slot gacor"
    )
    cases.classify(voice, by=cast.admin, at=NOW, kind="criticism")
    cases.classify(fire, by=cast.admin, at=NOW, flags=["emergency"])
    sign_in(client, cast.admin)
    answer = client.post(BULK, asked("obrolan", asks, unknown, voice, fire, spam))
    said = words_of(answer)
    assert f"{voice.number} Ini terbaca sebagai kritik" in said
    assert f"{fire.number} Ini terbaca sebagai darurat" in said
    for case in (asks, unknown, voice, fire, spam):
        case.refresh_from_db()
    assert {(case.kind, case.state) for case in (asks, unknown)} == {("chatter", "dismissed")}
    assert (spam.kind, spam.state) == ("abuse_spam", "dismissed")
    assert {voice.state, fire.state} == {"new"}
    closed = Entry.objects.filter(action="inbox.dismiss")
    assert {entry.data.get("kind", "") for entry in closed} == {"chatter", ""}
    assert len(closed) == 3
    kept = {str(voice.pk), str(fire.pk)}
    assert {entry.target_id for entry in Entry.objects.filter(action="inbox.classify")} == kept


def test_nobody_hands_on_what_is_not_theirs_to_hand_on(client, cast, account, putr):
    mine = heard(account, "Jalan rusak pasar")[0]
    secret = heard(account, "Ada pungli di loket")[0]
    sign_in(client, cast.admin_lain)
    assert client.post(BULK, handing(mine)).status_code == 422
    sign_in(client, cast.admin)
    page = client.post(BULK, asked("disposisi", mine, secret, kirim=""))
    assert secret.number not in page.content.decode()
    reader = make_user("Rina Pembaca", cast.kecamatan)
    grant(reader, "bagian_hukum")
    sign_in(client, reader)
    refused = client.post(BULK, handing(mine))
    assert "Anda boleh membaca perkara ini" in words_of(refused)
    assert not Disposition.objects.exists()


def test_more_than_a_hundred_at_once_are_too_many(client, cast):
    sign_in(client, cast.admin)
    numbers = [f"RWJ-{n:04}" for n in range(101)]
    answer = client.post(BULK, {"tindakan": "ambil", "perkara": numbers})
    assert answer.status_code == 422
    assert "Paling banyak 100 perkara" in words_of(answer)


def test_the_page_of_an_act_costs_the_same_however_many_are_ticked(
    client, cast, account, putr, django_assert_max_num_queries
):
    chosen = heard(account, *(f"Jalan rusak dekat {letter}x pasar" for letter in "abcdefghijklmno"))
    sign_in(client, cast.admin)
    client.post(BULK, asked("disposisi", *chosen[:2], kirim=""))
    with django_assert_max_num_queries(16) as few:
        client.post(BULK, asked("disposisi", *chosen[:2], kirim=""))
    with django_assert_max_num_queries(len(few)):
        page = client.post(BULK, asked("disposisi", *chosen, kirim="")).content.decode()
    assert "Usulan unit" in page
    assert reverse("inbox:bulk") in page


def test_reports_are_not_opened_by_the_dozen(client, cast, account):
    (report,) = heard(account, "Ada pungli di loket")
    sign_in(client, cast.auditor)
    page = client.post(BULK, asked("jenis", report, jenis="complaint", topik="jalan"), follow=True)
    report.refresh_from_db()
    assert (report.secret, report.kind) == (True, "integrity_report")
    assert "satu per satu" in page.content.decode()
    client.post(BULK, asked("jenis", report, topik="jalan"))
    report.refresh_from_db()
    assert (report.secret, report.topic_id) == (True, "jalan")
