"""The stand-in for X refuses what X refuses: each refusal, in X's own shape."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from PIL import Image as Picture

from tests.fakes import film, x_contract, x_text
from tests.fakes.x import User, X
from tests.fakes.x_oauth import SCOPES

pytestmark = pytest.mark.no_database
MP4 = film.made()


@pytest.fixture(scope="module")
def server() -> Iterator[X]:
    with X() as server:
        yield server


@pytest.fixture
def user(server: X) -> User:
    return server.create_user()


class Caller:
    """Requests of one user, straight to the server."""

    def __init__(self, server: X, user: User, **more: Any) -> None:
        self.server = server
        self.user = user
        self.token = server.token_for(user, **more).access

    def __call__(self, method: str, path: str, **more: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return httpx2.request(method, f"{self.server.base_url}/2/{path}", headers=headers, **more)

    def post(self, body: Any) -> httpx2.Response:
        return self("POST", "tweets", json=body)

    def picture(self, data: bytes = b"", mime: str = "image/png", **more: Any) -> httpx2.Response:
        fields = {"media_category": "tweet_image", **more}
        files = {"media": ("a.png", data or png(), mime)}
        return self("POST", "media/upload", data=fields, files=files)

    def begin(self, **more: Any) -> httpx2.Response:
        body = {"media_category": "tweet_video", "media_type": "video/mp4"}
        return self(
            "POST", "media/upload/initialize", json={**body, "total_bytes": len(MP4), **more}
        )

    def append(self, number: str, data: bytes, index: str = "0") -> httpx2.Response:
        return self(
            "POST",
            f"media/upload/{number}/append",
            data={"segment_index": index},
            files={"media": ("0", data, "application/octet-stream")},
        )


@pytest.fixture
def me(server: X, user: User) -> Caller:
    return Caller(server, user)


def png() -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (8, 8), "teal").save(file, "PNG")
    return file.getvalue()


def number(response: httpx2.Response) -> str:
    assert response.status_code < 300, response.text
    return str(response.json()["data"]["id"])


def refused(response: httpx2.Response, status: int, words: str) -> None:
    """It was refused in X's shape of an error."""
    assert response.status_code == status, response.text
    body = response.json()
    assert {"title", "detail", "type"} <= body.keys()
    assert words in str(body)


# ------------------------------------------------------------------------------ the contract


def test_the_contract_knows_what_is_required_unknown_and_allowed() -> None:
    faults = x_contract.faults
    assert faults("CreatePostsRequest", {"text": "a", "reply": {"in_reply_to_tweet_id": "1"}}) == []
    assert faults("CreatePostsRequest", {"teks": "a"}) == ["body.teks: unknown"]
    assert faults("CreatePostsRequest", {"reply": {}}) == [
        "body.reply.in_reply_to_tweet_id: required"
    ]
    assert faults("CreatePostsRequest", {"media": {"media_ids": [1]}}) == [
        "body.media.media_ids[]: not str"
    ]
    assert faults("CreatePostsRequest", {"media": {"media_ids": "1"}}) == [
        "body.media.media_ids: not a list"
    ]
    assert faults("CreatePostsRequest", [1]) == ["body: not an object"]
    assert "none of" in faults("CreatePostsRequest", {"reply_settings": "siapa"})[0]
    assert faults("InitializeMediaUploadRequest", {"total_bytes": True}) == [
        "body.total_bytes: not int"
    ]


@pytest.mark.parametrize(
    ("method", "path", "words"),
    [
        ("GET", "users/1/tweets?tweet.fields=created_at", "query.tweet.fields: unknown"),
        ("GET", "users/1/tweets?post.fields=created", "none of"),
        ("GET", "users/1/tweets?max_results=4", "between 5 and 100"),
        ("GET", "users/1/tweets?max_results=banyak", "not int"),
        ("GET", "users/1/tweets?max_results=9&max_results=9", "given twice"),
        ("GET", "users/1/tweets?start_time=2026-08-13T01:00:00%2B07:00", "start_time"),
        ("GET", "users/1/tweets?pagination_token=abc", "pagination_token"),
        ("GET", "users/1/tweets?exclude=quotes", "none of"),
        ("GET", "media/upload?command=STATUS", "required"),
        ("GET", "users/1/mentions?since_id=kemarin", "since_id"),
    ],
)
def test_a_query_that_breaks_the_contract(me: Caller, method: str, path: str, words: str) -> None:
    refused(me(method, path), 400, words)


