"""Which times and which second persons hold at a unit, and whence they come. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from kentongan.inbox import kinds
from kentongan.inbox.deadlines import ruling
from kentongan.inbox.models import PROPOSED, ResponseTime, SecondPerson
from kentongan.people.models import Unit
from kentongan.people.tree import line_of


@dataclass(frozen=True, slots=True)
class Time:
    """How long one stage of one kind may take at a unit on a day.

    ``row`` is what holds (None: no time is set), ``standard`` what was shipped for everybody,
    ``own`` whether the unit itself set it, ``coming`` what it set for later, soonest first.
    """

    kind: str
    stage: str
    row: ResponseTime | None
    standard: ResponseTime | None
    own: bool
    coming: tuple[ResponseTime, ...]

    @property
    def may_go_back(self) -> bool:
        """Whether there is anything of the unit's own that can be given up."""
        held = self.row is not None and self.own and self.row.valid_until is None
        return held or bool(self.coming)


@dataclass(frozen=True, slots=True)
class Second:
    """Whether replies to a kind wait for a second person, and which unit above asks for it."""

    kind: str
    asked: bool
    above: Unit | None = None


def bound(standard: ResponseTime) -> bool:
    """Whether a shipped time comes from outside, so that a pemda may only shorten it.

    A term whose text was not found counts too: the citizen was told of it.
    """
    return standard.certainty != PROPOSED


def times(unit: Unit, day: date, pairs: Iterable[tuple[str, str]] | None = None) -> list[Time]:
    """What holds at a unit on a day, for every kind and stage, or for ``pairs`` of both."""
    line = line_of(unit.pk)
    found = ResponseTime.objects.filter(Q(unit=None) | Q(unit__in=line)).select_related("unit")
    rows = list(found)
    every = [(kind, stage) for kind in kinds.LABELS for stage in ResponseTime.Stage.values]
    return [_time(rows, line, kind, stage, day) for kind, stage in pairs or every]


def _time(
    rows: Sequence[ResponseTime], line: Sequence[UUID], kind: str, stage: str, day: date
) -> Time:
    row = ruling(rows, line, kind, stage, day)
    same = [r for r in rows if (r.kind, r.stage) == (kind, stage)]
    coming = [r for r in same if r.unit_id == line[0] and r.valid_from > day]
    return Time(
        kind=kind,
        stage=stage,
        row=row,
        standard=ruling([r for r in same if r.unit_id is None], line, kind, stage, day),
        own=row is not None and row.unit_id == line[0],
        coming=tuple(sorted(coming, key=lambda r: r.valid_from)),
    )


def time_of(unit: Unit, kind: str, stage: str, day: date) -> Time:
    """What holds for one kind and stage."""
    return times(unit, day, [(kind, stage)])[0]


def asked_above(unit: Unit) -> Mapping[str, Unit]:
    """Kinds to which a unit above asks for a second person, with the nearest that does."""
    line = line_of(unit.pk)
    rows = SecondPerson.objects.filter(unit__in=line[1:]).select_related("unit")
    far_first = sorted(rows, key=lambda row: -line.index(row.unit_id))
    return {row.kind: row.unit for row in far_first}


def seconds(unit: Unit) -> list[Second]:
    """For every kind whether a second person is asked at a unit."""
    above = asked_above(unit)
    own = set(SecondPerson.objects.filter(unit=unit).values_list("kind", flat=True))
    return [Second(kind, kind in own or kind in above, above.get(kind)) for kind in kinds.LABELS]
