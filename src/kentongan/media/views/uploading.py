"""The page for sending files: in pieces with JavaScript, by an ordinary form without."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.media import actions, arrivals, limits
from kentongan.media.access import incoming_of, own_incoming, unit_for_upload, units_for_upload
from kentongan.media.errors import Busy
from kentongan.media.forms import SendForm, put_errors
from kentongan.media.models import Incoming
from kentongan.media.views.base import person_of
from kentongan.media.views.tus import create, speaks_tus
from kentongan.people.session import working_unit
from kentongan.web.access import access
from kentongan.web.http import redirect_htmx, render_page, safe_next, toast

SHOWN = 30


@speaks_tus
@access(units_for_upload, incoming_of, unit_for_upload)
def uploads(request: HttpRequest) -> HttpResponseBase:
    """``GET``: the page. ``POST``: a resumable upload is announced (tus, Creation)."""
    if request.method == "POST":
        return create(request)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    unit = request.GET.get("unit", "") or working_unit(request).code
    return _page(request, SendForm(person_of(request), initial={"unit": unit}))


@access(unit_for_upload)
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A whole file with an ordinary form."""
    person = person_of(request)
    form = SendForm(person, request.POST, request.FILES)
    status = 422
    if form.is_valid():
        file = form.cleaned_data["file"]
        unit = unit_for_upload(person, form.cleaned_data["unit"])
        try:
            actions.receive(by=person, at=clock.now(), unit=unit, file=file, name=file.name or "")
        except Invalid as error:
            put_errors(form, error)
            status = error.status
        else:
            toast(request, _("Berkas diterima dan sedang diolah."), tone="success")
            return redirect_htmx(request, _here(unit.code, _back(request)))
    return _page(request, form, status)


def _back(request: HttpRequest) -> str:
    """Whence somebody came to upload what they want to use there; empty from anywhere else."""
    asked = "next" in request.GET or "next" in request.POST
    return safe_next(request, "") if asked else ""


def _here(unit: str, back: str) -> str:
    """This page for ``unit``, with the way back to where the file is wanted."""
    address = reverse("media:uploads")
    return f"{address}?{urlencode({'unit': unit, 'next': back})}" if back else address


@access(own_incoming)
@require_POST
def give_up(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    """Forget a file that is on its way, or what became of it."""
    held = own_incoming(person_of(request), incoming_id)
    try:
        actions.cancel(incoming_id=held.pk)
    except Busy as error:  # minutes, for a video
        toast(request, str(error), tone="warning")
    else:
        toast(request, _("Berkas dihapus dari daftar."))
    return redirect_htmx(request, safe_next(request, reverse("media:uploads")))


@dataclass(frozen=True, slots=True)
class Row:
    """A file on its way as the page shows it; ``percent`` of what it is at."""

    held: Incoming
    percent: int

    @classmethod
    def of(cls, held: Incoming) -> Row:
        """While it arrives: how much of it has; then how far the work is."""
        if held.state != "receiving":
            return cls(held, held.progress)
        return cls(held, 100 * arrivals.received(held.pk) // held.size)


def _page(request: HttpRequest, form: SendForm, status: int = 200) -> HttpResponse:
    if not form.units:
        raise Missing(_("Anda tidak berwenang mengunggah berkas."))
    rows = [Row.of(held) for held in incoming_of(person_of(request))[:SHOWN]]
    back = _back(request)
    context = {
        "form": form,
        "rows": rows,
        "back": back,
        "here": _here(str(form["unit"].value()), back),
        "moving": any(row.held.state in {"waiting", "working"} for row in rows),
        "piece": limits.PIECE_BYTES,
        "most": limits.MAX_VIDEO_BYTES,
        "most_form": limits.FORM_BYTES,
        "minutes": int(limits.MAX_VIDEO_SECONDS // 60),
    }
    return render_page(request, "media/uploads.html", context, "rows", status=status)
