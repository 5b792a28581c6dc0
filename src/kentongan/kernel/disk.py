"""The disk: how much is free, and whether an error is about there being nothing left."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
#: https://www.postgresql.org/docs/current/errcodes-appendix.html: ``disk_full``.
_SQLSTATE = "53100"
#: SQLite, and a process of ours that reports what it met, say it in words only.
_WORDS = ("disk is full", os.strerror(errno.ENOSPC))


def free(folder: Path) -> int:
    """Bytes that are free on the disk of ``folder``."""
    return shutil.disk_usage(folder).free


def is_full(error: BaseException) -> bool:
    """Whether it is for want of room: on a disk, within a quota, or in the database."""
    return any(_tells(one) for one in _line(error))


def _tells(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    if getattr(error, "sqlstate", None) == _SQLSTATE:
        return True
    return any(words in str(error) for words in _WORDS)


def _line(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from; never the same twice."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__
