"""All tests: what they need, the checks of the code, then pytest on SQLite and on PostgreSQL.

Run by ``./kentongan test``; ``./kentongan test fast`` is the loop while writing: no servers, no
browser, SQLite only, and pages only of what is being changed. Further arguments go to pytest.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "--dist", "loadfile", "--no-loadscope-reorder"]
#: More processes than cores where tests wait for servers; else each costs more than it gains, as
#: it reads all tests once.
ALL = [*PYTEST, "-n", "4", "--durations", "12"]
SHORT = [*PYTEST, "-n", "2", "-m", "not servers and not browser and not slow and not postgres"]
NEAR = ["-p", "tests.near"]
FIRST, ANEW = "not postgres", "not no_database"
# Vendors' contracts are read as data and never run: nothing of them needs compiling.
CONTRACTS = ["--quiet", "--no-deps", "--no-compile", "--require-hashes"]
CONTRACTS += ["-r", "requirements-contracts.lock"]


def main(arguments: list[str]) -> int:
    """0 when everything passed."""
    os.chdir(ROOT)
    os.environ["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    if arguments[:1] == ["fast"]:
        if not has_contracts():
            return 1
        near = [] if names_tests(arguments[1:]) else NEAR
        return subprocess.call([*SHORT, *near, *arguments[1:]])
    if not provided():
        return 1
    failed = []
    _title("pemeriksaan kode")
    if subprocess.call([sys.executable, "tools/checks.py"]):
        failed.append("pemeriksaan kode")
    _title("pytest dengan SQLite")
    if subprocess.call([*ALL, "-m", FIRST, *arguments]):
        failed.append("pytest dengan SQLite")
    _title("pytest dengan PostgreSQL")
    if on_postgres(arguments):
        failed.append("pytest dengan PostgreSQL")
    if failed:
        print(f"\nkentongan: gagal: {', '.join(failed)}. Rinciannya di atas.", flush=True)
    return 1 if failed else 0


def provided() -> bool:
    """Install what the tests need; as an ordinary user the installer names the one command."""
    if subprocess.call(["tools/install-test-servers.sh"]):
        return False
    return has_contracts() and has_browser()


def has_browser() -> bool:
    """Where the system has no Chromium as a package (Ubuntu), Playwright brings its own."""
    sys.path.insert(0, str(ROOT))
    from tests.servers import ServerMissing
    from tests.servers.browser import chromium

    with suppress(ServerMissing):
        return bool(chromium())
    return subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"]) == 0


def has_contracts() -> bool:
    """Install the vendors' contracts that strict fakes read, where they are not there yet."""
    wanted = re.findall(
        r"^([\w.-]+)==([^\s\\]+)", Path(CONTRACTS[-1]).read_text("utf-8"), re.MULTILINE
    )
    with suppress(PackageNotFoundError):
        if all(version(name) == number for name, number in wanted):
            return True
    return subprocess.call([sys.executable, "-m", "pip", "install", *CONTRACTS]) == 0


def on_postgres(arguments: list[str]) -> int:
    """pytest against a cluster of its own, which is gone afterwards."""
    from tests.servers.postgres import running

    with running() as cluster:
        environment = {**os.environ, "KENTONGAN_DATABASE_URL": cluster.create_database()}
        return subprocess.call([*ALL, "-m", ANEW, *arguments], env=environment)


def names_tests(arguments: list[str]) -> bool:
    """Whether they say which tests to run."""
    return any(it.startswith("-k") or Path(it.partition("::")[0]).exists() for it in arguments)


def _title(text: str) -> None:
    print(f"\n=== {text}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
