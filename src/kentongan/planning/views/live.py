"""What the composer asks for while somebody writes: save quietly, check quietly."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User
from kentongan.people.queries import unit_timezone
from kentongan.planning import access, actions, composer, queries
from kentongan.planning.forms import Posted, form_name, read_composer
from kentongan.planning.marks import marks_for
from kentongan.planning.models import Post
from kentongan.planning.tiles import tiles as tiles_of
from kentongan.planning.views.composer import typed
from kentongan.planning.working import PARTS, digest, flat
from kentongan.web.access import access as declare
from kentongan.web.formats import clock_time
from kentongan.web.http import render_page


@require_POST
@declare("planning.access.editable_post")
def autosave(request: HttpRequest, post_id: UUID) -> JsonResponse:
    """Save without a version of its own. Answers JSON, errors too.

    200 ``{version, saved_at, bases, refreshed, errors}``: ``refreshed`` are values that others
    changed meanwhile, ``errors`` fields that were left out. 409 ``{message, fields}``: the page
    must be sent as a whole, so that the person can choose.
    """
    user, at = request.user, clock.now()
    assert isinstance(user, User)
    try:
        post = access.editable_post(user, post_id)
        posted = read_composer(request.POST, unit_timezone(post.unit))
        saved, errors = _save(post, posted, user, at)
    except actions.DraftConflict as conflict:
        names = [composer.field_label(conflict.post, clash.name) for clash in conflict.clashes]
        return JsonResponse({"message": str(conflict), "fields": names}, status=409)
    except KentonganError as error:
        return JsonResponse({"message": str(error)}, status=error.status)
    values = flat(saved.post)
    with timezone.override(unit_timezone(saved.post.unit)):
        saved_at = clock_time(saved.post.updated_at)
    return JsonResponse(
        {
            "version": saved.post.version,
            "saved_at": _("Tersimpan %(time)s") % {"time": saved_at},
            "bases": {name: digest(values.get(name)) for name in posted.bases},
            "refreshed": {form_name(n): value for n, value in saved.refreshed.items()},
            "errors": {form_name(n): sentences for n, sentences in errors.items()},
        }
    )


def _save(
    post: Post, posted: Posted, user: User, at: datetime
) -> tuple[actions.Saved, dict[str, list[str]]]:
    """Save what can be saved; a bad field does not keep the good ones from being kept."""
    fields, errors = dict(posted.fields), dict(posted.errors)
    given: dict[str, Any] = {
        "post_id": post.pk,
        "version": posted.version,
        "by": user,
        "at": at,
        "bases": posted.bases,
        "explicit": False,
    }
    try:
        return actions.save_draft(**given, **fields), errors
    except Invalid as error:
        errors |= error.fields
    for name in errors:
        head, colon, key = name.partition(":")
        if colon:
            part = PARTS[head]
            fields[part] = {k: v for k, v in fields[part].items() if k != key}
        else:
            fields.pop(name, None)
    return actions.save_draft(**given, **fields), errors


@require_POST
@declare("planning.access.editable_post")
def check(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """The panel of findings for what was just typed; stores nothing."""
    user, at = request.user, clock.now()
    assert isinstance(user, User)
    post = queries.for_composer(access.editable_post(user, post_id))
    data = typed(request.POST)
    checked = composer.check_typed(post, data, at)
    drawn, marks = tiles_of(post, data), marks_for(post, data)
    zone = unit_timezone(post.unit)
    planned = composer.typed_time(data, at, zone)
    with timezone.override(zone):
        panel = composer.panel(
            post,
            checked,
            at=at,
            text=data.get("text"),
            planned=planned,
            drawn=drawn,
            marks=marks,
            by=user,
        )
        panel["stages"] = composer.stages(post, user, at=at, data=data)
        return render_page(request, "planning/composer/findings.html", panel)
