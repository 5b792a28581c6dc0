"""Putting files of the unit's library to a post: pictures, and videos, which lie ready before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kentongan.kernel import clock
from kentongan.kernel.errors import KentonganError, Missing
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.media import library
from kentongan.media.library import Shelf
from kentongan.media.models import Asset, Kind
from kentongan.media.rights import standing
from kentongan.people.models import User
from kentongan.planning import access, actions, cleaning
from kentongan.planning.forms import read_uuid
from kentongan.planning.models import Post
from kentongan.planning.picture_facts import day_of
from kentongan.web.access import access as declare
from kentongan.web.http import paginate, render_page, toast

PER_PAGE = 24


@require_http_methods(["GET", "HEAD", "POST"])
@declare("planning.access.editable_post")
def pick(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """The files of the post's unit, found as in the library; those ticked are put last."""
    user = request.user
    assert isinstance(user, User)
    post = access.editable_post(user, post_id)
    if request.method == "POST":
        return _attach(request, post, user)
    wanted = Shelf.read(request.GET)
    day = day_of(post, clock.now())
    found = library.for_posts(post.unit, wanted, day)
    page = paginate(found, request, PER_PAGE, keyset=("-created_at", "-id"))
    chosen = set(post.media.values_list("asset_id", flat=True))
    context: dict[str, Any] = {
        "post": post,
        "page": page,
        "tiles": [(asset, asset.pk in chosen, standing(asset, day)) for asset in page],
        "filter": wanted,
        "kinds": Kind.choices,
        "folders": library.folders([post.unit]),
        "room": max(0, cleaning.MAX_MEDIA - len(chosen)),
    }
    return render_page(request, "planning/pick.html", context, partial="daftar")


def _attach(request: HttpRequest, post: Post, user: User) -> HttpResponse:
    given = [read_uuid(text) for text in request.POST.getlist("berkas")]
    rows = Asset.objects.filter(unit=post.unit, binned_at__isnull=True)
    assets = rows.in_bulk([pk for pk in given if pk is not None])
    if not given:
        toast(request, _("Pilih berkasnya dulu."), tone="warning")
        return redirect("planning:pick", post.pk)
    if len(assets) < len(set(given)):
        raise Missing(_("Berkas itu tidak ada di unit ini."))
    try:
        chosen = [assets[pk] for pk in dict.fromkeys(given)]
        actions.attach_all(
            post_id=post.pk, version=post.version, assets=chosen, by=user, at=clock.now()
        )
    except KentonganError as error:
        toast(request, str(error), tone="error")
        return redirect("planning:pick", post.pk)
    said = ngettext(
        "%(n)s berkas dipasang. Periksa teks alternatifnya.",
        "%(n)s berkas dipasang. Periksa teks alternatifnya.",
        len(assets),
    )
    toast(request, said % {"n": len(assets)}, tone="success")
    return redirect(reverse("planning:compose", args=[post.pk]) + "#gambar")
