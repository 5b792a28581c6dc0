"""Files are shown to clamd where there is one; what it finds is refused by name."""

from __future__ import annotations

import io
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kentongan.jobs.models import Job
from kentongan.kernel.errors import Missing
from kentongan.ledger.models import Entry
from kentongan.media import actions, arrivals, clamd, scanning
from kentongan.media.errors import Infected, NotScanned
from kentongan.media.models import Asset, Incoming
from kentongan.people.actions import create_token
from tests.cast import NOW, sign_in
from tests.fakes.clamd import EICAR, SIGNATURE, Clamd
from tests.media import pictures
from tests.media.videos import sent, taken_in


@pytest.fixture
def scanner(settings: Any) -> Iterator[Clamd]:
    """A scanner that the settings name; files must pass it."""
    fake = Clamd()
    settings.CLAMD, settings.CLAMD_REFUSES = fake.address, True
    yield fake
    fake.stop()
    assert fake.wrong == []


def upload(cast: Any, data: bytes) -> Asset:
    file = SimpleUploadedFile("a.jpg", data)
    return actions.upload(by=cast.admin, at=NOW, unit=cast.kecamatan, file=file, name="a.jpg")


# ------------------------------------------------------------------------------ the protocol


@pytest.mark.no_database
def test_a_file_goes_in_pieces_and_its_verdict_comes_back(scanner: Clamd) -> None:
    large = b"x" * 200_000
    assert clamd.scan(scanner.address, io.BytesIO(large), seconds=5) == ""
    assert clamd.scan(scanner.address, io.BytesIO(b"a" + EICAR), seconds=5) == SIGNATURE
    assert scanner.seen == [large, b"a" + EICAR]


@pytest.mark.no_database
def test_a_socket_in_the_file_system_does_as_well(tmp_path: Path) -> None:
    fake = Clamd(tmp_path / "clamd.ctl")
    for address in (fake.address, str(tmp_path / "clamd.ctl")):
        assert clamd.scan(address, io.BytesIO(EICAR), seconds=5) == SIGNATURE
    fake.stop()


@pytest.mark.no_database
def test_a_file_over_the_scanner_s_own_limit_was_not_scanned(scanner: Clamd) -> None:
    scanner.most = 100_000
    with pytest.raises(clamd.ScannerAway):
        clamd.scan(scanner.address, io.BytesIO(b"x" * 5_000_000), seconds=5)
    scanner.says = b"INSTREAM size limit exceeded. ERROR"
    with pytest.raises(NotScanned, match="StreamMaxLength"):
        scanning.check(b"x")


@pytest.mark.no_database
@pytest.mark.parametrize(
    "says", [b"", b"stream: Can't allocate memory ERROR", b"OK", b"\xff\xfe", b"FOUND"]
)
def test_an_answer_that_is_no_verdict_is_not_taken_for_one(scanner: Clamd, says: bytes) -> None:
    scanner.says = says
    with pytest.raises(clamd.ScannerAway):
        clamd.scan(scanner.address, io.BytesIO(b"x"), seconds=5)


@pytest.mark.no_database
def test_silence_and_bad_addresses_are_no_verdict_either(scanner: Clamd, tmp_path: Path) -> None:
    scanner.silent = True
    for address in (scanner.address, str(tmp_path / "none"), "127.0.0.1:1", "x:y", "127.0.0.1"):
        with pytest.raises(clamd.ScannerAway):
            clamd.scan(address, io.BytesIO(b"x"), seconds=2)


