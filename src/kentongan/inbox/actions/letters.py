"""Reading the mailboxes of citizens: each letter once, in order, without touching it there."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from kentongan.inbox import by_letter, mail
from kentongan.inbox.actions.intake import take_in_own
from kentongan.inbox.by_letter import receiving_unit, server_mailbox
from kentongan.inbox.mail import Machine, Mailbox, MailTrouble
from kentongan.inbox.models import Case, Channel, MachineLetter, MailReading, MailSource, Message
from kentongan.kernel.errors import Conflict
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.networks.contract import Incoming, Refused, TryLater
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.people.notices import notify

#: Letters in one go; the rest comes with the next.
MOST_LETTERS = 50
_TELL_AT = 3
#: So long it is known which letters of machines came.
MACHINES_KEPT = timedelta(days=90)
#: Names the mailbox of the settings where others have their id.
_SERVER = "server"


def read(*, at: datetime) -> int:
    """Take in new letters of the mailbox of the settings; returns how many.

    Letters from before the first look are left alone. Without TLS only to a host that settings
    allow, as for every inner address.
    """
    mailbox, unit = server_mailbox(), receiving_unit()
    if mailbox is None or unit is None:
        return 0
    return _look(mailbox, unit, at=at, key=_SERVER, guarded=not mailbox.tls)


def mailbox_of(source: MailSource) -> Mailbox:
    """A mailbox that a unit added, with its password."""
    password = source.secret["password"]
    return Mailbox.of(
        source.host, source.port, source.user, password, source.folder, tls=source.tls
    )


def read_source(source: MailSource, *, at: datetime) -> int:
    """Take in new letters of a mailbox that a unit added; returns how many."""
    return _look(mailbox_of(source), source.unit, at=at, key=str(source.pk), guarded=True)


def _look(mailbox: Mailbox, unit: Unit, *, at: datetime, key: str, guarded: bool) -> int:
    """``guarded``: the server must be one that a page may make us call."""
    row, _new = MailReading.objects.get_or_create(mailbox=mailbox.name[:300])
    try:
        if guarded:
            mail.may_be_asked(mailbox, settings.INNER_HOSTS)
        count = _read(mailbox, row, unit, at=at, key=key)
    except MailTrouble as error:
        _failed(row, unit, str(error), at=at, key=key)
        return 0
    MailReading.objects.filter(pk=row.pk).update(last_at=at, failures=0, trouble="")
    return count


def open_file(handle: str, *, most: int) -> bytes:
    """A file that came with a letter, from the mailbox it still lies in.

    Raises ``Refused`` where it lies there no longer, ``TryLater``, ``TooLong``.
    """
    key, _sep, place = handle.partition("/")
    validity, uid, section = place.split(".", 2)
    mailbox = server_mailbox() if key == _SERVER else None
    if key != _SERVER and (source := MailSource.objects.filter(pk=key).first()) is not None:
        mailbox = mailbox_of(source)
    gone = Refused(_("Surat dengan lampiran ini tidak ada lagi di kotaknya."))
    if mailbox is None:
        raise gone
    try:
        if key != _SERVER or not mailbox.tls:
            mail.may_be_asked(mailbox, settings.INNER_HOSTS)
        with mail.open_mailbox(mailbox) as reader:
            found = reader.file(int(uid), section, most=most)
            known = reader.validity == int(validity)
    except MailTrouble as error:
        raise TryLater(str(error)) from error
    if not known or not found:
        raise gone
    return found


def _read(mailbox: Mailbox, row: MailReading, unit: Unit, *, at: datetime, key: str) -> int:
    count = 0
    MachineLetter.objects.filter(reading=row, at__lt=at - MACHINES_KEPT).delete()
    with mail.open_mailbox(mailbox) as reader:
        if row.validity != reader.validity:
            # At first: from here on. Renumbered: all again, known letters have ids of their own.
            row.last_uid = 0 if row.validity else max(reader.following - 1, 0)
            row.validity = reader.validity
            row.save(update_fields=["validity", "last_uid"])
        for uid in reader.uids_after(row.last_uid, MOST_LETTERS):
            letter = reader.letter(uid, at=at)
            if letter.machine is not None:
                _set_aside(letter.machine, row, uid, at=at)
                if letter.machine.mark == MachineLetter.Mark.RETURNED:
                    by_letter.came_back(letter.machine.about, at=at)
            item = _new(letter.item, key) if letter.item is not None else None
            if item is not None:
                take_in_own(unit, Channel.EMAIL, item, at=at, contact=letter.contact)
                count += 1
            MailReading.objects.filter(pk=row.pk).update(last_uid=uid)
    return count


def _set_aside(letter: Machine, row: MailReading, uid: int, *, at: datetime) -> None:
    """Keep who sent a letter that becomes no message, so that somebody can look."""
    place = {"validity": row.validity, "uid": uid}
    values = {"mark": letter.mark, "sender": letter.sender, "subject": letter.subject, "at": at}
    MachineLetter.objects.update_or_create(
        reading=row, external_id=letter.external_id, defaults=place,
        create_defaults={**place, **values},
    )  # fmt: skip


def mailboxes_of(unit: Unit) -> dict[str, tuple[str, Mailbox]]:
    """The mailboxes of a unit by name, also that of the settings: the key of each, and itself."""
    sources = MailSource.objects.filter(unit=unit)
    found = {str(source): (str(source.pk), mailbox_of(source)) for source in sources}
    server = server_mailbox()
    if server is not None and receiving_unit() == unit:
        found[server.name] = (_SERVER, server)
    return found


def take_anyway(letter: MachineLetter, unit: Unit, *, by: User, at: datetime) -> Case | None:
    """Take in a letter of ``unit`` that was held for one of a machine; None where it is here.

    It is fetched anew from its mailbox. Raises ``Conflict`` where it lies there no longer, or the
    mailbox cannot be read now.
    """
    permissions.require(by, "inbox.manage", unit, at)
    key, mailbox = mailboxes_of(unit)[letter.reading_id]
    try:
        if key != _SERVER or not mailbox.tls:
            mail.may_be_asked(mailbox, settings.INNER_HOSTS)
        with mail.open_mailbox(mailbox) as reader:
            known = reader.validity == letter.validity
            found = reader.letter(letter.uid, at=at, any_writer=True) if known else None
    except MailTrouble as error:
        raise Conflict(str(error)) from error
    if found is None or found.item is None:
        raise Conflict(_("Surat itu tidak ada lagi di kotaknya."))
    item = _new(found.item, key)
    with transaction.atomic():
        case = None
        if item is not None:
            case = take_in_own(unit, Channel.EMAIL, item, at=at, contact=found.contact)
        letter.delete()
        target = ("mailbox", letter.reading_id, letter.reading_id)
        data = {"case": case.number if case is not None and not case.secret else ""}
        ledger.record(
            by=by.actor, at=at, action="inbox.mail_letter", target=target, unit=unit.code, data=data
        )
    return case


def _new(item: Incoming, key: str) -> Incoming | None:
    """The letter with the mailbox its files lie in, unless it is here, or our own copy: then None.

    A letter never changes, so other words under the same Message-ID are another letter, of a
    careless program or of somebody who would replace the first.
    """
    if by_letter.is_our_copy(item):
        return None
    found = item.enclosures
    files = (replace(one, handle=f"{key}/{one.handle}") if one.handle else one for one in found)
    item = replace(item, enclosures=tuple(files))
    rows = Message.objects.filter(account=None, channel=Channel.EMAIL)
    if (thread := _thread_of(item, rows)) is not None:
        item = replace(item, thread=thread)
    before = rows.filter(external_id=item.external_id).first()
    if before is None:
        return item
    if before.text.startswith(item.text):  # read while answers still had their quotations in them
        return None
    digest = hashlib.sha256(item.text.encode()).hexdigest()[:16]
    other = replace(item, external_id=f"{item.external_id[:480]}-{digest}")
    return None if rows.filter(external_id=other.external_id).exists() else other


def _thread_of(item: Incoming, rows: QuerySet[Message]) -> str | None:
    """The thread of the letter it answers; None where that is not known.

    Programs that name only the last letter, and not the first, would begin a thread anew.
    """
    named = [one for one in (item.parent, item.thread) if one and one != item.external_id]
    for one in named:
        found = rows.filter(external_id=one).values_list("conversation__thread", flat=True).first()
        if found is not None:
            return found
    return None


def _failed(row: MailReading, unit: Unit, trouble: str, *, at: datetime, key: str) -> None:
    failures = row.failures + 1
    MailReading.objects.filter(pk=row.pk).update(failures=failures, trouble=trouble)
    if failures == _TELL_AT:
        people = permissions.holders(["administrator", "admin_pusat"], unit, at)
        text = _("Kotak surat warga sudah tiga kali tidak dapat dibaca: %(why)s")
        notify(people, text % {"why": trouble}, key=f"inbox-mail:{key}:{at:%Y%m%d}", at=at)