def test_a_path_that_does_not_exist(server: X, me: Caller) -> None:
    refused(me("GET", "statuses/update"), 404, "No such path")
    refused(me("PUT", "tweets"), 404, "No such path")
    assert server.strays[-2:] == ["GET /2/statuses/update", "PUT /2/tweets"]
    server.strays.clear()


# ------------------------------------------------------------------------------ who may


def test_a_missing_wrong_or_dead_token(server: X, user: User, me: Caller) -> None:
    dead = Caller(server, user, dies_in=timedelta(seconds=-1))
    refused(dead("GET", "users/me"), 401, "Unauthorized")
    refused(me("GET", "users/me", headers={"Authorization": ""}), 401, "Unauthorized")
    refused(me("GET", "users/me", headers={"Authorization": "Bearer salah"}), 401, "Unauthorized")
    refused(me("GET", f"users/me?access_token={me.token}"), 400, "unknown")


@pytest.mark.parametrize("missing", sorted(SCOPES - {"offline.access"}))
def test_a_scope_that_is_missing(server: X, user: User, missing: str) -> None:
    few = Caller(server, user, scopes=SCOPES - {missing})
    answers = [
        few("GET", "users/me"),
        few.post({"text": f"Halo {missing}"}),
        few.picture(),
        few("PUT", "tweets/1/hidden", json={"hidden": True}),
        few("GET", "dm_events"),
        few("POST", "dm_conversations/1-2/messages", json={"text": "Halo"}),
    ]
    assert 403 in {answer.status_code for answer in answers}
    assert any(missing in answer.text for answer in answers if answer.status_code == 403)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"auth": ("lain", "salah")}, "unauthorized_client"),
        ({"auth": None}, "unauthorized_client"),
        ({"json": {"grant_type": "refresh_token"}, "data": None}, "invalid_request"),
        ({"data": {"grant_type": "password"}}, "unsupported_grant_type"),
        ({"data": {"grant_type": "refresh_token", "refresh_token": "salah"}}, "invalid_request"),
        ({"data": {"grant_type": "authorization_code", "code": "salah"}}, "invalid_request"),
    ],
)
def test_a_request_for_a_token_that_is_wrong(server: X, more: dict[str, Any], error: str) -> None:
    oauth = server.oauth
    given: dict[str, Any] = {
        "auth": (oauth.client_id, oauth.client_secret),
        "data": {"grant_type": "refresh_token", "refresh_token": "x"},
    }
    answer = httpx2.post(f"{server.base_url}/2/oauth2/token", **{**given, **more})
    assert answer.status_code in {400, 401}
    assert answer.json()["error"] == error


# ------------------------------------------------------------------------------ posts


def test_a_post_that_is_wrong(me: Caller) -> None:
    refused(me.post({"text": "a", "teks": "b"}), 400, "unknown")
    refused(me.post({"text": " "}), 400, "must not be empty")
    refused(me.post({"text": "a", "reply": {}}), 400, "in_reply_to_tweet_id: required")
    refused(me.post({"text": "a", "reply_settings": "siapa"}), 400, "none of")
    refused(me.post({"text": "a", "nullcast": True}), 400, "nothing but text")
    refused(me.post({"text": "a" * 281}), 403, "too long")
    refused(me.post({"text": "字" * 141}), 403, "too long")
    refused(me.post({"text": f"{'a' * 257} https://a.go.id"}), 403, "too long")
    refused(me.post({"text": "a", "reply": {"in_reply_to_tweet_id": "1"}}), 403, "not visible")
    refused(me.post({"text": "a", "media": {"media_ids": ["1"]}}), 400, "media IDs are invalid")
    refused(me("POST", "tweets", content=b"{", headers={"Content-Type": "application/json"}), 400,
            "no JSON")  # fmt: skip
    refused(me("POST", "tweets", data={"text": "a"}), 400, "application/json")
    assert me.server.of(me.user) == []


