"""Letters to citizens: how they look on the wire, what servers say, and what a guard forbids."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.policy import compat32, default as policy
from pathlib import Path
from typing import Any

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.email import credential
from kentongan.networks.connectors.email.connector import EmailConnector
from kentongan.networks.connectors.email.smtp import WAIT
from kentongan.networks.contract import (
    OutcomeUnknown,
    Outgoing,
    Proof,
    Refused,
    Session,
    TryLater,
    Unauthorised,
)
from tests.contract.email_harness import ADDRESS, CITIZEN, EmailHarness, Office, words
from tests.contract.ground import item
from tests.fakes import smtp
from tests.fakes.smtp import Fault
from tests.fakes.tls import certificate
from tests.inbox import imap

pytestmark = pytest.mark.no_database
KEY = "0198a7c2"
ID = f"kentongan.{KEY}@titirwangi.contoh.go.id"


@pytest.fixture
def office() -> Iterator[Office]:
    with smtp.running() as sending, imap.running() as reading:
        yield Office(sending, reading)
        assert reading.refused == []


def opened(office: Office, **changes: Any) -> EmailConnector:
    """The connector with the office's credential; ``http`` and parts of the secret may differ."""
    http = changes.pop("http", None) or HttpClient(inner_hosts=office.hosts, timeout=5)
    secret = {name: value for name, value in {**office.secret, **changes}.items() if value}
    return EmailConnector(
        Session(
            server="",
            handle=ADDRESS,
            external_id="",
            secret=secret,
            http=http,
            now=datetime.now(UTC),
        )
    )


def answer(text: str = "Sudah kami cek.", **extra: Any) -> Outgoing:
    made = EmailHarness.asked(None, **extra)  # type: ignore[arg-type]
    return item(text, reply_to=made)


def raw(office: Office) -> bytes:
    (found,) = office.smtp.raw
    return found


def test_a_letter_threads_below_the_citizens_own_and_goes_to_nobody_else(office: Office) -> None:
    asked = answer(references=["akar@warga.example", "tengah@warga.example"])
    found = opened(office).publish(asked, KEY)
    letter = email.message_from_bytes(raw(office), policy=policy)
    assert (found.external_id, found.url) == (ID, "")
    assert letter["Message-ID"] == f"<{ID}>"
    assert letter["In-Reply-To"] == "<satu@warga.example>"
    assert letter["References"].split() == ["<akar@warga.example>", "<satu@warga.example>"]
    assert letter["From"] == f"Kecamatan Titirwangi <{ADDRESS}>"
    assert letter["Subject"] == "Re: Jalan rusak"
    assert letter["Date"].datetime == asked.created_at.replace(microsecond=0)
    assert letter.get_content_type() == "text/plain"
    assert letter["To"] == CITIZEN
    assert [to for to, _letter in office.smtp.letters] == [CITIZEN, ADDRESS]
    assert not {"Cc", "Bcc", "Auto-Submitted"} & set(letter.keys())
    again = replace(asked, reply_to=replace(asked.reply_to, external_id=ID, extra=found.extra))
    second = opened(office).publish(again, f"{KEY}-2")
    assert second.extra["references"] == ["akar@warga.example", ID]


def test_without_a_mailbox_to_read_no_copy_is_sent(office: Office) -> None:
    opened(office, imap_server="").publish(answer(), KEY)
    assert [to for to, _letter in office.smtp.letters] == [CITIZEN]


def test_letters_of_any_script_survive_whatever_way_they_go(office: Office) -> None:
    subject = "Jl. Ahmad Yani: Münchner Straße, ꦗꦮ, 🙏 " + "panjang sekali " * 8
    text = "Ünïcödé 🙏\n.titik di muka\n" + "kata " * 300 + "\n\nFrom: bukan kepala\n=3D akhir  "
    opened(office).publish(answer(text, subject=subject, name="Désa ꦗꦮ 🙏, Titirwangi"), KEY)
    wire = raw(office)
    assert wire.isascii()
    assert max(map(len, wire.splitlines())) <= 78
    letter = email.message_from_bytes(wire, policy=policy)
    assert words(letter) == text
    assert str(letter["Subject"]) == f"Re: {subject.strip()}"[: 4 + 200].strip()
    assert letter["From"].addresses[0].display_name == "Désa ꦗꦮ 🙏, Titirwangi"
    assert letter["From"].addresses[0].addr_spec == ADDRESS


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Re: RE: Balas: Jalan", "Re: Jalan"),
        ("", "Re:"),
        ("Re [2]: Jalan", "Re: Jalan"),
        ("Retribusi: naik?", "Re: Retribusi: naik?"),
    ],
)
def test_a_subject_has_one_re(office: Office, subject: str, shown: str) -> None:
    opened(office).publish(answer(subject=subject), KEY)
    assert email.message_from_bytes(raw(office), policy=policy)["Subject"] == shown


