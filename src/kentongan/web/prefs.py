"""Preferences of a device: theme and data saver, each a plain cookie that JavaScript may write.

Cookies instead of local storage, so that the first page already arrives in the right theme
without an inline script.
"""

from django.http import HttpRequest

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
