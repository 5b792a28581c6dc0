"""The words in a picture, read by Debian's ``tesseract`` where it is installed. No database.

The program runs as a child of its own: gently, computing for at most :data:`SECONDS`, and whatever
it started ends with it. What it says is bounded, and no machine's reading is taken for the truth:
it feeds the check, which asks people.
"""

from __future__ import annotations

import io
import shutil
import time
from functools import lru_cache

from PIL import Image

from kentongan.media import child, images

PROGRAM = "tesseract"
#: Languages in the order of their weight; what is not installed is left out.
LANGUAGES = ("ind", "eng")
SECONDS = 30.0
#: By the clock, since everything else goes before a gentle reader.
PATIENCE = 300.0
MAX_CHARACTERS = 20_000
#: Letters of a poster are readable at this size; more only costs time, less is enlarged.
LONGEST_SIDE = 2400
SHORTEST_SIDE = 1200
MAX_ENLARGED = 3


class Unavailable(Exception):
    """No reader is installed on this machine."""


class ReadingFailed(Exception):
    """The picture could not be read: too long, or the program gave up. Trying again is vain."""


def available() -> bool:
    """Whether pictures can be read on this machine."""
    return shutil.which(PROGRAM) is not None


def read(data: bytes) -> str:
    """The words in a picture of our own making; empty where it holds none.

    Raises :class:`Unavailable` or :class:`ReadingFailed`. Takes up to :data:`PATIENCE`.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise Unavailable(PROGRAM)
    languages = _installed(program)
    if not languages:
        raise Unavailable("languages")
    picture = _prepared(images.read(data))
    command = [program, "stdin", "stdout", "-l", "+".join(languages)]
    most = MAX_CHARACTERS * 4
    try:
        said = child.run(
            child.gently(command, computing=SECONDS), seconds=PATIENCE, given=picture, limit=most
        )
    except child.ChildFailed as error:
        raise ReadingFailed(str(error)) from error
    return tidy(said.decode("utf-8", "replace"))


def tidy(text: str) -> str:
    """What was read, without control characters and empty lines, at most so many characters."""
    kept = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_CHARACTERS].rstrip()


def _prepared(picture: Image.Image) -> bytes:
    """Grey and of a size at which letters are read best, as PNG."""
    grey = images.shrink(images.flattened(picture), LONGEST_SIDE).convert("L")
    longest = max(grey.size)
    if longest < SHORTEST_SIDE:
        factor = min(MAX_ENLARGED, SHORTEST_SIDE / longest)
        size = (round(grey.width * factor), round(grey.height * factor))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    grey.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _installed(program: str) -> tuple[str, ...]:
    """Which of our languages the program knows; English or whatever there is as a last resort."""
    known = _languages(program, int(time.monotonic() // 600))
    wanted = tuple(language for language in LANGUAGES if language in known)
    return wanted or tuple(language for language in known if language != "osd")[:1]


@lru_cache(maxsize=2)
def _languages(program: str, _tick: int) -> tuple[str, ...]:
    """All languages, asked for at most every ten minutes: a package may be added any time."""
    try:
        said = child.run([program, "--list-langs"], seconds=SECONDS)
    except child.ChildFailed:
        return ()
    lines = said.decode("utf-8", "replace").splitlines()[1:]
    return tuple(line.strip() for line in lines if line.strip())
