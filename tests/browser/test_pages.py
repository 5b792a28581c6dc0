"""Every page of the scenario: accessible at both widths and in both themes, light, at home."""

from __future__ import annotations

import gzip
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import DESK, PHONE, Visit, too_wide, violations
from tests.servers import Product

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.no_database]

#: Addresses; ``list > selector`` is what the first such link of a list leads to.
PAGES = {
    "admin.kecamatan": [
        "/",
        "/unggahan/",
        "/unggahan/?q=tidak-ada-yang-begini",
        "/unggahan/baru/",
        "/kalender/",
        "/kalender/?tampilan=minggu",
        "/kalender/?tampilan=daftar",
        "/akun/",
        "/akun-saya/",
        "/pemberitahuan/",
        "/bantuan/",
        "/persetujuan/",
        "/persetujuan/jenjang/",
        "/aturan/",
        "/berkas/unggah/",
        "/unggahan/?keadaan=draft > .unggahan-b",
        "/unggahan/?keadaan=returned > .unggahan-b",
        "/unggahan/?keadaan=in_review > .unggahan-b",
        "/unggahan/?keadaan=approved > .unggahan-b",
        "/unggahan/?keadaan=published > .unggahan-b",
        "/unggahan/?keadaan=attention > .unggahan-b",
        "/ > .tunggu[href^='/kiriman/']",
        "/kotak-masuk/",
        "/kotak-masuk/?q=tidak-ada-yang-begini",
        "/kotak-masuk/ > a[data-pesan]",
        "/kotak-masuk/ > a[data-pesan] > a[href$='/gabung/']",
        "/kotak-masuk/catat/",
        "/kotak-masuk/jawaban/",
        "/akun/ > main a[href^='/akun/0']",
        "/aturan/ > main a[href^='/aturan/']",
    ],
    "camat": [
        "/",
        "/persetujuan/",
        "/persetujuan/selesai/",
        "/persetujuan/selesai/ > main a[href^='/persetujuan/0']",
        "/henti/",
        "/jejak/",
    ],
    "administrator": [
        "/unit/",
        "/unit/kec-titirwangi/",
        "/orang/",
        "/orang/ > main a[href^='/orang/0']",
        "/impor/",
        "/token/",
        "/pengaturan/",
        "/antrean/",
        "/akun/aplikasi/",
        "/akun/aplikasi/facebook/",
        "/akun/baru/",
        "/aturan/pemilihan/",
        "/aturan/readability.long_sentence/",
        "/aturan/penyesuaian/",
        "/aturan/penyesuaian/tambah/",
        "/aturan/penyesuaian/tambah/watch/",
        "/aturan/umpan-balik/",
        "/persetujuan/jenjang/",
        "/persetujuan/jenjang/jenis/klarifikasi-hoaks/tinggi/",
        "/persetujuan/jenjang/jenis/darurat-keselamatan/kritis/",
        "/persetujuan/jenjang/jenis/klarifikasi-hoaks/tinggi/lepas/",
        "/aturan/umpan-balik/salah-tangkap/",
        "/aturan/umpan-balik/salah-tangkap/ > main .baris b a",
        "/tidak/ada/",
    ],
}
PUBLIC = [
    "/masuk/",
    "/sandi/lupa/",
    "/sandi/diminta/",
    "/sandbox/",
    "/sandbox/ > article a[href^='/sandbox/']",
    "/resmi/",
    "/resmi/?q=@kec.titirwangii",
    "/resmi/kec-titirwangi/",
    "/aspirasi/",
    "/lacak/",
    "/jawaban/",
]
CASES = [(user, path) for user, paths in PAGES.items() for path in paths if " > " not in path]
#: Other widths of screens at which no page may be wider than the screen.
BETWEEN = (360, 768, 1024, 1280)
FIRST_VISIT, LATER_VISIT, HTML = 120_000, 30_000, 40_000
#: Smaller than 44 px on a touch screen, not a link within a sentence, not hidden.
SMALL = """() => {
  const found = [];
  for (const it of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")) {
    if (it.matches(".lompat, [disabled]") || it.closest("p, li.redup, .remah") && it.matches("a:not(.btn)")) continue;
    const target = it.matches("[type=checkbox], [type=radio]") ? it.closest("label") ?? it : it.closest(".input") ?? it;
    if (!target.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (getComputedStyle(target).pointerEvents === "none") continue;
    const all = getComputedStyle(target, "::after").position === "absolute" && target.matches(".baris a, .pub-ringkas .unit a");
    const box = (all ? target.closest(".baris, .unit") : target).getBoundingClientRect();
    if (!box.width || !box.height || getComputedStyle(target).clipPath.startsWith("inset(50%")) continue;
    if (box.height < 43.5) found.push(`${target.tagName} ${target.className} "${target.textContent.trim().slice(0, 24)}" ${Math.round(box.height)}`);
  }
  return [...new Set(found)];
}"""  # noqa: E501 - JavaScript


