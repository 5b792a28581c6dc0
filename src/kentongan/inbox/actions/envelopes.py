"""An answer as a letter: to whom, under which subject, in which thread. Plain text, no copies."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import format_datetime, parseaddr
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from kentongan.inbox import following
from kentongan.inbox.boxes import receiving_unit, server_mailbox
from kentongan.inbox.models import Case, Channel, MailSource, Message, Reply
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit

_ANSWERED = re.compile(r"^(?:(?:re|bls|balas|fwd?|trs)\s*:\s*)+", re.IGNORECASE)
_LONGEST_SUBJECT = 100
_PLAIN_ID = re.compile(r"[^<>\s@]+@[^<>\s@]+")


def address_of(message: Message) -> str:
    """Where an answer to this message goes by mail; empty where none can be sent."""
    if message.channel != Channel.EMAIL or not settings.MAIL_ON:
        return ""
    _name, address = parseaddr(message.author_handle)
    return address if _PLAIN_ID.fullmatch(address) else ""


def message_id(reply: Reply) -> str:
    """The id of the letter, without its brackets: by it the citizen's answer is known again."""
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = sender.rpartition("@")[2] or urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"balasan.{reply.pk}@{domain}"


def letter(reply: Reply, *, to: str, at: datetime) -> EmailMessage:
    """The letter: written by a person, hence not marked as one of a machine (RFC 3834)."""
    message, case = reply.message, _numbered(reply)
    headers = {
        "Message-ID": f"<{message_id(reply)}>",
        "Date": format_datetime(at),
        "Auto-Submitted": "no",
    }
    root = message.conversation.thread
    known = [one for one in dict.fromkeys((root, message.external_id)) if _PLAIN_ID.fullmatch(one)]
    if known:
        headers["References"] = " ".join(f"<{one}>" for one in known)
        headers["In-Reply-To"] = f"<{known[-1]}>"
    read = _mailbox(message.conversation.unit)
    return EmailMessage(
        subject=_subject(message, case),
        body=_body(reply, case),
        to=[to],
        reply_to=[read] if read else [],
        headers=headers,
    )


def _numbered(reply: Reply) -> Case:
    """The case whose number the citizen has."""
    return reply.message.came_with or reply.case


def _subject(message: Message, case: Case) -> str:
    line = message.text.lstrip().split("\n", 1)[0]
    said = _ANSWERED.sub("", " ".join(line.split()))[:_LONGEST_SUBJECT].strip()
    return f"Re: {said} [{case.number}]" if said and case.number not in said else f"Re: {said}"


def _body(reply: Reply, case: Case) -> str:
    foot = _("Nomor laporan Anda %(number)s.") % {"number": case.number}
    if page := _page(reply.message, case):
        foot += " " + _("Lihat kelanjutannya: %(link)s") % {"link": page}
    return f"{reply.text}\n\n-- \n{reply.case.unit.name}\n{foot}\n"


def _page(message: Message, case: Case) -> str:
    """Where the citizen follows it.

    The key of a number is for its one writer: who joined the thread of somebody else sees the
    steps alone, and of a secret case nothing.
    """
    others = following.written(case).exclude(author_id_there=message.author_id_there)
    if not others.exists():
        path = reverse("inbox:followed", args=[case.number, case.follow_key])
    elif case.secret or (message.case is not None and message.case.secret):
        return ""
    else:
        path = f"{reverse('inbox:follow')}?{urlencode({'nomor': case.number})}"
    return urljoin(settings.SITE_URL + "/", path)


def _mailbox(unit: Unit) -> str:
    """The address of a mailbox that is read here, so that the citizen's answer comes back."""
    users = list(MailSource.objects.filter(unit=unit, paused=False).values_list("user", flat=True))
    server = server_mailbox()
    if server is not None and receiving_unit() == unit:
        users.append(server.user)
    return next((user for user in users if _PLAIN_ID.fullmatch(user)), "")
