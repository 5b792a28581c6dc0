"""The fake YouTube is strict: each thing the vendor refuses is refused, in the vendor's shape."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.contract.harness import picture
from tests.fakes import film
from tests.fakes.youtube import SMALL_FILM, FakeYouTube
from tests.fakes.youtube_oauth import APP
from tests.fakes.youtube_state import SCOPES, Channel

pytestmark = pytest.mark.no_database
FILM = SMALL_FILM.read_bytes()
SNIPPET = {"title": "Judul", "description": "Teks", "categoryId": "22"}
STATUS = {"privacyStatus": "public", "selfDeclaredMadeForKids": False}
VIDEO: dict[str, Any] = {"snippet": SNIPPET, "status": STATUS}
UPLOAD = "/upload/youtube/v3/videos"
PNG = picture("teal", "").data
HTTP = httpx2.Client(trust_env=False)
SRT = b"1\n00:00:00,000 --> 00:00:02,000\nPagi.\n"


class Client:
    """Talks to the fake without any connector."""

    def __init__(self, server: FakeYouTube) -> None:
        self.server = server
        self.channel: Channel = server.create_channel()
        self.grant = server.agree(self.channel)
        self.token = next(iter(self.grant.access))

    def ask(self, method: str, path: str, **options: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        base = "" if path.startswith("http") else self.server.base_url
        return HTTP.request(method, f"{base}{path}", headers=headers, **options)

    def begin(self, body: Any = VIDEO, **more: Any) -> httpx2.Response:
        headers = {
            "X-Upload-Content-Length": str(len(FILM)),
            "X-Upload-Content-Type": "video/mp4",
            **more.pop("headers", {}),
        }
        params = {"uploadType": "resumable", "part": "snippet,status", **more}
        return self.ask("POST", UPLOAD, params=params, json=body, headers=headers)

    def put(self, place: str, span: str, data: bytes, mime: str = "video/mp4") -> httpx2.Response:
        headers = {"Content-Range": span, "Content-Type": mime}
        return self.ask("PUT", place, headers=headers, content=data)

    def film(self) -> str:
        place = self.begin().headers["Location"]
        done = self.put(place, f"bytes 0-{len(FILM) - 1}/{len(FILM)}", FILM)
        assert done.status_code == 201
        return str(done.json()["id"])


@pytest.fixture(scope="module")
def server() -> Iterator[FakeYouTube]:
    with FakeYouTube() as running:
        yield running


@pytest.fixture
def client(server: FakeYouTube) -> Client:
    return Client(server)


def reason(response: httpx2.Response) -> str:
    """The reason, after a look at the vendor's shape around it."""
    error = response.json()["error"]
    assert error["code"] == response.status_code
    assert error["message"]
    (first,) = error["errors"]
    assert set(first) == {"message", "domain", "reason"}
    return str(first["reason"])


def changed(part: str, **fields: Any) -> dict[str, Any]:
    return {**VIDEO, part: {**VIDEO[part], **fields}}


# ------------------------------------------------------------------------------ who asks


def test_a_token_must_be_known_in_the_header_and_of_the_right_scopes(client: Client) -> None:
    assert reason(client.ask("GET", "/youtube/v3/videos?part=id&id=x&access_token=y")) == (
        "badRequest"
    )
    narrow = client.server.agree(client.channel, (SCOPES[2],))
    client.token = next(iter(narrow.access))
    assert reason(client.begin()) == "insufficientPermissions"
    client.token = "ya29.salah"
    answer = client.begin()
    assert (answer.status_code, reason(answer)) == (401, "authError")


def test_what_does_not_exist_is_remembered(server: FakeYouTube, client: Client) -> None:
    assert reason(client.ask("GET", "/youtube/v3/filmstrips")) == "notFound"
    assert server.strays.pop() == "GET /youtube/v3/filmstrips"


