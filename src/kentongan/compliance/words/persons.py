"""Who is named in a text: people by their honorific, by a known given name, by "bernama".

It is a guess from capitals, honorifics and a list of given names (``data/given_names.txt``); it
knows no faces and no surnames. Offsets are those of the text as typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from typing import NamedTuple

from kentongan.compliance.keeping import Memo
from kentongan.compliance.words.given_names import ENOUGH, given_names, knownness, sure_names
from kentongan.compliance.words.person_words import (
    ACRONYMS,
    ALSO_NAMES,
    HONORIFICS,
    INTRODUCING,
    NAMED_AFTER,
    NEED_CAPITAL,
    NEED_KNOWN_NAME,
    NO_NAMES,
    OFFICES,
    PARTICLES,
    PLACES,
    PLAIN_WORDS,
    PROFESSIONALS,
    TITLES,
    TO_PLACES,
)
from kentongan.language.normalise import Normalised
from kentongan.language.tokens import cut

_WORD_BETWEEN = re.compile(
    # First what most words begin with: ``re`` reads letters that are listed fastest.
    r"([A-Za-z]{2,}[^\W\d_]*(?:['’`\-][^\W\d_]+)*"
    r"|[^\W\d_](?: [^\W\d_]){3,}(?![^\W_])"  # K e i l a
    r"|[^\W\d_]+(?:['’`\-][^\W\d_]+)*)"
)
_OWN = re.compile(r"[-’'](?:nya|na|ne|e)$")
_PLAIN = str.maketrans("éèêëÉÈ", "eeeeee")


class Kind(StrEnum):
    """What is known of a person: a name, an office, a profession, an initial."""

    NAMED = "named"
    OFFICE = "office"
    PROFESSIONAL = "professional"
    INITIAL = "initial"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a text, as typed offsets; ``honorific`` in small letters or empty."""

    start: int
    end: int
    name: str
    kind: Kind
    honorific: str = ""


_INTRODUCES = re.compile(r"[\s:=,\"“'’/]{1,3}")
_INTRODUCES_SHORT = re.compile(r"\.?[\s:=\"“'’]{0,3}")
#: ``07 SOLEH MUCHTAR -``: a list in a picture.
_LISTED = re.compile(r"(?:^|[\s|•\-])\d{1,3}[.)]?\s$")
#: ``Korban: Rustam, patah tulang``.
_LABELLED = re.compile(r"\b(?:[Kk]orban|[Pp]asien|[Pp]enderita|[Jj]enazah)(?: \w+)?: $")
#: ``…, Mawar, sudah melapor``
_IN_BETWEEN = re.compile(r",\s[a-z]")
_LIST_GOES_ON = re.compile(r"\s?[-–—:/,(|]")
AGED = re.compile(
    r"(?:\s?[,(–-]\s?|\s(?=\d{1,2}\s?(?:th|thn|tahun)\b)|\s(?=(?:baru|umur|usia|ber)))(?:yang "
    r"|masih |baru |kakara |nembe |usia |umur(?:na|e)? |berusia |berumur |umuran )"
    r"{0,3}(?P<age>\d{1,3})\s?-?(?:th|thn|tahun|taun|tahunan|bln|bulan|hari|minggu)\b"
    r"|\s?\((?P<only>\d{1,2})\)",
    re.IGNORECASE,
)
#: Who that is, right after the name.
_FOLLOWED = re.compile(
    r"\s(?:kelas|kls)\s\d|\s?[,(–-]\s?(?:si |sang |seorang )?(?:kelas|siswa|siswi|murid|pelajar"
    r"|santri|penderita|pengidap"
    r"|pasien|penyintas|korban|odgj|janda|randa|duda|bocah|balita|putra|putri|buruh|pemulung|lansia"
    r"|penyandang|difabel|anak (?:yang|dari|dengan|cerebral|down|autis|berkebutuhan|disabilitas)"
    r"|mantan pe\w+|umur\w*|usia\w*|berumur|berusia"
    r"|yang (?:sakit|dirawat|menderita|mengidap|dipukul\w*|tenggelam|hanyut|lumpuh|tertimbun))\b",
    re.IGNORECASE,
)
#: Who a name that is a common word, too, must be.
_SOMEBODY = re.compile(
    r",\s(?:seorang |si )?(?:perempuan|wanita|pria|lelaki|laki-laki|pemuda|gadis|remaja|ibu|bapak"
    r"|ayah|pejuang|pekerja"
    r"|buruh|nelayan|petani|pedagang|asal|warga|pemilik|anak|operator|guru|kader|tukang|sopir"
    r"|staf|pegawai"
    r"|kelahiran|alumni|mahasisw[ai]|atlet|santri)\b|\sdan\s[A-Z]"
)
#: ``Pegawai kami Dewi``
_OURS = re.compile(
    r"\b(?:[Rr]ekan|[Pp]egawai|[Rr]elawan|[Pp]etugas|[Kk]ader|[Gg]uru|[Ss]taf|[Tt]eman|[Ss]ahabat"
    r"|[Tt]etangga|[Ww]arga|[Ss]isw[ai]|[Mm]urid|[Aa]tlet|[Kk]akak|[Aa]dik|[Aa]nggota|[Ss]antri"
    r"|[Pp]erawat|[Oo]perator|[Ss]opir|[Ss]atpam)(?: [a-z]{3,12})? (?:kami|kita) $"
)
_ENDS = NO_NAMES | PLACES
_DOTTED = TITLES | frozenset("ny tn sdr sdri bpk bp alm almh an drg ns prof nn yth".split())
_MOST, _HEADLINE, _MOST_WORDS = 4, 200, 6000
#: The most letters of a word that is kept.
_LONGEST = 40


