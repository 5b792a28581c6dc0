"""Sentences for people, from code that knows neither its reader nor, often, Django.

They are written in Indonesian. :func:`gettext` gives the sentence in the language of the moment, as
a :class:`Said`, which can be said again in another: whoever reads what a worker stored is not
whoever caused it. Storing and reading: ``kernel/sentences.py``. The web application puts Django's
gettext here (``web/apps.py``); without it texts are as they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, SupportsIndex

Translate = Callable[[str], str]
Count = Callable[[str, str, int], str]

_translators: list[tuple[Translate, Count]] = []


class Said(str):
    """A sentence that remembers how it was made, also with its values filled in."""

    again: Callable[[], str]

    def __new__(cls, again: Callable[[], str]) -> Said:
        """The sentence as ``again`` says it now."""
        made = super().__new__(cls, again())
        made.again = again
        return made

    def __str__(self) -> str:
        """Itself: ``str(error)`` of an error raised with one still remembers."""
        return self

    def __mod__(self, values: Any) -> Said:
        """With its values, of which those that were said are said anew, too."""
        return Said(lambda: self.again() % _anew(values))

    def format(self, *values: object, **named: object) -> Said:
        """As ``%``, for texts that name their values in braces."""
        return Said(lambda: self.again().format(*_anew(values), **_anew(named)))

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        """For another process it is the text it is now."""
        return str, (str.__str__(self),)


def altered(text: str, change: Callable[[str], str]) -> str:
    """``change`` made to ``text``, in whatever language it is said."""
    if not isinstance(text, Said):
        return change(text)
    return Said(lambda: change(str.__str__(text.again())))


def _anew(values: Any) -> Any:
    if isinstance(values, Mapping):
        return {name: _anew(value) for name, value in values.items()}
    if isinstance(values, tuple):
        return tuple(_anew(value) for value in values)
    if isinstance(values, Exception):
        values = str(values)
    return values.again() if isinstance(values, Said) else values


def set_translator(translate: Translate | None, count: Count | None = None) -> None:
    """Register what translates a text, and one that counts; ``None`` leaves texts as written."""
    _translators[:] = [(translate, count or _as_written)] if translate else []


def _as_written(singular: str, plural: str, number: int) -> str:
    return singular if number == 1 else plural


def gettext(text: str) -> str:
    """``text`` in the language of the moment; what was said already stays as it was made."""
    if isinstance(text, Said):
        return text
    return Said(lambda: _translators[0][0](text) if _translators and text else text)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form for ``number`` in the language of the moment."""

    def again() -> str:
        count = _translators[0][1] if _translators else _as_written
        return count(singular, plural, number)

    return Said(again)


def gettext_noop(text: str) -> str:
    """Mark ``text`` for translation later, where it is shown."""
    return text