EVIL = "Jalan\r\nBcc: semua@contoh.go.id\r\n\r\nisi lain\x00\u2028X: y"


def test_nothing_a_citizen_wrote_begins_another_header(office: Office) -> None:
    thread = ["akar@warga.example\r\nX-Jahat: 1", "a b@c", "dua>@x\r\n.\r\nMAIL FROM:<x@y.z>"]
    evil = answer(subject=EVIL, name=f'Kec. "{EVIL}"', references=thread)
    evil = replace(evil, reply_to=replace(evil.reply_to, external_id=f"a@b>{EVIL}"))
    office.smtp.needed = ("From", "To")
    opened(office).publish(evil, KEY)
    letter = email.message_from_bytes(raw(office), policy=compat32)
    assert set(letter.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    }  # fmt: skip
    assert len([line for line in office.smtp.commands if line.upper().startswith("RCPT")]) == 2


@pytest.mark.parametrize(
    "to",
    [
        "", "tanpa-at", "a@b", "a@b.c\r\nRCPT TO:<x@y.z>", "a b@c.id", "<a@b.id>", "ü@b.id",
        "a@b.id,c@d.id",
    ],
)  # fmt: skip
def test_an_address_that_is_none_gets_nothing(office: Office, to: str) -> None:
    with pytest.raises(Refused, match="jalan lain"):
        opened(office).publish(answer(to=to), KEY)
    assert office.smtp.commands == []


def test_it_publishes_nothing_that_answers_nobody(office: Office) -> None:
    with pytest.raises(Refused, match="Kotak masuk"):
        opened(office).publish(item(), KEY)
    assert EmailConnector.replies_only


def test_a_wrong_password_is_told_without_it(office: Office) -> None:
    with pytest.raises(Unauthorised, match="sambungkan lagi") as refusal:
        opened(office, password="sandi-lama-sekali").identify()
    assert "sandi-lama-sekali" not in str(refusal.value)  # this server repeats it
    office.imap.password = "lain"
    with pytest.raises(Unauthorised, match="IMAP"):
        opened(office).identify()


def test_an_address_that_this_user_may_not_use_is_not_connected(office: Office) -> None:
    office.smtp.answers[f"from {ADDRESS}"] = "553 5.7.1 not owned by user"
    with pytest.raises(Refused, match="atas nama alamat ini"):
        opened(office).identify()


def test_a_citizens_address_that_is_unknown_is_told_and_not_repeated(office: Office) -> None:
    office.smtp.answers[CITIZEN] = f"550 5.1.1 <{CITIZEN}>: Recipient address rejected"
    with pytest.raises(Refused, match="Alamat surel warga itu ditolak") as refusal:
        opened(office).publish(answer(), KEY)
    assert CITIZEN not in str(refusal.value)
    assert office.smtp.letters == []


def test_a_citizen_gets_the_letter_though_our_own_copy_is_not_wanted(office: Office) -> None:
    office.smtp.answers[ADDRESS] = "452 4.2.2 mailbox full"
    opened(office).publish(answer(), KEY)
    assert [to for to, _letter in office.smtp.letters] == [CITIZEN]


@pytest.mark.parametrize("said", ["421 4.3.2 closing", "450 4.2.0 greylisted"])
def test_a_server_that_asks_for_patience_gets_it(office: Office, said: str) -> None:
    office.smtp.answers[CITIZEN] = said
    with pytest.raises(TryLater) as later:
        opened(office).publish(answer(), KEY)
    assert later.value.after == WAIT
    office.smtp.greeting = "421 4.3.2 penuh"
    with pytest.raises(TryLater) as later:
        opened(office).publish(answer(), KEY)
    assert later.value.after == WAIT
    assert office.smtp.letters == []


def test_a_line_that_is_cut_before_the_letter_sends_nothing(office: Office) -> None:
    office.smtp.faults = [Fault.CUT]
    with pytest.raises(TryLater):
        opened(office).publish(answer(), KEY)
    assert office.smtp.letters == []


