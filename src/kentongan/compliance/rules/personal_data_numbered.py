"""Numbers of tax, health insurance and school that are named as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.reading.signs import by_sign
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_typed
from kentongan.compliance.words.numbers import masked
from kentongan.kernel.say import gettext, gettext_noop

_D = r"[ .\-/_–]{0,2}\d"


@dataclass(frozen=True, slots=True)
class _Named:
    """A number with the words that name it; ``parts`` occur in small letters of the text.

    ``least``: so many digits it has, signs between them not counted.
    """

    least: int
    parts: tuple[str, ...]
    words: re.Pattern[str]
    number: re.Pattern[str]
    soft: bool = False


def _named(least: int, parts: str, words: str, number: str, *, soft: bool = False) -> _Named:
    return _Named(
        least,
        tuple(parts.split()),
        re.compile(words, re.IGNORECASE),
        re.compile(rf"(?<![\d.,/-])(?P<number>{number})(?![\d])(?![.\-]\d)", re.IGNORECASE),
        soft,
    )


_KINDS = (
    _named(
        15, "npwp wajib n.p.w.p", r"\bn\.?p\.?w\.?p|\bpokok wajib pajak", rf"\d(?:{_D}){{14,15}}"
    ),
    _named(
        13,
        "bpjs kis jkn sehat noka peserta kartu pbi",
        r"\b(?:bpjs|kis|jkn|kartu indonesia sehat|indonesia sehat|noka|kartu sehat|nomor peserta"
        r"|no(?:mor|\.)? kartu|pbi)\b",
        rf"0[ .\-]?[0-79](?:{_D}){{11}}",
    ),
    _named(
        11,
        "kpj ketenagakerjaan jamsostek",
        r"\b(?:kpj|ketenagakerjaan|jamsostek)\b",
        rf"[1-79]\d(?:{_D}){{9}}",
    ),
    _named(
        10,
        "nisn induk",
        r"\b(?:nisn\w*|induk siswa(?: nasional)?|induk peserta didik)",
        rf"\d(?:{_D}){{9}}",
    ),
    _named(
        6,
        "paspor passpor passport pasport",
        r"\b(?:paspor|passport|pasport|passpor)",
        r"[a-z]{1,2}\s?-?\d(?:[ .\-]?\d){5,6}",
    ),
    _named(
        6,
        "rekam rm",
        r"\b(?:rekam medi[sk]|no(?:mor|\.)? ?rm|rm(?=[ .:]{1,2}\d\d-\d\d-\d\d))\b",
        rf"\d(?:{_D}){{5,7}}",
        soft=True,
    ),
    _named(
        16,
        "atm debit kredit kks sejahtera kombo",
        r"\b(?:atm|kks|kartu (?:debit|kredit|kombo|keluarga sejahtera|merah putih))\b",
        rf"[2-6]\d{{3}}(?:{_D}){{12}}",
    ),
    _named(
        12,
        "sim",
        r"\b(?:no(?:mor|\.)? sim|sim [abc]1?|sim(?=:?\s\d))\b",
        rf"\d(?:{_D}){{11,13}}",
        soft=True,
    ),
)
#: Where a number of digits can begin.
_DIGIT = re.compile(r"\d(?<![\d.,/-].)")
_DOTTED = re.compile(r"(?<![\d.])(?P<number>\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3})(?!\d)")
_OFFICE = re.compile(
    r"\b(?:bendahara|dinas|kecamatan|kelurahan|desa|kantor|instansi|pemkab|pemkot|pemda|badan|pt"
    r"|cv|ud"
    r"|sekolah|sdn|smpn|sman|smkn|rsud|puskesmas|koperasi|yayasan|perusahaan|perumda|pdam|bumdes"
    r"|lembaga|satker|bumd|universitas|unit|bank|panitia)\b[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?:rek(?:ening\w*)?|norek|bank|bjb|bri|bni|bca|mandiri|va)\b[^\d\n]{0,24}$", re.IGNORECASE
)
_LICENCE = re.compile(r"\bsim\b", re.IGNORECASE)
_MONEY = re.compile(r"rp\.?\s?$", re.IGNORECASE)
_BEFORE, _REACH, _WHO = 40, 240, 50
_KEEP = 2
_DOTTED_LENGTH = 15


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        seen: set[int] = set()
        for match, soft in _numbers(text):
            start, end = text.light.span(*match.span("number"))
            if start in seen or text.in_link(start, end) or _is_of_office(text, match):
                continue
            seen.add(start)
            hidden = Suggestion(
                gettext("Samarkan nomornya."), masked(text.original[start:end], _KEEP)
            )
            soften = Severity.WEIGH if soft and not _is_owned(text, match, start, end) else None
            yield hit_typed(text, start, end, suggestion=hidden, at_most=soften)
        yield from _spoken(text)


def _spoken(text: Text) -> Iterator[Hit]:
    """Numbers said in words, where the text names them and they are as long as they should be."""
    low = text.letters.text
    for run in text.spoken:
        digits = "".join(piece.digits for piece in run)
        if any(part in low for part in _LENGTHS.get(len(digits), ())):
            start, end = text.letters.span(run[0].start, run[-1].end)
            yield hit_typed(text, start, end, suggestion=Suggestion(gettext("Hapus nomornya."), ""))


_LENGTHS = {10: ("nisn",), 13: ("bpjs", "jkn", "kis"), 15: ("npwp",), 16: ("npwp",)}


def _numbers(text: Text) -> Iterator[tuple[re.Match[str], bool]]:
    """Numbers near the words that name them, and whether that makes them less certain."""
    low = text.folded.text
    for match in _DOTTED.finditer(text.digits) if text.longest_number >= _DOTTED_LENGTH else ():
        yield match, False
    for kind in _KINDS:
        if text.longest_number < kind.least or not any(part in low for part in kind.parts):
            continue
        if "paspor" in kind.parts:
            # A passport keeps its letter: O for 0 is not undone there.
            numbers = list(kind.number.finditer(text.light.text))
        else:
            numbers = list(by_sign(kind.number, _DIGIT, text.digits))
        # Few texts hold a number of the length, and words are looked for at every character.
        names = [m.span() for m in kind.words.finditer(text.light.text)] if numbers else []
        for match in numbers:
            if any(
                start - _BEFORE <= match.start() <= end + _REACH for start, end in names[:_MOST]
            ):
                yield match, kind.soft


_MOST = 50


def _is_owned(text: Text, match: re.Match[str], start: int, end: int) -> bool:
    """Whether it is the number of a licence, and somebody is named beside it."""
    if not _LICENCE.search(text.light.text[max(0, match.start("number") - _WHO) :][:_WHO]):
        return False
    return any(start - _WHO <= p.start and p.end <= end + _WHO for p in text.persons)


def _is_of_office(text: Text, match: re.Match[str]) -> bool:
    """Whether the number is an office's, a sum, or an account."""
    at = match.start("number")
    before = text.light.text[max(0, at - _REACH) : at]
    if _MONEY.search(before[-4:]) or _ACCOUNT.search(before[-_WHO:]):
        return True
    if match.group("number").startswith("00.") and _DOTTED.fullmatch(match.group("number")):
        return True
    start, end = text.light.span(*match.span("number"))
    named = any(start - _WHO <= p.start and p.end <= end + _WHO for p in text.persons)
    return not named and "npwp" in before.lower() and _OFFICE.search(before) is not None


