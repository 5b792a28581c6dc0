"""What people do again and again, as they do it: by labels and buttons."""

from __future__ import annotations

import io
import re
import secrets
from contextlib import suppress
from string import ascii_lowercase

from PIL import Image
from playwright.sync_api import Error as PlaywrightError, Page, expect

from tests.browser.conftest import PATIENCE

SANDBOX = "Jejaring Latih"
GOOD = "Posyandu {mark} buka besok pukul 08.00 sampai 11.00 di balai desa. Gratis untuk balita."
POST = re.compile(r"/unggahan/[0-9a-f-]{36}/$")
COMPOSER = re.compile(r"/unggahan/[0-9a-f-]{36}/tulis/$")


def new_mark() -> str:
    """A word that nobody else writes, and a name: texts that differ in it are no twins."""
    return f"uji-{''.join(secrets.choice(ascii_lowercase) for _ in range(8)).title()}"


def picture() -> bytes:
    """A picture as a file, 1080 by 1350: many colours, and nothing that looks like letters."""
    out = io.BytesIO()
    bands = Image.radial_gradient("L"), Image.linear_gradient("L"), Image.new("L", (256, 256), 90)
    Image.merge("RGB", bands).resize((1080, 1350)).save(out, "JPEG", quality=60)
    return out.getvalue()


def has_script(page: Page) -> bool:
    """Whether scripts run in this page: the browser says so to CSS."""
    for _ in range(3):  # the page may be about to renew itself
        page.wait_for_load_state()
        with suppress(PlaywrightError):
            return bool(page.evaluate("!matchMedia('(scripting: none)').matches"))
    raise AssertionError(f"{page.url} does not come to rest")


def begin(page: Page, title: str, text: str) -> None:
    """A new post of the kecamatan for its account on the sandbox network; ends in the composer."""
    page.goto("/unggahan/baru/")
    page.get_by_label("Judul kerja").fill(title)
    page.get_by_label("Pesan induk").fill(text)
    page.get_by_label("Jenis konten").select_option("layanan-rutin")
    page.get_by_role("button", name="Lanjut menulis").click()
    page.wait_for_url(COMPOSER)
    only_sandbox(page)


def only_sandbox(page: Page) -> None:
    """Leave the kecamatan's account on the sandbox network as the only place."""
    page.get_by_role("link", name="Atur tujuan").click()
    rows = page.locator("#tujuan li")
    expect(rows.first).to_be_visible()
    for row in rows.all():
        box = row.locator("input")
        wanted = "kec.titirwangi" in row.inner_text() and SANDBOX in row.inner_text()
        if box.is_checked() != wanted:
            box.set_checked(wanted)
    page.get_by_role("button", name="Pakai akun ini").click()
    expect(page.locator("[data-petak]")).to_have_count(1)


def save(page: Page) -> None:
    """The button that saves, wherever this width has it."""
    press_named(page, "simpan")


def press_named(page: Page, value: str) -> None:
    """A button of the composer by what it does; the page comes anew."""
    with page.expect_navigation():
        page.locator(f"button[form=tulis][name=aksi][value='{value}']:visible").click()


def hand_in(page: Page) -> str:
    """From the composer over the last look to approval; the address of the post."""
    press_named(page, "ajukan")
    expect(page.get_by_role("heading", name="Ajukan untuk disetujui")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Ajukan").click()
    page.wait_for_url(POST)
    return page.url


def open_request(page: Page, title: str) -> None:
    """Find what waits for a decision in the queue, as a head does: from the list, or by turning."""
    page.goto("/persetujuan/")
    page.goto(page.locator(".setuju-antre a", has_text=title).get_attribute("href") or "missing")
    expect(page.locator("#s-judul")).to_have_text(title)


def approve(page: Page, title: str) -> None:
    """Find it and approve it."""
    open_request(page, title)
    with page.expect_navigation():
        page.get_by_role("button", name="Setujui").click()


def agree(page: Page, sentence: str) -> None:
    """Answer the question that a weighty button asks, where scripts run."""
    if has_script(page):
        question = page.get_by_role("dialog", name="Pastikan")
        expect(question).to_contain_text(sentence)
        question.locator("button[value=ya]").click()


def publish_now(page: Page, post: str) -> None:
    """From the page of an approved post."""
    page.goto(post)
    page.get_by_role("button", name="Terbitkan sekarang").click()
    agree(page, "Terbitkan sekarang ke semua akun tujuan?")
    page.wait_for_url(POST)


def wait_live(page: Page, post: str) -> str:
    """Until the delivery is told as sent; the public address."""
    link = page.locator("#kiriman").get_by_role("link", name="Lihat", exact=True)
    if has_script(page):
        expect(link).to_be_visible(timeout=2 * PATIENCE)  # the page renews that part by itself
    else:
        for _ in range(180):
            if link.count():
                break
            page.wait_for_timeout(500)
            page.goto(post)
    address = link.get_attribute("href")
    assert address is not None
    return address
