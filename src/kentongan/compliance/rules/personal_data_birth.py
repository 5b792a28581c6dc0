"""A date of birth with a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.kernel.say import gettext_noop

_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari|r)?|mar(?:et)?|apr(?:il)?|mei|jun[iy]?|jul[iy]?|agu(?:stus|s)?"
    r"|agt|ags|sep(?:tember|t)?"
    r"|okt(?:ober)?|nov(?:ember)?|nop(?:ember)?|des(?:ember)?)"
)
_YEAR = r"(?:19[2-9]\d|20[0-4]\d)"
_DATE = (
    rf"(?:(?:0?[1-9]|[12]\d|3[01])\s?(?:[-/.]|\s)\s?(?:{_MONTH}|0?[1-9]|1[0-2])\s?(?:[-/.]"
    rf"|\s)\s?(?:{_YEAR}|\d\d(?!\d))"
    rf"|{_YEAR}[-/](?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01]))"
)
_BORN = re.compile(
    r"\b(?:lahir|kelahiran|dilahirkan|ttl|tgl\.? ?lahir|tanggal lahir|tgl\.? lhr"
    r"|tempat/? ?t\w*\.? ?lahir"
    r"|lair|mijil|miyos|dibabarke|babar|gubrag|ngajuru|dilahirkeun|medal|born|ultah|ulang tahun)\b"
    rf"(?P<place>[^\d\n]{{0,40}})(?P<date>{_DATE})(?!\d)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?:nama|nik|a\.?n\.?|atas nama|ttl)\b", re.IGNORECASE)
_HISTORY = re.compile(
    r"\b(?:pahlawan|presiden|proklamator|kartini|soekarno|sukarno|hatta|sudirman|diponegoro|tokoh"
    r"|sejarah"
    r"|biografi|ki hajar|pendiri|perang|kerajaan|nabi|maulid|hari lahir|pancasila|hari jadi|desa"
    r"|kabupaten|kecamatan|kota|organisasi|koperasi|calon siswa|usia minimal|syarat|mulai|sampai"
    r"|antara|sebelum|sesudah|setelah)\b",
    re.IGNORECASE,
)
#: "Sinta, lahir …", "(Ganda, tanggal lahir …": who stands right before is born then.
_WHO = re.compile(
    r"(?:(?<![.!?]\s)(?<!^)\b[A-Z][a-z]{2,}|\b(?:[Ss]dri?|[Nn]y|[Tt]n)\.?\s\w+)[,(\s]{1,3}$"
)
#: "tanggal lahir Bapak 09/11/1967": in an answer everybody knows whose.
_ADDRESSED = re.compile(r"\s*(?:bapak|ibu|kakak|anda|saudara|saudari|mas|mbak)\b", re.IGNORECASE)
#: "Pak Mamat (Tasik, 17/08/1965)", as on a card.
_BESIDE = re.compile(
    rf" ?\((?P<born>[a-z]{{3,20}}, ?(?!.{{6,16}}20[2-9]\d){_DATE})\)", re.IGNORECASE
)
#: ``Rizal, 14 Juli 2001; Dewi, 22 Juli 2003``: the next of a list; what is lately is an event.
_NEXT = re.compile(
    r"[;,.\s)]{1,4}(?:dan\s|\d{1,2}[.)]\s?|[-•]\s?)?(?P<who>[A-Z][\w. ]{2,40}?)[\s,:(]{1,3}"
    rf"(?P<date>(?i:{_DATE}))(?<!20[2-4]\d)(?!\d)"
)
_MOST = 50
_NEAR, _AROUND = 90, 40


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        read = 0
        for match in _BORN.finditer(text.light.text):
            if match.start() >= read and _is_somebody(text, match):
                yield hit_at(text, text.light, _place(match), match.end())
                for other in _listed(text, match.end()):
                    yield hit_at(text, text.light, other.start("who"), other.end())
                    read = other.end()
        for match in _BESIDE.finditer(text.light.text):
            start, _end = text.light.span(*match.span())
            if any(person.end == start for person in text.persons):
                yield hit_at(text, text.light, match.start("born"), match.end("born"))


def _listed(text: Text, end: int) -> Iterator[re.Match[str]]:
    """Who follows in a list of names with dates."""
    for _ in range(_MOST):
        match = _NEXT.match(text.light.text, end)
        if match is None:
            return
        yield match
        end = match.end()


def _place(match: re.Match[str]) -> int:
    """Where the place of birth begins, or the date."""
    place = match.group("place")
    return match.start("place") + len(place) - len(place.lstrip(" :;.,-/="))


def _is_somebody(text: Text, match: re.Match[str]) -> bool:
    start, end = text.light.span(*match.span())
    around = text.original[max(0, start - _AROUND) : end]
    if _HISTORY.search(around):
        return False
    named = any(start - _NEAR <= p.start and p.end <= end + _NEAR for p in text.persons)
    if named:
        return True
    before = text.original[max(0, start - _NEAR) : start]
    if _WHO.search(before) or _ADDRESSED.match(match.group("place")):
        return True
    return text.where.startswith(("picture", "media")) and _LABEL.search(before) is not None


RULE = Rule(
    id="personal_data.birth",
    family="personal_data",
    title=gettext_noop("Tanggal lahir seseorang"),
    looks_for=gettext_noop("Tanggal lahir lengkap di dekat nama orang."),
    message=gettext_noop("Nama dengan tanggal lahir cukup untuk menyamar sebagai orangnya."),
    suggestion=gettext_noop("Hapus tanggal lahirnya; umur saja sudah cukup."),
    basis=("uu-27-2022",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    find=_find,
    needs=(
        "lahir",
        "ttl",
        "lair",
        "mijil",
        "miyos",
        "babar",
        "gubrag",
        "ngajuru",
        "medal",
        "born",
        "ultah",
        "ulang tahun",
        "lhr",
        # A date in brackets.
        *(f"{digit})" for digit in range(10)),
    ),
    examples_match=examples(
        "Ulang tahun: Rizal, 14 Juli 2001; Dewi, 22 Juli 2003.",
        "Bu Sari, lahir di Gemareka 12 Mei 1980, silakan ke loket.",
        "TTL: Gemareka, 03/04/1990 atas nama Dudi",
        "Selamat ulang tahun Ibu Rohaeti, 5 Mei 1975!",
        "Ananda Naura, tanggal lahir 12-08-2017, belum terdaftar.",
        "KTP Pak Mamat (Tasik, 17/08/1965) rusak dan sudah diganti.",
        "Mang Karna lahir 1 Januari 1965.",
        "Juru kunci yang baru: Sandika, lahir 7 Juli 1991.",
        "Tanggal lahir Bapak 09/11/1967 sudah sesuai.",
        Example(
            "Kartu ditemukan.",
            media=(
                MediaFact(
                    alt="Kartu di meja",
                    seen_text="Nama : YULIA RAHMAWATI Tempat/Tgl Lahir : WOTGALENG, 22-03-1988",
                ),
            ),
            says="terbaca di gambar",
        ),
    ),
    examples_miss=examples(
        "Aisyah lahir di Puskesmas Sukamaju. Posyandu, 14 Juli 2026.",
        "R.A. Kartini lahir di Jepara, 21 April 1879.",
        "Pendaftaran bagi anak yang lahir 1 Januari 2020 sampai 31 Desember 2020.",
        "Tanggal lahir tidak sesuai ijazah? Bawa akta ke loket 3.",
        "Selamat hari lahir Pancasila, 1 Juni 2026!",
        "Akta lahir selesai pada 12 Mei 2026.",
        "Kabupaten kita lahir pada 5 Juni 1950, kata Pak Bupati.",
        "Selamat ulang tahun, Bu Rina!",
        "Rapat dibuka Pak Hadi (Balai Desa, 17/08/2026).",
        "Peserta wajib lahir sebelum 1 Juli 2019.",
    ),
)
