"""Mail servers in the suite: an SMTP server that takes letters, and the mailbox of their copies.

They speak no HTTP, so what the suite does to exchanges of HTTP is done to letters here: the answer
to the final dot is the one that decides.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from kentongan.kernel.http import HttpClient
from kentongan.networks import wording
from kentongan.networks.contract import Outgoing, Reference, Session
from tests.contract.harness import PATIENCE, Can, Harness, Line, Login, Seen
from tests.contract.interposer import Canned
from tests.fakes.smtp import Fault, Smtp
from tests.inbox.imap import Letters

ADDRESS = "layanan@titirwangi.contoh.go.id"
CITIZEN = "enok@warga.example"
NEEDED = ("From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References")


def words(letter: EmailMessage) -> str:
    """What a citizen reads."""
    return str(letter.get_content()).replace("\r\n", "\n").removesuffix("\n")


class Office:
    """Both servers of one mailbox: what goes to its own address comes in."""

    def __init__(self, smtp: Smtp, imap: Letters) -> None:
        self.smtp, self.imap = smtp, imap
        smtp.needed = NEEDED
        smtp.user = imap.user = ADDRESS
        smtp.password = imap.password = "sandi aplikasi"
        smtp.on_letter = lambda to, raw: imap.put(raw) if to == ADDRESS else None

    @property
    def secret(self) -> dict[str, str]:
        return {
            "smtp_server": "127.0.0.1",
            "smtp_port": str(self.smtp.port),
            "user": self.smtp.user,
            "password": self.smtp.password,
            "imap_server": "127.0.0.1",
            "imap_port": str(self.imap.port),
        }

    @property
    def hosts(self) -> list[str]:
        return [f"127.0.0.1:{self.smtp.port}", f"127.0.0.1:{self.imap.port}"]


class Way:
    """Stands in for the proxies of HTTP: faults of letters, by the same names."""

    def __init__(self, harness: EmailHarness) -> None:
        self.harness, self.smtp = harness, harness.office.smtp
        self.base_url = harness.base_url

    def set(self, *, mode: str, times: int = 1, amount: int = 0, path: str = "") -> None:
        """The next letters suffer; ``refuse``: nobody listens. ``amount``: a part, always."""
        del amount, path
        if mode == "refuse":
            self.harness.closed = True
        else:
            self.smtp.faults += [Fault(mode)] * times

    def answer(self, line: str, canned: Canned, *, times: int = 1) -> None:
        """The next letters get this answer and are not kept."""
        assert line == self.harness.decisive
        elsewhere = "551 5.7.1 User not local; please try <lain@contoh.go.id>"
        said = canned.text or (elsewhere if canned.status == 301 else "")
        self.smtp.faults += [said] * times

    @property
    def seen(self) -> list[str]:
        return self.smtp.commands

    @property
    def hit(self) -> bool:
        """Whether every fault was met."""
        return not self.smtp.faults

    def settle(self) -> None:
        """A letter is kept before the line is cut."""


class EmailHarness(Harness):
    code = "email"
    can = Can(
        alt=False,
        pictures=False,
        edit=False,
        withdraw=False,
        listen=False,
        linked=False,
        why_not={
            "listen": "Surat masuk dibaca dari kotak surat unit, bukan oleh penghubung.",
            "pictures": "Balasan surel memuat teks saja.",
            "edit": "Surat yang sudah dikirim tidak dapat diubah.",
            "withdraw": "Surat yang sudah dikirim tidak dapat ditarik.",
            "linked": "Surat hanya ada di kotak pengirim dan penerimanya.",
            "upload": "Tidak ada yang diunggah.",
        },
    )
    decisive = "DATA"
    upload = ""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.closed = False

    @property
    def base_url(self) -> str:
        return f"smtp://127.0.0.1:{self.office.smtp.port}"

    def login(self) -> Login:
        return Login(handle=ADDRESS, secret=self.office.secret)

    def complete(self, item: Outgoing) -> Outgoing:
        """Every letter answers one."""
        return item if item.reply_to is not None else replace(item, reply_to=self.asked())

    def asked(self, **extra: Any) -> Reference:
        """A citizen's letter."""
        given = {"to": CITIZEN, "subject": "Jalan rusak", "name": "Kecamatan Titirwangi"}
        return Reference("satu@warga.example", extra={**given, **extra})

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {**login.secret, "password": "sandi yang sudah diganti"}

    def seen(self, login: Login) -> list[Seen]:
        letters = [letter for to, letter in self.office.smtp.letters if to == CITIZEN]
        texts = [(letter, words(letter)) for letter in letters]
        return [
            Seen(
                text=text,
                links=tuple(link.value for link in wording.links(text)),
                reply_to=str(letter["In-Reply-To"]).strip("<>"),
            )
            for letter, text in texts
        ]

    @contextmanager
    def open(
        self,
        login: Login,
        *,
        via: str = "",
        secret: Mapping[str, Any] | None = None,
        timeout: float = PATIENCE,
        taken: frozenset[str] = frozenset(),
    ) -> Iterator[Any]:
        known = dict(login.secret if secret is None else secret)
        hosts = self.office.hosts
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))  # bound, but nobody listens
            if self.closed:
                port = str(deaf.getsockname()[1])
                known |= {"smtp_port": port, "imap_port": port}
                hosts = [f"127.0.0.1:{port}"]
            with HttpClient(inner_hosts=hosts, timeout=timeout) as http:
                session = Session(
                    server="", handle=login.handle, external_id="", secret=known, http=http,
                    now=datetime.now(UTC), taken=taken,
                )  # fmt: skip
                yield Line(self, session)
