"""How cases, kinds and clocks look on a page: icons, words, the capsule of the time left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

# Django's own: a page says these to whoever asked for it, and keeps none of them.
from django.utils.translation import gettext as _, gettext_lazy as _lazy

from kentongan.inbox import kinds, masking, moments, rules
from kentongan.inbox.deadlines import allowed_by, amount_words, basis_words
from kentongan.inbox.enclosed import OUTLOOK
from kentongan.inbox.found import Place
from kentongan.inbox.models import (
    PROPOSED,
    Attachment,
    Case,
    Channel,
    Message,
    ResponseTime,
)
from kentongan.language.triage.reading import Kind, Sentiment
from kentongan.networks import catalogue
from kentongan.web import formats
from kentongan.web.templatetags.kentongan import jej, sla

ICONS = {
    Kind.QUESTION.value: "help-circle",
    Kind.INFORMATION_REQUEST.value: "file-text",
    Kind.COMPLAINT.value: "alert-circle",
    Kind.INTEGRITY_REPORT.value: "shield-lock",
    Kind.ASPIRATION.value: "bulb",
    Kind.SUGGESTION.value: "message-plus",
    Kind.CRITICISM.value: "message-exclamation",
    Kind.APPRECIATION.value: "heart",
    Kind.FACT_CHECK.value: "zoom-check",
    Kind.EMERGENCY.value: "alarm",
    Kind.ABUSE_SPAM.value: "ban",
    Kind.CHATTER.value: "message-circle",
}
UNKNOWN_ICON = "zoom-exclamation"
_CHANNEL_ICONS = {
    Channel.FORM.value: "message-plus",
    Channel.EMAIL.value: "mail",
    Channel.PHONE.value: "phone",
    Channel.WHATSAPP.value: "brand-whatsapp",
    Channel.VISIT.value: "building",
}
#: State of a case → tone and icon of its badge.
STATE_LOOKS = {
    "new": ("info", "inbox"),
    "handling": ("merek", "progress-check"),
    "waiting": ("awas", "clock-pause"),
    "closed": ("sukses", "circle-check"),
    "dismissed": ("netral", "check"),
    "merged": ("netral", "link"),
}
#: State of a disposition → tone and icon of its badge.
DISPOSITION_LOOKS = {
    "proposed": ("awas", "hourglass"),
    "accepted": ("info", "progress-check"),
    "returned": ("galat", "arrow-back-up"),
    "withdrawn": ("netral", "arrow-back-up"),
    "done": ("sukses", "circle-check"),
}
#: State of a clarification → tone and icon of its badge.
CLARIFICATION_LOOKS = {
    "draft": ("netral", "pencil"),
    "asked": ("awas", "hourglass"),
    "published": ("sukses", "circle-check"),
    "withdrawn": ("netral", "arrow-back-up"),
}
_TONES = {
    Sentiment.POSITIVE.value: _lazy("nada positif"),
    Sentiment.NEUTRAL.value: _lazy("nada netral"),
    Sentiment.NEGATIVE.value: _lazy("nada negatif"),
}
_LANGUAGES = {
    "id": _lazy("bahasa Indonesia"),
    "su": _lazy("bahasa Sunda"),
    "jv": _lazy("bahasa Jawa"),
    "mixed": _lazy("bahasa campuran"),
}
#: Labels that are too long for a line of the queue.
_SHORT = {Kind.ABUSE_SPAM.value: _lazy("Spam"), Kind.INFORMATION_REQUEST.value: _lazy("Informasi")}
#: A number, for the address of any case.
_SOME = "AA-000"
#: Below this share of the time the capsule warns.
NEAR = 0.4


@dataclass(frozen=True, slots=True)
class Left:
    """The time left, for ``{% sla %}``: words, tone, share of the time that is left."""

    label: str
    tone: str
    share: float


def read_as(message: Message) -> str:
    """Tone and language the machine read in a message, and how sure it was of the kind: ``nada
    negatif, bahasa Sunda, keyakinan 62%``. Empty where there were no words to read."""
    if message.ours or not message.confidence:
        return ""
    read = (_TONES.get(message.sentiment), _LANGUAGES.get(message.language))
    sure = _("keyakinan %(share)s%%") % {"share": formats.number(round(message.confidence * 100))}
    return ", ".join([*(str(words) for words in read if words), sure])


def icon_of(kind: str) -> str:
    """The icon of a kind."""
    return ICONS.get(kind, UNKNOWN_ICON)


def channel_of(what: Case | Message) -> tuple[str, str]:
    """Icon and name of where a case or a message came in."""
    return _came_by(what.account.network if what.account is not None else "", what.channel)


def _came_by(network: str, channel: str) -> tuple[str, str]:
    if network:
        on = catalogue.get(network)
        return on.icon, str(on.label)
    known = dict(Channel.choices)
    return _CHANNEL_ICONS.get(channel, "inbox"), str(known.get(channel, channel))


def left(case: Case, at: datetime) -> Left | None:
    """What is left until the next thing is due; None where nothing is."""
    if not case.is_open or not case.has_clock:
        return None
    rest = case.due_at - at
    if rest < timedelta():
        return Left(_("Lewat %(time)s") % {"time": span(-rest)}, "lewat", 0)
    whole = case.due_at - case.opened_at
    share = min(1.0, rest / whole) if whole > timedelta() else 1.0
    tone = "dekat" if share < NEAR else "aman"
    return Left(_("Sisa %(time)s") % {"time": span(rest)}, tone, share)


def span(length: timedelta) -> str:
    """``42 mnt``, ``1 jam 18 mnt``, ``7 jam``, ``3 hari``: as short as it is still true."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return _("%(n)s mnt") % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return _("%(n)s hari") % {"n": hours // 24}
    if rest and hours < 4:
        return _("%(hours)s jam %(minutes)s mnt") % {"hours": hours, "minutes": rest}
    return _("%(n)s jam") % {"n": hours}


