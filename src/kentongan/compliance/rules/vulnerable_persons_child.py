"""A child named: with an offence or trouble, or with class, school or age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_typed
from kentongan.compliance.words.persons import Kind, Person
from kentongan.compliance.words.plight import plights, tells_a_story
from kentongan.kernel.say import gettext, gettext_noop

_AGE_WORDS = (
    r"(?:\d|1[0-7]|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|(?:dua"
    r"|tiga|empat|lima"
    r"|enam|tujuh) belas|hiji|tilu|opat|genep|dalapan|salapan|sapuluh|sabelas|(?:dua|tilu|opat"
    r"|lima|genep|tujuh) belas"
    r"|siji|loro|telu|papat|enem|pitu|wolu|sanga|sepuluh|sewelas|rolas|telulas|patbelas|limolas"
    r"|nembelas|pitulas)"
)
_YEARS = r"(?:th|thn|tahun|taun|tahunan|taunan)"
#: Right after the name: ``Reihan, 15 tahun``, ``Lisna baru 15 tahun``, ``Rafka (8)``.
_AGED = re.compile(
    r"\s?[,(–-]?\s?(?:(?:yang|masih|baru|kakara|nembe|usia|umur\w*|berusia|berumur|adalah|bocah"
    rf"|anak|balita|remaja)\s){{0,3}}{_AGE_WORDS}[ -]?{_YEARS}\b(?! (?:penjara|bui|lalu))"
    r"|\s?\((?:[1-9]|1[0-7])\)|\s?[,(]\s?\d{1,2} ?(?:bulan|bln)\b|,\s(?:[1-9]|1[0-7])(?=,)"
)
#: Elsewhere in the sentence.
_TOLD_AGE = re.compile(
    rf"\b(?:umur|usia|umurna|umure|yuswa|berusia|berumur)\w* (?:\w+ ){{0,2}}{_AGE_WORDS}\b"
    rf"|\b(?:bocah|anak|balita|remaja|pelajar|siswa|siswi|murid|gadis|masih|baru"
    rf"|kakara) (?:\w+ ){{0,2}}"
    rf"{_AGE_WORDS}[ -]?{_YEARS}\b(?! (?:lalu|terakhir|kemudian|ini|lagi|berturut|penjara|bekerja))"
)
_CLASS = re.compile(
    r"\b(?:kelas|kls) ?(?:\d{1,2}|[ivx]{1,4}|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan"
    r"|hiji|opat|genep|siji|loro|telu|papat|enem)(?: ?-?[a-h])?\b|\bkelompok [ab]\b|\btk [ab]\b"
)
_SCHOOL = re.compile(
    r"\b(?:sd|sdn|sdit|smp|smpn|smpit|sma|sman|smk|smkn|mi|mts|mtsn|tk|paud|ra|slb"
    r"|slbn)\b(?: negeri)? ?(?:\d+|[a-z]+)?"
)
_CHILD = re.compile(
    r"\b(?:siswa|siswi|pelajar|murid|santri|santriwati|bocah|bocil|balita|bayi|remaja|abg"
    r"|anak (?:di bawah umur|jalanan|punk|sd|smp|sma|smk|kelas|didik|asuh|yatim|ini|itu|tersebut)"
    r"|anak-anak|cilik|belia|barudak|budak|cah|lare|di bawah umur|ananda|adik|adek|dek|dik"
    r"|putus sekolah|anak)\b"
)
_ELDERS = frozenset(
    "bapak bpk pak ibu bu kang teh mang ceu mbah abah eyang pakde bude budhe "
    "aki nini nek nenek kakek"
    " kek om tante ustaz ustadz kyai haji hj h mak emak bunda kak kakak mas "
    "mbak bang abang gus ning yu"
    " lik tn ny".split()
)
#: Mascots and pets have names and ages, too.
_ANIMAL = re.compile(r"\b(?:kucing|anjing|sapi|kambing|kuda|burung|gajah|maskot|boneka|satwa)\b")
_CHILD_OF = re.compile(
    r"\b(?:anak|putra|putri|cucu|incu|keponakan|ponakan|anake|putrane)(?:nya|na)?\s"
    r"(?:dari\s|ke\w+\s|bungsu\s|sulung\s|semata wayang\s)?"
    r"(?:bapak|bpk|pak|ibu|bu|kang|teh|mang|ceu|mbah|abah|haji|h|hj|mas|mbak|lik|ma|mak)\b"
)
_STAFF = re.compile(
    r"\b(?:guru|kepala|wali|pembina|pelatih|dosen|ketua komite|alumni|alumnus|operator|penjaga"
    r"|orang tua|plt|camat|lurah|drs|dra|dr|satpam|petugas|mahasiswa\w*|kkn)\b"
)
_HINTS = frozenset(
    "tahun taun th thn tahunan taunan kelas kls siswa siswi murid pelajar santri santriwati bocah"
    " bocil remaja abg cilik belia pernikahan anak barudak budak cah lare adik adek dek dik ananda"
    " umur usia umurna umure berumur berusia bln bulan balita bayi sd sdn sdit smp smpn smpit sma"
    " sman smk smkn mi mts mtsn tk paud ra slb slbn".split()
)
_AGE_ALONE = re.compile(r"\((?:[1-9]|1[0-7])\)|\d(?:th|thn|tahun)\b")
_NEAR = 55
_STOP = re.compile(r"[.!?;]\s+(?=[A-Z“\"])|\n|;")


def _find(case: Case) -> Iterator[Hit]:
    agreed = any(item.people == "consent" for item in case.draft.media)
    for text in case.texts:
        hinted = _HINTS & text.openers or _AGE_ALONE.search(text.letters.text)
        if not hinted or tells_a_story(text):
            continue
        children = [p for p in text.persons if p.kind is Kind.NAMED and not _is_grown(text, p)]
        if not children:
            continue
        told = {
            plight.person: plight
            for plight in plights(text, "offence")
            if plight.person in children
        }
        for child in children:
            said = _said_around(text, child)
            if _ANIMAL.search(said):
                continue
            is_known_by = _is_placed(text, child, said)
            is_parent = child.honorific in _ELDERS
            if child in told and (
                is_known_by or (not is_parent and _CHILD.search(_CHILD_OF.sub(" ", said)))
            ):
                plight = told[child]
                yield hit_typed(text, plight.start, plight.end)
            elif is_known_by and not (is_parent or agreed or _STAFF.search(said)):
                yield hit_typed(
                    text, child.start, child.end, message=_named(), at_most=Severity.WEIGH
                )


def _is_placed(text: Text, child: Person, said: str) -> bool:
    """Whether age, class or school is said of the child."""
    after = text.original[child.end : child.end + _NEAR].lower()
    if _AGED.match(after) or _TOLD_AGE.search(said) or _CLASS.search(said):
        return True
    return _SCHOOL.search(said) is not None and _CHILD.search(said) is not None


def _is_grown(text: Text, person: Person) -> bool:
    """Whether the person is addressed as an adult, and not named as a parent."""
    if person.honorific not in _ELDERS:
        return False
    around = text.original[max(0, person.start - 24) : person.end].lower()
    return _CHILD_OF.search(around) is None


def _said_around(text: Text, child: Person) -> str:
    """The words of the sentence near a name, in small letters."""
    before = text.original[max(0, child.start - _NEAR) : child.start]
    stops = [match.end() for match in _STOP.finditer(before)]
    before = before[stops[-1] :] if stops else before
    after = text.original[child.end : child.end + _NEAR]
    after = after[: stop.start()] if (stop := _STOP.search(after)) else after
    return f"{before}{child.name}{after}".lower()


def _named() -> str:
    return gettext(
        "Nama anak bersama umur, kelas, atau sekolahnya menuntun ke anak itu. Sudah seizin orang "
        "tuanya?"
    )


RULE = Rule(
    id="vulnerable_persons.child",
    family="vulnerable_persons",
    title=gettext_noop("Anak disebut namanya"),
    looks_for=gettext_noop(
        "Nama anak bersama pelanggaran atau masalahnya: wajib diperbaiki. Nama anak bersama umur, "
        "kelas, atau sekolah: ditimbang, kecuali izin orangnya tercatat pada gambar."
    ),
    message=gettext_noop(
        "Anak yang berhadapan dengan masalah tidak boleh dikenali dari unggahan. Hapus namanya."
    ),
    suggestion=gettext_noop("Tulis “seorang anak” atau “seorang siswa”, tanpa nama dan sekolah."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=guided(_find, "vulnerable_persons"),
    said=_HINTS,
    # an age in figures
    needs=tuple("0123456789"),
    examples_match=examples(
        "Patroli menjaring Reihan, 15 tahun, yang kedapatan membawa celurit.",
        "Siswa kita Bayu Pratama yang tertangkap tawuran sudah dipulangkan polisi.",
        "Anak jalanan yang kami bina: Gilang 13 th, suka ngelem; Tomi 11 th, ngamen.",
        Example("Budak nu maling téh Si Ujang, umurna kakara opat belas.", says="bahasa Sunda"),
        "Yuda, kelas 2 SMP, ketahuan merokok di belakang pasar.",
        Example("Selamat kepada Kinanti, kelas 4 SDN Wotgaleng 1!", says="ditimbang"),
        Example("Piala macapat kanggo Laras, kelas lima SD Kedungmaja 3.", says="ditimbang"),
    ),
    examples_miss=examples(
        Example(
            "Selamat untuk Naufal Hakim, siswa kelas 6, juara baca puisi!",
            media=(MediaFact(alt="Naufal memegang piala", people="consent"),),
            says="izinnya tercatat",
        ),
        "Kucing bernama Putri, 3 tahun, sudah divaksin rabies.",
        "Siswa kelas 6 libur mulai 15 Juni.",
        "SDN Siti Aminah menerima murid pindahan.",
        "Pelajar yang bolos kami antar pulang ke sekolah.",
        "Pak Wiryo, guru kelas 5, pensiun bulan ini.",
        "Ibu Rohaeti mengabdi 12 tahun di kecamatan.",
        "Anak-anak PAUD Melati menanam kangkung.",
    ),
)
