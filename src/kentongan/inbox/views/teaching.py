"""What routing is told, what was learnt here of units and of kinds, and beginning anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.inbox import access as rights, taught
from kentongan.inbox.actions import knowledge
from kentongan.inbox.forms import ForgetForm, ServicesForm, put_errors
from kentongan.inbox.models import Services
from kentongan.inbox.views.settings import chosen, settings_page
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit
from kentongan.people.permissions import can
from kentongan.people.queries import unit_timezone
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import render_page, toast


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.described_unit)
def services(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a unit does for citizens, in its own words; read by the proposals at once."""
    user = person(request)
    unit = rights.described_unit(user, code)
    known = Services.objects.filter(unit=unit).first()
    initial = {"words": known.words if known else "", "version": known.version if known else 0}
    form = ServicesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            knowledge.describe(unit, by=user, at=clock.now(), **form.cleaned_data)
        except (Invalid, Conflict) as error:
            put_errors(form, error)
        else:
            toast(request, _("Layanan tersimpan. Usulan unit langsung memakainya."), tone="success")
            return redirect("inbox:services", unit.code)
    changes = [
        (entry.at, entry.actor_name, entry.data["was"], entry.data["now"])
        for entry in taught.changes(unit)
    ]
    units = list(rights.described_units(user).order_by("name").values("code", "name"))
    context: dict[str, Any] = {"form": form, "changes": changes, "choose": "inbox:services_choose"}
    status = 422 if form.is_bound else 200
    with timezone.override(unit_timezone(unit)):
        return settings_page(
            request, "inbox/settings_services.html", unit, context, units=units, status=status
        )


@require_safe
@access(rights.described_unit)
def choose(request: HttpRequest) -> HttpResponseBase:
    """To the words of the unit in the address, else of the one the person works for."""
    nothing = _("Anda tidak menjawab warga untuk unit mana pun. Hubungi penyelia.")
    unit = chosen(request, rights.described_unit, rights.described_units, nothing)
    return redirect("inbox:services", unit.code)


@require_safe
@access(rights.managed_unit)
def proposals(request: HttpRequest, code: str) -> HttpResponse:
    """How much was learnt here, since when, and how often the first proposal was taken."""
    user = person(request)
    unit = rights.managed_unit(user, code)
    context = {
        "taught": taught.taught(unit),
        "taught_kinds": taught.taught_kinds(),
        "may_forget": can(user, "inbox.manage", rights.top_unit()),
    }
    with timezone.override(unit_timezone(unit)):
        return settings_page(request, "inbox/settings_proposals.html", unit, context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.taught_unit)
def forget(request: HttpRequest) -> HttpResponseBase:
    """Empty what dispositions taught, after a word was typed and a reason given."""
    said = _("Hasil belajar dikosongkan. Usulan mulai lagi dari awal.")
    return _forget(request, knowledge.forget_routing, said, {"taught": taught.taught})


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.taught_unit)
def forget_kinds(request: HttpRequest) -> HttpResponseBase:
    """Empty what people's word on kinds and topics taught, in the same way."""
    said = _("Hasil belajar dikosongkan. Jenis dan topik dibaca lagi seperti semula.")
    shown = {"taught_kinds": lambda _top: taught.taught_kinds()}
    return _forget(request, knowledge.forget_kinds, said, shown)


def _forget(
    request: HttpRequest,
    empty: Callable[..., int],
    said: str,
    shown: dict[str, Callable[[Unit], Any]],
) -> HttpResponseBase:
    """Ask for the word and the reason, then ``empty``; ``shown``: what the page tells of it."""
    user = person(request)
    top: Unit = rights.taught_unit(user)
    form = ForgetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            empty(by=user, at=clock.now(), reason=form.cleaned_data["reason"])
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, said)
            return redirect("inbox:proposals", top.code)
    context = {"form": form, "unit": top} | {name: ask(top) for name, ask in shown.items()}
    status = 422 if form.is_bound else 200
    return render_page(request, "inbox/settings_forget.html", context, status=status)
