"""What the fake of LinkedIn checks with: the schemas, the shape of errors, the text format."""

import functools
import io
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
from PIL import Image as Picture

from tests.fakes import film
from tests.fakes.server import Refusal, Request

CONTRACT = Path(__file__).parent / "schemas" / "linkedin.json"
RESERVED = "\\|{}@[]()<>#*_~"
MOST_PIXELS = 36_152_320
VERSIONS = ("202512", "202612")


@functools.cache
def contract(operation: str) -> Any:
    """The validator of one operation."""
    found = json.loads(CONTRACT.read_text())["operations"][operation]["schema"]
    return jsonschema_rs.validator_for(found)


def error(status: int, message: str, code: int = 0) -> Refusal:
    """An error in the shape of the vendor."""
    return Refusal(
        status, {"message": message, "serviceErrorCode": code or status, "status": status}
    )


def watchable(data: bytes) -> bool:
    """Whether it is a film that the network takes: 3 seconds to 30 minutes."""
    found = film.read(data)
    return found is not None and 3 <= found.seconds <= 1800


def checked(operation: str, value: Any) -> Any:
    """``value``, if the contract allows it."""
    for trouble in contract(operation).iter_errors(value):
        raise error(422, f"Invalid {operation}: {trouble.message}")
    return value


def json_of(request: Request, operation: str) -> Any:
    """The JSON body of a request, checked."""
    if request.mime != "application/json":
        raise error(415, "The body must be application/json")
    return checked(operation, request.json())


def query_of(request: Request, operation: str) -> dict[str, str]:
    """The query of a request without a body, checked."""
    if request.body or len(dict(request.query)) != len(request.query):
        raise error(400, "A body or a repeated parameter was not expected")
    found: dict[str, str] = checked(operation, dict(request.query))
    return found


def protocol(request: Request, method: str = "") -> None:
    """The headers that every request needs, and the Rest.li method where it must be named."""
    version = request.headers.get("linkedin-version", "")
    if not version:
        raise error(400, "LinkedIn-Version header is missing")
    if not VERSIONS[0] <= version <= VERSIONS[1] or len(version) != 6:
        raise error(426, f"Requested version {version} is not active", 426)
    if request.headers.get("x-restli-protocol-version") != "2.0.0":
        raise error(400, "X-Restli-Protocol-Version must be 2.0.0")
    if request.headers.get("x-restli-method", "") != method:
        raise error(400, f"X-RestLi-Method must be {method or 'left out'}")


def words(little: str) -> str:
    """The words of a text in the "little" format; bare reserved signs are refused."""
    found, at = [], 0
    while at < len(little):
        sign = little[at]
        if sign == "\\":
            at += 1
            if at == len(little) or little[at] not in RESERVED:
                raise error(422, "A backslash escapes nothing")
            sign = little[at]
        elif sign == "#":
            if not little[at + 1 : at + 2].isalnum():
                raise error(422, "A bare # starts no tag")
        elif sign in RESERVED:
            raise error(422, f"A bare {sign} is reserved")
        found.append(sign)
        at += 1
    return "".join(found)


def picture(data: bytes) -> None:
    """Refuse what is no picture the network takes."""
    try:
        found = Picture.open(io.BytesIO(data))
    except OSError:
        raise error(400, "The file is no picture") from None
    if found.format not in {"JPEG", "PNG", "GIF"}:
        raise error(400, f"The format {found.format} is not supported")
    if found.width * found.height >= MOST_PIXELS:
        raise error(400, "The picture has too many pixels")
