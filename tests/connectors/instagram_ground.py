"""What the tests of Instagram stand on: a fake, an account, a delivery, media to fetch."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kentongan.networks.connectors.instagram.connector import InstagramConnector
from kentongan.networks.contract import Image, Video
from tests.connectors.meta import MP4, Notebook
from tests.contract.harness import Login, picture
from tests.contract.instagram_harness import InstagramHarness
from tests.contract.interposer import Interposer
from tests.fakes.instagram import Instagram
from tests.fakes.media_host import MediaHost


class Ground:
    """The fixtures."""

    @pytest.fixture
    def fake(self) -> Iterator[Instagram]:
        with Instagram() as fake:
            yield fake
        assert not fake.strays

    @pytest.fixture
    def host(self) -> Iterator[MediaHost]:
        with MediaHost() as host:
            yield host

    @pytest.fixture
    def harness(self, fake: Instagram, host: MediaHost) -> InstagramHarness:
        return InstagramHarness(fake, host)

    @pytest.fixture
    def login(self, harness: InstagramHarness) -> Login:
        return harness.login()

    @pytest.fixture
    def delivery(self, harness: InstagramHarness, login: Login) -> Notebook:
        return Notebook(harness, InstagramConnector, login)

    @pytest.fixture
    def front(self, fake: Instagram) -> Iterator[Interposer]:
        with Interposer(fake.server) as front:
            yield front

    @pytest.fixture
    def photos(self, harness: InstagramHarness) -> tuple[Image, ...]:
        return tuple(harness.hosted(picture(c, f"Gambar {c}")) for c in ("red", "green", "blue"))

    @pytest.fixture
    def film(self, host: MediaHost, tmp_path: Path) -> Video:
        path = tmp_path / "film.mp4"
        path.write_bytes(MP4)
        return Video(
            path=path,
            mime="video/mp4",
            size=len(MP4),
            width=1080,
            height=1920,
            seconds=12.5,
            url=host.put(MP4, "video/mp4"),
        )
