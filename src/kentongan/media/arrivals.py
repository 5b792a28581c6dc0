"""Files on their way: written piece by piece, one writer at a time, never lost what arrived.

The length of the file is the truth about how much arrived. A writer holds the kernel's lock on it,
which goes with its process, so that one that was killed keeps nobody out.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from uuid import UUID

from kentongan.kernel import disk
from kentongan.kernel.say import gettext as _
from kentongan.media import files, limits
from kentongan.media.errors import Busy, NoRoom

FOLDER = "masuk"
_CHUNK = 262_144
_TURN = ".giliran"


class Stream(Protocol):
    """What is read piece by piece: a request, an uploaded file, an open file."""

    def read(self, size: int = ..., /) -> bytes:
        """At most ``size`` bytes; empty at the end."""
        ...


def path(incoming: UUID) -> Path:
    """Where the bytes of an upload lie."""
    return files.root() / FOLDER / f"{incoming}.bagian"


def workplace(incoming: UUID) -> Path:
    """Where what is made of it lies until it is finished; on the same disk."""
    return files.root() / FOLDER / f"{incoming}.olah.mp4"


def received(incoming: UUID) -> int:
    """How many bytes have arrived."""
    try:
        return path(incoming).stat().st_size
    except FileNotFoundError:
        return 0


def make_room(size: int) -> None:
    """Make the folder; raises :class:`NoRoom` when so many bytes will not fit on the disk."""
    folder = files.root() / FOLDER
    with files.room():
        folder.mkdir(parents=True, exist_ok=True)
    if disk.free(folder) < size + limits.RESERVE_BYTES:
        raise NoRoom(files.full_sentence())


@contextmanager
def alone(incoming: UUID) -> Iterator[None]:
    """Hold the file; raises :class:`Busy` when somebody else does."""
    with _locked(path(incoming)):
        yield


@contextmanager
def turn() -> Iterator[None]:
    """One video is worked on at a time; raises :class:`Busy` when it is somebody else's turn."""
    with _locked(files.root() / FOLDER / _TURN):
        yield


@contextmanager
def _locked(place: Path) -> Iterator[None]:
    with files.room():
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(_("Berkas ini sedang dikirim atau diolah. Tunggu sebentar.")) from None
        yield
    finally:
        os.close(handle)


def append(incoming: UUID, source: Stream, *, most: int) -> int:
    """Add at most ``most`` bytes at the end, in constant memory; call it :func:`alone`.

    Returns how many were added. What arrived before a full disk (:class:`NoRoom`) or a broken
    connection (``OSError``) stays.
    """
    added = 0
    with files.room(), open(path(incoming), "ab", buffering=0) as file:
        try:
            while added < most:
                piece = source.read(min(_CHUNK, most - added))
                if not piece:
                    break
                added += _write(file.fileno(), piece)
        finally:
            os.fsync(file.fileno())
    return added


def _write(handle: int, piece: bytes) -> int:
    """All of it: the kernel may take less at a time where the disk is nearly full."""
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(handle, rest) :]
    return len(piece)


def discard(incoming: UUID) -> None:
    """Remove all that belongs to an upload; gone already is fine."""
    for place in (path(incoming), workplace(incoming)):
        place.unlink(missing_ok=True)
