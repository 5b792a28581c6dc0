"""Web addresses in what people write, in the one form in which they are asked and remembered."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from kentongan.language.normalise import Strength, normalise
from kentongan.language.tokens import links

LONGEST = 2000


def address_of(written: str) -> str:
    """A link as it is asked: with its scheme, host in small letters, no fragment.

    Empty for what is never asked: other schemes, an account in the address, and what is none.
    """
    text = written.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and host and "@" not in parts.netloc
    if not is_web or len(text) > LONGEST:
        return ""
    place = f"[{host}]" if ":" in str(host) else host
    where = place if port is None else f"{place}:{port}"
    return urlunsplit((parts.scheme, where, parts.path, parts.query, ""))


def addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """The addresses in ``texts``, each once, in order."""
    found = (
        address_of(link.text)
        for text in texts
        for link in links(normalise(text, Strength.LIGHT).text)
    )
    return tuple(dict.fromkeys(address for address in found if address))
