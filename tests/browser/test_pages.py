"""Every page of the scenario: accessible in both themes and widths, light, and at home."""

from __future__ import annotations

import gzip
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import DESK, PHONE, Visit, violations
from tests.servers import Product

pytestmark = [pytest.mark.browser, pytest.mark.no_database]

PAGES = {
    "admin.kecamatan": ["/", "/unggahan/", "/unggahan/baru/", "/kalender/", "/akun/", "/akun-saya/",
                        "/pemberitahuan/", "/persetujuan/", "/aturan/"],
    "camat": ["/", "/persetujuan/", "/persetujuan/selesai/", "/henti/", "/jejak/"],
    "administrator": ["/unit/", "/orang/", "/impor/", "/token/", "/pengaturan/", "/akun/baru/",
                      "/aturan/pemilihan/", "/aturan/kecualian/"],
}  # fmt: skip
PUBLIC = ["/masuk/", "/sandbox/"]
CASES = [(user, path) for user, paths in PAGES.items() for path in paths]
FIRST_VISIT, LATER_VISIT, HTML = 120_000, 30_000, 40_000


def deeper(page: Page) -> list[str]:
    """Pages of things, found by following the first link from their lists."""
    found = []
    for start, pattern in (
        ("/unggahan/", "a[href^='/unggahan/']"),
        ("/akun/", "a[href^='/akun/']"),
    ):
        page.goto(start)
        hrefs = page.locator(f"main {pattern}").evaluate_all("all => all.map((a) => a.pathname)")
        found += [h for h in dict.fromkeys(hrefs) if len(h) > 40][:3]
    return [href for href in found if _opens(page, href)]


def _opens(page: Page, path: str) -> bool:
    """Whether this person may open it: an auditor reads a post but does not write it."""
    answer = page.goto(path)
    return answer is not None and answer.status == 200


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1440"])
def test_axe_finds_nothing_on_any_page(visit: Visit, size: dict[str, int], dark: bool) -> None:
    found: dict[str, list[str]] = {}
    for user, paths in PAGES.items():
        page = visit(user, size=size, dark=dark)
        for path in [*paths, *deeper(page)]:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            problems = violations(page) + ([f"wider than the screen by {wide}"] if wide > 0 else [])
            if problems:
                found[f"{user} {path}"] = problems
    stranger = visit(None, size=size, dark=dark)
    for path in PUBLIC:
        stranger.goto(path)
        if problems := violations(stranger):
            found[path] = problems
    assert found == {}


def test_a_first_visit_is_light_and_a_later_one_lighter(visit: Visit) -> None:
    page = visit("admin.kecamatan", size=PHONE)
    context = page.context
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    for path in PAGES["admin.kecamatan"]:
        context.new_cdp_session(page).send("Network.clearBrowserCache")
        first = weigh(page, path)
        later = weigh(page, path)
        assert first <= FIRST_VISIT, (path, first)
        assert later <= LATER_VISIT, (path, later)


def weigh(page: Page, path: str) -> int:
    """Bytes over the wire for one visit, as the browser counts them (headers included)."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    total = 0

    def count(event: dict[str, float]) -> None:
        nonlocal total
        total += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", count)
    page.goto(path, wait_until="networkidle")
    session.detach()
    return total


@pytest.mark.parametrize(("user", "path"), CASES)
def test_the_html_of_a_page_is_light(product: Product, user: str, path: str) -> None:
    body = signed_in(product, user).open(product.url + path, timeout=20).read()
    assert len(gzip.compress(body, 6)) <= HTML


def signed_in(product: Product, user: str) -> OpenerDirector:
    """A plain HTTP client with a session."""
    jar = CookieJar()
    client = build_opener(HTTPCookieProcessor(jar))
    client.open(product.url + "/masuk/", timeout=20)
    token = next(c.value for c in jar if c.name == "csrftoken") or ""
    form = {"csrfmiddlewaretoken": token, "username": user, "password": product.password}
    client.open(
        Request(
            product.url + "/masuk/",
            urlencode(form).encode(),
            {"Referer": product.url + "/masuk/"},
        ),
        timeout=20,
    )
    return client


def test_every_answer_carries_the_strict_policy(visit: Visit) -> None:
    page = visit("admin.kecamatan")
    answer: Response | None = page.goto("/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
