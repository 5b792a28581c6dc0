"""Memory: what was freed goes back to the system, what stays is not looked through for garbage."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Objects made between two looks for garbage. A batch of rows makes tens of thousands, none in
#: circles; with Python's 700 the looks cost a tenth of its processor time.
BETWEEN = 20_000


def give_back() -> None:
    """Return free pages to the system; a few milliseconds. Does nothing where libc cannot.

    The C library keeps what was freed for later. After something large that happens once (reading
    all patterns, a batch of pictures) that is memory which nobody will ask for again.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


@contextmanager
def loading() -> Iterator[None]:
    """Around the loading of much that stays: nobody looks through it for garbage, now or later.

    While modules are loaded the looks cost a tenth of the time, and find nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


@contextmanager
def seldom() -> Iterator[None]:
    """Around work that makes many rows and little garbage in circles: looks for it are seldom."""
    before = gc.get_threshold()
    gc.set_threshold(BETWEEN)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def settle() -> None:
    """All that is loaded by now stays: for a process that begins its work."""
    gc.freeze()
    gc.set_threshold(BETWEEN)
