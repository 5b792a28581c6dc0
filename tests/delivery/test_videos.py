"""A video on its way: fitted before its time, waited for, handed over with its still and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from kentongan.delivery import actions, payload
from kentongan.delivery.models import Attempt, Delivery
from kentongan.jobs.models import Job
from kentongan.kernel.clock import FrozenClock
from kentongan.media import actions as media, files
from kentongan.media.errors import NoRoom, StorageAway
from kentongan.media.models import Asset, Rendition
from kentongan.networks.contract import Form, InForm, Limits, Outgoing, Published, VideoLimits
from tests.cast import NOW, Cast, sign_in
from tests.delivery.conftest import Plan
from tests.delivery.network import Uji, lost
from tests.media.videos import Videos, run_job, video_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Work = Callable[[], int]
ALT = "Camat membuka posyandu"
SQUARE = VideoLimits(
    max_bytes=10**7, max_seconds=60, shapes=(1.0, 1.0), captions=("text/vtt",), fetches=True
)


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Videos:
    return Videos(tmp_path_factory.mktemp("videos"))


@pytest.fixture
def clip(cast: Cast, videos: Videos, settings: Any, tmp_path: Path) -> Asset:
    """A video of 160 × 90 pixels and two seconds, with Indonesian subtitles."""
    settings.MEDIA_ROOT = tmp_path
    asset = video_of(cast, videos.mp4)
    vtt = b"WEBVTT\n\n00:00.000 --> 00:01.500\nPosyandu dibuka.\n"
    media.put_subtitles(asset_id=asset.pk, language="id", data=vtt, by=cast.admin, at=NOW)
    Job.objects.all().delete()
    return asset


def sent(*assets: Asset, form: str = Form.POST) -> dict[str, Any]:
    parts: Any = [{"asset": str(a.pk), "sha256": a.sha256, "alt": ALT} for a in assets]
    text, title = "Posyandu hari ini", "Draf 2, menunggu Bu Camat"
    return payload.build(text=text, title=title, created_at=NOW, media=parts, form=form)


def takes(
    network: type[Uji], monkeypatch: pytest.MonkeyPatch, video: VideoLimits | None, **more: Any
) -> None:
    limits = Limits(max_text=500, per_account=(1000, 1), per_network=(1000, 1), video=video)
    monkeypatch.setattr(network, "limits", replace(limits, **more))


def received(network: type[Uji]) -> list[Outgoing]:
    """What comes to the network from now on."""
    found: list[Outgoing] = []

    def keep(uji: Uji, item: Outgoing, key: str) -> Published:
        found.append(item)
        uji.wall.append((key, item.text))
        return Published(key, f"https://uji.example/{key}")

    network.script = [keep] * 3
    return found


def test_it_waits_until_it_is_fitted_and_goes_out_with_still_and_subtitles(
    plan: Plan, work: Work, clock: FrozenClock, network: type[Uji], clip: Asset, client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    takes(network, monkeypatch, SQUARE)
    found = received(network)
    delivery = plan(payload=sent(clip))
    assert Job.objects.filter(kind="media.fit").count() == 1  # asked for when it was planned
    work()
    delivery.refresh_from_db()
    assert (delivery.state, found) == ("planned", [])
    assert "Video sedang disesuaikan" in delivery.what_to_do
    assert not Attempt.objects.exists()
    run_job(Job.objects.get(kind="media.fit", state="due"))
    clock.advance(seconds=21)
    work()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    [item] = found
    assert item.images == ()
    video = item.video
    assert video is not None
    assert (video.width, video.height, video.alt) == (90, 90, ALT)
    assert video.size == video.path.stat().st_size
    assert video.cover is not None
    assert video.cover.mime == "image/jpeg"
    assert item.title == ""  # what they call it among themselves is no title there
    assert [(c.mime, c.language) for c in video.captions] == [("text/vtt", "id")]
    monkeypatch.setattr("kentongan.kernel.clock.now", clock.now)
    fetched = client.get(urlsplit(video.url).path)
    assert b"".join(fetched.streaming_content) == video.path.read_bytes()  # type: ignore[attr-defined]
    still = client.get(urlsplit(video.cover.url).path)
    assert b"".join(still.streaming_content) == video.cover.data  # type: ignore[attr-defined]


def test_its_page_calls_a_video_a_video_and_hands_over_its_subtitles(
    plan: Plan, network: type[Uji], clip: Asset, client: Client, cast: Cast
) -> None:
    delivery = plan(payload=sent(clip))
    page = sign_in(client, cast.admin).get(delivery.get_absolute_url()).text
    assert f'href="/berkas/{clip.pk}/penuh/"' in page
    assert "Gambar 1" not in page
    assert f'href="/berkas/{clip.pk}/subtitel/id.srt"' in page


def test_what_fits_as_it_is_goes_out_at_once(
    plan: Plan, work: Work, network: type[Uji], clip: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes(network, monkeypatch, replace(SQUARE, shapes=(0.1, 10.0), fetches=False, captions=()))
    found = received(network)
    plan(payload=sent(clip))
    assert not Job.objects.filter(kind="media.fit").exists()
    work()
    assert found[0].video is not None
    assert (found[0].video.url, found[0].video.captions) == ("", ())


def test_it_is_fitted_to_the_shape_that_was_chosen(
    plan: Plan, work: Work, clock: FrozenClock, network: type[Uji], clip: Asset,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A reel is upright and has least sides: cut around the focus, and enlarged to them."""
    usual = replace(SQUARE, shapes=(0.1, 10.0), forms=(Form.POST, Form.REEL))
    reel = replace(usual, shapes=(9 / 16, 9 / 16), least=(72, 128))
    takes(network, monkeypatch, usual, in_forms={Form.REEL: InForm(video=reel)})
    found = received(network)
    plan(payload=sent(clip, form=Form.REEL))
    run_job(Job.objects.get(kind="media.fit", state="due"))
    work()
    [item] = found
    assert item.video is not None
    assert (item.video.width, item.video.height) == (72, 130)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (None, "tidak menerima video"),
        (replace(SQUARE, max_seconds=1), "detik"),
        (replace(SQUARE, least=(360, 360)), "Pakai rekaman aslinya"),
    ],
)
def test_what_the_network_cannot_take_is_refused_and_says_why(
    plan: Plan, work: Work, network: type[Uji], clip: Asset, monkeypatch: pytest.MonkeyPatch,
    limits: VideoLimits | None, words: str,
) -> None:  # fmt: skip
    takes(network, monkeypatch, limits)
    delivery = plan(payload=sent(clip))
    work()
    delivery.refresh_from_db()
    assert delivery.state == "refused"
    assert words in delivery.what_to_do
    assert network.wall == []