def author_of(case: Case, message: Message | None = None) -> str:
    """What the citizen of a case, or of one of its messages, is called on a page.

    Of a secret case nobody is named.
    """
    if case.secret:
        return _("Pelapor dirahasiakan")
    said = message or case
    return said.author_name or said.author_handle or _("Warga")


@dataclass(frozen=True, slots=True)
class Addressee:
    """A message as a line among those that get the same answer; ``text`` is covered."""

    message: Message
    case: Case
    author: str
    icon: str
    channel: str
    text: str


def addressee(message: Message) -> Addressee:
    """A line of the list of whoever gets the same answer; ``message`` has a case."""
    assert message.case is not None  # only messages of cases are answered
    icon, channel = channel_of(message)
    author = author_of(message.case, message)
    return Addressee(message, message.case, author, icon, channel, masking.preview(message.text))


class Row(NamedTuple):
    """A case as a line of a list. All that the line shows, and only that: equal rows are drawn
    once (``{% drawn %}``), and between two looks at the queue hardly any differs.

    ``url``: its page, with the filters of the list. ``choose``: what the box beside it says that
    takes it for an act on several. ``badge``: where it came in, drawn; ``clock``: the time left,
    drawn, empty where none runs; then ``rests`` says why, where it is known. ``closed``: it is
    done. ``guess``: only the machine says that it is of this kind. ``found``: where of ours the
    words of a search stand in it.
    """

    number: str
    secret: bool
    url: str
    choose: str
    badge: SafeString
    author: str
    last: str
    last_iso: str
    preview: str
    clock: SafeString | str
    rests: str
    closed: bool
    kind_icon: str
    kind: str
    guess: bool
    alike: int
    holder: str
    unit: str
    found: Place | None


def rows(
    cases: Iterable[Case],
    at: datetime,
    *,
    places: Mapping[UUID, Place] | None = None,
    query: str = "",
) -> list[Row]:
    """Lines of a list; what many of them have in common is put into words once."""
    lines = _Lines(at, query)
    found = places or {}
    return [lines.line(case, found.get(case.pk)) for case in cases]


