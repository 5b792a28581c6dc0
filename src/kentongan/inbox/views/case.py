"""One case: what was said, what it is, whose it is, by when, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from kentongan.inbox import (
    access as rights,
    answers,
    kinds,
    lapor_terms,
    likeness,
    masking,
    present,
    queries,
    reach,
    routing,
    satisfaction,
)
from kentongan.inbox.actions import cases, contacts, dispositions, duties, hiding, replies
from kentongan.inbox.models import Case, Channel, Elsewhere, Topic, Urgency
from kentongan.inbox.views.clarifying import clarified_in
from kentongan.inbox.views.posted import of_case, of_disposition, posted
from kentongan.inbox.views.queue import GRID, queue_context
from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.language.triage.reading import Kind
from kentongan.ledger import labels
from kentongan.people.models import Unit, User
from kentongan.people.permissions import can
from kentongan.people.queries import unit_timezone
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import is_partial, render_page, target_id, toast


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
    with timezone.override(unit_timezone(case.unit)):
        return render_page(
            request, "inbox/queue.html", context, partial={"perkara": "perkara"}, status=status
        )


def case_context(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the middle and right panes show."""
    user, at = person(request), clock.now()
    said = queries.thread(case)
    first = next((s for s in said if s.message is not None and not s.ours), None)
    may_answer = rights.may(user, case, "inbox.answer", at)
    may_route = rights.may(user, case, "inbox.route", at)
    icon, channel = present.channel_of(case)
    to_answer = next(
        (s.message for s in reversed(said)
         if s.message is not None and not s.ours and s.message.gone_at is None), None
    )  # fmt: skip
    return {
        "case": case,
        "at": at,
        "said": said,
        "first": first.message if first else None,
        "to_answer": to_answer,
        "alike": likeness.how_many(to_answer, user, at=at) if to_answer and may_answer else 0,
        "relatives": queries.relatives(case, user),
        "answer_until": reach.answer_until(to_answer) if to_answer else None,
        "private_until": reach.private_until(to_answer) if to_answer else None,
        "author": present.author_of(case),
        "contact": masking.contact(case.contact) if case.contact else "",
        "may_be_forgotten": may_answer and bool(case.contact or case.author_name)
        and case.channel in Channel.values,
        "channel_icon": icon,
        "channel": channel,
        "left": present.left(case, at),
        "look": present.STATE_LOOKS[case.state],
        "steps": queries.explain(case, at=at),
        "given": _given(case, user, at),
        "proposals": routing.elsewhere(routing.propose(case, limit=4), [case])[:3]
        if may_route and case.is_open
        else [],
        "units": rights.receiving_units() if may_route and case.is_open else [],
        **clarified_in(request, case, user, may_answer),
        "taken_back": _taken_back(request, case, user),
        "ratings": satisfaction.of_case(case),
        "suggestions": answers.suggest(case, at=at) if may_answer else [],
        "templates": [
            (row.title, replies.filled(row.text, case)) for row in answers.templates_for(case)
        ] if may_answer else [],
        "history": [
            (entry.at, labels.label_of(entry.action), entry.actor_name)
            for entry in queries.history(case, limit=12)
        ],
        "conversations": queries.same_author(case),
        "watched": queries.is_watched(case, user),
        **_choices(case),
        "may_answer": may_answer,
        "may_route": may_route,
        **_at_lapor(case, at),
        "asks_information": case.kind == Kind.INFORMATION_REQUEST,
        "mine": case.holder_id == user.pk,
        "may_name": case.secret and can(user, "inbox.secret", case.unit, at),
        "busy": _busy(case, user, at),
    }  # fmt: skip


