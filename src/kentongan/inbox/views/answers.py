"""For citizens: what units answered and clarified, to read, to link to and to embed."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from kentongan.inbox import clarified
from kentongan.kernel import clock
from kentongan.people.models import Unit
from kentongan.people.queries import unit_timezone
from kentongan.web.access import public
from kentongan.web.citizens import for_citizens
from kentongan.web.http import paginate

_WHY = "what a unit published is for everybody"
#: Long answers are shortened in a list, so that a page stays light on a slow phone.
PER_PAGE = 15
FEW = 3
EMBEDDED = 5


def _zone(unit: Unit | None = None) -> ZoneInfo:
    """The zone of the unit, else of the pemda: in UTC it is still yesterday until the morning."""
    found = unit or Unit.objects.filter(parent=None).first()
    return unit_timezone(found) if found else ZoneInfo("Asia/Jakarta")


def _words(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]


@public(_WHY)
@require_safe
@for_citizens(minutes=5)
def answers(request: HttpRequest) -> HttpResponse:
    """What is often asked, and the latest clarifications."""
    return _page(request, None)


@public(_WHY)
@require_safe
@for_citizens(minutes=5)
def of_unit(request: HttpRequest, code: str) -> HttpResponse:
    """The same of one unit and the units below it: an address to link to."""
    return _page(request, clarified.place(code))


def _page(request: HttpRequest, unit: Unit | None) -> HttpResponse:
    text = _words(request)
    zone = _zone(unit)
    day = clock.now().astimezone(zone).date()
    page = paginate(clarified.answers(day, text, unit), request, per_page=PER_PAGE)
    found = list(clarified.clarifications(text, unit)[: FEW + 1]) if page.number == 1 else []
    context = {
        "text": text,
        "unit": unit,
        "page": page,
        "clarifications": found[:FEW],
        "more": len(found) > FEW,
        "host": request.build_absolute_uri("/"),
    }
    with timezone.override(zone):
        return render(request, "inbox/public/answers.html", context)


@public(_WHY)
@require_safe
@for_citizens(minutes=5)
def answer(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """One answer in full."""
    entry = clarified.answer(answer_id, clock.now().astimezone(_zone()).date())
    return render(request, "inbox/public/answer.html", {"answer": entry})


@public(_WHY)
@require_safe
@for_citizens(minutes=5)
def clarifications(request: HttpRequest) -> HttpResponse:
    """All clarifications, of all units or of one (``unit``), the latest first."""
    text, code = _words(request), request.GET.get("unit", "")
    unit = clarified.place(code) if code else None
    page = paginate(clarified.clarifications(text, unit), request, per_page=10)
    context = {"text": text, "unit": unit, "page": page}
    with timezone.override(_zone(unit)):
        return render(request, "inbox/public/clarifications.html", context)


@public(_WHY)
@require_safe
@for_citizens(minutes=5)
def clarification(request: HttpRequest, clarification_id: UUID) -> HttpResponse:
    """One clarification; of a withdrawn one, that it was withdrawn and why."""
    entry = clarified.clarification(clarification_id)
    with timezone.override(unit_timezone(entry.unit)):
        context = {"entry": entry, "newer": clarified.in_place_of(entry)}
        return render(request, "inbox/public/clarification.html", context)


@public(_WHY)
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # typed for bare views
@for_citizens(minutes=5)
def embedded(request: HttpRequest, code: str) -> HttpResponse:
    """The latest of a unit, bare, for a frame on any site: it shows only what is public."""
    unit = clarified.place(code)
    zone = unit_timezone(unit)
    day = clock.now().astimezone(zone).date()
    context = {
        "unit": unit,
        "clarifications": clarified.clarifications(unit=unit)[:EMBEDDED],
        "answers": clarified.answers(day, unit=unit)[:EMBEDDED],
    }
    with timezone.override(zone):
        return render(request, "inbox/public/embedded.html", context)
