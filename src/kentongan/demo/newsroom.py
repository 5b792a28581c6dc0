"""How a post comes about: written, put forward, decided, sent. Each act at its time.

Everything goes through the actions of the features; this module only knows who and when.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.base import File

from kentongan.approval import actions as approval
from kentongan.approval.eligible import Directory
from kentongan.approval.models import ApprovalRequest
from kentongan.delivery import actions as delivery, spreading
from kentongan.delivery.models import Delivery
from kentongan.demo import broadcast, posters, sending
from kentongan.demo.agenda import Agenda
from kentongan.demo.loading import rows
from kentongan.demo.world import World, email_of
from kentongan.kernel.errors import Invalid
from kentongan.networks.models import Account
from kentongan.people.models import Unit, User
from kentongan.planning import actions as planning, checking
from kentongan.planning.models import Post

#: A person who uploads by hand does so this long after the planned time.
BY_HAND = timedelta(minutes=14)
_NEVER = "never"
_AGAIN = "Pengingat berkala: isinya sengaja sama."


@dataclass(slots=True)
class Story:
    """One post from the data files and how far it has come.

    ``steps``: how many approvals it gets, None for all. ``fates``: how its deliveries go, by
    network (``sending``; ``never`` for one that nobody has carried out yet).
    """

    unit: Unit
    author: User
    given: dict[str, Any]
    wish: datetime | None = None
    accounts: list[Account] = field(default_factory=list)
    steps: int | None = None
    fates: dict[str, str] = field(default_factory=dict)
    post: Post | None = None
    request: ApprovalRequest | None = None

    @property
    def written(self) -> Post:
        """The post; it must have been written."""
        assert self.post is not None
        return self.post


class Newsroom:
    """Writes, submits and decides stories in the example pemda."""

    def __init__(
        self,
        world: World,
        agenda: Agenda,
        accounts: dict[tuple[str, str], Account],
        chance: random.Random,
    ) -> None:
        self.world, self.agenda, self.accounts, self.chance = world, agenda, accounts, chance
        self._read: tuple[date, Directory] | None = None
        self._dates: dict[date, dict[str, str]] = {}

    def story(self, given: dict[str, Any], code: str, wish: datetime | None, **more: Any) -> Story:
        """A story of a unit, meant for its sandbox account and the networks in ``also``."""
        networks = [sending.NETWORK, *given.get("also", [])]
        accounts = [a for n in networks if (a := self.accounts.get((n, code)))]
        author = more.pop("author", None) or self.world.writer(code)
        return Story(self.world.units[code], author, given, wish, accounts, **more)

    def words(self, story: Story, at: datetime) -> dict[str, str]:
        """What the placeholders of a text stand for."""
        unit, days = story.unit, self.world.days
        kind, _space, rest = unit.name.partition(" ")
        short = rest if kind in {"Kecamatan", "Kelurahan", "Puskesmas"} else unit.name
        tells = (story.wish or at).astimezone(days.zone).date()
        if tells not in self._dates:
            self._dates[tells] = days.words(tells)
        return self._dates[tells] | {
            "unit": unit.name,
            "tempat": short,
            "alamat": unit.address,
            "telp": unit.contact_phones[0],
            "surel": email_of(unit.code),
        }

    def write(self, at: datetime, *, story: Story) -> None:
        """The draft with its pictures and wordings."""
        given, words = story.given, self.words(story, at)
        fields = {n: given[n].format_map(words) for n in ("link", "source") if given.get(n)}
        if fields.get("link", "").startswith("/"):
            fields["link"] = f"https://{email_of('').lstrip('@')}{fields['link']}"
        if variants := given.get("variants"):
            fields["variants"] = {n: t.format_map(words).strip() for n, t in variants.items()}
        post = story.post = planning.create_post(
            unit=story.unit,
            kind=given["kind"],
            pillar=given["pillar"],
            title=given["title"].format_map(words),
            text=given["text"].format_map(words).strip(),
            by=story.author,
            at=at,
            scheduled_for=story.wish,
            targets=[account.pk for account in story.accounts],
        )
        if name := given.get("poster"):
            planning.add_media(
                post_id=post.pk,
                version=post.version,
                file=File(io.BytesIO(posters.draw(name))),
                name=f"poster-{name}.png",
                by=story.author,
                at=at,
                alt=given.get("alt", posters.alt(name)),
            )
            post.version += 1
        if fields:
            saved = planning.save_draft(
                post_id=post.pk,
                version=post.version,
                by=story.author,
                at=at,
                **fields,
            )
            story.post = saved.post

    def submit(self, at: datetime, *, story: Story) -> None:
        """Put it forward, and have its steps decided one after the other."""
        try:
            story.request = self._hand_in(at, story=story)
        except Invalid:
            self._own_up(at, story=story)
            story.request = self._hand_in(at, story=story)
        if story.steps != 0:
            self.agenda.add(self._next(at), partial(self.decide, story=story))

    def _hand_in(self, at: datetime, *, story: Story) -> ApprovalRequest:
        post = story.written
        return approval.submit(post, by=story.author, at=at, version=post.version)

    def _own_up(self, at: datetime, *, story: Story) -> None:
        """A reminder that says again what was published lately says that it means to."""
        for found in checking.blocking(story.written, at):
            if found.finding.family == "duplicate":
                planning.weigh(
                    post_id=story.written.pk,
                    fingerprint=found.finding.fingerprint,
                    finding=found.finding,
                    reason=_AGAIN,
                    by=story.author,
                    at=at,
                )

    def decide(
        self, at: datetime, *, story: Story, verdict: str = "approve", reason: str = ""
    ) -> None:
        """The step in hand, by the first person who may decide it."""
        request = story.request
        assert request is not None
        decider = self._directory(at).deciders(request)[0]
        story.request = approval.decide(
            request,
            by=self.world.by_id[decider.user.pk],
            at=at,
            verdict=verdict,
            reason=reason,
            expected_hash=request.revision_hash,
        )
        story.written.refresh_from_db(fields=["state", "version"])
        if story.request.state == "open":
            if story.steps is None or story.request.step < story.steps:
                self.agenda.add(self._next(at), partial(self.decide, story=story))
        elif verdict == "approve" and not request.review_after:
            self.follow(story)

    def _directory(self, at: datetime) -> Directory:
        """Who decides, as of that day: grants and absences hold for whole days here."""
        day = at.astimezone(self.world.days.zone).date()
        if self._read is None or self._read[0] != day:
            self._read = (
                day,
                Directory(
                    (
                        role.partition("@")[0]
                        for row in rows("people")
                        for role in row["roles"].split()
                    ),
                    at=at,
                ),
            )
        return self._read[1]

    def _next(self, at: datetime) -> datetime:
        return at + timedelta(minutes=self.chance.randrange(24, 52))

    def follow(self, story: Story) -> None:
        """Have the deliveries of the post carried out when they are due."""
        for item in Delivery.objects.filter(
            post_delivery__post=story.written, state__in=("planned", "manual")
        ):
            fate = story.fates.get(item.network, sending.ACCEPTED)
            if fate == _NEVER:
                continue
            if item.state == "manual":
                self.agenda.add(
                    item.due_at + BY_HAND, partial(self._by_hand, pk=item.pk, story=story)
                )
            elif spreading.spreads(item):
                self.agenda.add(
                    item.due_at, partial(broadcast.send, pk=item.pk, agenda=self.agenda)
                )
            else:
                late = timedelta(seconds=self.chance.randrange(1, 5))
                self.agenda.add(item.due_at + late, partial(_send, pk=item.pk, fate=fate))

    def _by_hand(self, at: datetime, *, pk: UUID, story: Story) -> None:
        item = Delivery.objects.select_related("account", "unit").get(pk=pk)
        url = f"https://{item.network}.example/p/{item.key[-10:]}"
        delivery.confirm_manual(item, by=story.author.actor, at=at, url=url)


def _send(at: datetime, *, pk: UUID, fate: str) -> None:
    sending.send(pk, at=at, fate=fate)
