"""Where the checkout is, for the commands of developers."""

from __future__ import annotations

from pathlib import Path

from kentongan.config.console import Trouble

ROOT = Path(__file__).resolve().parents[3]
"""The folder with ``pyproject.toml``."""


def tool(name: str) -> str:
    """The path of a developers' tool; raises Trouble where only the package is installed."""
    path = ROOT / "tools" / name
    if not path.exists():
        raise Trouble("Perintah ini untuk pengembang: jalankan dari salinan git Kentongan.")
    return str(path)
