"""A real server of the Mastodon API: snac behind nginx.

snac closes every connection without saying so, which breaks pooled clients; hence nginx.
Proves the OAuth code flow, media with alt text, replies, favourites, boosts, context,
notifications, edits. Does not prove deleting, scheduling, polls, `Idempotency-Key` (it is ignored),
length limits, or 401.
"""

import contextlib
import json
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx2

from tests.servers.process import (
    Process,
    ServerFailed,
    drop_to,
    find_program,
    free_ports,
    make_directory,
    run,
    scratch_directory,
)

REDIRECT_URI = "http://127.0.0.1:1/kembali"
SCOPES = "read write follow"

#: Under load snac sometimes ends by itself: one test may suffer from it, not all that follow.
AGAIN = 'while true; do "$0" httpd "$1"; sleep 0.02; done'
NGINX = """
pid {home}/nginx.pid; error_log {home}/error.log; daemon off; worker_processes 1;
events {{}}
http {{
  access_log off;
  client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
  server {{
    listen 127.0.0.1:{public};
    client_max_body_size 64m;
    location / {{ proxy_pass http://127.0.0.1:{inner}; proxy_set_header Host localhost:{public}; }}
  }}
}}
"""


class _Patient(httpx2.HTTPTransport):
    """Asks again while snac, having ended by itself, is just being started anew."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        for _try in range(25):
            answer = super().handle_request(request)
            if answer.status_code != httpx2.codes.BAD_GATEWAY:
                break
            answer.close()
            time.sleep(0.2)
        return answer


def _http() -> httpx2.Client:
    return httpx2.Client(transport=_Patient(), timeout=10)


@dataclass(frozen=True, kw_only=True)
class MastodonApp:
    """An application registered at the server."""

    client_id: str
    client_secret: str
    redirect_uri: str
    scopes: str


@dataclass(frozen=True, kw_only=True)
class MastodonUser:
    """A person with an account; `token` is an OAuth access token, `password` that of the form."""

    name: str
    password: str
    account_id: str
    token: str


@dataclass(frozen=True, kw_only=True)
class Mastodon:
    """A running server. `data` and `account` (the system account it runs as) serve adding users."""

    base_url: str
    data: str
    account: str | None

    def create_user(self, name: str = "akun", *, scopes: str = SCOPES) -> MastodonUser:
        """A fresh user with an access token, got through the real authorisation code flow."""
        unique = f"{name}{secrets.token_hex(3)}"
        words = run(
            [find_program("snac"), "adduser", self.data, unique],
            home=Path(self.data).parent,
            user=self.account,
        )
        found = re.search(r"password\D+?:?\s*(\S+)\s*$", words, re.IGNORECASE | re.MULTILINE)
        if found is None:
            raise ServerFailed(f"snac adduser told no password: {words}")
        password = found.group(1)
        app = self.register_app(scopes=scopes)
        back = self.approve(self.authorize_url(app), name=unique, password=password)
        token = self.exchange(app, code=parse_qs(urlsplit(back).query)["code"][0])
        me = self._get("/api/v1/accounts/verify_credentials", token)
        return MastodonUser(name=unique, password=password, account_id=str(me["id"]), token=token)

    def register_app(
        self, *, redirect_uri: str = REDIRECT_URI, scopes: str = SCOPES
    ) -> MastodonApp:
        """Registers an application as any client does first."""
        answer = _http().post(
            f"{self.base_url}/api/v1/apps",
            data={"client_name": "uji", "redirect_uris": redirect_uri, "scopes": scopes},
        )
        answer.raise_for_status()
        body = answer.json()
        return MastodonApp(
            client_id=body["client_id"],
            client_secret=body["client_secret"],
            redirect_uri=redirect_uri,
            scopes=scopes,
        )

    def authorize_url(self, app: MastodonApp, *, state: str = "") -> str:
        """Where the browser of the person is sent to."""
        query = {
            "response_type": "code",
            "client_id": app.client_id,
            "redirect_uri": app.redirect_uri,
            "scope": app.scopes,
        }
        if state:
            query["state"] = state
        return f"{self.base_url}/oauth/authorize?{urlencode(query)}"

    def approve(self, authorize_url: str, *, name: str, password: str) -> str:
        """Does what a person does in the browser: signs in at the server and agrees. Returns the
        address that the browser is sent back to, with `code` (and `state`) in its query."""
        with _http() as browser:
            page = browser.get(authorize_url)
            page.raise_for_status()
            form = dict(_hidden_fields(page.text))
            action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
            target = urljoin(authorize_url, unescape(action.group(1)) if action else "")
            answer = browser.post(target, data={**form, "login": name, "passwd": password})
        location = answer.headers.get("location", "")
        if answer.status_code not in (302, 303) or "code=" not in location:
            raise ServerFailed(
                f"signing in as {name} answered {answer.status_code}: {answer.text[:500]}"
            )
        return str(location)

    def exchange(self, app: MastodonApp, *, code: str) -> str:
        """Turns the code of the redirect into an access token."""
        answer = _http().post(
            f"{self.base_url}/oauth/token",
            data={
                "grant_type": "authorization_code",
                "code": code,
                "client_id": app.client_id,
                "client_secret": app.client_secret,
                "redirect_uri": app.redirect_uri,
                "scope": app.scopes,
            },
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    def statuses(self, user: MastodonUser) -> list[dict[str, Any]]:
        """The posts of a user, newest first, as the server tells them."""
        found = self._get(f"/api/v1/accounts/{user.account_id}/statuses?limit=40", user.token)
        return cast(list[dict[str, Any]], found)

    def delete_by_hand(self, user: MastodonUser, status_id: str) -> None:
        """What the user does on the server's own page, since its API cannot delete."""
        address = self._get(f"/api/v1/statuses/{status_id}", user.token)["uri"]
        answer = _http().post(
            f"{self.base_url}/{user.name}/admin/action",
            data={"id": address, "actor": "", "action": "Delete"},
            auth=(user.name, user.password),
        )
        if answer.status_code not in (200, 302, 303):
            raise ServerFailed(f"deleting answered {answer.status_code}: {answer.text[:300]}")

    def _get(self, path: str, token: str) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        answer = _http().get(f"{self.base_url}{path}", headers=headers)
        answer.raise_for_status()
        return answer.json()


