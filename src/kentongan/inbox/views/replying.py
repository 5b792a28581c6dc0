"""The answer box: checked while one writes, sent, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from kentongan.compliance.draft import Severity
from kentongan.compliance.marks import Mark
from kentongan.compliance.present import finding_views
from kentongan.inbox import access as rights, checking
from kentongan.inbox.actions import answering, replies
from kentongan.inbox.models import Case, Message, Reply
from kentongan.inbox.views.case import page
from kentongan.inbox.views.posted import of_case, of_reply, posted, to_case
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_text
from kentongan.people.models import User
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import render_page, toast

_REASON = "alasan-"
LONGEST = 10_000


def reasons_of(request: HttpRequest) -> dict[str, str]:
    """Reasons typed for findings, by fingerprint."""
    return {
        name.removeprefix(_REASON): str(value).strip()
        for name, value in request.POST.items()
        if name.startswith(_REASON) and str(value).strip()
    }


def found_in(
    case: Case, text: str, reasons: dict[str, str], *, by: User, at: datetime
) -> list[dict[str, Any]]:
    """Findings of an answer as its writer sees them, with the reason given where one may be."""
    found = checking.findings(case, text, at=at)
    marks = [Mark(number, finding) for number, finding in enumerate(found, start=1)]
    shown = finding_views(marks, report=None if case.secret else {"text": text}, by=by)
    for item in shown:
        finding = item["finding"]
        item["weigh"] = finding.severity is Severity.WEIGH
        item["typed"] = reasons.get(finding.fingerprint, "")
    return shown


@require_POST
@access(rights.handled_case)
def check(request: HttpRequest, number: str) -> HttpResponse:
    """What the check says of what was just typed; and that one is writing, for colleagues."""
    user, at = person(request), clock.now()
    case = rights.handled_case(user, number)
    context: dict[str, Any] = {"case": case, "findings": [], "notice": ""}
    try:
        text = clean_text(request.POST.get("text", ""), field="text")[:LONGEST]
        if text.strip():
            answering.begin(case, by=user, at=at)
        else:
            answering.leave(case, by=user)
        if text.strip():
            context["findings"] = found_in(case, text, reasons_of(request), by=user, at=at)
    except (Conflict, Invalid) as error:
        context["notice"] = str(error)
    return render_page(request, "inbox/_found.html", context)


@access(rights.handled_case, rights.visible_message)
@posted(of_case)
def reply(request: HttpRequest, number: str) -> HttpResponseBase:
    """Send an answer. What stands in the way comes back with it, nothing typed is lost."""
    user, at = person(request), clock.now()
    case = rights.handled_case(user, number)
    text, reasons = request.POST.get("text", ""), reasons_of(request)
    try:
        message = message_of(request, case, user)
        made = replies.reply(
            message, by=user, at=at, text=text, reasons=reasons,
            private=request.POST.get("private") == "1", seen_at=_seen_at(request),
        )  # fmt: skip
    except KentonganError as error:
        if error.status not in (409, 422):
            raise
        case = rights.visible_case(user, number)
        return page(
            request, case, status=error.status, refused="balas", problem=str(error),
            typed=request.POST, findings=found_in(case, text[:LONGEST], reasons, by=user, at=at),
        )  # fmt: skip
    _say_sent(request, made)
    return to_case(request, case.number)


def _seen_at(request: HttpRequest) -> datetime | None:
    """When the page was drawn on which the answer was written, as far as it says so."""
    try:
        seen = datetime.fromisoformat(request.POST.get("dilihat", ""))
    except ValueError:
        return None
    return seen if seen.tzinfo else None


def message_of(request: HttpRequest, case: Case, user: User) -> Message:
    """The message that is answered: the one chosen, else the citizen's latest."""
    chosen = request.POST.get("pesan", "")
    if chosen:
        try:
            return rights.visible_message(user, UUID(chosen))
        except ValueError:
            raise Invalid(_("Pesan yang dibalas tidak dikenali. Muat ulang halaman.")) from None
    rows = Message.objects.filter(case=case, ours=False, gone_at=None)
    latest = rows.select_related("account", "case__unit").order_by("-sent_at").first()
    if latest is None:
        raise Conflict(_("Tidak ada lagi pesan warga yang dapat dibalas di perkara ini."))
    return latest


def _say_sent(request: HttpRequest, made: Reply) -> None:
    undo = reverse("inbox:reply_undo", args=[made.pk])
    if made.needs_second:
        toast(request, _("Balasan menunggu persetujuan. Warga belum menerimanya."), undo_url=undo)
    elif made.delivery_id:
        toast(request, _("Balasan dikirim sebentar lagi."), tone="success", undo_url=undo)
    else:
        toast(
            request,
            _("Balasan tercatat; warga melihatnya saat melacak."),
            tone="success",
            undo_url=undo,
        )


@access(rights.visible_reply)
@posted(of_reply)
def undo(request: HttpRequest, reply_id: UUID) -> HttpResponseBase:
    """Take an answer back before it leaves; its words are in the box again."""
    user, at = person(request), clock.now()
    made = rights.visible_reply(user, reply_id)
    number = made.case.number
    rights.require(user, made.case, "inbox.answer", at, helping=True)
    try:
        replies.undo(made, by=user, at=at)
    except KentonganError as error:
        if error.status not in (409, 422):
            raise
        toast(request, str(error), tone="warning")
        return to_case(request, number)
    toast(request, _("Balasan dibatalkan. Warga tidak menerimanya."), tone="success")
    return to_case(request, number, ulang=str(made.pk), place="#balas")
