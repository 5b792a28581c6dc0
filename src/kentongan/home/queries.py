"""The desk of a person for a unit: what waits for *them*, today's plan, the rhythm so far.

Every panel is one read of the feature that owns it; this package only chooses and words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, Q, When

from kentongan.approval.beside import Waits
from kentongan.approval.queries import Waiting, with_reasons
from kentongan.home import rhythm
from kentongan.home.alerts import Alert, alerts_for, held, next_step
from kentongan.home.tasks import Task, tasks_for
from kentongan.inbox import present as inbox_looks, queries as inbox
from kentongan.kernel.say import gettext as _
from kentongan.networks import queries as networks
from kentongan.people.models import Notice, Unit, User
from kentongan.people.permissions import can
from kentongan.people.queries import unit_timezone
from kentongan.planning import looks, queries as planning
from kentongan.planning.access import visible_posts
from kentongan.planning.links import open_url
from kentongan.planning.models import Post

SHOWN = 8
WEEKLY_TARGET = 5


@dataclass(frozen=True, slots=True)
class Slot:
    """A post in today's plan. ``past``: its time is over."""

    post: Post
    look: looks.Look
    label: str
    past: bool
    url: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the page shows."""

    unit: Unit
    first_name: str
    zone: ZoneInfo
    at: datetime
    alerts: list[Alert]
    tasks: list[Task]
    drafts: list[Post]
    today: list[Slot]
    rhythm: str
    rhythm_words: str
    week_done: int
    accounts: list[networks.DeskLine]
    notices: list[Notice]
    may_write: bool
    letters: list[inbox_looks.Row]
    unanswered: int
    target: int = WEEKLY_TARGET
    more: int = 0
    waiting: list[Waiting | Waits] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many things wait."""
        return len(self.tasks) + len(self.alerts) + self.unanswered + self.more

    @property
    def urgent(self) -> bool:
        """Whether unread news are urgent: then not all is well, whatever the lists say."""
        return any(notice.urgent for notice in self.notices)

    @property
    def first(self) -> Task | None:
        """The most urgent task."""
        return self.tasks[0] if self.tasks else None

    @property
    def greeting(self) -> str:
        """By the hour of the unit, as people greet one another."""
        hour = self.at.astimezone(self.zone).hour
        if hour < 11:
            return _("Selamat pagi")
        if hour < 15:
            return _("Selamat siang")
        return _("Selamat sore") if hour < 18 else _("Selamat malam")


def desk(
    user: User, unit: Unit, *, waiting: list[Waiting], beside: Sequence[Waits] = (), at: datetime
) -> Desk:
    """The desk of ``user`` working for ``unit``. ``waiting``: what approval asks of them, and
    ``beside`` of what are no posts."""
    zone = unit_timezone(unit)
    posts = _posts(user, unit, at, zone)
    tasks = tasks_for(user, waiting, posts.mine, beside=beside, most=SHOWN, at=at)
    may_write = can(user, "post.write", unit, at)
    accounts = networks.for_desk(user, unit, at, held=held())
    days = rhythm.sent_by_day(unit, at, zone)
    today = at.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    letters, unanswered = inbox.waiting_for(user, at=at)
    return Desk(
        unit=unit,
        first_name=user.name.split()[0],
        zone=zone,
        at=at,
        alerts=next_step(user, unit) + alerts_for(user, unit, accounts.broken),
        tasks=tasks[:SHOWN],
        more=max(len(tasks) - SHOWN, 0),
        drafts=posts.drafts,
        today=_slots(posts.today, at),
        rhythm=rhythm.pattern(days, today),
        rhythm_words=rhythm.pattern_words(days, today),
        week_done=sum(n for day, n in days.items() if day >= monday),
        accounts=accounts.lines,
        notices=list(Notice.objects.filter(user=user, read_at__isnull=True)[:5]),
        may_write=may_write,
        letters=inbox_looks.rows(letters, at),
        unanswered=unanswered,
        waiting=[*waiting, *beside],
    )


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts the desk speaks of, from one read: the person's own, and the unit's of today."""

    mine: list[Post]
    drafts: list[Post]
    today: list[Post]


def _posts(user: User, unit: Unit, at: datetime, zone: ZoneInfo) -> Posts:
    start = datetime.combine(at.astimezone(zone).date(), time.min, zone)
    end = start + timedelta(days=1)
    own = Q(author=user) | Q(
        pk__in=Post.contributors.through.objects.filter(user=user).values("post")
    )
    of_today = Q(unit=unit, scheduled_for__gte=start, scheduled_for__lt=end)
    found = list(
        planning.with_places(
            with_reasons(visible_posts(user))
            .filter(own & Q(state__in=("returned", "approved", "draft")) | of_today)
            .filter(archived_at__isnull=True)
            .exclude(state="cancelled")
            .annotate(is_own=Case(When(own, then=True), default=False))
        ).order_by("-updated_at")[:60]
    )
    today = [
        p
        for p in found
        if p.unit_id == unit.pk and p.scheduled_for and start <= p.scheduled_for < end
    ]
    own_posts = [p for p in found if getattr(p, "is_own", False)]
    return Posts(
        mine=[p for p in own_posts if p.state in ("returned", "approved")][:SHOWN],
        drafts=[p for p in own_posts if p.state == "draft"][:4],
        today=sorted(today, key=lambda p: p.scheduled_for or at)[:SHOWN],
    )


def _slots(posts: list[Post], at: datetime) -> list[Slot]:
    return [
        Slot(
            post=post,
            look=looks.look(post.state),
            label=looks.label(post.state),
            past=post.scheduled_for is not None and post.scheduled_for < at,
            url=open_url(post.state, post.pk),
        )
        for post in posts
    ]
