"""YouTube's own contract: the discovery document that Google ships, read as data.

Every parameter, body and enum is held against it, and the scopes of a token against the method.
What the document does not say (lengths, counting, which fields an insert demands) stands in
``youtube.py`` with the vendor's page.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.fakes.server import Refusal, Request

DOCUMENT = "discovery_cache/documents/youtube.v3.json"
#: What selects, exactly one of them; the document says so in its descriptions only.
FILTERS = {
    "channels.list": ("categoryId", "forHandle", "forUsername", "id", "managedByMe", "mine"),
    "comments.list": ("id", "parentId"),
    "commentThreads.list": ("allThreadsRelatedToChannelId", "channelId", "id", "videoId"),
    "playlistItems.list": ("id", "playlistId"),
    "videos.list": ("chart", "id", "myRating"),
}
TYPES: dict[str, Any] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "array": list,
}


@cache
def document() -> dict[str, Any]:
    """The discovery document of the YouTube Data API v3."""
    spec = find_spec("googleapiclient")
    if spec is None or not spec.submodule_search_locations:
        raise LookupError("google-api-python-client is missing: requirements-contracts.lock")
    folder = Path(next(iter(spec.submodule_search_locations)))
    found: dict[str, Any] = json.loads((folder / DOCUMENT).read_text("utf-8"))
    return found


def error(
    status: int, reason: str, message: str, *, domain: str = "youtube.common", kind: str = ""
) -> Refusal:
    """An error in Google's shape."""
    body: dict[str, Any] = {
        "code": status,
        "message": message,
        "errors": [{"message": message, "domain": domain, "reason": reason}],
    }
    if kind:
        body["status"] = kind
    return Refusal(status, {"error": body})


def bad(reason: str, message: str) -> Refusal:
    return error(400, reason, message, kind="INVALID_ARGUMENT")


@dataclass(frozen=True)
class Method:
    """One method of the API, ``videos.insert``."""

    name: str

    @property
    def about(self) -> dict[str, Any]:
        resource, _, method = self.name.partition(".")
        found: dict[str, Any] = document()["resources"][resource]["methods"][method]
        return found

    def check(self, request: Request, *, media: str = "") -> None:
        """Hold method, parameters and kind of body against the document.

        ``media``: how the media come along, as ``uploadType`` says.
        """
        if self.about["httpMethod"] != request.method:
            raise error(405, "methodNotAllowed", f"{self.name} is {self.about['httpMethod']}")
        known = {**document()["parameters"], **self.about["parameters"]}
        query: dict[str, list[str]] = {}
        for name, value in request.query:
            query.setdefault(name, []).append(value)
        for name, values in query.items():
            if name not in known:
                raise bad("unexpectedParameter", f"{self.name}: unknown parameter {name}")
            _check_parameter(name, values, known[name])
        for name, about in self.about["parameters"].items():
            if about.get("required") and not query.get(name):
                raise bad("missingRequiredParameter", f"{self.name}: {name} is required")
        self._check_selection(request, query)
        if query.get("uploadType", [""]) != [media]:
            raise bad("badRequest", f"{self.name}: uploadType is {query.get('uploadType')}")
        self._check_body(request, media)

    def _check_selection(self, request: Request, query: Mapping[str, list[str]]) -> None:
        """Which parts, and of what: those there are, and exactly one way to choose."""
        if stray := parts(request) - self.parts:
            raise bad("unknownPart", f"{self.name}: {sorted(stray)} is no part")
        if known := FILTERS.get(self.name):
            chosen = [name for name in known if name in query]
            if len(chosen) != 1:
                reason = "incompatibleParameters" if chosen else "missingRequiredParameter"
                raise bad(reason, f"{self.name}: exactly one of {known} selects, not {chosen}")

    @property
    def parts(self) -> set[str]:
        """The parts there are: what the resource of the method is made of."""
        schemas = document()["schemas"]
        if "part" not in self.about["parameters"]:
            return set()
        name = (self.about.get("request") or self.about["response"])["$ref"]
        items = schemas[name]["properties"].get("items")
        return {"id", *schemas[items["items"]["$ref"] if items else name]["properties"]}

    def _check_body(self, request: Request, media: str) -> None:
        wanted = {"": "application/json", "resumable": "application/json"}
        mime = wanted.get(media, request.mime)
        if "request" in self.about and media in wanted and request.mime != mime:
            raise bad("badRequest", f"{self.name}: body is {request.mime or 'untyped'}")
        if "request" not in self.about and not media and request.body:
            raise bad("badRequest", f"{self.name} takes no body")

    def check_media(self, mime: str, size: int) -> None:
        """Hold kind and size of media against the document."""
        about = self.about["mediaUpload"]
        ranges = [re.escape(a).replace(r"\*", ".+") for a in about["accept"]]
        if not any(re.fullmatch(r, mime) for r in ranges):
            raise bad("badContent", f"Media type '{mime}' is not supported.")
        if size > int(about["maxSize"]):
            raise error(413, "uploadTooLarge", "Media too large")

    def resource(self, value: Any, parts: set[str]) -> dict[str, Any]:
        """The resource of a body: of the document's shape, and only of the parts that are named."""
        problems = list(_problems(value, self.about["request"], "body"))
        if problems:
            raise bad("badRequest", f"{self.name}: {'; '.join(problems)}")
        if stray := set(value) - parts - {"id", "kind", "etag"}:
            raise bad("unexpectedPart", f"{self.name}: {sorted(stray)} not in part")
        found: dict[str, Any] = value
        return found

    def check_scopes(self, granted: set[str]) -> None:
        if not granted & set(self.about["scopes"]):
            raise error(
                403,
                "insufficientPermissions",
                "Request had insufficient authentication scopes.",
                domain="global",
                kind="PERMISSION_DENIED",
            )


def parts(request: Request) -> set[str]:
    """The parts a request names."""
    values = [value for name, value in request.query if name == "part"]
    return {part for value in values for part in value.split(",")}


def _check_parameter(name: str, values: list[str], about: Mapping[str, Any]) -> None:
    if len(values) > 1 and not about.get("repeated"):
        raise bad("invalidParameter", f"{name} was given twice")
    for value in values:
        if "enum" in about and value not in about["enum"]:
            raise bad("invalidParameter", f"{name}={value} is not one of {about['enum']}")
        if about["type"] == "boolean" and value not in {"true", "false"}:
            raise bad("invalidParameter", f"{name}={value} is no boolean")
        if about["type"] == "integer":
            low, high = int(about.get("minimum", 0)), int(about.get("maximum", 2**31))
            if not value.isdigit() or not low <= int(value) <= high:
                raise bad("invalidParameter", f"{name}={value} is not within {low} to {high}")


def _problems(value: Any, schema: Mapping[str, Any], where: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = document()["schemas"][schema["$ref"]]
    kind = schema.get("type", "any")
    if kind == "object":
        yield from _object_problems(value, schema, where)
        return
    expected = TYPES.get(kind, object)
    if not isinstance(value, expected) or (kind != "boolean" and isinstance(value, bool)):
        yield f"{where} is no {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}={value!r} is not one of {schema['enum']}"
    for index, item in enumerate(value if kind == "array" else []):
        yield from _problems(item, schema["items"], f"{where}[{index}]")


def _object_problems(value: Any, schema: Mapping[str, Any], where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is no object"
        return
    for name, inner in value.items():
        known = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
        if known is None:
            yield f"{where}.{name} is unknown"
        elif known.get("readOnly"):
            yield f"{where}.{name} is read-only"
        else:
            yield from _problems(inner, known, f"{where}.{name}")
