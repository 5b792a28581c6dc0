"""Dates, times, numbers and sizes as Indonesian readers expect them; English when chosen.

Aware times in UTC are shown in the active zone (the unit's); a time that carries another zone
keeps it. Zones are named: WIB, WITA, WIT.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _, ngettext

from kentongan.kernel import clock

_ZONES = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}
_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))
MINUTE, HOUR, DAY = 60, 3600, 86400


def local(value: datetime) -> datetime:
    """The same instant in the zone to show."""
    if timezone.is_naive(value):
        return value
    return timezone.localtime(value) if value.utcoffset() == timedelta(0) else value


def zone_name(value: datetime) -> str:
    """WIB, WITA or WIT; another offset is written out as UTC+n; empty for naive times."""
    offset = value.utcoffset()
    if offset is None:
        return ""
    if offset in _ZONES:
        return _ZONES[offset]
    hours = offset.total_seconds() / HOUR
    return "UTC" if not hours else f"UTC{hours:+g}".replace(".", ",")


def long_date(value: date | datetime) -> str:
    """``Kamis, 13 Agustus 2026``."""
    return date_format(_day(value), "l, j F Y")


def short_date(value: date | datetime) -> str:
    """``Rab 12 Agu``, with the year when it is not the present one."""
    day = _day(value)
    # What ``date_format`` makes of "D j M" and "D j M Y"; lists have one in every row.
    shown = f"{WEEKDAYS_ABBR[day.weekday()]} {day.day} {MONTHS_3[day.month].title()}"
    return shown if day.year == local(clock.now()).year else f"{shown} {day.year}"


def date_span(first: date | datetime, last: date | datetime) -> str:
    """``23–29 Nov 2026``, ``29 Nov – 28 Des 2026``, ``28 Des 2026 – 3 Jan 2027``; or one day."""
    start, end = _day(first), _day(last)
    whole = date_format(end, "j M Y")
    if start == end:
        return whole
    if start.year != end.year:
        return f"{date_format(start, 'j M Y')} – {whole}"
    if start.month != end.month:
        return f"{date_format(start, 'j M')} – {whole}"
    return f"{start.day}–{whole}"


def clock_time(value: datetime) -> str:
    """``08.00`` in Indonesian, ``08:00`` in English."""
    shown = local(value)
    return _("%(hour)02d.%(minute)02d") % {"hour": shown.hour, "minute": shown.minute}


def at_clock(value: datetime) -> str:
    """``pukul 08.00 WIB``."""
    text = _("pukul %(time)s") % {"time": clock_time(value)}
    return f"{text} {zone_name(local(value))}".rstrip()


def near_time(value: datetime, now: datetime | None = None) -> str:
    """``hari ini 21.00``, ``kemarin 19.00``, ``besok 08.00``, else ``Rab 12 Agu, 19.00``."""
    ahead = (_day(value) - _day(now or clock.now())).days
    near = {-1: _("kemarin"), 0: _("hari ini"), 1: _("besok")}
    if ahead in near:
        return f"{near[ahead]} {clock_time(value)}"
    return f"{short_date(value)}, {clock_time(value)}"


def number(value: float | int | Decimal, places: int | None = None) -> str:
    """``2.500`` or ``7,25``; ``places`` fixes the decimals."""
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def size(value: int) -> str:
    """``312 kB`` from bytes, decimal units as on a phone."""
    for factor, unit in _UNITS:
        if value >= factor:
            amount = value / factor
            places = 1 if amount < 10 and amount % 1 else 0
            return f"{number(round(amount, places), places)} {unit}"
    return f"{value} B"


def relative(value: datetime, now: datetime | None = None) -> str:
    """``6 menit lalu``, ``kemarin``, ``dalam 2 jam``; beyond a week the short date."""
    moment = now or clock.now()
    seconds = int((moment - value).total_seconds())
    if abs(seconds) < MINUTE:
        return _("baru saja") if seconds >= 0 else _("sebentar lagi")
    days = (_day(moment) - _day(value)).days
    if abs(seconds) >= 7 * DAY:
        return short_date(value)
    if abs(seconds) >= 12 * HOUR and days == 1:
        return _("kemarin")
    if abs(seconds) >= 12 * HOUR and days == -1:
        return _("besok")
    pattern = _("%(span)s lalu") if seconds > 0 else _("dalam %(span)s")
    return pattern % {"span": _span(abs(seconds), abs(days))}


def _span(seconds: int, days: int) -> str:
    if seconds < HOUR:
        count = seconds // MINUTE
        return ngettext("%(n)s menit", "%(n)s menit", count) % {"n": count}
    if seconds < DAY:
        count = seconds // HOUR
        return ngettext("%(n)s jam", "%(n)s jam", count) % {"n": count}
    return ngettext("%(n)s hari", "%(n)s hari", days) % {"n": days}


def _day(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value
