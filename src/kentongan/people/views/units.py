"""The tree of units and the page of one unit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.kernel import clock
from kentongan.kernel.say import gettext as _
from kentongan.people import queries
from kentongan.people.access import managed_unit, unit_for, visible_people, visible_units
from kentongan.people.actions import (
    activate_unit,
    create_unit,
    deactivate_unit,
    edit_unit,
    move_unit,
)
from kentongan.people.actions.units import EDITABLE
from kentongan.people.forms import MoveForm, UnitForm
from kentongan.people.models import Unit
from kentongan.people.permissions import can, can_somewhere, roots_for, units_for
from kentongan.people.roles import BY_CODE
from kentongan.people.session import choose_unit
from kentongan.people.stale import fingerprint
from kentongan.people.tree import branch
from kentongan.people.views.base import attempt, person_of, renewed
from kentongan.web.access import access, signed_in
from kentongan.web.http import paginate, render_page, safe_next, toast

PER_PAGE = 50


@access(visible_units)
@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """The tree, one level at a time; with words to search for, a flat list."""
    user = person_of(request)
    visible = visible_units(user)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    above: Unit | None = None
    if words:
        rows = queries.searched(visible, words)
    elif code := request.GET.get("induk", ""):
        above = unit_for(user, code)
        rows = visible.filter(parent=above)
    else:
        tops = list(queries.tops_of(visible)[:2])
        above = tops[0] if len(tops) == 1 else None
        rows = visible.filter(parent=above) if above else queries.tops_of(visible)
    page = paginate(queries.with_counts(rows).order_by("-active", "name"), request, PER_PAGE)
    context = {
        "page": page,
        "words": words,
        "above": above,
        "crumbs": _crumbs(request, above, "people:units") if above else [],
        "may_create": can_somewhere(user, "unit.manage"),
        "may_import": can_somewhere(user, "unit.manage") or can_somewhere(user, "people.manage"),
        "total": visible.count(),
    }
    return render_page(request, "people/units.html", context, partial="list")


@access(unit_for)
@require_GET
def unit_children(request: HttpRequest, code: str) -> HttpResponse:
    """The units directly below one, for unfolding the tree in place."""
    user = person_of(request)
    above = unit_for(user, code)
    rows = queries.with_counts(visible_units(user).filter(parent=above))
    page = paginate(rows.order_by("-active", "name"), request, PER_PAGE)
    return render_page(request, "people/unit_children.html", {"page": page, "above": above})


def _crumbs(request: HttpRequest, unit: Unit, name: str) -> list[tuple[str, str]]:
    """The line above ``unit`` as far as the person sees it: from their highest role down."""
    roots = roots_for(request.user, "unit.view")
    line = queries.ancestors(unit)
    first = next((n for n, above in enumerate(line) if above.pk in roots), len(line))
    seen = line[first:]
    if name == "people:units":
        return [(f"?induk={above.code}", above.name) for above in seen]
    return [(reverse(name, args=[above.code]), above.name) for above in seen]


@access(unit_for)
@require_GET
def unit_page(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: facts, hours, who serves it, people, units below."""
    user, at = person_of(request), clock.now()
    unit = unit_for(user, code)
    today = at.astimezone(queries.unit_timezone(unit)).date()
    grants = [
        (row, BY_CODE[row.role].label)
        for row in queries.grants_along(unit, at)
        if row.role in BY_CODE
    ]
    may_manage = can(user, "unit.manage", unit)
    sees_people = can(user, "people.manage", unit) or can(user, "people.view", unit)
    people = visible_people(user).filter(unit=unit, is_active=True).order_by("name")
    context = {
        "unit": unit,
        "crumbs": _crumbs(request, unit, "people:unit"),
        "hours": queries.office_hours(unit),
        "zone": queries.unit_zone(unit, at),
        "hours_source": queries.hours_source(unit),
        "days_off": unit.days_off.filter(day__gte=today)[:12],
        "grants": {
            "own": [pair for pair in grants if pair[0].unit_id == unit.pk],
            "inherited": [pair for pair in grants if pair[0].unit_id != unit.pk],
        },
        "page": paginate(people, request, 25) if sees_people else None,
        "below": list(queries.with_counts(Unit.objects.filter(parent=unit)).order_by(
            "-active", "name")[:12]),
        "may_manage": may_manage,
        "may_people": can(user, "people.manage", unit),
        "sees_people": sees_people,
        "sees_ledger": can(user, "ledger.view", unit),
    }  # fmt: skip
    return render_page(request, "people/unit.html", context)


