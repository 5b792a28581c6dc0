"""What waits for a person: one thing, one verb. Each is one read of the feature that owns it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import Truncator

from kentongan.approval.beside import Waits
from kentongan.approval.models import ApprovalRequest
from kentongan.approval.queries import Waiting
from kentongan.delivery import queries as deliveries
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User
from kentongan.people.permissions import can
from kentongan.planning import looks, queries as planning
from kentongan.planning.links import open_url
from kentongan.planning.models import Post


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for the person. ``rank``: smaller is more urgent; ``since``: what
    ``when`` is, in a word before it.
    """

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
    since: str = ""


def tasks_for(
    user: User,
    waiting: list[Waiting],
    mine: list[Post],
    *,
    beside: Sequence[Waits] = (),
    most: int,
    at: datetime,
) -> list[Task]:
    """All that waits for ``user``, the most urgent first.

    ``waiting``: what approval asks of them, ``beside`` of what are no posts; ``mine``: posts of
    theirs that came back or lack a time; of deliveries no more are read than fill ``most`` lines
    twice.
    """
    tasks = (
        _decisions(waiting, at)
        + [_other(row, at) for row in beside]
        + _waivers(user, at)
        + _deliveries(user, most)
    )
    tasks += _own_tasks(mine)
    return sorted(tasks, key=lambda task: (task.rank, task.when or at))


def _other(row: Waits, at: datetime) -> Task:
    overdue = row.deadline_at < at
    return Task(
        rank=0 if overdue else 2,
        title=row.title,
        detail=_("Diajukan %(name)s, %(unit)s") % {"name": row.by, "unit": row.unit},
        url=row.url,
        verb=_("Tinjau"),
        when=row.deadline_at,
        tone="awas" if overdue else "info",
        icon="eye",
        word=_("Lewat batas") if overdue else _("Ditinjau"),
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
        since=_("Batas"),
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
            since=_("Sejak"),
        )
        for item in planning.waiting_waivers(user, at)
    ]


def _deliveries(user: User, most: int) -> list[Task]:
    words = {
        "unknown": (_("Belum pasti"), _("Pastikan"), "zoom-exclamation", "awas", "putus"),
        "refused": (_("Ditolak"), _("Lihat"), "alert-octagon", "galat", ""),
        "expired": (_("Kedaluwarsa"), _("Lihat"), "alert-octagon", "galat", ""),
        "pending": (_("Tinggal langkah Anda"), _("Lihat"), "device-mobile", "awas", ""),
        "manual": (_("Manual"), "", "device-mobile", "awas", ""),
    }
    doubled = (_("Tayang dua kali"), _("Bereskan"), "alert-octagon", "galat", "")
    tasks = []
    for item in deliveries.needs_person(user)[: most * 2]:
        if not can(user, "delivery.manage", item.unit):
            continue
        word, verb, icon, tone, edge = doubled if item.doubled else words[item.state]
        tasks.append(
            Task(
                rank=1 if item.state != "manual" else 3,
                title=str(item.payload.get("title") or item.payload.get("text", ""))[:90],
                detail=f"{item.account.shown_handle}: {item.what_to_do}"
                if item.what_to_do
                else item.account.shown_handle,
                url=item.get_absolute_url(),
                verb=verb or item.by_hand_verb,
                when=item.due_at,
                tone=tone,
                icon=icon,
                word=word,
                edge=edge,
                since=_("Rencana"),
            )
        )
    return tasks


def _own_tasks(mine: list[Post]) -> list[Task]:
    """Posts of the person that came back, or are approved without a time; see
    ``approval.queries.with_reasons``."""
    tasks = []
    for post in mine:
        returned = post.state == "returned"
        reason = getattr(post, "returned_reason", "") if returned else ""
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
                since=_("Rencana"),
            )
        )
    return tasks
