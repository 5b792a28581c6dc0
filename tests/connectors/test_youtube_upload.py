"""The resumable upload: broken lines, kills between any two steps, sessions that are forgotten."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kentongan.networks.connectors.youtube import limits
from kentongan.networks.contract import (
    OutcomeUnknown,
    Pending,
    Published,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.connectors.youtube_ground import Desk, Killed, desk_on, dressed, long_film, post
from tests.contract.interposer import Canned, Interposer, load
from tests.fakes.youtube import FakeYouTube

pytestmark = pytest.mark.no_database
ROOT = Path(__file__).parents[2]
MIB = 1024 * 1024
SESSION = "PUT /upload/youtube/v3/videos"


@pytest.fixture(scope="module")
def server() -> Iterator[FakeYouTube]:
    with FakeYouTube() as running:
        yield running
        assert not running.strays


@pytest.fixture
def desk(server: FakeYouTube) -> Desk:
    return desk_on(server)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHUNK", 256 * 1024)


def sent(server: FakeYouTube) -> list[str]:
    return [f"{r.method} {r.path}" for r in server.seen]


# ------------------------------------------------------------------------------ the steps


@pytest.mark.usefixtures("small_pieces")
def test_the_session_is_noted_before_the_first_byte_and_pieces_follow(
    desk: Desk, tmp_path: Path
) -> None:
    item = post(video=long_film(tmp_path, 600_000))
    desk.server.seen.clear()
    with desk.open(at=2) as connector, pytest.raises(Killed):
        connector.publish(item, "kunci")
    assert "upload_id=" in desk.notes["session"]
    assert sent(desk.server) == ["POST /upload/youtube/v3/videos"]
    found = desk.publish(item)
    ranges = [r.headers["content-range"] for r in desk.server.seen if "content-range" in r.headers]
    assert ranges == [
        "bytes */600000",
        "bytes 0-262143/600000",
        "bytes 262144-524287/600000",
        "bytes 524288-599999/600000",
    ]
    assert all("Bearer" in r.headers["authorization"] for r in desk.server.seen)
    (film,) = desk.films
    assert found.external_id == film.id
    assert film.sha256 == hashlib.sha256(item.video.path.read_bytes()).hexdigest()  # type: ignore[union-attr]


#: The session, three pieces, the cover, two tracks of subtitles.
REQUESTS = range(1, 8)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("first", ["find", "publish"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", REQUESTS)
def test_killed_around_any_request_there_is_one_video(
    desk: Desk, tmp_path: Path, step: int, after: bool, first: str
) -> None:
    item = post(video=long_film(tmp_path, 600_000))
    with desk.open(at=step, after=after) as connector, pytest.raises(Killed):
        connector.publish(item, "kunci")
    found = desk.recover(item) if first == "find" else desk.publish(item)
    (film,) = desk.films
    assert found.external_id == film.id
    assert film.cover is not None
    assert sorted(t.language for t in film.tracks) == ["en", "id"]
    assert "amiss" not in found.extra


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("note", [1, 2, 3, 4])
def test_killed_at_any_note_there_is_one_video(desk: Desk, tmp_path: Path, note: int) -> None:
    item = post(video=long_film(tmp_path, 600_000))
    desk.die_at_note = note
    with desk.open() as connector, pytest.raises(Killed):
        connector.publish(item, "kunci")
    found = desk.recover(item)
    assert [f.id for f in desk.films] == [found.external_id]


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", REQUESTS)
def test_killed_and_the_session_forgotten_there_are_never_two(
    desk: Desk, tmp_path: Path, step: int, after: bool
) -> None:
    item = post(video=long_film(tmp_path, 600_000))
    with desk.open(at=step, after=after) as connector, pytest.raises(Killed):
        connector.publish(item, "kunci")
    forget_sessions(desk)
    try:
        found: Published | None = desk.publish(item)
    except OutcomeUnknown:
        found = None
    assert len(desk.films) <= 1
    if found is not None:
        assert [f.id for f in desk.films] == [found.external_id]


def forget_sessions(desk: Desk) -> None:
    for sending in desk.server.sendings.values():
        sending.gone = sending.gone or sending.channel is desk.channel


def test_a_lost_turn_before_the_last_piece_publishes_nothing(desk: Desk) -> None:
    def lost(note: Any) -> None:
        if note.get("finishing"):
            raise TryLater("Giliran kiriman ini sudah lewat.")
        desk.notes.update(note)

    desk.remember = lost  # type: ignore[method-assign]
    with desk.open() as connector, pytest.raises(TryLater, match="Giliran"):
        connector.publish(post(), "kunci")
    assert desk.films == []


def test_a_lost_turn_after_the_last_piece_is_no_proof_of_absence(desk: Desk) -> None:
    def lost(note: Any) -> None:
        if note.get("video"):
            raise TryLater("Giliran kiriman ini sudah lewat.")
        desk.notes.update(note)

    desk.remember = lost  # type: ignore[method-assign]
    with desk.open() as connector, pytest.raises(OutcomeUnknown, match="Giliran"):
        connector.publish(post(), "kunci")
    assert len(desk.films) == 1


@pytest.mark.usefixtures("small_pieces")
def test_a_token_that_runs_out_on_the_way_costs_nothing(desk: Desk, tmp_path: Path) -> None:
    item = post(video=long_film(tmp_path, 600_000))
    with desk.open(at=3) as connector, pytest.raises(Killed):
        connector.publish(item, "kunci")
    with Interposer(desk.server.base_url) as front:
        desk.via = front.base_url
        front.answer("upload_id", Canned(status=308, headers={"Range": "bytes=0-262143"}))
        front.answer("upload_id", load("youtube", "unauthorised"))
        with desk.open() as connector, pytest.raises(Unauthorised):
            connector.publish(item, "kunci")
        desk.publish(item)  # with the renewed token
    assert len(desk.films) == 1
    assert sum(s.channel is desk.channel for s in desk.server.sendings.values()) == 1


# ------------------------------------------------------------------------------ forgotten


def test_a_forgotten_session_that_was_never_ended_is_begun_anew(desk: Desk, tmp_path: Path) -> None:
    item = post(video=long_film(tmp_path, 9 * MIB))
    with desk.open(at=3) as connector, pytest.raises(Killed):
        connector.publish(item, "kunci")
    desk.notes["finishing"] = False  # killed just before it was noted
    forget_sessions(desk)
    assert desk.find(item) is None
    assert desk.publish(item).external_id == desk.films[0].id


def test_a_forgotten_session_that_may_have_ended_is_looked_for_among_the_uploads(
    desk: Desk,
) -> None:
    item = post()
    with desk.open(at=2, after=True) as connector, pytest.raises(Killed):
        connector.publish(item, "kunci")
    forget_sessions(desk)
    desk.server.films[desk.films[0].id].looks = 5
    found = desk.find(item)
    assert found is not None
    assert found.external_id == desk.films[0].id


def test_one_that_is_not_found_needs_a_person_and_goes_on_at_their_word(desk: Desk) -> None:
    item = post()
    with desk.open(at=2, after=False) as connector, pytest.raises(Killed):
        connector.publish(item, "kunci")
    forget_sessions(desk)
    with Interposer(desk.server.base_url) as front:
        desk.via = front.base_url
        front.answer("GET /youtube/v3/playlistItems", load("youtube", "server_error"))
        with pytest.raises(OutcomeUnknown, match="503"):
            desk.publish(item)
        desk.via = ""
    with pytest.raises(OutcomeUnknown, match="YouTube Studio"):
        desk.publish(item)
    with pytest.raises(OutcomeUnknown, match="YouTube Studio"):
        desk.find(item)
    desk.publish(item)  # the engine asks for this only after a person said: not there
    assert len(desk.films) == 1


def test_two_alike_need_a_person(desk: Desk) -> None:
    item = post()
    with desk.open(at=2, after=True) as connector, pytest.raises(Killed):
        connector.publish(item, "kunci")
    forget_sessions(desk)
    desk.server.upload_by_hand(desk.channel, item.title, item.text)
    with pytest.raises(OutcomeUnknown):
        desk.find(item)


def test_a_video_uploaded_by_hand_is_not_taken_for_ours(desk: Desk) -> None:
    item = post()
    by_hand = desk.server.upload_by_hand(desk.channel, item.title, item.text)
    with pytest.raises(OutcomeUnknown, match="berjudul dan berteks sama"):
        desk.find(item)
    desk.taken = frozenset({by_hand.id})
    assert desk.find(item) is None


def test_another_file_never_goes_on_where_the_first_one_stopped(desk: Desk, tmp_path: Path) -> None:
    item = post(video=long_film(tmp_path, 9 * MIB))
    with desk.open(at=3) as connector, pytest.raises(Killed):
        connector.publish(item, "kunci")
    with item.video.path.open("r+b") as file:  # type: ignore[union-attr]
        file.write(b"\x00\x00\x00\x20ftypmp42")
    desk.publish(item)
    (film,) = desk.films
    assert film.sha256 == hashlib.sha256(item.video.path.read_bytes()).hexdigest()  # type: ignore[union-attr]


@pytest.mark.parametrize("change", ["gone", "shorter"])
def test_a_file_that_changed_or_is_gone_is_refused(desk: Desk, tmp_path: Path, change: str) -> None:
    item = post(video=long_film(tmp_path, 5000))
    assert item.video is not None
    if change == "gone":
        item.video.path.unlink()
    else:
        item.video.path.write_bytes(b"x")
    with pytest.raises(Refused, match="Unggah lagi"):
        desk.publish(item)


# ------------------------------------------------------------------------------ answers


def test_an_upload_goes_on_after_a_refusal_of_the_last_piece(desk: Desk) -> None:
    with Interposer(desk.server.base_url) as front:
        desk.via = front.base_url
        front.answer(SESSION, load("youtube", "unauthorised"))
        with desk.open() as connector, pytest.raises(Exception, match="kredensial"):
            connector.publish(post(), "kunci")
        assert desk.notes["finishing"] is False
        front.answer(SESSION, load("youtube", "server_error"))
        with desk.open() as connector, pytest.raises(TryLater):
            connector.publish(post(), "kunci")  # only asking failed, and nothing is in doubt
        desk.publish(post())
    assert len(desk.films) == 1


@pytest.mark.usefixtures("small_pieces")
def test_what_arrives_after_the_question_is_not_taken_for_a_refusal(
    desk: Desk, tmp_path: Path
) -> None:
    item = post(video=long_film(tmp_path, 600_000))
    with desk.open(at=3) as connector, pytest.raises(Killed):
        connector.publish(item, "kunci")
    with Interposer(desk.server.base_url) as front:
        desk.via = front.base_url
        front.answer(SESSION, Canned(status=308))  # nothing has come yet, it says
        found = desk.publish(item)
    (film,) = desk.films
    assert found.external_id == film.id
    assert film.sha256 == hashlib.sha256(item.video.path.read_bytes()).hexdigest()  # type: ignore[union-attr]


def test_whoever_cannot_ask_a_doubtful_session_does_not_know(desk: Desk) -> None:
    with Interposer(desk.server.base_url) as front:
        desk.via = front.base_url
        for _ in range(2):
            front.answer(SESSION, load("youtube", "server_error"))
            with desk.open() as connector, pytest.raises(OutcomeUnknown):
                connector.publish(post(), "kunci")
    assert desk.films == []


def test_a_server_that_keeps_nothing_is_not_fed_for_ever(desk: Desk, tmp_path: Path) -> None:
    with Interposer(desk.server.base_url) as front:
        desk.via = front.base_url
        front.answer(SESSION, Canned(status=308))
        with desk.open() as connector, pytest.raises(TryLater, match="belum menyimpan"):
            connector.publish(post(video=long_film(tmp_path, 9 * MIB)), "kunci")
    assert desk.notes["finishing"] is False


def test_the_address_of_a_session_cannot_lead_a_token_astray(desk: Desk) -> None:
    with Interposer(desk.server.base_url) as front:
        desk.via = front.base_url
        away = "https://pencuri.example/upload/youtube/v3/videos?upload_id=x"
        start = Canned(status=200, headers={"Location": away}, text=" ")
        front.answer("POST /upload/youtube/v3/videos", start)
        with desk.open() as connector, pytest.raises(TryLater):
            connector.publish(post(), "kunci")
        assert front.seen[-1].startswith(f"{SESSION}?upload_id=x")


def test_the_pending_video_is_asked_for_as_often_as_one_likes(desk: Desk) -> None:
    with desk.open() as connector:
        pending = connector.publish(post(video=dressed()), "kunci")
        assert isinstance(pending, Pending)
    answers = []
    for _ in range(4):
        with desk.open() as connector:
            answers.append(connector.resume(pending))
    assert isinstance(answers[0], Pending)
    assert answers[2] == answers[3]
    assert isinstance(answers[3], Published)