RULE = Rule(
    id="personal_data.numbered",
    family="personal_data",
    title=gettext_noop("NPWP, BPJS, NISN, paspor"),
    looks_for=gettext_noop(
        "NPWP bertitik, atau angka di dekat kata NPWP, BPJS, KIS, JKN, KPJ, NISN, paspor, kartu "
        "ATM dan KKS, dan SIM bersama nama orang; untuk ditimbang juga nomor rekam medis dan SIM "
        "tanpa nama. Tidak dilaporkan: NPWP bendahara dan badan."
    ),
    message=gettext_noop("Nomor ini menunjuk satu orang dan tidak boleh tampil untuk umum."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    spares_terms=False,
    needs=(
        "npwp",
        "kks",
        "p.w.p",
        "pajak",
        "kartu",
        "pbi",
        "bpjs",
        "kis",
        "jkn",
        "sehat",
        "noka",
        "peserta",
        "kpj",
        "kerjaan",
        "jamsostek",
        "nisn",
        "induk",
        "paspor",
        "passpor",
        "pasport",
        "rekam",
        "rm",
        "sim",
        "atm",
        "debit",
        "kredit",
        "-0",
        "-4",
    ),
    find=_find,
    examples_match=examples(
        "SIM 9204 1184 000567 milik Joko ada di meja informasi.",
        "NPWP 12.345.678.9-012.000",
        "npwp: 123456789012000",
        "No. BPJS 0001234567890",
        "KIS atas nama Asep: 0001 2345 67890",
        "NISN 0061234567",
        "Siswa NISN: 006-123-4567",
        "paspor C1234567 ditemukan",
        "Pemilik kartu ATM 5221 8400 1234 5678 silakan lapor satpam.",
        "NPWP baru 16 digit Saudara Fikri adalah 0123 4567 8901 2000",
        "Nomor pokok wajib pajak Kang Asep 66-704-123-9-439-000",
        "NISN siswa: 1) 0123456789 2) 0123456790",
        "Nomor induk siswa nasional 0097 5512 83 tidak ditemukan",
        Example("NISN oo87451366", says="huruf o sebagai nol"),
        "KPJ BPJS Ketenagakerjaan Pak Usep 12034567890",
        Example("Nomor rekam medis 00-12-34-56", says="ditimbang"),
    ),
    examples_miss=examples(
        "Validasi NPWP dengan NIK dibuka sampai 31 Desember 2026.",
        "BPJS Kesehatan Care Center 165",
        "Peserta JKN mencapai 1.250.000 jiwa.",
        "Bawa kartu BPJS dan KTP ke loket 3.",
        "NISN bisa dicek di laman resmi.",
        "Paspor dilayani di MPP lantai 2, antrean 25 orang.",
        "Iuran BPJS Rp35.000 per bulan",
        Example("NPWP Bendahara Kecamatan 00.112.334.5-438.000", says="NPWP kantor"),
        "NPSN SDN Randumulya 2 adalah 20299814, bedakan dengan NISN.",
        "Formulir A1234567 salah cetak.",
        "JKN terdiri atas 13 digit, cukup tunjukkan KTP.",
    ),
)
