"""What the browser kept of a form goes on the server's word only."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.web.urls"), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("title", "key", "given"),
    [
        ("Sudah terkirim", "surat-1.a", "surat-1.a"),
        ("Tanpa simpanan", "", None),
        ("Kunci aneh", "a; Path=/x", None),
        ("terkunci", "surat", None),
        ("keluar", "surat", None),
        ("lihat dulu", "surat", None),
        ("bentrok", "surat", None),
    ],
)
def test_a_form_that_was_taken_gets_a_receipt_and_no_other(
    client: Client, title: str, key: str, given: str | None
) -> None:
    answer = client.post("/surat/", {"title": title, "draf": key})
    cookie = answer.cookies.get("draf-diterima")
    assert (cookie.value if cookie else None) == given


@pytest.mark.parametrize(("site", "given"), [("same-origin", True), ("cross-site", False)])
def test_another_site_cannot_make_a_browser_forget(client: Client, site: str, given: bool) -> None:
    form = {"tema": "kentongan", "draf": "post-baru"}  # open to everybody, without a token
    answer = client.post("/preferensi/", form, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 302
    assert ("draf-diterima" in answer.cookies) is given


def test_a_page_drawn_in_answer_to_a_form_says_that_it_was_not_taken(client: Client) -> None:
    assert "data-belum" in client.post("/surat/", {"title": "lihat dulu"}).text
    assert "data-belum" not in client.get("/surat/").text
