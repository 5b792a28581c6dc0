"""Clarifications at the desk: list, write, check, agree, send back, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.compliance.draft import Severity
from kentongan.compliance.marks import Mark
from kentongan.compliance.present import finding_views
from kentongan.inbox import access as rights, checking, queries
from kentongan.inbox.actions import clarifying
from kentongan.inbox.forms import ClarificationForm
from kentongan.inbox.models import Case, Clarification
from kentongan.inbox.present import CLARIFICATION_LOOKS
from kentongan.inbox.states import CLARIFICATION
from kentongan.inbox.views.posted import at_page, posted
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, KentonganError, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import shorten
from kentongan.language.triage.reading import Kind
from kentongan.people.models import User
from kentongan.people.permissions import can
from kentongan.people.session import person, working_unit
from kentongan.web.access import access
from kentongan.web.http import paginate, render_page, toast

FIELDS = ("title", "said", "truth", "source", "source_url")
_REASON = "alasan-"


@require_safe
@access(rights.visible_clarifications)
def listed(request: HttpRequest) -> HttpResponse:
    """All clarifications of this person's units, the latest first."""
    user = person(request)
    state = request.GET.get("keadaan", "")
    rows = rights.visible_clarifications(user)
    if state in CLARIFICATION.labels:
        rows = rows.filter(state=state)
    page = paginate(rows.order_by("-updated_at", "-pk"), request, per_page=30)
    context = {
        "page": page,
        "rows": [(entry, *CLARIFICATION_LOOKS[entry.state]) for entry in page],
        "states": CLARIFICATION.labels.items(),
        "state": state,
        "may_write": rights.answering_units(user).exists(),
    }
    return render_page(request, "inbox/clarifications.html", context)


def _values(form: ClarificationForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in FIELDS}


