"""Pages, partials, paging, preferences."""

import json

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from kentongan.web import http
from kentongan.web.context import Shell
from kentongan.web.http import is_partial, render_page, safe_next, target_id
from kentongan.web.paging import paginate
from kentongan.web.toasts import attach, toast
from tests.web.helpers import a_request

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#daftar"}


@pytest.fixture
def rendered(monkeypatch):
    names = []

    def remember(name, context=None, request=None):
        names.append(name)
        return "isi"

    monkeypatch.setattr(http, "render_to_string", remember)
    monkeypatch.setattr(http, "attach", lambda request, response: None)
    return names


def test_a_browser_gets_the_page_and_htmx_the_part(rendered):
    render_page(a_request(), "x/list.html", partial="rows")
    render_page(a_request(**PARTIAL), "x/list.html", partial="rows")
    assert rendered == ["x/list.html", "x/list.html#rows"]


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "HX-Request-Type": "full"},
        {"HX-Request": "true", "HX-Boosted": "true"},
        {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    ],
)
def test_whole_pages_stay_whole_for_htmx(rendered, headers):
    render_page(a_request(**headers), "x/list.html", partial="rows")
    assert rendered == ["x/list.html"]


def test_the_target_may_choose_the_part(rendered):
    parts = {"daftar": "rows", "": "body"}
    render_page(a_request(**PARTIAL), "x/list.html", partial=parts)
    other = {**PARTIAL, "HX-Target": "main"}
    render_page(a_request(**other), "x/list.html", partial=parts)
    assert rendered == ["x/list.html#rows", "x/list.html#body"]


def test_caches_are_told_that_the_answer_depends_on_htmx(rendered):
    response = render_page(a_request(), "x/list.html", partial="rows", status=422)
    assert "HX-Request" in response["Vary"]
    assert response.status_code == 422


def test_target_ids_come_from_htmx_4_and_its_elders():
    assert target_id(a_request(**{"HX-Target": "div#daftar"})) == "daftar"
    assert target_id(a_request(**{"HX-Target": "daftar"})) == "daftar"
    assert target_id(a_request()) == ""
    assert not is_partial(a_request())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("/kalender/", "/kalender/"),
        ("https://jahat.example/", "/"),
        ("//jahat.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
        ("http://testserver/unit/", "http://testserver/unit/"),
        ("bukan%20alamat", "/"),  # would be taken for the name of a view
        ("people:units", "/"),
        ("%E2%9B%94%FF%FE", "/"),
    ],
)
def test_the_way_back_never_leaves_the_site(asked, expected):
    assert safe_next(a_request("/?next=" + asked)) == expected


@pytest.mark.urls("tests.web.urls")
def test_redirects_and_toasts_reach_htmx_in_its_own_words(db):
    client = Client()
    response = client.get("/pindah/", headers=PARTIAL)
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/polos/"
    page = client.get("/_komponen").content.decode()
    assert "Tersimpan." in page
    assert 'action="/urungkan/"' in page


@pytest.mark.urls("tests.web.urls")
def test_preferences_work_without_javascript(db):
    client = Client()
    response = client.post("/preferensi/", {"tema": "kentongan-malam", "next": "/polos/"})
    assert response["Location"] == "/polos/"
    assert 'data-theme="kentongan-malam"' in client.get("/_komponen").content.decode()
    client.post("/preferensi/", {"tema": "<script>", "hemat": "9", "bahasa": "xx"})
    assert client.cookies["tema"].value == "kentongan-malam"


@pytest.mark.urls("tests.web.urls")
def test_the_data_saver_follows_the_phone_until_the_person_chooses(db):
    client = Client()
    assert "data-hemat>" in client.get("/_komponen", headers={"Save-Data": "on"}).content.decode()
    client.post("/preferensi/", {"hemat": "0"})
    page = client.get("/_komponen", headers={"Save-Data": "on"}).content.decode()
    assert "data-hemat>" not in page


@pytest.mark.urls("tests.web.urls")
def test_the_language_is_indonesian_whatever_the_browser_says(db):
    client = Client()
    english = {"Accept-Language": "en-US"}
    assert '<html lang="id"' in client.get("/_komponen", headers=english).content.decode()
    client.post("/preferensi/", {"bahasa": "en"})
    assert '<html lang="en"' in client.get("/_komponen").content.decode()


