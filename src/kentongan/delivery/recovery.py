"""After a crash: rows whose lease ran out, and rows that became too late to be true."""

from __future__ import annotations

from datetime import datetime

from kentongan.delivery.engine import FIRST_LOOK
from kentongan.delivery.models import Attempt, Delivery
from kentongan.delivery.moves import move

LATE = "Sudah lewat batas waktu, jadi tidak dikirim. Tentukan jadwal baru bila masih perlu."


def recover(*, at: datetime) -> int:
    """Settle rows whose worker died; returns how many.

    An open attempt means that bytes may have left: ``unknown``. A claim without an attempt sent
    nothing: back in line. A look or a question that died is simply asked again.
    """
    count = 0
    rows = Delivery.objects.expired(at).select_related("unit", "account", "original")
    for delivery in rows:
        token = delivery.lease_token
        if delivery.state != "sending":
            count += Delivery.objects.held(delivery.pk, token).update(
                lease_token=None, lease_until=None
            )
            continue
        begun = Attempt.objects.filter(delivery=delivery, token=token, finished_at__isnull=True)
        if begun.exists():
            text = "Pekerja berhenti di tengah pengiriman."
            count += move(
                delivery, "lose", at=at, token=token, run_at=at + FIRST_LOOK, what_to_do=text
            )
        else:
            count += move(delivery, "hold", at=at, token=token)
    return count


def expire(*, at: datetime, limit: int = 200) -> int:
    """Expire waiting rows past their late cut-off; returns how many."""
    rows = Delivery.objects.filter(
        state__in=("planned", "retry"), lease_until__isnull=True, expires_at__lt=at
    ).select_related("unit", "account")[:limit]
    return sum(move(delivery, "expire", at=at, what_to_do=LATE) for delivery in rows)
