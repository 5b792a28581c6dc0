"""File names of strangers, made harmless."""

from __future__ import annotations

import unicodedata
from pathlib import PurePath

_FALLBACK = "gambar"


def clean_stem(name: str, fallback: str = _FALLBACK) -> str:
    """The last part of a path without its extension: printable, at most 180 characters."""
    stem = PurePath(name.replace("\\", "/")).name
    stem = unicodedata.normalize("NFC", stem).rpartition(".")[0] or stem
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in stem)
    tidy = " ".join(kept.split()).strip(". ")
    return tidy[:180] or fallback


def clean_name(name: str, extension: str, fallback: str = _FALLBACK) -> str:
    """A file name to show, with the extension of what the file really is."""
    return f"{clean_stem(name, fallback)}.{extension}"
