"""Helpers for views: one template for page and partial, honest status codes, htmx answers."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from kentongan.web.paging import Page, paginate
from kentongan.web.toasts import attach, toast

__all__ = [
    "Page",
    "attach",
    "is_htmx",
    "is_partial",
    "leads_home",
    "nonce_of",
    "paginate",
    "redirect_htmx",
    "render_page",
    "safe_next",
    "target_id",
    "toast",
]

VARY = ("HX-Request", "HX-Request-Type", "HX-Target")


def nonce_of(request: HttpRequest) -> str:
    """The nonce of this response's Content-Security-Policy; empty where no policy is sent.

    ``request.csp_nonce`` is lazy and false until read, so it is read, never tested.
    """
    return str(getattr(request, "csp_nonce", ""))


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, be it for a page or a part."""
    return request.headers.get("HX-Request") == "true"


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page: not boosted, not going back in history."""
    headers = request.headers
    return (
        is_htmx(request)
        and headers.get("HX-History-Restore-Request") != "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-Request-Type", "partial") == "partial"
    )


def target_id(request: HttpRequest) -> str:
    """The id of the element that htmx will fill; htmx 4 sends ``tag#id``."""
    return request.headers.get("HX-Target", "").rpartition("#")[2]


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    partial: str | Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the whole page, or with one partial of the same template when htmx asks.

    ``partial`` names a ``{% partialdef name inline %}`` of ``template``; a mapping chooses by
    the id of the target element, ``""`` being the default. Form errors answer ``status=422``.
    """
    name = template
    part = ""
    if is_partial(request):
        if isinstance(partial, Mapping):
            part = partial.get(target_id(request), partial.get("", ""))
        else:
            part = partial or ""
    if part:
        name = f"{template}#{part}"
    body = render_to_string(name, dict(context or {}), request=request)
    response = HttpResponse(body, status=status)
    if part:
        attach(request, response)
    patch_vary_headers(response, VARY)
    return response


def redirect_htmx(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Send the browser to ``to`` (URL, view name or object), with or without htmx.

    A fetch would follow a plain redirect and swap a whole page into a fragment; htmx gets
    ``HX-Redirect`` instead. The middleware does the same for views that forget.
    """
    url = resolve_url(to, *args, **kwargs)
    if is_htmx(request):
        response = HttpResponse(status=200)
        response.headers["HX-Redirect"] = url
    else:
        response = HttpResponse(status=303)
        response.headers["Location"] = url
    patch_vary_headers(response, VARY)
    return response


def leads_home(request: HttpRequest, address: str) -> bool:
    """Whether a browser that is sent there stays on this host.

    Only what begins like an address is one: Django takes a bare word for the name of a view.
    """
    return address.startswith(("/", "http://", "https://")) and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The address to return to: ``next`` or the referring page, never another host."""
    for candidate in (
        request.POST.get("next"),
        request.GET.get("next"),
        request.headers.get("Referer"),
    ):
        if candidate and leads_home(request, candidate):
            return candidate
    return default


def way_back(request: HttpRequest) -> str:
    """The page a person stands on: this one; after a button, that on which it stood."""
    if is_htmx(request):
        return request.headers.get("HX-Current-URL", "/")
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came = request.headers.get("Referer", "")
    return came if url_has_allowed_host_and_scheme(came, {request.get_host()}) else "/"
