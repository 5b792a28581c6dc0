"""Hand signs of candidates, in words and as emoji."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity, Suggestion
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.say import gettext, gettext_noop
from kentongan.compliance.vocabulary import FORBIDS

_COUNT = r"(?:satu|dua|tiga|empat|lima|[1-5])"
_WORDS = re.compile(
    rf"\b(?:salam\s+{_COUNT}\s+jari|(?:pose|gaya|simbol|kode|acungkan|mengacungkan|tunjukkan)\s+"
    rf"(?:salam\s+)?{_COUNT}\s+jari|salam\s+(?:metal|jempol|telunjuk)|{_COUNT}\s+jari\s+(?:menang|untuk|bersama))\b"
    rf"|\bsalam\s+(?:dua|tiga|[1-5])\b(?=\s*(?:[!.,]|$))"
)
_SIGNS = re.compile(
    "[\u261d\u270c\U0001f91f\U0001f918\U0001faf0][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
)
_FINGERS = re.compile("[\U0001f44d\U0001f446\U0001f44c][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*")
_QUIET_TIMES = frozenset({Phase.NORMAL, Phase.AFTER})


def _find(case: Case) -> Iterator[Hit]:
    calm = case.phase in _QUIET_TIMES
    gone = Suggestion(gettext("Hapus, atau ganti dengan emoji lain."), "")
    for text in case.texts:
        for match in text.find(_WORDS):
            if not text.is_lesson and not FORBIDS.search(text.sentence(*match.span())):
                yield hit_at(text, text.letters, *match.span())
        if text.original.isascii() or text.is_lesson:
            continue
        # Emoji are looked for as typed: invisible selectors belong to them.
        for pattern, cap in ((_SIGNS, Severity.WEIGH), (_FINGERS, Severity.HINT)):
            if calm and pattern is _FINGERS:
                continue
            for match in pattern.finditer(text.original):
                yield Hit(
                    start=match.start(),
                    end=match.end(),
                    where=text.where,
                    message=gettext("Emoji jari dapat terbaca sebagai nomor atau salam calon."),
                    suggestion=gone,
                    at_most=Severity.HINT if calm else cap,
                    quote=match.group() if text.where.startswith("media:") else "",
                )


_CAMPAIGN = Facts(phase=Phase.CAMPAIGN)

RULE = Rule(
    id="neutrality.hand_sign",
    family="neutrality",
    title=gettext_noop("Simbol jari"),
    looks_for=gettext_noop(
        "Salam dan pose jari dalam kata, emoji jari. Emoji hanya saran di luar masa "
        "pemilihan. Foto "
        "tidak dibaca mesin: periksa sendiri pose tangan di dalamnya."
    ),
    message=gettext_noop("Salam jari dikenal sebagai tanda dukungan kepada calon."),
    suggestion=gettext_noop("Hapus sebutan salam jari."),
    basis=("bawaslu-simbol-tangan", "skb-netralitas-2022"),
    severity=Severity.WEIGH,
    by_phase={
        Phase.PRE_NOMINATION: Severity.MUST,
        Phase.CAMPAIGN: Severity.MUST,
        Phase.QUIET: Severity.MUST,
        Phase.POLLING: Severity.MUST,
    },
    passed_by="penyelia",
    find=_find,
    examples_match=examples(
        "Salam dua jari dari kami semua",
        "Pose satu jari bersama warga",
        "Salam 2 jari!",
        "Warga mengacungkan tiga jari",
        Example("Semangat pagi ✌️", says="emoji: saran di masa biasa"),
        Example("Mantap 👍", facts=_CAMPAIGN, says="jempol: saran di masa kampanye"),
        Example("Sukses ☝🏽 selalu", facts=_CAMPAIGN),
        "s a l a m  d u a  j a r i",
        "Salam dua!",
    ),
    examples_miss=examples(
        "Rekam sidik jari untuk KTP elektronik.",
        "Salam satu data, salam sehat.",
        "ASN dilarang berpose salam dua jari.",
        "Oleskan krim selebar dua jari.",
        Example("Terima kasih 👍", says="jempol di masa biasa"),
        "Lihat jadwal di bawah 👇 dan di atas 👆",
        "Cuci tangan, sela-sela lima jari digosok.",
        "Salam lima pilar STBM.",
        "Doa bersama 🙏 dan tepuk tangan 👏",
        "Salam tiga desa binaan.",
    ),
)
