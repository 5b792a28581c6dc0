"""A strict fake of the Threads API, checked against the schemas in ``schemas/threads.json``.

Those are transcribed from the vendor's documentation, not verified against the vendor.
"""

import itertools
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.fakes.server import Answer, Fake, Handler, Refusal, Request
from tests.fakes.threads_rules import MOST_LINKS, contract, counted, error, fetched, links
from tests.fakes.threads_talk import Talk

SCOPES = (
    "threads_basic",
    "threads_content_publish",
    "threads_manage_replies",
    "threads_read_replies",
    "threads_delete",
)
TYPES = {"TEXT": "TEXT_POST", "CAROUSEL": "CAROUSEL_ALBUM"}
DAY = 86_400


@dataclass
class Account:
    id: str
    username: str


@dataclass
class Token:
    account: Account
    scopes: tuple[str, ...]
    issued: datetime
    expires: datetime
    lasting: bool = True


@dataclass
class Container:
    id: str
    account: Account
    form: Mapping[str, str]
    status: str = "FINISHED"
    message: str = ""
    polls: int = 0


@dataclass
class Post:
    id: str
    account: Account
    form: Mapping[str, str]
    alts: tuple[str, ...]
    made: datetime
    children: tuple[str, ...] = ()
    hidden: bool = False


@dataclass
class Agreement:
    account: Account
    redirect_uri: str
    scopes: tuple[str, ...]
    used: bool = False


@dataclass
class State:
    accounts: dict[str, Account] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    containers: dict[str, Container] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    codes: dict[str, Agreement] = field(default_factory=dict)


