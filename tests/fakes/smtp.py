"""A small strict SMTP server on loopback: RFC 5321 in order, and letters that keep RFC 5322.

What a server would only grumble about is refused here: bare line feeds, lines that are too long,
letters without the headers that a machine's letter needs.
"""

from __future__ import annotations

import email
import re
import socketserver
import ssl
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import default as policy
from enum import StrEnum

NEEDED = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")


class Fault(StrEnum):
    """What becomes of a whole letter and of the line."""

    RESET = "reset"  # not kept; the line is cut
    BLACKHOLE = "blackhole"  # not kept; nothing is said until the client gives up
    HALF = "half"  # kept; the line is cut without an answer
    MUTE = "mute"  # kept; nothing is said until the client gives up
    TRUNCATE = "truncate"  # kept; the answer is cut off after two letters
    CUT = "cut"  # the line is cut when DATA comes


KEPT = (Fault.HALF, Fault.MUTE, Fault.TRUNCATE)


class Smtp(socketserver.ThreadingTCPServer):
    """``letters``: what was taken, once for each recipient. The rest says what goes wrong.

    ``answers`` maps an address to the answer to RCPT; ``after_data`` is the answer to a whole
    letter, empty: the line is cut without one. ``greeting`` other than 220 turns people away.
    With ``tls`` nobody signs in before it has begun: by STARTTLS, or ``at_once``. ``faults`` are
    spent by whole letters, one each: an answer in place of the letter's own, or a :class:`Fault`.
    ``commands``: what was said before letters; ``raw``: letters as they came, dots and all.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.after_data = "250 diterima"
        self.greeting = "220 surat.test siap"
        self.user, self.password = "kentongan", "rahasia surat"
        self.sessions = self.signed_in = 0
        self.tls: ssl.SSLContext | None = None
        self.at_once = False
        self.needed = NEEDED
        self.faults: list[str] = []
        self.commands: list[str] = []
        self.raw: list[bytes] = []
        self.before_letter: Callable[[], None] = lambda: None
        self.on_letter: Callable[[str, bytes], None] = lambda to, letter: None
        self.patience = 10.0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: Smtp

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.encrypted = False
        with suppress(ssl.SSLError, ConnectionError):  # who does not trust us goes away
            if self.server.tls and self.server.at_once:
                self.encrypt()
            self.talk()

    def encrypt(self) -> None:
        assert self.server.tls is not None
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.known, self.encrypted = False, True

    def talk(self) -> None:
        self.server.sessions += 1
        self.say(self.server.greeting)
        self.known, self.signed_in, self.sender = False, False, ""
        self.to: list[str] = []
        while raw := self.rfile.readline(1002):
            if not raw.endswith(b"\r\n"):
                self.say("500 baris tanpa CRLF")
                return
            line = raw.decode("ascii").strip()
            self.server.commands.append(line)
            if not self.wants_tls(line) and not self.answer(line):
                return

    @property
    def bare(self) -> bool:
        """Whether TLS is still to begin."""
        return self.server.tls is not None and not self.encrypted

    def wants_tls(self, line: str) -> bool:
        """Whether the line was about TLS, or must wait for it."""
        word = line.split(" ")[0].upper()
        if not self.bare or word in {"EHLO", "QUIT", "RSET"}:
            return False
        if word == "STARTTLS" and self.known:
            self.say("220 mulai")
            self.encrypt()
        else:
            self.say("530 TLS dulu")
        return True

    def answer(self, line: str) -> bool:
        word = line.split(" ")[0].upper()
        if word == "QUIT":
            self.say("221 sampai jumpa")
            return False
        if word == "EHLO":
            self.known = True
            self.say("250-surat.test")
            self.say("250-8BITMIME")
            self.say("250 STARTTLS" if self.bare else "250 AUTH PLAIN")
        elif word == "AUTH" and self.known:
            self.sign_in(line)
        elif word == "RSET":
            self.sender, self.to = "", []
            self.say("250 ya")
        elif not self.signed_in:
            self.say("530 masuk dulu")
        elif word == "MAIL" and (found := re.fullmatch(r"(?i)MAIL FROM:<(\S+@\S+)>.*", line)):
            self.sender, self.to = found[1], []
            self.say(self.server.answers.get(f"from {found[1]}", "250 ya"))
        elif (
            word == "RCPT"
            and self.sender
            and (found := re.fullmatch(r"RCPT TO:<(\S+)>", line, re.I))
        ):
            said = self.server.answers.get(found[1], "250 ya")
            self.to += [found[1]] if said.startswith("250") else []
            self.say(said)
        elif word == "DATA" and self.to:
            return self.data()
        else:
            self.say("503 urutan salah")
        return True

    def sign_in(self, line: str) -> None:
        _none, user, password = b64decode(line.split(" ")[2]).decode().split("\0")
        self.signed_in = (user, password) == (self.server.user, self.server.password)
        self.server.signed_in += self.signed_in
        self.say("235 masuk" if self.signed_in else f"535 sandi {password} salah")

    def data(self) -> bool:
        if Fault.CUT in self.server.faults:
            self.server.faults.remove(Fault.CUT)
            return False
        self.server.before_letter()
        self.say("354 silakan")
        lines: list[bytes] = []
        while (raw := self.rfile.readline(2000)) != b".\r\n":
            if not raw:  # no dot, no letter
                return False
            lines.append(raw[1:] if raw.startswith(b"..") else raw)
        if trouble := _trouble(lines, self.server.needed):
            self.say(f"554 {trouble}")
            return True
        fault = self.server.faults.pop(0) if self.server.faults else ""
        if (not fault and self.server.after_data.startswith("250")) or fault in KEPT:
            self.keep(b"".join(lines))
        self.sender, self.to = "", []
        if not fault and self.server.after_data:
            self.say(self.server.after_data)
            return True
        return self.spoil(fault)

    def keep(self, raw: bytes) -> None:
        self.server.raw.append(raw)
        for to in self.to:
            self.server.letters.append((to, email.message_from_bytes(raw, policy=policy)))
            self.server.on_letter(to, raw)

    def spoil(self, fault: str) -> bool:
        if fault in (Fault.BLACKHOLE, Fault.MUTE):
            self.connection.settimeout(self.server.patience)
            with suppress(OSError):
                self.rfile.read(1)
        elif fault == Fault.TRUNCATE:
            self.wfile.write(b"25")
        elif fault and fault not in (*Fault,):
            self.say(fault)
            return True
        return False


def _trouble(lines: list[bytes], needed: tuple[str, ...]) -> str:
    if any(not line.endswith(b"\r\n") or b"\n" in line[:-2] or len(line) > 1000 for line in lines):
        return "baris rusak"
    letter = email.message_from_bytes(b"".join(lines), policy=policy)
    missing = [name for name in needed if len(letter.get_all(name, [])) != 1]
    return f"kepala kurang: {missing}" if missing else ""


@contextmanager
def running() -> Iterator[Smtp]:
    """The server, listening on a port of its own."""
    server = Smtp()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
