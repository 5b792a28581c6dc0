"""The one HTTP client for the outside world: safe against inner addresses, honest about loss.

Only two things can go wrong below the level of an HTTP answer, and they must never be mixed up:

* :class:`NotSent`: the request certainly did not reach the server (no address, no connection);
* :class:`AnswerLost`: it may have; the answer did not come back whole.
"""

from __future__ import annotations

import functools
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import httpx2

from kentongan.kernel.say import gettext as _

if TYPE_CHECKING:
    import httpcore2

MAX_ANSWER = 5_000_000
#: Seconds to wait for a connection, where the caller names none.
LONGEST_CONNECT = 8.0
_READING = threading.Lock()
USER_AGENT = "Kentongan/0.1"
#: What every request says unless its caller says otherwise.
_ALWAYS = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "User-Agent": USER_AGENT,
}


#: Headers that speak of how the body came, not of what it says.
_OF_THE_WAY = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})


class NotSent(Exception):
    """The request certainly did not reach the server."""


class AnswerLost(Exception):
    """The request may have reached the server; its answer is lost or unreadable."""


class TooLong(AnswerLost):
    """The answer is longer than was wanted."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast


def _with_always(given: Mapping[str, str]) -> dict[str, str]:
    named = {name.lower() for name in given}
    return {**{n: v for n, v in _ALWAYS.items() if n.lower() not in named}, **given}


@functools.cache
def _trust_store() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)


def _tls() -> ssl.SSLContext:
    """One trust store for all clients: reading it costs 20 ms, a client without it 1 ms.

    One at a time: the fifty threads of a burst, which all need it first, would read it each.
    """
    with _READING:
        return _trust_store()


def load() -> None:
    """Load what the first call loads, for a process that others are forked from."""
    import_module("kentongan.kernel.pinned")
    _tls()


def resolve(host: str, port: int) -> list[str]:
    """The addresses of ``host``; raises :class:`NotSent` when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotSent(_("Alamat %(host)s tidak ditemukan.") % {"host": host}) from error
    return sorted({str(entry[4][0]) for entry in found})


