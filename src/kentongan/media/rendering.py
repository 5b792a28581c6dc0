"""What is sent to a network: a file of ours within its limits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kentongan.media import files


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that can be sent. ``name`` is relative to the root; bytes, pixels, seconds."""

    name: str
    mime: str
    size: int
    width: int
    height: int
    seconds: float = 0.0

    @property
    def path(self) -> Path:
        """Where it lies on this disk; fetched there if need be."""
        return files.path(self.name)
