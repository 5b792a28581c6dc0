"""Calls of the API are looked up in a set of addresses of their own, loaded with the first call.

The API's framework takes 15 MB and a fifth of the time of a start, and workers serve no calls. That
framework answers a method it does not know with bare words; here they become a problem document.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

BELOW = "/api/"
ADDRESSES = "kentongan.config.api_urls"


class ApiDoorMiddleware:
    """Before anything that looks an address up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the set of addresses, as Django's ``HttpRequest.urlconf`` provides for."""
        if not request.path_info.startswith(BELOW):
            return self.get_response(request)
        request.urlconf = ADDRESSES
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            answer: HttpResponse = import_module(ADDRESSES).handler405(response.headers["Allow"])
            return answer
        return response