def test_what_failed_is_made_anew_when_somebody_sends_it_again(
    plan: Plan, work: Work, clock: FrozenClock, network: type[Uji], clip: Asset, cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    takes(network, monkeypatch, SQUARE)
    received(network)
    delivery = plan(payload=sent(clip))
    Job.objects.all().delete()
    Rendition.objects.update(note="Video ini gagal disesuaikan.")
    work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.what_to_do) == ("refused", "Video ini gagal disesuaikan.")
    actions.again(delivery, by=cast.admin.actor, at=clock.now(), due_at=clock.now())
    work()
    run_job(Job.objects.get(kind="media.fit", state="due"))
    clock.advance(seconds=21)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.what_to_do) == ("sent", "")


@pytest.mark.parametrize("trouble", [StorageAway, NoRoom])
def test_storage_that_is_away_for_a_while_is_waited_for(
    plan: Plan, work: Work, clock: FrozenClock, network: type[Uji], clip: Asset,
    monkeypatch: pytest.MonkeyPatch, trouble: type[StorageAway | NoRoom],
) -> None:  # fmt: skip
    takes(network, monkeypatch, replace(SQUARE, shapes=(0.1, 10.0), fetches=False, captions=()))
    received(network)
    delivery = plan(payload=sent(clip))

    def away(_name: str) -> bytes:
        raise trouble("Penyimpanan tidak menjawab.")

    with monkeypatch.context() as here:
        here.setattr(files, "read", away)
        work()
        delivery.refresh_from_db()
        assert (delivery.state, Attempt.objects.count()) == ("planned", 0)
        assert "dicoba lagi sendiri" in delivery.what_to_do
    clock.advance(seconds=61)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.what_to_do) == ("sent", "")


def test_storage_that_goes_away_while_a_video_is_asked_for_is_waited_for_too(
    plan: Plan, work: Work, network: type[Uji], clip: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes(network, monkeypatch, SQUARE)
    delivery = plan(payload=sent(clip))

    def away(*_args: Any, **_more: Any) -> None:
        raise StorageAway("Penyimpanan tidak menjawab.")

    monkeypatch.setattr(payload, "prepare", away)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.lease_until) == ("planned", None)
    assert "dicoba lagi sendiri" in delivery.what_to_do


def test_a_lost_answer_is_looked_for_again_when_storage_is_back(
    plan: Plan, work: Work, clock: FrozenClock, network: type[Uji], clip: Asset,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Its file is needed to know the post again: nobody is asked while only that is away."""
    takes(network, monkeypatch, replace(SQUARE, shapes=(0.1, 10.0), fetches=False, captions=()))
    network.script = [lost]
    delivery = plan(payload=sent(clip))
    work()

    def away(_name: str) -> bytes:
        raise StorageAway("Penyimpanan tidak menjawab.")

    for trouble in (True, False):
        clock.advance(seconds=61)
        with monkeypatch.context() as here:
            if trouble:
                here.setattr(files, "read", away)
            work()
        delivery.refresh_from_db()
        assert (delivery.state == "unknown", delivery.asks_person) == (trouble, False)
    assert delivery.state == "sent"


def test_one_post_carries_one_video(
    plan: Plan, work: Work, network: type[Uji], clip: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes(network, monkeypatch, replace(SQUARE, shapes=(0.1, 10.0)))
    delivery = plan(payload=sent(clip, clip))
    work()
    delivery.refresh_from_db()
    assert delivery.state == "refused"
    assert "paling banyak satu video" in delivery.what_to_do
    assert Delivery.objects.filter(state="sent").count() == 0
