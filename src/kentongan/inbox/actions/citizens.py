"""What citizens do without signing in: write to the pemda. How it was they say in ``duties``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kentongan.inbox.actions.enclosures import keep_own
from kentongan.inbox.actions.intake import take_in_own
from kentongan.inbox.actions.writing import locked, save
from kentongan.inbox.enclosed import files_of
from kentongan.inbox.models import Case, Channel
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line, clean_text
from kentongan.language.triage.reading import Kind
from kentongan.networks.contract import Author, Enclosure, Incoming, Way
from kentongan.people.models import Unit

CITIZEN = Actor.system("aspirasi")
#: Kinds a citizen may choose; of others nobody needs to know the name.
CHOOSABLE = (
    Kind.QUESTION, Kind.COMPLAINT, Kind.ASPIRATION, Kind.APPRECIATION, Kind.INTEGRITY_REPORT,
)  # fmt: skip
#: Kinds the machine recognised that weigh more than what was chosen.
_STRONGER = {Kind.EMERGENCY.value, Kind.INTEGRITY_REPORT.value, Kind.ABUSE_SPAM.value}
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
    text = clean_text(letter.text, field="text").strip()
    if len(text) < LEAST_TEXT:
        raise Invalid.field("text", _("Ceritakan sedikit lebih panjang, agar kami mengerti."))
    if len(text) > MOST_TEXT:
        raise Invalid.field("text", _("Paling panjang 5.000 huruf. Ringkas dulu ceritanya."))
    if letter.kind not in CHOOSABLE:
        raise Invalid.field("kind", _("Pilih jenis pesannya."))
    name = clean_line(letter.name, field="name")[:120]
    contact = clean_line(letter.contact, field="contact")[:120]
    place = clean_line(letter.place, field="place")[:120]
    files = files_of(letter.attachments)
    with transaction.atomic():
        item = Incoming(
            external_id=letter.key,
            way=Way.DIRECT,
            author=Author(external_id="", name=name),
            text=text,
            created_at=at,
            thread=letter.key,
            enclosures=tuple(Enclosure("", one.mime, one.sort) for one in files),
        )
        case = take_in_own(unit, Channel.FORM, item, at=at, by=CITIZEN, contact=contact)
        message = case.messages.select_related("case__unit").get(external_id=letter.key)
        keep_own(message, files, by=CITIZEN, at=at)
        return _as_chosen(case, letter.kind, place, at)


def _as_chosen(case: Case, kind: str, place: str, at: datetime) -> Case:
    """The citizen's own word on kind and place, where the machine knows nothing graver."""
    case = locked(case, at=at)
    if case.kind not in _STRONGER:
        case.kind = kind
    case.secret = case.secret or case.kind == Kind.INTEGRITY_REPORT
    case.place = case.place or place
    save(case, at=at)
    return case
