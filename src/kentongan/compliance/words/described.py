"""Somebody without a name whom neighbours would know all the same. Offsets are typed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from kentongan.compliance.reading.text import Text
from kentongan.compliance.words.persons import Kind
from kentongan.compliance.words.plight import is_said, said, tells_a_story

_PLACE = re.compile(
    r"\b(?:rt|rw)\.? ?\d{1,3}\b|\b(?:gang|gg|dukuh|dusun|kampung|kp|blok|lorong)\b\.? \w+"
    r"|\b(?:sdn?|smpn?|sman?|smkn?) (?:negeri )?\d+"
    r"|\b(?:sd|smp|sma|smk|mts|ma|mi|slb|pesantren)\b (?:\w+ )?(?:di jalan|jalan|satu-satunya|dekat"
    r"|sebelah|depan)\b"
    r"|\b(?:di|dekat|depan|belakang|samping|sebelah) (?:depan |belakang |samping )?(?:balai (?:desa"
    r"|warga|rw)|masjid|mushala|musala|pasar|pos ronda|kantor desa)\b"
)
#: Where somebody is from, for whom initials are given.
_FROM = re.compile(
    r"\b(?:warga|asal|penduduk|urang|wong|tinggal di|desa|kelurahan|perum(?:ahan)?|lingkungan)"
    r"(?: (?:desa|kelurahan|kampung|dusun|perum(?:ahan)?))? (?!ini\b|kami\b|kita\b|yang\b|ber)\w+"
    r"|\b(?:sdn?|smpn?|sman?|smkn?|mts|tk|paud|slb|pesantren) [a-z]\w+"
)
_CALLED = (
    r"(?:Almarhum(?:ah)?|Alm(?:h)?|Bapak|Bpk|Bp|Pak|Ibu|Bu|Tuan|Tn|Nyonya|Ny|Nona|Nn|Sdri?|Saudar[ai]"
    r"|Mbak|Mas|Kang|Teh|Mbah|Nenek|Kakek|An|Ananda)"
)
_INITIAL = re.compile(
    r"\b(?:[Bb]erinisial|[Ii]nisial) [\"“']?[A-Z]{1,4}\b"
    rf"|\b(?:{_CALLED}\.? ){{1,2}}[A-Z]{{1,2}}\b\.?(?=[\s,;:(]|$)"
    r"|(?<![\w-])(?!(?:TB|DM|HT|RT|RW|KB|KK|GG|JL|KP|NO)\b)[A-Z]{1,2} ?(?:\(\d{1,2}\)"
    r"|[,(] ?(?:1[0-7]|\d)\b(?: (?:th|thn|tahun))?)"
)
#: What is counted by letters, not somebody's.
_LETTERED = re.compile(
    r"\b(?:blok|kelas|loket|ruang|gedung|poli|tipe|golongan|vitamin|hepatitis|influenza|pos|zona"
    r"|grup|kelompok|lantai|tahap|jalur|tim|regu)\.? $"
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
#: Of a sentence that never ends the rest is not read.
_MOST = 60
#: Not behind what is short for a title or a place: ``Ny. D``, ``Kp. Rancabali``.
_STOP = re.compile(
    r"(?<!\b[NTB][nypu])(?<!\bBpk)(?<!\bSdr)(?<!\bAlm)(?<!\bSdri)(?<!\bAlmh)(?<!\b[KDN][psog])"
    r"[.!?]\s+(?=[A-Z“\"])|\n"
)


@dataclass(frozen=True, slots=True)
class Described:
    """A span from the place to what tells who it is; ``by_initials``: told by those, or an age."""

    start: int
    end: int
    by_initials: bool


def described(text: Text, *plights: tuple[str, ...]) -> Iterator[Described]:
    """Who is described at a narrow place near one of ``plights``, keys of ``plight.py``."""
    # Most texts tell of none, and initials are looked for at every character.
    if not any(is_said(text, *keys) for keys in plights):
        return
    found = text.known.get(("described",))
    if found is None:
        found = text.known["described",] = list(_candidates(text))
    if not found or tells_a_story(text):
        return
    spans = said(text, *chain.from_iterable(plights))
    for start, end, one in found:
        if any(start - _BACK <= first < end for first, _ in spans):
            yield one


def _candidates(text: Text) -> Iterator[tuple[int, int, Described]]:
    """Sentences that describe somebody: their span, and who."""
    is_narrow = text.has_typed(_PLACE)
    if not is_narrow and not (_INITIAL.search(text.original) and text.has_typed(_FROM)):
        return
    for start, end, sentence in _sentences(text.original):
        low = sentence.lower()
        by_initials = [
            match
            for match in islice(_INITIAL.finditer(sentence), _MOST)
            if not _LETTERED.search(low[: match.start()])
        ]
        known = by_initials or [*filter(None, [_KNOWN_BY.search(low) if is_narrow else None])]
        places = [*islice(_PLACE.finditer(low), _MOST)]
        places += islice(_FROM.finditer(low), _MOST) if by_initials else ()
        if not known or not places:
            continue
        if not by_initials and any(
            start - _BACK <= p.start < end and p.kind is Kind.NAMED for p in text.persons
        ):
            continue  # The person is named, and reported so; who has initials only is another.
        for one in known:
            place = min(places, key=lambda found: abs(found.start() - one.start()))
            if abs(one.start() - place.start()) <= _REACH:
                left, right = min(one.start(), place.start()), max(one.end(), place.end())
                yield start, end, Described(start + left, start + right, bool(by_initials))


def _sentences(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    for stop in _STOP.finditer(text):
        yield at, stop.end(), text[at : stop.end()]
        at = stop.end()
    yield at, len(text), text[at:]
