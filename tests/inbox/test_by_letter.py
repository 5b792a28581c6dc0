"""Letters of citizens answered by letters, on real conversations of SMTP and IMAP on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as policy
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kentongan.delivery.models import Attempt, Delivery
from kentongan.delivery.source import DeliverySource
from kentongan.inbox import by_letter
from kentongan.inbox.actions import cases, contacts, entering, letters, replies
from kentongan.inbox.models import Case, Channel, MailSource, Message, Reply
from kentongan.jobs.lanes import Lanes
from kentongan.kernel.clock import FrozenClock
from kentongan.networks.models import Account, Credential, Health
from kentongan.people.models import Notice, Unit
from kentongan.planning import cleaning
from tests.cast import NOW, Cast, sign_in
from tests.contract.email_harness import ADDRESS, Office
from tests.fakes import smtp
from tests.fakes.smtp import Fault
from tests.inbox import imap
from tests.inbox.test_letters import letter

pytestmark = pytest.mark.usefixtures("times")
TEXT = "Terima kasih laporannya. Petugas kami cek lokasi besok pagi."
CITIZEN = "enok@warga.example"


@pytest.fixture
def office(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The mailbox of the kecamatan, read from now on; nothing answers from it yet."""
    with smtp.running() as sending, imap.running() as reading:
        made = Office(sending, reading)
        sending.needed = ("From", "To", "Subject", "Date", "Message-ID")
        signed = f"{quote(ADDRESS)}:{quote(reading.password)}"
        settings.IMAP_URL = f"imap://{signed}@127.0.0.1:{reading.port}/INBOX?tls=tidak"
        settings.IMAP_UNIT = "kec-sumberjati"
        settings.INNER_HOSTS = tuple(made.hosts)
        letters.read(at=NOW - timedelta(hours=1))
        yield made
        assert reading.refused == []  # nothing there is ever changed


def connected(unit: Unit, office: Office, handle: str = ADDRESS, **secret: str) -> Account:
    """An address of ``unit`` in the register, with what it signs in with."""
    made = Account.objects.create(
        unit=unit, network="email", handle=handle, display_name="Kecamatan Sumberjati",
        health=Health.HEALTHY, created_at=NOW,
    )  # fmt: skip
    known = {name: value for name, value in {**office.secret, **secret}.items() if value}
    Credential.objects.create(account=made, kind="form", secret=known, updated_at=NOW)
    return made


@pytest.fixture
def address(office: Office, cast: Cast) -> Account:
    return connected(cast.kecamatan, office)


@pytest.fixture
def asked(office: Office) -> Message:
    """What a citizen wrote."""
    office.imap.put(letter())
    letters.read(at=NOW)
    return Message.objects.get()


@pytest.fixture
def go(work: Callable[[], int], clock: FrozenClock) -> Callable[[], None]:
    """Past the time in which an answer can be taken back, and one round of the worker."""

    def run() -> None:
        clock.advance(seconds=21)
        work()

    return run


def to_citizen(office: Office) -> list[Any]:
    return [one for to, one in office.smtp.letters if to == CITIZEN]


