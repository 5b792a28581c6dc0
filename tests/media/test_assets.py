"""Uploading, keeping, fitting and serving pictures."""

from __future__ import annotations

import errno
import os
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kentongan.kernel.errors import Missing, TooLarge
from kentongan.ledger.models import Entry
from kentongan.media import actions, files, queries
from kentongan.media.access import visible_asset
from kentongan.media.errors import BadImage, NoRoom
from kentongan.media.models import Asset
from kentongan.people.actions import create_token
from kentongan.people.models import Absence
from kentongan.people.queries import unit_timezone
from tests.cast import NOW, sign_in
from tests.media import pictures


def put(cast: Any, data: bytes | None = None, name: str = "Foto kerja bakti.JPG", unit: Any = None):
    """An upload by the admin of the kecamatan."""
    file = SimpleUploadedFile(name, data if data is not None else pictures.jpeg(600, 400))
    return actions.upload(by=cast.admin, at=NOW, unit=unit or cast.kecamatan, file=file, name=name)


def stored() -> list[Path]:
    """All files below the root."""
    return [p for p in files.root().rglob("*") if p.is_file()]


def test_an_upload_is_kept_with_one_line_in_the_ledger(cast):
    asset = put(cast)
    assert asset.name == "Foto kerja bakti.jpg"
    assert (asset.width, asset.height, asset.mime) == (600, 400, "image/jpeg")
    assert asset.size == len(queries.full(asset))
    entry = Entry.objects.get()
    assert (entry.action, entry.target_id, entry.revision, entry.unit_code) == (
        "media.upload", str(asset.pk), asset.sha256, cast.kecamatan.code,
    )  # fmt: skip


def test_the_same_picture_is_kept_once_per_unit(cast):
    data = pictures.jpeg()
    first, second = put(cast, data), put(cast, data, name="lain.png")
    assert first == second
    assert Entry.objects.count() == 1
    other = put(cast, data, unit=cast.kelurahan)
    assert other != first
    assert other.file.name == first.file.name
    assert len(stored()) == 2


def test_a_lost_file_comes_back_with_the_next_upload(cast):
    data = pictures.jpeg()
    asset = put(cast, data)
    files.remove(asset.file.name)
    assert put(cast, data) == asset
    assert queries.full(asset)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Gambar\\posyandu.png", "posyandu.jpg"),
        ("a\u202egpj.exe", "a gpj.jpg"),
        ("\x00\ud800", "gambar.jpg"),
        ("", "gambar.jpg"),
        ("x" * 500 + ".png", "x" * 180 + ".jpg"),
        (".png", "png.jpg"),
    ],
)  # fmt: skip
def test_a_file_name_is_made_harmless(cast, given: str, kept: str):
    assert actions.clean_name(given, "jpg") == kept


def test_a_refused_file_leaves_nothing_behind(cast):
    for data in (pictures.SVG, pictures.jpeg()[:900], b""):
        with pytest.raises(BadImage):
            put(cast, data)
    assert not stored()
    assert not Asset.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("head", "error", "said"),
    [
        (pictures.jpeg()[:4096], TooLarge, "20 MB"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(99), BadImage, "Video diunggah lewat"),
    ],
)
def test_a_20_mb_file_is_refused_by_its_kind_before_it_is_read(cast, head, error, said):
    class Huge:
        size = 20_000_000

        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= 4096, "all of it is read"
            return head

    with pytest.raises(error) as caught:
        actions.upload(by=cast.admin, at=NOW, unit=cast.kecamatan, file=Huge(), name="a.jpg")
    assert said in str(caught.value)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_leaves_neither_row_nor_file(cast, monkeypatch, code: int):
    def full(_handle: int) -> None:
        raise OSError(code, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoom) as caught:
        put(cast)
    assert "penuh" in str(caught.value)
    assert caught.value.status == 507
    assert not stored()
    assert not Asset.objects.exists()


def test_fitting_gives_the_same_bytes_even_when_the_encoder_changes(cast, monkeypatch):
    asset = put(cast, pictures.jpeg(900, 700))
    wanted = {"max_bytes": 60_000, "max_side": 600, "mimes": ("image/jpeg",)}
    first = queries.fitted(asset, **wanted)
    assert len(first[0]) <= 60_000
    assert max(first[2:]) <= 600
    monkeypatch.setattr("kentongan.media.images.encode_jpeg", None)
    assert queries.fitted(asset, **wanted) == first


def test_fitting_works_on_a_full_disk(cast, monkeypatch):
    asset = put(cast, pictures.jpeg(900, 700))

    def full(*_args: Any) -> None:
        raise NoRoom("penuh")

    monkeypatch.setattr(files, "write", full)
    data, mime, *_size = queries.fitted(
        asset, max_bytes=60_000, max_side=600, mimes=("image/jpeg",)
    )
    assert mime == "image/jpeg"
    assert len(data) <= 60_000


def test_orphans_go_after_a_day_and_what_is_used_stays(cast):
    asset = put(cast)
    files.write("media/ab/yatim.jpg", b"x")
    files.write("turunan/ab/lama.jpg", b"x")
    old = (NOW - timedelta(days=40)).timestamp()
    for path in stored():
        os.utime(path, (old, old))
    files.write("media/ab/baru.jpg", b"x")
    assert actions.clear_orphans(at=NOW) == 2
    assert {p.name for p in stored()} == {
        Path(asset.file.name).name, Path(asset.thumbnail.name).name, "baru.jpg",
    }  # fmt: skip


