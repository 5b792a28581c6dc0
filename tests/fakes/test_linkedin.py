"""The fake of LinkedIn is as strict as the documentation: each refusal is proven."""

import copy
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2
import pytest
from PIL import Image as Picture

from tests.fakes import film, linkedin_rules
from tests.fakes.linkedin import LinkedInFake
from tests.fakes.linkedin_accounts import SCOPES, Organisation, Person
from tests.fakes.linkedin_rules import CONTRACT, words
from tests.fakes.server import Refusal

pytestmark = pytest.mark.no_database
MP4 = film.made(size=75_000)


@dataclass
class Desk:
    """A page at the fake, and short words for requests."""

    fake: LinkedInFake
    page: Organisation
    person: Person
    token: str

    def send(
        self,
        method: str,
        path: str,
        *,
        token: str = "",
        rest: str = "",
        change: dict[str, str] | None = None,
        **more: Any,
    ) -> httpx2.Response:
        headers = {
            "Authorization": f"Bearer {token or self.token}",
            "LinkedIn-Version": "202607",
            "X-Restli-Protocol-Version": "2.0.0",
            **({"X-RestLi-Method": rest} if rest else {}),
            **(change or {}),
        }
        headers = {name: value for name, value in headers.items() if value}
        url = path if "//" in path else f"{self.fake.base_url}{path}"
        return httpx2.request(method, url, headers=headers, timeout=5, **more)

    def body(self, **more: Any) -> dict[str, Any]:
        return {
            "author": self.page.urn,
            "commentary": "Info",
            "visibility": "PUBLIC",
            "distribution": {"feedDistribution": "MAIN_FEED"},
            "lifecycleState": "PUBLISHED",
            **more,
        }

    def post(self, **more: Any) -> httpx2.Response:
        return self.send("POST", "/rest/posts", json=self.body(**more))

    def posted(self) -> str:
        return str(self.post().headers["x-restli-id"])

    def begin(self, kind: str, **more: Any) -> httpx2.Response:
        asked = {"initializeUploadRequest": {"owner": self.page.urn, **more}}
        return self.send("POST", f"/rest/{kind}?action=initializeUpload", json=asked)

    def put(self, url: str, data: bytes, **more: Any) -> httpx2.Response:
        mime = {"Content-Type": "application/octet-stream"}
        return self.send("PUT", url, content=data, change={**mime, **more})

    def image(self) -> str:
        value = self.begin("images").json()["value"]
        assert self.put(value["uploadUrl"], png()).status_code == 201
        return str(value["image"])

    def video(self) -> tuple[dict[str, Any], list[str]]:
        value = self.begin("videos", fileSizeBytes=len(MP4)).json()["value"]
        tags = []
        for part in value["uploadInstructions"]:
            piece = MP4[part["firstByte"] : part["lastByte"] + 1]
            done = self.put(part["uploadUrl"], piece, Authorization="")
            tags.append(done.headers["etag"].strip('"'))
        return value, tags

    def finalize(self, value: dict[str, Any], tags: list[str]) -> httpx2.Response:
        asked = {
            "video": value["video"],
            "uploadToken": value["uploadToken"],
            "uploadedPartIds": tags,
        }
        path = "/rest/videos?action=finalizeUpload"
        return self.send("POST", path, json={"finalizeUploadRequest": asked})

    def comment(self, urn: str, **more: Any) -> httpx2.Response:
        said = {"actor": self.page.urn, "object": urn, "message": {"text": "Ya"}, **more}
        under = quote(str(more.get("parentComment", urn)), safe="")
        return self.send("POST", f"/rest/socialActions/{under}/comments", json=said)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with LinkedInFake() as fake:
        page = fake.organisation("kec-titirwangi")
        person = Person({page.number: ("ADMINISTRATOR", "APPROVED")})
        fake.part = 30_000
        yield Desk(fake, page, person, fake.token(person)[0])