def _hidden_fields(page: str) -> Iterator[tuple[str, str]]:
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            yield attributes["name"], unescape(attributes.get("value", ""))


def _initialise(home: Path, account: str | None, *, inner: int, public: int) -> Path:
    """Lays out the data directory of snac for plain HTTP on loopback."""
    data = home / "data"
    answers = f"127.0.0.1\n{inner}\nlocalhost:{public}\n\nadmin@example.test\n"
    run([find_program("snac"), "init", str(data)], home=home, user=account, stdin=answers)
    settings = data / "server.json"
    known = json.loads(settings.read_text())
    known |= {"protocol": "http", "disable_email_notifications": True, "badlogin_retries": 1000}
    known |= {"num_threads": 16}  # threads that look up links in posts would hold up requests
    settings.write_text(json.dumps(known))
    return data


def _answers(url: str) -> bool:
    with contextlib.suppress(httpx2.HTTPError):
        return httpx2.get(f"{url}/api/v1/instance", timeout=2).status_code == 200
    return False


@contextlib.contextmanager
def running() -> Iterator[Mastodon]:
    """Starts snac and nginx; about 1 s and 12 MB."""
    snac, nginx = find_program("snac"), find_program("nginx")
    public, inner = free_ports(2)
    account = drop_to("nobody")
    with scratch_directory("snac") as scratch, contextlib.ExitStack() as stack:
        home = make_directory(scratch / "snac", owner=account)
        proxy = make_directory(scratch / "nginx", owner=account)
        data = _initialise(home, account, inner=inner, public=public)
        server = Process(
            argv=["sh", "-c", AGAIN, snac, str(data)],
            home=home,
            log=scratch / "snac.log",
            user=account,
            kept=True,
        )
        configuration = proxy / "nginx.conf"
        configuration.write_text(NGINX.format(home=proxy, public=public, inner=inner))
        front = Process(
            argv=[nginx, "-e", str(proxy / "error.log"), "-c", str(configuration)],
            home=proxy,
            log=scratch / "nginx.log",
            user=account,
        )
        configuration.chmod(0o644)
        url = f"http://localhost:{public}"
        stack.enter_context(server.running())
        stack.enter_context(front.running())
        front.wait_until(lambda: _answers(url), seconds=90)
        yield Mastodon(base_url=url, data=str(data), account=account)
