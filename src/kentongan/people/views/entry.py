"""Getting in by oneself: a lost password, and the links that mails carry.

Opening a link uses nothing up, for scanners of mail open them too: its claim moves into the
session, and the link out of the address, where neither history nor a next page sees it.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.kernel import clock
from kentongan.kernel.say import gettext as _
from kentongan.people import links
from kentongan.people.actions import ask_for_links, set_by_link
from kentongan.people.forms import ForgottenForm, NewPasswordForm
from kentongan.people.views.base import attempt
from kentongan.web.access import public
from kentongan.web.citizens import TOO_OFTEN, Bucket, held_back
from kentongan.web.http import render_page, toast

#: An office shares one address; who needs more than this at once is no person.
ASKING = Bucket(burst=10, per_second=1 / 60)
CLAIM = "people.claim"
#: Whom the sign-in page greets after a password was set.
ENTERED = "people.entered"


@public("whoever has lost the password cannot sign in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgot(request: HttpRequest) -> HttpResponseBase:
    """Ask for a link by mail; the answer tells nobody whether there is such a person."""
    form = ForgottenForm(request.POST or None)
    status, wait = 200, ""
    if request.method == "POST" and settings.MAIL_ON:
        status = 422
        refused = held_back(request, ASKING)
        if refused is not None:
            form.add_error(None, TOO_OFTEN)
            status, wait = 429, refused.headers["Retry-After"]
        elif form.is_valid():
            ask_for_links(form.cleaned_data["who"], at=clock.now())
            return redirect("people:forgot_asked")
    context = {"form": form, "on": settings.MAIL_ON}
    response = render_page(request, "people/lupa.html", context, status=status)
    if wait:
        response.headers["Retry-After"] = wait
    return response


@public("it says the same to everybody")
@require_safe
def forgot_asked(request: HttpRequest) -> HttpResponse:
    """What happens next, whoever was asked about."""
    return render_page(request, "people/lupa_diminta.html", {})


@public("the link is the proof: it went to the person's own address")
@never_cache
@require_safe
def by_link(request: HttpRequest, kind: str, link: str) -> HttpResponseBase:
    """A link from a mail is opened: on to the page for the new password, without it."""
    claim = links.claim_in(kind, link)
    if links.holder(claim, clock.now()) is None:
        return _spent(request)
    request.session[CLAIM] = [kind, claim]
    return redirect("people:new_password")


@public("the claim in the session is the proof: it came with a link")
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponseBase:
    """Set one's password; every session of the person ends, also the one in this browser."""
    kind, claim = request.session.get(CLAIM) or ["", ""]
    user = links.holder(claim, clock.now())
    if user is None:
        return _spent(request)
    form = NewPasswordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        at = clock.now()
        done, status = attempt(
            form, lambda: set_by_link(claim, kind=kind, new=form.cleaned_data["new"], at=at)
        )
        if status == 409:
            return _spent(request)
        if done is not None:
            logout(request)
            request.session[ENTERED] = done.username
            toast(request, _("Sandi disimpan. Masuk dengan sandi baru Anda."), tone="success")
            return redirect("people:sign_in")
    context = {"form": form, "person": user, "invited": kind == links.INVITATION}
    return render_page(request, "people/sandi_baru.html", context, status=status)


def _spent(request: HttpRequest) -> HttpResponseBase:
    request.session.pop(CLAIM, None)
    return render_page(request, "people/tautan_habis.html", {}, status=410)
