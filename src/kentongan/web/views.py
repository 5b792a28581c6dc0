"""Views of the frame itself: preferences, the gallery, and the handlers of errors."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from kentongan.web import prefs
from kentongan.web.access import public
from kentongan.web.errors import (
    bad_request,
    csrf_failure,
    page_not_found,
    permission_denied,
    server_error,
)
from kentongan.web.gallery import gallery_context
from kentongan.web.http import safe_next

__all__ = [
    "bad_request",
    "csrf_failure",
    "gallery",
    "page_not_found",
    "permission_denied",
    "server_error",
    "set_prefs",
]


@public("theme, data saver and language belong to the device, not to a person")
@csrf_exempt  # pages for citizens set no cookie to compare with; how a page looks harms nobody
@require_POST
def set_prefs(request: HttpRequest) -> HttpResponse:
    """Keep theme, data saver or language in a cookie and go back.

    JavaScript writes the first two cookies itself.
    """
    response = HttpResponseRedirect(safe_next(request))
    theme = request.POST.get(prefs.THEME_COOKIE, "")
    if theme in (prefs.LIGHT, prefs.DARK):
        prefs.remember(request, response, prefs.THEME_COOKIE, theme)
    saver = request.POST.get(prefs.SAVER_COOKIE, "")
    if saver in ("0", "1"):
        prefs.remember(request, response, prefs.SAVER_COOKIE, saver)
    language = request.POST.get(prefs.LANGUAGE_FIELD, "")
    if language in dict(settings.LANGUAGES):
        prefs.remember(request, response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@public("exists only while DEBUG is on")
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for developers."""
    return render(request, "web/galeri/index.html", gallery_context())
