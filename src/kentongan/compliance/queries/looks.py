"""Which web addresses did not open when they were asked lately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kentongan.compliance.addresses import addresses
from kentongan.compliance.models import LinkLook


def unopened(texts: Iterable[str], at: datetime) -> frozenset[str]:
    """The addresses in ``texts`` known not to open. No statement where there are none, else one."""
    keys = [LinkLook.key_of(address) for address in addresses(texts)]
    if not keys:
        return frozenset()
    found = LinkLook.objects.filter(key__in=keys, opens=False, at__gt=at - LinkLook.FRESH)
    return frozenset(found.values_list("address", flat=True))
