"""Times of the day."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.typed import at_figures, at_words, before, has_digit
from kentongan.kernel.say import gettext_noop

_HOUR = r"(?:[01]?\d|2[0-4])"
_ZONE = r"(?:[Ww]ib|[Ww]ita|[Ww]it|WIB|WITA|WIT|W\.I\.B\.?|w\.i\.b\.?)(?!\w)"
_NAMED = (
    r"(?:setengah (?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas"
    r"|dua belas)"
    r"|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|dua belas)"
)
#: jam 08:00 wib, pkl. 7, jm 7.30, jam setengah sembilan
_SAID = re.compile(
    rf"(?P<word>jam|jm|pkl\.?|pukul|pukl)(?P<gap>\s?:?\s?)(?P<hour>{_HOUR})"
    rf"(?:\s?[.:,]\s?(?P<minute>[0-5]\d))?(?![\d%/]|,\d|\s?[x×]\b|-an\b)(?:\s?(?P<zone>{_ZONE}))?"
    rf"|(?P<said>jam|jm|pkl\.?)\s(?P<name>{_NAMED})\b(?!\s(?:pelajaran|lima|dua puluh|kerja))",
    re.IGNORECASE,
)
#: 08:00 WIB, 8 am
_BARE = re.compile(
    rf"(?P<hour>{_HOUR}):(?P<minute>[0-5]\d)(?![\d:]|\.\d)(?:\s?(?P<zone>{_ZONE}))?"
    r"|(?P<hour3>1[0-2]|0?\d)(?:[.:](?P<minute3>[0-5]\d))?\s?(?P<half>am|pm|AM|PM)\b"
)
#: 08.00 wib
_ZONE_BEHIND = re.compile(rf"\s?(?P<zone>{_ZONE})")
_LASTS = re.compile(
    r"(?:\d|\b(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|beberapa|setengah|per|tiap|setiap"
    r"|sekian"
    r"|berapa|jumlah|total))\s$",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:\b(?:pukul|jam|pkl|mulai|buka|tutup|sampai|hingga|sejak|dari|s\.?d\.?|waktu|berangkat|tiba"
    r"|siaran)\b[^\n.!?]{0,14}|[-–—(|]\s?|\d\d)$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s?(?:[-–—]|s\.?/?d\b|sampai|hingga|pagi|siang|sore|malam)")
_NO_CLOCK = re.compile(
    r"(?:\b(?:skor|qs|surah|surat|ayat|rasio|skala|banding|hasil|unggul|menang|kalah)\b.*"
    r"|[\d:.,/])$",
    re.IGNORECASE,
)
_WORDS = frozenset("jam jm pkl pukul pukl".split()) | {f"jam{hour}" for hour in range(25)}
_HALVES = frozenset(("am", "pm"))
_ZONES = ("wib", "wita", "wit", "Wib", "Wita", "Wit", "w.i.b", "W.I.B")


def _find(case: Case) -> Iterable[Hit]:
    found = at_words(case, _WORDS, _SAID, _mend)
    typed = case.draft.text
    if any(":" in figure.body for figure in case.text.figures) or not _HALVES.isdisjoint(
        case.text.lower_words
    ):
        taken = [(hit.start, hit.end) for hit in found]
        found += [
            hit
            for hit in at_figures(case, _BARE, _bare)
            if not any(a <= hit.start < b for a, b in taken)
        ]
    if any(map(typed.__contains__, _ZONES)) or "0WI" in typed:
        ends = {hit.end for hit in found}
        behind = at_figures(
            case, _ZONE_BEHIND, lambda match: f" {_zone(match['zone'])}", behind=True
        )
        found += [hit for hit in behind if hit.end not in ends]
    return found


def _mend(match: re.Match[str]) -> str | None:
    left = before(match.string, match.start(), 12)
    if match["name"]:
        return None if _LASTS.search(left) else f"{_word(match['said'])} {match['name']}"
    if match["word"][0] in "jJ" and _LASTS.search(left):
        return None
    hour, minute = match["hour"], match["minute"]
    right = f"{_word(match['word'])} " + (f"{hour.zfill(2)}.{minute}" if minute else hour)
    if match["word"].lower() == "pukul":
        if not minute and not match["zone"]:
            return None
        if minute and "." in match.group():
            right = f"{match['word']} {hour}.{minute}"  # 7.30 as well as 07.30
    return right + (f" {_zone(match['zone'])}" if match["zone"] else "")


def _bare(match: re.Match[str]) -> str | None:
    """A time with a colon by itself: only where something shows that it is one."""
    left = before(match.string, match.start())
    if _NO_CLOCK.search(left):
        return None
    if match["half"]:
        hour = int(match["hour3"]) % 12 + 12 * (match["half"] in ("pm", "PM"))
        return f"pukul {hour:02}.{match['minute3'] or '00'}"
    shown = match["zone"] or (match["hour"][0] == "0" and len(match["hour"]) == 2)
    after = match.string[match.end() : match.end() + 8]
    if not (shown or _CLOCK.search(left) or _AFTER.match(after)):
        return None
    zone = f" {_zone(match['zone'])}" if match["zone"] else ""
    return f"{match['hour'].zfill(2)}.{match['minute']}{zone}"


def _zone(typed: str) -> str:
    return typed.replace(".", "").upper()


def _word(typed: str) -> str:
    return "Pukul" if typed[0].isupper() else "pukul"


RULE = Rule(
    id="conventions.time",
    family="conventions",
    title=gettext_noop("Penulisan waktu"),
    looks_for=gettext_noop(
        "Waktu yang tidak ditulis seperti “pukul 08.00 WIB”: jam 08:00, pkl, wib, titik dua."
    ),
    message=gettext_noop("Waktu ditulis dengan “pukul”, titik, dan WIB, WITA, atau WIT."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    typed=lambda word: has_digit(word) or word.lower() in _WORDS,
    examples_match=examples(
        "Hadir jam 08:00 wib di balai desa.",
        "Mulai pkl. 19.30 WIB.",
        "Senam tiap Sabtu jm 7 di teras.",
        "Loket tutup 13.30 wib.",
        "Bangun jam 4, masak 40 bungkus.",
        "Pertemuan dimulai jam setengah sembilan.",
        "Layanan dibuka 08:00 WIB.",
        "Mulai 08.00 Wib sampai siang.",
        "Pukul 09:30 WITA apel pagi.",
    ),
    examples_miss=examples(
        "Hadir pukul 08.00 WIB di balai desa.",
        "Layanan 24 jam, tiga jam sekali diperiksa.",
        "Jam besuk: pukul 11.00–13.00 WIB.",
        "Hujan 112 mm dalam 6 jam.",
        "Skor akhir 2:1 untuk regu Melati.",
        "Baca QS Al-Baqarah 2:183.",
        "Jalan sehat dua jam lima menit.",
        "Skala peta 1:25000 dan rasio 10:30.",
        "Warga berkata, “jam 8 pagi sudah antre”.",
    ),
)