def _refuse(form: ClarificationForm, error: Invalid | Conflict) -> None:
    """Put a refusal of an action at its field, or at the top."""
    for name, sentences in (getattr(error, "fields", {}) or {"": [str(error)]}).items():
        form.add_error(name if name in form.fields else None, sentences[0])


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.answering_units, rights.clarifiable_case)
def new(request: HttpRequest) -> HttpResponseBase:
    """Begin a clarification; it is a draft until somebody asks for a second person.

    With ``perkara`` in the address it begins with what the citizen of that case asked.
    """
    user = person(request)
    number = request.GET.get("perkara", "")
    case = rights.clarifiable_case(user, number) if number else None
    units = rights.answering_units(user)
    near = [case.unit_id] if case is not None else []
    own = (units.filter(pk=pk).first() for pk in [*near, working_unit(request).pk])
    unit = next((found for found in own if found is not None), None) or units.first()
    if unit is None:
        raise NotAllowed(_("Anda tidak menjawab warga untuk unit mana pun. Hubungi penyelia."))
    initial = {"unit": unit.code, "said": _asked(case) if case is not None else ""}
    form = ClarificationForm(request.POST or None, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = clarifying.write(
                form.cleaned_data["unit"], by=user, at=clock.now(), case=case, **_values(form)
            )
        except (Invalid, Conflict) as error:
            _refuse(form, error)
        else:
            toast(request, _("Draf klarifikasi tersimpan. Baca temuannya, lalu ajukan."))
            return redirect("inbox:clarification", made.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "case": case}
    return render_page(request, "inbox/clarification_new.html", context, status=status)


def _asked(case: Case) -> str:
    """What the citizen asked first, their personal data covered."""
    said = (entry.text for entry in queries.thread(case) if entry.message and not entry.ours)
    return shorten(next(said, ""), clarifying.MOST_SAID)


@require_safe
@access(rights.visible_clarification)
def show(request: HttpRequest, clarification_id: UUID) -> HttpResponse:
    """One clarification with what may be done with it."""
    user = person(request)
    return _page(request, user, rights.visible_clarification(user, clarification_id))


def _page(
    request: HttpRequest, user: User, entry: Clarification, *, status: int = 200, **refused: Any
) -> HttpResponse:
    at = clock.now()
    writes = can(user, "inbox.answer", entry.unit, at)
    initial = {"unit": entry.unit.code, **{name: getattr(entry, name) for name in FIELDS}}
    typed = refused.get("typed", {})
    context = {
        "entry": entry,
        "asked_in": _case_of(entry, user),
        "look": CLARIFICATION_LOOKS[entry.state],
        "form": ClarificationForm(user=user, initial=initial) if writes else None,
        "findings": _found(entry, typed, user, at) if entry.state in ("draft", "asked") else [],
        "may_write": writes,
        "may_agree": entry.state == "asked" and rights.may_agree(user, entry, at),
        "may_withdraw": writes or can(user, "approval.decide", entry.unit, at),
        "public_url": _public(request, entry),
        **refused,
    }
    return render_page(request, "inbox/clarification.html", context, status=status)


def clarified_in(
    request: HttpRequest, case: Case, user: User, may_answer: bool, *, begun: bool
) -> dict[str, Any]:
    """What the page of a case shows: clarifications that began there, each with its look and, once
    everybody reads it, its address; whether one may begin; the address to be quoted (``kutip``).
    ``begun``: any began there."""
    told: list[dict[str, Any]] = [
        {
            "entry": entry,
            "look": CLARIFICATION_LOOKS[entry.state],
            "url": _public(request, entry) if entry.state == "published" else "",
        }
        for entry in (rights.told_clarifications(user, case) if begun else ())
    ]
    asks_truth = (case.kind or case.likely) == Kind.FACT_CHECK
    wanted = request.GET.get("kutip", "")
    quoted = (str(one["url"]) for one in told if str(one["entry"].pk) == wanted)
    return {
        "clarified": told,
        "may_clarify": may_answer and asks_truth and not case.secret and case.state != "merged",
        "quoted": next(quoted, ""),
    }


def _public(request: HttpRequest, entry: Clarification) -> str:
    """Where everybody reads it."""
    return request.build_absolute_uri(reverse("inbox:public_clarification", args=[entry.pk]))


def _case_of(entry: Clarification, user: User) -> Case | None:
    """The case in which a citizen asked, where the person may read it."""
    if entry.case is None:
        return None
    return rights.visible_cases(user).filter(pk=entry.case.pk).first()


def _found(entry: Clarification, typed: Any, by: User, at: datetime) -> list[dict[str, Any]]:
    """Findings as the page shows them, with the reasons given or just typed."""
    found = checking.of_clarification(entry, at=at)
    kept = checking.reasons_of(entry.findings, found)
    marks = [Mark(number, finding) for number, finding in enumerate(found, start=1)]
    shown = finding_views(marks, report={"text": f"{entry.said}\n\n{entry.truth}"}, by=by)
    for item in shown:
        print_ = item["finding"].fingerprint
        item["weigh"] = item["finding"].severity is Severity.WEIGH
        item["typed"] = typed.get(f"{_REASON}{print_}", kept.get(print_, ""))
    return shown


def _version(request: HttpRequest) -> int:
    """The version that the page showed; one that is none is older than any."""
    typed = request.POST.get("versi", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _save(request: HttpRequest, entry: Clarification, user: User, at: datetime) -> str:
    form = ClarificationForm(request.POST, user=user)
    if not form.is_valid():
        raise Invalid(fields={name: list(map(str, said)) for name, said in form.errors.items()})
    clarifying.write(
        form.cleaned_data["unit"], by=user, at=at, entry=entry, version=_version(request),
        **_values(form),
    )  # fmt: skip
    return _("Draf klarifikasi tersimpan.")


def _ask(request: HttpRequest, entry: Clarification, user: User, at: datetime) -> str:
    reasons = {
        name.removeprefix(_REASON): str(value).strip()
        for name, value in request.POST.items()
        if name.startswith(_REASON)
    }
    clarifying.ask(entry, by=user, at=at, reasons=reasons, version=_version(request))
    return _("Diajukan. Orang kedua sudah diberi tahu.")


def _recall(_request: HttpRequest, entry: Clarification, user: User, at: datetime) -> str:
    clarifying.recall(entry, by=user, at=at)
    return _("Kembali menjadi draf.")


def _publish(request: HttpRequest, entry: Clarification, user: User, at: datetime) -> str:
    clarifying.decide(entry, by=user, at=at, agree=True, version=_version(request))
    return _("Klarifikasi tayang di halaman warga.")


def _return(request: HttpRequest, entry: Clarification, user: User, at: datetime) -> str:
    clarifying.decide(
        entry, by=user, at=at, agree=False, why=request.POST.get("why", ""),
        version=_version(request),
    )  # fmt: skip
    return _("Klarifikasi dikembalikan kepada penulisnya.")


def _correct(
    _request: HttpRequest, entry: Clarification, user: User, at: datetime
) -> Clarification:
    return clarifying.correct(entry, by=user, at=at)


def _withdraw(request: HttpRequest, entry: Clarification, user: User, at: datetime) -> str:
    clarifying.withdraw(entry, by=user, at=at, why=request.POST.get("why", ""))
    return _("Klarifikasi ditarik dari halaman warga.")


#: Last part of the address → what it does.
ACTS: dict[str, Callable[[HttpRequest, Clarification, User, datetime], str | Clarification]] = {
    "simpan": _save, "ajukan": _ask, "ambil": _recall, "tayang": _publish, "kembalikan": _return,
    "tarik": _withdraw, "perbaiki": _correct,
}  # fmt: skip


@access(rights.visible_clarification)
@posted(at_page("clarification", "clarification_id"))
def act(request: HttpRequest, clarification_id: UUID, what: str) -> HttpResponseBase:
    """Do one thing to a clarification; what is refused comes back on its page, nothing is lost."""
    user, at = person(request), clock.now()
    entry = rights.visible_clarification(user, clarification_id)
    try:
        said = ACTS[what](request, entry, user, at)
    except KentonganError as error:
        if error.status not in (409, 422):
            raise
        entry = rights.visible_clarification(user, clarification_id)
        refused: dict[str, Any] = {"problem": str(error), "typed": request.POST}
        if what == "simpan":
            form = ClarificationForm(request.POST, user=user)
            if form.is_valid() and isinstance(error, Invalid | Conflict):
                _refuse(form, error)
            refused |= {"form": form, "problem": ""}
        return _page(request, user, entry, status=error.status, **refused)
    if isinstance(said, Clarification):
        toast(request, _("Draf perbaikan dibuat. Yang lama tetap tayang sampai ini disetujui."))
        return redirect("inbox:clarification", said.pk)
    toast(request, said, tone="success")
    return redirect("inbox:clarification", entry.pk)
