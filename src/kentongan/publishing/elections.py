"""Looking again at what is planned, where the days of an election changed afterwards."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from kentongan.compliance.wording import what_stops
from kentongan.delivery.models import Act
from kentongan.jobs.actions import enqueue
from kentongan.kernel.say import gettext as _
from kentongan.people import permissions
from kentongan.people.models import Unit
from kentongan.people.notices import notify
from kentongan.people.tree import branch
from kentongan.planning.clearance import stopping
from kentongan.planning.models import Post
from kentongan.publishing.models import PostDelivery

REWEIGH = "publishing.reweigh"


def on_election(unit: Unit, at: datetime) -> None:
    """The days of an election changed: look again at what is planned there, soon."""
    enqueue(REWEIGH, run_at=at, args={"unit": str(unit.pk)}, key=f"{REWEIGH}:{unit.pk}")


def reweigh(*, unit_id: UUID, at: datetime) -> None:
    """Tell who can change it which planned posts the check would now stop, once for each time.

    Sending asks again anyway; told only then it would be too late to choose another day.
    """
    rows = PostDelivery.objects.filter(
        delivery__state="planned", delivery__act=Act.PUBLISH, delivery__due_at__gt=at,
        post__unit__in=branch([unit_id]),
    )  # fmt: skip
    rows = rows.select_related("post__unit", "post__kind", "post__author", "revision", "delivery")
    seen: set[tuple[UUID, datetime]] = set()
    for row in rows.order_by("delivery__due_at"):
        post, due = row.post, row.delivery.due_at
        if (post.pk, due) in seen:
            continue
        seen.add((post.pk, due))
        row.revision.post = post
        if stops := stopping(post, row.revision, due):
            _tell_stopped(post, what_stops(stops[0].finding), due=due, at=at)


def _tell_stopped(post: Post, message: str, *, due: datetime, at: datetime) -> None:
    text = _(
        "“%(title)s” tidak akan terbit sesuai jadwal: tahapan pemilihan pada hari itu berubah, dan "
        "pemeriksaan tidak lolos. %(message)s Pindahkan jadwalnya atau ubah isinya."
    )
    notify(
        {post.author, *permissions.holders(["admin_unit"], post.unit, at)},
        text % {"title": post.title, "message": message},
        key=f"unplanned:{post.pk}:{due.isoformat()}",
        at=at,
        url=reverse("publishing:post", args=[post.pk]),
        urgent=True,
    )