def test_a_letter_is_answered_by_one_letter_and_its_answer_joins_the_conversation(
    office: Office, address: Account, asked: Message, cast: Cast, go: Callable[[], None]
) -> None:
    made = replies.reply(asked, by=cast.admin, at=NOW, text=TEXT)
    assert to_citizen(office) == []
    go()
    go()
    (sent,) = to_citizen(office)
    assert sent["From"] == f"Kecamatan Sumberjati <{ADDRESS}>"
    assert (sent["Subject"], sent["In-Reply-To"]) == ("Re: Jalan", "<satu@warga.example>")
    case = Case.objects.get()
    assert case.first_replied_at == NOW + timedelta(seconds=21)
    words = str(sent.get_content()).splitlines()
    number = f"Nomor laporan Anda {case.number}."
    assert words[:-1] == [TEXT, "", "-- ", "Kecamatan Sumberjati", number]
    assert words[-1].endswith(f"/lacak/{case.number}/{case.follow_key}/")
    made.refresh_from_db()
    assert made.given_at is not None
    ours = Message.objects.get(ours=True)
    assert f"<{ours.external_id}>" == sent["Message-ID"]

    # The copy lies in the mailbox that is read; only what the citizen writes is taken in.
    office.imap.put(
        letter(
            "Siap, ditunggu.", Message_ID="<dua@warga.example>", Subject="Re: Jalan",
            In_Reply_To=sent["Message-ID"], References=f"<satu@warga.example> {sent['Message-ID']}",
        )
    )  # fmt: skip
    office.imap.put(
        letter("Sudah.", Message_ID="<tiga@warga.example>", In_Reply_To=sent["Message-ID"])
    )
    assert letters.read(at=NOW + timedelta(hours=1)) == 2
    assert Message.objects.filter(conversation=asked.conversation).count() == 4
    assert Case.objects.count() == 1

    later = NOW + timedelta(hours=2)
    replies.reply(
        Message.objects.get(external_id="dua@warga.example"), by=cast.admin, at=later, text="Baik."
    )
    go()
    assert Delivery.objects.latest("created_at").payload["reply_to"]["extra"]["references"] == [
        "satu@warga.example"
    ]


def test_the_page_of_a_letter_asks_for_no_more_than_there_is(
    office: Office, address: Account, asked: Message, cast: Cast, client: Client
) -> None:
    page = f"/kotak-masuk/{Case.objects.get().number}/"
    sign_in(client, cast.admin).get(page)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    assert cost() <= 25
    cases.note(Case.objects.get(), by=cast.admin, at=NOW, text="Sudah ditelepon.")
    cases.watch(Case.objects.get(), by=cast.admin, at=NOW)
    replies.reply(asked, by=cast.admin, at=NOW, text=TEXT)
    assert cost() <= 30
    page_now = client.get(page).text
    assert "Sudah ditelepon." in page_now
    assert TEXT in page_now
    assert "Berhenti memantau" in page_now


def test_the_key_of_a_number_goes_to_its_one_writer_only(
    office: Office, address: Account, asked: Message, cast: Cast, go: Callable[[], None]
) -> None:
    office.imap.put(
        letter("Saya juga.", From="Ujang <ujang@warga.example>", Message_ID="<lain@warga.example>",
               In_Reply_To="<satu@warga.example>")
    )  # fmt: skip
    letters.read(at=NOW)
    joined = Message.objects.get(external_id="lain@warga.example")
    assert joined.case_id == asked.case_id
    replies.reply(joined, by=cast.admin, at=NOW, text=TEXT)
    go()
    ((_to, sent),) = [one for one in office.smtp.letters if one[0] == "ujang@warga.example"]
    case = Case.objects.get()
    assert f"/lacak/?nomor={case.number}" in str(sent.get_content())
    assert case.follow_key not in str(sent.get_content())


def test_a_letter_that_is_returned_is_told_to_its_writer_and_the_clock_runs_on(
    office: Office, address: Account, asked: Message, cast: Cast, go: Callable[[], None],
    client: Client,
) -> None:  # fmt: skip
    replies.reply(asked, by=cast.admin, at=NOW, text=TEXT)
    go()
    (sent,) = to_citizen(office)
    office.imap.put(
        letter(
            "--b\r\nContent-Type: text/plain\r\n\r\nTidak dikenal.\r\n--b\r\n"
            "Content-Type: text/rfc822-headers\r\n\r\n"
            f"Message-ID: {sent['Message-ID']}\r\n--b--",
            From="Mail Delivery <MAILER-DAEMON@warga.example>", Message_ID="<b@warga.example>",
            Content_Type="multipart/report; boundary=b",
        )
    )  # fmt: skip
    later = NOW + timedelta(hours=2)
    letters.read(at=later)
    case = Case.objects.get()
    assert (case.first_replied_at, Delivery.objects.get().state) == (None, "refused")
    assert not Message.objects.filter(ours=True).exists()
    assert Notice.objects.filter(user=cast.admin, text__contains="dikembalikan server").exists()
    shown = sign_in(client, cast.admin).get(f"/kotak-masuk/{case.number}/").text
    assert "dikembalikan server penerimanya" in shown
    replies.reply(asked, by=cast.admin, at=later, text=TEXT)


