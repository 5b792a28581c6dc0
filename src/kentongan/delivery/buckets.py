"""Token buckets per account and per network, shared by all workers through the database."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from kentongan.delivery.models import Bucket, Delivery
from kentongan.networks.contract import Limits


def take(delivery: Delivery, limits: Limits, *, at: datetime) -> timedelta | None:
    """Take one token from the account's and the network's bucket.

    Returns None when both had one, or how long to wait until both will.
    """
    wants = (
        (f"a:{delivery.account_id}", *limits.per_account),
        (f"n:{delivery.network}", *limits.per_network),
    )
    with transaction.atomic():
        rows: list[tuple[Bucket, float]] = []
        for key, size, seconds in wants:
            bucket = _locked(key, size, at)
            rate = size / seconds
            passed = max((at - bucket.updated_at).total_seconds(), 0.0)
            tokens = min(float(size), bucket.tokens + passed * rate)
            if tokens < 1:
                return timedelta(seconds=(1 - tokens) / rate)
            rows.append((bucket, tokens - 1))
        for bucket, tokens in rows:
            Bucket.objects.filter(pk=bucket.pk).update(tokens=tokens, updated_at=at)
    return None


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
