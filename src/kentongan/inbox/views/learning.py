"""What messages teach: questions that recur, the recap, how often the machine was right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.inbox import access as rights, accuracy as right, asked as questions, recap as recaps
from kentongan.inbox.actions import ideas
from kentongan.inbox.forms import IdeaForm
from kentongan.inbox.models import Case
from kentongan.inbox.reports import Month, read_month
from kentongan.inbox.satisfaction import satisfaction, table as ratings_table
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.kernel.tables import XLSX, Cell, to_csv, to_xlsx
from kentongan.language.triage.reading import Kind
from kentongan.people.models import Unit, User
from kentongan.people.queries import unit_timezone
from kentongan.people.session import person, working_unit
from kentongan.planning.access import writable_units
from kentongan.planning.models import ContentKind
from kentongan.web.access import access
from kentongan.web.http import render_page, toast

#: Topics, places and pairs on a page; the export has all.
MOST_LINES = 20
MOST_PAIRS = 50
#: What a draft usually is: of a rumour, and of anything else.
_RUMOUR, _SERVICE = "klarifikasi-hoaks", "layanan-rutin"


def _units(user: User) -> list[Unit]:
    return list(rights.inbox_units(user).filter(active=True).order_by("name"))


def _asked_unit(request: HttpRequest, user: User) -> Unit:
    """The unit of the address, else the one the person works for, else the first they may read."""
    unit = rights.reported_unit(user, request.GET.get("unit", ""))
    if unit is not None:
        return unit
    units = rights.inbox_units(user)
    found = units.filter(pk=working_unit(request).pk).first() or units.order_by("name").first()
    if found is None:
        raise Missing(_("Tidak ada unit yang pesannya boleh Anda baca."))
    return found


def _days(request: HttpRequest) -> int:
    typed = request.GET.get("hari", "")
    return next((days for days in questions.PERIODS if str(days) == typed), 30)


@require_safe
@access(rights.reported_unit)
def asked(request: HttpRequest) -> HttpResponse:
    """Questions that recur, and which of them the answer bank covers."""
    user, at = person(request), clock.now()
    unit, days = _asked_unit(request, user), _days(request)
    context = {
        "asked": questions.often(user, unit, days, at=at),
        "unit": unit,
        "units": _units(user),
        "days": days,
        "periods": questions.PERIODS,
        "least": questions.LEAST,
        "query": urlencode({"unit": unit.code, "hari": days}),
        "may_write": writable_units(user).exists(),
        "may_answer": rights.answering_units(user).exists(),
    }
    return render_page(request, "inbox/asked.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.recurring_case, rights.reported_unit)
def idea(request: HttpRequest, number: str) -> HttpResponseBase:
    """Make a draft for the calendar out of a question that recurs."""
    user, at = person(request), clock.now()
    case = rights.recurring_case(user, number)
    unit, days = _asked_unit(request, user), _days(request)
    found = questions.one(user, unit, case.number, days, at=at)
    if found is None:
        raise Missing(_("Pertanyaan itu tidak berulang lagi di masa yang dipilih."))
    with timezone.override(unit_timezone(unit)):
        form = IdeaForm(request.POST or None, user=user, initial=_draft(user, unit, case, found))
        if request.method == "POST" and form.is_valid():
            try:
                made = ideas.become_post(
                    case, by=user, at=at, question=found.text, times=found.n,
                    **{**form.cleaned_data, "kind": form.cleaned_data["kind"].pk},
                )  # fmt: skip
            except (Invalid, Conflict) as error:
                for name, said in (getattr(error, "fields", {}) or {"": [str(error)]}).items():
                    form.add_error(name if name in form.fields else None, said[0])
            else:
                toast(request, _("Ide tersimpan sebagai draf. Lengkapi, lalu ajukan."))
                return redirect("planning:compose", made.post_id)
        context = {
            "form": form, "question": found, "unit": unit, "days": days,
            "back": f"{reverse('inbox:asked')}?{urlencode({'unit': unit.code, 'hari': days})}",
        }  # fmt: skip
        status = 422 if form.is_bound else 200
        return render_page(request, "inbox/idea.html", context, status=status)


def _draft(user: User, unit: Unit, case: Case, found: questions.Question) -> dict[str, Any]:
    """What the form begins with: the answer and its source where the bank has one that holds."""
    good = found.answer if found.answer and not found.answer.stale else None
    units = writable_units(user)
    own = units.filter(pk=unit.pk).first() or units.order_by("name").first()
    code = _RUMOUR if case.kind == Kind.FACT_CHECK else _SERVICE
    question = good.entry.question if good else found.text
    return {
        "unit": own.code if own else "",
        "title": question[:80],
        "text": f"{question}\n\n{good.entry.answer}" if good else question,
        "source": good.entry.source if good else "",
        "link": good.entry.source_url if good else "",
        "kind": ContentKind.objects.filter(pk=code, active=True).first(),
        "scheduled_for": questions.good_day(unit, clock.now()),
    }


def _branch_and_month(request: HttpRequest, user: User) -> tuple[Unit | None, Month]:
    unit = rights.reported_unit(user, request.GET.get("unit", ""))
    zone = unit_timezone(unit or working_unit(request))
    return unit, read_month(request.GET.get("bulan", ""), clock.now(), zone)


def _frame(user: User, unit: Unit | None, month: Month, **more: str) -> dict[str, Any]:
    """What the reports of a month share: choices, and addresses of the months beside."""

    def address(code: str) -> str:
        return urlencode({"bulan": code, **({"unit": unit.code} if unit else {}), **more})

    this = read_month("", clock.now(), month.zone)
    return {
        "unit": unit,
        "units": _units(user),
        "month": month,
        "query": address(month.code),
        "before": address(month.before.code),
        "after": address(month.after.code) if month.first < this.first else "",
        "running": month.first == this.first,
        "latest": this.code,
    }


def _recap(request: HttpRequest, user: User) -> tuple[Unit | None, recaps.Recap]:
    unit, month = _branch_and_month(request, user)
    scope = request.GET.get("cakupan", "")
    scope = scope if scope in recaps.SCOPES else next(iter(recaps.SCOPES))
    return unit, recaps.recap(user, unit, month, scope, at=clock.now())


@require_safe
@access(rights.reported_unit)
def recap(request: HttpRequest) -> HttpResponse:
    """The month's aspirations by topic and place, beside the month before."""
    user = person(request)
    unit, found = _recap(request, user)
    context = {
        "recap": found,
        "content": satisfaction(user, unit, found.month, at=clock.now()),
        "topics": found.topics[:MOST_LINES],
        "places": found.places[:MOST_LINES],
        "pairs": found.pairs[:MOST_PAIRS],
        "scopes": [(code, label) for code, (label, _kinds) in recaps.SCOPES.items()],
        **_frame(user, unit, found.month, cakupan=found.scope),
    }
    return render_page(request, "inbox/recap.html", context)


