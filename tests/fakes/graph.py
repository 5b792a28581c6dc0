"""What the fakes of Facebook and Instagram share: tokens, errors, fields, pages of lists, sign-in.

Errors have the vendor's shape. Requests are checked against the vendor's package
(``graph_contract.py``); beyond it the fake is stricter than the vendor: a token in an address or
in a form is refused, and so is a parameter the package does not know.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from tests.fakes import graph_contract
from tests.fakes.server import Answer, Fake, Handler, Part, Refusal, Request

VERSION = "v26.0"
APP = {"client_id": "730073007300", "client_secret": "rahasia-aplikasi"}
PERMISSIONS = {
    "business_management", "instagram_basic", "instagram_content_publish",
    "instagram_manage_comments", "instagram_manage_contents", "instagram_manage_messages",
    "pages_manage_engagement", "pages_manage_metadata", "pages_manage_posts", "pages_messaging",
     "pages_read_engagement", "pages_read_user_content", "pages_show_list",
}  # fmt: skip


def error(message: str, code: int, *, subcode: int = 0, status: int = 400, **more: Any) -> Refusal:
    """The vendor's shape of an error."""
    body: dict[str, Any] = {"message": message, "type": "OAuthException", "code": code, **more}
    if subcode:
        body["error_subcode"] = subcode
    return Refusal(status, {"error": body | {"fbtrace_id": "AbCdEfGhIjK"}})


def bad(message: str, *, subcode: int = 0) -> Refusal:
    """A parameter the vendor does not take."""
    return error(f"(#100) {message}", 100, subcode=subcode)


def missing(identifier: str) -> Refusal:
    """An object that does not exist, or that the token may not see."""
    return error(
        f"Unsupported request. Object with ID '{identifier}' does not exist, cannot be loaded due"
        " to missing permissions, or does not support this operation.",
        100,
        subcode=33,
    )


def now() -> datetime:
    """The clock of the vendor."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """A time as the vendor writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")


@dataclass
class Page:
    """A Page, its token, and the Instagram account connected to it, if any."""

    id: str
    name: str
    username: str
    token: str
    tasks: list[str] = field(default_factory=lambda: ["CREATE_CONTENT", "MODERATE", "MANAGE"])
    instagram: dict[str, str] = field(default_factory=dict)


