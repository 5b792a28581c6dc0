"""What of the library is used by posts: told to ``media``, which does not know posts."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kentongan.media import uses
from kentongan.media.uses import Usage, Use
from kentongan.people.models import User
from kentongan.planning import looks
from kentongan.planning.access import visible_posts
from kentongan.planning.links import open_url
from kentongan.planning.models import PostMedia

_MOST = 100


def register() -> None:
    """Called once when the app is ready."""
    usage = Usage(_("Unggahan yang memakainya"), of=used_by, holds=holds, assets=assets)
    uses.register("planning", usage)


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
