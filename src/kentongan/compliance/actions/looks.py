"""Remembering which web addresses opened when they were asked, and forgetting it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from kentongan.compliance import looking
from kentongan.compliance.models import LinkLook
from kentongan.kernel.http import HttpClient
from kentongan.kernel.text import shorten

#: Addresses asked for one draft: who names more has a list, and gets no answer for the rest.
MOST = 10


def look_at(addresses: Iterable[str], *, at: datetime) -> int:
    """Ask each of ``addresses`` once, unless it was within a day; gives how many were asked.

    A note of the machine about the outside, like a cache: no line in the ledger. Never within a
    transaction, since servers may take 5 s each. Where nobody can tell (an inner address, no
    connection, a lost answer) nothing is remembered, and nothing is held against the address.
    """
    wanted = list(dict.fromkeys(addresses))[:MOST]
    known = LinkLook.objects.filter(
        key__in=map(LinkLook.key_of, wanted), at__gt=at - LinkLook.FRESH
    )
    fresh = set(known.values_list("key", flat=True))
    asked = [address for address in wanted if LinkLook.key_of(address) not in fresh]
    if not (asked and settings.LINK_CHECK):
        return 0
    names = looking.Names()
    with HttpClient(
        inner_hosts=settings.INNER_HOSTS, timeout=looking.SECONDS, resolver=names
    ) as http:
        for address in asked:
            host = urlsplit(address).hostname or ""
            status = looking.look(http, names, address, host)
            if status is not None:
                _remember(address, status, at=at)
    return len(asked)


def _remember(address: str, status: int, *, at: datetime) -> None:
    values = {
        "address": shorten(address, 2000),
        "status": status,
        "opens": looking.opens(status),
        "at": at,
    }
    LinkLook.objects.update_or_create(key=LinkLook.key_of(address), defaults=values)


def forget_looks(*, at: datetime) -> int:
    """Delete what counts no more; gives how many."""
    count, _tables = LinkLook.objects.filter(at__lte=at - LinkLook.FRESH).delete()
    return count
