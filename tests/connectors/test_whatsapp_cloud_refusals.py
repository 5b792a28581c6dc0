"""What Meta finds when it looks into a picture or a video, and what a person hears of it."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kentongan.networks.connectors.whatsapp_cloud.connector import WhatsAppCloudConnector
from kentongan.networks.contract import Image, NetworkError, Outgoing, Refused, Video
from tests.contract.ground import item
from tests.contract.harness import Login, picture
from tests.contract.whatsapp_cloud_harness import SECRET, WhatsAppCloudHarness
from tests.fakes import film, whatsapp_media, whatsapp_statuses
from tests.fakes.whatsapp_cloud import WhatsAppCloud

pytestmark = pytest.mark.no_database
RED = picture("red", "Merah")


@pytest.fixture
def harness() -> Iterator[WhatsAppCloudHarness]:
    with WhatsAppCloud() as server:
        yield WhatsAppCloudHarness(server)
        assert server.strays == []


def clip(folder: Path, data: bytes) -> Video:
    """The file as an approval believes it: an MP4, whatever it really is."""
    path = folder / "rekaman.mp4"
    path.write_bytes(data)
    return Video(path=path, mime="video/mp4", size=len(data), width=640, height=360, seconds=9)


def publish(harness: WhatsAppCloudHarness, login: Login, **more: Any) -> Any:
    post: Outgoing = item("Jawaban.", reply_to=harness.conversation(), **more)
    with harness.open(login) as connector:
        return connector.publish(post, "kunci")


# ------------------------------------------------------------------------------ at once


def test_a_file_too_large_for_meta_is_refused_with_advice(
    harness: WhatsAppCloudHarness, login: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vendor changed its mind about how large one may be, and we do not know yet."""
    monkeypatch.setattr(whatsapp_media, "IMAGE_BYTES", 100)
    monkeypatch.setattr(whatsapp_media, "VIDEO_BYTES", 100)
    for more in ({"images": (RED,)}, {"video": clip(tmp_path, film.made())}):
        with pytest.raises(Refused, match=r"terlalu besar\. Kecilkan"):
            publish(harness, login, **more)
    assert not login.native.sent


def test_a_kind_of_file_that_meta_does_not_take_is_refused_with_advice(
    harness: WhatsAppCloudHarness, login: Login
) -> None:
    with pytest.raises(Refused, match="Pakai JPEG atau PNG"):
        publish(harness, login, images=(replace(RED, mime="image/webp"),))
    assert not login.native.sent


# ------------------------------------------------------------------------------ later


def told(harness: WhatsAppCloudHarness, login: Login) -> list[tuple[str, NetworkError | None]]:
    """How the messages ended, by the signed call that tells it."""
    body = json.dumps(whatsapp_statuses.told(login.native)).encode()
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    (pushed,) = WhatsAppCloudConnector.hears(
        headers={"x-hub-signature-256": f"sha256={signature}"},
        body=body, app={"client_secret": SECRET}, now=datetime.now(UTC),
    )  # fmt: skip
    return [(one.status, one.trouble) for one in pushed.receipts]


@pytest.mark.parametrize(
    "data",
    [
        b"bukan video" * 9,
        film.made(codec=""),
        film.made(codec="hvc1"),
        film.made(sounds=("Opus",)),
        film.made(sounds=("mp4a", "mp4a")),
    ],
)
def test_a_video_that_whatsapp_cannot_play_is_refused_once_meta_says_so(
    harness: WhatsAppCloudHarness, login: Login, tmp_path: Path, data: bytes
) -> None:
    assert publish(harness, login, video=clip(tmp_path, data)).extra["status"] == "accepted"
    ((status, trouble),) = told(harness, login)
    assert status == "failed"
    assert isinstance(trouble, Refused)
    assert "MP4 (H.264 dengan satu suara AAC)" in str(trouble)


@pytest.mark.parametrize(
    "image",
    [replace(RED, data=b"bukan gambar"), replace(RED, mime="image/jpeg")],
)
def test_a_picture_that_is_none_is_refused_once_meta_says_so(
    harness: WhatsAppCloudHarness, login: Login, image: Image
) -> None:
    publish(harness, login, images=(image,))
    ((status, trouble),) = told(harness, login)
    assert status == "failed"
    assert isinstance(trouble, Refused)
    assert "Pakai JPEG atau PNG berwarna RGB" in str(trouble)


def test_what_it_can_show_arrives(
    harness: WhatsAppCloudHarness, login: Login, tmp_path: Path
) -> None:
    publish(harness, login, images=(RED,))
    publish(harness, login, video=clip(tmp_path, film.made()))
    assert told(harness, login) == [("delivered", None)] * 2
