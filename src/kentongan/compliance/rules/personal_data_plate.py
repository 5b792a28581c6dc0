"""A number plate: it leads to the owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kentongan.compliance.draft import MediaFact, Severity, Suggestion
from kentongan.compliance.reading.signs import by_sign
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.kernel.say import gettext, gettext_noop

#: Letters of the regions.
_REGION = (
    r"(?:a[abdeg]?|b[abeghklmnp]?|d[abcdeghklmnrstw]?|e[abd]?|f|g|h|k[bhtu]?|l|m|n|p[abgst]?"
    r"|r|s|t|w|z)"
)
_GAP = r"[ .\-_]{0,3}"
_PLATE = re.compile(
    rf"(?<![^\W_])(?<![.\-/])(?P<region>{_REGION}){_GAP}(?P<number>\d{{1,4}}){_GAP}"
    r"(?P<series>[a-z]{1,3})(?![^\W_])(?![-/.]\d)",
    re.IGNORECASE,
)
#: The number and the letters behind it; up to five characters stand before it.
_SIGN, _BACK = re.compile(rf"\d{{1,4}}{_GAP}[a-zA-Z]{{1,3}}(?![^\W_])"), 5
_VEHICLE = re.compile(
    r"\b(?:mobil|motor|sepeda motor|kendaraan|kandaraan|plat|pelat|nopol|nomor polisi"
    r"|no\.? ?pol\w*|tnkb|stnk"
    r"|bpkb|angkot|angkutan|truk|bus|elf|minibus|pick ?up|pikap|avanza|xenia|innova|kijang|brio"
    r"|jazz|ayla|agya"
    r"|calya|sigra|rush|terios|pajero|fortuner|ertiga|carry|l300|grand ?max|honda|yamaha|suzuki"
    r"|toyota"
    r"|daihatsu|mitsubishi|kawasaki|vespa|beat|vario|scoopy|supra|revo|mio|nmax|pcx|aerox|satria"
    r"|jupiter"
    r"|pengendara|pengemudi|sopir|parkir\w*|samsat|pajak|tilang|digembok|diderek|ditahan|derek"
    r"|lampu(?:nya)?"
    r"|ngetem|pemilik|taksi|ojek|ojol|becak|bentor|montor|kunci)\b",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"\b(?:mobil|motor|kendaraan|bus|truk|pelat|plat)? ?(?:dinas|merah|ambulans?|damkar|pemadam"
    r"|keliling"
    r"|operasional|pelayanan|jenazah|pusling|siaga)\b[^.!?\n]{0,16}$",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"\b(?:ruang\w*|kelas|blok|kavling|gedung|loket|lantai|kursi|seri|tipe|type|kode|nomor surat"
    r"|aula|kamar"
    r"|meja|rute|trayek|kios|los|lapak|gang|jalan|jl|rt|rw|no|nomor undian|kupon|grup|sk|surat"
    r"|perda"
    r"|formulir|vitamin|hepatitis|nomor antrean|antrean|golongan|shift|rak|bus|kereta|contoh"
    r"|contohnya|misal|misalnya|format)\.?\s*$",
    re.IGNORECASE,
)
_WORDS = frozenset("ke di ya kg km cm mm ml gr ha jt rb th dan yg rt rw am pm no a4 d".split())
_NEAR = 80
_FULL, _MOST = 3, 100


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for match in islice(by_sign(_PLATE, _SIGN, text.light.text, back=_BACK), _MOST):
            if _is_plate(text, match):
                number = match.group("number")
                masked = match.group().replace(number, "•" * len(number), 1)
                hidden = Suggestion(gettext("Samarkan angka pelatnya."), masked)
                yield hit_at(text, text.light, *match.span(), suggestion=hidden)


def _is_plate(text: Text, match: re.Match[str]) -> bool:
    """Whether letters and digits make a plate: written in full, or near a vehicle."""
    light = text.light.text
    before = light[max(0, match.start() - _NEAR) : match.start()]
    region, number, series = match.group("region", "number", "series")
    if _ROOM.search(before) or _OFFICIAL.search(before) or number.startswith("0"):
        return False
    if text.in_link(*text.light.span(*match.span())):
        return False
    near = _VEHICLE.search(before + " " + light[match.end() : match.end() + _NEAR])
    if not (region.isupper() and series.isupper()):
        return near is not None and series.lower() not in _WORDS and len(number) >= _FULL
    is_full = len(number) >= _FULL and len(series) >= 2
    return is_full or (near is not None and len(number + series) >= _FULL - 1)


RULE = Rule(
    id="personal_data.plate",
    family="personal_data",
    title=gettext_noop("Pelat nomor kendaraan"),
    looks_for=gettext_noop(
        "Pelat nomor Indonesia: kode daerah, angka, huruf. Yang tidak lengkap atau berhuruf kecil "
        "hanya bila kalimatnya tentang kendaraan. Tidak dilaporkan: kendaraan dinas, nomor ruang."
    ),
    message=gettext_noop(
        "Pelat nomor dapat menuntun ke pemiliknya. Samarkan, kecuali pemiliknya memang dicari."
    ),
    basis=("uu-27-2022",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    needs=tuple("0123456789"),
    examples_match=examples(
        "Mohon pemilik Avanza hitam E 1482 KQ memindahkan mobilnya.",
        "Parkir di trotoar lagi: F-1930-HD. Sudah digembok.",
        "Motor D4417ZBR ditahan di halaman kantor.",
        Example("Kunci motor bertuliskan e 6033 vw ditemukan.", says="huruf kecil"),
        "Pajak kendaraan AB 5521 NR jatuh tempo.",
        "Mobil nopol D 12 AB tolong dipindah.",
        "Nomor polisi Z.1234.AB belum membayar pajak.",
        Example(
            "Layanan Samsat malam.",
            media=(MediaFact(alt="Loket Samsat", seen_text="NO POLISI E 4419 YN HONDA 2021"),),
            says="terbaca di gambar",
        ),
    ),
    examples_miss=examples(
        "Ruang rapat B 12 AC pindah jadwal, lalu ke ruang D 4 EF.",
        "Ganti pelat lima tahunan dilayani di Samsat induk.",
        "Pelat E 1••• KQ sudah kami samarkan.",
        "Mobil dinas E 1234 YZ sudah diservis.",
        "Formulir A 1234 BC salah cetak.",
        "Vitamin B 12 dan D 3 ada di apotek.",
        "Rapat di lantai 2, meja A 12 B.",
        "Surat B/1234/SK/2026",
        "Bus rute 04A dan 07B selesai diuji.",
        "Ganjil genap berlaku mulai Senin.",
    ),
)
