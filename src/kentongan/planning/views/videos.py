"""Putting a video of the unit to a post. Sending one takes long, so it lies ready beforehand."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kentongan.kernel import clock
from kentongan.kernel.errors import KentonganError, Missing
from kentongan.media import queries as media
from kentongan.people.models import User
from kentongan.planning import access, actions
from kentongan.planning.forms import read_uuid
from kentongan.planning.models import Post
from kentongan.web.access import access as declare
from kentongan.web.http import paginate, render_page, toast

PER_PAGE = 12


@require_http_methods(["GET", "HEAD", "POST"])
@declare("planning.access.editable_post")
def choose(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """The videos of the post's unit, newest first; the one that is chosen is put last."""
    user = request.user
    assert isinstance(user, User)
    post = access.editable_post(user, post_id)
    if request.method == "POST":
        return _attach(request, post, user)
    page = paginate(media.videos(post.unit), request, per_page=PER_PAGE)
    chosen = set(post.media.values_list("asset_id", flat=True))
    context = {"post": post, "page": page, "chosen": chosen}
    return render_page(request, "planning/videos.html", context)


def _attach(request: HttpRequest, post: Post, user: User) -> HttpResponse:
    asset_id = read_uuid(request.POST.get("video", ""))
    asset = media.videos(post.unit).filter(pk=asset_id).first() if asset_id else None
    if asset is None:
        raise Missing(_("Video itu tidak ada di unit ini."))
    try:
        actions.attach(post_id=post.pk, version=post.version, asset=asset, by=user, at=clock.now())
    except KentonganError as error:
        toast(request, str(error), tone="error")
        return redirect("planning:videos", post.pk)
    toast(request, _("Video dipasang. Tulis teks alternatifnya."), tone="success")
    return redirect("planning:compose", post.pk)
