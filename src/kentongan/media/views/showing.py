"""A picture or video, to those who may see it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from kentongan.kernel import clock
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.media import files, serving
from kentongan.media.access import visible_asset
from kentongan.media.images import JPEG
from kentongan.media.views.base import person_of
from kentongan.web.access import access

_YEAR = 365 * 24 * 3600


@require_safe
@access(visible_asset)
def show(request: HttpRequest, asset_id: UUID, size: str) -> HttpResponseBase:
    """A picture or video (``kecil``: a small still, ``poster``: a still, ``penuh``: as kept).

    Its content never changes, so it is kept for a year; players ask for parts of it.
    """
    at: datetime = clock.now()
    asset = visible_asset(person_of(request), asset_id, at=at)
    names = {"kecil": str(asset.thumbnail), "poster": asset.still, "penuh": str(asset.file)}
    is_still = size == "kecil" or (size == "poster" and asset.is_video)
    tag = quote_etag(f"{asset.sha256[:32]}-{size}")
    known = get_conditional_response(request, etag=tag)
    response: HttpResponseBase
    if known is not None and known.status_code == 304:
        response = known
        response.headers["ETag"] = tag
    else:
        mime = JPEG if is_still else asset.mime
        try:
            if is_still:  # many on a page: a copy is kept on this disk
                files.path(names[size])
            response = serving.answer(request, names[size], mime=mime, name=asset.name, tag=tag)
        except FileNotFoundError:
            raise Missing(_("Berkas ini hilang dari penyimpanan. Unggah lagi.")) from None
    response.headers["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    return response
