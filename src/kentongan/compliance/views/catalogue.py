"""The catalogue, and one rule: what it looks for and how it stands at a unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.compliance import access as rights, actions
from kentongan.compliance.families import BY_ID as FAMILIES
from kentongan.compliance.forms import RuleForm, put_errors
from kentongan.compliance.levels import OFF, STANDARD, softens
from kentongan.compliance.queries import adjustments, catalogue as queries
from kentongan.compliance.queries.catalogue import RuleRow
from kentongan.compliance.rule import STERNNESS, Rule
from kentongan.compliance.rules import all_rules, rules_by_id
from kentongan.compliance.views.common import today, words_of
from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit, User
from kentongan.people.session import working_unit
from kentongan.people.tree import line_of
from kentongan.web.access import access, signed_in
from kentongan.web.http import render_page, toast

#: In the order in which the form offers them.
CHOICES = (STANDARD, *(severity.value for severity in reversed(STERNNESS)), OFF)


@require_safe
@signed_in
def catalogue(request: HttpRequest) -> HttpResponse:
    """All rules by family, each as it holds at the working unit."""
    family = request.GET.get("keluarga", "")
    chosen = family if family in FAMILIES else ""
    adjusted = request.GET.get("beda", "") == "1"
    words = words_of(request)
    phase, now = today(request)
    settings = adjustments.settings_at(cast("Sequence[UUID]", now["line"]))
    found = queries.catalogue(words, chosen, phase, settings, adjusted=adjusted)
    every = queries.catalogue(settings=settings)
    context = {
        "families": found,
        "all_families": [(f, len(rows)) for f, rows in every],
        "total": len(all_rules()),
        "differing": sum(row.adjusted for _family, rows in every for row in rows),
        "adjusted": adjusted,
        "chosen": chosen,
        "words": words,
        "may_review": rights.may_review(cast(User, request.user)),
        **now,
    }
    return render_page(request, "compliance/catalogue.html", context, partial="rows")


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.visible_adjustments, rights.managed_unit)
def rule(request: HttpRequest, rule_id: str) -> HttpResponseBase:
    """One rule: what it looks for, how severe when, on what basis; setting it for a unit."""
    found = rules_by_id().get(rule_id)
    if found is None:
        raise Missing(_("Aturan itu tidak ada."))
    user = cast(User, request.user)
    if request.method != "POST":
        return _page(request, found, None)
    form = _form(request, found, soft=True)
    if form.is_valid():
        data = form.cleaned_data
        try:
            unit = rights.managed_unit(user, cast(Unit, data["unit"]).code)
            actions.set_rule(
                unit=unit,
                rule=found.id,
                setting=data["setting"],
                reason=data["reason"],
                by=user,
                at=clock.now(),
            )
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Tingkat aturan tersimpan."), tone="success")
            return redirect(reverse("compliance:rule", args=[found.id]) + "#unit")
    return _page(request, found, form)


def _form(request: HttpRequest, found: Rule, *, soft: bool, own: str = "") -> RuleForm:
    """The form with what this person may choose; the action judges what is sent.

    ``own`` is what the working unit has set itself.
    """
    return RuleForm(
        request.POST if request.method == "POST" else None,
        user=cast(User, request.user),
        settings=[s for s in CHOICES if soft or not softens(found, s)],
        initial={"unit": working_unit(request).code, "setting": own},
    )


def _page(request: HttpRequest, found: Rule, form: RuleForm | None) -> HttpResponse:
    user = cast(User, request.user)
    unit = working_unit(request)
    line = line_of(unit.pk)
    may_manage = rights.may_manage_rules(user)
    may = set(rights.managed_units(user).values_list("pk", flat=True)) if may_manage else set()
    soft = may_manage and rights.may_soften(user, unit, line)
    rows = rights.visible_adjustments(user, unit, line)
    standing = adjustments.standing(rows, found.id, line, may)
    if form is None and may_manage:
        form = _form(request, found, soft=soft, own=standing.setting if standing.own else "")
    context = {
        "row": RuleRow(found, setting=standing.setting),
        "unit": unit,
        "standing": standing,
        "form": form,
        "may_manage": may_manage,
        "guarded": may_manage and softens(found, OFF) and not soft,
        "acts": adjustments.history(found.id, line),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render_page(request, "compliance/rule.html", context, status=status)
