"""Comments: below a video, or below a comment. YouTube knows one level of answers only."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.youtube import lookup, metadata
from kentongan.networks.connectors.youtube.api import Api
from kentongan.networks.contract import (
    Outgoing,
    Published,
    Reference,
    Refused,
    Session,
    decisive,
    harmless,
)

_VIDEO_ID = re.compile(r"[\w-]{11}")


def is_comment(target: Reference) -> bool:
    """Whether it is a comment: said so when published, else by the shape of its id."""
    kind = target.extra.get("kind")
    return kind == "comment" if kind else not _VIDEO_ID.fullmatch(target.external_id)


def publish(api: Api, item: Outgoing, answered: Reference) -> Published:
    """Comment on the video or answer the comment. The only request, so the decisive one."""
    text = metadata.refuse_comment(item)
    with decisive():
        if is_comment(answered):
            body: dict[str, Any] = {
                "snippet": {"parentId": _parent(answered), "textOriginal": text}
            }
            response = _insert(api, "comments", body)
            found = answers.json_object(response)
        else:
            body = {
                "snippet": {
                    "videoId": answered.external_id,
                    "topLevelComment": {"snippet": {"textOriginal": text}},
                }
            }
            response = _insert(api, "commentThreads", body)
            # A thread has the id of its first comment.
            found = answers.json_object(response)
        return _published(answers.text_at(found, "id"), _video(answered))


def find(api: Api, session: Session, item: Outgoing, answered: Reference) -> Published | None:
    """Our comment, or None where there is none now."""
    parent = _parent(answered) if is_comment(answered) else ""
    video = _video(answered)
    found = lookup.comments(api, session, item, video=video, parent=parent)
    return _published(str(found["id"]), video) if found else None


def edit(api: Api, target: Reference, item: Outgoing) -> Published:
    """Put the new words in the place of the old."""
    text = metadata.refuse_comment(item)
    body = {"id": target.external_id, "snippet": {"textOriginal": text}}
    with harmless(_("Mengubah komentar")):
        api.succeed(api.call("PUT", "comments", params={"part": "snippet"}, json=body))
    return Published(target.external_id, target.url, dict(target.extra))


def withdraw(api: Api, target: Reference) -> None:
    """Delete; gone already is success."""
    with harmless(_("Menarik komentar")):
        response = api.call("DELETE", "comments", params={"id": target.external_id})
        if response.status_code not in {404, 410}:
            api.succeed(response)


def moderate(api: Api, target: Reference, *, hidden: bool) -> None:
    """Hold a comment for review, where YouTube Studio still lists it, or show it again."""
    status = "heldForReview" if hidden else "published"
    params = {"id": target.external_id, "moderationStatus": status}
    with harmless(_("Menyembunyikan komentar")):
        response = api.call("POST", "comments/setModerationStatus", params=params)
        if response.status_code in {404, 410}:
            raise Refused(_("Komentarnya sudah tidak ada di YouTube."))
        api.succeed(response)


def _insert(api: Api, path: str, body: dict[str, Any]) -> httpx2.Response:
    response = api.call("POST", path, params={"part": "snippet"}, json=body)
    api.succeed(response, decisive=True)
    return response


def _parent(answered: Reference) -> str:
    """The comment that can be answered: the id of an answer begins with it."""
    return answered.external_id.partition(".")[0]


def _video(answered: Reference) -> str:
    """The video that a comment stands below."""
    if not is_comment(answered):
        return answered.external_id
    known = str(answered.extra.get("video") or "")
    video = known or "".join(parse_qs(urlsplit(answered.url).query).get("v", []))
    if not video:
        raise Refused(_("Video dari komentar ini tidak diketahui. Tempel tautan lengkapnya."))
    return video


def _published(comment: str, video: str) -> Published:
    return Published(
        comment,
        f"https://www.youtube.com/watch?v={video}&lc={comment}",
        {"kind": "comment", "video": video},
    )
