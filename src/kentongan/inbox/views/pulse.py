"""What open pages of the inbox ask every few seconds: has anything changed?"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kentongan.inbox import access as rights, beside, live, menu, moments
from kentongan.inbox.forms import wanted
from kentongan.inbox.views.case import case_context
from kentongan.inbox.views.queue import counted
from kentongan.kernel import clock
from kentongan.kernel.errors import Missing
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import render_page

#: Told to the page, which then asks for the list anew.
CHANGED = "kotak-masuk-berubah"


@require_safe
@access(rights.visible_cases, rights.visible_case)
def pulse(request: HttpRequest) -> HttpResponse:
    """Has anything changed since ``sejak``, or in the case that is open (``terbuka``)? 204 where
    not; else what is different: the counts, for which the page looks at the list anew, and what is
    only read of the case.

    ``menulis``: where in the case somebody is writing, for that is left as it is.
    """
    answer = _counts(request)
    if case := _case(request):
        answer.write(case)
    if not answer.content:
        return HttpResponse(status=204)
    return answer


def _counts(request: HttpRequest) -> HttpResponse:
    """The counts as they are now; empty where they are known."""
    counts = menu.counts(request)
    if counts.pulse == request.GET.get("sejak", ""):
        return HttpResponse()
    context = counted(wanted(request.GET), counts) | {"anew": True}
    response = render_page(request, "inbox/_counts.html", context)
    response.headers["HX-Trigger"] = json.dumps({CHANGED: {}})
    return response


def _case(request: HttpRequest) -> bytes:
    """What is different in the open case; empty where nothing is."""
    before = live.shown_in(request.GET.get("terbuka", ""))
    if before is None:
        return b""
    user, at = person(request), clock.now()
    context: dict[str, Any] = {"number": before.number, "anew": True}
    try:
        case = rights.visible_case(user, before.number)
    except Missing:  # handed on, or secret by now: the same as one that never was
        return render_page(request, "inbox/_live.html", context | {"lost": True}).content
    if live.mark_of(case, beside.last_act(case), user, at) == before.mark:
        return b""
    writing = request.GET.get("menulis", "")
    context |= case_context(request, case)
    told = live.told(before, context["said"], context["acts"], user, kept=writing == "balas")
    context |= {"told": told, "writing": writing, "newest": live.newest(before, context["said"])}
    with moments.in_zone_of(case.unit):
        return render_page(request, "inbox/_live.html", context).content
