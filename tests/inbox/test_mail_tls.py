"""Mailboxes over TLS, on a real server: the password goes to nobody who is not proven."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kentongan.inbox.actions import letters
from kentongan.inbox.mail import Mailbox, MailTrouble, open_mailbox
from kentongan.inbox.models import Case, MailReading
from tests.cast import NOW, Cast
from tests.fakes.tls import certificate
from tests.inbox.imap import Letters, running
from tests.inbox.test_letters import letter

WAYS = pytest.mark.parametrize("at_once", [False, True], ids=["starttls", "imaps"])


@pytest.fixture
def server() -> Iterator[Letters]:
    with running() as found:
        yield found
        assert found.refused == [], "nobody signs in without TLS"


def address(server: Letters) -> str:
    scheme = "imaps" if server.at_once else "imap"
    return f"{scheme}://warga:rahasia@127.0.0.1:{server.port}/INBOX"


def opens(server: Letters) -> None:
    with open_mailbox(Mailbox.from_url(address(server)), timeout=5) as reader:
        assert reader.validity == 7


@WAYS
@pytest.mark.django_db
def test_letters_are_read_from_a_server_whose_certificate_is_trusted(
    server: Letters,
    at_once: bool,
    cast: Cast,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    times: None,
) -> None:
    server.at_once = at_once
    server.tls, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    settings.IMAP_URL, settings.IMAP_UNIT = address(server), "kec-sumberjati"
    letters.read(at=NOW)
    server.put(letter())
    assert letters.read(at=NOW) == 1
    assert Case.objects.get().contact == "enok@warga.example"
    assert server.signed_in == 2


@WAYS
@pytest.mark.django_db
def test_a_certificate_that_nobody_trusts_is_told_and_no_password_sent(
    server: Letters, at_once: bool, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    server.at_once = at_once
    server.tls, _file = certificate(tmp_path)
    settings.IMAP_URL, settings.IMAP_UNIT = address(server), "kec-sumberjati"
    assert letters.read(at=NOW) == 0
    assert "Sertifikat server surat itu tidak dipercaya" in MailReading.objects.get().trouble
    assert "rahasia" not in MailReading.objects.get().trouble
    assert server.signed_in == 0


@WAYS
def test_the_certificate_of_another_server_is_refused(
    server: Letters, at_once: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.at_once = at_once
    server.tls, trusted = certificate(tmp_path, host="surat.lain.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with pytest.raises(MailTrouble, match=r"Sertifikat.*127\.0\.0\.1"):
        opens(server)
    assert server.signed_in == 0


def test_a_server_that_offers_no_tls_gets_no_password(server: Letters) -> None:
    with pytest.raises(MailTrouble, match="tidak menawarkan TLS"):
        opens(server)
    assert server.signed_in == 0


def test_which_way_a_mailbox_is_called() -> None:
    ways = {
        "imaps://a:b@surat.test/INBOX": (993, True, False),
        "imap://a:b@surat.test/INBOX": (143, True, True),
        "imap://a:b@surat.test/INBOX?tls=tidak": (143, False, False),
    }
    for url, expected in ways.items():
        found = Mailbox.from_url(url)
        assert (found.port, found.tls, found.starttls) == expected
    for url in ("imaps://a:b@surat.test/?tls=tidak", "imap://a:b@surat.test/?tls=ya", "pop://a@b"):
        with pytest.raises(ValueError, match="KENTONGAN_IMAP_URL"):
            Mailbox.from_url(url)
    assert Mailbox.of("surat.test", 143, "a", "b", "INBOX", tls=True).starttls
    assert not Mailbox.of("surat.test", 143, "a", "b", "INBOX", tls=False).starttls
    assert not Mailbox.of("surat.test", 993, "a", "b", "INBOX", tls=True).starttls