def test_an_answer_is_taken_back_before_it_leaves(
    office: Office, address: Account, asked: Message, cast: Cast, go: Callable[[], None]
) -> None:
    made = replies.reply(asked, by=cast.admin, at=NOW, text=TEXT)
    replies.undo(made, by=cast.admin, at=NOW + timedelta(seconds=5))
    go()
    assert office.smtp.letters == []


def test_a_letter_whose_answer_was_lost_is_found_by_its_copy_and_not_sent_again(
    office: Office, address: Account, asked: Message, cast: Cast, go: Callable[[], None],
    client: Client,
) -> None:  # fmt: skip
    office.smtp.faults = [Fault.HALF]
    made = replies.reply(asked, by=cast.admin, at=NOW, text=TEXT)
    go()
    sent = Delivery.objects.get()
    assert sent.state == "unknown"
    page = sign_in(client, cast.admin).get(sent.get_absolute_url()).text
    assert "mencari salinannya di kotak surat" in page
    go()
    sent.refresh_from_db()
    assert (sent.state, len(to_citizen(office))) == ("sent", 1)
    made.refresh_from_db()
    assert made.given_at == NOW + timedelta(seconds=21)  # when it left, not when it was found


def test_a_letter_that_no_copy_proves_stays_uncertain_and_is_never_sent_twice(
    office: Office, address: Account, asked: Message, cast: Cast, go: Callable[[], None],
    clock: FrozenClock, work: Callable[[], int],
) -> None:  # fmt: skip
    office.smtp.on_letter = lambda to, raw: None
    office.smtp.faults = [Fault.HALF]
    replies.reply(asked, by=cast.admin, at=NOW, text=TEXT)
    go()
    for _ in range(12):
        clock.advance(minutes=40)
        work()
    sent = Delivery.objects.get()
    assert (sent.state, sent.asks_person, len(to_citizen(office))) == ("unknown", True, 1)
    assert "Terkirim" in sent.what_to_do


def test_without_a_mailbox_to_read_no_answer_is_begun_before_its_own_turn(
    office: Office, asked: Message, cast: Cast, clock: FrozenClock
) -> None:
    """Were the worker killed, a person would be asked about each that was begun."""
    connected(cast.kecamatan, office, imap_server="")
    office.imap.put(letter("Saya juga.", Message_ID="<dua@warga.example>", From="b@warga.example"))
    letters.read(at=NOW)
    for one in Message.objects.all():
        replies.reply(one, by=cast.admin, at=NOW, text=TEXT)
    clock.advance(seconds=21)
    source = DeliverySource(clock)
    going = source.enter(source.claim(10, Lanes(clock, 4)))
    assert (len(going), Attempt.objects.count(), office.smtp.letters) == (2, 0, [])
    results = [work() for _claim, work in going[:1]]
    assert (Attempt.objects.count(), len(office.smtp.letters)) == (1, 1)
    assert all(map(source.presses, results))


def test_without_a_mailbox_to_read_a_person_says_whether_it_left(
    office: Office, asked: Message, cast: Cast, go: Callable[[], None], client: Client
) -> None:
    connected(cast.kecamatan, office, imap_server="")
    office.smtp.faults = [Fault.HALF]
    made = replies.reply(asked, by=cast.admin, at=NOW, text=TEXT)
    go()
    go()
    sent = Delivery.objects.get()
    assert (sent.state, sent.asks_person) == ("unknown", True)
    sign_in(client, cast.admin)
    page = client.get(sent.get_absolute_url()).text
    assert "Apakah sudah terkirim?" in page
    assert 'name="url"' not in page
    client.post(reverse("delivery:confirm", args=[sent.pk]))
    sent.refresh_from_db()
    made.refresh_from_db()
    assert sent.state == "sent"
    assert made.given_at is not None
    assert "Sudah diserahkan kepada server surat." in client.get(sent.get_absolute_url()).text


