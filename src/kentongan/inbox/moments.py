"""Moments on the pages of cases: short, and in whose clock they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

from kentongan.kernel import clock
from kentongan.people.models import Unit
from kentongan.people.queries import unit_timezone
from kentongan.web import formats

#: The zone in which a page shows times, where that is not the reader's own.
_ELSEWHERE: ContextVar[str] = ContextVar("elsewhere", default="")


@contextmanager
def in_zone_of(unit: Unit) -> Iterator[None]:
    """Times on a page as clocks at the unit show them; where the reader's own clock shows another
    hour, ``waktu_pesan`` names the zone beside each."""
    at, zone = clock.now(), unit_timezone(unit)
    there = at.astimezone(zone)
    same = there.utcoffset() == timezone.localtime(at).utcoffset()
    token = _ELSEWHERE.set("" if same else formats.zone_name(there))
    try:
        with timezone.override(zone):
            yield
    finally:
        _ELSEWHERE.reset(token)


def moment_there(value: datetime) -> str:
    """``08.24``, or ``08.24 WITA`` within :func:`in_zone_of` a unit of another zone."""
    return f"{moment(value)} {zone_there()}".rstrip()


def zone_there() -> str:
    """``WITA`` within :func:`in_zone_of` a unit of another zone, else empty."""
    return _ELSEWHERE.get()


def moment(value: datetime, day: Callable[[date], str] | None = None) -> str:
    """``08.24`` today, ``Sel 11 Agu 08.24`` before. ``day``: the day in words, as known already."""
    shown = formats.local(value)
    return f"{(day or day_before_today)(shown.date())}{formats.clock_time(shown)}"


def day_before_today(day: date) -> str:
    """``Sel 11 Agu `` with a space behind it; empty for today."""
    return "" if day == formats.local(clock.now()).date() else f"{formats.short_date(day)} "


def free_from(unit: Unit, until: datetime) -> str:
    """``09.04 WIB``: the first whole minute, in the zone of the unit, after a lock has ended."""
    whole = until.replace(second=0, microsecond=0) + timedelta(minutes=until.second > 0)
    there = whole.astimezone(unit_timezone(unit))
    return f"{formats.clock_time(there)} {formats.zone_name(there)}"
