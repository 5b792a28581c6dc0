"""Sentences that can be said again in another language: notices are read by others than whoever
caused them.

A module that tells people something imports ``gettext`` (and ``ngettext``) from here. What they
return is a plain sentence in the language of the moment; :func:`in_language` says it in another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import translation


class Said(str):
    """A sentence that remembers how it was made, also with its values filled in."""

    again: Callable[[], str]

    def __new__(cls, again: Callable[[], str]) -> Said:
        """The sentence as ``again`` says it now."""
        made = super().__new__(cls, again())
        made.again = again
        return made

    def __mod__(self, values: Any) -> Said:
        """With its values, of which those that were said are said anew, too."""
        return Said(lambda: self.again() % _anew(values))


def _anew(values: Any) -> Any:
    if isinstance(values, Mapping):
        return {name: _anew(value) for name, value in values.items()}
    return values.again() if isinstance(values, Said) else values


def gettext(message: str) -> Said:
    """As Django's."""
    return Said(lambda: translation.gettext(message))


def ngettext(singular: str, plural: str, number: int) -> Said:
    """As Django's."""
    return Said(lambda: translation.ngettext(singular, plural, number))


def in_language(text: str, language: str) -> str:
    """``text`` in ``language``; as it is where it does not remember how it was made."""
    with translation.override(language):
        return text.again() if isinstance(text, Said) else text
