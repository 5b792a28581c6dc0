"""A big film over a line that breaks at random places: one video, and memory that stays flat."""

import hashlib
import json
import random
import socket
import struct
import subprocess
import sys
import threading
import tracemalloc
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.connectors.youtube_ground import Desk, long_film, post
from tests.fakes.youtube_state import Channel, Grant

pytestmark = [pytest.mark.no_database, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
MIB = 1024 * 1024


class BadLine:
    """Forwards bytes to a server; every connection breaks after a random number of them."""

    def __init__(self, upstream: str, seed: int) -> None:
        self._target = urlsplit(upstream)
        self._random = random.Random(seed)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.breaks = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection((self._target.hostname, self._target.port))
                budget = self._random.randrange(2 * MIB, 24 * MIB)
                for work in ((self._up, client, server, budget), (self._down, server, client)):
                    threading.Thread(target=work[0], args=work[1:], daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket, budget: int) -> None:
        with suppress(OSError):
            while data := client.recv(65_536):
                server.sendall(data[:budget])
                budget -= len(data)
                if budget <= 0:
                    self.breaks += 1
                    linger = struct.pack("ii", 1, 0)
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    break
        # What came through stays at the server; the client only hears that the line is dead.
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)
        client.close()

    @staticmethod
    def _down(server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(65_536):
                client.sendall(data)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_big_film_goes_over_a_bad_line_in_flat_memory(tmp_path: Path, seed: int) -> None:
    video = long_film(tmp_path, 60 * MIB)
    video = replace(video, cover=None, captions=())
    command = [sys.executable, "-m", "tests.connectors.youtube_apart"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as apart:
        assert apart.stdin is not None
        assert apart.stdout is not None
        about = json.loads(apart.stdout.readline())
        line = BadLine(about["base_url"], seed)
        desk = away(about, line.base_url)
        tracemalloc.start()
        try:
            found = desk.recover(post(video=video))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            line.close()
        apart.stdin.write("\n")
        apart.stdin.flush()
        told = json.loads(apart.stdout.readline())
        apart.stdin.close()
    digest = hashlib.sha256()
    with video.path.open("rb") as file:
        while piece := file.read(MIB):
            digest.update(piece)
    (film,) = told["films"]
    assert film == {"id": found.external_id, "size": 60 * MIB, "sha256": digest.hexdigest()}
    assert told["sessions"] == 1
    assert line.breaks > 1
    assert peak < 4 * MIB


def away(about: dict[str, Any], via: str) -> Desk:
    """The desk of an account on a fake in another process."""
    channel = Channel(about["id"], "Kecamatan", "kecamatan")
    grant = Grant(channel, set(), "")
    return Desk(None, channel, grant, about["secret"], via=via)  # type: ignore[arg-type]
