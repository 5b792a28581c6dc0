"""Portraits of officials and candidates, as told by the text about a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, MediaFact, Phase, Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.rule import Case, Example, Hit, Rule
from kentongan.compliance.words.partisan import (
    ELECTION_TIMES,
    STERN_BY_PHASE,
    found,
    refuses,
    sentence_hit,
)
from kentongan.compliance.words.politics import CANDIDATE, parts
from kentongan.compliance.words.vocabulary import HONORIFIC
from kentongan.kernel.say import gettext_noop

_OFFICE = (
    r"(?:wakil\s+(?:bupati|wali\s?kota|gubernur)|bupati|wabup|wali\s?kota|wawali\w*|gubernur"
    r"|wagub|kepala\s+daerah"
    r"|kepala\s+desa|kades|kuwu|petahana|pimpinan\s+daerah|anggota\s+(?:dprd?|dewan))"
)
_IMAGE = (
    r"(?:foto|potret|wajah|gambar|pasfoto|siluet|lukisan|karikatur|kartun|ilustrasi|figur|sosok"
    r"|senyum|bergambar"
    r"|berfoto|berwajah|menampilkan|memuat|memajang)"
)
_CARRIER = (
    r"(?:poster|baliho|spanduk|banner|kalender|pamflet|flyer|stiker|billboard|bingkai"
    r"|papan\s+reklame|kartu\s+ucapan|ucapan)"
)
_PORTRAIT = re.compile(
    rf"\b(?:{_IMAGE}|{_CARRIER})(?:\s+(?:resmi|besar|wajah|foto|gambar|potret|diri|close\s?up"
    rf"|bergambar|bersama|setengah"
    rf"\s+badan|pasangan|para|dari|ucapan|dengan|berisi|close-up|bapak|ibu|bunda|dua|kedua|sang"
    rf"|tersenyum|selamat)){{0,4}}"
    rf"\s+(?:{HONORIFIC}\s*){{0,2}}(?:{_OFFICE}|{CANDIDATE})\b(?!\s+(?:memimpin|menyerahkan"
    rf"|meninjau|membuka|berbicara"
    r"|menyapa|menanam|berdiri\s+di\s+podium))"
)
_BESIDE = re.compile(
    rf"\b{_OFFICE}\b[^.!?\n]{{0,40}}\b(?:tersenyum|berpeci|berkopiah|di\s+(?:sudut|pojok"
    rf"|kedua\s+sisi|sisi|latar)|berpose"
    r"|melambaikan|mengepalkan|berukuran\s+besar|setengah\s+badan|memandang\s+kamera"
    r"|menghadap\s+kamera)\b"
)
_GOODS = re.compile(
    r"\b(?:beras|sembako|paket|minyak|kaus|kaos|tas|mug|bungkus|kemasan|karung|susu|bantuan"
    r"|bingkisan|amplop)\b"
)
_LARGE = re.compile(r"\b(?:besar|raksasa|dengan\s+tulisan|bertuliskan|bertulisan|slogan)\b")
_NOT_LOCAL = re.compile(r"\b(?:presiden|pahlawan|mantan|masa\s+ke\s+masa|galeri|museum|almarhum)\b")

_PARTS: dict[re.Pattern[str], tuple[str, ...]] = {
    _PORTRAIT: parts(
        r"foto|potret|wajah|gambar|siluet|lukisan|karikatur|kartun|ilustrasi|figur|sosok|senyum"
        r"|menampilkan|memuat|memajang|poster|baliho|spanduk|banner|kalender|pamflet|flyer|stiker"
        r"|billboard|bingkai|reklame|kartu|ucapan"
    ),
}


def _find(case: Case) -> Iterator[Hit]:
    near = case.phase in ELECTION_TIMES
    for text in case.texts:
        in_picture = text.where.startswith("media")
        for pattern in (_PORTRAIT, _BESIDE):
            if pattern is _BESIDE and not in_picture:
                continue
            for match in found(text, pattern, _PARTS.get(pattern, ())):
                sentence = text.sentence(*match.span())
                if _NOT_LOCAL.search(sentence) or refuses(sentence):
                    continue
                gift = _GOODS.search(sentence) is not None
                if near or gift or (in_picture and _LARGE.search(sentence)):
                    cap = None if gift and near else Severity.WEIGH
                    yield sentence_hit(text, *match.span(), at_most=cap)


def _alt(alt: str, phase: Phase = Phase.CAMPAIGN) -> Example:
    return Example(
        "Jadwal pupuk pekan ini.", facts=Facts(phase=phase), media=(MediaFact(alt=alt),), says=alt
    )


_NEEDS = parts(
    r"bupati|wabup|wali|gubernur|wagub|kepala|kades|kuwu|petahana|calon|paslon|anggota|caleg"
    r"|pimpinan|cabup|cagub"
)

RULE = Rule(
    id="neutrality.portrait",
    family="neutrality",
    title=gettext_noop("Potret pejabat"),
    looks_for=gettext_noop(
        "Potret kepala daerah atau calon yang disebut dalam teks alternatif atau unggahan pada "
        "masa pemilihan, dan barang bantuan bergambar pejabat. Wajah dalam foto tidak dibaca"
        " mesin: "
        "lihat sendiri."
    ),
    message=gettext_noop(
        "Ada potret pejabat. Pada masa pemilihan, apakah pesan ini memerlukannya?"
    ),
    suggestion=gettext_noop("Ganti dengan gambar kegiatan, layanan, atau lambang daerah."),
    basis=("uu-10-2016-71", "skb-netralitas-2022"),
    severity=Severity.WEIGH,
    by_phase=STERN_BY_PHASE,
    passed_by="penyelia",
    needs=_NEEDS,
    find=guided(_find, "neutrality"),
    examples_match=(
        _alt("Poster jadwal pupuk dengan foto Bupati dan Wakil Bupati di kedua sisi"),
        _alt("Potret resmi Bupati berpeci"),
        _alt("Spanduk bazar bergambar wajah Gubernur"),
        _alt("Bupati tersenyum dan melambaikan tangan"),
        _alt("Spanduk wajah Bupati berukuran besar dengan tulisan Orang Baik", Phase.NORMAL),
        Example("Paket beras bergambar Bupati dibagikan.", facts=Facts(phase=Phase.CAMPAIGN)),
    ),
    examples_miss=(
        _alt("Bupati berbicara di podium dengan latar layar presentasi"),
        _alt("Potret ruang kecil dengan kursi dan tirai hijau"),
        _alt("Foto gedung kantor bupati dari depan".replace("bupati", "kecamatan")),
        _alt("Potret resmi Bupati", Phase.NORMAL),
        _alt("Warga mengantre di depan loket"),
        _alt("Lukisan pahlawan dan bupati pertama"),
    ),
)