@pytest.fixture
def groups(db):
    Group.objects.bulk_create(Group(name=f"g{n:03}") for n in range(60))
    return Group.objects.filter(name__startswith="g").order_by("name")


def test_a_page_costs_one_query_and_knows_its_neighbours(groups, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = paginate(groups, a_request("/?q=a&hal=2"), 25)
    assert [page.items[0].name, page.items[-1].name] == ["g025", "g049"]
    assert (page.next_url, page.previous_url) == ("?q=a&hal=3", "?q=a&hal=1")


def test_the_last_page_has_no_next(groups):
    page = paginate(groups, a_request("/?hal=3"), 25)
    assert len(page) == 10
    assert page.next_url == ""


@pytest.mark.parametrize("number", ["0", "-1", "x", "99", "9" * 40, "²", ""])
def test_a_page_that_cannot_exist_is_missing(groups, number):
    with pytest.raises(Http404):
        paginate(groups, a_request(f"/?hal={number}"), 25)


def test_an_empty_list_is_a_page_too(db):
    page = paginate(Group.objects.none(), a_request(), 25)
    assert not page.many
    assert len(page) == 0


def test_a_long_list_is_walked_by_its_keys(groups, django_assert_num_queries):
    seen, address = [], "/"
    for _ in range(4):
        with django_assert_num_queries(1):
            page = paginate(groups, a_request(address), 25, keyset=("-name", "-id"))
        seen += [group.name for group in page]
        if not page.next_url:
            break
        address = "/" + page.next_url
    assert seen == [f"g{n:03}" for n in range(59, -1, -1)]


def test_a_place_that_no_row_can_be_called_is_missing_and_not_asked_for(
    groups, django_assert_num_queries
):
    page = paginate(groups, a_request("/"), 25, keyset=("-id",), named_by="name")
    assert page.next_url == f"?setelah={page.items[-1].name}"
    with pytest.raises(Http404):
        paginate(groups, a_request("/?setelah=lain"), 25, keyset=("-id",), named_by="name")
    with django_assert_num_queries(0), pytest.raises(Http404):  # PostgreSQL takes no such text
        paginate(groups, a_request("/?setelah=g%00"), 25, keyset=("-id",), named_by="name")


@pytest.mark.parametrize(
    "cursor", ["x", "!!!!", "WzFd", "bnVsbA", "W251bGwsbnVsbF0", "eyJhIjoxfQ", "W1tb" * 2000]
)
def test_a_forged_cursor_is_missing_and_never_an_error(groups, cursor):
    try:
        paginate(groups, a_request(f"/?setelah={cursor}"), 25, keyset=("-name", "-id"))
    except Http404:
        return
    pytest.fail("a forged cursor was taken")


def test_toasts_travel_with_a_partial_as_an_event():
    request = a_request(**PARTIAL)
    request._messages = CookieStorage(request)
    toast(request, "Disetujui.", undo_url="/urungkan/", tone="success")
    response = HttpResponse("isi")
    attach(request, response)
    item = {"text": "Disetujui.", "tone": "success", "undo_url": "/urungkan/"}
    assert json.loads(response["HX-Trigger"]) == {"kabar": {"items": [item]}}


def test_an_unknown_tone_is_a_mistake_of_the_programmer():
    with pytest.raises(KeyError):
        toast(a_request(), "x", tone="ungu")


@pytest.mark.parametrize(
    ("request_", "here"),
    [
        (RequestFactory().get("/akun/?q=desa"), "/akun/?q=desa"),
        (
            RequestFactory().post(
                "/akun/3/cari/", headers={"Referer": "http://testserver/akun/3/"}
            ),
            "http://testserver/akun/3/",
        ),
        (RequestFactory().post("/akun/3/cari/", headers={"Referer": "http://lain.example/"}), "/"),
        (RequestFactory().post("/akun/3/cari/"), "/"),
    ],
)
def test_a_change_of_theme_comes_back_to_a_page_that_can_be_opened(request_, here):
    assert Shell(request_).here == here
