"""What is particular to TikTok: containers, pieces, drafts, moderation, its errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.tiktok import problems
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
    Session,
    TryLater,
    Unauthorised,
    Withdraws,
)
from tests.contract.harness import picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.tiktok_harness import APP, secret_of
from tests.fakes.tiktok import Account, TikTok
from tests.fakes.tiktok_media import Shelf, clip

pytestmark = pytest.mark.no_database
NOW = datetime.now(UTC)
PUT = "PUT /upload/"
MIB = 1024 * 1024


class Killed(BaseException):
    """The worker dies here."""


@dataclass
class Delivery:
    """One delivery over its attempts: a new connector for each act, notes that outlive it."""

    server: TikTok
    account: Account
    notes: dict[str, Any] = field(default_factory=dict)
    app: dict[str, Any] = field(default_factory=lambda: dict(APP))
    secret: dict[str, Any] = field(default_factory=dict)
    die_at: str = ""
    lease: bool = True

    def remember(self, note: Any) -> None:
        if not self.lease:
            raise TryLater("giliran lewat")
        self.notes |= note
        if self.die_at and note.get(self.die_at):
            raise Killed

    @contextmanager
    def connector(self, via: str = "", *, at: datetime = NOW) -> Iterator[TikTokConnector]:
        base = via or self.server.base_url
        with HttpClient(inner_hosts=[urlsplit(base).netloc], timeout=5) as http:
            yield TikTokConnector(
                Session(
                    server=base,
                    handle=self.account.username,
                    external_id=self.account.open_id,
                    secret=secret_of(self.account) | self.secret,
                    http=http,
                    now=at,
                    app=self.app,
                    remembered=dict(self.notes),
                    remember=self.remember,
                )
            )

    def publish(self, item: Outgoing, via: str = "") -> Published | Pending:
        with self.connector(via) as connector:
            return connector.publish(item, "kunci")

    def find(self, item: Outgoing) -> Published | None:
        with self.connector() as connector:
            return connector.find("kunci", item)

    def resume(self, pending: Any, *, at: datetime = NOW) -> Published | Pending:
        assert isinstance(pending, Pending)
        with self.connector(at=at) as connector:
            return connector.resume(pending)

    def count(self) -> int:
        return len(self.server.public(self.account))


@pytest.fixture
def server() -> Iterator[TikTok]:
    with TikTok() as server:
        yield server
        assert not server.strays


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with Shelf() as shelf:
        yield shelf


@pytest.fixture
def front(server: TikTok) -> Iterator[Interposer]:
    with Interposer(server.base_url) as front:
        yield front


@pytest.fixture
def delivery(server: TikTok) -> Delivery:
    return Delivery(server, server.create_account())


@pytest.fixture
def film(tmp_path: Path) -> Outgoing:
    return Outgoing(text="Info layanan.", created_at=NOW, video=clip(tmp_path))


@pytest.fixture
def photos(shelf: Shelf) -> Outgoing:
    images = tuple(shelf.put(picture(c, "")) for c in ("red", "green"))
    return Outgoing(text="Info layanan.", created_at=NOW, images=images)


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
    titled = replace(photos, title="Jadwal baru")
    found = delivery.resume(delivery.publish(titled))
    (post,) = delivery.server.public(delivery.account)
    assert post.media == [image.data for image in photos.images]
    assert post.text == "Info layanan."
    assert post.info["title"] == "Jadwal baru"
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


# --------------------------------------------------------------------------------- lost and killed


@pytest.mark.parametrize("step", ["publish_id", "closing"])
def test_killed_before_the_last_piece_ends_with_one_copy(
    delivery: Delivery, film: Outgoing, step: str
) -> None:
    delivery.die_at = step
    with pytest.raises(Killed):
        delivery.publish(film)
    delivery.die_at = ""
    assert delivery.find(film) is None
    delivery.resume(delivery.publish(film))
    assert delivery.count() == 1
    assert len(delivery.server.containers) == 1


def test_killed_after_the_last_piece_is_found(delivery: Delivery, film: Outgoing) -> None:
    delivery.publish(film)
    found = delivery.find(film)
    assert found is not None
    assert found.external_id == delivery.server.posts[0].post_id


def test_a_lost_piece_in_the_middle_is_sent_again_and_only_that(
    delivery: Delivery, film: Outgoing, tmp_path: Path, front: Interposer
) -> None:
    long = replace(film, video=clip(tmp_path, size=33 * MIB))
    front.answer(PUT, Canned(status=206))
    front.answer(PUT, Canned(status=503))
    with pytest.raises(OutcomeUnknown):  # the first was swallowed, the second broke
        delivery.publish(long, front.base_url)
    assert delivery.find(long) is None
    delivery.resume(delivery.publish(long))
    assert delivery.count() == 1
    assert len(delivery.server.containers) == 1
    broken = Delivery(delivery.server, delivery.account)
    front.answer(PUT, Canned(status=503))
    with pytest.raises(TryLater):
        broken.publish(long, front.base_url)
    assert broken.find(long) is None
    assert broken.notes["closing"] is False


def test_a_middle_piece_that_arrived_is_not_sent_twice(
    delivery: Delivery, film: Outgoing, tmp_path: Path
) -> None:
    long = replace(film, video=clip(tmp_path, size=33 * MIB))
    delivery.die_at = "closing"
    with pytest.raises(Killed):
        delivery.publish(long)
    delivery.die_at = ""
    delivery.resume(delivery.publish(long))
    assert [r.method for r in delivery.server.seen].count("PUT") == 2
    assert delivery.count() == 1


def test_an_expired_address_that_never_carried_the_last_piece_is_replaced(
    delivery: Delivery, film: Outgoing
) -> None:
    delivery.die_at = "publish_id"
    with pytest.raises(Killed):
        delivery.publish(film)
    delivery.die_at = ""
    next(iter(delivery.server.containers.values())).open = False
    with pytest.raises(TryLater, match="dari awal"):
        delivery.publish(film)
    delivery.resume(delivery.publish(film))
    assert delivery.count() == 1


def test_an_expired_address_that_may_have_carried_it_is_left_to_a_person(
    delivery: Delivery, film: Outgoing, front: Interposer
) -> None:
    front.answer(PUT, Canned(status=502))
    with pytest.raises(OutcomeUnknown):
        delivery.publish(film, front.base_url)
    next(iter(delivery.server.containers.values())).open = False
    for act in (delivery.publish, delivery.find):
        with pytest.raises(OutcomeUnknown):
            act(film)
    assert delivery.count() == 0
    delivery.resume(delivery.publish(film))  # the person has looked, and says: send it
    assert delivery.count() == 1


def test_a_piece_out_of_order_is_cleared_up_by_asking(
    delivery: Delivery, film: Outgoing, front: Interposer
) -> None:
    front.answer(PUT, Canned(status=416))
    with pytest.raises(OutcomeUnknown):
        delivery.publish(film, front.base_url)
    assert delivery.find(film) is None


def test_a_container_nobody_knows_any_more(delivery: Delivery, film: Outgoing) -> None:
    pending = delivery.publish(film)
    delivery.server.forgets = True
    assert isinstance(delivery.resume(pending), Pending)  # it may not be listed yet
    with pytest.raises(OutcomeUnknown, match="tidak lagi mengenal"):
        delivery.resume(pending, at=NOW + timedelta(minutes=6))
    with pytest.raises(OutcomeUnknown, match="tidak lagi mengenal"):
        delivery.find(film)


@pytest.mark.parametrize("arrived", [True, False])
def test_a_lost_answer_for_pictures_is_never_guessed(
    delivery: Delivery, photos: Outgoing, front: Interposer, arrived: bool
) -> None:
    if arrived:
        delivery.publish(photos)
        delivery.notes["publish_id"] = ""
    else:
        front.answer("content/init", Canned(status=504))
        with pytest.raises(OutcomeUnknown):
            delivery.publish(photos, front.base_url)
    with pytest.raises(OutcomeUnknown, match="gambar"):
        delivery.find(photos)
    assert delivery.count() == int(arrived)


def test_accepted_pictures_are_not_denied_for_a_lost_turn(
    delivery: Delivery, photos: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def once(note: dict[str, Any]) -> None:
        if note.get("publish_id"):
            raise TryLater("giliran lewat")

    monkeypatch.setattr(delivery, "remember", once)
    assert isinstance(delivery.publish(photos), Pending)
    assert delivery.count() == 1


def test_without_the_turn_no_byte_goes(delivery: Delivery, film: Outgoing) -> None:
    delivery.lease = False
    with pytest.raises(TryLater):
        delivery.publish(film)
    assert not any(r.method == "PUT" for r in delivery.server.seen)


# --------------------------------------------------------------------------------- it says no


@pytest.mark.parametrize("code", sorted(problems._REFUSED))
def test_a_refusal_says_what_to_do(delivery: Delivery, film: Outgoing, code: str) -> None:
    delivery.server.says = code
    with pytest.raises(Refused, match="TikTok"):
        delivery.publish(film)
    assert delivery.count() == 0


@pytest.mark.parametrize("code", ["spam_risk_too_many_posts", "reached_active_user_cap"])
def test_a_cap_of_the_day_is_later(delivery: Delivery, photos: Outgoing, code: str) -> None:
    delivery.server.says = code
    with pytest.raises(TryLater, match="harian") as later:
        delivery.publish(photos)
    assert later.value.after == timedelta(hours=3)
    assert delivery.find(photos) is None  # it said no, so there is nothing to doubt


@pytest.mark.parametrize("code", ["scope_not_authorized", "scope_permission_missed"])
def test_a_missing_scope_asks_to_connect_again(
    delivery: Delivery, film: Outgoing, front: Interposer, code: str
) -> None:
    front.answer("video/init", Canned(status=401, body={"error": {"code": code}}))
    with pytest.raises(Unauthorised, match="setujui semua izin"):
        delivery.publish(film, front.base_url)


def test_an_error_hides_behind_status_200(
    delivery: Delivery, photos: Outgoing, front: Interposer
) -> None:
    for code, kind in (("invalid_param", Refused), ("internal_error", OutcomeUnknown)):
        body = {"data": {}, "error": {"code": code, "message": "salah", "log_id": "1"}}
        front.answer("content/init", Canned(status=200, body=body))
        with pytest.raises(kind):
            delivery.publish(photos, front.base_url)


def test_an_unaudited_application_is_explained(delivery: Delivery, film: Outgoing) -> None:
    delivery.server.audited = False
    with pytest.raises(Refused, match="audit"):
        delivery.publish(film)


def test_an_unverified_domain_is_explained(delivery: Delivery, photos: Outgoing) -> None:
    delivery.server.verified = ["https://media.contoh.go.id/"]
    with pytest.raises(Refused, match="domain"):
        delivery.publish(photos)


def test_the_limit_of_the_minute_is_waited_for(delivery: Delivery, film: Outgoing) -> None:
    for _ in range(6):
        Delivery(delivery.server, delivery.account).publish(film)
    with pytest.raises(TryLater) as later:
        delivery.publish(film)
    assert later.value.after == timedelta(minutes=1)


@pytest.mark.parametrize("reason", [*sorted(problems._FAILURES), "alasan_baru"])
def test_a_failure_afterwards_is_told_in_words(
    delivery: Delivery, film: Outgoing, reason: str
) -> None:
    delivery.server.fails = reason
    pending = delivery.publish(film)
    with pytest.raises(Refused) as refusal:
        delivery.resume(pending)
    assert len(str(refusal.value)) > 20
    delivery.server.fails = ""
    delivery.resume(delivery.publish(film))  # sent again by a person: a container of its own
    assert delivery.count() == 1


def test_a_failure_found_by_looking_is_absence(delivery: Delivery, film: Outgoing) -> None:
    delivery.server.fails = "duration_check_failed"
    delivery.publish(film)
    assert delivery.find(film) is None
    with pytest.raises(Refused, match="Lama video"):
        delivery.publish(film)
    delivery.server.fails = "internal"
    delivery.publish(film)
    delivery.server.fails = ""
    assert isinstance(delivery.publish(film), Pending)  # TikTok's own trouble: begun anew
    assert delivery.count() == 1


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
        (replace(film, text="🙏" * 1101), "emoji"),
        (replace(film, video=replace(video, mime="video/x-msvideo")), "MP4"),
        (replace(film, video=replace(video, size=5_000_000_000)), "4 GB"),
        (replace(film, video=replace(video, seconds=601)), "10 menit"),
        (replace(film, video=replace(video, width=240)), "piksel"),
        (replace(film, video=replace(video, size=99)), "utuh"),
        (replace(film, video=gone), "dibaca"),
        (replace(photos, title="a" * 91), "Judul"),
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
