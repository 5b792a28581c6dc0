"""Faults on demand: what a real network does on a bad day, switched on by a test or a drill."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import F
from django.http import HttpResponse

from kentongan.kernel import clock
from kentongan.sandbox.errors import SandboxError
from kentongan.sandbox.models import Fault, FaultMode, SandboxAccount

#: No fault holds a thread of the web server longer than this.
LONGEST_WAIT_MS = 60_000
OPERATIONS = ("verify", "media", "post", "edit", "delete", "read", "reply", "inbox")


def set(  # noqa: A001  reads as faults.set(...)
    mode: str,
    *,
    account: SandboxAccount | None = None,
    amount: int = 0,
    operation: str = "",
    times: int | None = None,
    at: datetime | None = None,
) -> Fault:
    """Switch a fault on; ``account`` None means every account.

    ``amount``: milliseconds for latency and hang, seconds of Retry-After for rate_limit.
    ``times``: how many requests it strikes; None until :func:`clear`. Raises ``SandboxError``.
    """
    if mode not in FaultMode.values:
        raise SandboxError(422, "bad_fault", f"Modus {mode[:40]!r} tidak dikenal.")
    if operation and operation not in OPERATIONS:
        raise SandboxError(422, "bad_fault", f"Operasi {operation[:40]!r} tidak dikenal.")
    if not 0 <= amount <= LONGEST_WAIT_MS or (times is not None and not 0 < times <= 1_000_000):
        raise SandboxError(422, "bad_fault", "Besaran atau jumlah kali di luar batas.")
    return Fault.objects.create(
        account=account,
        mode=mode,
        amount=amount,
        operation=operation,
        times=times,
        created_at=at or clock.now(),
    )


def clear(*, account: SandboxAccount | None = None, everything: bool = False) -> int:
    """Remove the faults of an account, the global ones, or ``everything``; returns how many."""
    found = Fault.objects.all() if everything else Fault.objects.filter(account=account)
    return found.delete()[0]


def _strike(fault: Fault) -> bool:
    """Whether this request is one of those the fault still strikes (safe with many threads)."""
    if fault.times is None:
        return True
    return bool(Fault.objects.filter(pk=fault.pk, times__gt=0).update(times=F("times") - 1))


def _wait(milliseconds: int) -> None:
    time.sleep(min(milliseconds, LONGEST_WAIT_MS) / 1000)


def _before(fault: Fault) -> None:
    """What happens before anything is stored; raises the error the client is to see."""
    match fault.mode:
        case FaultMode.LATENCY:
            _wait(fault.amount)
        case FaultMode.REFUSE:
            raise SandboxError(422, "refused", "Unggahan ini ditolak oleh jejaring (latihan).")
        case FaultMode.RATE_LIMIT:
            raise SandboxError(
                429, "rate_limited", "Terlalu sering (latihan).", retry_after=fault.amount or 30
            )
        case FaultMode.UNAUTHORISED:
            raise SandboxError(401, "unauthorised", "Token tidak berlaku (latihan).")
        case FaultMode.ERROR_BEFORE:
            raise SandboxError(500, "server_error", "Galat server (latihan).")
        case FaultMode.HANG_BEFORE:
            _wait(fault.amount or LONGEST_WAIT_MS)
            raise SandboxError(503, "server_error", "Server tidak menjawab (latihan).")


def _after(fault: Fault) -> HttpResponse | None:
    """What the client gets although the request was carried out; None: the normal answer."""
    match fault.mode:
        case FaultMode.ERROR_AFTER:
            raise SandboxError(500, "server_error", "Galat server (latihan).")
        case FaultMode.HANG_AFTER:
            _wait(fault.amount or LONGEST_WAIT_MS)
        case FaultMode.LOST_AFTER:
            # A promised length that never comes: the web server closes the connection.
            cut = HttpResponse(b"", status=200, content_type="application/json")
            cut.headers["Content-Length"] = "64"
            return cut
    return None


class Struck:
    """The faults of one request, between its two halves."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults

    @property
    def repeats(self) -> bool:
        """Whether a list is to give the same page whatever is asked for."""
        return any(fault.mode == FaultMode.REPEAT for fault in self._faults)

    def answer(self, normal: HttpResponse) -> HttpResponse:
        """The normal answer, or what a fault makes of it."""
        for fault in self._faults:
            replaced = _after(fault)
            if replaced is not None:
                return replaced
        return normal


@contextmanager
def around(account: SandboxAccount, operation: str) -> Iterator[Struck]:
    """Around an operation: raises what strikes before; ``answer()`` gives what comes back."""
    struck = [f for f in Fault.in_force(account.pk, operation) if _strike(f)]
    for fault in struck:
        _before(fault)
    yield Struck(struck)
