"""Leave to pass a finding over the API: asked, seen, decided, and never alone."""

from __future__ import annotations

import pytest

from kentongan.networks.models import Account
from kentongan.people.models import User
from kentongan.planning.models import Post, Waiver
from tests.cast import Cast
from tests.planning.conftest import make_post
from tests.planning.test_api import Call, call

__all__ = ["call"]

TEXT = "Pemilik berkas dengan NIK 3210011205850001 diminta datang ke loket 2."
WHY = {"reason": "Diminta pemilik berkas secara tertulis."}
GRANT = {"verdict": "granted", "answer": "Surat persetujuannya sudah saya baca."}


@pytest.fixture
def post(cast: Cast, kinds: None, accounts: dict[str, Account]) -> Post:
    """A draft with something that must be mended."""
    return make_post(cast.kecamatan, cast.admin, text=TEXT)


def address(call: Call, post: Post) -> str:
    """Where leave for the finding about the number is asked."""
    items = call("GET", f"/posts/{post.pk}/findings")[1]["items"]
    found = next(i for i in items if i["finding"]["rule"] == "personal_data.nik")
    return f"/posts/{post.pk}/findings/{found['fingerprint']}/waiver"


def test_leave_is_asked_by_one_and_granted_by_another(
    call: Call, post: Post, lawyer: User, cast: Cast
) -> None:
    status, asked = call("POST", address(call, post), WHY)
    assert (status, asked["verdict"], asked["role"]) == (201, "open", "bagian_hukum")
    waiting = call("GET", "/waivers?mine=true", user=lawyer)[1]["items"]
    assert [item["id"] for item in waiting] == [asked["id"]]
    assert call("GET", "/waivers?mine=true")[1]["items"] == []
    status, decided = call("POST", f"/waivers/{asked['id']}/decision", GRANT, user=lawyer)
    assert (status, decided["verdict"], decided["decided_by"]) == (200, "granted", lawyer.name)
    items = call("GET", f"/posts/{post.pk}/findings")[1]["items"]
    assert {i["waiver"] for i in items if i["finding"]["rule"] == "personal_data.nik"} == {
        "granted"
    }
    granted = call("GET", f"/waivers?verdict=granted&post={post.pk}")[1]["items"]
    assert [(item["id"], item["answer"]) for item in granted] == [(asked["id"], GRANT["answer"])]
    assert call("GET", "/waivers?verdict=refused")[1] == {"items": [], "next": None}


def test_whoever_asked_cannot_grant(call: Call, post: Post, lawyer: User) -> None:
    asked = call("POST", address(call, post), WHY)[1]
    status, problem = call("POST", f"/waivers/{asked['id']}/decision", GRANT)
    assert (status, problem["code"]) == (403, "not_allowed")
    assert Waiver.objects.get().verdict == ""


def test_the_same_request_sent_twice_asks_once(call: Call, post: Post, lawyer: User) -> None:
    where = address(call, post)
    first = call("POST", where, WHY, Idempotency_Key="izin-1")
    assert call("POST", where, WHY, Idempotency_Key="izin-1") == first
    assert call("POST", where, WHY)[0] == 409
    assert Waiver.objects.count() == 1


def test_words_that_are_gone_and_reasons_that_are_none_are_refused(
    call: Call, post: Post, lawyer: User
) -> None:
    where = address(call, post)
    assert call("POST", where, {"reason": "ya"})[0] == 422
    assert call("POST", f"/posts/{post.pk}/findings/{'0' * 16}/waiver", WHY)[0] == 422


def test_leave_of_other_units_is_not_there(
    call: Call, post: Post, lawyer: User, cast: Cast
) -> None:
    asked = call("POST", address(call, post), WHY)[1]
    assert call("GET", f"/waivers/{asked['id']}", user=cast.admin_lain)[0] == 404
    assert call("GET", "/waivers", user=cast.admin_lain)[1]["items"] == []
