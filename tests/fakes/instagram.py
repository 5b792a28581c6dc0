"""A strict fake of content publishing on Instagram: containers, media, stories, comments.

Edges, parameters and fields come from the vendor's package. It fetches pictures and videos from
the address it is given, from loopback alone, and looks at what it got. Transcribed from the
vendor's pages, not verified against the vendor: the states of a container, the limits
(instagram-platform/content-publishing, reference/ig-user/media) and the error subcodes
(reference/error-codes).
"""

import io
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx2
from PIL import Image as Picture, UnidentifiedImageError

from tests.fakes import film, graph_contract
from tests.fakes.graph import VERSION, GraphFake, Page, bad, error, missing, now, written
from tests.fakes.graph_letters import Letters
from tests.fakes.server import Answer, Handler, Request

CONTAINER_FIELDS = frozenset({"id", "status_code", "status"})
ACCOUNT_FIELDS = frozenset({"id", "instagram_business_account"})
#: The edge of answers may be named among the fields, as the vendor's page of comments shows.
COMMENT_FIELDS = graph_contract.fields("IGComment") | {"replies"}
LIMIT_FIELDS = frozenset({"quota_usage", "config", "id"})


@dataclass
class Container:
    """What is prepared. ``questions``: how often it is still said to be in progress.

    ``status`` tells why it came to nothing.
    """

    id: str
    account: str
    kind: str
    caption: str = ""
    place: str = ""
    alts: list[str] = field(default_factory=list)
    child: bool = False
    state: str = "FINISHED"
    status: str = ""
    questions: int = 0
    cover: str = ""


@dataclass
class Shown:
    """A post, a story or a comment that is public."""

    id: str
    account: str
    kind: str
    text: str
    made: str
    alts: list[str] = field(default_factory=list)
    parent: str = ""
    by: str = ""
    hidden: bool = False


