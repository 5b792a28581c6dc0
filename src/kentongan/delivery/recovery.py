"""After a crash: rows whose lease ran out, and rows that became too late to be true."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from kentongan.delivery.models import Attempt, Delivery
from kentongan.delivery.moves import move
from kentongan.delivery.outcomes import FIRST_LOOK, TOO_LATE


def recover(*, at: datetime) -> int:
    """Settle rows whose worker died; returns how many.

    An open attempt means that bytes may have left: ``unknown``. A claim without an attempt sent
    nothing: back in line. A look or a question that died is simply asked again.
    """
    count = 0
    for pk in Delivery.objects.expired(at).values_list("pk", flat=True):
        with transaction.atomic():
            count += _settle(pk, at=at)
    return count


def _settle(pk: UUID, *, at: datetime) -> bool:
    """One row, locked: its worker may be about to write its intent at this very moment."""
    rows = Delivery.objects.expired(at).select_for_update(of=("self",))
    delivery = rows.select_related("unit", "account").filter(pk=pk).first()
    if delivery is None or delivery.lease_token is None:
        return False
    token = delivery.lease_token
    if delivery.state != "sending":
        released = Delivery.objects.held(pk, token).update(lease_token=None, lease_until=None)
        return bool(released)
    begun = Attempt.objects.filter(delivery=delivery, token=token, finished_at__isnull=True)
    if not begun.exists():
        return move(delivery, "hold", at=at, token=token)
    text = gettext_noop("Pekerja berhenti di tengah pengiriman.")
    return move(delivery, "lose", at=at, token=token, run_at=at + FIRST_LOOK, what_to_do=text)


def expire(*, at: datetime, limit: int = 200) -> int:
    """Expire waiting rows past their late cut-off; returns how many."""
    rows = Delivery.objects.filter(
        state__in=("planned", "waiting", "retry"), lease_until__isnull=True, expires_at__lt=at
    ).select_related("unit", "account")[:limit]
    return sum(move(delivery, "expire", at=at, what_to_do=TOO_LATE) for delivery in rows)
