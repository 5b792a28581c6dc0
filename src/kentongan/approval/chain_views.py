"""The page of chains: all of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kentongan.approval import access as rights, chain_queries as queries
from kentongan.kernel import clock
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import render_page


@require_safe
@access(rights.visible_chains)
def chains(request: HttpRequest) -> HttpResponse:
    """Who decides what, and within how long."""
    user = person(request)
    context = {
        "board": queries.board(rights.visible_chains(user), at=clock.now()),
        "may_change": rights.governs_chains(user),
    }
    return render_page(request, "approval/chains.html", context)
