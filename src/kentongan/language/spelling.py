"""Words spelt wrongly, and what they should be.

    standard("apotik")   -> Standard("apotek", …)     listed non-standard forms and common slips
    suggest("kecamtan")  -> "kecamatan"               one keystroke away from one frequent word

Both know small letters only and need no system package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from kentongan.language.words import Rank, is_known, ranks

_TABLE = Path(__file__).parent / "data" / "nonstandard.tsv"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aiueo")
_CLITICS = ("nya", "lah", "kah", "pun")
_LEAST = 5
#: Neighbours on the keyboard, and letters that are heard alike.
_PAIRS = (
    "qw we er rt ty yu ui io op as sd df fg gh hj jk kl zx xc cv vb bn nm qa ws ed rf tg yh uj"
    " ik ol az sx dc fv gb hn jm ai ae ie ou fp vp td kg kq bp sz jz ao eu iy"
).split()
_NEAR = {
    char: frozenset(pair.replace(char, "") for pair in _PAIRS if char in pair) for char in _LETTERS
}


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard form of a listed one.

    ``in_title``: also wrong where it stands in a row of capitals; ``small_only``: with a capital it
    is a name; ``proper``: the standard form keeps its own capitals.
    """

    form: str
    in_title: bool = False
    small_only: bool = False
    proper: bool = False


@cache
def table() -> dict[str, Standard]:
    """Listed non-standard forms (some of several words) with the standard ones."""
    found: dict[str, Standard] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        word, form, marks = line.split("\t")
        entry = Standard(form, "+" in marks, "-" in marks, "!" in marks)
        found[word] = entry
        if "*" in marks:
            for wrong, right in _derived(word, form):
                found.setdefault(wrong, Standard(right, entry.in_title, entry.small_only))
    return found


def _derived(wrong: str, right: str) -> Iterator[tuple[str, str]]:
    """``himbau``, ``imbau`` -> ``dihimbau``, ``diimbau`` and so on."""
    for suffix in ("", "kan", "i", "an"):
        for prefix in ("di", "ter", "ber", "ke", "se"):
            if prefix != "ke" or suffix == "an":
                yield prefix + wrong + suffix, prefix + right + suffix
        if suffix:
            yield wrong + suffix, right + suffix
        goal = _nasal(right) + suffix
        for start in {_nasal(wrong), "me" + wrong, "men" + wrong, "meng" + wrong, "mem" + wrong}:
            yield start + suffix, goal
            yield "pe" + start[2:] + suffix, "pe" + goal[2:]


def _nasal(root: str) -> str:
    first = root[0]
    if first in "lmnrwy":
        return "me" + root
    if first in "bfv":
        return "mem" + root
    if first == "p":
        return "mem" + root[1:]
    if first in "cdjz":
        return "men" + root
    if first == "t":
        return "men" + root[1:]
    if first == "s":
        return "meny" + root[1:]
    if first == "k":
        return "meng" + root[1:]
    return "meng" + root


@lru_cache(maxsize=8_192)
def standard(word: str) -> Standard | None:
    """The standard form of ``word`` (small letters), with its ``-nya`` or ``-lah`` put back."""
    listed = table()
    if word in listed:
        return listed[word]
    for clitic in _CLITICS:
        base = word[: -len(clitic)]
        if word.endswith(clitic) and base in listed:
            entry = listed[base]
            return Standard(entry.form + clitic, entry.in_title, entry.small_only, entry.proper)
    form = _by_rule(word)
    return Standard(form) if form else None


_KEPT = re.compile(
    r"(?P<nasal>meng(?=k[aeiou])|mem(?=p[aeiou])|men(?=[ts][aeiou]))"
    r"(?P<first>[kpts])(?P<rest>[a-z]{3,}?)(?P<tail>(?:kan|i)?(?:nya|lah)?)"
)
#: These keep their first letter, or the letters before them are no mere nasal.
_KEPT_RIGHTLY = re.compile(r"(?:meng)?kaji|mem(?:per|pel|pem|pen|punya)|men(?:ter|sis)|mengkirik")
_LONG_ROOT = 6
_MELTED = {"k": "meng", "p": "mem", "t": "men", "s": "meny"}


