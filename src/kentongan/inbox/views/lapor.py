"""References of SP4N-LAPOR!: the list, and the way to its table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kentongan.inbox import access as rights, lapor_table
from kentongan.people.permissions import can_somewhere
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import paginate, render_page


@require_safe
@access(rights.visible_cases)
def references(request: HttpRequest) -> HttpResponse:
    """What was noted for the cases of this person's units, latest first."""
    user = person(request)
    rows = lapor_table.links_of(user).order_by("-changed_at", "pk")
    context = {
        "page": paginate(rows, request, per_page=30),
        "kind": lapor_table.KIND,
        "may_import": can_somewhere(user, lapor_table.KIND.permission),
    }
    return render_page(request, "inbox/lapor.html", context)
