"""A mobile number that is not on the list of official numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Severity, Suggestion
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_typed
from kentongan.compliance.words.given_names import given_names, sure_names
from kentongan.compliance.words.numbers import MOBILE_LENGTH, Number, mobiles, phone_key
from kentongan.compliance.words.numerals import spoken_mobiles
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.tokens import around

_BEFORE, _AFTER = 80, 40
_SERVICE = re.compile(
    r"\b(?:call ?cent(?:er|re)|hotline|layanan|pelayanan|pengaduan|aduan|piket|posko|igd|ugd"
    r"|darurat"
    r"|ambulans?|kantor|resmi|sekretariat|humas|puskesmas|pkm|kecamatan|kelurahan|dinas|bpbd|pmi"
    r"|damkar|rsud|rs|klinik|samsat|disdukcapil|dukcapil|diskominfo|dinsos|dinkes|dishub|satpol"
    r"|bumdes|pdam|perumda|perpustakaan|balai|pemdes|uptd|unit|loket|admin|operator|petugas|satgas"
    r"|tim|narahubung|cp|contact person|panitia|pendaftaran|informasi|info center|pusat|sapa"
    r"|customer service|cs|bapenda|mpp|ppid|posyandu|sekolah|tata usaha|tu|koperasi|bank sampah"
    r"|terminal|pos|crisis cent(?:er|re)|chatbot|helpdesk|kontak kami|wa center|whatsapp center"
    r"|desa|pangaduan|palayanan|kacamatan|lapor\w*)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:sdri?|saudara|saudari|a\.\s?n\.?|atas nama|pelapor|ortu|orang tua|wali murid|milik"
    r"|punya|pribadi"
    r"|sopir\w*|suami\w*|istri\w*|pemilik\w*|penemu\w*|pemohon|ketua rt|ketua rw|pak rt|bu rt"
    r"|pak rw|bu rw"
    r"|nomor saya|nomer kula|nomor abdi|japri|jual|dijual|jasa|tukang|kontrakan|kos|penjual"
    r"|pengidap"
    r"|bendahara|bupati|camat|lurah|kades|kadus|kuwu|bhabin\w*|anggota)\b",
    re.IGNORECASE,
)
#: Money is asked for: no desk of the pemda does that by phone.
_MONEY = re.compile(
    r"\b(?:transfer|tf|dp|(?<!tanpa )(?<!bebas )(?<!dipungut )biaya"
    r"|bukti (?:bayar|transfer|kirim)|setor|dibayar|bayar dulu|pulsa"
    r"|hadiah|cair\w*"
    r"|pinjam\w*|jutaan|undian)\b",
    re.IGNORECASE,
)
#: Lines of the state that have no short number, as ``phone_key`` writes them.
_NATIONAL = frozenset({"08111129129"})
_CHAT = re.compile(r"(?:wa\.me|whatsapp\.com|t\.me)", re.IGNORECASE)
_STOP = re.compile(r"[.!?](?=\s)|\n\s*\n")


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for start, end, written, is_spelled in _numbers(text):
            key = phone_key(written)
            if key in _NATIONAL or key in case.facts.allowed_phones:
                continue
            # No desk spells its number.
            service = not is_spelled and _is_service(text, start, end)
            yield hit_typed(
                text,
                start,
                end,
                message=_service_message() if service else "",
                suggestion=_instead(case),
                at_most=Severity.WEIGH if service else None,
            )


def _numbers(text: Text) -> Iterator[tuple[int, int, str, bool]]:
    """Numbers as typed spans with their digits, and whether words say them."""
    for number in mobiles(text.digits) if text.longest_number >= MOBILE_LENGTH else ():
        if not _in_address(text, number):
            yield (*text.light.span(number.start, number.end), number.written, False)
    for run in text.spoken:
        for first, last, digits in spoken_mobiles(run):
            yield (*text.letters.span(first, last), digits, True)


def _in_address(text: Text, number: Number) -> bool:
    """Whether the digits are part of a link that is no chat."""
    link = around(text.light_links, number.start, number.end)
    return link is not None and not _CHAT.search(link.text)


def _is_service(text: Text, start: int, end: int) -> bool:
    """Whether the words around speak of a desk, and of no person and no money."""
    before = text.original[max(0, start - _BEFORE) : start]
    stops = [match.end() for match in _STOP.finditer(before)]
    before = before[stops[-1] :] if stops else before
    after = text.original[end : end + _AFTER]
    after = after[: stop.start()] if (stop := _STOP.search(after)) else after
    around = f"{before} {after}"
    left, right = start - len(before), end + len(after)
    return (
        _SERVICE.search(around) is not None
        and _PERSON.search(around) is None
        and _MONEY.search(text.original[max(0, start - 160) : end + _BEFORE]) is None
        and not _names_somebody(before, after)
        and not any(
            left <= person.start and person.end <= right and not (start <= person.start < end)
            for person in text.persons
        )
    )


def _names_somebody(before: str, after: str) -> bool:
    """``Dina 0812…`` and ``0812… (Dina)``: a given name beside the number."""
    beside = (_LAST_WORD.search(before), _FIRST_WORD.match(after))
    names = (word.group(1) for word in beside if word)
    return any(
        name in sure_names() if name.islower() else name.lower() in given_names() for name in names
    )


_LAST_WORD = re.compile(r"\b([A-Za-z][a-z]+)[\s:,(-]{1,3}$")
_FIRST_WORD = re.compile(r"[\s,(-]{1,3}([A-Za-z][a-z]+)\b")


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
        "Nomor ponsel Indonesia dalam segala cara tulis, juga dengan kata "
        "(Indonesia, Sunda, Jawa), "
        "emoji angka, dan huruf O sebagai nol. Tidak dilaporkan: nomor resmi unit, nomor pendek "
        "seperti 112 dan 119, dan telepon kabel."
    ),
    message=gettext_noop("Nomor ponsel perorangan tidak untuk umum tanpa persetujuan."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    needs=("8", "lapan", "wolu", "eight"),
    examples_match=examples(
        Example("Bapak Yayat 0819-0876-5521", says="terbaca seperti deretan awalan"),
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
        Example("Teh Lilis: kosong dalapan hiji dua, tilu tilu opat opat, lima lima genep genep"),
        Example("Nomor saya nol delapan dua belas, tiga tiga 44, dobel lima dobel enam"),
        "cp: rizal 089677120034 buat yang mau ikut",
        Example("Kontak panitia: nol delapan satu dua tiga empat lima enam tujuh delapan sembilan"),
        Example("Deni ⓿❽❶❸ ❷❷❹❶ ❾❺❼❸", says="angka lingkaran"),
        Example("Bu Tati 0812\n3344\n5566", says="terpisah baris"),
        "Pak Mamat, wa: 812 3344 5566",
        "Bisa dihubungi 08_12_3344_5566",
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
        "Sepuluh, sembilan, delapan, tujuh, enam, lima, empat, tiga, dua, satu, nol!",
        "Nomor urut 081 082 083 084 silakan masuk",
        "Nomor registrasi 081234567890",
        "Lapor kekerasan ke SAPA 129 atau WhatsApp 08111-129-129.",
    ),
)
