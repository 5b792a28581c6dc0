"""A file for a network that fetches by itself, behind a signed address that ends."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from kentongan.kernel import clock
from kentongan.media import links, serving
from kentongan.media.models import Asset
from kentongan.web.access import public as open_to_all


@open_to_all("networks fetch pictures and videos by a signed address that ends by itself")
@require_safe
def public(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """The file; 404 for whatever is wrong, so that nothing can be learned by trying."""
    found = links.read(token, at=clock.now())
    if found is None or links.file_name(found[2]) != name:
        raise Http404
    asset_id, file, mime = found
    if not Asset.objects.filter(pk=asset_id).exists():
        raise Http404
    tag = quote_etag(file.rpartition("/")[2][:100])
    try:
        response = serving.answer(request, file, mime=mime, name=name, tag=tag)
    except FileNotFoundError:
        raise Http404 from None
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
