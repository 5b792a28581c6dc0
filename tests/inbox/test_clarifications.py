"""Clarifications: written, checked, agreed to by somebody else, read by everybody, withdrawn."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest

from kentongan.compliance.models import Passed
from kentongan.inbox.actions import clarifying, knowledge
from kentongan.inbox.models import Clarification
from kentongan.kernel import clock as clocks
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.people.models import Notice
from kentongan.web import citizens
from tests.cast import NOW, grant, sign_in
from tests.inbox.test_citizens import STATIC, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times", "at")]
GIVEN = {
    "title": "Pasar Sumberjati tetap buka 15 Agustus",
    "said": "Beredar pesan bahwa pasar ditutup selama sepekan.",
    "truth": "Pasar buka seperti biasa. Perbaikan atap dikerjakan pada malam hari.",
    "source": "Pengumuman Camat Sumberjati, 11 Agustus 2026",
    "source_url": "https://rawajati.contoh.go.id/pasar",
}


@pytest.fixture
def at(monkeypatch):
    """A clock that stands; nobody has asked for a page yet."""
    monkeypatch.setattr(clocks, "now", lambda: NOW)
    citizens.READING.forget()


@pytest.fixture
def draft(cast):
    return clarifying.write(cast.kecamatan, by=cast.admin, at=NOW, **GIVEN)


@pytest.fixture
def published(cast, draft):
    asked = clarifying.ask(draft, by=cast.admin, at=NOW)
    return clarifying.decide(asked, by=cast.camat, at=NOW, agree=True)


def test_nobody_reads_it_before_a_second_person_agreed(client, cast, draft):
    page = f"/jawaban/klarifikasi/{draft.pk}/"
    assert client.get(page).status_code == 404
    asked = clarifying.ask(draft, by=cast.admin, at=NOW)
    assert client.get(page).status_code == 404
    assert GIVEN["title"] not in words_of(client.get("/jawaban/"))
    assert Notice.objects.filter(user=cast.camat, text__contains=GIVEN["title"]).exists()
    assert not Notice.objects.filter(user=cast.admin).exists()
    clarifying.decide(asked, by=cast.camat, at=NOW, agree=True)
    citizens.READING.forget()
    said = words_of(client.get(page))
    for words in (GIVEN["title"], GIVEN["said"], GIVEN["truth"], GIVEN["source"]):
        assert words in said
    assert GIVEN["title"] in words_of(client.get("/jawaban/"))
    acts = list(Entry.objects.filter(target_id=str(draft.pk)).values_list("action", flat=True))
    assert sorted(acts) == ["inbox.clarify", "inbox.clarify_ask", "inbox.clarify_publish"]


def test_whoever_had_a_hand_in_it_does_not_agree(cast, draft):
    mended = clarifying.write(
        cast.kecamatan, by=cast.sekcam, at=NOW, entry=draft, **{**GIVEN, "title": "Pasar buka"}
    )
    asked = clarifying.ask(mended, by=cast.admin, at=NOW)
    for person in (cast.sekcam, cast.admin, cast.camat_lain):
        with pytest.raises(NotAllowed):
            clarifying.decide(asked, by=person, at=NOW, agree=True)
    assert clarifying.decide(asked, by=cast.camat, at=NOW, agree=True).state == "published"


def test_what_was_asked_is_what_is_agreed_to(cast, draft):
    asked = clarifying.ask(draft, by=cast.admin, at=NOW)
    with pytest.raises(Conflict):
        clarifying.write(cast.kecamatan, by=cast.admin, at=NOW, entry=asked, **GIVEN)
    back = clarifying.recall(asked, by=cast.admin, at=NOW)
    changed = clarifying.write(
        cast.kecamatan, by=cast.admin, at=NOW, entry=back, **{**GIVEN, "truth": "Pasar tutup."}
    )
    clarifying.ask(changed, by=cast.admin, at=NOW)
    with pytest.raises(Conflict):
        clarifying.decide(asked, by=cast.camat, at=NOW, agree=True, version=asked.version)
    assert Clarification.objects.get().state == "asked"


def test_the_check_stands_in_its_way(cast):
    given = {**GIVEN, "truth": "Tanyakan ke Bu Tati, NIK 3210011505900002."}
    bad = clarifying.write(cast.kecamatan, by=cast.admin, at=NOW, **given)
    with pytest.raises(Invalid, match="Belum bisa dikirim"):
        clarifying.ask(bad, by=cast.admin, at=NOW)
    assert Clarification.objects.get().state == "draft"


@pytest.mark.parametrize("field", ["title", "said", "truth", "source"])
def test_without_words_or_source_there_is_none(cast, field):
    with pytest.raises(Invalid) as refused:
        clarifying.write(cast.kecamatan, by=cast.admin, at=NOW, **{**GIVEN, field: " "})
    assert set(refused.value.fields) == {field}


def test_what_is_taken_back_asks_nobody_any_more(cast, draft):
    asked = clarifying.ask(draft, by=cast.admin, at=NOW)
    clarifying.recall(asked, by=cast.admin, at=NOW)
    (notice,) = Notice.objects.filter(user=cast.camat)
    assert "tidak lagi menunggu persetujuan" in notice.text
    assert notice.read_at is not None
    clarifying.ask(Clarification.objects.get(), by=cast.admin, at=NOW)
    assert Notice.objects.filter(user=cast.camat, read_at=None).count() == 1


def test_it_goes_back_with_a_reason_and_is_mended(cast, draft):
    asked = clarifying.ask(draft, by=cast.admin, at=NOW)
    with pytest.raises(Invalid):
        clarifying.decide(asked, by=cast.camat, at=NOW, agree=False)
    waiting = Notice.objects.filter(user=cast.camat, read_at=None)
    assert waiting.exists()
    back = clarifying.decide(asked, by=cast.camat, at=NOW, agree=False, why="Sebut tanggalnya.")
    assert not waiting.exists()
    assert (back.state, back.returned) == ("draft", "Sebut tanggalnya.")
    assert Notice.objects.filter(user=cast.admin, text__contains="Sebut tanggalnya").exists()


def test_a_withdrawn_one_keeps_its_address_and_says_why(client, cast, published):
    with pytest.raises(Invalid):
        clarifying.withdraw(published, by=cast.admin, at=NOW, why=" ")
    with pytest.raises(NotAllowed):
        clarifying.withdraw(published, by=cast.admin_lain, at=NOW, why="Salah")
    clarifying.withdraw(published, by=cast.admin, at=NOW, why="Jadwalnya berubah lagi.")
    answer = client.get(f"/jawaban/klarifikasi/{published.pk}/")
    assert answer.status_code == 200
    said = words_of(answer)
    assert "Klarifikasi ini sudah ditarik Jadwalnya berubah lagi." in said
    assert GIVEN["truth"] not in said
    for page in ("/jawaban/", "/jawaban/klarifikasi/", "/jawaban/unit/kec-sumberjati/sematan/"):
        assert GIVEN["title"] not in words_of(client.get(page))


@pytest.mark.parametrize(
    ("words", "found"),
    [("ditutup", True), ("atap diperbaiki", True), ("sumberj", True), ("banjir", False)],
)
def test_a_search_finds_it_by_the_roots_of_its_words(client, published, words, found):
    for page in ("/jawaban/", "/jawaban/klarifikasi/"):
        assert (GIVEN["title"] in words_of(client.get(page, {"q": words}))) is found


def test_it_stands_on_the_page_of_its_unit_and_of_those_above(client, published):
    for code, there in (("kec-sumberjati", True), ("rawa-jati", True), ("kec-ciranji", False)):
        for page in (
            f"/jawaban/unit/{code}/", f"/jawaban/klarifikasi/?unit={code}",
            f"/jawaban/unit/{code}/sematan/",
        ):  # fmt: skip
            assert (GIVEN["title"] in words_of(client.get(page))) is there
    assert client.get("/jawaban/unit/tidak-ada/").status_code == 404


def test_only_the_bare_page_may_stand_in_a_frame(client, published):
    bare = client.get("/jawaban/unit/kec-sumberjati/sematan/")
    assert "frame-ancestors *" in bare.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in bare.headers
    whole = client.get("/jawaban/unit/kec-sumberjati/")
    assert "frame-ancestors *" not in whole.headers["Content-Security-Policy"]


def test_a_page_full_of_long_ones_is_light_and_needs_no_script(
    client, cast, django_assert_max_num_queries
):
    words = [f"kata{n:x}" for n in range(4_000)]  # hardly compressible
    for n in range(12):
        clarifying.write(
            cast.kecamatan, by=cast.admin, at=NOW, title=f"Klarifikasi {n}",
            said=" ".join(words[n * 30 :])[:500], truth=" ".join(words[n * 90 :])[:2000],
            source="Pengumuman camat",
        )  # fmt: skip
        knowledge.save_answer(
            cast.kecamatan, by=cast.admin, at=NOW, question=f"Pertanyaan {n}?",
            answer=" ".join(words[n * 200 :])[:4000], source="Standar pelayanan",
        )  # fmt: skip
    Clarification.objects.update(
        state="published", published_at=NOW, decided_by=cast.camat, asked_by=cast.admin
    )
    for page in ("/jawaban/", "/jawaban/klarifikasi/", "/jawaban/unit/rawa-jati/"):
        with django_assert_max_num_queries(6):
            body = client.get(page).content
        assert b"<script" not in body
        loaded = set(re.findall(rb"web/([\w-]+\.(?:css|js|svg|woff2))", body))
        files = [STATIC / name.decode() for name in loaded]
        packed = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
        font = (STATIC / "plus-jakarta-sans.woff2").stat().st_size
        assert len(gzip.compress(body)) + packed + font <= 40 * 1024


def test_a_correction_takes_the_place_of_the_old_one_once_it_is_agreed_to(client, cast, published):
    sign_in(client, cast.admin, cast.kecamatan)
    page = f"/kotak-masuk/klarifikasi/{published.pk}/"
    assert "Perbaiki" in words_of(client.get(page))
    first = client.post(f"{page}perbaiki/").headers["Location"]
    assert client.post(f"{page}perbaiki/").headers["Location"] == first, "tapped twice"
    draft = Clarification.objects.get(corrects=published)
    old, new = (f"/jawaban/klarifikasi/{entry.pk}/" for entry in (published, draft))
    mended = clarifying.write(
        cast.kecamatan, by=cast.admin, at=NOW, entry=draft, **{**GIVEN, "title": "Pasar tetap buka"}
    )
    asked = clarifying.ask(mended, by=cast.admin, at=NOW)
    citizens.READING.forget()
    assert GIVEN["truth"] in words_of(client.get(old)), "what is public stays until then"
    assert client.get(new).status_code == 404
    clarifying.decide(asked, by=cast.camat, at=NOW, agree=True)
    citizens.READING.forget()
    shown = client.get(old).content.decode()
    assert "Diperbaiki dengan klarifikasi baru" in shown
    assert f'href="{new}"' in shown
    listed = words_of(client.get("/jawaban/unit/kec-sumberjati/sematan/"))
    assert "Pasar tetap buka" in listed
    assert GIVEN["title"] not in listed
    with pytest.raises(Conflict):
        clarifying.correct(published, by=cast.admin, at=NOW)
    clarifying.withdraw(draft, by=cast.camat, at=NOW, why="Sudah lewat.")
    citizens.READING.forget()
    assert new not in client.get(old).content.decode(), "a withdrawn one is no place to be led to"


def test_the_whole_way_goes_by_plain_forms(client, cast):
    sign_in(client, cast.admin, cast.kecamatan)
    sent = client.post("/kotak-masuk/klarifikasi/baru/", {**GIVEN, "unit": "kec-sumberjati"})
    entry = Clarification.objects.get()
    page = f"/kotak-masuk/klarifikasi/{entry.pk}/"
    assert (sent.status_code, sent.headers["Location"]) == (302, page)
    version = re.search(r'name="versi" value="(\d+)"', client.get(page).content.decode())[1]
    late = client.post(f"{page}simpan/", {**GIVEN, "unit": "kec-sumberjati", "versi": "99"})
    assert late.status_code == 409
    assert client.post(f"{page}ajukan/", {"versi": version}).status_code == 302
    assert "Setujui dan tayangkan" not in words_of(client.get(page))
    assert client.post(f"{page}tayang/", {"versi": "2"}).status_code == 403
    sign_in(client, cast.camat, cast.kecamatan)
    shown = client.get(page).content.decode()
    assert "Setujui dan tayangkan" in shown
    version = re.search(r'name="versi" value="(\d+)"', shown)[1]
    assert client.post(f"{page}tayang/", {"versi": version}).status_code == 302
    assert client.post(f"{page}tarik/", {"why": ""}).status_code == 422
    assert GIVEN["title"] in words_of(client.get("/kotak-masuk/klarifikasi/?keadaan=published"))
    sign_in(client, cast.admin_lain, cast.kecamatan_lain)
    assert client.get(page).status_code == 404


def test_a_finding_to_weigh_is_passed_with_a_reason_that_the_second_person_reads(client, cast):
    given = {**GIVEN, "said": "Katanya pasar ditutup, sebarkan sebelum dihapus!"}
    entry = clarifying.write(cast.kecamatan, by=cast.admin, at=NOW, **given)
    sign_in(client, cast.admin, cast.kecamatan)
    page = f"/kotak-masuk/klarifikasi/{entry.pk}/"
    refused = client.post(f"{page}ajukan/", {"versi": "1"})
    assert refused.status_code == 422
    marks = re.findall(r'name="(alasan-[^"]+)"', refused.content.decode())
    assert marks
    reasons = dict.fromkeys(marks, "Ini kutipan kabarnya.")
    assert client.post(f"{page}ajukan/", {"versi": "1", **reasons}).status_code == 302
    assert {row.label for row in Passed.objects.all()} == {entry.title}
    sign_in(client, cast.camat, cast.kecamatan)
    assert "Ini kutipan kabarnya." in words_of(client.get(page))
    later = NOW + timedelta(hours=1)
    entry.refresh_from_db()
    assert clarifying.decide(entry, by=cast.camat, at=later, agree=True).state == "published"


def test_one_who_only_decides_reads_agrees_and_withdraws_but_does_not_write(client, cast, draft):
    grant(cast.auditor, "bagian_hukum", cast.pemda)
    asked = clarifying.ask(draft, by=cast.admin, at=NOW)
    sign_in(client, cast.auditor)
    page = f"/kotak-masuk/klarifikasi/{draft.pk}/"
    assert "Ambil lagi" not in words_of(client.get(page))
    assert client.post(f"{page}ambil/").status_code == 403
    with pytest.raises(NotAllowed):
        clarifying.write(cast.kecamatan, by=cast.auditor, at=NOW, **GIVEN)
    made = clarifying.decide(asked, by=cast.auditor, at=NOW, agree=True)
    assert clarifying.withdraw(made, by=cast.auditor, at=NOW, why="Keliru").state == "withdrawn"
