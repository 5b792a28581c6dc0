"""Which functions may run as jobs. A feature's ``jobs.py`` registers with :func:`job`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from cronsim import CronSim

JobFunction = Callable[..., None]
F = TypeVar("F", bound=JobFunction)


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered job. ``every`` is a cron expression in UTC, or None for work on demand.

    ``tries`` is how often it is tried in all; between tries the wait doubles from 10 s.
    ``heavy``: it computes for long, so only some of them run at once and the others go on.
    The function is called with ``at=`` (aware UTC) and the stored arguments, and must be
    harmless to repeat: a worker may die after the work and before its record.
    """

    name: str
    function: JobFunction
    every: str | None
    tries: int
    heavy: bool = False


KINDS: dict[str, Kind] = {}


def job(
    name: str, *, every: str | None = None, tries: int = 5, heavy: bool = False
) -> Callable[[F], F]:
    """Register a function: ``@job("approval.deadlines", every="* * * * *")``."""
    if every is not None:
        CronSim(every, datetime.now(UTC))  # raises on a bad expression

    def register(function: F) -> F:
        if name in KINDS and KINDS[name].function is not function:
            raise ValueError(f"job {name!r} is registered twice")
        KINDS[name] = Kind(name, function, every, tries, heavy)
        return function

    return register


def get(name: str) -> Kind:
    """The registered job; raises ``KeyError`` with the name."""
    return KINDS[name]