@cache
def _only_honorifics() -> frozenset[str]:
    return HONORIFICS - given_names()


_ADDRESS = HONORIFICS | TITLES | OFFICES | PROFESSIONALS
#: Words in small letters that somebody can be named after.
_BEGINS_SMALL = HONORIFICS | PROFESSIONALS | {"berinisial", "inisial"}


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    low: str
    joined: bool
    """Whether it follows the word before without more than a blank or the dot of a title."""
    is_title: bool
    """Whether it stands in a headline, where every word has a capital."""

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


#: A word of its parts; a text has many of them, and ``_Word(…)`` takes twice as long.
_word = partial(tuple.__new__, _Word)


def find_persons(light: Normalised) -> list[Person]:
    """Everybody named in ``light.text``, in order."""
    words = _words(light.text)
    found: list[Person] = []
    done = 0
    begun = [
        at
        for at, (_start, _end, word, low, *_) in enumerate(words)
        if word[0].isupper() or low in _BEGINS_SMALL
    ]
    for at in begun:
        if at >= done:
            person, done = _person(light, words, at)
            if person is not None:
                found.append(person)
    return found


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    abbreviated = False
    is_title = _is_headline(text)
    gaps, words = cut(_WORD_BETWEEN, text, most=_MOST_WORDS)
    # Nothing is joined to what stands before the first word.
    gaps[:1] = [""]
    for gap, (start, end, word) in zip(gaps, words, strict=True):
        joined = gap == " " or gap in _QUOTED or (abbreviated and gap in _TIGHT)
        low = _LOW[word] if end - start <= _LONGEST else _low(word)
        found.append(_word((start, end, word, low, joined, is_title)))
        abbreviated = len(low) == 1 or low in _DOTTED
    return found


def _low(word: str) -> str:
    """A word in small letters without accents, blanks and a suffix set apart."""
    low = word.lower()
    if not low.isascii():
        low = low.translate(_PLAIN)
    if "-" in low or "’" in low or "'" in low:
        low = _OWN.sub("", low)
    return low.replace(" ", "")


_LOW = Memo(_low, 16_384)


#: What may stand between joined words.
_TIGHT, _QUOTED = frozenset((".", ". ")), frozenset((" “", ' "'))


def _is_headline(text: str) -> bool:
    words = [word for word in text[:_HEADLINE].split() if word[0].isalpha()]
    capital = sum(word[0].isupper() and word[1:].islower() for word in words)
    return len(words) >= 6 and capital >= len(words) * 0.7


