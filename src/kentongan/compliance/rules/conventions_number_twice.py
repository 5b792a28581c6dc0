"""A number in digits and again in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.typed import at_marks, before, replaced
from kentongan.kernel.say import gettext_noop

_NUMBER = (
    r"(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|seratus|seribu"
    r"|setengah|sejuta)"
)
_WORDS = re.compile(rf"\(\s?{_NUMBER}(?: [a-z]{{2,12}}){{0,12}}\s?\)", re.IGNORECASE)
_DIGITS = re.compile(r"\((?P<again>\d[\d.]{0,12})\)")
_BEFORE = re.compile(
    r"(?<![\w.,])(?P<digits>(?:Rp\.?\s?)?\d{1,3}(?:[.,]?\d{1,3}){0,5}(?:%|,-)?)\s?$"
)
_SAID = re.compile(rf"\b{_NUMBER}(?: (?:belas|puluh|ratus|ribu|juta))?\s?$", re.IGNORECASE)


def _find(case: Case) -> Iterable[Hit]:
    hits = [*at_marks(case, _WORDS, lambda _: ""), *at_marks(case, _DIGITS, lambda m: m["again"])]
    for hit in hits:
        left = before(case.draft.text, hit.start)
        again = hit.suggestion.replacement if hit.suggestion else ""
        said = (_SAID if again else _BEFORE).search(left)
        if said:
            right = again or said["digits"]
            yield replaced(hit.start - len(said.group()), hit.end, right)


RULE = Rule(
    id="conventions.number_twice",
    family="conventions",
    title=gettext_noop("Angka dan huruf sekaligus"),
    looks_for=gettext_noop(
        "Bilangan yang ditulis dengan angka lalu diulang dengan huruf dalam kurung: 5 (lima)."
    ),
    message=gettext_noop("Di luar dokumen hukum, bilangan cukup ditulis sekali."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    needs=("(",),
    find=_find,
    examples_match=examples(
        "Selesai 5 (lima) hari kerja.",
        "Bawa 2 (dua) lembar pasfoto.",
        "Denda Rp50.000 (lima puluh ribu rupiah).",
        "Paling lambat 14 (empat belas) hari.",
        "Kuota 100 (seratus) orang.",
        "Diskon 10% (sepuluh persen).",
        "Rangkap 3(tiga).",
    ),
    examples_miss=examples(
        "Selesai 5 hari kerja.",
        "Tiga lembar (dua berwarna).",
        "Kelas 5 (gedung baru) pindah.",
        "Rapat 10 orang (enam perempuan hadir).",
        "RT 05 (Dusun Krajan)",
        "Pukul 08.00 (tepat waktu)",
        "Pasal 41 ayat (2) Perda Nomor 8",
    ),
)
