"""Asking a web address once whether it opens; no database.

Only an answer counts. Where the connection fails or the answer is lost, the fault may be ours:
nothing is told then. Nor is an address asked that lies inside or is not ``https``.
"""

from __future__ import annotations

import socket

from kentongan.kernel.http import AnswerLost, HttpClient, NotSent, resolve

#: The rule that tells of addresses that do not open (``rules/links_unopened.py``).
RULE = "links.unopened"
#: What a server says of an address that is not there, or that it cannot serve.
DEAD = frozenset({404, 410, 500, 502})
#: Said to ``HEAD`` by servers that answer ``GET``: asked again that way.
_HEAD_REFUSED = frozenset({400, 401, 403, 404, 405, 406, 429, 500, 501, 502, 503})
#: What is stored for a name that no name server knows.
NO_SUCH_NAME = 0
SECONDS = 5.0


class Names:
    """Resolves names, and remembers those of which a name server says that there are none."""

    def __init__(self) -> None:
        self.unknown: set[str] = set()

    def __call__(self, host: str, port: int) -> list[str]:
        """As :func:`kentongan.kernel.http.resolve`."""
        try:
            return resolve(host, port)
        except NotSent as error:
            cause = error.__cause__
            # Any other trouble (a name server that does not answer) may be our own.
            if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME:
                self.unknown.add(host)
            raise


def look(http: HttpClient, names: Names, address: str, host: str) -> int | None:
    """The status ``address`` is answered with, ``NO_SUCH_NAME``, or None where nobody can tell.

    ``http`` resolves with ``names``. Asks with ``HEAD``, and once more with ``GET`` for one byte
    where that is refused.
    """
    try:
        status = http.request("HEAD", address).status_code
        if status in _HEAD_REFUSED:
            status = http.request("GET", address, headers={"Range": "bytes=0-0"}).status_code
    except NotSent:
        return NO_SUCH_NAME if host in names.unknown else None
    except AnswerLost:
        return None
    return status


def opens(status: int) -> bool:
    """Whether an address answered so can be opened, perhaps after signing in."""
    return status != NO_SUCH_NAME and status not in DEAD
