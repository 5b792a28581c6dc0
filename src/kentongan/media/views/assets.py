"""One picture or video: look at it, choose its focus, see its subtitles."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid
from kentongan.media import actions
from kentongan.media.access import editable_asset, may_edit, visible_asset
from kentongan.media.forms import FocusForm, SubtitlesForm, put_errors
from kentongan.media.models import Asset
from kentongan.media.views.base import person_of
from kentongan.web.access import access
from kentongan.web.http import redirect_htmx, render_page, toast


@access(visible_asset)
@require_safe
def asset(request: HttpRequest, asset_id: UUID) -> HttpResponse:
    """The page."""
    return page(request, visible_asset(person_of(request), asset_id, at=clock.now()))


@access(editable_asset)
@require_POST
def focus(request: HttpRequest, asset_id: UUID) -> HttpResponse:
    """What must stay in sight."""
    held = editable_asset(person_of(request), asset_id)
    form = FocusForm(request.POST)
    if form.is_valid():
        x, y = form.cleaned_data["x"] / 100, form.cleaned_data["y"] / 100
        try:
            actions.set_focus(asset_id=held.pk, x=x, y=y, by=person_of(request), at=clock.now())
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Titik fokus disimpan."), tone="success")
            return redirect_htmx(request, "media:asset", held.pk)
    return page(request, held, focus_form=form, status=422)


def page(
    request: HttpRequest,
    held: Asset,
    *,
    focus_form: FocusForm | None = None,
    subtitles_form: SubtitlesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an asset, with the forms as they were sent."""
    shares = {"x": round(held.focus_x * 100), "y": round(held.focus_y * 100)}
    context = {
        "asset": held,
        "may_edit": may_edit(person_of(request), held),
        "focus_form": focus_form or FocusForm(initial=shares),
        "subtitles_form": subtitles_form or SubtitlesForm(),
        "subtitles": list(held.subtitles.all()),
        "ratio": held.width / held.height,
    }
    return render_page(request, "media/asset.html", context, status=status)
