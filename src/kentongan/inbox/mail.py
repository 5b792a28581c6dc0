"""Letters by e-mail, from bytes to plain values, and the mailbox they are fetched from.

Nothing of a letter is run, opened or followed: its text is taken; files are fetched one by one,
and looked through before they are kept.
"""

from __future__ import annotations

import email
import imaplib
import re
import ssl
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.policy import default as policy
from email.utils import parseaddr, parsedate_to_datetime
from itertools import islice
from urllib.parse import unquote, urlsplit

from kentongan.inbox import letter_parts, quotes
from kentongan.kernel.http import NotSent, TooLong, is_public, resolve
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import shorten
from kentongan.networks.contract import Author, Enclosure, Incoming, Way

TIMEOUT = 20
STARTTLS_PORT = 143
#: Of a letter only so many bytes are fetched for its words; what follows are files.
MOST_BYTES = 1_000_000
MOST_HEAD = 20_000
MOST_TEXT = 20_000
#: So much of the words is looked at for what they repeat of earlier letters.
MOST_READ = 3 * MOST_TEXT
#: Headers that only machines write that answer by themselves.
_ANSWERS = ("X-Autoreply", "X-Auto-Reply", "X-Autorespond")
#: Ids of letters anywhere in one that was returned: in its headers, and in what it encloses.
_NAMED = re.compile(rb"<([^<>\s@]{1,200}@[^<>\s@]{1,200})>")
_MOST_NAMED = 50
_MANY_LINES = re.compile(r"\n\s*\n\s*\n+")


class MailTrouble(Exception):
    """The mailbox cannot be read now; ``str`` says why, without a password."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where letters lie: from an address of the settings, or as a unit added it.

    ``tls``: encrypted; ``starttls``: from after the greeting on (RFC 2595), as on port 143.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    tls: bool
    starttls: bool = False

    @classmethod
    def of(
        cls, host: str, port: int, user: str, password: str, folder: str, *, tls: bool
    ) -> Mailbox:
        """One of a unit: there the port says which way TLS begins."""
        return cls(host, port, user, password, folder, tls, starttls=tls and port == STARTTLS_PORT)

    @classmethod
    def from_url(cls, url: str) -> Mailbox:
        """Read the address; ``ValueError`` where it is none."""
        parts = urlsplit(url)
        at_once, plain = parts.scheme == "imaps", parts.query == "tls=tidak"
        known = parts.scheme in ("imaps", "imap") and parts.query in ("", "tls=tidak")
        if not known or not parts.hostname or not parts.username or (at_once and plain):
            raise ValueError("KENTONGAN_IMAP_URL: imaps://pengguna:sandi@host/INBOX")
        return cls(
            host=parts.hostname,
            port=parts.port or (993 if at_once else STARTTLS_PORT),
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.lstrip("/")) or "INBOX",
            tls=not plain,
            starttls=not at_once and not plain,
        )

    @property
    def name(self) -> str:
        """The mailbox without its password."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


