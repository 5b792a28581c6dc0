"""A strict fake of WhatsApp's Cloud API, held against schemas transcribed from Meta's pages.

It knows numbers, the people who wrote to them and when, uploaded media, and what was sent. A free
message outside of the 24 hours after a person last wrote is refused, as Meta does; so is every
field, type or medium the pages do not name.
"""

import itertools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema_rs

from tests.fakes import whatsapp_media
from tests.fakes.server import Answer, Fake, Handler, Refusal, Request

WINDOW = timedelta(hours=24)
#: .../business-messaging/whatsapp/templates/components: characters of a body.
BODY = 1024
#: developers.facebook.com/docs/graph-api/reference: fields of a business phone number.
FIELDS = {"id", "display_phone_number", "verified_name", "quality_rating", "name_status"}
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")


@cache
def schemas() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (Path(__file__).parent / "schemas" / "whatsapp_cloud.json").read_text("utf-8")
    )
    return found


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for(schemas()[name])


@dataclass(kw_only=True)
class Sent:
    """A message that was accepted. ``spoilt``: why it will not arrive, told by a call later."""

    id: str
    to: str
    kind: str
    text: str
    media: bytes = b""
    answers: str = ""
    opaque: str = ""
    preview: bool = False
    spoilt: str = ""

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(found.group() for found in _LINK.finditer(self.text))


@dataclass(kw_only=True)
class Template:
    """A template as Meta approved it: one variable in the body, maybe a medium above it.

    ``state``: ``APPROVED``, ``PAUSED`` or ``DISABLED``.
    """

    name: str
    language: str = "id"
    header: str = ""
    around: str = "Kabar resmi: \n\nBalas BERHENTI untuk berhenti."
    state: str = "APPROVED"


@dataclass(kw_only=True)
class Number:
    """A business phone number. ``written``: who wrote to it, their last message and when."""

    id: str
    digits: str
    token: str
    written: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    received: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    #: Codes that messages to these people are refused with.
    barred: dict[str, int] = field(default_factory=dict)


def refusal(status: int, code: int, title: str, details: str = "") -> Refusal:
    """An error in Meta's shape."""
    error: dict[str, Any] = {
        "message": f"(#{code}) {title}",
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": "AFakeTraceOfThisFake",
    }
    if details:
        error["error_data"] = {"messaging_product": "whatsapp", "details": details}
    return Refusal(status, {"error": error})


def _too_large() -> Refusal:
    """What is said of a file that is too large: to people rather than to programs."""
    found = refusal(400, 100, "Invalid parameter")
    told = {
        "error_user_title": "File Too Large",
        "error_user_msg": "The file you uploaded is too large.",
    }
    return Refusal(400, {"error": found.answer.body["error"] | told})


