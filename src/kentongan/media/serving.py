"""A file as an answer, whole or the part that was asked for (RFC 9110, section 14)."""

from __future__ import annotations

import re

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from kentongan.media import files

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def answer(request: HttpRequest, file: str, *, mime: str, name: str, tag: str) -> HttpResponseBase:
    """The file; 206 for one range of it, 416 for one beyond its end. ``tag`` is its ETag, quoted.

    ``file`` is its name in ``files``; what lies in a bucket is handed through piece by piece.
    Raises ``FileNotFoundError``. Several ranges at once are answered with all of it.
    """
    size = files.size(file)
    wanted = _wanted(request, tag, size)
    response: HttpResponseBase
    if wanted is None:
        response = _whole(file, size, mime, name)
    elif wanted[0] > wanted[1]:
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{size}"
    else:
        first, last = wanted
        pieces = files.parts(file, first, last)
        response = StreamingHttpResponse(pieces, status=206, content_type=mime)
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = tag
    response.headers["X-Content-Type-Options"] = "nosniff"
    # It is compressed already, and a range of compressed bytes would be another range.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return response


def _whole(file: str, size: int, mime: str, name: str) -> HttpResponseBase:
    local = files.root() / file
    if local.exists():
        opened = open(local, "rb")  # noqa: SIM115 - the response closes it
        return FileResponse(opened, content_type=mime, filename=name)
    response = StreamingHttpResponse(files.parts(file, 0, size - 1), content_type=mime)
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


def _wanted(request: HttpRequest, tag: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for all; first beyond last for what is not there."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    condition = request.headers.get("If-Range")
    if found is None or not any(found.groups()) or (condition is not None and condition != tag):
        return None
    start, end = found.groups()
    if not start:
        length = min(int(end), size)
        return (size - length, size - 1) if length else (1, 0)
    first, last = int(start), min(int(end) if end else size - 1, size - 1)
    if end and int(end) < int(start):
        return None
    return (first, last) if first < size else (1, 0)
