"""The focus: pressed on the picture, typed as numbers, looked at in every shape."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from kentongan.media import shapes
from kentongan.media.models import Asset
from tests.cast import Cast, sign_in
from tests.media import pictures
from tests.media.test_assets import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(cast: Cast) -> Asset:
    """Wide: red on the left, blue on the right."""
    picture = Image.new("RGB", (1600, 400), "red")
    picture.paste("blue", (800, 0, 1600, 400))
    return put(cast, pictures.as_bytes(picture, quality=95))


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.admin)


def press(desk: Client, asset: Asset, **data: Any) -> tuple[float, float]:
    answer = desk.post(reverse("media:focus", args=[asset.pk]), data)
    assert answer.status_code == 303, answer.content.decode()
    return Asset.objects.get(pk=asset.pk).focus


def test_pressing_the_picture_sets_the_focus_there(desk: Client, asset: Asset) -> None:
    wide, tall = shapes.chooser_size(asset)
    assert (wide, tall) == (320, 80)
    pressed = {"titik.x": "319", "titik.y": "20", "x": "50", "y": "50"}
    assert press(desk, asset, **pressed) == (1.0, 0.25)


def test_a_key_on_the_picture_means_the_numbers(desk: Client, asset: Asset) -> None:
    assert press(desk, asset, **{"titik.x": "0", "titik.y": "0", "x": "30", "y": "70"}) == (
        0.3,
        0.7,
    )
    assert press(desk, asset, x="10", y="20") == (0.1, 0.2)


@pytest.mark.parametrize("bad", [{"x": "101", "y": "5"}, {"x": "", "y": ""}, {"titik.x": "kiri"}])
def test_what_is_no_place_is_refused_at_the_form(
    desk: Client, asset: Asset, bad: dict[str, str]
) -> None:
    answer = desk.post(reverse("media:focus", args=[asset.pk]), bad)
    assert answer.status_code == 422
    assert Asset.objects.get().focus == (0.5, 0.5)


def colour(desk: Client, asset: Asset, **query: str) -> tuple[bool, tuple[int, int]]:
    """Whether the look at a square shows blue, and its size."""
    answer = desk.get(reverse("media:crop", args=[asset.pk, "persegi"]), query)
    assert answer["Content-Type"] == "image/jpeg"
    found = pictures.opened(answer.content)
    red, _green, blue = found.getpixel((found.width // 2, found.height // 2))
    return blue > red, found.size


def test_the_look_follows_the_focus_and_tries_another_one(desk: Client, asset: Asset) -> None:
    press(desk, asset, x="90", y="50")
    assert colour(desk, asset) == (True, (240, 240))
    assert colour(desk, asset, x="5", y="50")[0] is False
    assert Asset.objects.get().focus == (0.9, 0.5), "trying changes nothing"


@pytest.mark.parametrize("shape", shapes.USUAL, ids=lambda shape: shape.code)
def test_every_shape_is_shown_as_it_is(desk: Client, asset: Asset, shape: shapes.Shape) -> None:
    answer = desk.get(reverse("media:crop", args=[asset.pk, shape.code]))
    width, height = pictures.opened(answer.content).size
    assert width / height == pytest.approx(shape.low, rel=0.02)
    page = desk.get(reverse("media:asset", args=[asset.pk])).content.decode()
    assert f'width="{width}" height="{height}"' in page
    assert desk.get(reverse("media:crop", args=[asset.pk, "bulat"])).status_code == 404


def test_networks_that_cut_the_file_are_named_with_what_stays(
    desk: Client, asset: Asset, cast: Cast
) -> None:
    look = reverse("media:crop", args=[asset.pk, "instagram-gambar"])
    assert look in desk.get(reverse("media:asset", args=[asset.pk])).content.decode()
    width, height = pictures.opened(desk.get(look).content).size
    assert width / height == pytest.approx(1.91, rel=0.02)
    upright = put(cast, pictures.jpeg(500, 500))
    page = desk.get(reverse("media:asset", args=[upright.pk])).content.decode()
    assert "instagram-gambar" not in page, "a square fits as it is"


def test_a_look_is_for_those_who_may_see_the_file(client: Client, cast: Cast, asset: Asset) -> None:
    sign_in(client, cast.admin_lain)
    address = reverse("media:crop", args=[asset.pk, "persegi"])
    assert client.get(address).status_code == 404
    sign_in(client, cast.auditor)
    assert client.get(address).status_code == 200
    assert client.post(reverse("media:focus", args=[asset.pk]), {"x": 1, "y": 1}).status_code == 403
