"""The register: list, export, new account."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.kernel.tables import to_csv
from kentongan.networks import access as rights, actions, catalogue, queries
from kentongan.networks.forms import FilterForm, RegisterForm, put_errors
from kentongan.networks.models import Health
from kentongan.people.access import visible_units
from kentongan.people.models import Unit, User
from kentongan.people.permissions import can_somewhere
from kentongan.people.queries import unit_day
from kentongan.people.session import working_unit
from kentongan.web.access import access
from kentongan.web.http import paginate, render_page, toast

PER_PAGE = 40


@require_safe
@access(rights.visible_accounts)
def register(request: HttpRequest) -> HttpResponse:
    """All accounts this person may see, by unit, with filters and search."""
    user = cast(User, request.user)
    wanted = FilterForm(request.GET).wanted()
    page = paginate(queries.register(user, wanted), request, per_page=PER_PAGE)
    at = clock.now()
    for account in page:
        account.words = queries.health_words(account, at, account.expires_at)  # type: ignore[attr-defined]
    counts = queries.counts(user)
    unit = visible_units(user).filter(code=wanted.unit).first() if wanted.unit else None
    context = {
        "page": page,
        "wanted": wanted,
        "unit": unit,
        "counts": counts,
        "healths": [
            (h.value, h.label, counts[h], wanted.health == h) for h in Health if counts.get(h)
        ],
        "unfiltered": not wanted.any,
        "networks": catalogue.everything(),
        "may_register": can_somewhere(user, rights.MANAGE),
        "may_apply": can_somewhere(user, "system.manage"),
        "query": request.GET.urlencode(),
    }
    return render_page(request, "networks/register.html", context, partial="rows")


@require_safe
@access(rights.visible_accounts)
def export(request: HttpRequest) -> HttpResponse:
    """The filtered register as CSV, without formulas and without secrets."""
    user = cast(User, request.user)
    wanted = FilterForm(request.GET).wanted()
    rows = queries.export_rows(queries.register(user, wanted))
    response = HttpResponse(
        to_csv(queries.EXPORT_HEADER, rows), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="akun-resmi.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.manageable_units, rights.unit_to_register)
def new(request: HttpRequest) -> HttpResponseBase:
    """Register an account: first the network, then its few fields."""
    user = cast(User, request.user)
    if not can_somewhere(user, rights.MANAGE):
        raise NotAllowed(_("Anda tidak berwenang mendaftarkan akun. Minta penyelia unit Anda."))
    code = request.GET.get("jejaring", "")
    if not catalogue.known(code):
        return render_page(request, "networks/choose.html", {"networks": catalogue.everything()})
    network = catalogue.get(code)
    unit = _unit_at_hand(request, user)
    initial = {"unit": unit.code, "from_date": unit_day(unit, clock.now())}
    form = RegisterForm(
        request.POST or None, initial=initial, user=user, network=network, holders_of=unit
    )
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.register(
                by=user,
                at=clock.now(),
                network=code,
                holder=form.cleaned_data["holder"],
                decree=form.decree(),
                from_date=form.cleaned_data["from_date"],
                **{**form.entry(), "unit": rights.unit_to_register(
                    user, form.cleaned_data["unit"].code)},
            )  # fmt: skip
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("%(account)s tercatat.") % {"account": account.label}, tone="success")
            where = "networks:account" if account.health == "manual" else "networks:connect"
            return redirect(where, account.pk)
    context = {"form": form, "network": network, "unit": unit}
    status = 422 if form.is_bound else 200
    return render_page(request, "networks/new.html", context, status=status)


def _unit_at_hand(request: HttpRequest, user: User) -> Unit:
    """The unit asked for or worked for, where the person may register; else the first such."""
    units = rights.manageable_units(user)
    asked = request.POST.get("unit") or request.GET.get("unit") or ""
    found = units.filter(code=asked).first() if asked.isprintable() and asked else None
    if found is None:
        found = units.filter(pk=working_unit(request).pk).first() or units.first()
    if found is None:
        raise NotAllowed(_("Anda tidak berwenang mendaftarkan akun. Minta penyelia unit Anda."))
    return found
