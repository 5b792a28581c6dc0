"""Pages for citizens: kept by caches, gentle to the server, linked to each other.

    @public("the directory is for everybody")
    @for_citizens(minutes=5)

What such a view answers must not depend on who asks, only on the address and the cookies of the
device (theme, language). Features announce the pages of their own with :func:`offer`.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kentongan.web.errors import error_page

View = TypeVar("View", bound=Callable[..., HttpResponse])


class Bucket:
    """So many requests at once and so many a second, for each visitor of this process.

    Whole offices and villages share one address, so the numbers are generous: they stop a script,
    not a queue of people. Of visitors not seen for long nothing is kept.
    """

    def __init__(
        self,
        *,
        burst: int,
        per_second: float,
        most: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.burst, self.per_second, self.most, self.clock = burst, per_second, most, clock
        self._known: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, visitor: str) -> int:
        """0 where this request may pass, else the seconds to wait."""
        now = self.clock()
        with self._lock:
            left, since = self._known.pop(visitor, (float(self.burst), now))
            left = min(self.burst, left + (now - since) * self.per_second)
            passes = left >= 1
            self._known[visitor] = (left - 1 if passes else left, now)
            while len(self._known) > self.most:
                self._known.popitem(last=False)
        return 0 if passes else math.ceil((1 - left) / self.per_second)

    def forget(self) -> None:
        """Everybody begins anew; for tests."""
        with self._lock:
            self._known.clear()


READING = Bucket(burst=120, per_second=2)


def visitor_of(request: HttpRequest) -> str:
    """The network a request comes from: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


TOO_OFTEN = gettext_lazy(
    "Terlalu banyak permintaan dari sambungan Anda. Tunggu sebentar, lalu coba lagi."
)


def held_back(request: HttpRequest, bucket: Bucket) -> HttpResponse | None:
    """The answer for whoever asks too often; None for everybody else."""
    wait = bucket.take(visitor_of(request))
    if not wait:
        return None
    response = error_page(request, 429, detail=str(TOO_OFTEN))
    response.headers["Retry-After"] = str(wait)
    return response


def for_citizens(*, minutes: int) -> Callable[[View], View]:
    """Let caches keep the answer, repeat it as 304, and hold back whoever asks too often."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refused = held_back(request, READING)
            if refused is not None:
                return refused
            response = view(request, *args, **kwargs)
            patch_vary_headers(response, ("Cookie",))
            own = bool(getattr(request, "user", None) and request.user.is_authenticated)
            reach = "private" if own else "public"
            patch_cache_control(response, **{reach: True}, max_age=60 * minutes)
            if response.status_code != 200:
                return response
            etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response.headers["ETag"] = etag
            same = get_conditional_response(request, etag=etag, response=response)
            return same if isinstance(same, HttpResponse) else response

        return guarded  # type: ignore[return-value]

    return wrap


@dataclass(frozen=True, slots=True)
class Offer:
    """A page for citizens as other pages name it. ``order`` sorts; ``id`` is for pages that need
    one in particular (``official``, ``voice``, ``follow``). ``short`` is what the menu of a phone
    says, where ``label`` would not leave room for the others."""

    id: str
    label: str | Promise
    icon: str
    url_name: str
    order: int = 100
    short: str | Promise = ""


@dataclass(frozen=True, slots=True)
class OfferLink:
    """An offer with its address."""

    id: str
    label: str
    icon: str
    url: str
    current: bool
    short: str


_offers: dict[str, Offer] = {}


def offer(page: Offer) -> None:
    """Add or replace a page for citizens, by its id."""
    _offers[page.id] = page


def offers(request: HttpRequest) -> list[OfferLink]:
    """All pages for citizens that are installed, in order."""
    match = request.resolver_match
    here = match.view_name if match else ""
    found = []
    for page in sorted(_offers.values(), key=lambda one: (one.order, one.id)):
        try:
            url = reverse(page.url_name)
        except NoReverseMatch:
            continue
        label, current = str(page.label), here == page.url_name
        found.append(OfferLink(page.id, label, page.icon, url, current, str(page.short)))
    return found
