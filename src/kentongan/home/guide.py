"""The guides of ``docs/pengguna`` as pages of the product: who needs help has no repository."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.web.prose import Block, blocks, outside

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "pengguna"
#: The page that names the others.
START = "README"


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: its title and what follows it."""

    title: str
    blocks: tuple[Block, ...]


def guide(name: str = START) -> Guide:
    """The guide of that name; ``Missing`` where there is none."""
    found = _read(name) if name in _names() else None
    if found is None:
        raise Missing(_("Panduan itu tidak ada."))
    return found


@cache
def _names() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.md"))


@cache
def _read(name: str) -> Guide | None:
    first, *rest = blocks((FOLDER / f"{name}.md").read_text("utf-8"), lead=lead)
    return Guide(str(first.lines[0]), tuple(rest))


def lead(address: str) -> str:
    """From guide to guide, and to other sites; documents for developers are only named."""
    page, _hash, anchor = address.partition("#")
    name = page.removesuffix(".md")
    place = f"#{anchor}" if anchor else ""
    if not page:
        return place
    if name in _names():
        return f"/bantuan/{place}" if name == START else f"/bantuan/{name}/{place}"
    return outside(address)
