"""Notices by mail: what a person wants, and the administrator's trial."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict
from kentongan.kernel.say import gettext as _
from kentongan.people.access import top_unit
from kentongan.people.actions import choose_mail, send_test
from kentongan.people.forms import MailChoiceForm
from kentongan.people.models import Letter
from kentongan.people.permissions import can_somewhere
from kentongan.people.queries import mail_language, mail_topics
from kentongan.people.topics import all_topics
from kentongan.people.views.base import attempt, person_of
from kentongan.web.access import access, signed_in
from kentongan.web.http import render_page, toast


@signed_in
@require_http_methods(["GET", "POST"])
def choice(request: HttpRequest) -> HttpResponseBase:
    """Choose which notices come by mail; see what became of the last letters."""
    user, status = person_of(request), 200
    offered = [it for it in all_topics() if not it.needs or can_somewhere(user, it.needs)]
    chosen = {"topics": mail_topics(user), "language": mail_language(user)}
    form = MailChoiceForm(initial=chosen, offered=offered)
    if request.method == "POST":
        form = MailChoiceForm(request.POST, offered=offered)
        done, status = attempt(
            form,
            lambda: choose_mail(
                user,
                chosen=form.cleaned_data["topics"],
                by=user,
                at=clock.now(),
                language=form.cleaned_data["language"],
            ),
        )
        if done is not None:
            toast(request, _("Pilihan surel disimpan."), tone="success")
            return redirect("people:mail")
    context = {
        "form": form,
        "on": settings.MAIL_ON,
        "address": user.email,
        "letters": Letter.objects.filter(user=user).exclude(state="dropped")[:5],
    }
    return render_page(request, "people/mail.html", context, status=status)


@access(top_unit)
@require_POST
def test(request: HttpRequest) -> HttpResponseBase:
    """Send a mail to oneself, to see that mails arrive."""
    user = person_of(request)
    top_unit(user, "system.manage")
    try:
        address = send_test(by=user, at=clock.now())
    except Conflict as error:
        toast(request, str(error), tone="error")
    else:
        sentence = _("Surel percobaan dikirim ke %(address)s. Periksa kotak masuknya.")
        toast(request, sentence % {"address": address}, tone="success")
    return redirect("people:settings")