# ------------------------------------------------------------------------------ the document


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("id=x", "missingRequiredParameter"),
        ("part=id&id=x&warna=biru", "unexpectedParameter"),
        ("part=id&chart=terbaik", "invalidParameter"),
        ("part=id&maxResults=51", "invalidParameter"),
        ("part=id&maxResults=lima", "invalidParameter"),
        ("part=id&hl=id&hl=en", "invalidParameter"),
        ("part=id,warna&id=x", "unknownPart"),
        ("part=id", "missingRequiredParameter"),
        ("part=id&id=x&myRating=like", "incompatibleParameters"),
        ("part=id&id=x&uploadType=media", "badRequest"),
    ],
)
def test_parameters_are_those_of_the_document(client: Client, query: str, expected: str) -> None:
    assert reason(client.ask("GET", f"/youtube/v3/videos?{query}")) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (changed("snippet", judul="x"), "badRequest"),
        (changed("snippet", tags="a,b"), "badRequest"),
        (changed("status", privacyStatus="secret"), "badRequest"),
        (changed("status", selfDeclaredMadeForKids="no"), "badRequest"),
        ({**VIDEO, "localizations": {}}, "unexpectedPart"),
        (changed("snippet", channelTitle="x"), "invalidVideoMetadata"),
        (changed("status", uploadStatus="processed"), "invalidVideoMetadata"),
        ({"snippet": SNIPPET, "status": {"privacyStatus": "public"}}, "invalidVideoMetadata"),
        (
            {"snippet": SNIPPET, "status": {"selfDeclaredMadeForKids": False}},
            "invalidVideoMetadata",
        ),
        ({"snippet": SNIPPET}, "invalidVideoMetadata"),
        (changed("snippet", title=""), "invalidTitle"),
        (changed("snippet", title="x" * 101), "invalidTitle"),
        (changed("snippet", title="a<b"), "invalidTitle"),
        (changed("snippet", description="é" * 2501), "invalidDescription"),
        (changed("snippet", description="a>b"), "invalidDescription"),
        (changed("snippet", categoryId="99"), "invalidCategoryId"),
        (changed("snippet", tags=["x" * 501]), "invalidTags"),
        (changed("snippet", tags=["a b"] * 84), "invalidTags"),
        (changed("snippet", tags=["a,b"]), "invalidTags"),
        (changed("snippet", defaultLanguage="bahasa"), "invalidVideoMetadata"),
        (changed("status", publishAt="2027-01-01T00:00:00Z"), "invalidPublishAt"),
        (changed("status", privacyStatus="private", publishAt="besok"), "invalidPublishAt"),
    ],
)
def test_metadata_is_held_against_the_document_and_the_pages(
    client: Client, body: Any, expected: str
) -> None:
    answer = client.begin(body)
    assert (answer.status_code, reason(answer)) == (400, expected)


def test_what_is_just_within_the_limits_is_taken(client: Client) -> None:
    full = changed("snippet", title="x" * 100, description="é" * 2500, tags=["a b"] * 83 + ["cc"])
    assert client.begin(full).status_code == 200


# ------------------------------------------------------------------------------ uploading


def test_a_session_needs_length_and_type_of_what_will_come(client: Client) -> None:
    assert reason(client.begin(headers={"X-Upload-Content-Length": "0"})) == "mediaBodyRequired"
    huge = {"X-Upload-Content-Length": str(2**38 + 1)}
    assert reason(client.begin(headers=huge)) == "uploadTooLarge"
    text = {"X-Upload-Content-Type": "text/plain"}
    assert reason(client.begin(headers=text)) == "badContent"
    assert reason(client.begin(uploadType="simple")) == "badRequest"


@pytest.mark.parametrize(
    ("span", "size"),
    [
        ("bytes 0-9/999", 10),  # another length than the session's
        (f"bytes 10-{len(FILM) - 1}/{len(FILM)}", len(FILM) - 10),  # a hole at the beginning
        (f"bytes 0-9/{len(FILM)}", 10),  # a middle piece of no whole grains
        ("0-9", 10),
        ("", 10),
        ("bytes */999", 0),
    ],
)
def test_pieces_must_follow_one_another(client: Client, span: str, size: int) -> None:
    place = client.begin().headers["Location"]
    assert reason(client.put(place, span, FILM[:size])) == "badRequest"


def test_a_piece_is_of_the_type_of_its_session_and_its_owner(client: Client) -> None:
    place = client.begin().headers["Location"]
    whole = f"bytes 0-{len(FILM) - 1}/{len(FILM)}"
    assert reason(client.put(place, whole, FILM, "video/webm")) == "badContent"
    assert client.put(place, f"bytes */{len(FILM)}", b"").status_code == 308
    other = Client(client.server)
    assert reason(other.put(place, whole, FILM)) == "notFound"
    client.server.sendings[place.rpartition("upload_id=")[2]].gone = True
    assert reason(client.put(place, whole, FILM)) == "notFound"


def test_a_finished_session_answers_with_its_video_again(client: Client) -> None:
    place = client.begin().headers["Location"]
    whole = f"bytes 0-{len(FILM) - 1}/{len(FILM)}"
    first = client.put(place, whole, FILM).json()["id"]
    assert client.put(place, whole, FILM).json()["id"] == first
    assert client.put(place, f"bytes */{len(FILM)}", b"").json()["id"] == first
    assert [f.id for f in client.server.films.values() if f.channel is client.channel] == [first]


