"""The number of a family card, named as such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.numbers import NIK_LENGTH, digits_of, is_nik, masked
from kentongan.kernel.say import gettext, gettext_noop

_KK = re.compile(
    r"\b(?:kk|kartu\s+keluarga)\b(?:[^\d\n]{0,60}|[^\d\n]{0,24}\n[^\d\n]{0,24})"
    r"(?P<number>\d(?:[ .\-/_–]{0,2}\d){15})(?!\d)",
    re.IGNORECASE,
)
_KEEP = 4


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for match in _KK.finditer(text.digits) if text.longest_number >= NIK_LENGTH else ():
            written = match.group("number")
            # What is built like a NIK is already reported there, with the same severity.
            if not is_nik(digits_of(written)):
                hidden = Suggestion(gettext("Samarkan nomornya."), masked(written, _KEEP))
                yield hit_at(text, text.light, *match.span("number"), suggestion=hidden)


RULE = Rule(
    id="personal_data.kk",
    family="personal_data",
    title=gettext_noop("Nomor KK"),
    looks_for=gettext_noop(
        "Enam belas angka setelah “KK” atau “kartu keluarga” yang tidak bersusunan NIK."
    ),
    message=gettext_noop("Nomor kartu keluarga seseorang tidak boleh tampil untuk umum."),
    basis=("uu-27-2022", "uu-14-2008"),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    spares_terms=False,
    find=_find,
    needs=tuple("0123456789"),
    examples_match=examples(
        "No. KK 3210019912850001",
        "KK: 9910 0112 0385 0001",
        "Nomor kartu keluarga 3210-0099-1285-0001",
        "kartu keluarga no 0010011203850001",
        "KK atas nama Asep 3210011303990000",
        Example("ＫＫ ３２１００１９９１２８５０００１", says="huruf dan angka lebar"),
    ),
    examples_miss=examples(
        "Bawa fotokopi KK dan KTP.",
        "Nomor KK 16 digit ada di bagian atas kartu.",
        "KK 3210••••••••••••",
        "45 KK di Dusun Lebak mendapat sambungan air.",
        "Sebanyak 1.250 KK menerima air bersih.",
        "120 KK di RT 03 RW 05 terdampak, hubungi 112",
        "Pecah KK dilayani Senin sampai Jumat pukul 08.00-15.00 WIB",
        Example("KK 3210011203850001", says="bersusunan NIK: dilaporkan oleh aturan NIK"),
    ),
)
