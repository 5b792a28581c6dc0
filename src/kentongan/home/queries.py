"""The desk of a person for a unit: what waits for *them*, today's plan, the rhythm so far.

Every panel is one read of the feature that owns it; this package only chooses and words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Q, When
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kentongan.approval.models import ApprovalRequest
from kentongan.approval.queries import Waiting, reasons_for
from kentongan.delivery import queries as deliveries
from kentongan.delivery.models import Act, Delivery, Stop
from kentongan.delivery.stops import active as active_stops
from kentongan.inbox import present as inbox_looks, queries as inbox
from kentongan.networks import queries as networks
from kentongan.networks.models import Account
from kentongan.people.models import Notice, Unit, User
from kentongan.people.permissions import can
from kentongan.people.queries import unit_timezone
from kentongan.people.tree import line_of
from kentongan.planning import looks, queries as planning
from kentongan.planning.access import visible_posts
from kentongan.planning.links import open_url
from kentongan.planning.models import Post

SHOWN = 8
RHYTHM_DAYS = 14
WEEKLY_TARGET = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for the person. ``rank``: smaller is more urgent."""

    rank: int
    title: str
    detail: str
    url: str
    verb: str
    when: datetime | None
    tone: str
    icon: str
    word: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that stands in the way of the whole unit."""

    title: str
    detail: str
    url: str
    verb: str
    icon: str
    tone: str


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
    target: int = WEEKLY_TARGET
    more: int = 0
    waiting: list[Waiting] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many things wait."""
        return len(self.tasks) + len(self.alerts) + len(self.letters) + self.more

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


def desk(user: User, unit: Unit, *, waiting: list[Waiting], at: datetime) -> Desk:
    """The desk of ``user`` working for ``unit``. ``waiting``: what approval asks of them."""
    zone = unit_timezone(unit)
    posts = _posts(user, unit, at, zone)
    tasks = _decisions(waiting, at) + _waivers(user, at) + _deliveries(user)
    tasks += _own_tasks(posts.mine)
    tasks.sort(key=lambda task: (task.rank, task.when or at))
    may_write = can(user, "post.write", unit, at)
    accounts = networks.for_desk(user, unit, at)
    days = _sent_by_day(unit, at, zone)
    today = at.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    return Desk(
        unit=unit,
        first_name=user.name.split()[0],
        zone=zone,
        at=at,
        alerts=_alerts(unit, accounts.broken),
        tasks=tasks[:SHOWN],
        more=max(len(tasks) - SHOWN, 0),
        drafts=posts.drafts,
        today=_slots(posts.today, at),
        rhythm=_pattern(days, today),
        rhythm_words=_pattern_words(days, today),
        week_done=sum(n for day, n in days.items() if day >= monday),
        accounts=accounts.lines,
        notices=list(Notice.objects.filter(user=user, read_at__isnull=True)[:5]),
        may_write=may_write,
        letters=[inbox_looks.row(case, at) for case in inbox.waiting_for(user, at=at)],
        waiting=waiting,
    )


def _decisions(waiting: list[Waiting], at: datetime) -> list[Task]:
    return [_decision(item.request, overdue=item.overdue(at)) for item in waiting]


def _decision(request: ApprovalRequest, *, overdue: bool) -> Task:
    """What waits for a yes or a no; what is out already by the emergency path says so, loudly."""
    out = request.review_after
    if out:
        word, text = _("Darurat"), _("Sudah terbit darurat oleh %(name)s, %(unit)s")
    else:
        word, text = _("Ditinjau"), _("Diajukan %(name)s, %(unit)s")
    return Task(
        rank=0 if overdue or out else 2,
        title=request.post.title,
        detail=text % {"name": request.submitted_by.name, "unit": request.post.unit.name},
        url=reverse("approval:request", args=[request.pk]),
        verb=_("Tinjau"),
        when=request.deadline_at,
        tone="galat" if out else "awas" if overdue else "info",
        icon="alert-octagon" if out else "eye",
        word=_("Lewat batas") if overdue else word,
    )


def _waivers(user: User, at: datetime) -> list[Task]:
    return [
        Task(
            rank=2,
            title=item.post.title,
            detail=_("%(name)s meminta izin melewati temuan wajib, %(unit)s")
            % {"name": item.asked_by.name, "unit": item.post.unit.name},
            url=reverse("planning:waiver", args=[item.pk]),
            verb=_("Tinjau"),
            when=item.asked_at,
            tone="awas",
            icon="signature",
            word=_("Izin"),
        )
        for item in planning.waiting_waivers(user, at)
    ]


