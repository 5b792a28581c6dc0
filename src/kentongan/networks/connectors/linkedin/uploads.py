"""Handing pictures and videos to LinkedIn. Nothing here is public yet.

learn.microsoft.com/linkedin/marketing/community-management/shares: images-api, videos-api
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.linkedin.api import LABEL, Api, encoded
from kentongan.networks.contract import Image, Refused, Video, harmless

PIECE = 65_536


def image(api: Api, one: Image) -> str:
    """Upload a picture; its URN."""
    request = {"initializeUploadRequest": {"owner": api.organisation}}
    with harmless(_("Mengunggah gambar")):
        value = _value(api, "images", request)
        urn = answers.text_at(value, "image")
        address = answers.text_at(value, "uploadUrl")
        api.upload(address, one.data, len(one.data), signed=False)
        return urn


def video(api: Api, one: Video) -> str:
    """Upload a video part by part; its URN."""
    request = {
        "initializeUploadRequest": {
            "owner": api.organisation,
            "fileSizeBytes": one.size,
            "uploadCaptions": False,
            "uploadThumbnail": False,
        }
    }
    with harmless(_("Mengunggah video")):
        value = _value(api, "videos", request)
        urn = answers.text_at(value, "video")
        parts = []
        for address, first, last in _instructions(value, one.size):
            pieces = _pieces(one.path, first, last)
            done = api.upload(address, pieces, last - first + 1, signed=True)
            tag = done.headers.get("ETag", "").strip('"')
            if not tag:
                raise AnswerLost(_("Jawaban server tidak memuat ETag."))
            parts.append(tag)
        final = {
            "video": urn,
            "uploadToken": str(value.get("uploadToken") or ""),
            "uploadedPartIds": parts,
        }
        response = api.call(
            "POST",
            "videos",
            params={"action": "finalizeUpload"},
            json={"finalizeUploadRequest": final},
        )
        api.succeed(response)
        return urn


def ready(api: Api, urn: str) -> bool:
    """Whether a video can be shown; raises ``Refused`` for one that never will."""
    with harmless(_("Memeriksa video")):
        found = api.object(api.call("GET", f"videos/{encoded(urn)}"))
    if found.get("status") == "PROCESSING_FAILED":
        said = " ".join(str(found.get("processingFailureReason") or "").split())[:200]
        raise Refused(
            _(
                "%(label)s tidak dapat mengolah video ini%(said)s. Kirim lagi; bila tetap ditolak,"
                " ganti videonya."
            )
            % {"label": LABEL, "said": f" ({said})" if said else ""}
        )
    return found.get("status") == "AVAILABLE"


def _value(api: Api, kind: str, request: dict[str, Any]) -> dict[str, Any]:
    response = api.call("POST", kind, params={"action": "initializeUpload"}, json=request)
    value = api.object(response).get("value")
    if not isinstance(value, dict):
        raise AnswerLost(_("Jawaban server tidak memuat value."))
    return value


def _instructions(value: dict[str, Any], size: int) -> Iterator[tuple[str, int, int]]:
    """Address, first and last byte of every part; together they must be the whole file."""
    rows = value.get("uploadInstructions")
    following = 0
    for row in rows if isinstance(rows, list) else []:
        told = row if isinstance(row, dict) else {}
        first, last = told.get("firstByte"), told.get("lastByte")
        if type(last) is not int or first != following or not following <= last < size:
            raise AnswerLost(_("Petunjuk unggah dari server tidak utuh."))
        yield answers.text_at(told, "uploadUrl"), following, last
        following = last + 1
    if following != size:
        raise AnswerLost(_("Petunjuk unggah dari server tidak utuh."))


def _pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    left = last - first + 1
    with path.open("rb") as file:
        file.seek(first)
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
