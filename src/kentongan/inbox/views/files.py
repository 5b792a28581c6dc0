"""What citizens enclosed, for whoever may see the case; asked every time, cached by nobody."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from kentongan.inbox import access as rights
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.media import serving
from kentongan.media.images import JPEG
from kentongan.people.session import person
from kentongan.web.access import access


@require_safe
@access(rights.visible_attachment)
def attachment(request: HttpRequest, attachment_id: UUID, size: str) -> HttpResponseBase:
    """A file (``penuh``), or the small picture of it (``kecil``). No browser keeps a copy.

    Only pictures, which we encoded anew, open in the browser; all else is a download.
    """
    row = rights.visible_attachment(person(request), attachment_id)
    small = size == "kecil"
    file = row.preview if small else row.file
    if not file:
        raise Missing(_("Lampiran itu tidak ada, atau bukan untuk unit Anda."))
    name = f"lampiran-{row.pk.hex[-8:]}.{file.rpartition('.')[2]}"
    tag = quote_etag(f"{row.sha256[:32]}-{size}")
    try:
        response = serving.answer(
            request, file, mime=JPEG if small else row.mime, name=name, tag=tag
        )
    except FileNotFoundError:
        raise Missing(_("Lampiran ini hilang dari penyimpanan.")) from None
    response.headers["Cache-Control"] = "private, no-store"
    if not row.is_picture:
        response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
