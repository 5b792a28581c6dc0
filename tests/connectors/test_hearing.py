"""What connectors do beyond the contract when they read: answers kept apart, edits, places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.mastodon.connector import MastodonConnector
from kentongan.networks.connectors.wordpress.connector import WordPressConnector
from kentongan.networks.contract import Reference, Session, Unauthorised, Way
from tests.contract.ground import item, reference
from tests.contract.hearing import Ear
from tests.contract.instagram_harness import InstagramHarness
from tests.contract.interposer import Canned, Interposer
from tests.contract.x_harness import XHarness
from tests.contract.youtube_harness import YouTubeHarness
from tests.fakes.instagram import Instagram
from tests.fakes.media_host import MediaHost
from tests.fakes.x import X
from tests.fakes.youtube import FakeYouTube

pytestmark = pytest.mark.no_database


@pytest.fixture
def front() -> Iterator[Interposer]:
    with Interposer("http://127.0.0.1:9") as found:  # nothing is there: all answers are ours
        yield found


def connector(kind: Any, front: Interposer, secret: dict[str, str]) -> Any:
    session = Session(
        server=front.base_url,
        handle="kec",
        external_id="1",
        secret=secret,
        http=HttpClient(inner_hosts=[front.base_url.partition("//")[2]], timeout=5),
        now=datetime.now(UTC),
    )
    return kind(session)


def status(identifier: str, **more: Any) -> dict[str, Any]:
    """A status as docs.joinmastodon.org/entities/Status shows it."""
    return {
        "id": identifier,
        "created_at": "2026-08-12T02:00:00.000Z",
        "content": "<p>Kapan <strong>buka</strong>?<br>Besok?</p><p>Siti</p>",
        "visibility": "public",
        "account": {"id": "7", "acct": "siti@contoh.social", "display_name": "Siti"},
        "in_reply_to_id": None,
        "edited_at": None,
        "replies_count": 0,
        "media_attachments": [],
        **more,
    }


def mention(number: int, said: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(number), "type": "mention", "status": said}


class TestMastodon:
    SECRET = {"access_token": "token"}

    def test_markup_edits_and_warnings_are_read(self, front: Interposer) -> None:
        said = status("5", edited_at="2026-08-12T03:00:00.000Z", spoiler_text="Aduan")
        front.answer("GET /api/v1/notifications", Canned(status=200, body=[mention(1, said)]))
        (one,) = connector(MastodonConnector, front, self.SECRET).listen({}, []).items
        assert one.text == "Aduan\n\nKapan buka?\nBesok?\n\nSiti"
        assert one.version == "2026-08-12T03:00:00.000Z"
        assert one.changed_at == datetime(2026, 8, 12, 3, tzinfo=UTC)
        assert one.reference == {"mention": "siti@contoh.social", "private": False}

    def test_an_edit_is_news_and_the_same_again_is_none(self, front: Interposer) -> None:
        rows = [status("5"), status("5"), status("5", edited_at="2026-08-12T03:00:00.000Z")]
        for row in rows:
            front.answer("/notifications", Canned(status=200, body=[mention(1, row)]))
        cursor: Any = {}
        came = []
        for _ in rows:
            found = connector(MastodonConnector, front, self.SECRET).listen(cursor, [])
            cursor = found.cursor
            came.append(len(found.items))
        assert came == [1, 0, 1]

    def test_a_reply_deep_in_our_thread_belongs_to_the_comment_at_its_top(
        self, front: Interposer
    ) -> None:
        ours = status("100", account={"id": "1", "acct": "kec"})
        top = status("101", in_reply_to_id="100")
        context = {"ancestors": [ours, top], "descendants": []}
        deep = mention(1, status("102", in_reply_to_id="101"))
        front.answer("/notifications", Canned(status=200, body=[deep]))
        front.answer("/statuses/102/context", Canned(status=200, body=context))
        (one,) = connector(MastodonConnector, front, self.SECRET).listen({}, []).items
        assert (one.way, one.thread, one.parent, one.post) == (Way.COMMENT, "101", "101", "100")

    def test_a_mention_in_the_thread_of_somebody_else_is_no_comment_on_us(
        self, front: Interposer
    ) -> None:
        said = mention(1, status("102", in_reply_to_id="101"))
        context = {"ancestors": [status("90"), status("101")], "descendants": []}
        front.answer("/notifications", Canned(status=200, body=[said]))
        front.answer("/statuses/102/context", Canned(status=200, body=context))
        (one,) = connector(MastodonConnector, front, self.SECRET).listen({}, []).items
        assert (one.way, one.thread, one.post) == (Way.MENTION, "90", "")

    def test_a_missing_permission_to_read_is_told(self, front: Interposer) -> None:
        front.answer("/notifications", Canned(status=403, body={"error": "outside the scopes"}))
        with pytest.raises(Unauthorised, match="read:notifications"):
            connector(MastodonConnector, front, self.SECRET).listen({}, [])

    def test_an_answer_to_a_private_message_is_private_and_names_its_reader(
        self, front: Interposer
    ) -> None:
        front.answer("POST /api/v1/statuses", Canned(status=200, body=status("200", url="u")))
        to = Reference("5", extra={"mention": "siti@contoh.social", "private": True})
        sent = item("Kami jaga.", reply_to=to)
        connector(MastodonConnector, front, self.SECRET).publish(sent, uuid4().hex)
        body = httpx2.Response(200, content=front.bodies[-1]).json()
        assert body["visibility"] == "direct"
        assert body["status"] == "@siti@contoh.social Kami jaga."


class TestWordPress:
    SECRET = {"username": "camat", "app_password": "abcd efgh"}

    def test_an_author_who_may_not_moderate_reads_what_is_public(self, front: Interposer) -> None:
        refusal = {"code": "rest_forbidden_context", "message": "tidak boleh"}
        row = {
            "id": 9,
            "post": 4,
            "parent": 0,
            "author": 0,
            "author_name": "Siti",
            "date_gmt": "2026-08-12T02:00:00",
            "content": {"rendered": "<p>Satu<br />\ndua</p>\n"},
            "status": "approved",
        }
        front.answer("context=edit", Canned(status=401, body=refusal))
        front.answer("GET /wp-json/wp/v2/comments", Canned(status=200, body=[row]))
        (one,) = connector(WordPressConnector, front, self.SECRET).listen({}, []).items
        assert (one.external_id, one.post, one.text) == ("comment:9", "4", "Satu\ndua")
        assert "status=all" in front.seen[0]
        assert "status" not in front.seen[1]
        assert one.author.external_id.startswith("tamu:")


def test_answers_that_instagram_keeps_apart_are_read_too() -> None:
    with Instagram() as fake, MediaHost() as host:
        harness = InstagramHarness(fake, host)
        login = harness.login()
        with harness.open(login) as line:
            post = line.publish(item(), uuid4().hex)
        fake.answers = 2
        top = harness.say(login, "Pertama.", post.external_id)
        below = [harness.say(login, f"Ke-{n}", "", parent=top.external_id) for n in range(5)]
        ear = Ear(harness, login, [reference(post)])
        ear.round()
        assert {one.external_id for one in below} <= ear.heard.keys()
        assert {ear.of(one).thread for one in below} == {top.external_id}


def test_answers_that_youtube_keeps_apart_are_read_too() -> None:
    with FakeYouTube() as fake:
        harness = YouTubeHarness(fake)
        login = harness.login()
        with harness.open(login) as line:
            post = line.publish(item(), uuid4().hex)
        fake.carried = 2
        top = harness.say(login, "Pertama.", post.external_id)
        for n in range(5):
            harness.say(login, f"Ke-{n}", post.external_id, parent=top.external_id)
        ear = Ear(harness, login, [reference(post)])
        assert len(ear.round()) == 6
        assert {one.thread for one in ear.heard.values()} == {top.external_id}


def test_a_video_without_comments_is_silent_and_no_error() -> None:
    with FakeYouTube() as fake:
        harness = YouTubeHarness(fake)
        login = harness.login()
        ear = Ear(harness, login, [Reference("AAAAAAAAAAA", extra={"kind": "video"})])
        assert ear.round() == []


def test_x_is_asked_only_for_what_is_newer() -> None:
    with X() as fake:
        harness = XHarness(fake)
        login = harness.login()
        first = harness.mention(login, "halo")
        ear = Ear(harness, login, [])
        ear.round()
        with Interposer(harness.base_url) as front:
            ear.via = front.base_url
            assert ear.round() == []
            assert f"since_id={first.external_id}" in front.seen[-1]
