"""What the menu shows of the inbox."""

from __future__ import annotations

from typing import cast

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from kentongan.inbox import queries
from kentongan.kernel import clock
from kentongan.people.models import User
from kentongan.people.permissions import can_somewhere
from kentongan.web import citizens, nav

_MEMORY = "_kentongan_inbox"
#: Seconds for which the number in the menu may be remembered.
FRESH = 15


def visible(request: HttpRequest) -> bool:
    """Whoever may read the messages of a unit sees the entry."""
    return isinstance(request.user, User) and can_somewhere(request.user, "inbox.view")


def counts(request: HttpRequest) -> queries.Counts:
    """Open cases of this person's units, read once per request."""
    known = cast("queries.Counts | None", getattr(request, _MEMORY, None))
    if known is None:
        known = queries.counts(cast(User, request.user), at=clock.now())
        setattr(request, _MEMORY, known)
        cache.set(_key(request), _shown(known), FRESH)
    return known


def count(request: HttpRequest) -> int:
    """The number beside the entry: what is open.

    It stands on every page, so it may be some seconds old where the page itself counts nothing.
    """
    known = cast("int | None", cache.get(_key(request)))
    return _shown(counts(request)) if known is None or hasattr(request, _MEMORY) else known


def _shown(found: queries.Counts) -> int:
    return nav.AtLeast(found.total) if found.more else found.total


def _key(request: HttpRequest) -> str:
    return f"inbox-open:{request.user.pk}"


def install() -> None:
    """Put the inbox into the menu of officers, and its pages for citizens among theirs."""
    nav.register(
        nav.NavItem(
            id="inbox",
            label=_("Kotak masuk"),
            short=pgettext_lazy("dok", "Pesan"),
            icon="messages",
            url_name="inbox:queue",
            order=30,
            visible=visible,
            badge=count,
            dock=True,
        )
    )
    decided = ("inbox:reply_request", "inbox:reply_approve", "inbox:reply_refuse")
    nav.widen("approval", *decided)
    short = pgettext_lazy("menu", "Aspirasi")
    offers = (
        ("voice", _("Sampaikan aspirasi"), "message-plus", "inbox:voice"),
        ("follow", _("Lacak laporan"), "route", "inbox:follow"),
        ("answers", _("Tanya jawab"), "help-circle", "inbox:answers"),
    )
    for order, (code, label, icon, url_name) in enumerate(offers, start=20):
        brief = short if code == "voice" else ""
        citizens.offer(citizens.Offer(code, label, icon, url_name, order, brief))
