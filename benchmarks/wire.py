"""Networks made for measuring: they answer after a while, or badly, and count what they were told.

    python -m benchmarks.wire PORT [--latency 250] [--lost 0.05] [--reset 0.05] [--busy 0.05]

Speaks as much of Jejaring Latih (``/sandbox/api/posts``), of Telegram (``/bot…/sendMessage``) and
of WhatsApp's Cloud API (``/v…/<number>/messages``) as publishing a text needs. Everything under
``/hang`` is read and never answered. ``GET /count`` tells how often each key was accepted. One
process, no threads: it must cost less than what it measures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Wire:
    """What was accepted, and how the way there and back behaves (shares of all publications)."""

    latency: float
    lost: float = 0.0
    reset: float = 0.0
    busy: float = 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    accepted: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    unproven: Counter[str] = field(default_factory=Counter)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One exchange for each connection."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1]) if length else 0)
            method, target, _version = head.split(b"\r\n", 1)[0].decode().split(" ")
            await self._answer(writer, method, target, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(
        self, writer: asyncio.StreamWriter, method: str, target: str, body: bytes
    ) -> None:
        parts = urlsplit(target)
        if parts.path == "/count":
            return _send(writer, 200, self.figures())
        if parts.path.startswith("/hang"):
            await asyncio.sleep(60)
            return None
        await asyncio.sleep(self.latency)
        if parts.path.startswith("/bot") and not parts.path.endswith("/sendMessage"):
            return _send(writer, 200, {"ok": True, "result": []})  # nobody wrote to the channel
        if method == "GET":
            key = parse_qs(parts.query).get("client_key", [""])[0]
            known = [_post(key)] if self.accepted[key] else []
            return _send(writer, 200, {"posts": known})
        return self._publish(writer, parts.path, json.loads(body))

    def _publish(self, writer: asyncio.StreamWriter, path: str, said: dict[str, Any]) -> None:
        luck = self.chance.random()
        blind, people = path.startswith("/bot"), path.endswith("/messages")
        mark = "blind " if blind else ""
        if luck < self.busy:
            self.told[f"{mark}busy"] += 1
            return _send(writer, 429, {"error": "terlalu sering"}, "Retry-After: 2\r\n")
        if luck < self.busy + self.reset:
            self.told[f"{mark}reset"] += 1
            writer.transport.abort()
            return None
        name = "text" if blind else "biz_opaque_callback_data" if people else "client_key"
        key = str(said[name])
        if blind:
            self.unproven[key] += 1
        proves = not blind and not people
        self.accepted[key] = 1 if proves else self.accepted[key] + 1  # a known key is no new post
        if luck < self.busy + self.reset + self.lost:
            self.told[f"{mark}lost"] += 1
            writer.transport.abort()
            return None
        if blind:
            number = sum(self.unproven.values())
            chat = {"id": -100, "type": "channel", "title": "Ukur", "username": "ukur"}
            message = {"message_id": number, "date": 1, "chat": chat, "text": key}
            return _send(writer, 200, {"ok": True, "result": message})
        if people:
            message = {"id": f"wamid.{key}", "message_status": "accepted"}
            return _send(writer, 200, {"messaging_product": "whatsapp", "messages": [message]})
        return _send(writer, 201, _post(key))

    def figures(self) -> dict[str, Any]:
        """What the public would see."""
        twice = sum(n - 1 for n in self.accepted.values() if n > 1)
        return {"public": len(self.accepted), "twice": twice, "told": dict(self.told)}


def _post(key: str) -> dict[str, Any]:
    return {"id": key, "url": f"https://latih.example/p/{key}/"}


def _send(writer: asyncio.StreamWriter, status: int, said: Any, extra: str = "") -> None:
    body = json.dumps(said).encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{extra}"
    head += f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode() + body)


async def run(port: int, wire: Wire) -> None:
    """Serve until ended."""
    server = await asyncio.start_server(wire.serve, "127.0.0.1", port, backlog=4096)
    async with server:
        await server.serve_forever()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("port", type=int)
    parser.add_argument("--latency", type=float, default=250, help="milliseconds")
    for name in ("lost", "reset", "busy"):
        parser.add_argument(f"--{name}", type=float, default=0.0, help="share, 0 to 1")
    options = parser.parse_args()
    wire = Wire(options.latency / 1000, options.lost, options.reset, options.busy)
    asyncio.run(run(options.port, wire))


if __name__ == "__main__":
    main()
