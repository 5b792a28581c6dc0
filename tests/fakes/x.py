"""A strict X: API v2 and its OAuth 2.0, held against ``xdk`` (see ``x_contract.py``).

What ``xdk`` does not say (weights, sizes, order of steps, scopes, words of errors) follows the
pages named in the connector's README. Never compared with the real X.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tests.fakes import x_text
from tests.fakes.server import Answer, Fake, Handler, Refusal, Request
from tests.fakes.x_contract import Operation, faults, operation, query_faults
from tests.fakes.x_letters import Letters
from tests.fakes.x_media import Media, Shelf
from tests.fakes.x_oauth import OAuth, Token

PROBLEMS = "https://api.x.com/2/problems/"
POST = {"tweet.read", "tweet.write", "users.read"}
MODERATE = {"tweet.read", "tweet.moderate.write", "users.read"}


@dataclass(kw_only=True)
class User:
    id: str
    username: str


@dataclass(kw_only=True)
class Post:
    """What is public. ``text`` as it was sent."""

    id: str
    author: str
    text: str
    made: datetime
    parent: str = ""
    root: str = ""
    media: list[Media] = field(default_factory=list)
    hidden: bool = False


def problem(status: int, title: str, detail: str, kind: str = "", **more: Any) -> Refusal:
    """An error of X."""
    name = f"{PROBLEMS}{kind}" if kind else "about:blank"
    return Refusal(
        status, {"title": title, "detail": detail, "type": name, "status": status, **more}
    )


def invalid(*reasons: str) -> Refusal:
    """A request that breaks the contract."""
    words = "One or more parameters to your request was invalid."
    return problem(
        400,
        "Invalid Request",
        f"{words} {'; '.join(reasons)}",
        "invalid-request",
        errors=[{"message": reason} for reason in reasons],
    )


class X(Letters, Fake):
    """The server. ``hidden``: that many looks at a timeline do not show what was just posted."""

    def __init__(self) -> None:
        super().__init__()
        self.oauth = OAuth()
        self.shelf = Shelf()
        self.users: list[User] = []
        self.posts: list[Post] = []
        self.letters = []
        self.enclosed = {}
        self.hidden = 0
        #: Places there are, and at which of them posts were placed, by the posts' ids.
        self.places = {"07d9db48bc083000"}
        self.placed: dict[str, str] = {}
        self._numbers = count(1_990_000_000_000_000_000)
        self._known: list[tuple[str, str, Handler]] = [
            ("POST", "/2/oauth2/token", self.oauth.token),
            self._route("users", "get_me", {"tweet.read", "users.read"}, self._me),
            self._route("users", "get_posts", {"tweet.read", "users.read"}, self._timeline),
            self._route("users", "get_mentions", {"tweet.read", "users.read"}, self._mentions),
            self._route("posts", "create", POST, self._create),
            self._route("posts", "delete", POST, self._delete),
            self._route("posts", "get_by_id", {"tweet.read", "users.read"}, self._read),
            self._route("posts", "hide_reply", MODERATE, self._hide),
            *self.letter_routes(),
            self._route("media", "upload", {"media.write"}, self.shelf.upload),
            self._route("media", "get_upload_status", {"media.write"}, self.shelf.status),
            self._route("media", "initialize_upload", {"media.write"}, self.shelf.initialise),
            self._route("media", "append_upload", {"media.write"}, self.shelf.append),
            self._route("media", "finalize_upload", {"media.write"}, self.shelf.finalise),
            self._route("media", "create_metadata", {"media.write"}, self.shelf.describe),
            self._route("media", "create_subtitles", {"media.write"}, self.shelf.subtitle),
        ]

    def routes(self) -> list[tuple[str, str, Handler]]:
        return self._known

    def garbled(self, words: str) -> Answer:
        return invalid(words).answer

    def unknown(self, request: Request) -> Answer:
        return problem(404, "Not Found", f"No such path: {request.path}").answer

    # ------------------------------------------------------------------------------ for tests

    def create_user(self, name: str = "kec_uji") -> User:
        number = next(self._numbers)
        user = User(id=str(number), username=f"{name}_{number % 100_000}"[:15])
        self.users.append(user)
        return user

    def token_for(self, user: User, **more: Any) -> Token:
        return self.oauth.grant(user.id, **more)

    def of(self, user: User) -> list[Post]:
        """All that is public of a user, oldest first."""
        return [post for post in self.posts if post.author == user.id]

    # ------------------------------------------------------------------------------ the frame

    def _route(
        self, area: str, name: str, scopes: set[str], handler: Callable[[Token, Request], Answer]
    ) -> tuple[str, str, Handler]:
        known = operation(area, name)

        def checked(request: Request) -> Answer:
            token = self.oauth.check(request, scopes)
            self._check_query(known, request)
            if request.body and not known.body:
                raise invalid("no body is taken here")
            if known.body and request.mime == "application/json":
                self._check_json(known, request)
            answer = handler(token, request)
            wrong = faults(known.answer, answer.body, "answer") if known.answer else []
            assert not wrong, wrong  # the fake itself must keep the contract
            return answer

        number = r"[\\d-]{1,40}" if "dm_conversations" in known.path else r"\\d{1,19}"
        pattern = re.sub(r"\{(resource_id)\}", r"(?P<\1>[\\w.-]{1,50})", known.path)
        pattern = re.sub(r"\{(\w+)\}", rf"(?P<\1>{number})", pattern)
        return known.method, pattern, checked

    @staticmethod
    def _check_query(known: Operation, request: Request) -> None:
        names = [name for name, _ in request.query]
        wrong = query_faults(known, dict(request.query))
        if wrong or len(set(names)) != len(names):
            raise invalid(*wrong or ["a parameter was given twice"])

    @staticmethod
    def _check_json(known: Operation, request: Request) -> None:
        if wrong := faults(known.body, request.json()):
            raise invalid(*wrong)

    # ------------------------------------------------------------------------------ posts

    def _me(self, token: Token, _request: Request) -> Answer:
        (user,) = (user for user in self.users if user.id == token.user)
        return Answer(200, {"data": {"id": user.id, "username": user.username, "name": "Uji"}})

    def _create(self, token: Token, request: Request) -> Answer:
        if request.mime != "application/json":
            raise invalid("Content-Type must be application/json")
        body = request.json()
        text = body.get("text") or ""
        if body.keys() - {"text", "reply", "media", "geo"}:
            raise invalid("this fake keeps nothing but text, reply, media and geo")
        place = (body.get("geo") or {}).get("place_id") or ""
        if "geo" in body and place not in self.places:
            raise invalid(f"geo.place_id: {place} is no place")
        media = self._media(token, (body.get("media") or {}).get("media_ids"))
        if not text.strip() and not media:
            raise invalid("text: must not be empty")
        if x_text.weight(text) > x_text.MOST:
            raise problem(403, "Forbidden", "Your Post text is too long. (186)")
        parent = str((body.get("reply") or {}).get("in_reply_to_tweet_id") or "")
        above = next((post for post in self.posts if post.id == parent), None)
        if parent and above is None:
            raise problem(
                403,
                "Forbidden",
                "You attempted to reply to a Tweet that is deleted or not visible to you.",
            )
        if not media and any(p.author == token.user and p.text == text for p in self.posts):
            raise problem(
                403, "Forbidden", "You are not allowed to create a Tweet with duplicate content."
            )
        number = str(next(self._numbers))
        for one in media:
            one.used = True
        self.posts.append(
            Post(
                id=number,
                author=token.user,
                text=text,
                made=datetime.now(UTC),
                parent=parent,
                root=above.root if above else number,
                media=media,
            )
        )
        if place:
            self.placed[number] = place
        body = {"id": number, "text": text, "edit_history_post_ids": [number]}
        return Answer(201, {"data": body})

    def _media(self, token: Token, ids: list[str] | None) -> list[Media]:
        if ids is None:
            return []
        found = [self.shelf.ready(one, owner=token.user) for one in ids]
        videos = sum(one.category == "tweet_video" for one in found)
        if not 1 <= len(ids) <= 4 or len(set(ids)) != len(ids) or (videos and len(ids) > 1):
            raise invalid("media.media_ids: up to 4 different photos, or one video")
        return found

    def _delete(self, token: Token, request: Request) -> Answer:
        post = self._find(request.params["id"])
        if post is None:
            return Answer(200, {"data": {"deleted": False}})
        if post.author != token.user:
            raise problem(403, "Forbidden", "You are not authorized to delete this Post.")
        self.posts.remove(post)
        return Answer(200, {"data": {"deleted": True}})

    def _hide(self, token: Token, request: Request) -> Answer:
        post = self._find(request.params["tweet_id"])
        root = self._find(post.root) if post else None
        if post is None or root is None or root.author != token.user or post is root:
            raise problem(403, "Forbidden", "You are not allowed to hide this reply.")
        post.hidden = request.json()["hidden"]
        return Answer(200, {"data": {"hidden": post.hidden}})

    def _read(self, _token: Token, request: Request) -> Answer:
        post = self._find(request.params["id"])
        if post is not None:
            return Answer(200, {"data": self._shown(post, request)})
        missing = {
            "title": "Not Found Error",
            "detail": f"Could not find tweet with id: [{request.params['id']}].",
            "type": f"{PROBLEMS}resource-not-found",
            "resource_type": "tweet",
            "resource_id": request.params["id"],
        }
        return Answer(200, {"errors": [missing]})

    def _find(self, number: str) -> Post | None:
        return next((post for post in self.posts if post.id == number), None)

    # ------------------------------------------------------------------------------ timelines

    def _timeline(self, _token: Token, request: Request) -> Answer:
        query = dict(request.query)
        most = int(query.get("max_results", "10"))
        if not 5 <= most <= 100:
            raise invalid("max_results: must be between 5 and 100")
        since = _moment(query.get("start_time", "2010-11-06T00:00:00Z"))
        owner = request.params["id"]
        found = [p for p in reversed(self.posts) if p.author == owner and p.made >= since]
        if "replies" in query.get("exclude", ""):
            found = [post for post in found if not post.parent]
        if self.hidden:
            self.hidden -= 1
            found = [p for p in found if p.made < datetime.now(UTC) - timedelta(minutes=1)]
        start = self._start(query.get("pagination_token", ""))
        page = found[start : start + most]
        meta: dict[str, Any] = {"result_count": len(page)}
        if len(found) > start + most:
            meta["next_token"] = f"7140{start + most}"
        data = [self._shown(post, request) for post in page]
        return Answer(200, {"data": data, "meta": meta} if data else {"meta": meta})

    def say(self, text: str, parent: str = "") -> Post:
        """Somebody posts, with the API or without."""
        user = self.create_user("warga")
        number = str(next(self._numbers))
        above = self._find(parent)
        post = Post(
            id=number, author=user.id, text=text, made=datetime.now(UTC), parent=parent,
            root=above.root if above else number,
        )  # fmt: skip
        self.posts.append(post)
        return post

    def _mentions(self, _token: Token, request: Request) -> Answer:
        query = dict(request.query)
        most = int(query.get("max_results", "10"))
        if not 5 <= most <= 100:
            raise invalid("max_results: must be between 5 and 100")
        newest = query.get("since_id", "0")
        if not newest.isdigit():
            raise invalid(f"since_id: {newest!r} is no id")
        (user,) = (user for user in self.users if user.id == request.params["id"])
        since = int(newest)
        found = [
            post
            for post in reversed(self.posts)
            if f"@{user.username}" in post.text and int(post.id) > since
        ]
        start = self._start(query.get("pagination_token", ""))
        page = found[start : start + most]
        meta: dict[str, Any] = {"result_count": len(page)}
        if len(found) > start + most:
            meta["next_token"] = f"7140{start + most}"
        body: dict[str, Any] = {"meta": meta}
        if page:
            body["data"] = [self._shown(post, request) for post in page]
            writers = {post.author for post in page}
            body["includes"] = {
                "users": [
                    {"id": one.id, "username": one.username, "name": "Warga Uji"}
                    for one in self.users
                    if one.id in writers
                ]
            }
        return Answer(200, body)

    @staticmethod
    def _start(token: str) -> int:
        if token and not re.fullmatch(r"7140\d+", token):
            raise invalid("pagination_token: not one of ours")
        return int(token.removeprefix("7140") or "0")

    def _shown(self, post: Post, request: Request) -> dict[str, Any]:
        """A post with the fields that were asked for, and no others."""
        query = dict(request.query)
        asked = set(query.get("post.fields", "").split(","))
        (user,) = (user for user in self.users if user.id == post.author)
        page = f"https://x.com/{user.username}/status/{post.id}"
        text, urls = x_text.shown(
            post.text, {m.key: f"{page}/photo/{n}" for n, m in enumerate(post.media, 1)}
        )
        whole: dict[str, Any] = {
            "attachments": {"media_keys": [one.key for one in post.media]} if post.media else None,
            "conversation_id": post.root,
            "created_at": post.made.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "entities": {"urls": urls} if urls else None,
        }
        shown: dict[str, Any] = {"id": post.id, "text": text, "edit_history_post_ids": [post.id]}
        shown |= {name: value for name, value in whole.items() if name in asked and value}
        if "author_id" in query.get("expansions", "").split(","):
            shown["author_id"] = post.author
        if post.parent and "referenced_posts" in query.get("expansions", "").split(","):
            shown["referenced_posts"] = [{"type": "replied_to", "id": post.parent}]
        return shown


def _moment(text: str) -> datetime:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text):
        raise invalid(f"start_time: {text!r} is not YYYY-MM-DDTHH:mm:ssZ")
    return datetime.fromisoformat(text)
