"""The data files of the example pemda as plain values."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_DATA = files(__package__).joinpath("data")


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``data/<name>.csv`` by the names in its first line."""
    text = _DATA.joinpath(f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def table(name: str) -> dict[str, Any]:
    """``data/<name>.toml``."""
    found: dict[str, Any] = tomllib.loads(_DATA.joinpath(f"{name}.toml").read_text("utf-8"))
    return found
