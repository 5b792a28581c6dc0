"""After a crash: rows whose lease ran out, and rows that became too late to be true."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils.translation import gettext_noop

from kentongan.delivery.models import Attempt, Delivery
from kentongan.delivery.moves import move
from kentongan.delivery.outcomes import FIRST_LOOK, TOO_LATE
from kentongan.kernel.errors import Conflict

log = logging.getLogger("kentongan.delivery")

#: A row that could not be settled is left alone for so long, as if its worker still had it.
AGAIN = timedelta(minutes=1)


def recover(*, at: datetime) -> int:
    """Settle rows whose worker died; returns how many.

    An open attempt means that bytes may have left: ``unknown``. A claim without an attempt sent
    nothing: back in line. A look or a question that died is simply asked again. A row whose
    listener fails is logged, and keeps none of the others waiting.
    """
    count = 0
    for pk in Delivery.objects.expired(at).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                count += _settle(pk, at=at)
        except Exception:  # what a purpose does wrong is not for the rows behind it to bear
            log.exception("delivery %s could not be recovered", pk)
            # With its token: an open attempt is told by it, and must not be taken for none.
            Delivery.objects.expired(at).filter(pk=pk).update(lease_until=at + AGAIN)
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
    return sum(_expire(delivery, at=at) for delivery in rows)


def _expire(delivery: Delivery, *, at: datetime) -> bool:
    try:
        return move(delivery, "expire", at=at, what_to_do=TOO_LATE)
    except Conflict:  # somebody else was faster
        return False
    except OperationalError:  # the database itself: none of the others will fare better
        raise
    except Exception:  # as above; it is tried again with the next round
        log.exception("delivery %s could not be expired", delivery.pk)
        return False