@access(managed_unit)
@require_http_methods(["GET", "POST"])
def unit_new(request: HttpRequest) -> HttpResponseBase:
    """A new unit, below ``?induk=`` when given."""
    user = person_of(request)
    offered = units_for(user, "unit.manage")
    above = managed_unit(user, request.GET["induk"]) if request.GET.get("induk") else None
    if above is None and not can_somewhere(user, "unit.manage"):
        managed_unit(user, user.unit.code)
    start: dict[str, Any] = {"parent": above, "timezone": above.timezone if above else ""}
    form = UnitForm(request.POST or None, initial=start)
    form.fields["parent"].offer(offered)  # type: ignore[attr-defined]
    status = 200
    if request.method == "POST":
        at = clock.now()

        def work() -> Unit:
            values = form.values
            values.pop("seen")
            return create_unit(by=user, at=at, **values)

        unit, status = attempt(form, work)
        if unit is not None:
            toast(request, _("Unit %(name)s dibuat.") % {"name": unit.name})
            return redirect("people:unit", unit.code)
    context = {"form": form, "above": above, "units": offered.filter(active=True)[:1000]}
    return render_page(request, "people/unit_form.html", context, status=status)


@access(managed_unit)
@require_http_methods(["GET", "POST"])
def unit_edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Change a unit's data."""
    user = person_of(request)
    unit = managed_unit(user, code)
    form = UnitForm(request.POST or None, unit=unit, initial=UnitForm.initial_of(unit, EDITABLE))
    status = 200
    if request.method == "POST":
        at = clock.now()
        done, status = attempt(form, lambda: edit_unit(unit, by=user, at=at, **form.values))
        if done is not None:
            toast(request, _("Perubahan disimpan."))
            return redirect("people:unit", code)
        if status == 409:
            unit.refresh_from_db()
            renewed(form, seen=fingerprint(unit, EDITABLE))
    return render_page(
        request, "people/unit_form.html", {"form": form, "unit": unit, "conflict": status == 409},
        status=status,
    )  # fmt: skip


@access(managed_unit)
@require_http_methods(["GET", "POST"])
def unit_move(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hang a unit elsewhere in the tree."""
    user = person_of(request)
    unit = managed_unit(user, code)
    offered = units_for(user, "unit.manage").exclude(pk__in=branch([unit.pk]))
    form = MoveForm(request.POST or None, initial={"parent": unit.parent})
    form.fields["parent"].offer(offered)  # type: ignore[attr-defined]
    status = 200
    if request.method == "POST":
        at = clock.now()
        done, status = attempt(
            form, lambda: move_unit(unit, parent=form.cleaned_data["parent"], by=user, at=at)
        )
        if done is not None:
            toast(request, _("%(name)s dipindahkan.") % {"name": unit.name})
            return redirect("people:unit", code)
    context = {"form": form, "unit": unit, "units": offered.filter(active=True)[:1000]}
    return render_page(request, "people/unit_move.html", context, status=status)


@access(managed_unit)
@require_POST
def unit_state(request: HttpRequest, code: str) -> HttpResponseBase:
    """Deactivate or activate a unit."""
    user, at = person_of(request), clock.now()
    unit = managed_unit(user, code)
    if "1" in (request.POST.get("aktif"), request.GET.get("aktif")):
        activate_unit(unit, by=user, at=at)
        toast(request, _("%(name)s aktif lagi.") % {"name": unit.name})
    else:
        deactivate_unit(unit, by=user, at=at)
        toast(
            request,
            _("%(name)s dinonaktifkan.") % {"name": unit.name},
            undo_url=reverse("people:unit_state", args=[code]) + "?aktif=1",
        )
    return redirect("people:unit", code)


@signed_in
@require_POST
def switch_unit(request: HttpRequest) -> HttpResponseBase:
    """Work for another unit from now on."""
    unit = choose_unit(request, request.POST.get("unit", "").replace("\x00", ""))
    toast(request, _("Anda sekarang bekerja untuk %(name)s.") % {"name": unit.name})
    return redirect(safe_next(request))
