"""The main job in a real browser: written, checked, mended, approved on a phone, live, once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import clerk
from tests.browser.conftest import DESK, PHONE, Visit, too_wide, violations
from tests.browser.story import (
    GOOD,
    approve,
    begin,
    hand_in,
    new_mark,
    open_request,
    press_named,
    publish_now,
    save,
    wait_live,
)
from tests.servers import Product

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.no_database]

PERSONAL = "0812-3344-5566"
BAD = "Posyandu {mark} buka besok pukul 08.00. Hubungi Bu Ai, " + PERSONAL + "."


def finding(page: Page) -> None:
    """The finding about the telephone number is there, wherever this width keeps it."""
    found = page.locator("#periksa .temuan", has_text=PERSONAL)
    expect(found).to_have_count(1)
    if page.locator(".langkah:visible").count():
        page.get_by_role("tab", name="Periksa").click()
    expect(found).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1440"])
def test_from_a_draft_to_the_public_timeline(visit: Visit, size: dict[str, int]) -> None:
    mark = new_mark()
    title = f"Jadwal posyandu {mark}"
    writer = visit("admin.kecamatan", size=size)
    begin(writer, title, "Posyandu buka besok.")

    # The check runs while writing: the finding appears without a button.
    writer.get_by_role("textbox", name="Pesan induk").fill(BAD.format(mark=mark))
    expect(writer.locator(".cermin mark", has_text=PERSONAL)).to_have_count(1)
    finding(writer)
    assert violations(writer) == []

    # It cannot be handed in, and the page says why and keeps what was typed.
    press_named(writer, "ajukan")
    told = writer.get_by_role("alert").filter(has_text="Belum bisa diajukan: 1 temuan wajib")
    expect(told).to_be_visible()
    assert PERSONAL in writer.locator("#id_text").input_value()
    assert violations(writer) == []
    assert too_wide(writer) <= 0

    # One click puts the office's number in its place.
    finding(writer)
    writer.get_by_role("button", name="Terapkan").click()
    expect(writer.locator("#periksa .temuan")).to_have_count(0)
    if size is PHONE:  # still where the next finding would be, and the focus with it
        expect(writer.get_by_role("tab", name="Periksa")).to_have_attribute("aria-selected", "true")
        expect(writer.locator("#h-periksa")).to_be_focused()
    expect(told).to_have_count(0)  # what was wrong is not said any longer
    text = writer.locator("#id_text").input_value()
    assert PERSONAL not in text
    assert "Hubungi Bu Ai, 0812-0000-" in text
    post = hand_in(writer)
    expect(writer.get_by_text("Ditinjau").first).to_be_visible()

    # The examiner decides on a phone.
    examiner = visit("sekcam", size=PHONE)
    open_request(examiner, title)
    expect(examiner.get_by_text("Tidak ada temuan saat diajukan.")).to_be_visible()
    assert violations(examiner) == []
    with examiner.expect_navigation():
        examiner.get_by_role("button", name="Setujui").click()

    publish_now(writer, post)
    address = wait_live(writer, post)
    expect(writer.locator("h1 + .ket")).to_contain_text("Terbit")
    assert violations(writer) == []

    public = visit(None, size=size)
    public.goto("/sandbox/")
    expect(public.get_by_text(mark)).to_have_count(1)
    public.goto(address)
    expect(public.get_by_text(mark)).to_have_count(1)


def test_the_same_line_without_javascript(visit: Visit) -> None:
    mark = new_mark()
    title = f"Tanpa skrip {mark}"
    writer = visit("admin.kecamatan", size=PHONE, script=False)
    begin(writer, title, BAD.format(mark=mark))
    press_named(writer, "ajukan")
    expect(writer.get_by_text("Belum bisa diajukan: 1 temuan wajib")).to_be_visible()
    with writer.expect_navigation():
        writer.get_by_role("button", name="Terapkan").click()
    expect(writer.locator("#id_text")).not_to_have_value(BAD.format(mark=mark))
    post = hand_in(writer)
    approve(visit("sekcam", size=PHONE, script=False), title)
    publish_now(writer, post)
    wait_live(writer, post)
    public = visit(None, script=False)
    public.goto("/sandbox/")
    expect(public.get_by_text(mark)).to_have_count(1)


@pytest.mark.parametrize("script", [True, False], ids=["js", "no-js"])
def test_the_camat_decides_on_what_one_network_says_in_its_own_words(
    visit: Visit, product: Product, script: bool
) -> None:
    mark = new_mark()
    title, own = f"Khusus {mark}", f"Warga Titirwangi, {mark} buka besok di balai desa."
    writer = visit("admin.kecamatan", size=PHONE, script=script)
    begin(writer, title, GOOD.format(mark=new_mark()))
    writer.get_by_label("Jenis konten").select_option("capaian-angka")  # the Camat is asked, too
    if script:
        writer.locator("[data-petak]").click()
    writer.get_by_label("Naskah untuk Jejaring Latih").fill(own)
    post = hand_in(writer)
    clerk.approve(product, post)
    camat = visit("camat", size=PHONE, script=script)
    open_request(camat, title)
    expect(camat.get_by_text(own)).to_be_visible()
    with camat.expect_navigation():
        camat.get_by_role("button", name="Setujui").click()
    publish_now(writer, post)
    wait_live(writer, post)
    public = visit(None, size=PHONE, script=script)
    public.goto("/sandbox/")
    expect(public.get_by_text(own)).to_have_count(1)


def press_until(page: Page, selector: str, key: str = "Tab", most: int = 60) -> None:
    """Move on with a key until the focus is there."""
    for _ in range(most):
        if page.evaluate("(s) => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never reaches {selector}")


def test_written_and_decided_by_keyboard_alone(visit: Visit) -> None:
    mark = new_mark()
    title = f"Papan tik {mark}"
    writer = visit("admin.kecamatan")
    writer.goto("/")
    writer.keyboard.press("Tab")
    assert writer.evaluate("document.activeElement.matches('.lompat')")
    writer.keyboard.press("t")  # the short cut on the button
    writer.wait_for_url("**/unggahan/baru/")
    press_until(writer, "#id_title")
    writer.keyboard.type(title)
    writer.keyboard.press("Tab")
    writer.keyboard.type(GOOD.format(mark=mark))
    press_until(writer, ".aksi-form button")
    writer.keyboard.press("Enter")
    writer.wait_for_url("**/tulis/")

    # Places: opened, chosen and taken without a mouse; Escape would leave it.
    press_until(writer, "a[data-buka='#tujuan']")
    writer.keyboard.press("Enter")
    expect(writer.locator("#tujuan")).to_be_visible()
    boxes = writer.locator("#tujuan input[type=checkbox]")
    for index in range(boxes.count()):
        press_until(writer, f"#tujuan li:nth-child({index + 1}) input")
        line = writer.locator("#tujuan li").nth(index).inner_text()
        wanted = "kec.titirwangi" in line and "Jejaring Latih" in line
        if boxes.nth(index).is_checked() != wanted:
            writer.keyboard.press("Space")
    press_until(writer, "#tujuan button[value=tujuan]")
    with writer.expect_navigation():
        writer.keyboard.press("Enter")
    press_until(writer, "button[value=ajukan]")
    writer.keyboard.press("Enter")
    writer.wait_for_url("**/ajukan/")
    press_until(writer, "main form button")
    writer.keyboard.press("Enter")
    expect(writer.get_by_text("Ditinjau").first).to_be_visible()

    examiner = visit("sekcam")
    open_request(examiner, title)
    examiner.keyboard.press("r")
    expect(examiner.locator("dialog#revisi textarea")).to_be_focused()  # one types at once
    assert violations(examiner) == []
    examiner.keyboard.press("Escape")
    expect(examiner.locator("dialog#revisi")).to_be_hidden()
    with examiner.expect_navigation():
        examiner.keyboard.press("s")
    writer.reload()
    expect(writer.locator("h1 + .ket")).to_contain_text("Disetujui")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1440"])
def test_returned_with_a_reason_and_corrected(
    visit: Visit, product: Product, size: dict[str, int]
) -> None:
    mark = new_mark()
    title = f"Kembali {mark}"
    post = clerk.waiting(product, title, GOOD.format(mark=mark))
    writer = visit("admin.kecamatan", size=size)

    examiner = visit("sekcam", size=PHONE)
    open_request(examiner, title)
    examiner.get_by_role("link", name="Minta revisi").click()
    dialog = examiner.locator("dialog#revisi")
    expect(dialog).to_be_visible()
    with examiner.expect_navigation():  # without a reason nothing is decided, and it is asked for
        dialog.get_by_role("button", name="Kirim permintaan revisi").click()
    examiner.locator("#id_reason").fill("Sebutkan nama desanya.")
    assert violations(examiner) == []
    with examiner.expect_navigation():
        examiner.get_by_role("button", name="Kirim permintaan revisi").click()
    expect(examiner.get_by_text("dikembalikan ke penyusun").first).to_be_visible()

    writer.goto("/")
    task = writer.get_by_role("region", name="Menunggu Anda").locator(".tunggu", has_text=title)
    expect(task).to_contain_text("Revisi")
    task.click()
    expect(writer.get_by_text("Sebutkan nama desanya.").first).to_be_visible()
    writer.goto(f"{post}tulis/")
    writer.locator("#id_text").fill(GOOD.format(mark=mark).replace("balai desa", "Desa Kenongan"))
    save(writer)
    hand_in(writer)
    open_request(examiner, title)
    expect(examiner.locator("ins", has_text="Desa").first).to_be_visible()  # what has changed
    with examiner.expect_navigation():
        examiner.get_by_role("button", name="Setujui").click()
    writer.reload()
    expect(writer.locator("h1 + .ket")).to_contain_text("Disetujui")


def test_a_change_after_approval_asks_first_and_voids_it(visit: Visit, product: Product) -> None:
    mark = new_mark()
    post = clerk.approved(product, f"Gugur {mark}", GOOD.format(mark=mark))
    writer = visit("admin.kecamatan")
    writer.goto(f"{post}tulis/")
    writer.locator("#id_text").fill(f"Posyandu {mark} pindah ke kantor kecamatan.")
    save(writer)
    expect(writer.get_by_text("Belum disimpan.")).to_be_visible()
    assert violations(writer) == []
    with writer.expect_navigation():
        writer.get_by_role("button", name="Simpan, batalkan persetujuan").click()
    writer.goto(post)
    expect(writer.locator("h1 + .ket")).to_contain_text("Draf")
