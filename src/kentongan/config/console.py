"""What the command line says: steps with their time, and trouble in one line."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class Trouble(Exception):
    """Something the person at the keyboard can put right; ``str()`` says what to do."""


def say(text: str = "") -> None:
    """A line on standard output, at once."""
    print(text, flush=True)


def fail(text: str) -> int:
    """A line on standard error; returns the exit code 1."""
    print(f"kentongan: {text}", file=sys.stderr, flush=True)
    return 1


@contextmanager
def step(name: str) -> Iterator[None]:
    """A line ``name … selesai (1,2 detik)`` around a piece of work."""
    print(f"{name} … ", end="", flush=True)
    begun = time.monotonic()
    try:
        yield
    except KeyboardInterrupt:
        print("dihentikan", flush=True)
        raise
    except BaseException:
        print("gagal", flush=True)
        raise
    print(f"selesai ({seconds(time.monotonic() - begun)})", flush=True)


def seconds(value: float) -> str:
    """``1.23`` as ``1,2 detik``."""
    return f"{value:.1f} detik".replace(".", ",")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns for a terminal."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