class _Lines:
    def __init__(self, at: datetime, query: str) -> None:
        self.at = at
        self.query = query
        self.address = reverse("inbox:case", args=[_SOME])
        self.choose = _("Pilih %(number)s, %(name)s")
        self.day = cache(moments.day_before_today)
        self.kind = cache(_kind)
        self.badge = cache(_badge)

    def line(self, case: Case, found: Place | None) -> Row:
        author = author_of(case)
        kind = case.kind or case.likely
        rest = left(case, self.at)
        network = case.account.network if case.account is not None else ""
        return Row(
            number=case.number,
            secret=case.secret,
            url=self.address.replace(_SOME, case.number) + self.query,
            choose=self.choose % {"number": case.number, "name": author},
            badge=self.badge(network, case.channel),
            author=author,
            last=moments.moment(case.last_at, self.day),
            last_iso=formats.local(case.last_at).isoformat(),
            preview=case.preview or _("Tanpa tulisan"),
            clock=sla(rest.label, rest.tone, rest.share) if rest is not None else "",
            rests="" if case.is_open and case.state != "waiting" else str(case.state_label),
            closed=not case.is_open,
            kind_icon=icon_of(kind),
            kind=self.kind(kind),
            guess=bool(case.likely) and not case.kind,
            alike=case.alike,
            holder=case.holder.name if case.holder is not None else "",
            unit=case.unit.name,
            found=found,
        )


def _kind(kind: str) -> str:
    return str(_SHORT.get(kind) or kinds.label_of(kind))


def _badge(network: str, channel: str) -> SafeString:
    return jej(*_came_by(network, channel))


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A response time in words. ``amount`` is empty where no time is set. ``plain``: nothing is
    behind it but our proposal.

    ``standard`` is what was shipped, in words, where something else holds; ``bound`` whether it
    may only become shorter; ``until`` the last day on which it holds; ``coming`` what begins
    later, and when.
    """

    stage: str
    label: str
    amount: str
    basis: str
    plain: bool
    source: str
    own: bool
    bound: bool
    standard: str
    until: date | None
    coming: tuple[tuple[str, date], ...]
    may_go_back: bool


def time_row(time: rules.Time) -> TimeRow:
    """What holds for one stage of one kind, in words."""
    row, standard = time.row, time.standard
    return TimeRow(
        stage=time.stage,
        label=str(ResponseTime.Stage(time.stage).label),
        amount=amount_words(allowed_by(row)) if row is not None else "",
        basis=basis_words(allowed_by(row)) if row is not None else "",
        plain=row is None or (row.certainty == PROPOSED and not row.basis and not row.note),
        source=row.unit.name if row is not None and row.unit is not None else "",
        own=time.own,
        bound=standard is not None and rules.bound(standard),
        standard=_standard_words(standard) if standard is not None and row != standard else "",
        until=row.valid_until if row is not None else None,
        coming=tuple((amount_words(allowed_by(r)), r.valid_from) for r in time.coming),
        may_go_back=time.may_go_back,
    )


def _standard_words(standard: ResponseTime) -> str:
    allowed = allowed_by(standard)
    return f"{amount_words(allowed)}, {basis_words(allowed)}"


@dataclass(frozen=True, slots=True)
class File:
    """One file of a message, for a page: what was kept of it, else why not and where it is.

    ``url`` is empty where nobody should go there; ``note`` of what was kept: how it is read.
    """

    label: str
    url: str
    note: str = ""
    kept: Attachment | None = None


#: What connectors call the kinds of files, in words.
_FILES = {
    "image": _lazy("Foto warga"),
    "video": _lazy("Video warga"),
    "audio": _lazy("Rekaman suara warga"),
    "file": _lazy("Berkas warga"),
}


def files_of(message: Message) -> list[File]:
    """What was enclosed; of files that a later edit took away what was kept, too."""
    known = {row.place: row for row in message.attachments.all()}
    listed = dict(enumerate(message.enclosures))
    return [_file(listed.get(place, {}), known.get(place)) for place in sorted({*known, *listed})]


def _wrapped() -> str:
    return _(
        "Outlook membungkus isi surat ini, jadi tidak dapat dibaca di sini. Unduh aslinya untuk"
        " dibuka dengan programnya, atau minta pengirim mengirim ulang sebagai teks biasa."
    )


def _file(listed: Mapping[str, str], row: Attachment | None) -> File:
    said = listed.get("alt") or listed.get("mime") or ""
    label = str(_FILES.get(said) or listed.get("alt") or _("Lampiran"))
    url = listed.get("url", "")
    if row is None or row.state == "waiting":
        return File(label, url)
    if row.state == "kept":
        return File(label, url, _wrapped() if row.mime == OUTLOOK else "", kept=row)
    return File(label, "" if row.state == "infected" else url, row.note or row.state_label)
