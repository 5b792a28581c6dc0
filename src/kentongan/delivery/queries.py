"""Reads about deliveries that pages need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kentongan.delivery.access import visible_deliveries
from kentongan.delivery.models import Act, Attempt, Delivery
from kentongan.media.models import Asset
from kentongan.people.models import User

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
