"""Freed memory goes back to the system where the C library can do it, and nothing happens else."""

import ctypes
import gc
from contextlib import suppress
from types import SimpleNamespace

import pytest

from kentongan.kernel.memory import give_back, loading

pytestmark = pytest.mark.no_database


def test_all_that_is_free_is_asked_back(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(malloc_trim=kept.append))
    give_back()
    assert kept == [0]


def test_a_library_that_cannot_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace())
    give_back()


def test_garbage_is_looked_for_again_after_loading_even_when_that_fails() -> None:
    before = gc.get_freeze_count()
    with suppress(LookupError), loading():
        assert not gc.isenabled()
        raise LookupError
    assert gc.isenabled()
    assert gc.get_freeze_count() > before
    gc.unfreeze()
