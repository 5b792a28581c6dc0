"""Reads about units that every feature needs: line of ancestors, zone, office hours, days off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kentongan.kernel.worktime import DEFAULT_HOURS, DaysOff, OfficeHours, national_days_off
from kentongan.people import links, topics
from kentongan.people.models import (
    Absence,
    DayOff,
    Installation,
    Letter,
    MailChoice,
    RoleGrant,
    Unit,
    User,
)
from kentongan.people.permissions import Grant, can
from kentongan.people.tree import line_for
from kentongan.web.formats import zone_name

_MEMORY = "_kentongan_above"


def installation() -> Installation | None:
    """The pemda, or None before the first run is done."""
    return Installation.objects.filter(pk=1).first()


@dataclass(frozen=True, slots=True)
class MailNow:
    """How notices by mail stand: where they go out, what waits, the last trouble in words."""

    on: bool
    server: str
    sender: str
    address: str
    waiting: int
    trouble: str


def mail_now(user: User) -> MailNow:
    """How mail stands, for who runs the system; ``address`` is where a trial would go."""
    left = Letter.objects.filter(state="due")
    tried = left.filter(tries__gt=0).exclude(note="").order_by("-run_at").first()
    return MailNow(
        on=settings.MAIL_ON,
        server=f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        sender=settings.DEFAULT_FROM_EMAIL,
        address=user.email,
        waiting=left.count(),
        trouble=tried.note if tried else "",
    )


def mail_topics(user: User) -> list[str]:
    """Codes of the topics that come to this person by mail."""
    choice = MailChoice.objects.filter(user=user).first()
    return list(choice.topics) if choice else sorted(topics.usual())


def mail_language(user: User) -> str:
    """The language in which this person's mails are written."""
    found = MailChoice.objects.filter(user=user).values_list("language", flat=True).first()
    return found or settings.LANGUAGE_CODE


@dataclass(frozen=True, slots=True)
class InvitationNow:
    """How the last invitation of a person stands: a sentence, its moment, why it did not go."""

    state: str
    moment: datetime | None = None
    note: str = ""


def invitation(person: User, at: datetime) -> InvitationNow | None:
    """The last invitation; None where there was none. ``state`` is waiting, sent, unknown (it may
    have arrived), failed, used, late (its days are over), void (it does not hold any more)."""
    of_person = Letter.objects.filter(user=person, kind=Letter.Kind.INVITATION)
    letter = of_person.order_by("-made_at", "-pk").first()
    if letter is None:
        return None
    if letter.used_at:
        return InvitationNow("used", letter.used_at)
    if letter.state in ("due", "sending"):
        return InvitationNow("waiting", note=letter.note)
    if letter.state == "refused":
        return InvitationNow("failed", letter.made_at, letter.note)
    if letter.state == "dropped" or letter.sent_at is None or letter.bound != links.bound(person):
        return InvitationNow("void")
    until = letter.sent_at + links.LASTS[links.INVITATION]
    if at >= until:
        return InvitationNow("late", until)
    return InvitationNow("unknown" if letter.state == "unknown" else "sent", until, letter.note)


def ancestors(unit: Unit, *, include_self: bool = False) -> list[Unit]:
    """Units above ``unit``, root first. Two statements, remembered on ``unit``."""
    known = unit.__dict__.get(_MEMORY)
    if known is None or known[0] != unit.parent_id:
        ids = line_for(unit)
        found = Unit.objects.select_related("type").order_by().in_bulk(ids[1:])
        known = unit.__dict__[_MEMORY] = (unit.parent_id, [found[pk] for pk in reversed(ids[1:])])
    above: list[Unit] = known[1]
    return [*above, unit] if include_self else list(above)


