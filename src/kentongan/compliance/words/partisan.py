"""Where taking sides begins and ends: judgements that the rules on neutrality share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from kentongan.compliance.draft import Phase, Severity, Suggestion
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Hit
from kentongan.compliance.words.given_names import given_names
from kentongan.compliance.words.politics import (
    ASPIRES,
    IN_A_ROW,
    MENU,
    NAMED,
    NUMBERED,
    NUMBERED_THING,
    OFFICES,
    OFFICIAL,
    SHOUT,
    SIDES,
    SIDES_WITH_NUMBER,
    THIS_ONE,
    WARM,
    WORD,
    ZERO,
    parts,
)
from kentongan.compliance.words.vocabulary import NO_NAME, is_forbidden_before
from kentongan.language.words import Rank, rank

#: Words with which a campaign goes on in the next sentence.
_GOES_ON = re.compile(
    r"\b(?:(?:yang|sing|nu)\s+(?:lain(?:nya)?|liya\w*|sejen|sanes|gambar\s+lain|sebelah|satunya"
    r"|itu\s+mah|kalah)"
    r"|liya(?:ne|n\w*)|nu\s+sejen|lianna|selain\s+(?:itu|beliau|dia)\s+(?:cuma|belum)|sebelah"
    r"|batur|lawan(?:nya)?"
    r"|(?:siapa|saha|sopo|sapa)\s+(?:lagi|deui|maneh|yang|sing|nu|wae)|bukt[ei]\w*|terbukti"
    r"|janji\w*|jangji|amplop"
    r"|serangan\s+fajar|wajahnya|mohon\s+doa\w*|doakan|do'akan|restu(?:nya)?|titip\w*|pilihan\w*"
    r"|percaya(?:kan)?|dibohongi"
    r"|jujur|amanah|merakyat|someah|soleh|sholeh|dermawan|rendah\s+hati|putra\s+(?:asli|daerah)"
    r"|pejuang|peduli"
    r"|dekat\s+dengan\s+rakyat|rakyat\w*|rakyat\s+kecil|wong\s+cilik|rahayat|hidup|menang\w*"
    r"|kemenangan|satu\s+suara|setia|solid"
    r"|perjuangkan|memperjuangkan|perjuangan|foto\s+profil|bingkai|twibbon|atribut|kumpul"
    r"|ramaikan|merapat|pelantikan"
    r"|sujud|syukuran|malu|kalah|legowo|mk|kumis\w*|gagah|ganteng|geulis|perubahan|lanjutkan"
    r"|bangun(?:in)?|gedungnya"
    r"|masukin|gabung|ikutan|susul|dukung\w*|suara\w*|tps|pencoblosan|bilik|tara\s+\w+"
    r"|tau\s+itungan|keluarga\s+besar\s+\w+\s+siap"
    r"|jalmi|pilih|coblos|pokok\w*|jagoan\w*|visi|programnya|kaus|kaos|stiker|sembako|dibagi\w*)\b"
)
_GATHERS = re.compile(r"\b(?:atribut|wajahnya|konvoi|pencoblosan|foto\s+profil)\b")
#: Plain business of an office, in whatever company.
_BUSINESS = re.compile(
    r"\b(?:pukul|jam|wib|wita|wit|rt|rw|loket|ktp|kk|poli|posyandu|layanan|pelayanan|pendaftaran"
    r"|balita|hasil\s+hari\s+ini"
    r"|jadwal|parkir|sepeda|sampah|puskesmas\s+buka|rp|tanggal|bawa|undangan|imunisasi|persalinan"
    r"|igd|dikeruk|antre\w*"
    r"|kader\s+posyandu|sekolah|murid|siswa|bidan|dokter|obat)\b"
)

ELECTION_TIMES = frozenset({Phase.PRE_NOMINATION, Phase.CAMPAIGN, Phase.QUIET, Phase.POLLING})
POLITICAL_TIMES = ELECTION_TIMES | {Phase.AFTER}
STERN_BY_PHASE = dict.fromkeys(
    (Phase.PRE_NOMINATION, Phase.CAMPAIGN, Phase.QUIET, Phase.POLLING), Severity.MUST
)
STERN_AFTER_TOO = {**STERN_BY_PHASE, Phase.AFTER: Severity.MUST}

_MAX = 260
_SIDE = 110
_REACH = 2
_EMOJI = 0x2190
#: Words after a match that show that it is told of, not said.
_TOLD = re.compile(
    r"\b(?:pelanggaran|melanggar|dilarang|palsu|hoaks|hoax|bukan\s+(?:buatan|unggahan|dari"
    r"|pernyataan)"
    r"|tidak\s+benar|dilaporkan|diproses|ditangani|ditindak|ditegur|pidana|sanksi|diperiksa"
    r"|dicatut|dihapus|kami\s+(?:hapus|sembunyikan)|disembunyikan|diturunkan|ditertibkan"
    r"|tidak\s+(?:boleh|mendukung|diperkenankan)"
    r"|inspektorat|mohon\s+abaikan)\b"
)
_REPORTS = re.compile(
    r"\b(?:klarifikasi|hoaks|hoax|palsu|beredar|mencatut|dicatut|waspada|penipuan|pelanggaran"
    r"|melanggar|netralitas|dilarang|inspektorat|tes\s+netral\w*)\b"
)
_SPREADS = re.compile(
    r"\b(?:beredar|mencatut|mengatasnamakan|(?:akun|poster|unggahan|kabar|pesan|surat|pamflet"
    r"|video)\s+palsu|seolah|dikabarkan|dituduh)\b"
)
_FALSE = re.compile(
    r"\b(?:hoaks|hoax|(?<!janji )palsu|klarifikasi|tidak\s+benar|bukan\s+(?:buatan|dari)\s+kami)\b"
)
#: "Kantor boleh netral, hati tetap …" keeps out of nothing.
_BUT = re.compile(r"\bnetral\W{1,3}(?:tapi|tetapi|namun|hati|pilihan)\b")
_REFUSES = re.compile(
    r"\b(?:tidak|tak|ga|gak|nggak|enggak|ora|teu|mboten|jangan|hindari|larangan|dilarang|tanpa)"
    r"\s+(?:\w+\s+){0,3}(?:mendukung|dukung|memihak|berpihak|menjawab|menanggapi|boleh|dapat|ikut"
    r"|terlibat|memakai|mengenakan|meneruskan|menjadi|mengacungkan|membawa|menghadiri|mengajak"
    r"|menyukai|membagikan|mengomentari|like|share|berfoto|berpose|memasang|dipasang"
    r"|dipasangan|menjanjikan|menampilkan|melayani|kenging|netral)\b"
    r"|\bkomentar\b[^.!?\n]{0,60}\b(?:sembunyikan|hapus|dihapus|disembunyikan)\b|\bbolehkah\b"
    r"|\bdukung-mendukung\b|\bnetral\b(?![^.!?\n]{0,20}\b(?:tapi|tetapi|hati)\b)"
    r"|\btanpa\s+atribut\b|\bsalah\s+satu\s+(?:paslon|calon|pasangan)\b"
)
_QUOTES = '“”"«»'


_MOST = 100
_NUMBER_PARTS = parts(r"nomor|nomer|nomo|nome|nmor|nmr|num| no |no.|no |paslon|0")
_HONORIFICS = frozenset(
    "bapak bpk pak pa ibu bu kang teh teteh mas mbak bang gus ning cak abah haji hajah hj h kyai"
    " kiai kh ustadz ustad beliau"
    " mang bunda ayah".split()
)


def found(
    text: Text, pattern: re.Pattern[str], parts: tuple[str, ...] = (), more: tuple[str, ...] = ()
) -> Iterator[re.Match[str]]:
    """Matches outside links, at most 100: nobody mends more than that one by one.

    ``parts``, ``more``: of each, when given, one part of a word must occur.
    """
    if (
        text.may_hold(pattern)
        and (not parts or text.has_any(parts))
        and (not more or text.has_any(more))
    ):
        yield from islice(text.find(pattern), _MOST)


def may_number(text: Text) -> bool:
    """Whether a number of a candidate may stand in the text: a cheap look."""
    return text.may_hold(NUMBER) and text.has_any(_NUMBER_PARTS)


def may_name(text: Text) -> bool:
    """Whether anybody may be named with an honorific: a cheap look."""
    return not _HONORIFICS.isdisjoint(text.openers)


def tells_of(text: Text, start: int, end: int) -> bool:
    """Whether the words at ``letters.text[start:end]`` are quoted to forbid, deny or report."""
    sentence = text.sentence(start, end)
    before, after = text.before(start), _after(text, end)
    if is_forbidden_before(before) and not _is_new_call(before):
        return True
    if _SPREADS.search(before) and _FALSE.search(text.letters.text):
        return True
    if _TOLD.search(after) or _REFUSES.search(before):
        return True
    return (
        _is_quoted(text, start) and _REPORTS.search(sentence + text.letters.text[:200]) is not None
    )


def _after(text: Text, end: int) -> str:
    _, right = text.sentence_span(end - 1, end)
    return text.letters.text[end : min(right, end + 100)]


def _is_new_call(before: str) -> bool:
    """ "Hindari golput, coblos …": the comma begins a call of its own."""
    turned = before.rstrip().endswith(parts(r",|;|:|-|–|—")) and "dilarang" not in before
    return turned or _BUT.search(before) is not None


def _is_quoted(text: Text, start: int) -> bool:
    before = text.letters.text[max(0, start - 80) : start]
    opened = before.count("“") > before.count("”") or before.count("«") > before.count("»")
    return opened or before.count('"') % 2 == 1


def refuses(sentence: str) -> bool:
    """Whether the sentence keeps out of the election: "kami tidak menanggapi soal calon"."""
    return _REFUSES.search(sentence) is not None


def informs(text: Text, start: int, end: int) -> bool:
    """Whether the sentence is public information of KPU or Bawaslu, and no shout."""
    sentence = text.sentence(start, end)
    if SHOUT.search(sentence):
        return False
    return OFFICIAL.search(sentence) is not None


def is_menu(text: Text, start: int, end: int) -> bool:
    """Whether a number is chosen on a telephone, in a form, at a counter."""
    sentence = text.sentence(start, end)
    if re.search(r"paslon|coblos|tps\b|calon|pilkada|bupati", sentence):
        return False
    return MENU.search(sentence) is not None


def words_of(sentence: str) -> set[str]:
    """The words of a sentence."""
    return set(WORD.findall(sentence))


#: A number that may stand for a candidate.
NUMBER = re.compile(rf"{NUMBERED}|{ZERO}")


def numbers(text: Text, left: int, right: int) -> Iterator[re.Match[str]]:
    """Numbers in a sentence that may stand for a candidate."""
    for match in islice(text.between(NUMBER, left, right), _MOST):
        before = text.letters.text[max(left, match.start() - 40) : match.start()]
        if not NUMBERED_THING.search(before) and not IN_A_ROW.match(text.letters.text, match.end()):
            yield match


def names(text: Text, left: int, right: int) -> Iterator[re.Match[str]]:
    """Persons named with an honorific, by the capital as typed; no offices, no "Ibu hamil"."""
    for match in islice(text.between(NAMED, left, right), _MOST):
        name = match["name"]
        if name not in NO_NAME and name not in OFFICES and is_name(text, match):
            yield match


_BARE_NAME = re.compile(r"(?<![^\s“\"'(])(?P<name>[a-z]{4,})\b")


def bare_names(text: Text, left: int, right: int) -> Iterator[re.Match[str]]:
    """Given names without an honorific, with their capital, that begin no sentence."""
    known = given_names()
    for match in _BARE_NAME.finditer(text.letters.text, left, right):
        if match["name"] in known and not _is_word(match["name"]):
            start, end = text.letters.span(*match.span("name"))
            if text.original[start:end][:1].isupper() and _stands_alone(text.original, start, end):
                yield match


def _is_word(name: str) -> bool:
    """Whether a given name is also a word: Ramadan, Indah."""
    known = rank(name)
    return known is not None and known >= Rank.ROOT


def _stands_alone(typed: str, start: int, end: int) -> bool:
    """Whether a word with a capital follows a small word, or begins a name of two words."""
    before = typed[max(0, start - 40) : start].rstrip(" “\"'(").rpartition(" ")[2]
    if not before or before.endswith((".", "!", "?", "\n")):
        return typed[end : end + 2][:1] == " " and typed[end + 1 : end + 2].isupper()
    return before[:1].isalpha() and not before[:1].isupper()


def is_name(text: Text, match: re.Match[str], group: str = "name") -> bool:
    """Whether the group begins with a capital, as typed, or is disguised.

    Where nothing is written with a capital, small letters tell nothing.
    """
    start, end = text.letters.span(*match.span(group))
    typed = text.original[start:end]
    return (
        not typed[:1].islower()
        or not typed.isalpha()
        or (_is_small(text.original) and match[group] in given_names())
    )


@lru_cache(maxsize=16)
def _is_small(typed: str) -> bool:
    return typed.islower()


def sides_with_name(sentence: str, *, shared: bool = False) -> bool:
    """Whether a sentence that names a person takes that person's side in an election.

    Of what is ``shared`` (liked, passed on) warm words are enough.
    """
    if shared and not WARM.isdisjoint(words_of(sentence)):
        return True
    return (
        not SIDES.isdisjoint(words_of(sentence))
        or ASPIRES.search(sentence) is not None
        or THIS_ONE.search(sentence) is not None
    )


def sides_with_number(sentence: str) -> bool:
    """Whether a sentence with a number takes the side of the candidate with that number."""
    return not SIDES_WITH_NUMBER.isdisjoint(words_of(sentence))


def whole(text: Text, start: int, end: int) -> tuple[int, int]:
    """The sentence around ``letters.text[start:end]``, as typed offsets, with the emoji after it.

    What campaigns is rarely one word, and mending it is deleting its sentence. A sentence of more
    than 260 characters is cut near the match.
    """
    left, right = text.sentence_span(start, end)
    letters = text.letters.text
    if right - left > _MAX:
        if start - left > _SIDE:
            left = letters.find(" ", start - _SIDE, start) + 1 or start
        if right - end > _SIDE:
            cut = letters.rfind(" ", end, end + _SIDE)
            right = cut if cut > 0 else end
    first, last = text.letters.span(left, right)
    return _trimmed(text.original, first, last)


def _trimmed(typed: str, first: int, last: int) -> tuple[int, int]:
    while first < last and typed[first].isspace():
        first += 1
    reach = last
    while last < len(typed) and (typed[last] in " \ufe0f\u200d" or ord(typed[last]) >= _EMOJI):
        if typed[last].isalnum():
            break
        last += 1
        if not typed[last - 1].isspace():
            reach = last
    while reach > first and typed[reach - 1].isspace():
        reach -= 1
    return first, reach


@lru_cache(maxsize=2048)
def goes_on(sentence: str) -> bool:
    """Whether a sentence beside one that campaigns goes on in the same breath."""
    if not _GOES_ON.search(sentence):
        return False
    if _GATHERS.search(sentence):
        return True
    return _BUSINESS.search(sentence) is None and not refuses(sentence)


def passage(text: Text, start: int, end: int) -> tuple[int, int]:
    """:func:`whole` with the sentences of its line beside it that go on in the same breath."""
    first, last = whole(text, start, end)
    spans, letters = text.sentence_spans, text.letters.text
    index = max(0, bisect_right(spans, (start, len(letters) + 1)) - 1)
    for step in (-1, 1):
        at = index
        for _ in range(_REACH):
            at += step
            if not 0 <= at < len(spans):
                break
            left, right = spans[at]
            edge = letters[spans[at + 1][0] - 1] if step < 0 else letters[left - 1]
            if edge == "\n" or right - left > _MAX or not goes_on(letters[left:right]):
                break
            other = _trimmed(text.original, *text.letters.span(left, right))
            first, last = min(first, other[0]), max(last, other[1])
    return first, last


def sentence_hit(
    text: Text,
    start: int,
    end: int,
    *,
    message: str = "",
    suggestion: Suggestion | None = None,
    at_least: Severity | None = None,
    at_most: Severity | None = None,
) -> Hit:
    """A hit over the whole sentence around ``letters.text[start:end]``.

    What must be mended takes along the sentences beside it that belong to it.
    """
    mild = at_most is not None and at_most is not Severity.MUST
    first, last = (whole if mild else passage)(text, start, end)
    return Hit(
        start=first,
        end=last,
        where=text.where,
        message=message,
        suggestion=suggestion,
        at_least=at_least,
        at_most=at_most,
        quote="" if text.where in ("text", "title") else text.original[first:last],
        core=text.letters.span(start, end),
    )
