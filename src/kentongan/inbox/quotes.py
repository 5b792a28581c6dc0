"""What a letter says itself, apart from what it repeats of earlier letters. Free of Django.

Mail programs put the letter that is answered below the answer, or above it. Only such a block at an
end is taken off: what stands among somebody's own words gives them their sense. It is never lost,
it is kept beside the words; and where nothing else would be left, nothing is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Lines over which programs break the sentence that names the earlier letter.
_MOST_LINES = 4
_MOST_LETTERS = 500
#: "Pada Sel, 12 Agu 2026 pukul 08.00 Nama <nama@contoh> menulis:", and the same in English.
_BEGINS = ("Pada ", "On ")
_ENDS = ("menulis:", "menulis :", "wrote:", "wrote :")
_RULE = re.compile(
    r"[-_]{2,}\s?(?:Original Message|Original message|Pesan Asli|Pesan asli)\s?[-_]{2,}"
)
#: The lines that some programs copy of the earlier letter's head, by the first of each.
_FROM = re.compile(r"\*?(?:From|Dari)\s?:\*?\s.*\S@\S")
_SENT = re.compile(r"\*?(?:Sent|Date|Dikirim|Terkirim|Tanggal)\s?:\*?\s.*\d")
_ABOUT = re.compile(r"\*?(?:To|Kepada|Untuk|Ke|Subject|Subjek|Perihal)\s?:\*?\s?")
_HEAD_LINES = 8
_LINE = re.compile(r"_{10,}")
#: How the subject of an answer begins, and of what is handed on.
_ANSWER = re.compile(r"(?:re|bls|balas)\s?:", re.IGNORECASE)
_ONWARD = re.compile(r"(?:fwd?|tr|terusan)\s?:", re.IGNORECASE)


def answers(subject: str, *, marked: bool) -> bool:
    """Whether a letter answers another. ``marked``: a header names an earlier one. What somebody
    forwards is the matter itself, whatever headers it has."""
    return not _ONWARD.match(subject) and (marked or bool(_ANSWER.match(subject)))


def own_words(text: str) -> tuple[str, str]:
    """The words of the writer, and what was taken off; the latter empty where all is theirs."""
    lines = text.split("\n")
    end = _tail(lines)
    start = _top(lines[:end])
    own = "\n".join(lines[start:end]).strip()
    if not own or (start, end) == (0, len(lines)):
        return text, ""
    taken = ["\n".join(lines[:start]).strip(), "\n".join(lines[end:]).strip()]
    return own, "\n\n".join(part for part in taken if part)


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _tail(lines: Sequence[str]) -> int:
    """Where what is repeated to the end begins; the number of lines where nothing is."""
    for number, line in enumerate(lines):
        plain = line.strip()
        if _RULE.fullmatch(plain) or _is_head(lines, number):
            return number - 1 if number and _LINE.fullmatch(lines[number - 1].strip()) else number
        below = number + _naming(lines, number)
        if below > number and _all_quoted(lines[number:below], lines[below:]):
            return number
    number = len(lines)
    while number and (not lines[number - 1].strip() or _is_quoted(lines[number - 1])):
        number -= 1
    return number if any(map(_is_quoted, lines[number:])) else len(lines)


def _all_quoted(sentence: Sequence[str], below: Sequence[str]) -> bool:
    """Whether all below such a sentence is the earlier letter: marked throughout, or by no mark at
    all where the sentence has an address."""
    said = [line for line in below if line.strip()]
    if said and _is_quoted(said[0]):
        return all(map(_is_quoted, said))
    return "@" in "".join(sentence)


def _naming(lines: Sequence[str], number: int) -> int:
    """Over how many lines from here a sentence names an earlier letter; 0 where none begins."""
    if not lines[number].strip().startswith(_BEGINS):
        return 0
    said = ""
    for count, line in enumerate(lines[number : number + _MOST_LINES], start=1):
        said = f"{said} {line.strip()}".strip()
        if len(said) > _MOST_LETTERS or (count > 1 and not line.strip()):
            return 0
        if said.endswith(_ENDS):
            return count if any(char.isdigit() for char in said) else 0
    return 0


def _is_head(lines: Sequence[str], number: int) -> bool:
    """Whether the head of an earlier letter begins here: from whom, when, and to whom or of what.

    A formal letter has such lines as well; hardly one has an address and a time in them.
    """
    if not _FROM.match(lines[number].strip()[:_MOST_LETTERS]):
        return False
    following = [line.strip()[:_MOST_LETTERS] for line in lines[number + 1 : number + _HEAD_LINES]]
    return any(map(_SENT.match, following)) and any(map(_ABOUT.match, following))


def _top(lines: Sequence[str]) -> int:
    """Where the own words begin below what is repeated above them; 0 where they do not, or where
    more of it stands among them."""
    number = next((n for n, line in enumerate(lines) if line.strip()), 0)
    number += _naming(lines, number) if lines else 0
    start = number
    while number < len(lines) and (not lines[number].strip() or _is_quoted(lines[number])):
        number += 1
    above, below = lines[start:number], lines[number:]
    return number if any(map(_is_quoted, above)) and not any(map(_is_quoted, below)) else 0
