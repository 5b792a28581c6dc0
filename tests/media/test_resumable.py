"""Uploads in pieces, by tus 1.0.0: nothing that arrived is lost, and nobody else gets in."""

from __future__ import annotations

import base64
import errno
import os
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.jobs.models import Job
from kentongan.media import actions, arrivals, limits, tus
from kentongan.media.errors import Busy, NoRoom, VideoTooLarge, WrongOffset
from kentongan.media.models import Asset, Incoming
from kentongan.people.models import RoleGrant
from kentongan.people.permissions import forget
from tests.cast import NOW, sign_in
from tests.media import pictures
from tests.media.videos import Videos, run_job, sent, stream, taken_in

URL = "/berkas/unggah/"
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


def said(**values: str) -> str:
    """As ``Upload-Metadata``."""
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in values.items())


@pytest.fixture
def desk(cast, client: Client) -> Client:
    """The admin of the kecamatan, signed in."""
    return sign_in(client, cast.admin)


def announce(client: Client, size: Any, unit: str = "kec-sumberjati", **more: str) -> Any:
    headers = TUS | {
        "Upload-Length": str(size),
        "Upload-Metadata": said(filename="Rapat/../desa.mp4", unit=unit),
    }
    return client.post(URL, b"", content_type="", headers=headers | more)


def piece(client: Client, address: str, offset: int, data: bytes, **more: str) -> Any:
    headers = TUS | {"Upload-Offset": str(offset)} | more
    return client.generic("PATCH", address, data, content_type=PIECE, headers=headers)


def test_the_server_says_what_it_can(desk: Client) -> None:
    response = desk.options(URL)
    assert response.status_code == 204
    assert response["Tus-Version"] == "1.0.0"
    assert response["Tus-Extension"] == "creation,termination,expiration"
    assert response["Tus-Max-Size"] == str(limits.MAX_VIDEO_BYTES)


@pytest.mark.servers
def test_a_video_sent_in_pieces_becomes_an_asset(
    desk: Client, videos: Videos, monkeypatch: Any
) -> None:
    data = videos.mp4.read_bytes()
    created = announce(desk, len(data))
    assert created.status_code == 201
    assert created["Upload-Expires"].endswith("GMT")
    address = created["Location"]
    middle = len(data) // 2
    first = piece(desk, address, 0, data[:middle])
    assert (first.status_code, first["Upload-Offset"]) == (204, str(middle))
    told = desk.head(address, headers=TUS)
    assert (told["Upload-Offset"], told["Upload-Length"]) == (str(middle), str(len(data)))
    assert told["Cache-Control"] == "no-store"
    assert not Job.objects.exists()
    last = piece(desk, address, middle, data[middle:])
    assert (last.status_code, last["Upload-Offset"]) == (204, str(len(data)))
    assert "Upload-Expires" not in last
    assert desk.get(address).json()["state"] == "waiting"
    run_job(Job.objects.get(kind="media.take_in"))
    now = desk.get(address).json()
    assert (now["state"], now["progress"], now["over"]) == ("done", 100, True)
    asset = Asset.objects.get()
    assert (now["asset"], asset.name) == (str(asset.pk), "desa.mp4")
    assert not arrivals.path(Incoming.objects.get().pk).exists()
    assert desk.head(address, headers=TUS)["Upload-Offset"] == str(len(data))


def test_a_picture_may_come_in_pieces_too(desk: Client) -> None:
    data = pictures.jpeg(200, 100)
    address = announce(desk, len(data))["Location"]
    piece(desk, address, 0, data)
    run_job(Job.objects.get(kind="media.take_in"))
    assert Asset.objects.get().mime == "image/jpeg"


# ------------------------------------------------------------------------------ going on


def test_a_piece_for_another_place_is_a_conflict_and_changes_nothing(desk: Client) -> None:
    address = announce(desk, 10)["Location"]
    piece(desk, address, 0, b"12345")
    for offset in (0, 4, 6, 10):
        assert piece(desk, address, offset, b"67890").status_code == 409
    assert arrivals.path(Incoming.objects.get().pk).read_bytes() == b"12345"
    assert piece(desk, address, 5, b"67890").status_code == 204
    assert piece(desk, address, 10, b"z").status_code == 409, "it is complete"


def test_more_than_was_announced_is_refused(desk: Client) -> None:
    address = announce(desk, 10)["Location"]
    assert piece(desk, address, 0, b"x" * 11).status_code == 413
    assert desk.head(address, headers=TUS)["Upload-Offset"] == "0"