def test_whoever_lost_their_turn_before_the_last_dot_sends_nothing(office: Office) -> None:
    mine = [True]
    office.smtp.before_letter = lambda: mine.clear()
    http = HttpClient(inner_hosts=office.hosts, timeout=5, permitted=lambda: bool(mine))
    with pytest.raises(TryLater, match="Giliran"):
        opened(office, http=http).publish(answer(), KEY)
    assert (office.smtp.letters, office.smtp.raw) == ([], [])


def test_what_was_lost_is_found_in_the_folder_of_sent_letters_too(office: Office) -> None:
    office.smtp.on_letter = lambda to, letter: (
        None
    )  # this server shows no copy among those that came
    office.smtp.faults = [Fault.HALF]
    lost = answer()
    with pytest.raises(OutcomeUnknown):
        opened(office).publish(lost, KEY)
    assert opened(office).find(KEY, lost) is None
    office.imap.sent = [raw(office)]
    found = opened(office).find(KEY, lost)
    assert found is not None
    assert found.external_id == ID


def test_without_a_mailbox_to_read_a_person_is_asked_to_look(office: Office) -> None:
    bare = opened(office, imap_server="")
    assert (bare.proof, opened(office).proof) == (Proof.NONE, Proof.LOOKUP)
    with pytest.raises(OutcomeUnknown, match="Terkirim"):
        bare.find(KEY, answer())
    assert opened(office).settled_after is None  # what is not found may have gone out all the same


def test_only_a_server_that_is_allowed_may_lie_inside_or_do_without_tls(office: Office) -> None:
    with HttpClient(timeout=5) as http:
        with pytest.raises(TryLater, match="bukan alamat umum"):
            opened(office, http=http).publish(answer(), KEY)
    assert office.smtp.sessions == 0
    with HttpClient(timeout=5, resolver=lambda host, port: ["127.0.0.1"]) as http:
        http.socket_to = HttpClient(inner_hosts=office.hosts).socket_to  # type: ignore[method-assign]
        with pytest.raises(TryLater, match="tidak menawarkan TLS"):
            opened(office, http=http).publish(answer(), KEY)
    assert not any(line.startswith("AUTH") for line in office.smtp.commands)


@pytest.mark.parametrize("at_once", [False, True], ids=["starttls", "smtps"])
def test_a_password_goes_only_to_a_server_whose_certificate_is_trusted(
    office: Office, at_once: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path)
    for server in (office.smtp, office.imap):
        server.tls, server.at_once = context, at_once
    if at_once:
        monkeypatch.setattr(credential, "SMTPS", office.smtp.port)
        monkeypatch.setattr(credential, "IMAPS", office.imap.port)
    with pytest.raises(Refused, match="Sertifikat server surat itu tidak dipercaya"):
        opened(office).identify()
    with pytest.raises(TryLater, match="Sertifikat"):  # it may be mended before the answer is late
        opened(office).publish(answer(), KEY)
    assert office.smtp.signed_in == 0
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    assert opened(office).identify().handle == ADDRESS
    opened(office).publish(answer(), KEY)
    assert opened(office).find(KEY, answer()) is not None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"smtp_port": "0"}, "nomor port"),
        ({"smtp_port": "²"}, "nomor port"),
        ({"smtp_server": "surat .id"}, "nama server"),
        ({"imap_server": "a\r\nb"}, "nama server"),
        ({"user": "a\r\nA1 LOGOUT"}, "nama pengguna"),
        ({"password": "sandi\r\n"}, "sandinya"),
    ],
)
def test_a_credential_that_cannot_be_names_its_field_before_any_call(
    office: Office, wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Unauthorised, match=sentence):
        opened(office, **wrong).identify()
    assert office.smtp.sessions == office.imap.signed_in == 0


def test_the_time_of_a_letter_is_the_same_on_every_try(office: Office) -> None:
    office.smtp.faults = ["451 4.3.0 nanti"]
    made = replace(answer(), created_at=datetime(2026, 8, 12, 1, 2, 3, tzinfo=UTC))
    with pytest.raises(TryLater):
        opened(office).publish(made, KEY)
    opened(office).publish(made, KEY)
    assert b"Date: Wed, 12 Aug 2026 01:02:03 +0000" in raw(office)
    assert re.search(rb"Message-ID: <kentongan\.0198a7c2@titirwangi", raw(office))
