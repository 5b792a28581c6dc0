"""A real AT Protocol PDS (Bluesky's own) with its PLC directory, alone or with an AppView.

Alone it proves accounts, app passwords, facets, images with alt text, threads, limits, read-back
and record keys. The AppView (which needs PostgreSQL) adds notifications and threads as readers
see them.
"""

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

import httpx2

from tests.servers import postgres
from tests.servers.npm import node_modules
from tests.servers.process import Process, find_program, free_ports, scratch_directory

HERE = Path(__file__).resolve().parent
POSTS = "app.bsky.feed.post"
APP_PASSWORD_NAME = "kentongan"


class AtprotoAccount(NamedTuple):
    """What a connector needs to sign in."""

    handle: str
    app_password: str
    did: str


@dataclass(frozen=True, kw_only=True)
class Atproto:
    """A running PDS. The address of the network is `base_url`."""

    base_url: str
    plc_url: str

    def create_account(self, name: str = "akun") -> AtprotoAccount:
        """A fresh account with an app password. `name` becomes part of a unique handle; one with a
        dot is taken as it is."""
        handle = name if "." in name else f"{name[:10]}-{secrets.token_hex(3)}.test"
        session = self._call(
            "com.atproto.server.createAccount",
            {
                "handle": handle,
                "email": f"{secrets.token_hex(6)}@example.test",
                "password": _password(handle),
            },
        )
        app = self._call(
            "com.atproto.server.createAppPassword",
            {"name": APP_PASSWORD_NAME},
            token=str(session["accessJwt"]),
        )
        return AtprotoAccount(handle, str(app["password"]), str(session["did"]))

    def records(self, did: str, collection: str = POSTS) -> list[dict[str, Any]]:
        """The records of an account as `{uri, cid, value}`, newest first, without signing in."""
        answer = httpx2.get(
            f"{self.base_url}/xrpc/com.atproto.repo.listRecords",
            params={"repo": did, "collection": collection, "limit": "100"},
            timeout=10,
        )
        answer.raise_for_status()
        return cast(list[dict[str, Any]], answer.json()["records"])

    def blob(self, did: str, cid: str) -> bytes:
        """The bytes of an uploaded image or video that some record refers to."""
        answer = httpx2.get(
            f"{self.base_url}/xrpc/com.atproto.sync.getBlob",
            params={"did": did, "cid": cid},
            timeout=10,
        )
        answer.raise_for_status()
        return answer.content

    def put(self, account: AtprotoAccount, record: dict[str, Any]) -> dict[str, Any]:
        """The account's own app makes a post; its `{uri, cid}`."""
        session = self._call(
            "com.atproto.server.createSession",
            {"identifier": account.handle, "password": _password(account.handle)},
        )
        made = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return self._call(
            "com.atproto.repo.createRecord",
            {
                "repo": account.did,
                "collection": POSTS,
                "record": {"$type": POSTS, "createdAt": made, **record},
            },
            token=str(session["accessJwt"]),
        )

    def delete(self, account: AtprotoAccount, uri: str) -> None:
        """The account's own app deletes a post."""
        session = self._call(
            "com.atproto.server.createSession",
            {"identifier": account.handle, "password": _password(account.handle)},
        )
        self._call(
            "com.atproto.repo.deleteRecord",
            {"repo": account.did, "collection": POSTS, "rkey": uri.rpartition("/")[2]},
            token=str(session["accessJwt"]),
        )

    def revoke_app_password(self, account: AtprotoAccount) -> None:
        """What a person does in the app to lock a program out; signing in fails from then on."""
        session = self._call(
            "com.atproto.server.createSession",
            {"identifier": account.handle, "password": _password(account.handle)},
        )
        self._call(
            "com.atproto.server.revokeAppPassword",
            {"name": APP_PASSWORD_NAME},
            token=str(session["accessJwt"]),
        )

    def _call(self, method: str, body: dict[str, Any], *, token: str = "") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = httpx2.post(
            f"{self.base_url}/xrpc/{method}", json=body, headers=headers, timeout=20
        )
        answer.raise_for_status()
        return cast(dict[str, Any], answer.json()) if answer.content else {}


def _password(handle: str) -> str:
    """The password of an account itself, which connectors never see."""
    return f"sandi-{handle}"


def _healthy(url: str) -> bool:
    with contextlib.suppress(httpx2.HTTPError):
        return httpx2.get(f"{url}/xrpc/_health", timeout=2).status_code == 200
    return False


@contextlib.contextmanager
def running() -> Iterator[Atproto]:
    """Starts a PDS and its PLC directory; about 3 s and 300 MB."""
    modules = node_modules("atproto")
    node = find_program("node", "nodejs")
    plc, pds = free_ports(2)
    with scratch_directory("atproto") as home:
        process = Process(
            argv=[node, "-r", str(HERE / "loopback-only.cjs"), str(HERE / "pds.mjs")],
            home=home,
            log=home / "pds.log",
            env={
                "MODULES": str(modules),
                "PLC_PORT": str(plc),
                "PDS_PORT": str(pds),
                "TMPDIR": str(home),
            },
        )
        url = f"http://localhost:{pds}"
        with process.running():
            process.wait_until(lambda: '"ready":true' in process.log_tail(10**6) and _healthy(url))
            yield Atproto(base_url=url, plc_url=f"http://localhost:{plc}")


@contextlib.contextmanager
def network() -> Iterator[Atproto]:
    """Starts PLC directory, PDS and AppView with a PostgreSQL of their own; 8 s and 450 MB."""
    modules = node_modules("atproto")
    node = find_program("node", "nodejs")
    plc, pds, bsky = free_ports(3)
    with scratch_directory("bluesky") as home, postgres.running() as cluster:
        process = Process(
            argv=[node, "-r", str(HERE / "loopback-only.cjs"), str(HERE / "network.mjs")],
            home=home,
            log=home / "network.log",
            env={
                "MODULES": str(modules),
                "PLC_PORT": str(plc),
                "PDS_PORT": str(pds),
                "BSKY_PORT": str(bsky),
                "DB_POSTGRES_URL": cluster.create_database("bluesky"),
                "PRIVATE_KEY": secrets.token_hex(32),
                "TMPDIR": str(home),
            },
        )
        url = f"http://localhost:{pds}"
        with process.running():
            process.wait_until(lambda: '"ready":true' in process.log_tail(10**6) and _healthy(url))
            yield Atproto(base_url=url, plc_url=f"http://localhost:{plc}")
