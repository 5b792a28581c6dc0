"""A call to choose, support or reject a candidate or party."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity, Suggestion
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples
from kentongan.compliance.words import calls
from kentongan.compliance.words.given_names import given_names
from kentongan.compliance.words.partisan import (
    POLITICAL_TIMES,
    STERN_AFTER_TOO,
    found,
    is_menu,
    is_name,
    may_name,
    sentence_hit,
    tells_of,
)
from kentongan.compliance.words.politics import OFFICES
from kentongan.compliance.words.vocabulary import NO_NAME, SERVICE_CHOICE, is_forbidden_before
from kentongan.kernel.say import gettext, gettext_noop

#: "Kerja bagus hari ini, mari kita lanjutkan." is no slogan.
_FEW = 5


def _find(case: Case) -> Iterator[Hit]:
    near = case.phase in POLITICAL_TIMES
    gone = Suggestion(gettext("Hapus kalimat ini."), "")
    message = gettext("Kalimat ini dapat dibaca sebagai ajakan memilih. Tulis informasinya saja.")
    for text in case.texts:
        if not text.has_any(calls.GATE) and calls.GATE_WORDS.isdisjoint(text.openers):
            continue
        for match in _plain_calls(text):
            yield sentence_hit(text, *match.span(), suggestion=gone, at_least=Severity.MUST)
        for match in _near_calls(text) if near else ():
            yield sentence_hit(text, *match.span(), suggestion=gone)
        for match in found(text, calls.WEAK, *calls.NEEDS[calls.WEAK]):
            if not _is_information(text, match):
                yield sentence_hit(text, *match.span(), message=message)


def _plain_calls(text: Text) -> Iterator[re.Match[str]]:
    """Calls in so many words."""
    named = may_name(text)
    for pattern in text.opened(calls.STRONG):
        if pattern is not calls.NAMED or named:
            for match in found(text, pattern, *calls.NEEDS[pattern]):
                if not _is_other(text, match):
                    yield match
    for match in found(text, calls.BARE, *calls.NEEDS[calls.BARE]):
        if _is_bare_name(text, match):
            yield match


def _near_calls(text: Text) -> Iterator[re.Match[str]]:
    """What is a call only while an election is near."""
    for pattern in text.opened(calls.NEAR):
        for match in found(text, pattern, *calls.NEEDS[pattern]):
            if not _is_other(text, match) and _is_meant(text, match):
                yield match


def _is_other(text: Text, match: re.Match[str]) -> bool:
    """Whether the words choose something else, or tell of the call to forbid it."""
    if text.letters.text[max(0, match.start() - 1)] == "#":
        return True  # the rule on hashtags
    name = match.groupdict().get("name")
    if name is not None and (name in NO_NAME or name in OFFICES or not is_name(text, match)):
        return True
    sentence = text.sentence(*match.span())
    if text.is_other_contest and match.re is not calls.PRICKED and not _is_public(sentence):
        return True
    return tells_of(text, *match.span()) or _chooses_things(text, match, sentence)


def _chooses_things(text: Text, match: re.Match[str], sentence: str) -> bool:
    """Whether a call of its kind chooses goods, services, prizes."""
    kind, words = match.re, match.group()
    if kind is calls.LIKEN:
        slogan = not words.startswith("lanjutkan") or len(sentence.split()) <= _FEW
        return not slogan or calls.PRIZE.search(sentence) is not None
    if kind is calls.TERMS:
        return calls.OTHER_PERIODS.search(sentence) is not None
    if kind is calls.PRICKED:
        return calls.CRAFT.search(sentence) is not None or _is_instruction(text, match)
    if kind in (calls.NUMBERED, calls.WINS):
        return is_menu(text, *match.span()) or calls.PRIZE.search(sentence) is not None
    if kind not in (calls.QUALITY, calls.WHOM, calls.SYMBOL, calls.SIDE):
        return False
    virtue = kind is calls.QUALITY and calls.VIRTUE.search(words) is not None
    goods = calls.GOODS.search(sentence) or (not virtue and SERVICE_CHOICE.search(sentence))
    return bool(goods) and not _is_public(sentence)


def _is_public(sentence: str) -> bool:
    return re.search(r"paslon|coblos|pilkada|pilkades|\btps\b|bupati|calon\b", sentence) is not None


def _is_instruction(text: Text, match: re.Match[str]) -> bool:
    """ "Coblos satu kali pada kolom pasangan calon": how to vote, without saying whom."""
    return (
        text.informs_of_election
        and re.search(r"\d|satu|dua|tiga|empat|hiji|siji|loro|nomor|kumis|ny[oa]", match.group())
        is None
    )


def _is_bare_name(text: Text, match: re.Match[str]) -> bool:
    if match["name"] in calls.NO_BARE or match["name"] in NO_NAME or not _is_capital(text, match):
        return False
    sentence = text.sentence(*match.span())
    return not (
        calls.CRAFT.search(sentence)
        or calls.PRIZE.search(sentence)
        or tells_of(text, *match.span())
    )


def _is_capital(text: Text, match: re.Match[str]) -> bool:
    """Whether the name, but not every word around it, is written with a capital."""
    start, end = text.letters.span(*match.span("name"))
    return text.original[start:end][:1].isupper() and not text.original.isupper()


def _is_meant(text: Text, match: re.Match[str]) -> bool:
    """Whether a name without an honorific is a person's."""
    if match.re is calls.CHOSEN:
        return _follows(text, match)
    return match.re is not calls.ONLY or (
        _is_capital(text, match) and match["name"] in given_names()
    )


