"""A strict fake of LinkedIn's API for pages, checked against ``schemas/linkedin.json``.

Those are transcribed from the vendor's documentation, not verified against the vendor.
"""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from tests.fakes.linkedin_accounts import Accounts, Comment, Media, Organisation, Post
from tests.fakes.linkedin_rules import (
    checked,
    error,
    json_of,
    picture,
    protocol,
    query_of,
    watchable,
    words,
)
from tests.fakes.server import Answer, Handler, Request


class LinkedInFake(Accounts):
    """The network. ``polls``: how often a new video answers that it is still being processed;
    ``part``: size of the parts of a video; ``refuses``: with which status it refuses
    "captions" or "thumbnail"."""

    def __init__(self) -> None:
        super().__init__()
        self.polls = 0
        self.part = 4_194_304
        self.refuses: dict[str, int] = {}

    def routes(self) -> list[tuple[str, str, Handler]]:
        urn = "(?P<urn>urn%3Ali%3A[^/]+)"
        return [
            ("POST", "/oauth/v2/accessToken", self._oauth),
            ("GET", "/rest/organizationAcls", self._acls),
            ("GET", r"/rest/organizations/(?P<number>\d+)", self._organisation),
            ("POST", "/rest/images", self._image),
            ("POST", "/rest/videos", self._video),
            ("GET", f"/rest/videos/{urn}", self._video_state),
            ("PUT", "/dms-uploads/(?P<name>[A-Za-z0-9_-]+)/(?P<part>[0-9]+)", self._upload),
            ("PUT", "/dms-uploads/(?P<name>[A-Za-z0-9_-]+)/thumbnail", self._cover),
            ("POST", "/dms-uploads/(?P<name>[A-Za-z0-9_-]+)/captions", self._subtitles),
            ("POST", "/rest/posts", self._post),
            ("GET", "/rest/posts", self._posts),
            ("POST", f"/rest/posts/{urn}", self._edit),
            ("DELETE", f"/rest/posts/{urn}", self._delete),
            ("POST", f"/rest/socialActions/{urn}/comments", self._comment),
            ("GET", f"/rest/socialActions/{urn}/comments", self._comments),
            ("GET", f"/rest/socialActions/{urn}/comments/(?P<number>[0-9]+)", self._one_comment),
            ("DELETE", f"/rest/socialActions/{urn}/comments/(?P<number>[0-9]+)", self._uncomment),
        ]

    def garbled(self, words: str) -> Answer:
        return error(400, words).answer

    def unknown(self, request: Request) -> Answer:
        return error(404, f"No virtual resource found: {request.path}").answer

    # ------------------------------------------------------------------------ for the tests

    def public(self, organisation: Organisation) -> list[Post | Comment]:
        """What everybody sees of a page, comments included, oldest first."""
        posts = [p for p in self.state.posts.values() if p.body["author"] == organisation.urn]
        said = [c for c in self.state.comments.values() if c.body["actor"] == organisation.urn]
        return sorted([*posts, *said], key=lambda one: one.made)

    # ------------------------------------------------------------------------ uploads

    def _begin(self, request: Request, kind: str) -> tuple[Media, str]:
        protocol(request)
        if request.query != (("action", "initializeUpload"),):
            raise error(400, "Unknown action")
        asked = json_of(request, kind)["initializeUploadRequest"]
        self._acting(request, "w_organization_social", asked["owner"])
        name = f"C4E22{secrets.token_hex(8)}"
        made = Media(f"urn:li:{kind}:{name}", asked["owner"], asked.get("fileSizeBytes", 0))
        self.state.media[name] = made
        return made, f"http://{request.headers['host']}/dms-uploads/{name}"

    def _image(self, request: Request) -> Answer:
        made, base = self._begin(request, "image")
        value = {
            "uploadUrlExpiresAt": 1_650_567_510_704,
            "uploadUrl": f"{base}/0",
            "image": made.urn,
        }
        return Answer(200, {"value": value})

    def _video(self, request: Request) -> Answer:
        if request.query == (("action", "finalizeUpload"),):
            return self._finalize(request)
        made, base = self._begin(request, "video")
        made.token = secrets.token_hex(8)
        rows = [
            {
                "uploadUrl": f"{base}/{number}",
                "firstByte": first,
                "lastByte": min(first + self.part, made.size) - 1,
            }
            for number, first in enumerate(range(0, made.size, self.part))
        ]
        value: dict[str, Any] = {
            "uploadUrlsExpireAt": 1_633_231_090_000,
            "video": made.urn,
            "uploadInstructions": rows,
            "uploadToken": made.token,
        }
        asked = request.json()["initializeUploadRequest"]
        for flag, place, field in (
            ("uploadCaptions", "captions", "captionsUploadUrl"),
            ("uploadThumbnail", "thumbnail", "thumbnailUploadUrl"),
        ):
            if asked.get(flag):
                made.wants.add(place)
                value[field] = f"{base}/{place}"
        return Answer(200, {"value": value})

    def _announced(self, request: Request, place: str) -> Media:
        found = self.state.media.get(request.params["name"])
        if found is None or place not in found.wants:
            raise error(400, "Nothing of the kind was announced")
        self._acting(request, "w_organization_social", found.owner)
        if place in self.refuses:
            raise error(self.refuses[place], f"The {place} cannot be taken")
        return found

    def _cover(self, request: Request) -> Answer:
        found = self._announced(request, "thumbnail")
        if request.mime != "application/octet-stream":
            raise error(400, "Not application/octet-stream")
        picture(request.body)
        found.cover = request.body
        found.wants.discard("thumbnail")
        return Answer(201)

    def _subtitles(self, request: Request) -> Answer:
        found = self._announced(request, "captions")
        parts = {part.name: part for part in request.parts()}
        if set(parts) != {"metadata", "file"}:
            raise error(400, "metadata and file are expected")
        about = checked("captions", json.loads(parts["metadata"].data))
        if b" --> " not in parts["file"].data or parts["file"].data.startswith(b"WEBVTT"):
            raise error(400, "The file is no SRT")
        found.subtitles = (about, parts["file"].data)
        found.wants.discard("captions")
        return Answer(201)

    def _upload(self, request: Request) -> Answer:
        found = self.state.media.get(request.params["name"])
        if found is None or request.mime != "application/octet-stream":
            raise error(400, "Unknown upload, or not application/octet-stream")
        if "content-length" not in request.headers:
            raise error(411, "The length must be told")
        number = int(request.params["part"])
        if found.urn.startswith("urn:li:image:"):
            self._acting(request, "w_organization_social", found.owner)
            picture(request.body)
            found.status = "AVAILABLE"
            return Answer(201)
        if request.bearer:
            raise error(400, "The address is signed already")
        if len(request.body) != min(self.part, found.size - number * self.part):
            raise error(400, "The part has another size than was told")
        found.parts[number] = request.body
        return Answer(200, headers={"ETag": f'"{_tag(request.body)}"'})

    def _finalize(self, request: Request) -> Answer:
        protocol(request)
        asked = json_of(request, "finalize")["finalizeUploadRequest"]
        found = self._medium(asked["video"])
        self._acting(request, "w_organization_social", found.owner)
        whole = [_tag(found.parts[number]) for number in sorted(found.parts)]
        if asked["uploadToken"] != found.token or asked["uploadedPartIds"] != whole:
            raise error(400, "The parts do not fit")
        data = b"".join(found.parts[number] for number in sorted(found.parts))
        if len(data) != found.size:
            raise error(400, "The video is not whole")
        if found.wants:
            raise error(400, f"Still waiting for {sorted(found.wants)}")
        found.polls = self.polls
        found.status = "AVAILABLE" if watchable(data) else "PROCESSING_FAILED"
        return Answer(200)

    def _video_state(self, request: Request) -> Answer:
        protocol(request)
        found = self._medium(unquote(request.params["urn"]))
        self._acting(request, "w_organization_social", found.owner)
        status = "PROCESSING" if found.polls else found.status
        found.polls = max(found.polls - 1, 0)
        told = {"id": found.urn, "owner": found.owner, "status": status}
        failed = {"processingFailureReason": "MEDIA_NOT_READABLE"}
        return Answer(200, told | (failed if status == "PROCESSING_FAILED" else {}))

    def _medium(self, urn: str) -> Media:
        found = self.state.media.get(urn.rpartition(":")[2])
        if found is None or found.urn != urn:
            raise error(404, f"Could not find {urn}")
        return found

    # ------------------------------------------------------------------------ posts

    def _post(self, request: Request) -> Answer:
        protocol(request)
        body = json_of(request, "post")
        self._acting(request, "w_organization_social", body["author"])
        if not {"PUBLIC", "MAIN_FEED", "PUBLISHED"} <= _said(body):
            raise error(400, "This fake keeps what everybody sees at once")
        self._words(body["commentary"], 3000)
        for urn in _shown(body.get("content", {})):
            medium = self._medium(urn)
            if medium.owner != body["author"] or medium.status != "AVAILABLE" or medium.polls:
                raise error(400, f"{urn} is not ready, or not the author's")
        urn = f"urn:li:share:{next(self._ids)}"
        self.state.posts[urn] = Post(
            urn, f"urn:li:activity:{next(self._ids)}", body, datetime.now(UTC)
        )
        return Answer(201, headers={"x-restli-id": urn})

    @staticmethod
    def _words(little: str, most: int) -> None:
        if len(words(little).encode("utf-16-le")) // 2 > most:
            raise error(422, "The text is too long")

    def _posts(self, request: Request) -> Answer:
        protocol(request, "FINDER")
        query = query_of(request, "posts")
        self._acting(request, "r_organization_social", query["author"])
        rows = [
            {**post.body, "id": post.urn, "createdAt": _millis(post.made)}
            for post in reversed(self.state.posts.values())
            if post.body["author"] == query["author"]
        ]
        return _page(rows, query)

    def _own(self, request: Request) -> Post | None:
        found = self.state.posts.get(unquote(request.params["urn"]))
        if found is None:
            self._token(request, "w_organization_social")
        else:
            self._acting(request, "w_organization_social", found.body["author"])
        return found

    def _edit(self, request: Request) -> Answer:
        protocol(request, "PARTIAL_UPDATE")
        patch = json_of(request, "edit")["patch"]["$set"]
        found = self._own(request)
        if found is None:
            raise error(404, "Could not find the post")
        self._words(patch.get("commentary", ""), 3000)
        found.body = {**found.body, **patch}
        return Answer(204)

    def _delete(self, request: Request) -> Answer:
        protocol(request, "DELETE")
        found = self._own(request)
        if found is not None:
            del self.state.posts[found.urn]
        return Answer(204)

    # ------------------------------------------------------------------------ comments

    def _comment(self, request: Request) -> Answer:
        protocol(request)
        body = json_of(request, "comment")
        self._acting(request, "w_organization_social", body["actor"])
        under, thread = unquote(request.params["urn"]), self._activity(body["object"])
        parent = body.get("parentComment")
        if parent:
            above = self.state.comments.get(parent)
            if above is None or above.body.get("parentComment") or under != parent:
                raise error(400, "The comment cannot be replied to")
        elif self._activity(under) != thread:
            raise error(400, "The object is another one than in the address")
        if len(body["message"]["text"].encode("utf-16-le")) // 2 > 1250:
            raise error(422, "The comment is too long")
        number = str(next(self._ids))
        urn = f"urn:li:comment:({thread},{number})"
        made = Comment(urn, number, thread, body, datetime.now(UTC))
        self.state.comments[urn] = made
        return Answer(201, _told(made), {"x-restli-id": number})

    def _activity(self, urn: str) -> str:
        """The name of a post under which its comments go by; it may be asked for by either."""
        for post in self.state.posts.values():
            if urn in {post.urn, post.activity}:
                return post.activity
        raise error(404, f"Could not find {urn}")

    def _comments(self, request: Request) -> Answer:
        protocol(request)
        self._token(request, "r_organization_social")
        query, under = query_of(request, "comments"), unquote(request.params["urn"])
        under = under if under in self.state.comments else self._activity(under)
        rows = [
            self._summed(comment)
            for comment in self.state.comments.values()
            if comment.body.get("parentComment", comment.thread) == under
        ]
        return _page(rows, query)

    def _summed(self, comment: Comment) -> dict[str, Any]:
        below = [
            c for c in self.state.comments.values() if c.body.get("parentComment") == comment.urn
        ]
        total = {"totalFirstLevelComments": len(below), "aggregatedTotalComments": len(below)}
        return _told(comment) | ({"commentsSummary": total} if below else {})

    def say(self, text: str, under: str) -> Comment:
        """A person comments on a post, or on a comment."""
        number = str(next(self._ids))
        above = self.state.comments.get(under)
        thread = above.thread if above else self._activity(under)
        body: dict[str, Any] = {
            "actor": f"urn:li:person:w{number}",
            "object": thread,
            "message": {"text": text},
            **({"parentComment": under} if above else {}),
        }
        made = Comment(
            f"urn:li:comment:({thread},{number})", number, thread, body, datetime.now(UTC)
        )
        self.state.comments[made.urn] = made
        return made

    def _one_comment(self, request: Request) -> Answer:
        protocol(request)
        self._token(request, "r_organization_social")
        urn = f"urn:li:comment:({unquote(request.params['urn'])},{request.params['number']})"
        if request.query or urn not in self.state.comments:
            raise error(404, "Could not find the comment")
        return Answer(200, _told(self.state.comments[urn]))

    def _uncomment(self, request: Request) -> Answer:
        protocol(request)
        actor = query_of(request, "uncomment")["actor"]
        self._acting(request, "w_organization_social", actor)
        urn = f"urn:li:comment:({unquote(request.params['urn'])},{request.params['number']})"
        found = self.state.comments.get(urn)
        if found is None or found.body["actor"] != actor:
            raise error(404, "Could not find the comment")
        del self.state.comments[urn]
        return Answer(204)


def _told(comment: Comment) -> dict[str, Any]:
    created = {"actor": comment.body["actor"], "time": _millis(comment.made)}
    changed = {"actor": comment.body["actor"], "time": _millis(comment.changed or comment.made)}
    told = {**comment.body, "object": comment.thread, "created": created, "lastModified": changed}
    return {**told, "id": comment.number, "commentUrn": comment.urn}


def _page(rows: list[dict[str, Any]], query: dict[str, str]) -> Answer:
    start, count = int(query.get("start", "0")), int(query.get("count", "10"))
    paging = {"start": start, "count": count, "links": [], "total": len(rows)}
    return Answer(200, {"elements": rows[start : start + count], "paging": paging})


def _said(body: dict[str, Any]) -> set[str]:
    return {body["visibility"], body["distribution"]["feedDistribution"], body["lifecycleState"]}


def _shown(content: dict[str, Any]) -> list[str]:
    if "media" in content:
        return [content["media"]["id"]]
    return [one["id"] for one in content.get("multiImage", {}).get("images", [])]


def _tag(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
