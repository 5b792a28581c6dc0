"""TikTok's Content Posting API and its sign-in, as strict as its pages say.

Contract: ``schemas/tiktok.json``, transcribed from the pages it names, not verified against the
vendor. What becomes public lies in ``posts``. Knobs: ``slow``, ``moderating``, ``fails``,
``audited``, ``forgets``, ``rotates``.
"""

import hashlib
import json
import re
import secrets
import time
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jsonschema_rs

from tests.fakes.server import Answer, Fake, Handler, Refusal, Request
from tests.fakes.tiktok_media import fetched, wrong_video
from tests.fakes.tiktok_parts import JSON, SCOPES, Account, Container, Post, error, fine, units

SCHEMAS = json.loads((Path(__file__).parent / "schemas" / "tiktok.json").read_text())
MEGA = 1_000_000
#: Requests a minute for each token.
RATES = {"init": 6, "creator": 20, "status": 30}
CLIENT_KEY, CLIENT_SECRET = "awkunci", "rahasia-aplikasi"


class TikTok(Fake):
    """The network."""

    def __init__(self) -> None:
        super().__init__()
        self.accounts: list[Account] = []
        self.posts: list[Post] = []
        self.containers: dict[str, Container] = {}
        self.codes: dict[str, tuple[Account, dict[str, str]]] = {}
        self.verified: list[str] = ["http://127.0.0.1:"]
        self.asked: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.slow = self.moderating = 0
        self.fails = self.says = ""
        self.audited, self.forgets, self.rotates = True, False, True

    def routes(self) -> list[tuple[str, str, Handler]]:
        publish = "/v2/post/publish"
        return [
            ("GET", "/v2/user/info/", self._user),
            ("POST", "/v2/oauth/token/", self._token),
            ("POST", f"{publish}/creator_info/query/", self._creator),
            ("POST", f"{publish}/video/init/", self._video),
            ("POST", f"{publish}/inbox/video/init/", self._inbox_video),
            ("POST", f"{publish}/content/init/", self._photos),
            ("POST", f"{publish}/status/fetch/", self._status),
            ("PUT", r"/upload/(?P<name>[\w.~-]+)", self._bytes),
        ]

    def garbled(self, words: str) -> Answer:
        return error(400, "invalid_params", words).answer

    def unknown(self, request: Request) -> Answer:
        return error(404, "unsupported_path", request.path).answer

    # ------------------------------------------------------------------------------ for tests

    def create_account(self, **more: Any) -> Account:
        """A person who has agreed."""
        name = f"kec.{secrets.token_hex(4)}"
        account = Account(username=name, open_id=f"-000{secrets.token_hex(8)}", **more)
        self._grant(account)
        self.accounts.append(account)
        return account

    def agree(self, url: str, account: Account, *, scopes: tuple[str, ...] = SCOPES) -> str:
        """What the person does on the page at ``url``: the code that the way back carries."""
        parts = urlsplit(url)
        assert parts.path == "/v2/auth/authorize/"
        asked = dict(parse_qsl(parts.query, strict_parsing=True))
        self._valid("authorise", asked)
        assert asked["client_key"] == CLIENT_KEY
        assert set(asked["scope"].split(",")) <= set(SCOPES)
        account.scopes = tuple(s for s in scopes if s in asked["scope"].split(","))
        code = f"kode.{secrets.token_hex(8)}"
        self.codes[code] = (account, asked)
        return code

    def public(self, account: Account) -> list[Post]:
        """What everybody sees of an account, oldest first."""
        return [
            post
            for post in self.posts
            if post.owner is account and not post.draft and post.privacy == "PUBLIC_TO_EVERYONE"
        ]

    def finish(self, publish_id: str, text: str) -> Post:
        """The owner opens the draft in the app and posts it."""
        post = self.containers[publish_id].post
        assert post is not None
        assert post.draft
        post.draft, post.text, post.privacy = False, text, "PUBLIC_TO_EVERYONE"
        return post

    # ------------------------------------------------------------------------------ who asks

    def _grant(self, account: Account) -> None:
        account.token = f"act.{secrets.token_hex(12)}"
        if self.rotates or not account.refresh:
            account.refresh = f"rft.{secrets.token_hex(12)}"

    def _who(self, request: Request, *scopes: str, kind: str = "") -> Account:
        token = request.bearer
        account = next((a for a in self.accounts if token and a.token == token), None)
        if account is None:
            raise error(401, "access_token_invalid", "The access token is invalid.")
        if scopes and not set(scopes) & set(account.scopes):
            raise error(401, "scope_not_authorized", f"No grant of {scopes}.")
        if kind:
            recent = [t for t in self.asked[token, kind] if t > time.monotonic() - 60]
            if len(recent) >= RATES[kind]:
                raise error(429, "rate_limit_exceeded", "Too many requests.")
            self.asked[token, kind] = [*recent, time.monotonic()]
        return account

    def _valid(self, name: str, value: Any) -> None:
        for problem in jsonschema_rs.validator_for(SCHEMAS[name]).iter_errors(value):
            raise error(400, "invalid_param", f"{list(problem.instance_path)}: {problem.message}")

    def _body(self, request: Request, name: str) -> dict[str, Any]:
        if request.query:
            raise error(400, "invalid_params", "No query is known here.")
        if request.headers.get("content-type", "").lower() != JSON:
            raise error(400, "invalid_params", "The content type must be JSON in UTF-8.")
        try:
            body: dict[str, Any] = json.loads(request.body)
        except ValueError:
            raise error(400, "invalid_params", "No JSON.") from None
        self._valid(name, body)
        return body

    def _user(self, request: Request) -> Answer:
        account = self._who(request, "user.info.basic")
        fields = dict(request.query).get("fields", "").split(",")
        known = {
            "open_id": account.open_id,
            "union_id": account.open_id[::-1],
            "display_name": f"Kecamatan {account.username[4:]}",
            "avatar_url": "https://p16.tiktokcdn.com/a.jpeg",
        }
        if len(request.query) != 1 or not set(fields) <= set(known):
            raise error(400, "invalid_params", "fields")
        return fine({"user": {name: known[name] for name in fields}})

    def _token(self, request: Request) -> Answer:
        def no(kind: str, words: str) -> Refusal:
            return Refusal(400, {"error": kind, "error_description": words, "log_id": "2026"})

        if request.mime != "application/x-www-form-urlencoded" or request.query:
            raise no("invalid_request", "Only application/x-www-form-urlencoded is accepted.")
        form = request.form()
        try:
            self._valid("token", form)
        except Refusal as problem:
            raise no("invalid_request", str(problem)) from None
        if (form["client_key"], form["client_secret"]) != (CLIENT_KEY, CLIENT_SECRET):
            raise no("invalid_client", "Client key or secret is incorrect.")
        if form["grant_type"] == "refresh_token":
            account = next((a for a in self.accounts if a.refresh == form["refresh_token"]), None)
        else:
            account, asked = self.codes.pop(form["code"], (None, {}))
            digest = hashlib.sha256(form["code_verifier"].encode()).hexdigest()
            if account and digest != asked["code_challenge"]:
                raise no("invalid_request", "Code verifier or code challenge is invalid.")
            if account and form["redirect_uri"] != asked["redirect_uri"]:
                raise no("invalid_request", "Redirect_uri is not matched with the uri.")
        if account is None:
            raise no("invalid_grant", "The grant is invalid or expired.")
        self._grant(account)
        tokens = {
            "access_token": account.token,
            "expires_in": 86_400,
            "open_id": account.open_id,
            "refresh_token": account.refresh,
            "refresh_expires_in": 31_536_000,
            "scope": ",".join(account.scopes),
            "token_type": "Bearer",
        }
        return Answer(200, tokens)

    # ------------------------------------------------------------------------------ posting

    def _creator(self, request: Request) -> Answer:
        account = self._who(request, "video.publish", kind="creator")
        self._body(request, "creator_info")
        return fine(
            {
                "creator_avatar_url": "https://p16.tiktokcdn.com/a.webp",
                "creator_username": account.username,
                "creator_nickname": f"Kecamatan {account.username[4:]}",
                "privacy_level_options": list(account.options),
                "comment_disabled": not account.comments,
                "duet_disabled": False,
                "stitch_disabled": True,
                "max_video_post_duration_sec": account.max_seconds,
            }
        )

    def _may_post(self, account: Account, info: dict[str, Any]) -> None:
        """What holds for every direct post."""
        if self.says:
            raise error(403, self.says)
        if "privacy_level" not in info:
            raise error(400, "invalid_param", "privacy_level is required")
        if not self.audited and "PUBLIC_TO_EVERYONE" in account.options:
            raise error(403, "unaudited_client_can_only_post_to_private_accounts")
        if info["privacy_level"] not in account.options:
            raise error(403, "privacy_level_option_mismatch")
        if not account.comments and not info.get("disable_comment"):
            raise error(400, "invalid_param", "comments are disabled by the creator")
        if info.get("brand_content_toggle") and info["privacy_level"] == "SELF_ONLY":
            raise error(400, "invalid_param", "branded content can not be private")

    def _video(self, request: Request) -> Answer:
        account = self._who(request, "video.publish", kind="init")
        body = self._body(request, "video")
        info = body["post_info"]
        self._may_post(account, info)
        if units(info.get("title", "")) > 2200:
            raise error(400, "invalid_param", "title is too long")
        return self._open(account, info, body["source_info"], draft=False)

    def _inbox_video(self, request: Request) -> Answer:
        account = self._who(request, "video.upload", kind="init")
        body = self._body(request, "inbox_video")
        if self.says:
            raise error(403, self.says)
        return self._open(account, {}, body["source_info"], draft=True)

    def _open(
        self, account: Account, info: dict[str, Any], source: dict[str, Any], *, draft: bool
    ) -> Answer:
        size, chunk = source["video_size"], source["chunk_size"]
        count = source["total_chunk_count"]
        last = size - chunk * (count - 1)
        whole = count == 1 and chunk == size and size <= 64 * MEGA * 1.05
        cut = (
            size >= 5 * MEGA
            and count == size // chunk
            and 5 * MEGA <= chunk <= 64 * 1024 * 1024
            and last <= 128 * 1024 * 1024
        )
        if not (whole or cut):
            raise error(400, "invalid_param", "chunk_size and total_chunk_count do not fit")
        container = Container(
            owner=account,
            publish_id=f"v_{'inbox' if draft else 'pub'}_file~v2-1.{secrets.randbits(60)}",
            info=info,
            draft=draft,
            size=size,
            chunk=chunk,
            count=count,
        )
        self.containers[container.publish_id] = container
        address = f"{self.base_url}/upload/{container.publish_id}?upload_token=kunci"
        return fine({"publish_id": container.publish_id, "upload_url": address})

    def _bytes(self, request: Request) -> Answer:
        found = self.containers.get(request.params["name"])
        if found is None:
            raise Refusal(404, None)
        if not found.open or dict(request.query) != {"upload_token": "kunci"}:
            raise Refusal(403, None)
        told = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", request.headers.get("content-range", ""))
        first, last, size = map(int, told.groups()) if told else (0, -1, 0)
        if (
            size != found.size
            or last - first + 1 != len(request.body)
            or request.headers.get("content-length") != str(len(request.body))
            or request.mime not in {"video/mp4", "video/quicktime", "video/webm"}
            or request.headers.get("authorization")
        ):
            raise Refusal(400, None)
        number = first // found.chunk
        end = found.size if number == found.count - 1 else (number + 1) * found.chunk
        if first != len(found.data) or first % found.chunk or last + 1 != end:
            raise Refusal(416, None)
        found.data += request.body
        if len(found.data) < found.size:
            return Answer(206, None, {"Content-Range": f"bytes 0-{last}/{size}"})
        found.fail = wrong_video(bytes(found.data), found.owner.max_seconds)
        self._process(found, [bytes(found.data)], found.info.get("title", ""))
        return Answer(201, None, {"Content-Range": f"bytes 0-{last}/{size}"})

    def _photos(self, request: Request) -> Answer:
        body = self._body(request, "photos")
        draft = body["post_mode"] == "MEDIA_UPLOAD"
        scope = "video.upload" if draft else "video.publish"
        account = self._who(request, scope, kind="init")
        info, source = body["post_info"], body["source_info"]
        if draft and set(info) - {"title", "description"}:
            raise error(400, "invalid_param", "a draft takes only title and description")
        if not draft:
            self._may_post(account, info)
        elif self.says:
            raise error(403, self.says)
        if units(info.get("title", "")) > 90 or units(info.get("description", "")) > 4000:
            raise error(400, "invalid_param", "title or description is too long")
        urls = source["photo_images"]
        if source["photo_cover_index"] >= len(urls):
            raise error(400, "invalid_param", "photo_cover_index")
        if not all(url.startswith(tuple(self.verified)) for url in urls):
            raise error(403, "url_ownership_unverified")
        container = Container(account, f"p_pub_url~v2.{secrets.randbits(60)}", info, draft)
        self.containers[container.publish_id] = container
        pictures = [fetched(url) for url in urls]
        if not all(pictures):
            container.fail = "photo_pull_failed"
        self._process(container, pictures, info.get("description", ""))
        return fine({"publish_id": container.publish_id})

    def _process(self, container: Container, media: list[bytes], text: str) -> None:
        container.fail = container.fail or self.fails
        if container.fail:
            return
        privacy = container.info.get("privacy_level", "")
        container.post = Post(
            container.owner, text, privacy, media, container.draft, container.info
        )
        self.posts.append(container.post)

    def _status(self, request: Request) -> Answer:
        account = self._who(request, "video.publish", "video.upload", kind="status")
        found = self.containers.get(self._body(request, "status")["publish_id"])
        if found is None or self.forgets:
            raise error(400, "invalid_publish_id", "The publish_id does not exist.")
        if found.owner is not account:
            raise error(400, "token_not_authorized_for_specified_publish_id")
        data: dict[str, Any] = {"uploaded_bytes": len(found.data)} if found.size else {}
        if found.fail:
            return fine({"status": "FAILED", "fail_reason": found.fail, **data})
        if found.post is None:
            return fine({"status": "PROCESSING_UPLOAD", **data})
        found.asked += 1
        if found.asked <= self.slow:
            kind = "PROCESSING_UPLOAD" if found.size else "PROCESSING_DOWNLOAD"
            return fine({"status": kind, **data})
        if found.post.draft:
            return fine({"status": "SEND_TO_USER_INBOX", **data})
        done: dict[str, Any] = {"status": "PUBLISH_COMPLETE", **data}
        public = found.post.privacy == "PUBLIC_TO_EVERYONE"
        if public and found.asked > self.slow + self.moderating:
            done["publicaly_available_post_id"] = [int(found.post.post_id)]
        return fine(done)
