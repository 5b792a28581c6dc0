"""Debian's own clamd: what it finds, what it is too small for, and what happens without it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kentongan.jobs.models import Job
from kentongan.ledger.models import Entry
from kentongan.media import actions, arrivals, clamd, scanning
from kentongan.media.errors import Infected, NotScanned
from kentongan.media.models import Asset
from tests.cast import NOW, sign_in
from tests.fakes.clamd import EICAR
from tests.media import pictures
from tests.media.videos import Videos, sent, taken_in
from tests.servers import Clamd
from tests.servers.clamd import SIGNATURE, running

HANDBOOK = Path(__file__).parents[2] / "docs" / "operator.md"
MB = 1 << 20


@pytest.fixture
def scanner(settings: Any, clamd_server: Clamd) -> Clamd:
    """The settings name it; files must pass it."""
    settings.CLAMD, settings.CLAMD_REFUSES = clamd_server.path, True
    return clamd_server


@pytest.fixture
def own_scanner(settings: Any) -> Iterator[Clamd]:
    """One that a test may pause and end."""
    with running() as server:
        settings.CLAMD, settings.CLAMD_REFUSES = server.path, True
        yield server


def with_virus() -> bytes:
    return pictures.jpeg(100, 80) + EICAR


# ------------------------------------------------------------------------------ what it says


@pytest.mark.no_database
def test_it_finds_what_is_bad_by_both_of_its_addresses_and_passes_what_is_good(
    clamd_server: Clamd,
) -> None:
    for address in (clamd_server.address, clamd_server.path, f"unix:{clamd_server.path}"):
        for before in (b"", b"a" * 70_000):  # in more than one piece, too
            bad = io.BytesIO(before + EICAR + before)
            assert clamd.scan(address, bad, seconds=20) == SIGNATURE
        for good in (b"", b"x", pictures.jpeg(100, 80), b"x" * 3 * MB):
            assert clamd.scan(address, io.BytesIO(good), seconds=20) == ""


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("size", "setting"), [(5 * MB, "MaxFileSize"), (9 * MB, "StreamMaxLength")]
)
def test_a_file_over_either_of_its_limits_counts_as_not_scanned_not_as_infected(
    scanner: Clamd, settings: Any, size: int, setting: str
) -> None:
    for address in (scanner.address, scanner.path):
        settings.CLAMD = address
        with pytest.raises(NotScanned, match=f"menaikkan {setting} di clamd"):
            scanning.check(b"x" * size + EICAR)


@pytest.mark.no_database
def test_the_handbook_asks_for_the_setting_without_which_clamd_praises_what_it_did_not_see() -> (
    None
):
    with running(AlertExceedsMax="no") as server:
        unseen = io.BytesIO(EICAR + b"x" * 5 * MB)
        assert clamd.scan(server.path, unseen, seconds=20) == ""
    said = HANDBOOK.read_text("utf-8")
    for line in ("AlertExceedsMax yes", "StreamMaxLength 2000M", "MaxFileSize 2000M"):
        assert f"\n    {line}\n" in said


@pytest.mark.no_database
def test_clamd_takes_the_settings_of_the_handbook() -> None:
    lines = HANDBOOK.read_text("utf-8").splitlines()
    first = lines.index("    StreamMaxLength 2000M")
    told = [line.split() for line in lines[first : lines.index("", first)]]
    with running(**dict(told)) as server:
        assert clamd.scan(server.path, io.BytesIO(b"x" * 30 * MB + EICAR), seconds=60) == SIGNATURE


# ------------------------------------------------------------------------------ in the product


def test_a_virus_is_refused_by_name_however_it_comes_and_recorded(
    cast: Any, scanner: Clamd, client: Client
) -> None:
    held = taken_in(sent(cast, with_virus(), "Surat.jpg"))
    assert (held.state, SIGNATURE in held.note) == ("refused", True)
    assert not arrivals.path(held.pk).exists()
    assert SIGNATURE in sign_in(client, held.by).get(reverse("media:uploads")).text
    file = SimpleUploadedFile("b.jpg", with_virus())
    with pytest.raises(Infected, match=SIGNATURE):
        actions.upload(by=cast.admin, at=NOW, unit=cast.kecamatan, file=file, name="Pamflet.jpg")
    found = Entry.objects.filter(action="media.infected").order_by("seq")
    assert [entry.target_label for entry in found] == ["Surat", "Pamflet"]
    assert {entry.data["signature"] for entry in found} == {SIGNATURE}
    assert not Asset.objects.exists()


def test_good_pictures_and_videos_pass(cast: Any, scanner: Clamd, tmp_path: Path) -> None:
    assert taken_in(sent(cast, pictures.jpeg(100, 80), "a.jpg")).state == "done"
    assert taken_in(sent(cast, Videos(tmp_path).mp4)).state == "done"


def test_a_file_over_its_limit_waits_and_the_page_says_what_to_raise(
    cast: Any, scanner: Clamd, client: Client, tmp_path: Path
) -> None:
    video = Videos(tmp_path).mp4.read_bytes()
    held = taken_in(sent(cast, video + b"\0" * 5 * MB))
    assert held.state == "waiting"
    assert "MaxFileSize" in sign_in(client, held.by).get(reverse("media:uploads")).text
    assert not Entry.objects.filter(action="media.infected").exists()


def test_while_it_stands_still_or_is_gone_files_wait_and_are_taken_when_it_is_back(
    cast: Any, own_scanner: Clamd, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.5)
    monkeypatch.setattr(scanning, "AT_ONCE", 0.5)
    own_scanner.pause()
    file = SimpleUploadedFile("b.jpg", pictures.jpeg(100, 80))
    with pytest.raises(NotScanned, match="Coba lagi nanti"):
        actions.upload(by=cast.admin, at=NOW, unit=cast.kecamatan, file=file, name="b.jpg")
    held = taken_in(sent(cast, pictures.jpeg(100, 80)))
    assert (held.state, held.note) == ("waiting", "Pemindai virus tidak menjawab.")
    own_scanner.go_on()
    settings.CLAMD = str(tmp_path / "tidak-ada.ctl")
    Job.objects.all().delete()
    held = taken_in(held)
    assert (held.state, held.note) == ("waiting", "Pemindai virus tidak menjawab.")
    monkeypatch.setattr(scanning, "SECONDS", 60.0)
    settings.CLAMD = own_scanner.path
    assert actions.take_in_waiting(at=NOW + timedelta(minutes=11)) == 1
    assert taken_in(held).state == "done"
