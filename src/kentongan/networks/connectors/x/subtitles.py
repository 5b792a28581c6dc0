"""Subtitles of a video: uploaded beside it and joined with it before the post is made.

developer.x.com, post-media-subtitles-create; docs.x.com/x-api/media/create-media-subtitles.
A video is not held back by them: what X did not take is told beside the published post.
"""

from __future__ import annotations

import hashlib
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.x.api import Api, Notes
from kentongan.networks.contract import Captions, Refused, Video, harmless

#: What X calls SRT.
MIME = "text/srt"
NOTED = "subtitles"
NAMES = {
    "id": "Bahasa Indonesia",
    "su": "Basa Sunda",
    "jv": "Basa Jawa",
    "mad": "Bhâsa Madhurâ",
    "en": "English",
}


def put_on(api: Api, notes: Notes, video_id: str, video: Video) -> None:
    """Put every track on the video, once; notes what was reached, and in words what X refused."""
    for track in video.captions:
        known: dict[str, Any] = dict(notes.get(NOTED) or {})
        name = _digest(video_id, track)
        if name in known:
            continue
        try:
            with harmless(_("Memasang subtitel")):
                _join(api, video_id, track, _upload(api, track))
            known[name] = ""
        except Refused as error:
            known[name] = _("Subtitel %(track)s belum terpasang: %(error)s") % {
                "track": _shown(track),
                "error": error,
            }
        notes.put(**{NOTED: known})


def amiss(notes: Notes) -> list[str]:
    """A sentence for each track that X did not take."""
    return [sentence for sentence in (notes.get(NOTED) or {}).values() if sentence]


def _upload(api: Api, track: Captions) -> str:
    """Hand in the file, which is small enough for one piece; its id."""
    body = {
        "media_category": "subtitles",
        "media_type": MIME,
        "total_bytes": len(track.data),
    }
    media = answers.text_at(api.ask("POST", "media/upload/initialize", json=body), "id")
    piece = ("0", track.data, "application/octet-stream")
    response = api.call(
        "POST",
        f"media/upload/{media}/append",
        data={"segment_index": "0"},
        files={"media": piece},
    )
    api.succeed(response)
    api.ask("POST", f"media/upload/{media}/finalize")
    return media


def _join(api: Api, video_id: str, track: Captions, media: str) -> None:
    named = {"id": media, "language_code": track.language, "display_name": _shown(track)}
    body = {"id": video_id, "media_category": "TweetVideo", "subtitles": named}
    api.ask("POST", "media/subtitles", json=body)


def _shown(track: Captions) -> str:
    """The language as those who choose it read it."""
    return NAMES.get(track.language.partition("-")[0], track.language)


def _digest(video_id: str, track: Captions) -> str:
    """Names a track of this very upload by what it says and in which language."""
    whole = f"{video_id} {track.language} {track.mime} ".encode() + track.data
    return hashlib.sha256(whole).hexdigest()[:32]
