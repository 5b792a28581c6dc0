"""Somebody without a name whom neighbours would know all the same. Offsets are typed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kentongan.compliance.reading.text import Text
from kentongan.compliance.words.persons import Kind
from kentongan.compliance.words.plight import opened, tells_a_story

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


@dataclass(frozen=True, slots=True)
class Described:
    """A span from the place to what tells who it is; ``by_initials``: told by those, or an age."""

    start: int
    end: int
    by_initials: bool


def described(text: Text, *keys: str) -> Iterator[Described]:
    """Who is described at a narrow place near one of the plights ``keys`` of ``plight.py``."""
    found = list(_candidates(text))
    if not found or tells_a_story(text):
        return
    spans = [text.letters.span(*match.span()) for match in opened(*keys).find(text)]
    for start, end, one in found:
        if any(start - _BACK <= first < end for first, _ in spans):
            yield one


def _candidates(text: Text) -> Iterator[tuple[int, int, Described]]:
    """Sentences that describe somebody: their span, and who."""
    if not text.has_typed(_PLACE):
        return
    for start, end, sentence in _sentences(text.original):
        low = sentence.lower()
        place = _PLACE.search(low)
        initials = _INITIAL.search(sentence) if place else None
        known = initials or (_KNOWN_BY.search(low) if place else None)
        if place is None or known is None or abs(known.start() - place.start()) > _REACH:
            continue
        if any(start - _BACK <= p.start < end and p.kind is Kind.NAMED for p in text.persons):
            continue  # The person is named, and reported so.
        left, right = min(known.start(), place.start()), max(known.end(), place.end())
        yield start, end, Described(start + left, start + right, initials is not None)


def _sentences(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    for stop in _STOP.finditer(text):
        yield at, stop.end(), text[at : stop.end()]
        at = stop.end()
    yield at, len(text), text[at:]
