"""The clock, injected: nothing below the edge asks the machine for the time."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that tells an aware UTC time."""

    def now(self) -> datetime:
        """The present moment."""
        ...

    def elapsed(self) -> float:
        """Seconds that pass and are never set back; for measuring how long something took."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds since some moment, whatever happens to the date."""
        return time.monotonic()


class FrozenClock:
    """A clock for tests and simulations: stands still until moved."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The moment it stands at."""
        return self._at

    def elapsed(self) -> float:
        """Seconds up to where it stands."""
        return self._at.timestamp()

    def advance(self, **kwargs: float) -> datetime:
        """Move forward by ``timedelta(**kwargs)`` and return the new time."""
        self._at += timedelta(**kwargs)
        return self._at


def now() -> datetime:
    """The current time in UTC; for the edge (views, commands, workers) only."""
    return datetime.now(UTC)
