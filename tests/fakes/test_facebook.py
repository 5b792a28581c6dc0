"""The fake of a Facebook Page refuses what the vendor's contract does not allow."""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.contract.harness import picture
from tests.fakes import film, graph_contract
from tests.fakes.facebook import Facebook
from tests.fakes.graph import APP, Page

pytestmark = pytest.mark.no_database
VIDEO = film.made()


@pytest.fixture
def fake() -> Iterator[Facebook]:
    with Facebook() as fake:
        yield fake


@pytest.fixture
def owner(fake: Facebook) -> Page:
    return fake.create_page()


class Caller:
    """Speaks to the fake with the token of a Page."""

    def __init__(self, fake: Facebook, page: Page) -> None:
        self.fake = fake
        self.page = page

    def __call__(self, method: str, path: str, **options: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.page.token}", **options.pop("headers", {})}
        return httpx2.request(method, f"{self.fake.server}/{path}", headers=headers, **options)

    def code(self, method: str, path: str, **options: Any) -> int:
        """The code of the error; 0 for success."""
        answer = self(method, path, **options)
        if answer.status_code == 200:
            return 0
        error = answer.json()["error"]
        assert {"message", "type", "code", "fbtrace_id"} <= set(error)
        return int(error["code"])

    def feed(self, **data: Any) -> int:
        return self.code("POST", f"{self.page.id}/feed", data=data)


@pytest.fixture
def call(fake: Facebook, owner: Page) -> Caller:
    return Caller(fake, owner)


def test_the_contract_is_the_vendors_own() -> None:
    edge = graph_contract.edge("Page", "POST", "/feed")
    assert edge.params["attached_media"] == "list<Object>"
    assert edge.objections({"message": "a", "published": "true"}) == []
    assert edge.objections({"mesage": "a"}) == ["unknown parameter mesage"]
    assert edge.objections({"published": "ya"}) == ["param published must be a boolean"]
    assert edge.objections({"attached_media": "{}"})
    reel = graph_contract.edge("Page", "POST", "/video_reels")
    assert reel.enums["upload_phase_enum"] >= {"start", "finish"}
    assert reel.objections({"upload_phase": "mulai"})
    with pytest.raises(KeyError):
        graph_contract.edge("Page", "POST", "/tidak_ada")


def test_tokens(fake: Facebook, owner: Page, call: Caller) -> None:
    path = f"{owner.id}/feed"
    assert call.code("POST", path, data={"message": "a"}, headers={"Authorization": ""}) == 2500
    wrong = {"Authorization": "Bearer salah"}
    assert call.code("POST", path, data={"message": "a"}, headers=wrong) == 190
    assert call.feed(message="a", access_token=owner.token) == 100
    assert call.code("GET", "me", params={"access_token": owner.token}) == 100
    assert call.feed(message="a", appsecret_proof="salah") == 100
    proof = hmac.new(APP["client_secret"].encode(), owner.token.encode(), hashlib.sha256)
    assert call.feed(message="a", appsecret_proof=proof.hexdigest()) == 0
    other = fake.create_page()
    assert call.code("POST", f"{other.id}/feed", data={"message": "a"}) == 200
    fake.granted.discard("pages_manage_posts")
    assert call.feed(message="a") == 200


def test_posts(fake: Facebook, owner: Page, call: Caller) -> None:
    assert call.feed(message="a", unknown="b") == 100
    assert call.feed(message="") == 100
    assert call.feed(message="a" * 63207) == 100
    assert call.feed(message="a", link="contoh.go.id") == 100
    assert call.feed(message="a", published="false") == 100
    assert call.feed(message="a", scheduled_publish_time="1796076909") == 100
    assert call.feed(message="a", attached_media='[{"media_fbid": "9"}]') == 100
    assert call.feed(message="a", attached_media='[{"media_fbid": "9", "x": 1}]') == 100
    assert call.code("POST", f"{owner.id}/feed", json={"message": "a"}) == 100
    assert call.code("GET", f"{owner.id}/published_posts", params={"fields": "id,pesan"}) == 100
    assert call.code("GET", f"{owner.id}/published_posts", params={"fields": "id{"}) == 100
    assert call("POST", f"{owner.id}/tidak_ada").status_code == 404
    assert fake.strays
    assert not fake.public


