"""What the check must know about a unit at a moment: phase, allow-lists, names, limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from kentongan.compliance.draft import Facts, Phase, TextLimits
from kentongan.compliance.numbers import MOBILE, phone_key
from kentongan.compliance.phases import NAMED, current_phases, sternest
from kentongan.networks.limits import text_limits
from kentongan.people.models import Unit
from kentongan.people.tree import line_of


def facts_for(unit: Unit, at: datetime, network: str = "") -> Facts:
    """The facts for a text that ``unit`` publishes at ``at``. Three statements.

    Contacts and allow-lists of the unit and of all units above it count.
    """
    line = line_of(unit.pk)
    phases = current_phases(line, at)
    phones: set[str] = set()
    emails: set[str] = set()
    terms: set[str] = set()
    own = {"phone": "", "email": ""}
    nearest = {key: index for index, key in enumerate(line)}
    rows = Unit.objects.filter(pk__in=line).values_list(
        "pk", "contact_phones", "contact_emails", "allowed__kind", "allowed__value"
    )
    for _pk, unit_phones, unit_emails, kind, value in sorted(rows, key=lambda r: nearest[r[0]]):
        phones.update(map(phone_key, _texts(unit_phones)))
        emails.update(text.lower() for text in _texts(unit_emails))
        own["phone"] = own["phone"] or _best_phone(_texts(unit_phones))
        own["email"] = own["email"] or next(iter(_texts(unit_emails)), "")
        {"phone": phones, "email": emails, "term": terms}.get(kind, set()).add(value)
    return Facts(
        phase=sternest(phases),
        limits=limits_of(network),
        allowed_phones=frozenset(phones - {""}),
        allowed_emails=frozenset(emails - {""}),
        allowed_terms=frozenset(terms),
        local_names=_names(phases),
        office_phone=own["phone"],
        office_email=own["email"],
    )


def limits_of(network: str) -> TextLimits:
    """The limits of a network as the check needs them; none for the master text."""
    return TextLimits(**asdict(text_limits(network))) if network else TextLimits()


def _texts(value: Any) -> list[str]:
    """The texts in a JSON column that should be a list of texts."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _best_phone(phones: Iterable[str]) -> str:
    """A mobile number if there is one, since it takes messages."""
    known = list(phones)
    return next((p for p in known if MOBILE.fullmatch(p)), next(iter(known), ""))


def _names(phases: Iterable[Any]) -> tuple[str, ...]:
    found = {
        name.strip(): None
        for row in phases
        if Phase(row.phase) in NAMED
        for name in _texts(row.election.names)
        if name.strip()
    }
    return tuple(found)
