"""Template context of the frame: ``shell``, evaluated only where a template asks for it."""

from functools import cached_property
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest

from kentongan.web import prefs
from kentongan.web.citizens import OfferLink, offers
from kentongan.web.http import nonce_of, way_back
from kentongan.web.nav import NavEntry, entries
from kentongan.web.shell import Identity, identity_of
from kentongan.web.toasts import Toast, from_message

DOCK_PLACES = 4


class Shell:
    """Facts for ``base.html`` and ``shell.html``; every property is computed at most once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def theme(self) -> str:
        """``kentongan``, ``kentongan-malam`` or empty for the device's choice."""
        return prefs.theme_of(self._request)

    @cached_property
    def saver(self) -> bool:
        """Whether *hemat data* is on."""
        return prefs.saver_of(self._request)

    @cached_property
    def here(self) -> str:
        """The page to come back to after a change of theme, language or unit."""
        return way_back(self._request)

    @cached_property
    def nonce(self) -> str:
        """The Content-Security-Policy nonce of this response."""
        return nonce_of(self._request)

    @cached_property
    def identity(self) -> Identity:
        """Person, unit and installation."""
        return identity_of(self._request)

    @cached_property
    def _entries(self) -> tuple[NavEntry, ...]:
        return entries(self._request)

    @cached_property
    def nav(self) -> tuple[NavEntry, ...]:
        """Entries of the rail."""
        return tuple(entry for entry in self._entries if not entry.primary)

    @cached_property
    def primary(self) -> NavEntry | None:
        """The one button above the navigation."""
        return next((entry for entry in self._entries if entry.primary), None)

    @cached_property
    def dock(self) -> tuple[NavEntry, ...]:
        """Entries of the phone dock, the primary one in the middle; "Lainnya" comes last."""
        primary = self.primary
        places = DOCK_PLACES - (1 if primary else 0)
        items = [entry for entry in self._entries if entry.dock and not entry.primary][:places]
        if primary:
            items.insert(min(2, len(items)), primary)
        return tuple(items)

    @cached_property
    def more(self) -> tuple[NavEntry, ...]:
        """Entries that the dock has no place for."""
        shown = {entry.id for entry in self.dock}
        return tuple(entry for entry in self._entries if entry.id not in shown)

    @cached_property
    def offers(self) -> dict[str, OfferLink]:
        """Pages for citizens by their id, in order."""
        return {link.id: link for link in offers(self._request)}

    @cached_property
    def toasts(self) -> list[Toast]:
        """Messages of the previous action; reading them uses them up."""
        return [from_message(message) for message in get_messages(self._request)]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: one lazy object, no query until it is used."""
    return {"shell": Shell(request)}
