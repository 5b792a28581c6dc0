"""Answering a letter by a letter: from which address of the pemda, and to whom.

The address is an account of the register like any other (:data:`NETWORK`). A letter belongs to
no account, because mailboxes are read apart from it; so whose answer it is is decided here.
"""

from __future__ import annotations

import re
from typing import Any

from kentongan.inbox.models import Channel, MailSource, Message
from kentongan.networks.connectors.email.connector import EmailConnector
from kentongan.networks.connectors.email.letter import OURS
from kentongan.networks.contract import Incoming, Reference
from kentongan.networks.models import Account, Health
from kentongan.people.tree import line_of

NETWORK = EmailConnector.code
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
    mailboxes of that unit belong, else the first by name. One whose credential was refused waits
    for its people, as on every network.
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
    users = MailSource.objects.filter(unit=received_by).values_list("user", flat=True)
    read = {user.lower() for user in users}
    return min(found, key=lambda one: (one.handle.lower() not in read, line.index(one.unit_id)))


def reference(message: Message, account: Account) -> Reference:
    """What the connector needs to answer ``message``: its ids, subject and sender, and our name."""
    kept = message.reference
    first_line = message.text.partition("\n")[0][:200]
    extra: dict[str, Any] = {
        "to": message.author_id_there,
        "subject": kept.get("subject", first_line),
        "references": [message.conversation.thread],
        "name": account.display_name or account.unit.name,
    }
    return Reference(kept.get("id", message.external_id), extra=extra)
