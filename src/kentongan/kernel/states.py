"""State tables: every life cycle as rows a person can read, and nothing outside them.

A feature's ``states.py`` holds one :class:`StateTable`; actions ask it for the next state,
the documentation prints it, and a property test walks it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kentongan.kernel.errors import Conflict


class IllegalTransition(Conflict):
    """The event is not possible in the present state."""


@dataclass(frozen=True, slots=True)
class Transition:
    """In ``state``, on ``event``, go to ``target``; ``who`` says in words who may cause it."""

    state: str
    event: str
    target: str
    who: str = ""


class StateTable:
    """An immutable table of transitions with labels for people (text, lazily translated or not)."""

    def __init__(
        self, name: str, *, initial: str, labels: Mapping[str, Any], rows: Iterable[Transition]
    ) -> None:
        self.name = name
        self.initial = initial
        self.labels = dict(labels)
        self.rows = tuple(rows)
        self._next = {(r.state, r.event): r.target for r in self.rows}
        if len(self._next) != len(self.rows):
            raise ValueError(f"{name}: a state and event stand twice in the table")
        unknown = {s for r in self.rows for s in (r.state, r.target)} - set(labels)
        if unknown or initial not in labels:
            raise ValueError(f"{name}: states without a label: {unknown or initial}")

    @property
    def states(self) -> tuple[str, ...]:
        """All states in the order of their labels."""
        return tuple(self.labels)

    @property
    def final(self) -> frozenset[str]:
        """States that nothing leaves."""
        return frozenset(self.labels) - {r.state for r in self.rows}

    def events(self, state: str) -> tuple[str, ...]:
        """Events possible in ``state``."""
        return tuple(r.event for r in self.rows if r.state == state)

    def allows(self, state: str, event: str) -> bool:
        """Whether ``event`` is possible in ``state``."""
        return (state, event) in self._next

    def next(self, state: str, event: str) -> str:
        """The state after ``event``; raises :class:`IllegalTransition`."""
        try:
            return self._next[state, event]
        except KeyError:
            label = self.labels.get(state, state)
            raise IllegalTransition(f"Tidak bisa dilakukan: keadaannya sudah “{label}”.") from None

    def sources(self, event: str) -> tuple[str, ...]:
        """States in which ``event`` is possible; for conditional UPDATEs."""
        return tuple(r.state for r in self.rows if r.event == event)

    def as_markdown(self) -> str:
        """The table for the documentation."""
        lines = ["| Keadaan | Kejadian | Menjadi | Oleh |", "|---|---|---|---|"]
        lines += [f"| `{r.state}` | {r.event} | `{r.target}` | {r.who} |" for r in self.rows]
        return "\n".join(lines)
