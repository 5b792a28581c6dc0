"""Hand signs of candidates, in words and as emoji."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kentongan.compliance.draft import Facts, MediaFact, Phase, Severity, Suggestion
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.compliance.words.partisan import STERN_BY_PHASE, found, refuses, sentence_hit
from kentongan.compliance.words.politics import parts
from kentongan.compliance.words.vocabulary import FORBIDS
from kentongan.kernel.say import gettext, gettext_noop

_COUNT = r"(?:satu|dua|tiga|empat|lima|loro|telu|siji|hiji|tilu|[1-5])"
_FINGERS_WORD = r"(?:jari|jempol|telunjuk|kelingking|driji|ramo)"
_RAISE = (
    r"(?:acungkan|mengacungkan|ngacungkeun|ngacungake|acung|acungan|angkat|mengangkat|diangkat"
    r"|tunjukkan|menunjukkan|pamer"
    r"|memamerkan|kode|simbol|pose|gaya|berpose|bergaya|membentuk|berfoto\s+dengan|foto\s+dengan"
    r"|isyarat|tanda)"
)
_SALUTE = re.compile(
    rf"\bsalam\s+{_COUNT}\s+jari\b|\bsalam\s+(?:metal|jempol|telunjuk|kepal|jari|komando\s+jari)\b"
    rf"|\b{_COUNT}\s+jari\s+(?:menang|untuk|bersama|buat|di\s+udara|ke\s+atas|dulu)\b"
    r"|\bsalam\s+(?:dua|tiga|[1-5])\b(?=\s*(?:[!.,]|$))"
)
_POSE = re.compile(
    rf"\b{_RAISE}\s+(?:\w+\s+){{0,2}}?(?:salam\s+)?(?:{_COUNT}\s+{_FINGERS_WORD}"
    rf"|jempol(?:\s+dan\s+telunjuk)?|telunjuk(?:\s+dan\s+\w+)?"
    rf"|ibu\s+jari|metal|jari\s+(?:telunjuk|tengah|manis|kelingking|{_COUNT}))\b"
    rf"|\b(?:jempol|telunjuk|{_COUNT}\s+jari)(?:\s+dan\s+(?:telunjuk|jempol"
    rf"|kelingking))?(?:\s+(?:kompak|bareng|serempak|ramai-ramai|sama-sama|pun|ikut|tetap))?"
    r"\s+(?:diangkat|diacungkan|ke\s+atas|terangkat|teracung|bersama)\b"
)
_ASKS = re.compile(
    r"\b(?:biar|dukungan|dukung\w*|paslon|calon|nomor|menang\w*|kalau\s+setuju|lanjut|ayo|yuk"
    r"|mari|ya\s+bapak|kompak|kode\s+keras|pendopo|tanda\s+\w+\s+siap)\b"
)
_MEASURE = re.compile(
    r"\b(?:ijazah|cap|sidik|meterai|lebar|pusar|mengukur|ukur|krim|salep|oles\w*|nadi|denyut|luka"
    r"|kompres|menghitung|berhitung|sela|bengkak"
    r"|kaki|cuci|dicuci|pergelangan|tusuk|pijat|kartun|gambar\s+tangan|peraga|bahasa\s+isyarat"
    r"|pramuka|senam\s+otak|sabuk|kulit|rekam)\b"
)
_SIGNS = re.compile(
    "(?:[\u261d\u270c\U0001f91f\U0001f918\U0001faf0\U0001f919\U0001f596\U0001faf5][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*)+"
)
_FINGERS = re.compile(
    "(?:[\U0001f44d\U0001f446\U0001f44c\U0001faf3][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*)+"
)
#: An emoji that is said to mean something.
_SAID = re.compile(
    r"\b(?:pokoknya|pokoke|tahu\s+artinya|paham\s+kan|kode|untuk\s+(?:perubahan"
    r"|kemenangan|bupati)|pilih\w*|coblos|menang|tps|rabu|satu\s+tujuan)\b"
)
_PARTS = parts(r"jari|jempol|telunjuk|kelingking|driji|ramo|salam|metal")
_ALL = (
    "\u261d\u270c\U0001f91f\U0001f918\U0001faf0"
    "\U0001f919\U0001f596\U0001faf5\U0001f44d\U0001f446\U0001f44c\U0001faf3"
)
_POINTS = re.compile(r"\b(?:atas|tautan|link|klik|lihat|cek|baca|geser|gambar|swipe|poster)\b")
_MOST = 200
_CALM = frozenset({Phase.NORMAL, Phase.AFTER})


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        if text.has_any(_PARTS):
            yield from _words(case, text)
        signs = not text.original.isascii() and any(sign in text.original for sign in _ALL)
        if signs and not text.is_lesson:
            yield from _emoji(case, text)


def _words(case: Case, text: Text) -> Iterator[Hit]:
    for pattern in (_SALUTE, _POSE):
        for match in found(text, pattern):
            sentence = text.sentence(*match.span())
            if text.is_lesson or FORBIDS.search(sentence) or refuses(sentence):
                continue
            if _MEASURE.search(sentence):
                continue
            if pattern is _SALUTE or _ASKS.search(sentence):
                yield sentence_hit(text, *match.span())
            elif case.phase not in _CALM or text.where == "text":
                yield sentence_hit(text, *match.span(), at_most=Severity.WEIGH)


def _emoji(case: Case, text: Text) -> Iterator[Hit]:
    """Emoji are looked for as typed: invisible selectors belong to them."""
    if case.phase in _CALM:
        return
    gone = Suggestion(gettext("Hapus, atau ganti dengan emoji lain."), "")
    for pattern in (_SIGNS, _FINGERS):
        for match in islice(pattern.finditer(text.original), _MOST):
            if pattern is _FINGERS and _POINTS.search(
                text.original[max(0, match.start() - 40) : match.end() + 40].lower()
            ):
                continue
            said = _SAID.search(
                text.original[max(0, match.start() - 60) : match.end() + 60].lower()
            )
            if pattern is _FINGERS and not said:
                continue
            yield Hit(
                start=match.start(),
                end=match.end(),
                where=text.where,
                message=gettext("Emoji jari dapat terbaca sebagai nomor atau salam calon."),
                suggestion=gone,
                at_most=None if said and pattern is _SIGNS else Severity.WEIGH,
                quote=match.group() if text.where not in ("text", "title") else "",
            )


_CAMPAIGN = Facts(phase=Phase.CAMPAIGN)

RULE = Rule(
    id="neutrality.hand_sign",
    family="neutrality",
    title=gettext_noop("Simbol jari"),
    looks_for=gettext_noop(
        "Salam dan pose jari dalam kata; menjelang pemilihan juga emoji jari. "
        "Foto tidak dibaca mesin: periksa sendiri pose tangan di dalamnya."
    ),
    message=gettext_noop("Salam jari dikenal sebagai tanda dukungan kepada calon."),
    suggestion=gettext_noop("Hapus sebutan salam jari."),
    basis=("bawaslu-simbol-tangan", "skb-netralitas-2022"),
    severity=Severity.WEIGH,
    by_phase=STERN_BY_PHASE,
    passed_by="penyelia",
    find=guided(_find, "neutrality"),
    needs=_PARTS,
    also=Given.MARKS,
    passage=True,
    examples_match=examples(
        "Salam dua jari dari kami semua",
        "Pose satu jari bersama warga",
        "Salam 2 jari!",
        "Warga mengacungkan tiga jari",
        "Jempol dan telunjuk diangkat ya, biar kompak",
        "Foto bareng, jempol dan telunjuk kompak diangkat",
        Example("Sukses ☝🏽 selalu", facts=_CAMPAIGN),
        Example("Piket malam 🖖", facts=_CAMPAIGN),
        Example("Foto tim.", media=(MediaFact("Petugas berpose dua jari"),), facts=_CAMPAIGN),
        "s a l a m  d u a  j a r i",
        "Salam dua!",
    ),
    examples_miss=examples(
        "Rekam sidik jari untuk KTP elektronik.",
        "Salam satu data, salam sehat.",
        "ASN dilarang berpose salam dua jari.",
        "Oleskan krim selebar dua jari.",
        Example("Semangat pagi ✌️", says="emoji di masa biasa"),
        Example("Terima kasih 👍", facts=_CAMPAIGN, says="jempol"),
        "Lihat jadwal di bawah 👇 dan di atas 👆",
        "Cuci tangan, sela-sela lima jari digosok.",
        "Salam lima pilar STBM.",
        "Doa bersama 🙏 dan tepuk tangan 👏",
        "Salam tiga desa binaan.",
        Example("Cap tiga jari ijazah di ruang tata usaha.", facts=_CAMPAIGN),
        Example("Jempol kaki bengkak? Periksa ke poli umum.", facts=_CAMPAIGN),
        Example("Pose bebas, asal bukan jari ya.", facts=_CAMPAIGN),
    ),
)
