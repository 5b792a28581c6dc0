"""The check: a pure function of a draft and the facts around it.

    findings = check(Draft(text="…", at=now), Facts())

No database, no clock, no network. A rule that raises is a bug and is not hidden.
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kentongan.compliance.basis import basis
from kentongan.compliance.draft import Draft, Facts, Finding, Severity, Suggestion
from kentongan.compliance.reading.asking import asking
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import ONE_BREATH, STERNNESS, Case, Hit, Rule, sternest
from kentongan.compliance.rules import all_rules
from kentongan.kernel.memory import loading
from kentongan.kernel.say import gettext
from kentongan.language.normalise import Strength, normalise

OFF = "off"
_PLACES = ("text", "title", "media", "picture")


def check(draft: Draft, facts: Facts, rules: Sequence[Rule] | None = None) -> list[Finding]:
    """All findings of ``rules`` (of every rule), ordered by place and offset.

    Places are the text, the title, alt texts, words in pictures, in this order.

    Of overlapping findings of one family the sternest stays, then the longest.
    """
    rules = all_rules() if rules is None else rules
    case, overrides = Case(draft, facts), facts.overrides
    spared = _spared(case)
    found: list[_Found] = []
    for number in asking(rules).asked(case):
        rule = rules[number]
        override = overrides.get(rule.id, "") if overrides else ""
        if override == OFF:
            continue
        for hit in rule.find(case):
            if not (rule.spares_terms and _is_spared(hit, spared)):
                finding = _finding(rule, hit, case, override)
                item = _Found(hit.start, hit.end, finding, rule.passage)
                found.append(item)
                before = case.gravest.get(rule.family, Severity.HINT)
                case.gravest[rule.family] = sternest((before, item.finding.severity))
    return sorted((item.finding for item in _apart(_passages(found, case))), key=_place)


def warm() -> None:
    """Load and ask every rule once, so that the first person to write does not wait for it.

    What was loaded for it stays for good: Python need not look through it for garbage again and
    again, which can take a third of the time of a long text.
    """
    with loading():
        rules = all_rules()
        asking(rules)
        for rule in rules:
            example = rule.examples_match[0]
            for _hit in rule.find(Case(example.draft, example.facts)):
                pass
        gc.collect()


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding with its true offsets, which a finding in an alt text does not carry."""

    start: int
    end: int
    finding: Finding
    passage: bool = False


def _finding(rule: Rule, hit: Hit, case: Case, override: str) -> Finding:
    in_media = hit.where not in ("text", "title")
    source = case.draft.title if hit.where == "title" else case.draft.text
    return Finding(
        rule=rule.id,
        family=rule.family,
        severity=Severity(override) if override else _severity(rule, hit, case),
        start=0 if in_media else hit.start,
        end=0 if in_media else hit.end,
        text=hit.quote or ("" if in_media else source[hit.start : hit.end]),
        title=gettext(rule.title),
        message=_message(rule, hit, case.draft),
        basis=basis(*rule.basis),
        suggestion=_suggestion(rule, hit),
        where=hit.where,
    )


def _severity(rule: Rule, hit: Hit, case: Case) -> Severity:
    rank = STERNNESS.index(rule.severity_for(case.draft, case.phase))
    if hit.at_least is not None:
        rank = max(rank, STERNNESS.index(hit.at_least))
    if hit.at_most is not None:
        rank = min(rank, STERNNESS.index(hit.at_most))
    return STERNNESS[rank]


def _message(rule: Rule, hit: Hit, draft: Draft) -> str:
    """The message, for whose account it is; of words in a picture it says where they stand."""
    usual = (draft.actor == "civil_servant" and rule.own_message) or rule.message
    message = hit.message or gettext(usual)
    if hit.where.startswith("picture"):
        return gettext("Tulisan ini terbaca di dalam gambar. %(message)s") % {"message": message}
    return message


