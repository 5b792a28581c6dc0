"""Videos made for the tests, good and bad: 160 × 90 pixels, one to two seconds."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from kentongan.jobs.models import Job
from kentongan.jobs.registry import KINDS
from kentongan.media import actions
from kentongan.media.models import Asset, Incoming
from tests.cast import NOW

#: A place and a camera, as a phone writes them.
PLACE = "+06.8368-108.2271/"
CAMERA = "Kamera Rahasia"


class Videos:
    """Makes each video when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _made(self, name: str, *arguments: str) -> Path:
        path = self.folder / name
        if not path.exists():
            command = ["ffmpeg", "-nostdin", "-v", "error", *arguments, str(path)]
            subprocess.run(command, check=True, timeout=60)
        return path

    def _lavfi(self, name: str, *arguments: str, size: str = "160x90", seconds: float = 1) -> Path:
        picture = f"testsrc=size={size}:rate=10:duration={seconds}"
        sound = f"sine=frequency=440:duration={seconds}"
        return self._made(
            name, "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, *arguments
        )

    @property
    def mp4(self) -> Path:
        """As a phone makes it: with place, camera, and its index at the end."""
        said = [
            "-metadata", f"location={PLACE}", "-metadata", f"title={CAMERA}",
            "-metadata:s:v", f"handler_name={CAMERA}", "-movflags", "use_metadata_tags",
        ]  # fmt: skip
        return self._lavfi("a.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", *said, seconds=2)

    @property
    def upright(self) -> Path:
        """Long and big enough for every network: six seconds, 540 × 960."""
        kinds = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"]
        return self._lavfi("upright.mp4", *kinds, size="540x960", seconds=6)

    @property
    def mov(self) -> Path:
        """QuickTime with another codec, upright only when turned."""
        flat = self._lavfi("flat.mov", "-c:v", "mpeg4", "-c:a", "aac")
        turned = self.folder / "a.mov"
        turned.write_bytes(_on_its_side(flat.read_bytes()))
        return turned

    @property
    def webm(self) -> Path:
        """VP8 and Vorbis in WebM."""
        return self._lavfi("a.webm", "-c:v", "libvpx", "-c:a", "libvorbis")

    @property
    def silent(self) -> Path:
        """Without sound."""
        return self._made(
            "silent.mp4", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=10:duration=1"
        )

    @property
    def heard_twice(self) -> Path:
        """With two tracks of sound, in a codec that is none of the usual ones."""
        return self._lavfi(
            "twice.mp4", "-map", "0", "-map", "1", "-map", "1", "-c:v", "mpeg4", "-c:a", "mp3"
        )

    @property
    def odd(self) -> Path:
        """161 pixels wide with pixels twice as wide as tall."""
        return self._lavfi("odd.mp4", "-c:v", "mpeg4", "-vf", "setsar=2", size="81x91")

    @property
    def sound(self) -> Path:
        """No pictures at all, though it is an MP4."""
        return self._made("sound.mp4", "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac")

    @property
    def matroska(self) -> Path:
        """The family of WebM, but not WebM."""
        return self._lavfi("a.mkv", "-c:v", "libx264")


def _on_its_side(movie: bytes) -> bytes:
    """The same QuickTime film with its pictures to be turned by 90 degrees: by the matrix in the
    head of its first track, which no option of all releases of ffmpeg writes."""
    at = movie.index(b"tkhd") + 44
    matrix = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 90 << 16, 0, 1 << 30)
    return movie[:at] + matrix + movie[at + len(matrix) :]


def looked_at(path: Path) -> dict[str, Any]:
    """What ffprobe says about a file."""
    command = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(path)]
    said = subprocess.run(command, check=True, capture_output=True, timeout=30).stdout
    found: dict[str, Any] = json.loads(said)
    return found


def run_job(job: Job) -> None:
    """The job as the worker would call it, and away with it."""
    Job.objects.filter(pk=job.pk).update(state="leased")
    KINDS[job.kind].function(at=NOW, **job.args)
    Job.objects.filter(pk=job.pk).update(state="done")


def sent(cast: Any, source: Path | bytes, name: str = "Rapat desa.MP4") -> Incoming:
    """A file sent with a form by the admin of the kecamatan; nothing is done with it yet."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    return actions.receive(
        by=cast.admin,
        at=NOW,
        unit=cast.kecamatan,
        file=SimpleUploadedFile(name, data),
        name=name,
    )


def taken_in(incoming: Incoming | UUID) -> Incoming:
    """After the work."""
    pk = incoming if isinstance(incoming, UUID) else incoming.pk
    actions.take_in(incoming_id=pk, at=NOW)
    return Incoming.objects.get(pk=pk)


def video_of(cast: Any, source: Path) -> Asset:
    """A video as an asset."""
    done = taken_in(sent(cast, source))
    assert done.asset is not None, done.note
    return done.asset


def stream(data: bytes) -> io.BytesIO:
    """What a request is read from."""
    return io.BytesIO(data)


def ended_by_the_machine(patch: Any, folder: Path) -> None:
    """ffmpeg is killed in the middle of its work, as where memory runs out."""
    fake = folder / "ffmpeg"
    fake.write_text("#!/bin/sh\nkill -9 $$\n")
    fake.chmod(0o755)
    patch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