class GraphFake(Fake):
    """The ground of both fakes."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, Page] = {}
        self.people: dict[str, list[Page]] = {}
        self.codes: dict[str, tuple[str, str]] = {}
        self.granted: set[str] = set(PERMISSIONS)
        self._ids = 1000

    @property
    def server(self) -> str:
        """The versioned base, as connectors are given it."""
        return f"{self.base_url}/{VERSION}"

    def new_id(self) -> str:
        self._ids += 1
        return f"1784{self._ids:08d}"

    def create_page(self, name: str = "Kecamatan Titirwangi") -> Page:
        """A Page with its token."""
        with self.lock:
            identifier = self.new_id()
            page = Page(identifier, name, f"kec.titirwangi{identifier[-4:]}", f"EAAp{uuid4().hex}")
            self.pages[page.id] = page
            return page

    def graph_routes(self) -> list[tuple[str, str, Handler]]:
        """Routes of the sign-in."""
        base = f"/{VERSION}"
        return [
            ("POST", f"{base}/oauth/access_token", self._give_token),
            ("GET", f"{base}/me/accounts", self._accounts),
        ]

    def garbled(self, words: str) -> Answer:
        return bad(words).answer

    # ------------------------------------------------------------------------------ checks

    def given(self, request: Request, kind: str, endpoint: str = "/") -> dict[str, str | Part]:
        """The parameters of a request, held against the vendor's contract."""
        found = self.parameters(request)
        found.pop("appsecret_proof", None)
        edge = graph_contract.edge(kind, request.method, endpoint)
        if objections := edge.objections(found):
            raise bad("; ".join(objections))
        return found

    def parameters(self, request: Request) -> dict[str, str | Part]:
        """All parameters, from address and body; a token among them is refused."""
        found: dict[str, str | Part] = {}
        pairs: list[tuple[str, str | Part]] = [*request.query]
        if request.method == "POST" and request.body:
            if request.mime == "multipart/form-data":
                pairs += [(p.name, p if p.filename else p.text) for p in request.parts()]
            elif request.mime == "application/x-www-form-urlencoded":
                pairs += request.form().items()
            else:
                raise bad(f"content type {request.mime} is not taken")
        for name, value in pairs:
            if name in found:
                raise bad(f"parameter {name} was given twice")
            found[name] = value
        if "access_token" in found:
            raise bad("a token belongs in the header")
        return found

    def page_of(self, request: Request) -> Page:
        """The Page whose token the request carries; the proof of the application is checked."""
        token = self.token_of(request)
        for page in self.pages.values():
            if page.token == token:
                return page
        raise error("Error validating access token: Session does not match.", 190)

    def token_of(self, request: Request) -> str:
        token = request.bearer
        if not token:
            raise error("An active access token must be used to query information.", 2500)
        proof = self.parameters(request).get("appsecret_proof", "")
        wanted = hmac.new(APP["client_secret"].encode(), token.encode(), hashlib.sha256)
        if proof and proof != wanted.hexdigest():
            raise bad("Invalid appsecret_proof provided in the API argument")
        return token

    def need(self, permission: str) -> None:
        """The person agreed to it, or it is refused."""
        if permission not in self.granted:
            raise error(f"(#200) Requires {permission} permission to manage the object", 200)

    # ------------------------------------------------------------------------------ sign-in

    def approve(self, url: str, pages: Iterable[Page]) -> str:
        """What a person does on the vendor's page: agrees for these Pages. Where it leads back."""
        parts = urlsplit(url)
        assert parts.path == f"/{VERSION}/dialog/oauth", parts.path
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert set(query) == {"client_id", "redirect_uri", "state", "response_type", "scope"}
        assert query["client_id"] == APP["client_id"]
        assert query["response_type"] == "code"
        assert set(query["scope"].split(",")) <= PERMISSIONS, query["scope"]
        code, person = uuid4().hex, f"EAAu{uuid4().hex}"
        self.people[person] = list(pages)
        self.codes[code] = (query["redirect_uri"], person)
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def _give_token(self, request: Request) -> Answer:
        form = request.form()
        if any(form.pop(name, "") != value for name, value in APP.items()):
            raise error("Error validating client secret.", 1)
        if set(form) == {"grant_type", "fb_exchange_token"}:
            person = form["fb_exchange_token"].removeprefix("short-")
            if form["grant_type"] != "fb_exchange_token" or person not in self.people:
                raise error("Invalid OAuth access token.", 190)
            body = {"access_token": person, "token_type": "bearer", "expires_in": 5183944}
            return Answer(200, body)
        if "code_verifier" in form:  # docs/decisions/0037
            said = "code_verifier param is provided without a code_challenge"
            raise error(f"{said} in authorization request.", 1)
        if set(form) != {"redirect_uri", "code"}:
            raise bad(f"unexpected parameters {sorted(form)}")
        back, person = self.codes.pop(form["code"], ("", ""))
        if not person:
            raise bad("Invalid verification code format.", subcode=36007)
        if back != form["redirect_uri"]:
            raise bad("Error validating verification code.", subcode=36008)
        token = {"access_token": f"short-{person}", "token_type": "bearer", "expires_in": 5000}
        return Answer(200, token)

    def _accounts(self, request: Request) -> Answer:
        pages = self.people.get(self.token_of(request))
        if pages is None:
            raise error("Error validating access token.", 190)
        given = self.given(request, "User", "/accounts")
        rows = [
            {
                "id": page.id,
                "name": page.name,
                "username": page.username,
                "link": f"https://www.facebook.com/{page.username}",
                "access_token": page.token,
                "tasks": page.tasks,
            }
            | ({"instagram_business_account": page.instagram} if page.instagram else {})
            for page in pages
        ]
        return self.listed(rows, given, graph_contract.fields("Page") | {"tasks"})

    # ------------------------------------------------------------------------------ answers

    def listed(
        self, rows: list[dict[str, Any]], given: Mapping[str, Any], known: frozenset[str]
    ) -> Answer:
        """A part of a list, with a cursor to the next."""
        self.shown({}, given, known)
        limit = min(int(given.get("limit", 25)), 100)
        after = str(given.get("after", "0"))
        if not after.isdigit():
            raise bad("Invalid cursor")
        start = int(after)
        part = rows[start : start + limit]
        body: dict[str, Any] = {"data": [self.shown(row, given, known) for row in part]}
        if part:
            body["paging"] = {"cursors": {"before": str(start), "after": str(start + len(part))}}
            if start + limit < len(rows):
                body["paging"]["next"] = "https://graph.facebook.com/next"
        return Answer(200, body)

    def shown(
        self, row: Mapping[str, Any], given: Mapping[str, Any], known: frozenset[str]
    ) -> dict[str, Any]:
        """An object with the fields that were asked for, and its id."""
        wanted = split_fields(str(given.get("fields", "id")))
        if strange := wanted - known:
            raise bad(f"Tried accessing nonexisting field ({min(strange)})")
        return {name: row[name] for name in wanted | {"id"} if name in row}


def split_fields(text: str) -> set[str]:
    """The outermost names of ``a,b{c,d{e}}``."""
    text = re.sub(r"\.limit\(\d+\)", "", text)
    while "{" in text:
        shorter = re.sub(r"\{[^{}]*\}", "", text)
        if shorter == text:
            raise bad("Syntax error in fields")
        text = shorter
    return set(text.split(","))
