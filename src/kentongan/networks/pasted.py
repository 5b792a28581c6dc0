"""What somebody pasted to ask whether it is official, read into name, network and server. Free of
Django.

People paste what their telephone gave them: the link of an app (``m.``, ``id-id.``, ``fb.com``), a
link with words around it, a way through a redirect, a telephone number. All of them mean one
account. A link to a single post or through a shortener means none: it is said so, not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from kentongan.networks.handles import HandleStyle, plain_host

#: Longer than any link people paste to an account.
LONGEST = 300
#: Links or names of one text that are held against the register.
MOST = 5
_LINK = re.compile(r"(?:https?://|www\.)\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)+/\S*", re.IGNORECASE)
_NAME = re.compile(r"@\S+|\S*[\d._@-]\S*")
_NAMED = re.compile(r"@[^\s@]\S*|[^\s@]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?\d[\d\s().-]{7,20}")
_AROUND = "()[]{}<>\"'“”‘’*,;:!?"
#: Services behind which an address cannot be seen; ``s.id`` and ``intip.in`` are of this country.
_SHORTENERS = frozenset(
    "bit.ly s.id intip.in tinyurl.com cutt.ly shorturl.at goo.gl t.co is.gd rb.gy ow.ly lnkd.in"
    " gg.gg t.ly tiny.cc v.gd rebrand.ly dub.sh shorturl.asia".split()
)


class Leads(StrEnum):
    """Where a link leads that names no account."""

    POST = "post"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was pasted: the name alone, as it was said, on which network and server, if it tells.

    ``account``: it can only mean an account (a link, an ``@``); otherwise it may be words to
    search for. ``address`` is a link without what does not matter; ``host`` its server. ``leads``:
    it names no account, and where it leads instead.
    """

    name: str
    said: str
    network: str = ""
    server: str = ""
    host: str = ""
    address: str = ""
    account: bool = False
    leads: Leads | None = None


def read(text: str, styles: Mapping[str, HandleStyle]) -> list[Asked]:
    """What ``text`` asks about: each link, ``@name`` or e-mail address in it, at most :data:`MOST`,
    or all of it as one name. ``styles``: how each network writes names. Any text is taken, at least
    one comes."""
    typed = " ".join(text.split())[:LONGEST]
    words = [word for word in map(_plain, typed.split(" ")) if word]
    links = [(word, split(word)) for word in words if _LINK.fullmatch(word)]
    found = [_of_link(word, _unwrapped(parts, styles), styles) for word, parts in links if parts]
    if found:
        return found[:MOST]
    if _PHONE.fullmatch(typed) and (number := _number(typed)):
        return [Asked(number, typed, account=True)]
    named = [word for word in words if _NAMED.fullmatch(word)]
    if named:
        return [_named(word, account=True) for word in named[:MOST]]
    bare = _plain(typed)
    return [_named(bare, account=" " not in typed and bool(_NAME.fullmatch(typed)))]


def _named(word: str, *, account: bool) -> Asked:
    name, _at, server = word.lstrip("@ ").rstrip("/").partition("@")
    return Asked(name.casefold(), word, server=server.casefold(), account=account)


def split(text: str) -> SplitResult | None:
    """The parts of a link, with or without its scheme; None where it is none."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        return parts if parts.hostname else None
    except ValueError:
        return None


def address_of(parts: SplitResult, styles: Mapping[str, HandleStyle]) -> str:
    """Server, path and the one number that names somebody (``profile.php?id=``): the same for every
    way of writing it."""
    host, steps = _host(parts), _steps(parts)
    known = _network(host, styles)
    if known is not None:
        style = known[1]
        host = style.hosts[0]
        if len(steps) == 3 and steps[0] in style.numbered and steps[2].isdigit():
            steps = [f"{style.by_number}{steps[2]}"]
    named = parse_qs(parts.query).get("id", [""])[0]
    return "/".join([host, *steps]) + (f"?id={named}" if named else "")


def _plain(word: str) -> str:
    """A word without what a sentence puts around it."""
    return word.removeprefix("mailto:").strip(_AROUND).rstrip("." + _AROUND)


def _number(typed: str) -> str:
    """A telephone number with its country, as links write it; empty where it is none."""
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    number = f"62{digits[1:]}" if digits.startswith("0") else digits
    return number if 8 <= len(number) <= 15 else ""


def _unwrapped(parts: SplitResult, styles: Mapping[str, HandleStyle]) -> SplitResult:
    """The link inside a network's own redirect (``l.facebook.com/l.php?u=``). On other pages of the
    network ``u`` leads nowhere, and anybody can write it."""
    inner, host = parse_qs(parts.query).get("u", [""])[0], _host(parts)
    redirects = host.startswith(("l.", "lm.")) and _steps(parts) in ([], ["l.php"])
    if inner and redirects and _network(host, styles) and _LINK.fullmatch(inner):
        return split(inner) or parts
    return parts


def _of_link(said: str, parts: SplitResult, styles: Mapping[str, HandleStyle]) -> Asked:
    host, steps, address = _host(parts), _steps(parts), address_of(parts, styles)
    asked = Asked("", said, host=host, address=address, account=True)
    if host in _SHORTENERS:
        return replace(asked, leads=Leads.SHORT)
    known = _network(host, styles)
    if known is None:
        if steps and steps[0].startswith("@"):
            name, _at, server = steps[0][1:].casefold().partition("@")
            return replace(asked, name=name, server=server or host)
        return replace(asked, name=address.casefold())
    network, style = known
    phone = _number(parse_qs(parts.query).get("phone", [""])[0])
    if phone:
        return Asked(phone, said, account=True)
    asked = replace(asked, network=network)
    if host in style.short or (steps and steps[0] in style.posts):
        return replace(asked, leads=Leads.POST)
    if steps and steps[0] in style.path:
        steps = steps[1:]
    return replace(asked, name=steps[0].lstrip("@+").casefold() if steps else "")


def _host(parts: SplitResult) -> str:
    return plain_host(parts.hostname or "")


def _steps(parts: SplitResult) -> list[str]:
    return [unquote(step) for step in parts.path.split("/") if step]


def _network(host: str, styles: Mapping[str, HandleStyle]) -> tuple[str, HandleStyle] | None:
    """The network whose server it is; a network alone gives out names below its own."""
    at = set(_ends(host))
    for network, style in styles.items():
        if at.intersection(style.hosts) or host in style.short:
            return network, style
    return None


def _ends(host: str) -> Iterator[str]:
    labels = host.split(".")
    return (".".join(labels[n:]) for n in range(len(labels)))


def known_hosts(styles: Mapping[str, HandleStyle]) -> set[str]:
    """All servers of networks."""
    return {own for style in styles.values() for own in style.hosts}


def is_of_network(host: str, styles: Mapping[str, HandleStyle]) -> bool:
    """Whether a server is one of a known network."""
    return _network(host, styles) is not None
