"""Digits as people disguise them: letters in their place, and words of several languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Twins of O and I from other scripts, and O in a box.
_TWINS = "ОоΟοօ🅾ІіӏΙιı"
_LETTERS = "OQIl|SBZ" + _TWINS
_AS = str.maketrans("oOQIl|sSbBzZ" + _TWINS, "000111558822" + "000000" + "111111")
#: A word of digits and letters that look like some; at least one is a digit.
_MIXED = re.compile(
    rf"(?<![^\W_])(?=[oOQIl|SBZsbz{_TWINS}]{{0,12}}\d)[\doOQIl|SBZsbz{_TWINS}]{{2,24}}(?![^\W_])"
)
#: ``0812 OO 34``, ``O 8 1 2``: letters alone among digits.
#: The letter first, then what must stand before it: so the engine looks for letters only.
_LONE = re.compile(
    r"[oOlI](?:(?<=\d.)[oOlI]{0,3}(?=[ .\-]?\d)|(?<=\d[ .\-].)[oOlI]{0,3}(?=[ .\-]\d)"
    r"|(?<![^\W_].)(?<=[oO])(?=[ .\-]{0,2}8[ .\-]?[1-9]))"
)
#: Without these no letter is taken for a digit: cheap looks.
_DIGIT_LETTER = re.compile(rf"\d[oOQIl|SBZsbz{_TWINS}]")
_LETTER_DIGIT = re.compile(rf"[oOQIl|SBZsbz{_TWINS}](?=\d)")
_LONE_SIGN = re.compile(r"[oOlI](?=[ .\-]{0,2}\d)")
_GOES_ON = re.compile(r"\d[ .\-]")
_SURE = re.compile(rf"[\doOQIl|{_TWINS}]+")
_LEAST = 4


def as_digits(text: str) -> str:
    """``text`` with letters that stand for digits made digits (``08l2-33O4``, ``O8I2``).

    Character for character as long as ``text``.
    """
    if not any(char in text for char in _LETTERS) and "o" not in text:
        return text
    if _DIGIT_LETTER.search(text) or _LETTER_DIGIT.search(text):
        text = _MIXED.sub(_resolved, text)
    if _LONE_SIGN.search(text):
        text = _LONE.sub(lambda match: match.group().translate(_AS), text)
    return text


def _resolved(match: re.Match[str]) -> str:
    """``O8I2`` is a number; with ``S``, ``B``, ``Z`` only when most of it is digits."""
    word = match.group()
    if _SURE.fullmatch(word):
        return word.translate(_AS)
    digits = sum(char.isdigit() for char in word)
    if len(word) < _LEAST or digits * 2 < len(word):
        return word
    goes_on = _GOES_ON.match(match.string, max(0, match.start() - 2))
    mostly = word[0] in "0123456789oO" and digits * 3 >= len(word) * 2
    return word.translate(_AS) if mostly or goes_on else word


#: Indonesian, Sundanese, Javanese (both levels), Minang, English.
_DIGIT_WORDS = {
    "0": "nol kosong nul enol nil zero null noll",
    "1": "satu hiji siji setunggal setunggil sahiji one sidji ciek",
    "2": "dua loro kalih duwa two duo",
    "3": "tiga tilu telu three tigo",
    "4": "empat opat papat sekawan four ampek ampat",
    "5": "lima limo gangsal five",
    "6": "enam genep enem nem six anam nam",
    "7": "tujuh pitu seven tuju tujuah",
    "8": "delapan lapan dalapan wolu eight delapen walu dlapan",
    "9": "sembilan salapan sanga songo nine sambilan smbilan",
}
_ONES = {word: digit for digit, line in _DIGIT_WORDS.items() for word in line.split()}
_TEENS = {
    "sepuluh": "10", "sapuluh": "10", "sedasa": "10", "sebelas": "11", "sabelas": "11",
    "sewelas": "11", "rolas": "12", "telulas": "13", "patbelas": "14", "limolas": "15",
    "nembelas": "16", "pitulas": "17", "wolulas": "18", "sangalas": "19", "selawe": "25",
    "seket": "50", "sewidak": "60", "seratus": "100",
}  # fmt: skip
_TIMES = {"dobel": 2, "double": 2, "doble": 2, "dobol": 2, "dabel": 2, "tripel": 3, "triple": 3}
_TENS = frozenset({"puluh", "puluhan", "dasa", "pulo"})
_TEEN = frozenset({"belas", "welas"})
_HUNDRED = frozenset({"ratus", "atus"})
#: Said between groups of digits.
_FILLERS = frozenset(
    "strip spasi terus trus lalu lanjut min minus teras banjur baru sambung garis titik koma"
    " tambah lajeng".split()
)
_WORDS = frozenset(_ONES) | frozenset(_TEENS) | frozenset(_TIMES) | _TENS | _TEEN | _HUNDRED
_TOKEN = re.compile(r"\d+|[a-z]+")
_GAP = re.compile(r"[^\w]{0,4}")
_HINTS = (
    "lapan", "wolu", "eight", "nol", "kosong", "zero", "tujuh", "pitu", "dua", "loro", "kalih",
    "genep", "spasi", "strip", "doble", "dobel",
)  # fmt: skip
_FEW, _LONGEST_RUN, _MOST_RUNS = 2, 60, 40


@dataclass(frozen=True, slots=True)
class Spoken:
    """One piece of a number: its place, its digits, whether words said it."""

    start: int
    end: int
    digits: str
    in_words: bool


def spoken_runs(text: str) -> Iterator[Sequence[Spoken]]:
    """Runs of digits said at least partly in words; ``text`` in small letters.

    ``nol delapan dua belas`` gives ``0``, ``8``, ``12``.
    """
    if not any(hint in text for hint in _HINTS):
        return
    said = [word for word in _TOKEN.findall(text) if word in _WORDS or word in _FILLERS]
    if len(said) < _FEW and _FILLERS.isdisjoint(said):
        return
    run: list[re.Match[str]] = []
    left = _MOST_RUNS
    for token in _TOKEN.finditer(text):
        word = token.group()
        known = word.isdigit() or word in _WORDS or (run and word in _FILLERS)
        goes_on = known and run and _GAP.fullmatch(text, run[-1].end(), token.start())
        if run and (not goes_on or len(run) == _LONGEST_RUN):
            left -= len(run) >= _FEW
            if not left:
                return
            yield from _spoken(run)
            run = []
        if word.isdigit() or word in _WORDS or (run and word in _FILLERS):
            run.append(token)
    yield from _spoken(run)


def _spoken(run: list[re.Match[str]]) -> Iterator[Sequence[Spoken]]:
    words = sum(not token.group().isdigit() for token in run)
    if words >= _FEW or any(token.group() in _FILLERS for token in run):
        pieces = list(_pieces(run))
        if pieces:
            yield pieces


def _pieces(run: list[re.Match[str]]) -> Iterator[Spoken]:
    at = 0
    while at < len(run):
        word, after = run[at].group(), [token.group() for token in run[at + 1 : at + 4]]
        digits, used = _read(word, after)
        if digits:
            last = run[at + used - 1]
            yield Spoken(run[at].start(), last.end(), digits, in_words=not word.isdigit())
        at += used


def _read(word: str, after: list[str]) -> tuple[str, int]:
    """The digits that begin with ``word``, and how many words they take."""
    nearest = after[0] if after else ""
    if word in _TIMES and nearest:
        one = nearest if nearest.isdigit() and len(nearest) == 1 else _ONES.get(nearest, "")
        return one * _TIMES[word], 2 if one else 1
    if word in _TEENS:
        return _TEENS[word], 1
    one = _ONES.get(word, "")
    if one and nearest in _TEEN:
        return "1" + one, 2
    if one and nearest in _HUNDRED:
        rest, used = _read(after[1], after[2:]) if len(after) > 1 else ("", 0)
        return (one + rest, 2 + used) if len(rest) == 2 else (one + "00", 2)
    if one and nearest in _TENS:
        unit = _ONES.get(after[1], "") if len(after) > 1 else ""
        return (one + unit, 3) if unit else (one + "0", 2)
    return (word if word.isdigit() else one), 1


_MOBILE = re.compile(r"(?:0|62)8[1-9]\d{7,10}")
_BARE = re.compile(r"8[1-9]\d{8,10}")
_BARE_WORDS = 5


def spoken_mobiles(run: Sequence[Spoken]) -> Iterator[tuple[int, int, str]]:
    """Mobile numbers in a run of :func:`spoken_runs`: place and digits."""
    at = 0
    found = False
    while at < len(run):
        end = _longest(run, at, _MOBILE)
        if end:
            found = True
            yield _joined(run[at:end])
        at = end or at + 1
    whole = "".join(piece.digits for piece in run)
    in_words = sum(piece.in_words for piece in run)
    if not found and in_words >= _BARE_WORDS and _BARE.fullmatch(whole):
        yield _joined(run)


def spoken_sixteens(run: Sequence[Spoken]) -> Iterator[tuple[int, int, str]]:
    """Sixteen digits in a run of :func:`spoken_runs`: place and digits."""
    for at in range(len(run)):
        end = _longest(run, at, _SIXTEEN)
        if end:
            yield _joined(run[at:end])
            return


_SIXTEEN = re.compile(r"\d{16}")


def _longest(run: Sequence[Spoken], at: int, shape: re.Pattern[str]) -> int:
    """Where the longest number of this shape ends that begins at ``at``; 0: nowhere."""
    digits, end = "", 0
    for index in range(at, len(run)):
        digits += run[index].digits
        if len(digits) > 16:
            break
        if shape.fullmatch(digits) and any(piece.in_words for piece in run[at : index + 1]):
            end = index + 1
    return end


def _joined(run: Sequence[Spoken]) -> tuple[int, int, str]:
    return run[0].start, run[-1].end, "".join(piece.digits for piece in run)