class HttpClient:
    """A small client with time-outs, a bound on answers and no redirects.

    ``inner_hosts`` are ``host:port`` pairs that may lie on inner addresses (the sandbox network
    of this installation, servers under test); everything else must be public. The address that
    was checked is the one that is connected to, so a name cannot change its mind in between.
    Each instance is for one piece of work in one thread: connections are not kept for another,
    cookies not at all. Of httpx2 only what makes a request and reads an answer is used: its client
    (jars, redirects, hooks) and its pool cost more in a burst than the rest of the call.
    ``permitted`` is asked right before each request; where it says no, nothing is sent.
    """

    def __init__(
        self,
        *,
        inner_hosts: Iterable[str] = (),
        timeout: float = 20.0,
        resolver: Callable[[str, int], list[str]] = resolve,
        permitted: Callable[[], bool] = lambda: True,
    ) -> None:
        self._permitted = permitted
        self._inner = frozenset(inner_hosts)
        self._timeout = timeout
        self._resolve = resolver
        #: By scheme, host and port.
        self._connections: dict[tuple[bytes, bytes, int], httpcore2.HTTPConnection] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()

    def may_send(self) -> None:
        """Raises :class:`NotSent` where this work is no longer ours to do."""
        if not self._permitted():
            raise NotSent(_("Giliran pekerjaan ini sudah lewat; pekerja lain meneruskannya."))

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        content: bytes | Iterable[bytes] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        most: int = MAX_ANSWER,
    ) -> httpx2.Response:
        """One request, one answer of any status and at most ``most`` bytes.

        Raises :class:`NotSent` or :class:`AnswerLost`, of that :class:`TooLong`.
        """
        self.may_send()
        request = httpx2.Request(
            method,
            _parsed(url),
            headers=_with_always(headers or {}),
            params=params,
            json=json,
            data=data,
            files=files,
            content=content,
            extensions={"timeout": self._waits(timeout)},
        )
        if auth is not None:
            next(httpx2.BasicAuth(*auth).auth_flow(request))
        return self._exchange(request, (timeout or self._timeout) * 2, most)

    def _waits(self, timeout: float | None) -> dict[str, float]:
        """Seconds for each step; where the caller names them, he means connecting, too."""
        wait = self._timeout if timeout is None else timeout
        connect = min(wait, LONGEST_CONNECT) if timeout is None else wait
        return {"connect": connect, "read": wait, "write": wait}

    def _exchange(self, request: httpx2.Request, seconds: float, most: int) -> httpx2.Response:
        """Send it and read the answer."""
        from kentongan.kernel import pinned  # 2 MB, for whoever sends anything

        host = {"host": request.url.netloc.decode()}
        connection = self._connection(request.url)
        try:
            answer = connection.handle_request(pinned.request(request))
        except pinned.NOT_CONNECTED as error:
            raise NotSent(_("Server %(host)s tidak dapat dihubungi.") % host) from error
        except pinned.NOT_HTTP as error:
            raise _unfit(str(request.url)) from error
        except pinned.BROKEN as error:
            raise AnswerLost(_("Jawaban %(host)s hilang di jalan.") % host) from error
        try:
            body = _read(answer, host, seconds, most)
        except (*pinned.BROKEN, httpx2.DecodingError) as error:
            raise AnswerLost(_("Jawaban %(host)s terpotong.") % host) from error
        finally:
            answer.close()
        headers = [(k, v) for k, v in answer.headers if k.lower() not in _OF_THE_WAY]
        return httpx2.Response(answer.status, headers=headers, content=body, request=request)

    def _connection(self, url: httpx2.URL) -> httpcore2.HTTPConnection:
        """The connection there that is still good, else a new one to an address that is checked."""
        from kentongan.kernel import pinned

        port = url.port or (443 if url.scheme == "https" else 80)
        key = url.raw_scheme, url.raw_host, port
        known = self._connections.get(key)
        if known is not None and not (known.is_closed() or known.has_expired()):
            return known
        if known is not None:
            known.close()
        made = pinned.connection(key, self._address(url, port), _tls())
        self._connections[key] = made
        return made

    def _address(self, url: httpx2.URL, port: int) -> str:
        """The address to connect to, for HTTP."""
        host = url.raw_host.decode("ascii")
        if url.scheme == "http" and not self.is_inner(host, port):
            raise NotSent(_("Hanya alamat https yang boleh dihubungi."))
        return self._reached(host, port)

    def is_inner(self, host: str, port: int) -> bool:
        """Whether ``host:port`` may lie on an inner address, and do without TLS."""
        return f"{host}:{port}" in self._inner

    def _reached(self, host: str, port: int) -> str:
        """Resolve the host once and check it: the address to connect to."""
        inner = self.is_inner(host, port)
        addresses = self._resolve(host, port)
        usable = addresses if inner else [a for a in addresses if is_public(a)]
        if not usable or (not inner and len(usable) != len(addresses)):
            raise NotSent(_("Alamat %(url)s bukan alamat umum.") % {"url": host})
        return next((a for a in usable if ":" not in a), usable[0])

    def socket_to(self, host: str, port: int) -> socket.socket:
        """A connection for what speaks no HTTP, as mail: with the same guard and time-outs.

        Raises :class:`NotSent`. Whether a request may leave is asked with :meth:`may_send`.
        """
        try:
            address = (self._reached(host, port), port)
            found = socket.create_connection(address, timeout=min(self._timeout, LONGEST_CONNECT))
        except OSError as error:
            host_named = {"host": f"{host}:{port}"}
            raise NotSent(_("Server %(host)s tidak dapat dihubungi.") % host_named) from error
        found.settimeout(self._timeout)
        return found


def _parsed(url: str) -> httpx2.URL:
    """The address, if HTTP can be spoken there."""
    try:
        _port = urlsplit(url).port  # what httpx2 does not look at
        parsed = httpx2.URL(url)
    except (ValueError, httpx2.InvalidURL) as error:
        raise _unfit(url) from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise _unfit(url)
    return parsed


def _unfit(url: str) -> NotSent:
    """What follows the host may hold a token, and is not repeated."""
    return NotSent(_("Alamat %(url)s tidak sah.") % {"url": "/".join(url.split("/")[:3])[:100]})


def _read(answer: httpcore2.Response, host: dict[str, str], seconds: float, most: int) -> bytes:
    """A bounded body, unpacked; an over-long or dripping one counts as lost."""
    chunks = answer.iter_stream()
    if any(name.lower() == b"content-encoding" for name, _value in answer.headers):
        packed = httpx2.Response(answer.status, headers=answer.headers, content=chunks)
        chunks = packed.iter_bytes()
    body = bytearray()
    deadline = time.monotonic() + seconds
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise TooLong(_("Jawaban %(host)s terlalu panjang.") % host)
        if time.monotonic() > deadline:
            raise AnswerLost(_("Jawaban %(host)s terlalu lambat.") % host)
    return bytes(body)
