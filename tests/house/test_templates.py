"""Templates keep the strict Content-Security-Policy: nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from tests.house.tree import PACKAGE

pytestmark = pytest.mark.no_database

FORBIDDEN = {
    "inline style": re.compile(r"""<[a-z][^<>]*\sstyle\s*=\s*["']""", re.IGNORECASE),
    "inline handler": re.compile(r"""<[a-z][^<>]*\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "javascript address": re.compile(r"""(href|action)\s*=\s*["']?\s*javascript:""", re.IGNORECASE),
    "file of another host": re.compile(
        r"""<(?:script|link|img|source|iframe)\b[^>]*\s(?:src|href)\s*=\s*["']?(?:https?:)?//""",
        re.IGNORECASE,
    ),
}
COMMENT = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_template_holds_nothing_inline(path: Path) -> None:
    text = COMMENT.sub("", path.read_text("utf-8"))
    found = {name: m.group() for name, rule in FORBIDDEN.items() if (m := rule.search(text))}
    assert found == {}


NAME = re.compile(r"""\{%\s*url\s+(["'])(?P<name>[^"']+)\1""")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_template_links_only_to_addresses_that_exist(path: Path) -> None:
    """A page that is drawn only sometimes must not be the first to find out."""
    unknown = []
    for found in NAME.finditer(path.read_text("utf-8")):
        try:
            reverse(found["name"])
        except NoReverseMatch as problem:
            if "is not a" in str(problem):  # an unknown name, not missing arguments
                unknown.append(found["name"])
    assert unknown == []


@pytest.mark.parametrize(
    "text",
    [
        '<p class="a" style="color:red">',
        "<button onclick='go()'>",
        "<script>go()</script>",
        '<img alt="" src="https://example.com/a.png">',
        '<a href="javascript:go()">',
    ],
)
def test_the_rules_find_what_they_are_for(text: str) -> None:
    assert any(rule.search(text) for rule in FORBIDDEN.values())
