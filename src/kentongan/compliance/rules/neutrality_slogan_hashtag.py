"""Hashtags that campaign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Phase, Severity, Suggestion
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.say import gettext, gettext_noop
from kentongan.compliance.vocabulary import is_forbidden_before
from kentongan.language.normalise import Strength, normalise
from kentongan.language.tokens import hashtags

_PERSON = (
    r"(?:pak|bapak|bu|ibu|kang|teh|mas|mbak|gus|bang|haji|paslon|bupati|gubernur|wali(?:kota)?"
    r"|presiden)"
)
_SLOGAN = re.compile(
    rf"coblos(?!an)|paslon|(?:dua|tiga|[23])periode|satuputaran|salam(?:[1-5]|dua|tiga)(?:jari)?$"
    rf"|(?:pilih|dukung|menangkan|milih)(?:no(?:mor|mer)?(?:urut)?)?(?:{_PERSON}(?!hamil|menyusui|guru)|0?[1-9]$"
    r"|no(?:mor)?(?:urut)?\d|nomor(?:satu|dua|tiga|empat))"
    rf"|ganti{_PERSON}|lanjutkan(?:$|{_PERSON}|lagi|perjuangan|kepemimpinan|[23]|dua|kerja)"
    r"|nomorurut\d|(?:^|[a-z])no(?:mor)?0?[1-5]$|menang(?:$|kan$|lagi|bersama|total|satu|pilkada|pemilu|telak)"
    r"|menuju(?:kemenangan|pendopo(?:dua|1|2)|[a-z]*1$)|timses|timpemenangan|relawan(?:pak|kang|bu|pemenangan)"
)
_OTHER = re.compile(
    r"persib|persija|timnas|garuda|lomba|juara|lawan|hari|covid|stunting|hati|undian|hadiah|sehat|porprov"
    r"|popda|pon|atlet|mtq|kafilah|osis|duta|idul|lebaran|sampah|layanan|antre|nomordarurat|vaksin|sekolah"
    r"|indonesia(?!maju)|seagames|olimpi"
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for tag in hashtags(text.light.text):
            body = normalise(tag.text[1:].replace("_", ""), Strength.LETTERS).text
            if not _SLOGAN.search(body) or _OTHER.search(body):
                continue
            if is_forbidden_before(text.light.text[max(0, tag.start - 80) : tag.start].lower()):
                continue
            gone = Suggestion(gettext("Hapus tagar ini."), "")
            yield hit_at(text, text.light, tag.start, tag.end, suggestion=gone)


RULE = Rule(
    id="neutrality.slogan_hashtag",
    family="neutrality",
    title=gettext_noop("Tagar kampanye"),
    looks_for=gettext_noop("Tagar yang memuat ajakan, nomor, kemenangan, atau semboyan calon."),
    message=gettext_noop("Tagar ini terbaca sebagai kampanye."),
    basis=("skb-netralitas-2022", "uu-10-2016-71"),
    severity=Severity.WEIGH,
    by_phase={
        Phase.PRE_NOMINATION: Severity.MUST,
        Phase.CAMPAIGN: Severity.MUST,
        Phase.QUIET: Severity.MUST,
        Phase.POLLING: Severity.MUST,
    },
    by_actor={"civil_servant": Severity.MUST},
    passed_by="bagian_hukum",
    find=_find,
    examples_match=examples(
        "Panen raya hari ini #CoblosNomor2",
        "#LanjutkanDuaPeriode",
        "Kerja bakti #PilihPakDadang",
        "#2Periode #Sukamaju",
        "#GantiBupati",
        "Selamat pagi #DadangMenang",
        "#MenangBersama",
        Example("#C0bl0s_N0mor_2", says="angka sebagai huruf dan garis bawah"),
        "#SalamDuaJari",
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
    ),
)
