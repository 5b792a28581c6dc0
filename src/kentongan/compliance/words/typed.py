"""Looking at what was typed, for rules about the form of writing.

Patterns are tried only where a number, a word or a mark makes them possible: trying each of them
at every character would cost more than all other rules together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice

from kentongan.compliance.draft import Suggestion
from kentongan.compliance.rule import Case, Hit
from kentongan.kernel.say import gettext
from kentongan.language.figures import Figure

#: Nobody mends more hints of a kind in one text, and nobody means more places.
MOST_HITS, MOST_PLACES = 200, 2_000

#: What is counted, behind a number.
COUNTED = frozenset(
    "orang warga jiwa peserta penerima kepala keluarga kk siswa murid pelajar guru kader balita"
    " bayi"
    " anak lansia pasien penduduk pelanggan pengunjung penumpang pemilih pegawai relawan petugas"
    " personel atlet pedagang petani nelayan pendaftar pelamar jemaah keping ekor batang bungkus"
    " lembar eksemplar judul buah unit paket dus kardus karung butir bibit pohon dosis kapsul"
    " tablet"
    " botol kotak rumah kios titik ruas lubang kursi kupon tiket blangko berkas dokumen keluhan"
    " laporan kasus rupiah porsi piring gelas set pasang helai bidang bangunan kendaraan mobil"
    " motor"
    " sepeda ton kg kilogram gram liter meter kilometer km hektare hektar ha kubik watt kwh langkah"
    " benih ikan telur sapi kambing ayam domba lampu masker sambungan desa sekolah usaha umkm"
    " pelaku"
    " pengikut foto buku koleksi kios lapak hewan ternak pekerja buruh tamu penonton suara"
    " kali".split()
)
#: Units that a number is measured in, small letters.
UNITS = frozenset(
    "km/jam km hm m/s mm cm m meter kilometer sentimeter milimeter kg kilogram kuintal gram gr g"
    " ons"
    " ton liter ltr l ml hektare hektar ha m2 m3 m² m³ persen juta miliar milyar triliun trilyun"
    " ribu"
    " derajat celcius celsius jam menit gb mb mbps watt volt kwh kva inci inch cc knot % °c °"
    " jt".split()
)
Mend = Callable[[re.Match[str]], str | None]


def at_words(case: Case, heads: frozenset[str], pattern: re.Pattern[str], mend: Mend) -> list[Hit]:
    """Hits of ``pattern`` where one of ``heads`` (small letters) stands as a word of the prose."""
    text = case.text
    if heads.isdisjoint(text.lower_words):
        return []
    starts = (
        word.start
        for word, lower in zip(text.prose, text.lower_words, strict=True)
        if lower in heads
    )
    return _at(case, starts, pattern, mend)


def at_figures(
    case: Case, pattern: re.Pattern[str], mend: Mend, *, behind: bool = False
) -> list[Hit]:
    """Hits of ``pattern`` where a number begins, or right ``behind`` one."""
    figures = case.text.figures
    if not figures:
        return []
    return _at(case, (f.end if behind else f.start for f in figures), pattern, mend)


def at_marks(case: Case, pattern: re.Pattern[str], mend: Mend) -> list[Hit]:
    """Hits of a ``pattern`` that begins with a mark or a set of letters, and so is found fast."""
    return _mended(case, pattern.finditer(case.text.original), mend)


def of_figures(case: Case, mend: Callable[[Case, int], tuple[int, int, str] | None]) -> list[Hit]:
    """Hits of a function that is given the index of each number: a span and what to put there."""
    found = []
    for index in range(min(len(case.text.figures), MOST_PLACES)):
        span = mend(case, index)
        if span and not is_out_of_reach(case, span[0], span[1]):
            found.append(replaced(*span))
            if len(found) == MOST_HITS:
                break
    return found


def _at(case: Case, starts: Iterable[int], pattern: re.Pattern[str], mend: Mend) -> list[Hit]:
    original = case.text.original
    matches = map(partial(pattern.match, original), starts)
    return _mended(case, filter(None, matches), mend)


def _mended(case: Case, matches: Iterable[re.Match[str]], mend: Mend) -> list[Hit]:
    found = []
    for match in islice(matches, MOST_PLACES):
        right = mend(match)
        if right is None or right == match.group() or is_out_of_reach(case, *match.span()):
            continue
        found.append(replaced(match.start(), match.end(), right))
        if len(found) == MOST_HITS:
            break
    return found


def is_out_of_reach(case: Case, start: int, end: int) -> bool:
    """Whether a span lies in a link, a tag, a quotation or a sentence of another language."""
    text = case.text
    if text.is_quoted(start, end) or text.meets_link(start, end):
        return True
    if start and text.original[start - 1] in "#@":
        return True
    return text.in_other_language(start)


def replaced(start: int, end: int, right: str) -> Hit:
    """A hit that offers ``right`` instead."""
    label = gettext("Tulis “{words}”.").format(words=right.strip())
    return Hit(start, end, suggestion=Suggestion(label, right))


def has_digit(word: str) -> bool:
    """Whether a word as typed is a number, or holds one."""
    return any(map(str.isdigit, word))


def grouped(digits: str) -> str:
    """``2500`` as ``2.500``."""
    return f"{int(digits):,}".replace(",", ".")


def before(text: str, start: int, length: int = 30) -> str:
    """The characters before an offset."""
    return text[max(0, start - length) : start]


def is_free(text: str, figure: Figure, marks: str = ".,/:-") -> bool:
    """Whether a number stands by itself and is not the end of something longer."""
    char = text[figure.start - 1 : figure.start]
    return not char or not (char.isalnum() or char == "_" or char in marks)
