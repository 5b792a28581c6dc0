"""The guides of ``docs/pengguna`` as pages of the product: who needs help has no repository."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.web.prose import Prose, drawn, outside

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "pengguna"
#: The page that names the others.
START = "README"


def guide(name: str = START) -> Prose:
    """The guide of that name; ``Missing`` where there is none."""
    if name not in _names():
        raise Missing(_("Panduan itu tidak ada."))
    return _read(name)


@cache
def _names() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.md"))


@cache
def _read(name: str) -> Prose:
    return drawn((FOLDER / f"{name}.md").read_text("utf-8"), lead=lead)


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
