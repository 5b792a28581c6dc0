"""What of the library the public can see: told to ``media``, which does not know deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kentongan.delivery.models import Act
from kentongan.media import uses
from kentongan.media.models import Asset
from kentongan.media.uses import Planned, Usage, Use
from kentongan.people import permissions
from kentongan.people.models import User
from kentongan.planning.access import visible_posts
from kentongan.publishing.models import PostDelivery
from kentongan.publishing.reach import WAITING

_MOST = 100
#: Never went out, and will not.
_NEVER = ("cancelled", "expired", "refused")


def register() -> None:
    """Called once when the app is ready."""
    usage = Usage(_("Sedang tayang dengan berkas ini"), of=live, holds=holds, planned=planned)
    uses.register("publishing", usage)


def live(user: User, asset_id: UUID) -> list[Use]:
    """Where the public sees this file now, the latest first."""
    rows = _with(asset_id).filter(
        post__in=visible_posts(user), delivery__act=Act.PUBLISH, delivery__state="sent"
    )
    return [
        Use(
            title=link.post.title,
            detail=str(link.delivery.account),
            url=link.delivery.get_absolute_url(),
            live=True,
            when=link.delivery.sent_at,
        )
        for link in rows.select_related("post", "delivery__account").order_by("-created_at")[:_MOST]
    ]


def holds(asset_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these files went out, or still may: they are evidence."""
    going = [(pk, _with(pk).exclude(delivery__state__in=_NEVER)) for pk in asset_ids]
    return {pk for pk, rows in going if rows.exists()}


def planned(asset_id: UUID, at: datetime) -> list[Planned]:
    """Posts that are to go out with this file: when first, and whom to tell."""
    rows = _with(asset_id).filter(delivery__state__in=WAITING).exclude(delivery__act=Act.WITHDRAW)
    found: dict[UUID, Planned] = {}
    links = rows.select_related("post__unit", "post__author", "delivery")
    for link in links.order_by("delivery__due_at"):
        post = link.post
        if post.pk not in found:
            found[post.pk] = Planned(
                key=str(post.pk),
                title=post.title,
                url=reverse("publishing:post", args=[post.pk]),
                when=link.delivery.due_at,
                people=[post.author, *permissions.holders(["admin_unit"], post.unit, at)],
            )
    return list(found.values())


def _with(asset_id: UUID) -> QuerySet[PostDelivery]:
    """Deliveries of a revision that has this file; only posts of its unit can."""
    unit = Asset.objects.filter(pk=asset_id).values("unit")
    return PostDelivery.objects.filter(
        post__unit__in=unit, revision__content__icontains=str(asset_id)
    )
