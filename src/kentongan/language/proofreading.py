"""Finding slips of spelling in a text.

    slips(text, by_sentence(text)) -> [Slip("nonstandard", 6, 12, "apotek"), …]

What stands in quotation marks, in a name, in a regional or a foreign sentence is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from kentongan.language import particles, spelling
from kentongan.language.chat import SHORT, TWO_SENSES, is_colloquial
from kentongan.language.tokens import Token
from kentongan.language.words import Rank, is_foreign, is_known, is_regional, ranks

_DOUBLED = frozenset(
    "yang di ke dan untuk dengan dari pada akan dalam oleh atau agar adalah karena bagi serta"
    " para juga"
    " kami kita ini telah sudah dapat tidak warga".split()
)
_BEFORE_FEASTS = frozenset(
    "bulan suci menyambut selama ibadah safari semarak marhaban ya puasa hari pasar malam"
    " gebyar".split()
)
_CALLS = re.compile(r",? ?(?:[A-Z]|$)|[!?]")
_MANY = re.compile(r"([a-z]{3,})2(nya|an)?")
_GLUED_NAME = re.compile(r"([Dd]i|[Kk]e)([A-Z][a-z]{3,})|(antar|non|pasca|pra|anti|se)([A-Z]\w+)")
_HONORIFICS = frozenset(
    "pak bapak bu ibu bpk kak kakak mas mbak bang kang teh teteh ceu mang bi abah mbah eyang nyi"
    " ki haji hajah hj gus ning cak om tante adik dik saudara sdr dr drs dra ir prof ustaz"
    " kiai".split()
)
_QUOTE = re.compile(r"“[^”\n]{1,400}”|\"[^\"\n]{1,400}\"|‘[^’\n]{1,400}’(?!\w)|«[^»\n]{1,400}»")
_OPEN = frozenset(':"“”‘’(•-–—*>/!?.|')
_MEMO_LIMIT = 20_000
#: With more slips, unknown words in a sentence or words in all it is no text for reading.
MOST_SLIPS, _MOST_UNKNOWN, _MOST_WORDS, _LONG_TEXT, _LONG_WORD = 1_000, 40, 5_000, 8_000, 40
#: A shorter unknown word with a capital may as well be a name; in a row of capitals, too.
_LEAST_WITH_CAPITAL, _LONG_NAME = 6, 8
#: The first words of a sentence tell its language.
_ENOUGH = 200


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip at ``text[start:end]``: what to put in its place.

    ``kind``: ``nonstandard``, ``typo``, ``di_ke``, ``apart``, ``short`` or ``doubled``.
    """

    kind: str
    start: int
    end: int
    replacement: str


Sentences = Sequence[tuple[Token, Sequence[Token]]]
#: What is known of a typed word: its small letters if more words may belong to it (else empty),
#: and the kind and the form of what it is by itself (empty: nothing to say).
_Note = tuple[str, str, str]
_FINE: _Note = ("", "", "")
_NOTHING = ("", "")
_memo: dict[str, _Note] = {}


def slips(text: str, sentences: Sentences) -> list[Slip]:
    """All slips in ``text``, in order. ``sentences``: as ``readability.by_sentence`` gives them."""
    sentences = _readable(text, sentences)
    found = [_in_sentence(text, words) for _sentence, words in sentences]
    if not any(found):
        return []
    kept = [
        slip
        for some, other in zip(found, in_other_language(sentences), strict=True)
        if some and not other
        for slip in islice(some, MOST_SLIPS)
    ][:MOST_SLIPS]
    if not any(mark in text for mark in '“"‘«'):
        return kept
    quotes = [match.span() for match in _QUOTE.finditer(text)]
    return [slip for slip in kept if not any(a <= slip.start < b for a, b in quotes)]


def _readable(text: str, sentences: Sentences) -> Sentences:
    """All sentences; of a long text those before it has used more words than people do."""
    if len(text) < _LONG_TEXT:
        return sentences
    used: set[str] = set()
    for index, (_sentence, words) in enumerate(sentences):
        used.update([word for _start, _end, word in words])
        if len(used) > _MOST_WORDS:
            return sentences[:index]
    return sentences