def test_without_an_address_the_answer_is_read_where_citizens_follow_their_number(
    office: Office, asked: Message, cast: Cast, go: Callable[[], None], client: Client
) -> None:
    page = f"/kotak-masuk/{Case.objects.get().number}/"
    shown = sign_in(client, cast.admin).get(page).text
    assert "Belum ada alamat surel yang tersambung" in shown
    assert "Daftarkan alamatnya" not in shown
    assert "Daftarkan alamatnya" in sign_in(client, cast.admin_pusat).get(page).text
    made = replies.reply(asked, by=cast.admin, at=NOW, text=TEXT)
    go()
    assert (made.given_at, made.delivery) == (NOW, None)
    connected(cast.kecamatan, office)
    shown = sign_in(client, cast.admin).get(page).text
    assert f'Balasan dikirim sebagai surel dari <b class="text-base-content">{ADDRESS}</b>' in shown


def test_the_nearest_address_answers_and_at_one_unit_that_of_the_mailbox(
    office: Office, asked: Message, cast: Cast
) -> None:
    above = connected(cast.pemda, office, "kab@rawajati.contoh.go.id")
    connected(cast.kelurahan, office, "kel@rawajati.contoh.go.id")
    made = replies.reply(asked, by=cast.admin, at=NOW, text=TEXT)
    assert made.delivery is not None
    assert made.delivery.account == above
    connected(cast.kecamatan, office, "a@rawajati.contoh.go.id")
    read = connected(cast.kecamatan, office)
    closed = connected(cast.kecamatan, office, "0@rawajati.contoh.go.id")
    Account.objects.filter(pk=closed.pk).update(active=False)
    MailSource.objects.create(
        unit=cast.kecamatan, host="surat.test", user=ADDRESS.upper(), secret={"password": "x"},
        added_by="uji", added_at=NOW,
    )  # fmt: skip
    made = replies.reply(asked, by=cast.admin, at=NOW + timedelta(hours=1), text=f"{TEXT} Lagi.")
    assert made.delivery is not None
    assert made.delivery.account == read


def test_no_letter_goes_to_who_took_their_address_back_or_never_wrote_one(
    office: Office, address: Account, asked: Message, cast: Cast, go: Callable[[], None]
) -> None:
    contacts.forget(Case.objects.get(), by=cast.admin, at=NOW)
    asked.refresh_from_db()
    replies.reply(asked, by=cast.admin, at=NOW, text=TEXT)
    entered = entering.note_by_hand(
        cast.kecamatan, by=cast.admin, at=NOW, channel=Channel.EMAIL, text="Lampu jalan rusak",
        contact=CITIZEN,
    )  # fmt: skip
    replies.reply(entered.messages.get(), by=cast.admin, at=NOW, text=TEXT)
    go()
    assert office.smtp.letters == []
    assert not Reply.objects.filter(given_at=None).exists()


def test_a_letter_that_only_looks_like_our_copy_is_taken_in(
    office: Office, address: Account
) -> None:
    office.imap.put(letter(Message_ID="<kentongan.palsu@warga.example>"))
    assert letters.read(at=NOW) == 1


def test_nobody_is_offered_to_publish_on_an_address(address: Account, cast: Cast) -> None:
    assert address not in cleaning.possible_accounts(cast.kecamatan, cast.admin)


def test_the_name_of_the_register_is_the_sender_in_any_script(
    office: Office, address: Account, asked: Message, cast: Cast, go: Callable[[], None]
) -> None:
    Account.objects.update(display_name="Kécamatan “Sumberjati” 🙏")
    replies.reply(asked, by=cast.admin, at=NOW, text=TEXT)
    go()
    wire = message_from_bytes(office.smtp.raw[0], policy=policy)
    assert wire["From"].addresses[0].display_name == "Kécamatan “Sumberjati” 🙏"


def test_of_several_addresses_the_one_whose_mailbox_the_settings_name_answers(
    office: Office, asked: Message, cast: Cast
) -> None:
    connected(cast.kecamatan, office, "aduan@kec.example")
    read = connected(cast.kecamatan, office)
    assert by_letter.account_for(asked) == read


def test_an_address_of_a_mailbox_that_cannot_be_read_hinders_nobody_from_answering(
    office: Office, asked: Message, cast: Cast, settings: Any
) -> None:
    account = connected(cast.kecamatan, office)
    settings.IMAP_URL = "mail.kec.example"
    assert by_letter.account_for(asked) == account