def _by_rule(word: str) -> str | None:
    """``mengkonsumsi`` -> ``mengonsumsi``, ``produktifitas`` -> ``produktivitas``."""
    if "ifitas" in word:
        return word.replace("ifitas", "ivitas")
    match = _KEPT.fullmatch(word) if word[:2] == "me" else None
    if match is None or _KEPT_RIGHTLY.match(word):
        return None
    root = match["first"] + match["rest"]
    known = ranks().get(root)
    if known is None or known < Rank.RARE or sum(char in _VOWELS for char in root) < 2:
        return None
    if match["first"] in "ts" and len(root) < _LONG_ROOT and not match["tail"].startswith("kan"):
        return None  # mentari, menteri
    return _MELTED[match["first"]] + match["rest"] + match["tail"]


@lru_cache(maxsize=8_192)
def suggest(word: str) -> str | None:
    """What an unknown ``word`` of small letters was surely meant to be; ``None``: not sure."""
    if len(word) < _LEAST or not word.isascii() or not word.isalpha():
        return None
    found = _lost_letter_before_nya(word) or _doubled(word) or _best(word)
    if found:
        return found
    for start, end in _parts(word):
        inner = _best(word[start : len(word) - end]) if len(word) - start - end > _LEAST else None
        whole = word[:start] + inner + word[len(word) - end :] if inner else ""
        if whole and is_known(whole):
            return whole
    return None


def _lost_letter_before_nya(word: str) -> str | None:
    """``kegiatanya`` lacks an n: ``kegiatannya``."""
    if not word.endswith("anya") or is_known(word[:-3]):
        return None
    stem = word[:-3] + "n"
    return stem + "nya" if len(stem) > _LEAST and is_known(stem) else None


def _doubled(word: str) -> str | None:
    """``anakanak`` -> ``anak-anak``, ``bersamasama`` -> ``bersama-sama``."""
    for start in (0, 3) if word.startswith("ber") else (0,):
        half, odd = divmod(len(word) - start, 2)
        root = word[start : start + half]
        if not odd and half > 2 and word.endswith(root + root) and is_known(root):
            return f"{word[:start]}{root}-{root}"
    return None


def _parts(word: str) -> Iterator[tuple[int, int]]:
    """How much to set aside at the beginning and the end."""
    for clitic in _CLITICS:
        if word.endswith(clitic):
            yield 0, len(clitic)
    for prefix in ("di", "ter", "ber"):
        if word.startswith(prefix):
            yield len(prefix), 0


def _best(word: str) -> str | None:
    listed = ranks()
    found: dict[str, int] = {}
    for candidate, ease in _edits(word):
        known = listed.get(candidate)
        if known is not None and known >= Rank.RARE:
            weight = known - Rank.RARE + ease
            if weight > found.get(candidate, 0):
                found[candidate] = weight
    if not found:
        return None
    best, *others = sorted(found, key=lambda candidate: -found[candidate])
    needed = 6 if len(word) < 6 else 5 if len(word) < 8 else 4 if len(word) < 10 else 3
    rival = found[others[0]] if others else 0
    return best if found[best] >= needed and found[best] > rival else None


def _edits(word: str) -> Iterator[tuple[str, int]]:
    """Words one slip away, with how easily the slip is made (1 to 3)."""
    long = len(word) > 8
    for i, char in enumerate(word):
        head, tail = word[:i], word[i + 1 :]
        if tail and char != tail[0]:
            yield head + tail[0] + char + tail[1:], 3
        yield head + tail, 3 if head[-1:] == char else 2 if i and long else 1
        near = _NEAR.get(char, frozenset()) if i else ()
        missed, tail_with = 3 if i else 2, char + tail
        for letter in _LETTERS:
            yield head + letter + tail_with, missed
            if letter != char:
                yield head + letter + tail, 2 if letter in near else 1
    for letter in _LETTERS:
        yield word + letter, 2
