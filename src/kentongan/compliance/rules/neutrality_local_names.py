"""Names of candidates, parties and slogans that the region itself has listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from kentongan.compliance.draft import Facts, Phase, Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, hit_at
from kentongan.compliance.words.partisan import (
    informs,
    refuses,
    sentence_hit,
    sides_with_name,
    tells_of,
)
from kentongan.compliance.words.vocabulary import HONORIFIC
from kentongan.kernel.say import gettext_noop
from kentongan.language.normalise import Strength, normalise

_MIN_IN_TAG = 5
_MIN_PART = 4
#: Nobody mends more of them one by one.
_MOST = 100
_LEET = {
    "a": "[a4@]",
    "i": "[i1!]",
    "o": "[o0]",
    "e": "[e3]",
    "s": "[s5$]",
    "t": "[t7]",
    "g": "[g9]",
}
_HONORED = re.compile(rf"^(?:{HONORIFIC}\s+)+")
_DIGIT_IN_WORD = re.compile(r"[0134579@$!][a-z]|[a-z][0134579@$!]")
_NEVER = re.compile(r"(?!)")
#: What makes a part of a name, standing alone, the candidate's.
_WITH_PART = (
    r"(?:pilih|coblos|dukung|menangkan|bersama|lanjutkan|hidup|salam|tim|relawan|posko|barisan"
    r"|grup|all\s?in|gas(?:kan)?"
    r"|pendukung|loyalis|sahabat|baliho|kampanye|konvoi)"
)
_PART_WITH = (
    r"(?:center|lovers|fans|lagi|for|untuk|jadi|dua\s+periode|2\s*periode|unggul|terpilih|effect"
    r"|menang(?!\s+\d)|harga\s+mati|no\s+debat"
    r"|yes|is\s+back|memimpin|bupati)"
)
_TAG_START = (
    r"(?:pilih|coblos|dukung|menangkan|bersama|lanjutkan|hidup|salam|tim|relawan|sahabat|we|kami"
    r"|gaskan|allin|ikut|siap|tetap|bareng|pilihan|hanya|cuma|selalu|lanjut|kawal|sayang|suka"
    r"|demi|untuk|salam|terimakasih)"
)
_TAG_END = (
    r"(?:lagi|menang|center|lovers|untuk|jaya|juara|for|bupati|gas|yes|duaperiode|2periode|\d+"
    r"|effect|bisa|harapan|pilihan|peduli"
    r"|idola|satu|dua|tiga|terbaik|kita|merakyat|nomor|squad|dihati|mania|lanjut)"
)


@dataclass(frozen=True, slots=True)
class _Names:
    """Patterns for names written out, for their parts in company, and for hashtags."""

    written: re.Pattern[str]
    single: re.Pattern[str]
    parts: re.Pattern[str]
    tags: re.Pattern[str]
    capitals: frozenset[str]
    plain: tuple[str, ...]


def _loose(word: str) -> str:
    """A pattern for a word of a name, also with digits for letters."""
    return "".join(_LEET.get(char) or re.escape(char) for char in word)


@lru_cache(maxsize=64)
def _patterns(names: tuple[str, ...]) -> _Names | None:
    plain = {normalise(name, Strength.LETTERS).text.strip(): name.strip() for name in names}
    plain = {name: typed for name, typed in plain.items() if re.search(r"\w", name)}
    if not plain:
        return None
    longest = sorted(plain, key=lambda name: (-len(name), name))
    several = [name for name in longest if len(name.split()) > 1 or re.search(r"\W", name)]
    single = [name for name in longest if name not in several]
    parts = _parts(several)
    tags = [_loose(re.sub(r"\W", "", name)) for name in longest]
    glued = [
        tag
        for tag, name in zip(tags, longest, strict=True)
        if len(re.sub(r"\W", "", name)) >= _MIN_IN_TAG
    ]
    some = "|".join(map(_loose, sorted({*parts, *single}, key=lambda word: (-len(word), word))))
    if some:
        glued += [rf"^{_TAG_START}(?:{some})", rf"^(?:{some}){_TAG_END}"]
    if len(parts) > 1:
        pair = "|".join(map(_loose, parts))
        glued.append(rf"(?:{pair})(?:dan|x)?(?:{pair})")
    return _Names(
        written=_whole(
            r"(?:[^\w.,;!?]{1,3}|\n)".join(map(_loose, re.findall(r"\w+", name)))
            for name in several
        ),
        single=_whole(_loose(name) for name in single),
        parts=_in_company(parts, single),
        tags=re.compile("|".join(glued)) if glued else _NEVER,
        plain=tuple(
            sorted({min(re.findall(r"\w+", name), key=len) for name in several} | {*single, *parts})
        ),
        capitals=frozenset(name for name in single if plain[name].isupper() and len(name) > 1),
    )


def _whole(patterns: Iterator[str]) -> re.Pattern[str]:
    joined = "|".join(patterns)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)") if joined else _NEVER


def _parts(names: list[str]) -> list[str]:
    """First and last words of names of persons; by which they are called."""
    parts: set[str] = set()
    for name in names:
        words = re.findall(r"\w+", _HONORED.sub("", name))
        parts.update(word for word in (words[:1] + words[-1:]) if len(word) >= _MIN_PART)
    return sorted(parts, key=lambda word: (-len(word), word))


def _in_company(parts: list[str], single: list[str]) -> re.Pattern[str]:
    words = "|".join(_loose(word) for word in sorted({*parts, *single}, key=lambda w: (-len(w), w)))
    if not words:
        return _NEVER
    one = rf"(?:{words})"
    return re.compile(
        rf"(?<!\w)(?:(?P<pair>{one}\s?(?:[–—&+/×x-]|dan|\s)\s?{one})"
        rf"|(?P<honored>(?:{HONORIFIC}\s+){{1,2}}(?P<name>{one}))"
        rf"|(?P<close>{_WITH_PART}\s+(?P<after>{one})|(?P<first>{one})\W{{1,3}}{_PART_WITH}))(?!\w)"
    )


#: Who publishes all candidates alike, and how many named together are all.
_ORGANISER = re.compile(
    r"\b(?:kpu|bawaslu|panwas\w*|panitia|pps|ppk|keputusan|jadwal|debat"
    r"|(?:deklarasi|kampanye)\s+damai)\b"
)
_ALL = 3


def _find(case: Case) -> Iterator[Hit]:
    names = _patterns(case.facts.local_names)
    if names is None:
        return
    for text in case.texts:
        if text.has_any(names.plain) or _DIGIT_IN_WORD.search(text.letters.text):
            yield from _written(text, names)
        for tag, body in text.tags[:200]:
            if names.tags.search(body):
                yield hit_at(text, text.light, tag.start, tag.end)


def _lists_all(text: Text, names: _Names) -> bool:
    """Whether all candidates are listed in a text that names who holds the election."""
    if not text.has(_ORGANISER):
        return False
    listed = {m.group() for one in (names.written, names.single) for m in text.find_once(one)}
    return len(listed) >= _ALL


#: What stands beside the names in a list.
_BESIDE = re.compile(r"\b(?:pasangan|paslon|calon|bupati|wakil|dengan|serta|nomor|urut)\b")
_WORD = re.compile(r"[a-z]{4,}")


def _is_listed(sentence: str, names: _Names) -> bool:
    """Whether a sentence of a list tells nothing but names, or names several, or who lists them."""
    if _ORGANISER.search(sentence) or len(set(names.written.findall(sentence))) > 1:
        return True
    rest = names.single.sub(" ", names.written.sub(" ", sentence))
    return _WORD.search(_BESIDE.sub(" ", rest)) is None


def _written(text: Text, names: _Names) -> Iterator[Hit]:
    all_alike = _lists_all(text, names)
    for pattern in (names.written, names.single, names.parts):
        for match in islice(text.find_once(pattern), _MOST):
            if pattern is names.single and not _is_name(text, match, names):
                continue
            if pattern is names.parts and not _is_person(text, match):
                continue
            sentence = text.sentence(*match.span())
            sides = sides_with_name(sentence)
            if all_alike and not sides and _is_listed(sentence, names):
                continue
            if (informs(text, *match.span()) and not sides) or tells_of(text, *match.span()):
                continue
            if not refuses(sentence):
                yield sentence_hit(text, *match.span())


def _typed(text: Text, match: re.Match[str], group: str | int = 0) -> str:
    start, end = text.letters.span(*match.span(group))
    return text.original[start:end]


@lru_cache(maxsize=16)
def _is_loud(typed: str) -> bool:
    return typed.isupper()


def _is_name(text: Text, match: re.Match[str], names: _Names) -> bool:
    """A single word needs its capital; one listed in capitals is a slogan and needs them all."""
    typed = _typed(text, match)
    if match.group() in names.capitals:
        return typed.isupper() and not _is_loud(text.original)
    return not typed[:1].islower() or sides_with_name(text.sentence(*match.span()))


def _is_person(text: Text, match: re.Match[str]) -> bool:
    """Whether a part of a name stands for the candidate and not for a namesake."""
    if match["pair"] is not None:
        return not match.group().isspace() and not _typed(text, match, "pair")[:1].islower()
    if match["honored"] is not None:
        return sides_with_name(text.sentence(*match.span()))
    group = "after" if match["after"] is not None else "first"
    return not _typed(text, match, group)[:1].islower()


_NAMES = ("Dadang Supriatna", "Bersinar Lagi", "Ratna Wulan", "GEMILANG", "Kang Asep")
_HERE = Facts(local_names=_NAMES)
_CAMPAIGN = Facts(local_names=_NAMES, phase=Phase.CAMPAIGN)

RULE = Rule(
    id="neutrality.local_names",
    family="neutrality",
    title=gettext_noop("Nama dalam pemilihan ini"),
    looks_for=gettext_noop(
        "Nama calon, partai, dan semboyan yang dicatat daerah pada pemilihan yang sedang berjalan: "
        "utuh, berpasangan, dalam tagar, dengan angka sebagai huruf. Sebagian nama dilaporkan bila "
        "kalimatnya memihak; semboyan satu kata bila ditulis berhuruf besar seperti dicatat."
    ),
    message=gettext_noop(
        "Nama ini tercatat sebagai peserta atau semboyan pemilihan. Apakah perlu disebut?"
    ),
    suggestion=gettext_noop("Sebut jabatan atau lembaganya, bukan namanya."),
    basis=("skb-netralitas-2022", "uu-10-2016-71"),
    severity=Severity.WEIGH,
    by_phase={
        Phase.PRE_NOMINATION: Severity.MUST,
        Phase.CAMPAIGN: Severity.MUST,
        Phase.QUIET: Severity.MUST,
        Phase.POLLING: Severity.MUST,
    },
    passed_by="penyelia",
    find=guided(_find, "neutrality", kept=True),
    given=Given.NAMES,
    passage=True,
    examples_match=(
        Example("Dadang Supriatna meninjau pasar.", facts=_CAMPAIGN),
        Example("Bersama Ratna Wulan di posyandu", facts=_HERE),
        Example("Sukamaju bersinar lagi!", facts=_HERE, says="semboyan"),
        Example("#DadangSupriatna menyapa", facts=_HERE),
        Example("#RatnaLagi", facts=_CAMPAIGN, says="sebagian nama dalam tagar"),
        Example("D a d a n g  S u p r i a t n a hadir", facts=_HERE, says="huruf berspasi"),
        Example("DADANG\nSUPRIATNA", facts=_HERE),
        Example("Rаtna Wulаn menyapa warga", facts=_HERE, says="huruf Kiril"),
        Example("Dadang–Ratna untuk Sukamaju", facts=_CAMPAIGN, says="pasangan"),
        Example("Bersama D4d4ng, no debat.", facts=_CAMPAIGN, says="angka sebagai huruf"),
        Example("Hayu ngiring Kang Asep", facts=_CAMPAIGN, says="nama panggilan"),
        Example("Sukamaju GEMILANG!", facts=_CAMPAIGN, says="semboyan berhuruf besar"),
    ),
    examples_miss=(
        Example("Dadang Supriatna meninjau pasar.", says="tidak ada nama yang dicatat"),
        Example("Pak Dadang juara panen.", facts=_HERE, says="nama lain"),
        Example("Lampu jalan kini bersinar terang.", facts=_HERE),
        Example("Ratna, lalu Wulan, menari jaipong.", facts=_HERE),
        Example("Kulit bersinar, lagi promo.", facts=_HERE),
        Example("Info https://contoh.go.id/dadang-supriatna", facts=_HERE, says="di dalam tautan"),
        Example("Bupati membuka rapat.", facts=_CAMPAIGN),
        Example("Tim pulang dengan hasil gemilang.", facts=_CAMPAIGN, says="kata biasa"),
        Example("Bidan Ratna melayani imunisasi.", facts=_CAMPAIGN),
        Example("KPU menetapkan Dadang Supriatna dan dua calon lain.", facts=_CAMPAIGN),
    ),
)
