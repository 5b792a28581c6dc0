"""A call to choose, support or reject a candidate or party."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Phase, Severity, Suggestion
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.say import gettext, gettext_noop
from kentongan.compliance.text import Text
from kentongan.compliance.vocabulary import (
    ELECTED,
    HONORIFIC,
    NO_NAME,
    NUMBER,
    OFFICE,
    SERVICE_CHOICE,
    is_forbidden_before,
)

_COBLOS = r"(?:coblos(?:lah|en|an)?|men(?:y|c)oblos|nyoblos|dicoblos|contreng)"
_CALL = rf"(?:{_COBLOS}|(?:di)?pilih(?:lah|en)?|milih|dukung(?:lah)?|(?:me)?menangkan|vote)"
_ANY = rf"(?:{_CALL}|memilih|mendukung)"
_SMALL_WORDS = r"(?:\s+(?:saja|aja|terus|lagi|kembali|tetap|hanya|yang|pasangan|calon|si)){0,3}"
_NO = r"(?:nomor|nomer|nmr|no)\b\.?\s*(?:urut\s*)?"

#: A vote is asked for in so many words.
_NUMBERED = re.compile(
    rf"\b{_ANY}{_SMALL_WORDS}\s+(?:(?:paslon|kandidat|bupati|gubernur|wali\s?kota|presiden|caleg|partai)\s+)?"
    rf"(?:{_NO}{NUMBER}|paslon\s+{NUMBER}|0[1-9])\b"
    rf"|\b{_COBLOS}\s+{NUMBER}\b(?!\s*(?:kali|x|surat|lembar|foto|gambar|orang|jam|menit))"
)
_SIDE = re.compile(
    rf"\b(?:{_CALL}){_SMALL_WORDS}\s+(?:partai\b(?! politik)|paslon|pasangan\s+(?:calon|ini"
    rf"|kita|nomor)"
    rf"|calon\s+(?:ini|kita|{ELECTED})|kandidat\s+(?:ini|kita)|petahana|beliau)\b"
)
_NAMED = re.compile(
    rf"\b(?:{_CALL}){_SMALL_WORDS}\s+(?:{HONORIFIC}\s+)(?:{HONORIFIC}\s+)?(?P<name>[a-z']+)"
)
_VOICE = re.compile(
    r"\b(?:beri(?:kan)?|titip(?:kan)?|serahkan|salurkan|satukan|rapatkan|bulatkan)\s+(?:seluruh\s+)?"
    r"(?:suara|pilihan|dukungan)(?:mu|nya)?(?:\s+(?:anda|kita|saudara))?\s+(?:untuk|kepada|ke|bagi|pada|dukung)\s+"
    rf"(?:{_NO}{NUMBER}|paslon|pasangan|calon|partai|beliau|{HONORIFIC}\s+(?P<name>[a-z']+))"
)
_TERMS = re.compile(
    r"\blanjutkan\s+(?:\w+\s+){0,4}?(?:dua|2|tiga|3)\s*periode\b"
    r"|\b(?:dua|2|tiga|3)\s*periode\s+(?:lagi|untuk|bersama)\b|\bsatu\s+periode\s+lagi\b"
    r"|\bmenang(?:kan)?\s+(?:satu|sekali|1)\s+putaran\b|\bsatu\s+putaran\s+(?:saja|menang)\b"
)
_STRONG = (_NUMBERED, _SIDE, _NAMED, _VOICE, _TERMS)

#: May be a call, may be information.
_WEAK = re.compile(
    rf"\b(?!coblosan){_COBLOS}\b|\b(?:dua|2)\s*periode\b|\b(?:lanjutkan|ganti)\s+{ELECTED}\b"
    rf"|\b(?:dukung(?:lah)?|menangkan)\s+(?:penuh\s+)?(?:{HONORIFIC}\s+){{0,2}}{OFFICE}\b"
    rf"|\b{ELECTED}\s+(?:pilihan|dambaan)\s+(?:kita|rakyat|warga|saya)\b"
)
_OTHER_PERIODS = re.compile(
    r"\b(?:anggaran|laporan|pelaporan|pendaftaran|imunisasi|penyaluran|pajak|pengurus\w*|seleksi"
    r"|penerimaan|pencairan|bantuan|semester|triwulan|bulan|berturut-turut|magang|kontrak|musim)\b"
)

#: Every pattern above needs one of these.
_HINTS = ("coblos", "contreng", "pilih", "milih", "dukung", "menang", "vote", "suara", "periode",
          "putaran", "lanjutkan", "ganti", "dambaan")  # fmt: skip


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        if not text.has_any(_HINTS):
            continue
        for pattern in _STRONG:
            for match in text.find(pattern):
                if not _is_other(text, match):
                    yield hit_at(
                        text,
                        text.letters,
                        *match.span(),
                        suggestion=Suggestion(gettext("Hapus ajakan ini."), ""),
                        at_least=Severity.MUST,
                    )
        for match in text.find(_WEAK):
            if not _is_information(text, match):
                message = gettext(
                    "Kalimat ini dapat dibaca sebagai ajakan memilih. Tulis informasinya saja."
                )
                yield hit_at(text, text.letters, *match.span(), message=message)


def _is_other(text: Text, match: re.Match[str]) -> bool:
    """Whether the words choose something else, or warn of the call."""
    name = match.groupdict().get("name")
    if name is not None and (name in NO_NAME or not _is_name(text, match)):
        return True
    sentence = text.sentence(*match.span())
    return (
        (match.re is not _TERMS and SERVICE_CHOICE.search(sentence) is not None
         and not re.search(r"\bpaslon|coblos", match.group()))
        or text.is_other_contest
        or is_forbidden_before(text.before(match.start()))
        or (match.re is _TERMS and _OTHER_PERIODS.search(sentence) is not None)
    )  # fmt: skip


def _is_name(text: Text, match: re.Match[str]) -> bool:
    """Whether the word after the honorific begins with a capital, as typed."""
    start, end = text.letters.span(*match.span("name"))
    typed = text.original[start:end]
    return not typed[:1].islower() or not typed.isalpha()


def _is_information(text: Text, match: re.Match[str]) -> bool:
    if text.informs_of_election or text.is_lesson or text.is_other_contest:
        return True
    if is_forbidden_before(text.before(match.start())):
        return True
    return "periode" in match.group() and bool(_OTHER_PERIODS.search(text.sentence(*match.span())))


RULE = Rule(
    id="neutrality.vote_call",
    family="neutrality",
    title=gettext_noop("Ajakan memilih"),
    looks_for=gettext_noop(
        "Ajakan memilih, mencoblos, mendukung, atau menolak calon, nomor urut, atau partai, juga "
        "bila disamarkan dengan angka, spasi, atau huruf tiruan. Ajakan yang terang wajib "
        "diperbaiki di semua tahapan; yang samar mengikuti tahapan."
    ),
    message=gettext_noop("Ajakan memilih tidak boleh keluar dari akun resmi."),
    basis=("skb-netralitas-2022", "pp-94-2021", "uu-10-2016-71"),
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
        Example("🅲🅾🅱🅻🅾🆂 nomor 2", says="huruf kotak"),
        Example("p\u200bil\u200bih no\u200bmor 2", says="huruf tak terlihat"),
        Example("ᴄᴏʙʟᴏꜱ nomer hiji", says="huruf kapital kecil"),
        "Pilih Kang Asep, pilih perubahan",
        "Ganti bupati, saatnya perubahan",
        "Warga kompak, coblos!",
        Example("Poster kegiatan", title="Menangkan satu putaran"),
    ),
    examples_miss=examples(
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
    ),
)
