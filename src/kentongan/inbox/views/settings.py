"""Settings of the inbox of a unit: times, second persons, and the calendar its clocks go by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.inbox import access as rights, kinds, present, rules
from kentongan.inbox.actions import settings as actions
from kentongan.inbox.forms import SecondForm, TimeForm, put_errors
from kentongan.inbox.models import ResponseTime
from kentongan.inbox.views.posted import at_page, posted
from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit, User
from kentongan.people.permissions import can, holders
from kentongan.people.queries import holidays, hours_source, office_hours, unit_timezone
from kentongan.people.roles import roles_with
from kentongan.people.session import person, working_unit
from kentongan.web.access import access
from kentongan.web.http import render_page, toast

#: So far ahead days off are listed.
AHEAD = timedelta(days=120)
#: Above this many units a field to type into replaces the drop-down.
SELECT_LIMIT = 300


@require_safe
@access(rights.managed_unit)
def choose(request: HttpRequest) -> HttpResponseBase:
    """To the settings of the unit in the address, else of the one the person works for."""
    nothing = _("Anda tidak mengatur kotak masuk unit mana pun. Hubungi penyelia.")
    unit = chosen(request, rights.managed_unit, rights.managed_units, nothing)
    return redirect("inbox:times", unit.code)


def chosen(
    request: HttpRequest,
    one: Callable[[User, str], Unit],
    units: Callable[[User], QuerySet[Unit]],
    nothing: str,
) -> Unit:
    """The unit in the address (``one`` gives it or 404), else the one of ``units`` the person
    works for, else the first; raises ``NotAllowed`` with ``nothing`` where there is none."""
    user = person(request)
    if code := request.GET.get("unit", ""):
        return one(user, code)
    within = units(user)
    unit = within.filter(pk=working_unit(request).pk).first() or within.first()
    if unit is None:
        raise NotAllowed(nothing)
    return unit


def settings_page(
    request: HttpRequest,
    template: str,
    unit: Unit,
    context: dict[str, Any],
    *,
    units: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of the settings of ``unit``, with the units one may change to (None: managed ones)."""
    user = person(request)
    if units is None:
        units = list(rights.managed_units(user).order_by("name").values("code", "name"))
    frame = {
        "unit": unit,
        "units": units,
        "type_unit": len(units) > SELECT_LIMIT,
        "manages": can(user, "inbox.manage", unit),
    }
    return render_page(request, template, frame | context, status=status)


def _today(unit: Unit, at: datetime) -> date:
    return at.astimezone(unit_timezone(unit)).date()


@require_safe
@access(rights.managed_unit)
def times(request: HttpRequest, code: str) -> HttpResponse:
    """How long the first reply and the matter may take, by kind, and whence that comes."""
    unit = rights.managed_unit(person(request), code)
    found = rules.times(unit, _today(unit, clock.now()))
    rows = [
        {
            "kind": kind,
            "label": label,
            "icon": present.icon_of(kind),
            "times": [present.time_row(time) for time in found if time.kind == kind],
        }
        for kind, label in kinds.CHOICES
    ]
    return settings_page(request, "inbox/settings_times.html", unit, {"rows": rows})


def _time(unit: Unit, kind: str, stage: str, at: datetime) -> rules.Time:
    if kind not in kinds.LABELS or stage not in ResponseTime.Stage.values:
        raise Missing(_("Jenis itu tidak ada."))
    return rules.time_of(unit, kind, stage, _today(unit, at))


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_unit)
def time(request: HttpRequest, code: str, kind: str, stage: str) -> HttpResponseBase:
    """Change how long one stage of one kind may take."""
    user, at = person(request), clock.now()
    unit = rights.managed_unit(user, code)
    held = _time(unit, kind, stage, at)
    initial: dict[str, Any] = {"valid_from": _today(unit, at) + timedelta(days=1)}
    if held.row is not None:
        initial |= {"amount": held.row.amount, "measure": held.row.measure}
    form = TimeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_time(unit, by=user, at=at, kind=kind, stage=stage, **form.cleaned_data)
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Waktu jawab tersimpan."), tone="success")
            return redirect("inbox:times", unit.code)
    context = {"form": form, "time": present.time_row(held), "label": kinds.label_of(kind)}
    status = 422 if form.is_bound else 200
    return settings_page(request, "inbox/settings_time.html", unit, context, status=status)


@access(rights.managed_unit)
@posted(at_page("times", "code"))
def back(request: HttpRequest, code: str, kind: str, stage: str) -> HttpResponseBase:
    """From tomorrow what holds above holds here again."""
    user, at = person(request), clock.now()
    unit = rights.managed_unit(user, code)
    _time(unit, kind, stage, at)
    if actions.back_to_standard(unit, by=user, at=at, kind=kind, stage=stage):
        toast(request, _("Mulai besok kembali ke ketentuan di atasnya."), tone="success")
    return redirect("inbox:times", unit.code)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_unit)
def second(request: HttpRequest, code: str) -> HttpResponseBase:
    """To which kinds a reply waits for a second person."""
    user, at = person(request), clock.now()
    unit = rights.managed_unit(user, code)
    if request.method == "POST":
        form = SecondForm(request.POST)
        if not form.is_valid():
            raise Invalid(_("Pilih jenis dari daftar."))
        actions.ask_second(unit, by=user, at=at, kinds_asked=form.cleaned_data["kinds"])
        toast(request, _("Orang kedua tersimpan."), tone="success")
        return redirect("inbox:second", unit.code)
    context = {
        "rows": [(row, kinds.label_of(row.kind)) for row in rules.seconds(unit)],
        "too_few": _too_few(unit, at),
    }
    return settings_page(request, "inbox/settings_second.html", unit, context)


def _too_few(unit: Unit, at: datetime) -> bool:
    """Whether an answer there would find no second person: somebody else, who decides."""
    answer, decide = roles_with("inbox.answer"), roles_with("approval.decide")
    seconds = holders([role for role in answer if role in decide], unit, at)
    return not seconds or len(holders(answer, unit, at)) < 2


@require_safe
@access(rights.managed_unit)
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The office hours and days off by which the clocks of a unit go."""
    user = person(request)
    unit = rights.managed_unit(user, code)
    hours, today = office_hours(unit), _today(unit, clock.now())
    context = {
        "hours": hours,
        "source": hours_source(unit),
        "days_off": sorted(holidays(unit, today, today + AHEAD).items()),
        "may_change": can(user, "unit.manage", unit),
        "saturday": hours.days[5] is not None,
    }
    return settings_page(request, "inbox/settings_calendar.html", unit, context)
