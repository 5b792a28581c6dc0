"""An account number at a bank or in an e-wallet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.kernel.say import gettext, gettext_noop

_BANKS = (
    r"bca|bri|bni|btn|mandiri|bjb|bsi|seabank|sea bank|jago|permata|danamon|cimb|niaga|muamalat"
    r"|ocbc|panin"
    r"|bukopin|btpn|jenius|neobank|bpd|bjbs|simpedes"
)
_BANK = re.compile(
    rf"\b(?:no(?:mor|\.)?\s?rek(?:ening)?|rek(?:ening)?|norek|transfer|tf|{_BANKS}|bank|ovo|gopay"
    rf"|dana"
    r"|shopeepay|linkaja|briva|tabungan)\b[^\d\n]{0,70}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.,])(?P<number>\d(?>(?:[ .\-]{0,2}\d){8,16}))(?!\d)")
_THEN_BANK = re.compile(rf"\s?[(,/–-]?\s?(?:bank |di |ke )?(?:{_BANKS})\b", re.IGNORECASE)
_MOST = 100
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+")
_CURRENCY = re.compile(r"(?:rp|idr)\.?\s?$", re.IGNORECASE)
_PHONE = re.compile(r"(?:62|0)[ .\-]?8|(?:19|20)\d\d[ .\-]")
_OWNER = re.compile(r"\b(?:a\.?\s?n\.?|atas nama|milik|punya|pribadi|nama)\b", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:kas|rkud|rkd|pemkab|pemkot|pemda|pemdes|pemerintah|dinas|badan|bapenda|baznas|lazis\w*"
    r"|dkm"
    r"|masjid|musala|mushola|yayasan|panitia|pmi|bumdes\w*|koperasi|kelompok|lembaga"
    r"|bendahara (?:umum"
    r"|daerah|pengeluaran|penerimaan|desa|panitia)|sekolah|komite|rsud|pdam|perumda|upz"
    r"|karang taruna"
    r"|pt|cv|puskesmas|gereja|pura|posko|forum|paguyuban|satuan|virtual account|va|billing"
    r"|kode bayar"
    r"|briva)\b",
    re.IGNORECASE,
)
_NEAR, _REACH = 70, 84


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for match in _accounts(text.digits):
            number = match.group("number")
            before = text.digits[: match.start("number")][-4:]
            if _MONEY.fullmatch(number) or _CURRENCY.search(before) or _PHONE.match(number):
                continue
            owner = _owner(text, match)
            if owner != "body":
                soften = Severity.WEIGH if owner == "unknown" else None
                message = _ask() if owner == "unknown" else ""
                yield hit_at(
                    text, text.light, *match.span("number"), message=message, at_most=soften
                )


def _accounts(digits: str) -> Iterator[re.Match[str]]:
    """Numbers after the name of a bank, or right before it."""
    for match in islice(_NUMBER.finditer(digits), _MOST):
        before = digits[max(0, match.start() - _REACH) : match.start()]
        if _BANK.search(before) or _THEN_BANK.match(digits, match.end()):
            yield match


def _owner(text: Text, match: re.Match[str]) -> str:
    """Whose account it seems to be: ``person``, ``body`` or ``unknown``."""
    start, end = text.light.span(*match.span("number"))
    left, right = max(0, start - _NEAR), min(len(text.original), end + _NEAR)
    near = [p for p in text.persons if left <= p.start and p.end <= right]
    if any(not _BODY.search(person.name) for person in near):
        return "person"
    around = text.original[left:right]
    if _BODY.search(around):
        return "body"
    return "person" if _OWNER.search(around) else "unknown"


def _ask() -> str:
    return gettext(
        "Nomor rekening dalam unggahan sering dipalsukan. Pastikan milik lembaga, bukan perorangan."
    )


RULE = Rule(
    id="personal_data.bank",
    family="personal_data",
    title=gettext_noop("Nomor rekening"),
    looks_for=gettext_noop(
        "Sembilan sampai enam belas angka setelah nama bank atau kata rekening: "
        "wajib diperbaiki bila "
        "milik perorangan, ditimbang bila pemiliknya tidak jelas. Rekening lembaga dan kas daerah "
        "tidak dilaporkan."
    ),
    message=gettext_noop("Nomor rekening perorangan tidak untuk umum, dan rawan disalahgunakan."),
    suggestion=gettext_noop("Arahkan ke laman resmi yang memuat nomor rekening lembaga."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="penyelia",
    spares_terms=False,
    needs=(
        "rek",
        "transfer",
        "tf",
        "bca",
        "bri",
        "bni",
        "btn",
        "mandiri",
        "bjb",
        "bsi",
        "bank",
        "jago",
        "permata",
        "danamon",
        "cimb",
        "niaga",
        "muamalat",
        "ocbc",
        "panin",
        "bukopin",
        "btpn",
        "jenius",
        "bpd",
        "ovo",
        "gopay",
        "dana",
        "shopee",
        "linkaja",
        "simpedes",
        "tabungan",
    ),
    find=_find,
    examples_match=examples(
        "Donasi ke rekening BRI 0123 4567 8901 234",
        "no rek 1234567890 a.n. Asep",
        "BJB: 0012345678901",
        "Transfer ke Mandiri 131-00-1234567-8",
        "norek BSI 7123456789",
        "Bank BCA nomor 1234567890",
        "Iuran ke bendahara RW, Bu Yayuk, BRI 4127-01-008836-53-1",
        "Seabank 901234567890 atas nama Rudi",
    ),
    examples_miss=examples(
        "Bayar pajak lewat BJB, BRI, atau kantor pos.",
        "Transfer Rp1.250.000.000 dari pemerintah pusat",
        "Bank sampah buka Senin, 08.00-10.00",
        "Rekening listrik naik 10 persen",
        "Transfer daerah 2026: 1.250.000.000.000",
        "Bank Mandiri KCP buka 5 hari",
        "Dana desa Rp900.000.000 cair",
        Example("BJB 0012345678901 a.n. RKUD Kabupaten", says="kas daerah"),
        "Zakat lewat BSI 7123456789 atas nama Baznas",
    ),
)
