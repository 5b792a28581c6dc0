"""Answers by mail: once, in the thread, and what comes back; real SMTP and IMAP on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client

from kentongan.inbox import jobs
from kentongan.inbox.actions import cases, letters, replies
from kentongan.inbox.models import Case, MachineLetter, Message, Reply, ReplyLetter
from kentongan.kernel.errors import Conflict
from kentongan.people.models import Notice
from tests.cast import NOW, Cast, sign_in
from tests.fakes import smtp
from tests.inbox.imap import Letters, running
from tests.inbox.test_letters import letter

pytestmark = pytest.mark.usefixtures("times")
TEXT = "Terima kasih laporannya. Petugas kami cek lokasi besok pagi."
SOON = NOW + timedelta(seconds=21)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def box(cast: Cast, settings: Any) -> Iterator[Letters]:
    """The mailbox of the kecamatan, with the letter of a citizen in it."""
    with running() as server:
        settings.IMAP_URL = f"imap://warga:rahasia@127.0.0.1:{server.port}/INBOX?tls=tidak"
        settings.IMAP_UNIT = "kec-sumberjati"
        settings.INNER_HOSTS = (f"127.0.0.1:{server.port}",)
        letters.read(at=NOW - timedelta(hours=1))
        server.put(letter())
        letters.read(at=NOW)
        yield server


@pytest.fixture
def sink(settings: Any, box: Letters) -> Iterator[smtp.Smtp]:
    """The mail server of the pemda."""
    with smtp.running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAIL_ON = True
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = server.user, server.password
        settings.DEFAULT_FROM_EMAIL = "Kecamatan Sumberjati <medsos@pemda.test>"
        settings.SITE_URL = "https://medsos.pemda.test"
        yield server


def answer(cast: Cast, at: datetime = NOW) -> Reply:
    message = Message.objects.filter(ours=False).latest("sent_at")
    return replies.reply(message, by=cast.admin, at=at, text=TEXT)


def sent(sink: smtp.Smtp) -> EmailMessage:
    ((to, found),) = sink.letters
    assert to == "enok@warga.example"
    return found


def test_the_citizen_has_the_answer_in_the_thread_of_their_letter_once(
    sink: smtp.Smtp, cast: Cast
) -> None:
    answer(cast)
    jobs.post(at=NOW + timedelta(seconds=10))
    assert sink.letters == [], "it can still be taken back"
    for seconds in (21, 22, 90):
        jobs.post(at=NOW + timedelta(seconds=seconds))
    found, case = sent(sink), Case.objects.get()
    assert found["In-Reply-To"] == found["References"] == "<satu@warga.example>"
    assert found["Subject"] == f"Re: Jalan [{case.number}]"
    assert found["Auto-Submitted"] == "no", "a person wrote it"
    assert found.get_content_type() == "text/plain"
    words = str(found.get_content())
    assert words.startswith(TEXT)
    assert f"https://medsos.pemda.test/lacak/{case.number}/{case.follow_key}/" in words
    assert (case.first_replied_at, case.state) == (SOON, "handling")


def test_what_the_citizen_writes_back_joins_the_case_even_where_only_our_letter_is_named(
    sink: smtp.Smtp, box: Letters, cast: Cast
) -> None:
    answer(cast)
    jobs.post(at=SOON)
    ours = sent(sink)["Message-ID"]
    box.put(letter("Terima kasih, tapi belum ada petugas datang.", Subject="Re: Jalan",
                   Message_ID="<dua@warga.example>", In_Reply_To=ours))  # fmt: skip
    box.put(letter("Masih rusak.", Subject="Re: Jalan", Message_ID="<tiga@warga.example>",
                   In_Reply_To="<dua@warga.example>"))  # fmt: skip
    letters.read(at=LATER)
    case = Case.objects.get()
    assert (case.messages_count, case.asked_again_at is not None) == (3, True)


def test_who_joined_the_thread_of_somebody_else_gets_no_key_to_their_report(
    sink: smtp.Smtp, box: Letters, cast: Cast
) -> None:
    box.put(letter("Di gang saya juga.", Message_ID="<lain@warga.example>",
                   Date="Wed, 12 Aug 2026 08:30:00 +0700",
                   From="Tati <tati@warga.example>",
                   In_Reply_To="<satu@warga.example>"))  # fmt: skip
    letters.read(at=NOW)
    answer(cast)
    jobs.post(at=SOON)
    ((to, found),), case = sink.letters, Case.objects.get()
    assert to == "tati@warga.example"
    words = str(found.get_content())
    assert case.follow_key not in words
    assert f"/lacak/?nomor={case.number}" in words


def test_a_closed_matter_opens_again_when_its_citizen_answers_the_answer(
    sink: smtp.Smtp, box: Letters, cast: Cast
) -> None:
    answer(cast)
    jobs.post(at=SOON)
    cases.close(Case.objects.get(), by=cast.admin, at=LATER, outcome="Jalan sudah ditambal.")
    box.put(letter("Lubangnya rusak lagi.", Message_ID="<dua@warga.example>",
                   Date="Thu, 13 Aug 2026 08:00:00 +0700",
                   In_Reply_To=sent(sink)["Message-ID"]))  # fmt: skip
    letters.read(at=NOW + timedelta(days=1))
    case = Case.objects.get()
    assert case.is_open


def test_absences_and_our_own_letter_are_no_word_of_the_citizen(
    sink: smtp.Smtp, box: Letters, cast: Cast
) -> None:
    answer(cast)
    jobs.post(at=SOON)
    ours = sent(sink)
    box.put(letter("Saya cuti.", Message_ID="<cuti@warga.example>", Auto_Submitted="auto-replied",
                   In_Reply_To=ours["Message-ID"]))  # fmt: skip
    box.put(bytes(ours))
    letters.read(at=LATER)
    assert Message.objects.count() == 1
    assert MachineLetter.objects.get().mark == "answer"
    assert len(sink.letters) == 1


def test_a_letter_that_is_returned_is_told_to_its_writer_and_the_clock_runs_on(
    sink: smtp.Smtp, box: Letters, cast: Cast, client: Client
) -> None:
    answer(cast)
    jobs.post(at=SOON)
    box.put(
        letter(
            f"--b\r\nContent-Type: text/plain\r\n\r\nTidak dikenal.\r\n--b\r\n"
            "Content-Type: text/rfc822-headers\r\n\r\n"
            f"Message-ID: {sent(sink)['Message-ID']}\r\n--b--",
            From="Mail Delivery <MAILER-DAEMON@warga.example>", Message_ID="<b@warga.example>",
            Content_Type="multipart/report; boundary=b",
        )
    )  # fmt: skip
    letters.read(at=LATER)
    case = Case.objects.get()
    assert case.first_replied_at is None
    assert Notice.objects.filter(user=cast.admin, text__contains="tidak sampai").exists()
    shown = sign_in(client, cast.admin).get(f"/kotak-masuk/{case.number}/").text
    assert "Surel kembali" in shown
    assert "Perbaiki dan kirim lagi" in shown
    answer(cast, at=LATER)


def test_it_is_taken_back_as_long_as_it_has_not_left(sink: smtp.Smtp, cast: Cast) -> None:
    made = answer(cast)
    replies.undo(made, by=cast.admin, at=NOW + timedelta(seconds=5))
    jobs.post(at=SOON)
    assert sink.letters == []
    answer(cast)
    jobs.post(at=SOON)
    with pytest.raises(Conflict):
        replies.undo(Reply.objects.latest("pk"), by=cast.admin, at=LATER)


def test_a_lost_answer_of_the_server_is_never_sent_again(sink: smtp.Smtp, cast: Cast) -> None:
    sink.after_data = ""
    answer(cast)
    jobs.post(at=SOON)
    sink.after_data = "250 diterima"
    jobs.post(at=LATER)
    assert ReplyLetter.objects.get().state == "unknown"
    assert len(sink.letters) <= 1
    assert Case.objects.get().first_replied_at is None
    assert Notice.objects.filter(user=cast.admin, text__contains="belum pasti").exists()


def test_a_worker_that_died_leaves_it_unknown_and_a_server_that_is_away_is_waited_for(
    sink: smtp.Smtp, cast: Cast
) -> None:
    sink.greeting = "421 sibuk"
    answer(cast)
    jobs.post(at=SOON)
    row = ReplyLetter.objects.get()
    assert (row.state, row.tries, bool(row.note)) == ("due", 1, True)
    sink.greeting = "220 siap"
    jobs.post(at=LATER)
    assert ReplyLetter.objects.get().state == "sent"
    ReplyLetter.objects.update(state="sending", sent_at=LATER)
    jobs.post(at=LATER + timedelta(minutes=11))
    assert ReplyLetter.objects.get().state == "unknown"
    assert len(sink.letters) == 1


def test_without_a_mail_server_the_answer_waits_for_the_citizen_to_look(
    box: Letters, cast: Cast
) -> None:
    assert answer(cast).given_at == NOW
    assert not ReplyLetter.objects.exists()
