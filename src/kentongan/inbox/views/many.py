"""One answer to many who wrote the same: each by itself, what is not possible named."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kentongan.inbox import access as rights, likeness, moments, present
from kentongan.inbox.actions import replies
from kentongan.inbox.forms import ids
from kentongan.inbox.models import Case, Message
from kentongan.inbox.views.bulk import told_back
from kentongan.inbox.views.posted import of_reply, posted, shown, to_case
from kentongan.inbox.views.replying import LONGEST, found_in, message_of, reasons_of
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import ngettext
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import render_page, toast


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.handled_case, rights.visible_messages)
def many(request: HttpRequest, number: str) -> HttpResponseBase:
    """Who wrote the same, with the answer typed so far; sent to those ticked with ``kirim``."""
    user, at = person(request), clock.now()
    case = rights.handled_case(user, number)
    try:
        message = message_of(request, case, user)
    except (Conflict, Invalid) as error:
        toast(request, str(error), tone="warning")
        return to_case(request, case.number)
    if "kirim" in request.POST:
        return _send(request, case, message, at)
    return _page(request, case, message, at)


def _send(request: HttpRequest, case: Case, message: Message, at: datetime) -> HttpResponseBase:
    user, ticked = person(request), request.POST.getlist("kepada")
    try:
        rows = rights.visible_messages(user, ids(ticked))
        done = replies.reply_to_many(
            rows, by=user, at=at, text=request.POST.get("text", ""), reasons=reasons_of(request)
        )
    except (Conflict, Invalid) as error:
        return _page(request, case, message, at, status=error.status, problem=str(error))
    if done.made:
        undo = reverse("inbox:reply_undo_many", args=[done.made[0].pk])
        toast(request, _said(done), tone="success", undo_url=undo)
    if not done.refused:
        return to_case(request, case.number)
    reasons = {why for _row, why in done.refused}
    if not done.made and len(reasons) == 1:
        return _page(request, case, message, at, status=422, problem=reasons.pop())
    refused = [(present.addressee(row), why) for row, why in done.refused]
    status = 200 if done.made else 422
    return _page(request, case, message, at, status=status, refused=refused, sent=len(done.made))


def _said(done: replies.Many) -> str:
    """What became of the answers, by what happens to them next."""
    waiting = sum(row.needs_second for row in done.made)
    leaving = sum(row.delivery_id is not None for row in done.made)
    kept = len(done.made) - waiting - leaving
    said = [
        (leaving, ngettext("%(n)s balasan dikirim sebentar lagi.",
                           "%(n)s balasan dikirim sebentar lagi.", leaving)),
        (waiting, ngettext("%(n)s balasan menunggu persetujuan.",
                           "%(n)s balasan menunggu persetujuan.", waiting)),
        (kept, ngettext("%(n)s balasan tercatat; warga melihatnya saat melacak.",
                        "%(n)s balasan tercatat; warga melihatnya saat melacak.", kept)),
    ]  # fmt: skip
    return " ".join(text % {"n": n} for n, text in said if n)


def _page(
    request: HttpRequest,
    case: Case,
    message: Message,
    at: datetime,
    *,
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    """The list to tick; everybody is ticked until somebody was left out."""
    user = person(request)
    rows = likeness.same_words(message, user, at=at).order_by("sent_at", "pk")
    found = list(rows[: likeness.MOST_ANSWERED + 1])
    ticked = set(request.POST.getlist("kepada")) if "kirim" in request.POST else None
    text = request.POST.get("text", "")[:LONGEST]
    context = {
        "case": case,
        "query": shown(request),
        "message": message,
        "text": text,
        "findings": found_in(case, text, reasons_of(request), by=user, at=at)
        if text.strip()
        else [],
        "rows": [
            (present.addressee(row), ticked is None or str(row.pk) in ticked)
            for row in found[: likeness.MOST_ANSWERED]
        ],
        "more": len(found) > likeness.MOST_ANSWERED,
        **told,
    }
    with moments.in_zone_of(case.unit):
        return render_page(request, "inbox/many.html", context, status=status)


@access(rights.visible_reply)
@posted(of_reply)
def undo(request: HttpRequest, reply_id: UUID) -> HttpResponseBase:
    """Take back what was answered together, as far as it has not left."""
    user, at = person(request), clock.now()
    made = rights.visible_reply(user, reply_id)
    done, late = replies.undo_many(made, by=user, at=at)
    told_back(
        request,
        (done, ngettext("%(n)s balasan dibatalkan.", "%(n)s balasan dibatalkan.", done)),
        (late, ngettext("%(n)s balasan tidak dapat dibatalkan lagi.",
                        "%(n)s balasan tidak dapat dibatalkan lagi.", late)),
    )  # fmt: skip
    return to_case(request, made.case.number)
