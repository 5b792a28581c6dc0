"""What the purpose of a delivery says at the moment of sending, and what it wants to know.

`delivery` knows no post. A feature that plans deliveries registers, under its purpose, a guard
(asked right before sending, outside any transaction) and a listener (told of every change of
state, inside the transaction that makes it). Both are given several deliveries at once, because a
burst of a thousand is read with the statements of one; :func:`each` makes them of functions of one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from kentongan.delivery.models import Delivery
from kentongan.kernel.say import gettext as _

#: Sentences why some of them must not be sent, by their ids.
Guard = Callable[[Sequence[Delivery], datetime], Mapping[UUID, str]]
#: Told that the event happened to all of them; each carries its new state.
Listener = Callable[[Sequence[Delivery], str, datetime], None]

_guards: dict[str, Guard] = {}
_listeners: dict[str, Listener] = {}
_again: dict[str, str] = {}


def register(purpose: str, *, guard: Guard, listener: Listener, again: str = "") -> None:
    """Register the guard and listener of a purpose; once, from ``AppConfig.ready``.

    ``again``: the name of the address, with the id of the delivery, that sends anew what was
    refused or came too late.
    """
    _guards[purpose] = guard
    _listeners[purpose] = listener
    _again[purpose] = again


def again_at(delivery: Delivery) -> str:
    """Where a person has it sent anew; empty where that is not to be done, or not this way."""
    name = _again.get(delivery.purpose, "")
    failed = delivery.state in {"refused", "expired"} and not delivery.asks_person
    return reverse(name, args=[delivery.pk]) if name and failed else ""


def each(guard: Callable[[Delivery, datetime], str | None]) -> Guard:
    """A guard that is asked for one delivery after the other."""

    def ask(deliveries: Sequence[Delivery], at: datetime) -> Mapping[UUID, str]:
        said = {delivery.pk: guard(delivery, at) for delivery in deliveries}
        return {pk: reason for pk, reason in said.items() if reason}

    return ask


def tell_each(listener: Callable[[Delivery, str, datetime], None]) -> Listener:
    """A listener that is told of one delivery after the other."""

    def tell(deliveries: Sequence[Delivery], event: str, at: datetime) -> None:
        for delivery in deliveries:
            listener(delivery, event, at)

    return tell


def objections(deliveries: Iterable[Delivery], at: datetime) -> dict[UUID, str]:
    """Why some must not be sent now; an unknown purpose is an objection too."""
    said: dict[UUID, str] = {}
    for purpose, mine in _by_purpose(deliveries).items():
        if guard := _guards.get(purpose):
            said.update(guard(mine, at))
        else:
            nobody = _("Tidak ada yang bertanggung jawab atas kiriman ini.")
            said.update((delivery.pk, nobody) for delivery in mine)
    return said


def tell(deliveries: Iterable[Delivery], event: str, at: datetime) -> None:
    """Tell the purposes that ``event`` happened; the deliveries carry their new states."""
    for purpose, mine in _by_purpose(deliveries).items():
        if listener := _listeners.get(purpose):
            listener(mine, event, at)


def _by_purpose(deliveries: Iterable[Delivery]) -> dict[str, list[Delivery]]:
    sorted_out: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        sorted_out[delivery.purpose].append(delivery)
    return sorted_out
