"""A form of a foreign service that asks for numbers of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.hosts import is_form
from kentongan.compliance.words.linked import places
from kentongan.kernel.say import gettext_noop

_ASKED = re.compile(
    r"\b(?:nik|nomor induk kependudukan|no(?:mor)?\.? ?(?:kk|ktp|kartu keluarga|rekening|paspor"
    r"|bpjs|npwp|sim)|data (?:pribadi|diri|kependudukan|ktp)|npwp|nisn|swafoto|tanggal lahir"
    r"|nama (?:ibu kandung|gadis ibu)|(?:e-?)?ktp|kartu keluarga"
    r"|(?:foto|scan|pindaian|unggah|upload|fotokopi|salinan) (?:kk|paspor|ijazah|akta))\b"
)
_NOT_ASKED = re.compile(
    r"\b(?:tanpa|bukan|tidak (?:perlu|meminta|memerlukan|diminta|usah|wajib)|tak (?:perlu|meminta)"
    r"|jangan|ga(?:k)? perlu|nggak perlu|ora perlu|teu kedah)\b[^.!?\n]{0,30}$"
)


def _find(case: Case) -> Iterator[Hit]:
    for place in places(case):
        for link in place.text.light_links:
            if is_form(link.text) and _asks(case.text):
                yield place.hit(link.start, link.end)


def _asks(text: Text) -> bool:
    return any(
        not _NOT_ASKED.search(text.letters.text[max(0, match.start() - 50) : match.start()])
        for match in text.find(_ASKED)
    )


RULE = Rule(
    id="links.form",
    family="links",
    title=gettext_noop("Formulir luar meminta data pribadi"),
    looks_for=gettext_noop("Google Form dan sejenisnya dalam teks yang meminta NIK, KK, atau KTP."),
    message=gettext_noop("Data warga akan tersimpan di layanan luar yang tidak dikuasai pemda."),
    suggestion=gettext_noop("Pakai formulir di laman resmi, atau jangan minta nomornya."),
    basis=("uu-27-2022",),
    severity=Severity.WEIGH,
    find=_find,
    needs=("form", "docs.google", "survey", "tally", "airtable", "wufoo"),
    examples_match=examples(
        "Isi NIK dan nomor KK di https://docs.google.com/forms/d/e/1FAIp/viewform",
        "Daftar: https://forms.gle/AbCd (siapkan NIK dan nomor ponsel)",
        "Unggah KTP lewat https://forms.office.com/r/abc",
        "https://jotform.com/1234 — lengkapi data diri dan nomor rekening",
        "Pendaftaran di forms.gle/xyz, lampirkan foto KTP",
        "Isi https://www.surveymonkey.com/r/abc dengan NIK peserta",
    ),
    examples_miss=examples(
        "Kuesioner pengunjung: https://docs.google.com/forms/d/e/1FAIp/viewform",
        "Isi https://docs.google.com/forms/d/e/1F/viewform, tanpa NIK.",
        "Isi NIK di https://layanan.contohkab.go.id/form",
        "Formulir meminta NIK? Tanyakan dahulu untuk apa.",
        "https://forms.office.com/r/abc tidak meminta nomor KTP",
        "Platform informasi desa: bawa KTP ke balai desa",
    ),
)
