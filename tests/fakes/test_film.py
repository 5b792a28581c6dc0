"""What fakes see of a film: in one that ffmpeg made, in those of the tests, and piece by piece."""

import subprocess
import tracemalloc
from pathlib import Path

import pytest

from tests.fakes import film
from tests.fakes.film import Film
from tests.fakes.youtube import SMALL_FILM

pytestmark = pytest.mark.no_database


def made_by_ffmpeg(folder: Path, name: str, *arguments: str) -> bytes:
    path = folder / name
    picture = ["-f", "lavfi", "-i", "testsrc=size=160x90:rate=10:duration=2"]
    sound = ["-f", "lavfi", "-i", "sine=duration=2"]
    command = ["ffmpeg", "-nostdin", "-v", "error", *picture, *sound, *arguments, str(path)]
    subprocess.run(command, check=True, timeout=60)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "arguments", "brand", "codec", "sounds"),
    [
        ("a.mp4", "-c:v libx264 -c:a aac", "isom", "avc1", ("mp4a",)),
        ("a.mov", "-c:v mpeg4 -c:a aac", "qt  ", "mp4v", ("mp4a",)),
        ("b.mp4", "-map 0 -map 1 -map 1 -c:v libx264", "isom", "avc1", ("mp4a", "mp4a")),
        ("c.mp4", "-map 0 -c:v libx264", "isom", "avc1", ()),
    ],
)
def test_a_real_film_is_read(
    tmp_path: Path, name: str, arguments: str, brand: str, codec: str, sounds: tuple[str, ...]
) -> None:
    found = film.read(made_by_ffmpeg(tmp_path, name, *arguments.split()))
    assert found == Film(2.0, 160, 90, brand=brand, codec=codec, sounds=sounds)


def test_what_has_no_picture_is_no_film(tmp_path: Path) -> None:
    assert film.read(made_by_ffmpeg(tmp_path, "a.m4a", "-map", "1")) is None
    assert film.read(film.made(codec="")) is None
    assert film.read(film.made(seconds=0)) is None
    assert film.read(film.made()[:300]) is None
    for data in (b"", b"ftyp", b"bukan film", b"\0\0\0\x18ftypmp42", b"\x89PNG" + bytes(99)):
        assert film.read(data) is None


def test_one_that_is_made_tells_what_it_was_made_with() -> None:
    given = {"seconds": 61.5, "width": 720, "height": 406}
    data = film.made(**given, size=5000, brand="3gp4", codec="hvc1", sounds=("mp4a", "Opus"))
    assert len(data) == 5000
    assert film.read(data) == Film(
        61.5, 720, 406, brand="3gp4", codec="hvc1", sounds=("mp4a", "Opus")
    )


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_film_in_pieces_is_the_same_film(size: int) -> None:
    for data in (SMALL_FILM.read_bytes(), film.made(size=4000) + bytes(50)):
        glance = film.Glance()
        for at in range(0, len(data), size):
            glance.take(data[at : at + size])
        assert glance.film == film.read(data)
        assert glance.film is not None


def test_of_a_long_film_little_is_kept() -> None:
    """Its index may lie at its end, behind a box whose length needs 64 bits."""
    whole = film.made()
    head, movie = whole[:24], whole[24:]
    assert movie[4:8] == b"moov"
    piece = bytes(1_000_000)
    box = b"\0\0\0\1mdat" + (200 * len(piece) + 16).to_bytes(8)
    tracemalloc.start()
    try:
        glance = film.Glance()
        glance.take(head + box)
        for _ in range(200):
            glance.take(piece)
        assert glance.film is None
        glance.take(movie)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert glance.film == film.read(whole)
    assert peak < 100_000
