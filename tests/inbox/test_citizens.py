"""What citizens do without signing in: write, follow a number, say how it was, read answers."""

from __future__ import annotations

import gzip
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import kentongan
from kentongan.inbox import tokens
from kentongan.inbox.actions import cases, joining, knowledge, replies
from kentongan.inbox.models import Attachment, Case, Message, Rating
from kentongan.inbox.numbers import prefix_of
from kentongan.inbox.views import public as views
from kentongan.kernel import clock as clocks
from kentongan.ledger.models import Entry
from kentongan.media import files
from kentongan.media.limits import MAX_BYTES
from kentongan.media.models import Asset
from kentongan.people.models import Notice
from kentongan.web import citizens
from tests.cast import NOW, make_unit, make_user, sign_in
from tests.fakes.clamd import EICAR, SIGNATURE, Clamd
from tests.inbox.conftest import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
STATIC = Path(kentongan.__file__).parent / "web" / "static" / "web"


@pytest.fixture
def at(monkeypatch):
    """A clock that the test moves."""
    now = [NOW]
    monkeypatch.setattr(clocks, "now", lambda: now[0])
    return now


@pytest.fixture(autouse=True)
def _fresh():
    for bucket in (views.WRITING, views.LOOKING, citizens.READING):
        bucket.forget()


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def letter(client, at, path="/aspirasi/", headers=None, **values):
    """Open the form, wait as a person would, send it."""
    page = client.get(path).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    at[0] += timedelta(seconds=40)
    given = {"kind": "complaint", "text": "Jalan di depan balai desa rusak.", "token": token}
    return client.post(path, {**given, **values}, headers=headers)


def test_a_letter_becomes_a_case_with_a_receipt(client, cast, at):
    sent = letter(client, at, name="Bu Tati", contact="081200000031", place="Desa Cibodas")
    case = Case.objects.get()
    assert sent.status_code == 302
    assert sent.headers["Location"] == f"/lacak/{case.number}/{case.follow_key}/"
    assert (case.unit, case.kind, case.place) == (cast.pemda, "complaint", "Desa Cibodas")
    said = words_of(client.get(sent.headers["Location"]))
    assert f"Nomor Anda {case.number}" in said
    assert "Jalan di depan balai desa rusak." in said
    assert "081200000031" not in said


def test_another_language_keeps_what_was_typed(client, cast, at):
    page = client.get("/aspirasi/?unit=kec-sumberjati").text
    button = 'form="surat" formaction="/aspirasi/?unit=kec-sumberjati"'
    assert button in page
    typed = {"kind": "aspiration", "text": "Usul taman", "name": "Tati", "attachments": "foto.jpg"}
    typed |= {"bahasa": "en", "token": "x"}
    answer = client.post("/aspirasi/?unit=kec-sumberjati", typed)
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.text
    assert answer.headers["Content-Language"] == "en"
    assert all(word in answer.text for word in ("Usul taman", 'value="Tati"', 'id="hilang"'))
    assert re.search(r'value="aspiration"[^>]* checked', answer.text)
    assert '<html lang="en"' in client.get("/aspirasi/").text, "kept on the device"
    assert not Case.objects.exists()
    letter(client, at, text="Jalan rusak sekali di sini.")
    case = Case.objects.get()
    again = f"/lacak/{case.number}/{case.follow_key}/tulis/"
    assert f'formaction="{again}#tulis-lagi"' in client.get(again.removesuffix("tulis/")).text
    answer = client.post(again, {"text": "Tambahan", "bahasa": "id"})
    assert ">Tambahan</textarea>" in answer.text
    assert '<html lang="id"' in answer.text
    assert case.messages.count() == 1


def test_a_letter_may_have_no_name_at_all(client, cast, at):
    letter(client, at)
    case = Case.objects.get()
    assert (case.author_name, case.contact) == ("", "")


