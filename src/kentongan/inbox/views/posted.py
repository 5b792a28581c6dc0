"""Addresses of buttons. What is refused is shown at them, and whoever asks for such an address
again (Enter in the address bar, a bookmark, a tab that comes back) is led to the page itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    QueryDict,
)
from django.shortcuts import redirect
from django.urls import reverse

from kentongan.inbox import access as rights
from kentongan.inbox.forms import Wanted, wanted
from kentongan.people.session import person

View = Callable[..., HttpResponseBase]
#: From the request and what stands in the address to the address of the page.
Page = Callable[..., str]


def posted(page: Page) -> Callable[[View], View]:
    """Only POST does something; GET is sent on to ``page``. Stands under ``@access``."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, **address: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, **address)
            if request.method in ("GET", "HEAD"):
                return redirect(page(request, **address))
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])

        return inner

    return wrap


def filters(request: HttpRequest) -> Wanted:
    """The filters of the queue in the browser: of the address, or of the page a form stood on."""
    own = wanted(request.GET)
    if request.method in ("GET", "HEAD") or own.values:
        return own
    return wanted(QueryDict(urlsplit(request.headers.get("Referer", "")).query))


def to_case(request: HttpRequest, number: str, *, place: str = "", **more: str) -> HttpResponse:
    """On to the page of a case, beside the queue as it was filtered where the form stood.

    ``more``: further words of the address; ``place``: where on the page.
    """
    return redirect(f"{reverse('inbox:case', args=[number])}{shown(request, **more)}{place}")


def shown(request: HttpRequest, **more: str) -> str:
    """Those filters as they stand in an address; empty where there are none."""
    query = filters(request).query(**more)
    return query if query != "?" else ""


def beside(request: HttpRequest) -> dict[str, Any]:
    """The filters of the queue for a page beside it: as they stand in its links, and what its own
    searches send along."""
    return {"query": shown(request), "kept": list(filters(request).values.items())}


def _case(request: HttpRequest, number: str) -> str:
    return reverse("inbox:case", args=[number]) + shown(request)


def of_case(request: HttpRequest, *, number: str, **_address: Any) -> str:
    """The page of a case whose number stands in the address."""
    return _case(request, number)


def of_disposition(request: HttpRequest, *, disposition_id: Any, **_address: Any) -> str:
    """The page of the case that was handed on."""
    return _case(request, rights.visible_disposition(person(request), disposition_id).case.number)


def of_message(request: HttpRequest, *, message_id: Any, **_address: Any) -> str:
    """The page of the case of a message; the queue where it has none."""
    case = rights.visible_message(person(request), message_id).case
    return _case(request, case.number) if case else reverse("inbox:queue")


def of_reply(request: HttpRequest, *, reply_id: Any, **_address: Any) -> str:
    """The page of the case that was answered."""
    return _case(request, rights.visible_reply(person(request), reply_id).case.number)


def of_reply_request(request: HttpRequest, *, reply_id: Any, **_address: Any) -> str:
    """The page on which an answer is decided."""
    made = rights.visible_reply(person(request), reply_id)
    return reverse("inbox:reply_request", args=[made.pk])


def of_elsewhere(request: HttpRequest, *, elsewhere_id: Any, **_address: Any) -> str:
    """The page of the case that was answered beside the networks."""
    return _case(request, rights.visible_elsewhere(person(request), elsewhere_id).case.number)


def of_hiding(request: HttpRequest, *, hiding_id: Any, **_address: Any) -> str:
    """The page of the case of which a message was to be hidden."""
    case = rights.visible_hiding(person(request), hiding_id).message.case
    return _case(request, case.number) if case else reverse("inbox:queue")


def of_mailbox(request: HttpRequest, *, source_id: Any, **_address: Any) -> str:
    """The mailboxes of the unit whose mailbox stands in the address."""
    unit = rights.managed_mailbox(person(request), source_id).unit
    return reverse("inbox:mailboxes", args=[unit.code])


def at_page(name: str, *kept: str) -> Page:
    """The page of that name, with those parts of the address in its own."""

    def page(_request: HttpRequest, **address: Any) -> str:
        return reverse(f"inbox:{name}", args=[address[part] for part in kept])

    return page
