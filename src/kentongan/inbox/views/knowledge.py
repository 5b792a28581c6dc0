"""What officers enter themselves: what was said on the phone, answers, wordings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.inbox import access as rights
from kentongan.inbox.actions import entering, knowledge
from kentongan.inbox.forms import AnswerForm, EntryForm, TemplateForm, put_errors
from kentongan.inbox.models import Answer, Case, Template
from kentongan.inbox.views.posted import at_page, posted
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User
from kentongan.people.queries import unit_day, unit_timezone
from kentongan.people.session import person, working_unit
from kentongan.web.access import access
from kentongan.web.http import paginate, render_page, toast


def _initial(request: HttpRequest, user: User) -> dict[str, Any]:
    """The unit the person works for, where they answer for it."""
    units = rights.answering_units(user)
    unit = units.filter(pk=working_unit(request).pk).first() or units.first()
    if unit is None:
        raise NotAllowed(_("Anda tidak menjawab warga untuk unit mana pun. Hubungi penyelia."))
    return {"unit": unit.code}


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.answering_units)
def enter(request: HttpRequest) -> HttpResponseBase:
    """Enter what somebody said on the phone, at the counter, or in a WhatsApp message."""
    user, at = person(request), clock.now()
    initial = {**_initial(request, user), "channel": "phone"}
    with timezone.override(unit_timezone(working_unit(request))):
        form = EntryForm(request.POST or None, request.FILES or None, user=user, initial=initial)
        if request.method == "POST" and form.is_valid():
            values = dict(form.cleaned_data)
            try:
                case = entering.note_by_hand(values.pop("unit"), by=user, at=at, **values)
            except Invalid as error:
                put_errors(form, error)
            else:
                return _entered(request, user, case)
        status = 422 if form.is_bound else 200
        return render_page(request, "inbox/enter.html", {"form": form}, status=status)


def _entered(request: HttpRequest, user: User, case: Case) -> HttpResponse:
    """To the case, with its number for the citizen; a report is for the Inspektorat alone."""
    text = _("Tercatat sebagai %(number)s. Sampaikan nomornya kepada warga.")
    readable = rights.may(user, case, "inbox.view")
    if not readable:
        text = _(
            "Tercatat sebagai %(number)s. Sampaikan nomornya kepada warga."
            " Ini pengaduan integritas: isinya hanya dibuka Inspektorat."
        )
    toast(request, text % {"number": case.number}, tone="success")
    return redirect("inbox:case", case.number) if readable else redirect("inbox:queue")


@require_safe
@access(rights.answering_units)
def bank(request: HttpRequest) -> HttpResponse:
    """The answer bank and the wordings of this person's units; what is out of date stands first."""
    user = person(request)
    return _bank(request, user)


def _bank(request: HttpRequest, user: User, *, status: int = 200, **typed: Any) -> HttpResponse:
    """The page; ``typed`` carries a form that was refused."""
    initial = _initial(request, user)
    units = rights.answering_units(user)
    rows = Answer.objects.filter(unit__in=units, active=True).select_related("unit", "owner")
    context = {
        "page": paginate(rows.order_by("valid_until", "question", "pk"), request, per_page=30),
        "templates": Template.objects.filter(unit__in=units, active=True).select_related("unit"),
        "today": unit_day(user.unit, clock.now()),
        "answer_form": AnswerForm(user=user, initial={**initial, "public": True}),
        "template_form": TemplateForm(user=user, initial=initial, prefix="pola"),
        **typed,
    }
    return render_page(request, "inbox/bank.html", context, status=status)


@access(rights.answering_units)
@posted(at_page("bank"))
def new_answer(request: HttpRequest) -> HttpResponseBase:
    """Add an entry to the answer bank."""
    user = person(request)
    form = AnswerForm(request.POST, user=user)
    if _saved(request, form, user, None):
        return redirect("inbox:bank")
    return _bank(request, user, status=422, answer_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.kept_answer)
def answer(request: HttpRequest, answer_id: UUID) -> HttpResponseBase:
    """Change an entry of the answer bank."""
    user = person(request)
    entry = rights.kept_answer(user, answer_id)
    names = ("question", "answer", "source", "source_url", "valid_until", "public")
    initial = {"unit": entry.unit.code, **{name: getattr(entry, name) for name in names}}
    form = AnswerForm(request.POST or None, user=user, initial=initial)
    if request.method == "POST" and _saved(request, form, user, entry):
        return redirect("inbox:bank")
    status = 422 if form.is_bound else 200
    return render_page(request, "inbox/answer.html", {"form": form}, status=status)


def _saved(request: HttpRequest, form: AnswerForm, user: User, entry: Answer | None) -> bool:
    """Whether what was typed could be kept; what stands in the way is in the form."""
    if not form.is_valid():
        return False
    values = dict(form.cleaned_data)
    try:
        knowledge.save_answer(values.pop("unit"), by=user, at=clock.now(), entry=entry, **values)
    except (Invalid, Conflict) as error:
        put_errors(form, error)
        return False
    toast(request, _("Jawaban tersimpan."), tone="success")
    return True


@access(rights.kept_answer)
@posted(at_page("bank"))
def retire(request: HttpRequest, answer_id: UUID) -> HttpResponseBase:
    """Take an entry out of the answer bank; what was sent with it stays."""
    user = person(request)
    knowledge.retire_answer(rights.kept_answer(user, answer_id), by=user, at=clock.now())
    toast(request, _("Jawaban ditarik dari bank jawaban."))
    return redirect("inbox:bank")


@access(rights.answering_units)
@posted(at_page("bank"))
def new_template(request: HttpRequest) -> HttpResponseBase:
    """Add a wording."""
    user = person(request)
    form = TemplateForm(request.POST, user=user, prefix="pola")
    if _kept(request, form, user, None):
        return redirect("inbox:bank")
    return _bank(request, user, status=422, template_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.kept_template)
def template(request: HttpRequest, template_id: UUID) -> HttpResponseBase:
    """Change a wording."""
    user = person(request)
    entry = rights.kept_template(user, template_id)
    initial = {"unit": entry.unit.code, "title": entry.title, "text": entry.text}
    form = TemplateForm(request.POST or None, user=user, prefix="pola", initial=initial)
    if request.method == "POST" and _kept(request, form, user, entry):
        return redirect("inbox:bank")
    status = 422 if form.is_bound else 200
    return render_page(request, "inbox/template.html", {"form": form}, status=status)


def _kept(request: HttpRequest, form: TemplateForm, user: User, entry: Template | None) -> bool:
    """Whether what was typed could be kept; what stands in the way is in the form."""
    if not form.is_valid():
        return False
    kind = entry.kind if entry is not None else ""
    values = {**form.cleaned_data, "entry": entry, "kind": kind}
    try:
        knowledge.save_template(values.pop("unit"), by=user, at=clock.now(), **values)
    except Invalid as error:
        put_errors(form, error)
        return False
    toast(request, _("Pola jawaban tersimpan."), tone="success")
    return True


@access(rights.kept_template)
@posted(at_page("bank"))
def retire_template(request: HttpRequest, template_id: UUID) -> HttpResponseBase:
    """Take a wording away."""
    user = person(request)
    knowledge.retire_template(rights.kept_template(user, template_id), by=user, at=clock.now())
    toast(request, _("Pola jawaban ditarik."))
    return redirect("inbox:bank")
