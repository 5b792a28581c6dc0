"""Remembering that a wording passed the check, so that sending it need not repeat the same sum.

The check is a pure function of the words, the facts around them and the rules. A *clearance* is
the hash of all three, taken when nothing had to be mended. As long as it is the same, so is the
answer; where a phase of an election has begun, a word list has grown or the software is another,
it differs, and everything is asked again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from kentongan.compliance.draft import Facts, Severity
from kentongan.networks.limits import Offers, TextLimits, comment_limits, offers, text_limits
from kentongan.planning import checking
from kentongan.planning.checking import Checked, Wording
from kentongan.planning.manners import USUAL
from kentongan.planning.models import Post, Revision

#: What findings can depend on besides words and facts: rules, word lists, ways of reading.
_SOURCES = ("kentongan.compliance", "kentongan.language")


def clearance(post: Post, revision: Revision, planned: datetime) -> str:
    """The clearance of a revision going out at ``planned``; empty if anything must be mended.

    What was let pass by a waiver gives none: it is asked every time whether the leave still stands.
    """
    given = checking.frozen_wording(revision, planned)
    facts = checking.facts_of(post, planned, planned=planned)
    found = checking.examine(given, facts, post.weighed)
    if any(item.finding.severity is Severity.MUST for item in found):
        return ""
    return _seal(given, surroundings(facts))


def stopping(post: Post, revision: Revision, planned: datetime) -> list[Checked]:
    """What would stop a revision at ``planned``; what was let pass by a waiver does not."""
    given = checking.frozen_wording(revision, planned)
    facts = checking.facts_of(post, planned, planned=planned)
    return [item for item in checking.findings_in(given, facts, post) if item.stops]


def surroundings(facts: Facts) -> str:
    """The facts as a clearance takes them: made once for all posts they hold for."""
    return _text(_plain(facts))


def still_clear(given: Wording, around: str, cleared: str) -> bool:
    """Whether ``cleared`` answers for this wording going out now, with these surroundings."""
    return bool(cleared) and _seal(given, around) == cleared


def _seal(given: Wording, around: str) -> str:
    """The time is left out: what it means for the check (the phase) is among the facts."""
    words = {f.name: getattr(given, f.name) for f in fields(given) if f.name != "at"}
    forms = {code: given.manners.get(code, USUAL).form for code in sorted(given.networks)}
    limits = [
        (code, _limits(text_limits(code, form), comment_limits(code), offers(code)))
        for code, form in forms.items()
    ]
    whole = _text([_plain(words), around, limits, _rules()])
    return hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()


@lru_cache(maxsize=256)
def _limits(*given: TextLimits | Offers) -> str:
    """What a network takes, as text: by value, so another limit is another text."""
    return _text([_plain(limits) for limits in given])


def _text(plain: Any) -> str:
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """As JSON, the same in every process: sets sorted, records by name."""
    if isinstance(value, (str, int, float)) or value is None:  # most are; numbers count booleans
        return value
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return str(value)


@cache
def _rules() -> str:
    """The hash of everything that rules are made of, read once in the life of a process."""
    digest = hashlib.sha256()
    for package in _SOURCES:
        for name, data in _files(files(package), package):
            digest.update(f"{name} {len(data)}\n".encode())
            digest.update(data)
    return digest.hexdigest()


def _files(folder: Traversable, path: str) -> Iterable[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{path}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, name)
        elif entry.is_file():
            yield name, entry.read_bytes()
