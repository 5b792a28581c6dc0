"""Who is who at the fake of LinkedIn: people, pages, tokens, and what they may."""

import itertools
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.fakes.linkedin_rules import checked, contract, error, protocol, query_of
from tests.fakes.server import Answer, Fake, Request

SCOPES = ("w_organization_social", "r_organization_social", "rw_organization_admin")
DAY = 86_400


@dataclass(frozen=True)
class Organisation:
    number: str
    vanity: str

    @property
    def urn(self) -> str:
        return f"urn:li:organization:{self.number}"


@dataclass
class Person:
    """A member; ``roles`` by the number of the organisation: role and state."""

    roles: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Token:
    person: Person
    scopes: tuple[str, ...]
    expires: datetime


@dataclass
class Media:
    urn: str
    owner: str
    size: int = 0
    token: str = ""
    parts: dict[int, bytes] = field(default_factory=dict)
    status: str = "WAITING_UPLOAD"
    polls: int = 0
    wants: set[str] = field(default_factory=set)  # announced and not there yet
    cover: bytes = b""
    subtitles: tuple[dict[str, Any], bytes] | None = None


@dataclass
class Post:
    urn: str
    activity: str  # the other name of a post, under which its comments go by
    body: dict[str, Any]
    made: datetime


@dataclass
class Comment:
    urn: str
    number: str
    thread: str
    body: dict[str, Any]
    made: datetime
    changed: datetime | None = None


@dataclass
class State:
    organisations: dict[str, Organisation] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    renewals: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, tuple[Person, str, tuple[str, ...]]] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)


class Accounts(Fake):
    """The part of the network that knows people. ``renews``: refresh tokens are granted."""

    client_id = "86abcdefghij"
    client_secret = "WPL_AP1.rahasia"  # made up

    def __init__(self) -> None:
        super().__init__()
        self.state = State()
        self.renews = True
        self._ids = itertools.count(7_123_456_789_012_345_678)

    def organisation(self, vanity: str) -> Organisation:
        """A new page."""
        made = Organisation(f"1{str(next(self._ids))[-8:]}", vanity)
        self.state.organisations[made.number] = made
        return made

    def token(
        self, person: Person, *, scopes: tuple[str, ...] = SCOPES, days: float = 60
    ) -> tuple[str, str]:
        """An access token and its refresh token."""
        names = (f"AQX{secrets.token_hex(16)}", f"AQR{secrets.token_hex(16)}")
        now = datetime.now(UTC)
        self.state.tokens[names[0]] = Token(person, scopes, now + timedelta(days=days))
        self.state.renewals[names[1]] = Token(person, scopes, now + timedelta(days=365))
        return names

    def approve(self, url: str, person: Person) -> str:
        """The person agrees at ``url``; returns the address they are sent back to."""
        parts = urlsplit(url)
        assert parts.path == "/oauth/v2/authorization"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        contract("authorise").validate(asked)
        assert asked["client_id"] == self.client_id
        code = secrets.token_hex(12)
        scopes = tuple(asked["scope"].split(" "))
        self.state.codes[code] = (person, asked["redirect_uri"], scopes)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked.get('state')})}"

    # ------------------------------------------------------------------------ who may

    def _token(self, request: Request, scope: str) -> Token:
        found = self.state.tokens.get(request.bearer)
        if found is None:
            raise error(401, "Invalid access token", 65600)
        if found.expires < datetime.now(UTC):
            raise error(401, "The token used in the request has expired", 65602)
        if scope not in found.scopes:
            raise error(403, "Not enough permissions to access this resource", 100)
        return found

    def _acting(self, request: Request, scope: str, urn: str) -> None:
        token = self._token(request, scope)
        role, state = token.person.roles.get(urn.rpartition(":")[2], ("", ""))
        if state != "APPROVED" or role not in {"ADMINISTRATOR", "CONTENT_ADMINISTRATOR"}:
            raise error(403, f"The member may not act for {urn}", 100)

    # ------------------------------------------------------------------------ OAuth, pages

    def _oauth(self, request: Request) -> Answer:
        if request.mime != "application/x-www-form-urlencoded" or request.query:
            raise error(400, "The parameters must be an urlencoded form")
        if "code_verifier" in request.form():  # docs/decisions/0037
            return Answer(401, _flat("invalid_client", "Client authentication failed"))
        form = checked("token", request.form())
        if (form["client_id"], form["client_secret"]) != (self.client_id, self.client_secret):
            return Answer(401, _flat("invalid_client", "Client authentication failed"))
        if form["grant_type"] == "refresh_token":
            return self._renew(form["refresh_token"])
        person, redirect_uri, scopes = self.state.codes.pop(form["code"], (None, "", ()))
        if person is None or redirect_uri != form["redirect_uri"]:
            told = (
                "Unable to retrieve access token: appid/redirect uri/code verifier does not match"
            )
            return Answer(400, _flat("invalid_request", told))
        access, renewal = self.token(person, scopes=scopes)
        told_more: dict[str, Any] = {"refresh_token": renewal} if self.renews else {}
        if self.renews:
            told_more["refresh_token_expires_in"] = 365 * DAY
        return Answer(200, {**_granted(access), "scope": ",".join(scopes), **told_more})

    def _renew(self, renewal: str) -> Answer:
        found = self.state.renewals.get(renewal)
        if found is None or found.expires < datetime.now(UTC):
            told = "The provided authorization grant or refresh token is invalid or expired"
            return Answer(400, _flat("invalid_grant", told))
        access, unused = self.token(found.person, scopes=found.scopes)
        del self.state.renewals[unused]
        left = int((found.expires - datetime.now(UTC)).total_seconds())
        told_more = {"refresh_token": renewal, "refresh_token_expires_in": left}
        return Answer(200, {**_granted(access), **told_more})

    def _acls(self, request: Request) -> Answer:
        protocol(request, "FINDER")
        token = self._token(request, "rw_organization_admin")
        query = query_of(request, "acls")
        rows = [
            {
                "organization": f"urn:li:organization:{number}",
                "role": role,
                "roleAssignee": "urn:li:person:abc",
                "state": state,
            }
            for number, (role, state) in token.person.roles.items()
            if query.get("state", state) == state and query.get("role", role) == role
        ]
        return Answer(200, {"elements": rows, "paging": {"start": 0, "count": 10, "links": []}})

    def _organisation(self, request: Request) -> Answer:
        protocol(request)
        self._token(request, "rw_organization_admin")
        found = self.state.organisations.get(request.params["number"])
        if found is None:
            raise error(404, "Could not find the organization")
        told = {"id": int(found.number), "vanityName": found.vanity, "localizedName": "Kecamatan"}
        return Answer(200, told)


def _granted(access: str) -> dict[str, Any]:
    return {"access_token": access, "expires_in": 60 * DAY}


def _flat(kind: str, told: str) -> dict[str, str]:
    return {"error": kind, "error_description": told}
