"""Error pages in plain words, each with a way out; one sentence when htmx asks."""

import re
import sys
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from kentongan.kernel import disk
from kentongan.web import prefs, receipts
from kentongan.web.http import is_htmx


@dataclass(frozen=True, slots=True)
class ErrorText:
    """Heading and sentence of an error page."""

    title: str | Promise
    text: str | Promise


TEXTS: dict[int, ErrorText] = {
    400: ErrorText(
        _("Permintaan ini tidak bisa kami baca"),
        _("Muat ulang halaman sebelumnya, lalu coba sekali lagi."),
    ),
    403: ErrorText(
        _("Ini bukan wewenang akun Anda"),
        _("Minta akses kepada admin unit yang bersangkutan, atau kembali ke meja Anda."),
    ),
    404: ErrorText(
        _("Halaman ini tidak ditemukan"),
        _("Mungkin sudah ditarik atau dipindah, tautannya salah ketik, atau milik unit lain."),
    ),
    405: ErrorText(
        _("Alamat ini tidak dibuka dengan cara itu"),
        _("Kembali ke halaman sebelumnya dan pakai tombol di sana."),
    ),
    409: ErrorText(
        _("Sudah berubah lebih dulu"),
        _("Orang lain baru saja mengubahnya. Muat ulang untuk melihat keadaan terakhir."),
    ),
    413: ErrorText(
        _("Berkasnya terlalu besar"),
        _("Kecilkan gambar atau potong videonya, lalu unggah lagi. Tulisan Anda tidak hilang."),
    ),
    422: ErrorText(
        _("Isian belum lengkap"),
        _("Periksa kembali isian Anda, lalu kirim ulang."),
    ),
    429: ErrorText(
        _("Terlalu sering dalam waktu singkat"),
        _("Tunggu beberapa menit, lalu coba lagi. Ini menjaga akun Anda dari orang lain."),
    ),
    500: ErrorText(
        _("Ada yang salah di pihak kami"),
        _("Coba lagi sebentar, atau kabari Diskominfo."),
    ),
    507: ErrorText(
        _("Penyimpanan server penuh"),
        _(
            "Yang tadi belum tersimpan, karena server kehabisan ruang. Kabari administrator sistem,"
            " lalu kirim sekali lagi."
        ),
    ),
}

_SECRET = re.compile("password|sandi|secret|rahasia|token|key|kunci|^(current|new|again)$")
_UNREADABLE = (
    MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent,
    UnreadablePostError,
)  # fmt: skip
#: Texts of a form that are shown again.
_MOST_TYPED = 20
CSRF_TEXT = ErrorText(
    _("Halaman ini sudah terlalu lama terbuka"),
    _("Demi keamanan, muat ulang halaman sebelumnya lalu kirim sekali lagi."),
)
SIGNED_OUT = ErrorText(
    _("Anda sudah keluar"),
    _("Salin dulu yang Anda tulis, lalu masuk lagi dan kirim sekali lagi."),
)


def error_page(
    request: HttpRequest, status: int, *, detail: str = "", text: ErrorText | None = None
) -> HttpResponse:
    """The page for ``status``; ``detail`` replaces the general sentence with a specific one."""
    words = text or TEXTS.get(status) or TEXTS[500 if status >= 500 else 400]
    sentence = detail or str(words.text)
    if is_htmx(request):
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    context: dict[str, Any] = {"status": status, "title": words.title, "text": sentence}
    if status >= 500 or status == 409:
        context["typed"] = _typed(request) if _is_own(request) else []
    if status >= 500:
        # The server itself is unwell: no context processors, they might fail again.
        context["shell"] = {"theme": prefs.theme_of(request)}
    frame = None if status >= 500 else request
    page = render_to_string(_template(status), context, request=frame)
    response = HttpResponse(page, status=status)
    if context.get("typed"):
        add_never_cache_headers(response)
    return response


def _template(status: int) -> list[str]:
    """A page of its own for the status where there is one, else the common one."""
    return [f"web/galat/{status}.html", "web/error.html"]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """``handler400``."""
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler403``; a sentence given with ``PermissionDenied("…")`` is shown."""
    return error_page(request, 403, detail=str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler404``; a sentence given with ``Http404("…")`` is shown."""
    detail = str(exception) if isinstance(exception, Http404) and exception.args else ""
    if detail.startswith(("{", "No ", "[")):
        detail = ""
    return error_page(request, 404, detail=detail)


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``; what the error was is asked while it is being handled."""
    error = sys.exception()
    full = error is not None and disk.is_full(error)
    return error_page(request, 507 if full else 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """``CSRF_FAILURE_VIEW``; the technical reason stays in the log.

    What was typed is shown again, to copy and never to send as it stands: another site may have
    forged the request.
    """
    came = request.headers.get("Referer", "")
    back = came if url_has_allowed_host_and_scheme(came, {request.get_host()}) else ""
    return _not_taken(request, CSRF_TEXT, _typed(request) if _is_own(request) else [], back=back)


def signed_out(request: HttpRequest, way: HttpResponseRedirect) -> HttpResponse:
    """Who has to sign in first goes the ``way`` there. Whoever wrote something keeps it in sight:
    where it stands, or on a page to copy it from."""
    sent = is_htmx(request) or request.headers.get("Sec-Fetch-Mode") == "navigate"
    typed = _typed(request) if request.method == "POST" and sent else []
    receipts.withhold(request)
    return _not_taken(request, SIGNED_OUT, typed, sign_in=way.url) if typed else way


def _not_taken(
    request: HttpRequest, words: ErrorText, typed: list[str], *, back: str = "", sign_in: str = ""
) -> HttpResponse:
    """A form that was not taken, with what was typed into it and the way on."""
    if is_htmx(request):
        return error_page(request, 403, text=words)
    context = {
        "status": 403, "title": words.title, "text": words.text,
        "typed": typed, "back": back, "sign_in": sign_in,
    }  # fmt: skip
    page = render_to_string("web/galat/not_taken.html", context, request)
    response = HttpResponse(page, status=403)
    add_never_cache_headers(response)
    return response


def _is_own(request: HttpRequest) -> bool:
    """Whether a page of ours sent it; of another site's words none are repeated under our name."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def _typed(request: HttpRequest) -> list[str]:
    """What a person wrote in the form: sentences, no marks of the machine and nothing secret."""
    try:
        fields = list(request.POST.lists())
    except _UNREADABLE:
        return []
    shown = [values for name, values in fields if not _SECRET.search(name)]
    words = [value.strip() for values in shown for value in values]
    return [value for value in words if " " in value][:_MOST_TYPED]
