"""What people write below our videos.

developers.google.com/youtube/v3/docs: commentThreads/list, comments/list. One unit of the
project's quota for each request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kentongan.networks import answers, rounds, spoken
from kentongan.networks.connectors.youtube import comments, problems
from kentongan.networks.connectors.youtube.api import Api
from kentongan.networks.contract import (
    Author,
    Heard,
    Incoming,
    Reference,
    Session,
    Way,
)

#: Threads, or answers, on a page.
PAGE = 100
#: Pages of answers that are read below one comment.
MOST_ANSWERS = 10
#: There is nothing to read: the video is gone, or nobody may comment on it.
SILENT = frozenset({"videoNotFound", "commentsDisabled"})
LISTED: dict[str, Any] = {"textFormat": "plainText"}


class Listening(rounds.Reader[Api]):
    """Reads comments as one channel."""

    def __init__(self, session: Session, api: Api, channel: str) -> None:
        super().__init__(session, api)
        self._channel = channel

    def look(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """The next page of comments below one of our videos."""
        places = [rounds.Place.below(post) for post in posts if not comments.is_comment(post)]
        return self.turn(cursor, places)

    def read(self, place: rounds.Place, token: str) -> rounds.Page:
        """One page of comments, with the answers below each."""
        params = {
            "part": "snippet,replies",
            "videoId": place.post,
            "order": "time",
            "maxResults": PAGE,
            **LISTED,
            **({"pageToken": token} if token else {}),
        }
        response = self.api.call("GET", "commentThreads", params=params)
        if problems.reason_of(response) in SILENT:
            raise rounds.Lost
        self.api.succeed(response)
        found = answers.json_object(response)
        items: list[Incoming] = []
        for thread in answers.rows_at(found, "items"):
            top = answers.object_at(answers.object_at(thread, "snippet"), "topLevelComment")
            below = (self._message(row, place.post) for row in self._answers(thread))
            items += [*below, self._message(top, place.post)]
        return rounds.Page(tuple(items), next=str(found.get("nextPageToken") or ""))

    def _answers(self, thread: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What stands below a comment; asked for where the thread carries only a part."""
        part = answers.rows_at(answers.object_at(thread, "replies"), "comments")
        total = answers.object_at(thread, "snippet").get("totalReplyCount")
        if not isinstance(total, int) or total <= len(part):
            yield from part
            return
        params = {"part": "snippet", "parentId": answers.text_at(thread, "id"), **LISTED}
        for _ in range(MOST_ANSWERS):
            rows, following = self.api.page("comments", {**params, "maxResults": PAGE})
            yield from rows
            if not following or following == params.get("pageToken"):
                return
            params["pageToken"] = following

    def is_there(self, _place: rounds.Place, identifier: str) -> bool:
        """Whether one message is still there."""
        return bool(self.api.found("comments", part="id", id=identifier))

    def _message(self, row: dict[str, Any], video: str) -> Incoming:
        identifier = answers.text_at(row, "id")
        snippet = answers.object_at(row, "snippet")
        parent = str(snippet.get("parentId") or "")
        who = str(answers.object_at(snippet, "authorChannelId").get("value") or "")
        handle = spoken.name(snippet.get("authorDisplayName"))
        made = str(snippet.get("publishedAt") or "")
        changed = str(snippet.get("updatedAt") or "")
        return Incoming(
            external_id=identifier,
            way=Way.COMMENT,
            author=Author(who or handle or "tersembunyi", handle=handle, ours=who == self._channel),
            text=spoken.clean(snippet.get("textDisplay")),
            created_at=answers.moment_at(snippet, "publishedAt"),
            thread=parent or identifier,
            parent=parent,
            post=video,
            url=f"https://www.youtube.com/watch?v={video}&lc={identifier}",
            version="" if changed == made else changed,
            changed_at=None if changed == made else answers.moment_in(snippet, "updatedAt"),
            reference={"kind": "comment", "video": video},
        )
