"""The shapes in which a file is shown elsewhere, for a look at what stays in sight of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image

from kentongan.media import cropping, files, images
from kentongan.media.images import Encoded
from kentongan.media.models import Asset

#: Longest side of such a look, in pixels.
SIDE = 240
#: Longest side of the picture in which the focus is chosen: it fits a phone without scaling,
#: because a picture that is a button tells where it was pressed in pixels of the screen.
CHOOSER_SIDE = 320


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: width / height, what it is called and where it occurs."""

    code: str
    label: str | Promise
    ratio: float

    def size(self) -> tuple[int, int]:
        """Width and height of the look at it, in pixels."""
        longest = max(self.ratio, 1.0)
        return round(SIDE * self.ratio / longest), round(SIDE / longest)


SHAPES: tuple[Shape, ...] = (
    Shape("persegi", _("Persegi 1:1, kisi profil"), 1.0),
    Shape("potret", _("Potret 4:5, umpan di ponsel"), 4 / 5),
    Shape("tegak", _("Tegak 9:16, cerita dan video pendek"), 9 / 16),
    Shape("mendatar", _("Mendatar 16:9, video dan sampul"), 16 / 9),
    Shape("kartu", _("Kartu 1,91:1, pratinjau tautan"), 1.91),
)
BY_CODE = {shape.code: shape for shape in SHAPES}


def chooser_size(asset: Asset) -> tuple[int, int]:
    """Width and height at which the focus is chosen."""
    longest = max(asset.width, asset.height)
    side = min(CHOOSER_SIDE, longest)
    return max(1, round(asset.width * side / longest)), max(1, round(asset.height * side / longest))


def look(asset: Asset, shape: Shape, focus: tuple[float, float]) -> Encoded:
    """What stays in sight in that shape around ``focus``; from the small rendition, a JPEG.

    Raises ``FileNotFoundError`` when the file is gone.
    """
    picture = images.read(files.read(str(asset.thumbnail)))
    ratios = (shape.ratio, shape.ratio)
    if part := cropping.box(picture.width, picture.height, ratios, focus):
        wide, tall, left, top = part
        picture = picture.crop((left, top, left + wide, top + tall))
    return images.encode_jpeg(picture.resize(shape.size(), Image.Resampling.LANCZOS), 80)
