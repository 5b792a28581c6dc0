"""A citizen's personal data, hidden on screens and in exports; the stored text stays as it is.

The same rules of the check that stop our own posts find it: numbers of identity cards, families,
accounts and telephones, e-mail addresses, addresses of homes.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache, lru_cache

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts
from kentongan.compliance.rule import Rule
from kentongan.compliance.rules import rules_of
from kentongan.kernel.text import shorten

#: Without any of these there is nothing for the rules to find.
_WORTH_A_LOOK = re.compile(
    r"\d[\d\s.-]{4,}\d|@|\b(?:nol|kosong)\b|\b(?:jl|jalan|rt|rw|blok|no)\b[^\n]{0,40}\d",
    re.IGNORECASE,
)
_ANY_TIME = datetime(2020, 1, 1, tzinfo=UTC)
_MOST = 20_000
_LAST_SEEN = 3


@lru_cache(maxsize=2_048)
def masked(text: str) -> str:
    """``text`` with personal data covered; as many characters as before, so that marks fit."""
    if not _WORTH_A_LOOK.search(text):
        return text
    found = check(Draft(text=text[:_MOST], at=_ANY_TIME, kind="reply"), Facts(), _rules())
    chars = list(text)
    for finding in found:
        if finding.where == "text":
            for place in _covered(text, finding.start, finding.end):
                chars[place] = "•"
    return "".join(chars)


@cache
def _rules() -> tuple[Rule, ...]:
    """Those that find numbers and addresses; what is told of a person stays readable."""
    found = rules_of("personal_data")
    return tuple(rule for rule in found if not rule.id.endswith(("medical", "birth")))


def _covered(text: str, start: int, end: int) -> list[int]:
    """What is covered of a finding: letters and digits, but the last three of a number."""
    places = [place for place in range(start, end) if text[place].isalnum()]
    digits = [place for place in places if text[place].isdigit()]
    if len(digits) == len(places) and len(digits) > 2 * _LAST_SEEN:
        return places[:-_LAST_SEEN]
    return places


def preview(text: str) -> str:
    """The beginning of a message on one line, covered; at most 200 characters."""
    return shorten(masked(" ".join(text[:500].split())), 200)


def contact(value: str) -> str:
    """A telephone number or an address of e-mail, covered but for what recognises it."""
    name, at, host = value.partition("@")
    if at:
        return f"{name[:1]}{'•' * max(len(name) - 1, 0)}@{host}"
    return "•" * max(len(value) - _LAST_SEEN, 0) + value[-_LAST_SEEN:]