def unit_timezone(unit: Unit) -> ZoneInfo:
    """The zone in which this unit's times are shown; WIB when the stored name is unknown."""
    try:
        return ZoneInfo(unit.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Asia/Jakarta")


def unit_zone(unit: Unit, at: datetime) -> str:
    """What the unit's time is called: WIB, WITA or WIT."""
    return zone_name(at.astimezone(unit_timezone(unit)))


def unit_day(unit: Unit, at: datetime) -> date:
    """The day on the unit's wall calendar; UTC has still yesterday until seven in Jakarta."""
    return at.astimezone(unit_timezone(unit)).date()


def may_stand_in(user: User, at: datetime) -> bool:
    """Whether the person is deputy of somebody whose leave is not over yet, wherever that is.

    No statement for the person of a session, whose latest such day came along.
    """
    if hasattr(user, "deputy_until"):
        until = cast("date | None", user.deputy_until)
    else:
        until = user.deputises.aggregate(until=Max("until_date"))["until"]
    return until is not None and until >= (at - timedelta(days=1)).date()


def with_deputies(people: Iterable[User], permission: str, unit: Unit, at: datetime) -> list[User]:
    """``people``, and whoever stands in for those of them who are on leave that day, as far as
    they hold ``permission`` at ``unit``. One statement, and those of the permission of each."""
    known = {user.pk: user for user in people}
    day = unit_day(unit, at)
    rows = Absence.objects.filter(
        user__in=known, from_date__lte=day, until_date__gte=day, deputy__is_active=True
    )
    for row in rows.select_related("deputy"):
        if row.deputy_id not in known and can(row.deputy, permission, unit, at):
            known[row.deputy_id] = row.deputy
    return list(known.values())


def office_hours(unit: Unit) -> OfficeHours:
    """Office hours of the unit: its own, else those of the nearest unit above that has some."""
    if unit.office_hours:
        return OfficeHours.from_json(unit.office_hours)
    for above in reversed(ancestors(unit)):
        if above.office_hours:
            return OfficeHours.from_json(above.office_hours)
    return DEFAULT_HOURS


def holidays(unit: Unit, first: date, last: date) -> DaysOff:
    """Days off for ``unit`` from ``first`` to ``last``: national, and those of units above."""
    days = national_days_off(range(first.year, last.year + 1))
    line = line_for(unit)
    own = DayOff.objects.filter(unit__in=line, day__range=(first, last))
    for row in sorted(own, key=lambda row: -line.index(row.unit_id)):
        if row.works:
            days.pop(row.day, None)
        else:
            days[row.day] = row.name
    return {day: name for day, name in days.items() if first <= day <= last}


def _count(rows: QuerySet[Any], by: str) -> Any:
    """A count of related rows as a subquery, so that two counts do not multiply each other."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_counts(units: QuerySet[Unit]) -> QuerySet[Any]:
    """Units with ``below`` (active units directly below) and ``staff`` (active people)."""
    return units.select_related("type", "parent").annotate(
        below=_count(Unit.objects.filter(parent=OuterRef("pk"), active=True), "parent"),
        staff=_count(User.objects.filter(unit=OuterRef("pk"), is_active=True), "unit"),
    )


def tops_of(visible: QuerySet[Unit]) -> QuerySet[Unit]:
    """The highest units of a set: those whose parent is not in it."""
    return visible.filter(Q(parent=None) | ~Q(parent__in=visible))


def searched(units: QuerySet[Unit], words: str) -> QuerySet[Unit]:
    """Units whose name or code contains every word."""
    for word in words.split()[:6]:
        units = units.filter(Q(name__icontains=word) | Q(code__icontains=word))
    return units


def people_found(people: QuerySet[User], words: str) -> QuerySet[User]:
    """People whose name, user name, e-mail or duty contains every word."""
    for word in words.split()[:6]:
        people = people.filter(
            Q(name__icontains=word)
            | Q(username__icontains=word)
            | Q(email__icontains=word)
            | Q(job_title__icontains=word)
        )
    return people


def grants_along(unit: Unit, at: datetime) -> list[RoleGrant]:
    """Grants that hold at ``unit``: its own first, then inherited ones."""
    line = [above.pk for above in reversed(ancestors(unit, include_self=True))]
    rows = RoleGrant.objects.filter(unit__in=line, user__is_active=True).select_related(
        "user", "unit"
    )
    held = [
        row
        for row in rows
        if Grant(row.unit_id, row.role, row.valid_from, row.valid_until, row.unit.timezone).active(
            at
        )
    ]
    return sorted(held, key=lambda row: (line.index(row.unit_id), row.user.name, row.role))


def absences_from(user: User, day: date) -> list[Absence]:
    """A person's absences that are not over."""
    found = user.absences.filter(until_date__gte=day).select_related("deputy")
    return cast("list[Absence]", list(found.order_by("from_date")))


def hours_source(unit: Unit) -> Unit | None:
    """The unit above whose office hours hold here; None for one's own or the default."""
    if unit.office_hours:
        return None
    return next((u for u in reversed(ancestors(unit)) if u.office_hours), None)