def _deliveries(user: User) -> list[Task]:
    words = {
        "unknown": (_("Belum pasti"), _("Pastikan"), "zoom-exclamation", "awas", "putus"),
        "refused": (_("Ditolak"), _("Lihat"), "alert-octagon", "galat", ""),
        "expired": (_("Kedaluwarsa"), _("Lihat"), "alert-octagon", "galat", ""),
        "manual": (_("Manual"), _("Unggah"), "device-mobile", "awas", ""),
    }
    doubled = (_("Tayang dua kali"), _("Bereskan"), "alert-octagon", "galat", "")
    tasks = []
    for item in deliveries.needs_person(user)[: SHOWN * 2]:
        if not can(user, "delivery.manage", item.unit):
            continue
        word, verb, icon, tone, edge = doubled if item.doubled else words[item.state]
        tasks.append(
            Task(
                rank=1 if item.state != "manual" else 3,
                title=str(item.payload.get("title") or item.payload.get("text", ""))[:90],
                detail=f"{item.account.shown_handle}: {_(item.what_to_do)}"
                if item.what_to_do
                else item.account.shown_handle,
                url=item.get_absolute_url(),
                verb=verb,
                when=item.due_at,
                tone=tone,
                icon=icon,
                word=word,
                edge=edge,
            )
        )
    return tasks


def _own_tasks(mine: list[Post]) -> list[Task]:
    """Posts of the person that came back, or are approved without a time."""
    tasks = []
    reasons = reasons_for(post for post in mine if post.state == "returned")
    for post in mine:
        returned = post.state == "returned"
        reason = reasons.get(post.pk, "")
        look = looks.look(post.state)
        tasks.append(
            Task(
                rank=2 if returned else 3,
                title=post.title,
                detail=f"“{Truncator(reason).chars(160)}”" if reason else _("Tinggal dijadwalkan."),
                url=open_url(post.state, post.pk),
                verb=_("Perbaiki") if returned else _("Jadwalkan"),
                when=post.scheduled_for,
                tone=look.tone,
                icon=look.icon,
                word=looks.label(post.state),
            )
        )
    return tasks


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
            visible_posts(user)
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


def _alerts(unit: Unit, broken: Sequence[Account]) -> list[Alert]:
    alerts = [_stop_alert(stop) for stop in _stops(unit)]
    held = _held_counts([account.pk for account in broken])
    for account in broken:
        number = held.get(account.pk, 0)
        detail = _("Sambungan %(account)s terputus.") % {"account": account.label}
        if number:
            detail += " " + _("%(n)s kiriman tertahan.") % {"n": number}
        alerts.append(
            Alert(
                title=_("Sambungan %(handle)s terputus") % {"handle": account.shown_handle},
                detail=detail,
                url=reverse("networks:connect", args=[account.pk]),
                verb=_("Sambungkan lagi"),
                icon="plug-connected-x",
                tone="wajib",
            )
        )
    return alerts


def _stops(unit: Unit) -> list[Stop]:
    """Switches that hold back this unit. Few are ever on, so the tree is read only then."""
    on = list(active_stops().select_related("unit", "account"))
    line = set(line_of(unit.pk)) if any(stop.unit_id for stop in on) else set()
    return [
        stop
        for stop in on
        if (stop.unit_id in line if stop.unit_id else True)
        and (stop.account.unit_id == unit.pk if stop.account else True)
    ]


def _stop_alert(stop: Stop) -> Alert:
    scope = stop.unit or stop.account
    title = (
        _("Kiriman %(scope)s dihentikan") % {"scope": scope}
        if scope
        else _("Semua kiriman dihentikan")
    )
    return Alert(
        title=title,
        detail=f"{stop.reason} ({stop.set_by})",
        url=reverse("delivery:stops"),
        verb=_("Lihat"),
        icon="hand-stop",
        tone="wajib",
    )


def _held_counts(accounts: list[UUID]) -> dict[UUID, int]:
    if not accounts:
        return {}
    rows = Delivery.objects.filter(account__in=accounts, state__in=("planned", "retry"))
    return dict(rows.values_list("account").annotate(n=Count("pk")))


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


def _sent_by_day(unit: Unit, at: datetime, zone: ZoneInfo) -> Counter[date]:
    """Posts of the unit that went out, per local day, over the days of the rhythm."""
    first = at.astimezone(zone).date() - timedelta(days=RHYTHM_DAYS - 1)
    start = datetime.combine(first, time.min, zone)
    rows = Delivery.objects.filter(
        unit=unit, act=Act.PUBLISH, state__in=("sent", "withdrawn"), sent_at__gte=start
    ).values_list("subject", "sent_at")
    firsts: dict[str, date] = {}
    for subject, sent_at in rows:
        if sent_at is not None:
            firsts.setdefault(subject, sent_at.astimezone(zone).date())
    return Counter(firsts.values())


def _pattern(days: Counter[date], today: date) -> str:
    """The rhythm as the tag draws it: ``2`` two or more, ``1`` one, ``.`` none."""
    beats = []
    for back in range(RHYTHM_DAYS - 1, -1, -1):
        number = days.get(today - timedelta(days=back), 0)
        beats.append("2" if number > 1 else "1" if number else ".")
    return "".join(beats)


def _pattern_words(days: Counter[date], today: date) -> str:
    busy = sum(1 for back in range(RHYTHM_DAYS) if days.get(today - timedelta(days=back), 0))
    return _("14 hari terakhir: %(busy)s hari terisi, %(empty)s hari kosong") % {
        "busy": busy,
        "empty": RHYTHM_DAYS - busy,
    }
