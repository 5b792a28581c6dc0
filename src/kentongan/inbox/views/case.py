"""One case: what was said, what it is, whose it is, by when, and the acts on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kentongan.inbox import (
    access as rights,
    answers,
    beside,
    by_letter,
    kinds,
    lapor_terms,
    likeness,
    live,
    masking,
    moments,
    present,
    queries,
    reach,
    routing,
    satisfaction,
)
from kentongan.inbox.actions import dispositions, duties, hiding, replies
from kentongan.inbox.actions.writing import may_second
from kentongan.inbox.deadlines import Deadlines
from kentongan.inbox.models import Case, Channel, Elsewhere, Message, Topic, Urgency
from kentongan.inbox.views.acting import ACTS, Act, Undoable, follow
from kentongan.inbox.views.clarifying import clarified_in
from kentongan.inbox.views.posted import of_case, of_disposition, posted, shown, to_case
from kentongan.inbox.views.queue import GRID, queue_context
from kentongan.kernel import clock
from kentongan.kernel.errors import KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.language.triage.reading import Kind
from kentongan.ledger import labels
from kentongan.ledger.models import Entry
from kentongan.people.models import User
from kentongan.people.permissions import can
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import is_partial, render_page, target_id, toast

#: Kinds that are put right by one tap. Not the integrity report: a slip of the thumb would take
#: the case away from whoever made it.
ONE_TAP = (
    *GRID, Kind.INFORMATION_REQUEST, Kind.FACT_CHECK, Kind.EMERGENCY, Kind.ABUSE_SPAM, Kind.CHATTER,
)  # fmt: skip


@require_safe
@access(rights.visible_case)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Queue, thread and details; htmx asks for thread and details alone.

    ``kutip`` in the address puts the link of a clarification into the answer.
    """
    return page(request, rights.visible_case(person(request), number))


def page(request: HttpRequest, case: Case, *, status: int = 200, **refused: Any) -> HttpResponse:
    """The page of a case; ``refused`` carries what was typed and not accepted."""
    context = case_context(request, case) | refused
    if not (is_partial(request) and target_id(request) == "perkara"):
        context |= queue_context(request)
        context["topics"] = context["offered"]["topics"]  # read already
    with moments.in_zone_of(case.unit):
        return render_page(
            request, "inbox/queue.html", context, partial={"perkara": "perkara"}, status=status
        )


