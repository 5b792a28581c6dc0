"""Letters in fancy dress, which a screen reader spells out or leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.rule import Case, Given, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.normalise import Strength, normalise

#: Mathematical, circled, squared, wide, small-capital, raised and upturned letters.
_DRESSED = (
    "\U0001d400-\U0001d7ff\u249c-\u24e9\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
    "\U0001f110-\U0001f189\u1d00-\u1d6a\u1d78-\u1dbf\u0262\u026a\u0274\u0280\u028f\u0299\u029c\u029f"
    "\ua730\ua731\u02b0-\u02b8\u02e0-\u02e4\u0250\u0254\u01dd\u025f\u0183\u0265\u027e\u029e\u026f\u0279"
    "\u0287\u028c\u028d\u028e\u2090-\u209c\u2102\u210a-\u2113\u2115\u2118-\u211d\u2124\u2128\u212c\u212d"
    "\u212f-\u2134"
)
_WORDS = re.compile(rf"[{_DRESSED}]++(?>(?:[ \u3000\xa0'’.,!?:&/–-]{{1,3}}+[{_DRESSED}]++)*)")
#: Letters struck through or piled up with marks.
_MARKS = "\u0300-\u036f\u20d0-\u20e2\u20e4-\u20f0\ufe20-\ufe2f"
_MARKED = re.compile(rf"(?>(?:[^\W\d_][{_MARKS}]++)+(?:[ '’-](?:[^\W\d_][{_MARKS}]++)+)*)")
_ANY = re.compile(f"[{_DRESSED}{_MARKS}]")
_LEAST, _BETWEEN = 2, " \u3000\xa0'’.,!?:&/–-"


def _find(case: Case) -> Iterator[Hit]:
    text = case.draft.text
    if text.isascii() or not _ANY.search(text):
        return
    for match in _WORDS.finditer(text):
        if len(match.group().strip(_BETWEEN)) >= _LEAST:
            yield Hit(*match.span(), suggestion=_suggestion(match.group()))
    for match in _MARKED.finditer(text):
        # One letter with one mark is an accent typed apart.
        if len(match.group()) >= 2 * _LEAST:
            yield Hit(*match.span(), suggestion=_suggestion(match.group()))


def _suggestion(dressed: str) -> Suggestion:
    bare = re.sub(f"[{_MARKS}]+", "", dressed)
    plain = normalise(bare, Strength.LIGHT).text.replace("\u3000", " ")
    if not plain.isascii():
        plain = normalise(bare, Strength.FOLDED).text
    if not plain.isascii() or not plain.strip():
        return Suggestion(gettext("Ketik ulang dengan huruf biasa."))
    return Suggestion(gettext("Tulis “{plain}”.").format(plain=plain), plain)


RULE = Rule(
    id="accessibility.decorative_letters",
    family="accessibility",
    title=gettext_noop("Huruf hias"),
    looks_for=gettext_noop(
        "Huruf tebal, miring, lingkaran, lebar, kecil, atau dicoret yang dibuat dari tanda Unicode."
    ),
    message=gettext_noop("Pembaca layar mengeja huruf hias satu per satu atau melewatinya."),
    suggestion=gettext_noop("Ketik ulang dengan huruf biasa."),
    basis=("pedoman-akses",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    given=Given.MARKS,
    examples_match=examples(
        "𝓢𝓮𝓵𝓪𝓶𝓪𝓽 𝓗𝓪𝓻𝓲 𝓑𝓾𝓴𝓾 semuanya",
        "ＩＮＦＯ ＤＥＳＡ: pupuk datang besok",
        "ⓓⓐⓕⓣⓐⓡ di loket satu",
        "R̶u̶s̶a̶k̶ pompa sudah diganti",
        "𝗣𝗘𝗡𝗧𝗜𝗡𝗚 bagi warga",
        "ɪɴꜰᴏ warga hari ini",
        "🅶🆁🅰🆃🅸🆂 untuk balita",
        "ᵃʸᵒ ke posyandu",
    ),
    examples_miss=examples(
        "Luas lapangan 2.400 m² dan isi 10 m³.",
        "Suhu 39 °C, panjang ½ meter, № 5, merek™.",
        "Wilujeng énjing, wargi désa! Waktosna ti tabuh 09.00.",
        "Golongan darah 🅰️ dan 🅱️ dibutuhkan.",
        "① satu ② dua ③ tiga",
        "Sampurasun ᮞᮙ᮪ᮕᮥᮛᮞᮥᮔ᮪ dan ꦲꦤꦕꦫꦏ",
        "Loket 1 → ruang 3 → pulang",
        "PENGUMUMAN: loket tutup.",
    ),
)