def _person(light: Normalised, words: Sequence[_Word], at: int) -> tuple[Person | None, int]:
    """The person that begins with the word at ``at``, and where to look on."""
    word = words[at]
    is_address = word.low in HONORIFICS or word.low in PROFESSIONALS
    if is_address and at and word.joined and _is_called_after(words, at):
        return None, _name_end(words, at + 1, lower=False) or at + 1
    if is_address and (word.is_capital or word.low not in NEED_CAPITAL) and not _is_acronym(word):
        return _addressed(light, words, at)
    if word.low in ("berinisial", "inisial"):
        return _initial(light, words, at)
    if word.is_capital:
        return _bare(light, words, at)
    return None, at + 1


def _is_called_after(words: Sequence[_Word], at: int) -> bool:
    """``Jalan Haji Ridwan``, but not ``Selamat jalan, Pak``."""
    return words[at - 1].low in NAMED_AFTER and not (at > 1 and words[at - 2].low == "selamat")


def _is_acronym(word: _Word) -> bool:
    """``MA`` is a court, ``Ma`` a mother."""
    return word.low in ACRONYMS and word.text.isupper()


def _addressed(light: Normalised, words: Sequence[_Word], at: int) -> tuple[Person | None, int]:
    first = words[at]
    roles = [first.low]
    name = at + 1
    while (
        name < len(words)
        and words[name].joined
        and (low := words[name].low) in _ADDRESS
        and not (low in given_names() and low not in TITLES and words[name].is_capital)
        and name - at <= _MOST
    ):
        roles.append(low)
        name += 1
    end = _name_end(words, name, lower=first.low not in PLAIN_WORDS or name > at + 1)
    if end == name > at + 1 and words[name - 1].is_capital and roles[-1] in ALSO_NAMES:
        name -= 1  # Mang Ade
    if (
        end > name
        and name == at + 1
        and first.low in NEED_KNOWN_NAME
        and not _is_known(words[name:end])
    ):
        return None, at + 1
    if end == name:
        if name == at + 1 and first.is_capital and first.low in given_names():
            return _bare(light, words, at)
        return _office(light, words, at, name, roles)
    is_skilled = any(role in PROFESSIONALS for role in roles)
    kind = Kind.PROFESSIONAL if is_skilled else Kind.NAMED
    address = next((role for role in reversed(roles) if role in HONORIFICS), first.low)
    return _made(light, words, at, end, kind, address), end


def _office(
    light: Normalised, words: Sequence[_Word], at: int, end: int, roles: Sequence[str]
) -> tuple[Person | None, int]:
    """``Pak Camat`` without a name: there is only one."""
    offices = [role for role in roles[1:] if role in OFFICES and role not in HONORIFICS]
    if offices and roles[0] in HONORIFICS:
        return _made(light, words, at, end, Kind.OFFICE, roles[0]), end
    return None, at + 1


def _name_end(words: Sequence[_Word], at: int, *, lower: bool) -> int:
    """Where the name that begins at ``at`` ends; ``at`` itself when there is none."""
    end = at
    while end < len(words) and words[end].joined and end - at < _MOST:
        word = words[end]
        if word.low in PARTICLES and end > at:
            end += 1
            continue
        is_name = word.is_capital and word.low not in NO_NAMES and len(word.low) > 1
        if not is_name and lower and not word.is_capital:
            is_name = word.low in sure_names()
        if not is_name and not (end > at and word.is_capital and len(word.low) == 1):
            break
        end += 1
    return end


def _initial(light: Normalised, words: Sequence[_Word], at: int) -> tuple[Person | None, int]:
    after = at + 1
    if after < len(words) and words[after].text.isupper() and len(words[after].text) <= _MOST:
        return _made(light, words, after, after + 1, Kind.INITIAL, ""), after + 1
    return None, after