def _suggestion(rule: Rule, hit: Hit) -> Suggestion | None:
    """How to mend it; words in a picture cannot be replaced by a click."""
    usual = Suggestion(gettext(rule.suggestion)) if rule.suggestion else None
    given = hit.suggestion or usual
    if given is not None and hit.where.startswith("picture"):
        return Suggestion(given.label)
    return given


def _place(finding: Finding) -> tuple[int, int, int, int, str]:
    where = finding.where
    kind, _, index = where.partition(":")
    return _PLACES.index(kind), int(index or 0), finding.start, finding.end, finding.rule


def _passages(found: list[_Found], case: Case) -> list[_Found]:
    """Make one of what rules of passages find close together: it is one thing to mend."""
    passages = [number for number, item in enumerate(found) if item.passage]
    if not passages:
        return found
    texts = {text.where: text.original for text in case.texts}
    joined = dict(enumerate(found))
    last: dict[tuple[str, str], int] = {}
    for number in sorted(passages, key=lambda number: found[number].start):
        item = joined.pop(number)
        key = (item.finding.family, item.finding.where)
        at = last.get(key)
        if at is not None and item.start - joined[at].end <= ONE_BREATH:
            # Among equals the rule that was asked first speaks, whichever stands first.
            item, number = _as_one(joined.pop(at), item, texts[item.finding.where]), min(at, number)
        joined[number], last[key] = item, number
    return [joined[number] for number in sorted(joined)]


def _as_one(one: _Found, other: _Found, original: str) -> _Found:
    """The sterner of the two, else the first, reaching over both; a click cannot mend both."""
    start, end = min(one.start, other.start), max(one.end, other.end)
    main = min(one, other, key=lambda item: -STERNNESS.index(item.finding.severity))
    if (main.start, main.end) == (start, end):
        return main
    in_media = main.finding.where not in ("text", "title")
    hint = main.finding.suggestion
    finding = replace(
        main.finding,
        start=0 if in_media else start,
        end=0 if in_media else end,
        text=original[start:end],
        suggestion=Suggestion(hint.label) if hint else None,
    )
    return _Found(start, end, finding, True)


def _apart(found: Iterable[_Found]) -> Iterator[_Found]:
    """Drop what overlaps a sterner, else longer, else earlier finding of its family.

    Spans that are kept never overlap, so only the neighbours of a new one need a look.
    """
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    points: set[tuple[str, str, int]] = set()
    for item in sorted(found, key=_weight):
        finding = item.finding
        if item.start == item.end:
            point = (finding.rule, finding.where, item.start)
            if point not in points:
                points.add(point)
                yield item
            continue
        kept = spans.setdefault((finding.family, finding.where), [])
        index = bisect_left(kept, (item.start, item.end))
        after = index < len(kept) and kept[index][0] < item.end
        before = index > 0 and kept[index - 1][1] > item.start
        if not (after or before):
            kept.insert(index, (item.start, item.end))
            yield item


def _weight(item: _Found) -> tuple[int, int, int]:
    return -STERNNESS.index(item.finding.severity), item.start - item.end, item.start


def _spared(case: Case) -> dict[str, list[tuple[int, int]]]:
    """Where the allowed terms of the pemda stand, as typed offsets by place."""
    pattern = _any_of(case.facts.allowed_terms) if case.facts.allowed_terms else None
    if pattern is None:
        return {}
    return {text.where: _spans(text, pattern) for text in case.texts}


@lru_cache(64)
def _any_of(allowed: frozenset[str]) -> re.Pattern[str] | None:
    """A pattern of allowed terms; None where nothing is left of them."""
    terms = sorted(filter(None, map(_plain, allowed)))
    if not terms:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, terms))})(?!\w)")


def _spans(text: Text, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    return [text.folded.span(*match.span()) for match in pattern.finditer(text.folded.text)]


def _plain(term: str) -> str:
    return normalise(term.strip(), Strength.FOLDED).text


def _is_spared(hit: Hit, spared: dict[str, list[tuple[int, int]]]) -> bool:
    first, last = hit.core or (hit.start, hit.end)
    return any(start <= first and last <= end for start, end in spared.get(hit.where, ()))
