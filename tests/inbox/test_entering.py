"""What an officer enters by hand with the pictures and letters somebody showed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kentongan.inbox.models import Attachment, Case
from kentongan.ledger.models import Entry
from tests.cast import sign_in
from tests.fakes.clamd import EICAR, SIGNATURE, Clamd
from tests.inbox.conftest import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
PAGE = "/kotak-masuk/catat/"


def test_a_screenshot_of_a_chat_comes_in_with_what_it_says(client, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sign_in(client, cast.admin)
    assert 'enctype="multipart/form-data"' in client.get(PAGE).content.decode()
    given = {"channel": "whatsapp-photo", "text": "Lampu padam.", "unit": cast.kecamatan.code}
    refused = client.post(
        PAGE, {**given, "attachments": SimpleUploadedFile("chat.png", b"MZ no picture")}
    )
    assert refused.status_code == 422
    assert "Pilih foto, PDF" in refused.content.decode()
    assert not Case.objects.exists(), "nothing is left of what was refused"
    four = {**given, "attachments": [picture() for _ in range(4)]}
    assert "Paling banyak 3 berkas" in client.post(PAGE, four).content.decode()
    client.post(PAGE, {**given, "attachments": [picture(), picture()]})
    case = Case.objects.get()
    kept = list(Attachment.objects.all())
    assert [(one.state, one.mime) for one in kept] == [("kept", "image/jpeg")] * 2
    shown = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert all(f"/kotak-masuk/lampiran/{one.pk}/kecil/" in shown for one in kept)
    assert Entry.objects.filter(action="inbox.attachment", actor_name=cast.admin.name).count() == 2
    sign_in(client, cast.admin_lain)
    assert client.get(f"/kotak-masuk/lampiran/{kept[0].pk}/penuh/").status_code == 404


def test_a_letter_that_was_handed_in_is_kept_with_what_it_says(client, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sign_in(client, cast.admin)
    given = {"channel": "visit", "text": "Usul taman baca.", "unit": cast.kecamatan.code}
    letter = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 Kepada Yth. Camat")
    client.post(PAGE, {**given, "attachments": letter})
    kept = Attachment.objects.get()
    assert (kept.state, kept.mime, kept.preview) == ("kept", "application/pdf", "")
    page = client.get(f"/kotak-masuk/{Case.objects.get().number}/").content.decode()
    assert "Berkas dari petugas" in page


def test_a_virus_in_what_an_officer_enters_is_refused_and_recorded(
    client, cast, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    scanner = Clamd()
    settings.CLAMD, settings.CLAMD_REFUSES = scanner.address, True
    sign_in(client, cast.admin)
    given = {"channel": "visit", "text": "Usul taman baca.", "unit": cast.kecamatan.code}
    before = Entry.objects.count()
    letter = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 " + EICAR)
    refused = client.post(PAGE, {**given, "attachments": letter})
    scanner.stop()
    assert (refused.status_code, Case.objects.count()) == (422, 0)
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.actor_name) == ("media.infected", cast.admin.name)
    assert (entry.unit_code, entry.data["signature"]) == (cast.kecamatan.code, SIGNATURE)


def test_what_somebody_took_the_trouble_to_enter_waits_for_an_answer(client, cast):
    sign_in(client, cast.admin)
    said = {"channel": "phone", "text": "Petugasnya tidak hadir.", "unit": cast.kecamatan.code}
    client.post(PAGE, said)
    case = Case.objects.get()
    assert (case.messages.get().kind, case.kind) == ("chatter", ""), "the machine's word is a guess"
    assert (case.state, case.closed_at, case.has_clock) == ("new", None, True)


def test_who_entered_a_report_has_its_number_for_the_citizen_and_reads_no_more(client, cast):
    sign_in(client, cast.admin)
    said = {"channel": "phone", "text": "Ada pungli di loket.", "unit": cast.kecamatan.code}
    done = client.post(PAGE, said, follow=True)
    case = Case.objects.get()
    assert case.secret
    assert (done.status_code, done.redirect_chain[-1][0]) == (200, "/kotak-masuk/")
    assert f"Tercatat sebagai {case.number}" in done.text
    assert "hanya dibuka Inspektorat" in done.text
    assert "pungli" not in done.text
