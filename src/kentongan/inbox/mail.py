"""Letters by e-mail, from bytes to plain values, and the mailbox they are fetched from.

Nothing of a letter is run, opened or fetched: its text is taken, attachments only by name.
"""

from __future__ import annotations

import email
import html
import imaplib
import re
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart
from email.policy import default as policy
from email.utils import parseaddr, parsedate_to_datetime
from urllib.parse import unquote, urlsplit

import nh3

from kentongan.kernel.http import NotSent, is_public, resolve
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import shorten
from kentongan.networks.contract import Author, Enclosure, Incoming, Way

TIMEOUT = 20
STARTTLS_PORT = 143
#: Of a letter only so many bytes are fetched; what follows are attachments.
MOST_BYTES = 1_000_000
MOST_TEXT = 20_000
#: Tags at which a line ends, as many as follow each other. Bounded: a letter may be all ``<br``.
_BREAKS = re.compile(
    r"(?: ?<(?:br|hr|/?(?:p|div|li|tr|h[1-6]|blockquote|table|ul|ol|pre))\b[^<>]{0,500}> ?)+",
    re.IGNORECASE,
)
_UNREAD = {"script", "style", "title"}
#: Headers that only machines write.
_MARKS = ("List-Unsubscribe", "X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Failed-Recipients")
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
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
class Letter:
    """A letter as a message, with the address of its sender."""

    uid: int
    item: Incoming | None
    contact: str = ""


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

    def letter(self, uid: int, *, at: datetime) -> Letter:
        """One letter; without an item where a machine wrote it or it is gone meanwhile."""
        kind, data = self._connection.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        if kind != "OK":
            raise MailTrouble(_("Kotak surat menolak memberikan surat."))
        for part in data:
            if isinstance(part, tuple):
                return parse(part[1], uid=uid, key=f"{self.validity}.{uid}", at=at)
        return Letter(uid, None)


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
        raise MailTrouble(_("Kotak surat menolak nama atau sandinya.")) from error
    kind, _data = connection.select(f'"{mailbox.folder}"', readonly=True)
    if kind != "OK":
        raise MailTrouble(_("Folder kotak surat tidak ditemukan."))
    return Reader(connection, _number(connection, "UIDVALIDITY"), _number(connection, "UIDNEXT"))


def _number(connection: imaplib.IMAP4, name: str) -> int:
    _kind, data = connection.response(name)
    found = data[0] if data else None
    return int(found) if found else 0


def parse(raw: bytes, *, uid: int, key: str, at: datetime) -> Letter:
    """A letter from its bytes. ``key`` stands for it where it has no id of its own.

    What a machine answered by itself (absences, bounces, lists) is no message of a citizen.
    """
    found = email.message_from_bytes(raw, policy=policy)
    assert isinstance(found, EmailMessage)  # what this policy makes
    if _automatic(found):
        return Letter(uid, None)
    own = _id(found, "Message-ID") or key
    earlier = _ids(found, "References") or _ids(found, "In-Reply-To")
    name, address = parseaddr(_header(found, "From"))
    subject = _header(found, "Subject")
    text = _text(found)
    item = Incoming(
        external_id=own[:500],
        way=Way.DIRECT,
        author=Author(
            external_id=address.lower()[:300],
            handle=address[:200],
            name=(name or address.partition("@")[0])[:200],
        ),
        text=shorten(f"{subject}\n\n{text}".strip(), MOST_TEXT),
        created_at=_date(found, at),
        thread=(earlier[0] if earlier else own)[:500],
        parent=(earlier[-1] if earlier else "")[:500],
        enclosures=tuple(
            Enclosure(url="", mime=part.get_content_type(), alt=_clean(part.get_filename() or ""))
            for part in found.iter_attachments()
        )[:20],
    )
    return Letter(uid, item, address)


def _automatic(found: EmailMessage) -> bool:
    """Whether a machine wrote it, by any mark they set (RFC 3834, RFC 6522, older habits)."""
    said = _header(found, "Auto-Submitted").lower()
    bulk = _header(found, "Precedence").lower() in ("bulk", "list", "junk", "auto_reply")
    marked = any(_header(found, name) for name in _MARKS)
    report = found.get_content_type() == "multipart/report" or _header(found, "Return-Path") == "<>"
    daemon = parseaddr(_header(found, "From"))[1].lower().startswith("mailer-daemon@")
    return bulk or said not in ("", "no") or marked or report or daemon


def _header(found: EmailMessage, name: str) -> str:
    """A header in one clean line; a broken one is empty."""
    try:
        value = found.get(name, "")
    except (ValueError, IndexError, LookupError, AttributeError):  # how broken headers show
        return ""
    return " ".join(_clean(str(value)).split())


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


def _text(found: EmailMessage) -> str:
    """What was written, then the letters it encloses whole: so some programs forward."""
    texts = [_written(found)]
    texts += [f"{_header(one, 'Subject')}\n\n{_written(one)}" for one in _forwarded(found)]
    return _MANY_LINES.sub("\n\n", "\n\n".join(texts)).strip()


def _written(found: EmailMessage) -> str:
    """The words in plain text; where there are none, those in HTML."""
    for kind in ("plain", "html"):
        body = found.get_body(preferencelist=(kind,))
        words = _decoded(body) if body is not None else ""
        if kind == "html":
            words = _of_html(words)
        if words.strip():
            return _clean(words)
    return ""


def _forwarded(found: EmailMessage) -> Iterator[EmailMessage]:
    for part in [found, *found.iter_attachments()][:20]:
        inner = part.get_payload() if part.get_content_type() == "message/rfc822" else None
        if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
            yield inner[0]


def _decoded(body: MIMEPart) -> str:
    """Its words in the character set it names, or else in those that are left unnamed most."""
    payload = body.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    for charset in (body.get_content_charset(), "utf-8", "cp1252"):
        with suppress(LookupError, ValueError):
            if charset:
                return payload.decode(charset)
    return payload.decode("utf-8", "replace")


def _of_html(content: str) -> str:
    lines = _BREAKS.sub(_line_end, " ".join(content.split()))
    plain = html.unescape(nh3.clean(lines, tags=set(), clean_content_tags=_UNREAD))
    return plain.replace("\xa0", " ")


def _line_end(found: re.Match[str]) -> str:
    tags = found[0].lower()
    return "\n\n" if "</p" in tags or tags.count("<br") > 1 else "\n"


def _clean(text: str) -> str:
    """Text that may be stored: no control or turning characters, no broken surrogates."""
    plain = text.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")
    return _UNSAFE.sub("", plain)
