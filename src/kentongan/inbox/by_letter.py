"""Answering a letter by a letter: from which address of the pemda, and to whom.

The address is an account of the register like any other (:data:`NETWORK`). A letter belongs to
no account, because mailboxes are read apart from it; so whose answer it is is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urljoin
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from kentongan.delivery import receipts
from kentongan.delivery.models import Delivery
from kentongan.inbox import following
from kentongan.inbox.mail import Mailbox
from kentongan.inbox.models import Channel, MailSource, Message
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks.connectors.email.connector import EmailConnector
from kentongan.networks.connectors.email.letter import OURS
from kentongan.networks.contract import Incoming, Receipt, Reference, Refused
from kentongan.networks.models import Account, Health
from kentongan.people.models import Unit
from kentongan.people.queries import tops_of
from kentongan.people.tree import line_of

NETWORK = EmailConnector.code
_RETURNED = gettext_noop(
    "Surat ini dikembalikan server penerimanya. Periksa alamat warga itu, atau hubungi lewat jalan"
    " lain."
)
_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")


def is_letter(message: Message) -> bool:
    """Whether it came as a letter that can be answered: by hand entered ones have no sender, and a
    citizen may have taken theirs back."""
    letter = message.account_id is None and message.channel == Channel.EMAIL and not message.ours
    return letter and _ADDRESS.fullmatch(message.author_id_there) is not None


def is_our_copy(item: Incoming) -> bool:
    """Whether a letter in a mailbox is an answer of ours, kept there as proof that it went out."""
    if not item.external_id.startswith(OURS):
        return False
    return Account.objects.filter(network=NETWORK, handle__iexact=item.author.external_id).exists()


def account_for(message: Message) -> Account | None:
    """The address that answers it, or None where none is connected.

    Of the unit that received the letter, else of the nearest one above; there the one to which
    mailboxes of that unit belong, that of the settings too, else the first by name. One whose
    credential was refused waits for its people, as on every network.
    """
    if not is_letter(message):
        return None
    received_by = message.conversation.unit_id
    line = line_of(received_by)
    known = Account.objects.filter(network=NETWORK, active=True, unit__active=True, unit__in=line)
    connected = known.exclude(health__in=(Health.UNCONNECTED, Health.MANUAL))
    found = list(connected.select_related("unit").order_by("handle"))
    if not found:
        return None
    read = {user.lower() for user in _read_for(received_by)}
    return min(found, key=lambda one: (one.handle.lower() not in read, line.index(one.unit_id)))


def _read_for(unit_id: UUID) -> list[str]:
    """Who signs in to the mailboxes whose letters a unit receives."""
    users = list(MailSource.objects.filter(unit=unit_id).values_list("user", flat=True))
    try:
        server = server_mailbox()
    except ValueError:  # its address is none; reading letters tells it, answers go out all the same
        server = None
    if server is not None and (unit := receiving_unit()) is not None and unit.pk == unit_id:
        users.append(server.user)
    return users


def receiving_unit() -> Unit | None:
    """The unit whose mailbox the settings name: the one that is set, else the top one."""
    active = Unit.objects.filter(active=True)
    if settings.IMAP_UNIT:
        return active.filter(code=settings.IMAP_UNIT).first()
    return tops_of(active).first()


def server_mailbox() -> Mailbox | None:
    """The mailbox that the settings of the server name, if any."""
    return Mailbox.from_url(settings.IMAP_URL) if settings.IMAP_URL else None


def reference(message: Message, account: Account) -> Reference:
    """What the connector needs to answer ``message``: its ids, subject and sender, and our name."""
    kept = message.reference
    first_line = message.text.partition("\n")[0][:200]
    extra: dict[str, Any] = {
        "to": message.author_id_there,
        "subject": kept.get("subject", first_line),
        "references": [message.conversation.thread],
        "name": account.display_name or account.unit.name,
        "foot": _foot(message),
    }
    return Reference(kept.get("id", message.external_id), extra=extra)


def _foot(message: Message) -> list[str]:
    """Lines below the answer: whose it is, the number, and where the citizen follows it.

    The key of a number is for its one writer: who joined the thread of somebody else is led to the
    steps alone, and of a secret case to nothing.
    """
    case = message.came_with or message.case
    if case is None:
        return []
    number = _("Nomor laporan Anda %(number)s.") % {"number": case.number}
    lines = [case.unit.name, number]
    others = following.written(case).exclude(author_id_there=message.author_id_there)
    if not others.exists():
        path = reverse("inbox:followed", args=[case.number, case.follow_key])
    elif case.secret or (message.case is not None and message.case.secret):
        return lines
    else:
        path = f"{reverse('inbox:follow')}?{urlencode({'nomor': case.number})}"
    link = urljoin(f"{settings.SITE_URL}/", path)
    return [*lines, _("Lihat kelanjutannya: %(link)s") % {"link": link}]


def came_back(ids: Sequence[str], *, at: datetime) -> bool:
    """A mail server returned a letter that names these ids: ours among them did not arrive.

    False where none of them is ours.
    """
    keys = {one.removeprefix(OURS).partition("@")[0]: one for one in ids if one.startswith(OURS)}
    rows = Delivery.objects.filter(account__network=NETWORK, key__in=keys)
    found = list(rows.select_related("account"))
    for delivery in found:
        trouble = Refused(_(_RETURNED))
        said = Receipt(delivery.key, keys[delivery.key], "failed", trouble)
        receipts.hear(delivery.account, [said], at)
    return bool(found)
