"""Files in letters: named at once, fetched from the mailbox one by one, kept once they are safe."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kentongan.inbox import jobs, mail
from kentongan.inbox.actions import letters
from kentongan.inbox.models import Attachment, Case, Message
from tests.cast import NOW, Cast, sign_in
from tests.fakes.clamd import EICAR, Clamd
from tests.inbox.conftest import picture
from tests.inbox.test_letters import added, box, heard_of, letter, server

__all__ = ["box", "server"]
pytestmark = pytest.mark.usefixtures("times")


@pytest.fixture(autouse=True)
def _room(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def with_files(*files: tuple[str, bytes], text: str = "Jalan rusak, fotonya terlampir.") -> bytes:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Enok <enok@warga.example>", "Jalan"
    letter["Message-ID"] = "<foto@warga.example>"
    letter.set_content(text)
    for name, data in files:
        sort, _, ending = ("image/jpeg" if name.endswith("jpg") else "application/pdf").partition(
            "/"
        )
        letter.add_attachment(data, maintype=sort, subtype=ending, filename=name)
    return letter.as_bytes()


def fetch_all() -> list[tuple[str, str]]:
    for row in Attachment.objects.filter(state="waiting"):
        jobs.fetch(at=NOW, attachment=str(row.pk))
    return list(Attachment.objects.order_by("place").values_list("state", "note"))


def test_a_photo_and_a_document_in_a_letter_are_kept_and_shown(
    box: Any, client: Client, cast: Cast
) -> None:
    pdf = b"%PDF-1.7 surat RT 05"
    box.put(with_files(("jalan.jpg", picture().getvalue()), ("surat.pdf", pdf)))
    letters.read(at=NOW)
    assert fetch_all() == [("kept", ""), ("kept", "")]
    photo, paper = Attachment.objects.order_by("place")
    assert photo.is_picture
    sign_in(client, cast.penyelia)
    page = client.get(f"/kotak-masuk/{Case.objects.get().number}/").content.decode()
    assert f'src="/kotak-masuk/lampiran/{photo.pk}/kecil/"' in page
    assert "surat.pdf" in page
    given = client.get(f"/kotak-masuk/lampiran/{paper.pk}/penuh/")
    assert b"".join(given.streaming_content if given.streaming else [given.content]) == pdf


def test_a_letter_that_is_nothing_but_a_file_is_kept_with_it(box: Any) -> None:
    letter = EmailMessage()
    letter.set_content(b"%PDF-1.7 surat RT 05", "application", "pdf", filename="surat.pdf")
    letter["From"], letter["Subject"] = "Bu Tati <tati@warga.example>", "Surat dari pemindai"
    box.put(letter.as_bytes())
    letters.read(at=NOW)
    assert fetch_all() == [("kept", "")]
    assert Message.objects.get().text == "Surat dari pemindai"


def test_files_beyond_what_is_read_for_the_words_are_named_and_kept_too(box: Any) -> None:
    many = [(f"surat-{n}.pdf", b"%PDF-1.7 " + bytes([65 + n]) * 900_000) for n in range(3)]
    box.put(with_files(*many))
    letters.read(at=NOW)
    assert [one["alt"] for one in Message.objects.get().enclosures] == [name for name, _ in many]
    assert fetch_all() == [("kept", "")] * 3


def test_a_picture_among_the_words_of_html_is_a_file_and_words_after_a_picture_are_words() -> None:
    inner = EmailMessage()
    inner.set_content("<p>Rusak: <img src='cid:a'></p>", subtype="html")
    inner.add_related(picture().getvalue(), "image", "jpeg", cid="<a>", filename="jalan.jpg")
    inner["Subject"] = "Jalan"
    inner.make_mixed()
    inner.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="surat.pdf")
    item = mail.parse(inner.as_bytes(), uid=4, key="7.4", at=NOW).item
    assert item is not None
    found = {one.alt: one.handle for one in item.enclosures}
    assert found == {"jalan.jpg": "7.4.1.2", "surat.pdf": "7.4.2"}
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nJalan rusak.\r\n"
        b"--b\r\nContent-Type: image/jpeg\r\n\r\nx\r\n--b\r\n\r\nMohon ditambal.\r\n--b--\r\n"
    )
    item = mail.parse(raw, uid=5, key="7.5", at=NOW).item
    assert item is not None
    assert item.text == "Jalan rusak.\n\nMohon ditambal."
    assert [one.handle for one in item.enclosures] == ["7.5.2"]


def test_a_virus_and_a_program_are_not_kept_and_the_words_are(
    box: Any, settings: Any, client: Client, cast: Cast
) -> None:
    scanner = Clamd()
    settings.CLAMD, settings.CLAMD_REFUSES = scanner.address, True
    box.put(with_files(("a.pdf", b"%PDF-1.7 " + EICAR), ("b.pdf", b"MZ program")))
    letters.read(at=NOW)
    (first, virus), (second, why) = fetch_all()
    scanner.stop()
    assert (first, second) == ("infected", "refused")
    assert "virus" in virus
    assert "Lihat di tempat asalnya" in why
    assert Message.objects.get().text.startswith("Jalan")
    case = Case.objects.get()
    theirs = client.get(f"/lacak/{case.number}/{case.follow_key}/").content.decode()
    assert "yang memuat virus, jadi tidak kami simpan" in theirs
    assert "tidak dapat kami simpan. Kirim lagi sebagai foto atau PDF" in theirs
    by_number = client.get("/lacak/", {"nomor": case.number}).content.decode()
    assert "lampiran" not in by_number, "the number alone tells nothing of it"
    sign_in(client, cast.penyelia)
    page = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert "Lampiran ini memuat virus" in page
    assert "/kotak-masuk/lampiran/" not in page, "nobody is offered the file"


def test_a_letter_that_is_nothing_but_what_only_outlook_reads_is_offered_as_it_came(
    box: Any, client: Client, cast: Cast
) -> None:
    box.put(
        letter(
            "eJ8+Ig==", Subject="", Content_Type="application/ms-tnef; name=winmail.dat",
            Content_Transfer_Encoding="base64",
        )
    )  # fmt: skip
    letters.read(at=NOW)
    assert fetch_all() == [("kept", "")]
    sign_in(client, cast.penyelia)
    assert "Tanpa tulisan" in client.get("/kotak-masuk/").content.decode()
    page = client.get(f"/kotak-masuk/{Case.objects.get().number}/").content.decode()
    assert "minta pengirim mengirim ulang sebagai teks biasa" in page
    assert "Tanpa tulisan, hanya lampiran" in page
    address = f"/kotak-masuk/lampiran/{Attachment.objects.get().pk}/penuh/"
    assert f'href="{address}"' in page
    given = client.get(address)
    assert b"".join(given) == b"\x78\x9f\x3e\x22"  # type: ignore[arg-type]
    assert given.headers["Content-Disposition"].endswith('.dat"')
    assert given.headers["Content-Type"] == "application/vnd.ms-tnef"


def test_a_letter_that_is_gone_or_a_mailbox_numbered_anew_gives_no_file_of_another(
    box: Any,
) -> None:
    box.put(with_files(("surat.pdf", b"%PDF-1.7 satu")))
    letters.read(at=NOW)
    box.validity = 8
    [(state, note)] = fetch_all()
    assert state == "refused"
    assert "tidak ada lagi di kotaknya" in note


def test_a_mailbox_that_does_not_answer_is_asked_again(box: Any) -> None:
    box.put(with_files(("surat.pdf", b"%PDF-1.7 satu")))
    letters.read(at=NOW)
    box.password = "lain"
    assert fetch_all() == [("waiting", "")]
    box.password = "rahasia"
    assert fetch_all() == [("kept", "")]


def test_files_of_a_mailbox_that_a_unit_added_are_fetched_from_it(
    server: Any, client: Client, cast: Cast
) -> None:
    source = added(server, client, cast)
    server.put(with_files(("surat.pdf", b"%PDF-1.7 satu")))
    heard_of(source)
    assert fetch_all() == [("kept", "")]
    assert "rahasia" not in str(Message.objects.get().enclosures)
    server.put(with_files(("lain.pdf", b"%PDF-1.7 dua")).replace(b"<foto@", b"<dua@"))
    heard_of(source)
    source.delete()
    fetch_all()
    assert Attachment.objects.get(message__external_id="dua@warga.example").state == "refused"
