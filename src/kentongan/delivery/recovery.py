"""What a worker leaves behind, killed or told to stop; and rows that became too late to be true."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import OperationalError, connections, transaction

from kentongan.delivery.models import Act, Attempt, Delivery
from kentongan.delivery.moves import Change, move, move_all
from kentongan.delivery.outcomes import CLOSED, FIRST_LOOK, TOO_LATE
from kentongan.kernel.errors import Conflict
from kentongan.kernel.say import gettext_noop

log = logging.getLogger("kentongan.delivery")

#: A row that could not be settled is left alone for so long, as if its worker still had it.
AGAIN = timedelta(minutes=1)
#: So many are settled together.
GROUP = 100


def recover(*, at: datetime) -> int:
    """Settle rows whose worker died; returns how many.

    An open attempt means that bytes may have left: ``unknown``. A claim without an attempt sent
    nothing: back in line. A look or a question that died is simply asked again. Many at a time,
    for a worker dies with all it has in hand; a row whose listener fails is logged, and keeps
    none of the others waiting.
    """
    found = list(Delivery.objects.expired(at).order_by().values_list("pk", flat=True))
    groups = [found[start : start + GROUP] for start in range(0, len(found), GROUP)]
    return sum(_settle_each(group, at=at) for group in groups)


def _settle_each(keys: Sequence[UUID], *, at: datetime) -> int:
    """All of them together; where that fails, each alone."""
    try:
        return _settle(keys, at=at)
    except Exception:  # what a purpose does wrong is not for the rows behind it to bear
        if len(keys) == 1:
            log.exception("delivery %s could not be recovered", keys[0])
            # With its token: an open attempt is told by it, and must not be taken for none.
            Delivery.objects.expired(at).filter(pk__in=keys).update(lease_until=at + AGAIN)
            return 0
    return sum(_settle_each([pk], at=at) for pk in keys)


@transaction.atomic
def _settle(keys: Sequence[UUID], *, at: datetime) -> int:
    """Some rows, locked: a worker may be about to write its intent at this very moment.

    What somebody else is writing now, who may be settling it too, is left for the next time.
    """
    rows = Delivery.objects.expired(at).filter(pk__in=keys).select_related("unit", "account")
    if connections[rows.db].features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    held = [(delivery, delivery.lease_token) for delivery in rows.order_by("pk")]
    asked = [delivery.pk for delivery, _token in held if delivery.state != "sending"]
    let_go = Delivery.objects.filter(pk__in=asked).expired(at)
    count = let_go.update(lease_token=None, lease_until=None) if asked else 0
    sending = [(delivery, token) for delivery, token in held if delivery.state == "sending"]
    begun = set(
        Attempt.objects.filter(
            delivery__in=[delivery.pk for delivery, _token in sending], finished_at__isnull=True
        ).values_list("delivery", "token")
    )
    text = gettext_noop("Pekerja berhenti di tengah pengiriman.")
    lost = {"run_at": at + FIRST_LOOK, "what_to_do": text}
    changes = [
        Change(delivery, "lose", token, values=lost)
        if (delivery.pk, token) in begun
        else Change(delivery, "hold", token)
        for delivery, token in sending
    ]
    return count + sum(move_all(changes, at=at))


@transaction.atomic
def give_back(held: Mapping[UUID, UUID], *, at: datetime) -> int:
    """Let go of rows whose call or look has not begun, as if never claimed; returns how many.

    ``held``: tokens by the keys of deliveries. Where the intent was committed its attempt goes, and
    no try is counted: whoever says so knows that no byte has left. For the same reason each row
    must be the caller's alone. What another worker got hold of meanwhile is its own.
    """
    rows = Delivery.objects.filter(pk__in=held).select_related("unit", "account").order_by("pk")
    mine = [delivery for delivery in rows if delivery.lease_token == held[delivery.pk]]
    asked = [delivery.pk for delivery in mine if delivery.state != "sending"]
    let_go = Delivery.objects.filter(pk__in=asked, lease_token__in=set(held.values()))
    count = let_go.update(lease_token=None, lease_until=None) if asked else 0
    begun = Attempt.objects.filter(
        delivery__in=held, token__in=set(held.values()), kind="send", finished_at__isnull=True
    )
    intents = set(begun.values_list("delivery", flat=True))
    changes = [
        Change(
            delivery,
            "hold",
            held[delivery.pk],
            values={"attempts_made": delivery.attempts_made - (delivery.pk in intents)},
        )
        for delivery in mine
        if delivery.state == "sending"
    ]
    given = move_all(changes, at=at)
    back = [change.delivery.pk for change, ours in zip(changes, given, strict=True) if ours]
    begun.filter(delivery__in=back).delete()
    return count + len(back)


def expire(*, at: datetime, limit: int = 200) -> int:
    """Expire waiting rows past their late cut-off; returns how many.

    What came back from a worker to an account that serves no longer (``actions.on_idle``) is
    refused, or handed to a person: late is not what it is.
    """
    rows = Delivery.objects.filter(
        state__in=("planned", "waiting", "retry"), lease_until__isnull=True, expires_at__lt=at
    ).select_related("unit", "account")[:limit]
    return sum(_expire(delivery, at=at) for delivery in rows)


def _expire(delivery: Delivery, *, at: datetime) -> bool:
    event, why = "expire", TOO_LATE
    if not delivery.account.active or (delivery.act == Act.SEND and delivery.account.by_hand):
        event, why = "refuse", CLOSED
    elif delivery.account.by_hand and delivery.state != "waiting":
        event, why = "hand_over", ""
    try:
        return move(delivery, event, at=at, what_to_do=why)
    except Conflict:  # somebody else was faster
        return False
    except OperationalError:  # the database itself: none of the others will fare better
        raise
    except Exception:  # as above; it is tried again with the next round
        log.exception("delivery %s could not be expired", delivery.pk)
        return False
