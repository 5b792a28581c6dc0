"""The frame in a real browser: strict policy, keyboard, htmx, screen readers, no JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.servers.browser import CHROMIUM_ARGUMENTS, axe_source, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.no_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.urls"),
]

AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const result = await axe.run(document, { runOnly: tags });
  return result.violations.map((v) => `${v.id}: ${v.nodes[0].target.join(" ")}`);
}"""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 1000}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = chromium()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser, live_server) -> Iterator[Page]:
    """A page that collects what the browser complains about, and must have nothing to say."""
    context = browser.new_context(viewport=DESK, base_url=live_server.url, locale="id-ID")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if "Security Policy" in m.text else None)
    page.on("request", lambda r: _at_home(r.url, live_server.url, complaints))
    yield page
    context.close()
    assert complaints == []


def _at_home(url: str, home: str, complaints: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:")):
        complaints.append(f"request to another host: {url}")


def _until(page: Page, expression: str) -> None:
    """Wait for a condition; Playwright's own waiting needs eval, which the policy forbids."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never true: {expression}")


@pytest.mark.parametrize("theme", ["kentongan", "kentongan-malam"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_gallery_has_no_barrier(browser, live_server, theme, size):
    axe = axe_source()
    context = browser.new_context(viewport=size, bypass_csp=True, reduced_motion="reduce")
    context.add_cookies([{"name": "tema", "value": theme, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/_komponen")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.evaluate(axe)
    assert page.evaluate(AXE) == []
    context.close()


def test_tabs_follow_the_arrow_keys(page):
    page.goto("/_komponen")
    page.focus("#tab-g-p1")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-g-p2")).to_be_focused()
    expect(page.locator("#g-p2")).to_be_visible()
    expect(page.locator("#g-p1")).to_be_hidden()


def test_the_theme_changes_at_once_and_stays(page):
    page.goto("/_komponen")
    page.click("header [data-tema-tukar] button")
    assert page.evaluate("document.documentElement.dataset.theme") == "kentongan-malam"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "kentongan-malam"


def test_a_refused_form_comes_back_in_place_and_can_be_sent_again(page):
    page.goto("/isi/")
    page.evaluate("window.stayed = true")
    for _ in range(2):
        page.click("#isi-form button")
        expect(page.locator("[data-ringkas-galat]")).to_be_visible()
        expect(page.locator("#id_title")).to_be_focused()
    page.fill("#id_title", "Jadwal")
    page.click("#isi-form button")
    expect(page.locator("#kabar")).to_contain_text("Tersimpan.")
    assert page.url.endswith("/polos-halaman/")


def test_unsent_text_is_offered_again(page):
    page.goto("/isi/")
    page.fill("#id_title", "Belum terkirim")
    _until(page, "localStorage.getItem('draf:uji')")
    page.goto("/polos-halaman/")
    page.goto("/isi/")
    page.click("[data-draf-pakai]")
    assert page.input_value("#id_title") == "Belum terkirim"


def test_what_was_sent_is_not_offered_again_though_a_part_of_the_page_came_meanwhile(page):
    page.goto("/surat/?q=lampu#isi")
    page.fill("#id_title", "Sudah terkirim")
    page.evaluate(
        "document.querySelector('form[data-draft-key]').requestSubmit();"
        "document.dispatchEvent(new Event('htmx:after:swap'))"
    )
    page.wait_for_url("**/surat/")
    expect(page.locator("#id_title")).to_have_value("")
    expect(page.locator("[data-draf-pakai]")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('draf:surat')") is None


@pytest.mark.parametrize("text", ["bentrok", "terkunci", "keluar", "lihat dulu"])
def test_what_was_not_taken_is_offered_again(page, text):
    page.goto("/surat/")
    page.fill("#id_title", text)
    with page.expect_navigation():
        page.click("form[data-draft-key] button")
    page.goto("/polos-halaman/")
    page.goto("/surat/")
    page.click("[data-draf-pakai]")
    assert page.input_value("#id_title") == text


def test_words_typed_in_the_last_moment_are_kept(page):
    page.goto("/surat/")
    page.fill("#id_title", "Baru saja diketik")
    page.goto("/surat/")
    page.click("[data-draf-pakai]")
    assert page.input_value("#id_title") == "Baru saja diketik"


def test_a_refusal_of_the_server_is_one_sentence_on_the_same_page(page):
    page.goto("/isi/")
    page.click("#bentrok")
    expect(page.locator("#kabar")).to_contain_text("Asep baru saja mengubahnya.")
    assert page.url.endswith("/isi/")


def test_a_page_that_asks_by_itself_says_once_that_the_signal_is_gone(page):
    page.goto("/isi/")
    page.context.set_offline(True)
    page.evaluate("for (const _ of '123') document.dispatchEvent(new Event('htmx:error'))")
    expect(page.locator("#kabar")).to_contain_text("Sinyal putus.")
    expect(page.locator("#kabar [data-kabar-butir]")).to_have_count(1)


def test_a_serious_act_asks_first(page):
    page.goto("/_komponen")
    page.click("[data-tanya]")
    expect(page.locator("dialog[open]")).to_contain_text("Tarik unggahan ini")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_everything_can_be_read_and_opened_without_javascript(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/_komponen")
    expect(page.locator("#g-p2")).to_be_visible()
    page.click('a[href="#g-dialog"]')
    expect(page.locator("#g-dialog")).to_be_visible()
    context.close()
