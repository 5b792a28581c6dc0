"""Sixteen digits that are neither NIK nor named: a card, a KK, a tax number."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.numbers import NIK_LENGTH, digits_of, is_nik, masked, sixteens
from kentongan.kernel.say import gettext, gettext_noop

_KEEP = 4


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for match in sixteens(text.digits) if text.longest_number >= NIK_LENGTH else ():
            start, end = text.light.span(*match.span())
            if not is_nik(digits_of(match.group())) and not text.in_link(start, end):
                hidden = Suggestion(gettext("Samarkan nomornya."), masked(match.group(), _KEEP))
                yield hit_at(text, text.light, *match.span(), suggestion=hidden)


RULE = Rule(
    id="personal_data.digits16",
    family="personal_data",
    title=gettext_noop("Nomor 16 angka"),
    looks_for=gettext_noop(
        "Enam belas angka yang bukan NIK: mungkin nomor KK, NPWP, kartu bank, atau kartu bantuan."
    ),
    message=gettext_noop(
        "Nomor 16 angka biasanya milik seseorang: KK, NPWP, atau kartu. Pastikan boleh tampil."
    ),
    basis=("uu-27-2022",),
    severity=Severity.WEIGH,
    spares_terms=False,
    find=_find,
    needs=tuple("0123456789"),
    examples_match=examples(
        "Kartu 6013 0112 9985 0001 hilang di pasar.",
        "Nomor peserta 9910011203850001",
        "Kartu anggota 5432-1098-7654-3210 tertukar",
        "4000123412341234",
        "Kode kartu 5000.1234.5678.9999",
        "Temuan kartu 6019 9999 8888 7777 di halte",
    ),
    examples_miss=examples(
        "NIK 3210011203850001",
        "Anggaran Rp1.234.567.890.123.456",
        "Tahun 2021 2022 2023 2024",
        "Hubungi 0812-3456-7890",
        "NIP 198503122010011002",
        "Resi https://contoh.go.id/lacak/9910011203850001",
        "Jam 08.00-10.00 12.00-14.00 15.00-17.00",
        "Koordinat -6.836421, 108.227735",
        Example("Nomor resi 2026071400882217", says="nomor berkas, bukan orang"),
        "Nomor Transaksi 9003 2026 0811 0457 tercetak di bawah kode QR",
    ),
)