def test_a_second_writer_is_refused_while_the_first_one_writes(cast) -> None:
    held = actions.begin(by=cast.admin, at=NOW, unit=cast.kecamatan, size=10, name="a.mp4")
    begun, release = threading.Event(), threading.Event()

    class Slow:
        def read(self, _size: int = -1) -> bytes:
            if begun.is_set():
                return b""
            begun.set()
            release.wait(30)
            return b"12345"

    def first() -> None:
        with arrivals.alone(held.pk):
            arrivals.append(held.pk, Slow(), most=10)

    writer = threading.Thread(target=first)
    writer.start()
    assert begun.wait(30)
    with pytest.raises(Busy) as caught:
        go_on(held, 0, b"zzzzz")
    assert caught.value.status == 423
    with pytest.raises(Busy):
        actions.cancel(incoming_id=held.pk)
    release.set()
    writer.join(30)
    assert go_on(held, 5, b"67890") == 10
    assert arrivals.path(held.pk).read_bytes() == b"1234567890"


def go_on(held: Incoming, offset: int, data: bytes) -> int:
    return actions.go_on(
        incoming_id=held.pk, offset=offset, source=stream(data), at=NOW, length=len(data)
    )


def test_what_arrived_before_the_line_broke_stays(cast) -> None:
    held = actions.begin(by=cast.admin, at=NOW, unit=cast.kecamatan, size=10, name="a.mp4")

    class Broken:
        pieces = [b"123", b"45"]

        def read(self, _size: int = -1) -> bytes:
            if self.pieces:
                return self.pieces.pop(0)
            raise OSError("connection reset")

    with pytest.raises(OSError, match="reset"):
        actions.go_on(incoming_id=held.pk, offset=0, source=Broken(), at=NOW, length=10)
    assert arrivals.received(held.pk) == 5
    assert go_on(held, 5, b"67890") == 10


def test_a_full_disk_gives_the_sentence_and_loses_nothing(desk: Client, monkeypatch: Any) -> None:
    address = announce(desk, 10)["Location"]
    piece(desk, address, 0, b"12345")
    write = os.write
    taken = []

    def full(handle: int, data: Any) -> int:
        if taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken.append(1)
        return write(handle, bytes(data[:2]))

    with monkeypatch.context() as here:
        here.setattr(arrivals.os, "write", full)
        response = piece(desk, address, 5, b"67890")
    assert response.status_code == 507
    assert "penuh" in response.content.decode()
    assert desk.head(address, headers=TUS)["Upload-Offset"] == "7"
    assert piece(desk, address, 7, b"890").status_code == 204
    assert arrivals.path(Incoming.objects.get().pk).read_bytes() == b"1234567890"