def png() -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (64, 36), "teal").save(file, "PNG")
    return file.getvalue()


def status(answer: httpx2.Response) -> int:
    told = answer.json()
    assert set(told) == {"message", "serviceErrorCode", "status"}
    assert told["status"] == answer.status_code
    return answer.status_code


def test_the_contract_says_that_it_is_transcribed() -> None:
    told = json.loads(CONTRACT.read_text())
    assert told["status"] == "transcribed, not verified against the vendor"
    assert all(op["page"].startswith("https://learn.") for op in told["operations"].values())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"LinkedIn-Version": ""}, 400),
        ({"LinkedIn-Version": "202301"}, 426),
        ({"LinkedIn-Version": "v2"}, 426),
        ({"X-Restli-Protocol-Version": ""}, 400),
        ({"X-RestLi-Method": "CREATE_ALL"}, 400),
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer salah"}, 401),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_every_header_counts(desk: Desk, change: dict[str, str], expected: int) -> None:
    answer = desk.send("POST", "/rest/posts", json=desk.body(), change=change)
    assert status(answer) == expected
    assert not desk.fake.state.posts


@pytest.mark.parametrize(
    "more",
    [
        {"author": "urn:li:person:abc"},
        {"commentary": None},
        {"commentary": "x" * 3001},
        {"commentary": "Harga (baru)"},
        {"commentary": "kata_kunci"},
        {"commentary": "akhir \\"},
        {"commentary": "nomor # satu"},
        {"visibility": "public"},
        {"distribution": {}},
        {"distribution": {"feedDistribution": "ALL"}},
        {"lifecycleState": "LIVE"},
        {"contentCallToActionLabel": "BELI"},
        {"distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": ["x"]}},
        {"title": "Judul"},
        {"content": {}},
        {"content": {"media": {"id": "urn:li:digitalmediaAsset:1"}}},
        {"content": {"media": {"id": "urn:li:image:1", "altText": "x" * 4087}}},
        {"content": {"multiImage": {"images": [{"id": "urn:li:image:1"}]}}},
        {"content": {"multiImage": {"images": [{"id": f"urn:li:image:{n}"} for n in range(21)]}}},
        {"content": {"article": {"source": "https://contoh.go.id"}}},
        {"content": {"article": {"source": "contoh.go.id", "title": "x"}}},
    ],
)
def test_a_bad_post_is_refused(desk: Desk, more: dict[str, Any]) -> None:
    assert status(desk.post(**more)) == 422
    assert not desk.fake.state.posts


@pytest.mark.parametrize(
    "missing", ["author", "commentary", "visibility", "distribution", "lifecycleState"]
)
def test_every_field_is_needed(desk: Desk, missing: str) -> None:
    body = desk.body()
    del body[missing]
    assert status(desk.send("POST", "/rest/posts", json=body)) == 422


def test_a_page_of_others_is_forbidden(desk: Desk) -> None:
    other = desk.fake.organisation("lain")
    assert status(desk.post(author=other.urn)) == 403
    desk.person.roles[other.number] = ("ANALYST", "APPROVED")
    assert status(desk.post(author=other.urn)) == 403
    desk.person.roles[other.number] = ("ADMINISTRATOR", "REQUESTED")
    assert status(desk.post(author=other.urn)) == 403


@pytest.mark.parametrize("missing", SCOPES)
def test_every_permission_is_needed_for_something(desk: Desk, missing: str) -> None:
    poor = desk.fake.token(desk.person, scopes=tuple(s for s in SCOPES if s != missing))[0]
    listing = {"q": "author", "author": desk.page.urn}
    answers = [
        desk.send("POST", "/rest/posts", token=poor, json=desk.body()),
        desk.send("GET", "/rest/posts", token=poor, rest="FINDER", params=listing),
        desk.send(
            "GET", "/rest/organizationAcls", token=poor, rest="FINDER", params={"q": "roleAssignee"}
        ),
    ]
    assert [a.status_code for a in answers].count(403) == 1