def _choices(case: Case) -> dict[str, Any]:
    """What the forms of a case offer."""
    return {
        "ways": Elsewhere.Way.choices,
        "kinds": kinds.CHOICES,
        "other_kinds": [(kind.value, kinds.label_of(kind)) for kind in GRID
                        if not case.kind_by and kind not in (case.kind, case.likely)],
        "flags": kinds.FLAG_LABELS.items(),
        "urgencies": Urgency.choices,
        "topics": Topic.objects.filter(active=True),
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
    """The words of the answer that this person just took back (``ulang`` in the address)."""
    try:
        wanted = UUID(request.GET.get("ulang", ""))
    except ValueError:
        return ""
    found = case.replies.filter(pk=wanted, by=user, undone_at__isnull=False).first()
    return found.text if found else ""


def _at_lapor(case: Case, at: datetime) -> dict[str, Any]:
    """How the case stands at SP4N-LAPOR!, and what is due there."""
    link = getattr(case, "lapor", None)
    return {
        "lapor": link,
        "lapor_terms": queries.lapor_terms(link, case, at=at) if link is not None else [],
        "lapor_certainty": lapor_terms.CERTAINTY,
        "lapor_states": duties.LAPOR_STATES,
    }


def _busy(case: Case, user: User, at: datetime) -> User | None:
    """Who else is writing an answer at this moment."""
    until = case.answering_until
    if case.answering is None or case.answering.pk == user.pk or until is None or until < at:
        return None
    return case.answering


@dataclass(frozen=True, slots=True)
class Undoable:
    """A sentence said of an act that the address takes back."""

    said: str
    undo_url: str


Act = Callable[[HttpRequest, Case, User, datetime], str | Undoable]


def _posted(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")


def _take(_request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.take(case, by=user, at=at)
    return _("%(number)s Anda tangani.")


def _release(_request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.release(case, by=user, at=at)
    return _("%(number)s kembali ke antrean unit.")


def _classify(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    posted = request.POST
    urgency = posted.get("urgensi", "")
    cases.classify(
        case,
        by=user,
        at=at,
        kind=posted.get("jenis") or None,
        flags=posted.getlist("tanda") if "ada_tanda" in posted else None,
        urgency=int(urgency) if urgency in {"0", "1", "2"} else None,
        topic=posted.get("topik") if "topik" in posted else None,
        place=posted.get("wilayah") if "wilayah" in posted else None,
    )
    return _("Klasifikasi %(number)s tersimpan.")


def _note(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.note(case, by=user, at=at, text=_posted(request, "text"))
    return _("Catatan internal tersimpan. Warga tidak melihatnya.")


def _wait(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.wait(case, by=user, at=at, why=_posted(request, "why"))
    return _("Jam %(number)s berhenti sampai warga menulis lagi.")


def _resume(_request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.resume(case, by=user, at=at)
    return _("Jam %(number)s berjalan lagi.")


def _close(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.close(case, by=user, at=at, outcome=_posted(request, "outcome"))
    return _("%(number)s selesai.")


def _dismiss(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.dismiss(case, by=user, at=at, why=_posted(request, "why"))
    return _("%(number)s ditandai tak perlu dijawab.")


def _reopen(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.reopen(case, by=user, at=at, why=_posted(request, "why"))
    return _("%(number)s dibuka lagi.")


def _watch(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    on = _posted(request, "pantau") == "1"
    cases.watch(case, by=user, at=at, on=on)
    return _("%(number)s Anda pantau.") if on else _("%(number)s tidak lagi Anda pantau.")


def _dispose(request: HttpRequest, case: Case, user: User, at: datetime) -> Undoable:
    code = _posted(request, "to")
    unit: Unit | None = rights.receiving_units().filter(code=code).first() if code else None
    if unit is None:
        raise Invalid.field("to", _("Pilih unit yang dituju dari daftar."))
    made = dispositions.dispose(
        case, by=user, at=at, to=unit, instruction=_posted(request, "instruction"),
        due_at=_limit(request, case), lead=_posted(request, "peran") != "bantu",
    )  # fmt: skip
    return Undoable(
        _("%(number)s diteruskan."), reverse("inbox:disposition", args=[made.pk, "tarik"])
    )


def _limit(request: HttpRequest, case: Case) -> datetime | None:
    """Until when the unit answers; what was typed and is no time is refused, not dropped."""
    due_at = moment_of(request, "due_at", case)
    if due_at is None and _posted(request, "due_at").strip():
        raise Invalid.field("due_at", _("Isi tanggal dan jam batas waktunya, atau kosongkan."))
    return due_at


def moment_of(request: HttpRequest, name: str, case: Case) -> datetime | None:
    """A date and time as typed, in the zone of the unit; None where there is none."""
    try:
        typed = parse_datetime(_posted(request, name) or "x")
    except ValueError:  # of the right shape, but no day of any month
        return None
    if typed is not None and timezone.is_naive(typed):
        return typed.replace(tzinfo=unit_timezone(case.unit))
    return typed


def _lapor(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    duties.lapor(
        case, by=user, at=at, reference=_posted(request, "reference"),
        status=_posted(request, "status"), supervised=_posted(request, "supervised") == "1",
    )  # fmt: skip
    return _("Nomor SP4N-LAPOR! untuk %(number)s tercatat.")


def _complete(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    when = moment_of(request, "when", case)
    if when is None:
        raise Invalid.field("when", _("Isi waktu permohonan lengkap diterima."))
    duties.complete(case, by=user, at=at, when=when)
    return _("Jam hukum %(number)s berjalan sejak permohonan lengkap.")


def _extend(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    duties.extend(case, by=user, at=at, reason=_posted(request, "reason"))
    return _("Waktu %(number)s diperpanjang.")


def _forget(_request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    contacts.forget(case, by=user, at=at)
    return _("Nama dan kontak warga di %(number)s dihapus.")


#: Last part of the address → what it does to the case.
ACTS: dict[str, Act] = {
    "ambil": _take, "lepas": _release, "klasifikasi": _classify, "catatan": _note, "tunggu": _wait,
    "lanjut": _resume, "selesai": _close, "abaikan": _dismiss, "buka": _reopen,
    "disposisi": _dispose, "lapor": _lapor, "lengkap": _complete, "perpanjang": _extend,
    "kontak": _forget,
}  # fmt: skip


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
    return _carry_out(request, case, _watch, "pantau", clock.now())


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
        return redirect("inbox:case", case.number)
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
            dispositions.give_back(row, by=user, at=at, reason=_posted(request, "reason"))
        elif what == "tarik":
            dispositions.withdraw(row, by=user, at=at)
        else:
            dispositions.finish(row, by=user, at=at, result=_posted(request, "result"))
    except KentonganError as error:
        if error.status not in (409, 422):
            raise
        return page(
            request, rights.visible_case(user, number), status=error.status, refused="jawaban",
            problem=str(error), typed=request.POST, about=row.pk,
        )  # fmt: skip
    toast(request, _("Disposisi %(number)s tercatat.") % {"number": number}, tone="success")
    if rights.visible_cases(user).filter(number=number).exists():
        return redirect("inbox:case", number)
    return redirect("inbox:queue")
