"""The posts of the past two weeks, of today and of the days to come."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from kentongan.demo.loading import rows, table
from kentongan.demo.newsroom import Newsroom, Story

_PAST_DAYS, _COMING_DAYS = 14, 9
_GREETING_HOUR = "07.30"
#: Networks in ``also`` want a picture.
_PICTURE = frozenset({"poster", "also"})
#: What is meant for a later time must be approved well before it.
_LEAD = timedelta(minutes=30)


def fill(newsroom: Newsroom) -> None:
    """Put every post of ``posts.toml`` and the greetings of special days on the agenda."""
    for given in table("posts")["post"]:
        for number, entry in enumerate(given["when"]):
            offset, clock, code = entry.split()
            # One picture each: the same one everywhere would look like a mistake.
            shown = given if number == 0 else {k: v for k, v in given.items() if k not in _PICTURE}
            plan(newsroom, shown, code, newsroom.world.days.on(int(offset), clock))
    for given, code, wish in _greetings(newsroom):
        plan(newsroom, given, code, wish)


def plan(newsroom: Newsroom, given: dict[str, Any], code: str, wish: datetime) -> Story:
    """A post that is written and approved on the last working morning before it goes out."""
    days, chance = newsroom.world.days, newsroom.chance
    story = newsroom.story(given, code, wish)
    day = days.working_day_before(min(wish, newsroom.world.at) - _LEAD)
    begun = days.moment(day, time(7, 40)) + timedelta(minutes=chance.randrange(0, 100))
    newsroom.agenda.add(begun, partial(newsroom.write, story=story))
    handed_in = begun + timedelta(minutes=chance.randrange(12, 40))
    newsroom.agenda.add(handed_in, partial(newsroom.submit, story=story))
    return story


def _greetings(newsroom: Newsroom) -> list[tuple[dict[str, Any], str, datetime]]:
    """Greetings for the days of ``hari.csv`` that fall into the weeks shown."""
    days = newsroom.world.days
    found = []
    for row in rows("hari"):
        for offset in range(-_PAST_DAYS + 1, _COMING_DAYS):
            day = days.today + timedelta(days=offset)
            if f"{day:%m-%d}" == row["tanggal"]:
                given = {
                    "title": row["nama"],
                    "text": row["teks"].replace("|", "\n\n"),
                    "kind": "ucapan-hari-besar",
                    "pillar": "budaya",
                }
                found.append((given, row["unit"], days.on(offset, _GREETING_HOUR)))
    return found
