"""The inbox under the hands of somebody who works through it with the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit, violations

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


def test_what_happens_in_an_open_case_shows_itself_and_disturbs_nobody_who_writes(
    visit: Visit,
) -> None:
    page, colleague = visit("admin.kecamatan"), visit("sekcam")
    page.goto("/kotak-masuk/")
    page.locator("a[data-pesan]").last.click()
    expect(page.locator(".km-utas")).to_be_visible()
    path = page.url
    page.locator("#teruskan summary").click()
    page.locator("#d-petunjuk").fill("Mohon dicek hari ini.")
    page.locator("#jawab").click()
    page.locator("#jawab").press_sequentially("Besok kami")
    page.locator("#jawab").evaluate("field => field.setSelectionRange(2, 4)")
    answered = page.locator(".balas-kotak [name=pesan]").input_value()

    colleague.goto(path)
    colleague.locator("#jawab").fill("Sudah kami telepon; warga setuju.")
    colleague.get_by_role("button", name="Catatan internal").click()
    expect(colleague.locator(".utas")).to_contain_text("Sudah kami telepon; warga setuju.")

    expect(page.locator(".utas")).to_contain_text("Sudah kami telepon; warga setuju.")
    expect(page.locator("[role=status].km-kabar")).to_contain_text("Menulis catatan internal")
    expect(page.locator("#jawab")).to_be_focused()
    expect(page.locator("#jawab")).to_have_value("Besok kami")
    chosen = "field => [field.selectionStart, field.selectionEnd]"
    assert page.locator("#jawab").evaluate(chosen) == [2, 4]
    expect(page.locator("#d-petunjuk")).to_have_value("Mohon dicek hari ini.")
    expect(page.locator("#teruskan")).to_have_attribute("open", "")
    assert page.locator(".balas-kotak [name=pesan]").input_value() == answered
    assert violations(page) == []
    page.locator("#jawab").fill("")


def test_a_page_nobody_looks_at_asks_for_nothing_and_is_anew_when_one_comes_back(
    visit: Visit,
) -> None:
    page, colleague = visit("admin.kecamatan"), visit("sekcam")
    page.clock.install()
    page.goto("/kotak-masuk/")
    page.locator("a[data-pesan]").last.click()
    expect(page.locator(".km-utas")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/denyut/" in r.url else None)
    look = """(hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(look, True)
    colleague.goto(page.url)
    colleague.locator("#jawab").fill("Warga datang ke kantor tadi pagi.")
    colleague.get_by_role("button", name="Catatan internal").click()
    expect(colleague.locator(".utas")).to_contain_text("Warga datang ke kantor tadi pagi.")
    page.clock.run_for(17_000)  # a pulse comes every 15 seconds
    assert asked == []
    page.evaluate(look, False)
    expect(page.locator(".utas")).to_contain_text("Warga datang ke kantor tadi pagi.")
    assert len(asked) == 1, "at once, not with the next pulse"


def test_what_is_open_in_the_conversation_stays_open(visit: Visit) -> None:
    page, colleague = visit("admin.kecamatan"), visit("sekcam")
    page.goto("/kotak-masuk/")
    page.locator("a[data-pesan]").last.click()
    page.locator(".km-aturan summary").first.click()
    reason = page.locator(".km-aturan input[name=reason]").first
    reason.fill("Menyebut nomor orang lain.")
    colleague.goto(page.url)
    colleague.locator("#jawab").fill("Nomornya milik tetangga.")
    colleague.get_by_role("button", name="Catatan internal").click()
    expect(page.locator("[role=status].km-kabar")).to_contain_text("Menulis catatan internal")
    expect(reason).to_be_visible()
    expect(reason).to_be_focused()
    expect(reason).to_have_value("Menyebut nomor orang lain.")
    expect(page.locator(".utas")).not_to_contain_text("Nomornya milik tetangga.")
    page.locator(".km-aturan summary").first.click()
    expect(page.locator(".utas")).to_contain_text("Nomornya milik tetangga.")


def test_an_answer_is_sent_from_its_box_by_keyboard_and_taken_back(visit: Visit) -> None:
    page = visit("admin.kecamatan")
    page.goto("/kotak-masuk/")
    page.locator("a[data-pesan]").last.click()
    expect(page.locator(".km-utas")).to_be_visible()
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    page.locator("#teruskan summary").click()
    page.locator("#d-petunjuk").fill("Mohon dicek.")
    page.locator("#d-petunjuk").press("Control+Enter")
    page.locator("#jawab").press("Control+Enter")
    page.locator("#jawab").fill("Baik, besok kami tambal dan kabari di sini.")
    page.locator("#jawab").press("Control+Enter")
    expect(page.locator(".utas")).to_contain_text("Baik, besok kami tambal dan kabari di sini.")
    said = [url for url in sent if url.split("?")[0].endswith(("/balas/", "/disposisi/"))]
    assert len(said) == 1, "neither other words nor an empty answer are sent"
    undo = page.locator("#kabar form button").first
    expect(undo).to_be_visible()
    page.locator(".km-gulir").focus()
    page.keyboard.press("z")
    expect(page.locator(".utas")).to_contain_text("Dibatalkan")


def test_a_browser_that_holds_nothing_in_its_place_is_not_pushed_down_by_a_conversation(
    visit: Visit,
) -> None:
    page = visit("admin.kecamatan", size=PHONE)
    page.goto("/kotak-masuk/")
    page.locator("a[data-pesan]").last.click()
    expect(page.locator(".km-utas")).to_be_visible()
    for holds, expected in ((True, False), (False, True)):
        page.evaluate(f"CSS.supports = () => {str(holds).lower()}")
        page.locator(".km-riwayat").scroll_into_view_if_needed()
        with page.expect_request("**/denyut/**") as asked:
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert ("menulis=utas" in asked.value.url) is expected
