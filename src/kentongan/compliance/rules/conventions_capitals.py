"""Sentences in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.typed import MOST_HITS, is_out_of_reach
from kentongan.kernel.say import gettext_noop

_CAPITALS = re.compile(r"[A-Z][A-Z ,/-]{23,400}+")
_WORD = re.compile(r"[A-Z]{2,20}")
_LEAST_LETTERS, _LEAST_WORDS, _LEAST_LONG = 24, 5, 4


def _find(case: Case) -> Iterable[Hit]:
    text = case.draft.text
    if not _CAPITALS.search(text) or sum(map(str.isupper, text)) < _LEAST_LETTERS:
        return
    for match in islice(_CAPITALS.finditer(text), MOST_HITS):
        # the last letters may begin a word that goes on in small ones
        end = match.end() - (text[match.end() : match.end() + 1].islower())
        words = _WORD.findall(text, match.start(), end)
        long = sum(len(word) > 4 for word in words)
        if len(words) < _LEAST_WORDS or long < _LEAST_LONG:
            continue
        end = match.start() + len(text[match.start() : end].rstrip(" ,/-"))
        if not is_out_of_reach(case, match.start(), end):
            yield Hit(match.start(), end)


RULE = Rule(
    id="conventions.capitals",
    family="conventions",
    title=gettext_noop("Huruf kapital semua"),
    looks_for=gettext_noop("Kalimat yang seluruhnya berhuruf kapital, lima kata atau lebih."),
    message=gettext_noop("Kalimat berhuruf kapital semua terasa membentak dan sulit dibaca."),
    suggestion=gettext_noop("Gunakan huruf kapital hanya di awal kalimat dan nama."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    examples_match=examples(
        "PENGUMUMAN PENTING UNTUK SELURUH WARGA DESA SUKAMAJU",
        "DIBERITAHUKAN KEPADA WARGA BAHWA LISTRIK PADAM BESOK",
        "HARAP MEMBAWA KARTU KELUARGA ASLI DAN FOTOKOPI",
        "AYO DATANG BERSAMA KELUARGA KE PASAR MURAH",
        "Warga, JANGAN MEMBUANG SAMPAH SEMBARANGAN DI SUNGAI ya.",
        "SELAMAT MENUNAIKAN IBADAH PUASA RAMADAN 1447",
    ),
    examples_miss=examples(
        "PENGUMUMAN",
        "Bawa KTP, KK, BPJS, SKTM, dan NPWP.",
        "JADWAL POSYANDU MELATI",
        "KTP KK BPJS SKTM NPWP SIM STNK BPKB",
        "Selamat menunaikan ibadah puasa.",
        "SMA NEGERI 1 KOTA BARU",
    ),
)
