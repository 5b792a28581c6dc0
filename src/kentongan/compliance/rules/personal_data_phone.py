"""A mobile number that is not on the list of official numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Severity, Suggestion
from kentongan.compliance.numbers import mobiles, phone_key
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.say import gettext, gettext_noop
from kentongan.compliance.text import Text

_BEFORE, _AFTER = 60, 40
_SERVICE = re.compile(
    r"\b(?:call ?cent(?:er|re)|hotline|layanan|pengaduan|aduan|piket|posko|igd|ugd|darurat"
    r"|ambulans?"
    r"|kantor|resmi|sekretariat|humas|puskesmas|kecamatan|kelurahan|dinas|bpbd|pmi|damkar|rsud|samsat"
    r"|disdukcapil|dukcapil|diskominfo|satpol|bumdes|pdam|perumda)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:bapak|pak|ibu|bu|sdri?|saudara|saudari|kang|teh|mas|mbak|an|a\.n|atas nama|warga|korban"
    r"|pasien|pelapor|ortu|orang tua|wali|milik|bunda|kader|ketua rt|rt)\b",
    re.IGNORECASE,
)
_CHAT = re.compile(r"(?:wa\.me|whatsapp\.com|t\.me)", re.IGNORECASE)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for match in mobiles(text.digits):
            if phone_key(match.group()) in case.facts.allowed_phones or _in_address(text, match):
                continue
            service = _is_service(text.light.text, match)
            yield hit_at(
                text,
                text.light,
                *match.span(),
                message=_service_message() if service else "",
                suggestion=_instead(case),
                at_most=Severity.WEIGH if service else None,
            )


def _in_address(text: Text, match: re.Match[str]) -> bool:
    """Whether the digits are part of a link that is no chat."""
    for link in text.light_links:
        if link.start <= match.start() and match.end() <= link.end:
            return not _CHAT.search(link.text)
    return False


def _is_service(text: str, match: re.Match[str]) -> bool:
    """Whether the words around speak of a desk and of no person."""
    around = text[max(0, match.start() - _BEFORE) : match.end() + _AFTER]
    return _SERVICE.search(around) is not None and _PERSON.search(around) is None


def _service_message() -> str:
    return gettext(
        "Nomor ini belum tercatat sebagai nomor resmi. Pastikan bukan nomor pribadi, lalu minta "
        "pembina mencatatnya di Pengecualian."
    )


def _instead(case: Case) -> Suggestion:
    number = case.facts.office_phone
    if number:
        return Suggestion(gettext("Pakai nomor resmi unit."), number)
    return Suggestion(gettext("Pakai nomor layanan resmi."), gettext("nomor layanan resmi kami"))


_OFFICE = Facts(allowed_phones=frozenset({"081233445566"}))

RULE = Rule(
    id="personal_data.phone",
    family="personal_data",
    title=gettext_noop("Nomor ponsel"),
    looks_for=gettext_noop(
        "Nomor ponsel Indonesia dalam segala cara tulis. Tidak dilaporkan: nomor resmi unit, nomor "
        "pendek seperti 112 dan 119, dan telepon kabel."
    ),
    message=gettext_noop("Nomor ponsel perorangan tidak untuk umum tanpa persetujuan."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    examples_match=examples(
        "Hubungi Bu Ai, 0812-3344-5566",
        "Daftar lewat Pak RT 081233445566",
        "WA +62 812 3344 5566",
        "Pelapor: 62812 3344 5566",
        "0812.3344.5566 (Asep)",
        "Info: wa.me/6281233445566",
        Example("0\u200b812\u200b3344\u200b5566", says="disela huruf tak terlihat"),
        Example("O812-33O4-5566", says="huruf O sebagai nol"),
        Example("0 8 1 2 3 3 4 4 5 5 6 6", says="angka berspasi"),
        "(0812) 3344-5566",
        Example("Pengaduan dinas: 0812-9999-0000", says="nomor layanan yang belum tercatat"),
        "Hp 085712345678",
    ),
    examples_miss=examples(
        Example("Hubungi 0812-3344-5566", facts=_OFFICE, says="nomor resmi unit"),
        Example("wa.me/6281233445566", facts=_OFFICE, says="tautan ke nomor resmi"),
        "Darurat? Hubungi 112, ambulans 119, pemadam 113.",
        "Call center 1500-567, PLN 123, SP4N-LAPOR! 1708",
        "Telepon kantor (0233) 281234",
        "Anggaran Rp62.812.345.678 untuk jalan desa",
        "Buka 08.15 - 09.30 10.15 - 11.00 setiap hari",
        "Periode 08-12-2024 s.d. 10-12-2024",
        "Surat nomor 0812/345/Kec/2026",
        "0812••••5566",
        "https://contoh.go.id/berita/081233445566",
        "Kurs 0.81234567890",
    ),
)
