"""Short videos, made once a session by the system's ffmpeg."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kentongan.media import scanning
from tests.media.videos import Videos


@pytest.fixture(scope="session")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Videos:
    """See :class:`Videos`. Fails where ffmpeg is missing (tools/install-test-servers.sh)."""
    return Videos(tmp_path_factory.mktemp("videos"))


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Every test keeps its files in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _no_silence() -> Iterator[None]:
    """What a test's scanner did not say is not remembered by the next."""
    yield
    scanning.silence.until = 0.0
