"""Mocking the symbols of the state: flag, emblem, anthem."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import both, is_negated, together, words
from kentongan.kernel.say import gettext_noop

_W = "state"
_PAIRS = tuple(
    (Opened(rf"\b{words(_W, symbol)}\b"), Opened(rf"\b{words(_W, harm)}(?:nya|e|na)?\b"))
    for symbol, harm in (
        ("symbol_flag", "flag_harm"),
        ("symbol_garuda", "garuda_harm"),
        ("symbol_anthem", "anthem_harm"),
    )
)
_REACH = 160
_TAKEN_DOWN = re.compile(r"turunkan|turunin")
_STORED = re.compile(r"\b(?:simpan|gudang|ganti|buang|bakar|sekalian)\w*")
_CRUDE = re.compile(r"injak|tincak|idak|ludah|kencing|uyuh|cebok|ngepel|keset|kolor|celana dalam")
_REPORTED = re.compile(rf"\b{words(_W, 'condemns')}\b")
#: Sentences about care for symbols, repairs, rules, sport, places and goods of that name.
_CARE = re.compile(
    rf"\b(?:{words(_W, 'condemns')}|tidak boleh|mohon maaf|tali|putus|angin|sobek dimakan|usang"
    rf"|luntur|kusam|lusuh|lapuk"
    r"|mengganti|diganti yang baru|baru kami pasang|mengecat|jahit|menjahit|melipat|timnas|skuad"
    r"|stadion|maskapai"
    r"|penerbangan|bandara|jalan garuda|kawasan|elang jawa|satwa|konservasi"
    r"|menyusui|petunjuk|aturan|tata cara|uu|stanza|khidmat|khidmad|berkumandang|bergema|tegak"
    r"|upacara selesai"
    r"|senja|sore hari|setengah tiang|karnaval|hiasan|memperbaiki|perbaikan|kop surat|batik|ukiran"
    r"|patung|relief|dengan hormat|sedih lihat"
    r"|saya (?:ambil|lipat|cuci|luruskan|betulkan|simpan))\b"
)
#: ``Plesetan lagu kebangsaan tidak boleh``: named to be forbidden.
_FORBIDDEN = re.compile(
    r"\s(?:itu\s)?(?:tidak|jangan|dilarang)(?:\s(?:boleh|pantas|patut|dibenarkan|diizinkan))?\s*"
    r"(?:[.,;!]|$)"
)
_EATERY = re.compile(r"\b(?:warung|kedai|rumah makan|restoran|resto|menu|diskon|porsi|pesan)\b")


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for symbol, harm in _PAIRS:
            for one, other in together(text, symbol, harm, reach=50, across=True):
                if not _is_innocent(text, one, other):
                    yield hit_at(text, text.letters, *_sentence(text, *both(one, other)))


def _sentence(text: Text, start: int, end: int) -> tuple[int, int]:
    """The whole sentence, without blanks around it: what mocks is rarely one word."""
    left, right = text.sentence_span(start, end)
    left, right = max(left, start - _REACH), min(right, end + _REACH)
    whole = text.letters.text[left:right]
    return left + len(whole) - len(whole.lstrip()), left + len(whole.rstrip())


def _is_innocent(text: Text, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether the sentence cares for the symbol, or speaks of something else of that name."""
    sentence = text.sentence(*both(one, other))
    if _TAKEN_DOWN.search(other.group()) and not _STORED.search(sentence):
        return True
    if one.group().startswith("garuda") and _EATERY.search(sentence):
        return True
    if _FORBIDDEN.match(text.letters.text, both(one, other)[1]):
        return True
    if is_negated(text, other.start()) or _REPORTED.search(text.around(*both(one, other))):
        return True
    return not _CRUDE.search(other.group()) and _CARE.search(sentence) is not None


RULE = Rule(
    id="civil_service.symbols",
    family="civil_service",
    title=gettext_noop("Pelecehan simbol negara"),
    looks_for=gettext_noop(
        "Bendera, lambang, dan lagu kebangsaan yang diejek, dirusak, atau dipelesetkan, dalam "
        "teks dan teks alternatif. Perawatan bendera, aturan, dan lomba tidak dilaporkan."
    ),
    message=gettext_noop("Bagian ini dapat dibaca sebagai pelecehan simbol negara."),
    suggestion=gettext_noop("Hapus bagian ini beserta gambarnya."),
    basis=("skb-11-2019",),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=_find,
    opened_by=tuple(symbol for symbol, _ in _PAIRS),
    passage=True,
    examples_match=examples(
        "Bendera merah putih dijadikan keset di warung.",
        "Garuda kok mirip ayam kurang gizi.",
        "Lagu kebangsaan dijadikan dangdut saja.",
        "Merah putih cocok buat lap motor.",
        "Bakar saja garudanya!",
        "Indonesia Raya versi kocak bikinan kami",
        Example("Iseng.", media=(MediaFact(alt="Pegawai menginjak bendera sambil tertawa"),)),
        Example("Manuk Garuda disate wae", says="bahasa Jawa"),
    ),
    examples_miss=examples(
        "Tali bendera putus kena angin, siang ini diganti.",
        "Pramuka belajar melipat bendera merah putih dengan benar.",
        "Bendera yang sobek dan luntur kami ganti yang baru.",
        "Dilarang menginjak atau membakar bendera negara.",
        "Indonesia Raya tiga stanza berkumandang khidmat.",
        "Ayam geprek di warung Garuda diskon 10 persen.",
        "Timnas Garuda membakar semangat warga.",
        "Gapura dicat merah putih, lampion dipasang sepanjang gang.",
        "Burung merpati hinggap di patung Garuda.",
        "Plesetan lagu daerah boleh, plesetan lagu kebangsaan tidak.",
    ),
)
