"""What of the library is used by posts, and how networks cut it: told to ``media``, which knows
neither."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kentongan.media import shapes, uses
from kentongan.media.shapes import Shape
from kentongan.media.uses import Usage, Use
from kentongan.networks import catalogue
from kentongan.people.models import User
from kentongan.planning import looks
from kentongan.planning.access import visible_posts
from kentongan.planning.links import open_url
from kentongan.planning.models import PostMedia, Shape as Form

_MOST = 100


def register() -> None:
    """Called once when the app is ready."""
    usage = Usage(_("Unggahan yang memakainya"), of=used_by, holds=holds, assets=assets)
    uses.register("planning", usage)
    shapes.register(network_shapes)


def network_shapes() -> list[Shape]:
    """The bounds within which networks take pictures and videos; others are cut."""
    found = []
    for network in catalogue.everything():
        limits = network.limits
        if any(limits.image_shapes):
            code = f"{network.code}-gambar"
            found.append(Shape(code, network.label, *limits.image_shapes, video=False))
        if limits.video is not None:
            code = f"{network.code}-video"
            found.append(Shape(code, network.label, *limits.video.shapes, video=True))
        for form, other in limits.in_forms.items():
            if limits.video and other.video and other.video.shapes != limits.video.shapes:
                label = f"{network.label}: {Form(form).label}"
                code = f"{network.code}-video-{form}"
                found.append(Shape(code, label, *other.video.shapes, video=True))
    return found


def used_by(user: User, asset_id: UUID) -> list[Use]:
    """The posts with this file, the latest first."""
    mine = visible_posts(user).filter(media__asset=asset_id).order_by("-updated_at", "-id")
    return [
        Use(
            title=post.title,
            detail=looks.label(post.state),
            url=open_url(post.state, post.pk),
            when=post.scheduled_for,
        )
        for post in mine[:_MOST]
    ]


def holds(asset_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these files are in a post."""
    rows = PostMedia.objects.filter(asset__in=list(asset_ids))
    return set(rows.order_by().values_list("asset", flat=True))


def assets() -> QuerySet[Any, Any]:
    """The ids of all files that are in a post."""
    return PostMedia.objects.order_by().values("asset")
