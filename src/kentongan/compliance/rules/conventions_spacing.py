"""Blanks too many and too few."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.typed import at_marks, before
from kentongan.kernel.say import gettext_noop

_BEFORE_MARK = re.compile(r"[ \t]{1,3}(?=[,;!?.:](?:\s|$))")
_DOUBLE = re.compile(r" {2,4}(?=[\w(“\"])")
_NO_BLANK = re.compile(r"[,.!?](?=[A-Za-z])(?:(?<=,)(?=[A-Za-z][a-z])|(?<!,)(?=[A-Z][a-z]{2,20} ))")
_OPEN = re.compile(r"\(\s{1,3}(?=\w)")
_CLOSE = re.compile(r"\s{1,3}\)")
_IN_NAME = re.compile(r"[\w@]*[@/_][\w@]*$")
_WORD = re.compile(r"[a-z]{3}$")
_LOOSE = (" ,", " .", " !", " ?", " :", " ;")


def _find(case: Case) -> Iterable[Hit]:
    typed = case.draft.text
    found = at_marks(case, _NO_BLANK, _wanting)
    if any(map(typed.__contains__, _LOOSE)):
        found += at_marks(case, _BEFORE_MARK, _needless)
    if "  " in typed:
        found += at_marks(case, _DOUBLE, _double)
    if "( " in typed:
        found += at_marks(case, _OPEN, lambda _: "(")
    if " )" in typed:
        found += at_marks(case, _CLOSE, lambda _: ")")
    return found


def _needless(match: re.Match[str]) -> str | None:
    left = before(match.string, match.start(), 1)
    return "" if left.isalnum() and match.string[match.end() : match.end() + 3] != "..." else None


def _double(match: re.Match[str]) -> str | None:
    left = before(match.string, match.start(), 1)
    return " " if left.isalnum() or (left and left in '.,;:!?)%”"') else None


def _wanting(match: re.Match[str]) -> str | None:
    left = before(match.string, match.start(), 40)
    if not _WORD.search(left) or _IN_NAME.search(left):
        return None
    return f"{match.group()} "


RULE = Rule(
    id="conventions.spacing",
    family="conventions",
    title=gettext_noop("Spasi"),
    looks_for=gettext_noop(
        "Spasi ganda, spasi di depan tanda baca, dan tanda baca tanpa spasi sesudahnya."
    ),
    message=gettext_noop("Satu spasi di antara kata, tanpa spasi di depan tanda baca."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    examples_match=examples(
        "Bawa KTP , KK, dan akta.",
        "Datang  lebih pagi.",
        "Siapkan berkas,map, dan materai.",
        "Terima kasih !",
        "Loket ditutup.Besok buka lagi.",
        "Syarat : KTP asli.",
        "Pelayanan ( gratis ) tiap Sabtu.",
    ),
    examples_miss=examples(
        "Bawa KTP, KK, dan akta.",
        "Datang lebih pagi.\n\n  - satu\n  - dua",
        "Buka https://contoh.go.id, ya",
        "Surel a.b@contoh.go.id",
        "Senyum 😊!",
        "Drs. H. Asep, S.Pd., M.Si.",
        "Pukul 08.00 dan Rp50.000,00",
        "Versi 2.0 dan e.g. contoh",
    ),
)
