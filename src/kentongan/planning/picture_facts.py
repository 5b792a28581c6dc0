"""A picture of a post as the check knows it: the declaration joined with the library."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kentongan.compliance.draft import MediaFact
from kentongan.media.models import Asset
from kentongan.media.rights import Standing, standing
from kentongan.people.queries import unit_day
from kentongan.planning.models import People, Post, PostMedia
from kentongan.planning.working import PICTURE


def day_of(post: Post, at: datetime) -> date:
    """The day on the unit's calendar: consents hold for days."""
    return unit_day(post.unit, at)


def frozen_fact(item: Mapping[str, Any], asset: Asset | None, day: date) -> MediaFact:
    """A frozen picture as the check knows it on ``day``; ``asset`` None where it is gone."""
    return MediaFact(
        alt=item["alt"],
        mime=item["mime"],
        width=item["width"],
        height=item["height"],
        size=item["size"],
        seen_text=asset.seen_text if asset else None,
        credit=item.get("credit", ""),
        licence=item.get("licence", ""),
        people=people_fact(item.get("people", ""), asset, day),
        seconds=item.get("seconds", 0.0),
        children=asset is not None and asset.children,
    )


def people_fact(declared: str, asset: Asset | None, day: date) -> str:
    """What holds of the people shown on ``day``: the post's word joined with the library's.

    Whichever is sterner counts; a consent that ended is over whatever the post says.
    """
    known = standing(asset, day) if asset is not None else Standing.UNSAID
    if known is Standing.OVER:
        return "expired"
    if known is Standing.MISSING or declared == People.NO_CONSENT:
        return People.NO_CONSENT.value
    agreed = known in (Standing.AGREED, Standing.ENDING) or declared == People.CONSENT
    return People.CONSENT.value if agreed else ""


def media_fact(item: PostMedia, day: date, typed: Mapping[str, str] | None = None) -> MediaFact:
    """A picture as the check knows it on ``day``; ``typed`` replaces saved fields
    (``working.PICTURE``)."""
    asset = item.asset
    said = {name: str(getattr(item, name)) for name in PICTURE} | dict(typed or {})
    return MediaFact(
        alt=said["alt"],
        mime=asset.mime,
        width=asset.width,
        height=asset.height,
        size=asset.size,
        seen_text=asset.seen_text,
        credit=said["credit"],
        licence=said["licence"],
        people=people_fact(said["people"], asset, day),
        seconds=asset.seconds,
        children=asset.children,
    )
