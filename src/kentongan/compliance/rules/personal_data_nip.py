"""The number of a civil servant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.rule import Case, Hit, Rule, examples, hit_at
from kentongan.compliance.words.numbers import NIP_LENGTH
from kentongan.kernel.say import gettext, gettext_noop

_NIP = re.compile(
    r"(?<![\d.\-])(?:nip\.?\s*:?\s*)?(?P<number>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]"
    r"|[12]\d|3[01])[ .\-]?"
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2]|21)[ .\-]?[12][ .\-]?\d{3})(?!\d)",
    re.IGNORECASE,
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for match in _NIP.finditer(text.digits) if text.longest_number >= NIP_LENGTH else ():
            start, end = text.light.span(*match.span())
            if not text.in_link(start, end):
                gone = Suggestion(gettext("Hapus nomornya; nama dan jabatan sudah cukup."), "")
                yield hit_at(text, text.light, *match.span(), suggestion=gone)


RULE = Rule(
    id="personal_data.nip",
    family="personal_data",
    title=gettext_noop("NIP"),
    looks_for=gettext_noop(
        "Delapan belas angka NIP: tanggal lahir, bulan pengangkatan, jenis kelamin, nomor urut."
    ),
    message=gettext_noop("NIP memuat tanggal lahir pegawai; dalam unggahan biasanya tidak perlu."),
    basis=("uu-27-2022",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    needs=tuple("0123456789"),
    examples_match=examples(
        "NIP 198503122010011002",
        "Asep Sunandar, NIP. 19850312 201001 1 002",
        "nip: 199011052015032001",
        "19850312.201001.1.002",
        "Ketua tim (197901012005012003)",
        "NIP 198503122010O11002",
    ),
    examples_miss=examples(
        "NIP terdiri atas 18 digit.",
        "NIK 3210011203850001",
        "Rapat 2026-08-12 dan 2026-08-13",
        "Nomor surat 198513122010011002",
        "Kode 19850312201001",
        "Tahun 1985 sampai 2010",
        "https://contoh.go.id/p/198503122010011002",
    ),
)
