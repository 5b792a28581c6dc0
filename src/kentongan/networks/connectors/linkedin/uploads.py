"""Handing pictures and videos to LinkedIn. Nothing here is public yet.

learn.microsoft.com/linkedin/marketing/community-management/shares: images-api, videos-api. In which
form a still and subtitles are handed in is taken from public clients; see the README.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.linkedin.api import LABEL, Api, encoded
from kentongan.networks.contract import (
    Captions,
    Image,
    Refused,
    Unauthorised,
    Video,
    harmless,
)

PIECE = 65_536
#: Country and variant of a language, as far as the metadata of subtitles can tell them.
_PLACES = {
    "id": {"country": "ID"},
    "su": {"country": "ID"},
    "jv": {"country": "ID"},
    "en": {"country": "US", "variant": "AMERICAN"},
}


def image(api: Api, one: Image) -> str:
    """Upload a picture; its URN."""
    request = {"initializeUploadRequest": {"owner": api.organisation}}
    with harmless(_("Mengunggah gambar")):
        value = _value(api, "images", request)
        urn = answers.text_at(value, "image")
        address = answers.text_at(value, "uploadUrl")
        api.upload(address, one.data, len(one.data), signed=False)
        return urn


def video(api: Api, one: Video) -> tuple[str, list[str]]:
    """Upload a video part by part; its URN, and a sentence for what LinkedIn did not take with it.

    Still and subtitles go first: LinkedIn would wait for what was announced, so that where one is
    refused the upload is begun anew without it.
    """
    with harmless(_("Mengunggah video")):
        cover, track = one.cover, _track(one)
        amiss: list[str] = []
        while True:
            value = _begin(api, one, cover, track)
            if cover is not None:
                try:
                    _put_cover(api, value, cover)
                except (Refused, Unauthorised) as error:
                    amiss.append(_("Sampul belum terpasang: %(error)s") % {"error": error})
                    cover = None
                    continue
            if track is not None:
                try:
                    _put_track(api, value, track)
                except (Refused, Unauthorised) as error:
                    said = _("Subtitel %(language)s belum terpasang: %(error)s")
                    amiss.append(said % {"language": track.language, "error": error})
                    track = None
                    continue
            return _send(api, one, value), amiss


def _begin(api: Api, one: Video, cover: Image | None, track: Captions | None) -> dict[str, Any]:
    request = {
        "owner": api.organisation,
        "fileSizeBytes": one.size,
        "uploadCaptions": track is not None,
        "uploadThumbnail": cover is not None,
    }
    return _value(api, "videos", {"initializeUploadRequest": request})


def _track(one: Video) -> Captions | None:
    """The subtitles that go along: there is one address for them, so those in Indonesian first."""
    return min(one.captions, key=lambda track: track.language != "id", default=None)


def _put_cover(api: Api, value: dict[str, Any], cover: Image) -> None:
    api.upload(_place(value, "thumbnailUploadUrl"), cover.data, len(cover.data), signed=False)


def _put_track(api: Api, value: dict[str, Any], track: Captions) -> None:
    language = track.language.partition("-")[0]
    about = {
        "format": "SRT",
        "formattedForEasyReader": False,
        "largeText": False,
        "source": "USER_PROVIDED",
        "locale": {"language": language.upper(), **_PLACES.get(language, {})},
        "transcriptType": "CLOSED_CAPTION",
    }
    parts = {
        "metadata": (None, json.dumps(about).encode(), "application/json"),
        "file": ("subtitel.srt", track.data, "text/plain"),
    }
    api.hand_in(_place(value, "captionsUploadUrl"), parts)


def _place(value: dict[str, Any], name: str) -> str:
    """An address that was asked for; ``Refused`` where LinkedIn gives none."""
    address = value.get(name)
    if not isinstance(address, str) or not address:
        raise Refused(_("%(label)s tidak menyediakan tempatnya.") % {"label": LABEL})
    return address


def _send(api: Api, one: Video, value: dict[str, Any]) -> str:
    """The bytes of the video, and that they are all; its URN."""
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
