"""What the purpose of a delivery says at the moment of sending, and what it wants to know.

`delivery` knows no post. A feature that plans deliveries registers, under its purpose, a guard
(asked right before sending, outside any transaction) and a listener (told of every change of
state, inside the transaction that makes it).
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from kentongan.delivery.models import Delivery

#: Returns a sentence why it must not be sent, or None.
Guard = Callable[[Delivery, datetime], str | None]
Listener = Callable[[Delivery, str, datetime], None]

_guards: dict[str, Guard] = {}
_listeners: dict[str, Listener] = {}


def register(purpose: str, *, guard: Guard, listener: Listener) -> None:
    """Register the guard and listener of a purpose; once, from ``AppConfig.ready``."""
    _guards[purpose] = guard
    _listeners[purpose] = listener


def objection(delivery: Delivery, at: datetime) -> str | None:
    """Why this must not be sent now; an unknown purpose is an objection too."""
    guard = _guards.get(delivery.purpose)
    if guard is None:
        return _("Tidak ada yang bertanggung jawab atas kiriman ini.")
    return guard(delivery, at)


def tell(delivery: Delivery, event: str, at: datetime) -> None:
    """Tell the purpose that ``event`` happened; ``delivery`` carries the new state."""
    if listener := _listeners.get(delivery.purpose):
        listener(delivery, event, at)