def worked_on(client: Client, data: bytes) -> dict[str, str]:
    """What became of a video of these bytes."""
    size = {"X-Upload-Content-Length": str(len(data))}
    place = client.begin(headers=size).headers["Location"]
    done = client.put(place, f"bytes 0-{len(data) - 1}/{len(data)}", data)
    path = f"/youtube/v3/videos?part=status,processingDetails&id={done.json()['id']}"
    for _ in range(3):
        (shown,) = client.ask("GET", path).json()["items"]
    work = shown["processingDetails"]["processingStatus"]
    assert (work == "failed") == (shown["status"]["uploadStatus"] == "failed")
    told = ("uploadStatus", "failureReason", "rejectionReason")
    return {name: shown["status"][name] for name in told if name in shown["status"]}


@pytest.mark.parametrize(
    "data",
    [b"x" * 20, PNG, b"\0\0\0\x18ftypmp42" + bytes(99), film.made(codec=""), film.made()[:200]],
)
def test_what_is_no_film_fails_when_it_is_worked_on(client: Client, data: bytes) -> None:
    assert worked_on(client, data) == {"uploadStatus": "failed", "failureReason": "invalidFile"}


def test_a_film_too_long_for_its_channel_is_rejected(client: Client) -> None:
    rejected = {"uploadStatus": "rejected", "rejectionReason": "length"}
    assert worked_on(client, film.made(seconds=12 * 3600 + 1)) == rejected
    assert worked_on(client, film.made(seconds=12 * 3600)) == {"uploadStatus": "processed"}
    client.channel.verified = False
    assert worked_on(client, film.made(seconds=15 * 60 + 1)) == rejected
    assert worked_on(client, film.made(seconds=15 * 60)) == {"uploadStatus": "processed"}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"seconds": 180}, True),
        ({"seconds": 181}, False),
        ({"width": 1080, "height": 1080}, True),
        ({"width": 1090, "height": 1080}, False),
    ],
)
def test_a_short_is_square_or_upright_and_not_long(
    client: Client, more: dict[str, int], expected: bool
) -> None:
    worked_on(client, film.made(**more))
    (last,) = (f for f in client.server.films.values() if f.channel is client.channel)
    assert last.short is expected


def test_other_formats_and_codecs_are_taken(client: Client) -> None:
    for head in (b"\x1aE\xdf\xa3", b"\0\0\1\xba", b"RIFF\0\0\0\0AVI "):
        assert worked_on(client, head + bytes(50)) == {"uploadStatus": "processed"}
    assert worked_on(client, film.made(codec="hvc1")) == {"uploadStatus": "processed"}


# ------------------------------------------------------------------------------ extras


def cover(client: Client, video: str, data: bytes, mime: str = "image/png") -> httpx2.Response:
    path = f"/upload/youtube/v3/thumbnails/set?videoId={video}&uploadType=media"
    return client.ask("POST", path, headers={"Content-Type": mime}, content=data)


def test_a_cover_is_a_small_picture_of_a_verified_channel(client: Client) -> None:
    video = client.film()
    assert reason(cover(client, video, b"GIF89a", "image/gif")) == "badContent"
    assert reason(cover(client, video, b"GIF89a")) == "invalidImage"
    assert reason(cover(client, video, PNG[:60])) == "invalidImage"
    assert reason(cover(client, video, PNG, "image/jpeg")) == "invalidImage"
    assert reason(cover(client, video, b"")) == "mediaBodyRequired"
    assert reason(cover(client, video, PNG + bytes(2 * 1024 * 1024))) == "uploadTooLarge"
    assert reason(cover(client, "AAAAAAAAAAA", PNG)) == "videoNotFound"
    assert reason(cover(Client(client.server), video, PNG)) == "forbidden"
    assert cover(client, video, PNG).status_code == 200
    client.channel.verified = False
    assert reason(cover(client, video, PNG)) == "forbidden"


def captions(client: Client, about: Any, data: bytes = SRT, mime: str = "text/srt") -> Any:
    head = f"--b\r\nContent-Type: application/json\r\n\r\n{json.dumps(about)}\r\n"
    media = f"--b\r\nContent-Type: {mime}\r\n\r\n".encode() + data + b"\r\n--b--\r\n"
    return client.ask(
        "POST",
        "/upload/youtube/v3/captions?part=snippet&uploadType=multipart",
        headers={"Content-Type": "multipart/related; boundary=b"},
        content=head.encode() + media,
    )


