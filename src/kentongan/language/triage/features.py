"""A message as the models see it: tokens, and what each token is made of.

Everything a model knows hangs on single tokens and on pairs of neighbours, so what a token
contributes can be worked out once and kept (``table``). Training and reading share this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kentongan.language.normalise import Strength, normalise
from kentongan.language.words import is_known

#: Characters read of a message. What a citizen wants stands far before its end.
LONGEST = 4_000
_LONGEST_WORD = 24
_SHORTEST_PIECE, _LONGEST_PIECE = 2, 5

BRAND, STYLED, LINK, MENTION, START, END = (
    "<brand>", "<styled>", "<link>", "<mention>", "<s>", "</s>",
)  # fmt: skip

_TOKEN = re.compile(
    r"(?P<link>https?://\S{1,200}|www\.\S{1,200})"
    r"|(?P<mention>@\w+)"
    r"|(?P<word>[^\W_]+(?:['’][^\W_]+)*)"
    r"|(?P<mark>[!?]+|\.{2,}|[^\w\s])"
)
_REPEATED = re.compile(r"(.)\1{2,}")
_DIGITS = re.compile(r"\d+")
_UNIT = re.compile(
    r"\d+(?:rb|ribu|rbu|rewu|jt|juta|yuta|k|x|an|hr|hari|jam|mnt|menit|thn|th|bln|kg|km|m|cm|gb|hk|st|nd)"
)
#: A name of a gambling site: letters with digits among them (``m4xw1n``), two or more digits at
#: the end (``berkah99``), or one of the endings such names have.
_BRAND = re.compile(
    r"(?=\D*\d)[^\W\d_]{2,}\d{2,}\w*"
    r"|[^\W\d_]+\d[^\W\d_]+\w*"
    r"|[^\W\d_]{2,}(?:toto|togel|slot|4d)"
)
#: A word doubled: ``mudah2an``, ``anak2nya``.
_DOUBLED = re.compile(r"[^\W\d_]{2,}2(?:an|nya|ny|na|ne|e|in|i|kan|ku|mu|lah|ken|keun|yg|ada)")
#: What has a number of its own in the talk of offices.
_NUMBERED = re.compile(
    r"(?:rt|rw|no|nomor|ke|se|jam|pkl|pukul|tgl|tanggal|thn|tahun|umur|usia|hari|hut|km|blok|gg|gang|jl|ds"
    r"|desa|dsn|dusun|pos|sd|sdn|smp|smpn|sma|sman|smk|smkn|tk|kelas|loket|lt|lantai|tps|dapil|gol"
    r"|covid|dosis|vaksin|tahap|gel|gelombang|ppdb|spmb|cpns|casn|pppk|pasal|perda|perbup|perpres|pp|uu"
    r"|jan|feb|mar|apr|mei|jun|jul|agu|agustus|sep|okt|nov|des|desember)\d+"
)
#: Words that are as good as a site's name where somebody wrote them with digits.
_BETS = frozenset(
    "bet bonus cuan depo deposit gacor hoki jackpot judi kakek maxwin petir scatter slot toto togel"
    " withdraw zeus".split()
)
#: Digits that stand for letters.
_LETTERS = str.maketrans("0345678", "oeasgtb")
#: Latin letters in disguise: mathematical, enclosed, full-width.
_STYLED = re.compile("[\U0001d400-\U0001d7ff\U0001f110-\U0001f189\uff21-\uff5a\u24b6-\u24e9]")


def tokens(text: str) -> list[str]:
    """The tokens of a message, folded to small Latin letters; linear in its length."""
    text = text[:LONGEST]
    plain = text.lower() if text.isascii() else normalise(text, Strength.FOLDED).text
    found: list[str] = []
    for match in _TOKEN.finditer(plain):
        kind, token = match.lastgroup, match.group()
        if kind == "word":
            found.append(_word(token))
        elif kind == "mark":
            found.append(token[:2])
        elif kind == "link":
            found.append(LINK)
        elif not found or found[-1] != MENTION:
            found.append(MENTION)
    if _STYLED.search(text):
        found.append(STYLED)
    return found


def _word(word: str) -> str:
    word = _REPEATED.sub(r"\1\1", word)[:_LONGEST_WORD]
    if word.isdigit():
        return f"<{min(len(word), 9)}>"
    if _UNIT.fullmatch(word):
        return _DIGITS.sub("0", word)
    if _BRAND.fullmatch(word):
        return _everyday(word) or BRAND
    return _DIGITS.sub("0", word)


def _everyday(word: str) -> str:
    """What a word is that looks like a site's name and is said every day: doubled with a 2
    (``pos2an``), with its number (``rt05``), or in disguise (``k4pan``); else empty."""
    if _DOUBLED.fullmatch(word) or _NUMBERED.fullmatch(word) or len(word) == 3:
        return _DIGITS.sub("0", word)
    return next((plain for plain in _undisguised(word) if is_known(plain)), "")


def _undisguised(word: str) -> Iterator[str]:
    """Readings of a word with its digits as the letters they stand for. Words of bets stay as they
    came: whoever disguises those does it on purpose."""
    word = word.removesuffix("2")
    if word[-2:].isdigit():
        return
    for one in ("i", "l"):
        plain = word.translate(_LETTERS | {ord("1"): one})
        if plain not in _BETS:
            yield plain


def pairs(found: Sequence[str]) -> list[str]:
    """Each two neighbours, the edges of the message included, as features."""
    return [f"b{a} {b}" for a, b in zip([START, *found], [*found, END], strict=True)]


def pieces(token: str) -> list[str]:
    """The runs of letters in a token, its edges marked, as features; each as often as it occurs."""
    if len(token) == 1 or token.startswith("<"):
        return []
    edged = f"^{token}$"
    return [
        f"c{edged[at : at + size]}"
        for size in range(_SHORTEST_PIECE, _LONGEST_PIECE + 1)
        for at in range(len(edged) - size + 1)
    ]
