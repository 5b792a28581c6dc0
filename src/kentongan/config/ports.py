"""Is the port free? The launcher runs this file alone, with any Python, before anything is set up.

Standard library only, and no import of the package.
"""

from __future__ import annotations

import errno
import os
import socket
import sys


def trouble_as_given(host: str, port: str) -> str:
    """``trouble`` for a port as it was typed."""
    return trouble(host, int(port)) if port.isdecimal() else f"Porta harus angka, bukan {port!r}."


def trouble(host: str, port: int) -> str:
    """What keeps a server from listening at ``host:port``, as a sentence; empty: nothing."""
    if not 1 <= port <= 65535:
        return f"Porta {port} tidak ada. Pilih angka 1024 sampai 65535: --port 8000"
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        return f"Alamat {host} tidak dikenal di mesin ini. Pakai --host 127.0.0.1 atau 0.0.0.0."
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are only fading away counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            return _words(error, host, port)
    return ""


def _words(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        free = next((p for p in range(port + 1, min(port + 50, 65536)) if not trouble(host, p)), 0)
        advice = f"Coba: ./kentongan up --port {free}" if free else "Pilih yang lain dengan --port."
        return f"Porta {port} sedang dipakai program lain. {advice}"
    if error.errno == errno.EACCES:
        return f"Porta {port} hanya boleh dipakai root. Pilih angka di atas 1023: --port 8000"
    return f"Tidak bisa mendengarkan di {host}:{port} ({error.strerror}). Ubah --host atau --port."


def _option(arguments: list[str], name: str, default: str) -> str:
    """The value of ``--name value`` or ``--name=value``; the rest is checked later."""
    value = default
    for index, argument in enumerate(arguments):
        if argument == name and index + 1 < len(arguments):
            value = arguments[index + 1]
        elif argument.startswith(f"{name}="):
            value = argument.partition("=")[2]
    return value


def main(arguments: list[str]) -> int:
    """Print the trouble, if any; 1 then."""
    host = _option(arguments, "--host", os.environ.get("KENTONGAN_HOST", "127.0.0.1"))
    port = _option(arguments, "--port", os.environ.get("KENTONGAN_PORT", "8000"))
    words = trouble_as_given(host, port)
    if words:
        print(f"kentongan: {words}", file=sys.stderr)
    return 1 if words else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
