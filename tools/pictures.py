"""Takes the pictures of the main pages for ``docs/gambar``: the example pemda, a real browser.

python tools/pictures.py [NAME …]     all when none is named

Needs what ``./kentongan test`` installs. The pages are those of the day on which it runs.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.servers.browser import CHROMIUM_ARGUMENTS, chromium  # noqa: E402
from tests.servers.product import Product, running  # noqa: E402

FOLDER = ROOT / "docs" / "gambar"
SIZES = {"1440": (1440, 1000), "390": (390, 844)}
QUALITY = 82


@dataclass(frozen=True)
class Picture:
    """A page as somebody sees it; ``list > selector``: what the first such link leads to."""

    name: str
    who: str
    path: str
    dark: bool = False


PICTURES = (
    Picture("meja", "admin.kecamatan", "/"),
    Picture("meja-malam", "admin.kecamatan", "/", dark=True),
    Picture("kalender", "admin.kecamatan", "/kalender/"),
    Picture("komposer", "admin.kecamatan", "/unggahan/?keadaan=draft > .unggahan-b"),
    Picture("unggahan", "admin.kecamatan", "/unggahan/?keadaan=published > .unggahan-b"),
    Picture("persetujuan", "camat", "/persetujuan/"),
    Picture("kotak-masuk", "admin.pusat", "/kotak-masuk/"),
    Picture("percakapan", "admin.pusat", "/kotak-masuk/ > a[data-pesan]"),
    Picture("pustaka", "admin.kecamatan", "/berkas/"),
    Picture("akun", "administrator", "/akun/"),
    Picture("resmi", "", "/resmi/"),
    Picture("aturan", "pembina", "/aturan/neutrality.vote_call/"),
    Picture("masuk", "", "/masuk/"),
    Picture("linimasa", "", "/sandbox/"),
)


def main(names: list[str]) -> int:
    """Take them, one file for each page and width."""
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    FOLDER.mkdir(exist_ok=True)
    with running() as product, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        for picture in wanted:
            for width, (wide, high) in SIZES.items():
                page = _page(browser, product, picture, wide, high)
                shot = Image.open(io.BytesIO(page.screenshot()))
                file = FOLDER / f"{picture.name}-{width}.webp"
                shot.convert("RGB").save(file, "WEBP", quality=QUALITY, method=6)
                print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB", flush=True)
                page.context.close()
        browser.close()
    return 0


def _page(browser: Browser, product: Product, picture: Picture, wide: int, high: int) -> Page:
    context = browser.new_context(
        viewport={"width": wide, "height": high},
        base_url=product.url,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        color_scheme="dark" if picture.dark else "light",
        has_touch=wide < 600,
    )
    page = context.new_page()
    if picture.who:
        page.goto("/masuk/")
        page.locator("[name=username]").fill(picture.who)
        page.locator("[name=password]").fill(product.password)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/masuk/" not in url)
    address, _, selector = picture.path.partition(" > ")
    page.goto(address, wait_until="networkidle")
    if selector:
        link = page.locator(selector).first.get_attribute("href")
        page.goto(link or "/", wait_until="networkidle")
    return page


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
