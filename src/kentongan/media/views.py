"""The one page: a picture, to those who may see it."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kentongan.kernel import clock
from kentongan.kernel.errors import Missing
from kentongan.media import files
from kentongan.media.access import visible_asset
from kentongan.media.images import JPEG
from kentongan.people.models import User
from kentongan.web.access import access

_YEAR = 365 * 24 * 3600


@require_safe
@access(visible_asset)
def show(request: HttpRequest, asset_id: UUID, size: str) -> HttpResponseBase:
    """A picture (``kecil`` or ``penuh``). Its content never changes, so it is kept for a year."""
    at: datetime = clock.now()
    asset = visible_asset(cast(User, request.user), asset_id, at=at)
    small = size == "kecil"
    name = str(asset.thumbnail if small else asset.file)
    tag = quote_etag(f"{asset.sha256[:32]}-{size}")
    known = get_conditional_response(request, etag=tag)
    answer: HttpResponse | FileResponse = (
        known
        if known is not None and known.status_code == 304
        else _file(name, JPEG if small else asset.mime, asset.name)
    )
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    # A picture is compressed already: without this the gzip middleware would try again.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return answer


def _file(name: str, mime: str, shown_name: str) -> FileResponse:
    try:
        opened = open(files.root() / name, "rb")  # noqa: SIM115 - the response closes it
    except FileNotFoundError:
        raise Missing(_("Berkas gambar ini hilang dari penyimpanan. Unggah lagi.")) from None
    return FileResponse(opened, content_type=mime, filename=shown_name)
