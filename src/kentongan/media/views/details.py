"""What is known of one file: keterangan, people shown and their consent, their papers."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.media import actions, files
from kentongan.media.access import editable_asset, readable_consent
from kentongan.media.forms import ConsentForm, DetailsForm, ShownForm, put_errors
from kentongan.media.views.assets import page
from kentongan.media.views.base import person_of
from kentongan.web.access import access
from kentongan.web.http import redirect_htmx, render_page, toast


@access(editable_asset)
@require_POST
def describe(request: HttpRequest, asset_id: UUID) -> HttpResponse:
    """Title, alt text, source, licence, tags, folder."""
    person = person_of(request)
    held = editable_asset(person, asset_id)
    form = DetailsForm(held, request.POST)
    if form.is_valid():
        try:
            actions.describe(asset_id=held.pk, by=person, at=clock.now(), **form.values())
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Keterangan berkas disimpan."), tone="success")
            return redirect_htmx(request, "media:asset", held.pk)
    return page(request, held, details_form=form, status=422)


@access(editable_asset)
@require_POST
def shown(request: HttpRequest, asset_id: UUID) -> HttpResponse:
    """Whether people can be recognised."""
    person = person_of(request)
    held = editable_asset(person, asset_id)
    form = ShownForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data["shown"]
        try:
            actions.say_shown(asset_id=held.pk, shown=said, by=person, at=clock.now())
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Catatan orang disimpan."), tone="success")
            return redirect_htmx(request, _people(held.pk))
    return page(request, held, shown_form=form, status=422)


@access(editable_asset)
@require_POST
def consent_new(request: HttpRequest, asset_id: UUID) -> HttpResponse:
    """Somebody who can be recognised, and whether they agreed."""
    person = person_of(request)
    held = editable_asset(person, asset_id)
    form = ConsentForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_consent(asset_id=held.pk, by=person, at=clock.now(), **given)
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Catatan orang disimpan."), tone="success")
            return redirect_htmx(request, _people(held.pk))
    return page(request, held, consent_form=form, status=422)


@access(readable_consent)
@require_http_methods(["GET", "HEAD", "POST"])
def consent_change(request: HttpRequest, asset_id: UUID, consent_id: UUID) -> HttpResponse:
    """Renew a consent, or mend what was noted."""
    person = person_of(request)
    row = readable_consent(person, asset_id, consent_id)
    names = ("who", "child", "agreed", "since", "until")
    initial = {name: getattr(row, name) for name in names}
    form = ConsentForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_consent(
                asset_id=row.asset_id, consent_id=row.pk, by=person, at=clock.now(), **given
            )
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Catatan orang disimpan."), tone="success")
            return redirect_htmx(request, _people(row.asset_id))
    status = 422 if form.is_bound else 200
    return render_page(
        request, "media/consent.html", {"asset": row.asset, "row": row, "form": form}, status=status
    )


@access(readable_consent)
@require_POST
def consent_withdraw(request: HttpRequest, asset_id: UUID, consent_id: UUID) -> HttpResponse:
    """Somebody takes their consent back."""
    person = person_of(request)
    row = readable_consent(person, asset_id, consent_id)
    actions.withdraw_consent(asset_id=row.asset_id, consent_id=row.pk, by=person, at=clock.now())
    text = _("Persetujuan ditarik. Lihat di bawah unggahan mana yang memakai berkas ini.")
    toast(request, text, tone="warning")
    return redirect_htmx(request, _people(row.asset_id))


@access(readable_consent)
@require_POST
def consent_remove(request: HttpRequest, asset_id: UUID, consent_id: UUID) -> HttpResponse:
    """Forget a person, with the paper."""
    person = person_of(request)
    row = readable_consent(person, asset_id, consent_id)
    actions.remove_consent(asset_id=row.asset_id, consent_id=row.pk, by=person, at=clock.now())
    toast(request, _("Catatan orang dihapus."))
    return redirect_htmx(request, _people(row.asset_id))


@access(readable_consent)
@require_safe
def consent_paper(request: HttpRequest, asset_id: UUID, consent_id: UUID) -> HttpResponseBase:
    """The written consent, as a file to be saved; never shown within a page."""
    row = readable_consent(person_of(request), asset_id, consent_id)
    name = str(row.paper)
    if not files.exists(name):
        raise Missing(_("Surat persetujuan itu tidak ada."))
    opened = files.path(name).open("rb")
    response = FileResponse(
        opened,
        content_type=row.paper_mime,
        as_attachment=True,
        filename=f"persetujuan-{row.pk}.{name.rpartition('.')[2]}",
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _people(asset_id: UUID) -> str:
    return reverse("media:asset", args=[asset_id]) + "#orang"
