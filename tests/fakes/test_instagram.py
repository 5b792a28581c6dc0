"""The fake of Instagram refuses what the vendor's contract does not allow."""

import io
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from PIL import Image as Picture

from tests.fakes import film
from tests.fakes.graph import Page
from tests.fakes.instagram import Instagram
from tests.fakes.media_host import MediaHost

pytestmark = pytest.mark.no_database
VIDEO = film.made()


@pytest.fixture
def host() -> Iterator[MediaHost]:
    with MediaHost() as host:
        yield host


@pytest.fixture
def fake() -> Iterator[Instagram]:
    with Instagram() as fake:
        yield fake


@pytest.fixture
def owner(fake: Instagram) -> Page:
    return fake.create_account()


class Caller:
    """Speaks to the fake for an account, and tells the subcode or code of what is refused."""

    def __init__(self, fake: Instagram, owner: Page) -> None:
        self._server = fake.server
        self._token = owner.token
        self.account = owner.instagram["id"]

    def __call__(self, method: str, path: str, **options: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self._token}"}
        return httpx2.request(method, f"{self._server}/{path}", headers=headers, **options)

    def said(self, method: str, path: str, **options: Any) -> int:
        answer = self(method, path, **options)
        if answer.status_code == 200:
            return 0
        error = answer.json()["error"]
        assert {"message", "type", "code", "fbtrace_id"} <= set(error)
        return int(error.get("error_subcode") or error["code"])

    def media(self, **data: str) -> int:
        return self.said("POST", f"{self.account}/media", data=data)

    def made(self, **data: str) -> str:
        return str(self("POST", f"{self.account}/media", data=data).json()["id"])

    def publish(self, container: str) -> int:
        data = {"creation_id": container}
        return self.said("POST", f"{self.account}/media_publish", data=data)


@pytest.fixture
def call(fake: Instagram, owner: Page) -> Caller:
    return Caller(fake, owner)


def jpeg(width: int = 320, height: int = 320, kind: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (width, height)).save(file, kind)
    return file.getvalue()


def test_parameters_and_permissions(fake: Instagram, host: MediaHost, call: Caller) -> None:
    url = host.put(jpeg(), "image/jpeg")
    assert call.media(image="x") == 100
    assert call.media(image_url=url, message="x") == 100
    assert call.media(image_url=url, share_to_feed="true") == 100
    assert call.media(image_url=url, media_type="VIDEO") == 2207023
    assert call.media(caption="a") == 2207052
    assert call.media(caption="a", media_type="REELS") == 2207052
    assert call.media(media_type="CAROUSEL") == 2207028
    assert call.said("POST", f"{call.account}/media_publish", data={}) == 100
    assert call.said("POST", f"{call.account}/media_publish", data={"id": "1"}) == 100
    assert call.media(image_url=url, caption="a" * 2201) == 2207010
    assert call.media(image_url=url, caption="#a " * 31) == 2207010
    assert call.media(image_url=url, caption="@a " * 21) == 2207010
    assert call.media(image_url=url, caption="a", is_carousel_item="true") == 100
    assert call.media(image_url=url, caption="a", media_type="STORIES") == 100
    assert call.said("POST", "404/media", data={"image_url": url}) == 33
    fake.granted.discard("instagram_content_publish")
    assert call.media(image_url=url) == 200
    assert not fake.containers


def test_pictures_are_fetched_and_looked_at(host: MediaHost, call: Caller) -> None:
    def said(data: bytes, mime: str = "image/jpeg", **more: str) -> int:
        return call.media(image_url=host.put(data, mime), **more)

    assert call.media(image_url="https://contoh.go.id/a.jpg") == 2207052
    assert call.media(image_url=f"{host.base_url}/berkas/99") == 2207052
    assert said(jpeg(kind="PNG"), "image/png") == 2207005
    assert said(jpeg(), "image/png") == 2207005
    assert said(b"bukan gambar") == 2207005
    assert said(jpeg() + bytes(9_000_000)) == 2207004
    assert said(jpeg(900, 1600)) == 2207009
    assert said(jpeg(1000, 500)) == 2207009
    assert said(jpeg(200, 200)) == 2207009
    assert said(jpeg(900, 1600), media_type="STORIES") == 0
    video = {"media_type": "STORIES", "video_url": host.put(VIDEO, "video/mp4")}
    assert call.media(**video, cover_url=host.put(jpeg(), "image/jpeg")) == 100
    assert said(jpeg(400, 500), alt_text="Peta") == 0


