"""What the pages of the inbox send: filters of the queue, and the few fields of each act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from kentongan.inbox import kinds
from kentongan.inbox.queries import Filters
from kentongan.inbox.states import CASE

#: Names in the address → fields of :class:`Filters`.
NAMES = {
    "lingkup": "scope", "keadaan": "state", "jenis": "kind", "tanda": "flag", "unit": "unit",
    "kanal": "channel", "topik": "topic", "wilayah": "place", "urgensi": "urgency", "q": "words",
}  # fmt: skip
SCOPES = {"semua": "all", "saya": "mine", "bebas": "free", "pantau": "watched"}
_STATES = {"terbuka": "open", "lewat": "late", "semua": ""}
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters as they stand in the address. ``values`` are the words of the address."""

    filters: Filters
    values: dict[str, str]

    def query(self, **changes: str) -> str:
        """The address with some filters changed; empty ones are left out."""
        values = {**self.values, **changes}
        kept = {name: value for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def narrowed(self) -> bool:
        """Whether more than scope is asked for."""
        return any(name != "lingkup" for name in self.values)


def wanted(query: Mapping[str, str]) -> Wanted:
    """Read the filters of an address; what is not known is left out."""
    values: dict[str, str] = {}
    fields: dict[str, object] = {}
    for name, field in NAMES.items():
        raw = " ".join(str(query.get(name, "")).replace("\x00", "").split())[:LONGEST]
        if not raw:
            continue
        value = _value(name, raw)
        if value is not None:
            fields[field], values[name] = value, raw
    return Wanted(Filters(**fields), values)  # type: ignore[arg-type]


def _value(name: str, raw: str) -> object | None:
    if name == "lingkup":
        return SCOPES.get(raw)
    if name == "keadaan":
        return _STATES.get(raw, raw if raw in CASE.labels else None)
    if name == "jenis":
        return raw if raw in kinds.LABELS else None
    if name == "tanda":
        return raw if raw in kinds.FLAG_LABELS else None
    if name == "unit":
        try:
            return UUID(raw)
        except ValueError:
            return None
    if name == "urgensi":
        return int(raw) if raw in {"0", "1", "2"} else None
    return raw


def place_in_queue(raw: str) -> tuple[datetime, UUID] | None:
    """Where a page of the queue begins; None at the top or where it makes no sense."""
    moment, _mark, pk = raw.partition("_")
    try:
        due_at = datetime.fromisoformat(moment)
        return (due_at, UUID(pk)) if due_at.tzinfo else None
    except ValueError:
        return None


def place_words(place: tuple[datetime, UUID]) -> str:
    """The inverse of :func:`place_in_queue`."""
    return f"{place[0].isoformat()}_{place[1]}"
