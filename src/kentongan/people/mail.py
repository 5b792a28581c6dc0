"""A mail with notices: its words, and handing it to the mail server of the pemda.

Plain text, for one person, without words of citizens or drafts: of most topics a mail only tells
how many notices wait, and where. Nothing in it is secret but the links of ``mail_password.py``.
"""

from __future__ import annotations

import smtplib
import ssl
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from email.utils import format_datetime, parseaddr
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import override

from kentongan.kernel.say import altered, gettext as _
from kentongan.people import topics
from kentongan.people.models import Notice

LANGUAGE = "id"
_MOST_QUOTED = 20
_LONGEST_NOTE = 300
_LONGEST_SUBJECT = 120


class NotHanded(Exception):
    """The mail server has certainly not taken it, and may later; ``str`` says why."""


class MailRefused(Exception):
    """The mail server will not take this one; ``str`` says why."""


class Uncertain(Exception):
    """The connection broke: the mail server may have taken it."""


def where() -> str:
    """The mail server, without name and password."""
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


@contextmanager
def connection() -> Iterator[BaseEmailBackend]:
    """An open connection to the mail server; :class:`NotHanded` where there is none."""
    backend = get_connection()
    try:
        backend.open()
    except (smtplib.SMTPException, OSError) as error:
        raise NotHanded(reason(error)) from None
    try:
        yield backend
    finally:
        with suppress(smtplib.SMTPException, OSError):  # what it was given is with the server
            backend.close()


def hand_over(message: EmailMessage, backend: BaseEmailBackend) -> None:
    """Give one mail to the server; returns only when the server has taken it.

    Raises :class:`MailRefused`, :class:`NotHanded` or :class:`Uncertain`.
    """
    if getattr(getattr(backend, "connection", None), "sock", backend) is None:
        raise NotHanded(_("Server surel memutus sambungan."))
    try:
        backend.send_messages([message])
    except smtplib.SMTPServerDisconnected as error:
        raise Uncertain(reason(error)) from None
    except smtplib.SMTPRecipientsRefused as error:
        code, _said = next(iter(error.recipients.values()))
        raise (MailRefused if code >= 500 else NotHanded)(reason(error)) from None
    except smtplib.SMTPSenderRefused as error:  # it is the sender that must be mended
        raise NotHanded(reason(error)) from None
    except smtplib.SMTPResponseException as error:
        kind = MailRefused if error.smtp_code >= 500 else NotHanded
        raise kind(reason(error)) from None
    except smtplib.SMTPException as error:
        raise MailRefused(reason(error)) from None
    except OSError as error:
        raise Uncertain(reason(error)) from None


def reason(error: Exception) -> str:
    """What went wrong in one line, without the password should the server repeat it."""
    said = str(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        why = {"why": error.verify_message}
        said = _("Sertifikat server surel tidak dipercaya (%(why)s). Periksa nama servernya.") % why
    elif isinstance(error, smtplib.SMTPNotSupportedError):
        said = _("Server surel tidak menawarkan TLS, jadi sandinya tidak dikirim.")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        said = f"{code} {_words(words)}"
    elif isinstance(error, smtplib.SMTPResponseException):
        said = f"{error.smtp_code} {_words(error.smtp_error)}"
    return altered(said, _one_line) or type(error).__name__


def _one_line(said: str) -> str:
    if settings.EMAIL_HOST_PASSWORD:
        said = said.replace(settings.EMAIL_HOST_PASSWORD, "…")
    line = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return line[:_LONGEST_NOTE]


def _words(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def test_message(address: str, *, pk: UUID, pemda: str, at: datetime) -> EmailMessage:
    """A mail that only shows that mails arrive."""
    with override(LANGUAGE):
        body = _(
            "Ini surel percobaan dari Kentongan %(pemda)s.\n\n"
            "Bila Anda membacanya, pemberitahuan dapat dikirim lewat surel."
        ) % {"pemda": pemda}
        subject = _("Surel percobaan dari Kentongan")
    return compose(subject, body, address, pk=pk, at=at)


def message(
    notices: Sequence[Notice],
    address: str,
    *,
    pk: UUID,
    pemda: str,
    at: datetime,
    language: str = LANGUAGE,
) -> EmailMessage:
    """The mail that carries ``notices``, in ``language``; its id follows from ``pk``."""
    with override(language):
        subject = _subject(notices)
        body = "\n\n".join([
            _("Kentongan %(pemda)s mengabari Anda:") % {"pemda": pemda},
            *_paragraphs(notices),
            _("Semua pemberitahuan: %(link)s") % {"link": address_of(reverse("home:notices"))},
            _("Pilih apa yang dikirim lewat surel: %(link)s") % {"link": choice_link()},
        ])  # fmt: skip
    more = {"List-Unsubscribe": f"<{choice_link()}>"}
    return compose(subject, body, address, pk=pk, at=at, more=more)


def _subject(notices: Sequence[Notice]) -> str:
    """What the mail is about: its most pressing notice, and how many more there are."""
    first = min(notices, key=lambda notice: not notice.urgent)
    topic = topics.of(first.key)
    if topic and topic.quoted:
        about, more = " ".join(first.shown.split()), len(notices) - 1
        about = Truncator(about).chars(_LONGEST_SUBJECT).rstrip(".")
    else:
        same = sum(topics.of(notice.key) == topic for notice in notices)
        about = _("%(topic)s, %(n)d kabar") % {"topic": topic.name if topic else "", "n": same}
        more = len(notices) - same
    if more:
        about = _("%(about)s, dan %(n)d kabar lain") % {"about": about, "n": more}
    words = _("Kentongan, mendesak: %(about)s") if first.urgent else _("Kentongan: %(about)s")
    return words % {"about": about}


def _paragraphs(notices: Sequence[Notice]) -> list[str]:
    """Sentences with their pages where they may leave the house; of the others how many wait."""
    told = [(notice, topics.of(notice.key)) for notice in notices]
    quoted = [notice for notice, topic in told if topic and topic.quoted]
    shown = [
        f"- {notice.shown}\n  {address_of(notice.url)}" if notice.url else f"- {notice.shown}"
        for notice in quoted[:_MOST_QUOTED]
    ]
    counts = Counter(topic.code for _notice, topic in told if topic and not topic.quoted)
    labels = {topic.code: topic.label for topic in topics.all_topics()}
    shown += [
        _("- %(topic)s: %(n)d kabar") % {"topic": labels[code], "n": n}
        for code, n in counts.items()
    ]
    if len(quoted) > _MOST_QUOTED:
        shown.append(_("- dan %(n)d lagi") % {"n": len(quoted) - _MOST_QUOTED})
    return shown


def choice_link() -> str:
    """The page on which a person chooses what comes by mail."""
    return address_of(reverse("people:mail"))


def address_of(path: str) -> str:
    """The full address of a page, as the installation names itself: no request has a say in it."""
    return urljoin(settings.SITE_URL + "/", path)


def compose(
    subject: str,
    body: str,
    address: str,
    *,
    pk: UUID,
    at: datetime,
    more: Mapping[str, str] | None = None,
) -> EmailMessage:
    """A mail of this machine, with what every such mail carries and the headers in ``more``."""
    return EmailMessage(
        subject=subject,
        body=f"{body}\n",
        to=[address],
        headers={
            "Message-ID": f"<{pk}@{_domain()}>",
            "Date": format_datetime(at),
            "Auto-Submitted": "auto-generated",
            **(more or {}),
        },
    )


def _domain() -> str:
    """The domain of the sender, else of the site."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return address.rpartition("@")[2] or urlsplit(settings.SITE_URL).hostname or "localhost"
