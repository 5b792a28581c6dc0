"""A real WordPress with MariaDB, served by PHP's own web server with four workers.

Proves posts, scheduled posts, media with alt text, categories, comments and their moderation,
400/401/403.
"""

import contextlib
import json
import secrets
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

import httpx2

from tests.servers.process import (
    Process,
    ServerMissing,
    drop_to,
    find_program,
    free_ports,
    make_directory,
    run,
    scratch_directory,
)

HERE = Path(__file__).resolve().parent
SOURCE = Path("/usr/share/wordpress")
THEMES = Path("/usr/share/wordpress/wp-content/themes")
WORKERS = 4
Role = Literal["administrator", "editor", "author", "contributor", "subscriber"]

CONFIGURATION = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'wordpress'); define('DB_PASSWORD', 'wordpress');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}');
define('WP_ENVIRONMENT_TYPE', 'local'); // application passwords without https
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {{
    define("{{$name}}_KEY", 'test-key-' . $name); define("{{$name}}_SALT", 'test-salt-' . $name);
}}
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
"""


class WordPressUser(NamedTuple):
    """What a connector needs to sign in with HTTP Basic."""

    username: str
    app_password: str


@dataclass(frozen=True, kw_only=True)
class WordPress:
    """A running site. The REST API is below `api_url`."""

    base_url: str
    admin_password: str

    @property
    def api_url(self) -> str:
        return f"{self.base_url}/wp-json/wp/v2"

    def create_user(self, role: Role = "editor", name: str = "") -> WordPressUser:
        """A fresh user of a role with an application password."""
        username = f"{name or role}-{secrets.token_hex(3)}"
        made = self.call(
            "POST",
            "/users",
            json={
                "username": username,
                "email": f"{username}@example.test",
                "password": secrets.token_urlsafe(12),
                "roles": [role],
            },
        )
        app = self.call(
            "POST", f"/users/{made['id']}/application-passwords", json={"name": "kentongan"}
        )
        return WordPressUser(username, str(app["password"]))

    def posts(self, *, status: str = "any", search: str = "") -> list[dict[str, Any]]:
        """Posts as an administrator sees them (with `raw` texts), newest first."""
        params = {"context": "edit", "per_page": "100", "status": status}
        if search:
            params["search"] = search
        return cast(list[dict[str, Any]], self.call("GET", "/posts", params=params))

    def call(self, method: str, path: str, **options: Any) -> Any:
        """One request to the REST API as the administrator; raises for an error status."""
        answer = httpx2.request(
            method,
            f"{self.api_url}{path}",
            auth=("admin", self.admin_password),
            timeout=20,
            **options,
        )
        answer.raise_for_status()
        return answer.json()


@contextlib.contextmanager
def _database(scratch: Path, account: str | None) -> Iterator[Path]:
    """A MariaDB of its own, reached through a socket only; yields the path of that socket."""
    home = make_directory(scratch / "db", owner=account)
    socket = home / "s"
    user = [f"--user={account}"] if account else []
    run(
        [
            find_program("mariadb-install-db"),
            "--no-defaults",
            *user,
            f"--datadir={home}/data",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
        ],
        home=home,
    )
    server = Process(
        argv=[
            find_program("mariadbd"),
            "--no-defaults",
            f"--datadir={home}/data",
            f"--socket={socket}",
            f"--pid-file={home}/pid",
            f"--tmpdir={home}",
            "--skip-networking",
            "--innodb-buffer-pool-size=64M",
            "--innodb-flush-log-at-trx-commit=0",
        ],
        home=home,
        log=scratch / "mariadb.log",
        user=account,
    )
    with server.running():
        server.wait_until(socket.exists, seconds=120)
        statements = (
            "create database wordpress; "
            "create user wordpress@localhost identified by 'wordpress'; "
            "grant all on wordpress.* to wordpress@localhost"
        )
        client = [find_program("mariadb"), "--no-defaults", "--user=root", f"--socket={socket}"]
        run([*client, "--execute", statements], home=scratch)
        yield socket


def _copy_site(site: Path, account: str | None) -> None:
    if not (SOURCE / "wp-load.php").exists():
        raise ServerMissing("WordPress (the Debian package wordpress)")
    shutil.copytree(SOURCE, site, ignore=shutil.ignore_patterns("wp-content", "wp-config.php"))
    content = site / "wp-content"
    content.mkdir()
    for name in ("uploads", "plugins", "themes", "upgrade"):
        folder = make_directory(content / name, owner=account)
        folder.chmod(0o755)
    for theme in sorted(THEMES.glob("twenty*")):
        shutil.copytree(theme, content / "themes" / theme.name)
    for script in ("router.php", "install.php"):  # the account may not read the work tree
        shutil.copy(HERE / script, site.parent / script)


def _answers(url: str) -> bool:
    with contextlib.suppress(httpx2.HTTPError):
        return httpx2.get(f"{url}/wp-json/", timeout=5).status_code == 200
    return False


@contextlib.contextmanager
def running() -> Iterator[WordPress]:
    """Starts MariaDB, installs WordPress and serves it; about 4 s and 300 MB."""
    php = find_program("php")
    (port,) = free_ports(1)
    url = f"http://localhost:{port}"
    account = drop_to("mysql")
    with scratch_directory("wordpress") as scratch, _database(scratch, account) as socket:
        site = scratch / "site"
        _copy_site(site, account)
        (site / "wp-config.php").write_text(CONFIGURATION.format(socket=socket, url=url))
        told = run(
            [
                php,
                "-d",
                "display_errors=0",
                str(scratch / "install.php"),
                str(site),
                f"localhost:{port}",
            ],
            home=scratch,
            user=account,
        )
        password = str(json.loads(told.strip().splitlines()[-1])["password"])
        server = Process(
            argv=[
                php,
                *("-d", "upload_max_filesize=64M", "-d", "post_max_size=70M"),
                *("-d", "display_errors=0", "-d", f"sys_temp_dir={site}/wp-content/upgrade"),
                *("-S", f"127.0.0.1:{port}", "-t", str(site), str(scratch / "router.php")),
            ],
            home=site,
            log=scratch / "php.log",
            user=account,
            env={"PHP_CLI_SERVER_WORKERS": str(WORKERS)},
            stop_signal=signal.SIGINT,  # the only one after which PHP waits for its workers
            kept=True,
        )
        with server.running():
            server.wait_until(lambda: _answers(url), seconds=90)
            yield WordPress(base_url=url, admin_password=password)
