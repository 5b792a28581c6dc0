"""The guided first run; reachable until it is done, never again."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kentongan.kernel import clock
from kentongan.kernel.say import gettext as _
from kentongan.people import seed
from kentongan.people.actions import begin as begin_action
from kentongan.people.forms import BeginForm
from kentongan.people.models import UnitType
from kentongan.people.queries import installation
from kentongan.people.views.base import attempt
from kentongan.web.access import public
from kentongan.web.http import render_page, toast

TOP_TYPE = "pemda"


@public("an empty installation has nobody who could sign in")
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponseBase:
    """Name of the pemda, first unit, first administrator; signs that person in.

    Whoever comes after, from a second tab or by going back, is led on to the desk or to signing in.
    """
    if installation() is not None:
        if request.method == "POST":
            toast(request, _("Kentongan ini sudah dimulai. Isian Anda tidak disimpan."))
        return redirect("/")
    form = BeginForm(request.POST or None)
    status = 200
    if request.method == "POST":
        at = clock.now()
        if not UnitType.objects.exists():
            seed.seed(at=at)
        person, status = attempt(
            form, lambda: begin_action(at=at, unit_type=TOP_TYPE, **form.cleaned_data)
        )
        if person is not None:
            login(request, person, backend="kentongan.people.backends.PasswordBackend")
            toast(request, _("Kentongan siap dipakai. Lanjutkan dengan menambah unit dan orang."))
            return redirect("people:units")
    return render_page(request, "people/mulai.html", {"form": form}, status=status)
