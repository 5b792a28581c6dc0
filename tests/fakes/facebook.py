"""A strict fake of a Facebook Page: feed, pictures, videos, reels and comments.

Edges, parameters and enums come from the vendor's package. Transcribed from the vendor's pages,
not verified against the vendor: sizes, and the attachments of a post.
"""

import io
import json
import re
from typing import Any

from PIL import Image as Picture, UnidentifiedImageError

from tests.fakes import graph_contract
from tests.fakes.facebook_videos import MAX_MESSAGE, FacebookVideos, Thing, exactly
from tests.fakes.graph import VERSION, Page, bad, error, missing, now, written
from tests.fakes.graph_letters import Letters
from tests.fakes.server import Answer, Handler, Part, Request

MAX_PICTURE = 4_000_000
MAX_COMMENT = 8000
POST_FIELDS = graph_contract.fields("PagePost") | {"attachments"}
LINK = re.compile(r"https?://[^\s)<>\"]+[^\s)<>\".,;:!?]")


class Facebook(Letters, FacebookVideos):
    """The network. ``public`` is what people can see, oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.photos: dict[str, tuple[str, str]] = {}
        self.refuses_twice = False

    def routes(self) -> list[tuple[str, str, Handler]]:
        base, one = f"/{VERSION}", r"(?P<id>[\d_]+)"
        return [
            *self.graph_routes(),
            *self.letter_routes(),
            ("GET", f"{base}/me", self._me),
            ("POST", f"{base}/{one}/feed", self._feed),
            ("POST", f"{base}/{one}/photos", self._photo),
            ("GET", f"{base}/{one}/published_posts", self._posts),
            *self.video_routes(),
            ("GET", f"{base}/{one}/comments", self._comments),
            ("POST", f"{base}/{one}/comments", self._comment),
            ("GET", f"{base}/{one}", self._get),
            ("POST", f"{base}/{one}", self._change),
            ("DELETE", f"{base}/{one}", self._delete),
        ]

    def links(self, thing: Thing) -> list[str]:
        """Addresses people can follow."""
        return [*LINK.findall(thing.text), *([thing.link] if thing.link else [])]

    # ------------------------------------------------------------------------------ posts

    def _me(self, request: Request) -> Answer:
        if self.token_of(request) in self.people:
            given = self.given(request, "User")
            return Answer(200, self.shown({"id": "1", "name": "Camat"}, given, _of("User")))
        page = self.page_of(request)
        row = {
            "id": page.id,
            "name": page.name,
            "username": page.username,
            "link": f"https://www.facebook.com/{page.username}",
            "category": "Government Organization",
        }
        return Answer(200, self.shown(row, self.given(request, "Page"), _of("Page")))

    def _feed(self, request: Request) -> Answer:
        page = self.own(request, "pages_manage_posts")
        given = self.given(request, "Page", "/feed")
        text = self.text(given.get("message", ""))
        photos = [self._attached(entry, page) for entry in _list(given.get("attached_media"))]
        link = str(given.get("link", ""))
        if strange := set(given) - {"message", "link", "attached_media", "place"}:
            raise bad(f"this fake keeps posts that people see at once, without {sorted(strange)}")
        if not (text or photos or link):
            raise bad("Requires one of the params: message, link, attached_media")
        if photos and link:
            raise bad("link and attached_media cannot be used together")
        if link and not link.startswith(("http://", "https://")):
            raise bad("link is not a URL")
        self.located(str(given.get("place", "")))
        same = [t for t in self.public.values() if t.text == text and t.page == page.id]
        if same and self.refuses_twice:
            raise error("(#506) Duplicate status message", 506)
        thing = Thing(
            f"{page.id}_{self.new_id()}", "post", page.id, text, written(now()), link, photos
        )
        self.public[thing.id] = thing
        self.places[thing.id] = str(given.get("place", ""))
        return Answer(200, {"id": thing.id})

    def _attached(self, entry: Any, page: Page) -> str:
        if not isinstance(entry, dict) or set(entry) != {"media_fbid"}:
            raise bad("attached_media holds media_fbid alone")
        owner, _alt = self.photos.get(str(entry["media_fbid"]), ("", ""))
        if owner != page.id:
            raise bad("(#10) media_fbid does not exist")
        return str(entry["media_fbid"])

    def _photo(self, request: Request) -> Answer:
        page = self.own(request, "pages_manage_posts")
        given = self.given(request, "Page", "/photos")
        source = given.get("source")
        if not isinstance(source, Part) or given.get("published") != "false":
            raise bad("this fake takes pictures as unpublished files alone")
        try:
            with Picture.open(io.BytesIO(source.data)) as picture:
                mime = Picture.MIME.get(picture.format or "", "")
        except UnidentifiedImageError:
            raise error("(#324) Missing or invalid image file", 324) from None
        if mime not in {"image/jpeg", "image/png"} or mime != source.mime:
            raise error("(#324) Missing or invalid image file", 324)
        if len(source.data) > MAX_PICTURE:
            raise error("(#1366046) Your photos couldn't be uploaded: too large", 100)
        identifier = self.new_id()
        self.photos[identifier] = (page.id, str(given.get("alt_text_custom", "")))
        return Answer(200, {"id": identifier})

    def _posts(self, request: Request) -> Answer:
        page = self.own(request, "pages_read_engagement")
        given = self.given(request, "Page", "/published_posts")
        posts = [t for t in self.public.values() if (t.kind, t.page) == ("post", page.id)]
        return self.listed([_post(t) for t in reversed(posts)], given, POST_FIELDS)

    # ------------------------------------------------------------------------------ one thing

    def _get(self, request: Request) -> Answer:
        self.page_of(request)
        identifier = request.params["id"]
        if identifier in self.uploads:
            given = self.given(request, "AdVideo")
            row = {"id": identifier, "status": self.status(self.uploads[identifier])}
            return Answer(200, self.shown(row, given, _of("AdVideo")))
        thing = self._thing(identifier)
        return Answer(
            200, self.shown({"id": thing.id}, self.given(request, "PagePost"), _of("PagePost"))
        )

    def _thing(self, identifier: str) -> Thing:
        if identifier not in self.public:
            raise missing(identifier)
        return self.public[identifier]

    def _change(self, request: Request) -> Answer:
        page = self.page_of(request)
        thing = self._thing(request.params["id"])
        if thing.kind == "comment" and thing.page not in self.pages:
            return self._moderate(request, thing, page)
        if thing.page != page.id:
            raise error("(#10) This object belongs to another", 10)
        if thing.kind == "video":
            self.need("pages_manage_posts")
            given = self.given(request, "AdVideo")
            exactly(given, {"description"})
            thing.text = self.text(given["description"])
        else:
            comment = thing.kind == "comment"
            self.need("pages_manage_engagement" if comment else "pages_manage_posts")
            given = self.given(request, "Comment" if comment else "PagePost")
            exactly(given, {"message"})
            thing.text = self.text(given["message"], MAX_COMMENT if comment else MAX_MESSAGE)
        return Answer(200, {"success": True})

    def _moderate(self, request: Request, thing: Thing, page: Page) -> Answer:
        """What a Page may do with somebody else's comment: hide it, or show it again."""
        self.need("pages_manage_engagement")
        given, post = self.given(request, "Comment"), thing
        while post.parent:
            post = self._thing(post.parent)
        if post.page != page.id:
            raise missing(thing.id)
        if set(given) != {"is_hidden"}:
            raise error("(#10) This object belongs to another", 10)
        thing.hidden = given["is_hidden"] == "true"
        return Answer(200, {"success": True})

    def _delete(self, request: Request) -> Answer:
        self.page_of(request)
        self.need("pages_manage_posts")
        thing = self._thing(request.params["id"])
        self.given(request, {"post": "PagePost", "video": "AdVideo"}.get(thing.kind, "Comment"))
        gone = {thing.id}
        for other in self.public.values():  # what answers comes after what it answers
            if other.parent in gone:
                gone.add(other.id)
        self.public = {k: t for k, t in self.public.items() if k not in gone}
        self.uploads.pop(thing.id, None)
        return Answer(200, {"success": True})

    # ------------------------------------------------------------------------------ comments

    def _comment(self, request: Request) -> Answer:
        page = self.page_of(request)
        self.need("pages_manage_engagement")
        parent = self._thing(request.params["id"])
        if parent.kind == "comment" and self._thing(parent.parent).kind == "comment":
            raise bad("There are two levels of comments")
        kind = {"post": "PagePost", "video": "AdVideo"}.get(parent.kind, "Comment")
        given = self.given(request, kind, "/comments")
        text = self.text(given.get("message", ""), MAX_COMMENT)
        photo = str(given.get("attachment_id", ""))
        if photo and photo not in self.photos:
            raise bad("attachment_id does not exist")
        if not text and not photo:
            raise bad("Comments must have a message or an attachment")
        identifier = f"{parent.id.rpartition('_')[2]}_{self.new_id()}"
        self.public[identifier] = Thing(
            identifier, "comment", page.id, text, written(now()),
            photos=[photo] if photo else [], parent=parent.id,
        )  # fmt: skip
        return Answer(200, {"id": identifier})

    def _below(self, thing: Thing, post: Thing) -> bool:
        return thing.parent in self.public and self.public[thing.parent].parent == post.id

    def say(self, text: str, under: str, by: str = "Siti Warga") -> str:
        """A person comments; the id."""
        with self.lock:
            person = self.new_id()
            identifier = f"{under.rpartition('_')[2]}_{self.new_id()}"
            self.public[identifier] = Thing(
                identifier, "comment", person, text, written(now()), parent=under, by=by
            )
            return identifier

    def commented(self, page: Page, identifier: str) -> str:
        """When a person wrote a comment below a post of the Page."""
        thing = self._thing(identifier)
        if thing.kind != "comment" or thing.page in self.pages:
            raise missing(identifier)
        return thing.made

    def _comments(self, request: Request) -> Answer:
        self.page_of(request)
        self.need("pages_read_user_content")
        parent = self._thing(request.params["id"])
        given = self.given(request, "PagePost", "/comments")
        stream = given.get("filter") == "stream"
        rows = [
            {
                "id": t.id,
                "message": t.text,
                "created_time": t.made,
                "from": {"id": t.page, "name": t.by},
                "permalink_url": f"https://www.facebook.com/{t.id}",
                **({"parent": {"id": t.parent}} if t.parent != parent.id else {}),
            }
            for t in self.public.values()
            if t.kind == "comment"
            and (t.parent == parent.id or (stream and self._below(t, parent)))
        ]
        if given.get("order") == "reverse_chronological":
            rows.reverse()
        return self.listed(rows, given, _of("Comment"))


def _of(kind: str) -> frozenset[str]:
    return graph_contract.fields(kind)


def _list(value: str | Part | None) -> list[Any]:
    return list(json.loads(str(value))) if value else []


def _post(thing: Thing) -> dict[str, Any]:
    row: dict[str, Any] = {"id": thing.id, "created_time": thing.made}
    if thing.text:
        row["message"] = thing.text
    pieces = [{"media_type": "photo", "target": {"id": photo}} for photo in thing.photos]
    if len(pieces) == 1:
        row["attachments"] = {"data": pieces}
    elif pieces:
        row["attachments"] = {
            "data": [{"media_type": "album", "target": {}, "subattachments": {"data": pieces}}]
        }
    elif thing.link:
        row["attachments"] = {"data": [{"media_type": "link", "target": {"id": ""}}]}
    return row
