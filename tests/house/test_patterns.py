"""Patterns mean the same to every Python that Kentongan runs on.

Before 3.11.5 a possessive group, ``(…)++``, finds nothing where what is in it gives something back
(https://github.com/python/cpython/issues/106052). Debian 12 has 3.11.2. An atomic group around the
repetition, ``(?>(…)+)``, says the same and is right everywhere; single signs, ``[…]++``, are too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.tree import modules

pytestmark = pytest.mark.no_database

POSSESSIVE = re.compile(r"(?<!\\)\)(?:[+*?]|\{\d*,?\d*\})\+")


def possessive_groups(source: str) -> Iterator[str]:
    """The strings of a module that repeat a group possessively."""
    for node in ast.walk(ast.parse(source)):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and POSSESSIVE.search(text):
            yield f"line {node.lineno}: {text}"


@pytest.mark.parametrize(
    "source",
    [
        r're.compile(r"(?:a+b){1,6}+")',
        r're.compile(r"(?:a+b)++")',
        r're.compile(rf"(?:{A}b)*+c")',
        r're.compile(rf"(?:{A}{{1,3}}b){{2,}}+c")',
    ],
)
def test_a_group_that_gives_nothing_back_is_seen(source: str) -> None:
    assert list(possessive_groups(source))


@pytest.mark.parametrize(
    "source", [r're.compile(r"[a-z]++(?>(?:a+b)+)")', r're.compile(r"\)++")', '"(lihat) + (ini)"']
)
def test_what_every_python_reads_alike_is_left_alone(source: str) -> None:
    assert not list(possessive_groups(source))


@pytest.mark.slow
def test_no_pattern_repeats_a_group_possessively() -> None:
    found = [
        f"{name}: {group}"
        for name, path in modules().items()
        for group in possessive_groups(path.read_text("utf-8"))
    ]
    assert found == [], "take (?>(…)+) for (…)++"
