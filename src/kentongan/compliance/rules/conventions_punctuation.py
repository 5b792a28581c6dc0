"""Marks repeated for effect."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.typed import at_marks, before
from kentongan.kernel.say import gettext_noop

_PATTERN = re.compile(r"[!?]{2,12}|\.{2,12}|,{2,12}|-{2,12}")
_FIELD = re.compile(r"[:.]\s?$")


def _find(case: Case) -> Iterable[Hit]:
    return at_marks(case, _PATTERN, _mend)


def _mend(match: re.Match[str]) -> str | None:
    marks, left = match.group(), before(match.string, match.start(), 2)
    after = match.string[match.end() : match.end() + 1]
    if marks[0] in "!?":
        return marks if marks == "?!" else "?" if "?" in marks else "!"
    if marks[0] == ".":
        is_field = len(marks) > 3 and (_FIELD.search(left) or after in (".", ","))
        return None if len(marks) == 3 or is_field else "." if len(marks) == 2 else "…"
    if marks[0] == ",":
        return ","
    return "–" if left.strip() and (after.isalnum() or after == " ") and len(marks) < 4 else None


RULE = Rule(
    id="conventions.punctuation",
    family="conventions",
    title=gettext_noop("Tanda baca berulang"),
    looks_for=gettext_noop(
        "Tanda seru, tanya, titik, atau koma yang ditulis berulang (!!!, ??, ..)."
    ),
    message=gettext_noop("Satu tanda baca sudah cukup."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    needs=("!!", "??", "!?", "?!", "..", ",,", "--"),
    find=_find,
    examples_match=examples(
        "Ayo datang!!!",
        "Sudah tahu belum??",
        "Tunggu kabar kami..",
        "Bawa KTP,, KK.",
        "Apa benar?!!",
        "Sampai jumpa......",
    ),
    examples_miss=examples(
        "Ayo datang!",
        "Sudah tahu belum?",
        "Tunggu kabar kami …",
        "Menunggu... lalu pulang.",
        "Apa benar?!",
        "Rp50.000 per orang.",
    ),
)
