"""Freed memory goes back to the system where the C library can do it, and nothing happens else."""

import ctypes
from types import SimpleNamespace

import pytest

from kentongan.kernel.memory import give_back

pytestmark = pytest.mark.no_database


def test_all_that_is_free_is_asked_back(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(malloc_trim=kept.append))
    give_back()
    assert kept == [0]


def test_a_library_that_cannot_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace())
    give_back()
