"""An emoji inside a word, which a screen reader reads apart."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.rule import Case, Given, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.tokens import Token


def _find(case: Case) -> Iterator[Hit]:
    text, found = case.draft.text, case.text.emoji
    end = 0
    for index, token in enumerate(found):
        if token.start < end or not _is_letter(text, token.start - 1):
            continue
        if not _is_letter(text, token.end) or text.startswith("http", token.end):
            continue
        start, end = _word(text, token.start, token.end)
        if text[start] in "#@":
            continue
        inside = [e for e in found[index : index + _SHOWN] if e.end <= end]
        yield Hit(start=start, end=end, suggestion=_suggestion(text, start, end, inside))


_SHOWN, _REACH = 12, 40


def _is_letter(text: str, index: int) -> bool:
    return 0 <= index < len(text) and text[index].isalpha()


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    """From blank to blank, at most 40 characters to each side."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    while start > low and not text[start - 1].isspace():
        start -= 1
    while end < high and not text[end].isspace():
        end += 1
    while end > start and text[end - 1] in ".,;:!?)":
        end -= 1
    return start, end


def _suggestion(text: str, start: int, end: int, inside: list[Token]) -> Suggestion:
    label = gettext("Pindahkan emoji ke akhir kalimat.")
    # One emoji may stand for the blank between two words; several cut one word up.
    if len(inside) < 2:
        return Suggestion(label)
    parts: list[str] = []
    at = start
    for token in inside:
        parts.append(text[at : token.start])
        at = token.end
    return Suggestion(label, "".join((*parts, text[at:end])))


RULE = Rule(
    id="accessibility.emoji_in_word",
    family="accessibility",
    title=gettext_noop("Emoji di dalam kata"),
    looks_for=gettext_noop("Emoji yang diapit huruf tanpa spasi."),
    message=gettext_noop("Emoji di tengah kata memutus kata itu bagi pembaca layar."),
    suggestion=gettext_noop("Pindahkan emoji ke akhir kalimat."),
    basis=("pedoman-akses",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    given=Given.EMOJI,
    examples_match=examples(
        "Ke🏃lu🏃rahan sehat!",
        "S❤️lamat ulang tahun",
        "Ayo ke pos⭐yandu besok",
        "Gotong✨royong yuk",
        "Vaksin💉gratis di balai desa",
        "P🅾️syandu buka",
    ),
    examples_miss=examples(
        "Selamat pagi 🌞 warga",
        "Kelurahan sehat!🏃 Besok jalan santai.",
        "Buka pukul 08.00🕗 di balai",
        "🌾Panen raya🌾",
        "Lapor ke 112 ☎️ ya",
        "Tanpa emoji.",
    ),
)
