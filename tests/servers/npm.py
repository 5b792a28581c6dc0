"""Where npm packages of the tests are: a cache outside of the work tree, named by the lock file."""

import hashlib
import os
from pathlib import Path

from tests.servers.process import ServerMissing

SERVERS = Path(__file__).resolve().parent


def cache_directory() -> Path:
    """`KENTONGAN_CACHE`, or `~/.cache/kentongan`; the same rule as in the installer."""
    return Path(os.environ.get("KENTONGAN_CACHE") or Path.home() / ".cache" / "kentongan")


def node_modules(name: str) -> Path:
    """`node_modules` for tests/servers/<name>/package-lock.json, or ServerMissing."""
    lock = (SERVERS / name / "package-lock.json").read_bytes()
    target = cache_directory() / f"{name}-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not (target / "complete").exists():
        raise ServerMissing(f"The set of npm packages of tests/servers/{name} ({target})")
    return target / "node_modules"
