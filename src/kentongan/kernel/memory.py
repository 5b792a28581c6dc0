"""Memory that was freed goes back to the system.

The C library keeps what was freed for later. After something large that happens once (reading all
patterns, a batch of pictures) that is memory which nobody will ask for again.
"""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Return free pages to the system; a few milliseconds. Does nothing where libc cannot."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