def in_other_language(sentences: Sentences) -> list[bool]:
    """Which sentences are regional or foreign. In a mixed text any sign of it is enough."""
    found = [is_other_language(words) for _sentence, words in sentences]
    if not any(found) or sum(found) * 3 < len(found):
        return found
    return [other or _is_suspect(words) for other, (_, words) in zip(found, sentences, strict=True)]


def _in_sentence(text: str, words: Sequence[Token]) -> list[Slip]:
    typed = [word for _start, _end, word in words]
    marked = [
        index
        for index, note in enumerate(map(_memo.get, typed))
        if note is not _FINE and (note or _note(typed[index])) is not _FINE
    ]
    return list(_weighed(text, words, marked)) if marked else []


def _weighed(text: str, words: Sequence[Token], marked: Sequence[int]) -> Iterator[Slip]:
    done = -1
    if len(marked) > _MOST_UNKNOWN and sum(_note(words[i].text)[1] == "unknown" for i in marked) > (
        _MOST_UNKNOWN
    ):
        return
    for index in marked:
        word = words[index]
        if word.start < done:
            continue
        first, kind, form = _note(word.text)
        slip = _phrase(text, words, index, first) if first else None
        if slip is None and kind:
            slip = _single(text, words, index, kind, form)
        if slip is not None:
            done = slip.end
            yield slip


# ------------------------------------------------------------------------------ what a word may be


def _note(typed: str) -> _Note:
    found = _memo.get(typed)
    if found is None:
        if len(_memo) > _MEMO_LIMIT:
            _memo.clear()
        lower = typed.lower().replace("’", "'")
        first = lower if lower in _followers() else ""
        kind, form = _alone(typed, lower)
        found = (first, kind, form) if first or kind else _FINE
        _memo[typed] = found
    return found


@cache
def _followers() -> dict[str, frozenset[str]]:
    """What may follow the first word of what is recognised by several; empty: anything."""
    found: dict[str, set[str]] = {word: {word} for word in _DOUBLED}
    for phrase in spelling.table():
        first, _, rest = phrase.partition(" ")
        if rest:
            found.setdefault(first, set()).add(rest.partition(" ")[0])
    for first, after in particles.followers().items():
        found.setdefault(first, set()).update(after)
    return {
        word: frozenset() if word in particles.OPEN or word == "nya" else frozenset(after)
        for word, after in {**found, "nya": set()}.items()
    }


def _alone(typed: str, lower: str) -> tuple[str, str]:
    """What ``typed`` is by itself; the kind is empty where there is nothing to say."""
    if typed[0].isdigit() or not 1 < len(lower) < _LONG_WORD:
        return _NOTHING
    entry = spelling.standard(lower)
    if entry is not None:
        return ("nonstandard", lower)
    if lower in SHORT and (typed.islower() or lower not in TWO_SENSES):
        return ("short", SHORT[lower])
    if not typed.islower() and (glued := _GLUED_NAME.fullmatch(typed)):
        return (
            ("di_ke", f"{glued[1]} {glued[2]}") if glued[1] else ("apart", f"{glued[3]}-{glued[4]}")
        )
    if parted := particles.parted(lower):
        return ("apart" if parted.endswith(" pun") else "di_ke", parted)
    if many := _MANY.fullmatch(lower):
        return ("short", f"{many[1]}-{many[1]}{many[2] or ''}") if is_known(many[1]) else _NOTHING
    if "-" in lower:
        whole = particles.unhyphened(lower) if typed == lower else None
        return ("apart", whole) if whole else _NOTHING
    listed = ranks().get(lower)
    if listed is not None or typed.isupper() or is_known(lower) or is_colloquial(lower):
        return _NOTHING
    return ("unknown", lower)


# ------------------------------------------------------------------------------------ in its place


