"""Numbers of tax, health insurance and school that are named as such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.numbers import masked
from kentongan.compliance.rule import Case, Hit, Rule, examples, hit_at
from kentongan.compliance.say import gettext, gettext_noop

_D = r"[ .\-]?\d"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\d.])(?P<number>\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3})(?!\d)",
        rf"\bnpwp\b[^\d\n]{{0,20}}(?P<number>\d(?:{_D}){{14,15}})(?!\d)",
        rf"\b(?:bpjs|kis|jkn)\b[^\d\n]{{0,24}}(?P<number>0(?:{_D}){{12}})(?!\d)",
        rf"\bnisn\b[^\d\n]{{0,16}}(?P<number>\d(?:{_D}){{9}})(?!\d)",
        r"\b(?:paspor|passport)\b[^\d\n]{0,16}?(?P<number>[a-z]\d{7})(?!\d)",
    )
)
_NAMES = ("npwp", "bpjs", "kis", "jkn", "nisn", "paspor", "passport")
_DOTTED = re.compile(r"\d\.\d{3}\.\d{3}\.\d-")
_KEEP = 2


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        low = text.folded.text
        if not _DOTTED.search(low) and not any(name in low for name in _NAMES):
            continue
        for pattern in _PATTERNS:
            for match in pattern.finditer(text.digits):
                written = match.group("number")
                hidden = Suggestion(gettext("Samarkan nomornya."), masked(written, _KEEP))
                yield hit_at(text, text.light, *match.span("number"), suggestion=hidden)


RULE = Rule(
    id="personal_data.numbered",
    family="personal_data",
    title=gettext_noop("NPWP, BPJS, NISN, paspor"),
    looks_for=gettext_noop(
        "NPWP bertitik, atau angka setelah kata NPWP, BPJS, KIS, JKN, NISN, paspor."
    ),
    message=gettext_noop("Nomor ini menunjuk satu orang dan tidak boleh tampil untuk umum."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    spares_terms=False,
    find=_find,
    examples_match=examples(
        "NPWP 12.345.678.9-012.000",
        "npwp: 123456789012000",
        "No. BPJS 0001234567890",
        "KIS atas nama Asep: 0001 2345 67890",
        "NISN 0061234567",
        "Siswa NISN: 006-123-4567",
        "paspor C1234567 ditemukan",
    ),
    examples_miss=examples(
        "Validasi NPWP dengan NIK dibuka sampai 31 Desember 2026.",
        "BPJS Kesehatan Care Center 165",
        "Peserta JKN mencapai 1.250.000 jiwa.",
        "Bawa kartu BPJS dan KTP ke loket 3.",
        "NISN bisa dicek di laman resmi.",
        "Paspor dilayani di MPP lantai 2, antrean 25 orang.",
        "Iuran BPJS Rp35.000 per bulan",
    ),
)
