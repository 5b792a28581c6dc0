"""The short loop's choice: pages cost most of it, so only those of what is being changed are drawn.

Loaded by ``./kentongan test fast`` where no tests are named. A test goes through pages when it asks
for Django's test client. What is being changed: the features whose files differ from ``main``, and
the folders of tests that do.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHOSEN = pytest.StashKey[set[str]]()
UPSTREAM = ("origin/main", "main")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[CHOSEN] = rooms(changed_files(ROOT))


def pytest_report_header(config: pytest.Config) -> str:
    chosen = ", ".join(sorted(config.stash[CHOSEN])) or "tidak ada yang berubah"
    return f"halaman hanya dari yang berubah: {chosen}; selebihnya oleh ./kentongan test"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept, left_out = parted(items, config.stash[CHOSEN])
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def parted(
    items: Iterable[pytest.Item], chosen: set[str]
) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests to run, and those of pages in other rooms than the ``chosen``."""
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        far = draws_pages(item) and chosen.isdisjoint(item.path.parts)
        (left_out if far else kept).append(item)
    return kept, left_out


def draws_pages(item: pytest.Item) -> bool:
    """Whether the test asks pages for answers."""
    return "client" in getattr(item, "fixturenames", ())


def rooms(paths: Iterable[str]) -> set[str]:
    """Features of the product, and folders of its tests, that these files lie in."""
    found = set()
    for path in paths:
        match path.split("/"):
            case ["src", "kentongan", room, _, *_] | ["tests", room, _, *_]:
                found.add(room)
    return found


def changed_files(tree: Path) -> list[str]:
    """Files that differ from ``main``, committed or not; none where there is no git to say so."""
    for upstream in UPSTREAM:
        since = _git(tree, "merge-base", "HEAD", upstream)
        if since is not None:
            differing = _git(tree, "diff", "--name-only", since.strip()) or ""
            new = _git(tree, "ls-files", "--others", "--exclude-standard") or ""
            return [*differing.splitlines(), *new.splitlines()]
    return []


def _git(tree: Path, *arguments: str) -> str | None:
    try:
        return subprocess.run(
            ["git", *arguments], cwd=tree, capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