def test_a_letter_to_a_unit_goes_to_that_unit(client, cast, at):
    letter(client, at, path=f"/aspirasi/?unit={cast.kecamatan.code}")
    assert Case.objects.get().unit == cast.kecamatan


def test_the_button_pressed_twice_sends_one_letter(client, cast, at):
    page = client.get("/aspirasi/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    at[0] += timedelta(seconds=40)
    given = {"kind": "question", "text": "Kapan kantor buka lagi?", "token": token}
    first, second = client.post("/aspirasi/", given), client.post("/aspirasi/", given)
    assert first.headers["Location"] == second.headers["Location"]
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"situs": "https://spam.example"}, "Kosongkan isian situs"),
        ({"token": "palsu"}, "terlalu lama terbuka"),
        ({"text": "a"}, "Ceritakan sedikit lebih panjang"),
        ({"kind": "abuse_spam"}, "Jenis pesan"),
        ({"text": "Ada \x00 di sini, tolong."}, "Ceritakan"),
    ],
)
def test_what_no_person_would_send_is_refused_and_the_words_stay(client, cast, at, values, words):
    refused = letter(client, at, **values)
    assert refused.status_code == 422
    assert words in words_of(refused)
    assert not Case.objects.exists()


def test_a_form_sent_in_no_time_at_all_is_a_machine(client, cast, at):
    page = client.get("/aspirasi/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    given = {"kind": "question", "text": "Kapan kantor buka lagi?", "token": token}
    refused = client.post("/aspirasi/", given)
    assert refused.status_code == 422
    assert "terlalu cepat" in words_of(refused)
    at[0] += timedelta(seconds=5)
    assert client.post("/aspirasi/", given).status_code == 302, "a person presses once more"


def test_a_form_that_lay_open_too_long_is_sent_with_the_next_press_however_quick(client, cast, at):
    late = letter(client, at, token=tokens.issue(NOW - timedelta(days=1)))
    assert late.status_code == 422
    assert "Tulisan Anda masih ada" in words_of(late)
    token = re.search(r'name="token" value="([^"]+)"', late.content.decode())[1]
    given = {"kind": "question", "text": "Kapan kantor buka lagi?", "token": token}
    assert client.post("/aspirasi/", given).status_code == 302


def test_a_browser_that_keeps_no_cookies_writes_and_writes_again(cast, at):
    client = Client(enforce_csrf_checks=True)
    sent = letter(client, at)
    assert sent.status_code == 302
    assert not client.cookies
    receipt = sent.headers["Location"]
    given = {"text": "Sudah dua minggu.", "token": tokens.issue(at[0] - timedelta(minutes=1))}
    assert client.post(f"{receipt}tulis/", given).status_code == 302


def test_another_site_does_not_write_in_the_name_of_its_visitors(client, cast, at):
    asked = letter(client, at, headers={"Sec-Fetch-Site": "cross-site"})
    assert asked.status_code == 422
    assert "dari situs lain" in words_of(asked)
    assert not Case.objects.exists()


def test_a_citizen_chooses_english_without_a_script(cast):
    client = Client(enforce_csrf_checks=True)
    assert 'lang="en">English</button>' in client.get("/lacak/").content.decode()
    client.post("/preferensi/", {"bahasa": "en", "next": "/lacak/"})
    assert '<html lang="en"' in client.get("/lacak/").content.decode()


def test_a_token_of_yesterday_or_of_somebody_else_is_none():
    token = tokens.issue(NOW)
    for moment, why in ((NOW, "early"), (NOW + timedelta(days=1), "late")):
        with pytest.raises(tokens.Stale) as caught:
            tokens.redeem(token, moment)
        assert caught.value.args == (why,)
    with pytest.raises(tokens.Stale):
        tokens.redeem(f"{token}x", NOW + timedelta(minutes=1))


def test_a_flood_of_letters_from_one_place_is_held_back(client, cast, at, monkeypatch):
    monkeypatch.setattr(views, "WRITING", citizens.Bucket(burst=2, per_second=0.001))
    sent = [letter(client, at) for _ in range(3)]
    assert [answer.status_code for answer in sent] == [302, 302, 429]
    assert "Terlalu banyak permintaan" in words_of(sent[2])
    assert "Jalan di depan balai desa rusak.</textarea>" in sent[2].content.decode()
    assert int(sent[2].headers["Retry-After"]) > 60


def test_a_picture_is_kept_without_what_the_camera_wrote(client, cast, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    letter(client, at, attachments=[picture()])
    kept = Attachment.objects.get()
    assert b"Kamera Warga" not in files.read(kept.file)
    assert not Asset.objects.exists(), "no library lists what citizens send"
    address = f"/kotak-masuk/lampiran/{kept.pk}/penuh/"
    assert client.get(address).status_code == 302, "only officers see it"
    sign_in(client, cast.pembina)
    page = client.get(f"/kotak-masuk/{Case.objects.get().number}/").content.decode()
    assert address in page
    assert client.get(address).headers["Cache-Control"] == "private, no-store"


def test_pictures_of_a_secret_report_are_seen_by_those_who_may_see_it_and_covered(
    client, cast, at, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    text = "Diminta uang di loket tanpa kuitansi."
    letter(client, at, kind="integrity_report", text=text, attachments=[picture()])
    address = f"/kotak-masuk/lampiran/{Attachment.objects.get().pk}/kecil/"
    sign_in(client, cast.pembina)
    assert client.get(address).status_code == 404
    sign_in(client, cast.auditor)
    assert client.get(address).status_code == 200
    page = client.get(f"/kotak-masuk/{Case.objects.get().number}/").content.decode()
    assert "tertutup. Tampilkan" in page


def test_a_letter_as_pdf_is_kept_as_it_came_and_only_ever_downloaded(
    client, cast, at, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    sent = b"%PDF-1.7 <script>alert(1)</script> surat RT 05"
    letter(client, at, attachments=[SimpleUploadedFile("surat.jpg", sent), picture()])
    pdf, photo = Attachment.objects.order_by("place")
    assert (pdf.state, pdf.mime, pdf.is_picture) == ("kept", "application/pdf", False)
    assert photo.is_picture
    assert files.read(pdf.file) == sent
    address = f"/kotak-masuk/lampiran/{pdf.pk}/penuh/"
    assert client.get(address).status_code == 302, "only officers see it"
    sign_in(client, cast.pembina)
    page = client.get(f"/kotak-masuk/{Case.objects.get().number}/").content.decode()
    assert "Berkas warga" in page
    assert f'src="{address}"' not in page
    given = client.get(address)
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["Content-Type"] == "application/pdf"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(address.replace("penuh", "kecil")).status_code == 404


def test_a_file_in_which_the_scanner_finds_a_virus_is_refused_with_its_letter(
    client, cast, at, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    scanner = Clamd()
    settings.CLAMD, settings.CLAMD_REFUSES = scanner.address, True
    refused = letter(
        client, at, attachments=[SimpleUploadedFile("surat.pdf", b"%PDF-1.7 " + EICAR)]
    )
    scanner.stop()
    assert refused.status_code == 422
    assert SIGNATURE in words_of(refused)
    assert not Case.objects.exists()
    assert not Attachment.objects.exists()
    entry = Entry.objects.get()
    assert (entry.action, entry.actor_kind, entry.unit_code) == (
        "media.infected", "system", cast.pemda.code,
    )  # fmt: skip
    assert entry.data["signature"] == SIGNATURE
    assert "surat.pdf" not in str(entry.data) + entry.target_label  # how a citizen calls it


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([b"%PDF-1.7 " + b"x" * MAX_BYTES], "lebih besar dari 15 MB"),
        ([b"%PDF-1.7"] * 4, "Paling banyak 3 berkas."),
        ([b"\x78\x9f\x3e\x22 winmail.dat"], "Pilih foto, PDF, video MP4 atau WebM"),
        ([b"PK\x03\x04 surat.docx"], "Pilih foto, PDF, video MP4 atau WebM"),
        ([b"<html>%PDF-1.7"], "Pilih foto, PDF, video MP4 atau WebM"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_with_a_sentence(
    client, cast, at, settings, tmp_path, given, sentence
):
    settings.MEDIA_ROOT = tmp_path
    sent = [SimpleUploadedFile(f"surat{n}.pdf", data) for n, data in enumerate(given)]
    refused = letter(client, at, attachments=sent)
    assert refused.status_code == 422
    link = '<a href="#id_attachments">Foto atau berkas: [^<]*'
    assert re.search(f"{link}{re.escape(sentence)}", refused.content.decode())
    assert re.search(f"{re.escape(sentence)}[^<]* Pilih lagi berkasnya", words_of(refused))
    assert not Case.objects.exists()


def test_a_file_that_is_no_picture_is_refused_and_no_case_is_left(
    client, cast, at, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    file = io.BytesIO(b"MZ not a picture")
    file.name = "foto.jpg"
    refused = letter(client, at, attachments=[file])
    assert refused.status_code == 422
    assert not Case.objects.exists()
    assert not Asset.objects.exists()


def test_an_integrity_report_is_secret_and_its_number_alone_shows_nothing(client, cast, at):
    letter(client, at, kind="integrity_report", text="Diminta uang di loket tanpa kuitansi.")
    case = Case.objects.get()
    assert case.secret
    assert client.get("/lacak/", {"nomor": case.number}).status_code == 404
    mine = client.get(f"/lacak/{case.number}/{case.follow_key}/")
    assert "Nomornya saja tidak menunjukkan apa pun." in words_of(mine)
    sign_in(client, cast.pembina)
    assert client.get(f"/kotak-masuk/{case.number}/").status_code == 404


def test_the_inspektorat_is_told_of_a_report_that_its_citizen_alone_calls_so(client, cast, at):
    letter(client, at, kind="integrity_report", text="Petugas loket minta uang rokok tiap surat.")
    case = Case.objects.get()
    assert case.secret
    (told,) = Notice.objects.filter(url=f"/kotak-masuk/{case.number}/")
    assert (told.user, told.text) == (cast.auditor, "1 pengaduan integritas menunggu Anda.")


def test_nobody_else_is_told_of_it_whatever_the_machine_takes_it_for(client, cast, at):
    make_user("Siti Rohmah", cast.pemda, "ppid_pelaksana")
    letter(client, at, kind="integrity_report", text="Minta salinan bukti setor, malah diancam.")
    case = Case.objects.get()
    assert (Message.objects.get().kind, case.secret) == ("information_request", True)
    told = Notice.objects.filter(url=f"/kotak-masuk/{case.number}/")
    assert [notice.user for notice in told] == [cast.auditor]


def test_what_a_citizen_calls_a_complaint_is_not_put_away_as_chatter(client, cast, at):
    letter(client, at, text="Hadir pak, lampu belum nyala juga.")
    case = Case.objects.get()
    assert Message.objects.get().kind == "chatter", "the machine's word"
    assert (case.kind, case.state, case.closed_at) == ("complaint", "new", None)
    assert case.has_clock


def test_a_number_alone_tells_how_far_it_is_and_no_words(client, cast, at):
    letter(client, at, name="Bu Tati", text="Lampu jalan di blok Senen padam.")
    case = Case.objects.get()
    said = words_of(client.get("/lacak/", {"nomor": f" {case.number.lower()} "}))
    assert f"Diterima {cast.pemda.name}" in said
    assert "Menunggu petugas" in said
    assert "blok Senen" not in said
    assert "Tati" not in said


@pytest.mark.parametrize("number", ["XXX-0000", "'; --", "9" * 50])
def test_a_number_that_is_none_says_so(client, cast, at, number):
    answer = client.get("/lacak/", {"nomor": number})
    assert answer.status_code == 404
    assert "tidak ditemukan" in words_of(answer)
    assert f'placeholder="{prefix_of(cast.pemda)}-0871"' in answer.content.decode()


def test_a_wrong_key_opens_nothing(client, cast, at):
    letter(client, at)
    case = Case.objects.get()
    assert client.get(f"/lacak/{case.number}/salah/").status_code == 404
    assert client.post(f"/lacak/{case.number}/salah/nilai/", {"stars": "5"}).status_code == 404


def test_the_citizen_reads_the_answer_and_says_once_how_it_was(client, cast, at):
    letter(client, at, path=f"/aspirasi/?unit={cast.kecamatan.code}")
    case = Case.objects.get()
    mine = f"/lacak/{case.number}/{case.follow_key}/"
    assert client.post(f"{mine}nilai/", {"stars": "5"}).status_code == 409, "not closed yet"
    replies.reply(Message.objects.get(), by=cast.admin, at=at[0], text="Jalan ditambal hari ini.")
    cases.close(case, by=cast.admin, at=at[0], outcome="Sudah ditambal regu jalan.")
    at[0] += replies.UNDO
    said = words_of(client.get(mine))
    assert "Jalan ditambal hari ini." in said
    assert "Sudah ditambal regu jalan." in said
    assert client.post(f"{mine}nilai/", {"stars": "9"}).status_code == 422
    client.post(f"{mine}nilai/", {"stars": "4", "words": "Cepat."})
    assert "Penilaian Anda: 4 dari 5" in words_of(client.get(mine))
    assert "“Cepat.”" in words_of(client.get(mine))


def test_an_answer_that_may_still_be_taken_back_is_not_read_yet(client, cast, at):
    letter(client, at, path=f"/aspirasi/?unit={cast.kecamatan.code}")
    case = Case.objects.get()
    mine = f"/lacak/{case.number}/{case.follow_key}/"
    officer = sign_in(Client(), cast.admin)
    page = officer.post(f"/kotak-masuk/{case.number}/balas/", {"text": "Besok kami cek."})
    undo = f"/kotak-masuk/balasan/{case.replies.get().pk}/urungkan/"
    assert undo in officer.get(page.headers["Location"]).content.decode()
    assert "Dijawab" not in words_of(client.get(mine))
    assert "Besok kami cek." not in words_of(client.get(mine))
    officer.post(undo)
    at[0] += replies.UNDO
    assert "Dijawab" not in words_of(client.get(mine))
    officer.post(f"/kotak-masuk/{case.number}/balas/", {"text": "Besok kami cek."})
    at[0] += replies.UNDO
    said = words_of(client.get(mine))
    assert "Dijawab" in said
    assert "Besok kami cek." in said


def test_the_village_a_citizen_names_outweighs_one_that_the_machine_read(client, cast, at):
    make_unit("Desa Tegalwangi", cast.kecamatan, "desa")
    make_unit("Kelurahan Ciranji", cast.kecamatan, "kelurahan")
    read = "Jalan ke SD Tegalwangi rusak sejak Senin."
    for typed in ("Kelurahan Ciranji", " ciranji ", "Kampung Baru", ""):
        letter(client, at, text=f"{read} {typed}", place=typed)
    found = [case.place for case in Case.objects.order_by("opened_at")]
    assert found == ["Ciranji", "Ciranji", "Kampung Baru", "Tegalwangi"]


@pytest.fixture
def closed(client, cast, at):
    """A case that was closed now, and the address of its citizen."""
    letter(client, at, path=f"/aspirasi/?unit={cast.kecamatan.code}")
    case = Case.objects.get()
    replies.reply(Message.objects.get(), by=cast.admin, at=at[0], text="Jalan ditambal hari ini.")
    cases.close(case, by=cast.admin, at=at[0], outcome="Sudah ditambal regu jalan.")
    return case, f"/lacak/{case.number}/{case.follow_key}/"


def test_whoever_tapped_the_wrong_star_says_it_anew_and_counts_once(client, cast, at, closed):
    _case, mine = closed
    client.post(f"{mine}nilai/", {"stars": "1", "words": "Cepat"})
    page = client.get(mine).content.decode()
    assert "Ubah penilaian" in page
    assert re.search(r'name="stars" value="1" checked', page), "what was said stands in the form"
    assert 'value="Cepat"' in page
    at[0] += timedelta(days=1)
    for _twice in range(2):
        assert client.post(f"{mine}nilai/", {"stars": "5", "words": "Cepat"}).status_code == 302
    made = Rating.objects.get()
    assert (made.stars, made.words, made.at) == (5, "Cepat", at[0])
    told = [entry.data for entry in Entry.objects.filter(action="inbox.rate").order_by("seq")]
    assert [(one["stars"], one.get("was")) for one in told] == [(1, None), (5, 1)]


def test_a_matter_that_was_opened_again_is_rated_anew_once_it_is_closed_again(
    client, cast, at, closed
):
    case, mine = closed
    client.post(f"{mine}nilai/", {"stars": "1"})
    at[0] += timedelta(days=29)
    cases.reopen(case, by=cast.admin, at=at[0], why="Rusak lagi")
    page = words_of(client.get(mine))
    assert ("Penilaian Anda: 1 dari 5" in page, "Ubah penilaian" in page) == (True, False)
    assert client.post(f"{mine}nilai/", {"stars": "5"}).status_code == 409
    cases.close(case, by=cast.admin, at=at[0], outcome="Diaspal ulang.")
    at[0] += timedelta(days=29)
    client.post(f"{mine}nilai/", {"stars": "1"})
    made = Rating.objects.get()
    assert (made.stars, made.at) == (1, at[0]), "the same words, and about what was done since"
    client.post(f"{mine}nilai/", {"stars": "5"})
    assert Rating.objects.get().stars == 5


def test_how_it_was_is_said_within_thirty_days_after_closing(client, cast, at, closed):
    _case, mine = closed
    at[0] += timedelta(days=30, minutes=1)
    page = words_of(client.get(mine))
    assert "Bagaimana penanganannya?" not in page
    assert "Masa penilaian sudah lewat" in page
    late = client.post(f"{mine}nilai/", {"stars": "1"})
    assert (late.status_code, Rating.objects.count()) == (409, 0)
    assert "30 hari" in words_of(late), "they read why"


def test_published_answers_are_found_and_those_out_of_date_are_not(client, cast, at):
    for question, public, days in (
        ("Berapa lama akta lahir?", True, 30), ("Pertanyaan dalam", False, 30),
        ("Jadwal lama", True, -1), ("Jadwal hari ini", True, 0),
    ):  # fmt: skip
        knowledge.save_answer(
            cast.kecamatan, by=cast.admin, at=NOW, question=question, answer="Tiga hari kerja.",
            source="Standar pelayanan", public=public,
            valid_until=(NOW + timedelta(days=days)).date(),
        )  # fmt: skip
    said = words_of(client.get("/jawaban/"))
    assert "Berapa lama akta lahir?" in said
    assert "Standar pelayanan" in said
    assert "Pertanyaan dalam" not in said
    assert "Jadwal lama" not in said
    assert "Jadwal hari ini" in said
    at[0] = NOW + timedelta(hours=16)  # one in the morning here, still the day before in UTC
    assert "Jadwal hari ini" not in words_of(client.get("/jawaban/"))
    assert "Belum ada jawaban yang cocok. Tanyakan kepada kami" in words_of(
        client.get("/jawaban/", {"q": "pajak"})
    )
    empty = words_of(client.get(f"/jawaban/unit/{cast.kecamatan_lain.code}/"))
    assert "Belum ada jawaban yang tayang. Tanyakan kepada kami" in empty


def test_an_account_that_is_not_official_is_reported_with_one_tap(client, cast, at):
    found = client.get("/resmi/", {"q": "@penipu.ulung"}).content.decode()
    link = re.search(r'href="(/aspirasi/\?akun=[^"]+)"', found)
    assert link is not None
    assert "@penipu.ulung" in client.get(link[1]).content.decode()


@pytest.mark.parametrize("path", ["/aspirasi/", "/lacak/", "/jawaban/"])
def test_pages_for_citizens_need_no_script_and_are_light(client, cast, at, path):
    body = client.get(path).content
    assert b"<script" not in body
    loaded = set(re.findall(rb"web/([\w-]+\.(?:css|js|svg|woff2))", body))
    files = [STATIC / name.decode() for name in loaded]
    packed = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
    font = (STATIC / "plus-jakarta-sans.woff2").stat().st_size
    assert len(gzip.compress(body)) + packed + font <= 40 * 1024


@pytest.mark.parametrize("shape", ["{0}-{1}", "{0}{1}", "{0} {1}", "#{0}-{1}", "{0}–{1}"])
def test_a_number_is_found_as_people_type_it(client, cast, at, shape):
    letter(client, at)
    letters, digits = Case.objects.get().number.split("-")
    typed = shape.format(letters.lower(), digits)
    assert client.get("/lacak/", {"nomor": typed}).status_code == 200


def write_again(client, at, mine, text, **values):
    """Open the receipt, write on it, send it."""
    token = re.search(r'name="token" value="([^"]+)"', client.get(mine).content.decode())[1]
    at[0] += timedelta(minutes=5)
    return client.post(f"{mine}tulis/", {"text": text, "token": token, **values})


def test_a_citizen_who_was_asked_answers_on_the_receipt_and_the_clock_runs_on(client, cast, at):
    letter(client, at, path=f"/aspirasi/?unit={cast.kecamatan.code}")
    case = Case.objects.get()
    mine = f"/lacak/{case.number}/{case.follow_key}/"
    replies.reply(Message.objects.get(), by=cast.admin, at=at[0], text="Di RT berapa jalannya?")
    cases.wait(case, by=cast.admin, at=at[0], why="letak jalannya")
    assert "Petugas menunggu jawaban Anda" in words_of(client.get(mine))
    sent = write_again(client, at, mine, "RT 03, di depan masjid.")
    assert sent.headers["Location"] == f"{mine}#tulis-lagi"
    case.refresh_from_db()
    assert (case.state, case.messages_count) == ("handling", 2)
    said = words_of(client.get(mine))
    assert said.index("Di RT berapa") < said.index("Anda menulis lagi") < said.index("RT 03")
    told = Notice.objects.get(user=cast.admin, key__startswith="inbox-again:")
    assert case.number in told.text
    assert client.post(f"/lacak/{case.number}/salah/tulis/", {"text": "x"}).status_code == 404


def test_what_is_written_again_is_kept_once_and_refused_with_its_words(client, cast, at):
    letter(client, at)
    case = Case.objects.get()
    mine = f"/lacak/{case.number}/{case.follow_key}/"
    empty = write_again(client, at, mine, "  ")
    assert (empty.status_code, "Tulis dulu pesannya." in words_of(empty)) == (422, True)
    stale = client.post(f"{mine}tulis/", {"text": "Masih rusak.", "token": "palsu"})
    assert (stale.status_code, "Masih rusak." in words_of(stale)) == (422, True)
    token = re.search(r'name="token" value="([^"]+)"', stale.content.decode())[1]
    at[0] += timedelta(minutes=1)
    for _ in range(2):
        client.post(f"{mine}tulis/", {"text": "Masih rusak.", "token": token})
    assert Message.objects.count() == 2
    assert Case.objects.count() == 1


def test_whoever_finds_it_unfinished_takes_it_up_again_until_it_is_long_over(client, cast, at):
    letter(client, at, path=f"/aspirasi/?unit={cast.kecamatan.code}")
    case = Case.objects.get()
    mine = f"/lacak/{case.number}/{case.follow_key}/"
    replies.reply(Message.objects.get(), by=cast.admin, at=at[0], text="Jalan ditambal hari ini.")
    cases.close(case, by=cast.admin, at=at[0], outcome="Sudah ditambal.")
    write_again(client, at, mine, "Jalannya rusak lagi sejak kemarin.")
    case.refresh_from_db()
    assert case.state == "handling"
    cases.close(case, by=cast.admin, at=at[0], outcome="Ditambal ulang.")
    at[0] += timedelta(days=40)
    page = client.get(mine).content.decode()
    assert "tulis-lagi" not in page
    late = client.post(f"{mine}tulis/", {"text": "Rusak.", "token": tokens.issue(NOW)})
    assert late.status_code in (409, 422)
    assert Message.objects.filter(ours=False).count() == 2


@pytest.mark.parametrize(
    ("text", "state"),
    [("Petugasnya tidak pernah hadir.", "handling"), ("Makasih banyak.", "closed")],
)
def test_what_is_written_under_not_finished_is_no_chatter(client, cast, at, closed, text, state):
    case, mine = closed
    assert "Belum selesai?" in words_of(client.get(mine))
    write_again(client, at, mine, text)
    case.refresh_from_db()
    again = state == "handling"
    assert (case.state, case.closed_at is None, case.asked_again_at == at[0]) == (
        state,
        again,
        again,
    )
    assert Notice.objects.filter(user=cast.admin, text__contains="menulis lagi").count() == again


def test_of_two_letters_that_were_merged_each_citizen_reads_what_they_themselves_added(
    client, cast, at
):
    for text in ("Jalan di depan balai desa rusak.", "Jalan balai desa bolong besar."):
        letter(client, at, path=f"/aspirasi/?unit={cast.kecamatan.code}", text=text)
    home, other = Case.objects.order_by("opened_at")
    joining.merge(home, [other], by=cast.admin, at=at[0])
    theirs = f"/lacak/{other.number}/{other.follow_key}/"
    write_again(client, at, theirs, "Kemarin ada motor jatuh.")
    added = Message.objects.get(text="Kemarin ada motor jatuh.")
    assert (added.case, added.came_with) == (home, other)
    assert "motor jatuh" in words_of(client.get(theirs))
    assert "motor jatuh" not in words_of(client.get(f"/lacak/{home.number}/{home.follow_key}/"))


def test_going_back_and_writing_something_else_is_another_letter(client, cast, at):
    page = client.get("/aspirasi/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    at[0] += timedelta(seconds=40)
    first = {"kind": "complaint", "text": "Jalan di depan balai desa rusak.", "token": token}
    client.post("/aspirasi/", first)
    case = Case.objects.get()
    Case.objects.update(kind="criticism", kind_by="Asep")
    client.post("/aspirasi/", first)
    case.refresh_from_db()
    assert case.kind == "criticism", "what an officer said since then stays"
    client.post("/aspirasi/", {**first, "text": "Lampu jalan di blok Senen padam."})
    assert Message.objects.count() == Case.objects.count() == 2


def test_the_address_of_a_receipt_that_lost_its_key_tells_what_its_number_tells(client, cast, at):
    letter(client, at)
    case = Case.objects.get()
    shown = client.get(f"/lacak/{case.number}/", follow=True)
    assert shown.status_code == 200
    assert "Menunggu petugas" in words_of(shown)
    assert "Jalan di depan" not in words_of(shown)
    Case.objects.update(secret=True)
    pages = []
    for number in (case.number, "XXX-0000"):
        assert client.get(f"/lacak/{number}/").status_code == 302, "it may be anybody's"
        assert client.get(f"/lacak/{number}/", follow=True).status_code == 404
        page = client.get(f"/lacak/{number}/salah/")
        assert page.status_code == 404
        pages.append(words_of(page).replace(number, ""))
        assert f'value="{number}"' in page.content.decode()
    assert pages[0] == pages[1]
    assert "Alamat ini tidak lengkap" in pages[0]
