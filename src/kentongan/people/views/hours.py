"""Office hours and days off of a unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.kernel import clock
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.people import queries
from kentongan.people.access import managed_unit
from kentongan.people.actions import add_day_off, remove_day_off, set_office_hours
from kentongan.people.forms import DayOffForm, HoursForm
from kentongan.people.models import DayOff, Unit
from kentongan.people.views.base import attempt, person_of
from kentongan.web.access import access
from kentongan.web.http import render_page, toast


@access(managed_unit)
@require_http_methods(["GET", "POST"])
def unit_hours(request: HttpRequest, code: str) -> HttpResponseBase:
    """The editor of office hours; shows the days off beside it."""
    user = person_of(request)
    unit = managed_unit(user, code)
    form = HoursForm(
        request.POST or None,
        shown=queries.office_hours(unit),
        initial={"own": "1" if unit.office_hours else ""},
    )
    status = 200
    if request.method == "POST":
        at = clock.now()
        done, status = attempt(
            form,
            lambda: set_office_hours(unit, hours=form.cleaned_data.get("hours"), by=user, at=at),
        )
        if done is not None:
            toast(request, _("Jam kerja disimpan."))
            return redirect("people:unit", code)
    return _page(request, unit, form, DayOffForm(), status)


@access(managed_unit)
@require_POST
def day_off_add(request: HttpRequest, code: str) -> HttpResponseBase:
    """Add a regional day off."""
    user, at = person_of(request), clock.now()
    unit = managed_unit(user, code)
    form = DayOffForm(request.POST)
    done, status = attempt(form, lambda: add_day_off(unit, by=user, at=at, **form.cleaned_data))
    if done is not None:
        toast(request, _("Hari libur dicatat."))
        return redirect("people:unit_hours", code)
    hours = HoursForm(
        shown=queries.office_hours(unit), initial={"own": "1" if unit.office_hours else ""}
    )
    return _page(request, unit, hours, form, status)


@access(managed_unit)
@require_POST
def day_off_remove(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Remove a regional day off."""
    user = person_of(request)
    unit = managed_unit(user, code)
    row = DayOff.objects.select_related("unit").filter(pk=pk, unit=unit).first()
    if row is None:
        raise Missing(_("Hari libur itu sudah tidak ada."))
    remove_day_off(row, by=user, at=clock.now())
    toast(request, _("Hari libur dihapus."))
    return redirect("people:unit_hours", code)


def _page(
    request: HttpRequest, unit: Unit, form: HoursForm, day_form: DayOffForm, status: int
) -> HttpResponseBase:
    context = {
        "unit": unit,
        "zone": queries.unit_zone(unit, clock.now()),
        "form": form,
        "day_form": day_form,
        "days_off": DayOff.objects.filter(unit=unit).order_by("-day")[:60],
    }
    return render_page(request, "people/unit_hours.html", context, status=status)