class WhatsAppCloud(Fake):
    """The Cloud API with the numbers a test makes."""

    version = "v24.0"

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, Number] = {}
        #: Where files lie; empty: here.
        self.files_at = ""
        self._count = itertools.count(1)

    # ------------------------------------------------------------------------------ for tests

    def create_number(self) -> Number:
        place = next(self._count)
        made = Number(
            id=f"10654035224{place:04d}",
            digits=f"62812345{place:05d}",
            token=f"EAAGtesToken{place:020d}",
        )
        self.numbers[made.id] = made
        return made

    def write(self, number: Number, person: str, *, hours_ago: float = 0) -> str:
        """A person writes to the number; the id of their message."""
        identifier = f"wamid.HBgNMASUK{next(self._count):08d}"
        number.written[person] = (identifier, datetime.now(UTC) - timedelta(hours=hours_ago))
        return identifier

    def send_file(self, number: Number, data: bytes, mime: str = "image/jpeg") -> dict[str, Any]:
        """A person sends a file; the message as the webhook tells it."""
        identifier = f"{next(self._count) + 1_537_543_291_000_000}"
        number.received[identifier] = (mime, data)
        kind = mime.partition("/")[0].replace("application", "document")
        told = {"id": identifier, "mime_type": mime, "sha256": sha256(data).hexdigest()}
        return {
            "from": "6285711112222",
            "id": f"wamid.HBgNMASUK{next(self._count):08d}",
            "timestamp": str(int(datetime.now(UTC).timestamp())),
            "type": kind,
            kind: told,
        }

    # ------------------------------------------------------------------------------ requests

    def routes(self) -> list[tuple[str, str, Handler]]:
        base = rf"/{re.escape(self.version)}/(?P<number>\d+)"
        return [
            ("GET", base, self._read),
            ("GET", r"/whatsapp_business/attachments/", self._give),
            ("POST", f"{base}/media", self._upload),
            ("POST", f"{base}/messages", self._message),
        ]

    def garbled(self, words: str) -> Answer:
        return refusal(400, 100, words).answer

    def unknown(self, request: Request) -> Answer:
        return refusal(400, 2500, "Unknown path components").answer

    def _number(self, request: Request) -> Number:
        """The number of the path, if the token is one of it. A token in the address is refused."""
        if any(name == "access_token" for name, _ in request.query):
            raise refusal(400, 100, "a token belongs in the Authorization header")
        if request.bearer not in {number.token for number in self.numbers.values()}:
            raise refusal(401, 190, "Error validating access token")
        found = self.numbers.get(request.params["number"])
        if found is None or found.token != request.bearer:
            raise refusal(
                400, 100, "Unsupported request: object does not exist or missing permissions"
            )
        return found

    def _medium(self, request: Request) -> Answer:
        """Where a file lies: for five minutes, and for the token only."""
        identifier, query = request.params["number"], dict(request.query)
        owner = next(n for n in self.numbers.values() if identifier in n.received)
        if query.keys() - {"phone_number_id"} or len(query) != len(request.query):
            raise refusal(400, 100, f"unknown parameters {sorted(query)}")
        if request.bearer != owner.token or query.get("phone_number_id", owner.id) != owner.id:
            raise refusal(401, 190, "Error validating access token")
        mime, data = owner.received[identifier]
        place = f"/whatsapp_business/attachments/?mid={identifier}&ext=1&hash=ARtes"
        told = {
            "messaging_product": "whatsapp",
            "url": f"{self.files_at or self.base_url}{place}",
            "mime_type": mime,
            "sha256": sha256(data).hexdigest(),
            "file_size": len(data),
            "id": identifier,
        }
        return Answer(200, told)

    def _give(self, request: Request) -> Answer:
        query = dict(request.query)
        for number in self.numbers.values():
            if query["mid"] in number.received and request.bearer == number.token:
                mime, data = number.received[query["mid"]]
                return Answer(200, data, {"Content-Type": mime})
        return Answer(404)

    def _read(self, request: Request) -> Answer:
        if any(request.params["number"] in one.received for one in self.numbers.values()):
            return self._medium(request)
        number = self._number(request)
        query = dict(request.query)
        wanted = set(filter(None, query.pop("fields", "").split(",")))
        if query or len(dict(request.query)) != len(request.query):
            raise refusal(400, 100, f"unknown parameters {sorted(query)}")
        if unknown := wanted - FIELDS:
            raise refusal(400, 100, f"Tried accessing nonexisting field {sorted(unknown)}")
        shown = f"+62 {number.digits[2:5]}-{number.digits[5:9]}-{number.digits[9:]}"
        told = {"id": number.id, "display_phone_number": shown, "verified_name": "Kecamatan Uji"}
        return Answer(200, {name: told[name] for name in ("id", *wanted) if name in told})

    def _upload(self, request: Request) -> Answer:
        number = self._number(request)
        if request.mime != "multipart/form-data" or request.query:
            raise refusal(400, 100, "(file) must be uploaded as multipart/form-data")
        parts = request.parts()
        if len({part.name for part in parts}) != len(parts):
            raise refusal(400, 100, "a part was given twice")
        texts = {part.name: part.text for part in parts if not part.filename}
        files = [part for part in parts if part.filename]
        kinds = schemas()["media"]["properties"]["type"]["enum"]
        if files and files[0].mime not in kinds:
            words = f"Param file must be a file with one of the following types: {', '.join(kinds)}"
            raise refusal(400, 100, f"{words}. Received file of type '{files[0].mime}'.")
        _check("media", texts, 100)
        if [part.name for part in files] != ["file"]:
            raise refusal(400, 100, "The parameter file is required")
        (file,) = files
        if file.mime != texts["type"]:
            raise refusal(400, 100, f"Param file is {file.mime}, type says {texts['type']}")
        if whatsapp_media.too_large(file.mime, file.data):
            raise _too_large()
        identifier = f"{next(self._count) + 1_037_543_291_000_000}"
        number.media[identifier] = (file.mime, file.data)
        return Answer(200, {"id": identifier})

    def _message(self, request: Request) -> Answer:
        number = self._number(request)
        if request.mime != "application/json" or request.query:
            raise refusal(400, 100, "the body must be application/json")
        body = request.json()
        _check("message", body, 131009)
        to = body["to"].removeprefix("+")
        kind, said = body["type"], body[body["type"]]
        if to in number.barred:
            raise refusal(400, number.barred[to], "Refused by the test")
        if kind == "template":
            return self._template(number, to, body)
        mime, media = _attached(number, kind, said)
        self._may_write(number, to, body.get("context", {}).get("message_id", ""))
        made = Sent(
            id=f"wamid.HBgNKIRIM{next(self._count):08d}",
            to=to,
            kind=kind,
            text=said.get("body", said.get("caption", "")),
            media=media,
            answers=body.get("context", {}).get("message_id", ""),
            opaque=body.get("biz_opaque_callback_data", ""),
            preview=said.get("preview_url", False),
            spoilt=whatsapp_media.spoilt(mime, media) if mime else "",
        )
        return _accept(number, made, body["to"])

    def _template(self, number: Number, to: str, body: dict[str, Any]) -> Answer:
        """Send an approved template: the one kind of message that needs no conversation."""
        if to == number.digits:
            raise refusal(400, 131021, "Recipient cannot be sender")
        said = body["template"]
        named = (said["name"], said["language"]["code"])
        found = next((t for t in number.templates if (t.name, t.language) == named), None)
        if found is None:
            raise refusal(404, 132001, "Template name does not exist in the translation")
        if found.state != "APPROVED":
            code = 132015 if found.state == "PAUSED" else 132016
            raise refusal(400, code, f"Template is {found.state.lower()}")
        components = said.get("components", ())
        parts = {part["type"]: part["parameters"] for part in components}
        if len(parts) != len(components):
            raise refusal(400, 131009, "Parameter value is not valid", "components: twice the same")
        mime, media = _header(number, found, parts.get("header", ()))
        text = _variable(found, parts.get("body", ()))
        made = Sent(
            id=f"wamid.HBgNKIRIM{next(self._count):08d}", to=to, kind="template", text=text,
            media=media, opaque=body.get("biz_opaque_callback_data", ""),
            spoilt=whatsapp_media.spoilt(mime, media) if mime else "",
        )  # fmt: skip
        return _accept(number, made, body["to"], status="accepted")

    def _may_write(self, number: Number, to: str, answered: str) -> None:
        if to == number.digits:
            raise refusal(400, 131021, "Recipient cannot be sender")
        identifier, moment = number.written.get(to, ("", datetime.min.replace(tzinfo=UTC)))
        if datetime.now(UTC) - moment > WINDOW:
            raise refusal(
                400,
                131047,
                "Re-engagement message",
                "Message failed to send because more than 24 hours have passed since the customer"
                " last replied to this number.",
            )
        known = {identifier, *(sent.id for sent in number.sent if sent.to == to)}
        if answered and answered not in known:
            raise refusal(400, 131009, "Parameter value is not valid", "context: unknown message")


