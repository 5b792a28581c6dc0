"""How cases, kinds and clocks look on a page: icons, words, the capsule of the time left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _, gettext_lazy as _lazy

from kentongan.inbox import kinds
from kentongan.inbox.models import Case, Channel
from kentongan.language.triage.reading import Kind

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
#: Labels that are too long for a line of the queue.
_SHORT = {Kind.ABUSE_SPAM.value: _lazy("Spam"), Kind.INFORMATION_REQUEST.value: _lazy("Informasi")}
#: Below this share of the time the capsule warns.
NEAR = 0.4


@dataclass(frozen=True, slots=True)
class Left:
    """The time left, for ``{% sla %}``: words, tone, share of the time that is left."""

    label: str
    tone: str
    share: float


def icon_of(kind: str) -> str:
    """The icon of a kind."""
    return ICONS.get(kind, UNKNOWN_ICON)


def channel_of(case: Case) -> tuple[str, str]:
    """Icon and name of where a case came in."""
    if case.account is not None:
        return case.account.on.icon, str(case.account.on.label)
    known = dict(Channel.choices)
    return _CHANNEL_ICONS.get(case.channel, "inbox"), str(known.get(case.channel, case.channel))


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


def author_of(case: Case) -> str:
    """What the citizen is called on a page; of a secret case nobody is named."""
    if case.secret:
        return _("Pelapor dirahasiakan")
    return case.author_name or case.author_handle or _("Warga")


@dataclass(frozen=True, slots=True)
class Row:
    """A case as a line of the queue."""

    case: Case
    icon: str
    channel: str
    author: str
    left: Left | None
    kind_icon: str
    kind: str
    unsure: bool

    @property
    def number(self) -> str:
        """Its public number."""
        return self.case.number


def row(case: Case, at: datetime) -> Row:
    """A line of the queue. What the machine is not sure of is shown as its guess."""
    icon, channel = channel_of(case)
    kind = case.kind or case.likely
    return Row(
        case=case,
        icon=icon,
        channel=channel,
        author=author_of(case),
        left=left(case, at),
        kind_icon=icon_of(kind),
        kind=str(_SHORT.get(kind) or kinds.label_of(kind)),
        unsure=not case.kind,
    )