def _single(text: str, words: Sequence[Token], index: int, kind: str, form: str) -> Slip | None:
    word = words[index]
    if kind == "nonstandard":
        return _nonstandard(text, words, index, form)
    named = _is_name(text, words, index)
    if kind == "unknown":
        short = word.text[0].isupper() and len(form) < _LEAST_WITH_CAPITAL
        if short or (named and not _may_be_mistyped(words, index)):
            return None
        if _is_beside_foreign(words, index):
            return None
        found = spelling.suggest(form)
        doubtful = named or (word.text[0].isupper() and len(form) <= _LEAST_WITH_CAPITAL)
        if found and doubtful and (ranks().get(found) or Rank.ODD) < Rank.OFTEN:
            return None
        return Slip("typo", word.start, word.end, _cased(word.text, found)) if found else None
    if named and not word.text[0].islower():
        return None
    if word.text == "dr" and re.match(r"\.|\s?[A-Z]", text[word.end : word.end + 2]):
        return None  # a physician
    return Slip(kind, word.start, word.end, _cased(word.text, form))


def _is_feast(words: Sequence[Token], index: int, proper: bool) -> bool:
    """``Bulan Ramadhan``, where a Ramadhan alone may be a person."""
    return proper and index > 0 and words[index - 1].text.lower() in _BEFORE_FEASTS


def _may_be_mistyped(words: Sequence[Token], index: int) -> bool:
    """``Dinas Kesehattan``: a long word in a row of capitals, not behind a title."""
    before = words[index - 1].text.lower() if index else ""
    return len(words[index].text) > _LONG_NAME and before not in _HONORIFICS


def _nonstandard(text: str, words: Sequence[Token], index: int, form: str) -> Slip | None:
    word = words[index]
    entry = spelling.standard(form)
    if entry is None or (entry.small_only and not word.text.islower()):
        return None
    if not word.text.islower():
        if index and words[index - 1].text.lower() in _HONORIFICS:
            return None
        if word.text.isupper() and len(word.text) < 5:
            return None
        told = entry.in_title or _in_capitals(words) or _is_feast(words, index, entry.proper)
        if not told and _is_name(text, words, index):
            return None
    if ranks().get(form) is Rank.FOREIGN and _is_beside_foreign(words, index):
        return None
    right = entry.form if entry.proper else _cased(word.text, entry.form)
    return Slip("nonstandard", word.start, word.end, right)


def _phrase(text: str, words: Sequence[Token], index: int, lower: str) -> Slip | None:
    """What begins with ``lower`` at ``index`` and takes two or three words."""
    if lower == "nya":
        return _loose_nya(text, words, index)
    if index + 1 >= len(words):
        return None
    first, second = words[index], words[index + 1]
    after = second.text.lower().replace("’", "'")
    fitting = _followers()[lower]
    if (fitting and after not in fitting) or not _is_blank(text, first.end, second.start):
        return None
    if lower == after and lower in _DOUBLED:
        return Slip("doubled", first.start, second.end, first.text)
    for count in (3, 2):
        slip = _listed_phrase(text, words[index : index + count], count)
        if slip:
            return slip
    return _bound(first, second, lower, after)


def _bound(first: Token, second: Token, lower: str, after: str) -> Slip | None:
    if lower not in particles.STARTERS:
        return None
    if second.text == after:
        whole = particles.joined(lower, after)
        entry = spelling.standard(whole) if whole else None
        whole = entry.form if entry else whole
        kind = "di_ke" if lower == "di" else "apart"
        return Slip(kind, first.start, second.end, _cased(first.text, whole)) if whole else None
    if lower in ("antar", "non", "pasca", "pra", "anti", "se") and second.text[0].isupper():
        if first.text[0].isupper() and not first.text.isupper():
            return None
        if lower == "antar" and second.text.lower() not in _BETWEEN:
            return None
        return Slip("apart", first.start, second.end, f"{first.text}-{second.text}")
    return None


_BETWEEN = frozenset("rt rw opd skpd sd smp sma smk desa kecamatan kelurahan dusun upt".split())


def _listed_phrase(text: str, run: Sequence[Token], count: int) -> Slip | None:
    if len(run) < count:
        return None
    typed = text[run[0].start : run[-1].end]
    entry = spelling.standard(" ".join(typed.lower().split()).replace("’", "'"))
    if entry is None:
        return None
    capitals = sum(word.text[0].isupper() for word in run)
    if capitals and run[0].text.islower() and not entry.proper:
        return None
    if capitals > 1 and not entry.in_title and not typed.isupper():
        return None
    right = entry.form if entry.proper else _cased(typed, entry.form)
    if capitals > 1 and not typed.isupper() and not entry.proper:
        right = right.title() if " " in right else right.capitalize()
    return Slip("nonstandard", run[0].start, run[-1].end, right)


