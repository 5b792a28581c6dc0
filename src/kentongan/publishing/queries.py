"""Reads for the page of a post: each account with its way there, and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kentongan.delivery import buckets, queries as deliveries, spreading, stops
from kentongan.delivery.models import PUBLICATIONS, SET_ASIDE, Act, Delivery
from kentongan.networks import catalogue
from kentongan.planning.models import Post
from kentongan.publishing.content import part_label
from kentongan.publishing.models import PostDelivery
from kentongan.publishing.reach import ON_THE_WAY, WAITING, can_edit, can_withdraw, out_of_hand

#: A delivery due within this time is about to go out.
_SOON = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery of the post as its page shows it."""

    delivery: Delivery
    number: int
    part: str
    network: str
    icon: str
    attempts: tuple[deliveries.Run, ...]
    halted: bool
    soon: bool
    ahead: bool
    asked_to_wait: datetime | None
    can_withdraw: bool
    can_edit: bool
    amiss: tuple[str, ...]
    spread: str

    @property
    def runs(self) -> list[deliveries.Run]:
        """The tries and looks, those that ended alike as one."""
        return deliveries.runs(self.attempts)

    @property
    def looks(self) -> int:
        """How often the network was asked what became of it."""
        return sum(run.last.kind == "look" for run in self.attempts)

    @property
    def sends(self) -> int:
        """How often it was sent."""
        return len(self.attempts) - self.looks

    @property
    def asks(self) -> bool:
        """Whether a person must say or do something."""
        waits = self.delivery.state in {"manual", "refused", "expired", "unknown"}
        return waits or self.delivery.doubled or self.delivery.awaited_there


@dataclass(frozen=True, slots=True)
class Progress:
    """All deliveries of a post and what they allow as a whole."""

    rows: tuple[Row, ...]

    def _any(self, *states: str) -> bool:
        return any(row.delivery.state in states for row in self.rows)

    @property
    def waits(self) -> bool:
        """Something can still be moved or cancelled; taking down has no time of its own."""
        return any(
            r.delivery.state in WAITING and r.delivery.act != Act.WITHDRAW for r in self.rows
        )

    @property
    def moves(self) -> bool:
        """Something is under way or about to be: the page asks again by itself."""
        return self._any(*ON_THE_WAY, "retry") or any(row.soon for row in self.rows)

    @property
    def failed(self) -> bool:
        """Nothing is public, under way or waiting: the content can be mended."""
        open_ones = self.removable or self._any(*WAITING, *ON_THE_WAY)
        return bool(self.rows) and not open_ones

    @property
    def removable(self) -> bool:
        """Something public is not being taken down already."""
        removals = {
            r.delivery.original_id
            for r in self.rows
            if r.delivery.act == Act.WITHDRAW and r.delivery.state not in SET_ASIDE
        }
        return any(
            r.delivery.state == "sent"
            and r.delivery.act in PUBLICATIONS
            and r.delivery.pk not in removals
            and not out_of_hand(r.delivery.network)
            for r in self.rows
        )

    @property
    def asks(self) -> int:
        """How many deliveries need a person."""
        return sum(row.asks for row in self.rows)


def progress(post: Post, at: datetime) -> Progress:
    """The deliveries of ``post`` as of ``at``, oldest first; four statements at most."""
    rows = (
        PostDelivery.objects.filter(post=post)
        .select_related("delivery__account", "delivery__unit", "delivery__original", "revision")
        .prefetch_related("delivery__attempts")
        .order_by("created_at", "pk")
    )
    links = list(rows)
    waiting = any(link.delivery.state in WAITING for link in links)
    halted = stops.halted() if waiting else None
    held = set(
        Delivery.objects.filter(halted, post_delivery__post=post).values_list("pk", flat=True)
        if halted is not None
        else ()
    )
    latest = _latest(links)
    due = [d for link in links if (d := link.delivery).state == "planned" and d.due_at <= at]
    closed = buckets.closed_until(due, at=at)
    return Progress(
        tuple(
            _row(
                link,
                link.delivery_id in held,
                link.delivery_id in latest,
                closed.get(link.delivery_id),
                at,
            )
            for link in links
        )
    )


def _latest(links: Sequence[PostDelivery]) -> set[UUID]:
    """Of each thing that is public, the delivery that made it as it is: it or its last edit."""
    live = [link.delivery for link in links if link.delivery.state == "sent"]
    newest = {d.original_id if d.act == Act.EDIT else d.pk: d.pk for d in live}
    return set(newest.values())


def _row(
    link: PostDelivery, halted: bool, latest: bool, closed: datetime | None, at: datetime
) -> Row:
    delivery = link.delivery
    network = catalogue.get(delivery.network)
    return Row(
        delivery=delivery,
        number=link.revision.number,
        part=part_label(link.revision, str(delivery.account_id), delivery.part),
        network=str(network.label),
        icon=network.icon,
        attempts=tuple(deliveries.attempts(delivery)),
        halted=halted and delivery.state in WAITING,
        soon=delivery.state == "planned" and not halted and delivery.due_at <= at + _SOON,
        ahead=delivery.due_at > at,
        asked_to_wait=closed,
        can_withdraw=can_withdraw(delivery.network),
        can_edit=can_edit(delivery.network),
        amiss=tuple(delivery.amiss) if latest else (),
        spread=spreading.summary(counts) if (counts := delivery.spread) else "",
    )


def own_texts(post: Post) -> list[tuple[catalogue.Network, str]]:
    """The wordings written for one network each, of those the post goes to. One statement; none
    where ``planning.access.visible_post`` found that there is none."""
    if not getattr(post, "has_variants", True):
        return []
    networks = post.targets.values("account__network")
    own = post.variants.filter(network__in=networks).exclude(text="").order_by("network")
    return [(catalogue.get(variant.network), variant.text) for variant in own]


def late(post: Post, at: datetime) -> bool:
    """Whether the wished time of an approved post has passed without a schedule."""
    return post.state == "approved" and post.scheduled_for is not None and post.scheduled_for < at
