"""The page for sending files in a real browser: in pieces, paused, gone on with after a reload."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import (
    Browser,
    Error as PlaywrightError,
    Page,
    Route,
    expect,
    sync_playwright,
)

from kentongan.media import arrivals, limits
from kentongan.media.models import Incoming
from tests.cast import Cast, grant, make_cast, sign_in
from tests.media import pictures
from tests.servers.browser import CHROMIUM_ARGUMENTS, axe_source, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.no_database,
    pytest.mark.django_db(transaction=True),
]

PIECE = 40_000
AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const result = await axe.run(document.querySelector("main"), { runOnly: tags });
  return result.violations.map((v) => `${v.id}: ${v.nodes[0].target.join(" ")}`);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def play(monkeypatch: Any) -> Cast:
    monkeypatch.setattr(limits, "PIECE_BYTES", PIECE)
    return make_cast()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture of several pieces."""
    path = tmp_path / "Kerja bakti.jpg"
    path.write_bytes(pictures.jpeg(500, 400, quality=95))
    assert path.stat().st_size > 3 * PIECE
    return path


@pytest.fixture
def page(browser: Browser, live_server: Any, play: Cast) -> Iterator[Page]:
    """The page of the admin, which must have nothing to complain about."""
    context = browser.new_context(base_url=live_server.url, locale="id-ID")
    session = sign_in(Client(), play.admin).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda m: complaints.append(m.text) if "Policy" in m.text else None)
    opened.goto(reverse("media:uploads"))
    yield opened
    context.close()
    assert complaints == []


def choose(page: Page, photo: Path) -> None:
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="Unggah", exact=True).click()


def arrived(photo: Path) -> None:
    """All of it is there, as it was."""
    held = Incoming.objects.get()
    assert held.state == "waiting"
    assert arrivals.path(held.pk).read_bytes() == photo.read_bytes()


def test_a_file_is_sent_in_pieces_by_a_script_that_comes_only_then(page: Page, photo: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    assert page.evaluate("performance.getEntriesByName(document.querySelector('[data-kirim]')"
                         ".dataset.alat).length") == 0  # fmt: skip
    choose(page, photo)
    expect(page.get_by_text("Menunggu diolah")).to_be_visible()
    assert sum("vendor/tus" in line for line in asked) == 1
    assert sum(line.startswith("PATCH") for line in asked) >= 4
    arrived(photo)


def test_after_a_reload_it_goes_on_where_it_was(page: Page, photo: Path) -> None:
    sent = []

    def cut(route: Route) -> None:
        sent.append(route.request.headers.get("upload-offset", ""))
        if len(sent) > 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/berkas/unggah/*/", lambda route: (
        cut(route) if route.request.method == "PATCH" else route.continue_()
    ))  # fmt: skip
    choose(page, photo)
    expect(page.locator("[data-kirim] progress")).not_to_have_attribute("value", "0")
    page.wait_for_function("() => true")
    while len(sent) < 3:
        page.wait_for_timeout(50)
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    expect(page.get_by_text("Pilih lagi berkas yang sama untuk melanjutkan")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    choose(page, photo)
    expect(page.get_by_text("Menunggu diolah")).to_be_visible()
    assert "HEAD" in asked
    assert Incoming.objects.count() == 1
    arrived(photo)


def test_what_was_begun_for_another_unit_is_not_gone_on_with_for_this_one(
    page: Page, photo: Path, play: Cast
) -> None:
    grant(play.admin, "admin_unit", play.diskominfo)
    page.reload()
    page.route("**/berkas/unggah/*/", lambda route: route.abort())
    choose(page, photo)
    expect(page.get_by_text("Sambungan terganggu")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    page.get_by_label("Untuk unit").select_option(play.diskominfo.code)
    choose(page, photo)
    expect(page.get_by_text("Menunggu diolah")).to_be_visible()
    begun = Incoming.objects.get(state="receiving")
    assert begun.unit == play.kecamatan
    assert Incoming.objects.get(state="waiting").unit == play.diskominfo


def test_a_person_pauses_and_goes_on(page: Page, photo: Path) -> None:
    def slow(route: Route) -> None:
        if route.request.method == "PATCH":
            page.wait_for_timeout(300)
        route.continue_()

    page.route("**/berkas/unggah/*/", slow)
    choose(page, photo)
    page.get_by_role("button", name="Jeda").click()
    expect(page.get_by_role("status").filter(has_text="Dijeda")).to_be_visible()
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_role("button", name="Jeda")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")


def held_back(page: Page, method: str, seconds: float) -> list[str]:
    """Requests of that kind reach the server at once, their answer comes later."""
    seen: list[str] = []

    def late(route: Route) -> None:
        if route.request.method != method:
            route.continue_()
            return
        try:
            answer = route.fetch()
            seen.append(route.request.url)
            page.wait_for_timeout(seconds * 1000)
            route.fulfill(response=answer)
        except PlaywrightError:
            seen.append("given up")

    page.route("**/berkas/unggah/**", late)
    return seen


def given_up(page: Page) -> None:
    """What the person sees: the list of the server, without the file."""
    expect(page.get_by_text("Belum ada berkas dalam sepekan ini.")).to_be_visible()
    expect(page.locator("[data-kirim-maju]")).to_be_hidden()
    assert not Incoming.objects.exists()


def test_giving_up_while_the_file_is_announced_leaves_nothing(page: Page, photo: Path) -> None:
    seen = held_back(page, "POST", 2)
    choose(page, photo)
    page.get_by_role("button", name="Batalkan").click()
    given_up(page)
    assert len(seen) == 1, "the server had heard of it"


def test_giving_up_after_a_pause_in_the_announcement_leaves_nothing(
    page: Page, photo: Path
) -> None:
    held_back(page, "POST", 2)
    choose(page, photo)
    page.get_by_role("button", name="Jeda").click()
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_role("button", name="Batalkan").click()
    given_up(page)


def test_giving_up_in_the_middle_of_a_piece_leaves_nothing(page: Page, photo: Path) -> None:
    seen = held_back(page, "PATCH", 2)
    choose(page, photo)
    while not seen:
        page.wait_for_timeout(20)
    page.get_by_role("button", name="Batalkan").click()
    given_up(page)


def test_a_refusal_is_shown_in_its_own_words(page: Page, photo: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "RESERVE_BYTES", 10**18)
    choose(page, photo)
    expect(page.get_by_role("status").filter(has_text="Penyimpanan server penuh")).to_be_visible()


def test_the_page_is_accessible(page: Page, photo: Path) -> None:
    choose(page, photo)
    expect(page.get_by_text("Menunggu diolah")).to_be_visible()
    page.evaluate(axe_source())
    assert page.evaluate(AXE) == []