def test_subtitles_are_named_timed_and_given_once(client: Client) -> None:
    about = {"snippet": {"videoId": client.film(), "language": "id", "name": "Takarir"}}
    for name in about["snippet"]:
        left = {k: v for k, v in about["snippet"].items() if k != name}
        assert reason(captions(client, {"snippet": left})) == "invalidMetadata"
    assert reason(captions(client, {"snippet": {"bahasa": "id"}})) == "badRequest"
    named = {"snippet": {**about["snippet"], "language": "bahasa indonesia"}}
    assert reason(captions(client, named)) == "invalidMetadata"
    assert reason(captions(client, about, b"Selamat pagi.")) == "contentRequired"
    assert reason(captions(client, about, SRT, "text/vtt")) == "contentRequired"
    assert captions(client, about).status_code == 200
    assert reason(captions(client, about)) == "captionExists"


# ------------------------------------------------------------------------------ afterwards


def test_an_update_deletes_what_it_leaves_out(client: Client) -> None:
    video = client.film()
    body = {"id": video, "snippet": {"title": "Baru", "categoryId": "22"}}
    answer = client.ask("PUT", "/youtube/v3/videos?part=snippet", json=body)
    assert answer.json()["snippet"]["description"] == ""
    body = {"id": video, "snippet": {"title": "Baru"}}
    answer = client.ask("PUT", "/youtube/v3/videos?part=snippet", json=body)
    assert reason(answer) == "invalidCategoryId"
    answer = client.ask("PUT", "/youtube/v3/videos?part=status", json=body)
    assert reason(answer) == "unexpectedPart"
    other = Client(client.server)
    assert reason(other.ask("DELETE", f"/youtube/v3/videos?id={video}")) == "forbidden"
    assert client.ask("DELETE", f"/youtube/v3/videos?id={video}").status_code == 204
    assert reason(client.ask("DELETE", f"/youtube/v3/videos?id={video}")) == "videoNotFound"


def say(client: Client, path: str, snippet: Any) -> httpx2.Response:
    return client.ask("POST", f"/youtube/v3/{path}?part=snippet", json={"snippet": snippet})


def test_comments_have_one_level_of_answers(client: Client) -> None:
    video = client.film()
    thread = {"videoId": video, "topLevelComment": {"snippet": {"textOriginal": "Satu."}}}
    first = say(client, "commentThreads", thread).json()["id"]
    second = say(client, "comments", {"parentId": first, "textOriginal": "Dua."}).json()["id"]
    below = {"parentId": second, "textOriginal": "Tiga."}
    assert reason(say(client, "comments", below)) == "parentCommentNotFound"
    for text, expected in (("", "commentTextRequired"), ("x" * 10_001, "commentTextTooLong")):
        answer = say(client, "comments", {"parentId": first, "textOriginal": text})
        assert reason(answer) == expected
    stray = {"parentId": first, "textOriginal": "x", "canRate": True}
    assert reason(say(client, "comments", stray)) == "invalidCommentMetadata"
    assert reason(say(client, "commentThreads", {"videoId": "AAAAAAAAAAA"})) == "videoNotFound"
    client.server.films[video].comments_off = True
    assert reason(say(client, "commentThreads", thread)) == "commentsDisabled"
    other = Client(client.server)
    assert reason(other.ask("DELETE", f"/youtube/v3/comments?id={first}")) == "forbidden"


# ------------------------------------------------------------------------------ OAuth


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_secret": "salah"}, "invalid_client"),
        ({"refresh_token": "salah"}, "invalid_grant"),
        ({"scope": "email"}, "invalid_request"),
    ],
)
def test_the_token_endpoint_is_exact(client: Client, change: dict[str, str], expected: str) -> None:
    form = {
        "grant_type": "refresh_token",
        "refresh_token": client.grant.refresh_token,
        **APP,
        **change,
    }
    answer = HTTP.post(f"{client.server.base_url}/token", data=form)
    assert answer.json()["error"] == expected
    assert HTTP.post(f"{client.server.base_url}/token", json=form).json()["error"] == (
        "invalid_request"
    )


def test_the_page_of_agreement_wants_pkce_and_offline_access(client: Client) -> None:
    page = f"{client.server.base_url}/o/oauth2/v2/auth?response_type=code&client_id=x"
    with pytest.raises(AssertionError):
        client.server.agreements.approve(page, client.channel)
    assert urlsplit(page).path == "/o/oauth2/v2/auth"
