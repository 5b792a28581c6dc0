"""Hashtags that campaign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kentongan.compliance.draft import Facts, Phase, Severity, Suggestion
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.given_names import given_names
from kentongan.compliance.words.partisan import POLITICAL_TIMES, STERN_BY_PHASE
from kentongan.compliance.words.vocabulary import is_forbidden_before
from kentongan.kernel.say import gettext, gettext_noop

_PERSON = (
    r"(?:pak|bapak|bu|ibu|kang|teh|mas|mbak|gus|bang|haji|mang|cak|paslon|bupati|gubernur"
    r"|wali(?:kota)?|presiden|kades"
    r"|pemimpin|calon|jagoan)"
)
_PARTY = r"(?:golkar|gerindra|nasdem|pdip|pdiperjuangan|hanura|perindo|demokrat|partai)"
_NUMBER = (
    r"(?:0[1-9]|[1-9]$|no(?:mor|mer)?(?:urut)?\d|nomor(?:satu|dua|tiga|empat|siji|loro|hiji)"
    r"|paslon\d)"
)
_SLOGAN = re.compile(
    rf"coblos(?!an)|petahana|asalbukan|pilihyang(?!sehat|aman|segar|lokal|halal)|c?oblos\d|paslon"
    rf"|(?:dua|tiga|[23])periode|satuputaran"
    rf"|salam(?:[1-5]|dua|tiga)(?:jari)?$|salamperubahan"
    rf"|(?:pilih|dukung|menangkan|milih|hidup|all?in|gas(?:kan)?|tetap|bersama|siap|salam|ingat"
    rf"|menuju|kami|kita)"
    rf"(?:{_NUMBER})|(?:pilih|dukung|menangkan|milih|pilihan)(?:no(?:mor"
    rf"|mer)?(?:urut)?)?(?:{_PERSON}(?!hamil|menyusui|guru|anak)|0?[1-9]$)"
    rf"|(?:\d{{4}})?(?:saatnya)?ganti{_PERSON}|\d{{4}}(?:bupati|walikota|gubernur"
    rf"|pemimpin)(?:baru)?"
    rf"|lanjutk[ae]n(?:$|{_PERSON}|{_PARTY}|lagi|perjuangan|kepemimpinan|[23]|dua|kerja"
    rf"|pembangunan)|lanjut(?:2|dua)periode"
    r"|nomorurut\d|(?:^|[a-z])no(?:mor)?0?[1-5]$|menang(?:$|kan$|lagi|bersama|total|satu|pilkada"
    r"|pemilu|telak)|[a-z]{4,}menang$"
    rf"|menuju(?:kemenangan|pendopo|[a-z]*1$)|timses|timpemenangan|relawan(?:pak|kang|bu|mas"
    rf"|pemenangan|paslon)"
    rf"|(?:bersama|hidup|coblos|pilih|dukung|menangkan|lanjutkan|salam)(?:{_PARTY})"
    rf"|{_PARTY}(?:menang|jaya|solid|peduli|juara|untuk|bersama)"
    r"|pemimpinbaru|bupatibaru|(?:satu|1)komando|(?:tolak|lawan)(?:calon|dinasti|petahana)"
    r"|[a-z]+(?:satu|1)(?:untuk|lagi)$|serangan?fajar",
    re.MULTILINE,
)
#: Only while an election is near: "#Sukamaju02", "#SaatnyaPerubahan".
_NEAR = re.compile(
    r"nomor[1-5](?!\d)|(?:^|[a-z])(?:0[1-9])(?:$|yes|menang|juara|aja|lagi|harga|untuk)"
    r"|(?:saatnya|waktunya|songsong|sambut)(?:perubahan|berubah|ganti)"
    r"|perubahan(?:$|untuk|itu|sekarang)|hargamati$(?<!nkrihargamati)|(?:untuk|menuju"
    r"|jadi)(?:bupati|gubernur|walikota|pendopo)"
    r"|(?:bupati|gubernur|walikota|kades)(?:ku|kita|pilihan|idaman|rakyat)|(?:kampanye|deklarasi"
    r"|konvoi)(?!sehat|imunisasi|damai|anti|germas)"
    r"|timkampanye|pemenangan|kemenanganrakyat",
    re.MULTILINE,
)
_OTHER = re.compile(
    r"persib|persija|timnas|garuda|lomba|juaralomba|lawanstunting|^hari|kemenanganhari|covid"
    r"|stunting|^hati|hatihati|undian|hadiah|sehat|porprov"
    r"|popda|pon$|atlet|mtq|kafilah|osis|duta|idul|^rw\d|^rt\d|^tps\d|^sdn?|^smp|^sma|angkot"
    r"|kloter|lebaran|sampah|layanan|antre|nomordarurat|vaksin|sekolah|umkm|wisata"
    r"|indonesia(?!maju)|seagames|olimpi|(?:^|[a-z])fc(?:menang)?$|netral|tanpa|(?:^"
    r"|[a-z])anti(?:korupsi|narkoba|hoaks|rokok|judi|stunting|politik)|stop|kpu|bawaslu|pemilih"
    r"|iklim|perubahaniklim",
    re.MULTILINE,
)


_MOST = 200
_PIECE = re.compile(r"[A-Z][a-z]+|[A-Z]+(?![a-z])")
_FOR_PERSON = frozenset(
    "untuk menang lagi bersama pilih dukung coblos tetap bareng salam hidup tim lanjutkan center"
    " jaya juara peduli for bupati"
    " jadi kita yes satu dua tiga menuju sahabat relawan pilihan terbaik lovers periode all"
    " gas".split()
)


def _of_person(tag: str) -> bool:
    """ "#AsepUntukSukamaju": a given name and a word of support, each with its capital."""
    pieces = {piece.lower() for piece in _PIECE.findall(tag)}
    return not pieces.isdisjoint(_FOR_PERSON) and not pieces.isdisjoint(given_names())


@lru_cache(maxsize=2048)
def _says(tag: str, letters: str) -> tuple[bool, bool]:
    """Whether a tag takes sides, at any time and while an election is near."""
    # Digits count as letters ("C0blos") and as numbers ("Nomor1DiHati").
    body = f"{letters}\n{tag[1:].replace('_', '').lower()}"
    if _OTHER.search(body):
        return False, False
    return _SLOGAN.search(body) is not None, _NEAR.search(body) is not None or _of_person(tag)


def _find(case: Case) -> Iterator[Hit]:
    near = case.phase in POLITICAL_TIMES
    for text in case.texts:
        for tag, letters in text.tags[:_MOST]:
            always, while_near = _says(tag.text, letters)
            if not (always or (near and while_near)):
                continue
            if is_forbidden_before(text.light.text[max(0, tag.start - 80) : tag.start].lower()):
                continue
            gone = Suggestion(gettext("Hapus tagar ini."), "")
            yield hit_at(text, text.light, tag.start, tag.end, suggestion=gone)


_CAMPAIGN = Facts(phase=Phase.CAMPAIGN)

RULE = Rule(
    id="neutrality.slogan_hashtag",
    family="neutrality",
    title=gettext_noop("Tagar kampanye"),
    looks_for=gettext_noop(
        "Tagar yang memuat ajakan, nomor, partai, kemenangan, atau semboyan calon."
    ),
    message=gettext_noop("Tagar ini terbaca sebagai kampanye."),
    basis=("skb-netralitas-2022", "uu-10-2016-71"),
    severity=Severity.WEIGH,
    by_phase={**STERN_BY_PHASE, Phase.AFTER: Severity.MUST},
    by_actor={"civil_servant": Severity.MUST},
    passed_by="bagian_hukum",
    find=guided(_find, "neutrality"),
    passage=True,
    needs=("#",),
    examples_match=(
        *examples(
            "Panen raya hari ini #CoblosNomor2",
            "#LanjutkanDuaPeriode",
            "Kerja bakti #PilihPakDadang",
            "#2Periode #Sukamaju",
            "#GantiBupati",
            "Selamat pagi #DadangMenang",
            "#MenangBersama",
            Example("#C0bl0s_N0mor_2", says="angka sebagai huruf dan garis bawah"),
            "#SalamDuaJari",
            "#LanjutkanGolkar",
            "#2030GantiBupati",
        ),
        Example("Senam pagi #Sukamaju02", facts=_CAMPAIGN),
        Example("Kerja bakti #SaatnyaPerubahan", facts=_CAMPAIGN),
    ),
    examples_miss=examples(
        "#MajalengkaMelayani",
        "#PilahSampah #PilihSehat",
        "#PersibMenang",
        "#MenangLawanStunting",
        "#HariKemenangan #IdulFitri",
        "#DukungIbuMenyusui #DukungUMKM",
        "#LanjutkanSekolah",
        "#NomorDarurat112",
        "#NetralitasASN #PilkadaDamai",
        "#LayananNomor1 untuk warga, nomor antrean daring",
        "#Kemenag #Semenanjung",
        Example("#RW02 #KampanyeImunisasi #PerubahanIklim", facts=_CAMPAIGN),
    ),
)
