"""Cutting Indonesian text into sentences, words, tags, links, mentions and emoji.

All results are spans of the text given; nothing is changed or dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

import regex


class Token(NamedTuple):
    """A part of a text: ``text == whole[start:end]``."""

    start: int
    end: int
    text: str


#: A token of its three parts; a text has many of them, and ``Token(…)`` takes twice as long.
_token = partial(tuple.__new__, Token)
_START, _END = itemgetter(0), itemgetter(1)

_LINK = re.compile(
    r"\bhttps?://[^\s<>\"'“”‘’«»]++"
    r"|(?<![\w@.])(?>(?:[a-z0-9][a-z0-9-]{0,62}+\.(?=[a-z0-9])){1,6})[a-z]{2,12}(?![\w@])(?:/[^\s<>\"'“”‘’]*+)?",
    re.IGNORECASE,
)
#: A bare name counts as a link only with an ending in common use, else "sore.Besok" would be one.
_ENDINGS = frozenset(
    "id com net org gov edu info co io me ly gl gle app link site online xyz top vip click icu bio"
    " page dev asia tv be ee to gg cc biz web".split()
)
_LINK_SIGN = re.compile(r"\.\S|://")
_STRETCH = re.compile(r"\S*")
_CLOSERS = ".,;:!?)]}'\"…”’"
#: The sign first, then what may not stand before it: ``re`` looks for a sign fast.
_MENTION = re.compile(r"@(?<![\w@./]@)[\w.](?:[\w.-]*\w)?(?:@[\w-]+(?:\.[\w-]+)+)?")
_HASHTAG = re.compile(r"#(?<![\w&/#]#)(\w*[^\W\d_]\w*)")
_EMAIL = re.compile(
    r"(?<![\w.%+@-])[a-z0-9][a-z0-9._%+-]{0,63}+@(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?![\w@])",
    re.IGNORECASE,
)
_WORD_BETWEEN = re.compile(
    # First what most words are made of: ``re`` reads letters that are listed fastest.
    r"([A-Za-z]+[^\W_]*(?:['’\-][^\W_]+)*|\d+(?:[.,:/]\d+)*%?|[^\W_]+(?:['’\-][^\W_]+)*)"
)
_EMOJI = regex.compile(r"\X")
_PICTURE = re.compile(
    "[\u203c\u2049\u20e3\u2122\u2139\u2190-\u21ff\u2300-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
#: Where an emoji can be: what is not ASCII; it may enclose the one sign before it.
_MAY_BE_EMOJI = re.compile(r"[^\x00-\x7f]+(?:[\x00-\x7f][^\x00-\x7f]+)*")
_IS_EMOJI = regex.compile(
    r"\p{Emoji_Presentation}|\p{Emoji}\ufe0f|[0-9#*]\ufe0f?\u20e3|\p{Regional_Indicator}{2}"
    r"|\p{Emoji_Modifier_Base}|[\u2600-\u27bf]"
)


def links(text: str) -> list[Token]:
    """Web addresses, with or without ``https://``, less the punctuation that closes them."""
    if "." not in text and "://" not in text:
        return []
    mails = emails(text)
    found = []
    for left, right in dotted(text):
        for match in _LINK.finditer(text, left, right):
            start, address = match.start(), _trimmed(match.group())
            if not address or (mails and meets(mails, start, match.end())):
                continue
            if "://" in address[:8] or _plausible(address):
                found.append(Token(start, start + len(address), address))
    return found


def meets(found: list[Token], start: int, end: int) -> bool:
    """Whether one of ``found``, in order and apart, shares a character with ``start:end``."""
    index = bisect_left(found, end, key=_START)
    return index > 0 and found[index - 1].end > start


def around(found: list[Token], start: int, end: int) -> Token | None:
    """The one of ``found``, in order and apart, that ``start:end`` lies in."""
    index = bisect_right(found, start, key=_START)
    return found[index - 1] if index and end <= found[index - 1].end else None


def addresses(text: str) -> list[Token]:
    """Each web address once, where it stands first. Bare names are left out: they may be none."""
    first: dict[str, Token] = {}
    for link in links(text):
        if link.text.lower().startswith(("http://", "https://", "www.")):
            first.setdefault(link.text, link)
    return list(first.values())


def dotted(text: str) -> Iterator[tuple[int, int]]:
    """Stretches without blanks that a web address can stand in: with a dot inside, or ``://``."""
    end = 0
    while sign := _LINK_SIGN.search(text, end):
        start = sign.start()
        while start > end and not text[start - 1].isspace():
            start -= 1
        stretch = _STRETCH.match(text, sign.start())
        end = stretch.end() if stretch else sign.end()
        yield start, end


def _trimmed(address: str) -> str:
    trimmed = address.rstrip(_CLOSERS)
    if trimmed.count("(") > trimmed.count(")") and address[len(trimmed) : len(trimmed) + 1] == ")":
        return trimmed + ")"
    return trimmed


def _plausible(address: str) -> bool:
    host = address.partition("/")[0]
    ending = host.rpartition(".")[2]
    return ending.lower() in _ENDINGS and (ending.islower() or ending.isupper())


def emails(text: str) -> list[Token]:
    """E-mail addresses."""
    if "@" not in text:
        return []
    return [Token(m.start(), m.end(), m.group()) for m in _EMAIL.finditer(text)]


def hashtags(text: str) -> list[Token]:
    """Tags with their ``#``; a number alone (``#1``) is none."""
    if "#" not in text:
        return []
    return [Token(m.start(), m.end(), m.group()) for m in _HASHTAG.finditer(text)]