def test_a_file_that_will_not_fit_on_the_disk_is_refused_at_once(
    desk: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(limits, "RESERVE_BYTES", 10**18)
    response = announce(desk, 10)
    assert response.status_code == 507
    assert not Incoming.objects.exists()


def test_a_worker_that_died_after_the_last_byte_is_made_up_for(desk: Client) -> None:
    address = announce(desk, 5)["Location"]
    pk = Incoming.objects.get().pk
    with arrivals.alone(pk):
        arrivals.append(pk, stream(b"12345"), most=5)
    assert not Job.objects.exists()
    assert desk.head(address, headers=TUS)["Upload-Offset"] == "5"
    assert Job.objects.get().kind == "media.take_in"


def test_a_piece_is_never_whole_in_memory(cast) -> None:
    held = actions.begin(by=cast.admin, at=NOW, unit=cast.kecamatan, size=3 * 10**6, name="a.mp4")
    asked = []

    class Large:
        left = 3 * 10**6

        def read(self, size: int = -1) -> bytes:
            asked.append(size)
            taken = min(size, self.left)
            self.left -= taken
            return b"x" * taken

    actions.go_on(incoming_id=held.pk, offset=0, source=Large(), at=NOW, length=None)
    assert arrivals.received(held.pk) == held.size
    assert 0 < max(asked) <= 300_000


# -------------------------------------------------------------------------------- who may


def test_strangers_are_told_to_sign_in_in_one_sentence(client: Client, cast) -> None:
    for response in (announce(client, 5), client.head(f"{URL}{uuid4()}/", headers=TUS)):
        assert response.status_code == 401
        assert response["Tus-Resumable"] == "1.0.0"
    assert client.get(URL).status_code == 302


def test_who_may_not_upload_for_the_unit_may_not_begin(desk: Client, cast) -> None:
    assert announce(desk, 5, unit="kec-ciranji").status_code == 404
    assert announce(desk, 5, unit="").status_code == 404
    assert announce(desk, 5, unit="\x00").status_code == 404
    assert not Incoming.objects.exists()


def test_an_upload_belongs_to_its_person_as_long_as_they_may(desk: Client, cast) -> None:
    address = announce(desk, 10)["Location"]
    other = sign_in(Client(), cast.penyelia)
    assert piece(other, address, 0, b"12345").status_code == 404
    assert other.delete(address, headers=TUS).status_code == 404
    RoleGrant.objects.filter(user=cast.admin).delete()
    forget(cast.admin)
    assert piece(desk, address, 0, b"12345").status_code == 404


def test_every_write_asks_for_the_token_of_the_page(cast) -> None:
    strict = sign_in(Client(enforce_csrf_checks=True), cast.admin)
    assert announce(strict, 5).status_code == 403
    held = actions.begin(by=cast.admin, at=NOW, unit=cast.kecamatan, size=5, name="a.mp4")
    address = reverse("media:upload", args=[held.pk])
    assert piece(strict, address, 0, b"12345").status_code == 403
    assert strict.delete(address, headers=TUS).status_code == 403
    hidden = TUS | {"X-HTTP-Method-Override": "DELETE"}
    strict.get(address, headers=hidden)
    assert Incoming.objects.filter(pk=held.pk).exists()
    page = strict.get(URL)
    token = page.content.decode().partition('csrfmiddlewaretoken" value="')[2][:64]
    assert announce(strict, 5, **{"X-CSRFToken": token}).status_code == 201


# ------------------------------------------------------------------------- what is not tus


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.2", "Upload-Length": "5"}, 412),
        ({"Upload-Length": "5"}, 412),
        (TUS, 400),
        (TUS | {"Upload-Length": "-1"}, 400),
        (TUS | {"Upload-Length": "1e3"}, 400),
        (TUS | {"Upload-Length": "5", "Upload-Metadata": "filename !!!"}, 400),
        (TUS | {"Upload-Length": "5", "Upload-Metadata": "filename " + "A" * 9000}, 400),
        (TUS | {"Upload-Length": "5", "Upload-Defer-Length": "1"}, 404),
    ],
)
def test_a_bad_announcement_is_refused(desk: Client, headers: Any, status: int) -> None:
    response = desk.post(URL, b"", content_type="", headers=headers)
    assert response.status_code == status
    assert response["Tus-Resumable"] == "1.0.0"
    assert ("Tus-Version" in response) == (status == 412)
    assert not Incoming.objects.exists()


def test_too_large_and_empty_files_are_refused_at_once(desk: Client) -> None:
    assert announce(desk, limits.MAX_VIDEO_BYTES + 1).status_code == 413
    assert announce(desk, 0).status_code == 422


def test_nobody_begins_without_end(desk: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "MAX_OPEN", 2)
    assert [announce(desk, 5).status_code for _ in range(3)] == [201, 201, 422]


def test_pieces_must_be_pieces(desk: Client) -> None:
    address = announce(desk, 5)["Location"]
    wrong = desk.generic("PATCH", address, b"1", content_type="text/plain", headers=TUS)
    assert wrong.status_code == 415
    lost = desk.generic("PATCH", address, b"1", content_type=PIECE, headers=TUS)
    assert lost.status_code == 400
    assert desk.generic("PATCH", address, b"1", content_type=PIECE).status_code == 412
    assert desk.put(address, headers=TUS).status_code == 405


def test_a_proxy_that_knows_only_post_is_served(desk: Client) -> None:
    address = announce(desk, 5)["Location"]
    more = {"X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0"}
    sent_as_post = desk.post(address, b"12345", content_type=PIECE, headers=TUS | more)
    assert sent_as_post.status_code == 204


@pytest.mark.no_database
def test_metadata_is_read_as_the_protocol_writes_it() -> None:
    assert tus.metadata("filename d29ybGQ=, unit a2Vj,is_confidential") == {
        "filename": "world", "unit": "kec", "is_confidential": "",
    }  # fmt: skip
    assert tus.metadata("") == {}
    assert tus.metadata("a /w==") is None, "no UTF-8"


# --------------------------------------------------------------------------------- the end


