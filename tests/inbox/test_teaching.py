"""What a unit says of itself is proposed at once; what was learnt is shown, and forgotten aloud."""

from __future__ import annotations

import pytest

from kentongan.inbox import classify, routing, taught
from kentongan.inbox.actions import cases, dispositions, knowledge
from kentongan.inbox.models import Learned, LearnedKind, Services
from kentongan.kernel import clock as clocks
from kentongan.kernel.errors import Conflict, NotAllowed
from kentongan.language import triage
from kentongan.ledger.models import Entry
from tests.cast import NOW, make_unit, sign_in
from tests.inbox.test_joining_screen import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
WORDS = "Sampah, pengangkutan, bank sampah, pohon tumbang"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clocks, "now", lambda: NOW)


def hand(case, to, cast):
    return dispositions.dispose(case, by=cast.penyelia, at=NOW, to=to, instruction="Cek lapangan")


def test_what_a_unit_wrote_of_its_services_is_proposed_at_once(case_of, cast):
    case = case_of("Pohon tumbang menutup gang")
    assert cast.kelurahan not in [one.unit for one in routing.propose(case)]
    knowledge.describe(cast.kelurahan, by=cast.lurah, at=NOW, words=WORDS)
    found = routing.propose(case)[0]
    assert found.unit == cast.kelurahan
    assert "pohon" in found.reasons[0]
    knowledge.describe(cast.kelurahan, by=cast.lurah, at=NOW, words="")
    assert cast.kelurahan not in [one.unit for one in routing.propose(case)]


def test_the_people_of_a_unit_write_its_services_on_a_page_with_their_history(client, cast):
    sign_in(client, cast.admin)
    assert "/kotak-masuk/layanan/" in client.get("/kotak-masuk/").content.decode()
    page = client.get("/kotak-masuk/layanan/").headers["Location"]
    assert page == f"/kotak-masuk/layanan/{cast.kecamatan.code}/"
    assert "Belum ada yang menulis" in words_of(client.get(page))
    assert client.post(page, {"words": "x" * 1_001, "version": "0"}).status_code == 422
    client.post(page, {"words": WORDS, "version": "0"})
    client.post(page, {"words": "Surat pindah", "version": "1"})
    said = words_of(client.get(page))
    assert WORDS in said
    assert f"{cast.admin.name}, " in said
    client.post(page, {"words": "Surat pindah", "version": "2"})
    assert Entry.objects.filter(action="inbox.services").count() == 2, "nothing changed, no line"
    stale = client.post(page, {"words": "Lain lagi", "version": "1"})
    assert (stale.status_code, "Lain lagi" in words_of(stale)) == (422, True), "nothing is lost"
    assert Services.objects.get().words == "Surat pindah"
    data = Entry.objects.filter(action="inbox.services").latest("seq").data
    assert data == {"was": WORDS, "now": "Surat pindah"}
    assert "/usulan/" not in client.get(page).content.decode(), "settings are not theirs"
    sign_in(client, cast.admin_lain)
    assert client.get(page).status_code == 404
    with pytest.raises(NotAllowed):
        knowledge.describe(cast.kecamatan, by=cast.admin_lain, at=NOW, words=WORDS)
    with pytest.raises(Conflict):
        knowledge.describe(cast.kecamatan, by=cast.camat, at=NOW, words=WORDS, version=1)


def test_the_page_says_how_much_was_learnt_and_how_often_the_proposal_was_taken(
    client, cast, case_of, django_assert_max_num_queries
):
    putr = make_unit("Dinas Pekerjaan Umum dan Tata Ruang", cast.pemda, "dinas", "putr")
    sign_in(client, cast.administrator)
    page = f"/kotak-masuk/pengaturan/{cast.pemda.code}/usulan/"
    assert "Belum belajar dari disposisi" in words_of(client.get(page))
    hand(case_of("Jalan lubang di depan pasar"), putr, cast)
    hand(case_of("Jalan lubang di gang kampung"), cast.kelurahan, cast)
    with django_assert_max_num_queries(19):
        said = words_of(client.get(page))
    assert "2 perkara" in said
    assert "sejak Rabu, 12 Agustus 2026" in said
    assert "1 dari 2 disposisi (50%)" in said
    assert taught.taught(putr).here == 1
    sign_in(client, cast.admin)
    assert client.get(page).status_code in (403, 404)


def test_it_forgets_only_after_a_typed_word_and_a_reason(client, cast, case_of):
    hand(case_of("Rolak Cibatu rusak"), cast.kelurahan, cast)
    page = "/kotak-masuk/usulan/kosongkan/"
    sign_in(client, cast.camat)
    assert client.get(page).status_code == 403
    sign_in(client, cast.administrator)
    assert page in client.get(f"/kotak-masuk/pengaturan/{cast.pemda.code}/usulan/").content.decode()
    for given in (
        {"reason": "Unit ditata ulang", "sure": "ya"},
        {"reason": "", "sure": "KOSONGKAN"},
    ):
        assert client.post(page, given).status_code == 422
    assert Learned.objects.exists()
    client.post(page, {"reason": "Unit ditata ulang", "sure": "kosongkan"})
    assert not Learned.objects.exists()
    entry = Entry.objects.get(action="inbox.forget")
    assert (entry.actor_name, entry.data["reason"]) == (
        cast.administrator.name,
        "Unit ditata ulang",
    )
    said = words_of(client.get(f"/kotak-masuk/pengaturan/{cast.pemda.code}/usulan/"))
    assert f"Terakhir dikosongkan {cast.administrator.name}" in said
    assert "Belum belajar dari disposisi" in said
    assert taught.taught(cast.pemda).whole.n == 0, "what was judged before tells nothing now"


def test_what_was_learnt_of_kinds_is_told_and_emptied_by_itself(client, cast, case_of):
    with classify.reader(triage.read_many):
        case = case_of("Panggung kidul malam minggu ramai sekali")
        cases.classify(case, by=cast.admin, at=NOW, kind="aspiration")
    hand(case_of("Rolak Cibatu rusak"), cast.kelurahan, cast)
    page = "/kotak-masuk/jenis/kosongkan/"
    about = f"/kotak-masuk/pengaturan/{cast.pemda.code}/usulan/"
    sign_in(client, cast.camat)
    assert client.get(page).status_code == 403
    sign_in(client, cast.administrator)
    assert "Dipelajari dari 1 perkara." in words_of(client.get(about))
    assert "dibaca lagi seperti semula" in words_of(client.get(page))
    assert client.post(page, {"reason": "", "sure": "KOSONGKAN"}).status_code == 422
    client.post(page, {"reason": "Jenis salah diajarkan", "sure": "KOSONGKAN"})
    assert not LearnedKind.objects.exists()
    assert Learned.objects.exists(), "what dispositions taught stays"
    assert Entry.objects.get(action="inbox.forget_kinds").data["reason"] == "Jenis salah diajarkan"
    said = words_of(client.get(about))
    assert "Belum ada jenis yang dipastikan petugas." in said
    assert f"Terakhir dikosongkan {cast.administrator.name}" in said
