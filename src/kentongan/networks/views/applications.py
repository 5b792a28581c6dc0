"""The applications an installation registers with vendors: their keys, never shown again."""

from __future__ import annotations

from typing import cast

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
from kentongan.networks import actions, catalogue, queries, registry
from kentongan.networks.contract import Hears
from kentongan.networks.forms import ApplicationForm, put_errors
from kentongan.networks.models import App
from kentongan.networks.steps import access_steps
from kentongan.people.access import top_unit
from kentongan.people.models import User
from kentongan.web.access import access
from kentongan.web.http import render_page, toast

MANAGE = "system.manage"


@require_safe
@access(top_unit)
def applications(request: HttpRequest) -> HttpResponse:
    """Networks that want an application, and whether ours is known."""
    top_unit(cast(User, request.user), MANAGE)
    context = {"lines": queries.applications()}
    return render_page(request, "networks/applications.html", context)


@sensitive_post_parameters()
@sensitive_variables("form")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(top_unit)
def application(request: HttpRequest, network: str) -> HttpResponseBase:
    """The keys of one application."""
    user = cast(User, request.user)
    top_unit(user, MANAGE)
    entry = _wanting(network)
    stored, serving = queries.own_application(network), queries.application(network)
    form = ApplicationForm(request.POST or None, network=entry, stored=stored)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_application(
                network, form.values(), by=user, at=clock.now(), shared=form.shared()
            )
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Kunci aplikasi disimpan."), tone="success")
            return redirect("networks:applications")
    context = {
        "network": entry,
        "app": stored,
        "lender": catalogue.get(serving.network) if serving and not stored else None,
        "form": form,
        "hook": _hook(network, serving),
        "steps": access_steps(network),
        "came_back_at": f"{settings.SITE_URL}{reverse('networks:oauth_back')}",
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "networks/application.html", context, status=status)


@require_POST
@access(top_unit)
def forget(request: HttpRequest, network: str) -> HttpResponseBase:
    """Destroy the keys."""
    user = cast(User, request.user)
    top_unit(user, MANAGE)
    actions.forget_application(network, by=user, at=clock.now())
    toast(request, _("Kunci aplikasi dihapus."))
    return redirect("networks:applications")


def _hook(network: str, stored: App | None) -> dict[str, str] | None:
    """Address and word for networks that tell by themselves; None for others, or without keys."""
    connector: type[object] = registry.get(network)
    if stored is None or not issubclass(connector, Hears):
        return None
    address = f"{settings.SITE_URL}{reverse('networks:hook', args=[network])}"
    return {"address": address, "word": connector.hook_word(app=stored.secret)}


def _wanting(code: str) -> catalogue.Network:
    entry = catalogue.get(code)
    if not entry.app_fields:
        raise Missing(_("Jejaring ini tidak memerlukan aplikasi sendiri."))
    return entry
