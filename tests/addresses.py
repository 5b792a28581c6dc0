"""All addresses of the product, with ids put in: for tests that ask every one of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from kentongan.config.api_door import ADDRESSES

#: The id of nothing.
NOBODY = "0198a7b2-0000-7000-8000-000000000000"


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """All there are, as patterns."""
    for pattern in resolver.url_patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield address
        else:
            yield from addresses(pattern, address)


def filled(known: dict[str, str], *, only: Collection[str] = ()) -> list[str]:
    """All addresses with what is ``known`` put in, by name of the part; nobody's id for the rest.

    ``only``: those that have one of these parts.
    """
    found = []
    for address in addresses(get_resolver(ADDRESSES)):
        if only and not any(f"{part}>" in address for part in only):
            continue
        plain = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", address)
        plain = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: known.get(part[1], NOBODY), plain)
        found.append("/" + re.sub(r"[\^$\\]|\\Z", "", plain))
    left_out = ("/keluar/", "/healthz", "/readyz", "/token/", "/sambungkan/pilih/")
    return list(dict.fromkeys(address for address in found if not address.endswith(left_out)))
