"""Files: written whole or not at all, named by their content, never listed.

They lie on the disk of the server; or, where a bucket is configured (``bucket.py``), in it, and
the disk holds copies of what was used lately. What is on its way in is always on the disk.
"""

from __future__ import annotations

import mimetypes
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.files.storage import storages

from kentongan.kernel import disk
from kentongan.kernel.say import gettext as _
from kentongan.media.errors import NoRoom, StorageAway

if TYPE_CHECKING:
    from kentongan.media.bucket import Bucket

FOLDER = "media"
RENDITIONS = "turunan"
PAPERS = "izin"
#: What citizens enclose: of no unit's library, the inbox clears it away.
CITIZENS = "warga"
#: Folders that lie in the bucket, where there is one.
STORED = (FOLDER, RENDITIONS, PAPERS, CITIZENS)
#: The alias of the bucket among Django's storages.
ALIAS = "files"
_DRAFT = ".tulis-"
_PIECE = 262_144


def root() -> Path:
    """Where all files of this disk lie."""
    return Path(settings.MEDIA_ROOT)


def bucket() -> Bucket | None:
    """The bucket, where one is configured."""
    return cast("Bucket", storages[ALIAS]) if ALIAS in settings.STORAGES else None


def content_name(sha256: str, extension: str, *, suffix: str = "") -> str:
    """The name of a file of that content, relative to the root."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}{suffix}.{extension}"


# ------------------------------------------------------------------------------------ writing


def write(name: str, data: bytes) -> None:
    """Write a file so that a reader sees all of it or nothing; repeating is harmless.

    Raises :class:`NoRoom` when the disk or quota is full, :class:`StorageAway` when the bucket
    does not answer; other ``OSError`` pass through.
    """
    place = root() / name
    with _draft(place) as draft:
        with open(draft, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, place)
    _put(name, place)


@contextmanager
def _draft(place: Path) -> Iterator[Path]:
    """A free path beside ``place``, gone when something went wrong."""
    draft = place.with_name(f"{_DRAFT}{secrets.token_hex(8)}")
    try:
        with room():
            place.parent.mkdir(parents=True, exist_ok=True)
            yield draft
    except (OSError, NoRoom):
        draft.unlink(missing_ok=True)
        raise


def adopt(made: Path, name: str) -> None:
    """Give a finished file of the same disk its name, all of it or nothing."""
    place = root() / name
    with room():
        place.parent.mkdir(parents=True, exist_ok=True)
        with open(made, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(made, place)
    _put(name, place)


def _put(name: str, place: Path) -> None:
    """Into the bucket, where there is one; without it there the file was not stored."""
    if (store := bucket()) is None:
        return
    try:
        store.put(name, place, mimetypes.guess_type(name)[0] or "application/octet-stream")
    except StorageAway:
        place.unlink(missing_ok=True)
        raise


@contextmanager
def room() -> Iterator[None]:
    """Turn a full disk or quota into :class:`NoRoom`; other errors pass through."""
    try:
        yield
    except OSError as error:
        if disk.is_full(error):
            raise NoRoom(full_sentence()) from error
        raise


def full_sentence() -> str:
    """What to say when the disk is full."""
    return _("Penyimpanan server penuh; berkas belum disimpan. Kabari pengelola server.")


# ------------------------------------------------------------------------------------ reading


def path(name: str) -> Path:
    """The file on this disk, to be read; fetched from the bucket in constant memory if need be.

    A file that is nowhere is found out when it is opened. Raises :class:`StorageAway`.
    """
    place = root() / name
    store = bucket()
    if store is not None and not place.exists() and store.holds(name):
        with _draft(place) as draft:
            with open(draft, "xb") as file:
                for piece in store.parts(name):
                    file.write(piece)
            os.replace(draft, place)
    return place


def read(name: str) -> bytes:
    """The content of a file; ``FileNotFoundError`` when it is gone."""
    return path(name).read_bytes()


def exists(name: str) -> bool:
    """Whether the file is there."""
    if not name:
        return False
    store = bucket()
    return (root() / name).exists() or (store is not None and store.holds(name))


def size(name: str) -> int:
    """How many bytes it has; ``FileNotFoundError`` when it is gone."""
    place, store = root() / name, bucket()
    return place.stat().st_size if store is None or place.exists() else store.length(name)


def parts(name: str, first: int, last: int) -> Iterator[bytes]:
    """Bytes ``first`` to ``last``, both included, piece by piece, from wherever they lie."""
    place, store = root() / name, bucket()
    if store is not None and not place.exists():
        yield from store.parts(name, first, last)
        return
    left = last - first + 1
    with place.open("rb") as file:
        file.seek(first)
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece


def starting(folder: str, stem: str) -> Iterator[str]:
    """Names in ``folder`` whose last part begins with ``stem``."""
    found = [place.name for place in (root() / folder).glob(f"{stem}*")]
    if not found and (store := bucket()) is not None:
        found = [name.rpartition("/")[2] for name, _at in store.listed(f"{folder}/{stem}")]
    yield from (f"{folder}/{name}" for name in found)


def link(name: str, mime: str, life: timedelta) -> str:
    """An address of the bucket itself, for so long; empty where files are served from here."""
    store = bucket()
    return store.link(name, mime, life) if store is not None and settings.S3_DIRECT else ""


# ------------------------------------------------------------------------------------ clearing


def remove(name: str) -> None:
    """Remove a file; gone already is fine."""
    (root() / name).unlink(missing_ok=True)
    if (store := bucket()) is not None and name.startswith(tuple(f"{f}/" for f in STORED)):
        store.drop(name)


def older_than(moment: datetime, folder: str = FOLDER) -> Iterator[str]:
    """Names of files below ``folder`` last written before ``moment``, drafts included."""
    store = bucket()
    told = set()
    if store is not None and folder in STORED:
        for name, written in store.listed(f"{folder}/"):
            if written < moment:
                told.add(name)
                yield name
    yield from (name for name in _on_disk(moment, folder) if name not in told)


def _on_disk(moment: datetime, folder: str) -> Iterator[str]:
    base = root() / folder
    if not base.is_dir():
        return
    for place in sorted(base.rglob("*")):
        if place.is_file() and datetime.fromtimestamp(place.stat().st_mtime, UTC) < moment:
            yield place.relative_to(root()).as_posix()


def drop_copies(moment: datetime, limit: int) -> int:
    """Remove copies on this disk last written before ``moment``; gives how many.

    What lies only here, because the bucket is new, is put into it first. Nothing without a bucket.
    """
    store = bucket()
    gone = 0
    for folder in STORED if store is not None else ():
        for name in _on_disk(moment, folder):
            if gone >= limit:
                return gone
            place = root() / name
            if store is not None and not store.holds(name) and _DRAFT not in name:
                _put(name, place)
            place.unlink(missing_ok=True)
            gone += 1
    return gone
