"""The product as people run it, with the demo pemda, and a real browser.

The product runs once for the whole session (``tests/servers/product.py``), so a test makes its own
posts with a mark of its own, and stops no more than it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error as PlaywrightError,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from tests.servers import Product
from tests.servers.browser import CHROMIUM_ARGUMENTS, axe_source, chromium

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 1000}
#: Generous, for a small machine that does other things as well.
PATIENCE = 45_000
expect.set_options(timeout=PATIENCE)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """async (only) => {
  const moving = document.getAnimations().filter((a) => a.effect.getTiming().iterations < 99);
  await Promise.race([
    Promise.allSettled(moving.map((a) => a.finished)),
    new Promise((resolve) => setTimeout(resolve, 2000)),
  ]);
  const result = await axe.run(document, {
    runOnly: only,
    resultTypes: ["violations"],
    preload: false,
  });
  return result.violations.map(
    (v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3)}`,
  );
}"""

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; a missing one is a failure that names the installer.

    For a module at a time: two Playwrights cannot live in one process, and other modules have one.
    """
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, list[dict[str, str]]]:
    """Cookies of people who signed in once: signing in is slow by design, and rate-limited."""
    return {}


@pytest.fixture
def visit(
    product: Product, browser: Browser, sessions: dict[str, list[dict[str, str]]]
) -> Iterator[Visit]:
    """``visit("camat", size=PHONE)``: a page signed in as that person (None: nobody).

    What the browser complains about, a failure of the server, and any request to another host
    fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def go(
        username: str | None = None, *, size: dict[str, int] = DESK, dark: bool = False,
        script: bool = True,
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            base_url=product.url,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            has_touch=size is PHONE,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: _note(m.text, complaints))
        page.on("request", lambda r: _at_home(r, product.url, complaints))
        page.on("response", lambda r: _healthy(r, complaints))
        if username is None:
            return page
        if username not in sessions:
            sign_in(page, username, product.password)
            sessions[username] = [c for c in context.cookies() if c["name"] == "sessionid"]  # type: ignore[misc]
        context.add_cookies(sessions[username])  # type: ignore[arg-type]
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, username: str, password: str) -> None:
    """Through the page, as a person does."""
    page.goto("/masuk/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/masuk/" not in url)


def violations(page: Page) -> list[str]:
    """What axe finds on the page: WCAG 2.2 A and AA, and best practice.

    A page that goes on by itself in the middle of it is looked at again where it arrives.
    """
    for _ in range(3):
        try:
            page.evaluate(axe_source() + "; undefined")
            found = page.evaluate(AXE, TAGS)
        except PlaywrightError as error:
            if "context was destroyed" not in str(error):
                raise
            page.wait_for_load_state()
        else:
            assert isinstance(found, list)
            return [str(v) for v in found]
    raise AssertionError(f"{page.url} does not come to rest")


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def _note(text: str, complaints: list[str]) -> None:
    if "Security Policy" in text:
        complaints.append(text)


def _at_home(request: Request, home: str, complaints: list[str]) -> None:
    if not request.url.startswith((home, "data:", "blob:")):
        complaints.append(f"request to another host: {request.url}")


def _healthy(response: Response, complaints: list[str]) -> None:
    if response.status >= 500:
        complaints.append(f"{response.status} at {response.url}")
