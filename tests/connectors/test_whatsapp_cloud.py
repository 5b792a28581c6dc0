"""What is particular to WhatsApp: one person at a time, 24 hours, uploads that are noted."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks import catalogue
from kentongan.networks.connectors.whatsapp_cloud.connector import WhatsAppCloudConnector
from kentongan.networks.connectors.whatsapp_cloud.limits import LIMITS
from kentongan.networks.contract import (
    Audience,
    Form,
    Outgoing,
    Published,
    Reference,
    Refused,
    Session,
    TryLater,
    Unauthorised,
    Video,
)
from tests.contract.ground import item, reference
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.whatsapp_cloud_harness import PERSON, WhatsAppCloudHarness
from tests.fakes import film
from tests.fakes.whatsapp_cloud import WhatsAppCloud
from tests.fakes.whatsapp_media import IMAGE_BYTES, VIDEO_BYTES

pytestmark = pytest.mark.no_database
MP4 = film.made(size=200_000)
RED = picture("red", "Merah")


@pytest.fixture
def harness() -> Iterator[WhatsAppCloudHarness]:
    with WhatsAppCloud() as server:
        yield WhatsAppCloudHarness(server)
        assert server.strays == []


@pytest.fixture
def clip(tmp_path: Path) -> Video:
    path = tmp_path / "rekaman.mp4"
    path.write_bytes(MP4)
    return Video(path=path, mime="video/mp4", size=len(MP4), width=640, height=360, seconds=9)


def only(login: Login) -> Any:
    (sent,) = login.native.sent
    return sent


def paths(harness: WhatsAppCloudHarness) -> list[str]:
    return [request.path.rpartition("/")[2] for request in harness.server.seen]


def publish(
    harness: WhatsAppCloudHarness, login: Login, post: Outgoing, *, via: str = ""
) -> Published:
    """Publish exactly ``post``: no conversation is added."""
    server = via or harness.base_url
    with HttpClient(inner_hosts=[urlsplit(server).netloc], timeout=5) as http:
        notes = harness.notes.setdefault("kunci", {})
        session = Session(
            server=server, handle=login.handle, external_id=login.external_id, secret=login.secret,
            http=http, now=datetime.now(UTC), remembered=dict(notes), remember=notes.update,
        )  # fmt: skip
        return WhatsAppCloudConnector(session).publish(post, "kunci")


# ------------------------------------------------------------------------------ to whom


def test_it_is_another_network_than_the_channel_served_by_hand() -> None:
    assert catalogue.get("whatsapp").manual
    assert not catalogue.get("whatsapp_cloud").manual


def test_a_broadcast_is_refused_and_points_to_the_channel(
    harness: WhatsAppCloudHarness, login: Login
) -> None:
    for to in (None, Reference(""), Reference("120363000000@newsletter"), Reference("wamid.ABCDE")):
        with pytest.raises(Refused, match=r"bukan kepada semua pelanggan.*Saluran WhatsApp"):
            publish(harness, login, item(reply_to=to))
    assert harness.server.seen == []


def test_a_person_is_answered_below_their_message(
    harness: WhatsAppCloudHarness, login: Login
) -> None:
    found = publish(harness, login, item("Buka pukul 08.00.", reply_to=harness.conversation()))
    sent = only(login)
    assert (sent.to, sent.answers, sent.opaque) == (PERSON, harness.opened, "kunci")
    assert found.external_id == sent.id
    assert found.extra["status"] == "accepted"


def test_the_public_address_is_that_of_the_office_not_of_the_person(
    harness: WhatsAppCloudHarness, login: Login
) -> None:
    found = publish(harness, login, item(reply_to=harness.conversation()))
    assert found.url == f"https://wa.me/{login.handle}"
    assert PERSON not in found.url


def test_a_bare_number_is_enough(harness: WhatsAppCloudHarness, login: Login) -> None:
    found = publish(harness, login, item(reply_to=Reference(PERSON)))
    assert (only(login).to, only(login).answers) == (PERSON, "")
    publish(harness, login, item("Lanjutan.", reply_to=reference(found)))
    assert login.native.sent[-1].answers == found.external_id


def test_a_conversation_known_to_be_closed_is_refused_without_asking(
    harness: WhatsAppCloudHarness, login: Login
) -> None:
    for hours, words in ((24.1, "24 jam"), (23.9, "")):
        written = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
        to = Reference(harness.opened, extra={"wa_id": PERSON, "written_at": written})
        if words:
            with pytest.raises(Refused, match=words):
                publish(harness, login, item(reply_to=to))
            assert harness.server.seen == []
        else:
            found = publish(harness, login, item(reply_to=to))
            assert found.extra["written_at"] == written


@pytest.mark.parametrize("written", [None, "", "kemarin"])
def test_where_the_time_is_not_known_meta_judges(
    harness: WhatsAppCloudHarness, login: Login, written: str | None
) -> None:
    harness.server.write(login.native, PERSON, hours_ago=30)
    to = Reference(PERSON, extra={"written_at": written})
    with pytest.raises(Refused, match=r"24 jam.*Tunggu sampai warga menulis lagi"):
        publish(harness, login, item(reply_to=to))
    assert not login.native.sent


# ------------------------------------------------------------------------------ the message


def answer(harness: WhatsAppCloudHarness, text: str = "Jawaban.", **more: Any) -> Outgoing:
    return item(text, reply_to=harness.conversation(), **more)


def test_a_preview_is_asked_for_where_there_is_a_link(
    harness: WhatsAppCloudHarness, login: Login
) -> None:
    publish(harness, login, answer(harness))
    publish(harness, login, answer(harness, link="https://contoh.go.id"))
    assert [sent.preview for sent in login.native.sent] == [False, True]


def test_a_picture_goes_with_its_words(harness: WhatsAppCloudHarness, login: Login) -> None:
    publish(harness, login, answer(harness, images=(RED,)))
    assert (only(login).kind, only(login).media, only(login).text) == (
        "image", RED.data, "Jawaban.",
    )  # fmt: skip
    assert paths(harness) == ["media", "messages"]


def test_a_picture_may_go_without_words(harness: WhatsAppCloudHarness, login: Login) -> None:
    publish(harness, login, answer(harness, "", images=(RED,)))
    assert only(login).text == ""


def test_a_video_is_read_piece_by_piece(
    harness: WhatsAppCloudHarness, login: Login, clip: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    def whole(_self: Path) -> bytes:
        raise AssertionError("the video was read in one go")

    monkeypatch.setattr(Path, "read_bytes", whole)
    publish(harness, login, answer(harness, video=clip))
    assert (only(login).kind, only(login).media) == ("video", MP4)


def test_our_limits_are_those_the_vendor_tells() -> None:
    assert LIMITS.video is not None
    assert (LIMITS.max_image_bytes, LIMITS.video.max_bytes) == (IMAGE_BYTES, VIDEO_BYTES)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": " "}, "Belum ada"),
        ({"text": "x" * 4097}, "4096"),
        ({"text": "x" * 1025, "images": (RED,)}, "1024"),
        ({"images": (RED, RED)}, "2 gambar"),
        ({"images": (replace(RED, data=b"x" * 5_000_001),)}, "terlalu besar"),
        ({"form": Form.STORY}, "unggahan biasa"),
        ({"audience": Audience.PRIVATE}, "untuk umum"),
    ],
)
def test_what_whatsapp_cannot_do_is_refused_before_anything_is_sent(
    harness: WhatsAppCloudHarness, login: Login, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        publish(harness, login, answer(harness, **more))
    assert harness.server.seen == []


@pytest.mark.parametrize(
    ("wrong", "images", "words"),
    [
        ({"size": 16_000_001}, (), "16 MB"),
        ({"mime": "video/webm"}, (), "MP4"),
        ({}, (RED,), "Pilih salah satu"),
    ],
)
def test_a_bad_video_is_refused_before_anything_is_sent(
    harness: WhatsAppCloudHarness, login: Login, clip: Video,
    wrong: dict[str, Any], images: tuple[Any, ...], words: str,
) -> None:  # fmt: skip
    with pytest.raises(Refused, match=words):
        publish(harness, login, answer(harness, video=replace(clip, **wrong), images=images))
    assert harness.server.seen == []


def test_a_video_whose_file_is_gone_is_refused_not_unknown(
    harness: WhatsAppCloudHarness, login: Login, clip: Video
) -> None:
    clip.path.unlink()
    with pytest.raises(Refused, match="Pasang lagi videonya"):
        publish(harness, login, answer(harness, video=clip))
    assert harness.server.seen == []


# ------------------------------------------------------------------------------ between the steps


def test_an_upload_is_noted_and_not_made_again(
    harness: WhatsAppCloudHarness, login: Login, front: Interposer
) -> None:
    busy = {"error": {"message": "(#131056) pair rate limit hit", "code": 131056}}
    front.answer("/messages", Canned(status=400, body=busy))
    post = answer(harness, images=(RED,))
    with pytest.raises(TryLater) as later:
        publish(harness, login, post, via=front.base_url)
    assert later.value.after == timedelta(seconds=6)
    publish(harness, login, post, via=front.base_url)
    assert paths(harness) == ["media", "messages"]
    assert only(login).media == RED.data


def test_a_note_of_another_picture_is_not_used(harness: WhatsAppCloudHarness, login: Login) -> None:
    publish(harness, login, answer(harness, images=(RED,)))
    publish(harness, login, answer(harness, images=(picture("blue", ""),)))
    assert paths(harness) == ["media", "messages", "media", "messages"]


def test_nothing_is_sent_where_the_note_cannot_be_kept(
    harness: WhatsAppCloudHarness, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine lost its turn: another worker goes on with this delivery."""

    def lost(_note: Mapping[str, Any]) -> None:
        raise TryLater("Giliran kiriman ini sudah lewat.")

    with HttpClient(inner_hosts=[urlsplit(harness.base_url).netloc], timeout=5) as http:
        session = Session(
            server=harness.base_url, handle=login.handle, external_id=login.external_id,
            secret=login.secret, http=http, now=datetime.now(UTC), remember=lost,
        )  # fmt: skip
        with pytest.raises(TryLater):
            WhatsAppCloudConnector(session).publish(answer(harness, images=(RED,)), "kunci")
    assert not login.native.sent


