"""A strict stand-in for clamd: the INSTREAM command over a socket, as clamd(8) describes it."""

from __future__ import annotations

import socket
import struct
import threading
import time
from pathlib import Path

#: The EICAR test string, in two parts so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "Eicar-Signature"


class Clamd:
    """Listens in a thread; ``seen`` are the files it was given, ``wrong`` what was no protocol.

    ``most`` is its StreamMaxLength. ``says`` replaces its verdict, ``silent`` keeps it quiet,
    ``thinks`` so many seconds.
    """

    def __init__(self, place: Path | None = None) -> None:
        family = socket.AF_UNIX if place else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        self._socket.bind(str(place) if place else ("127.0.0.1", 0))
        self._socket.listen(8)
        self.address = f"unix:{place}" if place else f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.seen: list[bytes] = []
        self.wrong: list[str] = []
        self.most = 25_000_000
        self.says: bytes | None = None
        self.silent = False
        self.thinks = 0.0
        self._open = True
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the door."""
        self._open = False
        self._socket.close()

    def _serve(self) -> None:
        while self._open:
            try:
                line, _peer = self._socket.accept()
            except OSError:
                return
            with line:
                line.settimeout(10)
                try:
                    self._one(line)
                except (OSError, EOFError) as error:
                    self.wrong.append(repr(error))

    def _one(self, line: socket.socket) -> None:
        command = self._exactly(line, len(b"zINSTREAM\0"))
        if command != b"zINSTREAM\0":
            self.wrong.append(f"command {command!r}")
            line.sendall(b"UNKNOWN COMMAND\0")
            return
        data = b""
        while size := struct.unpack("!I", self._exactly(line, 4))[0]:
            if len(data) + size > self.most:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
            data += self._exactly(line, size)
        self.seen.append(data)
        if self.silent:
            return
        time.sleep(self.thinks)
        found = f"stream: {SIGNATURE} FOUND" if EICAR in data else "stream: OK"
        line.sendall((self.says if self.says is not None else found.encode()) + b"\0")

    @staticmethod
    def _exactly(line: socket.socket, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = line.recv(size - len(data))
            if not piece:
                raise EOFError("hung up in the middle")
            data += piece
        return data
