"""What YouTube finds when it looks into a video or a cover, and what a person hears of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kentongan.networks.connectors.youtube.limits import LIMITS, MAX_COVER
from kentongan.networks.contract import Form, Image, Pending, Published, Refused, Video
from tests.connectors.youtube_ground import Desk, desk_on, post
from tests.contract.harness import picture
from tests.contract.interposer import Canned, Interposer
from tests.fakes import film, youtube_films
from tests.fakes.youtube import FakeYouTube
from tests.fakes.youtube_uploads import MAX_COVER as THEIRS

pytestmark = pytest.mark.no_database


@pytest.fixture(scope="module")
def server() -> Iterator[FakeYouTube]:
    with FakeYouTube() as running:
        yield running


@pytest.fixture
def desk(server: FakeYouTube) -> Desk:
    return desk_on(server)


def clip(folder: Path, data: bytes, **more: Any) -> Video:
    """The file as an approval believes it: an MP4 of twelve seconds, whatever it really is."""
    path = folder / f"{len(list(folder.iterdir()))}.mp4"
    path.write_bytes(data)
    told = Video(path=path, mime="video/mp4", size=len(data), width=1080, height=1920, seconds=12.0)
    return replace(told, **more)


# ------------------------------------------------------------------------------ the video


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"ini bukan video" * 9, r"bukan video yang dikenal; ubah ke MP4 \(H\.264\)"),
        (film.made(codec=""), "bukan video yang dikenal"),
        (film.made(seconds=43_201), "terlalu panjang untuk channel ini"),
    ],
)
def test_what_turns_out_to_be_no_video_for_youtube_is_refused_and_asked_for_no_more(
    desk: Desk, tmp_path: Path, data: bytes, words: str
) -> None:
    item = post(video=clip(tmp_path, data))
    with pytest.raises(Refused, match=words):
        desk.publish(item)
    (failed,) = desk.films
    assert failed.looks <= desk.server.patience + 1
    good = post(video=clip(tmp_path, film.made()))
    assert desk.publish(good).external_id == desk.films[1].id


def test_a_channel_that_is_not_verified_is_told_how_to_become_so(
    desk: Desk, tmp_path: Path
) -> None:
    desk.channel.verified = False
    long = post(video=clip(tmp_path, film.made(seconds=901), seconds=901.0))
    with pytest.raises(Refused, match=r"verifikasi channelnya di youtube\.com/verify"):
        desk.publish(long)


def looked_at_later(
    desk: Desk, tmp_path: Path, state: str, work: dict[str, str]
) -> Published | Pending:
    """What becomes of a video that stands so when it is asked for again."""
    with Interposer(desk.server.base_url) as front:
        desk.via = front.base_url
        with desk.open() as connector:
            pending = connector.publish(post(video=clip(tmp_path, film.made())), "kunci")
            assert isinstance(pending, Pending)
        status = {"uploadStatus": state, "privacyStatus": "public"}
        item = {"id": pending.handle, "status": status, "processingDetails": work}
        front.answer("/youtube/v3/videos", Canned(status=200, body={"items": [item]}))
        with desk.open() as connector:
            return connector.resume(pending)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ({"processingStatus": "terminated"}, "simpan ulang videonya"),
        ({"processingStatus": "failed", "processingFailureReason": "other"}, "simpan ulang"),
        ({"processingStatus": "failed", "processingFailureReason": "transcodeFailed"}, "diolah"),
    ],
)
def test_work_that_was_broken_off_is_not_waited_for(
    desk: Desk, tmp_path: Path, work: dict[str, str], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        looked_at_later(desk, tmp_path, "uploaded", work)


def test_a_video_that_was_processed_is_out_whatever_became_of_the_work(
    desk: Desk, tmp_path: Path
) -> None:
    work = {"processingStatus": "terminated"}
    assert isinstance(looked_at_later(desk, tmp_path, "processed", work), Published)


# ------------------------------------------------------------------------------ Shorts


@pytest.mark.parametrize(
    ("width", "height", "seconds", "words"),
    [
        (1080, 1920, 180, ""),
        (1080, 1080, 12, ""),
        (1080, 1920, 181, "paling lama 3 menit"),
        (1920, 1080, 12, "tegak atau persegi"),
    ],
)
def test_what_goes_out_as_a_short_is_one_for_youtube_and_what_is_none_never_leaves(
    desk: Desk, tmp_path: Path, width: int, height: int, seconds: int, words: str
) -> None:
    size = {"width": width, "height": height, "seconds": float(seconds)}
    video = clip(tmp_path, film.made(width=width, height=height, seconds=seconds), **size)
    if words:
        with pytest.raises(Refused, match=words):
            desk.publish(post(video=video, form=Form.REEL))
        assert desk.films == []
        desk.publish(post(video=video))  # as a video like any other it is taken
    else:
        found = desk.publish(post(video=video, form=Form.REEL))
        assert "/shorts/" in found.url
    assert desk.films[0].short is not bool(words)


def test_the_composer_knows_the_limits_that_youtube_has() -> None:
    usual, short = LIMITS.of(Form.POST).video, LIMITS.of(Form.REEL).video
    assert usual is not None
    assert short is not None
    assert usual.max_seconds == youtube_films.LONGEST
    assert (short.max_seconds, short.shapes[1]) == (youtube_films.SHORT, 1.0)
    assert LIMITS.max_image_bytes == MAX_COVER == THEIRS


# ------------------------------------------------------------------------------ the cover


@pytest.mark.parametrize(
    ("cover", "words"),
    [
        (Image(b"bukan gambar", "image/png", "", 9, 9), "Ganti gambarnya"),
        (replace(picture("teal", ""), mime="image/jpeg"), "Ganti gambarnya"),
        (Image(picture("teal", "").data[:60], "image/png", "", 9, 9), "Ganti gambarnya"),
    ],
)
def test_a_cover_that_is_no_picture_is_told_and_leaves_the_video_up(
    desk: Desk, tmp_path: Path, cover: Image, words: str
) -> None:
    found = desk.publish(post(video=clip(tmp_path, film.made(), cover=cover)))
    (sentence,) = found.extra["amiss"]
    assert sentence.startswith("Sampul belum terpasang: ")
    assert words in sentence
    assert desk.films[0].cover is None
    assert desk.films[0].public
