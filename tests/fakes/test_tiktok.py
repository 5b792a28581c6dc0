"""The fake of TikTok refuses what TikTok's pages refuse."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest

from tests.contract.harness import picture
from tests.fakes import film
from tests.fakes.server import Refusal
from tests.fakes.tiktok import CLIENT_KEY, CLIENT_SECRET, TikTok
from tests.fakes.tiktok_media import Shelf, clip
from tests.fakes.tiktok_parts import Account

pytestmark = pytest.mark.no_database
PUBLISH = "/v2/post/publish"
JSON = "application/json; charset=UTF-8"
FILE = {"source": "FILE_UPLOAD", "video_size": 2048, "chunk_size": 2048, "total_chunk_count": 1}
INFO = {"title": "Halo", "privacy_level": "PUBLIC_TO_EVERYONE"}
BACK = "https://kentongan.contoh.go.id/kembali"


@pytest.fixture
def tiktok() -> Iterator[TikTok]:
    with TikTok() as server:
        yield server


@pytest.fixture
def account(tiktok: TikTok) -> Account:
    return tiktok.create_account()


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with Shelf() as shelf:
        yield shelf


def post(tiktok: TikTok, account: Account, path: str, body: Any, **more: Any) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {account.token}", "Content-Type": JSON}
    options: dict[str, Any] = {"headers": headers, "json": body, "timeout": 10}
    return httpx2.post(f"{tiktok.base_url}{PUBLISH}{path}", **options | more)


def code(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def opened(tiktok: TikTok, account: Account, **source: Any) -> dict[str, Any]:
    body = {"post_info": INFO, "source_info": FILE | source}
    data: dict[str, Any] = post(tiktok, account, "/video/init/", body).json()["data"]
    return data


def status(tiktok: TikTok, account: Account, publish_id: str) -> dict[str, Any]:
    answer = post(tiktok, account, "/status/fetch/", {"publish_id": publish_id})
    data: dict[str, Any] = answer.json()["data"]
    return data


@pytest.mark.parametrize(
    ("info", "source"),
    [
        ({"judul": "x"}, {}),
        ({"privacy_level": "EVERYBODY"}, {}),
        ({"title": "🙏" * 1101}, {}),
        ({"disable_comment": "ya"}, {}),
        ({}, {"source": "PULL_FROM_URL"}),
        ({}, {"video_url": "https://x.id/v.mp4"}),
        ({}, {"video_size": "2048"}),
        ({}, {"total_chunk_count": 2}),
        ({}, {"chunk_size": 1024, "total_chunk_count": 2}),
        ({}, {"video_size": 70_000_000, "chunk_size": 70_000_000}),
        ({}, {"video_size": 33_000_000, "chunk_size": 10_000_000, "total_chunk_count": 4}),
        ({}, {"video_size": 33_000_000, "chunk_size": 4_000_000, "total_chunk_count": 8}),
        ({}, {"video_size": 5_000_000_000}),
    ],
)
def test_a_video_that_breaks_the_schema_is_refused(
    tiktok: TikTok, account: Account, info: dict[str, Any], source: dict[str, Any]
) -> None:
    body = {"post_info": INFO | info, "source_info": FILE | source}
    assert code(post(tiktok, account, "/video/init/", body)) == (400, "invalid_param")
    assert tiktok.containers == {}


def test_missing_parts_are_refused(tiktok: TikTok, account: Account) -> None:
    wrong: list[Any] = [{}, {"source_info": FILE}, {"post_info": {}, "source_info": FILE}, []]
    for body in wrong:
        assert code(post(tiktok, account, "/video/init/", body)) == (400, "invalid_param")


def test_content_type_query_and_token_are_checked(tiktok: TikTok, account: Account) -> None:
    body = {"post_info": INFO, "source_info": FILE}
    bare = {"Authorization": f"Bearer {account.token}", "Content-Type": "application/json"}
    assert code(post(tiktok, account, "/video/init/", body, headers=bare))[1] == "invalid_params"
    params = {"access_token": account.token}
    assert code(post(tiktok, account, "/video/init/", body, params=params))[0] == 400
    for headers in ({"Content-Type": JSON}, {**bare, "Authorization": "Bearer act.salah"}):
        answer = post(tiktok, account, "/video/init/", body, headers=headers)
        assert code(answer) == (401, "access_token_invalid")


def test_scopes_and_choices_of_the_creator_are_checked(tiktok: TikTok, account: Account) -> None:
    body = {"post_info": INFO, "source_info": FILE}
    account.scopes = ("video.upload",)
    assert code(post(tiktok, account, "/video/init/", body)) == (401, "scope_not_authorized")
    account.scopes = ("video.publish",)
    inbox = {"source_info": FILE}
    assert code(post(tiktok, account, "/inbox/video/init/", inbox))[1] == "scope_not_authorized"
    account.comments = False
    assert code(post(tiktok, account, "/video/init/", body)) == (400, "invalid_param")
    account.comments, account.options = True, ("SELF_ONLY",)
    answer = post(tiktok, account, "/video/init/", body)
    assert code(answer) == (403, "privacy_level_option_mismatch")
    branded = {**INFO, "privacy_level": "SELF_ONLY", "brand_content_toggle": True}
    answer = post(tiktok, account, "/video/init/", {"post_info": branded, "source_info": FILE})
    assert code(answer) == (400, "invalid_param")


def test_an_unaudited_application_needs_a_private_account(tiktok: TikTok, account: Account) -> None:
    tiktok.audited = False
    answer = post(tiktok, account, "/video/init/", {"post_info": INFO, "source_info": FILE})
    assert code(answer)[1] == "unaudited_client_can_only_post_to_private_accounts"
    assert post(tiktok, account, "/inbox/video/init/", {"source_info": FILE}).status_code == 200


def test_seven_posts_a_minute_are_too_many(tiktok: TikTok, account: Account) -> None:
    body = {"post_info": INFO, "source_info": FILE}
    answers = [post(tiktok, account, "/video/init/", body) for _ in range(7)]
    assert [a.status_code for a in answers] == [200] * 6 + [429]


def test_bytes_are_checked(tiktok: TikTok, account: Account, tmp_path: Path) -> None:
    data = clip(tmp_path).path.read_bytes()
    found = opened(tiktok, account)
    url = found["upload_url"]
    good = {"Content-Type": "video/mp4", "Content-Range": "bytes 0-2047/2048"}
    assert httpx2.put(url.replace("kunci", "lain"), headers=good, content=data).status_code == 403
    wrong: list[dict[str, str]] = [
        {"Content-Range": "bytes 0-2048/2049"},
        {"Content-Range": "bytes 0-2046/2048"},
        {"Content-Range": "0-2047/2048"},
        {"Content-Type": "application/octet-stream"},
        {"Authorization": f"Bearer {account.token}"},
    ]
    for headers in wrong:
        assert httpx2.put(url, headers=good | headers, content=data).status_code == 400
    assert httpx2.put(url, headers=good, content=iter([data])).status_code == 400
    assert status(tiktok, account, found["publish_id"])["status"] == "PROCESSING_UPLOAD"
    assert httpx2.put(url, headers=good, content=data).status_code == 201
    assert httpx2.put(url, headers=good, content=data).status_code == 416
    assert len(tiktok.public(account)) == 1
    missing = url.replace(found["publish_id"], "v_pub_file~v2-1.0")
    assert httpx2.put(missing, headers=good, content=data).status_code == 404


def test_pieces_come_in_order(tiktok: TikTok, account: Account) -> None:
    data = film.made(size=10_000_000)
    source = {"video_size": len(data), "chunk_size": 5_000_000, "total_chunk_count": 2}
    url = opened(tiktok, account, **source)["upload_url"]

    def put(first: int, end: int) -> int:
        told = {"Content-Range": f"bytes {first}-{end - 1}/{len(data)}"}
        headers = {"Content-Type": "video/mp4", **told}
        return httpx2.put(url, headers=headers, content=data[first:end]).status_code

    assert put(5_000_000, 10_000_000) == 416
    assert put(0, 4_000_000) == 416
    assert put(0, 5_000_000) == 206
    assert put(0, 5_000_000) == 416
    assert tiktok.posts == []
    assert put(5_000_000, 10_000_000) == 201
    assert len(tiktok.public(account)) == 1


def test_what_is_no_video_fails_afterwards(tiktok: TikTok, account: Account) -> None:
    found = opened(tiktok, account)
    headers = {"Content-Type": "video/mp4", "Content-Range": "bytes 0-2047/2048"}
    assert httpx2.put(found["upload_url"], headers=headers, content=b"x" * 2048).status_code == 201
    told = status(tiktok, account, found["publish_id"])
    assert (told["status"], told["fail_reason"]) == ("FAILED", "file_format_check_failed")
    assert tiktok.posts == []


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"seconds": 2}, "duration_check_failed"),
        ({"seconds": 61}, "duration_check_failed"),
        ({"width": 300}, "picture_size_check_failed"),
        ({"height": 5000}, "picture_size_check_failed"),
        ({"codec": ""}, "file_format_check_failed"),
    ],
)
def test_a_video_that_does_not_fit_fails_afterwards(tiktok: TikTok, more: Any, reason: str) -> None:
    account = tiktok.create_account(max_seconds=60)
    found = opened(tiktok, account)
    headers = {"Content-Type": "video/mp4", "Content-Range": "bytes 0-2047/2048"}
    data = film.made(size=2048, **more)
    assert httpx2.put(found["upload_url"], headers=headers, content=data).status_code == 201
    told = status(tiktok, account, found["publish_id"])
    assert (told["status"], told["fail_reason"]) == ("FAILED", reason)
    assert tiktok.posts == []


def test_the_state_is_told_to_its_owner_only(tiktok: TikTok, account: Account) -> None:
    found = opened(tiktok, account)
    body = {"publish_id": found["publish_id"]}
    answer = post(tiktok, tiktok.create_account(), "/status/fetch/", body)
    assert code(answer)[1] == "token_not_authorized_for_specified_publish_id"
    answer = post(tiktok, account, "/status/fetch/", {"publish_id": "karangan"})
    assert code(answer) == (400, "invalid_publish_id")


def test_pictures_are_fetched_and_checked(tiktok: TikTok, account: Account, shelf: Shelf) -> None:
    good = shelf.put(picture("red", ""))
    large = shelf.put(picture("red", "", size=(1200, 100)))
    other, heavy, none = (shelf.put(picture("red", "")) for _ in range(3))
    kept = shelf.pictures
    for one, data, mime in (
        (other, picture("red", "").data, "image/png"),
        (heavy, heavy.data + bytes(20_000_000), "image/jpeg"),
        (none, b"bukan gambar", "image/jpeg"),
    ):
        kept[one.url.rpartition("/")[2]] = replace(one, data=data, mime=mime)

    def photos(*urls: str, **more: Any) -> httpx2.Response:
        body = {
            "media_type": "PHOTO",
            "post_mode": "DIRECT_POST",
            "post_info": {"privacy_level": "PUBLIC_TO_EVERYONE"},
            "source_info": {
                "source": "PULL_FROM_URL",
                "photo_cover_index": 0,
                "photo_images": list(urls),
            },
        }
        tiktok.asked.clear()
        return post(tiktok, account, "/content/init/", body | more)

    for url in (large.url, other.url, heavy.url, none.url, f"{shelf.base_url}/media/hilang"):
        found = photos(good.url, url).json()["data"]
        assert status(tiktok, account, found["publish_id"])["fail_reason"] == "photo_pull_failed"
    assert code(photos("https://lain.go.id/a.jpg")) == (403, "url_ownership_unverified")
    assert code(photos()) == (400, "invalid_param")
    assert code(photos(*[good.url] * 36)) == (400, "invalid_param")
    assert code(photos(good.url, post_mode="DRAFT")) == (400, "invalid_param")
    assert code(photos(good.url, media_type="VIDEO")) == (400, "invalid_param")
    for info in ({"title": "a" * 91}, {"description": "a" * 4001}, {"disable_duet": True}):
        level = {"privacy_level": "PUBLIC_TO_EVERYONE"}
        assert code(photos(good.url, post_info=info | level)) == (400, "invalid_param")
    draft = {"privacy_level": "SELF_ONLY"}
    answer = photos(good.url, post_mode="MEDIA_UPLOAD", post_info=draft)
    assert code(answer) == (400, "invalid_param")
    assert tiktok.posts == []
    assert photos(good.url).status_code == 200
    assert len(tiktok.public(account)) == 1


def test_the_page_of_consent_wants_all_and_hexadecimal(tiktok: TikTok, account: Account) -> None:
    verifier = "v" * 43
    query = {
        "client_key": CLIENT_KEY,
        "scope": "user.info.basic,video.publish",
        "redirect_uri": BACK,
        "state": "s",
        "response_type": "code",
        "code_challenge": hashlib.sha256(verifier.encode()).hexdigest(),
        "code_challenge_method": "S256",
    }
    page = f"{tiktok.base_url}/v2/auth/authorize/?"
    for wrong in (
        {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"},
        {"redirect_uri": "http://contoh.go.id/"},
        {"redirect_uri": f"{BACK}?a=1"},
        {"scope": "user.info.basic video.publish"},
        {"lain": "1"},
    ):
        with pytest.raises(Refusal):
            tiktok.agree(page + urlencode(query | wrong), account)
    given = tiktok.agree(page + urlencode(query), account)
    form = {
        "client_key": CLIENT_KEY,
        "client_secret": CLIENT_SECRET,
        "grant_type": "authorization_code",
        "code": given,
        "redirect_uri": BACK,
        "code_verifier": verifier,
    }
    url = f"{tiktok.base_url}/v2/oauth/token/"
    assert httpx2.post(url, json=form).json()["error"] == "invalid_request"
    for bad, error in (
        ({"client_secret": "x"}, "invalid_client"),
        ({"grant_type": "password"}, "invalid_request"),
        ({"code_verifier": "pendek"}, "invalid_request"),
        ({"code": "karangan"}, "invalid_grant"),
    ):
        answer = httpx2.post(url, data=form | bad)
        assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert httpx2.post(url, data=form).json()["open_id"] == account.open_id


def test_unknown_paths_and_fields_are_strays(tiktok: TikTok, account: Account) -> None:
    answer = post(tiktok, account, "/cancel/", {})
    assert answer.status_code == 404
    assert tiktok.strays == [f"POST {PUBLISH}/cancel/"]
    headers = {"Authorization": f"Bearer {account.token}"}
    url = f"{tiktok.base_url}/v2/user/info/"
    assert httpx2.get(url, headers=headers).status_code == 400
    answer = httpx2.get(url, headers=headers, params={"fields": "username"})
    assert code(answer) == (400, "invalid_params")