def test_a_carousel_is_made_of_its_own_items(
    fake: Instagram, host: MediaHost, call: Caller
) -> None:
    url = host.put(jpeg(), "image/jpeg")
    one = call.made(image_url=url, is_carousel_item="true", alt_text="Satu")
    two = call.made(image_url=url, is_carousel_item="true")
    single = call.made(image_url=url)
    gallery = {"media_type": "CAROUSEL"}
    assert call.media(**gallery, children=json.dumps([one])) == 2207028
    assert call.media(**gallery, children=json.dumps([one, single])) == 100
    assert call.media(**gallery, children=json.dumps([one, "9"])) == 100
    assert call.media(**gallery, children="satu,dua") == 100
    assert call.publish(one) == 2207006
    assert call.publish(call.made(**gallery, children=json.dumps([one, two]))) == 0
    (shown,) = fake.public.values()
    assert shown.alts == ["Satu", ""]


def test_a_container_is_published_once_and_when_it_is_ready(
    fake: Instagram, host: MediaHost, call: Caller
) -> None:
    fake.questions = 1
    video = {"media_type": "REELS", "video_url": host.put(VIDEO, "video/mp4")}
    reel = call.made(**video, caption="a")
    assert call.publish(reel) == 2207027

    def state(container: str) -> str:
        asked = {"fields": "status_code"}
        return str(call("GET", container, params=asked).json()["status_code"])

    assert [state(reel), state(reel)] == ["IN_PROGRESS", "FINISHED"]
    assert call.publish(reel) == 0
    assert state(reel) == "PUBLISHED"
    assert call.publish(reel) == 2207006
    assert call.publish("404") == 2207006
    broken = call.made(media_type="REELS", video_url=host.put(b"x", "video/mp4"))
    assert [state(broken), state(broken)] == ["IN_PROGRESS", "ERROR"]
    assert call.publish(broken) == 2207027
    assert call.said("GET", reel, params={"fields": "keadaan"}) == 100
    fake.quota = 1
    late = call.made(image_url=host.put(jpeg(), "image/jpeg"))
    assert call.publish(late) == 2207042
    assert call.said("POST", f"{call.account}/media_publish", data={"creation_id": "x"}) == 100
    assert len(fake.public) == 1


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("REELS", b"bukan video"),
        ("REELS", film.made(codec="")),
        ("REELS", film.made(seconds=2)),
        ("REELS", film.made(seconds=901)),
        ("REELS", film.made(width=2160, height=3840)),
        ("STORIES", film.made(seconds=61)),
        ("STORIES", b"\0\0\0\x18ftypmp42"),
    ],
)
def test_a_video_that_does_not_fit_spoils_its_container(
    fake: Instagram, host: MediaHost, call: Caller, kind: str, data: bytes
) -> None:
    fake.questions = 0
    container = call.made(media_type=kind, video_url=host.put(data, "video/mp4"))
    fields = {"fields": "status_code,status"}
    assert call("GET", container, params=fields).json()["status_code"] == "ERROR"
    assert call.publish(container) == 2207027
    assert not fake.public


def test_a_video_of_another_kind_spoils_its_container(
    fake: Instagram, host: MediaHost, call: Caller
) -> None:
    fake.questions = 0
    container = call.made(media_type="REELS", video_url=host.put(VIDEO, "video/webm"))
    assert call.publish(container) == 2207027
    assert not fake.public


def test_an_item_of_a_carousel_must_be_ready(
    host: MediaHost, fake: Instagram, call: Caller
) -> None:
    url = host.put(jpeg(), "image/jpeg")
    items = [call.made(image_url=url, is_carousel_item="true") for _ in range(2)]
    fake.containers[items[1]].state = "EXPIRED"
    assert call.media(media_type="CAROUSEL", children=json.dumps(items)) == 2207027


def test_comments_and_deletion(fake: Instagram, host: MediaHost, call: Caller) -> None:
    call.publish(call.made(image_url=host.put(jpeg(), "image/jpeg")))
    (post,) = fake.public

    def say(text: str, path: str) -> int:
        return call.said("POST", path, data={"message": text})

    assert say("", f"{post}/comments") == 100
    assert say("a" * 301, f"{post}/comments") == 100
    assert say("#a #b #c #d #e", f"{post}/comments") == 100
    assert say("https://a.id https://b.id", f"{post}/comments") == 100
    assert say("SEMUA", f"{post}/comments") == 100
    assert say("a", f"{post}/replies") == 33
    assert say("a", f"{post}/comments") == 0
    comment = list(fake.public)[1]
    assert say("b", f"{comment}/comments") == 33
    assert say("b", f"{comment}/replies") == 0
    reply = list(fake.public)[2]
    assert say("c", f"{reply}/replies") == 33
    assert call.said("GET", f"{post}/comments", params={"fields": "id,message"}) == 100
    fake.granted.discard("instagram_manage_contents")
    assert call.said("DELETE", post) == 200
    fake.granted.add("instagram_manage_contents")
    stranger = Caller(fake, fake.create_account())
    assert stranger.said("DELETE", post) == 10
    assert call.said("DELETE", post) == 0
    assert call.said("DELETE", post) == 33
    assert not fake.public
