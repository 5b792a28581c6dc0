"""Pictures and videos for a network that fetches the former and is sent the latter."""

import io
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import httpx2
from PIL import Image as Picture

from kentongan.networks.contract import Image, Video
from tests.fakes import film
from tests.fakes.server import Answer, Fake, Handler, Refusal, Request


class Shelf(Fake):
    """Serves pictures under addresses of their own, as the product does for vendors that fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: dict[str, Image] = {}

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [("GET", r"/media/(?P<name>\w+)", self._picture)]

    def put(self, image: Image) -> Image:
        """The picture as a JPEG, with the address under which it is served."""
        file = io.BytesIO()
        Picture.open(io.BytesIO(image.data)).convert("RGB").save(file, "JPEG")
        name = uuid4().hex
        url = f"{self.base_url}/media/{name}"
        self.pictures[name] = replace(image, data=file.getvalue(), mime="image/jpeg", url=url)
        return self.pictures[name]

    def _picture(self, request: Request) -> Answer:
        found = self.pictures.get(request.params["name"])
        if found is None:
            raise Refusal(404, None)
        return Answer(200, found.data, {"Content-Type": found.mime})


def fetched(url: str) -> bytes:
    """What a vendor gets from an address; empty where it is nothing that TikTok takes."""
    if not url.startswith("http://127.0.0.1:"):
        return b""
    try:
        answer = httpx2.get(url, timeout=5)
        picture = Picture.open(io.BytesIO(answer.content))
    except (httpx2.HTTPError, OSError):
        return b""
    told = answer.headers.get("content-type", "")
    fits = (
        answer.status_code == 200
        and told == {"JPEG": "image/jpeg", "WEBP": "image/webp"}.get(picture.format or "")
        and len(answer.content) <= 20_000_000
        and max(picture.size) <= 1080
    )
    return answer.content if fits else b""


def wrong_video(data: bytes, most_seconds: int) -> str:
    """TikTok's word for what is wrong with a video; empty for nothing."""
    found = film.read(data)
    if found is None:
        return "file_format_check_failed"
    if not 3 <= found.seconds <= most_seconds:
        return "duration_check_failed"
    sides = (found.width, found.height)
    return "" if 360 <= min(sides) <= max(sides) <= 4096 else "picture_size_check_failed"


def clip(folder: Path, *, size: int = 2048, seconds: float = 5.0) -> Video:
    """A file of ``size`` bytes with the boxes of an MP4; the rest is padding, no two alike."""
    path = folder / f"{uuid4().hex}.mp4"
    path.write_bytes(film.made(seconds=seconds, width=720, height=1280, size=size))
    with path.open("r+b") as file:
        file.seek(size - 8)
        file.write(uuid4().bytes[:8])
    return Video(path=path, mime="video/mp4", size=size, width=720, height=1280, seconds=seconds)