def _accept(number: Number, made: Sent, to: str, **more: str) -> Answer:
    number.sent.append(made)
    told = {
        "messaging_product": "whatsapp",
        "contacts": [{"input": to, "wa_id": made.to}],
        "messages": [{"id": made.id} | {f"message_{name}": v for name, v in more.items()}],
    }
    return Answer(200, told)


def _header(
    number: Number, template: Template, given: Sequence[Mapping[str, Any]]
) -> tuple[str, bytes]:
    """The medium above the words: exactly where the template has one, and of its kind."""
    if bool(template.header) != bool(given):
        raise refusal(400, 132012, "Parameter format does not match format in the created template")
    if not given:
        return "", b""
    (one,) = given
    if one["type"] != template.header or template.header not in one:
        raise refusal(400, 132012, "header: Format mismatch")
    return _attached(number, one["type"], one[one["type"]])


def _variable(template: Template, given: Sequence[Mapping[str, Any]]) -> str:
    """The words; transcribed from what Meta answers to those it does not take."""
    if len(given) != 1:
        raise refusal(400, 132000, "Number of parameters does not match the expected number")
    text = str(given[0]["text"])
    if re.search(r"[\n\t\r]| {5}", text):
        words = "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
        raise refusal(400, 132018, words)
    if len(text) + len(template.around) > BODY:
        raise refusal(400, 132005, "Translated text too long")
    return text


def _attached(number: Number, kind: str, said: Mapping[str, Any]) -> tuple[str, bytes]:
    """What was uploaded, to which a message points: what it is said to be, and its bytes."""
    if kind == "text":
        return "", b""
    mime, data = number.media.get(said["id"], ("", b""))
    if not mime.startswith(f"{kind}/"):
        words = f"Param {kind}['id'] is not a valid whatsapp business account media attachment ID"
        raise refusal(400, 100, words)
    return mime, data


def _check(name: str, value: Any, code: int) -> None:
    for error in _validator(name).iter_errors(value):
        where = "/".join(map(str, error.instance_path))
        raise refusal(400, code, f"Param {where or name}: {error.message[:300]}")
