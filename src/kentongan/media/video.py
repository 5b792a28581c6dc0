"""Videos: what a file holds, and encoding it anew, by the system's ffmpeg. No database.

The file of a stranger is opened only as the format its bytes show, and may refer to no other file
or address. What comes out is H.264 and AAC in MP4, begins with its index, and holds the first
picture track and the first sound track and nothing else: no place, camera, chapter or data track.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.media import child, files, images, limits
from kentongan.media.errors import BadVideo, CannotProcess, Interrupted, NoRoom, VideoTooLarge

MP4 = "video/mp4"
EXTENSION = "mp4"
PROGRAMS = ("ffmpeg", "ffprobe")
#: A second of video may take this many seconds of a busy, small machine.
PATIENCE = 10.0
LEAST_PATIENCE = 180.0
PROBE_SECONDS = 30.0
_SAFE = ("-hide_banner", "-v", "error", "-protocol_whitelist", "file")
_NO_ROOM = "No space left on device"
_POSTER_BYTES = 40_000_000

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a video file holds. Sides in pixels as shown: upright, with square pixels.

    ``seconds`` is 0 where the file does not say, as is ``rate``, its pictures a second on average;
    ``track`` is the number of its picture track.
    """

    width: int
    height: int
    seconds: float
    track: int
    rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to encode: scaled to ``scaled``, then cut to ``cut`` (width, height, x, y).

    ``rate``: at most so many bits a second for pictures, 0 for as many as they need. ``sound``:
    bits a second. ``most``: bytes after which the file is given up.
    """

    scaled: tuple[int, int]
    cut: tuple[int, int, int, int] | None = None
    rate: int = 0
    sound: int = 128_000
    most: int = limits.MAX_VIDEO_BYTES


def available() -> bool:
    """Whether this machine can work on videos."""
    return all(shutil.which(program) for program in PROGRAMS)


def require() -> None:
    """Raises :class:`CannotProcess` with what the operator must do."""
    if not available():
        raise CannotProcess(
            _(
                "Server ini belum dapat mengolah video. Video Anda tersimpan dan diolah begitu"
                " pengelola server memasang paket ffmpeg."
            )
        )


def probe(path: Path, kind: str) -> Shape:
    """What the file holds; ``kind`` is the format as ``sniff.video_format`` names it.

    Raises :class:`BadVideo` for a file that is not what its first bytes say, or holds no pictures,
    :class:`VideoTooLarge` for what is over the limits, and :class:`Interrupted` where the machine
    ended the program.
    """
    require()
    entries = (
        "stream=index,codec_type,width,height,sample_aspect_ratio,avg_frame_rate"
        ":stream_disposition=attached_pic:stream_side_data=rotation:format=duration"
    )
    command = ["ffprobe", *_SAFE, "-f", kind, "-show_entries", entries, "-of", "json", _url(path)]
    try:
        said = child.run(child.gently(command), seconds=PROBE_SECONDS, limit=1_000_000)
        shape = _shape(json.loads(said))
    except child.ChildFailed as error:
        raise _failed(error) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadVideo(_broken()) from error
    if shape is None:
        raise BadVideo(_("Berkas ini tidak memuat gambar bergerak. Pilih berkas video."))
    _check(shape)
    return shape


def _broken() -> str:
    return _("Video ini rusak atau terpotong. Simpan ulang sebagai MP4, lalu unggah lagi.")


def _failed(error: child.ChildFailed) -> BadVideo | Interrupted | NoRoom:
    """What it means that a program gave up; only its own complaint is about the file."""
    if error.killed:
        return Interrupted(_("Pengolahan video ini terhenti di server."))
    if _NO_ROOM in error.said:
        return NoRoom(files.full_sentence())
    return BadVideo(_broken())


def _url(path: Path) -> str:
    return f"file:{path.resolve()}"


def _shape(said: dict[str, Any]) -> Shape | None:
    streams = said.get("streams", [])
    moving = [
        s
        for s in streams
        if s.get("codec_type") == "video" and not s.get("disposition", {}).get("attached_pic")
    ]
    if not moving:
        return None
    first = moving[0]
    width, height = int(first["width"]), int(first["height"])
    across, _colon, down = str(first.get("sample_aspect_ratio", "1:1")).partition(":")
    if across.isdigit() and down.isdigit() and int(across) and int(down):
        width = max(1, round(width * int(across) / int(down)))
    turns = [int(d.get("rotation", 0)) for d in first.get("side_data_list", [])]
    if any(turn % 180 for turn in turns):
        width, height = height, width
    pictures, _slash, per = str(first.get("avg_frame_rate", "")).partition("/")
    known = pictures.isdigit() and per.isdigit() and int(per)
    seconds = float(said.get("format", {}).get("duration") or 0)
    return Shape(
        width=width,
        height=height,
        seconds=seconds if math.isfinite(seconds) else 0.0,
        track=int(first["index"]),
        rate=int(pictures) / int(per) if known else 0.0,
    )


def _check(shape: Shape) -> None:
    if min(shape.width, shape.height) < 2:
        raise BadVideo(_broken())
    if max(shape.width, shape.height) > limits.MAX_VIDEO_SIDE:
        raise VideoTooLarge(
            _("Sisi video ini lebih dari %(n)s piksel. Perkecil ukurannya, lalu unggah lagi.")
            % {"n": limits.MAX_VIDEO_SIDE}
        )
    check_seconds(shape.seconds)


def check_seconds(seconds: float) -> None:
    """Raises :class:`VideoTooLarge` for what is longer than is taken."""
    if seconds > limits.MAX_VIDEO_SECONDS:
        raise VideoTooLarge(
            _("Video ini lebih dari %(n)s menit. Potong dulu, lalu unggah lagi.")
            % {"n": int(limits.MAX_VIDEO_SECONDS // 60)}
        )


def even(value: float) -> int:
    """The nearest even number of pixels, at least 2: H.264 knows no odd sides."""
    return max(2, round(value / 2) * 2)


def within(width: int, height: int, side: int) -> tuple[int, int]:
    """Even sides of which the longest is at most ``side``; never enlarged."""
    factor = min(1.0, side / max(width, height))
    fitting = side if side % 2 == 0 else side - 1
    return min(fitting, even(width * factor)), min(fitting, even(height * factor))


def encode(
    source: Path,
    target: Path,
    *,
    kind: str,
    shape: Shape,
    recipe: Recipe,
    progress: Progress,
) -> Shape:
    """Write ``target`` anew from ``source`` and tell what it holds; takes minutes.

    ``progress`` hears per cent. Raises :class:`BadVideo`, :class:`VideoTooLarge`,
    :class:`NoRoom` or :class:`Interrupted`; ``target`` is gone then.
    """
    require()
    seconds = shape.seconds or limits.MAX_VIDEO_SECONDS
    command = [
        "ffmpeg", "-nostdin", "-y", "-nostats", *_SAFE, "-progress", "pipe:1",
        "-f", kind, "-i", _url(source),
        *_tracks(shape), *_pictures(recipe, shape.rate), *_sound(recipe),
        "-t", str(limits.MAX_VIDEO_SECONDS + 1), "-fs", str(recipe.most),
        "-movflags", "+faststart", "-f", "mp4", _url(target),
    ]  # fmt: skip
    try:
        child.run(
            child.gently(command),
            seconds=max(LEAST_PATIENCE, PATIENCE * seconds),
            on_line=_listener(seconds, progress),
        )
        if target.stat().st_size >= recipe.most:
            raise VideoTooLarge(
                _("Video ini terlalu besar untuk diolah. Potong, lalu unggah lagi.")
            )
        made = probe(target, "mov")
        if made.seconds <= 0:
            raise BadVideo(_broken())
    except child.ChildFailed as error:
        target.unlink(missing_ok=True)
        raise _failed(error) from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return made


def _tracks(shape: Shape) -> Sequence[str]:
    """One picture track, one sound track; nothing that tells of place, time or camera."""
    bare = ("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn")
    exact = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")
    return ("-map", f"0:{shape.track}", "-map", "0:a:0?", *bare, *exact)


def _pictures(recipe: Recipe, rate: float) -> Sequence[str]:
    """Scaled, cut, and moving evenly enough for every network: each picture is shown again where
    there are few, as in recordings of a screen."""
    width, height = recipe.scaled
    steps = [f"scale={width}:{height}", "setsar=1"]
    if recipe.cut is not None:
        steps.append("crop={}:{}:{}:{}".format(*recipe.cut))
    if 0 < rate < limits.LEAST_RATE:
        steps.append(f"fps={limits.LEAST_RATE}")
    steps.append("format=yuv420p")
    bound = ("-maxrate", str(recipe.rate), "-bufsize", str(recipe.rate)) if recipe.rate else ()
    return (
        "-vf", ",".join(steps), "-fpsmax", "60", "-c:v", "libx264", "-profile:v", "high",
        "-preset", "veryfast", "-crf", str(limits.VIDEO_CRF), "-threads", "2", *bound,
    )  # fmt: skip


def _sound(recipe: Recipe) -> Sequence[str]:
    return ("-c:a", "aac", "-b:a", str(recipe.sound), "-ac", "2", "-ar", "48000")


def _listener(seconds: float, progress: Progress) -> Callable[[str], None]:
    """Hears ffmpeg's ``out_time_us=…`` lines; tells per cent when it has grown."""
    told = 0

    def hear(line: str) -> None:
        nonlocal told
        name, _equals, value = line.partition("=")
        if name != "out_time_us" or not value.strip().isdigit():
            return
        done = min(99, int(int(value) / 10_000 / seconds))
        if done > told:
            told = done
            progress(done)

    return hear


def still(path: Path, shape: Shape) -> images.Encoded:
    """A still of a video of our own making, from its first third, as a JPEG of the same size."""
    command = [
        "ffmpeg", "-nostdin", *_SAFE, "-ss", f"{min(1.0, shape.seconds / 3):.3f}", "-f", "mov",
        "-i", _url(path), "-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-",
    ]  # fmt: skip
    try:
        picture = child.run(child.gently(command), seconds=PROBE_SECONDS, limit=_POSTER_BYTES)
    except child.ChildFailed as error:
        raise _failed(error) from error
    return images.encode_jpeg(images.read(picture), limits.JPEG_QUALITY)
