"""Entering by hand what somebody said on the phone, at the counter, or in a WhatsApp message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kentongan.inbox.actions.enclosures import keep_own, taken
from kentongan.inbox.actions.intake import take_in_own
from kentongan.inbox.actions.writing import locked, save, wake
from kentongan.inbox.enclosed import Safe
from kentongan.inbox.models import Case, Channel
from kentongan.kernel.errors import Invalid
from kentongan.kernel.ids import uuid7
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line, clean_text
from kentongan.networks.contract import Author, Enclosure, Incoming, Way
from kentongan.people import permissions
from kentongan.people.models import Unit, User

#: Ways in that no connector listens to here, or that somebody showed on another telephone.
CHANNELS = (Channel.PHONE, Channel.WHATSAPP, Channel.VISIT, Channel.EMAIL)
#: Nobody enters what is older; a year mistyped would be overdue since the Middle Ages.
LONGEST_AGO = timedelta(days=5 * 366)


def note_by_hand(
    unit: Unit,
    *,
    by: User,
    at: datetime,
    channel: str,
    text: str,
    name: str = "",
    contact: str = "",
    said_at: datetime | None = None,
    attachments: Sequence[UploadedFile] = (),
) -> Case:
    """Make a case of what somebody said. ``attachments``: screenshots, photos shown, letters.

    Raises ``Invalid`` for an empty text, an unknown way in, a time in the future or years ago, and
    a file that cannot be kept; then nothing is.
    """
    permissions.require(by, "inbox.answer", unit, at)
    if channel not in CHANNELS:
        raise Invalid.field("channel", _("Pilih dari mana pesan ini datang."))
    words = clean_text(text, field="text").strip()
    if not words:
        raise Invalid.field("text", _("Tulis apa yang disampaikan warga."))
    moment = said_at or at
    if moment > at:
        raise Invalid.field("said_at", _("Waktunya belum tiba. Periksa tanggal dan jamnya."))
    if at - moment > LONGEST_AGO:
        raise Invalid.field("said_at", _("Waktunya sudah terlalu lama. Periksa tahunnya."))
    found = taken(attachments, by=by, at=at, unit=unit)
    key = uuid7().hex
    item = Incoming(
        external_id=key,
        way=Way.DIRECT,
        author=Author(external_id="", name=clean_line(name, field="name")),
        text=words,
        created_at=moment,
        thread=key,
        enclosures=tuple(Enclosure("", one.mime, _name(one)) for one in found),
    )
    known = clean_line(contact, field="contact")
    with transaction.atomic():
        case = take_in_own(unit, Channel(channel), item, at=at, by=by.actor, contact=known)
        if case.state == "dismissed":  # whoever enters it did not take it for chatter
            case = locked(case, at=at)
            wake(case)
            save(case, at=at)
        if found:
            message = case.messages.select_related("case__unit").get(external_id=key)
            keep_own(message, found, by=by.actor, at=at)
    return case


def _name(file: Safe) -> str:
    return _("Gambar dari petugas") if file.preview else _("Berkas dari petugas")
