"""The desk, the notices behind the bell, and the guides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from kentongan.approval import menu
from kentongan.home import guide as guides, queries
from kentongan.kernel import clock
from kentongan.people.models import Notice
from kentongan.people.notices import mark_read
from kentongan.people.session import person, working_unit
from kentongan.web.access import signed_in
from kentongan.web.http import paginate, render_page, safe_next


@require_GET
@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person today."""
    at = clock.now()
    unit = working_unit(request)
    found = queries.desk(
        person(request), unit, waiting=menu.waiting(request), beside=menu.others(request), at=at
    )
    with timezone.override(found.zone):
        return render_page(request, "home/desk.html", {"desk": found, "now": at})


@require_GET
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """Everything this person was told, newest first."""
    page = paginate(Notice.objects.filter(user=person(request)).order_by("-at", "-pk"), request)
    return render_page(request, "home/notices.html", {"page": page}, partial="rows")


@require_POST
@signed_in
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_read(person(request), at=clock.now())
    return redirect(safe_next(request, reverse("home:notices")))


@require_GET
@signed_in
def help_page(request: HttpRequest, name: str = guides.START) -> HttpResponse:
    """A guide; without a name the one that leads to the others."""
    context = {
        "guide": guides.guide(name),
        "is_start": name == guides.START,
        "english": (get_language() or "").startswith("en"),
    }
    return render_page(request, "home/guide.html", context)
