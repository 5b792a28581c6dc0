"""The words in a picture: a real tesseract, and what happens where there is none."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from kentongan.jobs.models import Job
from kentongan.jobs.registry import KINDS
from kentongan.media import actions, files, jobs, reading
from kentongan.media.models import Asset
from tests.cast import NOW
from tests.media import pictures

NIK = "3210011205850001"
POSTER = f"Posyandu Melati\nKamis pukul 08.00\nNIK {NIK}"
#: Fails where tesseract is missing; tools/install-test-servers.sh brings it.
installed = pytest.mark.servers


def poster(text: str = POSTER, *, letters: int = 40, paper: str = "white", ink: str = "black"):
    """A picture with words in it, as bytes."""
    picture = Image.new("RGB", (1080, 700), paper)
    font = ImageFont.load_default(letters)
    ImageDraw.Draw(picture).multiline_text((60, 80), text, fill=ink, font=font, spacing=20)
    return pictures.as_bytes(picture, "PNG")


def put(cast: Any, data: bytes) -> Asset:
    file = SimpleUploadedFile("poster.png", data)
    return actions.upload(by=cast.admin, at=NOW, unit=cast.kecamatan, file=file, name="poster.png")


def run_job(job: Job) -> None:
    """The job as the worker would call it."""
    KINDS[job.kind].function(at=NOW, **job.args)


def program(folder: Path, script: str, monkeypatch: Any, name: str = "tesseract") -> None:
    """A stand-in for the reader, first on the path."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    reading._languages.cache_clear()


LANGUAGES = 'if [ "$1" = --list-langs ]; then echo "List (2):"; echo eng; echo ind; exit; fi\n'


