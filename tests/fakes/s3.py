"""A strict bucket on loopback: the part of S3 that the product uses, signatures checked.

Every request must be signed by version 4, in its headers or in its address, for this host, date,
region and payload; what it does not know it refuses, in S3's own shape of errors.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

KEY, SECRET, REGION, BUCKET = "KUNCIUJI", "rahasia uji", "id-rawajati-1", "berkas"
_EMPTY = hashlib.sha256(b"").hexdigest()
_SCOPE = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=(\w+)"
)


class Refused(Exception):
    """Answered with an error of S3."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass
class Store:
    """What is in the bucket, what was asked.

    ``broken``: answer 503 to everything; ``awake``: clear it, and nothing is answered.
    """

    objects: dict[str, tuple[bytes, str, datetime]] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    broken: bool = False
    awake: threading.Event = field(default_factory=threading.Event)
    largest: int = 0


def _encode(text: str, safe: str = "-_.~") -> str:
    return quote(text, safe=safe)


def _sign(secret: str, day: str, scope: list[str], text: str) -> str:
    key = f"AWS4{secret}".encode()
    for part in (day, *scope):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _canonical_query(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{k}={v}" for k, v in sorted((_encode(k), _encode(v)) for k, v in pairs))


def check(
    method: str, path: str, pairs: list[tuple[str, str]], headers: Mapping[str, str], payload: str
) -> None:
    """Raise :class:`Refused` unless the request is signed as it must be."""
    given = dict(pairs)
    if "X-Amz-Signature" in given:
        pairs = [(k, v) for k, v in pairs if k != "X-Amz-Signature"]
        credential, names = given["X-Amz-Credential"], given["X-Amz-SignedHeaders"]
        signature, stamp, payload = (
            given["X-Amz-Signature"],
            given["X-Amz-Date"],
            "UNSIGNED-PAYLOAD",
        )
        life = int(given["X-Amz-Expires"])
        if not 0 < life <= 604800:
            raise Refused(400, "AuthorizationQueryParametersError")
    else:
        found = _SCOPE.fullmatch(headers.get("authorization", ""))
        if found is None:
            raise Refused(403, "AccessDenied", "no signature")
        credential, names, signature = found.groups()
        stamp, life = headers["x-amz-date"], 900
        needed = {"host", "x-amz-date", "x-amz-content-sha256"}
        if not needed <= set(names.split(";")):
            raise Refused(403, "AccessDenied", "headers are missing from the signature")
    key, day, *scope = credential.split("/")
    made = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    now = datetime.now(UTC)
    if key != KEY or scope != [REGION, "s3", "aws4_request"] or not stamp.startswith(day):
        raise Refused(403, "InvalidAccessKeyId")
    if made > now + timedelta(minutes=15) or now > made + timedelta(seconds=life):
        raise Refused(403, "AccessDenied", "Request has expired")
    lines = [f"{n}:{' '.join(headers[n].split())}\n" for n in names.split(";")]
    request = "\n".join((method, path, _canonical_query(pairs), "".join(lines), names, payload))
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = "\n".join(("AWS4-HMAC-SHA256", stamp, "/".join((day, *scope)), digest))
    if not hmac.compare_digest(_sign(SECRET, day, scope, text), signature):
        raise Refused(403, "SignatureDoesNotMatch")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    #: Head and body are two writes: held back, the second costs each request 40 ms.
    disable_nagle_algorithm = True
    store: Store

    def log_message(self, *_args: Any) -> None:
        """Quiet."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.store.largest = max(self.store.largest, len(body))
        split = urlsplit(self.path)
        pairs = parse_qsl(split.query, keep_blank_values=True)
        self.store.asked.append(f"{self.command} {unquote(split.path)}")
        try:
            self.store.awake.wait(30)
            if self.store.broken:
                raise Refused(503, "SlowDown")
            said = self.headers.get("x-amz-content-sha256", "")
            if said and said != hashlib.sha256(body).hexdigest():
                raise Refused(400, "XAmzContentSHA256Mismatch")
            plain = {name.lower(): value for name, value in self.headers.items()}
            check(self.command, split.path, pairs, plain, said or _EMPTY)
            bucket, _slash, key = unquote(split.path).lstrip("/").partition("/")
            if bucket != BUCKET:
                raise Refused(404, "NoSuchBucket")
            signed = {k: v for k, v in pairs if not k.startswith("X-Amz-")}
            self._act(key, signed, body)
        except Refused as problem:
            text = f"<Error><Code>{problem.code}</Code><Message>{problem}</Message></Error>"
            self._answer(problem.status, text.encode(), "application/xml")

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _serve  # noqa: N815

    def _act(self, key: str, query: dict[str, str], body: bytes) -> None:
        match (self.command, sorted(query)):
            case ("PUT", []):
                kind = self.headers.get("Content-Type", "binary/octet-stream")
                self._keep(key, body, kind)
            case ("POST", ["uploads"]):
                name = f"u{len(self.store.uploads)}"
                self.store.uploads[name] = {0: self.headers.get("Content-Type", "").encode()}
                self._xml("InitiateMultipartUploadResult", UploadId=name, Key=key, Bucket=BUCKET)
            case ("PUT", ["partNumber", "uploadId"]):
                self._upload(query)[int(query["partNumber"])] = body
                self._answer(200, headers={"ETag": f'"{hashlib.md5(body).hexdigest()}"'})
            case ("POST", ["uploadId"]):
                self._complete(key, query, body)
            case ("DELETE", ["uploadId"]):
                self.store.uploads.pop(query["uploadId"], None)
                self._answer(204)
            case ("DELETE", []):
                self.store.objects.pop(key, None)
                self._answer(204)
            case ("HEAD" | "GET", [] | ["response-content-type"]) if key:
                self._give(key, query)
            case ("GET", _) if not key:
                self._list(query)
            case _:
                raise Refused(501, "NotImplemented", self.path)

    def _upload(self, query: dict[str, str]) -> dict[int, bytes]:
        if (found := self.store.uploads.get(query["uploadId"])) is None:
            raise Refused(404, "NoSuchUpload")
        return found

    def _complete(self, key: str, query: dict[str, str], body: bytes) -> None:
        parts = self._upload(query)
        kind = parts.pop(0).decode()
        numbers = [
            int(e.text or 0) for e in ET.fromstring(body).iter() if e.tag.endswith("PartNumber")
        ]
        if numbers != sorted(parts) or not numbers:
            raise Refused(400, "InvalidPart")
        if any(len(parts[n]) < 5 * 1024 * 1024 for n in numbers[:-1]):
            raise Refused(400, "EntityTooSmall")
        self.store.objects[key] = (b"".join(parts[n] for n in numbers), kind, datetime.now(UTC))
        del self.store.uploads[query["uploadId"]]
        self._xml("CompleteMultipartUploadResult", Bucket=BUCKET, Key=key, ETag='"x-1"')

    def _keep(self, key: str, body: bytes, kind: str) -> None:
        self.store.objects[key] = (body, kind, datetime.now(UTC))
        self._answer(200, headers={"ETag": f'"{hashlib.md5(body).hexdigest()}"'})

    def _give(self, key: str, query: dict[str, str]) -> None:
        if key not in self.store.objects:
            raise Refused(404, "NoSuchKey")
        data, kind, written = self.store.objects[key]
        headers = {
            "Last-Modified": f"{written:%a, %d %b %Y %H:%M:%S GMT}",
            "Accept-Ranges": "bytes",
        }
        status = 200
        if found := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            first, last = int(found[1]), min(int(found[2] or len(data)), len(data) - 1)
            if first >= len(data):
                raise Refused(416, "InvalidRange")
            headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
            status, data = 206, data[first : last + 1]
        self._answer(status, data, query.get("response-content-type", kind), headers)

    def _list(self, query: dict[str, str]) -> None:
        unknown = set(query) - {"list-type", "prefix", "encoding-type", "max-keys"}
        if unknown:
            raise Refused(501, "NotImplemented", ",".join(sorted(unknown)))
        found = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{at:%Y-%m-%dT%H:%M:%S.000Z}"
            f"</LastModified><Size>{len(data)}</Size></Contents>"
            for key, (data, _kind, at) in sorted(self.store.objects.items())
            if key.startswith(query.get("prefix", ""))
        )
        text = f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>"
        self._answer(200, text.encode(), "application/xml")

    def _xml(self, tag: str, **values: str) -> None:
        inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
        self._answer(200, f"<{tag}>{inner}</{tag}>".encode(), "application/xml")

    def _answer(
        self,
        status: int,
        body: bytes = b"",
        kind: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class FakeS3:
    """The server; ``url`` and ``store`` while it is open."""

    def __init__(self) -> None:
        self.store = Store()
        handler = type("Handler", (_Handler,), {"store": self.store})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    def __enter__(self) -> FakeS3:
        self.store.awake.set()
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.store.awake.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
