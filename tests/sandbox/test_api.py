"""The API of the network: what it takes, what it refuses, and how it fails on demand."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image

from kentongan.sandbox import actions, faults
from kentongan.sandbox.errors import SandboxError
from kentongan.sandbox.models import Fault, SandboxAccount, SandboxMedia, SandboxPost

pytestmark = pytest.mark.django_db


@dataclass
class Caller:
    """An account with its token and a client."""

    token: str
    handle: str
    client: Client

    def __call__(self, method: str, path: str, body: Any = None, **extra: Any) -> Any:
        """Send ``body`` as JSON."""
        options: dict[str, Any] = {"headers": {"Authorization": f"Bearer {self.token}"}, **extra}
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body)
            options |= {"data": data, "content_type": "application/json"}
        return self.client.generic(method, f"/sandbox/api/{path}", **options)

    def upload(self, data: bytes, alt: str = "") -> Any:
        """Send a file as a form does."""
        file = io.BytesIO(data)
        file.name = "gambar.png"
        headers = {"Authorization": f"Bearer {self.token}"}
        form = {"file": file, "alt": alt}
        return self.client.post("/sandbox/api/media", form, headers=headers)

    @property
    def account(self) -> SandboxAccount:
        return SandboxAccount.objects.get(handle=self.handle)


@pytest.fixture
def make(client: Client) -> Callable[[str], Caller]:
    def _make(handle: str) -> Caller:
        return Caller(actions.create_account(handle, f"Akun {handle}"), handle, client)

    return _make


@pytest.fixture
def me(make: Callable[[str], Caller]) -> Caller:
    return make("kec-titirwangi")


def png(colour: str = "teal", size: tuple[int, int] = (8, 8)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


# ------------------------------------------------------------------------------ who calls


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer salah", "Basic x", "Bearer \x7f"])
def test_without_a_good_token_nothing_is_answered(client: Client, header: str) -> None:
    answer = client.get("/sandbox/api/verify", headers={"Authorization": header})
    assert code(answer) == (401, "unauthorised")
    assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_the_token_is_kept_as_a_hash(me: Caller) -> None:
    assert me("GET", "verify").json()["handle"] == "kec-titirwangi"
    assert me.token not in str(SandboxAccount.objects.values())


def test_a_renewed_token_replaces_the_old_one(me: Caller) -> None:
    renewed = actions.renew_token("kec-titirwangi")
    assert code(me("GET", "verify")) == (401, "unauthorised")
    me.token = renewed
    assert me("GET", "verify").status_code == 200


@pytest.mark.parametrize("handle", ["", "A", "a b", "-a", "a" * 65, "a/b", "é"])
def test_a_bad_handle_makes_no_account(handle: str) -> None:
    with pytest.raises(SandboxError, match="Nama akun"):
        actions.create_account(handle, "Akun")


def test_a_handle_is_given_once(me: Caller) -> None:
    with pytest.raises(SandboxError, match="sudah ada"):
        actions.create_account(me.handle, "Tiruan")


def test_unknown_addresses_and_methods_are_told_as_json(me: Caller) -> None:
    assert code(me("GET", "apa-saja")) == (404, "missing")
    assert code(me("PATCH", "posts")) == (405, "bad_method")
    assert code(me("GET", f"posts/{uuid4()}")) == (404, "missing")


# ------------------------------------------------------------------------------ posting


def test_a_key_gives_the_first_post_back(me: Caller) -> None:
    first = me("POST", "posts", {"text": "Halo", "client_key": "k"})
    again = me("POST", "posts", {"text": "Halo lagi", "client_key": "k"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert SandboxPost.objects.count() == 1


def test_keys_of_two_accounts_do_not_meet(me: Caller, make: Callable[[str], Caller]) -> None:
    other = make("desa-burujul")
    for caller in (me, other):
        assert caller("POST", "posts", {"text": "x", "client_key": "k"}).status_code == 201
    found = other("GET", "posts?client_key=k").json()["posts"]
    assert [post["account"]["handle"] for post in found] == ["desa-burujul"]


def test_without_a_key_every_request_is_a_post(me: Caller) -> None:
    for _ in range(2):
        assert me("POST", "posts", {"text": "x"}).status_code == 201
    assert SandboxPost.objects.count() == 2


def test_a_key_of_a_deleted_post_stays_taken(me: Caller) -> None:
    post = me("POST", "posts", {"text": "x", "client_key": "k"}).json()
    assert me("DELETE", f"posts/{post['id']}").status_code == 204
    assert code(me("DELETE", f"posts/{post['id']}")) == (404, "missing")
    assert me("GET", "posts?client_key=k").json()["posts"] == []
    assert code(me("POST", "posts", {"text": "x", "client_key": "k"})) == (409, "deleted")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{", "bad_json"),
        (b"[]", "bad_json"),
        (b"\xff", "bad_json"),
        (b"[" * 10_000, "bad_json"),
        ({}, "empty"),
        ({"text": " \n"}, "empty"),
        ({"text": 5}, "bad_type"),
        ({"text": None}, "bad_type"),
        ({"text": "a\x00b"}, "bad_characters"),
        (b'{"text": "\\ud800"}', "bad_characters"),
        ({"text": "x" * 501}, "too_long"),
        ({"text": "x", "client_key": "k" * 121}, "too_long"),
        ({"text": "x", "client_key": 5}, "bad_type"),
        ({"text": "x", "reply_to": "bukan-id"}, "bad_id"),
        ({"text": "x", "reply_to": str(uuid4())}, "missing"),
        ({"text": "x", "images": {}}, "bad_type"),
        ({"text": "x", "images": [{"id": str(uuid4())}]}, "missing_media"),
        ({"text": "x", "images": [{}] * 5}, "too_many_images"),
        ({"text": "x", "images": [{}]}, "bad_id"),
    ],
)
def test_bad_posts_are_refused_with_a_reason(me: Caller, body: Any, expected: str) -> None:
    answer = me("POST", "posts", body)
    assert answer.status_code in {404, 422}
    assert answer.json()["error"]["code"] == expected
    assert not SandboxPost.objects.exists()


def test_length_counts_what_a_reader_sees(me: Caller) -> None:
    assert me("POST", "posts", {"text": "👨‍👩‍👧" * 500}).status_code == 201
    assert code(me("POST", "posts", {"text": "👨‍👩‍👧" * 501})) == (422, "too_long")


def test_entities_count_characters(me: Caller) -> None:
    text = "🙏 https://a.go.id/x?y=1. #siaga @desa"
    entities = me("POST", "posts", {"text": text}).json()["entities"]
    assert [(e["type"], text[e["start"] : e["end"]]) for e in entities] == [
        ("link", "https://a.go.id/x?y=1"),
        ("tag", "#siaga"),
        ("mention", "@desa"),
    ]


def test_editing_keeps_or_replaces_the_pictures(me: Caller) -> None:
    first, second = (me.upload(png(c), c).json()["id"] for c in ("teal", "navy"))
    post = me("POST", "posts", {"text": "x", "images": [{"id": first}]}).json()
    changed = me("PUT", f"posts/{post['id']}", {"text": "y"}).json()
    assert (changed["text"], changed["images"][0]["alt"]) == ("y", "teal")
    body = {"text": "y", "images": [{"id": second, "alt": "baru"}]}
    for _ in range(2):
        changed = me("PUT", f"posts/{post['id']}", body).json()
        assert [image["alt"] for image in changed["images"]] == ["baru"]
    assert changed["edited_at"]


def test_nobody_touches_the_posts_of_others(me: Caller, make: Callable[[str], Caller]) -> None:
    other = make("desa-burujul")
    post = me("POST", "posts", {"text": "x"}).json()
    picture = me.upload(png()).json()["id"]
    assert code(other("PUT", f"posts/{post['id']}", {"text": "y"})) == (403, "not_yours")
    assert code(other("DELETE", f"posts/{post['id']}")) == (403, "not_yours")
    taken = other("POST", "posts", {"text": "x", "images": [{"id": picture}]})
    assert code(taken) == (422, "missing_media")


def test_lists_come_newest_first_and_page(me: Caller) -> None:
    for number in range(45):
        me("POST", "posts", {"text": f"{number}"})
    first = me("GET", "posts").json()["posts"]
    rest = me("GET", f"posts?before={first[-1]['id']}").json()["posts"]
    texts = [post["text"] for post in first + rest]
    assert texts == [str(n) for n in range(44, -1, -1)]


# ------------------------------------------------------------------------------ pictures


@pytest.mark.parametrize(
    "data",
    [b"", b"bukan gambar", b"<svg onload='x'/>", b"GIF89a" + b"\0" * 40, png()[:-20], b"\x89PNG"],
)
def test_only_pictures_are_taken(me: Caller, data: bytes) -> None:
    assert code(me.upload(data)) in {(422, "not_an_image"), (422, "empty")}
    assert not SandboxMedia.objects.exists()


def test_a_picture_too_big_is_refused(me: Caller) -> None:
    assert code(me.upload(b"\0" * 2_000_001)) == (413, "too_large")
    assert code(me.upload(png(size=(9000, 9000)))) == (422, "too_large")
    assert code(me("POST", "posts", b" " * 300_000)) == (413, "too_large")


def test_alt_text_has_a_limit(me: Caller) -> None:
    assert me.upload(png(), "x" * 1500).json()["alt"] == "x" * 1500
    assert code(me.upload(png(), "x" * 1501)) == (422, "too_long")


def test_a_picture_is_public_while_its_post_is(me: Caller, client: Client) -> None:
    picture = me.upload(png(), "Peta").json()
    path = f"/sandbox/m/{picture['id']}"
    assert client.get(path).status_code == 404
    post = me("POST", "posts", {"text": "x", "images": [{"id": picture["id"]}]}).json()
    shown = client.get(path)
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(shown.streaming_content) == png()  # type: ignore[attr-defined]
    me("DELETE", f"posts/{post['id']}")
    assert client.get(path).status_code == 404


# ------------------------------------------------------------------------------ answers


def test_citizens_answer_and_threads_are_read(me: Caller) -> None:
    post = me("POST", "posts", {"text": "x"}).json()
    path = f"posts/{post['id']}/replies"
    citizen = {"persona": {"handle": "warga.siti", "name": "Bu Siti"}, "text": "Sampai kapan?"}
    assert me("POST", path, citizen).status_code == 201
    me("POST", "posts", {"text": "Sampai Jumat, Bu.", "reply_to": post["id"]})
    found = me("GET", path).json()["posts"]
    assert [(p["account"]["handle"], p["account"]["persona"]) for p in found] == [
        ("warga.siti", True),
        ("kec-titirwangi", False),
    ]


def test_nobody_plays_an_office(me: Caller) -> None:
    post = me("POST", "posts", {"text": "x"}).json()
    body = {"persona": {"handle": me.handle, "name": "Camat"}, "text": "palsu"}
    assert code(me("POST", f"posts/{post['id']}/replies", body)) == (403, "not_a_persona")


# ------------------------------------------------------------------------------ faults


@pytest.mark.parametrize(
    ("mode", "status", "stored"),
    [
        ("refuse", 422, 0),
        ("rate_limit", 429, 0),
        ("unauthorised", 401, 0),
        ("error_before", 500, 0),
        ("hang_before", 503, 0),
        ("error_after", 500, 1),
        ("lost_after", 200, 1),
        ("hang_after", 201, 1),
        ("latency", 201, 1),
    ],
)
def test_a_fault_strikes_as_often_as_asked(me: Caller, mode: str, status: int, stored: int) -> None:
    body = {"mode": mode, "amount": 7, "times": 1, "operation": "post"}
    assert me("POST", "faults", body).status_code == 201
    assert me("GET", "verify").status_code == 200
    answer = me("POST", "posts", {"text": "x"})
    assert answer.status_code == status
    assert SandboxPost.objects.count() == stored
    if mode == "rate_limit":
        assert answer.headers["Retry-After"] == "7"
    if mode == "lost_after":
        assert int(answer.headers["Content-Length"]) > len(answer.content)
    assert me("POST", "posts", {"text": "y"}).status_code == 201


def test_faults_of_one_account_leave_the_others_alone(
    me: Caller, make: Callable[[str], Caller]
) -> None:
    other = make("desa-burujul")
    faults.set("refuse", account=me.account)
    assert me("POST", "posts", {"text": "x"}).status_code == 422
    assert other("POST", "posts", {"text": "x"}).status_code == 201
    faults.set("error_before")
    assert other("POST", "posts", {"text": "x"}).status_code == 500
    faults.clear()
    assert other("POST", "posts", {"text": "x"}).status_code == 201
    assert [f["mode"] for f in me("GET", "faults").json()["faults"]] == ["refuse"]
    assert me("DELETE", "faults").status_code == 204
    assert me("POST", "posts", {"text": "x"}).status_code == 201
    assert not Fault.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"mode": "gempa"},
        {"mode": "refuse", "operation": "terbang"},
        {"mode": "latency", "amount": 60_001},
        {"mode": "latency", "amount": -1},
        {"mode": "latency", "amount": "5"},
        {"mode": "latency", "times": 0},
        {"mode": "latency", "times": True},
        {"mode": 5},
    ],
)
def test_a_bad_fault_is_refused(me: Caller, body: Any) -> None:
    assert me("POST", "faults", body).status_code == 422


def test_an_answer_costs_few_statements(
    me: Caller, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(8):
        me("POST", "posts", {"text": "x", "client_key": "k"})
    for number in range(30):
        me("POST", "posts", {"text": f"{number}"})
    with django_assert_max_num_queries(5):
        me("GET", "posts")
