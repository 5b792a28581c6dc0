"""An account number at a bank or in an e-wallet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples, hit_at
from kentongan.compliance.say import gettext_noop

_BANK = re.compile(
    r"\b(?:no(?:mor|\.)?\s?rek(?:ening)?|rek(?:ening)?|norek|transfer|bca|bri|bni|btn|mandiri|bjb|bsi|bank"
    r"|ovo|gopay|shopeepay|linkaja)\b[^\d\n]{0,24}(?P<number>\d(?:[ .\-]?\d){8,15})(?!\d)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+")
_PHONE = re.compile(r"(?:62|0)[ .\-]?8|(?:19|20)\d\d")


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for match in _BANK.finditer(text.digits):
            number = match.group("number")
            is_money = _MONEY.fullmatch(number) or text.digits[: match.start("number")].endswith(
                ("Rp", "Rp ", "Rp.", "Rp. ", "rp", "rp ")
            )
            if not is_money and not _PHONE.match(number):
                yield hit_at(text, text.light, *match.span("number"))


RULE = Rule(
    id="personal_data.bank",
    family="personal_data",
    title=gettext_noop("Nomor rekening"),
    looks_for=gettext_noop(
        "Sembilan sampai enam belas angka setelah nama bank atau kata rekening."
    ),
    message=gettext_noop(
        "Nomor rekening dalam unggahan sering dipalsukan. Pastikan milik lembaga, bukan perorangan."
    ),
    suggestion=gettext_noop("Arahkan ke laman resmi yang memuat nomor rekening lembaga."),
    basis=("uu-27-2022",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    examples_match=examples(
        "Donasi ke rekening BRI 0123 4567 8901 234",
        "no rek 1234567890 a.n. Asep",
        "BJB: 0012345678901",
        "Transfer ke Mandiri 131-00-1234567-8",
        "norek BSI 7123456789",
        "Bank BCA nomor 1234567890",
    ),
    examples_miss=examples(
        "Bayar pajak lewat BJB, BRI, atau kantor pos.",
        "Transfer Rp1.250.000.000 dari pemerintah pusat",
        "Bank sampah buka Senin, 08.00-10.00",
        "Rekening listrik naik 10 persen",
        "Transfer daerah 2026: 1.250.000.000.000",
        "Bank Mandiri KCP buka 5 hari",
        "Dana desa Rp900.000.000 cair",
    ),
)
