"""Networks that fetch pictures by themselves, from here or from the bucket, by a link that ends.

The strict fake of Instagram asks the address it is given, as Instagram does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import storages

from kentongan.config.environment import Environment
from kentongan.delivery import payload
from kentongan.kernel import clock
from kentongan.media import bucket, queries
from kentongan.media.models import Asset
from kentongan.networks.contract import Outgoing, Refused
from kentongan.networks.registry import get
from tests.cast import Cast
from tests.contract.instagram_harness import InstagramHarness
from tests.fakes.instagram import Instagram
from tests.fakes.media_host import MediaHost
from tests.fakes.s3 import BUCKET, KEY, REGION, SECRET, FakeS3
from tests.media import pictures
from tests.media.test_assets import put

pytestmark = pytest.mark.django_db(transaction=True)
LIMITS = get("instagram").limits


@pytest.fixture
def harness() -> Iterator[InstagramHarness]:
    with Instagram() as server, MediaHost() as host:
        yield InstagramHarness(server, host)


@pytest.fixture(params=["ours", "bucket"])
def place(request: Any, settings: Any, monkeypatch: Any) -> Iterator[str]:
    """Where the network finds what it fetches: the beginning of its address."""
    if request.param == "ours":
        settings.SITE_URL = request.getfixturevalue("live_server").url.replace(
            "localhost", "127.0.0.1"
        )
        yield f"{settings.SITE_URL}/berkas/umum/"
        return
    with FakeS3() as server:
        said = {"BUCKET": BUCKET, "URL": server.url, "REGION": REGION, "KEY": KEY, "SECRET": SECRET}
        for name, value in said.items():
            monkeypatch.setenv(f"KENTONGAN_S3_{name}", value)
        settings.STORAGES = settings.STORAGES | Environment().bucket()
        yield f"{server.url}/{BUCKET}/"
    storages._storages.clear()
    bucket.silence.ended()


@pytest.fixture
def asset(cast: Cast, place: str) -> Asset:
    return put(cast, pictures.jpeg(640, 480))


def outgoing(asset: Asset) -> Outgoing:
    """As the engine makes it at every try."""
    part = payload.MediaPart(asset=str(asset.pk), sha256=asset.sha256, alt="Loket")
    at = clock.now()
    given = payload.build(text="Loket baru", created_at=at, media=[part])
    return payload.outgoing(given, limits=LIMITS, at=at)


def ended(asset: Asset, _item: Outgoing) -> str:
    """A link whose time is over."""
    ready = queries.fitted_file(
        asset,
        max_bytes=LIMITS.max_image_bytes,
        max_side=LIMITS.max_image_side,
        mimes=LIMITS.image_mimes,
        shapes=LIMITS.image_shapes,
    )
    address = queries.public_url(asset, ready, at=clock.now(), life=timedelta(seconds=1))
    time.sleep(1.1)
    return address


def forged(_asset: Asset, item: Outgoing) -> str:
    """A link that somebody prolonged."""
    address = item.images[0].url
    if "X-Amz-Expires=3600" in address:
        return address.replace("X-Amz-Expires=3600", "X-Amz-Expires=36000")
    token = urlsplit(address).path.split("/")[3]
    return address.replace(token, ("B" if token[0] == "A" else "A") + token[1:])


@pytest.mark.parametrize("spoil", [ended, forged])
def test_the_link_is_fetched_while_it_holds_and_worth_nothing_afterwards(
    harness: InstagramHarness, place: str, asset: Asset, spoil: Callable[[Asset, Outgoing], str]
) -> None:
    item, login = outgoing(asset), harness.login()
    assert item.images[0].url.startswith(place)
    bad = replace(item, images=(replace(item.images[0], url=spoil(asset, item)),))
    with harness.open(login) as connector:
        with pytest.raises(Refused):
            connector.publish(bad, "kunci-1")
        assert harness.seen(login) == []
        connector.publish(outgoing(asset), "kunci-2")
    (seen,) = harness.seen(login)
    assert (seen.text, seen.alts) == ("Loket baru", ("Loket",))
