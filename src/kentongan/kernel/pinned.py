"""Connections to an address that was checked: httpcore2's, without its pool.

Apart from ``http.py`` because only whoever sends anything needs it loaded.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

#: Before a byte of the request was written.
NOT_CONNECTED = (httpcore2.ConnectError, httpcore2.ConnectTimeout)
#: What was asked for cannot be said in HTTP.
NOT_HTTP = httpcore2.LocalProtocolError
#: Anywhere on the way there or back.
BROKEN = (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError)
#: An idle connection is used again for so many seconds.
KEPT = 5.0


class _Pinned(httpcore2.SyncBackend):
    """Connects to the address that was checked, whatever the name says by now."""

    def __init__(self, address: str) -> None:
        self._address = address

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the name: it is what TLS asks for
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        return super().connect_tcp(self._address, port, timeout, local_address, socket_options)


def connection(
    to: tuple[bytes, bytes, int], address: str, tls: ssl.SSLContext
) -> httpcore2.HTTPConnection:
    """A connection to scheme, host and port at ``address``; its first request opens it."""
    return httpcore2.HTTPConnection(
        httpcore2.Origin(*to),
        ssl_context=tls,
        keepalive_expiry=KEPT,
        network_backend=_Pinned(address),
    )


def request(given: httpx2.Request) -> httpcore2.Request:
    """The request in the words of httpcore2."""
    url = given.url
    target = httpcore2.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    return httpcore2.Request(
        given.method,
        target,
        headers=given.headers.raw,
        content=given.stream,
        extensions=given.extensions,
    )
