"""How often a unit spoke lately: one beat a day, two weeks."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kentongan.delivery.models import Act, Delivery
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit

RHYTHM_DAYS = 14


def sent_by_day(unit: Unit, at: datetime, zone: ZoneInfo) -> Counter[date]:
    """Posts of the unit that are live, per local day, over the days of the rhythm."""
    first = at.astimezone(zone).date() - timedelta(days=RHYTHM_DAYS - 1)
    start = datetime.combine(first, time.min, zone)
    rows = Delivery.objects.filter(
        unit=unit, act=Act.PUBLISH, state="sent", sent_at__gte=start
    ).values_list("subject", "sent_at")
    firsts: dict[str, date] = {}
    for subject, sent_at in rows:
        if sent_at is not None:
            firsts.setdefault(subject, sent_at.astimezone(zone).date())
    return Counter(firsts.values())


def pattern(days: Counter[date], today: date) -> str:
    """The rhythm as the tag draws it: ``2`` two or more, ``1`` one, ``.`` none."""
    beats = []
    for back in range(RHYTHM_DAYS - 1, -1, -1):
        number = days.get(today - timedelta(days=back), 0)
        beats.append("2" if number > 1 else "1" if number else ".")
    return "".join(beats)


def pattern_words(days: Counter[date], today: date) -> str:
    """The same, for who hears the page."""
    busy = sum(1 for back in range(RHYTHM_DAYS) if days.get(today - timedelta(days=back), 0))
    return _("14 hari terakhir: %(busy)s hari terisi, %(empty)s hari kosong") % {
        "busy": busy,
        "empty": RHYTHM_DAYS - busy,
    }
