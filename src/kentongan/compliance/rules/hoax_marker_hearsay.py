"""News from a friend of a friend: its origin cannot be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import both, together
from kentongan.compliance.words.rumours import CLAIM, HEARSAY, NOT_HOAX, THEY_SAY, clarifies
from kentongan.kernel.say import gettext_noop

_ASKS = re.compile(r"\?")
#: Where a picture comes from is a matter of copyright.
_PICTURE = re.compile(r"\b(?:foto|poto|gambar|video|poster|desain)\w*\b[^.!?\n]{0,16}$")


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    hits = [
        hit_at(text, text.letters, *match.span())
        for pattern in (HEARSAY, NOT_HOAX)
        for match in pattern.find(text)
        if not _is_asked(text, match) and not _PICTURE.search(text.before(match.start()))
    ]
    hits += [
        hit_at(text, text.letters, *both(one, other))
        for one, other in together(text, THEY_SAY, CLAIM, reach=70)
        if one.start() < other.start() and not _is_asked(text, other)
    ]
    if hits and not clarifies(text):
        yield from hits


def _is_asked(text: Text, match: re.Match[str]) -> bool:
    """Whether the sentence is a question, to which the text gives the answer."""
    _, right = text.sentence_span(*match.span())
    return _ASKS.search(text.letters.text, max(match.end(), right - 3), right) is not None


RULE = Rule(
    id="hoax_marker.hearsay",
    family="hoax_marker",
    title=gettext_noop("Kabar tanpa asal"),
    looks_for=gettext_noop(
        'Kabar dari "orang dalam", teman, grup sebelah, atau "katanya" yang membawa tuduhan dan '
        "ancaman. Klarifikasi, pertanyaan, dan kabar bersumber resmi tidak dilaporkan."
    ),
    message=gettext_noop("Asal kabar ini tidak dapat ditanyai. Sudahkah dipastikan?"),
    suggestion=gettext_noop("Sebut instansi dan tanggal sumbernya, atau jangan diteruskan."),
    basis=("uu-14-2008", "inpres-9-2015"),
    severity=Severity.WEIGH,
    find=guided(_find, "hoax_marker"),
    opened_by=(HEARSAY, NOT_HOAX, THEY_SAY),
    passage=True,
    examples_match=examples(
        "Info A1 dari orang dalam: loket tutup sepekan.",
        "Kata teman saya yang kerja di bank, bunga naik bulan depan.",
        "Denger-denger gaji ke-13 dihapus.",
        "Katanya pabrik itu membuang racun ke kali.",
        "Dapat dari grup sebelah, semoga bermanfaat.",
        "Ini bukan hoaks, tetangga saya sendiri yang melihat.",
        Example("Cenah bakal aya gempa gede peuting ieu, racun di cai.", says="bahasa Sunda"),
        Example("Jarene tonggoku sing kerja nang pabrik, pabrike arep tutup.", says="bahasa Jawa"),
    ),
    examples_miss=examples(
        "Katanya perpustakaan itu sepi? Datang Sabtu sore, deh.",
        "Kata Kepala Puskesmas, vaksin tersedia setiap Rabu.",
        "Info gempa BMKG: magnitudo 4,1, tidak berpotensi tsunami.",
        'Klarifikasi: pesan "info A1 bendungan jebol" tidak benar.',
        "Konon sumur ini dibuat pada zaman Mataram.",
        "Kabar baik dari kelas V: juara lomba pidato!",
        "Terima kasih, kabar dari Ibu sangat membantu.",
        "Menurut catatan BPS, panen naik.",
    ),
)
