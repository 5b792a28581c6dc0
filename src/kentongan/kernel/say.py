"""Sentences in the reader's language for what must not need Django: HTTP, connectors, rules.

They are written in Indonesian. The web application puts gettext here (``web/apps.py``). A
worker answers no reader, so what it stores stays as it is written.
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
