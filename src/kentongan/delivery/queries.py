"""Reads about deliveries that pages need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kentongan.delivery import audience, spreading
from kentongan.delivery.access import visible_deliveries
from kentongan.delivery.models import Act, Attempt, Delivery
from kentongan.kernel.say import gettext
from kentongan.media.models import Asset
from kentongan.people.models import User

#: So many reasons and numbers of messages are shown at their post.
MOST_REASONS, MOST_UNSURE = 8, 50
#: Outcomes of attempts in words; the machine's own events and what a look may say.
OUTCOMES = {
    "": _("belum selesai"),
    "accept": _("diterima"),
    "wait": _("diterima, diolah"),
    "refuse": _("ditolak"),
    "later": _("belum diterima"),
    "unauthorised": _("sambungan terputus"),
    "lose": _("jawaban hilang"),
    "absent": _("tidak ditemukan"),
    "lease_lost": _("pekerja terlambat"),
}


#: A look asks what became of an earlier try: its outcomes are about the answer, not about sending.
LOOKS = OUTCOMES | {
    "accept": _("ditemukan"),
    "wait": _("ditemukan, diolah"),
    "refuse": _("tidak dapat dibaca"),
    "later": _("tidak terjawab"),
    "lose": _("tidak terjawab"),
}


def needs_person(user: User) -> QuerySet[Delivery]:
    """Deliveries that wait for a person: uncertain, refused, too late, or to be done by hand."""
    waits = Q(state__in=("refused", "expired", "manual")) | Q(asks_person=True)
    return (
        visible_deliveries(user).filter(waits).select_related("account", "unit").order_by("due_at")
    )


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes along; ``asset`` None where it is gone. ``n`` counts the pictures."""

    asset: Asset | None
    alt: str
    n: int


def enclosed(delivery: Delivery) -> list[Enclosed]:
    """The pictures and the video of a delivery, in their order. At most two statements."""
    parts = delivery.payload["media"]
    if not parts:
        return []
    held = Asset.objects.prefetch_related("subtitles").in_bulk([UUID(p["asset"]) for p in parts])
    found, pictures = [], 0
    for part in parts:
        asset = held.get(UUID(part["asset"]))
        pictures += asset is None or not asset.is_video
        found.append(Enclosed(asset, part["alt"], pictures))
    return found


@dataclass(frozen=True, slots=True)
class Reason:
    """Why so many messages were not sent."""

    n: int
    why: str


@dataclass(frozen=True, slots=True)
class Spread:
    """A post to subscribers as it is now. ``unsure``: some of the numbers whose answer was lost,
    masked; ``more``: how many others. ``halted``: it waits until a person mended something."""

    counts: dict[str, int]
    words: str
    reasons: tuple[Reason, ...]
    unsure: tuple[str, ...]
    more: int
    halted: bool
    stoppable: bool

    @property
    def moves(self) -> bool:
        """Messages go out while somebody reads: the page asks again by itself."""
        return self.stoppable and not self.halted


def spread(delivery: Delivery) -> Spread | None:
    """How far a post to subscribers is; None for any other, and before it began. Four statements
    at most."""
    if not spreading.spreads(delivery) or not (delivery.pending or delivery.spread):
        return None
    counts = spreading.count(delivery)
    if not counts["all"]:
        return None
    rows = spreading.messages(delivery)
    told = rows.filter(state__in=("refused", "expired")).order_by().values("what_to_do")
    most = told.annotate(n=Count("pk")).order_by("-n")[:MOST_REASONS]
    lost = rows.filter(state="unknown", asks_person=True).order_by("pk").values_list("subject")
    keys = [UUID(subject) for (subject,) in lost[:MOST_UNSURE]] if counts["unknown"] else []
    shown = audience.get().shown(keys) if keys else {}
    going = delivery.state == "pending"
    return Spread(
        counts=counts,
        words=spreading.summary(counts),
        reasons=tuple(Reason(row["n"], row["what_to_do"]) for row in most),
        unsure=tuple(shown.get(key, gettext("(sudah dihapus)")) for key in keys) if going else (),
        more=max(0, counts["unknown"] - len(keys)),
        halted=going and bool((delivery.pending or {}).get("halted")),
        stoppable=going and any(counts[state] for state in spreading.GOING),
    )


def amiss(delivery: Delivery) -> list[str]:
    """What the network left out of it, unless an edit after it is live."""
    if not delivery.amiss or delivery.sent_at is None:
        return []
    edits = Delivery.objects.filter(
        original=delivery.original_id or delivery.pk, act=Act.EDIT, state="sent"
    )
    return [] if edits.filter(sent_at__gt=delivery.sent_at).exists() else delivery.amiss


@dataclass(frozen=True, slots=True)
class Run:
    """Tries, or looks, in a row that ended alike: the first, the last, how many, how they ended."""

    first: Attempt
    last: Attempt
    times: int
    outcome: str

    @property
    def taken(self) -> bool:
        """Whether the network took it: then what it said is an address or a number."""
        return self.last.outcome in {"accept", "wait"}


def attempts(delivery: Delivery) -> list[Run]:
    """All tries and looks of a delivery, oldest first, each by itself, its outcome in words."""
    words = {"look": LOOKS}
    return [
        Run(a, a, 1, str(words.get(a.kind, OUTCOMES).get(a.outcome, a.outcome)))
        for a in delivery.attempts.all()
    ]


def runs(attempts: Iterable[Run]) -> list[Run]:
    """The same, with those in a row of which nothing but the time differs as one."""
    folded: list[Run] = []
    for one in attempts:
        before = folded[-1] if folded else None
        if before is not None and _alike(before.last, one.first):
            folded[-1] = Run(before.first, one.last, before.times + one.times, one.outcome)
        else:
            folded.append(one)
    return folded


def _alike(earlier: Attempt, later: Attempt) -> bool:
    told = (earlier.kind, earlier.outcome, earlier.detail, earlier.sent_hash)
    return told == (later.kind, later.outcome, later.detail, later.sent_hash)
