"""Films and broadcasts shown from copies, or without a word on leave."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.rights import hits
from kentongan.kernel.say import gettext_noop

_FILM = (
    r"(?:film|filem|pilem|movie|bioskop|drakor|drama korea|anime|serial|sinetron|kartun|konser"
    r"|pertandingan|liga|final|siaran|tayangan|episode)(?:nya)?"
)
_COPY = (
    r"(?:unduhan|hasil (?:unduh|download|donlot|rekam|copy)\w*|download(?:an)?|donlot(?:an)?"
    r"|bajakan"
    r"|kopian|copy-?an|dari (?:flashdisk|flash disk|fd|harddisk|hardisk|telegram|link|situs)|lk ?21"
    r"|indoxxi|indo xxi|layarkaca\w*|rebahin|ganool|loklok|link (?:streaming|nonton|gratis|ilegal)"
    r"|streaming (?:gratis|ilegal)|akun (?:pribadi|patungan|sharing|netflix|premium)"
    r"|rekaman bioskop"
    r"|versi cam|restream\w*|siaran ulang|(?:siarkan|streaming) ulang|kartu mahal|ngunduh)"
)
_OWNED = (
    r"(?:bioskop|box ?office|hollywood|bollywood|marvel|disney|pixar|ghibli|netflix|superhero"
    r"|warkop|avengers|blockbuster|layar lebar|laga luar negeri|horor terbaru|animasi terbaru)"
)
_SHOW = (
    r"(?:nobar|nonton bareng|nonton bersama|layar tanc[ae]p|misbar|putar|memutar|diputar|pemutaran"
    r"|tayang(?:kan)?|ditayangkan|menayangkan|live ?streaming|siarkan|disiarkan|muter|puter|setel)"
)
_PATTERN = re.compile(
    r"\b(?:"
    rf"{_FILM} (?:[\w'-]+ ){{0,4}}?{_COPY}(?: [\w'-]+){{0,2}}"
    rf"|{_SHOW} (?:[\w'-]+ ){{0,3}}?{_FILM} (?:[\w'-]+ ){{0,2}}?(?:{_OWNED}|terbaru)\b"
    rf"|{_SHOW} (?:[\w'-]+ ){{0,3}}?{_OWNED}\b"
    rf"|(?:cuplikan|potongan|klip|adegan|trailer) {_FILM} (?:[\w'-]+ ){{0,3}}?(?:{_OWNED}|kami"
    rf"|kita)\b"
    rf"|(?:kami |kita )?(?:unggah|upload|bagikan|share) (?:\w+ )?(?:full|film|seluruh) {_FILM}"
    r"|(?:tangkapan layar|screenshot|cuplikan|potongan|adegan) (?:film|sinetron|drakor|anime"
    r"|serial|video klip|konser) \w+"
    rf"|(?:(?:di|me)?mo?tong|potong|dipotong|crop|rekam|cuplik)(?:an|kan|in)? "
    rf"(?:sedikit )?dari {_FILM}\b"
    rf"|full movie\b|(?:unduhan|bajakan|kopian) {_FILM}\b"
    r")"
)


def _find(case: Case) -> Iterator[Hit]:
    yield from hits(case, _PATTERN)


RULE = Rule(
    id="copyright.film",
    family="copyright",
    title=gettext_noop("Film atau siaran orang lain"),
    looks_for=gettext_noop("Pemutaran film atau siaran dari salinan, tanpa kata tentang izinnya."),
    message=gettext_noop("Memutar film atau siaran di muka umum perlu izin pemegang haknya."),
    suggestion=gettext_noop("Minta izin pemutaran, atau putar karya sendiri dan sebut izinnya."),
    basis=("uu-28-2014",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    find=_find,
    opened_by=(_PATTERN,),
    examples_match=examples(
        "Kita putar film bioskop terbaru hasil unduhan Mas Eko.",
        "Nobar film Disney di balai desa malam ini.",
        "Kami potong dari sinetron semalam supaya lucu.",
        "Layar tancap film superhero, bawa tikar sendiri.",
        "Nonton bareng drakor bajakan? Hadir di aula.",
        "Pertandingan kami siarkan lewat link streaming gratis.",
        "Malam Minggu diputar film box office di lapangan.",
    ),
    examples_miss=examples(
        "Nobar film pendek pelajar; sutradaranya sudah memberi izin pemutaran.",
        "Pemutaran film dokumenter karya warga di balai desa.",
        "Nonton bareng timnas di alun-alun, izin siarannya sudah kami kantongi.",
        "Final voli antardesa dimulai pukul 15.00.",
        "Stop pembajakan film. Tonton di tempat resmi.",
        "Siaran langsung rapat di kanal kecamatan.",
    ),
)  # fmt: skip
