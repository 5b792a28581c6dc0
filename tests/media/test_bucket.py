"""Files in a bucket: stored, served, fitted and cleared through S3, by signed requests only."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse

from kentongan.config.environment import Environment
from kentongan.jobs.models import Job
from kentongan.media import actions, bucket, files, queries
from kentongan.media.errors import StorageAway
from kentongan.media.models import Asset, Rendition
from kentongan.networks.contract import VideoLimits
from tests.cast import NOW, Cast, sign_in
from tests.fakes.s3 import BUCKET, KEY, REGION, SECRET, FakeS3
from tests.media import pictures
from tests.media.test_assets import put
from tests.media.videos import Videos, run_job, video_of

pytestmark = [pytest.mark.django_db, pytest.mark.no_database]
LATER = NOW + timedelta(days=3650)


@pytest.fixture
def s3(settings: Any, monkeypatch: Any) -> Iterator[FakeS3]:
    """A bucket, configured as a pemda would."""
    with FakeS3() as server:
        said = {"BUCKET": BUCKET, "URL": server.url, "REGION": REGION, "KEY": KEY, "SECRET": SECRET}
        for name, value in said.items():
            monkeypatch.setenv(f"KENTONGAN_S3_{name}", value)
        settings.STORAGES = settings.STORAGES | Environment().bucket()
        yield server
    storages._storages.clear()
    bucket.silence.ended()


def forget(*assets: Asset) -> None:
    """Another host, or a day later: no copies on this disk."""
    actions.clear_copies(at=LATER)
    assert not [p for p in files.root().rglob("*") if p.is_file() and "masuk" not in p.parts]


def test_a_picture_lies_in_the_bucket_and_is_shown_from_there(
    cast: Cast, client: Client, s3: FakeS3
) -> None:
    asset = put(cast)
    assert set(s3.store.objects) == {str(asset.file), str(asset.thumbnail)}
    assert s3.store.objects[str(asset.file)][1] == "image/jpeg"
    whole = queries.full(asset)
    forget(asset)
    sign_in(client, cast.admin)
    for size in ("kecil", "penuh"):
        answer = client.get(reverse("media:show", args=[asset.pk, size]))
        assert answer.status_code == 200
        body = b"".join(answer.streaming_content)
        assert int(answer["Content-Length"]) == len(body)
    assert body == whole
    part = client.get(
        reverse("media:show", args=[asset.pk, "penuh"]), headers={"range": "bytes=5-9"}
    )
    assert (part.status_code, b"".join(part.streaming_content)) == (206, whole[5:10])


def test_networks_that_fetch_get_a_signed_address_that_ends(
    cast: Cast, s3: FakeS3, settings: Any
) -> None:
    asset = put(cast)
    limits = {"max_bytes": 20_000, "max_side": 300, "mimes": ("image/jpeg",)}
    ready = queries.fitted_file(asset, **limits)
    assert ready.name in s3.store.objects
    address = queries.public_url(asset, ready, at=NOW)
    assert address.startswith(f"{s3.url}/{BUCKET}/{ready.name}?")
    answer = httpx2.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.content == files.read(ready.name)
    assert (
        httpx2.get(address.replace("X-Amz-Expires=3600", "X-Amz-Expires=36000")).status_code == 403
    )
    assert httpx2.get(f"{s3.url}/{BUCKET}/{ready.name}").status_code == 403
    short = queries.public_url(asset, ready, at=NOW, life=timedelta(seconds=1))
    assert "X-Amz-Expires=1&" in short
    settings.S3_DIRECT = False
    assert "/berkas/umum/" in queries.public_url(asset, ready, at=NOW)


def test_the_same_rendition_is_given_again_by_another_host(cast: Cast, s3: FakeS3) -> None:
    asset = put(cast)
    limits: dict[str, Any] = {"max_bytes": 20_000, "max_side": 300, "mimes": ("image/jpeg",)}
    first = queries.fitted(asset, **limits)
    forget(asset)
    stored = len(s3.store.objects)
    assert queries.fitted(asset, **limits) == first
    assert len(s3.store.objects) == stored


@pytest.mark.slow
def test_a_video_and_its_rendition_go_through_the_bucket(
    cast: Cast, s3: FakeS3, videos: Videos
) -> None:
    asset = video_of(cast, videos.mp4)
    assert {str(asset.file), str(asset.poster), str(asset.thumbnail)} == set(s3.store.objects)
    forget(asset)
    assert queries.video_file(asset).path.stat().st_size == asset.size
    square = VideoLimits(max_bytes=10**7, max_seconds=60, shapes=(1.0, 1.0))
    actions.prepare_video(asset_id=asset.pk, given=square, at=NOW)
    run_job(Job.objects.get(kind="media.fit"))
    made = queries.fitted_video(asset, square)
    assert made.name in s3.store.objects
    # Planning, and so an approval, waits for no storage; the work looks whether it is still there.
    forget(asset)
    asked = len(s3.store.asked)
    Job.objects.all().delete()
    assert actions.prepare_video(asset_id=asset.pk, given=square, at=NOW) == 100
    assert len(s3.store.asked) == asked
    s3.store.broken = True
    assert actions.fit_video(rendition_id=Rendition.objects.get().pk, at=NOW) == "waits"
    s3.store.broken = False
    assert actions.fit_video(rendition_id=Rendition.objects.get().pk, at=NOW) == "made"


@pytest.mark.slow
def test_a_large_file_goes_up_and_down_in_parts_of_constant_memory(
    s3: FakeS3, settings: Any
) -> None:
    size = 60_000_000
    made = files.root() / "masuk" / "besar.mp4"
    made.parent.mkdir(parents=True)
    with made.open("wb") as file:
        file.truncate(size)
    name = files.content_name("ab" * 32, "mp4")
    tracemalloc.start()
    files.adopt(made, name)
    _now, up = tracemalloc.get_traced_memory()
    # The fake keeps the object itself, in this very process: that much is its own.
    assert s3.store.largest <= 8 * 1024 * 1024
    assert up < 3 * size
    (files.root() / name).unlink()
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    assert sum(len(piece) for piece in files.parts(name, 0, size - 1)) == size
    down = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert down < size + 10_000_000


@pytest.mark.slow
def test_a_bucket_that_does_not_answer_is_said_and_leaves_nothing(
    cast: Cast, client: Client, s3: FakeS3
) -> None:
    asset = put(cast)
    forget(asset)
    s3.store.broken = True
    with pytest.raises(StorageAway) as caught:
        put(cast, pictures.jpeg(320, 200))
    assert "tidak menjawab" in str(caught.value)
    assert Asset.objects.count() == 1
    assert not list(files.root().rglob("*.jpg"))
    sign_in(client, cast.admin)
    assert client.get(reverse("media:show", args=[asset.pk, "kecil"])).status_code == 503


@pytest.mark.slow
def test_a_bucket_that_keeps_silent_holds_up_nobody_but_the_one_who_tries(
    cast: Cast, client: Client, s3: FakeS3, monkeypatch: Any
) -> None:
    """A page of thirty pictures would otherwise hold every thread of the web process."""
    monkeypatch.setattr(bucket, "READ_SECONDS", 0.1)
    asset = put(cast)
    forget(asset)
    sign_in(client, cast.admin)
    address = reverse("media:show", args=[asset.pk, "kecil"])
    s3.store.awake.clear()
    assert client.get(address).status_code == 503
    asked = len(s3.store.asked)
    assert [client.get(address).status_code for _ in range(3)] == [503] * 3
    assert len(s3.store.asked) == asked
    ready = queries.video_file(asset)
    assert queries.public_url(asset, ready, at=NOW).startswith(s3.url)
    s3.store.awake.set()
    assert client.get(address).status_code == 503
    monkeypatch.setattr(bucket.silence, "until", 0.1)  # half a minute later
    assert [client.get(address).status_code for _ in range(2)] == [200] * 2


def test_a_wrong_secret_is_refused_by_the_bucket(s3: FakeS3, settings: Any) -> None:
    options = settings.STORAGES["files"]["OPTIONS"] | {"secret_key": "salah"}
    settings.STORAGES = settings.STORAGES | {
        "files": settings.STORAGES["files"] | {"OPTIONS": options}
    }
    with pytest.raises(StorageAway):
        files.write("media/aa/x.jpg", b"x")
    assert not s3.store.objects


def test_what_lay_on_the_disk_before_moves_into_the_bucket(
    cast: Cast, settings: Any, monkeypatch: Any, request: Any
) -> None:
    asset = put(cast)
    before = queries.full(asset)
    s3: FakeS3 = request.getfixturevalue("s3")
    assert queries.full(asset) == before, "it is shown meanwhile"
    forget(asset)
    assert set(s3.store.objects) == {str(asset.file), str(asset.thumbnail)}
    assert queries.full(asset) == before


def test_what_nothing_refers_to_goes_from_the_bucket_too(cast: Cast, s3: FakeS3) -> None:
    kept, gone = put(cast), put(cast, pictures.jpeg(320, 200))
    forget(kept, gone)
    Asset.objects.filter(pk=gone.pk).delete()
    actions.clear_orphans(at=LATER)
    assert set(s3.store.objects) == {str(kept.file), str(kept.thumbnail)}


def test_a_lost_file_is_missing_not_an_error(cast: Cast, client: Client, s3: FakeS3) -> None:
    asset = put(cast)
    files.remove(str(asset.file))
    assert not files.exists(str(asset.file))
    sign_in(client, cast.admin)
    assert client.get(reverse("media:show", args=[asset.pk, "penuh"])).status_code == 404
    with pytest.raises(FileNotFoundError):
        queries.full(asset)


def test_without_a_bucket_nothing_of_it_is_loaded(monkeypatch: Any) -> None:
    monkeypatch.delenv("KENTONGAN_S3_BUCKET", raising=False)
    assert Environment().bucket() == {}
    assert files.bucket() is None
    assert files.link("media/aa/x.jpg", "image/jpeg", timedelta(hours=1)) == ""
    assert actions.clear_copies(at=LATER) == 0