def _bare(light: Normalised, words: Sequence[_Word], at: int) -> tuple[Person | None, int]:
    """A name without honorific: known, introduced, or with an age."""
    text = light.text
    end, honorifics = at, _only_honorifics()
    while (
        end < len(words)
        and (end == at or words[end].joined)
        and words[end].is_capital
        and words[end].low not in honorifics
    ):
        end += 1
    after = max(end, at + 1)
    first = at
    while first < end and words[first].low in NO_NAMES:
        first += 1
    if first == end:
        return None, after
    is_told = words[first].low in given_names() and _FOLLOWED.match(text, words[end - 1].end)
    if words[first].low in PLACES or (_leads_to_place(words, first) and not is_told):
        return None, after
    last = next((i for i in range(first, end) if words[i].low in _ENDS), end)
    last = min(last, first + _MOST)
    if last == first:
        return None, after
    if not _is_known(words[first:last]) and not _is_told(text, words, first, last):
        return None, after
    if last - first > 1 and _begins(text, words[first]) and _is_known(words[first + 1 : last]):
        first += words[first].low not in given_names()
    role = words[first - 1].low if first and words[first].joined else ""
    kind = Kind.PROFESSIONAL if role in PROFESSIONALS else Kind.NAMED
    return _made(light, words, first, last, kind, ""), last


def _is_introduced(text: str, words: Sequence[_Word], at: int) -> bool:
    """Whether ``bernama``, ``atas nama`` or the like stands right before the word at ``at``."""
    if not at:
        return False
    before, word = words[at - 1], words[at]
    is_one = before.low in INTRODUCING or (
        before.low == "n" and at > 1 and words[at - 2].low == "a"
    )
    gap = _INTRODUCES_SHORT if before.low in _DOTTED or before.low == "n" else _INTRODUCES
    return is_one and gap.fullmatch(text, before.end, word.start) is not None


def _is_told(text: str, all_words: Sequence[_Word], at: int, end: int) -> bool:
    """Whether words that are no known name are told to be one: "bernama", an age, a list."""
    first, last = all_words[at], all_words[end - 1]
    if len(first.low) <= 2 or last.low.endswith("nya") or text[last.end : last.end + 1].isalnum():
        return False
    before = text[max(0, first.start - 24) : first.start]
    if first.text.isupper() and _LISTED.search(before) and _LIST_GOES_ON.match(text, last.end):
        return True
    if before[-2:-1].isdigit():
        return False
    if _LABELLED.search(before) and _LIST_GOES_ON.match(text, last.end):
        return True
    if first.is_title:
        return False
    plain = first.text[1:].islower() or text.isupper() or " " in first.text
    if not plain:
        return False
    if _is_introduced(text, all_words, at):
        return True
    if first.low in given_names() and _is_set_apart(text, first, last):
        return True
    after = text[last.end : last.end + 1]
    return bool(
        after in _GOES_ON and (AGED.match(text, last.end) or _FOLLOWED.match(text, last.end))
    )


_GOES_ON = frozenset(" ,(-–")


def _is_set_apart(text: str, first: _Word, last: _Word) -> bool:
    """Whether a given name that may be a word, too, is said to be somebody's."""
    if _OURS.search(text, max(0, first.start - 40), first.start):
        return True
    between = text[max(0, first.start - 2) : first.start] == ", "
    return bool((between and _IN_BETWEEN.match(text, last.end)) or _SOMEBODY.match(text, last.end))


def _begins(text: str, word: _Word) -> bool:
    before = text[max(0, word.start - 8) : word.start].rstrip()
    return not before or before[-1] in ".!?:\n…"


def _leads_to_place(words: Sequence[_Word], at: int) -> bool:
    if not at or not words[at].joined:
        return False
    before = words[at - 1].low
    return before in PLACES or before in TO_PLACES


def _is_known(words: Sequence[_Word]) -> bool:
    return sum([knownness(word.low) for word in words]) >= ENOUGH


def _made(
    light: Normalised, words: Sequence[_Word], at: int, end: int, kind: Kind, honorific: str
) -> Person:
    start, stop = light.span(words[at].start, words[end - 1].end)
    return Person(start, stop, light.text[words[at].start : words[end - 1].end], kind, honorific)
