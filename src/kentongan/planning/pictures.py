"""The pictures of a post as the composer shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.forms import BoundField, Form

from kentongan.compliance.draft import TextLimits
from kentongan.media import cropping
from kentongan.media.models import Asset
from kentongan.media.rights import Standing, standing
from kentongan.planning.models import PostMedia
from kentongan.planning.picture_facts import day_of
from kentongan.planning.working import PICTURE


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with the fields about it, and how far its words are read: see :func:`seen`.

    ``standing``: how it stands with the people in it by the library, None where nobody has said.
    """

    item: PostMedia
    seen: str
    standing: Standing | None
    alt: BoundField
    credit: BoundField
    licence: BoundField
    people: BoundField

    @classmethod
    def of(cls, item: PostMedia, form: Form, at: datetime) -> "Picture":
        """A picture of a post with its fields of the composer's form."""
        fields = {name: form[f"{name}-{item.pk}"] for name in PICTURE}
        stands = standing(item.asset, day_of(item.post, at))
        known = None if stands is Standing.UNSAID else stands
        return cls(item=item, seen=seen(item.asset, at), standing=known, **fields)

    @property
    def said(self) -> bool:
        """Whether anything was declared about it."""
        return bool(self.item.credit or self.item.licence or self.item.people)

    @property
    def errors(self) -> bool:
        """Whether something about its origin could not be saved."""
        return bool(self.credit.errors or self.licence.errors or self.people.errors)


@dataclass(frozen=True, slots=True)
class Framed:
    """A picture as a network shows it: ``box`` (left, top, width, height) is the part that stays.

    In pixels of the kept file; the whole of it where the network cuts nothing (``cut``).
    """

    item: PostMedia
    box: tuple[int, int, int, int]
    cut: bool

    @property
    def view(self) -> str:
        """The part as an SVG names it."""
        return " ".join(map(str, self.box))


def framed(items: Iterable[PostMedia], limits: TextLimits) -> list[Framed]:
    """Pictures as a network with these limits cuts them around their focus."""
    found = []
    for item in items:
        asset = item.asset
        bounds = limits.video_shapes if asset.is_video else limits.image_shapes
        part = cropping.box(asset.width, asset.height, bounds, asset.focus)
        wide, tall, left, top = part or (asset.width, asset.height, 0, 0)
        found.append(Framed(item, (left, top, wide, tall), part is not None))
    return found


def seen(asset: Asset, at: datetime) -> str:
    """``read``, ``reading`` (about to be) or ``unread``: nobody looks unless a person does."""
    if asset.is_read:
        return "read"
    return "reading" if asset.is_being_read(at) else "unread"
