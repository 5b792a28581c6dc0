"""A scare without anybody to vouch for it: spoilt food, miracle cures, fiends, omens, shortages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import Span, both, is_negated, together, words
from kentongan.compliance.words.rumours import clarifies, is_dated, sources
from kentongan.kernel.say import gettext_noop


def _list(*keys: str) -> Opened:
    return Opened(rf"\b{words('scare', *keys)}\b")


#: Nobody tells these but a rumour.
_ALONE = _list("fiend", "abroad", "omen", "spies", "windfall")
_REMEDY, _CURES, _WRECKS, _VICTIMS, _HOARD, _DREAD, _HASTE, _EVENT, _FLEE = map(
    _list,
    ("remedy", "cures", "wrecks", "victims", "hoard", "dread", "haste", "event", "flee"),
)
#: Each a claim, and what turns it into a scare beyond doubt; the reach between them in characters.
_PAIRS = (
    (_list("food"), _list("spoilt"), 24),
    (_CURES, _list("no_doctor"), 60),
    (_list("suspect"), _WRECKS, 30),
    (_list("seized"), _HOARD, 40),
    (_list("shut"), _HOARD, 50),
    (_list("grim"), _list("hush"), 60),
    (_list("device"), _list("burst"), 40),
)
#: Each a claim that may well be true.
_MILD = ((_WRECKS, _VICTIMS), (_DREAD, _HASTE), (_EVENT, _FLEE))
#: Told as a lesson, a drill, a plan or a story, or of what is long over.
_HARMLESS = re.compile(
    r"\b(?:simulasi|geladi|gladi|latihan|film|novel|cerpen|dongeng|teater|lakon|drama|legenda"
    r"|pentas|sandiwara|sejarah|mitigasi|antisipasi|apakah|benarkah|bagaimana|cara"
    r"|ciri|tips|penyuluhan|sosialisasi|peringatan dini"
    r"|hasil uji|kenali|waspadai gejala|gejala|risiko|berisiko|mengurangi|mencegah terjadinya"
    r"|dievakuasi|dipadamkan|dimusnahkan|ditangkap|diamankan|dipasang|pemeliharaan|perbaikan"
    r"|terencana|bergiliran|idulfitri|lebaran|natal|nataru|nyepi|cuti bersama|upacara"
    r"|libur nasional|resep|bumbu|adonan|pakan|pupuk|kompos|tanaman|gulma|hama|tikus sawah"
    r"|minuman keras|merokok|perokok|asap rokok|alkohol)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    spans = [(*span, known) for *span, known in _told(text) if not _is_harmless(text, *span)]
    if not spans or clarifies(text):
        return
    # Whoever is accused in the scare itself ("polisi menutupi") vouches for nothing.
    covered = [(start, end) for start, end, _known in spans]
    vouched = any(not _is_within(at, covered) for at in sources(text))
    if vouched or (is_dated(text) and not any(known for *_, known in spans)):
        return
    for start, end, known in spans:
        yield hit_at(text, text.letters, start, end, at_most=None if known else Severity.WEIGH)


def _told(text: Text) -> Iterator[tuple[int, int, bool]]:
    """Scares as offsets into ``letters.text``, each with whether it is beyond doubt one."""
    for match in _ALONE.find(text):
        yield (*match.span(), True)
    for first, second, reach in _PAIRS:
        for one, other in together(text, first, second, reach=reach, across=True):
            yield (*both(one, other), True)
    for one, other in together(text, _REMEDY, _CURES, reach=60):
        if one.start() < other.start():
            yield (*both(one, other), False)
    for first, second in _MILD:
        for one, other in together(text, first, second, reach=60, across=True):
            yield (*both(one, other), False)


def _is_harmless(text: Text, start: int, end: int) -> bool:
    """Whether the sentence asks, denies, teaches, or tells a story."""
    left, right = text.sentence_span(start, end)
    sentence = text.letters.text[left:right]
    return (
        "?" in sentence
        or _HARMLESS.search(sentence) is not None
        or _IF.search(text.letters.text, left, start) is not None
        or is_negated(text, start)
        or _DENIES.search(text.letters.text, start, end) is not None
    )


_IF = re.compile(r"\b(?:jika|bila|apabila|seandainya|kalau|lamun|mun|yen|nek|agar|supaya)\b")
_DENIES = re.compile(
    r"\b(?:bukan|(?:tidak|tak|belum|ora|teu) (?:ada|aya|ana|terbukti|menyembuhkan))\b"
    r"(?! (?:satu pun )?(?:yang|sing|nu) (?:menolong|peduli|nulungi|nulungan|datang|bertindak))"
)


def _is_within(at: Span, spans: list[Span]) -> bool:
    return any(start <= at[0] and at[1] <= end for start, end in spans)


RULE = Rule(
    id="hoax_marker.scare",
    family="hoax_marker",
    title=gettext_noop("Kabar yang menakut-nakuti"),
    looks_for=gettext_noop(
        "Makanan yang dicampuri, obat ajaib yang menggantikan dokter, orang yang menyamar untuk "
        "menculik, pertanda bencana, uang yang tak laku, barang yang habis, mayat yang ditutupi: "
        "tanpa instansi yang memastikannya."
    ),
    message=gettext_noop(
        "Kabar seperti ini lazim beredar sebagai hoaks, dan di sini tidak ada yang memastikannya. "
        "Warga akan percaya karena akun resmi yang mengatakannya."
    ),
    own_message=gettext_noop(
        "Kabar seperti ini lazim beredar sebagai hoaks, dan di sini tidak ada yang memastikannya. "
        "Warga akan percaya karena seorang aparatur yang mengatakannya."
    ),
    suggestion=gettext_noop(
        "Tanyakan dulu ke instansi yang berwenang. Bila benar, sebut namanya dan tanggalnya; bila "
        "tidak, jelaskan bahwa kabar itu keliru."
    ),
    basis=("uu-14-2008", "inpres-9-2015"),
    severity=Severity.MUST,
    passed_by="pembina",
    find=_find,
    opened_by=(_ALONE, (_REMEDY, _CURES), *(pair[:2] for pair in _PAIRS), *_MILD),
    passage=True,
    examples_match=examples(
        "Garam di warung bercampur kaca, sudah tiga orang masuk rumah sakit.",
        "Air kelapa menyembuhkan ginjal dalam sehari, buang obat dokter.",
        "Suntikan kaki gajah membuat warga kejang dan tidak bisa jalan.",
        "Ada komplotan yang menyamar jadi petugas sensus dan membius penghuni rumah.",
        "Semut banyak keluar, itu tanda gempa besar.",
        "Uang seribu lama tidak laku mulai besok, cepat tukar.",
        "Semua minimarket tutup karena ada virus baru, borong beras.",
        "Mayat ditemukan di waduk, polisi menutup-nutupi.",
        "Sinar kosmik lewat tengah malam, matikan ponsel supaya tidak terbakar.",
        Example("Ana macan ucul saka kebon binatang, ojo metu.", says="bahasa Jawa"),
        Example("Cai sumur geus dirancun ku jalma teu dikenal.", says="bahasa Sunda"),
        Example("Bawang putih menarik racun dari paru-paru.", says="ditimbang"),
    ),
    examples_miss=examples(
        "Kabar garam bercampur kaca tidak benar, kata BPOM.",
        "Rebusan kelor bergizi, tetapi tidak menyembuhkan kanker.",
        "Asap rokok menyebabkan kanker paru.",
        "Listrik padam Selasa pukul 09.00 sampai 12.00 WIB untuk pemeliharaan.",
        "Benarkah sinar kosmik membuat ponsel meledak?",
        "Kalau gempa besar terjadi malam ini, lindungi kepala.",
        "Uang rusak dapat ditukar di bank setiap Kamis.",
        "Ular yang lepas dari kebun binatang sudah dievakuasi.",
        "Semua sekolah libur selama Idulfitri.",
        "Teater pelajar: orang gila menculik anak raja.",
        "Tukang bakso dilatih memakai daging segar.",
        "Batuk bisa menyebabkan kejang pada bayi; periksa ke puskesmas.",
    ),
)
