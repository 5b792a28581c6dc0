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
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2

from kentongan.kernel.say import gettext as _

MAX_ANSWER = 5_000_000
_READING = threading.Lock()
USER_AGENT = "Kentongan/0.1"
#: What every request says unless its caller says otherwise.
_ALWAYS = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "User-Agent": USER_AGENT,
}


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
    HttpClient().close()


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
    cookies not at all. What ``httpx2.Client`` puts between a request and the wire (jars, redirects,
    hooks) is left out: in a burst it cost more than the rest of the call.
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
        self._transport = httpx2.HTTPTransport(verify=_tls(), trust_env=False)

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
        self._transport.close()

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
        target, extra_headers, extensions = self._pin(url)
        try:
            request = httpx2.Request(
                method,
                target,
                headers=_with_always({**(headers or {}), **extra_headers}),
                params=params,
                json=json,
                data=data,
                files=files,
                content=content,
                extensions={**extensions, "timeout": self._waits(timeout)},
            )
            if auth is not None:
                next(httpx2.BasicAuth(*auth).auth_flow(request))
            response = self._transport.handle_request(request)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise NotSent(
                _("Server %(host)s tidak dapat dihubungi.") % {"host": urlsplit(url).netloc}
            ) from error
        except (httpx2.UnsupportedProtocol, httpx2.InvalidURL, httpx2.LocalProtocolError) as error:
            raise NotSent(_("Alamat %(url)s tidak sah.") % {"url": url[:100]}) from error
        except httpx2.HTTPError as error:
            raise AnswerLost(
                _("Jawaban %(host)s hilang di jalan.") % {"host": urlsplit(url).netloc}
            ) from error
        return self._read(request, response, url, (timeout or self._timeout) * 2, most)

    def _waits(self, timeout: float | None) -> dict[str, float]:
        """Seconds for each step; where the caller names them, he means connecting, too."""
        wait = self._timeout if timeout is None else timeout
        connect = min(wait, 8.0) if timeout is None else wait
        return {"connect": connect, "read": wait, "write": wait, "pool": wait}

    def _read(
        self,
        request: httpx2.Request,
        response: httpx2.Response,
        url: str,
        seconds: float,
        most: int,
    ) -> httpx2.Response:
        """Read a bounded answer; a cut, over-long or dripping one counts as lost."""
        body = bytearray()
        deadline = time.monotonic() + seconds
        try:
            packed = "content-encoding" in response.headers
            for chunk in response.iter_bytes() if packed else response.iter_raw():
                body += chunk
                if len(body) > most:
                    raise TooLong(
                        _("Jawaban %(host)s terlalu panjang.") % {"host": urlsplit(url).netloc}
                    )
                if time.monotonic() > deadline:
                    raise AnswerLost(
                        _("Jawaban %(host)s terlalu lambat.") % {"host": urlsplit(url).netloc}
                    )
        except httpx2.HTTPError as error:
            raise AnswerLost(
                _("Jawaban %(host)s terpotong.") % {"host": urlsplit(url).netloc}
            ) from error
        finally:
            response.close()
        return httpx2.Response(
            response.status_code,
            headers=[
                (k, v)
                for k, v in response.headers.multi_items()
                if k.lower() not in {"content-encoding", "content-length", "transfer-encoding"}
            ],
            content=bytes(body),
            request=request,
        )

    def _pin(self, url: str) -> tuple[str, dict[str, str], dict[str, Any]]:
        """Resolve the host once, check it, and connect to just that address."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise NotSent(_("Alamat %(url)s tidak sah.") % {"url": url[:100]}) from error
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise NotSent(_("Alamat %(url)s tidak sah.") % {"url": url[:100]})
        inner = f"{parts.hostname}:{port}" in self._inner
        if parts.scheme == "http" and not inner:
            raise NotSent(_("Hanya alamat https yang boleh dihubungi."))
        addresses = self._resolve(parts.hostname, port)
        usable = addresses if inner else [a for a in addresses if is_public(a)]
        if not usable or (not inner and len(usable) != len(addresses)):
            raise NotSent(_("Alamat %(url)s bukan alamat umum.") % {"url": parts.hostname})
        first = next((a for a in usable if ":" not in a), usable[0])
        literal = f"[{first}]" if ":" in first else first
        pinned = parts._replace(netloc=f"{literal}:{port}").geturl()
        host = parts.netloc.rpartition("@")[2]
        return pinned, {"Host": host}, {"sni_hostname": parts.hostname}
