"""The fake of Threads is as strict as the documentation: each refusal is proven."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from PIL import Image as Picture

from tests.fakes import film
from tests.fakes.threads import SCOPES, Account, ThreadsFake
from tests.fakes.threads_media import MediaHost
from tests.fakes.threads_rules import CONTRACT, counted

pytestmark = pytest.mark.no_database
Form = dict[str, str]


@dataclass
class Desk:
    """An account at the fake, and short words for requests."""

    fake: ThreadsFake
    media: MediaHost
    account: Account
    token: str

    def send(self, method: str, path: str, *, token: str = "", **more: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {token or self.token}"}
        url = f"{self.fake.base_url}{path}"
        return httpx2.request(method, url, headers=headers, timeout=5, **more)

    def container(self, form: Form) -> httpx2.Response:
        return self.send("POST", "/v1.0/me/threads", data=form)

    def made(self, **form: str) -> str:
        answer = self.container(form)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def publish(self, container: str) -> httpx2.Response:
        return self.send("POST", "/v1.0/me/threads_publish", data={"creation_id": container})

    def state(self, container: str) -> dict[str, Any]:
        path = f"/v1.0/{container}"
        found = self.send("GET", path, params={"fields": "status,error_message"}).json()
        assert isinstance(found, dict)
        return found


@pytest.fixture
def desk() -> Iterator[Desk]:
    with ThreadsFake() as fake, MediaHost() as media:
        account = fake.account("kectitirwangi")
        yield Desk(fake, media, account, fake.token(account))


def png(width: int = 640, height: int = 360) -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (width, height), "teal").save(file, "PNG")
    return file.getvalue()


def code(answer: httpx2.Response) -> int:
    told = answer.json()["error"]
    assert {"message", "type", "code", "fbtrace_id"} <= set(told)
    return int(told["code"])


def test_the_contract_says_that_it_is_transcribed() -> None:
    told = json.loads(CONTRACT.read_text())
    assert told["status"] == "transcribed, not verified against the vendor"
    assert all(op["page"].startswith("https://developers.") for op in told["operations"].values())


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"media_type": "TEXT"},
        {"media_type": "TEXT", "text": ""},
        {"media_type": "text", "text": "x"},
        {"media_type": "TEXT", "text": "x", "colour": "red"},
        {"media_type": "TEXT", "text": "x" * 501},
        {"media_type": "TEXT", "text": "🙏" * 126},
        {"media_type": "TEXT", "text": "x", "alt_text": "x"},
        {"media_type": "TEXT", "text": "x", "image_url": "http://127.0.0.1/x"},
        {"media_type": "TEXT", "text": "x", "reply_to_id": "12"},
        {"media_type": "TEXT", "text": "x", "link_attachment": "contoh.go.id"},
        {"media_type": "IMAGE"},
        {"media_type": "IMAGE", "image_url": "/x"},
        {"media_type": "IMAGE", "image_url": "http://127.0.0.1:1/x", "alt_text": "x" * 1001},
        {"media_type": "IMAGE", "image_url": "http://x/", "link_attachment": "https://x.id"},
        {"media_type": "VIDEO", "image_url": "http://127.0.0.1:1/x"},
        {"media_type": "CAROUSEL"},
        {"media_type": "CAROUSEL", "children": "1"},
        {"media_type": "CAROUSEL", "children": ",".join(map(str, range(21)))},
        {"media_type": "CAROUSEL", "children": "1,2"},
        {"media_type": "IMAGE", "image_url": "http://x/", "is_carousel_item": "true", "text": "x"},
    ],
)
def test_a_bad_container_is_refused(desk: Desk, form: Form) -> None:
    assert code(desk.container(form)) == 100
    assert not desk.fake.state.containers


def test_a_container_must_be_a_form(desk: Desk) -> None:
    form = {"media_type": "TEXT", "text": "x"}
    assert code(desk.send("POST", "/v1.0/me/threads", json=form)) == 100
    assert code(desk.send("POST", "/v1.0/me/threads", params=form)) == 100


def test_letters_are_counted_as_the_vendor_counts_them() -> None:
    assert [counted(t) for t in ("é", "🙏", "👨‍👩‍👧", "a©1", "❤️")] == [1, 4, 18, 3, 6]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_path_that_does_not_exist_is_a_stray(desk: Desk, method: str) -> None:
    assert code(desk.send(method, "/v1.0/me/posts")) == 2500
    assert desk.fake.strays


def test_a_wrong_or_dead_token_is_refused(desk: Desk) -> None:
    dead = desk.fake.token(desk.account, life=timedelta(days=1))
    for token in ("salah", dead):
        answer = desk.send("GET", "/v1.0/me", token=token, params={"fields": "id"})
        assert (answer.status_code, code(answer)) == (400, 190)


@pytest.mark.parametrize("missing", SCOPES)
def test_every_permission_is_needed_for_something(desk: Desk, missing: str) -> None:
    first = desk.publish(desk.made(media_type="TEXT", text="Satu")).json()["id"]
    poor = desk.fake.token(desk.account, scopes=tuple(s for s in SCOPES if s != missing))
    reply = {"media_type": "TEXT", "text": "Dua", "reply_to_id": first}
    requests = [
        ("GET", "/v1.0/me", {"params": {"fields": "id"}}),
        ("POST", "/v1.0/me/threads", {"data": reply}),
        ("GET", "/v1.0/me/replies", {"params": {"fields": "id"}}),
        ("DELETE", f"/v1.0/{first}", {}),
    ]
    assert any(
        answer.status_code == 403 and code(answer) == 10
        for answer in (desk.send(m, path, token=poor, **more) for m, path, more in requests)
    )


def test_a_container_is_published_once(desk: Desk) -> None:
    container = desk.made(media_type="TEXT", text="Satu")
    assert desk.publish(container).status_code == 200
    assert desk.state(container)["status"] == "PUBLISHED"
    assert code(desk.publish(container)) == 100
    assert len(desk.fake.public(desk.account)) == 1


def test_what_is_published_must_be_named(desk: Desk) -> None:
    for form in (
        {},
        {"id": "12"},
        {"creation_id": desk.made(media_type="TEXT", text="Satu"), "a": "b"},
    ):
        assert code(desk.send("POST", "/v1.0/me/threads_publish", data=form)) == 100
    assert not desk.fake.public(desk.account)


def test_what_is_not_there_or_not_ours_cannot_be_published(desk: Desk) -> None:
    other = desk.fake.token(desk.fake.account("lain"))
    container = desk.made(media_type="TEXT", text="Satu")
    answer = desk.send(
        "POST", "/v1.0/me/threads_publish", token=other, data={"creation_id": container}
    )
    assert code(answer) == code(desk.publish("12")) == 24


@pytest.mark.parametrize(
    ("data", "mime", "status"),
    [
        (png(), "image/webp", 200),
        (png(319, 300), "image/png", 200),
        (png(1441, 300), "image/png", 200),
        (png(1440, 100), "image/png", 200),
        (b"tidak", "image/png", 200),
        (png() + b"\0" * 8_000_000, "image/png", 200),
        (png(), "image/png", 404),
    ],
)
def test_a_bad_picture_spoils_its_container(
    desk: Desk, data: bytes, mime: str, status: int
) -> None:
    url = desk.media.put(data, mime, status=status)
    container = desk.made(media_type="IMAGE", image_url=url)
    assert desk.state(container)["status"] == "ERROR"
    assert desk.state(container)["error_message"]
    assert code(desk.publish(container)) == 100


def test_pictures_come_from_loopback_only(desk: Desk) -> None:
    container = desk.made(media_type="IMAGE", image_url="https://contoh.go.id/a.png")
    assert desk.state(container)["error_message"] == "FAILED_DOWNLOADING_VIDEO"


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (b"bukan video", "video/mp4"),
        (film.made(codec=""), "video/mp4"),
        (film.made(), "video/webm"),
    ],
)
def test_a_bad_video_spoils_its_container(desk: Desk, data: bytes, mime: str) -> None:
    url = desk.media.put(data, mime)
    container = desk.made(media_type="VIDEO", video_url=url)
    assert desk.state(container)["error_message"] == "FAILED_PROCESSING_VIDEO"


@pytest.mark.parametrize("more", [{"seconds": 301}, {"width": 2160, "height": 3840}])
def test_a_video_too_long_or_too_wide_spoils_its_container(desk: Desk, more: Any) -> None:
    url = desk.media.put(film.made(**more), "video/mp4")
    container = desk.made(media_type="VIDEO", video_url=url)
    assert desk.state(container)["error_message"] == "FAILED_PROCESSING_VIDEO"


def test_five_different_links_are_the_most(desk: Desk) -> None:
    links = [f"https://desa{number}.contoh.go.id/" for number in range(6)]
    post = {"media_type": "TEXT", "text": " ".join(links[:5])}
    answer = desk.container({**post, "text": " ".join(links)})
    assert code(answer) == 100
    assert "LINK_LIMIT_EXCEEDED" in answer.text
    assert code(desk.container({**post, "link_attachment": links[5]})) == 100
    assert desk.container({**post, "link_attachment": links[4]}).status_code == 200


def test_a_video_takes_its_time(desk: Desk) -> None:
    desk.fake.polls = 1
    url = desk.media.put(film.made(), "video/mp4")
    container = desk.made(media_type="VIDEO", video_url=url)
    assert code(desk.publish(container)) == 100
    assert desk.state(container)["status"] == "IN_PROGRESS"
    assert desk.state(container)["status"] == "FINISHED"
    assert desk.publish(container).status_code == 200


def test_a_carousel_takes_its_own_ready_items_only(desk: Desk) -> None:
    url = desk.media.put(png(), "image/png")
    item = {"media_type": "IMAGE", "image_url": url, "is_carousel_item": "true"}
    good = [desk.made(**item) for _ in range(2)]
    single = desk.made(media_type="IMAGE", image_url=url)
    desk.fake.polls = 1
    slow = desk.made(**item)
    for children in ([good[0], single], [good[0], slow], [good[0], good[0]], [good[0], "12"]):
        form = {"media_type": "CAROUSEL", "children": ",".join(children)}
        assert code(desk.container(form)) == 100
    assert code(desk.publish(good[0])) == 100
    assert desk.made(media_type="CAROUSEL", children=",".join(good))


def test_the_quota_of_a_day_is_kept(desk: Desk) -> None:
    desk.fake.quota = 1
    desk.publish(desk.made(media_type="TEXT", text="Satu"))
    assert code(desk.publish(desk.made(media_type="TEXT", text="Dua"))) == 4


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/v1.0/me", {}),
        ("/v1.0/me", {"fields": "id,email"}),
        ("/v1.0/me", {"fields": "id", "access_token": "x"}),
        ("/v1.0/me/threads", {"fields": "id", "limit": "101"}),
        ("/v1.0/me/threads", {"fields": "id", "since": "kemarin"}),
        ("/v1.0/me/threads_publishing_limit", {"fields": "quota"}),
    ],
)
def test_a_bad_question_is_refused(desk: Desk, path: str, query: Form) -> None:
    assert code(desk.send("GET", path, params=query)) == 100


def test_a_code_works_once_and_only_with_the_keys(desk: Desk) -> None:
    fake = desk.fake
    query = (
        f"client_id={fake.client_id}&redirect_uri=https://contoh.go.id/kembali"
        "&scope=threads_basic&response_type=code&state=s"
    )
    back = fake.approve(f"{fake.base_url}/oauth/authorize?{query}", desk.account)
    found = back.partition("code=")[2].partition("&")[0]
    form = {
        "client_id": fake.client_id,
        "client_secret": "salah",
        "grant_type": "authorization_code",
        "redirect_uri": "https://contoh.go.id/kembali",
        "code": found,
    }
    url = f"{fake.base_url}/oauth/access_token"
    assert code(httpx2.post(url, data=form)) == 101
    form["client_secret"] = fake.client_secret
    wrong = httpx2.post(url, data={**form, "redirect_uri": "https://lain.go.id/"})
    assert wrong.json()["error_message"] == "Invalid authorization code"
    assert httpx2.post(url, data=form).status_code == 200
    assert httpx2.post(url, data=form).status_code == 400


def test_only_a_lasting_token_of_a_day_is_renewed(desk: Desk) -> None:
    url = f"{desk.fake.base_url}/refresh_access_token"
    young = desk.fake.token(desk.account, age=timedelta(hours=1))
    query = {"grant_type": "th_refresh_token", "access_token": young}
    assert code(httpx2.get(url, params=query)) == 100
    assert httpx2.get(url, params={**query, "access_token": desk.token}).status_code == 200
    assert code(httpx2.get(url, params={**query, "grant_type": "refresh_token"})) == 100
    exchange = {"grant_type": "th_exchange_token", "client_secret": desk.fake.client_secret}
    again = {**exchange, "access_token": desk.token}
    assert code(httpx2.get(f"{desk.fake.base_url}/access_token", params=again)) == 190
