"""Google's side of OAuth 2.0: the page a person agrees on, and the endpoint for tokens.

developers.google.com/identity/protocols/oauth2/web-server. The authorisation page is not served:
``approve`` is the person, and holds the address against what Google demands of it.
"""

import base64
import hashlib
import secrets
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.fakes.server import Answer, Refusal, Request
from tests.fakes.youtube_state import SCOPES, Channel, Code, Grant

APP = {"client_id": "123-kentongan.apps.googleusercontent.com", "client_secret": "GOCSPX-uji"}
LIFE = 3599
DEMANDED = {
    "response_type": "code",
    "client_id": APP["client_id"],
    "code_challenge_method": "S256",
    "access_type": "offline",
    "prompt": "consent",
}
QUERY = {*DEMANDED, "redirect_uri", "scope", "state", "code_challenge"}
FORMS = {
    "authorization_code": {"code", "code_verifier", "redirect_uri"},
    "refresh_token": {"refresh_token"},
}


class Agreements:
    """Grants, codes and tokens."""

    def __init__(self) -> None:
        self.grants: list[Grant] = []
        self.codes: dict[str, Code] = {}
        #: What the next answers of the token endpoint say besides: a new refresh token, say.
        self.besides: dict[str, object] = {}

    def grant(self, channel: Channel, scopes: tuple[str, ...] = SCOPES) -> Grant:
        made = Grant(channel, set(scopes), f"1//{secrets.token_urlsafe(24)}")
        self.grants.append(made)
        self.access(made)
        return made

    def access(self, grant: Grant) -> str:
        token = f"ya29.{secrets.token_urlsafe(24)}"
        grant.access.add(token)
        return token

    def holder(self, token: str) -> Grant | None:
        alive = (g for g in self.grants if token in g.access and not g.revoked)
        return next(alive, None)

    def approve(
        self, address: str, channel: Channel, *, scopes: tuple[str, ...] | None = None
    ) -> str:
        """A person agrees; returns where Google sends them. ``scopes``: only these are ticked."""
        parts = urlsplit(address)
        query = dict(parse_qsl(parts.query, strict_parsing=True))
        assert parts.path == "/o/oauth2/v2/auth", parts.path
        assert set(query) == QUERY, set(query) ^ QUERY
        for name, value in DEMANDED.items():
            assert query[name] == value, name
        asked = tuple(query["scope"].split(" "))
        assert set(asked) <= set(SCOPES)
        grant = self.grant(channel, asked if scopes is None else scopes)
        code = f"4/{secrets.token_urlsafe(24)}"
        self.codes[code] = Code(grant, query["redirect_uri"], query["code_challenge"])
        return f"{query['redirect_uri']}?{urlencode({'state': query['state'], 'code': code})}"

    def token(self, request: Request) -> Answer:
        """``POST /token``."""
        if request.mime != "application/x-www-form-urlencoded":
            raise _refusal(400, "invalid_request", "wrong content type")
        form = request.form()
        wanted = FORMS.get(form.get("grant_type", ""))
        if wanted is None:
            raise _refusal(400, "unsupported_grant_type", "Invalid grant_type")
        if set(form) != wanted | {"grant_type", *APP}:
            raise _refusal(400, "invalid_request", f"fields: {sorted(form)}")
        if any(form[name] != value for name, value in APP.items()):
            raise _refusal(401, "invalid_client", "The OAuth client was not found.")
        if form["grant_type"] == "refresh_token":
            return self._renewed(form["refresh_token"])
        return self._exchanged(form)

    def _exchanged(self, form: dict[str, str]) -> Answer:
        code = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if code is None or code.challenge != challenge:
            raise _refusal(400, "invalid_grant", "Malformed auth code.")
        if code.redirect_uri != form["redirect_uri"]:
            raise _refusal(400, "redirect_uri_mismatch", "Bad Request")
        return self._given(code.grant, {"refresh_token": code.grant.refresh_token})

    def _renewed(self, token: str) -> Answer:
        alive = (g for g in self.grants if g.refresh_token == token and not g.revoked)
        grant = next(alive, None)
        if grant is None:
            raise _refusal(400, "invalid_grant", "Token has been expired or revoked.")
        return self._given(grant, {})

    def _given(self, grant: Grant, more: dict[str, object]) -> Answer:
        body = {
            "access_token": self.access(grant),
            "expires_in": LIFE,
            "scope": " ".join(sorted(grant.scopes)),
            "token_type": "Bearer",
            **more,
            **self.besides,
        }
        if isinstance(fresh := body.get("refresh_token"), str):
            grant.refresh_token = fresh
        return Answer(200, body)


def _refusal(status: int, code: str, words: str) -> Refusal:
    return Refusal(status, {"error": code, "error_description": words})
