"""Public service praised as the gift of one person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity, Suggestion
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.say import gettext, gettext_noop
from kentongan.compliance.vocabulary import FORBIDS, HONORIFIC, OFFICE

_TITLED = rf"(?:{HONORIFIC}\s*){{0,3}}(?:{OFFICE}\b|beliau\b)"
_MERIT = (
    r"(?:kepemimpinan|jasa(?:-jasa)?|tangan\s+dingin|kiprah|kegigihan|kebaikan|kemurahan\s+hati)"
)
_THANKS_TO = re.compile(
    rf"\bberkat\s+{_MERIT}(?:\s+{_TITLED})?"
    rf"|\b(?:berkat|atas|karena)\s+(?:{_MERIT}|kerja\s+keras|perjuangan|komitmen)\s+{_TITLED}"
    rf"|\bberkat\s+{_TITLED}"
)
_IDOL = re.compile(
    rf"\b{OFFICE}\s+(?:kita\s+)?(?:yang\s+(?:sangat\s+|paling\s+)?)?(?:idola|tercinta|idaman|kesayangan"
    r"|kebanggaan|pujaan|panutan|terbaik|terhebat|merakyat|visioner|dambaan)\b"
    r"|\b(?:sosok\s+)?pemimpin\s+(?:yang\s+)?(?:idaman|dambaan|pilihan|merakyat|idola)\b"
    rf"|\blanjutkan\s+(?:kepemimpinan|perjuangan|pengabdian)\s+{_TITLED}"
)
_GIFT = re.compile(
    rf"(?<!mohon )(?<!minta )\b(?:bantuan|sembako|hadiah|kado|pemberian"
    rf"|santunan)\s+(?:langsung\s+|pribadi\s+)?dari\s+"
    rf"(?:{HONORIFIC}\s*){{1,3}}{OFFICE}\b"
)
_UNDER = re.compile(rf"\b(?:di\s*bawah|dalam)\s+kepemimpinan\s+{_TITLED}")
_THANKING = re.compile(
    rf"\b(?:terima\s*kasih|makasih|hatur\s+nuhun|matur\s+nuwun)\s+(?:banyak\s+)?(?:kepada\s+)?(?:{HONORIFIC}\s*){{1,3}}{OFFICE}\b"
)
_AWARD = re.compile(r"\b(?:penghargaan|award|anugerah|kategori|menobatkan|meraih|lomba)\b")
#: Every pattern above needs one of these.
_HINTS = (
    "berkat", "beliau", "pemimpin", "presiden", "gubernur", "bupati", "wali", "kepala", "kades",
    "camat", "lurah", "wagub", "wabup", "wawal", "kuwu", "sekda", "wapres",
)  # fmt: skip
_CALM = frozenset({Phase.NORMAL, Phase.AFTER})


def _find(case: Case) -> Iterator[Hit]:
    soft = Severity.HINT if case.phase in _CALM else Severity.WEIGH
    for text in case.texts:
        if not text.has_any(_HINTS):
            continue
        for pattern in (_THANKS_TO, _IDOL, _GIFT, _UNDER, _THANKING):
            for match in text.find(pattern):
                sentence = text.sentence(*match.span())
                if FORBIDS.search(sentence):
                    continue
                award = pattern is _IDOL and _AWARD.search(sentence)
                mild = pattern in (_UNDER, _THANKING) or award
                yield hit_at(
                    text,
                    text.letters,
                    *match.span(),
                    suggestion=_instead(text.original, text.letters.span(*match.span()), pattern),
                    at_most=soft if mild else None,
                )


def _instead(typed: str, span: tuple[int, int], pattern: re.Pattern[str]) -> Suggestion | None:
    if pattern is not _THANKS_TO:
        return None
    capital = typed[span[0] : span[0] + 1].isupper()
    words = gettext("berkat kerja bersama")
    return Suggestion(
        gettext("Sebut kerja lembaga dan warga."), words.capitalize() if capital else words
    )


_CAMPAIGN = Facts(phase=Phase.CAMPAIGN)

RULE = Rule(
    id="neutrality.personal_cult",
    family="neutrality",
    title=gettext_noop("Jasa satu orang"),
    looks_for=gettext_noop(
        "Layanan dan program yang disebut sebagai jasa pribadi pejabat: “berkat kepemimpinan Bapak "
        "…”, “bupati idaman”, “bantuan dari Bapak Bupati”. Ucapan terima kasih kepada pejabat "
        "hanya "
        "saran di luar masa pemilihan."
    ),
    message=gettext_noop(
        "Program dibiayai anggaran bersama; memujinya sebagai jasa satu orang dapat "
        "menguntungkan calon."
    ),
    suggestion=gettext_noop("Sebut lembaga, anggaran, dan warga yang mengerjakan."),
    basis=("uu-10-2016-71", "skb-netralitas-2022"),
    severity=Severity.WEIGH,
    by_phase={
        Phase.PRE_NOMINATION: Severity.MUST,
        Phase.CAMPAIGN: Severity.MUST,
        Phase.QUIET: Severity.MUST,
        Phase.POLLING: Severity.MUST,
    },
    passed_by="bagian_hukum",
    find=_find,
    examples_match=examples(
        "Stunting turun berkat kepemimpinan Bapak Bupati.",
        "Jalan mulus atas jasa Bupati Dadang.",
        "Bupati idaman kita semua hadir di sini",
        "Warga menerima bantuan dari Bapak Gubernur",
        "Di bawah kepemimpinan Bupati, desa maju",
        Example("Terima kasih Pak Bupati atas jembatannya", facts=_CAMPAIGN),
        "Berkat tangan dingin beliau, pasar ramai kembali.",
        Example("b3rk4t k3pemimpinan Bapak Wali Kota", says="angka sebagai huruf"),
        "Pemimpin dambaan rakyat telah tiba",
    ),
    examples_miss=examples(
        "Berkat kerja keras kader posyandu, cakupan imunisasi naik.",
        "Bupati membuka pameran UMKM di alun-alun.",
        "Atas perhatian Bapak/Ibu, kami ucapkan terima kasih.",
        "Berkat gotong royong warga, saluran air bersih kembali.",
        "Terima kasih kepada relawan dan petugas.",
        "Jasa para pahlawan kita kenang.",
        "Bantuan dari pemerintah pusat tiba di gudang.",
        "Pelatihan kepemimpinan bagi perangkat desa.",
        "Jasa raharja dan jasa pengiriman libur.",
        "Kunjungan kerja Gubernur ke puskesmas.",
        "Berkat doa Bapak dan Ibu semua, kafilah juara.",
    ),
)
