"""Official accounts named in a post, as each network knows them.

An author writes ``@nama`` once, as it is on any network. Where the post goes to a network on which
that unit has another account, this one is named; where it has none, the unit is named in words, so
that nobody tags a stranger who happens to bear that name. A name that is an official account on the
network itself, or that two units bear, is left as it was written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models.functions import Lower

from kentongan.language.tokens import mentions
from kentongan.networks.models import Account
from kentongan.planning.models import Post

#: More names than anybody writes are not looked up.
MOST = 40


def names_for(post: Post, typed: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Names in the words of a post → network → what takes their place there.

    Reads targets, variants, presentations; two statements where accounts are mentioned.
    """
    found = {name.text[1:].casefold() for text in _texts(post, typed) for name in mentions(text)}
    if not found:
        return {}
    bearers: dict[str, list[Account]] = defaultdict(list)
    rows = Account.objects.filter(active=True).annotate(lower=Lower("handle"))
    for account in rows.filter(lower__in=sorted(found)[:MOST]):
        bearers[account.handle.casefold()].append(account)
    units = {name: one[0].unit_id for name, one in bearers.items() if _one_unit(one)}
    there = _by_network(set(units.values()))
    networks = sorted({target.account.network for target in post.targets.all()})
    names = {}
    for name, unit in sorted(units.items()):
        native = {account.network for account in bearers[name]}
        words = {n: there[unit].get(n, there[unit][""]) for n in networks if n not in native}
        if words:
            names[name] = words
    return names


def _texts(post: Post, typed: Mapping[str, Any]) -> Iterator[str]:
    """Whatever may go out in words, typed or stored."""
    yield str(typed.get("text", post.text))
    for variant in post.variants.all():
        yield str(typed.get(f"variant-{variant.network}", variant.text))
    for row in post.presentations.all():
        yield str(typed.get(f"comment-{row.network}", row.comment))
    for name, value in typed.items():
        if name.startswith(("variant-", "comment-")):
            yield str(value)


def _one_unit(accounts: list[Account]) -> bool:
    return len({account.unit_id for account in accounts}) == 1


def _by_network(units: set[UUID]) -> dict[UUID, dict[str, str]]:
    """How each unit is called on each network; under the empty name, in words."""
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    rows = Account.objects.filter(active=True, unit__in=units).select_related("unit")
    for account in rows.order_by("network", "handle"):
        found[account.unit_id][""] = account.unit.name
        found[account.unit_id].setdefault(account.network, _called(account))
    return found


def _called(account: Account) -> str:
    """As one writes it to be understood there: with its server where accounts have one."""
    style = account.on.style
    if style.prefix != "@":
        return account.display_name or account.unit.name
    host = "" if style.hosts or "@" in account.handle else urlsplit(account.server).netloc
    return f"{account.shown_handle}@{host}" if host else account.shown_handle
