"""X's OAuth 2.0: authorisation code with PKCE, rotating refresh tokens."""

import base64
import binascii
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.fakes.server import Answer, Refusal, Request

LIFE = timedelta(hours=2)
SCOPES = frozenset(
    "tweet.read tweet.write tweet.moderate.write users.read media.write dm.read dm.write"
    " offline.access".split()
)


@dataclass(kw_only=True)
class Token:
    access: str
    user: str
    scopes: frozenset[str]
    dies: datetime
    refresh: str = ""


@dataclass(kw_only=True)
class Code:
    user: str
    redirect_uri: str
    scopes: frozenset[str]
    challenge: str


class OAuth:
    """One registered application and what people granted it."""

    client_id = "aplikasi-uji"
    client_secret = "kunci-aplikasi-uji"
    redirect_uri = "https://kentongan.contoh.go.id/akun/kembali"

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.codes: dict[str, Code] = {}
        #: X does not promise a new refresh token each time.
        self.rotates = True

    @property
    def app(self) -> dict[str, str]:
        return {"client_id": self.client_id, "client_secret": self.client_secret}

    def grant(
        self, user: str, scopes: frozenset[str] = SCOPES, *, dies_in: timedelta = LIFE
    ) -> Token:
        token = Token(
            access=secrets.token_urlsafe(24),
            user=user,
            scopes=scopes,
            dies=datetime.now(UTC) + dies_in,
            refresh=secrets.token_urlsafe(24) if "offline.access" in scopes else "",
        )
        self.tokens.append(token)
        return token

    def approve(self, address: str, *, user: str, without: str = "") -> str:
        """A person agrees on the page; where the browser is sent then."""
        parts = urlsplit(address)
        query = dict(parse_qsl(parts.query, strict_parsing=True))
        assert parts.path == "/i/oauth2/authorize"
        assert query.keys() == {
            "response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge",
            "code_challenge_method",
        }  # fmt: skip
        assert query["response_type"] == "code"
        assert query["client_id"] == self.client_id
        assert query["redirect_uri"] == self.redirect_uri
        assert query["code_challenge_method"] == "S256"
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", query["code_challenge"])
        scopes = frozenset(query["scope"].split())
        assert scopes <= SCOPES
        code = secrets.token_urlsafe(16)
        self.codes[code] = Code(
            user=user,
            redirect_uri=query["redirect_uri"],
            scopes=scopes - {without},
            challenge=query["code_challenge"],
        )
        return f"{query['redirect_uri']}?{urlencode({'state': query['state'], 'code': code})}"

    def check(self, request: Request, scopes: set[str]) -> Token:
        """The token of a request. Raises what X says of a bad one."""
        for token in self.tokens:
            if request.bearer and token.access == request.bearer:
                if token.dies <= datetime.now(UTC):
                    break
                if missing := scopes - token.scopes:
                    raise Refusal(403, _forbidden(missing))
                return token
        raise Refusal(
            401,
            {
                "title": "Unauthorized",
                "type": "about:blank",
                "status": 401,
                "detail": "Unauthorized",
            },
        )

    def token(self, request: Request) -> Answer:
        """``POST /2/oauth2/token``."""
        if request.mime != "application/x-www-form-urlencoded" or request.query:
            raise _error(400, "invalid_request", "Content-Type must be urlencoded.")
        if _basic(request) != (self.client_id, self.client_secret):
            raise _error(401, "unauthorized_client", "Missing valid authorization header")
        form = request.form()
        kind = form.pop("grant_type", "")
        if kind == "authorization_code":
            return self._exchange(form)
        if kind == "refresh_token":
            return self._renew(form)
        raise _error(400, "unsupported_grant_type", "grant_type")

    def _exchange(self, form: dict[str, str]) -> Answer:
        if form.keys() != {"code", "redirect_uri", "code_verifier"}:
            raise _error(400, "invalid_request", f"Fields are wrong: {sorted(form)}")
        code = self.codes.pop(form["code"], None)
        if code is None or code.redirect_uri != form["redirect_uri"]:
            raise _error(400, "invalid_request", "Value passed for the code was invalid.")
        verifier = form["code_verifier"]
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        fine = re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", verifier)
        if not fine or digest.rstrip(b"=").decode() != code.challenge:
            raise _error(400, "invalid_request", "Value passed for the code verifier was invalid.")
        return _answer(self.grant(code.user, code.scopes))

    def _renew(self, form: dict[str, str]) -> Answer:
        if form.keys() != {"refresh_token"}:
            raise _error(400, "invalid_request", f"Fields are wrong: {sorted(form)}")
        for old in self.tokens:
            if old.refresh and old.refresh == form["refresh_token"]:
                new = self.grant(old.user, old.scopes)
                if not self.rotates:
                    new.refresh = old.refresh
                    old.refresh = ""
                    return _answer(new, refresh=False)
                old.refresh = ""
                return _answer(new)
        raise _error(400, "invalid_request", "Value passed for the token was invalid.")


def _basic(request: Request) -> tuple[str, ...]:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    try:
        plain = base64.b64decode(given, validate=True).decode() if kind == "Basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        plain = ""
    return tuple(plain.split(":", 1))


def _answer(token: Token, *, refresh: bool = True) -> Answer:
    body: dict[str, Any] = {
        "token_type": "bearer",
        "expires_in": int(LIFE.total_seconds()),
        "access_token": token.access,
        "scope": " ".join(sorted(token.scopes)),
    }
    if refresh and token.refresh:
        body["refresh_token"] = token.refresh
    return Answer(200, body)


def _error(status: int, name: str, words: str) -> Refusal:
    return Refusal(status, {"error": name, "error_description": words})


def _forbidden(missing: set[str]) -> dict[str, Any]:
    words = f"Your client app is not permitted: scopes {sorted(missing)} are missing."
    return {"title": "Forbidden", "type": "about:blank", "status": 403, "detail": words}
