"""Our own post among those of the channel, for what a session cannot prove.

A comment has no session, and a session may be forgotten by YouTube before it was asked. What is
ours is then recognised by everything together: the words letter by letter, the channel, what it
answers, that it is not older than the delivery, and that no other delivery owns it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers, wording
from kentongan.networks.connectors.youtube import metadata
from kentongan.networks.connectors.youtube.api import Api
from kentongan.networks.contract import OutcomeUnknown, Outgoing, Refused, Session, harmless

#: How far YouTube's clock may lag behind ours.
CLOCK_SKEW = timedelta(minutes=2)
MOST_PAGES = 5
VIDEOS_A_PAGE = 50
COMMENTS_A_PAGE = 100


def channel(api: Api, part: str) -> dict[str, Any]:
    """The channel of the token; ``Refused`` where the Google account has none."""
    found = api.found("channels", part=part, mine="true", maxResults=1)
    if not found:
        raise Refused(
            _("Akun Google ini belum punya channel YouTube. Buat channelnya, lalu sambungkan lagi.")
        )
    return found[0]


def videos(api: Api, session: Session, item: Outgoing) -> list[str]:
    """Ids among the channel's uploads that could be this video."""
    with harmless(_("Mencari video")):
        own = channel(api, "contentDetails")
        lists = (own.get("contentDetails") or {}).get("relatedPlaylists") or {}
        params = {
            "part": "snippet",
            "playlistId": answers.text_at(lists, "uploads"),
            "maxResults": VIDEOS_A_PAGE,
        }
        return [
            video
            for entry in _newest(api, "playlistItems", params, item, _snippet)
            if (video := _video_of(entry)) not in session.taken
            and _same(entry.get("title"), metadata.title(item))
            and _same(entry.get("description"), wording.full_text(item))
        ]


def comments(
    api: Api, session: Session, item: Outgoing, *, video: str, parent: str
) -> dict[str, Any] | None:
    """Our comment below the video or the comment; the oldest where several fit."""
    text = wording.full_text(item).strip()
    with harmless(_("Mencari komentar")):
        own = session.external_id or answers.text_at(channel(api, "id"), "id")
        if parent:
            path = "comments"
            params: dict[str, Any] = {"parentId": parent}
        else:
            path = "commentThreads"
            params = {"videoId": video, "order": "time"}
        params |= {"part": "snippet", "textFormat": "plainText", "maxResults": COMMENTS_A_PAGE}
        # Answers to a comment come oldest first, so old ones are no reason to stop.
        read = _whole if parent else _top
        entries = _newest(api, path, params, item, read, ordered=not parent)
        fitting = [
            entry
            for entry in entries
            if str(entry.get("id")) not in session.taken
            and _author(entry) == own
            and _same(_snippet(entry).get("textOriginal"), text)
        ]
    return min(fitting, key=_made_at) if fitting else None


def _newest(
    api: Api,
    path: str,
    params: dict[str, Any],
    item: Outgoing,
    read: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    ordered: bool = True,
) -> Iterator[dict[str, Any]]:
    """What is not older than the delivery. More than can be looked through needs a person."""
    since = item.created_at - CLOCK_SKEW
    for _page in range(MOST_PAGES):
        entries, following = api.page(path, params)
        listed = [read(entry) for entry in entries]
        yield from (entry for entry in listed if _made_at(entry) >= since)
        stale = ordered and any(_made_at(entry) < since for entry in listed)
        if not following or stale:
            return
        params = {**params, "pageToken": following}
    raise OutcomeUnknown(_("Terlalu banyak unggahan baru di YouTube untuk diperiksa satu-satu."))


def _whole(entry: dict[str, Any]) -> dict[str, Any]:
    return entry


def _snippet(entry: Mapping[str, Any]) -> dict[str, Any]:
    found = entry.get("snippet")
    return found if isinstance(found, dict) else {}


def _top(thread: dict[str, Any]) -> dict[str, Any]:
    found = _snippet(thread).get("topLevelComment")
    return found if isinstance(found, dict) else {}


def _video_of(entry: Mapping[str, Any]) -> str:
    return answers.text_at(dict(entry.get("resourceId") or {}), "videoId")


def _author(comment: Mapping[str, Any]) -> str:
    found = _snippet(comment).get("authorChannelId")
    return str(found.get("value") or "") if isinstance(found, dict) else ""


def _made_at(entry: Mapping[str, Any]) -> datetime:
    told = entry.get("publishedAt") or _snippet(entry).get("publishedAt")
    try:
        moment = datetime.fromisoformat(str(told))
    except ValueError:
        raise AnswerLost(_("Jawaban YouTube tidak memuat waktu terbit.")) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _same(one: Any, other: str) -> bool:
    """Whether two texts are one, form of letters and kind of space aside."""
    return _normal(str(one or "")) == _normal(other)


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
