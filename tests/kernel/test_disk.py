"""A full disk is known by what each layer says of it."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError

from kentongan.kernel import disk

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "penuh"), True),
        (OSError(errno.EDQUOT, "kuota"), True),
        (psycopg.errors.DiskFull("could not extend file"), True),
        (RuntimeError("sqlite3.OperationalError: database or disk is full"), True),
        (OSError(errno.EACCES, "tidak boleh"), False),
        (OperationalError("database is locked"), False),
    ],
)
def test_each_layer_says_it_in_its_own_way(error: Exception, full: bool) -> None:
    assert disk.is_full(error) is full


def test_what_an_error_was_raised_from_counts_and_a_circle_ends() -> None:
    inner, outer = psycopg.errors.DiskFull("could not extend file"), OperationalError("gagal")
    outer.__cause__, inner.__cause__ = inner, outer
    assert disk.is_full(outer)
    inner, outer = ValueError("satu"), ValueError("dua")
    outer.__cause__, inner.__cause__ = inner, outer
    assert not disk.is_full(outer)


def test_a_real_database_that_may_not_grow_says_so(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "kecil.sqlite3") as small:
        small.execute("PRAGMA max_page_count = 3")
        small.execute("CREATE TABLE words (text)")
        with pytest.raises(sqlite3.OperationalError) as caught:
            small.execute("INSERT INTO words VALUES (?)", ["x" * 100_000])
    assert disk.is_full(caught.value)