def test_an_upload_is_given_up(desk: Client) -> None:
    address = announce(desk, 10)["Location"]
    piece(desk, address, 0, b"12345")
    path = arrivals.path(Incoming.objects.get().pk)
    assert desk.delete(address, headers=TUS).status_code == 204
    assert not path.exists()
    assert desk.head(address, headers=TUS).status_code == 404
    assert piece(desk, address, 5, b"67890").status_code == 404


def test_abandoned_uploads_go_after_three_days_and_no_others(cast) -> None:
    def begun(at: Any) -> Incoming:
        held = actions.begin(by=cast.admin, at=at, unit=cast.kecamatan, size=10, name="a.mp4")
        actions.go_on(incoming_id=held.pk, offset=0, source=stream(b"123"), at=at, length=3)
        return held

    old, young = begun(NOW - timedelta(days=4)), begun(NOW - timedelta(days=2))
    gone_on = begun(NOW - timedelta(days=4))
    go_on(gone_on, 3, b"45")
    refused = taken_in(sent(cast, b"bukan gambar"))
    orphan = arrivals.path(uuid4())
    orphan.write_bytes(b"x")
    os.utime(orphan, (0, 0))
    with arrivals.alone(old.pk):
        assert actions.clear_incoming(at=NOW) == 0, "somebody writes"
    assert actions.clear_incoming(at=NOW) == 1
    assert not arrivals.path(old.pk).exists()
    assert not orphan.exists()
    assert {young.pk, gone_on.pk, refused.pk} == set(Incoming.objects.values_list("pk", flat=True))
    assert actions.clear_incoming(at=NOW + timedelta(days=8)) == 3


def test_the_errors_of_the_action_say_what_they_are(cast) -> None:
    held = actions.begin(by=cast.admin, at=NOW, unit=cast.kecamatan, size=3, name="a.mp4")
    with pytest.raises(WrongOffset):
        go_on(held, 1, b"1")
    with pytest.raises(VideoTooLarge):
        go_on(held, 0, b"1234")
    assert issubclass(NoRoom, Exception)


# ------------------------------------------------------------------------ the ordinary form


def form(client: Client, data: bytes, unit: str = "kec-sumberjati", name: str = "a.mp4") -> Any:
    file = stream(data)
    file.name = name
    return client.post(f"{URL}formulir/", {"unit": unit, "file": file})


@pytest.mark.servers
def test_without_javascript_an_ordinary_form_does_it(desk: Client, videos: Videos) -> None:
    response = form(desk, videos.webm.read_bytes(), name="Rapat.webm")
    assert (response.status_code, response["Location"]) == (303, URL)
    page = desk.get(URL).content.decode()
    assert "Menunggu diolah" in page
    run_job(Job.objects.get(kind="media.take_in"))
    page = desk.get(URL).content.decode()
    assert "Siap dipakai" in page
    assert reverse("media:asset", args=[Asset.objects.get().pk]) in page


def test_a_form_that_cannot_be_taken_says_why(desk: Client, monkeypatch: Any) -> None:
    assert "kosong" in form(desk, b"").content.decode()
    assert form(desk, b"x", unit="kec-ciranji").status_code == 422
    monkeypatch.setattr(limits, "FORM_BYTES", 4)
    large = form(desk, b"12345")
    assert large.status_code == 413
    assert "Nyalakan JavaScript" in large.content.decode()
    assert not Incoming.objects.exists()


def test_a_refused_file_is_named_on_the_page_and_can_be_put_away(desk: Client, cast) -> None:
    refused = taken_in(sent(cast, b"%PDF-1.7 surat", "Surat undangan.mp4"))
    page = desk.get(URL).content.decode()
    assert "Surat undangan" in page
    assert "dokumen" in page
    away = desk.post(reverse("media:give_up", args=[refused.pk]))
    assert away.status_code == 303
    assert not Incoming.objects.exists()


def test_a_file_that_is_worked_on_stays_in_the_list_with_the_reason(desk: Client, cast) -> None:
    held = sent(cast, pictures.jpeg(100, 80))
    with arrivals.alone(held.pk):
        answer = desk.post(reverse("media:give_up", args=[held.pk]))
    assert answer.status_code == 303
    assert "Tunggu sebentar" in desk.get(answer["Location"]).text
    assert Incoming.objects.filter(pk=held.pk).exists()


def test_who_may_upload_nowhere_sees_no_page(cast, client: Client) -> None:
    assert sign_in(client, cast.auditor).get(URL).status_code == 404