class ThreadsFake(Talk, Fake):
    """The network. ``polls``: how often a new video answers that it is still being worked on."""

    client_id = "990602627938098"
    client_secret = "a1b2C3D4"  # made up

    def __init__(self) -> None:
        super().__init__()
        self.state = State()
        self.polls = 0
        self.quota, self.reply_quota = 250, 1000
        self.hidden = False  # lists lag behind: new posts are not listed
        self._ids = itertools.count(17_841_400_000_000_001)

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [
            ("POST", "/oauth/access_token", self._code),
            ("GET", "/access_token", self._long),
            ("GET", "/refresh_access_token", self._refresh),
            ("GET", "/v1.0/me", self._me),
            ("POST", "/v1.0/me/threads", self._container),
            ("POST", "/v1.0/me/threads_publish", self._publish),
            ("GET", "/v1.0/me/threads_publishing_limit", self._limit),
            ("GET", "/v1.0/me/(?P<kind>threads|replies)", self._list),
            ("GET", r"/v1\.0/(?P<id>\d+)/conversation", self._conversation),
            ("POST", r"/v1\.0/(?P<id>\d+)/manage_reply", self._manage),
            ("GET", r"/v1\.0/(?P<id>\d+)", self._get),
            ("DELETE", r"/v1\.0/(?P<id>\d+)", self._delete),
        ]

    def garbled(self, words: str) -> Answer:
        return error(100, words).answer

    def unknown(self, request: Request) -> Answer:
        return error(2500, f"Unknown path components: {request.path}").answer

    # ------------------------------------------------------------------------ for the tests

    def account(self, username: str) -> Account:
        """A new account."""
        made = Account(str(next(self._ids)), username)
        self.state.accounts[made.id] = made
        return made

    def token(
        self,
        account: Account,
        *,
        scopes: tuple[str, ...] = SCOPES,
        age: timedelta = timedelta(days=2),
        life: timedelta = timedelta(days=60),
    ) -> str:
        """A token of long life."""
        made = f"THAA{secrets.token_hex(16)}"
        born = datetime.now(UTC) - age
        self.state.tokens[made] = Token(account, scopes, born, born + life)
        return made

    def approve(self, url: str, account: Account) -> str:
        """The person agrees at ``url``; returns the address they are sent back to."""
        parts = urlsplit(url)
        assert parts.path == "/oauth/authorize"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        contract("authorise").validate(asked)
        assert asked["client_id"] == self.client_id
        code = secrets.token_hex(12)
        self.state.codes[code] = Agreement(
            account, asked["redirect_uri"], tuple(asked["scope"].split(","))
        )
        query = urlencode({"code": code, "state": asked.get("state", "")})
        return f"{asked['redirect_uri']}?{query}#_"

    def put(
        self,
        account: Account,
        form: Mapping[str, str],
        alts: tuple[str, ...] = (),
        children: tuple[str, ...] = (),
    ) -> Post:
        made = Post(str(next(self._ids)), account, form, alts, datetime.now(UTC), children)
        self.state.posts[made.id] = made
        return made

    def public(self, account: Account) -> list[Post]:
        """What everybody sees of an account, oldest first."""
        return [post for post in self.state.posts.values() if post.account is account]

    # ------------------------------------------------------------------------ checking

    def _checked(self, operation: str, fields: dict[str, str]) -> dict[str, str]:
        for trouble in contract(operation).iter_errors(fields):
            raise error(100, f"Invalid parameter: {trouble.message}")
        return fields

    def _query(self, request: Request, operation: str) -> dict[str, str]:
        if len(dict(request.query)) != len(request.query):
            raise error(100, "A parameter was given twice")
        if request.body:
            raise error(100, "A body was not expected")
        return self._checked(operation, dict(request.query))

    def _form(self, request: Request, operation: str) -> dict[str, str]:
        if request.mime != "application/x-www-form-urlencoded" or request.query:
            raise error(100, "The parameters must be an urlencoded form")
        return self._checked(operation, request.form())

    def _token(self, request: Request, *scopes: str) -> Token:
        return self._known(request.bearer, *scopes)

    def _known(self, token: str, *scopes: str) -> Token:
        found = self.state.tokens.get(token)
        if found is None:
            raise error(190, "Invalid OAuth access token - Cannot parse access token")
        if found.expires < datetime.now(UTC):
            raise error(190, "Error validating access token: Session has expired", subcode=463)
        for scope in ("threads_basic", *scopes):
            if scope not in found.scopes:
                raise error(10, f"Application does not have permission: {scope}", status=403)
        return found

    # ------------------------------------------------------------------------ OAuth

    def _code(self, request: Request) -> Answer:
        form = self._form(request, "code")
        self._app(form["client_secret"], form["client_id"])
        found = self.state.codes.get(form["code"])
        if found is None or found.used or found.redirect_uri != form["redirect_uri"]:
            said = "Invalid authorization code"
            flat = {"error_type": "OAuthException", "code": 400, "error_message": said}
            raise Refusal(400, flat)
        found.used = True
        token = self.token(
            found.account, scopes=found.scopes, age=timedelta(0), life=timedelta(hours=1)
        )
        self.state.tokens[token].lasting = False
        return Answer(200, {"access_token": token, "user_id": int(found.account.id)})

    def _app(self, secret: str, client_id: str = client_id) -> None:
        if (client_id, secret) != (self.client_id, self.client_secret):
            raise error(101, "Error validating application. Invalid application secret.")

    def _long(self, request: Request) -> Answer:
        query = self._query(request, "long")
        self._app(query["client_secret"])
        short = self._known(query["access_token"])
        if short.lasting:
            raise error(190, "Session key invalid. This token is long-lived already.")
        return self._lasting(short)

    def _refresh(self, request: Request) -> Answer:
        old = self._known(self._query(request, "refresh")["access_token"])
        if not old.lasting or datetime.now(UTC) - old.issued < timedelta(days=1):
            raise error(100, "The token must be long-lived and at least 24 hours old")
        return self._lasting(old)

    def _lasting(self, old: Token) -> Answer:
        token = self.token(old.account, scopes=old.scopes, age=timedelta(0))
        return Answer(
            200, {"access_token": token, "token_type": "bearer", "expires_in": 60 * DAY - 56}
        )

    # ------------------------------------------------------------------------ publishing

    def _me(self, request: Request) -> Answer:
        account = self._token(request).account
        self._query(request, "me")
        return Answer(200, {"id": account.id, "username": account.username, "name": "Camat"})

    def _container(self, request: Request) -> Answer:
        token = self._token(request, "threads_content_publish")
        form = self._form(request, "container")
        if counted(form.get("text", "")) > 500:
            raise error(100, "Param text must be at most 500 characters long.")
        if links(form) > MOST_LINKS:
            raise error(100, "THREADS_API__LINK_LIMIT_EXCEEDED")
        if above := form.get("reply_to_id"):
            self._known(request.bearer, "threads_manage_replies")
            if above not in self.state.posts:
                raise error(100, "The post that is replied to does not exist")
        made = Container(str(next(self._ids)), token.account, form)
        if form["media_type"] == "CAROUSEL":
            self._children(made)
        elif form["media_type"] != "TEXT":
            made.message = fetched(form)
            made.status = "ERROR" if made.message else "FINISHED"
            made.polls = self.polls
        self.state.containers[made.id] = made
        return Answer(200, {"id": made.id})

    def _children(self, made: Container) -> None:
        names = made.form["children"].split(",")
        if len(set(names)) != len(names):
            raise error(100, "A child was given twice")
        for name in names:
            child = self.state.containers.get(name)
            if child is None or child.account is not made.account:
                raise error(100, f"Child {name} does not exist")
            if child.form.get("is_carousel_item") != "true":
                raise error(100, f"Child {name} is not a carousel item")
            if child.status != "FINISHED" or child.polls:
                raise error(100, f"Child {name} is not ready", subcode=4279004)

    def _publish(self, request: Request) -> Answer:
        token = self._token(request, "threads_content_publish")
        name = self._form(request, "publish")["creation_id"]
        found = self.state.containers.get(name)
        if found is None or found.account is not token.account:
            raise error(24, "The requested resource does not exist", subcode=4279009)
        if found.form.get("is_carousel_item") == "true":
            raise error(100, "A carousel item cannot be published")
        if found.status != "FINISHED" or found.polls:
            raise error(100, f"The container cannot be published: {found.status}")
        used, most = self._used(token.account, replies="reply_to_id" in found.form)
        if used >= most:
            raise error(4, "The quota of 24 hours is used up", status=403)
        found.status = "PUBLISHED"
        children = tuple(n for n in found.form.get("children", "").split(",") if n)
        parts = [self.state.containers[n].form for n in children] or [found.form]
        alts = tuple(part.get("alt_text", "") for part in parts if part["media_type"] != "TEXT")
        made = self.put(token.account, found.form, alts, children)
        return Answer(200, {"id": made.id})

    def _used(self, account: Account, *, replies: bool) -> tuple[int, int]:
        made = [p for p in self.public(account) if ("reply_to_id" in p.form) == replies]
        return len(made), self.reply_quota if replies else self.quota

    def _limit(self, request: Request) -> Answer:
        token = self._token(request, "threads_content_publish", "threads_manage_replies")
        asked = self._query(request, "limit")["fields"].split(",")
        row: dict[str, Any] = {}
        for replies, prefix in ((False, ""), (True, "reply_")):
            used, most = self._used(token.account, replies=replies)
            row[f"{prefix}quota_usage"] = used
            row[f"{prefix}config"] = {"quota_total": most, "quota_duration": DAY}
        return Answer(200, {"data": [{name: row[name] for name in asked if name in row}]})

    # ------------------------------------------------------------------------ reading

    def _get(self, request: Request) -> Answer:
        token = self._token(request)
        name = request.params["id"]
        container = self.state.containers.get(name)
        if container is not None and container.account is token.account:
            self._query(request, "status")
            return self._status(container)
        if name not in self.state.posts:
            raise self._missing(name)
        asked = self._query(request, "post")["fields"].split(",")
        return Answer(200, self._shown(self.state.posts[name], asked))

    @staticmethod
    def _missing(name: str) -> Refusal:
        said = f"Unsupported request. Object with ID '{name}' does not exist"
        return error(100, said, subcode=33)

    @staticmethod
    def _status(container: Container) -> Answer:
        if container.polls:
            container.polls -= 1
            return Answer(200, {"status": "IN_PROGRESS", "id": container.id})
        found = {"status": container.status, "id": container.id}
        if container.message:
            found["error_message"] = container.message
        return Answer(200, found)

    def _list(self, request: Request) -> Answer:
        replies = request.params["kind"] == "replies"
        token = self._token(request, *(("threads_read_replies",) if replies else ()))
        query = self._query(request, "listing")
        since = float(query.get("since", 0))
        found = [
            post
            for post in reversed(self.public(token.account))
            if ("reply_to_id" in post.form) == replies and post.made.timestamp() >= since
        ]
        found = [] if self.hidden else found
        start = int(query.get("after", "0"))
        page = found[start : start + int(query.get("limit", "25"))]
        rows = [self._shown(post, query["fields"].split(",")) for post in page]
        told: dict[str, Any] = {"data": rows}
        if start + len(page) < len(found):
            told["paging"] = {"cursors": {"before": str(start), "after": str(start + len(page))}}
        return Answer(200, told)

    @staticmethod
    def _shown(post: Post, asked: list[str]) -> dict[str, Any]:
        kind = post.form["media_type"]
        above = post.form.get("reply_to_id")
        told = {
            "id": post.id,
            "permalink": f"https://www.threads.net/@{post.account.username}/post/C{post.id}",
            "text": post.form.get("text"),
            "timestamp": post.made.strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "media_type": TYPES.get(kind, kind),
            "replied_to": {"id": above} if above else None,
        }
        return {
            name: told[name] for name in ("id", *asked) if name in told and told[name] is not None
        }

    def _delete(self, request: Request) -> Answer:
        token = self._token(request, "threads_delete")
        self._query(request, "delete")
        found = self.state.posts.get(request.params["id"])
        if found is None or found.account is not token.account:
            raise self._missing(request.params["id"])
        del self.state.posts[found.id]
        return Answer(200, {"success": True, "deleted_id": found.id})
