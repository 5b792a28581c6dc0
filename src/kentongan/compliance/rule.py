"""What a rule is. Each file in ``rules/`` defines one as ``RULE``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from kentongan.compliance.draft import Draft, Facts, MediaFact, Phase, Severity, Suggestion
from kentongan.compliance.keeping import kept
from kentongan.compliance.reading.opening import Opening
from kentongan.compliance.reading.text import Text
from kentongan.language.normalise import Normalised

#: Characters between two hits of passages that still belong together.
ONE_BREATH = 120
#: From the mildest to the sternest.
STERNNESS = (Severity.HINT, Severity.WEIGH, Severity.MUST)


def sternest(severities: Iterable[Severity]) -> Severity:
    """The sternest of several; none at all is a bug."""
    return max(severities, key=STERNNESS.index)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: typed offsets in the text at ``where``.

    Without ``message`` the rule's own is shown. ``at_least`` lifts, ``at_most`` caps the
    severity that phase, actor and kind give. ``quote`` holds words of an alt text or a picture.
    ``core``: the words found, where the hit reaches further; allowed terms are compared with them.
    """

    start: int
    end: int
    where: str = "text"
    message: str = ""
    suggestion: Suggestion | None = None
    at_least: Severity | None = None
    at_most: Severity | None = None
    quote: str = ""
    core: tuple[int, int] | None = None


def hit_at(
    text: Text,
    form: Normalised,
    start: int,
    end: int,
    *,
    message: str = "",
    suggestion: Suggestion | None = None,
    at_least: Severity | None = None,
    at_most: Severity | None = None,
) -> Hit:
    """A hit at ``form.text[start:end]``, where ``form`` is one of the forms of ``text``."""
    first, last = form.span(start, end)
    return Hit(
        start=first,
        end=last,
        where=text.where,
        message=message,
        suggestion=suggestion,
        at_least=at_least,
        at_most=at_most,
        quote="" if text.where in ("text", "title") else text.original[first:last],
    )


def hit_typed(
    text: Text,
    start: int,
    end: int,
    *,
    message: str = "",
    suggestion: Suggestion | None = None,
    at_least: Severity | None = None,
    at_most: Severity | None = None,
) -> Hit:
    """A hit at typed offsets of ``text``."""
    return Hit(
        start=start,
        end=end,
        where=text.where,
        message=message,
        suggestion=suggestion,
        at_least=at_least,
        at_most=at_most,
        quote="" if text.where in ("text", "title") else text.original[start:end],
    )


class Case:
    """A draft with its facts and its texts, as rules see it."""

    def __init__(self, draft: Draft, facts: Facts) -> None:
        self.draft = draft
        self.facts = facts
        #: The sternest severity found so far, by family: the check fills it in the order of the
        #: rules, for rules that build on others.
        self.gravest: dict[str, Severity] = {}
        #: What rules of a family have found so far, where the family has a model (``likeness``).
        self.met: dict[str, list[Hit]] = {}
        #: What the models see in a text (``likeness``), for the next of them.
        self.kept: dict[Text | None, Any] = {}

    @kept
    def text(self) -> Text:
        """The text itself."""
        return Text("text", self.draft.text)

    @kept
    def texts(self) -> tuple[Text, ...]:
        """Everything a person can read: text, title, alt texts, words in pictures."""
        draft, media = self.draft, self.draft.media
        found = [self.text] if draft.text else []
        if draft.title:
            found.append(Text("title", draft.title))
        if media:
            found += [Text(f"media:{i}", item.alt) for i, item in enumerate(media) if item.alt]
            seen = [(i, item.seen_text) for i, item in enumerate(media) if item.seen_text]
            found += [Text(f"picture:{i}", words) for i, words in seen]
        return tuple(found)

    @kept
    def letters(self) -> str:
        """All texts with their disguise undone, for a cheap look before patterns."""
        return "\n".join(text.letters.text for text in self.texts)

    @kept
    def words(self) -> frozenset[str]:
        """The words of ``letters``, for a cheap look at many whole words."""
        return frozenset(_WORD.findall(self.letters))

    @property
    def phase(self) -> Phase:
        """The phase of an election at the time of publication."""
        return self.facts.phase


class Given(StrEnum):
    """What a draft or the facts around it must hold, or a rule has nothing to find."""

    MEDIA = "media"
    EMOJI = "emoji"
    FIGURES = "figures"
    SLIPS = "slips"
    RECENT = "recent"
    WATCHED = "watched"
    UNOPENED = "unopened"
    SERVANT = "servant"
    NAMES = "names"
    OWN_DEED = "own deed"
    MARKS = "marks"
    DOTS = "dots"
    LENGTH = "length"
    SHAPE = "shape"
    VIDEO = "video"
    NEEDS_MEDIA = "needs media"
    DEAD_LINKS = "dead links"
    TITLED = "titled"
    COUNTED = "counted"
    QUIET = "quiet"

    @property
    def holds(self) -> Callable[[Case], object]:
        """Tells of a draft whether it is there."""
        return _GIVEN[self]


