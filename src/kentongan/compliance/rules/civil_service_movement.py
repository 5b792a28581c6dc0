"""Attributes, events and praise of banned movements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import both, is_negated, together, words
from kentongan.kernel.say import gettext_noop

_W = "state"
_MOVEMENT = Opened(rf"\b(?:eks |mantan )?{words(_W, 'movement')}\b")
_COMPANY = Opened(rf"\b{words(_W, 'attribute', 'joining', 'praise')}\b")
_HEROES = Opened(
    r"\b(?:mereka|beliau|dia|kami)\s+(?:itu\s+|adalah\s+)?(?:pahlawan|pejuang|syuhada"
    r"|mujahid)\w*,?\s+(?:dan\s+)?bukan\s+teroris"
    r"|\bpejuang\s+(?:daulah|khilafah|papua merdeka)\b[^\n]{0,60}?\b(?:pahlawan|syahid|mujahid"
    r"|donasi)"
    r"|\b(?:donasi|infak|sumbangan|galang dana)\b[^\n.]{0,40}?\b(?:pejuang|mujahid"
    r"|keluarga)\s+(?:daulah|khilafah|isis|jad)"
    r"|\bbendera\s+(?:bintang\s+)?perjuangan\s+kami\b|\bbendera\s+(?:papua merdeka|khilafah|daulah"
    r"|isis|hti|rms|opm|komunis)\b"
)
#: Reports, lessons, history, warnings.
_CONDEMNS = re.compile(
    rf"\b(?:{words(_W, 'condemns')}|1965|1966|g30s|tni|bnpt|fkub|kesbangpol|satgas|menyerang"
    rf"|menembak|penembakan"
    r"|menyerahkan diri|kembali ke (?:nkri|pangkuan)|serangan|teror|tewas|gugur|hukum|sidang|vonis"
    r"|putusan|napiter"
    r"|geruduk\w*|digeruduk|menghapus|dihapus|menurunkan|pemusnahan|memusnahkan|tolak|basmi)\b"
)
_WAR = re.compile(r"\b(?:pahlawan, bukan teroris|bukan teroris)\b")


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for match in _HEROES.find(text):
            if _WAR.search(match.group()) or not _is_report(text, *match.span()):
                yield hit_at(text, text.letters, *match.span())
        for one, other in together(text, _MOVEMENT, _COMPANY, reach=25):
            span = both(one, other)
            if not (
                is_negated(text, span[0]) or is_negated(text, other.start())
            ) and not _is_report(text, *span):
                yield hit_at(text, text.letters, *span)


def _is_report(text: Text, start: int, end: int) -> bool:
    return _CONDEMNS.search(text.sentence(start, end)) is not None


RULE = Rule(
    id="civil_service.movement",
    family="civil_service",
    title=gettext_noop("Gerakan terlarang"),
    looks_for=gettext_noop(
        "Atribut, kegiatan, dan pujian bagi organisasi dan gerakan yang dilarang atau dibubarkan. "
        "Pelajaran sejarah, peringatan, dan berita penindakan tidak dilaporkan."
    ),
    message=gettext_noop(
        "Atribut atau kegiatan gerakan terlarang tidak boleh ditampilkan, diikuti, atau dipuji."
    ),
    suggestion=gettext_noop("Hapus bagian ini beserta gambarnya."),
    basis=("skb-11-2019",),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=_find,
    opened_by=(_HEROES, _MOVEMENT),
    passage=True,
    examples_match=examples(
        "Undangan kajian bersama pengurus HTI, Ahad sore.",
        "Kaus palu arit keren, beli di pasar loak.",
        "Bendera bintang kejora sudah berkibar di depan rumah.",
        "Bangga pernah ikut FPI, semoga bangkit lagi.",
        "Yang mau gabung NII hubungi saya.",
        "Mereka pahlawan, bukan teroris.",
        Example("Swafoto.", media=(MediaFact(alt="Pegawai memakai topi palu arit"),)),
        Example("k4os p4lu 4rit ready", says="angka sebagai huruf"),
    ),
    examples_miss=examples(
        "Pelajaran sejarah: mengapa PKI dibubarkan pada 1966.",
        "Polisi menyita bendera HTI dari gudang.",
        "Ormas itu sudah dibubarkan. Bila ada yang mengajak bergabung, laporkan.",
        "Waspada, jangan ikut kajian NII.",
        "Anggota OPM menyerahkan diri kepada TNI.",
        "Bendera merah putih berkibar di depan rumah warga.",
        "Jad-jadwal kajian kitab di masjid agung.",
        "Palu, arit, dan cangkul hasil pandai besi dijual di pasar.",
    ),
)
