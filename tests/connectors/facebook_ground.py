"""What the tests of a Facebook Page stand on: a fake, an account, a delivery, a film."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kentongan.networks.connectors.facebook.connector import FacebookConnector
from kentongan.networks.contract import Published, Reference, Video
from tests.connectors.meta import MP4, Notebook
from tests.contract.facebook_harness import FacebookHarness
from tests.contract.harness import Login
from tests.contract.interposer import Canned, Interposer
from tests.fakes.facebook import Facebook


class Ground:
    """The fixtures."""

    @pytest.fixture
    def fake(self) -> Iterator[Facebook]:
        with Facebook() as fake:
            yield fake
        assert not fake.strays

    @pytest.fixture
    def login(self, fake: Facebook) -> Login:
        return FacebookHarness(fake).login()

    @pytest.fixture
    def delivery(self, fake: Facebook, login: Login) -> Notebook:
        return Notebook(FacebookHarness(fake), FacebookConnector, login)

    @pytest.fixture
    def front(self, fake: Facebook) -> Iterator[Interposer]:
        with Interposer(fake.server) as front:
            yield front

    @pytest.fixture
    def film(self, tmp_path: Path) -> Video:
        path = tmp_path / "film.mp4"
        path.write_bytes(MP4)
        return Video(
            path=path, mime="video/mp4", size=len(MP4), width=1080, height=1920, seconds=12.5
        )


def reference(found: Published) -> Reference:
    return Reference(found.external_id, found.url, found.extra)


def fault(code: int, *, status: int = 400, headers: Any = None, **more: Any) -> Canned:
    error = {"message": "Kata Meta", "type": "OAuthException", "code": code, **more}
    return Canned(status=status, headers=headers or {}, body={"error": error})
