"""Names of accounts as people paste them, brought into one form. Free of Django.

People type ``@kec.titirwangi``, ``instagram.com/kec.titirwangi/`` or a whole link; the register
keeps ``kec.titirwangi``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_GENERIC = r"[A-Za-z0-9_](?:[A-Za-z0-9._@-]{0,198}[A-Za-z0-9_])?"
_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9-]{1,63}")


class BadHandle(ValueError):
    """The name cannot be one of that network; ``args[0]`` is an example of a good one."""


class BadServer(ValueError):
    """The address is no server; ``args[0]`` says why: ``form``, ``scheme`` or ``extra``."""


@dataclass(frozen=True, slots=True)
class HandleStyle:
    """How a network names accounts.

    ``hosts``: where its links point; ``pattern``: what a name looks like; ``prefix``: what
    stands before it on screen; ``path``: the part of a link before the name; ``link``: the
    public address with ``{handle}``; ``free``: a name with spaces, as Facebook pages have;
    ``posts``: steps of links to a single post, which name nobody, and ``short`` the hosts of such
    links; ``numbered``: steps after which a name and the number that counts follow, which
    ``by_number`` writes as the register does; ``whole``: what stands before ``@`` names nobody, as
    in an e-mail address.
    """

    hosts: tuple[str, ...] = ()
    pattern: str = _GENERIC
    prefix: str = "@"
    path: tuple[str, ...] = ()
    link: str = ""
    example: str = "kec.titirwangi"
    lower: bool = False
    free: bool = False
    posts: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    by_number: str = ""
    whole: bool = False


GENERIC = HandleStyle()


def normalise(text: str, style: HandleStyle = GENERIC) -> str:
    """The name alone. Raises :class:`BadHandle`; normalising twice changes nothing."""
    name = _from_link(text.strip(), style)
    while name.startswith("@"):
        name = name[1:].lstrip()
    name = name.strip().rstrip("/")
    if style.lower:
        name = name.lower()
    if style.free:
        name = " ".join(name.split())
    if not name or len(name) > 200 or not re.fullmatch(style.pattern, name):
        raise BadHandle(style.example)
    return name


def _from_link(text: str, style: HandleStyle) -> str:
    """The name in a link to this network; other text unchanged.

    Where sites are their own network, the address is the name, less its scheme and ``www.``.
    """
    if not style.hosts:
        scheme, _mark, rest = text.partition("://")
        is_link = scheme.lower() in {"http", "https"} and rest
        return rest.lower().removeprefix("www.") if is_link and not style.prefix else text
    candidate = text if "//" in text else f"//{text}"
    try:
        parts = urlsplit(candidate)
        host = plain_host(parts.hostname or "")
    except ValueError:
        return text
    if host not in style.hosts:
        return text
    steps = [unquote(step) for step in parts.path.split("/") if step]
    if steps and steps[0] in style.path:
        steps = steps[1:]
    return steps[0] if steps else ""


def plain_host(host: str) -> str:
    """A server without ``www.`` and the names that telephones are sent to."""
    host = host.lower()
    for before in ("www.", "m.", "web."):
        rest = host.removeprefix(before)
        host = rest if "." in rest else host
    return host


def shown(handle: str, style: HandleStyle = GENERIC) -> str:
    """The name as people write it."""
    return f"{style.prefix}{handle}"


def link(handle: str, style: HandleStyle = GENERIC) -> str:
    """The public address that follows from the name; empty where none does."""
    return style.link.format(handle=handle) if style.link else ""


def leads_home(
    address: str, style: HandleStyle, *, handle: str = "", server: str = "", url: str = ""
) -> bool:
    """Whether a link leads to this network: its hosts, the server or page of the account.

    Where sites are their own network, the name is the host. True where nothing is known.
    """
    own = [_host_of(server), _host_of(url), handle.lstrip("@").partition("@")[2]]
    if not style.hosts and not style.prefix:
        own.append(_host_of(f"//{handle}"))
    known = {host.removeprefix("www.") for host in (*style.hosts, *style.short, *own) if host}
    host = _host_of(address)
    return not known or any(host == one or host.endswith(f".{one}") for one in known)


def _host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def same(one: str, other: str) -> bool:
    """Whether two names mean one account: case, ``@`` and a server at the end aside."""
    a, b = (name.strip().lstrip("@").casefold() for name in (one, other))
    if a == b:
        return bool(a)
    short, long = sorted((a, b), key=len)
    return bool(short) and "@" not in short and long.startswith(f"{short}@")


def clean_server(text: str, *, inner: Callable[[str], bool] = lambda _host: False) -> str:
    """``https://host[:port][/path]`` without a slash at the end.

    ``inner`` tells whether ``host:port`` is one of our own servers; only those may do without
    TLS. Raises :class:`BadServer`.
    """
    typed = text.strip()
    if not typed or any(c.isspace() for c in typed) or not typed.isprintable():
        raise BadServer("form")
    whole = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(whole)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise BadServer("form") from None
    if not host or not _HOST.fullmatch(host):
        raise BadServer("form")
    if parts.username is not None or parts.query or parts.fragment:
        raise BadServer("extra")
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    if usual is None or (parts.scheme == "http" and not inner(f"{host}:{port or usual}")):
        raise BadServer("scheme")
    place = host if port in (None, usual) else f"{host}:{port}"
    return f"{parts.scheme}://{place}{parts.path.rstrip('/')}"
