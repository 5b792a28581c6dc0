"""Adjustments: the list by kind, adding line by line, taking back, the CSV."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.compliance import access as rights, actions
from kentongan.compliance.draft import Severity
from kentongan.compliance.forms import AdjustForm, AmendForm, ReasonForm, put_errors
from kentongan.compliance.kinds import BY_CODE, TYPED
from kentongan.compliance.models import Adjustment, Kind
from kentongan.compliance.queries import adjustments as queries
from kentongan.compliance.queries.adjustments import AdjustmentRow
from kentongan.compliance.views.common import csv_answer, words_of
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.people.models import Unit, User
from kentongan.people.session import working_unit
from kentongan.web.access import access
from kentongan.web.http import paginate, render_page, toast


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("jenis", "")
    return kind if kind in BY_CODE else ""


def _list_url(kind: str = "") -> str:
    return reverse("compliance:adjustments") + (f"?jenis={kind}" if kind else "")


@require_safe
@access(rights.visible_adjustments)
def adjustments(request: HttpRequest) -> HttpResponse:
    """Adjustments that reach the working unit, and those of units the person manages."""
    user = cast(User, request.user)
    kind, words = _kind(request), words_of(request)
    may_manage = rights.may_manage_rules(user)
    may = set(rights.managed_units(user).values_list("pk", flat=True)) if may_manage else set()
    visible = rights.visible_adjustments(user, working_unit(request))
    page = paginate(queries.found(visible, words, kind), request)
    counts = queries.counts(visible)
    context = {
        "page": page,
        "rows": [AdjustmentRow(row, row.unit_id in may) for row in page],
        "kinds": counts,
        "total": sum(n for _words, n in counts),
        "kind": BY_CODE.get(kind),
        "typed": kind != Kind.RULE,
        "words": words,
        "query": request.GET.urlencode(),
        "unit": working_unit(request),
        "may_manage": may_manage,
        "may_review": rights.may_review(user),
    }
    return render_page(request, "compliance/adjustments.html", context, partial={"daftar": "rows"})


@require_safe
@access(rights.visible_adjustments)
def export(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV."""
    user = cast(User, request.user)
    visible: QuerySet[Adjustment] = rights.visible_adjustments(user, working_unit(request))
    found = queries.found(visible, words_of(request), _kind(request))[: queries.MOST_ROWS]
    return csv_answer("penyesuaian", queries.export_header(), queries.export_rows(found))


@require_safe
@access(rights.managed_units)
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind is to be added."""
    if not rights.may_manage_rules(cast(User, request.user)):
        raise NotAllowed(_("Penyesuaian ditambah oleh pembina."))
    return render_page(request, "compliance/adjustment_kinds.html", {"kinds": TYPED})


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_unit)
def add(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Add values of one kind, one a line: all, or none and the lines that are wrong."""
    words = BY_CODE.get(kind)
    if words is None or words.kind is Kind.RULE:
        raise Missing(_("Jenis penyesuaian itu tidak ada."))
    user = cast(User, request.user)
    if not rights.may_manage_rules(user):
        raise NotAllowed(_("Penyesuaian ditambah oleh pembina."))
    given = {
        "unit": words_of(request, "unit") or working_unit(request).code,
        "value": words_of(request, "nilai", 200),
        "setting": Severity.WEIGH.value,
    }
    form = AdjustForm(request.POST or None, user=user, words=words, initial=given)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.adjust(
                unit=rights.managed_unit(user, cast(Unit, data["unit"]).code),
                kind=kind,
                values=form.lines,
                setting=data.get("setting", ""),
                message=data.get("message", ""),
                reason=data["reason"],
                by=user,
                at=clock.now(),
            )
        except Invalid as error:
            put_errors(form, error)
        else:
            told = ngettext("%(n)s penyesuaian dicatat.", "%(n)s penyesuaian dicatat.", len(made))
            toast(request, told % {"n": len(made)}, tone="success")
            return redirect(_list_url(kind))
    status = 422 if form.is_bound else 200
    context = {"form": form, "kind": words}
    return render_page(request, "compliance/adjustment_add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_adjustment)
def edit(request: HttpRequest, adjustment_id: UUID) -> HttpResponseBase:
    """Put an adjustment right; what a rule is set to has a page of its own."""
    user = cast(User, request.user)
    adjustment = rights.managed_adjustment(user, adjustment_id)
    if adjustment.kind == Kind.RULE:
        return redirect("compliance:rule", adjustment.value)
    words, status = BY_CODE[adjustment.kind], 200
    form = AmendForm(request.POST or None, adjustment=adjustment, words=words)
    if form.is_bound:
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                if data.pop("seen") != adjustment.added_at.isoformat():
                    raise Conflict(
                        _("Orang lain baru saja mengubah atau menghapusnya. Muat ulang dulu.")
                    )
                actions.amend(adjustment, **data, by=user, at=clock.now())
            except Invalid as error:
                put_errors(form, error)
            except Conflict as error:
                form.add_error(None, str(error))
                status = 409
            else:
                toast(request, _("Penyesuaian diubah."), tone="success")
                return redirect(_list_url(adjustment.kind))
    context = {"form": form, "row": AdjustmentRow(adjustment, editable=True), "kind": words}
    return render_page(request, "compliance/adjustment_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_adjustment)
def remove(request: HttpRequest, adjustment_id: UUID) -> HttpResponseBase:
    """Take an adjustment back, with a reason."""
    user = cast(User, request.user)
    adjustment = rights.managed_adjustment(user, adjustment_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.withdraw(adjustment, reason=reason, by=user, at=clock.now())
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Penyesuaian dihapus."), tone="success")
            return redirect(_list_url(adjustment.kind))
    status = 422 if form.is_bound else 200
    context = {"form": form, "row": AdjustmentRow(adjustment, editable=True)}
    return render_page(request, "compliance/adjustment_remove.html", context, status=status)
