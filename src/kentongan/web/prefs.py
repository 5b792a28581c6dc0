"""Preferences of a device: theme, data saver and language, each a plain cookie.

JavaScript may write the first two. Cookies instead of local storage, so that the first page already
arrives in the right theme without an inline script.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

THEME_COOKIE = "tema"
SAVER_COOKIE = "hemat"
LANGUAGE_FIELD = "bahasa"
LIGHT = "kentongan"
DARK = "kentongan-malam"
YEAR = 365 * 24 * 60 * 60


def theme_of(request: HttpRequest) -> str:
    """The chosen theme, or an empty string: then the device decides."""
    value = request.COOKIES.get(THEME_COOKIE, "")
    return value if value in (LIGHT, DARK) else ""


def saver_of(request: HttpRequest) -> bool:
    """Whether pictures wait for a tap; follows ``Save-Data`` until the person chooses."""
    value = request.COOKIES.get(SAVER_COOKIE, "")
    if value in ("0", "1"):
        return value == "1"
    return request.headers.get("Save-Data", "").lower() == "on"


def remember(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    """Keep a preference on the device for a year."""
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())


def in_language(request: HttpRequest, page: Callable[[], HttpResponse]) -> HttpResponse:
    """``page`` in the language that the form asks for (``bahasa``), kept on the device.

    For pages without scripts whose forms hold what somebody typed: it would be lost on the way
    through :func:`kentongan.web.views.set_prefs`.
    """
    language = request.POST.get(LANGUAGE_FIELD, "")
    if language not in dict(settings.LANGUAGES):
        return page()
    with translation.override(language):
        response = page()
    response.headers["Content-Language"] = language
    remember(request, response, settings.LANGUAGE_COOKIE_NAME, language)
    return response
