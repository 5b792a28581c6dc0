"""Components: what they promise to people who use a keyboard, a screen reader or no JavaScript."""

import pytest
from django.test import Client

from kentongan.web.diffing import parts
from kentongan.web.paging import Page
from tests.web.helpers import a_request, render


def test_a_button_with_an_address_is_a_link():
    assert render('<c-button href="/x">Buka</c-button>').startswith("<a ")
    assert render("<c-button>Simpan</c-button>").startswith('<button type="submit"')


def test_htmx_attributes_bring_the_nonce_and_nothing_else_does():
    request = a_request()
    request.csp_nonce = "abc"
    assert 'hx-nonce="abc"' in render('<c-button hx-post="/x">A</c-button>', request)
    assert "hx-nonce" not in render("<c-button>A</c-button>", request)
    assert render("{% hx %}", request) == 'hx-nonce="abc"'
    assert render("{% hx %}") == ""


def test_text_of_people_is_escaped_inside_components():
    source = (
        '<c-row title="{{ x }}" detail="{{ x }}" />'
        '<c-finding title="{{ x }}" quote="{{ x }}" proposal="{{ x }}">{{ x }}</c-finding>'
        '<c-button title="{{ x }}">a</c-button><c-media src="/a" alt="{{ x }}" />'
    )
    assert "<script" not in render(source, x='"><script>1</script>')


def test_a_dialog_opens_without_javascript_and_has_a_name():
    html = render('<c-dialog id="d" title="Judul">isi</c-dialog>')
    assert '<dialog id="d"' in html
    assert 'aria-labelledby="d-judul"' in html


def test_pages_are_links():
    page = Page(items=[1], number=2, next_url="?hal=3", previous_url="?hal=1")
    html = render('<c-pagination :page="page" target="#x" />', page=page)
    assert 'href="?hal=3"' in html
    assert 'hx-get="?hal=3"' in html
    assert render('<c-pagination :page="page" />', page=Page(items=[], number=1)) == ""


def test_pictures_wait_for_a_tap_when_data_is_saved():
    source = '<c-media src="/a.jpg" alt="Posyandu" :bytes="312000" label="Foto" />'
    assert "<img" in render(source)
    saving = render(source, a_request("/", **{"Save-Data": "on"}))
    assert "<img" not in saving
    assert "312 kB" in saving
    assert 'href="/a.jpg"' in saving


def test_tabs_are_links_until_javascript_comes():
    html = render('<c-tabs label="T"><c-tab panel="p" :current="True">A</c-tab></c-tabs>')
    assert 'href="#p"' in html
    assert "role=" not in html


def test_differences_are_whole_words_in_order():
    assert parts("satu dua", "satu tiga") == [("same", "satu "), ("del", "dua"), ("ins", "tiga")]
    assert parts("", "") == []


@pytest.mark.django_db
@pytest.mark.urls("tests.web.urls")
def test_the_gallery_draws_every_component():
    page = Client().get("/_komponen").content.decode()
    assert page.count("<section") >= 14
    assert "style=" not in page


def test_a_list_that_filters_itself_shows_the_button_only_without_javascript():
    assert 'class="btn tanpa-js"' in render('<c-filters target="#daftar">isi</c-filters>')
    assert 'class="btn"' in render("<c-filters>isi</c-filters>")
