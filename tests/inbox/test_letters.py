"""Letters by e-mail, from a real IMAP conversation on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kentongan.inbox import jobs, mail
from kentongan.inbox.actions import cases, letters, replies
from kentongan.inbox.models import Case, MachineLetter, MailReading, MailSource, Message
from kentongan.jobs.models import Job
from kentongan.ledger.models import Entry
from kentongan.people.models import Notice
from tests.cast import NOW, Cast, grant, sign_in
from tests.inbox.imap import Letters, running

pytestmark = pytest.mark.usefixtures("times")


def letter(text: str = "Jalan rusak di depan pasar.", **headers: str) -> bytes:
    given = {
        "From": "Enok Rohaeti <enok@warga.example>",
        "Subject": "Jalan",
        "Date": "Wed, 12 Aug 2026 08:00:00 +0700",
        "Message-ID": "<satu@warga.example>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return f"{head}\r\n{text}\r\n".encode()


@pytest.fixture
def box(cast: Cast, settings: Any) -> Iterator[Letters]:
    with running() as server:
        settings.IMAP_URL = f"imap://warga:rahasia@127.0.0.1:{server.port}/INBOX?tls=tidak"
        settings.IMAP_UNIT = "kec-sumberjati"
        settings.INNER_HOSTS = (f"127.0.0.1:{server.port}",)
        letters.read(at=NOW - timedelta(hours=1))
        yield server
        assert server.refused == []  # nothing there is ever changed


def test_a_letter_is_a_case_of_the_unit_once(box: Letters, cast: Cast) -> None:
    box.put(letter())
    assert letters.read(at=NOW) == 1
    assert letters.read(at=NOW) == 0
    case = Case.objects.get()
    assert (case.unit, case.channel, case.author_name) == (cast.kecamatan, "email", "Enok Rohaeti")
    assert case.contact == "enok@warga.example"
    assert Message.objects.get().text == "Jalan\n\nJalan rusak di depan pasar."
    assert case.opened_at == NOW - timedelta(hours=1)


def test_an_answer_to_a_letter_belongs_to_its_case(box: Letters) -> None:
    box.put(letter())
    box.put(
        letter(
            "Belum juga.",
            Message_ID="<dua@warga.example>",
            In_Reply_To="<satu@warga.example>",
            References="<satu@warga.example>",
        )
    )
    letters.read(at=NOW)
    assert Case.objects.get().messages_count == 2


def test_an_answer_that_names_only_the_letter_before_it_belongs_to_its_case_too(
    box: Letters,
) -> None:
    box.put(letter())
    for number, before in (("dua", "satu"), ("tiga", "dua")):
        box.put(
            letter(
                "Belum juga.",
                Message_ID=f"<{number}@warga.example>",
                In_Reply_To=f"<{before}@warga.example>",
            )
        )
    letters.read(at=NOW)
    assert Case.objects.get().messages_count == 3


def test_a_closed_matter_opens_again_for_its_citizen_and_not_for_their_machine(
    box: Letters, cast: Cast
) -> None:
    box.put(letter())
    letters.read(at=NOW)
    case = Case.objects.get()
    replies.reply(case.messages.get(), by=cast.admin, at=NOW, text="Besok kami tambal.")
    cases.close(case, by=cast.admin, at=NOW, outcome="Jalan sudah ditambal.")
    answer = {"In_Reply_To": "<satu@warga.example>", "Date": "Thu, 13 Aug 2026 08:00:00 +0700"}
    later = NOW + timedelta(days=1)
    absent = {**answer, "Auto_Submitted": "auto-replied", "Message_ID": "<cuti@warga.example>"}
    box.put(letter("Saya sedang cuti.", **absent))
    letters.read(at=later)
    case.refresh_from_db()
    assert (case.state, case.messages_count) == ("closed", 1)
    box.put(letter("Lubangnya ada lagi.", Message_ID="<dua@warga.example>", **answer))
    letters.read(at=later)
    case.refresh_from_db()
    assert (case.is_open, case.messages_count) == (True, 2)


def test_letters_from_before_the_first_look_are_left_alone(cast: Cast, settings: Any) -> None:
    with running() as server:
        settings.IMAP_URL = f"imap://warga:rahasia@127.0.0.1:{server.port}/INBOX?tls=tidak"
        settings.INNER_HOSTS = (f"127.0.0.1:{server.port}",)
        server.put(letter())
        assert letters.read(at=NOW) == 0
        server.put(letter(Message_ID="<baru@warga.example>"))
        assert letters.read(at=NOW) == 1
        assert Case.objects.get().unit == cast.pemda


def test_a_mailbox_numbered_anew_brings_nothing_twice(box: Letters) -> None:
    box.put(letter())
    letters.read(at=NOW)
    box.validity = 8
    box.put(letter("Lampu rusak", Message_ID="<baru@warga.example>"))
    letters.read(at=NOW)
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Unsubscribe": "<mailto:x@y.example>"},
    ],
)
def test_what_a_machine_sent_is_no_message(box: Letters, headers: dict[str, str]) -> None:
    box.put(letter(**headers))
    letters.read(at=NOW)
    assert not Message.objects.exists()
    assert MailReading.objects.get().last_uid == 1
    assert MachineLetter.objects.get().subject == "Jalan"
    letters.read(at=NOW + letters.MACHINES_KEPT + timedelta(days=1))
    assert not MachineLetter.objects.exists()


def test_what_was_held_for_a_machine_s_letter_is_looked_up_and_taken_in_by_a_person(
    server: Letters, client: Client, cast: Cast
) -> None:
    source = added(server, client, cast)
    server.put(letter(Auto_Submitted="auto-replied", Subject="NIK 3210014101900002"))
    heard_of(source)
    page = f"{ROOT}kec-sumberjati/surat/"
    shown = client.get(page).text
    assert "1 surat mesin tidak masuk antrean" in shown
    assert "balasan otomatis" in shown
    assert "enok@warga.example" not in shown
    assert "3210014101900002" not in shown
    take = f"{page}mesin/{MachineLetter.objects.get().pk}/"
    assert client.get(take).headers["Location"] == page
    assert client.post(take.replace("kec-sumberjati", "kec-ciranji")).status_code == 404
    taken = client.post(take)
    case = Case.objects.get()
    assert taken.headers["Location"] == f"/kotak-masuk/{case.number}/"
    assert (case.unit, case.contact) == (cast.kecamatan, "enok@warga.example")
    assert not MachineLetter.objects.exists()
    assert Entry.objects.get(action="inbox.mail_letter").data == {"case": case.number}


def test_of_a_machines_letter_that_is_an_integrity_report_the_ledger_tells_no_number(
    server: Letters, client: Client, cast: Cast
) -> None:
    source = added(server, client, cast)
    server.put(letter("Ada pungli di loket.", Auto_Submitted="auto-replied"))
    heard_of(source)
    page = f"{ROOT}kec-sumberjati/surat/"
    taken = client.post(f"{page}mesin/{MachineLetter.objects.get().pk}/", follow=True)
    case = Case.objects.get()
    assert case.secret
    assert (taken.status_code, taken.redirect_chain[-1][0]) == (200, page)
    assert case.number not in taken.text
    assert Entry.objects.get(action="inbox.mail_letter").data == {"case": ""}


@pytest.mark.parametrize(
    "headers",
    [
        {"Return_Path": "<>"},
        {"From": "Mail Delivery <MAILER-DAEMON@surat.example>"},
        {"Content_Type": "multipart/report; report-type=delivery-status; boundary=b"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
    ],
)
def test_a_letter_that_came_back_or_answered_itself_is_known_by_older_marks_too(
    headers: dict[str, str],
) -> None:
    assert mail.parse(letter(**headers), uid=1, key="7.1", at=NOW).item is None


def parts(sort: str, *inner: tuple[str, str]) -> bytes:
    """A letter of several parts, each with its headers and body."""
    body = "".join(f"--b\r\n{head}\r\n\r\n{text}\r\n" for head, text in inner)
    head = f"From: a@warga.example\r\nContent-Type: multipart/{sort}; boundary=b\r\n\r\n"
    return f"{head}{body}--b--\r\n".encode()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (
            parts("alternative", ("Content-Type: text/plain", " "),
                  ("Content-Type: text/html", "<p>Jalan rusak</p>")),
            "Jalan rusak",
        ),
        (
            parts("mixed", ("Content-Type: text/plain", "Tolong dibantu."),
                  ("Content-Type: message/rfc822", "Subject: Jalan\r\n\r\nRusak sejak Mei.")),
            "Tolong dibantu.\n\nJalan\n\nRusak sejak Mei.",
        ),
        (
            letter(
                "<title>Surat</title><div>Pasar&nbsp;dan\r\njalan</div><div>rusak</div>"
                "<ul><li>lampu<li>got</ul><p>Terima kasih</p>",
                Content_Type="text/html", Subject="",
            ),
            "Pasar dan jalan\nrusak\nlampu\ngot\nTerima kasih",
        ),
        (b"Content-Type: text/plain\r\n\r\nSel\xc3\xa9 jalan", "Sel\u00e9 jalan"),
        (b"Content-Type: text/plain; charset=utf-8\r\n\r\n\x93jalan\x94", "\u201cjalan\u201d"),
    ],
)  # fmt: skip
def test_what_a_citizen_wrote_is_read_however_their_program_packs_it(raw: bytes, text: str) -> None:
    item = mail.parse(raw, uid=1, key="7.1", at=NOW).item
    assert item is not None
    assert item.text == text


def test_html_becomes_text_and_attachments_are_named_with_where_they_lie(box: Letters) -> None:
    box.put(
        b"From: a@warga.example\r\nMessage-ID: <h@x.example>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>Jalan<br>rusak</p><script>alert(1)</script>\r\n"
        b"--b\r\nContent-Type: application/x-msdownload\r\n"
        b'Content-Disposition: attachment; filename="foto.exe"\r\n\r\nMZ\r\n--b--\r\n'
    )
    letters.read(at=NOW)
    message = Message.objects.get()
    assert message.text == "Jalan\nrusak"
    [file] = message.enclosures
    assert (file["url"], file["mime"], file["alt"]) == ("", "application/x-msdownload", "foto.exe")
    assert file["handle"] == "server/7.1.2"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00" * 50,
        letter("teks", Content_Type="text/plain; charset=tidak-ada"),
        letter("a\x00b\u202e\x1b[31m"),
        letter("x" * 2_000_000),
        letter(From="=?utf-8?q?=E2=80=AE?= <>", Date="besok pagi", Message_ID=""),
        b'Content-Type: multipart/related; boundary=b; start="<x>"\r\n\r\nJalan rusak.\r\n--c',
    ],
)
def test_hostile_letters_become_storable_text(raw: bytes) -> None:
    found = mail.parse(raw, uid=1, key="7.1", at=NOW).item
    assert found is not None
    assert found.created_at <= NOW
    assert len(found.text) <= mail.MOST_TEXT
    assert not {"\x00", "\x1b", "\u202e"} & set(found.text + found.author.name)
    assert found.external_id


def test_a_sender_whose_name_holds_a_line_break_keeps_name_and_address() -> None:
    found = mail.parse(
        letter(From="=?utf-8?q?Titin=0D=0ASumarni?= <titin@warga.example>"),
        uid=1,
        key="7.1",
        at=NOW,
    )
    assert found.item is not None
    assert (found.item.author.name, found.contact) == ("Titin Sumarni", "titin@warga.example")


def test_a_wrong_password_is_told_the_third_time_and_never_shown(box: Letters, cast: Cast) -> None:
    box.password = "lain"
    for _ in range(4):
        assert letters.read(at=NOW) == 0
    row = MailReading.objects.get()
    assert row.failures == 4
    assert "rahasia" not in row.trouble + row.mailbox
    assert Notice.objects.filter(user=cast.admin_pusat, text__contains="Kotak surat").count() == 1


def test_without_tls_only_a_host_that_is_allowed_is_read(box: Letters, settings: Any) -> None:
    settings.INNER_HOSTS = ()
    box.put(letter())
    assert letters.read(at=NOW) == 0
    assert "TLS" in MailReading.objects.get().trouble


def test_a_server_that_is_away_is_trouble_and_no_crash(cast: Cast, settings: Any) -> None:
    settings.IMAP_URL = "imap://warga:x@127.0.0.1:1/INBOX?tls=tidak"
    settings.INNER_HOSTS = ("127.0.0.1:1",)
    assert letters.read(at=NOW) == 0
    assert MailReading.objects.get().failures == 1


# ------------------------------------------------------------------- mailboxes of units

ROOT = "/kotak-masuk/pengaturan/"


@pytest.fixture
def server(cast: Cast, settings: Any) -> Iterator[Letters]:
    """A mailbox that nobody added yet."""
    with running() as found:
        settings.INNER_HOSTS = (f"127.0.0.1:{found.port}",)
        yield found
        assert found.refused == []


def typed(server: Letters, **values: str) -> dict[str, str]:
    return {
        "host": "127.0.0.1", "port": str(server.port), "user": "warga", "password": "rahasia",
        "folder": "INBOX", **values,
    }  # fmt: skip


def added(server: Letters, client: Client, cast: Cast) -> MailSource:
    sign_in(client, cast.penyelia)
    client.post(f"{ROOT}kec-sumberjati/surat/baru/", typed(server))
    return MailSource.objects.get()


def heard_of(source: MailSource) -> None:
    jobs.read_letters(at=NOW)
    [waiting] = Job.objects.filter(kind="inbox.letters_of")
    assert waiting.args == {"source": str(source.pk)}
    jobs.read_letters_of(at=NOW, source=str(source.pk))


def test_a_mailbox_is_added_once_it_opens_and_its_password_is_kept_encrypted(
    server: Letters, client: Client, cast: Cast
) -> None:
    server.put(letter("Surat lama.", Message_ID="<lama@warga.example>"))
    sign_in(client, cast.penyelia)
    page = f"{ROOT}kec-sumberjati/surat/baru/"
    refused = client.post(page, typed(server, password="salah"))
    assert refused.status_code == 422
    assert "menolak nama atau sandinya" in refused.content.decode()
    assert refused.content.decode().count("Microsoft 365") == 2, "also beside the field"
    assert "salah" not in refused.content.decode()
    assert not MailSource.objects.exists()
    source = added(server, client, cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM inbox_mailsource")
        assert "rahasia" not in cursor.fetchone()[0]
    assert "sudah ada" in client.post(page, typed(server)).content.decode()
    entry = Entry.objects.get(action="inbox.mail_add")
    assert (entry.target_label, entry.data) == (str(source), {})
    server.put(letter())
    heard_of(source)
    case = Case.objects.get()
    assert (case.unit, case.contact) == (cast.kecamatan, "enok@warga.example")
    shown = client.get(f"{ROOT}kec-sumberjati/surat/").content.decode()
    assert "terakhir dibaca" in shown
    assert "rahasia" not in shown


def test_a_mailbox_is_tried_paused_given_a_new_password_and_taken_away(
    server: Letters, client: Client, cast: Cast
) -> None:
    source = added(server, client, cast)
    act = f"/kotak-masuk/surat/{source.pk}/"
    assert client.get(f"{act}coba/").headers["Location"] == f"{ROOT}kec-sumberjati/surat/"

    def after(what: str) -> str:
        return client.post(f"{act}{what}/", follow=True).content.decode()

    assert "dapat dibaca" in after("coba")
    assert "Dijeda" in after("jeda")
    server.put(letter())
    jobs.read_letters(at=NOW)
    jobs.read_letters_of(at=NOW, source=str(source.pk))
    assert not Job.objects.filter(kind="inbox.letters_of").exists()
    assert not Case.objects.exists()
    after("lanjut")
    server.password = "baru"
    assert "menolak nama atau sandinya" in after("coba")
    assert client.post(act, {"password": "salah"}).status_code == 422
    assert client.post(act, {"password": "baru"}).status_code == 302
    heard_of(source)
    assert Case.objects.count() == 1  # what came while it was paused, too
    after("hapus")
    assert not MailSource.objects.exists()
    assert not MailReading.objects.exists()
    acts = Entry.objects.filter(target_type="mailbox").order_by("seq")
    assert [entry.action.partition(".")[2] for entry in acts] == [
        "mail_add", "mail_pause", "mail_resume", "mail_change", "mail_remove",
    ]  # fmt: skip


def test_a_mailbox_of_another_unit_does_not_exist(
    server: Letters, client: Client, cast: Cast
) -> None:
    source = added(server, client, cast)
    grant(cast.camat_lain, "penyelia", cast.kecamatan_lain)
    sign_in(client, cast.camat_lain)
    assert client.get(f"{ROOT}kec-sumberjati/surat/").status_code == 404
    assert client.get(f"/kotak-masuk/surat/{source.pk}/").status_code == 404
    assert client.post(f"/kotak-masuk/surat/{source.pk}/hapus/").status_code == 404
    assert MailSource.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"host": "localhost", "port": "1"},
        {"host": "127.0.0.1", "port": "2", "tls": "on"},
        {"host": "a b"},
        {"user": 'warga" "x'},
        {"user": "warga\r\nA LOGOUT"},
        {"folder": 'INBOX" X'},
        {"password": "sandi\u200b"},
    ],
)
def test_a_page_calls_no_inner_server_and_sends_no_second_command(
    server: Letters, client: Client, cast: Cast, values: dict[str, str]
) -> None:
    sign_in(client, cast.penyelia)
    answer = client.post(f"{ROOT}kec-sumberjati/surat/baru/", typed(server, **values))
    assert answer.status_code == 422
    assert not MailSource.objects.exists()


def test_without_a_mailbox_nothing_is_read(cast: Cast, settings: Any) -> None:
    settings.IMAP_URL = ""
    assert letters.read(at=NOW) == 0
    assert not MailReading.objects.exists()
