"""Keeping what citizens enclose: fetched once, made safe, the case's own, gone in its time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import PurePath
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kentongan.inbox.actions import letters
from kentongan.inbox.actions.intake import SYSTEM
from kentongan.inbox.actions.writing import record
from kentongan.inbox.enclosed import Safe, files_of, safe
from kentongan.inbox.models import Attachment, Channel, Message
from kentongan.inbox.states import ATTACHMENT, OPEN
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Invalid
from kentongan.kernel.http import AnswerLost, HttpClient, NotSent, TooLong
from kentongan.kernel.say import gettext as _
from kentongan.media import files
from kentongan.media.actions import log_infected
from kentongan.media.errors import BadUpload, Infected, NoRoom, NotScanned, StorageAway
from kentongan.media.limits import MAX_BYTES
from kentongan.networks.contract import Enclosure, Opens, Refused, TryLater, Unauthorised
from kentongan.networks.sessions import http_client, open_connector
from kentongan.people.models import Unit, User

SECONDS = 30.0
#: Tries, and how long between them: doubled each time. Addresses of networks die within days.
MOST_TRIES, FIRST_WAIT = 6, timedelta(minutes=5)
MOST_REDIRECTS = 3
#: A file without a row may be one that is just being written.
GRACE = timedelta(days=1)


class _Later(Exception):
    """It could not be had now."""


def fetch(row: Attachment, *, at: datetime) -> None:
    """Fetch one file, unless somebody else does already; what cannot be kept is said in its note.

    The next try is planned before the first request leaves. Holds no transaction meanwhile.
    """
    wait = FIRST_WAIT * 2 ** min(row.tries, MOST_TRIES)
    mine = Attachment.objects.filter(pk=row.pk, state="waiting", tries=row.tries)
    if not mine.update(tries=row.tries + 1, next_at=at + wait):
        return
    row.tries += 1
    try:
        kept = safe(_bytes(row, at))
        _keep(row, kept, by=SYSTEM, at=at)
    except Infected as error:
        note = _("Lampiran ini memuat virus (%(name)s), jadi tidak disimpan.")
        _end(row, "infect", note % {"name": error.signature[:100]}, at=at)
    except (_Later, NotScanned, NoRoom, StorageAway) as error:
        if row.tries >= MOST_TRIES:
            _end(row, "refuse", str(error), at=at)
    except (BadUpload, TooLong, Refused) as error:
        _end(row, "refuse", str(error), at=at)


def _bytes(row: Attachment, at: datetime) -> bytes:
    """From where it is now: networks move their files, and each look at the message tells anew."""
    listed = row.message.enclosures
    enclosure = Enclosure(**listed[row.place]) if row.place < len(listed) else Enclosure("")
    try:
        if enclosure.handle:
            return _opened(row.message, enclosure, at)
        with http_client(SECONDS) as http:
            return _followed(http, enclosure.url)
    except TooLong:
        raise TooLong(_("Lampiran ini lebih besar dari 15 MB, jadi tidak disimpan.")) from None
    except (NotSent, AnswerLost, TryLater, Unauthorised) as error:
        raise _Later(str(error)) from error


def _opened(message: Message, enclosure: Enclosure, at: datetime) -> bytes:
    """What the network gives only to the account, or a mailbox to its reader. Its health is for
    those who listen to judge."""
    if message.account is None and message.channel == Channel.EMAIL:
        return letters.open_file(enclosure.handle, most=MAX_BYTES)
    if message.account is None:
        raise Refused(_("Akun yang menerima lampiran ini tidak ada lagi."))
    with open_connector(message.account, at) as connector:
        if not isinstance(connector, Opens):
            raise Refused(_("Lampiran ini tidak dapat diambil. Lihat di jejaring asalnya."))
        return connector.open_file(enclosure, most=MAX_BYTES)


def _followed(http: HttpClient, address: str) -> bytes:
    """The bytes at an address. Each step is guarded anew, so none leads to an inner address."""
    for _step in range(MOST_REDIRECTS + 1):
        response = http.request("GET", address, most=MAX_BYTES)
        if response.is_success:
            return response.content
        if not response.has_redirect_location:
            raise _Later(_("Jejaring tidak memberikan lampiran ini lagi."))
        address = urljoin(address, response.headers["location"])
    raise _Later(_("Alamat lampiran ini berputar-putar."))


def taken(
    uploads: Sequence[UploadedFile], *, by: Actor | User, at: datetime, unit: Unit
) -> list[Safe]:
    """The files that came with a form of our own, made safe; a virus in one is recorded.

    Raises ``Invalid`` as ``files_of``. Not within a transaction, which would take the record back.
    """
    try:
        return files_of(uploads)
    except Invalid as refusal:
        if isinstance(problem := refusal.__cause__, Infected):
            # Not by the name of the file: that is the words of whoever sent it.
            target = ("file", "", _("Lampiran"))
            size = sum(upload.size or 0 for upload in uploads)
            log_infected(problem, target, by=by, at=at, unit=unit, size=size)
        raise


def keep_own(message: Message, found: Sequence[Safe], *, by: Actor, at: datetime) -> None:
    """Keep what came with a letter of our own form; the same letter again changes nothing."""
    for place, kept in enumerate(found):
        row, new = Attachment.objects.get_or_create(
            message=message, place=place, defaults={"next_at": at}
        )
        if new:
            _keep(row, kept, by=by, at=at)


def _keep(row: Attachment, kept: Safe, *, by: Actor, at: datetime) -> None:
    """Files first, then the row: a crash in between leaves a file that :func:`clear` finds."""
    stem = f"{files.CITIZENS}/{row.pk.hex[-2:]}/{row.pk.hex}"
    name = f"{stem}.{kept.ending}"
    preview = f"{stem}-kecil.jpg" if kept.preview else ""
    files.write(name, kept.data)
    if preview:
        files.write(preview, kept.preview)
    _end(
        row, "keep", "", at=at, by=by, file=name, preview=preview, mime=kept.mime, kept_at=at,
        size=len(kept.data), sha256=hashlib.sha256(kept.data).hexdigest(),
    )  # fmt: skip


def _end(
    row: Attachment, event: str, note: str, *, at: datetime, by: Actor = SYSTEM, **values: object
) -> None:
    """What became of it, and the line in the ledger."""
    state = ATTACHMENT.next(row.state, event)
    with transaction.atomic():
        waiting = Attachment.objects.filter(pk=row.pk, state=row.state)
        if not waiting.update(state=state, note=note, **values):
            return
        row.state = state
        if row.message.case is None:
            return
        data = {"message": row.message.external_id, "state": state, "note": note}
        record(row.message.case, "inbox.attachment", by=by, at=at, data=data)


def clear(*, at: datetime, limit: int = 500) -> int:
    """Remove files whose case was closed ``ENCLOSURE_DAYS`` ago, and files that no row names.

    At most ``limit`` of each; returns how many files went. Rows stay and say what happened. With
    0 days only files without a row go.
    """
    gone = _drop(_without_row(at, limit))
    if not settings.ENCLOSURE_DAYS:
        return gone
    since = at - timedelta(days=settings.ENCLOSURE_DAYS)
    over = Attachment.objects.filter(state="kept", message__case__closed_at__lt=since)
    over = over.exclude(message__case__state__in=OPEN).select_related("message__case__unit")
    for row in over.order_by("kept_at")[:limit]:
        names = [row.file, row.preview]
        _end(row, "remove", _("Masa simpannya lewat."), at=at, file="", preview="")
        gone += _drop(names)
    return gone


def _without_row(at: datetime, limit: int) -> list[str]:
    """Files that nobody knows of: of a crash, or of a case that is no longer there."""
    found: list[str] = []
    for name in files.older_than(at - GRACE, files.CITIZENS):
        with suppress(ValueError):
            owner = UUID(PurePath(name).name[:32])
            if Attachment.objects.filter(pk=owner, state="kept").exists():
                continue
        found.append(name)
        if len(found) >= limit:
            break
    return found


def _drop(names: Iterable[str]) -> int:
    """Remove files; how many there were."""
    count = 0
    for name in names:
        if name:
            files.remove(name)
            count += 1
    return count
