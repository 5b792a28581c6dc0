"""The page of an account's subscribers, and what whoever keeps the list does there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.tables import to_csv
from kentongan.networks.models import Account
from kentongan.people.session import person
from kentongan.subscribers import access as rights, actions, queries
from kentongan.subscribers.forms import EnterForm, FilterForm, TemplatesForm, put_errors
from kentongan.web.access import access
from kentongan.web.http import paginate, render_page, safe_next, toast

PER_PAGE = 50
EXPORT_HEADER = (
    "id", "berlangganan", "cara", "bukti persetujuan", "dicatat oleh", "berhenti",
    "dihentikan oleh",
)  # fmt: skip
_TEMPLATES = ("template", "image_template", "video_template", "language")


@require_GET
@access(rights.listed_account)
def subscribers(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Everybody on the list, numbers masked."""
    account = rights.listed_account(person(request), account_id)
    return _page(request, account)


@require_http_methods(["GET", "POST"])
@access(rights.listed_account)
def find(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One whole number; sent as a form, so that it stands in no address and no log.

    Whoever comes back to the address without it, after a change of the theme, gets the list.
    """
    account = rights.listed_account(person(request), account_id)
    if request.method == "GET":
        return redirect(_list(account.pk))
    actions.keep_marks(account)
    return _page(request, account, words=request.POST.get("q", "").strip()[:40])


def _list(account_id: UUID) -> str:
    return reverse("subscribers:list", args=[account_id])


def _page(
    request: HttpRequest, account: Account, *, status: int = 200, words: str = "", **forms: Any
) -> HttpResponse:
    state = "semua" if words else FilterForm(request.GET).wanted()
    rows = queries.listed(account, state=state, words=words)
    counts = queries.counts(account)
    broadcast = queries.broadcast_of(account)
    initial = {name: getattr(broadcast, name) for name in _TEMPLATES} if broadcast else {}
    context = {
        "account": account,
        "broadcast": broadcast,
        "page": paginate(rows, request, per_page=PER_PAGE),
        "counts": counts,
        "state": state,
        "words": words,
        "here": request.get_full_path() if request.method == "GET" else _list(account.pk),
        "states": [
            ("", _("Berlangganan"), counts.active, state == ""),
            ("berhenti", _("Sudah berhenti"), counts.ended, state == "berhenti"),
            ("semua", _("Semua"), counts.all, state == "semua"),
        ],
        "enter_form": EnterForm(),
        "templates_form": TemplatesForm(initial={"language": "id", **initial}),
        **forms,
    }
    return render_page(request, "subscribers/list.html", context, status=status, partial="rows")


@require_POST
@access(rights.listed_account)
def enter(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Write somebody down who agreed in another way."""
    user = person(request)
    account = rights.listed_account(user, account_id)
    form = EnterForm(request.POST)
    if form.is_valid():
        try:
            actions.enter(account, by=user, at=clock.now(), **form.cleaned_data)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            form.add_error("number", str(error))
        else:
            toast(request, _("Tercatat sebagai pelanggan."), tone="success")
            return redirect("subscribers:list", account.pk)
    return _page(request, account, status=422, enter_form=form)


@require_POST
@access(rights.listed_account)
def templates(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """With which templates the account sends."""
    user = person(request)
    account = rights.listed_account(user, account_id)
    form = TemplatesForm(request.POST)
    if form.is_valid():
        try:
            row = actions.set_templates(account, by=user, at=clock.now(), **form.cleaned_data)
        except Invalid as error:
            put_errors(form, error)
        else:
            said = _("Tersimpan. Akun ini dapat dipilih sebagai tujuan unggahan.")
            toast(request, said if row.template else _("Tersimpan. Akun ini hanya menjawab warga."))
            return redirect("subscribers:list", account.pk)
    return _page(request, account, status=422, templates_form=form)


@require_POST
@access(rights.listed_subscriber)
def end(request: HttpRequest, account_id: UUID, subscriber_id: UUID) -> HttpResponse:
    """End a subscription."""
    user = person(request)
    found = rights.listed_subscriber(user, account_id, subscriber_id)
    actions.end(found, by=user, at=clock.now())
    toast(request, _("Langganannya diakhiri."))
    return redirect(safe_next(request, _list(account_id)))


@require_POST
@access(rights.listed_subscriber)
def erase(request: HttpRequest, account_id: UUID, subscriber_id: UUID) -> HttpResponse:
    """Forget a person."""
    user = person(request)
    found = rights.listed_subscriber(user, account_id, subscriber_id)
    actions.erase(found, by=user, at=clock.now())
    toast(request, _("Data orang ini dihapus."))
    return redirect(safe_next(request, _list(account_id)))


@require_POST
@access(rights.listed_account)
def export(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """When and how each agreed and ended, without numbers."""
    user = person(request)
    account = rights.listed_account(user, account_id)
    rows = actions.export(account, by=user, at=clock.now())
    response = HttpResponse(to_csv(EXPORT_HEADER, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="persetujuan-pelanggan.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
