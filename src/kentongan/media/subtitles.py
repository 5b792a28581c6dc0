"""Subtitles: SRT and WebVTT in, the same moments and words out as either. No database.

Source: W3C, WebVTT: The Web Video Text Tracks Format; SRT has no standard and is read as players
do. Reading is strict: what a player would pass over in silence is said, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kentongan.kernel.say import gettext as _
from kentongan.media.errors import BadSubtitles

SRT, VTT = "application/x-subrip", "text/vtt"
EXTENSIONS = {SRT: "srt", VTT: "vtt"}
MAX_BYTES = 1_000_000
MAX_CUES = 5000
_MOMENT = re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)[.,](\d{3})")
_ARROW = "-->"
_TAG = re.compile(r"<[^<>]*>")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words to be seen from ``start`` to ``end``, in milliseconds; ``text`` may be two lines."""

    start: int
    end: int
    text: str


def parse(data: bytes) -> tuple[Cue, ...]:
    """The cues of a file, in the order of time; raises :class:`BadSubtitles` with the line.

    A file that begins with ``WEBVTT`` is read as that, any other as SRT. Notes and styles of WebVTT
    and settings of place are left out; simple marks such as ``<i>`` go, the words stay.
    """
    if len(data) > MAX_BYTES:
        raise BadSubtitles(_("Berkas subtitel lebih dari 1 MB. Periksa apakah berkasnya benar."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _bad(
            line, _("hurufnya bukan UTF-8. Simpan ulang berkasnya sebagai UTF-8.")
        ) from error
    if "\x00" in text:
        raise BadSubtitles(_("Ini bukan berkas subtitel. Pilih berkas SRT atau WebVTT."))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_vtt = lines[0] == "WEBVTT" or lines[0].startswith(("WEBVTT ", "WEBVTT\t"))
    blocks = _blocks(lines)
    if is_vtt:
        # The header ends with its first empty line.
        blocks = blocks[1:]
    cues: list[Cue] = []
    for first, block in blocks:
        if is_vtt and _is_aside(block[0]):
            continue
        cues.append(_cue(first, block, is_vtt=is_vtt, before=cues[-1] if cues else None))
        if len(cues) > MAX_CUES:
            raise _bad(first, _("subtitel lebih dari %(n)s bagian.") % {"n": MAX_CUES})
    if not cues:
        raise BadSubtitles(_("Berkas ini tidak memuat subtitel. Pilih berkas SRT atau WebVTT."))
    return tuple(cues)


def language(code: str) -> str:
    """A language's code as it is kept, however ``ID`` was typed; raises :class:`BadSubtitles`."""
    name, dash, place = code.strip().partition("-")
    tidy = f"{name.lower()}{dash}{place}"
    if len(tidy) > 16 or not _LANGUAGE.fullmatch(tidy):
        said = _("Kode bahasa tidak dikenal. Pakai id, su, jv, atau en.")
        raise BadSubtitles(said, field="language")
    return tidy


def _bad(line: int, what: str) -> BadSubtitles:
    sentence = _("Baris %(line)s: %(what)s") % {"line": line, "what": what}
    return BadSubtitles(sentence, line=line)


def _blocks(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Runs of lines between empty ones, each with the number of its first line."""
    blocks: list[tuple[int, list[str]]] = []
    new = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            new = True
            continue
        if new:
            blocks.append((number, []))
            new = False
        blocks[-1][1].append(line.rstrip())
    return blocks


def _is_aside(line: str) -> bool:
    word = line.partition(" ")[0]
    return word in {"NOTE", "STYLE", "REGION"} and _ARROW not in line


def _cue(first: int, block: list[str], *, is_vtt: bool, before: Cue | None) -> Cue:
    at = 0
    if _ARROW not in block[0]:
        if not is_vtt and not block[0].strip().isdigit():
            raise _bad(first, _("seharusnya nomor urut, misalnya 1."))
        at = 1
    if at >= len(block) or _ARROW not in block[at]:
        raise _bad(first + at, _("seharusnya waktu, misalnya 00:00:01,000 --> 00:00:04,000."))
    start, end = _times(first + at, block[at])
    if end <= start:
        raise _bad(first + at, _("waktu selesai harus sesudah waktu mulai."))
    if before is not None and start < before.start:
        raise _bad(first + at, _("waktunya lebih awal daripada bagian sebelumnya."))
    words = block[at + 1 :]
    for number, line in enumerate(words, start=first + at + 1):
        if _ARROW in line:
            raise _bad(number, _("sisipkan baris kosong di antara dua bagian."))
    text = "\n".join(filter(None, (_plain(line, is_vtt=is_vtt) for line in words)))
    if not text:
        raise _bad(first + at, _("bagian ini tidak berisi kata-kata."))
    return Cue(start, end, text)


def _times(number: int, line: str) -> tuple[int, int]:
    left, _arrow, right = line.partition(_ARROW)
    end = right.split()[0] if right.split() else ""
    found = [_MOMENT.fullmatch(part) for part in (left.strip(), end)]
    if found[0] is None or found[1] is None:
        raise _bad(number, _("waktunya tidak terbaca. Contoh: 00:00:01,000 --> 00:00:04,000."))
    start, stop = (_milliseconds(moment) for moment in found if moment)
    return start, stop


def _milliseconds(moment: re.Match[str]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in moment.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _plain(line: str, *, is_vtt: bool) -> str:
    kept = _TAG.sub("", line)
    if is_vtt:
        for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
            kept = kept.replace(entity, letter)
    # An arrow that was written as entities would tear the block apart in SRT.
    kept = kept.replace(_ARROW, "→")
    return "".join(c if c.isprintable() else " " for c in kept).strip()


def to_vtt(cues: Sequence[Cue]) -> str:
    """As WebVTT."""
    parts = ["WEBVTT"]
    for cue in cues:
        text = cue.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        parts.append(f"{_clock(cue.start, '.')} {_ARROW} {_clock(cue.end, '.')}\n{text}")
    return "\n\n".join(parts) + "\n"


def to_srt(cues: Sequence[Cue]) -> str:
    """As SRT."""
    parts = [
        f"{number}\n{_clock(cue.start, ',')} {_ARROW} {_clock(cue.end, ',')}\n{cue.text}"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n\n".join(parts) + "\n"


def _clock(milliseconds: int, point: str) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"
