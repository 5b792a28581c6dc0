"""Connecting an account: by its credential, by the network's sign-in page, or by hand."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.networks import access as rights, actions, queries
from kentongan.networks.actions.oauth import destination, returned_from
from kentongan.networks.contract import Identity
from kentongan.networks.forms import AgreeForm, ConnectForm, put_errors
from kentongan.networks.models import Account
from kentongan.networks.steps import access_steps
from kentongan.people.models import User
from kentongan.people.permissions import can_somewhere
from kentongan.web.access import access
from kentongan.web.http import render_page, toast

_JOURNEYS = "networks.journeys"
#: So many accounts may be on their way to a network at once, each in a tab of its own.
_MOST = 5
#: What each of them reached, by account, until the person says which is meant.
_CHOICES = "networks.offers"


@sensitive_post_parameters()
@sensitive_variables("form")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.connectable_account)
def connect(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """The form of the network; on success the page says who the credential belongs to."""
    user = cast(User, request.user)
    account = rights.connectable_account(user, account_id)
    form = ConnectForm(request.POST or None, network=account.on)
    if request.method == "POST" and form.is_valid():
        try:
            identity = actions.connect(
                by=user, at=clock.now(), account=account, secret=form.secret()
            )
        except Invalid as error:
            put_errors(form, error)
        else:
            return _done(request, account, identity)
    return _page(request, account, form, status=422 if form.is_bound else 200)


def _page(
    request: HttpRequest, account: Account, form: ConnectForm, *, status: int, blocked: str = ""
) -> HttpResponse:
    context = {
        "blocked": blocked,
        "account": account,
        "network": account.on,
        "form": form,
        "agree_form": AgreeForm(network=account.on),
        "credential": queries.credential_of(account),
        "by_hand": account.health == "manual",
        "no_application": queries.begins_by_hand(account.on),
        "may_apply": can_somewhere(cast(User, request.user), "system.manage"),
        "steps": access_steps(account.network),
    }
    return render_page(request, "networks/connect.html", context, status=status)


def _done(request: HttpRequest, account: Account, identity: Identity) -> HttpResponseBase:
    named = account.on.named(identity.handle)
    if identity.display_name and identity.display_name != named:
        text = _("Tersambung sebagai %(who)s (%(handle)s).")
        said = text % {"who": identity.display_name, "handle": named}
    else:
        said = _("Tersambung sebagai %(name)s.") % {"name": named}
    toast(request, said, tone="success")
    return redirect("networks:account", account.pk)


@never_cache
@require_POST
@access(rights.connectable_account)
def open_here(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Make the account on this installation's own network, and connect it."""
    user = cast(User, request.user)
    account = rights.connectable_account(user, account_id)
    try:
        identity = actions.open_here(account, by=user, at=clock.now())
    except Invalid as error:
        form = ConnectForm(network=account.on)
        return _page(request, account, form, status=422, blocked=str(error))
    return _done(request, account, identity)


def _came_back_at() -> str:
    """One address for all accounts and networks: it is registered with each server once."""
    return f"{settings.SITE_URL}{reverse('networks:oauth_back')}"