def case_context(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the middle and right panes show."""
    user, at = person(request), clock.now()
    around, deadlines = beside.of(case, user), Deadlines(at)
    there = around.parts
    said = queries.thread(case, there)
    theirs = [s.message for s in said if s.message is not None and not s.ours]
    lasting = [one for one in theirs if one.gone_at is None]
    texts = [one.text for one in lasting]
    first, to_answer = next(iter(theirs), None), next(reversed(lasting), None)
    may_answer = rights.may(user, case, "inbox.answer", at)
    may_write = may_answer or rights.may(user, case, "inbox.answer", at, helping=True)
    may_route = rights.may(user, case, "inbox.route", at)
    acts = queries.history(case, limit=12)
    return {
        "case": case,
        "number": case.number,
        "now": live.shown(case, said, around.last_act, user, at),
        "query": shown(request),
        "at": at,
        "said": said,
        "first": first,
        "to_answer": to_answer,
        "alike": likeness.how_many(to_answer, user, at=at) if to_answer and may_write else 0,
        "relatives": queries.relatives(case, user, there),
        **(_ways_to(to_answer, user, at) if to_answer else {}),
        **_citizen(case, may_answer),
        "left": present.left(case, at),
        "look": present.STATE_LOOKS[case.state],
        "steps": queries.explain(case, at=at, by=deadlines, stopped="stops" in there),
        "given": _given(case, user, at) if "dispositions" in there else [],
        **_ways_onward(case, texts, open_to=may_route and case.is_open),
        **clarified_in(request, case, user, may_answer, begun="clarifications" in there),
        "taken_back": _taken_back(request, case, user),
        "ratings": satisfaction.of_case(case) if "ratings" in there else [],
        "suggestions": answers.suggest(case, at=at, texts=texts) if may_write else [],
        "templates": [
            (row.title, replies.filled(row.text, case)) for row in answers.templates_for(case)
        ] if may_write else [],
        "acts": acts,
        "history": _history(acts),
        "conversations": queries.same_author(
            case, user, next((one for one in theirs if one.author_id_there), None)
        ),
        "watched": "watched" in there,
        **_choices(case, user, at),
        "may_answer": may_answer,
        "may_write": may_write,
        "may_second": may_second(user, case, at),
        "may_route": may_route,
        **_at_lapor(case, deadlines),
        "asks_information": case.kind == Kind.INFORMATION_REQUEST,
        "mine": case.holder_id == user.pk,
        "may_name": case.secret and can(user, "inbox.secret", case.unit, at),
        **_busy(case, user, at),
    }  # fmt: skip


def _citizen(case: Case, may_answer: bool) -> dict[str, Any]:
    """Who wrote, where, and what of it can be taken back."""
    known = bool(case.contact or case.author_name) and case.channel in Channel.values
    return {
        "author": present.author_of(case),
        "contact": masking.contact(case.contact) if case.contact else "",
        "may_be_forgotten": may_answer and known,
        "channel": present.channel_of(case)[1],
    }


def _ways_onward(case: Case, texts: list[str], *, open_to: bool) -> dict[str, Any]:
    """To which units a case can be handed, and whose it seems to be by its ``texts``."""
    if not open_to:
        return {"units": [], "proposals": []}
    units = list(rights.receiving_units())
    likely = routing.propose(case, limit=4, texts=texts, units=units)
    return {"units": units, "proposals": routing.elsewhere(likely, [case])[:3]}


def _ways_to(message: Message, user: User, at: datetime) -> dict[str, Any]:
    """Until when a message may be answered, and in private; from which address a letter is, and
    whether this person may connect one where there is none."""
    ways = {
        "answer_until": reach.answer_until(message), "private_until": reach.private_until(message)
    }  # fmt: skip
    if not by_letter.is_letter(message):
        return ways
    account, unit = by_letter.account_for(message), message.conversation.unit
    may_connect = account is None and can(user, "account.manage", unit, at)
    return {**ways, "is_letter": True, "letter_from": account, "may_connect": may_connect}


def _history(acts: list[Entry]) -> list[tuple[datetime, str, str, str]]:
    """What was done lately: when, what, by whom, and why where that was asked."""
    return [
        (entry.at, labels.label_of(entry.action), entry.actor_name,
         entry.data.get("why") or entry.data.get("reason", ""))
        for entry in acts
    ]  # fmt: skip


def _choices(case: Case, user: User, at: datetime) -> dict[str, Any]:
    """What the forms of a case offer. Only the Inspektorat says that a secret report is none."""
    settled = case.secret and not can(user, "inbox.secret", case.unit, at)
    guess = "" if case.secret and case.likely != case.treated_as else case.likely
    return {
        "ways": Elsewhere.Way.choices,
        "kinds": [one for one in kinds.CHOICES if not settled or one[0] == case.treated_as],
        "guess": guess,
        "other_kinds": [(kind.value, kinds.label_of(kind)) for kind in ONE_TAP
                        if not (settled or case.kind_by) and kind not in (case.treated_as, guess)],
        "flags": kinds.FLAG_LABELS.items(),
        "urgencies": Urgency.choices,
        "topics": Topic.objects.filter(active=True).values_list("pk", "label"),
        "hiding_rules": hiding.RULES.items(),
    }  # fmt: skip


def _given(case: Case, user: User, at: datetime) -> list[tuple[Any, ...]]:
    """Dispositions, each with its look, whether it is this person's to answer, or to take back."""
    return [
        (row, *present.DISPOSITION_LOOKS[row.state], can(user, "inbox.answer", row.to_unit, at),
         row.state == "proposed" and can(user, "inbox.route", row.from_unit, at))
        for row in queries.dispositions_of(case)
    ]  # fmt: skip


def _taken_back(request: HttpRequest, case: Case, user: User) -> str:
    """The words of an answer of this person that the citizen does not get (``ulang`` in the
    address): taken back, returned by the second person, or not sent."""
    try:
        wanted = UUID(request.GET.get("ulang", ""))
    except ValueError:
        return ""
    found = queries.undelivered(case.replies.filter(pk=wanted, by=user)).first()
    return found.text if found else ""


def _at_lapor(case: Case, deadlines: Deadlines) -> dict[str, Any]:
    """How the case stands at SP4N-LAPOR!, and what is due there."""
    link = getattr(case, "lapor", None)
    return {
        "lapor": link,
        "lapor_terms": queries.lapor_terms(link, case, deadlines) if link is not None else [],
        "lapor_certainty": lapor_terms.CERTAINTY,
        "lapor_states": duties.LAPOR_STATES,
    }


def _busy(case: Case, user: User, at: datetime) -> dict[str, Any]:
    """Who else is writing an answer at this moment, and when it is one's own turn."""
    other, until = case.answering, case.answering_until
    if other is None or other.pk == user.pk or until is None or until < at:
        return {"busy": None}
    return {"busy": other, "free_from": moments.free_from(case.unit, until)}


@access(rights.handled_case, rights.routable_case)
@posted(of_case)
def act(request: HttpRequest, number: str, what: str) -> HttpResponseBase:
    """Do one thing to a case. What is refused comes back on its page with the reason."""
    user, at = person(request), clock.now()
    fetch = rights.routable_case if what == "disposisi" else rights.handled_case
    return _carry_out(request, fetch(user, number), ACTS[what], what, at)


@access(rights.visible_case)
@posted(of_case)
def watch(request: HttpRequest, number: str) -> HttpResponseBase:
    """Follow a case that one may read, or follow it no longer."""
    case = rights.visible_case(person(request), number)
    return _carry_out(request, case, follow, "pantau", clock.now())


def _carry_out(
    request: HttpRequest, case: Case, do: Act, what: str, at: datetime
) -> HttpResponseBase:
    user = person(request)
    try:
        said = do(request, case, user, at)
    except KentonganError as error:
        if error.status not in (409, 422):
            raise
        case = rights.visible_case(user, case.number)
        return page(
            request, case, status=error.status, refused=what, problem=str(error),
            typed=request.POST,
        )  # fmt: skip
    undo_url = said.undo_url if isinstance(said, Undoable) else None
    words = said.said if isinstance(said, Undoable) else said
    toast(request, words % {"number": case.number}, tone="success", undo_url=undo_url)
    if rights.visible_cases(user).filter(pk=case.pk).exists():
        return to_case(request, case.number)
    return redirect("inbox:queue")


@access(rights.visible_disposition)
@posted(of_disposition)
def disposition(request: HttpRequest, disposition_id: UUID, what: str) -> HttpResponseBase:
    """Accept a disposition, give it back with a reason, say that it is done, or withdraw it."""
    user, at = person(request), clock.now()
    row = rights.visible_disposition(user, disposition_id)
    number = row.case.number
    try:
        if what == "terima":
            dispositions.accept(row, by=user, at=at)
        elif what == "kembalikan":
            dispositions.give_back(row, by=user, at=at, reason=request.POST.get("reason", ""))
        elif what == "tarik":
            dispositions.withdraw(row, by=user, at=at)
        else:
            dispositions.finish(row, by=user, at=at, result=request.POST.get("result", ""))
    except KentonganError as error:
        if error.status not in (409, 422):
            raise
        return page(
            request, rights.visible_case(user, number), status=error.status, refused="jawaban",
            problem=str(error), typed=request.POST, about=row.pk,
        )  # fmt: skip
    toast(request, _("Disposisi %(number)s tercatat.") % {"number": number}, tone="success")
    if rights.visible_cases(user).filter(number=number).exists():
        return to_case(request, number)
    return redirect("inbox:queue")
