"""Videos and pictures within a network's limits: smaller, cut around the focus, never shorter."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st

from kentongan.jobs.models import Job
from kentongan.kernel.errors import Invalid
from kentongan.ledger.models import Entry
from kentongan.media import actions, arrivals, cropping, files, queries, video, video_fitting
from kentongan.media.errors import CannotFit, NoRoom, NotYet
from kentongan.media.models import Asset, Rendition
from kentongan.media.video_fitting import Bounds, Kept
from kentongan.networks.contract import VideoLimits
from tests.cast import NOW
from tests.media import pictures
from tests.media.videos import Videos, ended_by_the_machine, looked_at, run_job, video_of

pytestmark = pytest.mark.no_database

MIDDLE = (0.5, 0.5)
SQUARE = VideoLimits(max_bytes=10**7, max_seconds=60, shapes=(1.0, 1.0))


@pytest.fixture
def clip(cast, videos: Videos) -> Asset:
    """A video of 160 × 90 pixels and two seconds."""
    asset = video_of(cast, videos.mp4)
    Job.objects.all().delete()
    return asset


def no_room(*_args: Any, **_more: Any) -> None:
    """In place of ffmpeg, on a disk that is full."""
    raise NoRoom(files.full_sentence())


def made(asset: Asset, limits: VideoLimits) -> Any:
    """The rendition, after its job has run."""
    actions.prepare_video(asset_id=asset.pk, given=limits, at=NOW)
    run_job(Job.objects.get(kind="media.fit", state="due"))
    return queries.fitted_video(asset, limits)


# ------------------------------------------------------------------------------- where to cut


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("size", "shapes", "focus", "expected"),
    [
        ((160, 90), (0.1, 10.0), MIDDLE, None),
        ((160, 90), (0, 0), MIDDLE, None),
        ((160, 90), (1.0, 1.0), MIDDLE, (90, 90, 35, 0)),
        ((160, 90), (1.0, 1.0), (0.0, 0.9), (90, 90, 0, 0)),
        ((160, 90), (1.0, 1.0), (1.0, 0.1), (90, 90, 70, 0)),
        ((90, 160), (0.8, 1.91), (0.5, 0.0), (90, 112, 0, 0)),
        ((1920, 1080), (9 / 16, 9 / 16), MIDDLE, (607, 1080, 656, 0)),
        ((607, 1080), (9 / 16, 9 / 16), MIDDLE, None),
    ],
)
def test_the_part_that_is_shown(size, shapes, focus, expected) -> None:
    assert cropping.box(*size, shapes, focus) == expected


@pytest.mark.no_database
@given(
    st.integers(2, 5000), st.integers(2, 5000), st.floats(0.4, 1.0), st.floats(1.1, 2.4),
    st.floats(0, 1), st.floats(0, 1), st.sampled_from([1, 2]),
)  # fmt: skip
@hypothesis_settings(max_examples=200, deadline=None)
def test_the_part_is_always_inside_and_never_over_the_edge_of_the_shapes(
    width, height, low, high, x, y, step
) -> None:
    found = cropping.box(width, height, (low, high), (x, y), step=step)
    wide, tall, left, top = found or (width, height, 0, 0)
    assert 0 <= left <= width - wide
    assert 0 <= top <= height - tall
    assert wide <= tall * high + step
    assert tall <= wide / low + step


@pytest.mark.no_database
@given(
    st.integers(16, 1920), st.integers(16, 1920), st.floats(1, 600),
    st.sampled_from([50_000_000, 500_000_000, 256 * 1024**3]), st.integers(400, 1920),
    st.sampled_from([(0, 0), (90, 160), (200, 200)]),
)  # fmt: skip
@hypothesis_settings(max_examples=200, deadline=None)
def test_a_recipe_has_even_sides_within_the_limits(
    width, height, seconds, most, side, least
) -> None:
    kept = Kept(10**9, width, height, seconds, MIDDLE)
    bounds = Bounds(most, side, (0.5, 2.0), least)
    recipe = video_fitting.recipe(kept, bounds)
    wide, tall = recipe.cut[:2] if recipe.cut else recipe.scaled
    assert wide % 2 == tall % 2 == 0
    assert max(wide, tall) <= side
    assert wide >= least[0]
    assert tall >= least[1]
    assert recipe.rate < 2**31  # what ffmpeg can read
    assert (recipe.rate + recipe.sound) * seconds / 8 < most or seconds < 0.5


# --------------------------------------------------------------------------------- renditions


@pytest.mark.servers
def test_what_fits_is_sent_as_it_is(clip: Asset) -> None:
    limits = VideoLimits(max_bytes=10**7, max_seconds=60)
    assert actions.prepare_video(asset_id=clip.pk, given=limits, at=NOW) == 100
    ready = queries.fitted_video(clip, limits)
    assert ready.path == files.root() / str(clip.file)
    assert (ready.size, ready.seconds) == (clip.size, clip.seconds)
    assert not Rendition.objects.exists()


@pytest.mark.servers
def test_a_network_that_wants_a_square_gets_one_always_the_same(clip: Asset) -> None:
    with pytest.raises(NotYet) as nobody:
        queries.fitted_video(clip, SQUARE)
    assert not nobody.value.asked
    assert actions.prepare_video(asset_id=clip.pk, given=SQUARE, at=NOW) == 0
    assert actions.prepare_video(asset_id=clip.pk, given=SQUARE, at=NOW) == 0
    with pytest.raises(NotYet) as waiting:
        queries.fitted_video(clip, SQUARE)
    assert waiting.value.asked
    Rendition.objects.update(progress=40)
    with pytest.raises(NotYet) as under_way:
        queries.fitted_video(clip, SQUARE)
    assert under_way.value.progress == 40
    assert "sudah 40 persen" in str(under_way.value)
    job = Job.objects.get(kind="media.fit")
    run_job(job)
    ready = queries.fitted_video(clip, SQUARE)
    assert (ready.width, ready.height) == (90, 90)
    stream = looked_at(ready.path)["streams"][0]
    assert (stream["width"], stream["height"]) == (90, 90)
    before = ready.path.read_bytes()
    assert len(before) == ready.size
    run_job(job)
    assert queries.fitted_video(clip, SQUARE).path.read_bytes() == before
    assert actions.prepare_video(asset_id=clip.pk, given=SQUARE, at=NOW) == 100


@pytest.mark.servers
def test_the_focus_decides_what_of_a_video_is_shown(cast, clip: Asset) -> None:
    left = made(clip, SQUARE).path.read_bytes()
    moved = actions.set_focus(asset_id=clip.pk, x=1.0, y=0.5, by=cast.admin, at=NOW)
    right = made(moved, SQUARE).path.read_bytes()
    assert left != right
    assert Rendition.objects.count() == 2


@pytest.mark.servers
def test_a_video_is_brought_within_bytes_and_sides(clip: Asset) -> None:
    limits = VideoLimits(max_bytes=60_000, max_seconds=60, max_side=100)
    ready = made(clip, limits)
    assert ready.size <= 60_000
    assert max(ready.width, ready.height) <= 100


@pytest.mark.servers
@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (VideoLimits(max_bytes=10**7, max_seconds=1), "paling lama 1 detik"),
        (VideoLimits(max_bytes=10**7, max_seconds=60, min_seconds=3), "paling singkat 3 detik"),
        (VideoLimits(max_bytes=10**7, max_seconds=60, mimes=("video/webm",)), "MP4"),
    ],
    ids=["long", "short", "kind"],
)
def test_what_no_encoding_can_mend_is_said_and_no_time_is_ever_cut(
    clip: Asset, limits: VideoLimits, words: str
) -> None:
    for ask in (
        lambda: queries.fitted_video(clip, limits),
        lambda: actions.prepare_video(asset_id=clip.pk, given=limits, at=NOW),
    ):
        with pytest.raises(CannotFit) as caught:
            ask()
        assert words in str(caught.value)
        assert isinstance(caught.value, LookupError)
    assert not Job.objects.exists()


@pytest.mark.servers
def test_what_cannot_be_made_small_enough_is_said_at_the_next_call(clip: Asset) -> None:
    limits = VideoLimits(max_bytes=9_000, max_seconds=60)
    actions.prepare_video(asset_id=clip.pk, given=limits, at=NOW)
    run_job(Job.objects.get())
    with pytest.raises(CannotFit) as caught:
        queries.fitted_video(clip, limits)
    assert "Potong videonya" in str(caught.value)
    with pytest.raises(CannotFit):
        actions.prepare_video(asset_id=clip.pk, given=limits, at=NOW)
    assert actions.clear_orphans(at=NOW + timedelta(hours=23)) == 0
    assert Rendition.objects.exists()
    actions.clear_orphans(at=NOW + timedelta(days=1, hours=1))
    assert not Rendition.objects.exists(), "after a day it may be asked for again"


@pytest.mark.servers
def test_a_rendition_that_was_cleared_away_is_made_anew(clip: Asset) -> None:
    ready = made(clip, SQUARE)
    first = ready.path.read_bytes()
    os.utime(ready.path, (0, 0))
    assert actions.clear_orphans(at=NOW) >= 1
    with pytest.raises(NotYet) as gone:
        queries.fitted_video(clip, SQUARE)
    assert not gone.value.asked
    Job.objects.all().delete()
    assert made(clip, SQUARE).path.read_bytes() == first


@pytest.mark.servers
def test_a_rendition_waits_for_its_turn_and_for_the_program(clip: Asset, monkeypatch: Any) -> None:
    actions.prepare_video(asset_id=clip.pk, given=SQUARE, at=NOW)
    pk = Rendition.objects.get().pk
    Job.objects.all().delete()
    with arrivals.turn():
        assert actions.fit_video(rendition_id=pk, at=NOW) == "waits"
    assert Job.objects.get().run_at == NOW + timedelta(seconds=20)
    Job.objects.all().delete()
    with monkeypatch.context() as here:
        here.setattr(video.shutil, "which", lambda _name: None)
        assert actions.fit_video(rendition_id=pk, at=NOW) == "waits"
        with pytest.raises(NotYet, match=r"belum dapat disesuaikan.*ffmpeg"):
            queries.fitted_video(clip, SQUARE)
    Rendition.objects.update(progress=40)  # of a worker that was killed
    with monkeypatch.context() as here:
        here.setattr(video, "encode", no_room)
        assert actions.fit_video(rendition_id=pk, at=NOW) == "waits"
        with pytest.raises(NotYet, match="penuh") as full:
            queries.fitted_video(clip, SQUARE)
        assert full.value.progress == 0
    assert actions.fit_video(rendition_id=pk, at=NOW) == "made"
    assert Rendition.objects.get().tries == 1


def test_a_rendition_that_the_machine_ended_is_begun_again_and_given_up_after_three_times(
    clip: Asset, monkeypatch: Any, tmp_path: Path
) -> None:
    actions.prepare_video(asset_id=clip.pk, given=SQUARE, at=NOW)
    pk = Rendition.objects.get().pk
    Job.objects.all().delete()
    with monkeypatch.context() as here:
        ended_by_the_machine(here, tmp_path)
        assert [actions.fit_video(rendition_id=pk, at=NOW) for _ in "123"] == ["waits"] * 3
        assert Job.objects.get().run_at == NOW + timedelta(minutes=1)
        assert Rendition.objects.get().note == "", "the video is as good as before"
        assert actions.fit_video(rendition_id=pk, at=NOW) == "failed"
    with pytest.raises(CannotFit, match="Kirim lagi"):
        queries.fitted_video(clip, SQUARE)
    Job.objects.all().delete()
    assert actions.forget_failures([clip.pk]) == 1
    assert made(clip, SQUARE).width == 90


def test_a_picture_is_no_video(cast) -> None:
    asset = put(cast)
    with pytest.raises(CannotFit):
        queries.fitted_video(asset, SQUARE)


# --------------------------------------------------------------------------- pictures and focus


def put(cast: Any) -> Asset:
    """A picture, red on the left and blue on the right."""
    picture = pictures.Image.new("RGB", (400, 200), "red")
    picture.paste("blue", (200, 0, 400, 200))
    data = io.BytesIO(pictures.as_bytes(picture, "PNG"))
    return actions.upload(by=cast.admin, at=NOW, unit=cast.kecamatan, file=data, name="a.png")


def test_a_picture_is_cut_around_its_focus(cast) -> None:
    asset = put(cast)
    wanted = {"max_bytes": 10**6, "max_side": 400, "mimes": ("image/png",), "shapes": (1.0, 1.0)}
    for x, colour in ((0.0, (255, 0, 0)), (1.0, (0, 0, 255))):
        asset = actions.set_focus(asset_id=asset.pk, x=x, y=0.5, by=cast.admin, at=NOW)
        data, _mime, width, height = queries.fitted(asset, **wanted)
        assert (width, height) == (200, 200)
        assert pictures.opened(data).getpixel((100, 100)) == colour
        assert queries.fitted(asset, **wanted)[0] == data
    assert [e.action for e in Entry.objects.all()].count("media.focus") == 2


@pytest.mark.parametrize(("x", "y"), [(-0.1, 0), (0, 1.01), (float("nan"), 0)])
def test_a_focus_outside_of_the_picture_is_refused(cast, x: float, y: float) -> None:
    with pytest.raises(Invalid):
        actions.set_focus(asset_id=put(cast).pk, x=x, y=y, by=cast.admin, at=NOW)
    assert not Entry.objects.filter(action="media.focus").exists()


def test_the_same_focus_again_is_no_act(cast) -> None:
    asset = put(cast)
    actions.set_focus(asset_id=asset.pk, x=0.5, y=0.5, by=cast.admin, at=NOW)
    assert not Entry.objects.filter(action="media.focus").exists()
