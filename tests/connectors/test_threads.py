"""What is particular to Threads: containers, media, and lost answers between steps."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kentongan.networks.contract import (
    Audience,
    Form,
    OutcomeUnknown,
    Pending,
    Published,
    Refused,
    TryLater,
    Video,
)
from tests.connectors.threads_worker import PUBLISH, Worker, harness, made, notes, worker
from tests.contract.ground import item
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.threads_harness import ThreadsHarness
from tests.fakes import film

__all__ = ["harness", "notes", "worker"]

pytestmark = pytest.mark.no_database
MP4 = film.made()
FIVE = " ".join(f"https://desa{n}.go.id/kabar" for n in range(5))


def video(harness: ThreadsHarness, path: Path, **more: Any) -> Video:
    path.write_bytes(MP4)
    clip = Video(path, "video/mp4", len(MP4), 1080, 1920, 12.0, alt="Warga antre tertib")
    return replace(clip, url=harness.media.put(MP4, "video/mp4"), **more)


# ------------------------------------------------------------------------------ the steps


def test_the_container_is_noted_before_it_is_published(
    worker: Worker, front: Interposer, notes: dict[str, Any]
) -> None:
    noted: list[tuple[str, bool]] = []

    def remember(note: Mapping[str, Any]) -> None:
        notes.update(note)
        noted.append((str(note.get("container", "")), PUBLISH in front.seen))

    worker.remember = remember  # type: ignore[assignment]
    worker.publish(item())
    assert noted[0][0]
    assert noted[0][1] is False


def test_a_worker_that_loses_its_turn_publishes_nothing(
    worker: Worker, harness: ThreadsHarness, login: Login
) -> None:
    def refuse(_note: Mapping[str, Any]) -> None:
        raise TryLater("Giliran kiriman ini sudah lewat.")

    worker.remember = refuse  # type: ignore[assignment]
    with pytest.raises(TryLater):
        worker.publish(item())
    assert harness.count(login) == 0


def test_a_turn_that_ends_after_publishing_is_still_proof(
    worker: Worker, harness: ThreadsHarness, login: Login, notes: dict[str, Any]
) -> None:
    def once(note: Mapping[str, Any]) -> None:
        if "media" in note:
            raise TryLater("Giliran kiriman ini sudah lewat.")
        notes.update(note)

    worker.remember = once  # type: ignore[assignment]
    assert isinstance(worker.publish(item()), Published)
    assert harness.count(login) == 1


def test_killed_before_publishing_the_same_container_is_used(
    worker: Worker, front: Interposer, harness: ThreadsHarness, login: Login
) -> None:
    front.answer(PUBLISH, Canned(status=502, body={}))
    post = item()
    with pytest.raises(OutcomeUnknown):
        worker.publish(post)
    assert worker.find(post) is None
    assert isinstance(worker.publish(post), Published)
    assert made(front) == 1
    assert harness.count(login) == 1


def test_killed_after_publishing_nothing_is_sent_again(
    worker: Worker, front: Interposer, harness: ThreadsHarness, login: Login, notes: dict[str, Any]
) -> None:
    post = item()
    found = worker.publish(post)
    notes.pop("media")  # killed before this could be noted
    assert worker.find(post) == found
    notes.pop("media")
    assert worker.publish(post) == found
    assert harness.count(login) == 1


def test_a_request_that_got_through_late_is_no_refusal(
    worker: Worker, front: Interposer, harness: ThreadsHarness, login: Login, notes: dict[str, Any]
) -> None:
    post = item()
    found = worker.publish(post)
    notes.pop("media")
    not_yet = Canned(status=200, body={"status": "FINISHED", "id": notes["container"]})
    front.answer(f"GET /v1.0/{notes['container']}", not_yet, times=2)
    assert worker.publish(post) == found
    assert front.seen.count(PUBLISH) == 2
    assert harness.count(login) == 1


def test_published_but_not_listed_yet_stays_unknown(
    worker: Worker, harness: ThreadsHarness, login: Login, notes: dict[str, Any]
) -> None:
    post = item()
    worker.publish(post)
    notes.pop("media")
    harness.server.hidden = True
    for ask in (worker.find, worker.publish):
        with pytest.raises(OutcomeUnknown, match="belum menampilkannya"):
            ask(post)
    assert harness.count(login) == 1


def test_a_container_that_vanished_is_unknown(worker: Worker, notes: dict[str, Any]) -> None:
    notes["container"] = "12"
    for ask in (worker.find, worker.publish):
        with pytest.raises(OutcomeUnknown, match="tidak mengenal lagi"):
            ask(item())


def test_a_post_removed_on_the_network_is_not_published_again(
    worker: Worker, harness: ThreadsHarness
) -> None:
    post = item()
    found = worker.publish(post)
    assert isinstance(found, Published)
    del harness.server.state.posts[found.external_id]
    with pytest.raises(Refused, match="lalu dihapus"):
        worker.publish(post)


@pytest.mark.parametrize("state", ["ERROR", "EXPIRED"])
def test_a_spent_container_is_replaced(
    worker: Worker,
    front: Interposer,
    harness: ThreadsHarness,
    login: Login,
    notes: dict[str, Any],
    state: str,
) -> None:
    front.answer(PUBLISH, Canned(status=502, body={}))
    with pytest.raises(OutcomeUnknown):
        worker.publish(item())
    harness.server.state.containers[notes["container"]].status = state
    assert worker.find(item()) is None
    worker.publish(item())
    assert made(front) == 2
    assert harness.count(login) == 1


def test_a_twin_by_hand_is_not_taken_for_ours(
    worker: Worker, harness: ThreadsHarness, login: Login
) -> None:
    post = item()
    Worker(harness.base_url, login, {}).publish(post)
    with pytest.raises(OutcomeUnknown, match="bukan kiriman ini"):
        worker.find(post)
    theirs = frozenset(harness.server.state.posts)
    assert worker.find(post, taken=theirs) is None


def test_a_container_not_yet_known_everywhere_is_later(worker: Worker, front: Interposer) -> None:
    told = {"error": {"message": "x", "type": "x", "code": 24, "error_subcode": 4279009}}
    front.answer(PUBLISH, Canned(status=400, body=told))
    with pytest.raises(TryLater) as later:
        worker.publish(item())
    assert later.value.after == timedelta(seconds=30)


# ------------------------------------------------------------------------------ media


def test_a_video_is_waited_for(
    worker: Worker, harness: ThreadsHarness, login: Login, tmp_path: Path
) -> None:
    harness.server.polls = 2
    pending = worker.publish(item(video=video(harness, tmp_path / "a.mp4")))
    assert isinstance(pending, Pending)
    assert isinstance(worker.resume(pending), Pending)
    assert harness.count(login) == 0
    found = worker.resume(pending)
    assert isinstance(found, Published)
    assert worker.resume(pending) == found
    assert [seen.alts for seen in harness.seen(login)] == [("Warga antre tertib",)]


def test_an_answer_lost_while_resuming_is_found(
    worker: Worker,
    harness: ThreadsHarness,
    login: Login,
    tmp_path: Path,
    notes: dict[str, Any],
) -> None:
    harness.server.polls = 1
    post = item(video=video(harness, tmp_path / "a.mp4"))
    pending = worker.publish(post)
    assert isinstance(pending, Pending)
    found = worker.resume(pending)
    notes.pop("media")
    assert worker.resume(pending) == found
    assert worker.find(post) == found
    assert harness.count(login) == 1


def test_a_slow_carousel_is_gathered_later(
    worker: Worker, front: Interposer, harness: ThreadsHarness, login: Login, tmp_path: Path
) -> None:
    harness.server.polls = 1
    pictures = (picture("red", "Merah"), picture("blue", "Biru"))
    clip = video(harness, tmp_path / "a.mp4")
    post = harness.complete(item(images=pictures, video=clip))
    pending = worker.publish(post)
    assert isinstance(pending, Pending)
    for _ in range(4):
        if isinstance(pending, Pending):
            pending = worker.resume(pending)
    assert isinstance(pending, Published)
    assert made(front) == 4
    (seen,) = harness.seen(login)
    assert seen.alts == ("Merah", "Biru", "Warga antre tertib")
    assert harness.server.public(login.native)[0].form["media_type"] == "CAROUSEL"


def test_a_carousel_half_made_is_not_begun_again(
    worker: Worker, front: Interposer, harness: ThreadsHarness, login: Login
) -> None:
    post = harness.complete(item(images=(picture("red", "Merah"), picture("blue", "Biru"))))
    front.answer(PUBLISH, Canned(status=502, body={}))
    with pytest.raises(OutcomeUnknown):
        worker.publish(post)
    worker.publish(post)
    assert made(front) == 3
    assert harness.count(login) == 1


def test_media_that_cannot_be_used_are_refused_with_advice(
    worker: Worker, harness: ThreadsHarness, login: Login, tmp_path: Path
) -> None:
    bad = replace(
        video(harness, tmp_path / "a.mp4"), url=harness.media.put(b"bukan video", "video/mp4")
    )
    with pytest.raises(Refused, match="Simpan ulang sebagai MP4"):
        worker.publish(item(video=bad))
    gone = replace(picture("red", "Merah"), url=f"{harness.media.base_url}/{'0' * 32}")
    worker.notes.clear()
    with pytest.raises(Refused, match="alamat Kentongan"):
        worker.publish(item(images=(gone,)))
    assert harness.count(login) == 0


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"form": Form.STORY}, "unggahan biasa"),
        ({"audience": Audience.PRIVATE}, "untuk umum"),
        ({"text": "🙏" * 126}, "504 karakter"),
        ({"text": " "}, "kosong"),
        ({"text": " ".join(f"https://desa{n}.go.id" for n in range(6))}, "6 tautan"),
        ({"text": FIVE, "link": "https://desa0.go.id/"}, "6 tautan"),
        ({"images": (picture("red", ""),)}, "alamat umum"),
    ],
)
def test_what_threads_does_not_take_is_refused_unsent(
    worker: Worker, front: Interposer, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        worker.publish(item(**more))
    assert not front.seen


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"mime": "video/webm"}, "MP4 atau MOV"),
        ({"size": 1_000_000_001}, "terlalu besar"),
        ({"seconds": 301.0}, "terlalu panjang"),
        ({"alt": "x" * 1001}, "Teks alternatif"),
    ],
)
def test_a_video_beyond_the_limits_is_refused_unsent(
    worker: Worker,
    harness: ThreadsHarness,
    front: Interposer,
    tmp_path: Path,
    more: dict[str, Any],
    told: str,
) -> None:
    with pytest.raises(Refused, match=told):
        worker.publish(item(video=video(harness, tmp_path / "a.mp4", **more)))
    assert not front.seen


def test_a_link_is_attached_to_words_and_written_under_pictures(
    worker: Worker, harness: ThreadsHarness, login: Login
) -> None:
    link = "https://contoh.go.id/info"
    worker.publish(item("Info.", link=link))
    worker.notes.clear()
    worker.publish(harness.complete(item("Info.", link=link, images=(picture("red", "M"),))))
    worker.notes.clear()
    worker.publish(item("", link=link))
    forms = [post.form for post in harness.server.public(login.native)]
    assert [f["text"] for f in forms] == ["Info.", f"Info.\n\n{link}", link]
    assert [f.get("link_attachment") for f in forms] == [link, None, link]