def test_the_same_words_twice(me: Caller) -> None:
    number(me.post({"text": "Sama."}))
    refused(me.post({"text": "Sama."}), 403, "duplicate content")
    number(Caller(me.server, me.server.create_user()).post({"text": "Sama."}))


def test_only_ones_own_posts_are_deleted(me: Caller) -> None:
    mine = number(me.post({"text": "Punyaku."}))
    other = Caller(me.server, me.server.create_user())
    refused(other("DELETE", f"tweets/{mine}"), 403, "not authorized")
    assert me("DELETE", f"tweets/{mine}").json() == {"data": {"deleted": True}}
    assert me("DELETE", f"tweets/{mine}").json() == {"data": {"deleted": False}}
    assert me("GET", f"tweets/{mine}").json()["errors"][0]["resource_id"] == mine


def test_a_timeline_shows_only_what_is_asked_for(me: Caller) -> None:
    first = number(me.post({"text": "Lihat https://a.go.id/x & <b>"}))
    second = number(me.post({"text": "Balas", "reply": {"in_reply_to_tweet_id": first}}))
    path = f"users/{me.user.id}/tweets"
    plain = me("GET", path).json()["data"]
    assert [set(one) for one in plain] == [{"id", "text", "edit_history_post_ids"}] * 2
    asked = {"post.fields": "entities,created_at,conversation_id", "expansions": "referenced_posts"}
    reply, post = me("GET", path, params=asked).json()["data"]
    assert reply["referenced_posts"] == [{"type": "replied_to", "id": first}]
    assert (reply["id"], reply["conversation_id"]) == (second, first)
    assert "https://a.go.id" not in post["text"]
    assert post["text"].endswith("&amp; &lt;b&gt;")
    assert post["entities"]["urls"][0]["expanded_url"] == "https://a.go.id/x"
    later = {"start_time": (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")}
    assert me("GET", path, params=later).json() == {"meta": {"result_count": 0}}
    assert len(me("GET", f"{path}?exclude=replies").json()["data"]) == 1


def test_a_timeline_has_pages(me: Caller) -> None:
    for index in range(7):
        number(me.post({"text": f"Ke-{index}"}))
    path = f"users/{me.user.id}/tweets?max_results=5"
    page = me("GET", path).json()
    rest = me("GET", f"{path}&pagination_token={page['meta']['next_token']}").json()
    texts = [one["text"] for one in page["data"] + rest["data"]]
    assert texts == [f"Ke-{index}" for index in reversed(range(7))]
    assert "next_token" not in rest["meta"]


# ------------------------------------------------------------------------------ media


def test_a_picture_that_is_wrong(me: Caller) -> None:
    refused(me.picture(media_category="tweet_foto"), 400, "none of")
    refused(me.picture(media_category="tweet_video"), 400, "only pictures")
    refused(me.picture(media_type="image/png"), 400, "unknown")
    refused(me.picture(b"bukan gambar"), 400, "unrecognised")
    refused(me.picture(mime="image/jpeg"), 400, "unrecognised")
    refused(me.picture(png() + b"\0" * 5_000_000), 413, "5 MB")
    plain = {"media": "YQ==", "media_category": "tweet_image"}
    refused(me("POST", "media/upload", json=plain), 400, "multipart")


def test_an_alt_text_that_is_wrong(me: Caller) -> None:
    mine = number(me.picture())

    def describe(text: str, media: str = mine) -> httpx2.Response:
        metadata = {"alt_text": {"text": text}}
        return me("POST", "media/metadata", json={"id": media, "metadata": metadata})

    refused(describe(""), 400, "1 to 1000")
    refused(describe("a" * 1001), 400, "1 to 1000")
    refused(describe("a", media="1"), 404, "resource-not-found")
    refused(me("POST", "media/metadata", json={"media_id": mine}), 400, "required")
    number(describe("a" * 1000))
    number(me.post({"text": "Foto", "media": {"media_ids": [mine]}}))
    refused(describe("terlambat"), 400, "not attached yet")
    refused(me.post({"text": "Lagi", "media": {"media_ids": [mine]}}), 400, "invalid")


def test_media_that_do_not_go_together(me: Caller) -> None:
    many = [number(me.picture()) for _ in range(5)]
    refused(me.post({"text": "a", "media": {"media_ids": many}}), 400, "up to 4")
    refused(me.post({"text": "a", "media": {"media_ids": many[:1] * 2}}), 400, "different")
    refused(me.post({"text": "a", "media": {"media_ids": []}}), 400, "up to 4")
    other = Caller(me.server, me.server.create_user())
    refused(other.post({"text": "a", "media": {"media_ids": many[:1]}}), 400, "invalid")
    video = number(me.begin())
    me.append(video, MP4)
    number(me("POST", f"media/upload/{video}/finalize"))
    refused(me.post({"text": "a", "media": {"media_ids": [video, many[0]]}}), 400, "one video")


def test_a_video_whose_steps_are_wrong(me: Caller) -> None:
    refused(me.begin(media_type="video/webm"), 400, "no video of a Post")
    refused(me.begin(media_type="video/avi"), 400, "none of")
    refused(me.begin(media_category="tweet_image"), 400, "those of a video")
    refused(me.begin(total_bytes=0), 400, "total_bytes")
    refused(me.begin(total_bytes=8_000_000_001), 400, "total_bytes")
    refused(me.begin(nama="a.mp4"), 400, "unknown")
    bare = {"media_category": "tweet_video", "media_type": "video/mp4"}
    refused(me("POST", "media/upload/initialize", json=bare), 400, "total_bytes")
    refused(me.begin(total_bytes="12"), 400, "not int")
    mine = number(me.begin())
    refused(me("GET", f"media/upload?command=STATUS&media_id={mine}"), 400, "not finalised")
    refused(me("POST", f"media/upload/{mine}/finalize"), 400, "do not add up")
    refused(me.append(mine, b"abc", index="1"), 400, "0 is missing")
    refused(me.append(mine, b"abc", index="satu"), 400, "not int")
    refused(me.append(mine, b"a" * 5_000_001), 413, "5 MB")
    refused(me.append("1", b"abc"), 404, "resource-not-found")
    me.append(mine, b"bukan sebuah".ljust(len(MP4)))
    refused(me.post({"text": "a", "media": {"media_ids": [mine]}}), 400, "invalid")
    refused(me("POST", f"media/upload/{mine}/finalize"), 400, "no MP4")
    me.append(mine, MP4)
    number(me("POST", f"media/upload/{mine}/finalize"))
    refused(me.append(mine, b"abc"), 400, "finalised")
    refused(me("POST", f"media/upload/{mine}/finalize"), 400, "already")


@pytest.mark.parametrize(
    "more",
    [{"seconds": 0.4}, {"seconds": 1201}, {"width": 1920, "height": 600}, {"codec": ""}],
)
def test_a_video_that_does_not_fit_fails_when_it_is_worked_on(me: Caller, more: Any) -> None:
    data = film.made(**more)
    mine = number(me.begin(total_bytes=len(data)))
    me.append(mine, data)
    refused(me("POST", f"media/upload/{mine}/finalize", json={}), 400, "no body")
    done = me("POST", f"media/upload/{mine}/finalize").json()["data"]["processing_info"]
    assert done["state"] == "failed"
    refused(me.post({"text": "a", "media": {"media_ids": [mine]}}), 400, "invalid")


def test_a_video_takes_as_many_looks_as_told(me: Caller) -> None:
    me.server.shelf.looks = 2
    mine = number(me.begin())
    me.append(mine, MP4)
    done = me("POST", f"media/upload/{mine}/finalize").json()["data"]["processing_info"]
    me.server.shelf.looks = 0
    assert done == {"state": "pending", "check_after_secs": 7, "progress_percent": 40}
    refused(me.post({"text": "a", "media": {"media_ids": [mine]}}), 400, "invalid")
    path = f"media/upload?command=STATUS&media_id={mine}"
    states = [me("GET", path).json()["data"]["processing_info"]["state"] for _ in range(3)]
    assert states == ["in_progress", "succeeded", "succeeded"]


@pytest.mark.parametrize(
    ("text", "weight"),
    [("abc", 3), ("字", 2), ("👨‍👩‍👧🇮🇩1️⃣", 6), ("e\u0301", 1), ("https://a.go.id/x.", 24)],
)  # fmt: skip
def test_a_text_is_weighed(text: str, weight: int) -> None:
    assert x_text.weight(text) == weight