@pytest.mark.no_database
def test_the_verdict_on_a_large_file_may_take_longer(
    scanner: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a gigabyte clamd speaks after a minute, on a small machine."""
    scanner.thinks = 1.5
    with pytest.raises(clamd.ScannerAway):
        clamd.scan(scanner.address, io.BytesIO(b"x" * 1000), seconds=0.5)
    monkeypatch.setattr(clamd, "SLOWEST", 100)
    assert clamd.scan(scanner.address, io.BytesIO(b"x" * 1000), seconds=0.5) == ""


@pytest.mark.no_database
def test_many_files_of_one_form_wait_for_a_silent_scanner_only_once(
    scanner: Clamd, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else three files of a citizen would take longer than the proxy waits for the page."""
    monkeypatch.setattr(scanning, "AT_ONCE", 3.0)
    with socket.create_server(("127.0.0.1", 0)) as hangs:
        settings.CLAMD = f"127.0.0.1:{hangs.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(NotScanned):
            scanning.check(b"x")
        settings.CLAMD_REFUSES = False
        assert not any(scanning.check(b"x") for _ in range(2))
        assert 3 <= time.monotonic() - began < 7
    settings.CLAMD = scanner.address
    with pytest.raises(Infected):  # it is asked all the same
        scanning.check(EICAR)
    scanner.thinks = 1.5  # and, since it answered, waited for as before
    assert scanning.check(b"x")


@pytest.mark.no_database
def test_a_scanner_that_is_only_slow_is_waited_for_again(
    scanner: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BRIEFLY", 0.1)
    monkeypatch.setattr(scanning, "SILENT_SECONDS", 1.0)
    scanning.silence.heard(_timed_out(), after=20.0)
    scanner.thinks = 0.3
    began = time.monotonic()
    while True:
        with suppress(NotScanned):
            assert scanning.check(b"x")
            break
        assert time.monotonic() - began < 10


def _timed_out() -> clamd.ScannerAway:
    error = clamd.ScannerAway()
    error.__cause__ = TimeoutError()
    return error


# ------------------------------------------------------------------------------ around it


def test_without_the_setting_nothing_is_scanned(settings: Any) -> None:
    assert settings.CLAMD == ""
    assert scanning.check(EICAR) is False


def test_a_clean_picture_is_scanned_as_it_came_and_taken(cast, scanner: Clamd) -> None:
    data = pictures.jpeg(100, 80)
    assert upload(cast, data).width == 100
    assert scanner.seen == [data]


def test_a_virus_in_a_form_is_refused_by_name_and_leaves_nothing(cast, scanner: Clamd) -> None:
    with pytest.raises(Infected) as caught:
        upload(cast, pictures.jpeg(100, 80) + EICAR)
    assert SIGNATURE in str(caught.value)
    assert not Asset.objects.exists()
    entry = Entry.objects.get()
    assert (entry.action, entry.target_label) == ("media.infected", "a")
    assert entry.data["signature"] == SIGNATURE


def test_a_virus_in_the_paper_of_a_consent_is_refused_and_recorded(cast, scanner: Clamd) -> None:
    asset = upload(cast, pictures.jpeg(100, 80))
    with pytest.raises(Infected, match=SIGNATURE):
        actions.add_consent(
            asset_id=asset.pk, who="Kader", by=cast.admin, at=NOW, paper=io.BytesIO(EICAR)
        )
    assert not asset.consents.exists()
    entry = Entry.objects.get(action="media.infected")
    assert (entry.target_id, entry.data["signature"]) == (str(asset.pk), SIGNATURE)


def test_a_virus_for_a_file_that_is_gone_is_told_as_gone(cast, scanner: Clamd) -> None:
    said = {"who": "Kader", "by": cast.admin, "at": NOW, "paper": io.BytesIO(EICAR)}
    with pytest.raises(Missing):
        actions.add_consent(asset_id=uuid4(), **said)
    assert not Entry.objects.exists()


def test_a_virus_that_came_in_pieces_is_refused_by_name_and_recorded(cast, scanner: Clamd) -> None:
    held = taken_in(sent(cast, pictures.jpeg(100, 80) + EICAR, "Surat.jpg"))
    assert held.state == "refused"
    assert SIGNATURE in held.note
    assert not arrivals.path(held.pk).exists()
    entry = Entry.objects.get()
    assert (entry.action, entry.target_label) == ("media.infected", "Surat")
    assert entry.data["signature"] == SIGNATURE


def test_while_the_scanner_is_away_files_in_pieces_wait_for_it(
    cast, scanner: Clamd, settings: Any, client: Client
) -> None:
    settings.CLAMD = "127.0.0.1:1"
    held = taken_in(sent(cast, pictures.jpeg(100, 80)))
    assert (held.state, held.note) == ("waiting", "Pemindai virus tidak menjawab.")
    page = sign_in(client, held.by).get(reverse("media:uploads")).text
    assert "Tidak perlu diunggah lagi" in page
    settings.CLAMD = scanner.address
    Job.objects.all().delete()
    assert actions.take_in_waiting(at=NOW + timedelta(minutes=11)) == 1
    assert taken_in(held).state == "done"


def test_while_the_scanner_is_away_a_form_is_told_to_come_again(cast, settings: Any) -> None:
    settings.CLAMD, settings.CLAMD_REFUSES = "127.0.0.1:1", True
    with pytest.raises(NotScanned) as caught:
        upload(cast, pictures.jpeg(100, 80))
    assert caught.value.status == 503
    assert not Asset.objects.exists()


def test_where_the_operator_chose_so_files_are_taken_with_a_warning(
    cast, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CLAMD, settings.CLAMD_REFUSES = "127.0.0.1:1", False
    with caplog.at_level(logging.WARNING, "kentongan.media"):
        assert taken_in(sent(cast, pictures.jpeg(100, 80))).state == "done"
    assert "not scanned" in caplog.text
    assert Incoming.objects.get().note == ""


def test_the_api_says_it_as_a_problem(cast, scanner: Clamd, client: Any) -> None:
    _token, secret = create_token(
        by=cast.administrator, at=NOW, user=cast.admin, unit=cast.kecamatan, name="uji"
    )
    body = {
        "unit": "kec-sumberjati",
        "file": SimpleUploadedFile("a.jpg", pictures.jpeg(80, 60) + EICAR),
    }
    response = client.post("/api/v1/media", body, headers={"Authorization": f"Bearer {secret}"})
    assert response.status_code == 422
    assert SIGNATURE in response.json()["detail"]
