"""What a network lets us do with one message: hide it, answer it in private, and until when.

Which network can do what is said by its connector; nothing here knows a network by name.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max

from kentongan.inbox.models import Message
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import sessions
from kentongan.networks.contract import Connector, Hides, Way
from kentongan.networks.models import Account, Health
from kentongan.networks.registry import CONNECTORS

_PRIVATE = gettext_noop(
    "Pesan pribadi tidak dilihat orang lain; yang ditutup hanya tampilannya di sini."
)
_BY_HAND = gettext_noop("Akun ini dilayani dengan tangan: sembunyikan juga di jejaringnya.")


def cannot_hide(message: Message) -> str:
    """Why the network is not told to hide this message, in a sentence; empty where it is told."""
    if message.account is None or message.way == Way.DIRECT:
        return _(_PRIVATE)
    connector = _connector(message.account)
    if connector is None:
        return _(_BY_HAND)
    if not issubclass(connector, Hides):
        return _(getattr(connector, "cannot_hide", _BY_HAND))
    return ""


def answer_until(message: Message) -> datetime | None:
    """Until when a private message may be answered; None where the network sets no time.

    It counts from what the citizen wrote last in that conversation. Longer where the vendor agreed
    to that for the application of this installation.
    """
    if message.account is None or message.way != Way.DIRECT:
        return None
    window = _window(message.account, "answer_window")
    if window is None:
        return None
    window = max(window, _longer(message.account))
    theirs = Message.objects.filter(conversation=message.conversation_id, ours=False)
    last: datetime = theirs.aggregate(last=Max("sent_at"))["last"] or message.sent_at
    return last + window


def private_until(message: Message) -> datetime | None:
    """Until when a comment may be answered in private; None where the network has no such way."""
    if message.account is None or message.way != Way.COMMENT or message.gone_at is not None:
        return None
    window = _window(message.account, "private_replies")
    return message.sent_at + window if window is not None else None


def _connector(account: Account) -> type[Connector] | None:
    """What speaks to the account's network; None where a person does."""
    if account.health in (Health.MANUAL, Health.UNCONNECTED):
        return None
    return CONNECTORS.get(account.network)


def _longer(account: Account) -> timedelta:
    connector = _connector(account)
    found = getattr(connector, "longer_window", None)
    if connector is None or found is None:
        return timedelta()
    box, window = found
    agreed = sessions.app_of(connector).get(box)
    return window if agreed and isinstance(window, timedelta) else timedelta()


def _window(account: Account, name: str) -> timedelta | None:
    found = getattr(_connector(account), name, None)
    return found if isinstance(found, timedelta) else None