def _follows(text: Text, match: re.Match[str]) -> bool:
    """ "grup Sukamaju Pilih Asep": a name in the name of a group."""
    before = text.before(match.start())[-40:]
    return (
        _is_capital(text, match)
        and re.search(
            r"\b(?:grup|akun|grub|kanal|channel|komunitas|gerakan|fanpage|halaman)\b", before
        )
        is not None
    )


def _is_information(text: Text, match: re.Match[str]) -> bool:
    if text.informs_of_election or text.is_lesson or text.is_other_contest:
        return True
    if text.letters.text[max(0, match.start() - 1)] == "#":
        return True
    if is_forbidden_before(text.before(match.start())) or tells_of(text, *match.span()):
        return True
    sentence = text.sentence(*match.span())
    if "periode" in match.group():
        return bool(calls.OTHER_PERIODS.search(sentence))
    if "blo" in match.group():
        done = calls.DONE.search(text.before(match.start())) is not None
        return done or calls.CRAFT.search(sentence) is not None
    return "menang" in match.group() and calls.PRIZE.search(sentence) is not None


_CAMPAIGN = Facts(phase=Phase.CAMPAIGN)

RULE = Rule(
    id="neutrality.vote_call",
    family="neutrality",
    title=gettext_noop("Ajakan memilih"),
    looks_for=gettext_noop(
        "Ajakan memilih, mencoblos, mendukung, atau menolak calon, nomor urut, gambar, atau "
        "partai, juga dalam bahasa Sunda dan Jawa, dan bila disamarkan dengan angka, spasi, atau "
        "huruf tiruan. Ajakan yang terang wajib diperbaiki di semua tahapan; yang samar mengikuti "
        "tahapan."
    ),
    message=gettext_noop("Ajakan memilih tidak boleh keluar dari akun resmi."),
    own_message=gettext_noop("Aparatur tidak boleh mengajak memilih, juga dari akun pribadi."),
    basis=("skb-netralitas-2022", "pp-94-2021", "uu-10-2016-71"),
    severity=Severity.WEIGH,
    by_phase=STERN_AFTER_TOO,
    by_actor={"civil_servant": Severity.MUST},
    passed_by="bagian_hukum",
    find=guided(_find, "neutrality"),
    passage=True,
    needs=calls.NEEDS[calls.WINS][0],
    opened_by=tuple(
        pattern
        for pattern in (*calls.STRONG, calls.BARE, *calls.NEAR, calls.WEAK)
        if pattern is not calls.WINS
    ),
    examples_match=examples(
        "Coblos nomor 2 pada 27 November!",
        "Ayo pilih nomor urut satu, warga Sukamaju.",
        "Dukung Pak Dadang menjadi bupati kita.",
        "Jangan pilih paslon 3.",
        "Mari menangkan pasangan calon nomor dua.",
        "Berkat kerja kita, lanjutkan dua periode!",
        "Berikan suara Anda untuk paslon 1",
        Example("C 0 b l o s  n o m o r 2", says="huruf berspasi dan angka sebagai huruf"),
        Example("p1lih n0mor 2", says="angka sebagai huruf"),
        Example("рilіh nоmоr 2", says="huruf Kiril"),
        Example("🅲🅾🅱🅻🅾🆂 ❷", says="huruf kotak dan angka lingkaran"),
        Example("p\u200bil\u200bih no\u200bmor 2", says="huruf tak terlihat"),
        Example("ᴄᴏʙʟᴏꜱ nomer hiji", says="huruf kapital kecil"),
        Example("pilih 🔥 nomor 🔥 2️⃣", says="emoji di antara kata"),
        Example("ᑭIᒪIᕼ nomor 1", says="huruf Kanada"),
        "Pilih Kang Asep, pilih perubahan",
        "Ganti bupati, saatnya perubahan",
        "Warga kompak, coblos!",
        Example("Poster kegiatan", title="Menangkan satu putaran"),
        Example("Hayu urang milih Kang Asep, baraya", says="bahasa Sunda"),
        Example("Ojo lali nyoblos loro yo, Lur", says="bahasa Jawa"),
        Example("nyblos no2 aja lah kak", says="singkatan obrolan"),
        "Coblos kumisnya di TPS!",
        "Aja lali gambar ketela, sedulur.",
        Example("Pilih yang sudah terbukti membangun", facts=_CAMPAIGN),
        Example("Coblos Bagas, jangan ragu"),
        Example("Hindari golput, pilih nomor 2", says="larangan sebelum koma bukan larangan ini"),
    ),
    examples_miss=examples(
        "Coblos karcis parkir lalu simpan struknya.",
        "Jangan salah pilih pupuk, cek izinnya.",
        "Dua periode hujan lebat diperkirakan BMKG.",
        "Pilih jadwal yang sesuai di aplikasi antrean.",
        "Mari dukung Ibu hamil memeriksakan kandungan.",
        "Dukung Bapak/Ibu guru mengikuti pelatihan.",
        "Pilih nomor 1 untuk layanan kependudukan, nomor 2 untuk perizinan.",
        "Gunakan hak pilih Anda. Datang ke TPS pukul 07.00–13.00, bawa KTP. Info: KPU.",
        "KPU: cara mencoblos yang sah, coblos satu kali pada nomor, nama, atau foto.",
        "ASN dilarang mengajak pilih paslon nomor 2 di media sosial.",
        "Dukung produk UMKM lokal, pilih batik Sukamaju.",
        "Pendaftaran dibuka dua periode: 1–10 Agustus dan 20–30 Agustus.",
        "Pemilihan ketua OSIS: pilih nomor 2 atau nomor 3 lewat formulir.",
        "Dukung Ani di ajang Duta Baca, vote nomor 5!",
        "Mari dukung program imunisasi.",
        "Pilih sampah organik dan anorganik, lalu setor ke bank sampah.",
        "Dukung penuh pemberantasan sarang nyamuk.",
        "Pilih loket nomor 3 untuk rekam KTP.",
        "Atas dukungan Bapak dan Ibu, kami ucapkan terima kasih.",
        Example("Sudah nyoblos? Simpan tinta ungunya.", facts=_CAMPAIGN),
        Example("Coblos botol bekas dengan paku, isi tanah.", facts=_CAMPAIGN),
        Example("Jangan salah pilih benih, pilih yang berlabel.", facts=_CAMPAIGN),
        Example("Hoaks! Poster “Camat dukung nomor 1” bukan buatan kami.", facts=_CAMPAIGN),
        Example("Kita menangkan perang melawan DBD.", facts=_CAMPAIGN),
        Example("Tombol: pilih nomor dua, lalu cetak ulang.", facts=_CAMPAIGN),
    ),
)
