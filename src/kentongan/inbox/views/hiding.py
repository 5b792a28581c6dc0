"""Hiding a message: asked for by a rule and with a reason, decided by a second person."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from kentongan.inbox import access as rights
from kentongan.inbox.actions import hiding
from kentongan.inbox.models import Case
from kentongan.inbox.views.case import page
from kentongan.inbox.views.posted import of_hiding, of_message, posted, to_case
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import toast


@access(rights.visible_message)
@posted(of_message)
def hide(request: HttpRequest, message_id: UUID) -> HttpResponseBase:
    """Ask for a message to be hidden, by a rule and with a reason."""
    user, at = person(request), clock.now()
    message = rights.visible_message(user, message_id)
    case = rights.handled_case(user, message.case.number if message.case else "")
    try:
        row = hiding.ask(
            message, by=user, at=at, rule=request.POST.get("rule", ""),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except (Conflict, Invalid) as error:
        return _not_hidden(request, case, error, about=message.pk)
    here = _("Disembunyikan di sini. Sembunyikan juga di jejaringnya.")
    hidden = _("Disembunyikan di sini dan di jejaringnya.") if row.delivery_id else here
    asked = _("Menunggu persetujuan pemeriksa atau pimpinan unit.")
    toast(request, hidden if row.state == "hidden" else asked, tone="success")
    return to_case(request, case.number)


def _not_hidden(
    request: HttpRequest, case: Case, error: Conflict | Invalid, *, about: UUID
) -> HttpResponse:
    """The page of the case with what was typed ``about`` a message or a wish to hide it."""
    return page(
        request, case, status=error.status, refused="sembunyi", problem=str(error),
        typed=request.POST, about=about,
    )  # fmt: skip


@access(rights.visible_hiding)
@posted(of_hiding)
def decide_hiding(request: HttpRequest, hiding_id: UUID, what: str) -> HttpResponseBase:
    """The second person's answer to such a wish, or showing the message again."""
    user, at = person(request), clock.now()
    row = rights.visible_hiding(user, hiding_id)
    number = row.message.case.number if row.message.case else ""
    reason = request.POST.get("reason", "")
    try:
        if what == "tampilkan":
            hiding.show(row, by=user, at=at, reason=reason)
        else:
            hiding.decide(row, by=user, at=at, agree=what == "setujui", answer=reason)
    except (Conflict, Invalid) as error:
        return _not_hidden(request, rights.visible_case(user, number), error, about=row.pk)
    toast(request, _("Keputusan tercatat."), tone="success")
    return to_case(request, number)
