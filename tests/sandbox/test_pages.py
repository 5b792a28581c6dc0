"""The public pages of the network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.kernel import clock
from kentongan.sandbox import actions
from kentongan.sandbox.models import SandboxAccount, SandboxPost
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db
FORM = {"name": "Bu Siti", "text": "Sampai jam berapa?"}


@pytest.fixture
def office() -> SandboxAccount:
    actions.create_account("kec-titirwangi", "Kecamatan Titirwangi")
    return SandboxAccount.objects.get()


@pytest.fixture
def post(office: SandboxAccount) -> SandboxPost:
    text = "Info <b>penting</b> https://a.go.id/?x=1&y=2 #siaga"
    return actions.create_post(office, text=text, at=clock.now())[0]


def test_an_empty_timeline_says_so(client: Client) -> None:
    page = client.get("/sandbox/").content.decode()
    assert "Belum ada unggahan" in page
    assert "bukan jejaring publik" in page


def test_a_post_is_shown_escaped_with_its_links(client: Client, post: SandboxPost) -> None:
    for path in ("/sandbox/", "/sandbox/@kec-titirwangi/", post.get_absolute_url()):
        page = client.get(path).content.decode()
        assert "bukan jejaring publik" in page
        assert "&lt;b&gt;penting&lt;/b&gt;" in page
        assert 'href="https://a.go.id/?x=1&amp;y=2"' in page
        assert "WIB" in page


def test_a_deleted_post_is_gone(client: Client, office: SandboxAccount, post: SandboxPost) -> None:
    actions.delete_post(office, post, at=clock.now())
    assert client.get(post.get_absolute_url()).status_code == 404
    assert "penting" not in client.get("/sandbox/").content.decode()
    assert client.get("/sandbox/@siapa/").status_code == 404


def test_the_timeline_pages_without_growing(
    client: Client,
    office: SandboxAccount,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    start = clock.now()
    for number in range(45):
        at = start + timedelta(seconds=number)
        actions.create_post(office, text=f"unggahan-{number}.", at=at)
    with django_assert_max_num_queries(8):
        page = client.get("/sandbox/")
    assert page.content.decode().count("<article") == 20
    assert page.content.decode().index("unggahan-44.") < page.content.decode().index("unggahan-43.")
    assert 'rel="next"' in page.content.decode()
    assert client.get("/sandbox/?setelah=rusak").status_code == 404


def test_strangers_read_but_do_not_answer(client: Client, post: SandboxPost) -> None:
    assert "<textarea" not in client.get(post.get_absolute_url()).content.decode()
    answer = client.post(f"{post.get_absolute_url()}balas/", FORM)
    assert answer.status_code == 302
    assert not post.replies.exists()


def test_a_signed_in_person_plays_a_citizen(cast: Cast, client: Client, post: SandboxPost) -> None:
    sign_in(client, cast.admin)
    answer = client.post(f"{post.get_absolute_url()}balas/", FORM)
    assert answer.status_code in {302, 303}
    (reply,) = post.replies.all()
    assert (reply.account.handle, reply.account.persona) == ("warga.bu-siti", True)
    page = client.get(post.get_absolute_url()).content.decode()
    assert "Sampai jam berapa?" in page
    assert "warga (peran)" in page
    assert "<textarea" in page


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"name": "", "text": "x"}, "Isi nama warga"),
        ({"name": "!!!", "text": "x"}, "huruf atau angka"),
        ({"name": "n" * 61, "text": "x"}, "60 huruf"),
        ({"name": "Siti", "text": "  "}, "Tulis dulu"),
        ({"name": "Siti", "text": "x" * 501}, "paling banyak 500"),
        ({"name": "Siti", "text": "x" * 5000}, "paling banyak"),
        ({"name": "Si\x00ti", "text": "x"}, "Null"),
    ],
)
def test_a_bad_answer_is_told_at_its_field_and_kept(
    cast: Cast, client: Client, post: SandboxPost, form: dict[str, str], says: str
) -> None:
    sign_in(client, cast.admin)
    answer = client.post(f"{post.get_absolute_url()}balas/", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says.lower() in page.lower()
    if form["text"].strip():
        assert form["text"] in page
    assert not post.replies.exists()


def test_too_many_answers_are_held_back(cast: Cast, client: Client, post: SandboxPost) -> None:
    sign_in(client, cast.admin)
    path = f"{post.get_absolute_url()}balas/"
    for _ in range(actions.VISITOR_LIMIT[0]):
        assert client.post(path, FORM).status_code in {302, 303}
    held = client.post(path, FORM)
    assert held.status_code == 429
    assert "Terlalu banyak balasan" in held.content.decode()
    assert post.replies.count() == actions.VISITOR_LIMIT[0]


def test_the_form_is_guarded_against_other_sites(cast: Cast, post: SandboxPost) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, cast.admin)
    assert client.post(f"{post.get_absolute_url()}balas/", FORM).status_code == 403
    assert not post.replies.exists()
