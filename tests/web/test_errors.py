"""Errors are pages in plain words with a way out; for htmx one sentence."""

import pytest
from django.test import Client, RequestFactory

from kentongan.web.access import access, declared, public
from kentongan.web.errors import TEXTS, csrf_failure, error_page
from tests.web import urls
from tests.web.helpers import a_request

pytestmark = [pytest.mark.urls("tests.web.urls"), pytest.mark.django_db]


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/bentrok/", 409, "Asep baru saja mengubahnya."),
        ("/larang/", 403, "bukan wewenang"),
        ("/ditarik/", 404, "Kiriman ini sudah ditarik."),
        ("/tidak-ada/", 404, "tidak ditemukan"),
        ("/rusak/", 500, "di pihak kami"),
        ("/sesak/", 507, "Penyimpanan server penuh"),
    ],
)
def test_each_error_says_what_happened_and_offers_a_way_out(client, path, status, words):
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert 'href="/"' in page
    assert "rahasia dalam" not in page


def test_an_address_that_only_takes_a_button_says_so_when_opened_by_hand(client):
    response = client.get("/hanya-tombol/")
    page = response.content.decode()
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "pakai tombol di sana" in page
    assert 'href="/"' in page
    assert client.post("/hanya-tombol/").content == b"polos"


def test_htmx_gets_one_sentence(client):
    response = client.get("/bentrok/", headers={"HX-Request": "true"})
    assert response.content.decode() == "Asep baru saja mengubahnya."
    assert response["Content-Type"].startswith("text/plain")


def test_every_status_that_people_meet_has_its_words():
    assert {400, 403, 404, 409, 413, 429, 500} <= set(TEXTS)
    assert error_page(a_request(), 418).status_code == 418


def test_a_stale_form_is_explained_without_jargon():
    page = csrf_failure(a_request(), "CSRF token missing").content.decode()
    assert "terlalu lama terbuka" in page
    assert "CSRF" not in page


@pytest.mark.parametrize(
    ("site", "kept"), [("same-origin", True), ("cross-site", False), ("", False)]
)
def test_what_was_typed_in_a_stale_form_is_shown_to_copy_but_never_for_another_site(site, kept):
    request = RequestFactory().post(
        "/unggahan/", {"naskah": "Senam <b>pagi</b> bersama", "password": "satu dua tiga"},
        headers={"Sec-Fetch-Site": site, "Referer": "http://testserver/unggahan/baru/"},
    )  # fmt: skip
    answer = csrf_failure(request, "CSRF token incorrect")
    page = answer.content.decode()
    assert ("readonly" in page) is kept
    assert ("Senam &lt;b&gt;pagi&lt;/b&gt; bersama</textarea>" in page) is kept
    assert "satu dua tiga" not in page
    assert 'href="http://testserver/unggahan/baru/"' in page
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(("path", "status"), [("/rusak/", 500), ("/sesak/", 507)])
@pytest.mark.parametrize("site", ["same-origin", "cross-site"])
def test_what_was_typed_is_shown_to_copy_when_the_server_could_not_take_it(
    client, path, status, site
):
    secret = dict.fromkeys(("password", "current", "new", "again"), "satu dua tiga")
    written = {"naskah": "Senam <b>pagi</b> bersama", **secret}
    answer = client.post(path, written, headers={"Sec-Fetch-Site": site})
    page = answer.content.decode()
    own = site == "same-origin"
    assert answer.status_code == status
    assert ("Senam &lt;b&gt;pagi&lt;/b&gt; bersama</textarea>" in page) is own
    assert ("no-store" in answer.get("Cache-Control", "")) is own
    assert "satu dua tiga" not in page


def test_strangers_are_sent_to_the_sign_in_page_and_come_back(client, settings):
    settings.LOGIN_URL = "/masuk/"
    for path in ("/milik/", "/ambil/"):
        response = client.get(path)
        assert response.status_code == 302
        assert f"next={path}" in response["Location"]
    assert client.get("/umum/").content == b"umum"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/unggahan/?q=senam", "http%3A//testserver/unggahan/%3Fq%3Dsenam"),
        ("http://lain.example/unggahan/", "/"),
        ("", "/"),
    ],
)
def test_whose_session_ended_at_a_button_comes_back_to_the_page_it_stood_on(
    client, settings, referer, back
):
    settings.LOGIN_URL = "/masuk/"
    answer = client.post("/milik/", headers={"Referer": referer} if referer else {})
    assert answer["Location"] == f"/masuk/?next={back}"


@pytest.mark.django_db
def test_whose_session_ended_while_writing_keeps_the_words(client, settings):
    settings.LOGIN_URL = "/masuk/"
    written = {"text": "Jadwal posyandu Melati", "password": "rahasia besar sekali", "version": "3"}
    came = {"Referer": "http://testserver/umum/", "Sec-Fetch-Mode": "navigate"}
    answer = client.post("/milik/", written, headers=came)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Jadwal posyandu Melati" in page
    assert "rahasia besar" not in page
    assert 'href="/masuk/?next=http%3A//testserver/umum/"' in page
    assert "no-store" in answer["Cache-Control"]
    there = client.post("/milik/", written, headers={"HX-Request": "true"})  # left where it stands
    assert (there.status_code, "Salin dulu" in there.content.decode()) == (403, True)
    assert client.post("/milik/", {"version": "3"}, headers=came).status_code == 302


def test_every_view_can_be_asked_what_it_declares():
    assert declared(urls.own).kind == "signed_in"
    assert declared(urls.fetched).by == ("planning.access.editable_post",)
    assert declared(urls.open_to_all).why == "for everybody"
    assert declared(urls.plain) is None


def test_a_declaration_without_content_is_refused():
    with pytest.raises(ValueError, match="reason"):
        public("")
    with pytest.raises(ValueError, match="access functions"):
        access()
