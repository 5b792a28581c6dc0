"""The page of an account and the acts on its entry and custody."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.ledger import labels, queries as ledger
from kentongan.networks import access as rights, actions, panels, queries
from kentongan.networks.forms import (
    CloseForm,
    EditForm,
    EndCustodyForm,
    HandOverForm,
    put_errors,
)
from kentongan.networks.models import Account, Custody, Health
from kentongan.people.models import User
from kentongan.people.permissions import can
from kentongan.people.queries import unit_day
from kentongan.web.access import access
from kentongan.web.formats import long_date
from kentongan.web.http import render_page, toast

_HISTORY = 8


@require_safe
@access(rights.visible_account)
def show(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Link, owner, custody, connection, history, and what layers above add."""
    account = rights.visible_account(cast(User, request.user), account_id)
    return _page(request, account)


def _page(
    request: HttpRequest, account: Account, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The account page; ``forms`` carries the one that was refused."""
    user = cast(User, request.user)
    at = clock.now()
    credential = queries.credential_of(account)
    custodies = queries.timeline(account)
    may_manage = can(user, rights.MANAGE, account.unit)
    context: dict[str, Any] = {
        "account": account,
        "network": account.on,
        "credential": credential,
        "words": queries.health_words(account, at, credential.expires_at if credential else None),
        "custodies": custodies,
        "custodians": [c for c in custodies if c.until_date is None],
        "may_manage": may_manage,
        "may_connect": can(user, rights.CONNECT, account.unit),
        "may_check": account.health in {Health.HEALTHY, Health.EXPIRING, Health.BROKEN},
        "panels": panels.drawn(request, account),
        "history": [
            {"words": labels.label_of(run.entry.action), "times": run.times, "entry": run.entry}
            for run in ledger.runs(ledger.for_target("account", account.pk))[:_HISTORY]
        ],
        "close_form": CloseForm(),
        "end_form": EndCustodyForm(initial={"until_date": unit_day(account.unit, at)}),
        **forms,
    }
    return render_page(request, "networks/account.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_account)
def edit(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Change the entry; a stale version shows the conflict and keeps what was typed."""
    user = cast(User, request.user)
    account = rights.managed_account(user, account_id)
    names = ("handle", "display_name", "url", "server", "place", "version")
    initial = {"unit": account.unit.code, **{name: getattr(account, name) for name in names}}
    form = EditForm(
        request.POST or None, initial=initial, user=user, network=account.on, unit=account.unit
    )
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.edit(
                account, by=user, at=clock.now(), version=form.cleaned_data["version"],
                **form.entry(),
            )  # fmt: skip
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(account.version)  # type: ignore[index]
            status = 409
        else:
            toast(request, _("Data akun tersimpan."), tone="success")
            return redirect("networks:account", account.pk)
    context = {"form": form, "account": account, "network": account.on}
    return render_page(request, "networks/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_account)
def hand_over(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Hand the account over by decree."""
    user = cast(User, request.user)
    account = rights.managed_account(user, account_id)
    present = list(account.custodies.filter(until_date__isnull=True)[:2])
    today = unit_day(account.unit, clock.now())
    initial = {
        "from_date": today,
        "replaces": present[0].pk if len(present) == 1 else None,
    }
    form = HandOverForm(request.POST or None, initial=initial, account=account)
    if request.method == "POST" and form.is_valid():
        try:
            custody = actions.hand_over(
                account,
                by=user,
                at=clock.now(),
                holder=form.cleaned_data["holder"],
                decree=form.decree(),
                from_date=form.cleaned_data["from_date"],
                replaces=form.cleaned_data["replaces"],
                note=form.cleaned_data["note"],
            )
        except Invalid as error:
            put_errors(form, error)
        else:
            text = _("%(account)s kini dipegang %(name)s.")
            if custody.from_date > today:
                text = _("%(account)s dipegang %(name)s mulai %(day)s.")
            day = long_date(custody.from_date)
            words = {"account": account.shown_handle, "name": custody.holder.name, "day": day}
            toast(request, text % words, tone="success")
            return redirect("networks:account", account.pk)
    context = {"form": form, "account": account, "network": account.on}
    status = 422 if form.is_bound else 200
    return render_page(request, "networks/hand_over.html", context, status=status)


@require_POST
@access(rights.managed_account)
def end_custody(request: HttpRequest, account_id: UUID, custody_id: UUID) -> HttpResponseBase:
    """End a custody without a successor."""
    user = cast(User, request.user)
    account = rights.managed_account(user, account_id)
    custody = Custody.objects.select_related("account__unit", "holder").filter(
        pk=custody_id, account=account
    ).first()  # fmt: skip
    if custody is None:
        raise Missing(_("Catatan pemegang itu tidak ada."))
    form = EndCustodyForm(request.POST)
    if form.is_valid():
        try:
            actions.end_custody(
                custody, by=user, at=clock.now(), until_date=form.cleaned_data["until_date"]
            )
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Masa pegang %(name)s dicatat selesai.") % {"name": custody.holder})
            return redirect("networks:account", account.pk)
    return _page(request, account, status=422, end_form=form, ending=custody.pk)


@require_POST
@access(rights.managed_account)
def close(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Take the account out of service."""
    user = cast(User, request.user)
    account = rights.managed_account(user, account_id)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            actions.close(account, by=user, at=clock.now(), reason=form.cleaned_data["reason"])
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("%(account)s ditutup.") % {"account": account.label})
            return redirect("networks:account", account.pk)
    return _page(request, account, status=422, close_form=form)


@require_POST
@access(rights.managed_account)
def reopen(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Put a closed account back into service."""
    user = cast(User, request.user)
    account = rights.managed_account(user, account_id)
    actions.reopen(account, by=user, at=clock.now())
    toast(request, _("%(account)s dibuka lagi.") % {"account": account.label}, tone="success")
    return redirect("networks:account", account.pk)