@pytest.mark.parametrize("size", ["kecil", "penuh"])
def test_a_picture_is_served_with_its_own_type_and_private_caching(cast, client, size: str):
    asset = put(cast, pictures.as_bytes(pictures.drawing(800, 600), "PNG"), "poster.png")
    sign_in(client, cast.admin)
    url = reverse("media:show", args=[asset.pk, size])
    assert url == f"/berkas/{asset.pk}/{size}/"
    response = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert response["Content-Type"] == ("image/jpeg" if size == "kecil" else "image/png")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "Content-Encoding" not in response
    assert 'filename="poster.png"' in response["Content-Disposition"]
    assert "attachment" not in response["Content-Disposition"]
    body = b"".join(response.streaming_content)
    assert max(pictures.opened(body).size) == (480 if size == "kecil" else 800)
    again = client.get(url, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_a_picture_of_another_unit_is_a_404_and_strangers_are_sent_to_sign_in(cast, client):
    asset = put(cast)
    url = reverse("media:show", args=[asset.pk, "penuh"])
    assert client.get(url).status_code == 302
    sign_in(client, cast.admin_lain)
    assert client.get(url).status_code == 404
    sign_in(client, cast.penyelia)
    assert client.get(url).status_code == 200
    assert client.get(reverse("media:show", args=[uuid4(), "penuh"])).status_code == 404
    assert client.get(f"/berkas/{asset.pk}/asli/").status_code == 404
    assert client.post(url).status_code == 405


def test_a_deputy_sees_the_pictures_of_the_person_they_stand_in_for(cast):
    asset = put(cast)
    with pytest.raises(Missing):
        visible_asset(cast.camat_lain, asset.pk, at=NOW)
    Absence.objects.create(
        user=cast.camat, deputy=cast.camat_lain, from_date=NOW.date(), until_date=NOW.date()
    )
    midnight = NOW.astimezone(unit_timezone(asset.unit)).replace(hour=0).astimezone(UTC)
    for at in (midnight, NOW, midnight + timedelta(hours=23)):  # in the unit's days, not in UTC's
        assert visible_asset(cast.camat_lain, asset.pk, at=at) == asset
    for at in (midnight - timedelta(minutes=1), midnight + timedelta(days=1)):
        with pytest.raises(Missing):
            visible_asset(cast.camat_lain, asset.pk, at=at)


def test_a_file_lost_from_the_disk_is_said(cast, client):
    asset = put(cast)
    files.remove(asset.file.name)
    sign_in(client, cast.admin)
    response = client.get(reverse("media:show", args=[asset.pk, "penuh"]))
    assert response.status_code == 404
    assert "Unggah lagi" in response.content.decode()


# --- the API


@pytest.fixture
def send(cast, client):
    """``send(data, unit=code)``: an upload over the API by the admin of the kecamatan."""
    _token, secret = create_token(
        by=cast.administrator, at=NOW, user=cast.admin, unit=cast.kecamatan, name="uji"
    )

    def upload(data: bytes | None, unit: str = "kec-sumberjati", name: str = "a.jpg") -> Any:
        body = {"unit": unit}
        if data is not None:
            body["file"] = SimpleUploadedFile(name, data, "image/jpeg")
        return client.post("/api/v1/media", body, headers={"Authorization": f"Bearer {secret}"})

    return upload


def test_a_picture_is_uploaded_over_the_api_once(cast, send):
    data = pictures.jpeg()
    first, again = send(data), send(data)
    assert first.status_code == 201
    assert first.json() == again.json()
    assert first.json()["mime"] == "image/jpeg"
    assert Asset.objects.get().unit == cast.kecamatan


@pytest.mark.parametrize(
    ("data", "unit", "status"),
    [
        (pictures.SVG, "kec-sumberjati", 422),
        (b"MZ program", "kec-sumberjati", 422),
        (b"", "kec-sumberjati", 422),
        (None, "kec-sumberjati", 422),
        (pictures.bomb(), "kec-sumberjati", 413),
        (pictures.jpeg() + b"\x00" * 20_000_000, "kec-sumberjati", 413),
        (pictures.jpeg(), "kec-ciranji", 404),
        (pictures.jpeg(), "\x00", 404),
        (pictures.jpeg(), "x" * 65, 422),
    ],
    ids=["svg", "lie", "empty", "none", "bomb", "20MB", "other-unit", "nul", "long"],
)
def test_what_is_refused_over_the_api_is_a_problem_document(send, data, unit, status):
    response = send(data, unit)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]
    assert not Asset.objects.exists()


def test_whoever_uploads_for_a_post_is_led_back_to_it_and_the_file_goes_to_its_unit(cast, client):
    sign_in(client, cast.admin, cast.kecamatan)
    address, back = reverse("media:uploads"), "/unggahan/?label=pos"
    asked = {"unit": cast.kelurahan.code, "next": back}
    page = client.get(address, asked)
    assert f'value="{cast.kelurahan.code}" selected' in page.text
    assert page.context["back"] == back
    file = SimpleUploadedFile("a.jpg", pictures.jpeg(80, 60))
    sent = client.post(reverse("media:send"), asked | {"file": file})
    assert sent.status_code == 303
    page = client.get(sent.headers["Location"])
    assert (page.context["back"], f'href="{back}"' in page.text) == (back, True)
    stranger = client.get(address, asked | {"next": "https://jahat.example/"})
    assert "https://jahat.example" not in stranger.text
