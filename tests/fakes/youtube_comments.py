"""Comments on the fake YouTube: threads below a video, one level of answers below a comment.

developers.google.com/youtube/v3/docs/commentThreads and docs/comments.
"""

import secrets
from typing import Any

from tests.fakes.server import Answer, Request
from tests.fakes.youtube_contract import Method, bad, error
from tests.fakes.youtube_state import Channel, Film, Remark, now

MAX_COMMENT = 10_000


class Talk:
    """The part of the fake where people speak."""

    films: dict[str, Film]
    #: Answers that a thread carries with it.
    carried = 5

    def __init__(self) -> None:
        self.remarks: dict[str, Remark] = {}

    def channel_of(self, request: Request, method: Method) -> Channel:
        raise NotImplementedError

    def say(self, channel: Channel, video: str, text: str, *, parent: str = "") -> Remark:
        """Anybody says something, with the API or without."""
        mark = secrets.token_hex(10)
        name = f"{parent}.{mark}" if parent else f"Ug{mark}AaABAg"
        remark = Remark(name, channel, video, text, now(), parent)
        self.remarks[name] = remark
        return remark

    def start_thread(self, request: Request) -> Answer:
        """``POST /youtube/v3/commentThreads``."""
        method = Method("commentThreads.insert")
        channel = self.channel_of(request, method)
        method.check(request)
        snippet = method.resource(request.json(), {"snippet"}).get("snippet", {})
        if set(snippet) - {"channelId", "videoId", "topLevelComment"}:
            raise bad("invalidCommentThreadMetadata", "The request metadata is invalid.")
        film = self._film(snippet.get("videoId", ""))
        if film.comments_off:
            raise error(
                403, "commentsDisabled", "Comments are off.", domain="youtube.commentThread"
            )
        first = snippet.get("topLevelComment", {}).get("snippet", {})
        if set(first) - {"textOriginal"}:
            raise bad("invalidCommentMetadata", "The request metadata is invalid.")
        remark = self.say(channel, film.id, self._text(first))
        return Answer(200, self._thread_of(remark))

    def answer(self, request: Request) -> Answer:
        """``POST /youtube/v3/comments``."""
        method = Method("comments.insert")
        channel = self.channel_of(request, method)
        method.check(request)
        snippet = method.resource(request.json(), {"snippet"}).get("snippet", {})
        if set(snippet) - {"parentId", "textOriginal"}:
            raise bad("invalidCommentMetadata", "The request metadata is invalid.")
        parent = self.remarks.get(snippet.get("parentId", ""))
        if parent is None or parent.parent:
            raise error(404, "parentCommentNotFound", "No such comment.", domain="youtube.comment")
        text = self._text(snippet)
        return Answer(200, self.say(channel, parent.video, text, parent=parent.id).as_resource())

    def reword(self, request: Request) -> Answer:
        """``PUT /youtube/v3/comments``."""
        method = Method("comments.update")
        channel = self.channel_of(request, method)
        method.check(request)
        body = method.resource(request.json(), {"snippet"})
        remark = self._own(channel, body.get("id", ""))
        if set(body.get("snippet", {})) - {"textOriginal"}:
            raise bad("invalidCommentMetadata", "The request metadata is invalid.")
        remark.text = self._text(body.get("snippet", {}))
        remark.updated_at = now()
        return Answer(200, remark.as_resource())

    def unsay(self, request: Request) -> Answer:
        """``DELETE /youtube/v3/comments``."""
        method = Method("comments.delete")
        channel = self.channel_of(request, method)
        method.check(request)
        remark = self._own(channel, dict(request.query)["id"])
        for name in [r.id for r in self.remarks.values() if r.parent == remark.id]:
            del self.remarks[name]
        del self.remarks[remark.id]
        return Answer(204)

    def moderate(self, request: Request) -> Answer:
        """``POST /youtube/v3/comments/setModerationStatus``: by whoever owns the video."""
        method = Method("comments.setModerationStatus")
        channel = self.channel_of(request, method)
        method.check(request)
        query = dict(request.query)
        remark = self.remarks.get(query["id"])
        if remark is None:
            raise error(404, "commentNotFound", "No such comment.", domain="youtube.comment")
        if self._film(remark.video).channel is not channel:
            raise error(403, "forbidden", "Not your video.", domain="youtube.comment")
        remark.hidden = query["moderationStatus"] != "published"
        return Answer(204)

    def list_threads(self, request: Request) -> Answer:
        """``GET /youtube/v3/commentThreads``, newest first."""
        method = Method("commentThreads.list")
        self.channel_of(request, method)
        method.check(request)
        query = dict(request.query)
        film = self._film(query.get("videoId", ""))
        found = [r for r in self.remarks.values() if r.video == film.id and not r.parent]
        found = [r for r in found if not r.hidden]  # ``moderationStatus`` is ``published``
        whole = "replies" in query["part"].split(",")
        threads = [self._thread_of(r) | self._below(r, whole) for r in reversed(found)]
        return page_of(threads, query, most=100)

    def list_answers(self, request: Request) -> Answer:
        """``GET /youtube/v3/comments``, oldest first."""
        method = Method("comments.list")
        self.channel_of(request, method)
        method.check(request)
        query = dict(request.query)
        if "id" in query:
            known = [self.remarks[one] for one in query["id"].split(",") if one in self.remarks]
            return Answer(200, {"items": [r.as_resource() for r in known]})
        if query.get("parentId", "") not in self.remarks:
            raise error(404, "commentNotFound", "No such comment.", domain="youtube.comment")
        found = [r for r in self.remarks.values() if r.parent == query["parentId"]]
        return page_of([r.as_resource() for r in found], query, most=100)

    def _film(self, video_id: str) -> Film:
        film = self.films.get(video_id)
        if film is None:
            raise error(404, "videoNotFound", "No such video.", domain="youtube.commentThread")
        return film

    def _own(self, channel: Channel, name: str) -> Remark:
        remark = self.remarks.get(name)
        if remark is None:
            raise error(404, "commentNotFound", "No such comment.", domain="youtube.comment")
        if remark.channel is not channel:
            raise error(403, "forbidden", "Not your comment.", domain="youtube.comment")
        return remark

    @staticmethod
    def _text(snippet: dict[str, Any]) -> str:
        text = snippet.get("textOriginal", "")
        if not text.strip():
            raise bad("commentTextRequired", "The text of the comment is required.")
        if len(text) > MAX_COMMENT:
            raise bad("commentTextTooLong", "The comment is too long.")
        return str(text)

    def _below(self, remark: Remark, whole: bool) -> dict[str, Any]:
        """The newest answers, as many as a thread carries, where they are asked for."""
        found = [r.as_resource() for r in self.remarks.values() if r.parent == remark.id]
        return {"replies": {"comments": found[-self.carried :]}} if whole and found else {}

    def _thread_of(self, remark: Remark) -> dict[str, Any]:
        snippet = {
            "channelId": remark.channel.id,
            "videoId": remark.video,
            "topLevelComment": remark.as_resource(),
            "canReply": True,
            "totalReplyCount": sum(r.parent == remark.id for r in self.remarks.values()),
            "isPublic": True,
        }
        return {"kind": "youtube#commentThread", "id": remark.id, "snippet": snippet}


def page_of(items: list[dict[str, Any]], query: dict[str, str], *, most: int) -> Answer:
    """One page of a list, with the token of the next."""
    size = int(query.get("maxResults", "20" if most == 100 else "5"))
    token = query.get("pageToken", "0")
    if not token.isdigit():
        raise bad("invalidPageToken", "The request specifies an invalid page token.")
    start = int(token)
    body: dict[str, Any] = {"items": items[start : start + size]}
    if start + size < len(items):
        body["nextPageToken"] = str(start + size)
    return Answer(200, body)
