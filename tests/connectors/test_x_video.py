"""Videos on X: in pieces, over several attempts, published when X is done with them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kentongan.networks.connectors.x import media
from kentongan.networks.connectors.x.api import Api
from kentongan.networks.contract import OutcomeUnknown, Pending, Published, Refused, TryLater
from tests.connectors.x_ground import MP4, Engine, Killed, film, post, reference
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.x_harness import XHarness
from tests.fakes.x import X
from tests.servers import Chaos

pytestmark = [pytest.mark.servers, pytest.mark.no_database]
SEND = "POST /2/tweets"
STEPS = ["/initialize", "/append", "/finalize", "GET /2/media/upload", SEND]


@pytest.fixture(scope="module")
def server() -> Iterator[X]:
    with X() as server:
        yield server
        assert not server.strays


@pytest.fixture
def harness(server: X, monkeypatch: pytest.MonkeyPatch) -> Iterator[XHarness]:
    monkeypatch.setattr(media, "PIECE", 1000)
    server.shelf.looks = 2
    yield XHarness(server)
    server.shelf.looks = 0
    server.shelf.spoils = False


@pytest.fixture
def engine(harness: XHarness, login: Login) -> Engine:
    return Engine(harness, login)


def test_a_video_goes_out_in_pieces_and_waits_until_x_is_done(
    harness: XHarness, login: Login, engine: Engine, tmp_path: Path
) -> None:
    item = post("Video senam.", video=film(tmp_path))
    first = engine.connector().publish(item, "kunci")
    assert isinstance(first, Pending)
    assert first.check_after == timedelta(seconds=7)
    assert harness.count(login) == 0
    again = engine.connector().resume(first)
    assert isinstance(again, Pending)
    done = engine.connector().resume(again)
    assert isinstance(done, Published)
    (public,) = harness.server.of(login.native)
    assert (public.text, public.id) == ("Video senam.", done.external_id)
    (found,) = public.media
    assert [len(found.pieces[number]) for number in range(3)] == [1000, 1000, 500]
    whole = b"".join(found.pieces[number] for number in range(3))
    assert whole == (tmp_path / "video.mp4").read_bytes()
    repeated = engine.connector().resume(again)
    assert isinstance(repeated, Published)
    assert repeated.external_id == done.external_id
    assert harness.count(login) == 1


def test_a_video_that_needs_no_work_is_published_at_once(
    harness: XHarness, login: Login, engine: Engine, tmp_path: Path
) -> None:
    harness.server.shelf.looks = 0
    first = Engine(harness, login).publish(post())
    answer = post("Balasan.", video=film(tmp_path), reply_to=reference(first))
    assert isinstance(engine.connector().publish(answer, "kunci"), Published)
    assert harness.server.of(login.native)[-1].parent == first.external_id


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_one_copy(
    harness: XHarness, login: Login, engine: Engine, tmp_path: Path, step: str, after: bool
) -> None:
    item = post("Video senam.", video=film(tmp_path))
    with pytest.raises(Killed):
        engine.publish(item, step, after=after)
    public = harness.count(login)
    assert public == int(after and step == SEND)
    found = engine.settle(item)
    (only,) = harness.server.of(login.native)
    assert only.id == found.external_id


def test_an_upload_goes_on_where_it_stopped(
    harness: XHarness, login: Login, engine: Engine, tmp_path: Path
) -> None:
    """Each piece is noted once X has it; the one that was under way is sent again."""
    item = post(video=film(tmp_path, size=3500))
    with Interposer(harness.base_url) as front:
        engine.server = front.base_url
        with pytest.raises(Killed):
            engine.publish(item, "/append", after=True)
        assert engine.notes["video"]["sent"] == 0
        engine.notes["video"]["sent"] = 1  # a process that lived a little longer
        engine.publish(item)
        lines = list(zip(front.seen, front.bodies, strict=True))
    sent = [body.split(b"\r\n")[3] for line, body in lines if line.endswith("/append")]
    assert sent == [b"0", b"1", b"2", b"3"]
    assert sum("/initialize" in line for line, _ in lines) == 1
    assert harness.count(login) == 1


@pytest.mark.parametrize("step", STEPS[:-1])
def test_a_lost_answer_of_an_upload_is_later_and_then_goes_on(
    harness: XHarness, login: Login, chaos: Callable[[str], Chaos], tmp_path: Path, step: str
) -> None:
    proxy = chaos(harness.base_url)
    engine = Engine(harness, login, via=proxy.base_url)
    item = post(video=film(tmp_path))
    proxy.set(mode="half", times=1, path=step)
    assert isinstance(engine.complaint(item), TryLater)
    engine.publish(item)
    assert proxy.hit
    assert harness.count(login) == 1
    uploads = [m for m in harness.server.shelf.all.values() if m.owner == login.external_id]
    assert len(uploads) == (2 if step == "/initialize" else 1)


def test_an_upload_x_has_forgotten_is_begun_anew(
    harness: XHarness, login: Login, engine: Engine, tmp_path: Path
) -> None:
    item = post(video=film(tmp_path))
    with pytest.raises(Killed):
        engine.publish(item, SEND)
    del harness.server.shelf.all[engine.notes["video"]["id"]]
    engine.settle(item)
    assert harness.count(login) == 1


def test_an_upload_that_is_about_to_die_is_not_used(
    harness: XHarness, login: Login, engine: Engine, tmp_path: Path
) -> None:
    item = post(video=film(tmp_path))
    with pytest.raises(Killed):
        engine.publish(item, SEND)
    old = engine.notes["video"]["id"]
    engine.notes["video"]["until"] = "2020-01-01T00:00:00+00:00"
    engine.settle(item)
    (public,) = harness.server.of(login.native)
    assert public.media[0].id != old


def test_a_video_x_cannot_work_on_is_refused_and_may_be_tried_anew(
    harness: XHarness, login: Login, engine: Engine, tmp_path: Path
) -> None:
    item = post(video=film(tmp_path))
    harness.server.shelf.spoils = True
    assert "ganti videonya" in str(engine.complaint(item))
    harness.server.shelf.spoils = False
    engine.publish(item)
    assert harness.count(login) == 1


def test_what_x_says_of_a_bad_video_is_passed_on(
    harness: XHarness, login: Login, tmp_path: Path
) -> None:
    told = {"state": "failed", "error": {"code": 1, "message": "InvalidContent"}}
    body = {"data": {"id": "1", "processing_info": told}}
    with Interposer(harness.base_url) as front:
        through = Engine(harness, login, via=front.base_url)
        front.answer("/finalize", Canned(status=200, body=body))
        assert "InvalidContent" in str(through.complaint(post(video=film(tmp_path))))


def test_resuming_after_a_lost_answer_never_publishes_twice(
    harness: XHarness, login: Login, engine: Engine, tmp_path: Path
) -> None:
    harness.server.shelf.looks = 1
    item = post(video=film(tmp_path))
    pending = engine.connector().publish(item, "kunci")
    assert isinstance(pending, Pending)
    with pytest.raises(Killed):
        engine.connector(SEND, after=True).resume(pending)
    harness.server.hidden = 1  # and the timeline lags
    with pytest.raises(OutcomeUnknown):
        engine.connector().resume(pending)
    assert isinstance(engine.connector().resume(pending), Published)
    assert harness.count(login) == 1


def test_resuming_without_notes_is_unknown(engine: Engine) -> None:
    with pytest.raises(OutcomeUnknown):
        engine.connector().resume(Pending("123"))


def test_nothing_is_published_once_the_turn_is_over(
    harness: XHarness, login: Login, engine: Engine, tmp_path: Path
) -> None:
    """Whoever lost the lease may no longer note, and then may not send."""

    def lost(_note: object) -> None:
        raise TryLater("Giliran sudah lewat.")

    with pytest.raises(TryLater):
        engine.connector(remember=lost).publish(post(), "kunci")
    assert harness.count(login) == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"seconds": 1300.0}, "20 menit"),
        ({"seconds": 0.2}, "0.5 detik"),
        ({"size": 1_000_000_001}, "1000 MB"),
        ({"mime": "video/webm"}, "MP4"),
        ({"width": 4000, "height": 1000}, "3 : 1"),
    ],
)
def test_a_video_x_does_not_take_is_refused_before_anything_is_sent(
    harness: XHarness, engine: Engine, tmp_path: Path, more: dict[str, float], words: str
) -> None:
    before = len(harness.server.seen)
    bad = replace(film(tmp_path), **more)  # type: ignore[arg-type]
    error = engine.complaint(post(video=bad))
    assert isinstance(error, Refused)
    assert words in str(error)
    assert len(harness.server.seen) == before


def test_pictures_and_a_video_do_not_go_together(engine: Engine, tmp_path: Path) -> None:
    both = post(video=film(tmp_path), images=(picture("red", "Merah"),))
    assert "tidak keduanya" in str(engine.complaint(both))


def test_a_large_video_is_never_whole_in_memory(
    harness: XHarness, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "PIECE", 4_000_000)
    video = film(tmp_path, size=9_000_000)
    sizes: list[int] = []
    upload = Api.call

    def watched(self: Api, method: str, path: str, **more: object) -> object:
        files = more.get("files")
        if isinstance(files, dict):
            sizes.append(len(files["media"][1]))
        return upload(self, method, path, **more)

    monkeypatch.setattr(Api, "call", watched)
    engine.publish(post(video=video))
    assert sizes == [4_000_000, 4_000_000, 1_000_000]
    assert video.path.read_bytes().startswith(MP4)
