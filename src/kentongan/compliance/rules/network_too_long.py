"""The text is longer than the network takes."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, MediaFact, Severity, Suggestion, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.lengths import fits_until, length, surely_fits

_FEW = Facts(limits=TextLimits(label="Jejaring contoh", max_text=20, count="graphemes"))
_X = Facts(limits=TextLimits(label="X", max_text=280, count="weighted280"))
_LINKS = Facts(limits=TextLimits(label="Jejaring contoh", max_text=40, link_length=23))
_HEAVY = Facts(limits=TextLimits(label="Jejaring contoh", max_text=40, max_bytes=100))
_CAPTION = Facts(limits=TextLimits(label="Jejaring contoh", max_text=40, max_caption=20))
_PICTURE = (MediaFact(alt="Balai desa"),)
_ADDRESS = "https://contoh.go.id/layanan/kependudukan/jadwal"


def _find(case: Case) -> Iterator[Hit]:
    limits = case.facts.limits
    text = case.draft.text
    most = limits.most_text(with_media=bool(case.draft.media))
    found = _too_many_letters(case, most)
    if found is None and limits.max_bytes and not surely_fits(text, limits.max_bytes, "bytes"):
        found = _too_heavy(case)
    if found is not None:
        yield found


def _too_many_letters(case: Case, most: int) -> Hit | None:
    limits, text = case.facts.limits, case.draft.text
    # Most texts need no counting.
    if not most or (not limits.link_length and surely_fits(text, most, limits.count)):
        return None
    total = length(text, limits.count, limits.link_length)
    if total <= most:
        return None
    message = gettext("Lebih {over} huruf dari batas {label}: {total} dari {limit}.").format(
        over=total - most,
        label=limits.label or gettext("jejaring ini"),
        total=total,
        limit=most,
    )
    if most != limits.max_text:
        message += " " + gettext("Batas itu berlaku karena ada gambar.")
    cut = fits_until(text, most, limits.count, limits.link_length)
    return _from(case, cut, message)


def _too_heavy(case: Case) -> Hit | None:
    """Few letters to a reader can be many bytes: an emoji joined of several is one letter."""
    limits, text = case.facts.limits, case.draft.text
    most, total = limits.max_bytes, length(text, "bytes")
    if total <= most:
        return None
    message = gettext(
        "Terlalu banyak emoji atau huruf khusus untuk {label}: {total} bita dari {limit}."
    ).format(label=limits.label or gettext("jejaring ini"), total=total, limit=most)
    return _from(case, fits_until(text, most, "bytes"), message)


def _from(case: Case, cut: int, message: str) -> Hit:
    tip = gettext("Ringkas naskah atau tulis naskah khusus jejaring ini.")
    return Hit(cut, len(case.draft.text), message=message, suggestion=Suggestion(tip))


def _example(text: str, facts: Facts, says: str = "") -> Example:
    return Example(text, says=says, facts=facts)


RULE = Rule(
    id="network.too_long",
    family="network",
    title=gettext_noop("Naskah terlalu panjang"),
    looks_for=gettext_noop(
        "Panjang naskah menurut cara hitung jejaring: huruf yang terlihat, tautan, dan emoji."
    ),
    message=gettext_noop("Naskah melewati batas jejaring."),
    basis=("batas-jejaring",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    given=Given.LENGTH,
    examples_match=examples(
        _example("Posyandu buka pukul 08.00 di balai desa.", _FEW, "40 huruf, batas 20"),
        _example("a" * 21, _FEW, "21 huruf, batas 20"),
        _example("👨‍👩‍👧" * 21, _FEW, "21 emoji keluarga, batas 20"),
        _example("a" * 281, _X, "281 huruf di X"),
        Example("a" * 21, says="21 huruf dengan gambar, batas 20", facts=_CAPTION, media=_PICTURE),
        _example("字" * 141, _X, "141 aksara Han, dua satuan tiap aksara di X"),
        _example("a" * 258 + " " + _ADDRESS, _X, "258 huruf, spasi, dan satu tautan (23) di X"),
        _example("👨‍👩‍👧" * 6, _HEAVY, "6 huruf, tetapi 108 bita dari 100"),
    ),
    examples_miss=examples(
        _example("Posyandu buka besok.", _FEW, "20 huruf, batas 20"),
        _example("👨‍👩‍👧" * 20, _FEW, "20 emoji keluarga adalah 20 huruf"),
        _example("a" * 280, _X),
        _example("👨‍👩‍👧" * 5, _HEAVY, "5 huruf, 90 bita dari 100"),
        _example("a" * 21, _CAPTION, "21 huruf tanpa gambar, batas 40"),
        _example("a" * 256 + " " + _ADDRESS, _X, "tautan panjang tetap dihitung 23"),
        _example("Jadwal di " + _ADDRESS, _LINKS, "tautan dihitung 23"),
        _example("a" * 5000, Facts(), "pesan induk, tanpa jejaring tertentu"),
    ),
)
