"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kentongan.kernel import clock
from kentongan.kernel.say import gettext as _
from kentongan.ledger.actions import record
from kentongan.people.forms import SignInForm
from kentongan.people.models import User
from kentongan.people.queries import installation
from kentongan.people.views.entry import ENTERED
from kentongan.web.access import public
from kentongan.web.http import leads_home, render_page, toast


@public("whoever wants to sign in is not signed in yet")
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page. One sentence for every failure; the name typed is kept."""
    back = next_address(request)
    if request.user.is_authenticated and request.method == "GET":
        return redirect(back)
    entered = {"username": request.session.get(ENTERED, "")}
    form = SignInForm(request.POST or None, initial=entered)
    status = 200
    if request.method == "POST":
        user = _known(request, form)
        if user is not None:
            return _enter(request, user, back, remember=form.cleaned_data["remember"])
        status = 422
    context = {"form": form, "next": back, "installation": installation()}
    return render_page(request, "people/masuk.html", context, status=status)


def next_address(request: HttpRequest) -> str:
    """Where to go afterwards: ``next`` on this host, else the desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if leads_home(request, wanted):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _known(request: HttpRequest, form: SignInForm) -> User | None:
    """The person, when name and password fit; otherwise the form says so in general words."""
    if not form.is_valid():
        return None
    user = authenticate(
        request,
        username=form.cleaned_data["username"].strip().lower(),
        password=form.cleaned_data["password"],
    )
    if isinstance(user, User):
        return user
    form.add_error(
        None, _("Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya.")
    )
    return None


def _enter(request: HttpRequest, user: User, back: str, *, remember: bool) -> HttpResponseBase:
    login(request, user)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)
    record(
        by=user,
        at=clock.now(),
        action="person.sign_in",
        target=("person", str(user.pk), user.name),
        unit=user.unit.code,
    )
    return redirect(back)


@public("signing out must work also when the session has just ended")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """GET asks, POST signs out of this device."""
    if request.method == "GET":
        if not request.user.is_authenticated:
            return redirect("people:sign_in")
        return render_page(request, "people/keluar.html", {})
    logout(request)
    toast(request, _("Anda sudah keluar."))
    return redirect("people:sign_in")


def locked_out(
    request: HttpRequest,
    _original: HttpResponseBase | None = None,
    _credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Called by axes after too many failures: says how long to wait and whom to ask."""
    minutes = round(float(settings.AXES_COOLOFF_TIME) * 60)
    return render_page(request, "people/terkunci.html", {"minutes": minutes}, status=429)
