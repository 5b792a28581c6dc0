"""Places of one's own region, found in a message by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kentongan.language.normalise import Strength, normalise
from kentongan.language.triage.features import LONGEST

_WORD = re.compile(r"[^\W_]+")
_LEVELS = frozenset(
    "kabupaten kab kota kotamadya kecamatan kec kapanewon distrik kelurahan kel kalurahan desa ds"
    " nagari gampong pekon kampung kp dusun dsn pulau".split()
)
#: Names of places that are also words of every day: only right after a word for what they are.
_ORDINARY = frozenset(
    "air alam baru batu bina bumi cinta damai dua gembira hilir hulu indah jaya kali karya kota"
    " lama laut makmur maju mekar merdeka mulya mulyo muara pasar pasir pintu pulau rata sari"
    " satu sejahtera selatan sehat sentosa setia suka sukses sumber tengah timur barat utara"
    " tiga toko tua usaha wangi mandiri rahayu bersama mulia harapan waras gunung rejo".split()
)


class Gazetteer:
    """The names that count, ``Kecamatan``, ``Desa`` and the like in front or not.

    Of names of which one contains the other at the same place the longer is meant.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_words: dict[tuple[str, ...], list[str]] = {}
        self._longest = 0
        for name in dict.fromkeys(names):
            words = _bare(_words(name))
            if not words:
                continue
            self._by_words.setdefault(words, []).append(name)
            self._longest = max(self._longest, len(words))
        self._first = frozenset(words[0] for words in self._by_words)

    def places(self, text: str) -> tuple[str, ...]:
        """The names found, as they were given, in the order of the text, each once."""
        if not self._by_words:
            return ()
        words = _words(text[:LONGEST])
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            size = self._size_at(words, at) if words[at] in self._first else 0
            if size:
                names = self._by_words[words[at : at + size]]
                found.update(dict.fromkeys(_meant(names, words[at - 1] if at else "")))
            at += size or 1
        return tuple(found)

    def _size_at(self, words: tuple[str, ...], at: int) -> int:
        for size in range(min(self._longest, len(words) - at), 0, -1):
            some = words[at : at + size]
            if some not in self._by_words:
                continue
            if size == 1 and some[0] in _ORDINARY and not (at and words[at - 1] in _LEVELS):
                continue
            return size
        return 0


def _words(text: str) -> tuple[str, ...]:
    plain = text.lower() if text.isascii() else normalise(text, Strength.FOLDED).text
    return tuple(_WORD.findall(plain))


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without what the place is, unless nothing else is left."""
    start = 0
    while start < len(words) - 1 and words[start] in _LEVELS:
        start += 1
    return words[start:]


_SAME = {"kec": "kecamatan", "kel": "kelurahan", "ds": "desa", "kab": "kabupaten", "dsn": "dusun",
         "kp": "kampung", "kotamadya": "kota"}  # fmt: skip


def _meant(names: Sequence[str], before: str) -> Sequence[str]:
    """Of places of one name those of the level that stands before it in the message, if any."""
    level = _SAME.get(before, before)
    if level not in _LEVELS or len(names) == 1:
        return names
    return [name for name in names if _words(name)[0] == level] or names


NOWHERE = Gazetteer(())


@lru_cache(maxsize=16)
def _made(names: tuple[str, ...]) -> Gazetteer:
    return Gazetteer(names)


def gazetteer(places: Gazetteer | Iterable[str]) -> Gazetteer:
    """``places`` as a gazetteer; the last few lists of names are kept."""
    return places if isinstance(places, Gazetteer) else _made(tuple(places))
