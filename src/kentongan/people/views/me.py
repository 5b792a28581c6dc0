"""One's own account: password, devices, leave."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.kernel import clock
from kentongan.kernel.say import gettext as _
from kentongan.people import queries
from kentongan.people.access import absence_of, possible_deputies
from kentongan.people.actions import (
    add_absence,
    change_password,
    end_absence,
    sign_out_everywhere,
)
from kentongan.people.forms import AbsenceForm, PasswordForm
from kentongan.people.permissions import acting_as
from kentongan.people.roles import BY_CODE
from kentongan.people.views.base import attempt, person_of
from kentongan.web.access import access, signed_in
from kentongan.web.http import render_page, toast


@signed_in
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Overview of one's own account."""
    return _page(request, _absence_form(request, None), 200)


def _absence_form(request: HttpRequest, data: Any) -> AbsenceForm:
    form = AbsenceForm(data)
    form.fields["deputy"].queryset = possible_deputies(  # type: ignore[attr-defined]
        person_of(request)
    ).order_by("name")
    return form


def _page(request: HttpRequest, form: AbsenceForm, status: int) -> HttpResponse:
    user, at = person_of(request), clock.now()
    today = at.astimezone(queries.unit_timezone(user.unit)).date()
    grants = user.grants.select_related("unit").order_by("unit__name", "role")
    context = {
        "person": user,
        "grants": [(row, BY_CODE[row.role].label) for row in grants if row.role in BY_CODE],
        "absences": queries.absences_from(user, today),
        "standing_in": acting_as(user, today),
        "form": form,
    }
    return render_page(request, "people/me.html", context, status=status)


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def my_password(request: HttpRequest) -> HttpResponseBase:
    """Change one's own password; other devices are signed out, this one stays."""
    user = person_of(request)
    forced = user.must_change_password
    form = PasswordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        at = clock.now()
        done, status = attempt(
            form,
            lambda: change_password(
                user, current=form.cleaned_data["current"], new=form.cleaned_data["new"], at=at
            ),
        )
        if done is not None:
            update_session_auth_hash(request, done)
            toast(request, _("Sandi diganti. Perangkat lain sudah dikeluarkan."), tone="success")
            return redirect("/" if forced else "people:me")
    context = {"form": form, "forced": forced}
    return render_page(request, "people/password.html", context, status=status)


@signed_in
@require_POST
def my_sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out of every device, this one included."""
    user = person_of(request)
    sign_out_everywhere(user, by=user, at=clock.now())
    logout(request)
    toast(request, _("Anda sudah keluar dari semua perangkat."))
    return redirect("people:sign_in")


@access(possible_deputies)
@require_POST
def absence_new(request: HttpRequest) -> HttpResponseBase:
    """Note one's leave and who stands in."""
    user, at = person_of(request), clock.now()
    form = _absence_form(request, request.POST)
    done, status = attempt(form, lambda: add_absence(user, by=user, at=at, **form.cleaned_data))
    if done is not None:
        toast(request, _("Cuti dicatat. %(name)s menggantikan Anda.") % {"name": done.deputy.name})
        return redirect("people:me")
    return _page(request, form, status)


@access(absence_of)
@require_POST
def absence_end(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Cancel one's leave."""
    user = person_of(request)
    end_absence(absence_of(user, pk), by=user, at=clock.now())
    toast(request, _("Cuti dibatalkan."))
    return redirect("people:me")