def test_pictures(fake: Facebook, owner: Page, call: Caller) -> None:
    png = picture("red", "").data

    def send(data: bytes, mime: str = "image/png", **more: str) -> int:
        files = {"source": ("a.png", data, mime)}
        form = {"published": "false", **more}
        return call.code("POST", f"{owner.id}/photos", data=form, files=files)

    assert send(b"bukan gambar") == 324
    assert send(png, "image/jpeg") == 324
    assert send(png + bytes(4_000_000)) == 100
    assert send(png, published="true") == 100
    assert send(png, alt="salah nama") == 100
    assert send(png, alt_text_custom="Peta") == 0
    assert [alt for _, alt in fake.photos.values()] == ["Peta"]


def test_comments_have_two_levels(owner: Page, call: Caller) -> None:
    post = call("POST", f"{owner.id}/feed", data={"message": "a"}).json()["id"]
    first = call("POST", f"{post}/comments", data={"message": "b"}).json()["id"]
    second = call("POST", f"{first}/comments", data={"message": "c"}).json()["id"]
    assert call.code("POST", f"{second}/comments", data={"message": "d"}) == 100
    assert call.code("POST", f"{post}/comments", data={"message": ""}) == 100
    assert call.code("POST", f"{post}/comments", data={"attachment_id": "9"}) == 100
    assert call.code("POST", "404/comments", data={"message": "d"}) == 100
    assert call.code("GET", f"{post}/comments", params={"order": "acak"}) == 100
    assert call.code("DELETE", post) == 0
    assert call.code("DELETE", second) == 100


def test_videos(fake: Facebook, owner: Page, call: Caller) -> None:
    path = f"{owner.id}/videos"

    def step(**data: Any) -> int:
        files = data.pop("files", None)
        return call.code("POST", path, data=data, files=files)

    assert step(upload_phase="mulai") == 100
    assert step(upload_phase="start") == 100
    assert step(upload_phase="start", file_size=0) == 100
    half = fake.piece = len(VIDEO) // 2
    begun = call("POST", path, data={"upload_phase": "start", "file_size": len(VIDEO)}).json()
    session = begun["upload_session_id"]
    assert step(upload_phase="finish", upload_session_id=session) == 100
    assert step(upload_phase="finish", upload_session_id="404") == 100
    transfer = {"upload_phase": "transfer", "upload_session_id": session}
    assert step(**transfer, start_offset=0) == 100

    def piece(start: int, end: int) -> int:
        chunk = {"video_file_chunk": ("a", VIDEO[start:end], "application/octet-stream")}
        return step(**transfer, start_offset=start, files=chunk)

    assert piece(10, 10 + half) == 6000
    assert piece(0, half - 60) == 6000
    assert piece(0, half) == 0
    assert piece(half, len(VIDEO)) == 0
    captions = {"captions_file": ("a.srt", b"x", "application/x-subrip")}
    assert call.code("POST", f"{begun['video_id']}/captions", files=captions) == 100
    assert step(upload_phase="finish", upload_session_id=session, video_id="1") == 100
    assert step(upload_phase="finish", upload_session_id=session, description="d") == 0
    assert step(upload_phase="finish", upload_session_id=session, description="d") == 0
    assert [thing.text for thing in fake.public.values()] == ["d"]


