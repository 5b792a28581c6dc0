"""What the fake of Threads checks with: the schemas, the shape of errors, the rules for media."""

import functools
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import jsonschema_rs
import regex
from PIL import Image as Picture

from tests.fakes import film
from tests.fakes.server import Refusal

#: developers.facebook.com/documentation/threads/create-posts/text-attachments: since December 2025.
MOST_LINKS = 5
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
CONTRACT = Path(__file__).parent / "schemas" / "threads.json"


@functools.cache
def contract(operation: str) -> Any:
    """The validator of one operation."""
    found = json.loads(CONTRACT.read_text())["operations"][operation]["schema"]
    return jsonschema_rs.validator_for(found)


def error(
    code: int, message: str, *, subcode: int = 0, status: int = 400, transient: bool = False
) -> Refusal:
    """An error in the shape of the vendor."""
    told: dict[str, Any] = {
        "message": message,
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": "AbCdEfGhIjK",
    }
    if subcode:
        told["error_subcode"] = subcode
    if transient:
        told["is_transient"] = True
    return Refusal(status, {"error": told})


def counted(text: str) -> int:
    """Letters as the vendor counts them: an emoji as its bytes."""
    letters = regex.findall(r"\X", text)
    emoji = regex.compile(r"\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\u20e3")
    return sum(len(part.encode()) if emoji.search(part) else len(part) for part in letters)


def links(form: Mapping[str, str]) -> int:
    """How many different addresses a post holds, the attached one among them."""
    return len({*_LINK.findall(form.get("text", "")), form.get("link_attachment", "")} - {""})


def fetched(form: Mapping[str, str]) -> str:
    """Fetch what a container points to, from loopback only; what is wrong with it, if anything."""
    url = form.get("image_url") or form["video_url"]
    if urlsplit(url).hostname != "127.0.0.1":
        return "FAILED_DOWNLOADING_VIDEO"
    answer = httpx2.get(url, timeout=5)
    if answer.status_code != 200:
        return "FAILED_DOWNLOADING_VIDEO"
    mime = answer.headers.get("content-type", "")
    return bad_image(answer.content, mime) if "image_url" in form else bad_video(answer, mime)


def bad_image(data: bytes, mime: str) -> str:
    """What is wrong with a picture."""
    if mime not in {"image/jpeg", "image/png"} or len(data) > 8_000_000:
        return "UNKNOWN"
    try:
        width, height = Picture.open(io.BytesIO(data)).size
    except OSError:
        return "UNKNOWN"
    if not 320 <= width <= 1440:
        return "UNKNOWN"
    return "" if max(width, height) <= 10 * min(width, height) else "INVALID_ASPEC_RATIO"


def bad_video(answer: httpx2.Response, mime: str) -> str:
    """What is wrong with a video: up to 5 minutes, 1920 pixels wide, 1 GB."""
    found = film.read(answer.content)
    fine = (
        found is not None
        and mime in {"video/mp4", "video/quicktime"}
        and len(answer.content) <= 1_000_000_000
        and 0 < found.seconds <= 300
        and found.width <= 1920
    )
    return "" if fine else "FAILED_PROCESSING_VIDEO"
