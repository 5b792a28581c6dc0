"""What the check must know about a unit at a moment: phase, adjustments, names, limits."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, TextField, Value, When
from django.db.models.functions import Cast

from kentongan.compliance.cleaning import folded
from kentongan.compliance.draft import Facts, Phase, Severity, TextLimits, Watched
from kentongan.compliance.levels import STANDARD
from kentongan.compliance.models import Kind
from kentongan.compliance.numbers import MOBILE, phone_key
from kentongan.compliance.phases import NAMED, current_phases, sternest
from kentongan.networks.limits import text_limits
from kentongan.people.models import Unit
from kentongan.people.tree import line_of


def facts_for(unit: Unit, at: datetime, network: str = "") -> Facts:
    """The facts for a text that ``unit`` publishes at ``at``. Three statements.

    Contacts and adjustments of the unit and of all units above it count. Where several have set
    the same rule or watch the same word, the nearest wins.
    """
    line = line_of(unit.pk)
    phases = current_phases(line, at)
    known = _known(line)
    return Facts(
        phase=sternest(phases),
        limits=limits_of(network),
        allowed_phones=frozenset(known.phones - {""}),
        allowed_emails=frozenset(known.emails - {""}),
        allowed_terms=frozenset(known.values[Kind.TERM]),
        allowed_addresses=frozenset(map(folded, known.values[Kind.ADDRESS])),
        official_domains=frozenset(known.values[Kind.DOMAIN]),
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


def _known(line: Sequence[UUID]) -> _Known:
    """Contacts and adjustments of these units, nearest first. One statement.

    A unit comes back once for each of its adjustments, so its contacts are read as plain text
    and decoded once.
    """
    nearest = [When(pk=pk, then=Value(step)) for step, pk in enumerate(line)]
    rows = (
        Unit.objects.filter(pk__in=line)
        .annotate(step=Case(*nearest, output_field=IntegerField()))
        .order_by("step", "adjustments__kind", "adjustments__value")
        .values_list(
            "step",
            Cast("contact_phones", TextField()),
            Cast("contact_emails", TextField()),
            "adjustments__kind",
            "adjustments__value",
            "adjustments__setting",
            "adjustments__message",
        )
    )
    known = _Known()
    last = -1
    for step, phones, emails, kind, value, setting, message in rows:
        if step != last:
            last = step
            known.contacts(_texts(phones), _texts(emails))
        if kind is not None:
            known.adjustment(kind, value, setting, message)
    known.phones |= known.values[Kind.PHONE]
    known.emails |= known.values[Kind.EMAIL]
    return known


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
