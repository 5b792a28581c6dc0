"""Somebody without a name whom neighbours would know all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Hit, Rule, examples, hit_typed
from kentongan.compliance.say import gettext_noop
from kentongan.compliance.words.persons import Kind
from kentongan.compliance.words.plight import MEDICAL, opened, tells_a_story

_PLACE = re.compile(
    r"\b(?:rt|rw)\.? ?\d{1,3}\b|\b(?:gang|gg|dukuh|dusun|kampung|kp|blok|lorong)\b\.? \w+"
    r"|\b(?:sdn?|smpn?|sman?|smkn?) (?:negeri )?\d+"
    r"|\b(?:sd|smp|sma|smk|mts|ma|mi|slb|pesantren)\b (?:\w+ )?(?:di jalan|jalan|satu-satunya|dekat"
    r"|sebelah|depan)\b"
    r"|\b(?:di|dekat|depan|belakang|samping|sebelah) (?:depan |belakang |samping )?(?:balai (?:desa"
    r"|warga|rw)|masjid|mushala|musala|pasar|pos ronda|kantor desa)\b"
)
_INITIAL = re.compile(
    r"\b(?:berinisial|inisial) [\"“']?[A-Z]{1,4}\b|\b[A-Z]{1,2} ?[,(] ?(?:1[0-7]|\d)\b(?: (?:th"
    r"|thn|tahun))?"
)
_KNOWN_BY = re.compile(
    r"\b(?:(?:keluarga|warga|janda|nenek|kakek|lansia|bapak|ibu|anak|pemuda"
    r"|pasangan) (?:\w+ ){0,2}di (?:ujung|pojok|belakang|samping|sebelah|depan)|satu-satunya"
    r"|hiji-hijina|siji-sijine|rumah(?:nya)? (?:\w+ )?(?:nempel|di (?:belakang|samping|sebelah"
    r"|depan|ujung)|dekat|sebelah|samping|depan|belakang|paling|persis)"
    r"|imahna (?:\w+ )?(?:gigireun|tukangeun|hareupeun|deukeut)|omahe (?:\w+ )?(?:sebelah|mburi"
    r"|ngarep|cedhak|wetan|kulon|lor|kidul)|(?:anak|istri|suami|cucu|menantu|adik|putra|putri"
    r"|ibu) (?:dari )?"
    r"(?:kepala|penjaga|tukang|penjual|pemilik|ketua|kader|guru|sopir|perangkat|bendahara|mantan"
    r"|pak|bu|modin|imam|marbot) ?\w*|yang (?:jualan|berjualan|biasa|setiap hari|tiap hari"
    r"|buka) \w+"
    r"|termiskin|paling miskin|pangmiskinna|paling mlarat|janda (?:penjual|tukang)"
    r"|ibunya,? (?:pelajar|siswi|seorang)|ayahnya,? (?:tukang|sopir|penjual|guru)"
    r"|orang tuanya (?:jualan|berjualan|tukang|penjual))"
)
_REACH, _BACK = 110, 120
_STOP = re.compile(r"[.!?]\s+(?=[A-Z“\"])|\n")


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        found = list(_candidates(text))
        if not found or tells_a_story(text):
            continue
        told = opened(*MEDICAL, "harm", "offence", "poor")
        spans = [text.letters.span(*match.span()) for match in told.find(text)]
        for start, end, left, right in found:
            if any(start - _BACK <= first < end for first, _ in spans):
                yield hit_typed(text, left, right)


def _candidates(text: Text) -> Iterator[tuple[int, int, int, int]]:
    """Sentences that describe somebody at a narrow place: their span, and that of the words."""
    if not text.has_typed(_PLACE):
        return
    for start, end, sentence in _sentences(text.original):
        low = sentence.lower()
        place = _PLACE.search(low)
        known = (_INITIAL.search(sentence) or _KNOWN_BY.search(low)) if place else None
        if place is None or known is None or abs(known.start() - place.start()) > _REACH:
            continue
        if any(start - _BACK <= p.start < end and p.kind is Kind.NAMED for p in text.persons):
            continue  # The person is named, and reported so.
        left, right = min(known.start(), place.start()), max(known.end(), place.end())
        yield start, end, start + left, start + right


def _sentences(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    for stop in _STOP.finditer(text):
        yield at, stop.end(), text[at : stop.end()]
        at = stop.end()
    yield at, len(text), text[at:]


RULE = Rule(
    id="vulnerable_persons.described",
    family="vulnerable_persons",
    title=gettext_noop("Dikenali tanpa nama"),
    looks_for=gettext_noop(
        "Inisial atau gambaran yang khas, bersama tempat yang sempit (RT, "
        "gang, kampung, sekolah) dan "
        "penyakit, kejadian, pelanggaran, atau kemiskinan."
    ),
    message=gettext_noop(
        "Tanpa nama pun tetangganya tahu siapa ini. Hapus inisial, tempat, atau cirinya."
    ),
    suggestion=gettext_noop("Cukup sebut desanya, misalnya “seorang warga Desa Sukamaju”."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=guided(_find, "vulnerable_persons"),
    needs=(
        "rt",
        "rw",
        "gang",
        "gg",
        "dukuh",
        "dusun",
        "kampung",
        "kp",
        "blok",
        "lorong",
        "sd",
        "smp",
        "sma",
        "smk",
    ),
    examples_match=examples(
        "Ibunya, pelajar SMK berinisial T dari RT 04 Kampung Tonggoh, sudah diamankan.",
        "Keluarga termiskin di RT 05, yang rumahnya nempel kandang sapi dekat jembatan.",
        "Satu-satunya pengidap HIV di RT 02 sudah mau minum obat.",
        "Korban pencabulan, anak penjual bakso di Gang Delima, kini didampingi.",
        "Tersangka tawuran RF, 17 tahun, ketua OSIS SMA di Jalan Kenari.",
        "Pelaku pencurian ternyata D, 13 tahun, anak penjaga sekolah SDN 3.",
        "Siswi berinisial R dari SMPN 2 hamil lima bulan.",
    ),
    examples_miss=examples(
        "Seorang anak perempuan berinisial S menjadi korban kekerasan. Kami "
        "tidak membagikan alamat.",
        "Seorang warga berinisial A positif DBD dan sudah dirawat.",
        "Tiga rumah di RT 05 terendam banjir.",
        "Satu-satunya posyandu di RT 02 buka setiap Rabu.",
        "Warga Gang Delima memasang ember daur ulang.",
        "Kisah Ibu T, penyintas kanker, ada di siniar kami.",
        "Fogging di RT 03 karena kasus DBD naik.",
    ),
)
