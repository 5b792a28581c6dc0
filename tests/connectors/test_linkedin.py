"""What is particular to LinkedIn: its text format, uploads, and comments."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kentongan.networks.connectors.linkedin import comments, little
from kentongan.networks.contract import (
    Audience,
    Captions,
    Form,
    OutcomeUnknown,
    Pending,
    Published,
    Reference,
    Refused,
    TryLater,
    Video,
)
from tests.connectors.linkedin_worker import POST, Worker, harness, worker
from tests.contract.ground import item, reference
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.linkedin_harness import LinkedInHarness
from tests.fakes import film
from tests.fakes.linkedin_rules import RESERVED, words

__all__ = ["harness", "worker"]

pytestmark = pytest.mark.no_database
MP4 = film.made(size=75_000)


@pytest.fixture
def video(tmp_path: Path) -> Video:
    path = tmp_path / "a.mp4"
    path.write_bytes(MP4)
    return Video(path, "video/mp4", len(MP4), 1080, 1920, 12.0)


def posted(worker: Worker, **more: Any) -> Published:
    found = worker.publish(item(**more))
    assert isinstance(found, Published)
    return found


# ------------------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Harga (baru) 5*2", "Harga \\(baru\\) 5\\*2"),
        ("Info #TitirwangiMaju ya", "Info #TitirwangiMaju ya"),
        ("#kata_kunci", "\\#kata\\_kunci"),
        ("nomor #1", "nomor \\#1"),
        ("https://contoh.go.id/a_b#c", "https://contoh.go.id/a\\_b\\#c"),
        (RESERVED, "".join(f"\\{sign}" for sign in RESERVED)),
    ],
)
def test_text_goes_out_in_the_format_of_the_network(text: str, sent: str) -> None:
    assert little.escape(text) == sent
    assert words(sent) == text
    assert little.read(sent) == text


def test_tags_are_read_from_templates_too() -> None:
    assert little.read("Info {hashtag|\\#|desa} dan {hashtag|#|kita}") == "Info #desa dan #kita"


def test_a_link_is_a_card_where_nothing_else_is_shown(
    worker: Worker, harness: LinkedInHarness, login: Login
) -> None:
    link = "https://contoh.go.id/info"
    posted(worker, text="Judul\nIsi.", link=link)
    posted(worker, text="", link=link)
    posted(worker, text="Info.", link=link, images=(picture("red", "Merah"),))
    bodies = [one.body for one in harness.server.public(login.native)]
    cards = [body["content"].get("article") for body in bodies]
    assert [card and card["title"] for card in cards] == ["Judul", link, None]
    assert words(bodies[2]["commentary"]) == f"Info.\n\n{link}"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"form": Form.REEL}, "unggahan biasa"),
        ({"audience": Audience.UNLISTED}, "untuk umum"),
        ({"text": "🙏" * 1501}, "3002 karakter"),
        ({"text": " "}, "kosong"),
        ({"text": "x" * 1251, "reply_to": Reference("urn:li:share:1")}, "paling banyak 1250"),
        ({"images": (picture("red", ""),), "reply_to": Reference("urn:li:share:1")}, "hanya teks"),
    ],
)
def test_what_linkedin_does_not_take_is_refused_unsent(
    worker: Worker, front: Interposer, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        worker.publish(item(**more))
    assert not front.seen


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"mime": "video/quicktime"}, "MP4"),
        ({"size": 500_000_001}, "500 MB"),
        ({"seconds": 2.9}, "3 detik"),
        ({"seconds": 1801.0}, "30 menit"),
    ],
)
def test_a_video_beyond_the_limits_is_refused_unsent(
    worker: Worker, front: Interposer, video: Video, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        worker.publish(item(video=replace(video, **more)))
    with pytest.raises(Refused, match="sekaligus"):
        worker.publish(item(video=video, images=(picture("red", ""),)))
    assert not front.seen


# ------------------------------------------------------------------------------ video


def test_a_video_goes_in_parts_and_is_waited_for(
    worker: Worker, harness: LinkedInHarness, login: Login, video: Video
) -> None:
    harness.server.part, harness.server.polls = 30_000, 2
    post = item(video=video)
    pending = worker.publish(post)
    assert isinstance(pending, Pending)
    assert isinstance(worker.resume(pending), Pending)
    assert harness.count(login) == 0
    found = worker.resume(pending)
    assert isinstance(found, Published)
    assert worker.find(post) == found
    (medium,) = harness.server.state.media.values()
    assert sorted(medium.parts) == [0, 1, 2]
    assert b"".join(medium.parts.values()) == MP4


def test_resuming_after_a_crash_never_publishes_twice(
    worker: Worker, front: Interposer, harness: LinkedInHarness, login: Login, video: Video
) -> None:
    harness.server.polls = 1
    pending = worker.publish(item(video=video))
    assert isinstance(pending, Pending)
    found = worker.resume(pending)  # the worker is killed before this could be recorded
    assert worker.resume(pending) == found
    assert front.seen.count(POST) == 1
    assert harness.count(login) == 1


def test_a_lost_request_while_resuming_is_unknown_until_looked_for(
    worker: Worker, front: Interposer, harness: LinkedInHarness, login: Login, video: Video
) -> None:
    harness.server.polls = 1
    post = item(video=video)
    pending = worker.publish(post)
    assert isinstance(pending, Pending)
    front.answer(POST, Canned(status=502, body={}))
    with pytest.raises(OutcomeUnknown):
        worker.resume(pending)
    with pytest.raises(OutcomeUnknown, match="Belum tampak"):
        worker.resume(pending)
    assert worker.find(post) is None
    assert isinstance(worker.publish(post), Published)
    assert len(harness.server.state.media) == 1
    assert harness.count(login) == 1


def test_a_refusal_while_resuming_may_be_tried_again(
    worker: Worker, front: Interposer, harness: LinkedInHarness, login: Login, video: Video
) -> None:
    harness.server.polls = 1
    pending = worker.publish(item(video=video))
    assert isinstance(pending, Pending)
    front.answer(POST, Canned(status=429, body={"message": "x"}))
    with pytest.raises(TryLater):
        worker.resume(pending)
    assert isinstance(worker.resume(pending), Published)
    assert harness.count(login) == 1


def test_without_its_notes_a_video_is_not_published(worker: Worker) -> None:
    with pytest.raises(Refused, match="Catatan"):
        worker.resume(Pending("urn:li:video:x"))


def test_a_video_that_cannot_be_processed_is_refused_and_sent_anew(
    worker: Worker, harness: LinkedInHarness, login: Login, video: Video
) -> None:
    video.path.write_bytes(b"y" * len(MP4))
    with pytest.raises(Refused, match=r"\(MEDIA_NOT_READABLE\)\. Kirim lagi"):
        worker.publish(item(video=video))
    video.path.write_bytes(MP4)
    assert isinstance(worker.publish(item(video=video)), Published)
    assert len(harness.server.state.media) == 2
    assert harness.count(login) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"uploadUrl": "https://x", "firstByte": 0, "lastByte": 50}],
        [{"uploadUrl": "https://x", "firstByte": 1, "lastByte": len(MP4) - 1}],
        [{"uploadUrl": "https://x", "firstByte": 0, "lastByte": len(MP4)}],
        ["x"],
    ],
)
def test_instructions_that_are_not_the_whole_file_send_nothing_public(
    worker: Worker, front: Interposer, video: Video, rows: list[Any]
) -> None:
    value = {"video": "urn:li:video:x", "uploadInstructions": rows, "uploadToken": "t"}
    front.answer("POST /rest/videos", Canned(status=200, body={"value": value}))
    with pytest.raises(TryLater):
        worker.publish(item(video=video))
    assert POST not in front.seen


def test_the_token_goes_only_where_it_belongs(
    worker: Worker, front: Interposer, login: Login
) -> None:
    with Interposer(front.base_url) as stranger:
        elsewhere = stranger.base_url.replace("127.0.0.1", "localhost")
        value = {"image": "urn:li:image:x", "uploadUrl": f"{elsewhere}/dms-uploads/x/0"}
        front.answer("POST /rest/images", Canned(status=200, body={"value": value}))
        stranger.answer("PUT /dms-uploads", Canned(status=201, body={}))
        worker.upstream = elsewhere
        with pytest.raises(Refused):  # the network does not know that picture
            worker.publish(item(images=(picture("red", ""),)))
    assert stranger.seen
    assert "Authorization" not in stranger.headers[0]
    assert not any(str(login.secret["access_token"]) in line for line in front.seen)


# ------------------------------------------------------------------------------ edits


def test_only_words_are_edited(
    worker: Worker, harness: LinkedInHarness, login: Login, video: Video
) -> None:
    link = "https://contoh.go.id/info"
    card = posted(worker, text="Info.", link=link)
    clip = posted(worker, text="Video.", video=video)
    with harness.open(login) as connector:
        connector.edit(reference(card), item("Info baru (1).", link=link))
        connector.edit(reference(clip), item("Video baru.", video=video))
        with pytest.raises(Refused, match="tautannya"):
            connector.edit(reference(card), item("Info.", link=f"{link}/lain"))
        with pytest.raises(Refused, match="video"):
            connector.edit(reference(clip), item("Video.", video=replace(video, seconds=13.0)))
    assert [seen.text for seen in harness.seen(login)] == ["Info baru (1).", "Video baru."]


def test_what_was_found_again_can_be_edited_as_safely(
    worker: Worker, harness: LinkedInHarness, login: Login
) -> None:
    post = item(images=(picture("red", "Merah"),))
    found = worker.publish(post)
    assert worker.find(post) == found


# ------------------------------------------------------------------------------ comments


def test_replies_to_replies_join_the_first_comment(
    worker: Worker, harness: LinkedInHarness, login: Login
) -> None:
    first = posted(worker)
    second = posted(worker, text="Dua (2).", reply_to=reference(first))
    third = posted(worker, text="Tiga.", reply_to=reference(second))
    fourth = item("Empat.", reply_to=reference(third))
    found = worker.publish(fourth)
    assert isinstance(found, Published)
    seen = harness.seen(login)
    assert [s.text for s in seen[1:]] == ["Dua (2).", "Tiga.", "Empat."]
    assert [s.reply_to for s in seen[1:]] == [first.external_id] + [second.external_id] * 2
    assert worker.find(fourth) == found
    activity = harness.server.state.posts[first.external_id].activity
    assert found.url.startswith(f"https://www.linkedin.com/feed/update/{activity}/?commentUrn=")


def test_a_comment_lost_on_the_way_is_looked_for(worker: Worker, front: Interposer) -> None:
    first = posted(worker)
    answer = item("Balasan yang hilang kabarnya.", reply_to=reference(first))
    front.answer("POST /rest/socialActions", Canned(status=502, body={}))
    with pytest.raises(OutcomeUnknown):
        worker.publish(answer)
    assert worker.find(answer) is None
    found = worker.publish(answer)
    assert isinstance(found, Published)
    assert worker.find(answer) == found
    assert worker.find(answer, taken=frozenset({found.external_id})) is None
    with pytest.raises(OutcomeUnknown, match="mirip"):
        worker.find(item("Balasan yang hilang kabarnya!", reply_to=reference(first)))


def test_of_two_comments_alike_the_oldest_is_ours(worker: Worker) -> None:
    answer = item("Sama.", reply_to=reference(posted(worker)))
    first, second = worker.publish(answer), worker.publish(answer)
    assert isinstance(first, Published)
    assert worker.find(answer) == first
    assert worker.find(answer, taken=frozenset({first.external_id})) == second


def test_a_comment_is_withdrawn_and_never_edited(
    worker: Worker, harness: LinkedInHarness, login: Login
) -> None:
    first = posted(worker)
    second = posted(worker, text="Dua.", reply_to=reference(first))
    with harness.open(login) as connector:
        with pytest.raises(Refused, match="tidak dapat diubah"):
            connector.edit(reference(second), item("Lain."))
        connector.withdraw(reference(second))
        connector.withdraw(reference(second))
    assert harness.count(login) == 1


def test_the_place_of_a_reply_follows_from_the_name_alone() -> None:
    urn = "urn:li:comment:(urn:li:activity:12,34)"
    assert comments.place_of(Reference(urn)) == comments.Place("urn:li:activity:12", urn)
    assert comments.place_of(Reference("urn:li:share:9")) == comments.Place("urn:li:share:9")


# ------------------------------------------------------------------------------ beside a video

SRT = b"1\n00:00:00,500 --> 00:00:02,000\nSelamat pagi.\n"


@pytest.fixture
def dressed(video: Video) -> Video:
    tracks = (
        Captions(SRT.replace(b"Selamat pagi", b"Good morning"), "application/x-subrip", "en"),
        Captions(SRT, "application/x-subrip", "id"),
    )
    return replace(video, cover=picture("red", ""), captions=tracks)


def test_the_still_and_the_indonesian_subtitles_go_along_with_a_video(
    worker: Worker, harness: LinkedInHarness, dressed: Video
) -> None:
    sent = posted(worker, video=dressed)
    (kept,) = harness.server.state.media.values()
    assert kept.cover == dressed.cover.data  # type: ignore[union-attr]
    assert kept.subtitles is not None
    about, words_of_it = kept.subtitles
    assert (about["locale"], words_of_it) == ({"language": "ID", "country": "ID"}, SRT)
    assert "amiss" not in sent.extra


@pytest.mark.parametrize(
    ("refused", "status", "told"),
    [
        ("thumbnail", 400, "Sampul belum terpasang"),
        ("thumbnail", 403, "Sampul belum terpasang"),
        ("captions", 400, "Subtitel id belum terpasang"),
    ],
)
def test_a_video_goes_out_without_what_linkedin_does_not_take_and_that_is_told(
    worker: Worker,
    harness: LinkedInHarness,
    login: Login,
    dressed: Video,
    refused: str,
    status: int,
    told: str,
) -> None:
    harness.server.refuses[refused] = status
    sent = posted(worker, video=dressed)
    (post,) = harness.server.public(login.native)
    kept = harness.server.state.media[post.body["content"]["media"]["id"].rpartition(":")[2]]
    assert (bool(kept.cover), bool(kept.subtitles)) == (
        refused != "thumbnail",
        refused != "captions",
    )
    (sentence,) = sent.extra["amiss"]
    assert told in str(sentence)
