"""Uploads that can be resumed, by tus 1.0.0: announced, sent in pieces, given up.

A browser speaks this with the session and CSRF token of its page; answers to errors are one plain
sentence each.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import reverse

from kentongan.kernel import clock
from kentongan.kernel.errors import KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.media import actions, arrivals, limits, tus
from kentongan.media.access import own_incoming, unit_for_upload
from kentongan.media.models import Incoming
from kentongan.media.views.base import person_of
from kentongan.web.access import access

View = Callable[..., HttpResponseBase]
_METHODS = "GET, HEAD, PATCH, DELETE, OPTIONS"


class Spoken(KentonganError):
    """A request that is not good tus."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def speaks_tus(view: View) -> View:
    """Put the protocol's headers on every answer, and errors in one sentence.

    ``GET`` is none of its methods: a page or its data, answered as any other.
    """

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "GET":
            return view(request, *args, **kwargs)
        try:
            response = _options() if request.method == "OPTIONS" else view(request, *args, **kwargs)
            if response.status_code in (301, 302):
                raise Spoken(401, _("Anda sudah keluar. Masuk lagi, lalu lanjutkan unggahannya."))
        except KentonganError as error:
            response = HttpResponse(
                str(error), status=error.status, content_type="text/plain; charset=utf-8"
            )
        except UnreadablePostError:
            # The sender went away; what arrived is kept, nobody reads this answer.
            response = HttpResponse(status=400)
        response.headers["Tus-Resumable"] = tus.VERSION
        response.headers["Cache-Control"] = "no-store"
        if response.status_code == 412:
            response.headers["Tus-Version"] = tus.VERSION
        return response

    return spoken


def _options() -> HttpResponse:
    """What this server can do."""
    response = HttpResponse(status=204)
    response.headers["Tus-Version"] = tus.VERSION
    response.headers["Tus-Extension"] = tus.EXTENSIONS
    response.headers["Tus-Max-Size"] = str(limits.MAX_VIDEO_BYTES)
    return response


def _check_version(request: HttpRequest) -> None:
    if request.headers.get("Tus-Resumable") != tus.VERSION:
        raise Spoken(412, _("Versi protokol unggah ini tidak dikenal. Muat ulang halamannya."))


def create(request: HttpRequest) -> HttpResponse:
    """Announce a file: ``Upload-Length``, and in ``Upload-Metadata`` its name and the unit."""
    _check_version(request)
    size = tus.number(request.headers.get("Upload-Length"))
    said = tus.metadata(request.headers.get("Upload-Metadata", ""))
    if size is None or said is None:
        raise Spoken(400, _("Ukuran atau nama berkas tidak terbaca. Muat ulang halamannya."))
    person = person_of(request)
    unit = unit_for_upload(person, said.get("unit", "").replace("\x00", ""))
    held = actions.begin(
        by=person, at=clock.now(), unit=unit, size=size, name=said.get("filename", "")
    )
    response = HttpResponse(status=201)
    response.headers["Location"] = reverse("media:upload", args=[held.pk])
    response.headers["Upload-Expires"] = tus.http_date(held.expires_at)
    return response


@speaks_tus
@access(own_incoming)
def upload(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    """One upload: how far it is (``HEAD``, or ``GET`` as JSON), a piece of it, or its end."""
    held = own_incoming(person_of(request), incoming_id)
    method = request.method
    if method == "POST":  # only then: a GET that deletes would need no CSRF token
        method = request.headers.get("X-HTTP-Method-Override", method)
    if method == "GET":
        return _told(held)
    _check_version(request)
    if method == "HEAD":
        return _how_far(held)
    if method == "PATCH":
        return _piece(request, held)
    if method == "DELETE":
        actions.cancel(incoming_id=held.pk)
        return HttpResponse(status=204)
    response = HttpResponse(status=405)
    response.headers["Allow"] = _METHODS
    return response


def _told(held: Incoming) -> HttpResponse:
    """What becomes of it, for the page."""
    asset = reverse("media:asset", args=[held.asset_id]) if held.asset_id else ""
    return JsonResponse(
        {
            "state": held.state,
            "label": held.label,
            "progress": held.progress,
            "note": held.note,
            "asset": str(held.asset_id or ""),
            "url": asset,
            "over": held.is_over,
        },
        headers={"Cache-Control": "no-store"},
    )


def _how_far(held: Incoming) -> HttpResponse:
    # A worker may have died between the last byte and its record: the sender would not come again.
    actions.complete(incoming_id=held.pk, at=clock.now())
    there = arrivals.received(held.pk) if held.state == "receiving" else held.size
    response = HttpResponse(status=200)
    response.headers["Upload-Offset"] = str(there)
    response.headers["Upload-Length"] = str(held.size)
    if held.state == "receiving":
        response.headers["Upload-Expires"] = tus.http_date(held.expires_at)
    return response


def _piece(request: HttpRequest, held: Incoming) -> HttpResponse:
    if request.content_type != tus.PIECE:
        raise Spoken(415, _("Potongan berkas ini tidak dikenal. Muat ulang halamannya."))
    offset = tus.number(request.headers.get("Upload-Offset"))
    if offset is None:
        raise Spoken(400, _("Letak potongan berkas tidak terbaca. Muat ulang halamannya."))
    there = actions.go_on(
        incoming_id=held.pk,
        offset=offset,
        source=request,
        at=clock.now(),
        length=tus.number(request.META.get("CONTENT_LENGTH")),
    )
    response = HttpResponse(status=204)
    response.headers["Upload-Offset"] = str(there)
    held.refresh_from_db()
    if held.state == "receiving":
        response.headers["Upload-Expires"] = tus.http_date(held.expires_at)
    return response
