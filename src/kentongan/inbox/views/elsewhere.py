"""Answers beside the networks: written down, and taken back within seconds."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from kentongan.inbox import access as rights
from kentongan.inbox.actions import elsewhere
from kentongan.inbox.views.acting import moment_of
from kentongan.inbox.views.case import page
from kentongan.inbox.views.posted import of_case, of_elsewhere, posted, to_case
from kentongan.inbox.views.replying import message_of
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import toast


@access(rights.handled_case, rights.visible_message)
@posted(of_case)
def note(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write down an answer; what is refused comes back with everything typed."""
    user, at = person(request), clock.now()
    case = rights.handled_case(user, number)
    posted = request.POST
    try:
        given_at = moment_of(request, "given_at", case)
        if given_at is None and posted.get("given_at", "").strip():
            raise Invalid.field("given_at", _("Waktu itu tidak dikenali. Isi tanggal dan jamnya."))
        made = elsewhere.answer_elsewhere(
            message_of(request, case, user), by=user, at=at, way=posted.get("way", ""),
            summary=posted.get("summary", ""), given_at=given_at,
        )  # fmt: skip
    except (Conflict, Invalid) as error:
        case = rights.visible_case(user, number)
        return page(
            request, case, status=error.status, refused="cara-lain", problem=str(error),
            typed=posted, about_time="given_at" in getattr(error, "fields", {}),
        )  # fmt: skip
    undo_url = reverse("inbox:elsewhere_undo", args=[made.pk])
    toast(request, _("Jawaban tercatat."), tone="success", undo_url=undo_url)
    return to_case(request, case.number)


@access(rights.visible_elsewhere)
@posted(of_elsewhere)
def undo(request: HttpRequest, elsewhere_id: UUID) -> HttpResponseBase:
    """Take it back while that is possible."""
    user, at = person(request), clock.now()
    made = rights.visible_elsewhere(user, elsewhere_id)
    try:
        case = elsewhere.undo(made, by=user, at=at)
    except Conflict as error:
        toast(request, str(error), tone="warning")
        return to_case(request, made.case.number)
    toast(request, _("Catatan dibatalkan; jam berjalan seperti semula."), tone="success")
    return to_case(request, case.number)
