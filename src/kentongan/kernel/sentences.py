"""Sentences that one process stores and another shows, to readers of other languages.

A :class:`SentenceField` holds the sentence in the language of the product and, behind a separator
that no text carries, the others in which it cannot be found by translating the stored one: those
with values. Read, it is in the language of the moment. So one column is one sentence: whoever
empties or replaces it does so in all languages, and what nobody said costs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import translation

from kentongan.kernel.say import Said

#: Between the sentence and the JSON of the others; a control character, which texts are cleaned of.
_SEPARATOR = "\x1e"


def in_language(text: str, language: str) -> str:
    """``text`` in ``language``; as it is where it does not remember how it was made."""
    if not isinstance(text, Said):
        return text
    with translation.override(language):
        return str.__str__(text.again())


def in_languages(text: str) -> tuple[str, dict[str, str]]:
    """``text`` in the language of the product, and by code in the others where it differs."""
    usual = settings.LANGUAGE_CODE
    words = in_language(text, usual)
    said = {code: in_language(text, code) for code, _label in settings.LANGUAGES if code != usual}
    return words, {code: other for code, other in said.items() if other != words}


def stored(text: str, longest: int | None = None) -> str:
    """``text`` as it is kept, each language cut to ``longest`` characters."""
    if not isinstance(text, Said):
        return text.replace(_SEPARATOR, " ")[:longest]
    words, others = in_languages(text)
    words = words.replace(_SEPARATOR, " ")[:longest]
    kept = {
        code: other[:longest]
        for code, other in others.items()
        if other[:longest] != in_language(_read(words), code)
    }
    return f"{words}{_SEPARATOR}{json.dumps(kept, ensure_ascii=False)}" if kept else words


def stored_within(value: Any) -> Any:
    """JSON-like ``value`` with the sentences in it as they are kept."""
    if isinstance(value, Said):
        return stored(value)
    if isinstance(value, Mapping):
        return {name: stored_within(item) for name, item in value.items()}
    return [stored_within(item) for item in value] if isinstance(value, list | tuple) else value


def read(kept: str) -> str:
    """What :func:`stored` kept, in the language of the moment; can be said and stored again."""
    return _read(kept) if kept else kept


def _read(kept: str) -> Said:
    words, _separator, rest = kept.partition(_SEPARATOR)
    others: dict[str, str] = json.loads(rest) if rest else {}
    return Said(lambda: others.get(translation.get_language() or "") or translation.gettext(words))


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class SentenceField(_Text):
    """A sentence for people; ``max_length`` cuts it, in each language."""

    def get_prep_value(self, value: Any) -> Any:
        """As it is kept."""
        value = super().get_prep_value(value)
        return stored(value, self.max_length) if value else value

    def to_python(self, value: Any) -> Any:
        """A sentence stays what it is."""
        return value if isinstance(value, Said) else super().to_python(value)

    def from_db_value(self, value: str | None, *_column: object) -> str | None:
        """In the language of the moment."""
        return _read(value) if value else value
