"""The special cases that a day holds: what waits, came back, went wrong, or has an exception."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from kentongan.approval import actions as approval
from kentongan.approval.models import ApprovalRequest
from kentongan.compliance import actions as compliance
from kentongan.compliance.draft import Phase, Severity
from kentongan.delivery import stops
from kentongan.demo import calendar, register
from kentongan.demo.loading import rows, table
from kentongan.demo.newsroom import Newsroom, Story
from kentongan.demo.stuck import late_start
from kentongan.people import actions as people
from kentongan.people.models import Notice
from kentongan.planning import actions as planning, checking
from kentongan.publishing import actions as publishing
from kentongan.sandbox import actions as sandbox
from kentongan.sandbox.models import SandboxPost

_RULES_SET = timedelta(days=50)
_WRITING = timedelta(minutes=33)
#: What was told longer ago has been read by now.
_READ = timedelta(hours=18)
#: Minutes before closing over which the work of the last hour is spread.
_LAST_HOUR = 47


def set_up(newsroom: Newsroom) -> None:
    """Put everything special on the agenda."""
    world, agenda = newsroom.world, newsroom.agenda
    agenda.add(world.at - _RULES_SET, partial(_rules, newsroom=newsroom))
    agenda.add(
        world.at - register.HANDED_OVER,
        lambda _at: register.change_hands(world, newsroom.accounts),
    )
    agenda.add(world.at - register.BROKE, lambda _at: register.break_one(world, newsroom.accounts))
    agenda.add(
        world.at - register.WARNED, lambda _at: register.warn_of_one(world, newsroom.accounts)
    )
    agenda.add(world.days.on(-6, "21.00"), partial(_halt, newsroom=newsroom))
    agenda.add(world.days.on(-2, "08.05"), partial(_leave, newsroom=newsroom))
    for given in table("scenes")["scene"]:
        _SCENES[given["what"]](newsroom, given)


def settle(newsroom: Newsroom) -> None:
    """What is true at the end: citizens answered, old news read, connections looked at."""
    world = newsroom.world
    _citizens(world.at)
    Notice.objects.filter(at__lt=world.at - _READ, read_at__isnull=True).update(
        read_at=world.at - _READ
    )
    register.looked_at(world, newsroom.chance)


def _begin(newsroom: Newsroom, given: dict[str, Any], **more: Any) -> Story:
    wish = newsroom.world.days.on(*_when(given["wish"])) if "wish" in given else None
    if "author" in given:
        more["author"] = newsroom.world.people[given["author"]]
    return newsroom.story(given, given.get("at_unit", given["unit"]), wish, **more)


def _when(text: str) -> tuple[int, str]:
    offset, clock = text.split()
    return int(offset), clock


def _ago(newsroom: Newsroom, given: dict[str, Any]) -> datetime:
    """When it happened: so many minutes ago, or before the offices closed."""
    moment = newsroom.world.at - timedelta(minutes=given["ago"])
    office = newsroom.world.days.office(moment)
    if given.get("exact") or office == moment:
        return moment
    return office - timedelta(minutes=given["ago"] % _LAST_HOUR)


def _draft(newsroom: Newsroom, given: dict[str, Any]) -> None:
    newsroom.agenda.add(
        _ago(newsroom, given), partial(newsroom.write, story=_begin(newsroom, given))
    )


def _hand_in(newsroom: Newsroom, story: Story, at: datetime) -> None:
    newsroom.agenda.add(at - _WRITING, partial(newsroom.write, story=story))
    if reason := story.given.get("weigh"):
        newsroom.agenda.add(at, partial(_weigh, story=story, reason=reason))
    newsroom.agenda.add(at, partial(newsroom.submit, story=story))


def _review(newsroom: Newsroom, given: dict[str, Any]) -> None:
    story = _begin(newsroom, given, steps=given["steps"])
    _hand_in(newsroom, story, _ago(newsroom, given))


def _weigh(at: datetime, *, story: Story, reason: str) -> None:
    for found in checking.blocking(story.written, at):
        if found.finding.severity is Severity.WEIGH:
            planning.weigh(
                post_id=story.written.pk,
                fingerprint=found.finding.fingerprint,
                finding=found.finding,
                reason=reason,
                by=story.author,
                at=at,
            )


def _overdue(newsroom: Newsroom, given: dict[str, Any]) -> None:
    """Handed in so long ago, in working time, that the first answer is late; and said so."""
    story = _begin(newsroom, given, steps=0)
    start = late_start(newsroom.world, story.unit, given["kind"])
    _hand_in(newsroom, story, start)

    def remind(at: datetime) -> None:
        approval.remind(ApprovalRequest.objects.get(post=story.written), at=at)

    def escalate(at: datetime) -> None:
        approval.escalate(ApprovalRequest.objects.get(post=story.written), at=at)

    def follow(_at: datetime) -> None:
        assert story.request is not None
        newsroom.agenda.add(story.request.deadline_at - timedelta(minutes=30), remind)
        newsroom.agenda.add(story.request.deadline_at + timedelta(minutes=1), escalate)

    newsroom.agenda.add(start + timedelta(seconds=1), follow)


def _returned(newsroom: Newsroom, given: dict[str, Any]) -> None:
    story = _begin(newsroom, given, steps=0)
    start = _ago(newsroom, given)
    _hand_in(newsroom, story, start)
    newsroom.agenda.add(
        start + timedelta(minutes=41),
        partial(newsroom.decide, story=story, verdict="return", reason=given["reason"]),
    )


def _approved(newsroom: Newsroom, given: dict[str, Any]) -> None:
    _hand_in(newsroom, _begin(newsroom, given), _ago(newsroom, given))


def _unscheduled(newsroom: Newsroom, given: dict[str, Any]) -> None:
    story = _begin(newsroom, given)
    start = _ago(newsroom, given)
    _hand_in(newsroom, story, start)

    def call_off(at: datetime) -> None:
        publishing.unschedule(story.written, by=story.author, at=at, reason=given["reason"])

    newsroom.agenda.add(start + timedelta(hours=3), call_off)


def _cancelled(newsroom: Newsroom, given: dict[str, Any]) -> None:
    story = _begin(newsroom, given)
    start = _ago(newsroom, given)
    newsroom.agenda.add(start, partial(newsroom.write, story=story))

    def give_up(at: datetime) -> None:
        planning.cancel(story.written, by=story.author, at=at, reason=given["reason"])

    newsroom.agenda.add(start + timedelta(minutes=50), give_up)


def _published(newsroom: Newsroom, given: dict[str, Any]) -> Story:
    if "wish" in given:
        wish = newsroom.world.days.on(*_when(given["wish"]))
    else:
        wish = (newsroom.world.at - timedelta(minutes=given["wish_ago"])).replace(second=0)
    story = calendar.plan(newsroom, given, given["unit"], wish)
    story.fates = dict(given.get("fates", {}))
    return story


def _withdrawn(newsroom: Newsroom, given: dict[str, Any]) -> None:
    story = _published(newsroom, given)

    def take_down(at: datetime) -> None:
        publishing.withdraw(story.written, by=story.author, at=at, reason=given["reason"])
        newsroom.follow(story)

    newsroom.agenda.add(newsroom.world.days.on(*_when(given["withdrawn"])), take_down)


def _emergency(newsroom: Newsroom, given: dict[str, Any]) -> None:
    """Published on the spot by the person on duty, reviewed 17 minutes later."""
    world, agenda = newsroom.world, newsroom.agenda
    watch = next(
        world.people[row["username"]]
        for row in rows("people")
        if row["unit"] == given["unit"] and "piket" in row["roles"].split()
    )
    story = newsroom.story(given, given["unit"], None, author=watch)
    start = world.days.on(*_when(given["when"]))

    def at_once(at: datetime) -> None:
        post = story.written
        publishing.emergency(post, by=watch, at=at, reason=given["reason"], version=post.version)
        story.request = ApprovalRequest.objects.get(post=post)
        newsroom.follow(story)

    agenda.add(start - timedelta(minutes=2), partial(newsroom.write, story=story))
    agenda.add(start, at_once)
    agenda.add(start + timedelta(minutes=17), partial(newsroom.decide, story=story))


_SCENES = {
    "draft": _draft,
    "review": _review,
    "overdue": _overdue,
    "returned": _returned,
    "approved": _approved,
    "unscheduled": _unscheduled,
    "cancelled": _cancelled,
    "published": _published,
    "withdrawn": _withdrawn,
    "emergency": _emergency,
}


def _rules(at: datetime, *, newsroom: Newsroom) -> None:
    """Exceptions of the check, and two elections with their phases, both far away."""
    world = newsroom.world
    by = world.people["pembina"]
    for row in table("pemda")["allowed"]:
        unit = world.units[row["unit"]]
        compliance.adjust(
            unit=unit,
            kind=row["kind"],
            values=[row["value"]],
            setting=row.get("setting", ""),
            message=row.get("message", ""),
            reason=row["reason"],
            by=by,
            at=at,
        )
    for row in table("pemda")["settings"]:
        given = {name: row[name] for name in ("rule", "setting", "reason")}
        compliance.set_rule(unit=world.units[row["unit"]], by=by, at=at, **given)
    for row in table("pemda")["misfires"]:
        when = world.at - timedelta(days=row["days"])
        newsroom.agenda.add(when, partial(_misfire, newsroom=newsroom, row=row))
    for given in table("pemda")["elections"]:
        year = world.days.today.year + given["years"]
        compliance.create_election(
            unit=world.root,
            entry=compliance.ElectionEntry(
                name=given["name"],
                source=given["source"],
                names=tuple(given["names"]),
                dates={
                    Phase(name): (_day(year, first), _day(year, last))
                    for name, (first, last) in given["phases"].items()
                },
            ),
            by=by,
            at=at,
        )


def _misfire(at: datetime, *, newsroom: Newsroom, row: dict[str, Any]) -> None:
    """A writer found a finding wrong; some of them are answered a day later."""
    people = newsroom.world.people
    told = {name: row[name] for name in ("rule", "quote", "text", "severity")}
    by = people[row["by"]]
    made, _new = compliance.report_misfire(unit=by.unit, by=by, at=at, **told)
    if answer := row.get("answer"):
        later = partial(
            _answer, misfire=made, state=row["state"], answer=answer, by=people["pembina"]
        )
        newsroom.agenda.add(at + timedelta(days=1), later)


def _answer(at: datetime, **given: Any) -> None:
    compliance.answer_misfire(at=at, **given)


def _day(year: int, text: str) -> date:
    return date.fromisoformat(f"{year}-{text}")


def _halt(at: datetime, *, newsroom: Newsroom) -> None:
    """The stop switch was used once, for two hours of an evening."""
    by = newsroom.world.people["penyelia"].actor
    account = newsroom.accounts["sandbox", "kec-kumandangsari"]
    switch = stops.stop(by=by, at=at, reason="Sandi akun sedang diganti", account=account)
    newsroom.agenda.add(at + timedelta(hours=2), lambda later: _lift(switch, by, later))


def _lift(switch: Any, by: Any, at: datetime) -> None:
    stops.lift(switch, by=by, at=at)


def _leave(at: datetime, *, newsroom: Newsroom) -> None:
    """The lurah is on leave; the secretary of the kecamatan decides in their place."""
    world = newsroom.world
    away = next(
        world.people[row["username"]]
        for row in rows("people")
        if row["unit"] == "kel-kenongan" and "pimpinan_unit" in row["roles"].split()
    )
    people.add_absence(
        away,
        deputy=world.people["sekcam"],
        from_date=world.days.today - timedelta(days=1),
        until_date=world.days.today + timedelta(days=4),
        reason="Cuti tahunan",
        by=away,
        at=at,
    )


def _citizens(at: datetime) -> None:
    """Played citizens answer on the sandbox network."""
    live = list(SandboxPost.objects.live().top().order_by("-created_at"))
    for row in rows("replies"):
        post = next((p for p in live if row["about"] in p.text.casefold()), None)
        if post is None:
            continue
        moment = min(post.created_at + timedelta(minutes=int(row["minutes"])), at)
        citizen = sandbox.persona(row["handle"], row["name"], at=moment)
        sandbox.create_post(citizen, text=row["text"], at=moment, reply_to=post.pk)