def test_an_edit_says_what_the_words_are(fake: Facebook, call: Caller) -> None:
    assert call.feed(message="Lama") == 0
    (post,) = fake.public
    assert call.code("POST", post, data={}) == 100
    assert call.code("POST", post, data={"is_hidden": "true"}) == 100
    assert call.code("POST", f"{post}/comments", data={"message": "a" * 8001}) == 100
    assert [thing.text for thing in fake.public.values()] == ["Lama"]
    assert call.code("POST", post, data={"message": "Baru"}) == 0
    assert fake.public[post].text == "Baru"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (film.made(seconds=2), "length"),
        (film.made(seconds=91), "length"),
        (film.made(width=1920, height=1080), "9:16"),
        (film.made(width=360, height=640), "540"),
        (b"\0\0\0\x18ftypmp42", "format"),
    ],
)
def test_what_is_no_reel_comes_to_nothing(
    fake: Facebook, owner: Page, call: Caller, data: bytes, words: str
) -> None:
    path = f"{owner.id}/video_reels"
    video = call("POST", path, data={"upload_phase": "start"}).json()["video_id"]
    told = {"Authorization": f"OAuth {owner.token}", "offset": "0"}
    place = f"{fake.base_url}/video-upload/v26.0/{video}"
    assert httpx2.post(place, content=data, headers={**told, "file_size": "lima"}).is_error
    size = {"file_size": str(len(data))}
    assert httpx2.post(place, content=data, headers=told | size).status_code == 200
    form = {"upload_phase": "finish", "video_id": video, "video_state": "PUBLISHED"}
    assert call.code("POST", path, data=form) == 0
    fake.uploads[video].questions = 0
    status = call("GET", video, params={"fields": "status"}).json()["status"]
    assert status["video_status"] == "error"
    assert words in status["processing_phase"]["errors"][0]["message"]
    assert not fake.public


@pytest.mark.parametrize("data", [b"bukan video" * 30, film.made(codec="")])
def test_what_is_no_film_comes_to_nothing(
    fake: Facebook, owner: Page, call: Caller, data: bytes
) -> None:
    path = f"{owner.id}/videos"
    fake.piece = len(data)
    begun = call("POST", path, data={"upload_phase": "start", "file_size": len(data)}).json()
    form = {"upload_session_id": begun["upload_session_id"]}
    chunk = {"video_file_chunk": ("a", data, "application/octet-stream")}
    transfer = {**form, "upload_phase": "transfer", "start_offset": 0}
    assert call.code("POST", path, data=transfer, files=chunk) == 0
    assert call.code("POST", path, data={**form, "upload_phase": "finish"}) == 0
    fake.uploads[begun["video_id"]].questions = 0
    status = call("GET", begun["video_id"], params={"fields": "status"}).json()["status"]
    assert status["video_status"] == "error"
    assert "format" in status["processing_phase"]["errors"][0]["message"]
    assert not fake.public


def test_reels(fake: Facebook, owner: Page, call: Caller) -> None:
    path = f"{owner.id}/video_reels"
    assert call.code("POST", path, data={"upload_phase": "start", "title": "a"}) == 100
    begun = call("POST", path, data={"upload_phase": "start"}).json()
    place = f"{fake.base_url}/video-upload/v26.0/{begun['video_id']}"

    def send(content: bytes, **headers: str) -> int:
        told = {"Authorization": f"OAuth {owner.token}", "file_size": str(len(VIDEO)), **headers}
        return httpx2.post(place, content=content, headers=told).status_code

    told = httpx2.post(place, content=VIDEO, headers={"Authorization": f"OAuth {owner.token}"})
    assert {"message", "type", "code", "fbtrace_id"} <= set(told.json()["error"])
    assert send(VIDEO, offset="0", Authorization=f"Bearer {owner.token}") == 400
    assert send(VIDEO, offset="5") == 400
    assert send(VIDEO + b"x", offset="0") == 400

    def finish(**data: str) -> int:
        form = {"upload_phase": "finish", "video_id": begun["video_id"], **data}
        return call.code("POST", path, data=form)

    fake.uploads[begun["video_id"]].data.clear()
    assert finish(video_state="PUBLISHED") == 100
    assert send(VIDEO, offset="0") == 200
    assert finish() == 100
    assert finish(video_state="DRAFT") == 100
    assert finish(video_state="PUBLISHED", thumb="a") == 100
    assert finish(video_state="PUBLISHED", description="d") == 0
    assert len(fake.public) == 1
