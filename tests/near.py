"""The short loop's choice: of what costs much, only what is being changed.

Loaded by ``./kentongan test fast`` where no tests are named. Pages are drawn only of changed
features; a test goes through pages when it asks for Django's test client. Connectors, and the
fakes they speak to, are tried only when one of them, the contract, or the client they speak with
is changed: nothing else depends on them. What is being changed: the features whose files differ
from ``main``, and the folders of tests that do.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHOSEN = pytest.StashKey[set[str]]()
UPSTREAM = ("origin/main", "main")
#: Folders of tests that run only when one of these rooms is being changed.
APART = dict.fromkeys(
    ("connectors", "fakes"), frozenset({"connectors", "fakes", "networks", "kernel"})
)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[CHOSEN] = rooms(changed_files(ROOT))


def pytest_report_header(config: pytest.Config) -> str:
    chosen = ", ".join(sorted(config.stash[CHOSEN])) or "tidak ada yang berubah"
    return f"halaman dan konektor hanya dari yang berubah: {chosen}; semua: ./kentongan test"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept, left_out = parted(items, config.stash[CHOSEN])
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def parted(
    items: Iterable[pytest.Item], chosen: set[str]
) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests to run, and those of pages or connectors far from the ``chosen`` rooms."""
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        (left_out if is_far(item, chosen) else kept).append(item)
    return kept, left_out


def is_far(item: pytest.Item, chosen: set[str]) -> bool:
    """Whether it costs much and nothing it depends on is among the ``chosen`` rooms."""
    here = item.path.parts
    if draws_pages(item) and chosen.isdisjoint(here):
        return True
    return any(room in here and chosen.isdisjoint(needs) for room, needs in APART.items())


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
