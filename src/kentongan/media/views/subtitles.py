"""Subtitles of a video: upload, download, mend, take away."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.media import actions, queries, subtitles
from kentongan.media.access import editable_asset, visible_asset
from kentongan.media.forms import SubtitlesForm, SubtitlesTextForm, put_errors
from kentongan.media.models import Asset, Subtitles
from kentongan.media.views.assets import page
from kentongan.media.views.base import person_of
from kentongan.web.access import access
from kentongan.web.http import redirect_htmx, render_page, toast

_MIMES = {extension: mime for mime, extension in subtitles.EXTENSIONS.items()}


def _kept(held: Asset, language: str) -> Subtitles:
    row = Subtitles.objects.filter(asset=held, language=language).first()
    if row is None:
        raise Missing(_("Subtitel dalam bahasa itu tidak ada."))
    return row


def _shown(held: Asset) -> str:
    """Where the subtitles stand on the page of their video."""
    return reverse("media:asset", args=[held.pk]) + "#subtitel"


@access(editable_asset)
@require_POST
def subtitles_new(request: HttpRequest, asset_id: UUID) -> HttpResponse:
    """A file; what is there in that language is replaced."""
    person = person_of(request)
    held = editable_asset(person, asset_id)
    form = SubtitlesForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data["file"].read(subtitles.MAX_BYTES + 1)
        language = form.cleaned_data["language"]
        try:
            actions.put_subtitles(
                asset_id=held.pk, language=language, data=data, by=person, at=clock.now()
            )
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Subtitel disimpan."), tone="success")
            return redirect_htmx(request, _shown(held))
    return page(request, held, subtitles_form=form, status=422)


@access(editable_asset)
@require_http_methods(["GET", "POST"])
def subtitles_edit(request: HttpRequest, asset_id: UUID, language: str) -> HttpResponse:
    """The subtitles as SRT in a text field: what people know best."""
    person = person_of(request)
    held = editable_asset(person, asset_id)
    row = _kept(held, language)
    shown = queries.subtitles_as(row, subtitles.SRT).decode()
    form = SubtitlesTextForm(request.POST or None, initial={"text": shown})
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        data = form.cleaned_data["text"].encode("utf-8", "replace")
        try:
            actions.put_subtitles(
                asset_id=held.pk, language=language, data=data, by=person, at=clock.now()
            )
        except Invalid as error:
            form.add_error("text", str(error))
        else:
            toast(request, _("Subtitel disimpan."), tone="success")
            return redirect_htmx(request, _shown(held))
    context = {"asset": held, "row": row, "form": form}
    return render_page(request, "media/subtitles.html", context, status=status)


@access(editable_asset)
@require_POST
def subtitles_remove(request: HttpRequest, asset_id: UUID, language: str) -> HttpResponse:
    """Away with those in one language."""
    person = person_of(request)
    held = editable_asset(person, asset_id)
    actions.remove_subtitles(asset_id=held.pk, language=language, by=person, at=clock.now())
    toast(request, _("Subtitel dihapus."))
    return redirect_htmx(request, _shown(held))


@access(visible_asset)
@require_safe
def subtitles_file(
    request: HttpRequest, asset_id: UUID, language: str, extension: str
) -> HttpResponse:
    """As a file: ``vtt`` for players, ``srt`` for editors."""
    held = visible_asset(person_of(request), asset_id, at=clock.now())
    mime = _MIMES[extension]
    data = queries.subtitles_as(_kept(held, language), mime)
    response = HttpResponse(data, content_type=f"{mime}; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    return response
