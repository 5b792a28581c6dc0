"""Every server does what it is here for: a real round trip with nothing but plain HTTP."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from struct import pack
from urllib.parse import parse_qs, urlsplit
from zlib import compress, crc32

import httpx2
import psycopg
import pytest

from tests.servers import Atproto, Mastodon, Postgres, ServerError, ServerMissing, WordPress
from tests.servers.browser import axe_source, chromium
from tests.servers.host import ROOT, Session
from tests.servers.npm import node_modules
from tests.servers.process import Process, find_program, scratch_directory

pytestmark = [pytest.mark.servers, pytest.mark.no_database]


def png(width: int = 4, height: int = 3) -> bytes:
    """A small, valid image of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))

    rows = (b"\0" + b"\0\x80\x80" * width) * height
    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


# ---------------------------------------------------------------------------------------- atproto


def atproto_session(server: Atproto, handle: str, password: str) -> httpx2.Response:
    return httpx2.post(
        f"{server.base_url}/xrpc/com.atproto.server.createSession",
        json={"identifier": handle, "password": password},
    )


def test_a_post_with_an_image_is_read_back_from_the_pds(atproto_server: Atproto) -> None:
    handle, app_password, did = atproto_server.create_account("camat")
    token = atproto_session(atproto_server, handle, app_password).json()["accessJwt"]
    with httpx2.Client(
        base_url=f"{atproto_server.base_url}/xrpc", headers={"Authorization": f"Bearer {token}"}
    ) as client:
        upload = client.post(
            "/com.atproto.repo.uploadBlob", content=png(), headers={"Content-Type": "image/png"}
        ).json()
        image = {"alt": "persegi hijau", "image": upload["blob"]}
        post = {
            "$type": "app.bsky.feed.post",
            "text": "Posko dibuka pukul 08.00 WIB",
            "createdAt": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            "embed": {"$type": "app.bsky.embed.images", "images": [image]},
        }
        put = {
            "repo": did,
            "collection": "app.bsky.feed.post",
            "rkey": "3jzfcijpj2z2a",
            "record": post,
        }
        for _ in range(2):  # the same record key (a TID) twice is one record
            client.post("/com.atproto.repo.putRecord", json=put).raise_for_status()
    (record,) = atproto_server.records(did)
    assert record["value"]["text"] == "Posko dibuka pukul 08.00 WIB"
    assert record["value"]["embed"]["images"][0]["alt"] == "persegi hijau"
    cid = record["value"]["embed"]["images"][0]["image"]["ref"]["$link"]
    assert atproto_server.blob(did, cid) == png()


def test_a_revoked_app_password_no_longer_signs_in(atproto_server: Atproto) -> None:
    account = atproto_server.create_account()
    assert atproto_session(atproto_server, account.handle, account.app_password).status_code == 200
    atproto_server.revoke_app_password(account)
    assert atproto_session(atproto_server, account.handle, account.app_password).status_code == 401


# --------------------------------------------------------------------------------------- mastodon


def test_a_status_with_media_is_read_back_from_the_mastodon_server(
    mastodon_server: Mastodon,
) -> None:
    user = mastodon_server.create_user("lurah")
    headers = {"Authorization": f"Bearer {user.token}"}
    with httpx2.Client(base_url=mastodon_server.base_url, headers=headers) as client:
        media = client.post(
            "/api/v2/media",
            files={"file": ("a.png", png(), "image/png")},
            data={"description": "persegi hijau"},
        ).json()
        status = client.post(
            "/api/v1/statuses",
            data={"status": "Posko dibuka pukul 08.00 WIB", "media_ids[]": media["id"]},
        ).json()
    (found,) = mastodon_server.statuses(user)
    assert found["id"] == status["id"]
    assert "Posko dibuka pukul 08.00 WIB" in found["content"]
    assert [one["description"] for one in found["media_attachments"]] == ["persegi hijau"]


def test_the_browser_comes_back_with_code_and_state(mastodon_server: Mastodon) -> None:
    user = mastodon_server.create_user()
    app = mastodon_server.register_app(redirect_uri="http://127.0.0.1:1/akun/kembali")
    back = mastodon_server.approve(
        mastodon_server.authorize_url(app, state="rahasia"),
        name=user.name,
        password=user.password,
    )
    query = parse_qs(urlsplit(back).query)
    assert back.startswith("http://127.0.0.1:1/akun/kembali?")
    assert query["state"] == ["rahasia"]
    assert mastodon_server.exchange(app, code=query["code"][0]) != user.token


def test_a_pooled_client_survives_many_requests(mastodon_server: Mastodon) -> None:
    with httpx2.Client(base_url=mastodon_server.base_url) as client:
        assert {client.get("/api/v1/instance").status_code for _ in range(50)} == {200}


# -------------------------------------------------------------------------------------- wordpress


def test_a_post_with_media_is_read_back_from_wordpress(wordpress_server: WordPress) -> None:
    user = wordpress_server.create_user("editor")
    with httpx2.Client(
        base_url=wordpress_server.api_url, auth=httpx2.BasicAuth(*user), timeout=20
    ) as client:
        media = client.post(
            "/media",
            files={"file": ("a.png", png(), "image/png")},
            data={"alt_text": "persegi hijau"},
        ).json()
        made = client.post(
            "/posts",
            json={
                "title": f"Posko {user.username}",
                "content": "<p>Dibuka pukul 08.00 WIB</p>",
                "status": "publish",
                "featured_media": media["id"],
            },
        )
        image = client.get(media["source_url"])
    assert made.status_code == 201
    assert media["alt_text"] == "persegi hijau"
    assert image.headers["content-type"] == "image/png"
    (found,) = wordpress_server.posts(search=user.username)
    assert found["content"]["raw"] == "<p>Dibuka pukul 08.00 WIB</p>"
    page = httpx2.get(found["link"], timeout=20)
    assert "Dibuka pukul 08.00 WIB" in page.text