def test_media_must_be_there_ready_and_ours(desk: Desk) -> None:
    unknown = {"content": {"media": {"id": "urn:li:image:1"}}}
    assert status(desk.post(**unknown)) == 404
    begun = desk.begin("images").json()["value"]["image"]
    assert status(desk.post(content={"media": {"id": begun}})) == 400
    ours = desk.image()
    other = desk.fake.organisation("lain")
    desk.person.roles[other.number] = ("ADMINISTRATOR", "APPROVED")
    assert status(desk.post(author=other.urn, content={"media": {"id": ours}})) == 400
    assert desk.post(content={"media": {"id": ours}}).status_code == 201


def test_a_picture_has_not_too_many_pixels(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    url = desk.begin("images").json()["value"]["uploadUrl"]
    monkeypatch.setattr(linkedin_rules, "MOST_PIXELS", 64 * 36)
    assert status(desk.put(url, png())) == 400


def test_a_picture_must_be_one(desk: Desk) -> None:
    url = desk.begin("images").json()["value"]["uploadUrl"]
    assert status(desk.put(url, b"bukan gambar")) == 400
    assert status(desk.send("PUT", url, content=png(), change={"Content-Type": "image/png"})) == 400
    assert status(desk.put(url, png(), Authorization="")) == 401
    webp = io.BytesIO()
    Picture.new("RGB", (64, 36)).save(webp, "WEBP")
    assert status(desk.put(url, webp.getvalue())) == 400


def test_a_video_must_be_whole(desk: Desk) -> None:
    assert status(desk.begin("videos")) == 422
    assert status(desk.begin("videos", fileSizeBytes=500_000_001)) == 422
    assert status(desk.begin("videos", fileSizeBytes=74_999)) == 422
    value, tags = desk.video()
    assert len(tags) == 3
    part = value["uploadInstructions"][0]["uploadUrl"]
    assert status(desk.put(part, MP4[:30_000])) == 400  # with a token
    assert status(desk.put(part, MP4[:29_999], Authorization="")) == 400
    assert status(desk.finalize(value, tags[:2])) == 400
    assert status(desk.finalize(value, tags[::-1])) == 400
    assert status(desk.finalize({**value, "uploadToken": "salah"}, tags)) == 400
    assert desk.finalize(value, tags).status_code == 200
    assert desk.post(content={"media": {"id": value["video"]}}).status_code == 201


@pytest.mark.parametrize(
    "data",
    [
        film.made(seconds=2, size=75_000),
        film.made(seconds=1801, size=75_000),
        film.made(codec="", size=75_000),
        b"bukan video" * 7_000,
    ],
)
def test_a_video_that_is_none_too_short_or_too_long_cannot_be_processed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr(f"{__name__}.MP4", data)
    value, tags = desk.video()
    assert desk.finalize(value, tags).status_code == 200
    told = desk.send("GET", f"/rest/videos/{quote(value['video'], safe='')}").json()
    assert told["status"] == "PROCESSING_FAILED"


@pytest.mark.parametrize(
    "more",
    [
        {"lifecycleState": "DRAFT"},
        {"visibility": "CONNECTIONS"},
        {"distribution": {"feedDistribution": "NONE"}},
    ],
)
def test_what_not_everybody_sees_is_no_post_of_ours(desk: Desk, more: Any) -> None:
    assert status(desk.post(**more)) == 400
    assert not desk.fake.state.posts


def test_a_video_takes_its_time(desk: Desk) -> None:
    desk.fake.polls = 1
    value, tags = desk.video()
    desk.finalize(value, tags)
    assert status(desk.post(content={"media": {"id": value["video"]}})) == 400
    path = f"/rest/videos/{quote(value['video'], safe='')}"
    states = [desk.send("GET", path).json()["status"] for _ in range(2)]
    assert states == ["PROCESSING", "AVAILABLE"]


def test_an_edit_is_a_patch_of_words(desk: Desk) -> None:
    path = f"/rest/posts/{quote(desk.posted(), safe='')}"
    patch: dict[str, Any] = {"patch": {"$set": {"commentary": "Baru"}}}
    assert status(desk.send("POST", path, json=patch)) == 400
    bad = copy.deepcopy(patch)
    bad["patch"]["$set"]["content"] = {}
    assert status(desk.send("POST", path, json=bad, rest="PARTIAL_UPDATE")) == 422
    assert desk.send("POST", path, json=patch, rest="PARTIAL_UPDATE").status_code == 204


def test_deleting_may_be_repeated_but_not_by_others(desk: Desk) -> None:
    path = f"/rest/posts/{quote(desk.posted(), safe='')}"
    stranger = desk.fake.token(Person())[0]
    assert status(desk.send("DELETE", path, token=stranger, rest="DELETE")) == 403
    assert status(desk.send("DELETE", path)) == 400
    assert desk.send("DELETE", path, rest="DELETE").status_code == 204
    assert desk.send("DELETE", path, rest="DELETE").status_code == 204


def test_comments_have_two_levels(desk: Desk) -> None:
    urn = desk.posted()
    assert status(desk.comment("urn:li:share:1")) == 404
    assert status(desk.comment(urn, message={})) == 422
    assert status(desk.comment(urn, message={"text": "x" * 1251})) == 422
    first = desk.comment(urn).json()["commentUrn"]
    second = desk.comment(urn, parentComment=first).json()["commentUrn"]
    assert status(desk.comment(urn, parentComment=second)) == 400


@pytest.mark.parametrize(
    ("little", "text"),
    [
        ("biasa #tanda", "biasa #tanda"),
        ("\\(a\\) \\_ \\\\ \\# \\@", "(a) _ \\ # @"),
    ],
)
def test_the_text_format_is_read(little: str, text: str) -> None:
    assert words(little) == text


@pytest.mark.parametrize("little", ["(", "a_b", "@[x](y)", "{x|y}", "\\a", "\\", "#", "# x"])
def test_a_bare_sign_is_refused(little: str) -> None:
    with pytest.raises(Refusal):
        words(little)


def test_tokens_need_keys_codes_and_forms(desk: Desk) -> None:
    fake = desk.fake
    query = (
        f"response_type=code&client_id={fake.client_id}&redirect_uri=https://contoh.go.id/k"
        "&scope=w_organization_social&state=s"
    )
    back = fake.approve(f"{fake.base_url}/oauth/v2/authorization?{query}", desk.person)
    code = dict(p.split("=") for p in urlsplit(back).query.split("&"))["code"]
    url = f"{fake.base_url}/oauth/v2/accessToken"
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": "https://contoh.go.id/k",
        "client_id": fake.client_id,
        "client_secret": fake.client_secret,
    }
    assert httpx2.post(url, json=form).status_code == 400
    assert httpx2.post(url, data={**form, "extra": "x"}).status_code == 422
    assert httpx2.post(url, data={**form, "code_verifier": "x" * 43}).status_code == 401
    wrong = httpx2.post(url, data={**form, "client_secret": "salah"})
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    assert httpx2.post(url, data=form).status_code == 200
    assert httpx2.post(url, data=form).json()["error"] == "invalid_request"
    renewal = {**form, "grant_type": "refresh_token", "refresh_token": "salah"}
    del renewal["code"], renewal["redirect_uri"]
    assert httpx2.post(url, data=renewal).json()["error"] == "invalid_grant"


def test_a_path_that_does_not_exist_is_a_stray(desk: Desk) -> None:
    assert status(desk.send("GET", "/v2/ugcPosts")) == 404
    assert desk.fake.strays == ["GET /v2/ugcPosts"]
