"""A text that is hard as a whole, by LIX."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.readability import LONG_WORD

#: Fewer words or sentences tell nothing about a text.
LEAST_SENTENCES, LEAST_WORDS = 3, 40
HARD_ABOVE = 62


def _find(case: Case) -> Iterator[Hit]:
    cut = case.text.sentence_words
    if len(cut) < LEAST_SENTENCES:
        return
    total = sum(len(words) for _sentence, words in cut)
    if total < LEAST_WORDS:
        return
    long = sum([len(word) > LONG_WORD for _start, _end, word in case.text.prose])
    lix = total / len(cut) + 100 * long / total
    if lix > HARD_ABOVE:
        message = gettext(
            "Naskah ini sulit dibaca: nilai LIX {lix}, sedangkan 40 mudah dan 50 sedang."
        )
        yield Hit(start=0, end=0, message=message.format(lix=round(lix)))


_HARD = (
    "Penyelenggaraan musyawarah perencanaan pembangunan kecamatan mengedepankan keterlibatan "
    "masyarakat. Pemerintah kecamatan mengoptimalkan penyelarasan kebutuhan pembangunan "
    "infrastruktur lingkungan permukiman. Pelaksanaan pengawasan pembangunan dikoordinasikan "
    "bersama perangkat daerah penanggung jawab. "
)
_MORE = (
    "Keberhasilan penyelenggaraan pemerintahan membutuhkan kesinambungan penganggaran. ",
    "Keseluruhan rangkaian kegiatan diharapkan meningkatkan kesejahteraan masyarakat setempat. ",
    "Pemutakhiran kependudukan mendukung penyaluran perlindungan sosial berkelanjutan. ",
    "Ketersediaan pelayanan kesehatan berkualitas memerlukan peningkatan kemampuan aparatur. ",
    "Penanggulangan kemiskinan memerlukan penyelarasan perencanaan lintas perangkat daerah. ",
    "Pengembangan perekonomian kerakyatan mengutamakan pemberdayaan kelompok masyarakat. ",
)
_EASY = (
    "Bawa kartu keluarga. Datang sebelum pukul 11.00. Kader siap membantu. Anak yang demam kita "
    "tunda dulu. "
)

RULE = Rule(
    id="readability.hard_text",
    family="readability",
    title=gettext_noop("Naskah sulit dibaca"),
    looks_for=gettext_noop(
        "Nilai LIX (kata per kalimat dan bagian kata panjang) di atas 62, pada naskah paling "
        "sedikit tiga kalimat dan 40 kata."
    ),
    message=gettext_noop("Naskah ini sulit dibaca."),
    suggestion=gettext_noop("Pendekkan kalimat dan pakai kata yang dipakai sehari-hari."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    find=_find,
    examples_match=examples(*(_HARD + more * 3 for more in _MORE)),
    examples_miss=examples(
        _EASY * 3,
        _HARD.split(". ")[0] + ".",
        "Posyandu buka Sabtu. Bawa buku KIA. Sampai jumpa!",
        _EASY + "Pertanyaan? Balas pesan ini atau datang ke balai desa. " * 2,
        "",
        "Kami menanam pohon di tepi sungai. Murid kelas tiga ikut membawa bibit dari rumah. "
        "Setelah itu kami makan nasi liwet bersama di bawah pohon beringin yang teduh. Sampai "
        "jumpa bulan depan di tempat yang sama, ajak teman dan bawa cangkul sendiri.",
    ),
)
