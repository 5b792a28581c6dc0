"""Token buckets per account, network and application, shared by all workers.

A network that says "not before …" closes the bucket until then: for every worker, so that nobody
runs into the same refusal again. Emergencies need no token, but a closed bucket holds them too.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from kentongan.delivery.models import Bucket, Delivery
from kentongan.networks.contract import Limits

#: No network is believed that closes for longer; then it is asked again.
LONGEST_CLOSURE = timedelta(hours=24)


def take(delivery: Delivery, limits: Limits, *, at: datetime) -> timedelta | None:
    """Take one token from each bucket that concerns the delivery.

    Returns None when all had one, or how long to wait until all will.
    """
    wants = _wants(delivery, limits)
    with transaction.atomic():
        rows: list[tuple[Bucket, float]] = []
        for key, size, seconds in wants:
            bucket = _locked(key, size, at)
            if bucket.closed_until is not None and bucket.closed_until > at:
                return bucket.closed_until - at
            rate = size / seconds
            passed = max((at - bucket.updated_at).total_seconds(), 0.0)
            tokens = min(float(size), bucket.tokens + passed * rate)
            if tokens < 1:
                return timedelta(seconds=(1 - tokens) / rate)
            rows.append((bucket, tokens - 1))
        for bucket, tokens in rows:
            Bucket.objects.filter(pk=bucket.pk).update(tokens=tokens, updated_at=at)
    return None


def _wants(delivery: Delivery, limits: Limits) -> list[tuple[str, int, int]]:
    """Key, size and seconds of every bucket, always in one order: no two workers can block."""
    wants = [
        (f"a:{delivery.account_id}", *limits.per_account),
        (f"n:{delivery.network}", *limits.per_network),
    ]
    if limits.per_app is not None:
        wants.append((f"p:{delivery.network}", *limits.per_app))
    return wants


def close(
    delivery: Delivery, limits: Limits, *, at: datetime, after: timedelta, whole_app: bool = False
) -> None:
    """Nothing before ``at + after`` from this account, or from the whole application.

    A closure already longer stays.
    """
    key, (size, _) = f"a:{delivery.account_id}", limits.per_account
    if whole_app:
        key, (size, _) = f"p:{delivery.network}", limits.per_app or limits.per_network
    until = at + min(after, LONGEST_CLOSURE)
    with transaction.atomic():
        _locked(key, size, at)
        shorter = Q(closed_until__isnull=True) | Q(closed_until__lt=until)
        Bucket.objects.filter(shorter, pk=key).update(closed_until=until)


def closed_for(delivery: Delivery, *, at: datetime) -> timedelta | None:
    """How long the account or its application is still closed; None: open."""
    keys = [f"a:{delivery.account_id}", f"p:{delivery.network}"]
    rows = Bucket.objects.filter(pk__in=keys, closed_until__gt=at).order_by("-closed_until")
    latest = rows.values_list("closed_until", flat=True).first()
    return latest - at if latest is not None else None


def closed(*, at: datetime) -> Q | None:
    """A condition on deliveries that would run into a closed bucket now; None: all are open."""
    keys = list(Bucket.objects.filter(closed_until__gt=at).values_list("key", flat=True))
    if not keys:
        return None
    accounts = [UUID(key[2:]) for key in keys if key.startswith("a:")]
    networks = [key[2:] for key in keys if key.startswith("p:")]
    return Q(account__in=accounts) | Q(network__in=networks)


def _locked(key: str, size: int, at: datetime) -> Bucket:
    """The bucket's row, locked until the transaction ends; made full on first use."""
    found = Bucket.objects.select_for_update().filter(pk=key).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Bucket.objects.create(key=key, tokens=size, updated_at=at)
    except IntegrityError:
        return Bucket.objects.select_for_update().get(pk=key)
