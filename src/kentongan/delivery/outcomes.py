"""What became of a try, and what follows from it: events of the state table, waits, sentences."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kentongan.delivery.models import Delivery
from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.kernel.hush import hushed
from kentongan.kernel.say import altered, gettext as _, gettext_noop
from kentongan.kernel.sentences import stored_within
from kentongan.networks.contract import (
    Connector,
    Halted,
    NetworkError,
    OptedOut,
    Pending,
    Published,
    Refused,
    TryLater,
    Unauthorised,
    Unreachable,
)

log = logging.getLogger("kentongan.delivery")

MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=30)
FIRST_LOOK = timedelta(seconds=3)
TOO_LATE = gettext_noop(
    "Sudah lewat batas waktu, jadi tidak dikirim. Tentukan jadwal baru bila masih perlu."
)
CLOSED = gettext_noop(
    "Akun ini sudah ditutup. Bila kiriman ini masih perlu, buka lagi akunnya, lalu kirim lagi."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a try: an event of the state table and the columns that go with it."""

    event: str
    detail: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def accepted(result: Published | Pending) -> Outcome:
    """The outcome for what a network gave back."""
    if isinstance(result, Pending):
        return Outcome("wait", result.handle, _waiting(result))
    values = {
        "external_id": result.external_id,
        "url": result.url,
        "extra": stored_within(result.extra),
    }
    return Outcome("accept", result.url or result.external_id, values)


def _waiting(result: Pending) -> dict[str, Any]:
    """The columns for what the network is still working on, or a person must finish there."""
    longest = {"longest": result.longest.total_seconds()} if result.longest else {}
    return {
        "pending": {"handle": result.handle, **longest},
        "extra_wait": result.check_after,
        "what_to_do": result.step,
        "asks_person": bool(result.step),
    }


def attempt_outcome(connector: Connector, call: Callable[[Connector], Outcome]) -> Outcome:
    """Turn what a connector raises into an outcome. What cannot be judged is unknown.

    Some networks repeat in their words the token they refuse: it is left out.
    """
    try:
        return call(connector)
    except NetworkError as error:
        return attempted(error)
    except NotSent as error:
        return Outcome("later", discreet(error), {"after": None})
    except AnswerLost as error:
        return Outcome("lose", discreet(error))
    except Exception as error:  # a bug in a connector may strike after acceptance: find out
        log.exception("connector %s failed", connector.code)
        named = {"code": connector.code, "error": hushed(repr(error))[:200]}
        return Outcome("lose", _("Kesalahan pada penghubung %(code)s: %(error)s") % named)


def attempted(error: NetworkError) -> Outcome:
    """The outcome for what a network says went wrong."""
    said = discreet(error)
    match error:
        case OptedOut() | Unreachable():
            return Outcome("refuse", said, {"person": type(error)})
        case Refused():
            return Outcome("refuse", said)
        case Halted():
            return Outcome("halt", said)
        case Unauthorised():
            return Outcome("unauthorised", said)
        case TryLater():
            return Outcome("later", said, told(error))
        case _:
            return Outcome("lose", said)


def discreet(error: Exception) -> str:
    """What a network said, in whatever language, without any credential in it."""
    return altered(str(error), hushed)


def told(error: Exception) -> dict[str, Any]:
    """When the network said it takes more, and whether it said so of the whole application."""
    return {
        "after": getattr(error, "after", None),
        "whole_app": getattr(error, "whole_app", False),
    }


def settle(delivery: Delivery, outcome: Outcome, *, at: datetime) -> tuple[str, dict[str, Any]]:
    """The event and columns for an outcome: waits, counts, sentences for people."""
    values = dict(outcome.values)
    match outcome.event:
        case "accept":
            return "accept", values | {"sent_at": at, "what_to_do": "", "asks_person": False}
        case "wait":
            wait = values.pop("extra_wait")
            return "wait", values | {"run_at": at + wait}
        case "refuse":
            return "refuse", {"what_to_do": outcome.detail, "asks_person": False}
        case "halt":
            return "later", {"run_at": at + FIRST_WAIT, "what_to_do": outcome.detail}
        case "later":
            if delivery.tries >= MAX_ATTEMPTS:
                values = {"times": MAX_ATTEMPTS, "why": outcome.detail}
                text = _("Sudah dicoba %(times)s kali dan belum diterima. %(why)s") % values
                return "refuse", {"what_to_do": text}
            wait = values.pop("after", None) or backoff(delivery.tries)
            return "later", {"run_at": at + wait, "what_to_do": outcome.detail}
        case "unauthorised":
            # The network's own reason: not every loss is mended by connecting again.
            text = _("%(why)s Kiriman ini akan menyusul.") % {"why": outcome.detail}
            return "unauthorised", {"run_at": at + FIRST_WAIT, "what_to_do": text}
        case _lost:
            wait = at + FIRST_LOOK
            return "lose", {"run_at": wait, "what_to_do": outcome.detail, "asks_person": False}


def backoff(attempts: int) -> timedelta:
    """Exponential, with jitter, bounded."""
    wait = min(FIRST_WAIT * 2 ** max(attempts - 1, 0), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311
