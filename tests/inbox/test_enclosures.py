"""What citizens enclose: fetched once, scanned, without where it was taken, gone in its time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from kentongan.inbox.actions import cases, enclosures, hiding, intake
from kentongan.inbox.jobs import fetch_due
from kentongan.inbox.models import Attachment, Case
from kentongan.jobs.models import Job
from kentongan.ledger.models import Entry
from kentongan.media import files
from kentongan.media.models import Asset
from kentongan.networks.contract import Enclosure
from kentongan.networks.models import Account
from tests.cast import NOW, Cast, sign_in
from tests.fakes.clamd import EICAR, Clamd
from tests.fakes.server import Answer, Fake, Handler, Request
from tests.inbox.conftest import comment

CaseOf = Callable[..., Case]
CAMERA = b"Kamera Warga"


class Cdn(Fake):
    """Where a network keeps its files: bytes by path; ``hits`` are the paths that were asked."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, bytes] = {}
        self.moved: dict[str, str] = {}
        self.hits: list[str] = []

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [("GET", r"/.*", self._give)]

    def _give(self, request: Request) -> Answer:
        self.hits.append(request.path)
        if target := self.moved.get(request.path):
            return Answer(302, {}, {"Location": target})
        data = self.files.get(request.path)
        if data is None:
            return Answer(404, {})
        return Answer(200, data, {"Content-Type": "image/jpeg"})

    def put(self, path: str, data: bytes) -> str:
        self.files[path] = data
        return self.base_url + path


@pytest.fixture
def cdn(settings: Any, tmp_path: Any) -> Iterator[Cdn]:
    settings.MEDIA_ROOT = tmp_path
    with Cdn() as found:
        settings.INNER_HOSTS = [found.base_url.partition("//")[2]]
        yield found


def photo(width: int = 400) -> bytes:
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = CAMERA.decode()
    Image.new("RGB", (width, 300), "green").save(file, "JPEG", exif=exif)
    return file.getvalue()


def sent(case_of: CaseOf, *urls: str, text: str = "Jalan rusak, ini fotonya") -> Case:
    return case_of(text, enclosures=tuple(Enclosure(url, alt="image") for url in urls))


def fetched(at: Any = NOW) -> list[Attachment]:
    """All that is due, fetched."""
    rows = Attachment.objects.select_related("message__case__unit")
    for row in rows.filter(state="waiting", next_at__lte=at):
        enclosures.fetch(row, at=at)
    return list(Attachment.objects.order_by("place"))


def test_a_photo_is_fetched_once_and_kept_without_what_the_camera_wrote(
    case_of: CaseOf, cast: Cast, cdn: Cdn, client: Client
) -> None:
    case = sent(case_of, cdn.put("/a.jpg", photo()))
    fetch_due(at=NOW)
    assert Job.objects.filter(kind="inbox.fetch").count() == 1
    (row,) = fetched()
    fetched()
    assert cdn.hits == ["/a.jpg"]
    assert (row.state, row.mime) == ("kept", "image/jpeg")
    assert CAMERA not in files.read(row.file)
    assert not Asset.objects.exists(), "no library lists it"
    assert Entry.objects.filter(action="inbox.attachment", target_label=case.number).count() == 1
    sign_in(client, cast.admin)
    page = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert f"/kotak-masuk/lampiran/{row.pk}/kecil/" in page
    small = client.get(f"/kotak-masuk/lampiran/{row.pk}/kecil/")
    assert (small.status_code, small.headers["Content-Type"]) == (200, "image/jpeg")
    assert "tertutup. Tampilkan" not in page
    hiding.ask(case.messages.get(), by=cast.admin, at=NOW, rule="gambling", reason="Judi")
    page = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert "tertutup. Tampilkan" in page, "what a rule hides is covered with its pictures"
    sign_in(client, cast.admin_lain)
    assert client.get(f"/kotak-masuk/lampiran/{row.pk}/penuh/").status_code == 404


def test_a_photo_shows_itself_in_a_case_that_was_opened_before_it_came(
    case_of: CaseOf, cast: Cast, cdn: Cdn, client: Client
) -> None:
    case = sent(case_of, cdn.put("/a.jpg", photo()))
    sign_in(client, cast.admin)
    page = client.get(f"/kotak-masuk/{case.number}/").text
    shown = re.search(r'name="terbuka" value="([^"]+)"', page)
    assert shown is not None
    (row,) = fetched()
    answer = client.get("/kotak-masuk/denyut/", {"terbuka": shown[1]})
    assert f"/kotak-masuk/lampiran/{row.pk}/kecil/" not in page
    assert f"/kotak-masuk/lampiran/{row.pk}/kecil/" in answer.text


def test_malware_is_never_stored_and_nobody_is_led_to_it(
    case_of: CaseOf, cast: Cast, cdn: Cdn, settings: Any, client: Client, tmp_path: Any
) -> None:
    scanner = Clamd()
    settings.CLAMD, settings.CLAMD_REFUSES = scanner.address, True
    address = cdn.put("/foto.jpg", photo() + EICAR)
    case = sent(case_of, address)
    (row,) = fetched()
    scanner.stop()
    assert (row.state, row.file) == ("infected", "")
    assert not list(tmp_path.rglob("*.*"))
    sign_in(client, cast.admin)
    page = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert "memuat virus" in page
    assert address not in page


