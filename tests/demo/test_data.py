"""The data files themselves: whole, within limits, and clean on any day of the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kentongan.compliance.draft import Facts, MediaFact
from kentongan.demo import posters
from kentongan.demo.days import Days
from kentongan.demo.loading import rows, table
from kentongan.kernel.worktime import DEFAULT_HOURS, national_days_off
from kentongan.people import wording
from kentongan.people.actions.installation import region_of
from kentongan.planning.checking import Wording, examine

AT = datetime(2026, 8, 12, 3, 10, tzinfo=UTC)
SANDBOX = {row["unit"] for row in rows("accounts") if row["network"] == "sandbox"}


@pytest.mark.parametrize("row", rows("hari"), ids=lambda row: row["tanggal"])
def test_a_greeting_can_be_handed_in(row: dict[str, str]) -> None:
    date.fromisoformat(f"2028-{row['tanggal']}")
    assert row["unit"] in SANDBOX
    text = row["teks"].replace("|", "\n\n")
    assert len(text) <= 500
    found = examine(Wording(text=text, title=row["nama"], at=AT), Facts(), {})
    assert not [c.finding.rule for c in found if c.blocks]


def test_posts_name_units_that_have_an_account() -> None:
    named = {entry.split()[2] for post in table("posts")["post"] for entry in post["when"]}
    named |= {scene.get("at_unit", scene["unit"]) for scene in table("scenes")["scene"]}
    assert named <= SANDBOX
    shown = {post["poster"] for post in table("posts")["post"] if "poster" in post}
    assert shown <= set(table("posters"))


def test_people_could_have_been_entered_by_hand() -> None:
    units = {row["code"] for row in rows("units")}
    for row in rows("people"):
        assert wording.username("username", row["username"]) == row["username"]
        assert row["unit"] in units
    for row in rows("units"):
        assert wording.code("code", row["code"]) == row["code"]
    assert region_of(table("pemda")["region_code"])


@pytest.mark.parametrize("name", table("posters"))
def test_a_poster_is_drawn_the_same_each_time_and_described(name: str) -> None:
    first = posters.draw(name)
    posters.draw.cache_clear()
    assert posters.draw(name) == first
    wanted = Wording(text="Poster", at=AT, media=(("1", MediaFact(alt=posters.alt(name))),))
    assert not examine(wanted, Facts(), {})
    title = str(table("posters")[name]["title"]).casefold().rstrip("!")
    words = [word.strip(",.!?") for word in title.split()]
    assert sum(word in posters.alt(name).casefold() for word in words) >= len(words) // 2


def test_days_are_found_on_every_day_of_two_years() -> None:
    zone = ZoneInfo("Asia/Jakarta")
    off = national_days_off(range(2025, 2029))
    for number in range(730):
        at = datetime(2026, 1, 1, 16, 40, tzinfo=UTC) + timedelta(days=number)
        days = Days(at, zone, DEFAULT_HOURS, off)
        before = days.working_day_before(at)
        assert days.works(before)
        assert before <= days.today
        assert days.works(days.working_day_after(days.today, 3))
        assert days.office(at) <= at
        words = days.words(days.today)
        assert words["k1"] != words["h0"]
