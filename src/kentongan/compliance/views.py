"""The pages of the rules: catalogue, one rule, elections, exceptions."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.compliance import access as rights, actions, queries
from kentongan.compliance.draft import Phase
from kentongan.compliance.families import BY_ID as FAMILIES
from kentongan.compliance.forms import AllowForm, ElectionForm, ReasonForm, initial_of, put_errors
from kentongan.compliance.phases import phase_at
from kentongan.compliance.rules import BY_ID, RULES
from kentongan.compliance.wording import phase_label
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, Missing
from kentongan.kernel.text import problem_of_line
from kentongan.people.models import Unit, User
from kentongan.people.session import working_unit
from kentongan.web.access import access, signed_in
from kentongan.web.http import paginate, render_page, toast


def _words(request: HttpRequest) -> str:
    """What is searched for; nothing that a database would choke on."""
    words = request.GET.get("q", "").strip()[:100]
    return "" if problem_of_line(words) else words


def _today(request: HttpRequest) -> tuple[Phase, dict[str, object]]:
    """The phase of today for the working unit, and the words of the banner."""
    unit = working_unit(request)
    phase = phase_at(unit, clock.now())
    words = {"unit": unit, "phase": phase_label(phase), "ordinary": phase is Phase.NORMAL}
    return phase, words


@require_safe
@signed_in
def catalogue(request: HttpRequest) -> HttpResponse:
    """All rules by family."""
    family = request.GET.get("keluarga", "")
    chosen = family if family in FAMILIES else ""
    words = _words(request)
    phase, today = _today(request)
    context = {
        "families": queries.catalogue(words, chosen, phase),
        "all_families": [(f, len(rows)) for f, rows in queries.catalogue()],
        "total": len(RULES),
        "chosen": chosen,
        "words": words,
        **today,
    }
    return render_page(request, "compliance/catalogue.html", context, partial="rows")


@require_safe
@signed_in
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule: what it looks for, how severe when, on what basis, with its examples."""
    found = BY_ID.get(rule_id)
    if found is None:
        raise Missing(_("Aturan itu tidak ada."))
    return render_page(request, "compliance/rule.html", {"row": queries.RuleRow(found)})


@require_safe
@access(rights.visible_elections)
def elections(request: HttpRequest) -> HttpResponse:
    """Elections that reach the working unit, their days, and the phase of today."""
    user = cast(User, request.user)
    unit = working_unit(request)
    found = rights.visible_elections(user, unit)
    may = rights.managed_units(user).values_list("pk", flat=True)
    context = {
        "rows": queries.election_rows(found, clock.now(), may),
        "may_manage": rights.may_manage_rules(user),
        **_today(request)[1],
    }
    return render_page(request, "compliance/elections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_unit)
def new_election(request: HttpRequest) -> HttpResponseBase:
    """Record an election."""
    user = cast(User, request.user)
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


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.visible_allowed, rights.managed_unit)
def exceptions(request: HttpRequest) -> HttpResponseBase:
    """Exceptions that reach the working unit; adding one."""
    user = cast(User, request.user)
    may_manage = rights.may_manage_rules(user)
    initial = {"unit": working_unit(request).code, "kind": "phone"}
    form = AllowForm(request.POST or None, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            unit = rights.managed_unit(user, cast(Unit, data["unit"]).code)
            made = actions.allow(
                unit=unit,
                kind=data["kind"],
                value=data["value"],
                reason=data["reason"],
                by=user,
                at=clock.now(),
            )
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(
                request,
                _("%(value)s tidak lagi dilaporkan.") % {"value": made.value},
                tone="success",
            )
            return redirect("compliance:exceptions")
    return _exceptions_page(request, form, may_manage=may_manage)


def _exceptions_page(request: HttpRequest, form: AllowForm, *, may_manage: bool) -> HttpResponse:
    user = cast(User, request.user)
    unit = working_unit(request)
    kind = request.GET.get("jenis", "")
    kind = kind if kind in dict(queries.kinds()) else ""
    words = _words(request)
    found = queries.allowed_rows(rights.visible_allowed(user, unit), words, kind)
    may = set(rights.managed_units(user).values_list("pk", flat=True)) if may_manage else set()
    page = paginate(found, request)
    context = {
        "form": form,
        "page": page,
        "rows": [(row, row.unit_id in may) for row in page],
        "kinds": queries.kinds(),
        "kind": kind,
        "words": words,
        "unit": unit,
        "may_manage": may_manage,
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "compliance/exceptions.html", context, partial={"daftar": "rows"}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_allowed)
def remove_exception(request: HttpRequest, allowed_id: UUID) -> HttpResponseBase:
    """Take an exception back, with a reason."""
    user = cast(User, request.user)
    allowed = rights.managed_allowed(user, allowed_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.disallow(allowed, reason=reason, by=user, at=clock.now())
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Pengecualian dihapus."), tone="success")
            return redirect("compliance:exceptions")
    status = 422 if form.is_bound else 200
    context = {"form": form, "allowed": allowed}
    return render_page(request, "compliance/exception_remove.html", context, status=status)
