"""What people say of the rules: passed findings, reports of wrong ones, and reporting one."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.compliance import access as rights, actions
from kentongan.compliance.forms import AnswerForm, put_errors
from kentongan.compliance.models import Misfire
from kentongan.compliance.present import misfire_told
from kentongan.compliance.queries import feedback as queries
from kentongan.compliance.queries.feedback import MisfireRow, PassedRow
from kentongan.compliance.rules import rules_by_id
from kentongan.compliance.views.common import csv_answer, words_of
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User
from kentongan.people.session import working_unit
from kentongan.web.access import access
from kentongan.web.http import paginate, render_page, toast

#: Fields of a report as the button sends them.
REPORTED = ("rule", "severity", "network", "quote", "text")


def _wanted(request: HttpRequest) -> dict[str, str]:
    """What the list of passed findings is narrowed to."""
    return {
        "words": words_of(request),
        "rule": words_of(request, "aturan"),
        "unit": words_of(request, "unit"),
        "person": words_of(request, "orang"),
    }


def _period(request: HttpRequest) -> str:
    period = request.GET.get("masa", queries.USUAL_PERIOD)
    return period if period in queries.PERIODS or period == "semua" else queries.USUAL_PERIOD


@require_safe
@access(rights.reviewed_passed)
def passed(request: HttpRequest) -> HttpResponse:
    """Which rules are passed most, in which units, by whom, with what reasons."""
    user, now = cast(User, request.user), clock.now()
    period, wanted = _period(request), _wanted(request)
    within = queries.since(rights.reviewed_passed(user), period, now)
    page = paginate(
        queries.passed_found(within, **wanted), request, per_page=20, keyset=("-at", "-id")
    )
    units = queries.by_unit(within)
    rules = queries.by_rule(within)
    people = queries.by_person(within)
    context = {
        "page": page,
        "rows": [PassedRow(row) for row in page],
        "total": sum(bar.n for bar in rules),
        "rules": rules,
        "units": units,
        "people": people,
        "most": queries.MOST_SHOWN,
        "wanted": wanted,
        "narrowed": any(wanted.values()),
        "rule_title": queries.title_of(wanted["rule"]) if wanted["rule"] else "",
        "person_name": next((bar.label for bar in people if bar.key == wanted["person"]), ""),
        "unit_name": next((bar.label for bar in units if bar.key == wanted["unit"]), ""),
        "periods": _periods(),
        "period": period,
        "query": request.GET.urlencode(),
    }
    return render_page(
        request, "compliance/feedback_passed.html", context, partial={"isi-umpan": "body"}
    )


def _periods() -> list[tuple[str, str]]:
    days = [(key, _("%(n)s hari terakhir") % {"n": n}) for key, n in queries.PERIODS.items()]
    return [*days, ("semua", _("Sejak awal"))]


@require_safe
@access(rights.reviewed_passed)
def passed_export(request: HttpRequest) -> HttpResponse:
    """The filtered list of passed findings as CSV."""
    within = queries.since(
        rights.reviewed_passed(cast(User, request.user)), _period(request), clock.now()
    )
    found = queries.passed_found(within, **_wanted(request))[: queries.MOST_ROWS]
    return csv_answer("temuan-dilewati", queries.passed_header(), queries.passed_cells(found))


def _state(request: HttpRequest) -> str:
    state = request.GET.get("keadaan", "")
    return state if state in Misfire.State.values else ""


@require_safe
@access(rights.reviewed_misfires)
def misfires(request: HttpRequest) -> HttpResponse:
    """Reports of wrong findings."""
    state, words = _state(request), words_of(request)
    visible = rights.reviewed_misfires(cast(User, request.user))
    found = queries.misfires_found(visible, words=words, state=state)
    page = paginate(found, request, per_page=20, keyset=("-at", "-id"))
    states = queries.by_state(visible)
    context = {
        "page": page,
        "rows": [MisfireRow(row) for row in page],
        "states": states,
        "total": sum(n for _value, _label, n in states),
        "state": state,
        "words": words,
        "query": request.GET.urlencode(),
    }
    return render_page(
        request, "compliance/feedback_misfires.html", context, partial={"daftar": "rows"}
    )


@require_safe
@access(rights.reviewed_misfires)
def misfires_export(request: HttpRequest) -> HttpResponse:
    """The filtered reports as CSV."""
    visible = rights.reviewed_misfires(cast(User, request.user))
    found = queries.misfires_found(visible, words=words_of(request), state=_state(request))
    rows = queries.misfire_cells(found[: queries.MOST_ROWS])
    return csv_answer("salah-tangkap", queries.misfire_header(), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.reviewed_misfire)
def misfire(request: HttpRequest, misfire_id: UUID) -> HttpResponseBase:
    """One report with its text; answering it."""
    user = cast(User, request.user)
    found = rights.reviewed_misfire(user, misfire_id)
    given = {} if found.state == Misfire.State.OPEN else {"state": found.state}
    form = AnswerForm(request.POST or None, initial={**given, "answer": found.answer})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_misfire(found, by=user, at=clock.now(), **form.cleaned_data)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            form.add_error(None, str(error))
            status = 409
        else:
            toast(request, _("Jawaban tersimpan."), tone="success")
            return redirect("compliance:misfires")
    context = {
        "form": form,
        "row": MisfireRow(found),
        "may_answer": rights.may_answer(user, found),
    }
    return render_page(request, "compliance/feedback_misfire.html", context, status=status)


@require_POST
@access(rights.may_report)
def report(request: HttpRequest) -> HttpResponse:
    """Say that a finding is wrong: one press of a button, which htmx then replaces."""
    user = cast(User, request.user)
    given = {name: request.POST.get(name, "") for name in REPORTED}
    if given["rule"] not in rules_by_id():
        raise Missing(_("Aturan itu tidak ada."))
    made, new = actions.report_misfire(unit=working_unit(request), by=user, at=clock.now(), **given)
    toast(request, misfire_told(made, new=new), tone="success")
    return render_page(request, "compliance/_misfire_done.html", partial="done")
