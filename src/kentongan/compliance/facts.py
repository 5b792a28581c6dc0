"""What the check must know about a unit at a moment: phase, adjustments, names, limits."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from kentongan.compliance.cleaning import folded
from kentongan.compliance.draft import Facts, Phase, Severity, TextLimits, Watched
from kentongan.compliance.levels import STANDARD
from kentongan.compliance.models import ElectionPhase, Kind
from kentongan.compliance.phases import NAMED, around, current_phases, sternest
from kentongan.compliance.words.hosts import is_anybodys
from kentongan.compliance.words.numbers import MOBILE, phone_key
from kentongan.networks.limits import text_limits
from kentongan.people.models import Unit
from kentongan.people.tree import line_for, lines_of

#: By unit: phones, emails, then kind, value, setting and message of an adjustment.
_Said = dict[UUID, list[tuple[Any, ...]]]


def facts_for(unit: Unit, at: datetime, network: str = "") -> Facts:
    """The facts for a text that ``unit`` publishes at ``at``. Two statements, three near
    an election.

    Contacts and adjustments of the unit and of all units above it count. Where several have set
    the same rule or watch the same word, the nearest wins.
    """
    facts = _along({unit.pk: line_for(unit)}, at)[unit.pk]
    return replace(facts, limits=limits_of(network)) if network else facts


def facts_for_all(units: Iterable[UUID], at: datetime) -> dict[UUID, Facts]:
    """The same for several units by their ids, without the limits of a network."""
    return _along(lines_of(units), at)


def _along(lines: Mapping[UUID, Sequence[UUID]], at: datetime) -> dict[UUID, Facts]:
    """The facts for units by their ids, whose lines upwards are known. One statement, two where
    there is an election about that time."""
    above = sorted({pk for line in lines.values() for pk in line})
    said, electing = _said(above, at)
    phases = current_phases(above, at) if electing else []
    return {
        pk: _facts(line, [row for row in phases if row.election.unit_id in line], said)
        for pk, line in lines.items()
    }


def _facts(line: Sequence[UUID], phases: Sequence[ElectionPhase], said: _Said) -> Facts:
    """What holds for the first unit of ``line``, which goes up to the top."""
    known = _Known()
    for pk in line:
        known.unit(said[pk])
    return Facts(
        phase=sternest(phases),
        limits=limits_of(""),
        allowed_phones=frozenset((known.phones | known.values[Kind.PHONE]) - {""}),
        allowed_emails=frozenset((known.emails | known.values[Kind.EMAIL]) - {""}),
        allowed_terms=frozenset(known.values[Kind.TERM]),
        allowed_addresses=frozenset(map(folded, known.values[Kind.ADDRESS])),
        # Older rows may hold an ending such as go.id, which would make every address official.
        official_domains=frozenset(d for d in known.values[Kind.DOMAIN] if not is_anybodys(d)),
        known_words=frozenset(known.values[Kind.WORD] | _unaccented(known.values[Kind.WORD])),
        watched=tuple(known.watched.values()),
        overrides={rule: to for rule, to in known.rules.items() if to != STANDARD},
        local_names=names_of(phases),
        office_phone=known.office_phone,
        office_email=known.office_email,
    )


class _Known:
    """What units say of themselves, read from the nearest to the top."""

    def __init__(self) -> None:
        self.phones: set[str] = set()
        self.emails: set[str] = set()
        self.values: dict[str, set[str]] = defaultdict(set)
        self.watched: dict[str, Watched] = {}
        self.rules: dict[str, str] = {}
        self.office_phone = self.office_email = ""

    def unit(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Everything one unit says of itself: its contacts and adjustments, row by row.

        It comes back once for each of its adjustments, so its contacts are read as plain text
        and decoded once.
        """
        for number, (phones, emails, kind, value, setting, message) in enumerate(rows):
            if number == 0:
                self.contacts(_texts(phones), _texts(emails))
            if kind is not None:
                self.adjustment(kind, value, setting, message)

    def contacts(self, phones: list[str], emails: list[str]) -> None:
        """Contacts of one unit; those of the nearest that has some are offered."""
        self.phones.update(map(phone_key, phones))
        self.emails.update(text.lower() for text in emails)
        self.office_phone = self.office_phone or _best_phone(phones)
        self.office_email = self.office_email or next(iter(emails), "")

    def adjustment(self, kind: str, value: str, setting: str, message: str) -> None:
        """One adjustment; of a rule or a watched word only the first is kept."""
        if kind == Kind.RULE:
            self.rules.setdefault(value, setting)
        elif kind == Kind.WATCH:
            watched = Watched(value, Severity(setting), message)
            self.watched.setdefault(folded(value), watched)
        else:
            self.values[kind].add(value)


def _said(units: Iterable[UUID], at: datetime) -> tuple[_Said, bool]:
    """Contacts and adjustments of these units, by unit; and whether one has an election about that
    time. One statement."""
    rows = (
        Unit.objects.filter(pk__in=units)
        .order_by("pk", "adjustments__kind", "adjustments__value")
        .values_list(
            "pk",
            Cast("contact_phones", TextField()),
            Cast("contact_emails", TextField()),
            "adjustments__kind",
            "adjustments__value",
            "adjustments__setting",
            "adjustments__message",
            Exists(around(at).filter(election__unit=OuterRef("pk"))),
        )
    )
    said: _Said = defaultdict(list)
    electing = False
    for pk, *row, elects in rows:
        said[pk].append(tuple(row))
        electing = electing or elects
    return said, electing


def limits_of(network: str) -> TextLimits:
    """The limits of a network as the check needs them; none for the master text."""
    return TextLimits(**asdict(text_limits(network))) if network else TextLimits()


def _unaccented(words: set[str]) -> set[str]:
    """The same without diacritics, as many people type them."""
    return {folded(word) for word in words if not word.isascii()}


def _texts(column: Any) -> list[str]:
    """The texts in a JSON column that should be a list of texts, decoded or not."""
    value = json.loads(column) if isinstance(column, str) else column
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _best_phone(phones: Iterable[str]) -> str:
    """A mobile number if there is one, since it takes messages."""
    known = list(phones)
    return next((p for p in known if MOBILE.fullmatch(p)), next(iter(known), ""))


def names_of(phases: Iterable[Any]) -> tuple[str, ...]:
    """Names listed for the elections under way, as long as their phase is one of campaigning."""
    found = {
        name.strip(): None
        for row in phases
        if Phase(row.phase) in NAMED
        for name in _texts(row.election.names)
        if name.strip()
    }
    return tuple(found)
