"""Misleading news passed on by a civil servant."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples, hit_at
from kentongan.compliance.rules import hoax_marker_alarm, hoax_marker_chain, hoax_marker_hearsay
from kentongan.kernel.say import gettext_noop

_MARKERS = (hoax_marker_hearsay.RULE, hoax_marker_alarm.RULE, hoax_marker_chain.RULE)
_REACH = 160


def _find(case: Case) -> Iterator[Hit]:
    if case.draft.actor != "civil_servant":
        return
    text = case.text
    for marker in _MARKERS:
        for hit in marker.find(case):
            yield _around(text, hit)
            return


def _around(text: Text, hit: Hit) -> Hit:
    """The sentence of the marker with the one before it: what is claimed, and on whose word."""
    starts = text.letters.starts
    at = next((i for i, start in enumerate(starts) if start >= hit.start), len(starts) - 1)
    left, right = text.sentence_span(at, at + 1)
    if left:
        left = text.sentence_span(left - 1, left)[0]
    left, right = max(left, at - _REACH), min(right, at + _REACH)
    return hit_at(text, text.letters, left, right)


RULE = Rule(
    id="civil_service.news",
    family="civil_service",
    title=gettext_noop("Kabar menyesatkan dari pegawai"),
    looks_for=gettext_noop(
        "Kabar tanpa asal dan pesan berantai yang diteruskan dari akun pegawai: orang percaya "
        "karena ia bekerja di sana."
    ),
    message=gettext_noop(
        "Pegawai dilarang menyebarkan pemberitaan yang tidak dapat dipertanggungjawabkan."
    ),
    suggestion=gettext_noop("Hapus, atau tulis menurut pengumuman resmi dan sebut sumbernya."),
    basis=("skb-11-2019", "se-137-2018"),
    severity=Severity.WEIGH,
    find=_find,
    given=Given.SERVANT,
    passage=True,
    examples_match=examples(
        Example("Denger-denger gaji ke-13 dihapus.", actor="civil_servant"),
        Example("Semua honorer diangkat. Kata teman saya di pusat begitu.", actor="civil_servant"),
        Example("Info A1 dari orang dalam: kantor kita akan digabung.", actor="civil_servant"),
        Example("Vaksin ini membuat mandul, jangan mau.", actor="civil_servant"),
        Example("Viralkan! Bupati kabur.", actor="civil_servant"),
        Example("Dapat dari grup sebelah: SIM mati disita.", actor="civil_servant"),
    ),
    examples_miss=examples(
        "Denger-denger gaji ke-13 dihapus.",
        Example("Menurut BKN, seleksi dibuka Agustus.", actor="civil_servant"),
        Example("Kabar gaji dihapus itu hoaks.", actor="civil_servant"),
        Example("Trotoar putus, sebagai warga saya kecewa.", actor="civil_servant"),
        Example("Katanya kantor kami galak? Sini mampir.", actor="civil_servant"),
        Example("Bagikan senyum hari ini.", actor="civil_servant"),
    ),
)
