"""Who may see a secret case beside the Inspektorat: named and taken off again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from kentongan.inbox import access as rights, moments
from kentongan.inbox.actions import duties
from kentongan.inbox.models import Named
from kentongan.inbox.views.posted import at_page, beside, posted, shown
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User
from kentongan.people.queries import people_found
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import render_page, toast

LEAST_WORDS = 2
MOST_FOUND = 20


@require_safe
@access(rights.secret_case, rights.nameable_people)
def named(request: HttpRequest, number: str) -> HttpResponse:
    """The people let into a secret case, and a search for others."""
    case = rights.secret_case(person(request), number)
    words = " ".join(request.GET.get("cari", "").replace("\x00", "").split())[:100]
    context: dict[str, Any] = {
        "case": case,
        "words": words,
        "short": len(words) < LEAST_WORDS,
        "named": Named.objects.filter(case=case).select_related("user__unit").order_by("at", "pk"),
        "found": [],
        **beside(request),
    }
    if not context["short"]:
        people = people_found(rights.nameable_people(case, clock.now()), words)
        context["found"] = people.select_related("unit").order_by("name", "pk")[:MOST_FOUND]
    with moments.in_zone_of(case.unit):
        return render_page(request, "inbox/named.html", context)


@access(rights.secret_case)
@posted(at_page("named", "number"))
def change(request: HttpRequest, number: str, what: str) -> HttpResponseBase:
    """Let somebody in (``beri``), or take the access away (``cabut``)."""
    user, at = person(request), clock.now()
    case = rights.secret_case(user, number)
    other = _person(request)
    try:
        if what == "beri":
            duties.name(case, other, by=user, at=at)
            said = _("%(name)s sekarang dapat membuka %(number)s.")
        else:
            duties.unname(case, other, by=user, at=at)
            said = _("%(name)s tidak lagi dapat membuka %(number)s.")
    except (Conflict, Invalid) as error:
        toast(request, str(error), tone="warning")
    else:
        toast(request, said % {"name": other.name, "number": case.number}, tone="success")
    return redirect(reverse("inbox:named", args=[case.number]) + shown(request))


def _person(request: HttpRequest) -> User:
    try:
        return User.objects.get(pk=UUID(request.POST.get("orang", "")))
    except (ValueError, User.DoesNotExist):
        raise Missing(_("Orang itu tidak ada.")) from None