# ------------------------------------------------------------------------------ who


def test_the_number_is_told_in_digits(harness: WhatsAppCloudHarness, login: Login) -> None:
    with harness.open(login) as connector:
        found = connector.identify()
    assert (found.external_id, found.handle) == (login.external_id, login.handle)
    assert found.display_name == "Kecamatan Uji"
    assert found.url == f"https://wa.me/{login.handle}"


def test_the_token_is_in_no_address(harness: WhatsAppCloudHarness, login: Login) -> None:
    publish(harness, login, answer(harness, images=(RED,)))
    for request in harness.server.seen:
        assert login.secret["token"] not in request.path + str(request.query)
        assert request.bearer == login.secret["token"]


def test_a_phone_number_in_place_of_its_id_is_told(
    harness: WhatsAppCloudHarness, login: Login
) -> None:
    for typed in ("", "+62 812-3456", "nomor"):
        with harness.open(login, secret={**login.secret, "number_id": typed}) as connector:
            with pytest.raises(Unauthorised, match="bukan nomor teleponnya"):
                connector.identify()
    assert harness.server.seen == []


def test_the_token_is_shown_to_nobody_but_meta(harness: WhatsAppCloudHarness, login: Login) -> None:
    file = harness.enclose(login, b"foto")
    with WhatsAppCloud() as stranger:
        for host in (stranger.base_url, "https://lookaside.fbsbx.com@127.0.0.1",
                     "https://fbsbx.com.example", "http://lookaside.fbsbx.com"):  # fmt: skip
            harness.server.files_at = host
            with harness.open(login) as connector, pytest.raises(TryLater, match="bukan milik"):
                connector.open_file(file, most=1000)
        assert not stranger.seen


def test_a_document_is_told_with_its_kind_and_name(
    harness: WhatsAppCloudHarness, login: Login
) -> None:
    message = harness.server.send_file(login.native, b"%PDF-", "application/pdf")
    message["document"]["filename"] = "surat.pdf"
    told = harness.told(login, message)
    assert told.text == "[document] surat.pdf"
    assert [(one.mime, one.alt) for one in told.enclosures] == [("application/pdf", "file")]
