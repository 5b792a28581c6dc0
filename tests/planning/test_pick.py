"""Files of the unit's library are put to a post: found, ticked, several at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.ledger.models import Entry
from kentongan.media import actions as media
from kentongan.media.models import Asset
from kentongan.planning.models import Post
from kentongan.planning.seed import seed
from tests.cast import NOW, Cast, sign_in
from tests.planning.conftest import make_post, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(cast: Cast) -> Post:
    seed(at=NOW)
    return make_post(cast.kecamatan, cast.admin, text="Posyandu hari ini.")


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.admin)


def shot(cast: Cast, colour: str, **more: Any) -> Asset:
    file = picture(width=300 + len(colour), colour=colour)
    unit = more.get("unit", cast.kecamatan)
    return media.upload(by=cast.admin, at=NOW, unit=unit, file=file, name=f"{colour}.png")


def test_several_files_are_put_at_once_in_the_order_ticked(
    cast: Cast, post: Post, desk: Client
) -> None:
    red, teal = shot(cast, "red"), shot(cast, "teal")
    address = reverse("planning:pick", args=[post.pk])
    composer = desk.get(reverse("planning:compose", args=[post.pk])).content.decode()
    assert address in composer
    answer = desk.post(address, {"berkas": [str(teal.pk), str(red.pk)]})
    assert answer["Location"].endswith("#gambar")
    assert [item.asset for item in post.media.all()] == [teal, red]
    assert Entry.objects.filter(action="post.media_add").count() == 2
    page = desk.get(address).content.decode()
    assert page.count("Terpasang") == 2
    assert 'name="berkas"' not in page


def test_more_than_there_is_room_for_is_refused_as_a_whole(
    cast: Cast, post: Post, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kentongan.planning.cleaning.MAX_MEDIA", 1)
    ticked = [str(shot(cast, colour).pk) for colour in ("red", "teal")]
    said = desk.post(reverse("planning:pick", args=[post.pk]), {"berkas": ticked}, follow=True)
    assert "paling banyak 10" in said.content.decode().lower()
    assert not post.media.exists()


def test_it_is_searched_and_narrowed_as_the_library_is(
    cast: Cast, post: Post, desk: Client
) -> None:
    shot(cast, "red")
    shot(cast, "teal")
    address = reverse("planning:pick", args=[post.pk])
    found = desk.get(address, {"q": "teal"}).content.decode()
    assert "teal.png" in found
    assert "red.png" not in found
    assert "Tidak ada yang cocok" in desk.get(address, {"jenis": "video"}).content.decode()


def test_nothing_ticked_is_said_and_the_bin_and_other_units_are_out_of_reach(
    cast: Cast, post: Post, desk: Client
) -> None:
    gone, theirs = shot(cast, "red"), shot(cast, "teal", unit=cast.kelurahan)
    media.discard(unit=cast.kecamatan, asset_ids=[gone.pk], by=cast.admin, at=NOW)
    address = reverse("planning:pick", args=[post.pk])
    assert "red.png" not in desk.get(address, {"folder": "sampah"}).content.decode()
    for asset in (gone, theirs):
        assert desk.post(address, {"berkas": str(asset.pk)}).status_code == 404
    assert desk.post(address, {})["Location"] == address
    assert "Pilih berkasnya dulu." in desk.get(address).content.decode()
    assert not post.media.exists()


def test_the_composer_tells_what_the_library_knows_of_the_people(
    cast: Cast, post: Post, desk: Client
) -> None:
    asset = shot(cast, "red")
    media.add_consent(asset_id=asset.pk, who="kader", agreed=False, by=cast.admin, at=NOW)
    desk.post(reverse("planning:pick", args=[post.pk]), {"berkas": str(asset.pk)})
    page = desk.get(reverse("planning:compose", args=[post.pk])).content.decode()
    assert "Menurut pustaka:" in page
    assert "Belum semua setuju" in page
