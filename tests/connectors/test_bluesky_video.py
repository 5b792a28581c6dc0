"""Videos on AT Protocol: on a real PDS, alone and with a stand-in for the video service."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.bluesky import video as module
from kentongan.networks.connectors.bluesky.connector import BlueskyConnector
from kentongan.networks.contract import (
    Audience,
    Captions,
    Form,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Published,
    Refused,
    Resumes,
    Session,
    TryLater,
    Video,
)
from tests.contract.bluesky_harness import BlueskyHarness
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.fakes.bluesky_video import VideoService
from tests.fakes.tiktok_media import clip
from tests.servers import Atproto

pytestmark = [pytest.mark.servers, pytest.mark.no_database]
AT = datetime.now(UTC) - timedelta(seconds=1)
VTT = Captions(data=b"WEBVTT\n\n00:00.000 --> 00:02.000\nHalo.\n", mime="text/vtt")


@pytest.fixture
def harness(atproto_server: Atproto) -> BlueskyHarness:
    return BlueskyHarness(atproto_server)


@pytest.fixture
def film(tmp_path: Path) -> Outgoing:
    video = replace(clip(tmp_path), alt="Camat berbicara", captions=(VTT,))
    return Outgoing(text="Info layanan.", created_at=AT, video=video)


def shot(item: Outgoing) -> Video:
    assert item.video is not None
    return item.video


def embed(harness: BlueskyHarness, login: Login) -> dict[str, Any]:
    (found,) = harness.server.records(login.native.did)
    value: dict[str, Any] = found["value"]["embed"]
    return value


# --------------------------------------------------------------------------------- a server alone


def test_a_video_arrives_byte_for_byte_with_alt_and_captions(
    harness: BlueskyHarness, login: Login, film: Outgoing
) -> None:
    with harness.open(login) as connector:
        sent = connector.publish(replace(film, link="https://contoh.go.id/x"), "kunci")
        assert connector.find("kunci", replace(film, link="https://contoh.go.id/x")) == sent
    shown = embed(harness, login)
    did = login.native.did
    assert shown["$type"] == "app.bsky.embed.video"
    assert shown["alt"] == "Camat berbicara"
    assert shown["aspectRatio"] == {"width": 720, "height": 1280}
    stored = harness.server.blob(did, shown["video"]["ref"]["$link"])
    assert stored == shot(film).path.read_bytes()
    (caption,) = shown["captions"]
    assert caption["lang"] == "id"
    assert harness.server.blob(did, caption["file"]["ref"]["$link"]) == VTT.data
    assert harness.seen(login)[0].text == "Info layanan.\n\nhttps://contoh.go.id/x"


def test_a_video_without_words_about_it(
    harness: BlueskyHarness, login: Login, film: Outgoing
) -> None:
    bare = replace(film, video=replace(shot(film), alt="", captions=()))
    with harness.open(login) as connector:
        connector.publish(bare, "kunci")
    assert set(embed(harness, login)) == {"$type", "video", "aspectRatio"}


def test_a_lost_upload_is_no_post_and_the_next_attempt_makes_one(
    harness: BlueskyHarness, login: Login, film: Outgoing
) -> None:
    with Interposer(harness.base_url) as front:
        front.answer("uploadBlob", Canned(status=502))
        with harness.open(login, via=front.base_url) as connector:
            with pytest.raises(TryLater):
                connector.publish(film, "kunci")
            assert connector.find("kunci", film) is None
        front.answer("putRecord", Canned(status=502))
        with harness.open(login, via=front.base_url) as connector:
            with pytest.raises(OutcomeUnknown):
                connector.publish(film, "kunci")
            connector.publish(film, "kunci")
            connector.publish(film, "kunci")
    assert harness.count(login) == 1


def test_a_server_that_takes_less_says_so(
    harness: BlueskyHarness, login: Login, film: Outgoing, tmp_path: Path
) -> None:
    """A PDS takes 5 MB of itself; who runs one may allow more."""
    large = replace(film, video=clip(tmp_path, size=6_000_000))
    with harness.open(login) as connector, pytest.raises(Refused, match="terlalu besar"):
        connector.publish(large, "kunci")
    assert harness.count(login) == 0


def test_what_the_network_does_not_take_is_refused_early(
    harness: BlueskyHarness, login: Login, film: Outgoing
) -> None:
    video = shot(film)
    many, srt = (VTT,) * 21, Captions(data=b"1", mime="application/x-subrip")
    wrong: list[tuple[Outgoing, str]] = [
        (replace(film, images=(picture("red", ""),)), "tidak keduanya"),
        (replace(film, audience=Audience.PRIVATE), "umum"),
        (replace(film, form=Form.STORY), "bentuk"),
    ]
    for changed, words in (
        ({"mime": "video/webm"}, "MP4"),
        ({"size": 100_000_001}, "100 MB"),
        ({"seconds": 180.5}, "3 menit"),
        ({"alt": "a" * 1001}, "alternatif"),
        ({"captions": many}, "WebVTT"),
        ({"captions": (srt,)}, "WebVTT"),
        ({"captions": (Captions(data=b"x" * 20_001, mime="text/vtt"),)}, "20 KB"),
        ({"size": video.size - 1}, "utuh"),
        ({"path": video.path.with_name("hilang.mp4")}, "dibaca"),
    ):
        wrong.append((replace(film, video=replace(video, **changed)), words))
    with Interposer(harness.base_url) as front:
        with harness.open(login, via=front.base_url) as connector:
            for item, words in wrong:
                with pytest.raises(Refused, match=words):
                    connector.publish(item, "kunci")
        assert front.seen == []


# --------------------------------------------------------------------------------- the service


@dataclass
class Delivery:
    """One delivery: a new connector for each act, notes that outlive it."""

    harness: BlueskyHarness
    login: Login
    service: VideoService
    notes: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def connector(self) -> Iterator[BlueskyConnector]:
        hosts = [urlsplit(u).netloc for u in (self.harness.base_url, self.service.base_url)]
        with HttpClient(inner_hosts=hosts, timeout=10) as http:
            yield BlueskyConnector(
                Session(
                    server=self.harness.base_url,
                    handle=self.login.handle,
                    external_id=self.login.external_id,
                    secret=self.login.secret,
                    http=http,
                    now=datetime.now(UTC),
                    remembered=dict(self.notes),
                    remember=self.notes.update,
                )
            )

    def publish(self, item: Outgoing) -> Published | Pending:
        with self.connector() as connector:
            return connector.publish(item, "kunci")

    def resume(self, pending: Any) -> Published | Pending:
        assert isinstance(pending, Pending)
        with self.connector() as connector:
            assert isinstance(connector, Resumes)
            return connector.resume(pending)


@pytest.fixture
def service(harness: BlueskyHarness, monkeypatch: pytest.MonkeyPatch) -> Iterator[VideoService]:
    with VideoService(harness.base_url) as service:
        monkeypatch.setattr(module, "service_of", lambda _server: service.base_url)
        yield service
        assert not service.strays


@pytest.fixture
def delivery(harness: BlueskyHarness, login: Login, service: VideoService) -> Delivery:
    return Delivery(harness, login, service)


def test_only_accounts_at_bluesky_use_its_service() -> None:
    for server in ("https://bsky.social", "https://shiitake.us-east.host.bsky.network"):
        assert module.service_of(server) == "https://video.bsky.app"
    for server in ("https://pds.contoh.go.id", "https://bsky.social.contoh.id"):
        assert module.service_of(server) == ""


@pytest.mark.parametrize("wraps", [True, False])
def test_a_video_is_prepared_before_the_post_is_seen(
    delivery: Delivery, film: Outgoing, wraps: bool
) -> None:
    delivery.service.slow, delivery.service.wraps = 1, wraps
    pending = delivery.publish(film)
    assert delivery.harness.count(delivery.login) == 0
    waiting = delivery.resume(pending)
    assert isinstance(waiting, Pending)
    found = delivery.resume(waiting)
    assert isinstance(found, Published)
    shown = embed(delivery.harness, delivery.login)
    assert shown["alt"] == "Camat berbicara"
    assert len(shown["captions"]) == 1
    stored = delivery.harness.server.blob(delivery.login.native.did, shown["video"]["ref"]["$link"])
    assert stored == shot(film).path.read_bytes()
    assert delivery.service.sent == [stored]


def test_resuming_twice_gives_the_same_post(delivery: Delivery, film: Outgoing) -> None:
    pending = delivery.publish(film)
    first = delivery.resume(pending)
    delivery.service.forgets = True
    assert delivery.resume(pending) == first
    with delivery.connector() as connector:
        assert connector.find("kunci", film) == first
    assert delivery.harness.count(delivery.login) == 1


def test_a_later_attempt_asks_for_the_job_of_the_first(delivery: Delivery, film: Outgoing) -> None:
    delivery.publish(film)
    found = delivery.publish(film)
    assert isinstance(found, Published)
    assert len(delivery.service.sent) == 1


def test_a_video_the_service_has_already_is_not_prepared_twice(
    delivery: Delivery, film: Outgoing
) -> None:
    delivery.publish(film)
    delivery.notes.clear()  # killed before the job was noted
    assert isinstance(delivery.publish(film), Published)
    assert len(delivery.service.sent) == 1


def test_a_video_that_cannot_be_prepared_is_refused(delivery: Delivery, film: Outgoing) -> None:
    pending = delivery.publish(film)
    delivery.service.fails = "Video too long"
    with pytest.raises(Refused, match="Video too long"):
        delivery.resume(pending)
    assert delivery.notes["video_job"] == ""
    assert delivery.harness.count(delivery.login) == 0


def test_a_forgotten_job_is_begun_again(delivery: Delivery, film: Outgoing) -> None:
    pending = delivery.publish(film)
    delivery.service.forgets = True
    with pytest.raises(OutcomeUnknown):
        delivery.resume(pending)
    with delivery.connector() as connector:
        assert connector.find("kunci", film) is None
    delivery.service.forgets = False
    delivery.service.jobs.clear()
    delivery.resume(delivery.publish(film))
    assert delivery.harness.count(delivery.login) == 1
    assert len(delivery.service.sent) == 2


def test_a_pending_video_without_its_notes_is_unknown(delivery: Delivery, film: Outgoing) -> None:
    pending = delivery.publish(film)
    delivery.notes.clear()
    with pytest.raises(OutcomeUnknown, match="Catatan"):
        delivery.resume(pending)


def test_the_service_is_strict(
    delivery: Delivery, service: VideoService, login: Login, film: Outgoing
) -> None:
    url = f"{service.base_url}/xrpc/app.bsky.video.uploadVideo"
    did = login.native.did

    def token(**params: Any) -> str:
        answer = httpx2.get(
            f"{delivery.harness.base_url}/xrpc/com.atproto.server.getServiceAuth",
            params={"aud": "did:web:lain.id", "lxm": "com.atproto.repo.uploadBlob"} | params,
            headers={"Authorization": f"Bearer {login.secret['access']}"},
        )
        return str(answer.json()["token"])

    def send(bearer: str, mime: str = "video/mp4", **query: Any) -> int:
        return httpx2.post(
            url,
            params={"did": did, "name": "a.mp4"} | query,
            headers={"Authorization": f"Bearer {bearer}", "Content-Type": mime},
            content=b"x",
        ).status_code

    home = f"did:web:{urlsplit(delivery.harness.base_url).hostname}"
    good = token(aud=home)
    assert send(str(login.secret["access"])) == 401
    assert send("bukan-token") == 401
    assert send(token()) == 401
    assert send(token(aud=home, lxm="com.atproto.repo.createRecord")) == 401
    assert send(good, did="did:plc:lain") == 401
    assert send(good, mime="video/webm") == 400
    assert send(good, name="a.mov") == 400
    assert service.jobs == {}
    assert send(good) == 200
