"""What happens to a post as a whole: hand in, copy, put away, give up, plan."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User
from kentongan.people.queries import unit_timezone
from kentongan.planning import access, actions, checking, composer, events, queries
from kentongan.planning.cleaning import WISHING
from kentongan.planning.forms import read_time
from kentongan.planning.links import post_url, soft
from kentongan.planning.tiles import tiles as tiles_of
from kentongan.web.access import access as declare
from kentongan.web.http import render_page, safe_next, toast


@declare("planning.access.editable_post")
def hand_in(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """The last look before a post goes to those who decide; the form there leads to approval."""
    user, at = _user(request), clock.now()
    post = queries.for_composer(access.editable_post(user, post_id))
    if post.state not in ("draft", "returned"):
        return redirect(post_url(post.pk))
    checked = checking.findings(post, at, with_recent=True)
    tiles = tiles_of(post, {})
    context = {
        **composer.panel(post, checked, at=at),
        "stages": events.stages_ahead(post, by=user, at=at),
        "tiles": tiles,
        "following": any(not tile.own for tile in tiles),
        "media": post.media.all(),
        "submit_url": soft("approval:submit", post.pk),
        "ready": not any(item.blocks for item in checked) and bool(post.targets.all()),
        "past": post.scheduled_for is not None and post.scheduled_for <= at,
    }
    with timezone.override(unit_timezone(post.unit)):
        return render_page(request, "planning/hand_in.html", context)


@require_POST
@declare("planning.access.editable_post")
def duplicate(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Copy a post into a new draft."""
    user = _user(request)
    copy = actions.duplicate(access.editable_post(user, post_id), by=user, at=clock.now())
    toast(request, _("Salinan dibuat sebagai draf baru."), tone="success")
    return redirect("planning:compose", copy.pk)


@require_POST
@declare("planning.access.editable_post")
def archive(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Put a post away."""
    user = _user(request)
    post = access.editable_post(user, post_id)
    actions.archive(post, version=_version(request, post.version), by=user, at=clock.now())
    undo = reverse("planning:unarchive", args=[post.pk])
    toast(request, _("“%(title)s” diarsipkan.") % {"title": post.title}, undo_url=undo)
    return redirect("planning:posts")


@require_POST
@declare("planning.access.editable_post")
def unarchive(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Take a post out of the archive."""
    user = _user(request)
    post = actions.unarchive(access.editable_post(user, post_id), by=user, at=clock.now())
    toast(request, _("“%(title)s” dikeluarkan dari arsip.") % {"title": post.title})
    return redirect(safe_next(request, reverse("planning:posts")))


@require_POST
@declare("planning.access.editable_post")
def cancel(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Give up a draft."""
    user = _user(request)
    post = actions.cancel(access.editable_post(user, post_id), by=user, at=clock.now())
    undo = reverse("planning:reopen", args=[post.pk])
    toast(request, _("“%(title)s” dibatalkan.") % {"title": post.title}, undo_url=undo)
    return redirect("planning:posts")


@require_POST
@declare("planning.access.editable_post")
def reopen(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Take up a cancelled post again."""
    user = _user(request)
    post = actions.reopen(access.editable_post(user, post_id), by=user, at=clock.now())
    return redirect("planning:compose", post.pk)


@declare("planning.access.editable_post")
def schedule(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Choose the wished time: the button equivalent of dragging in the calendar.

    Posts that are approved or scheduled move on their own page, through ``publishing``.
    """
    user, at = _user(request), clock.now()
    post = access.editable_post(user, post_id)
    if post.state not in WISHING:
        toast(request, _("Waktu unggahan ini diubah di halamannya."))
        return redirect(post_url(post.pk))
    zone = unit_timezone(post.unit)
    local = post.scheduled_for.astimezone(zone) if post.scheduled_for else None
    typed = {"day": f"{local:%Y-%m-%d}" if local else request.GET.get("tanggal", ""),
             "hour": f"{local:%H:%M}" if local else "09:00"}  # fmt: skip
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            when = read_time(typed["day"], typed["hour"], zone)
            actions.wish(post_id=post.pk, when=when, by=user, at=at)
        except Invalid as error:
            errors = error.fields
        else:
            toast(request, _("Waktu tayang disimpan."), tone="success")
            return redirect(safe_next(request, reverse("planning:calendar")))
    context = {"post": post, "typed": typed, "errors": errors,
               "next": safe_next(request, reverse("planning:calendar"))}  # fmt: skip
    with timezone.override(zone):
        status = 422 if errors else 200
        return render_page(request, "planning/schedule.html", context, status=status)


def _version(request: HttpRequest, present: int) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else present


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
