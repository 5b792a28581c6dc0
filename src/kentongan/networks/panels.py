"""Places on the page of an account that layers above may fill, without this one knowing them.

``delivery`` registers the stop switch, ``publishing`` the latest deliveries::

    panels.register("stop", stop_switch_panel, order=10)

A panel is a function of request and account that returns what ``render_to_string`` gives, or
an empty text for nothing; a plain text is escaped.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from kentongan.networks.models import Account

Panel = Callable[[HttpRequest, Account], str]

_panels: dict[str, tuple[int, Panel]] = {}


def register(name: str, panel: Panel, *, order: int = 100) -> None:
    """Add or replace the panel ``name``."""
    _panels[name] = (order, panel)


def unregister(name: str) -> None:
    """Remove a panel; nothing happens when there is none."""
    _panels.pop(name, None)


def drawn(request: HttpRequest, account: Account) -> list[str]:
    """All panels that have something to show, in order."""
    ordered = sorted(_panels.items(), key=lambda item: (item[1][0], item[0]))
    parts = (panel(request, account) for _name, (_order, panel) in ordered)
    return [part for part in parts if part]
