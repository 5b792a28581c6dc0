"""Videos: what comes in hostile goes out clean, or not at all; and what waits is not lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kentongan.jobs.models import Job
from kentongan.jobs.worker import drain
from kentongan.kernel.clock import FrozenClock
from kentongan.ledger.models import Entry
from kentongan.media import actions, arrivals, child, files, jobs, limits, sniff, video
from kentongan.media.errors import BadVideo, CannotFit, VideoTooLarge
from kentongan.media.models import Asset, Incoming
from kentongan.media.queries import fitted, fitted_file, fitted_video
from kentongan.networks.contract import VideoLimits
from tests.cast import NOW
from tests.media import pictures
from tests.media.test_reading import is_gone
from tests.media.videos import (
    CAMERA,
    PLACE,
    Videos,
    ended_by_the_machine,
    looked_at,
    run_job,
    sent,
    taken_in,
    video_of,
)

#: Fails where ffmpeg is missing; tools/install-test-servers.sh brings it.
pytestmark = [pytest.mark.servers, pytest.mark.no_database]


def on_disk() -> set[str]:
    """Names of all files, hidden ones left out."""
    found = (p for p in files.root().rglob("*") if p.is_file() and not p.name.startswith("."))
    return {p.relative_to(files.root()).as_posix() for p in found}


@pytest.mark.parametrize("kind", ["mp4", "mov", "webm"])
def test_a_video_becomes_a_clean_mp4_with_a_poster(cast, videos: Videos, kind: str) -> None:
    asset = video_of(cast, getattr(videos, kind))
    assert (asset.kind, asset.mime, asset.name) == ("video", "video/mp4", "Rapat desa.mp4")
    assert (asset.width, asset.height) == ((90, 160) if kind == "mov" else (160, 90))
    assert asset.seconds == pytest.approx(2 if kind == "mp4" else 1, abs=0.15)
    path = files.root() / str(asset.file)
    assert path.stat().st_size == asset.size
    found = looked_at(path)
    assert [s["codec_name"] for s in found["streams"]] == ["h264", "aac"]
    assert found["streams"][0]["pix_fmt"] == "yuv420p"
    poster = pictures.opened(files.read(str(asset.poster)))
    assert (poster.format, poster.size) == ("JPEG", (asset.width, asset.height))
    assert pictures.opened(files.read(str(asset.thumbnail))).format == "JPEG"
    assert asset.still == str(asset.poster)


def test_a_video_tells_neither_place_nor_camera_and_begins_with_its_index(
    cast, videos: Videos
) -> None:
    raw = videos.mp4.read_bytes()
    assert PLACE.encode() in raw, "the test's own video must tell"
    assert CAMERA.encode() in raw
    kept = files.read(str(video_of(cast, videos.mp4).file))
    assert PLACE.encode() not in kept
    assert b"Rahasia" not in kept
    assert kept.index(b"moov") < kept.index(b"mdat")


def test_pixels_become_square_and_sides_even(cast, videos: Videos) -> None:
    asset = video_of(cast, videos.odd)
    assert (asset.width, asset.height) == (162, 92)


def test_a_video_without_sound_is_fine(cast, videos: Videos) -> None:
    asset = video_of(cast, videos.silent)
    assert [s["codec_type"] for s in looked_at(files.root() / str(asset.file))["streams"]] == [
        "video"
    ]


def test_the_same_video_is_kept_once_with_one_line_in_the_ledger(cast, videos: Videos) -> None:
    first, second = video_of(cast, videos.mp4), video_of(cast, videos.mp4)
    assert first == second
    entry = Entry.objects.get()
    assert (entry.action, entry.revision) == ("media.upload", first.sha256)
    assert entry.data["uploaded_bytes"] == videos.mp4.stat().st_size
    assert on_disk() == {str(first.file), str(first.poster), str(first.thumbnail)}


def test_how_far_the_work_is_can_be_read(cast, videos: Videos, monkeypatch: Any) -> None:
    seen = []

    def encode(*_args: Any, progress: Any, **_more: Any) -> None:
        progress(40)
        seen.append(Incoming.objects.get())
        raise BadVideo("cukup")

    monkeypatch.setattr(video, "encode", encode)
    taken_in(sent(cast, videos.mp4))
    assert [(held.state, held.progress, held.label) for held in seen] == [
        ("working", 40, "Sedang diolah")
    ]


def test_ffmpeg_s_words_become_per_cent() -> None:
    told: list[int] = []
    hear = video._listener(2.0, told.append)
    for line in ("frame=3", "out_time_us=N/A", "out_time_us=500000", "out_time_us=510000",
                 "out_time_us=1000000", "out_time_us=9000000"):  # fmt: skip
        hear(line)
    assert told == [25, 50, 99]


# ----------------------------------------------------------------------------- what is refused


def refused(cast: Any, data: bytes | Path, name: str = "a.mp4") -> str:
    """The sentence; nothing of the file is left."""
    done = taken_in(sent(cast, data, name))
    assert (done.state, done.asset) == ("refused", None), done.note
    assert not Asset.objects.exists()
    assert not on_disk()
    return done.note


def test_a_file_that_lies_about_what_it_is_is_refused(cast, videos: Videos) -> None:
    head = videos.mp4.read_bytes()[:48]
    assert "rusak" in refused(cast, head + os.urandom(4000))
    assert "bukan foto atau video" in refused(cast, b"MZ program" * 99)
    assert "dokumen" in refused(cast, b"%PDF-1.7" + bytes(200))
    assert "hanya berisi suara" in refused(cast, b"ID3\x04" + bytes(200), "sambutan.mp3")
    playlist = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"
    assert "bukan foto atau video" in refused(cast, playlist)
    assert refused(cast, b"\x00\x00\x00\x18ftypmp42" + playlist)


def test_other_kinds_of_video_and_mere_sound_are_told_apart(cast, videos: Videos) -> None:
    assert "MP4, MOV, atau WebM" in refused(cast, videos.matroska, "a.webm")
    assert "gambar bergerak" in refused(cast, videos.sound)
    assert "hanya berisi suara" in refused(cast, b"\x00\x00\x00\x20ftypM4A " + bytes(300))


def test_a_video_cut_off_in_the_middle_is_refused_or_kept_whole_as_far_as_it_goes(
    cast, videos: Videos
) -> None:
    data = videos.mp4.read_bytes()
    assert "rusak" in refused(cast, data[: len(data) // 2])


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("MAX_VIDEO_SECONDS", 1.5, "menit"), ("MAX_VIDEO_SIDE", 100, "100 piksel")],
)
def test_what_is_too_long_or_too_large_is_refused_before_it_is_encoded(
    cast, videos: Videos, monkeypatch: Any, name: str, value: Any, words: str
) -> None:
    monkeypatch.setattr(limits, name, value)
    monkeypatch.setattr(video, "encode", None)
    assert words in refused(cast, videos.mp4)


def test_a_video_that_hides_its_length_is_refused_after_it_was_encoded(
    cast, videos: Videos, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(limits, "MAX_VIDEO_SECONDS", 1.0)
    shape = video.Shape(160, 90, 0.0, 0)
    with pytest.raises(VideoTooLarge):
        video.encode(
            videos.mp4,
            tmp_path / "out.mp4",
            kind="mov",
            shape=shape,
            recipe=video.Recipe(scaled=(160, 90)),
            progress=lambda _done: None,
        )
    assert not (tmp_path / "out.mp4").exists()


def test_a_video_that_grows_over_the_limit_is_given_up(videos: Videos, tmp_path: Path) -> None:
    with pytest.raises(VideoTooLarge):
        video.encode(
            videos.mp4,
            tmp_path / "out.mp4",
            kind="mov",
            shape=video.Shape(160, 90, 2.0, 0),
            recipe=video.Recipe(scaled=(160, 90), most=2000),
            progress=lambda _done: None,
        )
    assert not (tmp_path / "out.mp4").exists()


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x00\x00\x00\x18ftypmp42", "mov"),
        (b"\x00\x00\x00\x14ftypqt  ", "mov"),
        (b"\x00\x00\x00\x08wide\x00\x00", "mov"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "matroska"),
        (b"\x1aE\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroska", ""),
        (pictures.HEIC, ""),
        (b"\x00\x00\x00\x20ftypavif", ""),
        (b"RIFF\x00\x00\x00\x00AVI LIST", ""),
        (b"", ""),
    ],
)
def test_the_bytes_decide_what_a_file_is(head: bytes, kind: str) -> None:
    assert sniff.video_format(head) == kind


# --------------------------------------------------------------------------------- what waits


def test_where_ffmpeg_is_missing_the_video_waits_and_the_operator_is_told(
    cast, videos: Videos, monkeypatch: Any
) -> None:
    with monkeypatch.context() as here:
        here.setattr(video.shutil, "which", lambda _name: None)
        held = taken_in(sent(cast, videos.mp4))
        assert held.state == "waiting"
        assert "memasang paket ffmpeg" in held.note
    Job.objects.all().delete()
    jobs.take_in_waiting(at=NOW + timedelta(minutes=11))
    run_job(Job.objects.get(kind="media.take_in"))
    held.refresh_from_db()
    assert (held.state, held.note) == ("done", "")


def test_one_video_is_worked_on_at_a_time(cast, videos: Videos) -> None:
    held = sent(cast, videos.mp4)
    Job.objects.all().delete()
    with arrivals.turn():
        assert taken_in(held).state == "waiting"
    again = Job.objects.get(kind="media.take_in")
    assert again.run_at > NOW
    assert taken_in(held).state == "done"
    assert held.tries == 0


def test_work_that_dies_three_times_is_given_up(cast, videos: Videos, monkeypatch: Any) -> None:
    def dies(*_args: Any, **_more: Any) -> None:
        raise MemoryError

    held = sent(cast, videos.mp4)
    monkeypatch.setattr(video, "encode", dies)
    for _again in range(3):
        with pytest.raises(MemoryError):
            actions.take_in(incoming_id=held.pk, at=NOW)
        assert Incoming.objects.get().state == "working"
    assert taken_in(held).state == "refused"
    assert not on_disk()


def test_a_full_disk_during_the_work_keeps_the_file(cast, videos: Videos, monkeypatch: Any) -> None:
    def full(*_args: Any, **_more: Any) -> None:
        raise child.ChildFailed("exit 1", "av_interleaved_write_frame(): No space left on device")

    held = sent(cast, videos.mp4)
    with monkeypatch.context() as here:
        here.setattr(video, "probe", lambda *_args: video.Shape(160, 90, 2.0, 0))
        here.setattr(child, "run", full)
        held = taken_in(held)
    assert held.state == "waiting"
    assert "penuh" in held.note
    assert arrivals.received(held.pk) == held.size
    assert taken_in(held).state == "done"


def test_a_program_that_the_machine_ended_says_nothing_of_the_video_and_is_begun_again(
    cast, videos: Videos, monkeypatch: Any, tmp_path: Path
) -> None:
    held = sent(cast, videos.mp4)
    Job.objects.all().delete()
    with monkeypatch.context() as here:
        ended_by_the_machine(here, tmp_path)
        held = taken_in(held)
        assert (held.state, held.tries) == ("waiting", 1)
        assert "terhenti di server" in held.note
        again = Job.objects.get(kind="media.take_in", state="due")
        assert again.run_at == NOW + timedelta(minutes=1)
    run_job(again)
    held.refresh_from_db()
    assert (held.state, held.note) == ("done", "")


# --------------------------------------------------------------------------------- the program


def test_an_encoder_that_hangs_is_ended_with_everything_it_started(
    videos: Videos, monkeypatch: Any, tmp_path: Path
) -> None:
    pid = tmp_path / "child"
    fake = tmp_path / "ffmpeg"
    fake.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {pid}; wait\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(video, "LEAST_PATIENCE", 3.0)
    monkeypatch.setattr(video, "PATIENCE", 0.1)
    begun = time.monotonic()
    with pytest.raises(BadVideo):
        video.encode(
            videos.mp4,
            tmp_path / "out.mp4",
            kind="mov",
            shape=video.Shape(160, 90, 2.0, 0),
            recipe=video.Recipe(scaled=(160, 90)),
            progress=lambda _done: None,
        )
    assert time.monotonic() - begun < 30
    assert is_gone(int(pid.read_text()))


def test_the_program_is_gentle_and_is_not_left_alone() -> None:
    command = child.gently(["ffmpeg"])
    assert command[-1] == "ffmpeg"
    assert "nice" in command
    assert ("--pdeathsig" in command) == (shutil.which("setpriv") is not None)
    gentle = min(19, os.nice(0) + 15)
    assert int(child.run(child.gently(["nice"]), seconds=5)) == gentle


# ----------------------------------------------------------------------------- around it


def test_a_video_is_not_taken_for_a_picture(cast, videos: Videos) -> None:
    asset = video_of(cast, videos.mp4)
    wanted = {"max_bytes": 10**6, "max_side": 80, "mimes": ("image/jpeg",)}
    with pytest.raises(CannotFit):
        fitted(asset, **wanted)
    cover = fitted_file(asset, **wanted)
    assert (cover.mime, cover.width) == ("image/jpeg", 80)


def test_the_words_on_its_poster_are_read(cast, videos: Videos) -> None:
    asset = video_of(cast, videos.mp4)
    assert actions.read_words(asset_id=asset.pk, at=NOW) == "read"


def test_nothing_of_a_video_is_an_orphan(cast, videos: Videos) -> None:
    video_of(cast, videos.mp4)
    before = on_disk()
    for name in before:
        os.utime(files.root() / name, (0, 0))
    assert actions.clear_orphans(at=NOW) == 0
    assert on_disk() == before


ORPHANED = """
import sys
from kentongan.media import child
child.run(child.gently(["sh", "-c", f"echo $$ > {sys.argv[1]}; exec sleep 60"]), seconds=60)
"""


@pytest.mark.no_database
def test_the_program_ends_with_a_worker_that_is_killed(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    worker = subprocess.Popen([sys.executable, "-c", ORPHANED, str(pid)])
    for _try in range(200):
        if pid.exists() and pid.read_text().strip():
            break
        time.sleep(0.05)
    worker.kill()
    worker.wait(30)
    assert is_gone(int(pid.read_text()))


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_all_of_it(cast: Any, videos: Videos) -> None:
    held = sent(cast, videos.webm)
    drain(FrozenClock(NOW), threads=2)
    held.refresh_from_db()
    assert (held.state, held.progress, held.note) == ("done", 100, "")
    square = VideoLimits(max_bytes=10**7, max_seconds=60, shapes=(1.0, 1.0))
    assert held.asset is not None
    actions.prepare_video(asset_id=held.asset.pk, given=square, at=NOW)
    drain(FrozenClock(NOW), threads=2)
    assert fitted_video(held.asset, square).width == 90