def test_where_files_must_be_scanned_one_waits_for_the_scanner(
    case_of: CaseOf, cdn: Cdn, settings: Any
) -> None:
    settings.CLAMD, settings.CLAMD_REFUSES = "127.0.0.1:9", True
    sent(case_of, cdn.put("/a.jpg", photo()))
    (row,) = fetched()
    assert (row.state, row.tries) == ("waiting", 1)
    settings.CLAMD = ""
    (row,) = fetched(NOW + timedelta(minutes=6))
    assert row.state == "kept"


@pytest.mark.parametrize(
    ("data", "state", "mime"),
    [
        (b"%PDF-1.7 surat", "kept", "application/pdf"),
        (b"OggS" + b"\0" * 60, "kept", "audio/ogg"),
        (b"MZ program", "refused", ""),
        (b"<html><script>", "refused", ""),
        (b"\xff\xd8\xff rusak", "refused", ""),
    ],
)
def test_the_bytes_decide_what_it_is(
    case_of: CaseOf, cast: Cast, cdn: Cdn, client: Client, data: bytes, state: str, mime: str
) -> None:
    sent(case_of, cdn.put("/berkas", data))
    (row,) = fetched()
    assert (row.state, row.mime, bool(row.note)) == (state, mime, state == "refused")
    if state == "kept":
        sign_in(client, cast.admin)
        answer = client.get(f"/kotak-masuk/lampiran/{row.pk}/penuh/")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_too_long_is_not_read_to_its_end(
    case_of: CaseOf, cdn: Cdn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosures, "MAX_BYTES", 1000)
    sent(case_of, cdn.put("/a.jpg", photo() + b"\0" * 5000))
    (row,) = fetched()
    assert row.state == "refused"
    assert "15 MB" in row.note


def test_no_address_leads_to_an_inner_one(case_of: CaseOf, cdn: Cdn) -> None:
    cdn.moved["/a.jpg"] = "http://127.0.0.1:9/rahasia"
    cdn.moved["/b.jpg"] = "/c.jpg"
    cdn.put("/c.jpg", photo())
    sent(case_of, f"{cdn.base_url}/a.jpg", f"{cdn.base_url}/b.jpg", "https://127.0.0.1/x")
    away, followed, inner = fetched()
    assert (away.state, followed.state, inner.state) == ("waiting", "kept", "waiting")


def test_an_address_that_died_is_tried_with_patience_and_then_told(
    case_of: CaseOf, cdn: Cdn
) -> None:
    sent(case_of, f"{cdn.base_url}/hilang.jpg")
    at = NOW
    for _ in range(enclosures.MOST_TRIES):
        fetched(at)
        at += timedelta(days=1)
    row = Attachment.objects.get()
    assert (row.state, row.tries) == ("refused", enclosures.MOST_TRIES)
    assert len(cdn.hits) == enclosures.MOST_TRIES


def test_the_same_message_again_brings_no_second_file_but_its_new_address(
    case_of: CaseOf, account: Account, cdn: Cdn
) -> None:
    case = sent(case_of, f"{cdn.base_url}/lama.jpg")
    fetched()
    message = case.messages.get()
    again = comment(
        message.text,
        external_id=message.external_id,
        enclosures=(Enclosure(cdn.put("/baru.jpg", photo()), alt="image"),),
    )
    intake.take_in(account, [again], at=NOW)
    (row,) = fetched(NOW + timedelta(hours=1))
    assert row.state == "kept"


def test_long_after_its_case_was_closed_a_file_goes_and_its_row_tells(
    case_of: CaseOf, cast: Cast, cdn: Cdn, tmp_path: Any, settings: Any
) -> None:
    case = sent(case_of, cdn.put("/a.jpg", photo()))
    (row,) = fetched()
    Case.objects.filter(pk=case.pk).update(told_at=NOW, first_replied_at=NOW)
    cases.close(Case.objects.get(pk=case.pk), by=cast.admin, at=NOW, outcome="Jalan ditambal.")
    assert enclosures.clear(at=NOW + timedelta(days=300)) == 0
    settings.ENCLOSURE_DAYS = 0
    assert enclosures.clear(at=NOW + timedelta(days=3660)) == 0
    settings.ENCLOSURE_DAYS = 90
    assert enclosures.clear(at=NOW + timedelta(days=89)) == 0
    assert enclosures.clear(at=NOW + timedelta(days=91)) == 2
    row.refresh_from_db()
    assert (row.state, row.file) == ("removed", "")
    assert not list(tmp_path.rglob("*.jpg"))


def test_a_file_without_a_row_is_cleared_away(cdn: Cdn, db: None) -> None:
    files.write(f"{files.CITIZENS}/00/tanpa-baris.jpg", b"x")
    assert enclosures.clear(at=NOW) == 0
    assert enclosures.clear(at=NOW + timedelta(days=3650)) == 1
