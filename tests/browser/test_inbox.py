"""The inbox under the hands of somebody who works through it with the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.no_database]
RENEW = "document.body.dispatchEvent(new CustomEvent('kotak-masuk-berubah', {bubbles: true}))"


def test_the_list_renews_itself_beside_an_open_message_and_keys_go_on_from_there(
    visit: Visit,
) -> None:
    page = visit("admin.kecamatan")
    page.goto("/kotak-masuk/")
    row = page.locator("a[data-pesan]").nth(1)
    name = row.inner_text()
    row.click()
    expect(page.locator(".km-utas-judul h2")).to_have_text(name)
    expect(page).to_have_title(f"{page.url.split('/')[-2]}, {name} · Kentongan")
    page.locator("#antrean").evaluate("list => list.dataset.lama = 'ya'")
    page.evaluate(RENEW)
    expect(page.locator("#antrean:not([data-lama])")).to_be_visible()
    expect(page.locator("a[data-pesan]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("a[data-pesan]").first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.locator("#jawab")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("a[data-pesan]").nth(1)).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("#d-unit")).to_be_focused()


def test_words_of_an_answer_are_offered_again_though_they_were_checked(visit: Visit) -> None:
    page = visit("admin.kecamatan")
    page.goto("/kotak-masuk/")
    page.locator("a[data-pesan]").first.click()
    with page.expect_response("**/periksa/"):
        page.locator("#jawab").press_sequentially("Besok kami cek ke lapangan.")
    page.wait_for_function(
        "() => Object.keys(localStorage).some((key) => key.startsWith('draf:perkara-'))"
    )
    page.wait_for_timeout(300)
    page.reload()
    page.locator("[data-draf-pakai]").click()
    expect(page.locator("#jawab")).to_have_value("Besok kami cek ke lapangan.")
    page.locator("#jawab").fill("")


def test_the_key_that_closes_a_case_asks_for_words_at_once(visit: Visit) -> None:
    page = visit("admin.kecamatan")
    page.goto("/kotak-masuk/")
    page.locator("a[data-pesan]").first.click()
    expect(page.locator(".km-utas")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator("#tindak-lanjut")).to_be_focused()
