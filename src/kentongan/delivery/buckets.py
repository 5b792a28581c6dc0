"""Token buckets per account, network and application, shared by all workers.

A network that says "not before …" closes the bucket until then: for every worker, so that nobody
runs into the same refusal again. Emergencies need no token, but a closed bucket holds them too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kentongan.delivery.models import Bucket, Delivery
from kentongan.kernel.rows import RowChange, update_each
from kentongan.networks.contract import Limits

#: No network is believed that closes for longer; then it is asked again.
LONGEST_CLOSURE = timedelta(hours=24)


def take(delivery: Delivery, limits: Limits, *, at: datetime) -> timedelta | None:
    """Take one token from each bucket that concerns the delivery.

    Returns None when all had one, or how long to wait until all will.
    """
    return take_all([(delivery, limits)], at=at)[0]


def take_all(asked: Sequence[tuple[Delivery, Limits]], *, at: datetime) -> list[timedelta | None]:
    """The same for several, in their order: the first come are served first."""
    wants = [_wants(delivery, limits) for delivery, limits in asked]
    sizes = {key: size for want in wants for key, size, _seconds in want}
    with transaction.atomic():
        rows = _locked(sizes, at)
        waits = [_draw([(rows[key], size / seconds, size) for key, size, seconds in want], at)
                 for want in wants]  # fmt: skip
        drawn = [row for row in rows.values() if row.updated_at == at]
        update_each(
            Bucket,
            [
                RowChange({"pk": row.pk}, {"tokens": row.tokens, "updated_at": row.updated_at})
                for row in drawn
            ],
        )
    return waits


def _draw(buckets: list[tuple[Bucket, float, int]], at: datetime) -> timedelta | None:
    """One token from each (bucket, tokens a second, size), or from none and how long to wait."""
    full: list[float] = []
    for bucket, rate, size in buckets:
        if bucket.closed_until is not None and bucket.closed_until > at:
            return bucket.closed_until - at
        passed = max((at - bucket.updated_at).total_seconds(), 0.0)
        full.append(min(float(size), bucket.tokens + passed * rate))
        if full[-1] < 1:
            return timedelta(seconds=(1 - full[-1]) / rate)
    for (bucket, _rate, _size), tokens in zip(buckets, full, strict=True):
        bucket.tokens, bucket.updated_at = tokens - 1, at
    return None


def _wants(delivery: Delivery, limits: Limits) -> list[tuple[str, int, int]]:
    """Key, size and seconds of every bucket that concerns the delivery."""
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
        _locked({key: size}, at)
        shorter = Q(closed_until__isnull=True) | Q(closed_until__lt=until)
        Bucket.objects.filter(shorter, pk=key).update(closed_until=until)


def closed_for(delivery: Delivery, *, at: datetime) -> timedelta | None:
    """How long the account or its application is still closed; None: open."""
    latest = closed_until([delivery], at=at).get(delivery.pk)
    return latest - at if latest is not None else None


def closed_until(deliveries: Sequence[Delivery], *, at: datetime) -> dict[UUID, datetime]:
    """By delivery, until when its network asked to wait; those that need not are left out."""
    keys = {d.pk: (f"a:{d.account_id}", f"p:{d.network}") for d in deliveries}
    if not keys:
        return {}
    rows = Bucket.objects.filter(pk__in={k for both in keys.values() for k in both})
    ends = dict(rows.filter(closed_until__gt=at).values_list("key", "closed_until"))
    found = {pk: [end for key in both if (end := ends.get(key))] for pk, both in keys.items()}
    return {pk: max(times) for pk, times in found.items() if times}


def closed(*, at: datetime) -> Q | None:
    """A condition on deliveries that would run into a closed bucket now; None: all are open."""
    keys = list(Bucket.objects.filter(closed_until__gt=at).values_list("key", flat=True))
    if not keys:
        return None
    accounts = [UUID(key[2:]) for key in keys if key.startswith("a:")]
    networks = [key[2:] for key in keys if key.startswith("p:")]
    return Q(account__in=accounts) | Q(network__in=networks)


def _locked(sizes: Mapping[str, int], at: datetime) -> dict[str, Bucket]:
    """The buckets' rows by key, locked until the transaction ends; made full on first use.

    Always locked in one order, so that no two workers can block each other.
    """
    rows = Bucket.objects.select_for_update().filter(pk__in=sizes).order_by("pk")
    found = {row.key: row for row in rows}
    if missing := sizes.keys() - found.keys():
        made = [Bucket(key=key, tokens=sizes[key], updated_at=at) for key in sorted(missing)]
        Bucket.objects.bulk_create(made, ignore_conflicts=True)
        found = {row.key: row for row in rows.all()}
    return found