@dataclass(frozen=True, slots=True)
class Machine:
    """What is kept of a letter that a machine wrote; ``mark``: one of ``MachineLetter.Mark``.

    ``about``: ids of letters that it names, such as the one that it returns.
    """

    external_id: str
    mark: str
    sender: str
    subject: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as a message, with the address of its sender; or as one that a machine wrote.

    Without either it is gone.
    """

    uid: int
    item: Incoming | None
    contact: str = ""
    machine: Machine | None = None


class Reader:
    """An open mailbox. It is opened to read only: nothing there is marked, moved or deleted."""

    def __init__(self, connection: imaplib.IMAP4, validity: int, following: int) -> None:
        self._connection = connection
        self.validity = validity
        self.following = following

    def uids_after(self, uid: int, limit: int) -> list[int]:
        """Numbers of letters that came after ``uid``, oldest first."""
        kind, data = self._connection.uid("SEARCH", f"UID {uid + 1}:*")
        if kind != "OK":
            raise MailTrouble(_("Kotak surat menolak pencarian."))
        # ``n:*`` always names the last letter, even one that came before n.
        found = sorted(int(part) for part in (data[0] or b"").split())
        return [number for number in found if number > uid][:limit]

    def letter(self, uid: int, *, at: datetime, any_writer: bool = False) -> Letter:
        """One letter; without an item where a machine wrote it (unless ``any_writer``), or it is
        gone meanwhile."""
        kind, data = self._connection.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        if kind != "OK":
            raise MailTrouble(_("Kotak surat menolak memberikan surat."))
        for part in data:
            if isinstance(part, tuple):
                cut = len(part[1]) >= MOST_BYTES
                further = self._further(uid) if cut else None
                key = f"{self.validity}.{uid}"
                return parse(
                    part[1], uid=uid, key=key, at=at, further=further, any_writer=any_writer
                )
        return Letter(uid, None)

    def file(self, uid: int, section: str, *, most: int) -> bytes:
        """The bytes of one part of a letter; empty where it is gone. Raises ``TooLong``."""
        head = self._section(uid, f"{section}.MIME", MOST_HEAD)
        if not head and section == letter_parts.ONLY_PART:  # some know no part of such a letter
            head = self._section(uid, "HEADER", MOST_HEAD)
        # Four letters for three bytes, and the ends of their lines.
        body = self._section(uid, section, most * 3 // 2)
        data = letter_parts.part_of(head, body).get_payload(decode=True) if head else b""
        if not isinstance(data, bytes) or len(data) > most:
            raise TooLong(section)
        return data

    def _further(self, uid: int) -> Callable[[int], bytes]:
        """Headers of the parts at the top of a letter, by number; empty after the last."""
        return lambda number: self._section(uid, f"{number}.MIME", MOST_HEAD)

    def _section(self, uid: int, section: str, most: int) -> bytes:
        kind, data = self._connection.uid("FETCH", str(uid), f"(BODY.PEEK[{section}]<0.{most}>)")
        if kind != "OK":
            raise MailTrouble(_("Kotak surat menolak memberikan surat."))
        return next((bytes(part[1]) for part in data if isinstance(part, tuple)), b"")


def may_be_asked(mailbox: Mailbox, inner_hosts: Collection[str]) -> None:
    """Raise :class:`MailTrouble` for a server that a page must not make us call.

    Inner addresses, and servers without TLS, only where ``inner_hosts`` names ``host:port``. The
    name is not pinned to the address that was looked up: by TLS it must prove itself.
    """
    if f"{mailbox.host}:{mailbox.port}" in inner_hosts:
        return
    if not mailbox.tls:
        raise MailTrouble(_("Kotak surat tanpa TLS tidak dibaca. Nyalakan TLS."))
    try:
        addresses = resolve(mailbox.host, mailbox.port)
    except NotSent as error:
        raise MailTrouble(_("Kotak surat tidak dapat dihubungi.")) from error
    if not all(is_public(address) for address in addresses):
        raise MailTrouble(_("Alamat server surat itu bukan alamat umum."))


@contextmanager
def open_mailbox(mailbox: Mailbox, *, timeout: int = TIMEOUT) -> Iterator[Reader]:
    """Sign in and open the folder; every trouble of network or server is :class:`MailTrouble`."""
    try:
        connection = _called(mailbox, timeout)
    except ssl.SSLCertVerificationError as error:
        text = _(
            "Sertifikat server surat itu tidak dipercaya (%(why)s). Periksa nama servernya, atau"
            " minta pengelolanya memasang sertifikat yang sah."
        )
        raise MailTrouble(text % {"why": error.verify_message}) from error
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailTrouble(_("Kotak surat tidak dapat dihubungi.")) from error
    try:
        yield _signed_in(connection, mailbox)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailTrouble(_("Kotak surat tidak menjawab dengan benar.")) from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            connection.logout()


def _called(mailbox: Mailbox, timeout: int) -> imaplib.IMAP4:
    """A connection, encrypted and with the server proven where the mailbox says so."""
    if not mailbox.tls:
        return imaplib.IMAP4(mailbox.host, mailbox.port, timeout=timeout)
    proven = ssl.create_default_context()
    if not mailbox.starttls:
        return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, timeout=timeout, ssl_context=proven)
    connection = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=timeout)
    try:
        if "STARTTLS" not in connection.capabilities:
            raise MailTrouble(
                _("Server surat itu tidak menawarkan TLS, jadi sandinya tidak dikirim.")
            )
        connection.starttls(proven)
    except (OSError, imaplib.IMAP4.error, MailTrouble):
        with suppress(OSError):  # a handshake that failed has closed it already
            connection.shutdown()
        raise
    return connection


def _signed_in(connection: imaplib.IMAP4, mailbox: Mailbox) -> Reader:
    try:
        connection.login(mailbox.user, mailbox.password)
    except imaplib.IMAP4.error as error:
        raise MailTrouble(
            _(
                "Kotak surat menolak nama atau sandinya. Gmail dan Google Workspace meminta sandi"
                " aplikasi; Microsoft 365 tidak menerima sandi."
            )
        ) from error
    kind, _data = connection.select(f'"{mailbox.folder}"', readonly=True)
    if kind != "OK":
        raise MailTrouble(_("Folder kotak surat tidak ditemukan."))
    return Reader(connection, _number(connection, "UIDVALIDITY"), _number(connection, "UIDNEXT"))


def _number(connection: imaplib.IMAP4, name: str) -> int:
    _kind, data = connection.response(name)
    found = data[0] if data else None
    return int(found) if found else 0


def parse(
    raw: bytes,
    *,
    uid: int,
    key: str,
    at: datetime,
    further: Callable[[int], bytes] | None = None,
    any_writer: bool = False,
) -> Letter:
    """A letter from its bytes. ``key`` stands for it where it has no id of its own, and its files
    are had by it. ``further`` gives the headers of parts that ``raw`` has no longer.

    What a machine answered by itself (absences, bounces, lists) is no message of a citizen, unless
    ``any_writer``.
    """
    found = email.message_from_bytes(raw, policy=policy)
    assert isinstance(found, EmailMessage)  # what this policy makes
    own = (_id(found, "Message-ID") or key)[:500]
    earlier = _ids(found, "References") or _ids(found, "In-Reply-To")
    name, address = parseaddr(_header(found, "From"))
    subject = _header(found, "Subject")
    if not any_writer and (mark := _mark(found)):
        about = tuple(one.decode("ascii", "replace") for one in _NAMED.findall(raw)[:_MOST_NAMED])
        machine = Machine(own, mark, address[:200], subject[:200], about)
        return Letter(uid, None, machine=machine)
    text, quoted = _text(found, answer=quotes.answers(subject, marked=bool(earlier)))
    item = Incoming(
        external_id=own,
        way=Way.DIRECT,
        author=Author(
            external_id=address.lower()[:300],
            handle=address[:200],
            name=(name or address.partition("@")[0])[:200],
        ),
        text=shorten(f"{subject}\n\n{text}".strip(), MOST_TEXT),
        quoted=shorten(quoted, MOST_TEXT),
        created_at=_date(found, at),
        thread=(earlier[0] if earlier else own)[:500],
        parent=(earlier[-1] if earlier else "")[:500],
        reference={"id": own, "subject": subject[:200]},
        enclosures=tuple(
            Enclosure(
                url="",
                mime=part.get_content_type(),
                alt=letter_parts.clean(part.get_filename() or "")[:200],
                handle="" if part.get_content_maintype() == "message" else f"{key}.{section}",
            )
            for section, part in islice(_files(found, further), letter_parts.MOST_FILES)
        ),
    )
    return Letter(uid, item, address)


def _files(
    found: EmailMessage, further: Callable[[int], bytes] | None
) -> Iterator[tuple[str, MIMEPart]]:
    """The files of a letter, those beyond what was fetched of it by their headers alone."""
    yield from letter_parts.files(found)
    known = letter_parts.parts_of(found)
    if not known or further is None:
        return
    for number in range(known + 1, known + 1 + letter_parts.MOST_FILES):
        if not (head := further(number)):
            return
        part = letter_parts.part_of(head)
        if not letter_parts.is_words(part):
            yield str(number), part


def _mark(found: EmailMessage) -> str:
    """By which mark a machine wrote it (RFC 3834, RFC 6522, older habits); empty: a person did."""
    daemon = parseaddr(_header(found, "From"))[1].lower().startswith("mailer-daemon@")
    report = found.get_content_type() == "multipart/report"
    if daemon or report or _header(found, "X-Failed-Recipients"):
        return "returned"
    said = _header(found, "Auto-Submitted").lower()
    precedence = _header(found, "Precedence").lower()
    own = said not in ("", "no") or any(_header(found, name) for name in _ANSWERS)
    if own or precedence == "auto_reply" or _header(found, "Return-Path") == "<>":
        return "answer"
    bulk = precedence in ("bulk", "list", "junk") or _header(found, "List-Unsubscribe")
    return "bulk" if bulk else ""


def _header(found: EmailMessage, name: str) -> str:
    """A header in one clean line; a broken one as it was sent, or empty."""
    try:
        value = found.get(name, "")
    except (ValueError, IndexError, LookupError, AttributeError):  # how broken headers show
        value = _as_sent(found, name)
    return " ".join(letter_parts.clean(str(value)).split())


def _as_sent(found: EmailMessage, name: str) -> str:
    """A header that the standard library refuses, such as a name with an encoded line break."""
    sent = next((value for key, value in found.raw_items() if key.lower() == name.lower()), "")
    with suppress(ValueError, IndexError, LookupError, AttributeError):
        return str(make_header(decode_header(str(sent))))
    return ""


def _ids(found: EmailMessage, name: str) -> list[str]:
    return re.findall(r"<([^<>\s]{1,490})>", _header(found, name))


def _id(found: EmailMessage, name: str) -> str:
    ids = _ids(found, name)
    return ids[0] if ids else ""


def _date(found: EmailMessage, at: datetime) -> datetime:
    """When it was written, as it says; a time to come, or none, is the time of now."""
    with suppress(ValueError, TypeError, OverflowError):
        said = parsedate_to_datetime(_header(found, "Date"))
        said = said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
        return min(said, at)
    return at


def _text(found: EmailMessage, *, answer: bool) -> tuple[str, str]:
    """What was written, then the letters it encloses whole: so some programs forward. Apart from
    it what an answer repeats of earlier letters."""
    words, quoted = letter_parts.written(found)[:MOST_READ], ""
    if answer:
        words, quoted = quotes.own_words(words)
    texts = [words, *(letter_parts.words_of(part) for part in letter_parts.more_words(found))]
    enclosed = letter_parts.forwarded(found)
    texts += [f"{_header(one, 'Subject')}\n\n{letter_parts.written(one)}" for one in enclosed]
    text = _MANY_LINES.sub("\n\n", "\n\n".join(texts)).strip()
    return text, _MANY_LINES.sub("\n\n", quoted)
