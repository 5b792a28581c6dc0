"""What is particular to TikTok: pieces, drafts, moderation, what is refused before sending."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from kentongan.networks.connectors.tiktok.connector import TikTokConnector
from kentongan.networks.connectors.tiktok.upload import Plan, address
from kentongan.networks.contract import (
    Audience,
    Edits,
    Form,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Published,
    Refused,
    Unauthorised,
    Withdraws,
)
from tests.connectors.tiktok_desk import NOW, Delivery, delivery, film, front, photos, server, shelf
from tests.contract.harness import picture
from tests.fakes.tiktok_media import clip

__all__ = ["delivery", "film", "front", "photos", "server", "shelf"]

pytestmark = pytest.mark.no_database
PUT = "PUT /upload/"
MIB = 1024 * 1024


# --------------------------------------------------------------------------------- what goes out


def test_a_video_is_a_container_then_bytes_then_a_question(
    delivery: Delivery, film: Outgoing
) -> None:
    pending = delivery.publish(film)
    found = delivery.resume(pending)
    (post,) = delivery.server.public(delivery.account)
    assert isinstance(found, Published)
    assert found.external_id == post.post_id
    assert found.url == f"https://www.tiktok.com/@{delivery.account.username}/video/{post.post_id}"
    assert film.video is not None
    assert post.media == [film.video.path.read_bytes()]
    assert post.info["disable_duet"]
    assert post.info["brand_content_toggle"] is False
    assert [r.path.rstrip("/").rpartition("/")[2] for r in delivery.server.seen][:2] == [
        "query",
        "init",
    ]


def test_a_long_video_goes_in_pieces_of_which_the_last_takes_the_rest(
    delivery: Delivery, film: Outgoing, tmp_path: Path
) -> None:
    video = clip(tmp_path, size=33 * MIB)
    delivery.resume(delivery.publish(replace(film, video=video)))
    puts = [r for r in delivery.server.seen if r.method == "PUT"]
    assert [r.headers["content-range"] for r in puts] == [
        f"bytes 0-{16 * MIB - 1}/{33 * MIB}",
        f"bytes {16 * MIB}-{33 * MIB - 1}/{33 * MIB}",
    ]
    assert delivery.server.posts[0].media == [video.path.read_bytes()]


@pytest.mark.parametrize("size", [1, 5_000_000, 32 * MIB, 4_000_000_000])
def test_pieces_follow_the_rules(size: int) -> None:
    plan = Plan.of(size)
    ranges = list(plan.from_byte(0))
    assert len(ranges) == plan.count <= 1000
    assert plan.count == size // plan.chunk
    assert ranges[0][0] == 0
    assert ranges[-1][1] == size - 1
    for (_, end), (start, _) in pairwise(ranges):
        assert start == end + 1
    if plan.count > 1:
        assert all(5_000_000 <= b - a + 1 <= 64_000_000 for a, b in ranges)


def test_bytes_only_go_to_tiktok_itself() -> None:
    given = "https://open-upload.tiktokapis.com/video/?upload_id=1&upload_token=2"
    assert address("https://open.tiktokapis.com", given) == given
    for host in ("eviltiktokapis.com", "10.0.0.1", "tiktokapis.com.evil.id"):
        moved = address("https://open.tiktokapis.com", f"https://{host}/video/?upload_id=1")
        assert moved == "https://open.tiktokapis.com/video/?upload_id=1"


def test_pictures_are_fetched_and_keep_their_order(delivery: Delivery, photos: Outgoing) -> None:
    found = delivery.resume(delivery.publish(photos))
    (post,) = delivery.server.public(delivery.account)
    assert post.media == [image.data for image in photos.images]
    assert post.text == "Info layanan."
    assert post.info["auto_add_music"] is False
    assert isinstance(found, Published)
    assert "/photo/" in found.url


def test_comments_are_as_the_account_has_them(delivery: Delivery, film: Outgoing) -> None:
    delivery.account.comments = False
    delivery.publish(film)
    assert delivery.server.posts[0].info["disable_comment"] is True


def test_a_private_post_has_no_address_of_its_own(delivery: Delivery, film: Outgoing) -> None:
    pending = delivery.publish(replace(film, audience=Audience.PRIVATE))
    found = delivery.resume(pending)
    assert isinstance(found, Published)
    assert isinstance(pending, Pending)
    assert found.external_id == pending.handle
    assert found.url == f"https://www.tiktok.com/@{delivery.account.username}"
    assert delivery.count() == 0
    assert delivery.find(film) == found


def test_a_post_in_moderation_waits_for_its_address(delivery: Delivery, film: Outgoing) -> None:
    delivery.server.moderating = 2
    pending = delivery.publish(film)
    waiting = delivery.resume(pending)
    assert isinstance(waiting, Pending)
    assert isinstance(delivery.resume(waiting, at=NOW + timedelta(hours=1)), Pending)
    assert isinstance(delivery.resume(waiting, at=NOW + timedelta(hours=1)), Published)
    delivery.server.moderating = 99
    late = delivery.resume(waiting, at=NOW + timedelta(hours=7))
    assert isinstance(late, Published)
    assert late.external_id == waiting.handle


def test_what_is_processed_too_long_is_unknown_not_failed(
    delivery: Delivery, film: Outgoing
) -> None:
    delivery.server.slow = 99
    waiting = delivery.resume(delivery.publish(film))
    assert isinstance(waiting, Pending)
    later = delivery.resume(waiting, at=NOW + timedelta(hours=2))
    assert isinstance(later, Pending)
    assert later.check_after == timedelta(minutes=10)
    with pytest.raises(OutcomeUnknown, match="masih mengolah"):
        delivery.resume(waiting, at=NOW + timedelta(hours=25))
    with pytest.raises(OutcomeUnknown, match="masih mengolah"):
        delivery.find(film)


def test_asking_again_after_the_end_gives_the_same(delivery: Delivery, film: Outgoing) -> None:
    pending = delivery.publish(film)
    first = delivery.resume(pending)
    assert delivery.resume(pending) == first
    assert delivery.find(film) == first
    assert delivery.publish(film) == first
    assert delivery.count() == 1


# --------------------------------------------------------------------------------- drafts


@pytest.mark.parametrize(
    ("app", "secret"),
    [({"audited": "belum"}, {}), ({}, {"mode": "draf"}), ({}, {"scope": "video.upload"})],
)
def test_a_draft_waits_for_the_person(
    delivery: Delivery, film: Outgoing, app: dict[str, str], secret: dict[str, str]
) -> None:
    delivery.app |= app
    delivery.secret |= secret
    pending = delivery.publish(film)
    waiting = delivery.resume(pending)
    assert isinstance(waiting, Pending)
    assert delivery.count() == 0
    post = delivery.server.finish(waiting.handle, "Disalin orangnya.")
    found = delivery.resume(waiting)
    assert isinstance(found, Published)
    assert found.external_id == post.post_id
    assert not any("creator_info" in r.path for r in delivery.server.seen)


def test_a_draft_nobody_finishes_is_asked_about(delivery: Delivery, photos: Outgoing) -> None:
    delivery.app["audited"] = ""
    waiting = delivery.resume(delivery.publish(photos))
    assert delivery.server.posts[0].text == "Info layanan."
    assert isinstance(delivery.resume(waiting, at=NOW + timedelta(days=2)), Pending)
    with pytest.raises(OutcomeUnknown, match="kotak masuk"):
        delivery.resume(waiting, at=NOW + timedelta(days=4))
    with pytest.raises(OutcomeUnknown, match="kotak masuk"):
        delivery.find(photos)


def test_neither_permission_asks_to_connect_again(delivery: Delivery, film: Outgoing) -> None:
    delivery.secret["scope"] = "user.info.basic"
    with pytest.raises(Unauthorised, match="setujui"):
        delivery.publish(film)


# --------------------------------------------------------------------------------- before sending


def test_what_tiktok_cannot_do_is_refused_before_a_request(
    delivery: Delivery, film: Outgoing, photos: Outgoing, tmp_path: Path
) -> None:
    video = clip(tmp_path)
    gone = replace(video, path=tmp_path / "hilang.mp4")
    png = (picture("red", ""),)
    wrong = [
        (replace(film, video=None), "teks saja"),
        (replace(film, images=photos.images), "tidak keduanya"),
        (replace(film, form=Form.STORY), "bentuk"),
        (replace(film, audience=Audience.UNLISTED), "penonton"),
        (replace(film, text="🙏" * 1101), "2202 karakter"),
        (replace(film, video=replace(video, mime="video/x-msvideo")), "MP4"),
        (replace(film, video=replace(video, size=5_000_000_000)), "4 GB"),
        (replace(film, video=replace(video, seconds=601)), "10 menit"),
        (replace(film, video=replace(video, width=240)), "piksel"),
        (replace(film, video=replace(video, size=99)), "utuh"),
        (replace(film, video=gone), "dibaca"),
        (replace(photos, images=png), "JPEG"),
        (replace(photos, images=(replace(photos.images[0], url=""),)), "alamat"),
        (replace(photos, images=(replace(photos.images[0], width=1081),)), "Kecilkan"),
    ]
    for item, words in wrong:
        with pytest.raises(Refused, match=words):
            delivery.publish(item)
    assert delivery.server.seen == []
    assert not issubclass(TikTokConnector, Edits | Withdraws)


def test_what_this_account_may_not_do_is_refused(delivery: Delivery, film: Outgoing) -> None:
    assert film.video is not None
    delivery.account.max_seconds = 60
    with pytest.raises(Refused, match="60 detik"):
        delivery.publish(replace(film, video=replace(film.video, seconds=61.0)))
    delivery.account.options = ("FOLLOWER_OF_CREATOR", "SELF_ONLY")
    with pytest.raises(Refused, match="privat"):
        delivery.publish(film)
    delivery.account.options = ("PUBLIC_TO_EVERYONE",)
    with pytest.raises(Refused, match="hanya saya"):
        delivery.publish(replace(film, audience=Audience.PRIVATE))
    assert delivery.server.containers == {}