@require_safe
@access(rights.reported_unit)
def satisfaction_table(request: HttpRequest) -> HttpResponse:
    """What citizens think, by unit and kind, as a table to take away."""
    user = person(request)
    unit, month = _branch_and_month(request, user)
    found = satisfaction(user, unit, month, at=clock.now())
    name = f"penilaian-{month.code}{f'-{unit.code}' if unit else ''}"
    return _download(request, name, *ratings_table(found, month))


@require_safe
@access(rights.reported_unit)
def recap_table(request: HttpRequest) -> HttpResponse:
    """The same as a table to take away."""
    unit, found = _recap(request, person(request))
    name = f"rekap-{found.scope}-{found.month.code}{f'-{unit.code}' if unit else ''}"
    return _download(request, name, *recaps.table(found))


def _accuracy(request: HttpRequest, user: User) -> tuple[Unit | None, right.Accuracy]:
    unit, month = _branch_and_month(request, user)
    return unit, right.accuracy(user, unit, month, at=clock.now())


@require_safe
@access(rights.reported_unit)
def accuracy(request: HttpRequest) -> HttpResponse:
    """What the machine said against what people said."""
    user = person(request)
    unit, found = _accuracy(request, user)
    context = {"found": found, **_frame(user, unit, found.month)}
    return render_page(request, "inbox/accuracy.html", context)


@require_safe
@access(rights.reported_unit)
def accuracy_table(request: HttpRequest) -> HttpResponse:
    """The same as a table to take away."""
    unit, found = _accuracy(request, person(request))
    name = f"ketepatan-{found.month.code}{f'-{unit.code}' if unit else ''}"
    return _download(request, name, *right.table(found))


_Writer = Callable[[list[str], list[list[Cell]]], bytes]


def _download(
    request: HttpRequest, name: str, header: list[str], rows: list[list[Cell]]
) -> HttpResponse:
    """CSV, or XLSX where ``bentuk`` says so; neither with formulas."""
    forms: dict[str, tuple[str, _Writer]] = {
        "csv": ("text/csv; charset=utf-8", to_csv),
        "xlsx": (XLSX, to_xlsx),
    }
    form = request.GET.get("bentuk", "")
    form = form if form in forms else "csv"
    mime, write = forms[form]
    response = HttpResponse(write(header, rows), content_type=mime)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
