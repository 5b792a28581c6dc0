"""Errors of the API as problem documents (RFC 9457), in the language the program asks for.

``install(api)`` gives a ``NinjaAPI`` its handlers. A document has ``type``, ``title``, ``status``,
``detail``, a stable ``code``, and for refused input ``errors``: ``[{field, message, location}]``.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import (
    AuthenticationError,
    AuthorizationError,
    HttpError,
    Throttled,
    ValidationError,
)

from kentongan.kernel import disk
from kentongan.kernel.errors import Invalid, KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.web.access import public

CONTENT_TYPE = "application/problem+json"
log = logging.getLogger(__name__)
Errors = Sequence[Mapping[str, str]]


def problem(
    status: int,
    code: str,
    detail: str,
    errors: Errors = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A problem document as a response."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _title(status),
        "status": status,
        "detail": detail,
        "code": code,
    }
    if errors:
        body["errors"] = list(errors)
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=status,
        content_type=CONTENT_TYPE,
        headers=dict(headers or {}),
    )


def of_error(error: KentonganError) -> HttpResponse:
    """The document for an error of the kernel."""
    errors = [
        {"field": field, "message": message}
        for field, messages in (error.fields.items() if isinstance(error, Invalid) else ())
        for message in messages
    ]
    return problem(error.status, error.code, str(error), errors)


def install(api: NinjaAPI) -> None:
    """Register the handlers."""

    @api.exception_handler(KentonganError)
    def _kentongan(_request: HttpRequest, error: KentonganError) -> HttpResponse:
        return of_error(error)

    @api.exception_handler(ValidationError)
    def _validation(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [_translated(item) for item in error.errors]
        return problem(422, "invalid", _("Ada isian yang perlu dibetulkan."), errors)

    @api.exception_handler(AuthenticationError)
    def _stranger(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        detail = _("Sertakan token API yang sah: Authorization: Bearer ktg_…")
        return problem(
            401, "unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer realm="kentongan"'}
        )

    @api.exception_handler(AuthorizationError)
    @api.exception_handler(PermissionDenied)
    def _forbidden(_request: HttpRequest, _error: Exception) -> HttpResponse:
        return problem(403, "not_allowed", _("Token ini tidak boleh melakukan itu."))

    @api.exception_handler(Http404)
    def _missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return problem(404, "missing", _("Yang diminta tidak ada."))

    @api.exception_handler(Throttled)
    def _throttled(_request: HttpRequest, error: Throttled) -> HttpResponse:
        wait = str(max(1, math.ceil(error.wait))) if error.wait else "60"
        detail = _("Terlalu banyak permintaan. Coba lagi %(wait)s detik lagi.") % {"wait": wait}
        return problem(429, "throttled", detail, headers={"Retry-After": wait})

    @api.exception_handler(HttpError)
    def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
        if error.status_code == 400:
            return problem(400, "unreadable", _("Isi permintaan tidak bisa dibaca sebagai JSON."))
        return problem(error.status_code, "error", str(error))

    @api.exception_handler(Exception)
    def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("unexpected error in %s %s", request.method, request.path, exc_info=error)
        return _of_unexpected(error)


def _of_unexpected(error: Exception) -> HttpResponse:
    if disk.is_full(error):
        return problem(507, "full", _("Penyimpanan server penuh; tidak ada yang tersimpan."))
    return problem(500, "unexpected", _("Ada yang salah di pihak kami. Coba lagi sebentar."))


@csrf_exempt  # as all of the API: a program sends no token of a form, and is to read what is wrong
@public("an unknown address of the API tells nothing about anybody")
def not_found(_request: HttpRequest, **_parts: str) -> HttpResponse:
    """The document for addresses below ``/api/`` that do not exist."""
    return problem(404, "missing", _("Alamat API ini tidak ada."))


def wrong_method(allowed: str) -> HttpResponse:
    """The document for an address that is there, but not asked so; ``allowed`` as in ``Allow``."""
    detail = _("Alamat ini hanya menerima %(methods)s.") % {"methods": allowed}
    return problem(405, "bad_method", detail, headers={"Allow": allowed})


def _title(status: int) -> str:
    titles = {
        400: _("Permintaan tidak terbaca"),
        401: _("Perlu token"),
        403: _("Tidak berwenang"),
        404: _("Tidak ada"),
        405: _("Bukan dengan metode itu"),
        409: _("Bentrok dengan keadaan terakhir"),
        413: _("Terlalu besar"),
        422: _("Isian belum benar"),
        429: _("Terlalu sering"),
        500: _("Kesalahan server"),
    }
    return titles.get(status, _("Permintaan ditolak"))


def _translated(item: Mapping[str, Any]) -> dict[str, str]:
    """One error of pydantic as field, message and location (body, query, path)."""
    where = [str(part) for part in item.get("loc", ())]
    location, path = (where[0], where[1:]) if where else ("", [])
    # Ninja puts the name of the parameter before the fields of a body.
    if location in {"body", "form"} and len(path) > 1:
        path = path[1:]
    return {
        "field": ".".join(path),
        "message": _message(str(item.get("type", "")), item.get("ctx") or {}),
        "location": location,
    }


def _message(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "missing":
        return _("Wajib diisi.")
    if kind == "string_too_long":
        return _("Paling panjang %(limit)s karakter.") % {"limit": context.get("max_length")}
    if kind == "string_too_short":
        return _("Paling pendek %(limit)s karakter.") % {"limit": context.get("min_length")}
    if kind in {"greater_than_equal", "greater_than"}:
        return _("Terlalu kecil; paling sedikit %(limit)s.") % {
            "limit": context.get("ge", context.get("gt"))
        }
    if kind in {"less_than_equal", "less_than"}:
        return _("Terlalu besar; paling banyak %(limit)s.") % {
            "limit": context.get("le", context.get("lt"))
        }
    if kind in {"too_long", "too_short"}:
        return _("Jumlah butirnya tidak sesuai.")
    families = {
        "string": _("Harus berupa teks."),
        "int": _("Harus bilangan bulat."),
        "float": _("Harus bilangan."),
        "bool": _("Harus ya atau tidak (true/false)."),
        "uuid": _("Harus UUID."),
        "datetime": _("Harus tanggal dan jam dengan zona; misalnya 2026-08-13T07:00:00+07:00."),
        "timezone": _("Waktu harus menyebut zonanya; misalnya +07:00."),
        "date": _("Harus tanggal; misalnya 2026-08-13."),
        "url": _("Harus alamat web yang lengkap."),
        "enum": _("Bukan salah satu pilihan yang ada."),
        "literal": _("Bukan salah satu pilihan yang ada."),
        "list": _("Harus berupa daftar."),
        "dict": _("Harus berupa objek."),
        "model": _("Harus berupa objek."),
        "extra": _("Isian ini tidak dikenal."),
        "json": _("JSON-nya tidak bisa dibaca."),
    }
    return families.get(kind.split("_", maxsplit=1)[0], _("Nilai ini tidak sah."))
