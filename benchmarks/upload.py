"""A 1 GB video through a link that breaks every 50 MB: does it arrive, how long, how much memory?

    python -m benchmarks.upload [--size 1000] [--break-every 50]

Prints one line of JSON. The sender does what the page does: it announces the file, sends pieces,
and after a break asks how far it is and goes on there. The video is a short one with padding in
the middle of its container, so that all of it must travel and be read. Memory is that of the web
process, resident, before and at its peak; of the worker, while it makes an asset of the file.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import struct
import subprocess
import threading
import time
from base64 import b64encode
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2

from benchmarks.installation import (
    Installation,
    children,
    enter,
    free_port,
    installation,
    resident_kilobytes,
)

MB = 1_000_000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--size", type=int, default=1000, help="MB of the video")
    parser.add_argument("--break-every", type=int, default=50, help="MB between breaks")
    options = parser.parse_args()
    with installation() as made:
        print(json.dumps(measure(made, options.size * MB, options.break_every * MB)))
    return 0


def measure(made: Installation, size: int, every: int) -> dict[str, Any]:
    """Prepare, send, let the worker take it in."""
    made.run("setup", "--no-demo")
    enter(made.environment)
    from benchmarks import line
    from kentongan.media import arrivals
    from kentongan.media.models import Asset, Incoming

    line.prepare(0, server=made.url, due_in=timedelta(minutes=1))
    video = made.data / "ukur.mp4"
    sent_hash = write_video(video, size)
    web = made.start("web")
    made.wait_answer()
    cookies = sign_in()
    Sender(made.url, cookies).look()
    with Link(made.port, every) as link, Memory(web.pid) as memory:
        began = time.monotonic()
        sender = Sender(f"http://127.0.0.1:{link.port}", cookies)
        sender.send(video)
        seconds = time.monotonic() - began
    arrived = hash_of(arrivals.path(Incoming.objects.get().pk))
    worker = made.start("worker")
    with Memory(worker.pid) as working:
        taken = time.monotonic()
        while Incoming.objects.get().state in ("waiting", "working"):
            time.sleep(0.2)
        taken = time.monotonic() - taken
    return {
        "mb": size // MB,
        "breaks": link.breaks,
        "seconds": round(seconds, 1),
        "mb_per_second": round(size / MB / seconds, 1),
        "bytes_sent_ratio": round(link.passed / size, 3),
        "same_bytes": arrived == sent_hash,
        "web_mb_before": memory.before // 1000,
        "web_mb_peak": memory.peak // 1000,
        "worker_seconds": round(taken, 1),
        "worker_mb_peak": working.peak // 1000,
        "state": Incoming.objects.get().state,
        "assets": Asset.objects.count(),
    }


def write_video(path: Path, size: int) -> str:
    """A short video with a box of padding after it, ``size`` bytes in all; its SHA-256."""
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i",
         "testsrc=size=640x360:rate=10:duration=2", "-pix_fmt", "yuv420p", str(path)],
        check=True,
    )  # fmt: skip
    padding = size - path.stat().st_size
    noise = hashlib.shake_256(b"ukur").digest(MB)
    with path.open("ab") as file:
        file.write(struct.pack(">I4s", padding, b"free"))
        left = padding - 8
        while left > 0:
            left -= file.write(noise[: min(left, MB)])
    return hash_of(path)


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in constant memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sign_in() -> dict[str, str]:
    """Cookies of the person who uploads."""
    from django.test import Client

    from kentongan.people.models import User

    client = Client()
    backend = "kentongan.people.backends.PasswordBackend"
    client.force_login(User.objects.get(username="ukur"), backend=backend)
    return {"sessionid": client.cookies["sessionid"].value, "csrftoken": "u" * 32}


class Sender:
    """Speaks tus as the page does; ``base`` is where the bad link listens."""

    def __init__(self, base: str, cookies: dict[str, str]) -> None:
        self.base = base
        self.client = httpx2.Client(
            cookies=cookies,
            timeout=60,
            headers={
                "Tus-Resumable": "1.0.0", "X-CSRFToken": cookies["csrftoken"], "Referer": base,
            },
        )  # fmt: skip

    def look(self) -> None:
        """Open the page, as everybody does first: what it loads is no cost of the upload."""
        self.client.get(f"{self.base}/berkas/unggah/").raise_for_status()

    def send(self, path: Path) -> None:
        """All of it."""
        from kentongan.media import limits

        size = path.stat().st_size
        said = {"filename": path.name, "unit": "ukur"}
        metadata = ",".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in said.items())
        answer = self._ask(
            "POST", f"{self.base}/berkas/unggah/", size, {"Upload-Metadata": metadata}
        )
        address = f"{self.base}{answer.headers['Location']}"
        offset = 0
        with path.open("rb") as file:
            while offset < size:
                file.seek(offset)
                piece = file.read(limits.PIECE_BYTES)
                try:
                    offset = self._piece(address, offset, piece)
                except (httpx2.HTTPError, Interrupted):
                    offset = self._how_far(address)

    def _ask(
        self, method: str, address: str, size: int, headers: dict[str, str]
    ) -> httpx2.Response:
        answer = self.client.request(
            method, address, headers={"Upload-Length": str(size), **headers}
        )
        answer.raise_for_status()
        return answer

    def _piece(self, address: str, offset: int, piece: bytes) -> int:
        kind = "application/offset+octet-stream"
        headers = {"Upload-Offset": str(offset), "Content-Type": kind}
        answer = self.client.patch(address, content=piece, headers=headers)
        if answer.status_code in (409, 423):
            raise Interrupted
        answer.raise_for_status()
        return int(answer.headers["Upload-Offset"])

    def _how_far(self, address: str) -> int:
        for _try in range(50):
            with suppress(httpx2.HTTPError):
                answer = self.client.head(address)
                answer.raise_for_status()
                return int(answer.headers["Upload-Offset"])
            time.sleep(0.1)
        raise TimeoutError("the server does not say how far it is")


class Interrupted(Exception):
    """The server is further, or still busy with the last piece."""


class Link:
    """A link that is reset whenever ``every`` more bytes have gone towards the server."""

    def __init__(self, upstream: int, every: int) -> None:
        self.upstream, self.every = upstream, every
        self.port = free_port()
        self.passed = self.breaks = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Link:
        self._thread.start()
        listening = asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result(5)
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _close(self) -> None:
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        both = [
            asyncio.create_task(self._pump(reader, up_writer, counted=True)),
            asyncio.create_task(self._pump(up_reader, writer, counted=False)),
        ]
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in both:
            task.cancel()
        for end in (writer, up_writer):
            end.transport.abort()

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, counted: bool
    ) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                if counted:
                    self.passed += len(data)
                    if self.passed // self.every > self.breaks:
                        self.breaks += 1
                        return
                sink.write(data)
                await sink.drain()


class Memory:
    """Watches how much a process and its children hold: kilobytes ``before`` and at ``peak``."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.before = self.peak = self._now()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join(5)

    def _now(self) -> int:
        with suppress(OSError):
            return sum(resident_kilobytes(pid) for pid in children(self.pid))
        return 0

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self.peak = max(self.peak, self._now())


if __name__ == "__main__":
    raise SystemExit(main())
