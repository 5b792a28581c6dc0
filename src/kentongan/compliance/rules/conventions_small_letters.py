"""Names, abbreviations and beginnings of sentences in small letters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.typed import at_marks, at_words, before
from kentongan.kernel.say import gettext_noop
from kentongan.language.tokens import ABBREVIATIONS, TRAILING

_NAMES = {
    name: name.capitalize()
    for name in (
        "indonesia pancasila ramadan idulfitri iduladha muharam nyepi waisak imlek islam hindu"
        " buddha"
        " katolik kristen konghucu jakarta bandung surabaya yogyakarta sumatra kalimantan"
        " sulawesi papua"
        " instagram facebook"
    ).split()
} | {
    "whatsapp": "WhatsApp", "youtube": "YouTube", "tiktok": "TikTok", "bumdes": "BUMDes",
    "apbdes": "APBDes",
}  # fmt: skip
_INITIALS = {
    name: name.upper()
    for name in (
        "ktp bpjs pbb stnk bpkb umkm pkk paud npwp asn pns pppk apbd dprd rsud bpbd sppt nib"
        " sktm smp sma"
        " smk sdn bpd pkh blt tps hiv tbc bansos skck pln pdam gps nisn"
    ).split()
    if name != "bansos"
}
_RIGHT = _NAMES | _INITIALS | {"anda": "Anda"}
_WRONG = frozenset(_RIGHT)
_WORD = re.compile(r"[a-z]+(?![\w@/-]|\.\w)")
_START = re.compile(r"\. (?P<start>[a-z]{2,20})\b(?![./@:-])")
_BEFORE = re.compile(r"([a-z]{4,})$")


def _find(case: Case) -> Iterable[Hit]:
    words = at_words(case, _WRONG, _WORD, lambda match: _RIGHT.get(match.group()))
    return words + at_marks(case, _START, _start)


def _start(match: re.Match[str]) -> str | None:
    said = _BEFORE.search(before(match.string, match.start(), 24))
    if said is None or said[1] in ABBREVIATIONS or said[1] in TRAILING:
        return None
    return f". {match['start'].capitalize()}"


RULE = Rule(
    id="conventions.small_letters",
    family="conventions",
    title=gettext_noop("Huruf kecil di awal nama atau kalimat"),
    looks_for=gettext_noop(
        "Nama dan singkatan yang ditulis dengan huruf kecil (ktp, bpjs, indonesia), kata “Anda”, "
        "dan kalimat yang tidak berawal huruf kapital."
    ),
    message=gettext_noop("Nama, singkatan, dan awal kalimat ditulis dengan huruf kapital."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    find=_find,
    examples_match=examples(
        "Bawa ktp dan kartu keluarga.",
        "Peserta bpjs dilayani di loket 2.",
        "Bayar pbb sebelum jatuh tempo.",
        "Bangga berbahasa indonesia.",
        "Selamat menyambut ramadan.",
        "Loket tutup lebih awal. warga dapat kembali besok.",
        "Petugas akan menghubungi anda.",
        "Ikuti kami di instagram dan facebook.",
    ),
    examples_miss=examples(
        "Bawa KTP dan kartu keluarga.",
        "Ikuti @bpjs_gemareka dan #ktp",
        "Surel ktp@contoh.go.id atau https://ktp.contoh.go.id",
        "Hubungi dr. rina di poli umum.",
        "Beras, gula, dll. tersedia di bazar.",
        "Asih, asuh, dan asah dalam keluarga.",
        "Kata warga, “ktp saya kapan jadi”.",
    ),
)