def resolve(page: Page, path: str) -> str | None:
    """The address behind ``list > selector > …``; None where a page has no such thing today."""
    address, *selectors = path.split(" > ")
    for selector in selectors:
        page.goto(address)
        link = page.locator(selector)
        found = link.first.get_attribute("href") if link.count() else None
        if found is None:
            return None
        address = found
    return address


def examine(page: Page, path: str, *, phone: bool) -> list[str]:
    """All that is wrong with one page as drawn."""
    address = resolve(page, path)
    if address is None:
        return []
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == (404 if path == "/tidak/ada/" else 200), path
    problems = violations(page)
    problems += wider(page, PHONE["width"] if phone else DESK["width"])
    if phone:
        problems += [f"small target: {it}" for it in page.evaluate(SMALL)]
        for width in BETWEEN:
            page.set_viewport_size({"width": width, "height": PHONE["height"]})
            problems += wider(page, width)
        page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    return problems


def wider(page: Page, width: int) -> list[str]:
    """What is wrong when the page is wider than a screen of ``width`` pixels."""
    over = too_wide(page)
    return [f"wider than a screen of {width} by {over}"] if over > 0 else []


@pytest.mark.parametrize("user", [*PAGES, "nobody"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1440"])
def test_nothing_is_wrong_with_any_page(visit: Visit, user: str, size: dict[str, int]) -> None:
    paths = PAGES.get(user, PUBLIC)
    # Each page once by day and once by night: axe spends most of its time on colours.
    phone = size is PHONE
    page = visit(None if user == "nobody" else user, size=size, dark=phone)
    found = {path: examine(page, path, phone=phone) for path in paths}
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_paper_carries_the_page_in_ink_without_what_is_pressed(visit: Visit) -> None:
    page = visit("camat", size=DESK, dark=True)
    page.goto("/jejak/")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("heading", name="Jejak", level=1)).to_be_visible()
    assert page.locator("tbody tr").count()
    for pressed in (".rel", ".dok", ".saring-alat", ".aksi-kepala .btn", ".halaman-nav"):
        assert page.locator(pressed).filter(visible=True).count() == 0, pressed
    colours = page.evaluate(
        "[document.body, document.querySelector('td')].map((it) => getComputedStyle(it).color)"
    )
    assert set(colours) == {"rgb(29, 25, 23)"}


@pytest.mark.parametrize("width", [360, 390])
def test_the_menu_of_citizens_is_one_line_on_a_phone(visit: Visit, width: int) -> None:
    page = visit(None, size={"width": width, "height": 844})
    lines = {}
    for path in ("/resmi/", "/aspirasi/", "/lacak/", "/jawaban/"):
        page.goto(path)
        page.evaluate("document.fonts.ready")
        links = page.locator(".pub-menu a").filter(visible=True)
        assert links.count() == 3
        lines[path] = len({link.bounding_box()["y"] for link in links.all()})  # type: ignore[index]
    assert set(lines.values()) == {1}, lines


def test_on_a_phone_a_day_of_the_month_is_one_stop_of_the_keyboard(visit: Visit) -> None:
    page = visit("admin.kecamatan", size=PHONE)
    page.goto("/kalender/")
    day = page.locator(".hari:has(.acara)").first
    marks = day.locator(".acara > .pilar")
    expect(marks.first).to_be_visible()
    reached = day.evaluate(
        """(day) => [...day.querySelectorAll("a")].filter((link) => {
          link.focus();
          return document.activeElement === link;
        }).map((link) => link.className)"""
    )
    assert reached == ["hari-tekan"]


def test_a_first_visit_is_light_and_a_later_one_lighter(visit: Visit) -> None:
    page = visit("admin.kecamatan", size=PHONE)
    composer = resolve(page, "/unggahan/?keadaan=draft > .unggahan-b")
    heavy = []
    for path in ["/", "/unggahan/", "/kalender/", "/akun/", "/persetujuan/", composer or "/"]:
        page.context.new_cdp_session(page).send("Network.clearBrowserCache")
        first, later = weigh(page, path), weigh(page, path)
        if first > FIRST_VISIT or later > LATER_VISIT:
            heavy.append((path, first, later))
    assert heavy == []


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


def test_the_html_of_every_page_is_light(product: Product) -> None:
    heavy = {}
    for user in PAGES:
        client = signed_in(product, user)
        for path in [path for who, path in CASES if who == user and path != "/tidak/ada/"]:
            size = len(gzip.compress(client.open(product.url + path, timeout=20).read(), 6))
            if size > HTML:
                heavy[path] = size
    assert heavy == {}


def signed_in(product: Product, user: str) -> OpenerDirector:
    """A plain HTTP client with a session."""
    jar = CookieJar()
    client = build_opener(HTTPCookieProcessor(jar))
    address = product.url + "/masuk/"
    client.open(address, timeout=20)
    token = next(c.value for c in jar if c.name == "csrftoken") or ""
    form = {"csrfmiddlewaretoken": token, "username": user, "password": product.password}
    client.open(Request(address, urlencode(form).encode(), {"Referer": address}), timeout=20)
    return client


def test_every_answer_carries_the_strict_policy(visit: Visit) -> None:
    page = visit("admin.kecamatan")
    answer: Response | None = page.goto("/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