@pytest.fixture
def nothing_installed(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(reading.shutil, "which", lambda _name: None)


# --------------------------------------------------------------------------- the reader itself


@installed
@pytest.mark.parametrize(
    "given",
    [{}, {"paper": "#0a3d40", "ink": "white"}, {"letters": 18}],
    ids=["black on white", "white on dark", "small letters"],
)
def test_a_number_in_a_picture_is_read(given: dict[str, Any]) -> None:
    text = reading.read(poster(**given))
    assert NIK in text
    assert "Posyandu" in text


@installed
def test_a_picture_without_words_holds_none() -> None:
    assert reading.read(pictures.as_bytes(Image.new("RGB", (800, 600), "teal"), "PNG")) == ""


@installed
def test_odd_shapes_and_transparency_are_no_obstacle() -> None:
    for size in ((1, 1), (4096, 3), (3, 4000)):
        reading.read(pictures.as_bytes(Image.new("RGB", size, "white"), "PNG"))
    clear = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    ImageDraw.Draw(clear).text((40, 90), NIK, fill="black", font=ImageFont.load_default(48))
    assert NIK in reading.read(pictures.as_bytes(clear, "PNG"))


def test_indonesian_comes_first_and_what_is_missing_is_left_out(
    monkeypatch: Any, tmp_path: Path
) -> None:
    said = 'echo "$@"'
    program(tmp_path, LANGUAGES + said, monkeypatch)
    assert reading.read(poster()) == "stdin stdout -l ind+eng"
    program(tmp_path, LANGUAGES.replace("echo ind;", "") + said, monkeypatch)
    assert reading.read(poster()) == "stdin stdout -l eng"
    program(tmp_path, LANGUAGES.replace("echo eng; echo ind;", "echo osd;"), monkeypatch)
    with pytest.raises(reading.Unavailable):
        reading.read(poster())


def test_a_reader_that_hangs_is_ended_with_everything_it_started(
    monkeypatch: Any, tmp_path: Path
) -> None:
    child = tmp_path / "child"
    program(tmp_path, LANGUAGES + f"sleep 60 & echo $! > {child}; wait", monkeypatch)
    monkeypatch.setattr(reading, "PATIENCE", 3.0)
    begun = time.monotonic()
    with pytest.raises(reading.ReadingFailed):
        reading.read(poster())
    assert time.monotonic() - begun < 30
    assert is_gone(int(child.read_text()))


@pytest.mark.slow
def test_a_reader_may_wait_for_its_turn_but_not_compute_for_ever(
    monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(reading, "SECONDS", 1.0)
    program(tmp_path, LANGUAGES + "sleep 1.5; echo sabar", monkeypatch)
    assert reading.read(poster()) == "sabar"
    program(tmp_path, LANGUAGES + "while :; do :; done", monkeypatch)
    with pytest.raises(reading.ReadingFailed, match="exit"):
        reading.read(poster())


def is_gone(pid: int) -> bool:
    """Whether the process ended; one that nobody has waited for yet has ended too."""
    for _try in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_a_reader_that_never_stops_talking_is_cut_off(monkeypatch: Any, tmp_path: Path) -> None:
    program(tmp_path, LANGUAGES + "exec yes kata", monkeypatch)
    text = reading.read(poster())
    assert len(text) <= reading.MAX_CHARACTERS
    assert set(text.split("\n")) <= {"kata", "kat", "ka", "k"}


def test_a_reader_that_gives_up_is_told_apart_from_a_picture_without_words(
    monkeypatch: Any, tmp_path: Path
) -> None:
    program(tmp_path, LANGUAGES + "echo setengah; exit 1", monkeypatch)
    with pytest.raises(reading.ReadingFailed):
        reading.read(poster())


def test_what_was_read_is_plain_text() -> None:
    assert reading.tidy("  a\x00b \x0c\n\n \u202ec\u200b d \r\n") == "a b\nc d"
    assert len(reading.tidy("kata " * 9000)) <= reading.MAX_CHARACTERS


# -------------------------------------------------------------------------------- around it


@installed
def test_an_upload_is_read_in_the_background(cast) -> None:
    asset = put(cast, poster())
    assert (asset.seen_text, asset.seen_state, asset.is_being_read(NOW)) == (None, "", True)
    job = Job.objects.get(kind="media.read")
    assert job.priority > 50, "nobody waits for it as for a delivery"
    run_job(job)
    asset.refresh_from_db()
    assert NIK in (asset.seen_text or "")
    assert (asset.seen_state, asset.seen_at) == ("read", NOW)
    assert not asset.is_being_read(NOW)


def test_the_same_picture_waits_in_line_once_and_is_read_once(
    cast, monkeypatch: Any, tmp_path: Path
) -> None:
    data = poster()
    assert put(cast, data) == put(cast, data)
    assert Job.objects.count() == 1
    program(tmp_path, LANGUAGES + f"echo x >> {tmp_path}/count; echo kata", monkeypatch)
    asset = Asset.objects.get()
    for _again in range(2):
        assert actions.read_words(asset_id=asset.pk, at=NOW) == "read"
    assert (tmp_path / "count").read_text() == "x\n"
    put(cast, data)
    assert Job.objects.count() == 1, "what is read need not be read again"


def test_without_a_reader_nothing_breaks_and_it_is_read_once_there_is_one(
    cast, monkeypatch: Any, tmp_path: Path
) -> None:
    with monkeypatch.context() as here:
        here.setattr(reading.shutil, "which", lambda _name: None)
        asset = put(cast, poster())
        run_job(Job.objects.get())
        asset.refresh_from_db()
        assert (asset.seen_text, asset.seen_state) == (None, "unavailable")
        assert not asset.is_being_read(NOW)
        assert actions.read_unread(at=NOW) == 0
    Job.objects.all().delete()
    program(tmp_path, LANGUAGES + "echo Posyandu", monkeypatch)
    jobs.read_unread(at=NOW)
    run_job(Job.objects.get())
    asset.refresh_from_db()
    assert (asset.seen_text, asset.seen_state) == ("Posyandu", "read")
    assert actions.read_unread(at=NOW) == 0


def test_unread_pictures_are_put_in_line_in_bounded_batches(
    cast, monkeypatch: Any, tmp_path: Path
) -> None:
    for number in range(4):
        put(cast, pictures.as_bytes(Image.new("RGB", (50, 50), (number, 9, 9)), "PNG"))
    Job.objects.all().delete()
    program(tmp_path, "true", monkeypatch)
    assert actions.read_unread(at=NOW, limit=3) == 3
    assert Job.objects.count() == 3
    actions.read_unread(at=NOW, limit=3)
    assert Job.objects.count() == 3, "those that wait already are not doubled"


def test_pictures_from_before_are_marked_where_nothing_can_read_them(
    cast, nothing_installed: None
) -> None:
    asset = put(cast, poster())
    later = NOW + timedelta(hours=1)
    assert not asset.is_being_read(later), "nobody is kept waiting"
    actions.read_unread(at=NOW)
    asset.refresh_from_db()
    assert asset.seen_state == "", "its own job is about to come"
    actions.read_unread(at=later)
    asset.refresh_from_db()
    assert asset.seen_state == "unavailable"


@pytest.mark.parametrize("trouble", ["exit 3", "file"])
def test_what_cannot_be_read_is_left_alone(
    cast, monkeypatch: Any, tmp_path: Path, trouble: str
) -> None:
    asset = put(cast, poster())
    program(tmp_path, LANGUAGES + "exit 3", monkeypatch)
    if trouble == "file":
        files.remove(asset.file.name)
    assert actions.read_words(asset_id=asset.pk, at=NOW) == "failed"
    asset.refresh_from_db()
    assert (asset.seen_text, asset.seen_state) == (None, "failed")
    assert actions.read_unread(at=NOW) == 0


def test_a_picture_that_is_gone_is_no_error(cast) -> None:
    asset = put(cast, poster())
    job = Job.objects.get()
    asset.delete()
    run_job(job)
