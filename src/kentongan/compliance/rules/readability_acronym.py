"""A short form that not everybody knows and that the text does not spell out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.keeping import Memo
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.acronyms import CUT_WORDS, DEGREES, KNOWN, SHOUTED, STANDS_FOR
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.tokens import Token

_CAPITALS = re.compile(r"[A-Z]{2}")
_SHORT = re.compile(r"[A-Z][A-Z0-9]{1,9}(?:des|Des)?")
_ROMAN = re.compile(r"[IVXLCDM]+")
#: What can be spoken as a word is perhaps one, written large.
_SPOKEN = re.compile(r"(?:[^AEIOU]{0,2}[AEIOU]{1,2})+(?:NG|[^AEIOU])?")
_SPELLED_BEFORE = re.compile(
    r"[^\W\d_]\s*[(/]\s*\Z|(?:singkatan|kepanjangan|disebut|disingkat)\s\Z"
)
_SPELLED_AFTER = re.compile(
    r"\s*\([^()\n]{0,20}[^\W\d_]{4,}|,?\s*(?:atau|adalah|ialah|yaitu|yakni|singkatan|itu|=)\s"
)
_NAMED_BY = frozenset(
    "pt cv ud pd toko hotel bank grup komunitas yayasan perumahan kompleks gedung blok tipe seri"
    " nomor no pelat kode merek merk band klub tim radio stasiun kapal rs rsu sman smkn"
    " smpn".split()
)
_LEAST, _MOST_LARGE = 3, 0.6
_TAX = ("pajak", "samsat", "kendaraan", "bbn", "motor", "mobil")


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    told: set[str] = set()
    initials = "".join(word[0] for word in text.lower_words)
    for sentence, words in text.sentence_words:
        large = sum(word.text.isupper() and len(word.text) > 1 for word in words)
        shouted = len(words) > _LEAST and large > _MOST_LARGE * len(words)
        for index, word in enumerate(words):
            if not _UNKNOWN[word.text] or word.text.upper() in told:
                continue
            if not _is_unknown(word, words[index - 1] if index else None, shouted):
                continue
            told.add(word.text.upper())
            if not _is_spelled(text, word, initials):
                yield _hit(word, is_first=word.start == sentence.start, text=text)


def _may_be_unknown(typed: str) -> bool:
    """A cheap look: capitals or a digit behind a capital, or a word of the list."""
    if typed in KNOWN:
        return False
    second = typed[1:2]
    if typed[0].isupper() and (second.isupper() or second.isdigit()):
        return True
    return typed in CUT_WORDS or (typed[0].isupper() and typed.lower() in CUT_WORDS)


_UNKNOWN = Memo(_may_be_unknown, 16_384)


def _is_unknown(word: Token, before: Token | None, shouted: bool) -> bool:
    typed = word.text
    if typed.lower() in CUT_WORDS and not (typed.isupper() and shouted):
        return True
    if not _CAPITALS.match(typed) and not _has_digit_inside(typed):
        return False
    key = typed.upper()
    if key in STANDS_FOR:
        return not shouted
    head = key.partition("-")[0]
    if head in STANDS_FOR and not shouted:
        return True
    if shouted or not _SHORT.fullmatch(head) or len(head) < _LEAST:
        return False
    if head in KNOWN or head in SHOUTED or head in DEGREES or key in KNOWN:
        return False
    if _ROMAN.fullmatch(head) or (before and _names(before.text)):
        return False
    digits = sum(char.isdigit() for char in head)
    return not _SPOKEN.fullmatch(head) and not head[-1].isdigit() and digits < _LEAST


def _has_digit_inside(typed: str) -> bool:
    return typed[:1].isupper() and typed[1:2].isdigit() and typed[-1:].isupper() and len(typed) > 3


def _names(before: str) -> bool:
    return before.lower() in _NAMED_BY or before.isdigit()


def _is_spelled(text: Text, word: Token, initials: str) -> bool:
    """Whether the text says what it stands for: in brackets, in words, by its first letters."""
    around = text.original
    if _SPELLED_BEFORE.search(around, max(0, word.start - 24), word.start):
        return True
    if _SPELLED_AFTER.match(around, word.end) or text.is_quoted(word.start, word.end):
        return True
    meant = STANDS_FOR.get(word.text.upper()) or CUT_WORDS.get(word.text.lower(), "")
    if meant and meant.lower() in text.folded.text:
        return True
    return len(word.text) >= _LEAST and word.text.lower() in initials


def _hit(word: Token, *, is_first: bool, text: Text) -> Hit:
    typed = word.text
    meant = STANDS_FOR.get(typed.upper()) or CUT_WORDS.get(typed.lower(), "")
    if typed.upper() == "PKB" and not text.has_any(_TAX):
        meant = ""
    message = gettext("Tidak semua pembaca tahu arti “{word}”.").format(word=typed)
    if not meant:
        label = gettext("Tulis kepanjangannya pada penyebutan pertama.")
        return Hit(word.start, word.end, message=message, suggestion=Suggestion(label))
    spelled = f"{meant[:1].upper() if is_first else meant[:1]}{meant[1:]} ({typed})"
    label = gettext("Tulis “{spelled}” pada penyebutan pertama.").format(spelled=spelled)
    return Hit(word.start, word.end, message=message, suggestion=Suggestion(label, spelled))


RULE = Rule(
    id="readability.acronym",
    family="readability",
    title=gettext_noop("Singkatan belum dieja"),
    looks_for=gettext_noop(
        "Singkatan yang tidak dikenal luas tanpa kepanjangan pada penyebutan pertama. Yang sudah "
        "lazim, seperti KTP dan RSUD, dibiarkan."
    ),
    message=gettext_noop("Tidak semua pembaca tahu arti singkatan ini."),
    suggestion=gettext_noop("Tulis kepanjangannya pada penyebutan pertama."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    find=_find,
    typed=_may_be_unknown,
    examples_match=examples(
        "Bantuan RTLH tahap dua mulai dibangun.",
        "Setiap OPD mengirim dua orang.",
        "Sosialisasi P2WKSS digelar di balai desa.",
        "Bayar PKB dan BBNKB di gerai samsat.",
        "Musrenbang berlangsung Kamis pagi.",
        "Ibu KWT memanen cabai bersama poktan.",
        "Petugas mendata KPM sampai Jumat.",
        "Pendaftaran lewat SIPDKT mulai besok.",
    ),
    examples_miss=examples(
        "Bawa KTP, KK, dan surat dari RT ke RSUD.",
        "Rumah tidak layak huni (RTLH) mulai dibangun. Data RTLH ada di balai desa.",
        "Musyawarah perencanaan pembangunan (musrenbang) dimulai pagi.",
        "PPID (Pejabat Pengelola Informasi dan Dokumentasi) membuka meja layanan.",
        "PENGUMUMAN PENTING: LOKET TUTUP HARI INI",
        "Murid kelas VII dan VIII masuk pukul 07.00 WIB.",
        "dr. Rina, Sp.A., dan Ir. Budi, ST, MM hadir.",
        "INFO: air mati di RW 03.",
    ),
)
