"""Mailboxes of a unit: the list, adding, changing the password, trying, pausing, taking away."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.inbox import access as rights, by_letter
from kentongan.inbox.actions import letters, mailboxes as actions
from kentongan.inbox.forms import MailboxChangeForm, MailboxForm, put_errors
from kentongan.inbox.models import MachineLetter, MailReading, MailSource
from kentongan.inbox.views.posted import at_page, of_mailbox, posted
from kentongan.inbox.views.settings import settings_page
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit
from kentongan.people.queries import unit_timezone
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import toast

#: Letters of machines that the page names, the latest ones.
MOST_SHOWN = 50


@require_safe
@access(rights.managed_unit)
def mailboxes(request: HttpRequest, code: str) -> HttpResponse:
    """The mailboxes of a unit, and how far each was read."""
    unit = rights.managed_unit(person(request), code)
    sources = list(MailSource.objects.filter(unit=unit).defer("secret"))
    server = _of_server(unit)
    names = [*map(str, sources), *server]
    readings = MailReading.objects.annotate(machines=Count("machine_letters")).in_bulk(names)
    latest = list(MachineLetter.objects.filter(reading__in=names)[:MOST_SHOWN])
    of = {name: [row for row in latest if row.reading_id == name] for name in names}
    context = {
        "rows": [(row, readings.get(str(row)), of[str(row)]) for row in sources],
        "server": [(name, readings.get(name), of[name]) for name in server],
    }
    with timezone.override(unit_timezone(unit)):
        return settings_page(request, "inbox/settings_mail.html", unit, context)


@access(rights.managed_unit)
@posted(at_page("mailboxes", "code"))
def machine_letter(request: HttpRequest, code: str, letter_id: UUID) -> HttpResponseBase:
    """Take in a letter that was held for one of a machine."""
    user = person(request)
    unit = rights.managed_unit(user, code)
    names = [*map(str, MailSource.objects.filter(unit=unit).defer("secret")), *_of_server(unit)]
    found = MachineLetter.objects.filter(pk=letter_id, reading__in=names).first()
    if found is None:
        raise Missing(_("Surat itu tidak ada di daftar ini."))
    try:
        case = letters.take_anyway(found, unit, by=user, at=clock.now())
    except Conflict as error:
        toast(request, str(error), tone="warning")
        return redirect("inbox:mailboxes", unit.code)
    if case is None:
        toast(request, _("Surat itu sudah ada di antrean."))
        return redirect("inbox:mailboxes", unit.code)
    if not rights.may(user, case, "inbox.view"):  # a report for the Inspektorat alone
        toast(request, _("Surat diterima dan diteruskan kepada yang berwenang."), tone="success")
        return redirect("inbox:mailboxes", unit.code)
    toast(request, _("Surat masuk ke antrean sebagai %s.") % case.number, tone="success")
    return redirect("inbox:case", case.number)


def _of_server(unit: Unit) -> list[str]:
    """The name of the mailbox that the server's settings give this unit, if any."""
    found = by_letter.server_mailbox()
    return [found.name] if found is not None and by_letter.receiving_unit() == unit else []


@sensitive_post_parameters()
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_unit)
def mailbox_new(request: HttpRequest, code: str) -> HttpResponseBase:
    """Add a mailbox; it is opened once before anything is kept."""
    user = person(request)
    unit = rights.managed_unit(user, code)
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(unit, by=user, at=clock.now(), **form.cleaned_data)
        except Invalid as error:
            put_errors(form, error)
        else:
            text = _("Kotak surat tersambung. Surat yang datang mulai sekarang masuk ke antrean.")
            toast(request, text, tone="success")
            return redirect("inbox:mailboxes", unit.code)
    status = 422 if form.is_bound else 200
    return settings_page(
        request, "inbox/settings_mailbox.html", unit, {"form": form}, status=status
    )


@sensitive_post_parameters()
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.managed_mailbox)
def mailbox(request: HttpRequest, source_id: UUID) -> HttpResponseBase:
    """Give a mailbox a new password."""
    user = person(request)
    source = rights.managed_mailbox(user, source_id)
    form = MailboxChangeForm(request.POST or None, initial={"tls": source.tls})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(source, by=user, at=clock.now(), **form.cleaned_data)
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Kotak surat tersimpan."), tone="success")
            return redirect("inbox:mailboxes", source.unit.code)
    status = 422 if form.is_bound else 200
    context = {"form": form, "source": source}
    return settings_page(
        request, "inbox/settings_mailbox.html", source.unit, context, status=status
    )


@access(rights.managed_mailbox)
@posted(of_mailbox)
def mailbox_act(request: HttpRequest, source_id: UUID, what: str) -> HttpResponseBase:
    """Try the connection, pause, go on, or take the mailbox away."""
    user, at = person(request), clock.now()
    source = rights.managed_mailbox(user, source_id)
    if what == "coba":
        try:
            actions.attempt(source)
        except Conflict as error:
            toast(request, str(error), tone="warning")
        else:
            toast(request, _("Kotak surat terbuka dan dapat dibaca."), tone="success")
    elif what == "hapus":
        actions.remove(source, by=user, at=at)
        toast(request, _("Kotak surat dihapus. Surat yang sudah masuk tetap ada."))
    else:
        actions.pause(source, by=user, at=at, on=what == "jeda")
        said = _("Kotak surat dijeda.") if what == "jeda" else _("Kotak surat dibaca lagi.")
        toast(request, said)
    return redirect("inbox:mailboxes", source.unit.code)