@never_cache
@require_POST
@access(rights.connectable_account)
def oauth_begin(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Prepare the way to the network's sign-in page, and offer it as a link.

    A link and no redirect: our Content-Security-Policy lets forms lead to this site only.
    """
    account = rights.connectable_account(cast(User, request.user), account_id)
    try:
        chosen = AgreeForm(request.POST, network=account.on).chosen()
        journey = actions.begin_oauth(
            account, redirect_uri=_came_back_at(), at=clock.now(), chosen=chosen
        )
    except Invalid as error:
        form = ConnectForm(network=account.on)
        return _page(request, account, form, status=422, blocked=str(error))
    others = [s for s in request.session.get(_JOURNEYS, []) if destination(s) != account.pk]
    request.session[_JOURNEYS] = [*others, journey.sealed][-_MOST:]
    context = {
        "account": account,
        "network": account.on,
        "url": journey.url,
        "host": urlsplit(journey.url).netloc,
    }
    return render_page(request, "networks/oauth.html", context)


@sensitive_variables("code", "sealed")
@never_cache
@require_safe
@access(rights.connectable_account)
def oauth_back(request: HttpRequest) -> HttpResponseBase:
    """Back from the network. The address holds a code, so nothing is rendered here on success."""
    user = cast(User, request.user)
    journeys, state = request.session.pop(_JOURNEYS, []), request.GET.get("state", "")
    sealed = returned_from(journeys, state)
    if sealed:  # those in other tabs go on; a state that is none of ours ends them all
        request.session[_JOURNEYS] = [other for other in journeys if other != sealed]
    elif journeys:
        sealed = journeys[-1]
    account_id = destination(sealed) if sealed else None
    if account_id is None:
        raise Missing(_("Tidak ada penyambungan yang sedang berjalan. Mulai dari halaman akunnya."))
    account = rights.connectable_account(user, account_id)
    code = request.GET.get("code", "")
    if request.GET.get("error") or not code:
        toast(request, _not_agreed(account, request.GET.get("error", "")), tone="warning")
        return redirect("networks:connect", account.pk)
    try:
        landed = actions.finish_oauth(
            account,
            by=user,
            at=clock.now(),
            sealed=sealed,
            state=state,
            code=code,
        )
    except Invalid as error:
        toast(request, str(error), tone="error")
        return redirect("networks:connect", account.pk)
    if landed.identity is None:
        offers = {**request.session.get(_CHOICES, {}), str(account.pk): landed.sealed}
        request.session[_CHOICES] = dict(list(offers.items())[-_MOST:])
        return redirect("networks:oauth_choose", account.pk)
    return _done(request, account, landed.identity)


def _not_agreed(account: Account, error: str) -> str:
    """Why one is back without leave: a person said no, or the network did not even ask."""
    if error and not ("denied" in error or "cancel" in error):
        return _(
            "%(network)s tidak membuka halaman izinnya. Coba lagi; bila terulang, minta pengelola "
            "memeriksa kunci aplikasinya."
        ) % {"network": account.on.label}
    if queries.credential_of(account):
        return _("Izin tidak diberikan. Sambungan yang lama tetap dipakai.")
    return _("Izin tidak diberikan, jadi akun belum tersambung.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.connectable_account)
def choose(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Which of several pages or channels is this account?"""
    user, at = cast(User, request.user), clock.now()
    account = rights.connectable_account(user, account_id)
    offers = request.session.get(_CHOICES, {})
    sealed = offers.get(str(account.pk), "")
    choices = actions.choices_in(sealed, account, at=at) if sealed else []
    if not choices:
        toast(request, _("Pilihannya sudah kedaluwarsa. Sambungkan lagi."), tone="warning")
        return redirect("networks:connect", account.pk)
    if request.method == "POST":
        try:
            identity = actions.choose(
                account, by=user, at=at, sealed=sealed, external_id=request.POST.get("pilihan", "")
            )
        except Invalid as error:
            toast(request, str(error), tone="error")
            return redirect("networks:oauth_choose", account.pk)
        request.session[_CHOICES] = {key: kept for key, kept in offers.items() if kept != sealed}
        return _done(request, account, identity)
    context = {
        "account": account,
        "network": account.on,
        "choices": choices,
        "open": any(not choice.barred for choice in choices),
    }
    return render_page(request, "networks/which.html", context)


@require_POST
@access(rights.connectable_account)
def disconnect(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Destroy the stored credential."""
    user = cast(User, request.user)
    account = rights.connectable_account(user, account_id)
    actions.disconnect(account, by=user, at=clock.now())
    toast(request, _("Sambungan diputus; kredensialnya sudah dihapus."))
    return redirect("networks:account", account.pk)


@require_POST
@access(rights.connectable_account)
def by_hand(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Turn "Unggah lewat HP" on or off."""
    user = cast(User, request.user)
    account = rights.connectable_account(user, account_id)
    on = request.POST.get("on") == "1"
    actions.serve_by_hand(account, by=user, at=clock.now(), on=on)
    if on:
        toast(request, _("Unggahan akun ini kini dibagikan lewat HP."))
        return redirect("networks:account", account.pk)
    return redirect("networks:connect", account.pk)


@require_POST
@access(rights.connectable_account)
def check(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Ask the network now whether the credential is still good."""
    user = cast(User, request.user)
    account = rights.connectable_account(user, account_id)
    checked = actions.check(account, by=user, at=clock.now())
    good = checked.certain and checked.health != "broken"
    tone = "success" if good else "error" if checked.certain else "warning"
    toast(request, checked.sentence, tone=tone)
    return redirect("networks:account", account.pk)
