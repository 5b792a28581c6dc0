"""Registry of navigation items: features announce themselves, the shell only draws.

A feature registers in ``AppConfig.ready``::

    nav.register(NavItem(id="calendar", label=_("Kalender"), icon="calendar-event",
                         url_name="planning:calendar", order=20, dock=True))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils.functional import Promise

Label = str | Promise


def _always(_request: HttpRequest) -> bool:
    return True


class AtLeast(int):
    """A count that stopped where nobody is helped by more: it is shown with a plus, ``10.000+``."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation.

    ``order`` sorts within ``section`` (``"main"``, ``"more"``); ``short`` is the label in the
    phone dock. ``primary`` is the one button "Tulis unggahan". ``within`` lists further view
    names or namespaces (``"planning:"``) on whose pages the item counts as current; without it
    the namespace of ``url_name`` does. ``badge`` returns a count, 0 for none, and
    :class:`AtLeast` where there are more than were counted.
    """

    id: str
    label: Label
    icon: str
    url_name: str
    order: int = 100
    section: str = "main"
    visible: Callable[[HttpRequest], bool] = _always
    badge: Callable[[HttpRequest], int] | None = None
    dock: bool = False
    short: Label = ""
    primary: bool = False
    shortcut: str = ""
    within: tuple[str, ...] = field(default=())

    def match(self, view_name: str) -> int:
        """How well this item fits the page: 0 not at all, larger is closer."""
        if view_name == self.url_name:
            return 1000
        prefixes = self.within or (self.url_name.partition(":")[0] + ":",)
        return max((len(p) for p in prefixes if p != ":" and view_name.startswith(p)), default=0)


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A navigation item as drawn for one request."""

    id: str
    label: str
    short: str
    icon: str
    url: str
    count: int
    current: bool
    dock: bool
    primary: bool
    section: str
    shortcut: str
    #: Whether ``count`` is only what there is at least.
    more: bool = False


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add or replace an item, by its id."""
    _items[item.id] = item


def widen(item_id: str, *pages: str) -> None:
    """Let an item count as current on pages of a feature above it, too."""
    item = _items[item_id]
    _items[item_id] = replace(item, within=(*item.within, *pages))


def unregister(item_id: str) -> None:
    """Remove an item; nothing happens when there is none."""
    _items.pop(item_id, None)


def registered() -> tuple[NavItem, ...]:
    """All items in order."""
    return tuple(sorted(_items.values(), key=lambda item: (item.order, item.id)))


def entries(request: HttpRequest) -> tuple[NavEntry, ...]:
    """The items visible to this request; each badge is asked once."""
    drawn = [
        (item, url)
        for item in registered()
        if (url := address(item.url_name)) and item.visible(request)
    ]
    current = _current_id((item for item, _ in drawn), request)
    return tuple(_entry(item, url, request, current=item.id == current) for item, url in drawn)


def _entry(item: NavItem, url: str, request: HttpRequest, *, current: bool) -> NavEntry:
    count = item.badge(request) if item.badge else 0
    return NavEntry(
        id=item.id,
        label=str(item.label),
        short=str(item.short or item.label),
        icon=item.icon,
        url=url,
        count=count,
        current=current,
        dock=item.dock,
        primary=item.primary,
        section=item.section,
        shortcut=item.shortcut,
        more=isinstance(count, AtLeast),
    )


def address(url_name: str) -> str:
    """The address of a page that takes nothing; empty where it is not installed."""
    return _address(url_name, get_resolver())


# Every page asks for two dozen of them; they are what the table of addresses makes them.
@lru_cache(maxsize=256)
def _address(url_name: str, _table: URLResolver) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _current_id(items: Iterable[NavItem], request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return ""
    scored = [(item.match(match.view_name), item.id) for item in items]
    best = max(scored, default=(0, ""))
    return best[1] if best[0] else ""