def test_a_subscriber_may_not_post_and_a_wrong_password_is_unauthorised(
    wordpress_server: WordPress,
) -> None:
    user = wordpress_server.create_user("subscriber")
    address = f"{wordpress_server.api_url}/posts"
    post = {"title": "x", "status": "publish"}
    assert (
        httpx2.post(address, json=post, auth=httpx2.BasicAuth(*user), timeout=20).status_code == 403
    )
    wrong = b64encode(f"{user.username}:salah".encode()).decode()
    headers = {"Authorization": f"Basic {wrong}"}
    assert httpx2.post(address, json=post, headers=headers, timeout=20).status_code == 401


# ------------------------------------------------------------------------ postgres, browser, host


def test_every_database_of_the_cluster_is_new_and_empty(postgres_server: Postgres) -> None:
    first, second = postgres_server.create_database(), postgres_server.create_database()
    assert first != second
    with psycopg.connect(first) as connection:
        assert connection.execute("show server_encoding").fetchone() == ("UTF8",)
        tables = "select count(*) from pg_tables where schemaname = 'public'"
        assert connection.execute(tables).fetchone() == (0,)


def test_the_browser_and_axe_are_installed() -> None:
    assert os.access(chromium(), os.X_OK)
    assert "axe.run" in axe_source()


def test_playwrights_own_browser_does_where_the_system_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    with pytest.raises(ServerMissing, match=r"chromium.*tools/install-test-servers\.sh"):
        chromium()
    places = [sys.executable, "-m", "playwright", "install", "--dry-run", "chromium"]
    said = subprocess.run(places, capture_output=True, text=True, check=True).stdout
    folder = Path(said.split("Install location:")[1].splitlines()[0].strip())
    programs = [folder / name / "chrome" for name in ("chrome-linux64", "chrome-linux")]
    for program in programs:
        program.parent.mkdir(parents=True)
        program.touch(0o755)
    assert Path(chromium()) in programs


def test_what_is_missing_names_the_installer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KENTONGAN_CACHE", str(tmp_path))
    with pytest.raises(ServerMissing, match=r"tools/install-test-servers\.sh"):
        node_modules("atproto")
    with pytest.raises(ServerMissing, match=r"tools/install-test-servers\.sh"):
        find_program("tidak-ada-program-ini")


def test_a_server_that_is_not_installed_fails_for_everybody_with_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KENTONGAN_CACHE", str(tmp_path))
    session = Session.new()
    try:
        for _ in range(2):
            with pytest.raises(ServerError, match=r"atproto.*tools/install-test-servers\.sh"):
                session.get("atproto", Atproto)
    finally:
        session.stop()
    assert not session.directory.exists()


def gone(pid: int) -> bool:
    """Whether the process has ended (one that only waits to be collected has)."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def wait_for(condition: object, *, seconds: float = 15) -> bool:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(condition())


def processes_below(directory: str) -> list[int]:
    """Running processes that were started with a path below the directory."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if directory.encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


@contextlib.contextmanager
def servers_of_another_program(
    below: Path, names: tuple[str, ...]
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A program that owns a session with these servers, and the id of its host; scratch directories
    are made below the given one."""
    program = f"""if True:
        import time
        from tests.servers import postgres, wordpress
        from tests.servers.host import Session
        kinds = {{"postgres": postgres.Postgres, "wordpress": wordpress.WordPress}}
        session = Session.new()
        for name in {names!r}:
            session.get(name, kinds[name])
        print(session.directory, flush=True)
        time.sleep(60)
    """
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(below)},
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout is not None
        directory = owner.stdout.readline().strip()
        (host,) = processes_below(directory)
        yield owner, host


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """A directory that servers running as other users may enter, which tmp_path is not."""
    with scratch_directory("uji") as path:
        yield path


def test_killing_the_owner_of_a_session_ends_its_servers(open_directory: Path) -> None:
    """Not even SIGKILL of the test run leaves a server or a directory behind."""
    names = ("postgres", "wordpress")
    with servers_of_another_program(open_directory, names) as (owner, host):
        assert len(processes_below(str(open_directory))) >= 4
        owner.send_signal(signal.SIGKILL)
    assert wait_for(lambda: gone(host))
    assert processes_below(str(open_directory)) == []
    assert list(open_directory.iterdir()) == []


def test_killing_the_host_ends_its_servers(open_directory: Path) -> None:
    names = ("postgres", "wordpress")
    with servers_of_another_program(open_directory, names) as (owner, host):
        os.kill(host, signal.SIGKILL)
        assert wait_for(lambda: processes_below(str(open_directory)) == [])
        owner.send_signal(signal.SIGKILL)


def test_stopping_a_process_ends_its_children_too() -> None:
    with scratch_directory("uji") as home:
        log = home / "log"
        process = Process(
            argv=["/bin/sh", "-c", "trap '' TERM; sleep 300 & echo $!; wait; wait"],
            home=home,
            log=log,
        )
        process.start()
        process.wait_until(lambda: bool(process.log_tail().strip()), seconds=60)
        child = int(process.log_tail())
        process.stop(grace=0.2)
        assert wait_for(lambda: gone(child))
        assert not process.alive()
