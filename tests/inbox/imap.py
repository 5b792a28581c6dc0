"""A small strict IMAP server on loopback: knows reading, and refuses whatever changes a letter."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import Message


class Letters(socketserver.ThreadingTCPServer):
    """``letters`` maps numbers to bytes; ``refused`` holds commands that a reader must not send.
    ``sent``: letters in the folder that is marked as that of sent ones; None: there is none.

    With ``tls`` nobody signs in before it has begun: by STARTTLS, or ``at_once``.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: dict[int, bytes] = {}
        self.validity = 7
        self.following = 1
        self.user, self.password = "warga", "rahasia"
        self.sent: list[bytes] | None = None
        self.refused: list[str] = []
        self.tls: ssl.SSLContext | None = None
        self.at_once = False
        self.signed_in = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def put(self, letter: bytes) -> int:
        number = self.following
        self.letters[number] = letter
        self.following += 1
        return number


class _Session(socketserver.StreamRequestHandler):
    server: Letters

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.encrypted = False
        with suppress(OSError):  # who does not trust us goes away in the middle of the handshake
            if self.server.tls and self.server.at_once:
                self.encrypt()
            self.talk()

    def encrypt(self) -> None:
        assert self.server.tls is not None
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.encrypted = True

    def talk(self) -> None:
        self.say("* OK siap")
        state, self.searched = "new", self.server.letters
        while raw := self.rfile.readline(65_536):
            tag, _, command = raw.decode().rstrip("\r\n").partition(" ")
            word = command.split(" ")[0].upper()
            if word == "LOGOUT":
                self.say("* BYE sampai jumpa")
                self.say(f"{tag} OK selesai")
                return
            state = self.answer(tag, word, command, state)

    def answer(self, tag: str, word: str, command: str, state: str) -> str:
        if word == "CAPABILITY":
            offers = self.server.tls is not None and not self.encrypted
            self.say(f"* CAPABILITY IMAP4rev1{' STARTTLS LOGINDISABLED' if offers else ''}")
            self.say(f"{tag} OK selesai")
        elif word == "STARTTLS" and state == "new" and self.server.tls and not self.encrypted:
            self.say(f"{tag} OK mulai")
            self.encrypt()
        elif word == "LOGIN" and self.server.tls and not self.encrypted:
            self.server.refused.append(command)
            self.say(f"{tag} NO tanpa TLS")
        elif word == "LOGIN" and state == "new":
            good = command == f'LOGIN {self.server.user} "{self.server.password}"'
            self.server.signed_in += good
            self.say(f"{tag} {'OK' if good else 'NO'} masuk")
            return "in" if good else state
        elif command == 'LIST "" "*"' and state != "new":
            self.say(r'* LIST (\HasNoChildren) "/" INBOX')
            if self.server.sent is not None:
                self.say(r'* LIST (\HasNoChildren \Sent) "/" "Surat Terkirim"')
            self.say(f"{tag} OK selesai")
        elif command == 'EXAMINE "Surat Terkirim"' and self.server.sent is not None:
            self.searched = dict(enumerate(self.server.sent, start=1))
            self.say(f"{tag} OK [READ-ONLY] buka")
            return "open"
        elif command == 'EXAMINE "INBOX"' and state == "in":
            self.searched = self.server.letters
            self.say(f"* {len(self.server.letters)} EXISTS")
            self.say(f"* OK [UIDVALIDITY {self.server.validity}] ya")
            self.say(f"* OK [UIDNEXT {self.server.following}] ya")
            self.say(f"{tag} OK [READ-ONLY] buka")
            return "open"
        elif word == "UID" and state == "open":
            self.uid(tag, command)
        else:
            self.server.refused.append(command)
            self.say(f"{tag} BAD tidak dikenal")
        return state

    def uid(self, tag: str, command: str) -> None:
        if found := re.fullmatch(r"UID SEARCH UID (\d+):\*", command):
            first, known = int(found[1]), sorted(self.server.letters)
            numbers = [n for n in known if n >= first] or known[-1:]
            self.say(f"* SEARCH {' '.join(map(str, numbers))}".rstrip())
            self.say(f"{tag} OK selesai")
        elif found := re.fullmatch(r'UID SEARCH HEADER Message-ID "(<[^"]+>)"', command):
            ids = {n: message_from_bytes(raw)["Message-ID"] for n, raw in self.searched.items()}
            self.say(f"* SEARCH {' '.join(str(n) for n in ids if ids[n] == found[1])}".rstrip())
            self.say(f"{tag} OK selesai")
        elif found := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
            number, most = int(found[1]), int(found[2])
            if letter := self.server.letters.get(number):
                data = letter[:most]
                self.wfile.write(f"* 1 FETCH (UID {number} BODY[]<0> {{{len(data)}}}\r\n".encode())
                self.wfile.write(data + b")\r\n")
            self.say(f"{tag} OK selesai")
        elif found := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[(\S+)\]<0\.(\d+)>\)", command):
            letter, most = self.server.letters.get(int(found[1]), b""), int(found[3])
            if (data := part_at(letter, found[2])) is not None:
                data = data[:most]
                name = f"BODY[{found[2]}]<0>"
                self.wfile.write(f"* 1 FETCH (UID {found[1]} {name} {{{len(data)}}}\r\n".encode())
                self.wfile.write(data + b")\r\n")
            else:
                self.say(f"* 1 FETCH (UID {found[1]} BODY[{found[2]}]<0> NIL)")
            self.say(f"{tag} OK selesai")
        else:
            self.server.refused.append(command)
            self.say(f"{tag} BAD tidak dikenal")


def part_at(letter: bytes, section: str) -> bytes | None:
    """Headers (``2.MIME``) or encoded words (``2``) of a part, as RFC 3501 counts them."""
    part: Message = message_from_bytes(letter)
    numbers = section.removesuffix(".MIME").split(".")
    for number in map(int, numbers if part.is_multipart() or numbers != ["1"] else []):
        inner = part.get_payload() if part.is_multipart() else []
        if not isinstance(inner, list) or not 1 <= number <= len(inner):
            return None
        assert isinstance(inner[number - 1], Message)
        part = inner[number - 1]
    head, _, body = part.as_bytes().partition(b"\n\n")
    return head + b"\r\n\r\n" if section.endswith(".MIME") else body


@contextmanager
def running() -> Iterator[Letters]:
    """The server, until the block ends."""
    with Letters() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)
