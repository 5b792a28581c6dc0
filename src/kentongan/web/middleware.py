"""The edge: the language of the page, and errors as a browser or htmx understands them."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import patch_vary_headers

from kentongan.kernel.errors import KentonganError
from kentongan.web import receipts
from kentongan.web.errors import error_page
from kentongan.web.http import VARY, is_htmx

#: Below it programs ask, with a token.
API = "/api/"

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Indonesian, unless the person chose another language (cookie, or the user menu).

    Django's ``LocaleMiddleware`` also follows ``Accept-Language``; many browsers in Indonesian
    offices are installed in English, so that header says nothing about the reader. A program that
    sends it to the API has been told to by somebody: there it is followed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.known = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the person."""
        of_program = request.path_info.startswith(API)
        asked = translation.get_language_from_request if of_program else self._chosen
        language = asked(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if of_program:
            patch_vary_headers(response, ("Accept-Language",))
        return response

    def _chosen(self, request: HttpRequest) -> str:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        return chosen if chosen in self.known else settings.LANGUAGE_CODE


class ErrorsMiddleware:
    """Four duties, in one place.

    An error of the kernel becomes a page (or, for htmx, one sentence) with its own status.
    An address that only takes a button's post, opened by hand, says so instead of staying white.
    A redirect towards htmx becomes ``HX-Redirect``, because a fetch would follow it and swap a
    whole page, often the sign-in page, into a fragment.
    A form that was taken gets its receipt (`receipts.py`).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn redirects into what htmx understands."""
        response = self.get_response(request)
        receipts.give(request, response)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = error_page(request, response.status_code)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        if is_htmx(request) and response.status_code in (301, 302, 303, 307):
            moved = HttpResponse(status=200)
            moved.headers["HX-Redirect"] = response.headers["Location"]
            moved.cookies = response.cookies
            patch_vary_headers(moved, VARY)
            return moved
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer errors meant for a person; leave all others to Django."""
        if isinstance(exception, KentonganError):
            return error_page(request, exception.status, detail=str(exception))
        return None
