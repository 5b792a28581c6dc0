"""Addresses for networks that fetch: these bytes, for an hour, and nothing else to be learned."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client

from kentongan.kernel import clock
from kentongan.media import actions, files, links, queries
from kentongan.media.models import Asset
from kentongan.media.rendering import Ready
from tests.cast import NOW, sign_in
from tests.media import pictures
from tests.media.videos import Videos, video_of

WANTED = {"max_bytes": 10**6, "max_side": 300, "mimes": ("image/jpeg",)}


@pytest.fixture(autouse=True)
def clock_of_edge(monkeypatch: Any) -> list[Any]:
    """The clock of the edge; move it by changing the only element."""
    moment = [NOW]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def asset(cast) -> Asset:
    data = io.BytesIO(pictures.jpeg(600, 400))
    return actions.upload(by=cast.admin, at=NOW, unit=cast.kecamatan, file=data, name="a.jpg")


@pytest.fixture
def ready(asset: Asset) -> Ready:
    return queries.fitted_file(asset, **WANTED)


@pytest.fixture
def path(asset: Asset, ready: Ready) -> str:
    return urlsplit(queries.public_url(asset, ready, at=NOW)).path


def body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


def test_the_very_bytes_are_served_without_signing_in_and_without_cookies(
    asset: Asset, ready: Ready, path: str, client: Client, settings: Any
) -> None:
    url = queries.public_url(asset, ready, at=NOW)
    assert url.startswith(f"{settings.SITE_URL}/berkas/umum/")
    assert url.endswith("/berkas.jpg")
    assert "?" not in url
    response = client.get(path)
    assert response.status_code == 200
    assert body(response) == ready.path.read_bytes() == queries.fitted(asset, **WANTED)[0]
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == str(ready.size)
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    head = client.head(path)
    assert (head.status_code, head["Content-Length"]) == (200, str(ready.size))


def test_the_address_ends_after_an_hour(
    path: str, client: Client, clock_of_edge: list[Any]
) -> None:
    clock_of_edge[0] = NOW + timedelta(minutes=59)
    assert client.get(path).status_code == 200
    clock_of_edge[0] = NOW + timedelta(hours=1)
    assert client.get(path).status_code == 404


def test_a_large_video_may_be_fetched_in_parts_for_as_long_as_a_slow_line_takes(
    asset: Asset, ready: Ready, client: Client, clock_of_edge: list[Any]
) -> None:
    large = Ready(ready.name, ready.mime, 1_000_000_000, 1, 1)
    path = urlsplit(queries.public_url(asset, large, at=NOW)).path
    clock_of_edge[0] = NOW + timedelta(hours=3)
    assert client.get(path, headers={"Range": "bytes=0-9"}).status_code == 206
    clock_of_edge[0] = NOW + timedelta(hours=3, minutes=15)
    assert client.get(path).status_code == 404


def test_whatever_is_wrong_is_the_same_404(
    path: str, asset: Asset, ready: Ready, client: Client
) -> None:
    token = path.split("/")[3]
    said, _point, seal = token.partition(".")
    other = signing.Signer(salt="elsewhere", sep=".").sign_object({"n": ready.name})
    for wrong in (
        f"/berkas/umum/{said}x.{seal}/berkas.jpg",
        f"/berkas/umum/{said}.{seal[:-1]}/berkas.jpg",
        f"/berkas/umum/{other}/berkas.jpg",
        f"/berkas/umum/{token}/berkas.mp4",
        f"/berkas/umum/{token}/",
        f"/berkas/umum/{token}",
        "/berkas/umum/",
        "/berkas/umum/../masuk/",
    ):
        assert client.get(wrong).status_code == 404, wrong
    assert client.post(path).status_code == 405
    ready.path.unlink()
    assert client.get(path).status_code == 404


def test_only_kept_files_and_renditions_are_ever_served(asset: Asset, client: Client) -> None:
    secret = files.root() / "masuk" / "rahasia"
    secret.parent.mkdir(parents=True)
    secret.write_text("x")
    outside = Ready("masuk/rahasia", "image/jpeg", 1, 1, 1)
    assert client.get(urlsplit(queries.public_url(asset, outside, at=NOW)).path).status_code == 404


def test_a_link_is_worth_nothing_once_its_asset_is_gone(
    path: str, asset: Asset, client: Client
) -> None:
    asset.delete()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=0-99999999", 206, slice(0, None)),
        ("bytes=-99999999", 206, slice(0, None)),
        ("bytes=0-1,4-5", 200, slice(0, None)),
        ("bytes=9-5", 200, slice(0, None)),
        ("bytes=-", 200, slice(0, None)),
        ("chunks=0-9", 200, slice(0, None)),
        ("bytes=99999999-", 416, None),
        ("bytes=-0", 416, None),
    ],
)
def test_parts_are_served(
    path: str, ready: Ready, client: Client, wanted: str, status: int, part: slice | None
) -> None:
    response = client.get(path, headers={"Range": wanted, "Accept-Encoding": "gzip"})
    assert response.status_code == status
    assert response["Accept-Ranges"] == "bytes"
    assert "Content-Encoding" not in response
    if part is None:
        assert response["Content-Range"] == f"bytes */{ready.size}"
        return
    expected = ready.path.read_bytes()[part]
    assert body(response) == expected
    assert response["Content-Length"] == str(len(expected))
    if status == 206:
        first = ready.path.read_bytes().index(expected)
        assert (
            response["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{ready.size}"
        )


def test_a_part_of_another_file_than_before_is_all_of_it(path: str, client: Client) -> None:
    tag = client.get(path)["ETag"]
    for condition, status in ((tag, 206), ('"lain"', 200)):
        headers = {"Range": "bytes=0-3", "If-Range": condition}
        assert client.get(path, headers=headers).status_code == status


def test_a_token_tells_what_was_signed_and_nothing_that_was_changed(
    asset: Asset, ready: Ready
) -> None:
    token = links.token(asset.pk, ready, until=NOW)
    assert links.read(token, at=NOW - timedelta(seconds=1)) == (asset.pk, ready.name, ready.mime)
    assert links.read(token, at=NOW) is None
    broken = signing.Signer(salt="kentongan.media.public", sep=".").sign_object(["a"])
    assert links.read(broken, at=NOW) is None


@pytest.mark.servers
def test_a_video_is_fetched_and_its_people_may_jump_in_it(
    cast, videos: Videos, client: Client
) -> None:
    held = video_of(cast, videos.mp4)
    url = queries.public_url(held, queries.video_file(held), at=NOW)
    assert url.endswith("/berkas.mp4")
    response = client.get(urlsplit(url).path)
    assert response["Content-Type"] == "video/mp4"
    assert len(body(response)) == held.size
    sign_in(client, cast.admin)
    part = client.get(f"/berkas/{held.pk}/penuh/", headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(body(part))) == (206, 100)
    assert part["Cache-Control"].startswith("private")
    for size in ("kecil", "poster"):
        assert client.get(f"/berkas/{held.pk}/{size}/")["Content-Type"] == "image/jpeg"
