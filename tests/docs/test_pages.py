"""What the documents name exists: links, commands, settings, files, rooms of the features."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from kentongan.config.cli import COMMANDS, build_parser
from kentongan.config.environment import Environment
from tests.docs.pages import BINARY, CODE, ROOT, anchors, files, name, pages, prose
from tests.house.tree import PACKAGE, lines

pytestmark = pytest.mark.no_database

LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
COMMAND = re.compile(r"\./kentongan((?: +[^\s`|<>()]+)*)")
VARIABLE = re.compile(r"\bKENTONGAN_[A-Z_]*[A-Z]\b")
EVERY = pytest.mark.parametrize("document", [pytest.param(p, id=name(p)) for p in pages()])
READMES = ["README.md", "README.id.md"]
TOPS = ("benchmarks/", "deploy/", "docs/", "src/", "tests/", "tools/")
#: Made by people or tools on their machine, so named without being there.
MADE = ("docs/gambar/",)


@EVERY
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for target in LINK.findall(prose(document)):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        path, _hash, fragment = unquote(target).partition("#")
        there = (document.parent / path).resolve() if path else document
        if not there.exists() or (
            fragment and there.suffix == ".md" and fragment not in anchors(there)
        ):
            broken.append(target)
    assert broken == []


def _choices(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _unknown(words: list[str]) -> str:
    """The first word of a command line that the program does not know; empty when all is well."""
    parser = build_parser()
    if not words:
        return ""
    if words[0] in {"help", "--help", "--version"}:
        return ""
    if words[0] not in COMMANDS:
        return words[0]
    parser = _choices(parser)[words[0]]
    inner = _choices(parser)
    if inner and len(words) > 1:
        if words[1] not in inner:
            return words[1]
        parser = inner[words[1]]
    known = {option for action in parser._actions for option in action.option_strings}
    passed_on = {"check", "manage", "test"}
    for word in words[1:]:
        if word.startswith("--") and words[0] not in passed_on and word.split("=")[0] not in known:
            return word
    return ""


@EVERY
def test_commands_exist(document: Path) -> None:
    wrong = []
    for found in COMMAND.findall(document.read_text("utf-8")):
        words = [word.rstrip(".,;:") for word in found.split("#")[0].split()]
        # Prose after the command ends it: `./kentongan up dan buka ...`.
        if words and re.fullmatch(r"[a-z][a-z-]*", words[0]) and (bad := _unknown(words)):
            wrong.append(f"{bad!r} in ./kentongan{found}")
    assert wrong == []


def test_the_readme_names_the_commands_a_person_needs() -> None:
    for readme in READMES:
        text = (ROOT / readme).read_text("utf-8")
        for command in ("up", "up --no-demo", "test", "backup", "restore", "verify-ledger"):
            assert f"./kentongan {command}" in text, f"{readme}: ./kentongan {command}"


@EVERY
def test_settings_exist(document: Path) -> None:
    known = {row["name"] for row in Environment.documented()} | {"KENTONGAN_CACHE"}
    assert set(VARIABLE.findall(document.read_text("utf-8"))) - known == set()


@EVERY
def test_files_named_in_code_style_exist(document: Path) -> None:
    missing = []
    for text in CODE.findall(prose(document)):
        if not re.fullmatch(r"[\w./@-]+", text) or "..." in text:
            continue
        if text.startswith(TOPS) and not text.startswith(MADE) and not (ROOT / text).exists():
            missing.append(text)
    assert missing == []


@pytest.mark.parametrize("feature", sorted(lines()))
def test_a_readme_of_a_feature_names_files_that_are_there(feature: str) -> None:
    readme = PACKAGE / feature / "README.md"
    assert readme.exists()
    inside = re.compile(r"[\w/]+\.(?:py|json|csv|toml|css|txt|html)")
    known = [f"/{name(path)}" for path in files()]
    missing = [
        text
        for text in CODE.findall(prose(readme))
        if inside.fullmatch(text) and not any(path.endswith(f"/{text}") for path in known)
    ]
    assert missing == []


@pytest.mark.parametrize("feature", sorted(lines()))
def test_the_picture_of_the_house_shows_every_package(feature: str) -> None:
    for page in ("README.md", "docs/arsitektur.md"):
        drawn = re.search(r"```\n(?:src/kentongan/\n)?(\s*config.*?)```",
                          (ROOT / page).read_text("utf-8"), re.DOTALL)  # fmt: skip
        assert drawn, f"{page} has no picture"
        assert re.search(rf"\b{feature}\b", drawn.group(1)), f"{page}: {feature}"


def test_the_picture_stands_in_the_order_of_the_layers() -> None:
    text = (ROOT / "docs/arsitektur.md").read_text("utf-8")
    drawn = re.search(r"```\n(config.*?)```", text, re.DOTALL)
    assert drawn
    order = []
    for line in drawn.group(1).splitlines():
        packages = re.split(r" {2,}", line)[0].split("|")
        order.append({lines()[package.strip()] for package in packages})
    assert all(len(row) == 1 for row in order), "one line of the picture is one line of the house"
    heights = [row.pop() for row in order]
    assert heights == sorted(heights, reverse=True)


def test_decisions_are_numbered_listed_and_complete() -> None:
    folder = ROOT / "docs" / "decisions"
    found = sorted(folder.glob("[0-9]*.md"))
    assert [path.name[:4] for path in found] == [f"{n:04}" for n in range(1, len(found) + 1)]
    index = (folder / "README.md").read_text("utf-8")
    for path in found:
        text = path.read_text("utf-8")
        assert text.startswith(f"# {path.name[:4]}. "), path.name
        headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert headings == ["Context", "Decision", "Cost"], path.name
        assert f"({path.name})" in index, f"{path.name} is not in the list"


#: Written in parts, so that this file does not find itself.
FORBIDDEN = tuple(
    "".join(parts)
    for parts in (
        ("/work", "/"),
        ("../", "shared"),
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("registry.npm", "js"),
        ("/opt/", "pypi"),
        ("helper ", "session"),
        ("this ", "session's brief"),
        ("sub", "agent"),
    )
)


def test_no_file_names_the_machines_it_was_written_on() -> None:
    found = []
    for path in files():
        if path.suffix in BINARY:
            continue
        text = path.read_text("utf-8", "replace").lower()
        found += [f"{name(path)}: {word}" for word in FORBIDDEN if word in text]
    assert found == []
