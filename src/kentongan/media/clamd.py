"""Asking clamd about a file over its socket, by the INSTREAM command of its protocol.

Source: clamd(8), section COMMANDS. The file goes in pieces, each after its length as four bytes,
most significant first; a piece of length zero ends it. No Django.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import BinaryIO

_PIECE = 65_536
_ANSWER = 4096
_FOUND = " FOUND"
_OVER = "INSTREAM size limit exceeded"
#: What it is said to have found where it stopped looking, with ``AlertExceedsMax``.
_NOT_ALL = "Heuristics.Limits.Exceeded."
#: Bytes a second that a scanner looks at, at the least: a video may keep it busy for minutes.
SLOWEST = 4_000_000


class ScannerAway(Exception):
    """The scanner cannot be reached, did not answer, or could not look at all of the file."""


class OverLimit(ScannerAway):
    """The scanner did not look at all of the file; ``setting`` is what kept it from that."""

    def __init__(self, answer: str, setting: str) -> None:
        super().__init__(answer)
        self.setting = setting


def scan(address: str, file: BinaryIO, *, seconds: float) -> str:
    """The name of what was found in ``file``, empty for nothing.

    ``address`` is ``host:port`` or the path of a socket, with or without ``unix:`` before it.
    Each step may take ``seconds``, the verdict longer where the file is large. Raises
    :class:`ScannerAway`.
    """
    try:
        with closing(_connect(address, seconds)) as line:
            # clamd answers and hangs up early where the file is over its StreamMaxLength.
            with suppress(BrokenPipeError, ConnectionResetError):
                line.sendall(b"zINSTREAM\0")
                size = 0
                for piece in _pieces(file):
                    line.sendall(struct.pack("!I", len(piece)) + piece)
                    size += len(piece)
                line.sendall(struct.pack("!I", 0))
                line.settimeout(seconds + size / SLOWEST)
            answer = _answer(line)
    except (OSError, ValueError) as error:
        raise ScannerAway(repr(error)) from error
    return _verdict(answer)


def _connect(address: str, seconds: float) -> socket.socket:
    if address.startswith(("unix:", "/")):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _answer(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < _ANSWER:
        piece = line.recv(_ANSWER)
        if not piece:
            break
        said += piece
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(answer: str) -> str:
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(_FOUND):
        found = answer.removeprefix("stream: ").removesuffix(_FOUND)
        if found.startswith(_NOT_ALL):
            raise OverLimit(answer, found.removeprefix(_NOT_ALL))
        return found
    if answer.startswith(_OVER):
        raise OverLimit(answer, "StreamMaxLength")
    raise ScannerAway(answer or "no answer")
