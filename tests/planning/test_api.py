"""Posts over the API: reach, versions, idempotency, bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kentongan.media.actions import upload
from kentongan.networks.models import Account
from kentongan.people.actions import create_token
from kentongan.planning.models import Post
from tests.cast import NOW, Cast
from tests.planning.conftest import make_post, picture

Call = Callable[..., tuple[int, Any]]
BODY = {"unit": "kec-sumberjati", "kind": "layanan-rutin", "title": "Lewat API", "text": "Isi"}


@pytest.fixture
def call(cast: Cast, client: Client, kinds: None) -> Call:
    """``call("GET", "/posts")`` with the admin's token; gives status and body."""
    secrets: dict[Any, str] = {}

    def request(
        method: str, path: str, body: Any = None, user: Any = None, **headers: str
    ) -> tuple[int, Any]:
        who = user or cast.admin
        if who.pk not in secrets:
            _token, secrets[who.pk] = create_token(
                by=cast.administrator, at=NOW, user=who, unit=who.unit, name="uji"
            )
        response = client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={
                "Authorization": f"Bearer {secrets[who.pk]}",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
        return response.status_code, json.loads(response.content) if response.content else None

    return request


def test_posts_are_begun_read_changed_and_listed(call: Call, accounts: dict[str, Account]) -> None:
    status, made = call("POST", "/posts", BODY)
    assert (status, made["version"], len(made["accounts"])) == (201, 1, 2)
    path = f"/posts/{made['id']}"
    read = call("GET", path)[1]
    assert {k: v for k, v in read.items() if not k.endswith("_at")} == {
        k: v for k, v in made.items() if not k.endswith("_at")
    }
    change = {
        "version": 1,
        "text": "Isi baru",
        "variants": {"x": "Untuk X"},
        "shows_official": True,
    }
    status, changed = call("PATCH", path, change)
    assert status == 200
    assert (changed["text"], changed["variants"], changed["version"], changed["revision"]) == (
        "Isi baru", {"x": "Untuk X"}, 2, 1,
    )  # fmt: skip
    status, changed = call("PATCH", path, {"variants": {"x": None}}, If_Match='"2"')
    assert (status, changed["variants"]) == (200, {})
    assert [item["id"] for item in call("GET", "/posts?q=baru&state=draft")[1]["items"]] == [
        made["id"]
    ]


def test_an_older_version_is_refused(call: Call, cast: Cast, accounts: dict[str, Account]) -> None:
    post = make_post(cast.kecamatan, cast.admin)
    path = f"/posts/{post.pk}"
    assert call("PATCH", path, {"version": 1, "text": "Pertama"})[0] == 200
    status, problem = call("PATCH", path, {"version": 1, "text": "Kedua"})
    assert (status, problem["code"]) == (409, "conflict")
    assert call("PATCH", path, {"text": "Tanpa versi"})[0] == 422
    post.refresh_from_db()
    assert post.text == "Pertama"


def test_what_is_approved_needs_a_word(call: Call, cast: Cast) -> None:
    post = make_post(cast.kecamatan, cast.admin)
    Post.objects.filter(pk=post.pk).update(state="approved")
    path = f"/posts/{post.pk}"
    status, problem = call("PATCH", path, {"version": 1, "text": "Lain"})
    assert (status, problem["code"]) == (409, "needs_confirmation")
    status, changed = call("PATCH", path, {"version": 1, "text": "Lain", "void_approval": True})
    assert (status, changed["state"]) == (200, "draft")


def test_a_write_sent_twice_happens_once(call: Call) -> None:
    key = str(uuid4())
    first = call("POST", "/posts", BODY, Idempotency_Key=key)
    second = call("POST", "/posts", BODY, Idempotency_Key=key)
    assert first == second
    assert Post.objects.count() == 1
    assert call("POST", "/posts", BODY | {"title": "Lain"}, Idempotency_Key=key)[0] == 422


def test_the_reach_of_a_token_ends_at_its_unit(call: Call, cast: Cast) -> None:
    post = make_post(cast.kecamatan, cast.admin)
    path = f"/posts/{post.pk}"
    for method, where, body in (
        ("GET", path, None),
        ("PATCH", path, {"version": 1, "text": "x"}),
        ("GET", f"{path}/findings", None),
    ):
        assert call(method, where, body, user=cast.admin_lain)[0] == 404
    assert call("GET", "/posts", user=cast.admin_lain)[1]["items"] == []
    assert call("PATCH", path, {"version": 1, "text": "x"}, user=cast.camat)[0] == 403
    assert call("POST", "/posts", BODY, user=cast.admin_lain)[0] == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (BODY | {"title": ""}, "title"),
        (BODY | {"title": "x" * 161}, "title"),
        (BODY | {"text": "nol\x00"}, "text"),
        (BODY | {"text": "balik\u202e"}, "text"),
        (BODY | {"text": "x" * 20_001}, "text"),
        (BODY | {"kind": "tak-ada"}, "kind"),
        (BODY | {"pillar": "lain"}, "pillar"),
        (BODY | {"accounts": [str(uuid4())]}, "targets"),
        (BODY | {"scheduled_for": "2020-01-01T00:00:00Z"}, "scheduled_for"),
        (BODY | {"scheduled_for": "2099-01-01T00:00:00"}, "scheduled_for"),
        (BODY | {"salah": 1}, "salah"),
    ],
)
def test_bad_input_is_a_problem_that_names_the_field(
    call: Call, body: dict[str, Any], field: str
) -> None:
    status, problem = call("POST", "/posts", body)
    assert status == 422
    assert field in [error["field"] for error in problem["errors"]]
    assert not Post.objects.exists()


def test_pictures_and_findings(
    call: Call, cast: Cast, settings: Any, tmp_path: Any, accounts: dict[str, Account]
) -> None:
    settings.MEDIA_ROOT = tmp_path
    post = make_post(cast.kecamatan, cast.admin, text="NIK 3210011205850001 milik warga.")
    asset = upload(by=cast.admin, at=NOW, unit=cast.kecamatan, file=picture(), name="a.png")
    path = f"/posts/{post.pk}"
    given = {"version": 1, "asset": str(asset.pk), "alt": "Poster"}
    status, changed = call("POST", f"{path}/media", given)
    assert (status, [item["alt"] for item in changed["media"]]) == (201, ["Poster"])
    status, found = call("GET", f"{path}/findings")
    assert (status, found["ready"]) == (200, False)
    assert found["items"][0]["finding"]["severity"] == "must"
    media = changed["media"][0]["id"]
    status, changed = call("DELETE", f"{path}/media/{media}?version=2")
    assert (status, changed["media"]) == (200, [])
    assert call("DELETE", f"{path}/media/{media}?version=3")[0] == 404
    assert call("POST", f"{path}/findings/{'0' * 16}/reason", {"reason": "x" * 20})[0] == 422


def test_the_list_has_pages(call: Call, cast: Cast) -> None:
    made = {str(make_post(cast.kecamatan, cast.admin, title=f"P{n}").pk) for n in range(5)}
    seen: set[str] = set()
    after = ""
    for _ in range(3):
        body = call("GET", f"/posts?limit=2{after}")[1]
        seen |= {item["id"] for item in body["items"]}
        after = f"&after={body['next']}"
    assert seen == made
    assert body["next"] is None
