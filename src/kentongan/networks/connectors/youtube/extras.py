"""Cover and subtitles: put on a video that is there already.

Nothing here can take a video back, so on a fresh upload a failure is told, never raised.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.kernel.say import gettext as _
from kentongan.networks.connectors.youtube import problems
from kentongan.networks.connectors.youtube.api import Api
from kentongan.networks.contract import (
    Captions,
    Image,
    NetworkError,
    Refused,
    Unauthorised,
    Video,
    harmless,
)

#: Subtitles must have a name; viewers see it beside the language.
TRACK = "Takarir"
#: The languages of two tracks are the same in these cases; YouTube then has it already.
_EXISTS = "captionExists"


def digest(data: bytes) -> str:
    """Names a cover or a track by its bytes."""
    return hashlib.sha256(data).hexdigest()[:32]


def dress(api: Api, video_id: str, video: Video, done: Mapping[str, Any]) -> dict[str, Any]:
    """Put on what ``done`` does not have yet; returns what is on now.

    ``amiss`` in it holds a sentence for each part that YouTube did not take. Only a token that
    ran out on the way is raised, as ``Unauthorised``: a new one puts on the rest.
    """
    result: dict[str, Any] = {"cover": done.get("cover") or "", "amiss": []}
    tracks = dict(done.get("captions") or {})
    if video.cover is not None and result["cover"] != (name := digest(video.cover.data)):
        try:
            set_cover(api, video_id, video.cover)
            result["cover"] = name
        except Unauthorised:
            raise
        except (NetworkError, NotSent, AnswerLost) as error:
            result["amiss"].append(_("Sampul belum terpasang: %(error)s") % {"error": error})
    for track in video.captions:
        if tracks.get(track.language) == (name := digest(track.data)):
            continue
        try:
            add_captions(api, video_id, track)
            tracks[track.language] = name
        except Unauthorised:
            raise
        except (NetworkError, NotSent, AnswerLost) as error:
            result["amiss"].append(
                _("Subtitel %(language)s belum terpasang: %(error)s")
                % {"language": track.language, "error": error}
            )
    return {**result, "captions": tracks}


def redress(api: Api, video_id: str, video: Video, done: Mapping[str, Any]) -> dict[str, Any]:
    """Change what differs from ``done``; for edits, which may fail and be repeated."""
    cover = str(done.get("cover") or "")
    tracks = dict(done.get("captions") or {})
    if video.cover is not None and cover != digest(video.cover.data):
        set_cover(api, video_id, video.cover)
        cover = digest(video.cover.data)
    for track in video.captions:
        if tracks.get(track.language) != digest(track.data):
            replace_captions(api, video_id, track)
            tracks[track.language] = digest(track.data)
    return {"cover": cover, "captions": tracks, "amiss": []}


def set_cover(api: Api, video_id: str, cover: Image) -> None:
    """``thumbnails.set``; setting it again changes nothing."""
    with harmless(_("Memasang sampul")):
        response = api.upload(
            "POST",
            "thumbnails/set",
            params={"videoId": video_id, "uploadType": "media"},
            headers={"Content-Type": cover.mime},
            content=cover.data,
        )
        if response.status_code == 403 and problems.reason_of(response) == "forbidden":
            raise Refused(
                _(
                    "YouTube belum mengizinkan channel ini memasang sampul sendiri."
                    " Verifikasi channelnya di youtube.com/verify."
                )
            )
        api.succeed(response)


def add_captions(api: Api, video_id: str, track: Captions) -> None:
    """``captions.insert``; a track that is there already is no failure."""
    about = {"snippet": {"videoId": video_id, "language": track.language, "name": TRACK}}
    with harmless(_("Memasang subtitel")):
        response = api.upload("POST", "captions", **_related(about, track))
        if response.status_code == 409 and problems.reason_of(response) == _EXISTS:
            return
        api.succeed(response)


def replace_captions(api: Api, video_id: str, track: Captions) -> None:
    """``captions.update`` of our track of this language, or a new one where there is none."""
    with harmless(_("Mengganti subtitel")):
        for known in api.found("captions", part="snippet", videoId=video_id):
            about = known.get("snippet") or {}
            if (about.get("language"), about.get("name")) == (track.language, TRACK):
                body = {"id": str(known.get("id"))}
                api.succeed(api.upload("PUT", "captions", **_related(body, track)))
                return
    add_captions(api, video_id, track)


def _related(about: Mapping[str, Any], track: Captions) -> dict[str, Any]:
    """The options of a request of two parts: what it is, and the track itself."""
    boundary = secrets.token_hex(16)
    content = b"".join(
        (
            f"--{boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n".encode(),
            json.dumps(about).encode(),
            f"\r\n--{boundary}\r\nContent-Type: {track.mime}\r\n\r\n".encode(),
            track.data,
            f"\r\n--{boundary}--\r\n".encode(),
        )
    )
    return {
        "params": {"part": "snippet", "uploadType": "multipart"},
        "headers": {"Content-Type": f"multipart/related; boundary={boundary}"},
        "content": content,
    }
