"""A NIK: sixteen digits of place, date of birth and number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity, Suggestion
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.numbers import NIK_LENGTH, digits_of, is_nik, masked, sixteens
from kentongan.compliance.words.numerals import spoken_sixteens
from kentongan.kernel.say import gettext, gettext_noop

_KEEP = 4


_NAMED = re.compile(r"\b(?:nik|ktp)\b[^.!?\d]{0,40}$", re.IGNORECASE)
#: Numbers nobody has, for examples.
_MADE_UP = re.compile(r"(\d)\1{15}|1234567890123456|0123456789012345|(\d\d)\2{7}|(\d{4})\3{3}")


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for match in sixteens(text.digits) if text.longest_number >= NIK_LENGTH else ():
            start, end = text.light.span(*match.span())
            if _is_one(text, match) and not text.in_link(start, end):
                hidden = Suggestion(gettext("Samarkan nomornya."), masked(match.group(), _KEEP))
                yield hit_at(text, text.light, *match.span(), suggestion=hidden)
        for run in text.spoken:
            for first, last, digits in spoken_sixteens(run):
                if is_nik(digits):
                    gone = Suggestion(gettext("Hapus nomornya."), "")
                    yield hit_at(text, text.letters, first, last, suggestion=gone)


def _is_one(text: Text, match: re.Match[str]) -> bool:
    digits = digits_of(match.group())
    if is_nik(digits):
        return True
    before = text.digits[max(0, match.start() - 48) : match.start()]
    return _NAMED.search(before) is not None and not _MADE_UP.fullmatch(digits)


RULE = Rule(
    id="personal_data.nik",
    family="personal_data",
    title=gettext_noop("NIK"),
    looks_for=gettext_noop(
        "Enam belas angka dengan susunan NIK: wilayah, tanggal lahir (perempuan: tanggal + "
        "40), nomor "
        "urut; juga bila dipisah tanda apa pun, ditulis dengan kata atau "
        "emoji. Nomor KK bersusunan "
        "sama."
    ),
    message=gettext_noop("NIK atau nomor KK seseorang tidak boleh tampil untuk umum."),
    basis=("uu-27-2022", "uu-14-2008"),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    spares_terms=False,
    find=_find,
    needs=(*"0123456789", "tiga", "tilu", "telu", "satu", "hiji", "siji", "empat", "opat", "papat"),
    examples_match=examples(
        "NIK 3210011203850001 atas nama Asep sudah terdaftar.",
        Example("Penerima: Siti, 3210014511920003.", says="perempuan: tanggal lahir 05 + 40"),
        "NIK: 3210 0112 0385 0001",
        "3210.0112.0385.0001",
        "NIK 32-10-01-120385-0001",
        Example("3\u200b2\u200b1\u200b0011203850001", says="angka disela huruf tak terlihat"),
        Example("３２１００１１２０３８５０００１", says="angka lebar"),
        Example("NIK 321OO112O385OOO1", says="huruf O sebagai nol"),
        Example("3 2 1 0 0 1 1 2 0 3 8 5 0 0 0 1", says="angka berspasi"),
        "Data 2026 3210 0112 0385 0001 sudah masuk",
        "3210011203850001 3210014511920003",
        "NIK-nya 3210/0112/0385/0001 sudah masuk",
        "3210_0145_1192_0003",
        Example("NIK Bu Eha 32100145\n11920003", says="terpisah baris"),
        Example(
            "tiga dua satu nol, nol satu satu dua, nol tiga delapan lima, nol nol nol satu",
            says="dengan kata",
        ),
        Example(
            "KTP ditemukan, silakan ambil di kantor.",
            media=(MediaFact(alt="KTP di meja", seen_text="NIK : 3210011203850001"),),
            says="terbaca di gambar",
        ),
        Example("Daftar penerima.", media=(MediaFact(alt="KTP Asep, NIK 3210011203850001"),)),
    ),
    examples_miss=examples(
        Example("3210••••••••••••", says="sudah disamarkan"),
        Example("Anggaran Rp1.234.567.890.123.456", says="jumlah uang"),
        Example("Tahun 2021 2022 2023 2024 berturut-turut", says="deretan tahun"),
        Example("ID pelanggan 9910011203850001", says="kode provinsi 99 tidak ada"),
        Example("Kode 3210013203850001", says="tanggal 32 tidak ada"),
        Example("Kode 3210011213850001", says="bulan 13 tidak ada"),
        "NIK terdiri atas 16 digit. Jangan pernah membagikannya.",
        Example("Senin 08.00-10.00 dan 13.00-15.00, Jumat 08.00-11.00", says="jam layanan"),
        "NIP 198503122010011002",
        "https://contoh.go.id/berkas/3210011203850001",
        "VA 88 3210 0112 0385 00015",
        Example("Kode bayar 3210 0112 0385 0001 berlaku 24 jam", says="disebut kode bayar"),
        Example("Contoh: NIK 1234567890123456", says="angka contoh"),
    ),
)
