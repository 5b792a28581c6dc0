"""Files on disk: written whole or not at all, named by their content, never listed."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kentongan.media.errors import NoRoom

FOLDER = "media"
RENDITIONS = "turunan"
_DRAFT = ".tulis-"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def root() -> Path:
    """Where all files lie."""
    return Path(settings.MEDIA_ROOT)


def path(name: str) -> Path:
    """Where a file lies, to be read; it need not be there."""
    return root() / name


def content_name(sha256: str, extension: str, *, suffix: str = "") -> str:
    """The name of a file of that content, relative to the root."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}{suffix}.{extension}"


def write(name: str, data: bytes) -> None:
    """Write a file so that a reader sees all of it or nothing; repeating is harmless.

    Raises :class:`NoRoom` when the disk or quota is full; other ``OSError`` pass through.
    """
    path = root() / name
    draft = path.with_name(f"{_DRAFT}{secrets.token_hex(8)}")
    try:
        with room():
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(draft, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
    except (OSError, NoRoom):
        draft.unlink(missing_ok=True)
        raise


def adopt(made: Path, name: str) -> None:
    """Give a finished file of the same disk its name, all of it or nothing."""
    path = root() / name
    with room():
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(made, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(made, path)


@contextmanager
def room() -> Iterator[None]:
    """Turn a full disk or quota into :class:`NoRoom`; other errors pass through."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom(full_sentence()) from error
        raise


def full_sentence() -> str:
    """What to say when the disk is full."""
    return _("Penyimpanan server penuh; berkas belum disimpan. Kabari pengelola server.")


def read(name: str) -> bytes:
    """The content of a file; ``FileNotFoundError`` when it is gone."""
    return (root() / name).read_bytes()


def exists(name: str) -> bool:
    """Whether the file is there."""
    return bool(name) and (root() / name).exists()


def remove(name: str) -> None:
    """Remove a file; gone already is fine."""
    (root() / name).unlink(missing_ok=True)


def older_than(moment: datetime, folder: str = FOLDER) -> Iterator[str]:
    """Names of files below ``folder`` last written before ``moment``, drafts included."""
    base = root() / folder
    if not base.is_dir():
        return
    for path in sorted(base.rglob("*")):
        if path.is_file() and datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
            yield path.relative_to(root()).as_posix()
