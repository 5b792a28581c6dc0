"""Texts of the rules in the reader's language, without needing Django.

Rules are written in Indonesian. Inside the web application ``apps.py`` puts gettext here; the
command line needs no translation and leaves the texts as they are.
"""

from __future__ import annotations

from collections.abc import Callable

_translators: list[Callable[[str], str]] = []


def set_translator(translate: Callable[[str], str] | None) -> None:
    """Register the function that translates a text; ``None`` leaves texts as written."""
    _translators[:] = [translate] if translate else []


def gettext(text: str) -> str:
    """``text`` in the language of the moment."""
    return _translators[0](text) if _translators and text else text


def gettext_noop(text: str) -> str:
    """Mark ``text`` for translation later, where it is shown."""
    return text
