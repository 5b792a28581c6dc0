"""An answer that waits for approval: the citizen's words beside it, and the decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from kentongan.approval import menu
from kentongan.inbox import access as rights, approving, checking, masking, moments, present
from kentongan.inbox.actions import deciding
from kentongan.inbox.models import Reply
from kentongan.inbox.views.posted import of_reply_request, posted
from kentongan.inbox.views.replying import found_in
from kentongan.kernel import clock
from kentongan.kernel.errors import KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import render_page, toast


@require_GET
@access(rights.visible_reply)
def show(request: HttpRequest, reply_id: UUID) -> HttpResponse:
    """What the citizen said, what is to be answered, what the check says, and whose turn it is."""
    return _page(request, rights.visible_reply(person(request), reply_id))


def _page(
    request: HttpRequest, made: Reply, *, problem: str = "", reason: str = "", status: int = 200
) -> HttpResponse:
    user, at = person(request), clock.now()
    case = rights.visible_case(user, made.case.number)
    made.case = case
    icon, channel = present.channel_of(made.message)
    given = checking.reasons_of(made.findings, checking.findings(case, made.text, at=at))
    found = found_in(case, made.text, given, by=user, at=at)
    directory = menu.directory(request, made.pk)
    context: dict[str, Any] = {
        "made": made,
        "case": case,
        "author": present.author_of(case, made.message),
        "said": masking.masked(made.message.text),
        "message": made.message,
        "channel": channel,
        "channel_icon": icon,
        "found": found,
        "must": any(item["tone"] == "wajib" for item in found),
        "steps": approving.steps_view(made, at=at, directory=directory),
        "mine": approving.place_of(made, user, at=at, directory=directory),
        "others": [
            (row, present.addressee(row.message), approving.seen(row))
            for row in approving.together(made, user, at=at)
        ],
        "waits": approving.is_waiting(made),
        "left": present.left(case, at),
        "seen": approving.seen(made),
        "problem": problem,
        "reason": reason,
        "now": at,
        **menu.around(request, made.pk),
    }
    with moments.in_zone_of(case.unit):
        return render_page(request, "inbox/reply_request.html", context, status=status)


@access(rights.visible_reply)
@posted(of_reply_request)
def approve(request: HttpRequest, reply_id: UUID) -> HttpResponseBase:
    """Agree to the present step."""
    return _decide(request, reply_id, agrees=True)


@access(rights.visible_reply)
@posted(of_reply_request)
def refuse(request: HttpRequest, reply_id: UUID) -> HttpResponseBase:
    """Send it back to its writer with a reason."""
    return _decide(request, reply_id, agrees=False)


def _decide(request: HttpRequest, reply_id: UUID, *, agrees: bool) -> HttpResponseBase:
    user, at = person(request), clock.now()
    made = rights.visible_reply(user, reply_id)
    reason, seen = request.POST.get("reason", ""), request.POST.get("seen", "")
    try:
        if agrees:
            made = deciding.approve(made, by=user, at=at, seen=seen)
        else:
            made = deciding.refuse(made, by=user, at=at, seen=seen, reason=reason)
    except KentonganError as error:
        fresh = rights.visible_reply(user, reply_id)
        return _page(request, fresh, problem=str(error), reason=reason.strip(), status=error.status)
    others, missed = _others(request, made, agrees=agrees, at=at)
    _say(request, made, agrees=agrees, others=len(others))
    for row, why in missed:
        toast(request, f"{row.case.number}: {why}", tone="warning")
    return redirect("approval:queue")


def _others(
    request: HttpRequest, made: Reply, *, agrees: bool, at: datetime
) -> tuple[list[Reply], list[tuple[Reply, str]]]:
    """Decide what was written together with ``made`` likewise: of what is approved those that were
    ticked, each as it was read."""
    user, reason = person(request), request.POST.get("reason", "")
    ticked = dict(value.partition(".")[::2] for value in request.POST.getlist("bersama"))
    rows = approving.together(made, user, at=at, step=made.decisions.latest("at").step)
    if agrees:
        return deciding.each(
            [row for row in rows if str(row.pk) in ticked],
            lambda row: deciding.approve(row, by=user, at=at, seen=ticked[str(row.pk)]),
        )
    return deciding.each(
        rows if "semua" in request.POST else [],
        lambda row: deciding.refuse(row, by=user, at=at, reason=reason),
    )


def _say(request: HttpRequest, made: Reply, *, agrees: bool, others: int) -> None:
    number = {"number": made.case.number, "n": others + 1}
    if not agrees:
        said = _("Balasan %(number)s dikembalikan dengan catatan Anda.")
        many = _("%(n)s balasan dikembalikan dengan catatan Anda.")
        toast(request, (many if others else said) % number)
    elif made.decided_at is None:
        said = _("Balasan %(number)s diteruskan ke langkah berikutnya.")
        many = _("%(n)s balasan diteruskan ke langkah berikutnya.")
        toast(request, (many if others else said) % number, tone="success")
    else:
        name = "inbox:reply_undo_many" if others else "inbox:reply_undo"
        undo = reverse(name, args=[made.pk]) if made.delivery_id else None
        said = _("Balasan %(number)s disetujui dan dikirim.")
        many = _("%(n)s balasan disetujui dan dikirim.")
        toast(request, (many if others else said) % number, tone="success", undo_url=undo)
