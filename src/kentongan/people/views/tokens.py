"""API tokens: create (shown once), revoke."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people import queries
from kentongan.people.access import manageable_tokens, managed_token
from kentongan.people.actions import create_token, revoke_token
from kentongan.people.forms import TokenForm
from kentongan.people.models import ApiToken, User
from kentongan.people.permissions import can_somewhere, require, units_for
from kentongan.people.views.base import attempt, person_of
from kentongan.web.access import access
from kentongan.web.http import paginate, render_page, toast


@access(manageable_tokens)
@require_http_methods(["GET", "POST"])
@never_cache
def token_list(request: HttpRequest) -> HttpResponse:
    """Tokens in one's care, and the form for a new one."""
    user = person_of(request)
    if not can_somewhere(user, "token.manage"):
        require(user, "token.manage", user.unit)
    form = TokenForm(request.POST or None, initial={"username": user.username})
    offered = units_for(user, "token.manage")
    form.fields["unit"].offer(offered)  # type: ignore[attr-defined]
    status, secret = 200, ""
    if request.method == "POST":
        made, status = attempt(form, lambda: _make(user, form))
        if made is not None:
            secret = made[1]
            form = TokenForm(initial={"username": user.username})
            form.fields["unit"].offer(offered)  # type: ignore[attr-defined]
    tokens = manageable_tokens(user).select_related("user", "unit")
    ordered = tokens.order_by(F("revoked_at").desc(nulls_first=True), "-created_at")
    page = paginate(ordered, request, 25)
    context = {
        "form": form,
        "secret": secret,
        "page": page,
        "rows": [(token, _last_day(token)) for token in page],
        "units": offered.filter(active=True)[:1000],
        "now": clock.now(),
    }
    return render_page(request, "people/tokens.html", context, status=status)


def _last_day(token: ApiToken) -> date | None:
    """The last day on which it holds, on the calendar of its unit, as it was chosen."""
    if token.expires_at is None:
        return None
    return queries.unit_day(token.unit, token.expires_at - timedelta(microseconds=1))


def _make(user: User, form: TokenForm) -> tuple[ApiToken, str]:
    data = form.cleaned_data
    owner = User.objects.filter(username__iexact=data["username"]).select_related("unit").first()
    if owner is None:
        raise Invalid.field("username", _("Tidak ada orang dengan nama pengguna itu."))
    ends = None
    if data["expires_on"]:
        if data["expires_on"].year > 2200:
            raise Invalid.field("expires_on", _("Terlalu jauh. Kosongkan bila tanpa batas."))
        zone = queries.unit_timezone(data["unit"])
        ends = datetime.combine(data["expires_on"] + timedelta(days=1), time(), zone)
    try:
        return create_token(
            by=user, at=clock.now(), user=owner, unit=data["unit"], name=data["name"],
            expires_at=ends,
        )  # fmt: skip
    except Invalid as error:
        names = {"user": "username", "expires_at": "expires_on"}
        raise Invalid(fields={names.get(k, k): v for k, v in error.fields.items()}) from None


@access(managed_token)
@require_POST
def token_revoke(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Revoke a token at once."""
    user = person_of(request)
    revoke_token(managed_token(user, pk), by=user, at=clock.now())
    toast(request, _("Token dicabut."))
    return redirect("people:tokens")