def mentions(text: str) -> list[Token]:
    """Accounts spoken to: ``@nama`` and ``@nama@server``."""
    if "@" not in text:
        return []
    return [Token(m.start(), m.end(), m.group()) for m in _MENTION.finditer(text)]


def emoji(text: str) -> list[Token]:
    """Emoji as people see them: a family, a flag or a hand with its colour is one."""
    if text.isascii() or not _PICTURE.search(text):
        return []
    return [
        Token(m.start(), m.end(), m.group())
        for run in _MAY_BE_EMOJI.finditer(text)
        if _PICTURE.search(run.group())
        for m in _EMOJI.finditer(text, max(0, run.start() - 1), run.end())
        if not m.group().isascii() and _IS_EMOJI.match(m.group())
    ]


def words(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Words and numbers; ``anak-anak`` and ``08.00`` are one each."""
    part = text if start == 0 and end is None else text[start:end]
    return list(map(_token, cut(_WORD_BETWEEN, part, start)[1]))


def cut(
    between: re.Pattern[str], text: str, start: int = 0, most: int = 0
) -> tuple[list[str], Iterator[tuple[int, int, str]]]:
    """What stands before each word, and for each word where it begins, where it ends, and itself.

    ``between``: a pattern of a word as its one group, by which ``text`` is split; ``most``: no more
    words than that, 0: all. There are many words: no line of Python is run for one.
    """
    parts = between.split(text, most)
    ends = list(accumulate(map(len, parts), initial=start))
    return parts[:-1:2], zip(ends[1:-1:2], ends[2::2], parts[1::2], strict=True)


def prose_words(text: str, sentence: Token | None = None) -> list[Token]:
    """Words that are read as language: not those in links, addresses, tags and mentions."""
    start, end = (sentence.start, sentence.end) if sentence else (0, len(text))
    part = text[start:end]
    return in_prose(part, words(text, start, end), links(part), start)


def in_prose(part: str, found: list[Token], addresses: list[Token], start: int = 0) -> list[Token]:
    """Of ``found``, all words of a ``part`` of a text that begins at ``start``, those of prose.

    ``addresses``: the links of ``part``.
    """
    apart = [*addresses, *emails(part), *hashtags(part), *mentions(part)]
    if not apart:
        return found
    out: list[Token] = []
    done = 0
    for token in sorted(apart):
        first = bisect_right(found, token.start + start, done, key=_END)
        out += found[done:first]
        done = max(first, bisect_left(found, token.end + start, first, key=_START))
    return out + found[done:]


#: Abbreviations after which a dot does not end the sentence.
ABBREVIATIONS = frozenset(
    "jl jln gg kp ds dk dsn kec kab kel prov no nomor rt rw km hlm hal tgl pkl pk ttg tel telp tlp"
    " hp wa fax ext st kav blk blok lt perum komp ps psl pasal ay ayat"
    " bpk bp ibu ny tn sdr sdri an kh hj hm drs dra dr drg ir prof rev pdt mgr lettu letkol kol"
    " mayor kapten kapt brigjen mayjen letjen jend irjen kombes akp kompol ipda iptu aiptu bripka"
    " s m sp spd sh si se sos st ked kep kom kn ag ip pd psi t keb farm gz km mm mh msi mkes "
    "mpd amd"
    " str tr ak stp hum hut pt cv tbk ud yth ytc ybs min maks rp ca cf vs lih bdk wib"
    " jan feb mar apr jun jul agt ags sep sept okt nov des sen sel rab kam jum sab"
    " a d u b e i g h k l n o p q r".split()
)
#: These may also end a sentence; they do when a capital follows.
TRAILING = frozenset("dll dsb dst dkk tsb wib wita wit".split())

_STOP = re.compile(r"[.!?…;\n•▪●✅☑✔]")
_TAIL = re.compile(r"[.!?…]*+[\"'”’)\]]*+")
_BREAKS = frozenset("\n•▪●✅☑✔")
#: The abbreviation before a full stop, read backwards.
_BEFORE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")
_NUMBERED = re.compile(r"(?:^|\n)\s*(?:\d{1,3}|[a-z])$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")
_LOOK_BACK = 40


def sentences(text: str) -> list[Token]:
    """Sentences without the blanks around them. A line break and a bullet end one, too."""
    return list(_sentences(text))


def _sentences(text: str) -> Iterator[Token]:
    start = at = 0
    while stop := _STOP.search(text, at):
        mark, at = stop.group(), stop.end()
        if mark not in _BREAKS:
            tail = _TAIL.match(text, at) if mark != ";" else None
            at = tail.end() if tail else at
            if not text[at : at + 1].isspace() and at < len(text):
                continue
            if mark == "." and not _ends(text, stop.start(), at):
                continue
        yield from _stripped(text, start, at)
        start = at
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[Token]:
    part = text[start:end]
    if _LETTER.search(part):
        bare = part.lstrip()
        left = end - len(bare)
        bare = bare.rstrip()
        yield _token((left, left + len(bare), bare))


def _ends(text: str, dot: int, after: int) -> bool:
    """Whether the full stop at ``dot`` ends a sentence."""
    begin = max(0, dot - _LOOK_BACK)
    before = text[begin:dot]
    if (begin == 0 or "\n" in before) and _NUMBERED.search(before):
        return False
    match = _BEFORE.match(before[::-1])
    if match is None:
        return True
    word = match.group()[::-1]
    following = text[after : after + 8].lstrip()
    last = word.rpartition(".")[2].lower()
    if not following:
        return True
    if last in TRAILING or following[0].islower():
        return following[0].isupper() or (not following[0].isalnum() and last not in TRAILING)
    if "." in word and last not in ABBREVIATIONS:
        return len(last) > 3 or word.islower()
    return last not in ABBREVIATIONS
