"""What became of a try, and what follows from it: events of the state table, waits, sentences."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_noop

from kentongan.delivery.models import Delivery
from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.networks.contract import (
    Connector,
    OutcomeUnknown,
    Pending,
    Published,
    Refused,
    TryLater,
    Unauthorised,
)

log = logging.getLogger("kentongan.delivery")

MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=30)
FIRST_LOOK = timedelta(seconds=3)
TOO_LATE = gettext_noop(
    "Sudah lewat batas waktu, jadi tidak dikirim. Tentukan jadwal baru bila masih perlu."
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
        values = {"pending": {"handle": result.handle}, "extra_wait": result.check_after}
        return Outcome("wait", result.handle, values)
    values = {"external_id": result.external_id, "url": result.url, "extra": dict(result.extra)}
    return Outcome("accept", result.url or result.external_id, values)


def attempt_outcome(connector: Connector, call: Callable[[Connector], Outcome]) -> Outcome:
    """Turn what a connector raises into an outcome. What cannot be judged is unknown."""
    try:
        return call(connector)
    except Refused as error:
        return Outcome("refuse", str(error))
    except Unauthorised as error:
        return Outcome("unauthorised", str(error))
    except TryLater as error:
        return Outcome("later", str(error), told(error))
    except NotSent as error:
        return Outcome("later", str(error), {"after": None})
    except (OutcomeUnknown, AnswerLost) as error:
        return Outcome("lose", str(error))
    except Exception as error:  # a bug in a connector may strike after acceptance: find out
        log.exception("connector %s failed", connector.code)
        return Outcome("lose", f"Kesalahan pada penghubung {connector.code}: {error!r}"[:300])


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
            return "wait", {"pending": values["pending"], "run_at": at + values["extra_wait"]}
        case "refuse":
            return "refuse", {"what_to_do": outcome.detail[:500]}
        case "later":
            if delivery.attempts_made >= MAX_ATTEMPTS:
                text = f"Sudah dicoba {MAX_ATTEMPTS} kali dan belum diterima. {outcome.detail}"
                return "refuse", {"what_to_do": text[:500]}
            wait = values.pop("after", None) or backoff(delivery.attempts_made)
            return "later", {"run_at": at + wait, "what_to_do": outcome.detail[:500]}
        case "unauthorised":
            text = gettext_noop(
                "Sambungan akun terputus. Sambungkan lagi; kiriman ini akan menyusul."
            )
            return "unauthorised", {"run_at": at + FIRST_WAIT, "what_to_do": text}
        case _:
            return "lose", {"run_at": at + FIRST_LOOK, "what_to_do": outcome.detail[:500]}


def backoff(attempts: int) -> timedelta:
    """Exponential, with jitter, bounded."""
    wait = min(FIRST_WAIT * 2 ** max(attempts - 1, 0), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311