_GIVEN: dict[Given, Callable[[Case], object]] = {
    Given.MEDIA: lambda case: case.draft.media,
    Given.EMOJI: lambda case: case.text.emoji,
    Given.FIGURES: lambda case: case.text.figures,
    Given.SLIPS: lambda case: case.text.slips,
    Given.RECENT: lambda case: case.facts.recent or case.facts.upcoming,
    Given.WATCHED: lambda case: case.facts.watched,
    Given.UNOPENED: lambda case: case.facts.unopened,
    Given.SERVANT: lambda case: case.draft.actor == "civil_servant",
    Given.NAMES: lambda case: case.facts.local_names,
    Given.OWN_DEED: lambda case: (
        case.draft.actor == "civil_servant" or case.draft.kind in ("like", "repost")
    ),
    Given.MARKS: lambda case: not all(text.original.isascii() for text in case.texts),
    Given.DOTS: lambda case: case.draft.link or any(map(_has_dot, case.texts)),
    Given.LENGTH: lambda case: case.facts.limits.measures_anything,
    Given.SHAPE: lambda case: case.draft.form != "post",
    Given.VIDEO: lambda case: case.draft.media or case.facts.limits.needs_video,
    Given.NEEDS_MEDIA: lambda case: case.facts.limits.needs_media,
    Given.DEAD_LINKS: lambda case: case.facts.limits.dead_links,
    Given.TITLED: lambda case: case.facts.limits.max_title or case.facts.limits.never,
    Given.COUNTED: lambda case: case.facts.limits.counts_anything,
    Given.QUIET: lambda case: case.facts.limits.quiet,
}


def _has_dot(text: Text) -> bool:
    """Whether a dot stands before a letter or a number, as in an address."""
    return _DOT.search(text.light.text) is not None


_DOT = re.compile(r"\.\w")
_WORD = re.compile(r"[^\W_]+")
Find = Callable[[Case], Iterable[Hit]]
Opener = Opening | re.Pattern[str]
_AT = datetime(2026, 8, 12, 3, tzinfo=UTC)


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Example:
    """A draft that must match, or must not. ``says`` is shown in the catalogue."""

    text: str
    says: str = ""
    facts: Facts = NO_FACTS
    media: tuple[MediaFact, ...] = ()
    title: str = ""
    network: str = ""
    kind: str = "post"
    actor: str = "institution"
    form: str = "post"

    @property
    def draft(self) -> Draft:
        """The example as a draft."""
        return Draft(
            self.text,
            at=_AT,
            media=self.media,
            title=self.title,
            network=self.network,
            kind=self.kind,
            actor=self.actor,
            form=self.form,
        )


def examples(*items: str | Example) -> tuple[Example, ...]:
    """Examples from plain texts."""
    return tuple(item if isinstance(item, Example) else Example(item) for item in items)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. Texts are Indonesian and translated where they are shown.

    ``severity`` is the usual one; ``by_phase`` replaces it in a phase, ``by_actor`` and
    ``by_kind`` can only sharpen. ``passed_by`` names the role that may pass a ``must``.
    ``own_message``: said instead of ``message`` of a civil servant's own account.
    ``spares_terms``: allowed terms of a pemda silence it.

    A rule that has nothing to find is not asked. It needs one of these, and any will do: ``needs``,
    parts of words (as in ``Text.letters``); ``said``, whole words of it; ``opened_by``, a pattern
    that a word of it opens, or a pair of them, both opened; ``typed``, which tells of a word as it
    was typed; ``also``. Of these it needs each: ``given``, whatever the words; ``about``, a word of
    one of these kinds (``reading/stems.py``).

    ``passage``: hits close together, also those of other such rules of the family, are one thing to
    mend.
    """

    id: str
    family: str
    title: str
    looks_for: str
    message: str
    basis: tuple[str, ...]
    severity: Severity
    find: Find
    examples_match: tuple[Example, ...]
    examples_miss: tuple[Example, ...]
    suggestion: str = ""
    own_message: str = ""
    by_phase: Mapping[Phase, Severity] = field(default_factory=dict)
    by_actor: Mapping[str, Severity] = field(default_factory=dict)
    by_kind: Mapping[str, Severity] = field(default_factory=dict)
    passed_by: str = "pembina"
    spares_terms: bool = True
    needs: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()
    opened_by: tuple[Opener | tuple[Opener, Opener], ...] = ()
    typed: Callable[[str], object] | None = None
    also: Given | None = None
    given: Given | None = None
    about: frozenset[str] = frozenset()
    passage: bool = False

    def severity_for(self, draft: Draft, phase: Phase) -> Severity:
        """The severity for who publishes what, when; before hits and overrides."""
        found = [self.by_phase.get(phase, self.severity)]
        for table, key in ((self.by_actor, draft.actor), (self.by_kind, draft.kind)):
            if key in table:
                found.append(table[key])
        return sternest(found)

    def phases(self) -> list[tuple[Phase, Severity]]:
        """Severity in every phase, for the catalogue."""
        return [(phase, self.by_phase.get(phase, self.severity)) for phase in Phase]
