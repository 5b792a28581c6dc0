"""Which mailboxes there are: that of the settings, whose it is, and those that units added."""

from __future__ import annotations

from django.conf import settings

from kentongan.inbox.mail import Mailbox
from kentongan.inbox.models import MailSource
from kentongan.people.models import Unit
from kentongan.people.queries import tops_of


def receiving_unit() -> Unit | None:
    """The unit whose mailbox it is: the one that is set, else the top one."""
    active = Unit.objects.filter(active=True)
    if settings.IMAP_UNIT:
        return active.filter(code=settings.IMAP_UNIT).first()
    return tops_of(active).first()


def server_mailbox() -> Mailbox | None:
    """The mailbox that the settings of the server name, if any."""
    return Mailbox.from_url(settings.IMAP_URL) if settings.IMAP_URL else None


def mailbox_of(source: MailSource) -> Mailbox:
    """A mailbox that a unit added, with its password."""
    password = source.secret["password"]
    return Mailbox.of(
        source.host, source.port, source.user, password, source.folder, tls=source.tls
    )
