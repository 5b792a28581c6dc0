"""The short loop draws the pages, and tries the connectors, of what is being changed."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.near import changed_files, parted, rooms

pytestmark = pytest.mark.no_database


def git(tree: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Uji", "-c", "user.email=uji@contoh.example"]
    subprocess.run(["git", *who, *arguments], cwd=tree, check=True, capture_output=True)


def write(tree: Path, path: str) -> None:
    (tree / path).parent.mkdir(parents=True, exist_ok=True)
    (tree / path).write_text("baru\n")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-b", "main")
    for path in ("src/kentongan/planning/life.py", "src/kentongan/media/files.py"):
        write(tmp_path, path)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "Mulai")
    git(tmp_path, "checkout", "-b", "kerja")
    return tmp_path


def test_where_nothing_differs_from_main_no_pages_are_drawn(tree: Path) -> None:
    assert rooms(changed_files(tree)) == set()


def test_committed_uncommitted_and_new_files_count(tree: Path) -> None:
    write(tree, "src/kentongan/inbox/templates/inbox/case.html")
    git(tree, "add", ".")
    git(tree, "commit", "-m", "Satu")
    (tree / "src/kentongan/media/files.py").write_text("lain\n")
    write(tree, "tests/people/test_leave.py")
    write(tree, "src/kentongan/version.py")
    write(tree, "docs/arsitektur.md")
    assert rooms(changed_files(tree)) == {"inbox", "media", "people"}


def test_pages_of_other_rooms_are_left_out_and_nothing_else() -> None:
    def item(room: str, *fixtures: str) -> Any:
        return SimpleNamespace(path=Path(f"/r/tests/{room}/test_a.py"), fixturenames=fixtures)

    near, far, pure = item("inbox", "client"), item("people", "client"), item("people", "cast")
    assert parted([near, far, pure], {"inbox"}) == ([near, pure], [far])


@pytest.mark.parametrize("changed", ["networks", "connectors", "fakes", "kernel"])
def test_connectors_are_tried_when_what_they_stand_on_is_changed(changed: str) -> None:
    def item(folder: str) -> Any:
        return SimpleNamespace(path=Path(f"/r/tests/{folder}/test_x.py"), fixturenames=())

    connector, fake, other = item("connectors"), item("fakes"), item("people")
    assert parted([connector, fake, other], {changed}) == ([connector, fake, other], [])
    assert parted([connector, fake, other], {"people"}) == ([other], [connector, fake])
    assert parted([connector, fake, other], set()) == ([other], [connector, fake])


def test_without_git_no_pages_are_drawn(tmp_path: Path) -> None:
    assert changed_files(tmp_path) == []
