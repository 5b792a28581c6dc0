"""Elections and the days of their phases."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.compliance import access as rights, actions
from kentongan.compliance.forms import ElectionForm, ReasonForm, initial_of, put_errors
from kentongan.compliance.queries.elections import election_rows
from kentongan.compliance.views.common import today
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit, User
from kentongan.people.session import working_unit
from kentongan.web.access import access
from kentongan.web.http import render_page, toast


@require_safe
@access(rights.visible_elections)
def elections(request: HttpRequest) -> HttpResponse:
    """Elections that reach the working unit, their days, and the phase of today."""
    user = cast(User, request.user)
    unit = working_unit(request)
    found = rights.visible_elections(user, unit)
    may = rights.managed_units(user).values_list("pk", flat=True)
    context = {
        "rows": election_rows(found, clock.now(), may),
        "may_manage": rights.may_manage_rules(user),
        "may_review": rights.may_review(user),
        **today(request)[1],
    }
    return render_page(request, "compliance/elections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_unit)
def new_election(request: HttpRequest) -> HttpResponseBase:
    """Record an election."""
    user = cast(User, request.user)
    if not rights.may_manage_rules(user):
        raise NotAllowed(_("Pemilihan dicatat oleh pembina."))
    initial = {"unit": working_unit(request).code}
    form = ElectionForm(request.POST or None, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            unit = rights.managed_unit(user, cast(Unit, form.cleaned_data["unit"]).code)
            made = actions.create_election(unit=unit, entry=form.entry(), by=user, at=clock.now())
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("%(name)s tercatat.") % {"name": made.name}, tone="success")
            return redirect("compliance:elections")
    status = 422 if form.is_bound else 200
    return render_page(request, "compliance/election_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_election)
def edit_election(request: HttpRequest, election_id: UUID) -> HttpResponseBase:
    """Change an election; a stale version keeps what was typed."""
    user = cast(User, request.user)
    election = rights.managed_election(user, election_id)
    form = ElectionForm(
        request.POST or None, user=user, election=election, initial=initial_of(election)
    )
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_election(
                election,
                version=form.cleaned_data["version"] or 0,
                entry=form.entry(),
                by=user,
                at=clock.now(),
            )
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            form.add_error(None, str(error))
            status = 409
        else:
            toast(request, _("Pemilihan tersimpan."), tone="success")
            return redirect("compliance:elections")
    context = {"form": form, "election": election, "reason_form": ReasonForm()}
    return render_page(request, "compliance/election_form.html", context, status=status)


@require_POST
@access(rights.managed_election)
def delete_election(request: HttpRequest, election_id: UUID) -> HttpResponseBase:
    """Remove an election."""
    user = cast(User, request.user)
    election = rights.managed_election(user, election_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.delete_election(election, reason=reason, by=user, at=clock.now())
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Pemilihan dihapus."), tone="success")
            return redirect("compliance:elections")
    shown = ElectionForm(user=user, election=election, initial=initial_of(election))
    context = {"form": shown, "election": election, "reason_form": form}
    return render_page(request, "compliance/election_form.html", context, status=422)
