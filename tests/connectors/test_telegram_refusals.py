"""What Telegram finds when it looks into a picture or a video, and what a person hears of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kentongan.networks.contract import Image, Refused, Video
from tests.connectors.telegram_desk import GREEN, RED, only, publish
from tests.contract.ground import item, reference
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.telegram_harness import TelegramHarness
from tests.fakes import film, telegram_media
from tests.fakes.telegram import Telegram

pytestmark = pytest.mark.no_database
AS_A_FILE = r"sebagai berkas.*Simpan ulang videonya sebagai MP4 \(H\.264\)"


@pytest.fixture
def harness() -> Iterator[TelegramHarness]:
    with Telegram() as server:
        yield TelegramHarness(server)
        assert server.strays == []


def clip(folder: Path, data: bytes, name: str = "rekaman.mp4", cover: Image | None = None) -> Video:
    """The file as an approval believes it: an MP4, whatever it really is."""
    path = folder / name
    path.write_bytes(data)
    return Video(
        path=path, mime="video/mp4", size=len(data), width=1280, height=720, seconds=12, cover=cover
    )


# ------------------------------------------------------------------------------ pictures


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (replace(RED, data=b"bukan gambar"), "Simpan ulang sebagai JPEG"),
        (replace(RED, data=b""), "kosong. Pasang lagi"),
        (replace(RED, data=picture("red", "", size=(2100, 100)).data), "gambar yang lebih kecil"),
    ],
)
def test_a_picture_that_is_none_or_of_a_wrong_shape_is_refused_with_advice(
    harness: TelegramHarness, login: Login, image: Image, words: str
) -> None:
    for images in ((image,), (GREEN, image)):
        with pytest.raises(Refused, match=words):
            publish(harness, login, item(images=images))
    assert not login.native.messages


def test_a_picture_too_large_is_refused_with_advice(
    harness: TelegramHarness, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vendor changed its mind about how large one may be, and we do not know yet."""
    monkeypatch.setattr(telegram_media, "PHOTO_BYTES", 100)
    with pytest.raises(Refused, match=r"terlalu besar\. Kecilkan"):
        publish(harness, login, item(images=(RED,)))
    assert not login.native.messages


# ------------------------------------------------------------------------------ videos


def test_a_video_too_large_or_empty_is_refused_with_advice(
    harness: TelegramHarness, login: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match=r"kosong\. Pasang lagi"):
        publish(harness, login, item(video=clip(tmp_path, b"")))
    monkeypatch.setattr(telegram_media, "VIDEO_BYTES", 1000)
    with pytest.raises(Refused, match=r"terlalu besar.*Kecilkan"):
        publish(harness, login, item(video=clip(tmp_path, film.made(size=1001))))
    assert not login.native.messages


def test_a_cover_that_is_no_picture_is_refused_with_advice(
    harness: TelegramHarness, login: Login, tmp_path: Path
) -> None:
    bad = replace(RED, data=b"bukan gambar")
    with pytest.raises(Refused, match="Simpan ulang sebagai JPEG"):
        publish(harness, login, item(video=clip(tmp_path, film.made(), cover=bad)))
    assert not login.native.messages


@pytest.mark.parametrize("data", [b"bukan video" * 9, film.made(codec=""), film.made(brand="qt  ")])
def test_what_telegram_takes_for_no_video_is_out_and_that_it_is_a_file_is_told(
    harness: TelegramHarness, login: Login, tmp_path: Path, data: bytes
) -> None:
    found = publish(harness, login, item("Rekaman.", video=clip(tmp_path, data)))
    assert only(login).kind == "document"
    (told,) = found.extra["amiss"]
    assert re.search(AS_A_FILE, told)
    assert found.url == f"https://t.me/{login.handle}/{found.external_id}"


def test_a_video_put_in_its_place_mends_it(
    harness: TelegramHarness, login: Login, tmp_path: Path
) -> None:
    bad = clip(tmp_path, b"bukan video" * 9, "a.mp4")
    good = clip(tmp_path, film.made(), "b.mp4")
    first = publish(harness, login, item("Rekaman.", video=bad, images=(RED,)))
    with harness.open(login) as connector:
        words = connector.edit(reference(first), item("Lain.", video=bad, images=(RED,)))
        assert words.extra["amiss"] == first.extra["amiss"]
        mended = connector.edit(reference(words), item("Lain.", video=good, images=(GREEN,)))
        assert mended.extra["amiss"] == []
        spoilt = connector.edit(reference(mended), item("Lain.", video=bad, images=(GREEN,)))
    assert spoilt.extra["amiss"] == first.extra["amiss"]
    assert [one.kind for one in login.native.messages.values()] == ["document", "photo"]


def test_of_a_video_that_plays_nothing_is_amiss(
    harness: TelegramHarness, login: Login, tmp_path: Path, front: Interposer
) -> None:
    silent = item(video=clip(tmp_path, film.made(sounds=())))
    assert "amiss" not in publish(harness, login, silent).extra
    # Where Telegram calls it an animation it names it a document too.
    file = {"file_id": "CgACAgUAAx"}
    told = {"message_id": 2, "chat": {"id": -1}, "animation": file, "document": file}
    front.answer("/sendVideo", Canned(status=200, body={"ok": True, "result": told}))
    with harness.open(login, via=front.base_url) as connector:
        assert "amiss" not in connector.publish(silent, "kunci").extra
