"""What citizens do without signing in: write to the pemda, and write again under their number. How
it was they say in ``duties``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kentongan.inbox import classify, kinds
from kentongan.inbox.actions.enclosures import keep_own, taken
from kentongan.inbox.actions.intake import take_in_own, tell_holder
from kentongan.inbox.actions.writing import locked, move, save, wake
from kentongan.inbox.arrivals import RESTED
from kentongan.inbox.deadlines import rest_of
from kentongan.inbox.following import Followed, follow, written
from kentongan.inbox.models import Case, Channel, Message
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line, clean_text, within
from kentongan.language.triage.reading import Kind
from kentongan.networks.contract import Author, Enclosure, Incoming, Way
from kentongan.people.models import Unit

CITIZEN = Actor.system("aspirasi")
#: Kinds a citizen may choose; of others nobody needs to know the name.
CHOOSABLE = (
    Kind.QUESTION, Kind.COMPLAINT, Kind.ASPIRATION, Kind.APPRECIATION, Kind.INTEGRITY_REPORT,
)  # fmt: skip
MOST_TEXT = 5_000
LEAST_TEXT = 10


@dataclass(frozen=True, slots=True)
class Letter:
    """What the form sends. ``key`` makes it one, however often the button was pressed."""

    key: str
    text: str
    kind: str
    name: str = ""
    contact: str = ""
    place: str = ""
    attachments: Sequence[UploadedFile] = ()


def submit(unit: Unit, letter: Letter, *, at: datetime) -> Case:
    """Take in what a citizen wrote; the same ``key`` again gives the case there is.

    Raises ``Invalid`` naming the field: too short, too long, a file that cannot be kept.
    """
    text = _words(letter.text, least=LEAST_TEXT)
    if letter.kind not in CHOOSABLE:
        raise Invalid.field("kind", _("Pilih jenis pesannya."))
    name = within(clean_line(letter.name, field="name"), 120, field="name")
    contact = within(clean_line(letter.contact, field="contact"), 120, field="contact")
    place = within(clean_line(letter.place, field="place"), 120, field="place")
    files = taken(letter.attachments, by=CITIZEN, at=at, unit=unit)
    with transaction.atomic():
        key = _key_for(letter.key, text)
        if (before := _sent(key)) is not None and before.case is not None:
            return before.came_with or before.case  # by now somebody may have said what it is
        item = Incoming(
            external_id=key,
            way=Way.DIRECT,
            author=Author(external_id="", name=name),
            text=text,
            created_at=at,
            thread=key,
            enclosures=tuple(Enclosure("", one.mime, one.sort) for one in files),
        )
        confided = letter.kind == Kind.INTEGRITY_REPORT  # nobody is to be told before it is secret
        case = take_in_own(
            unit, Channel.FORM, item, at=at, by=CITIZEN, contact=contact, confided=confided
        )
        message = case.messages.select_related("case__unit").get(external_id=key)
        keep_own(message, files, by=CITIZEN, at=at)
        return _as_chosen(case, letter.kind, place, at)


def may_write_again(found: Followed, at: datetime) -> bool:
    """Whether a citizen may write again under the number: of the form, while it is handled or was
    closed lately. What is over is told anew, so that a secret one does not begin an open one."""
    if not found.whole or found.case.channel != Channel.FORM:
        return False
    lately = found.now.state == "closed" and at - found.now.last_at <= RESTED
    return found.now.is_open or lately


def write_again(number: str, key: str, letter: Letter, *, at: datetime) -> Case:
    """What a citizen adds to what they wrote, or answers when we asked; goes where their matter is
    now. The same ``letter.key`` again adds nothing.

    Returns the case of the number. Raises ``Missing`` for a wrong ``key``, ``Invalid`` naming the
    field, ``Conflict`` where the matter is over.
    """
    text = _words(letter.text)
    theirs = follow(number, key, at=at).now.unit
    files = taken(letter.attachments, by=CITIZEN, at=at, unit=theirs)
    with transaction.atomic():
        found = follow(number, key, at=at)
        case = found.case
        if not may_write_again(found, at):
            raise Conflict(_("Laporan ini sudah selesai. Sampaikan laporan baru."))
        thread = written(case).select_related("conversation").order_by("sent_at", "pk")[0]
        once = _key_for(letter.key, text)
        if _sent(once) is not None:
            return case
        item = Incoming(
            external_id=once,
            way=Way.DIRECT,
            author=Author(external_id="", name=case.author_name),
            text=text,
            created_at=at,
            thread=thread.conversation.thread,
            enclosures=tuple(Enclosure("", one.mime, one.sort) for one in files),
        )
        now = take_in_own(found.now.unit, Channel.FORM, item, at=at, by=CITIZEN)
        message = now.messages.select_related("case__unit").get(external_id=once)
        if now.pk != case.pk and message.came_with is None:
            message.came_with = case
            message.save(update_fields=["came_with"])
        keep_own(message, files, by=CITIZEN, at=at)
        if now.state == "closed" and message.kind == Kind.CHATTER:
            _take_up(now, at)
    return case


def _take_up(case: Case, at: datetime) -> None:
    """Whoever writes under *Belum selesai?* does not chat, whatever the machine takes it for."""
    case = locked(case, at=at)
    rest_of(case, at).save()
    move(case, "reopen")
    case.closed_at, case.asked_again_at = None, at
    save(case, at=at)
    tell_holder(case, at=at)


def _sent(key: str) -> Message | None:
    rows = Message.objects.filter(account=None, channel=Channel.FORM, external_id=key)
    return rows.select_related("case", "came_with").first()


def _key_for(key: str, text: str) -> str:
    """The key, or one of its own for other words in a form that was sent before (somebody went
    back in the browser): they are another letter and do not replace the first."""
    before = _sent(key)
    if before is None or before.text == text:
        return key
    return f"{key}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _words(typed: str, *, least: int = 1) -> str:
    text = clean_text(typed, field="text").strip()
    if not text and least < LEAST_TEXT:
        raise Invalid.field("text", _("Tulis dulu pesannya."))
    if len(text) < least:
        raise Invalid.field("text", _("Ceritakan sedikit lebih panjang, agar kami mengerti."))
    if len(text) > MOST_TEXT:
        raise Invalid.field("text", _("Paling panjang 5.000 huruf. Ringkas dulu ceritanya."))
    return text


def _as_chosen(case: Case, kind: str, place: str, at: datetime) -> Case:
    """The citizen's own word on kind and place, where the machine knows nothing graver."""
    case = locked(case, at=at)
    if case.kind not in kinds.STRONGER:
        if case.state == "dismissed":  # by the machine, as chatter
            wake(case)
        case.kind = kind
    case.place = classify.place_named(place) or case.place
    save(case, at=at)
    return case
