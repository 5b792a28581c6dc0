"""One picture or video: look at it, choose its focus, see its subtitles."""

from __future__ import annotations

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.media import actions, library, shapes, uses
from kentongan.media.access import editable_asset, may_edit, visible_asset
from kentongan.media.forms import (
    ConsentForm,
    DetailsForm,
    FocusForm,
    ShownForm,
    SubtitlesForm,
    put_errors,
)
from kentongan.media.models import Asset
from kentongan.media.rights import NAMES_MAKER, standing
from kentongan.media.views.base import person_of
from kentongan.people.queries import unit_timezone
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
    form = FocusForm.read(request.POST, shapes.chooser_size(held))
    if form.is_valid():
        x, y = form.cleaned_data["x"] / 100, form.cleaned_data["y"] / 100
        try:
            actions.set_focus(asset_id=held.pk, x=x, y=y, by=person_of(request), at=clock.now())
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Titik fokus disimpan."), tone="success")
            return redirect_htmx(request, reverse("media:asset", args=[held.pk]) + "#fokus")
    return page(request, held, focus_form=form, status=422)


@access(visible_asset)
@require_safe
def crop(request: HttpRequest, asset_id: UUID, shape: str) -> HttpResponse:
    """A look at what stays in sight in a shape; ``?x=&y=`` (per cent) tries another focus."""
    held = visible_asset(person_of(request), asset_id, at=clock.now())
    wanted = shapes.named(shape)
    if wanted is None:
        raise Missing(_("Bentuk itu tidak dikenal."))
    tried = FocusForm(request.GET)
    x, y = held.focus
    if tried.is_valid():
        x, y = tried.cleaned_data["x"] / 100, tried.cleaned_data["y"] / 100
    try:
        found = shapes.look(held, wanted, (x, y))
    except FileNotFoundError:
        raise Missing(_("Berkas ini hilang dari penyimpanan. Unggah lagi.")) from None
    response = HttpResponse(found.data, content_type=found.mime)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def page(request: HttpRequest, held: Asset, *, status: int = 200, **forms: Form) -> HttpResponse:
    """The page of an asset; ``forms`` are those that were sent, by their name in the template."""
    person = person_of(request)
    shares = {"x": round(held.focus_x * 100), "y": round(held.focus_y * 100)}
    wide, tall = shapes.chooser_size(held)
    may = may_edit(person, held)
    zone = unit_timezone(held.unit)
    stands = standing(held, clock.now().astimezone(zone).date())
    blank = {
        "focus_form": FocusForm(initial=shares),
        "subtitles_form": SubtitlesForm(),
        "details_form": DetailsForm(held) if may else None,
        "shown_form": ShownForm(initial={"shown": held.shown}),
        "consent_form": ConsentForm(),
    }
    context = {
        "asset": held,
        "may_edit": may,
        "subtitles": list(held.subtitles.all()),
        "consents": list(held.consents.all()),
        "standing": stands,
        "stands_well": stands.holds,
        "usage": uses.of(person, held.pk),
        "alike": library.look_alike(held),
        "shapes": [(shape, *shape.size(held)) for shape in shapes.USUAL],
        "networks": [(shape, *shape.size(held)) for shape in shapes.of_networks(held)],
        "chooser": (wide, tall, round(wide * held.focus_x), round(tall * held.focus_y)),
        "warns_maker": held.licence in NAMES_MAKER and not held.credit,
        **blank,
        **forms,
    }
    with timezone.override(zone):
        return render_page(request, "media/asset.html", context, status=status)
