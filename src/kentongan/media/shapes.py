"""The shapes in which a file is shown elsewhere, for a look at what stays in sight of it."""

from __future__ import annotations

from collections.abc import Callable
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
    """Bounds of width / height, from narrowest to widest; what that is called, where it occurs.

    ``video``: only videos are cut so; None: both.
    """

    code: str
    label: str | Promise
    low: float
    high: float
    video: bool | None = None

    def size(self, asset: Asset) -> tuple[int, int]:
        """Width and height of the look at a file in this shape, in pixels."""
        part = cropping.box(asset.width, asset.height, (self.low, self.high), (0.5, 0.5))
        return _within(*(part[:2] if part else (asset.width, asset.height)))

    def cuts(self, asset: Asset) -> bool:
        """Whether anything of the file is lost in this shape."""
        bounds = (self.low, self.high)
        return cropping.box(asset.width, asset.height, bounds, asset.focus) is not None


def _within(width: int, height: int) -> tuple[int, int]:
    longest = max(width, height)
    return max(1, round(width * SIDE / longest)), max(1, round(height * SIDE / longest))


def _one(code: str, label: str | Promise, ratio: float) -> Shape:
    return Shape(code, label, ratio, ratio)


#: What people think in, whatever the network.
USUAL: tuple[Shape, ...] = (
    _one("persegi", _("Persegi 1:1, kisi profil"), 1.0),
    _one("potret", _("Potret 4:5, umpan di ponsel"), 4 / 5),
    _one("tegak", _("Tegak 9:16, cerita dan video pendek"), 9 / 16),
    _one("mendatar", _("Mendatar 16:9, video dan sampul"), 16 / 9),
    _one("kartu", _("Kartu 1,91:1, pratinjau tautan"), 1.91),
)
_networks: list[Callable[[], list[Shape]]] = []


def register(networks: Callable[[], list[Shape]]) -> None:
    """Announce the bounds of networks; media does not know them. Registering twice is once."""
    if networks not in _networks:
        _networks.append(networks)


def of_networks(asset: Asset) -> list[Shape]:
    """The networks in which something of this file is cut off."""
    found = [shape for networks in _networks for shape in networks()]
    return [s for s in found if s.video in (None, asset.is_video) and s.cuts(asset)]


def named(code: str) -> Shape | None:
    """A shape by its code."""
    every = [*USUAL, *(shape for networks in _networks for shape in networks())]
    return next((shape for shape in every if shape.code == code), None)


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
    bounds = (shape.low, shape.high)
    if part := cropping.box(picture.width, picture.height, bounds, focus):
        wide, tall, left, top = part
        picture = picture.crop((left, top, left + wide, top + tall))
    return images.encode_jpeg(picture.resize(shape.size(asset), Image.Resampling.LANCZOS), 80)