class Instagram(Letters, GraphFake):
    """The network. ``public`` is what people can see, oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.public: dict[str, Shown] = {}
        self.containers: dict[str, Container] = {}
        self.questions = 1
        #: So many answers come with a comment.
        self.answers = 25
        self.quota = 100
        self.used: dict[str, int] = {}
        #: Pages with an address.
        self.addresses = {"106377336067638"}

    def routes(self) -> list[tuple[str, str, Handler]]:
        base, one = f"/{VERSION}", r"(?P<id>\d+)"
        return [
            *self.graph_routes(),
            *self.letter_routes(),
            ("GET", f"{base}/me", self._me),
            ("POST", f"{base}/{one}/media", self._contain),
            ("POST", f"{base}/{one}/media_publish", self._publish),
            ("GET", f"{base}/{one}/media", self._media),
            ("GET", f"{base}/{one}/stories", self._stories),
            ("GET", f"{base}/{one}/content_publishing_limit", self._limit),
            ("POST", f"{base}/{one}/comments", self._comment),
            ("GET", f"{base}/{one}/comments", self._comments),
            ("POST", f"{base}/{one}/replies", self._reply),
            ("GET", f"{base}/{one}/replies", self._replies),
            ("GET", f"{base}/{one}", self._get),
            ("POST", f"{base}/{one}", self._hide),
            ("DELETE", f"{base}/{one}", self._delete),
        ]

    def create_account(self) -> Page:
        """A Page that is connected to a professional account."""
        page = self.create_page()
        name = f"kec.titirwangi{page.id[-4:]}"
        page.instagram = {"id": self.new_id(), "username": name, "name": "Kecamatan Titirwangi"}
        return page

    def _me(self, request: Request) -> Answer:
        if self.token_of(request) in self.people:
            return Answer(200, self.shown({"id": "1"}, self.given(request, "User"), _of("User")))
        page = self.page_of(request)
        row: dict[str, Any] = {"id": page.id}
        if page.instagram:
            row["instagram_business_account"] = page.instagram
        return Answer(200, self.shown(row, self.given(request, "Page"), ACCOUNT_FIELDS))

    def _own(self, request: Request, permission: str) -> str:
        page = self.page_of(request)
        self.need(permission)
        if not page.instagram or request.params["id"] != page.instagram["id"]:
            raise missing(request.params["id"])
        return page.instagram["id"]

    # ------------------------------------------------------------------------------ containers

    def _contain(self, request: Request) -> Answer:
        account = self._own(request, "instagram_content_publish")
        given = {k: str(v) for k, v in self.given(request, "IGUser", "/media").items()}
        kind = given.pop("media_type", "IMAGE")
        made = Container(self.new_id(), account, kind, caption=given.pop("caption", ""))
        made.child = given.pop("is_carousel_item", "false") == "true"
        _refuse_caption(made)
        made.place = given.pop("location_id", "")
        if made.place and (made.child or kind == "STORIES" or made.place not in self.addresses):
            raise bad("(#100) Param location_id must be a valid place, of a post and not a child")
        if kind == "CAROUSEL":
            self._gather(made, json.loads(given.pop("children", "[]")))
        elif kind == "REELS" or (kind == "STORIES" and "video_url" in given):
            _look_at_video(made, given.pop("video_url", ""))
            made.questions = self.questions
            if kind == "REELS" and (cover := given.pop("cover_url", "")):
                _look_at_picture(cover, feed=False)
                made.cover = cover
        elif kind in {"IMAGE", "STORIES"}:
            _look_at_picture(given.pop("image_url", ""), feed=kind == "IMAGE")
            made.alts = [given.pop("alt_text", "")] if kind == "IMAGE" else []
        else:
            raise error("(#100) Unknown media type", 100, subcode=2207023)
        if given:
            raise bad(f"not for {kind}: {sorted(given)}")
        self.containers[made.id] = made
        return Answer(200, {"id": made.id})

    def _gather(self, made: Container, children: list[str]) -> None:
        if not 2 <= len(children) <= 10:
            raise error("(#100) A carousel has 2 to 10 items", 100, subcode=2207028)
        for identifier in children:
            child = self.containers.get(identifier)
            if child is None or not child.child or child.account != made.account:
                raise bad(f"{identifier} is no item of a carousel")
            if child.state != "FINISHED" or child.questions > 0:
                raise error("Media ID is not available", 9007, subcode=2207027)
            made.alts += child.alts

    def _publish(self, request: Request) -> Answer:
        account = self._own(request, "instagram_content_publish")
        given = self.given(request, "IGUser", "/media_publish")
        if set(given) != {"creation_id"}:
            raise bad("creation_id is required")
        made = self.containers.get(str(given["creation_id"]))
        if made is None or made.account != account or made.child:
            raise error("Media ID is not available", 24, subcode=2207006)
        if made.state == "PUBLISHED":
            raise error("The media was published already", 24, subcode=2207006)
        if made.state != "FINISHED" or made.questions > 0:
            raise error("Media ID is not available", 9007, subcode=2207027)
        if self.used.get(account, 0) >= self.quota:
            raise error("Application request limit reached", 9, subcode=2207042)
        self.used[account] = self.used.get(account, 0) + 1
        made.state = "PUBLISHED"
        kind = "story" if made.kind == "STORIES" else "post"
        shown = Shown(self.new_id(), account, kind, made.caption, written(now()), made.alts)
        self.public[shown.id] = shown
        return Answer(200, {"id": shown.id})

    def _limit(self, request: Request) -> Answer:
        account = self._own(request, "instagram_content_publish")
        given = self.given(request, "IGUser", "/content_publishing_limit")
        config = {"quota_total": self.quota, "quota_duration": 86400}
        row = {"quota_usage": self.used.get(account, 0), "config": config}
        return self.listed([row], given, LIMIT_FIELDS)

    # ------------------------------------------------------------------------------ reading

    def _get(self, request: Request) -> Answer:
        self.page_of(request)
        self.need("instagram_basic")
        identifier = request.params["id"]
        if identifier in self.containers:
            made = self.containers[identifier]
            state = "IN_PROGRESS" if made.questions > 0 else made.state
            made.questions -= made.questions > 0
            row = {"id": made.id, "status_code": state, "status": made.status or state}
            given = self.parameters(request)
            return Answer(200, self.shown(row, given, CONTAINER_FIELDS))
        thing = self._thing(identifier)
        kind = "IGComment" if thing.kind == "comment" else "IGMedia"
        return Answer(200, self.shown(_row(thing), self.given(request, kind), _of(kind)))

    def _thing(self, identifier: str) -> Shown:
        if identifier not in self.public:
            raise missing(identifier)
        return self.public[identifier]

    def _media(self, request: Request) -> Answer:
        return self._list(request, "post", "/media")

    def _stories(self, request: Request) -> Answer:
        return self._list(request, "story", "/stories")

    def _list(self, request: Request, kind: str, edge: str) -> Answer:
        account = self._own(request, "instagram_basic")
        given = self.given(request, "IGUser", edge)
        rows = [_row(t) for t in self.public.values() if (t.account, t.kind) == (account, kind)]
        return self.listed(rows[::-1], given, _of("IGMedia"))

    def _delete(self, request: Request) -> Answer:
        page = self.page_of(request)
        thing = self._thing(request.params["id"])
        comment = thing.kind == "comment"
        self.need("instagram_manage_comments" if comment else "instagram_manage_contents")
        self.given(request, "IGComment" if comment else "IGMedia")
        if thing.account != page.instagram.get("id"):
            raise error("(#10) This media belongs to another account", 10)
        gone = {thing.id}
        for other in self.public.values():  # what answers comes after what it answers
            if other.parent in gone:
                gone.add(other.id)
        self.public = {k: t for k, t in self.public.items() if k not in gone}
        return Answer(200, {"success": True})

    # ------------------------------------------------------------------------------ comments

    def _comment(self, request: Request) -> Answer:
        return self._answer_to(request, "IGMedia", "/comments", {"post"})

    def _reply(self, request: Request) -> Answer:
        return self._answer_to(request, "IGComment", "/replies", {"comment"})

    def _answer_to(self, request: Request, kind: str, edge: str, fits: set[str]) -> Answer:
        page = self.page_of(request)
        self.need("instagram_manage_comments")
        parent = self._thing(request.params["id"])
        second = parent.kind == "comment" and self._thing(parent.parent).kind == "comment"
        if parent.kind not in fits or second:
            raise missing(parent.id)
        text = str(self.given(request, kind, edge).get("message", ""))
        if not text or len(text) > 300 or len(re.findall(r"(?<!\w)#\w", text)) > 4:
            raise bad("message is empty, too long, or has too many hashtags")
        if text.isupper() or len(re.findall(r"https?://", text)) > 1:
            raise bad("message is all capitals or has too many links")
        shown = Shown(
            self.new_id(), page.instagram["id"], "comment", text, written(now()), parent=parent.id
        )
        self.public[shown.id] = shown
        return Answer(200, {"id": shown.id})

    def _hide(self, request: Request) -> Answer:
        page = self.page_of(request)
        self.need("instagram_manage_comments")
        thing = self._thing(request.params["id"])
        post = thing
        while post.kind == "comment":
            post = self._thing(post.parent)
        if thing.kind != "comment" or post.account != page.instagram.get("id"):
            raise missing(thing.id)
        given = self.given(request, "IGComment")
        if set(given) != {"hide"}:
            raise bad("hide is required")
        thing.hidden = given["hide"] == "true"
        return Answer(200, {"success": True})

    def commented(self, page: Page, identifier: str) -> str:
        """When a person wrote a comment below a post of the account."""
        thing = self._thing(identifier)
        if thing.kind != "comment" or thing.account == page.instagram["id"]:
            raise missing(identifier)
        return thing.made

    def _comments(self, request: Request) -> Answer:
        return self._answers(request, "IGMedia", "/comments")

    def _replies(self, request: Request) -> Answer:
        return self._answers(request, "IGComment", "/replies")

    def _answers(self, request: Request, kind: str, edge: str) -> Answer:
        self.page_of(request)
        self.need("instagram_manage_comments")
        parent = self._thing(request.params["id"])
        given = self.given(request, kind, edge)
        rows = [self._with_answers(t) for t in self.public.values() if t.parent == parent.id]
        return self.listed(rows[::-1], given, COMMENT_FIELDS)

    def _with_answers(self, thing: Shown) -> dict[str, Any]:
        below = [_row(t) for t in self.public.values() if t.parent == thing.id]
        if not below:
            return _row(thing)
        part: dict[str, Any] = {"data": below[: self.answers]}
        if len(below) > self.answers:
            part["paging"] = {"cursors": {"after": "x"}, "next": "https://graph.facebook.com/next"}
        return _row(thing) | {"replies": part}

    def say(self, text: str, under: str, by: str = "siti.warga") -> str:
        """A person comments; the id."""
        with self.lock:
            shown = Shown(
                self.new_id(), self.new_id(), "comment", text, written(now()), parent=under, by=by
            )
            self.public[shown.id] = shown
            return shown.id


def _of(kind: str) -> frozenset[str]:
    return graph_contract.fields(kind)


def _row(thing: Shown) -> dict[str, Any]:
    row: dict[str, Any] = {"id": thing.id, "timestamp": thing.made}
    if thing.kind == "comment":
        said = {"text": thing.text, "from": {"id": thing.account, "username": thing.by}}
        return row | said | {"username": thing.by, "parent_id": thing.parent}
    code = f"https://www.instagram.com/p/{thing.id}/"
    return row | {"permalink": code} | ({"caption": thing.text} if thing.text else {})


def _refuse_caption(made: Container) -> None:
    text = made.caption
    tags = len(re.findall(r"(?<![\w#])#\w", text))
    if len(text) > 2200 or tags > 30 or len(re.findall(r"(?<![\w@.])@\w", text)) > 20:
        raise error("The caption was too long", 100, subcode=2207010)
    if text and (made.child or made.kind == "STORIES"):
        raise bad("caption is not for items of a carousel and stories")


def _fetch(url: str) -> tuple[bytes, str]:
    """What is at the address; from loopback alone."""
    if urlsplit(url).hostname != "127.0.0.1":
        raise error("Only photo or video can be accepted as media type.", 9004, subcode=2207052)
    answer = httpx2.get(url, timeout=5)
    if answer.status_code != 200:
        raise error("The media could not be fetched from this URI", 9004, subcode=2207052)
    return answer.content, answer.headers.get("content-type", "")


def _look_at_picture(url: str, *, feed: bool) -> None:
    data, mime = _fetch(url)
    try:
        with Picture.open(io.BytesIO(data)) as picture:
            kind, (width, height) = picture.format, picture.size
    except UnidentifiedImageError:
        kind, width, height = "", 0, 1
    if kind != "JPEG" or mime != "image/jpeg":
        raise error("The image format is not supported", 36001, subcode=2207005)
    if len(data) > 8 * 1024 * 1024:
        raise error("The image size is too large.", 36000, subcode=2207004)
    if feed and not (0.795 <= width / height <= 1.915 and width >= 320):
        raise error("The submitted image has an invalid aspect ratio.", 36003, subcode=2207009)


def _look_at_video(made: Container, url: str) -> None:
    """Videos are looked at later: what is wrong shows in the state of the container."""
    data, mime = _fetch(url)
    story = made.kind == "STORIES"
    bytes_, seconds = (100_000_000, 60) if story else (300_000_000, 900)
    found = film.read(data)
    fine = (
        found is not None
        and mime in {"video/mp4", "video/quicktime"}
        and len(data) <= bytes_
        and 3 <= found.seconds <= seconds
        and 0.01 <= found.shape <= 10
        and found.width <= 1920
    )
    made.state = "FINISHED" if fine else "ERROR"
    made.status = "" if fine else "Error: The video cannot be used"
