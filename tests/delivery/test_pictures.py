"""Pictures on their way out: within the shapes a network takes, cut around their focus."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from kentongan.delivery import payload
from kentongan.media import actions
from kentongan.media.models import Asset
from kentongan.networks.catalogue import get
from kentongan.networks.contract import Limits
from tests.cast import NOW, Cast
from tests.media import pictures
from tests.media.test_assets import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def wide(cast: Cast, settings: Any, tmp_path: Any) -> Asset:
    """Red on the left, blue on the right, too wide for a feed; blue must stay in sight."""
    settings.MEDIA_ROOT = tmp_path
    picture = Image.new("RGB", (1600, 400), "red")
    picture.paste("blue", (800, 0, 1600, 400))
    asset = put(cast, pictures.as_bytes(picture, quality=95))
    return actions.set_focus(asset_id=asset.pk, x=1.0, y=0.5, by=cast.admin, at=NOW)


def sent(asset: Asset, limits: Limits) -> Any:
    part = payload.MediaPart(asset=str(asset.pk), sha256=asset.sha256, alt="Loket")
    given = payload.build(text="Loket baru", created_at=NOW, media=[part])
    [image] = payload.outgoing(given, limits=limits, at=NOW).images
    return image


def test_what_a_network_would_refuse_is_cut_around_the_focus(wide: Asset) -> None:
    limits = get("instagram").limits
    image = sent(wide, limits)
    low, high = limits.image_shapes
    assert low <= image.width / image.height <= high + 0.01
    red, _green, blue = pictures.opened(image.data).getpixel((2, image.height // 2))
    assert blue > red, "the right end is what is left"
    assert sent(wide, limits).data == image.data, "the same bytes at every call"


def test_without_bounds_all_of_it_goes_out(wide: Asset) -> None:
    image = sent(wide, replace(get("instagram").limits, image_shapes=(0.0, 0.0)))
    assert image.width / image.height == pytest.approx(4.0, rel=0.01)
