"""The library and the focus in a real browser: pressed, by keys, without JavaScript, accessible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from kentongan.media import actions
from kentongan.media.models import Asset
from tests.cast import NOW, Cast, make_cast, sign_in
from tests.media import pictures
from tests.media.test_assets import put
from tests.media.test_browser import AXE, browser
from tests.servers.browser import axe_source

__all__ = ["browser"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.no_database,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def play() -> Cast:
    return make_cast()


@pytest.fixture
def asset(play: Cast) -> Asset:
    """Red on the left, blue on the right; people in it, a folder, tags."""
    picture = Image.new("RGB", (1600, 900), "red")
    picture.paste("blue", (800, 0, 1600, 900))
    made = put(play, pictures.as_bytes(picture, quality=95), "Kerja bakti.jpg")
    folder = actions.make_folder(unit=play.kecamatan, name="Kegiatan", by=play.admin, at=NOW)
    actions.describe(
        asset_id=made.pk, by=play.admin, at=NOW, title="Kerja bakti RW 4", credit="Dok. Kecamatan",
        alt="Warga menyapu jalan", licence="own", licence_note="", tags="warga, kerja bakti",
        folder=folder.pk,
    )  # fmt: skip
    actions.add_consent(asset_id=made.pk, who="warga RW 4", agreed=True, by=play.admin, at=NOW)
    put(play, pictures.jpeg(500, 800), "Poster.jpg")
    return made


@pytest.fixture
def open_page(browser: Browser, live_server: Any, play: Cast) -> Iterator[Any]:
    """Opens pages of the admin, which must have nothing to complain about."""
    complaints: list[str] = []
    contexts = []
    session = sign_in(Client(), play.admin).cookies["sessionid"].value

    def opened(address: str, *, width: int = 1440, **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="id-ID",
            viewport={"width": width, "height": 900},
            **options,
        )
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if "Policy" in m.text else None)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def focus(asset: Asset) -> tuple[float, float]:
    return Asset.objects.get(pk=asset.pk).focus


def test_a_press_moves_the_mark_and_the_looks_and_a_button_keeps_it(
    open_page: Any, asset: Asset
) -> None:
    page = open_page(reverse("media:asset", args=[asset.pk]))
    chooser = page.locator("[data-fokus-gambar]")
    chooser.click(position={"x": 288, "y": 45})
    expect(page.get_by_label("Dari kiri")).to_have_value("90")
    look = page.locator("[data-fokus-potongan] img").first
    expect(look).to_have_attribute("src", re.compile(r"\?x=90&y=25$"))
    assert focus(asset) == (0.5, 0.5), "not before it is kept"
    page.get_by_role("button", name="Simpan titik fokus").click()
    expect(page.get_by_text("Titik fokus disimpan.")).to_be_visible()
    assert focus(asset) == (0.9, 0.25)


def test_arrow_keys_move_it_by_steps_and_enter_keeps_it(open_page: Any, asset: Asset) -> None:
    page = open_page(reverse("media:asset", args=[asset.pk]))
    page.locator("[data-fokus-gambar]").focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    expect(page.get_by_label("Dari kiri")).to_have_value("52")
    expect(page.get_by_label("Dari atas")).to_have_value("40")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Titik fokus disimpan.")).to_be_visible()
    assert focus(asset) == (0.52, 0.4)


def test_without_javascript_the_picture_itself_is_the_button(open_page: Any, asset: Asset) -> None:
    page = open_page(reverse("media:asset", args=[asset.pk]), width=390, java_script_enabled=False)
    page.locator("[data-fokus-gambar]").click(position={"x": 32, "y": 90})
    expect(page.get_by_text("Titik fokus disimpan.")).to_be_visible()
    assert focus(asset) == (pytest.approx(0.1, abs=0.01), pytest.approx(0.5, abs=0.01))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_are_accessible_and_fit_the_screen(
    open_page: Any, asset: Asset, width: int, scheme: str
) -> None:
    library = reverse("media:library")
    addresses = [library, f"{library}?tampil=daftar", reverse("media:asset", args=[asset.pk])]
    for address in addresses:
        page = open_page(address, width=width, color_scheme=scheme)
        page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
        page.evaluate(axe_source())
        assert page.evaluate(AXE) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
