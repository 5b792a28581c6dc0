"""What a connector may say went wrong, and how a lost answer becomes one of these; part of the
contract (``contract.py``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from kentongan.kernel.http import AnswerLost, NotSent, TooLong
from kentongan.kernel.say import gettext as _


class NetworkError(Exception):
    """Base of what a connector may say went wrong."""


class Refused(NetworkError):
    """The network said no, and will say no again. ``str`` tells the person what to do."""


class OptedOut(Refused):
    """This person told the network that they want no such messages."""


class Unreachable(Refused):
    """Nobody is to be reached at this address: it is not on the network, or keeps us out."""


class Halted(NetworkError):
    """Certainly not accepted, and nothing alike will be until a person mends what ``str`` tells.

    Of a message to a subscriber: it is not this person, it is what all of them are sent.
    """


class TryLater(NetworkError):
    """Certainly not accepted now; may be later. ``after``: the network's own reset, if told.

    With ``after`` nothing more is sent from this account until then; with ``whole_app`` nothing
    from any account of the network, because it is the application that sent too much.
    """

    def __init__(
        self, message: str, *, after: timedelta | None = None, whole_app: bool = False
    ) -> None:
        super().__init__(message)
        self.after = after
        self.whole_app = whole_app


class Unauthorised(NetworkError):
    """The credential is not (or no longer) good; certainly nothing was accepted."""


class OutcomeUnknown(NetworkError):
    """The request may have been accepted: the answer was lost or cannot be read."""


@contextmanager
def harmless(what: str) -> Iterator[None]:
    """Around requests that make nothing public (sign-in, upload): a lost answer is no harm."""
    try:
        yield
    except (AnswerLost, NotSent) as error:
        raise TryLater(_("%(what)s: %(error)s") % {"what": what, "error": error}) from error


@contextmanager
def opening() -> Iterator[None]:
    """Around requests for a file: as ``harmless``, but one that is too long is told as such."""
    try:
        yield
    except TooLong:
        raise
    except (AnswerLost, NotSent) as error:
        raise TryLater(_("Mengambil lampiran: %(error)s") % {"error": error}) from error


@contextmanager
def decisive() -> Iterator[None]:
    """Around the one request that makes it public: a lost answer is an unknown outcome."""
    try:
        yield
    except NotSent as error:
        raise TryLater(str(error)) from error
    except AnswerLost as error:
        raise OutcomeUnknown(str(error)) from error
