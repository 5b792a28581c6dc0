"""The tree of the product as the house tests see it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "kentongan"


@cache
def lines() -> dict[str, int]:
    """Package name to the number of its line in the house, the kernel's being 0."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    house = next(contract for contract in contracts if contract["id"] == "house")
    return {
        name.strip(): number
        for number, line in enumerate(reversed(house["layers"]))
        for name in line.split("|")
    }


@cache
def modules() -> dict[str, Path]:
    """Dotted name to file, for every module of the product; migrations are left out."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if "migrations" in parts:
            continue
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found