def _loose_nya(text: str, words: Sequence[Token], index: int) -> Slip | None:
    word = words[index]
    if not index or word.text != "nya" or text[words[index - 1].end : word.start] != " ":
        return None
    before = words[index - 1]
    if not before.text.isalpha() or (len(before.text) < 4 and not before.text.isupper()):
        return None
    if not is_known(before.text.lower()):
        return None
    if _CALLS.match(text, word.end):  # Sundanese: "sabar nya, Kang"
        return None
    dash = "-" if before.text.isupper() else ""
    return Slip("apart", before.start, word.end, f"{before.text}{dash}nya")


# ------------------------------------------------------------------------------------ surroundings


def _is_blank(text: str, start: int, end: int) -> bool:
    return end - start <= 2 and text[start:end].isspace() and "\n" not in text[start:end]


def _is_name(text: str, words: Sequence[Token], index: int) -> bool:
    """Whether the capital of a word makes it a name, as far as its place tells."""
    word = words[index].text
    if not word[0].isupper():
        return False
    if word.isupper() and len(word) > 1:
        return not _in_capitals(words)
    if index and not _starts_anew(text, words, index):
        return True
    after = words[index + 1] if index + 1 < len(words) else None
    if after is None or not _is_blank(text, words[index].end, after.start):
        return False
    return after.text[0].isupper() and not after.text.isupper()


def _starts_anew(text: str, words: Sequence[Token], index: int) -> bool:
    """Whether a mark before the word lets it begin with a capital."""
    between = text[words[index - 1].end : words[index].start]
    return any(char in _OPEN for char in between) or words[index - 1].text[0].isdigit()


def _in_capitals(words: Sequence[Token]) -> bool:
    """Whether the sentence is set in capitals, so that they mean nothing."""
    long = [word.text for word in words if len(word.text) > 3 and word.text.isalpha()]
    return len(long) > 1 and sum(word.isupper() for word in long) > 0.7 * len(long)


def is_other_language(words: Sequence[Token]) -> bool:
    """Whether the sentence is regional or foreign, wholly or in good part."""
    words = words[:_ENOUGH]
    strange = [signs for signs in [_strangeness(word.text) for word in words] if signs]
    if len(strange) < 2:
        return False
    regional, foreign, unknown = map(sum, zip(*strange, strict=True))
    if (regional > 1 and regional * 7 >= len(words)) or (foreign > 2 and foreign * 3 >= len(words)):
        return True
    small = sum(word.text.islower() and len(word.text) > 2 for word in words) if unknown > 2 else 0
    return unknown > 2 and unknown * 5 > small * 2


@lru_cache(maxsize=8_192)
def _strangeness(typed: str) -> tuple[bool, bool, bool] | None:
    """Whether a word is regional, foreign, unknown; ``None``: nothing of it, as most are."""
    lower = typed.lower()
    is_unknown = typed.islower() and len(lower) > 2 and not is_known(lower)
    is_unknown = is_unknown and spelling.standard(lower) is None  # misspelt, but Indonesian
    signs = is_regional(lower), is_foreign(lower), is_unknown
    return signs if any(signs) else None


def _is_suspect(words: Sequence[Token]) -> bool:
    """In a mixed text: whether a sentence shows any sign of the other language."""
    words = words[:_ENOUGH]
    lowers = [word.text.lower() for word in words]
    unknown = sum(word.text.islower() and not is_known(word.text) for word in words)
    return unknown > 1 or any(is_regional(lower) for lower in lowers)


def _is_beside_foreign(words: Sequence[Token], index: int) -> bool:
    near = words[max(0, index - 1) : index] + words[index + 1 : index + 2]  # type: ignore[operator]
    return any(is_foreign(word.text.lower()) or is_regional(word.text.lower()) for word in near)


def _cased(typed: str, right: str) -> str:
    if typed.isupper() and len(typed) > 1:
        return right.upper()
    return right[0].upper() + right[1:] if typed[0].isupper() else right
