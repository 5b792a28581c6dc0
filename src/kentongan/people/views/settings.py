"""Settings of the pemda: its name, and what kinds of units are called."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.people.access import top_unit
from kentongan.people.actions import rename_installation, save_unit_type
from kentongan.people.forms import InstallationForm, UnitTypeForm
from kentongan.people.imports import kinds_for
from kentongan.people.models import UnitType
from kentongan.people.permissions import can_somewhere
from kentongan.people.queries import installation, mail_now
from kentongan.people.views.base import attempt, person_of
from kentongan.web.access import access
from kentongan.web.http import render_page, toast


@access(top_unit)
@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponseBase:
    """Name and code of the pemda; kinds of units; ways to tokens and imports."""
    user = person_of(request)
    top_unit(user, "system.manage")
    pemda = installation()
    if pemda is None:
        raise Missing(_("Pemasangan ini belum dimulai."))
    form = InstallationForm(
        request.POST or None, initial={"name": pemda.name, "region_code": pemda.region_code}
    )
    status = 200
    if request.method == "POST":
        at = clock.now()
        done, status = attempt(
            form, lambda: rename_installation(by=user, at=at, **form.cleaned_data)
        )
        if done is not None:
            toast(request, _("Perubahan disimpan."))
            return redirect("people:settings")
    return _page(request, form, status)


def _page(request: HttpRequest, form: InstallationForm, status: int) -> HttpResponse:
    user = person_of(request)
    context = {
        "form": form,
        "types": UnitType.objects.all(),
        "may_tokens": can_somewhere(user, "token.manage"),
        "kinds": kinds_for(user),
        "mail": mail_now(user),
    }
    return render_page(request, "people/settings.html", context, status=status)


@access(top_unit)
@require_http_methods(["GET", "POST"])
def unit_type(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Add a kind of unit, or change what it is called."""
    user = person_of(request)
    top_unit(user, "system.manage")
    row = UnitType.objects.filter(code=code).first() if code else None
    if code and row is None:
        raise Missing(_("Jenis unit itu tidak ada."))
    start = {f: getattr(row, f) for f in ("code", "label", "short_label", "order", "autonomous")} \
        if row else {}  # fmt: skip
    form = UnitTypeForm(request.POST or None, initial=start)
    if row:
        del form.fields["code"]
    status = 200
    if request.method == "POST":
        at = clock.now()

        def work() -> UnitType:
            values = {"code": code, **form.cleaned_data}
            if not row and UnitType.objects.filter(code=values["code"].lower()).exists():
                raise Invalid.field("code", _("Kode ini sudah dipakai."))
            return save_unit_type(by=user, at=at, **values)

        done, status = attempt(form, work)
        if done is not None:
            toast(request, _("Jenis unit disimpan."))
            return redirect("people:settings")
    return render_page(request, "people/unit_type.html", {"form": form, "row": row}, status=status)
