"""The pictures of a post as the composer shows them."""

from dataclasses import dataclass
from datetime import datetime

from django.forms import BoundField, Form

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


def seen(asset: Asset, at: datetime) -> str:
    """``read``, ``reading`` (about to be) or ``unread``: nobody looks unless a person does."""
    if asset.is_read:
        return "read"
    return "reading" if asset.is_being_read(at) else "unread"
