"""Beside the main line: pictures, times, second thoughts, doubts, two people, no signal."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import clerk
from tests.browser.conftest import DESK, PHONE, Visit, too_wide, violations
from tests.browser.story import (
    GOOD,
    POST,
    SANDBOX,
    agree,
    approve,
    begin,
    hand_in,
    new_mark,
    picture,
    save,
)
from tests.servers import Product

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.no_database]

ZONE = ZoneInfo("Asia/Jakarta")


def state_of(page: Page) -> str:
    """The word for the state of a post on its page."""
    return page.locator("h1 + .ket .kd").inner_text()


def wait_state(page: Page, word: str) -> None:
    """Until the page, which renews itself, says so."""
    expect(page.locator("h1 + .ket .kd")).to_have_text(word)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1440"])
def test_a_picture_with_its_words_goes_along(
    visit: Visit, product: Product, size: dict[str, int]
) -> None:
    mark = new_mark()
    title = f"Bergambar {mark}"
    writer = visit("admin.kecamatan", size=size)
    begin(writer, title, GOOD.format(mark=mark))
    poster = {"name": "poster.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    with writer.expect_navigation():
        writer.locator("[data-gambar-baru]").set_input_files(poster)  # type: ignore[arg-type]
    # Missing words for those who cannot see it keep it from being handed in. That nobody has read
    # the picture yet does not: how soon that is depends on the machine.
    to_weigh = writer.locator("#periksa .temuan.t-timbang")
    expect(to_weigh).to_have_count(1)
    expect(to_weigh).to_contain_text("eks alternatif")
    words = f"Kader menata meja pendaftaran di balai desa, {mark}"
    writer.locator("[data-gambar] textarea").fill(words)
    expect(to_weigh).to_have_count(0)
    assert violations(writer) == []
    assert too_wide(writer) <= 0
    post = hand_in(writer)
    clerk.approve(product, post)
    writer.goto(post)
    expect(writer.locator(f"img[alt='{words}']")).to_be_attached()
    assert violations(writer) == []
    writer.get_by_role("button", name="Terbitkan sekarang").click()
    agree(writer, "Terbitkan sekarang ke semua akun tujuan?")
    wait_state(writer, "Terbit")
    public = visit(None, size=size)
    public.goto("/sandbox/")
    expect(public.locator(f"img[alt='{words}']")).to_have_count(1)
    shown = public.locator(f"img[alt='{words}']")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", value=True)
    assert shown.evaluate("(image) => image.naturalWidth") > 0


def test_a_file_that_lies_is_refused_at_its_field(visit: Visit, product: Product) -> None:
    mark = new_mark()
    writer = visit("admin.kecamatan", size=PHONE)
    writer.goto(clerk.draft(product, f"Berkas {mark}", GOOD.format(mark=mark)))
    writer.locator("#id_text").fill(f"Belum disimpan {mark}")
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    liar = {"name": "poster.jpg", "mimeType": "image/jpeg", "buffer": script}
    with writer.expect_navigation():
        writer.locator("[data-gambar-baru]").set_input_files(liar)  # type: ignore[arg-type]
    expect(writer.locator("#gambar .isian-galat")).to_be_visible()
    expect(writer.locator("#id_text")).to_have_value(f"Belum disimpan {mark}")
    assert violations(writer) == []


def test_the_refused_field_rests_in_sight_however_little_of_the_page_had_come(
    visit: Visit, product: Product
) -> None:
    mark = new_mark()
    writer = visit("admin.kecamatan", size=PHONE)
    writer.goto(clerk.draft(product, f"Terpotong {mark}", GOOD.format(mark=mark)))
    # The browser gives the field its focus as soon as it is read, and scrolls only as far as the
    # page reaches by then: here to where a link of the summary is half under the steps.
    writer.add_init_script("addEventListener('focusin', () => scrollTo(0, 166), { once: true })")
    liar = {"name": "poster.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"}
    with writer.expect_navigation():
        writer.locator("[data-gambar-baru]").set_input_files(liar)  # type: ignore[arg-type]
    expect(writer.locator("#id_file")).to_be_focused()
    expect(writer.locator("#id_file")).to_be_in_viewport(ratio=1)
    assert violations(writer) == []


def test_a_hasty_second_tap_does_not_approve_what_comes_next(visit: Visit) -> None:
    """After a decision the next request stands there, its button where the thumb still is."""
    camat = visit("camat", size=PHONE)
    camat.add_init_script("""addEventListener("DOMContentLoaded", () => {
      const button = document.querySelector(".setuju-ya");
      window.takesTaps = button && getComputedStyle(button).pointerEvents;
    })""")
    camat.goto("/persetujuan/")
    assert camat.evaluate("window.takesTaps") == "none"
    expect(camat.locator(".setuju-ya")).to_have_css("pointer-events", "auto")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1440"])
def test_scheduled_moved_and_called_off(
    visit: Visit, product: Product, size: dict[str, int]
) -> None:
    mark = new_mark()
    post = clerk.approved(product, f"Terjadwal {mark}", GOOD.format(mark=mark))
    writer = visit("admin.kecamatan", size=size)
    writer.goto(post)
    when = (datetime.now(ZONE) + timedelta(days=2)).replace(hour=7, minute=0)
    writer.get_by_label("Waktu tayang").fill(f"{when:%Y-%m-%dT%H:%M}")
    writer.get_by_role("button", name="Jadwalkan").click()
    wait_state(writer, "Terjadwal")
    expect(writer.locator("#kiriman")).to_contain_text("pukul 07.00 WIB")
    assert violations(writer) == []
    writer.get_by_label("Waktu tayang").fill(f"{when:%Y-%m-%dT}09:30")
    writer.get_by_role("button", name="Pindahkan").click()
    expect(writer.locator("#kiriman")).to_contain_text("pukul 09.30 WIB")
    writer.goto(f"/kalender/?tanggal={when:%Y-%m-%d}&tampilan=daftar")
    expect(writer.get_by_text(mark).first).to_be_attached()
    writer.goto(post)
    writer.get_by_role("button", name="Batalkan jadwal").click()
    agree(writer, "Batalkan jadwal ini?")
    wait_state(writer, "Disetujui")


def test_a_time_that_has_passed_is_refused_at_the_field(visit: Visit, product: Product) -> None:
    mark = new_mark()
    writer = visit("admin.kecamatan", size=PHONE)
    writer.goto(clerk.approved(product, f"Lampau {mark}", GOOD.format(mark=mark)))
    # The browser would stop this; somebody without that help, or a slow hand, gets here.
    writer.locator("form:has(#id_when)").evaluate("(form) => (form.noValidate = true)")
    writer.get_by_label("Waktu tayang").fill("2020-01-01T07:00")
    with writer.expect_navigation():
        writer.get_by_role("button", name="Jadwalkan").click()
    expect(writer.locator("#id_when_error")).to_be_visible()
    expect(writer.locator("#id_when")).to_have_value("2020-01-01T07:00")
    assert violations(writer) == []


def test_what_is_live_is_withdrawn_with_a_reason(visit: Visit, product: Product) -> None:
    mark = new_mark()
    writer = visit("admin.kecamatan", size=PHONE)
    writer.goto(clerk.sent(product, f"Ditarik {mark}", GOOD.format(mark=mark)))
    wait_state(writer, "Terbit")
    writer.get_by_role("link", name="Tarik unggahan").click()
    dialog = writer.locator("dialog#tarik")
    expect(dialog).to_be_visible()
    assert violations(writer) == []
    dialog.get_by_label("Alasan").fill("Tempatnya keliru.")
    dialog.get_by_role("button", name="Tarik unggahan").click()
    wait_state(writer, "Ditarik")
    public = visit(None)
    public.goto("/sandbox/")
    expect(public.get_by_text(mark)).to_have_count(0)


def test_the_stop_switch_holds_what_is_due_and_lets_it_go(visit: Visit) -> None:
    """Stops one account only: the other tests go on publishing for theirs."""
    keeper = visit("pembina")
    keeper.goto("/henti/")
    assert violations(keeper) == []
    choice = keeper.get_by_label("Yang dihentikan")
    wanted = choice.locator("option", has_text=f"Desa Kentongsari: @desa.kentongsari ({SANDBOX})")
    choice.select_option(wanted.get_attribute("value"))
    reason = f"Latihan {new_mark()}"
    keeper.get_by_label("Alasan").fill(reason)
    keeper.get_by_role("button", name="Hentikan sekarang").click()
    stop = keeper.locator("#menyala-bagian, section", has_text="Sedang dihentikan").first
    expect(stop).to_contain_text(reason)
    assert violations(keeper) == []

    mark = new_mark()
    title = f"Tertahan {mark}"
    writer = visit("admin.desa", size=PHONE)
    writer.goto("/")
    expect(writer.get_by_text(reason).first).to_be_visible()  # whoever is held up is told why
    writer.goto("/unggahan/baru/")
    writer.get_by_label("Judul kerja").fill(title)
    writer.get_by_label("Pesan induk").fill(GOOD.format(mark=mark))
    writer.get_by_label("Jenis konten").select_option("layanan-rutin")
    writer.get_by_role("button", name="Lanjut menulis").click()
    writer.get_by_role("link", name="Atur tujuan").click()
    for row in writer.locator("#tujuan li").all():
        row.locator("input").set_checked("@desa.kentongsari" in row.inner_text())
    writer.get_by_role("button", name="Pakai akun ini").click()
    expect(writer.locator("[data-petak]")).to_have_count(1)
    post = hand_in(writer)
    approve(visit("sekdes", size=PHONE), title)  # secretary of the village
    writer.goto(post)
    writer.get_by_role("button", name="Terbitkan sekarang").click()
    agree(writer, "Terbitkan sekarang ke semua akun tujuan?")
    expect(writer.locator("#kiriman")).to_contain_text("Tertahan")
    assert violations(writer) == []

    keeper.locator("li", has_text=reason).get_by_role("button", name="Lanjutkan").click()
    agree(keeper, "Lanjutkan pengiriman?")
    expect(keeper.get_by_role("status").get_by_text("Dilanjutkan.")).to_be_visible()
    writer.goto(post)
    wait_state(writer, "Terbit")


def test_a_doubtful_delivery_is_settled_by_a_person(visit: Visit) -> None:
    """The demo pemda holds one whose answer was lost; nothing goes out before somebody looks."""
    writer = visit("admin.kecamatan", size=PHONE)
    writer.goto("/")
    task = writer.get_by_role("region", name="Menunggu Anda").locator(".tunggu")
    task.filter(has_text="Belum pasti").first.click()
    writer.wait_for_url(re.compile(r"/(kiriman|unggahan)/"))
    if POST.search(writer.url):
        expect(writer.get_by_text("menunggu jawaban Anda").first).to_be_visible()
        writer.get_by_role("link", name="Pastikan").click()
    expect(writer.get_by_role("heading", name="Apakah sudah tayang?")).to_be_visible()
    assert violations(writer) == []
    writer.get_by_label("Tautan unggahan").fill("http://127.0.0.1/sandbox/terbukti")
    writer.get_by_role("button", name="Sudah tayang").click()
    expect(writer.get_by_role("status").get_by_text("Dicatat: sudah tayang.")).to_be_visible()
    writer.goto("/")
    expect(task.filter(has_text="Belum pasti")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_two_people_never_overwrite_each_other_silently(
    visit: Visit, product: Product, script: bool
) -> None:
    mark = new_mark()
    first = visit("admin.kecamatan", script=script)
    first.goto(clerk.draft(product, f"Berdua {mark}", GOOD.format(mark=mark)))
    second = visit("sekcam", script=script)
    second.goto(first.url)
    first.locator("#id_text").fill("Tulisan orang pertama.")
    save(first)
    second.locator("#id_text").fill("Tulisan orang kedua.")
    if script:  # the autosave finds out first, and says so
        expect(second.locator("[data-bentrok]")).to_be_visible()
    save(second)
    clash = second.locator("#bentrok")
    expect(clash).to_contain_text("Tulisan orang pertama.")
    expect(clash).to_contain_text("Tulisan orang kedua.")
    if script:
        assert violations(second) == []
    clash.get_by_label("Pakai tulisan saya").check()
    with second.expect_navigation():
        clash.get_by_role("button", name="Simpan pilihan").click()
    expect(clash).to_have_count(0)
    first.goto(first.url)
    expect(first.locator("#id_text")).to_have_value("Tulisan orang kedua.")


def test_without_a_signal_nothing_typed_is_lost(visit: Visit, product: Product) -> None:
    mark = new_mark()
    writer = visit("admin.kecamatan", size=PHONE)
    writer.goto(clerk.draft(product, f"Luring {mark}", GOOD.format(mark=mark)))
    writer.context.set_offline(True)
    writer.locator("#id_text").fill(f"Ditulis di jalan {mark}")
    note = writer.locator("[data-nota-luring]")
    expect(note).to_contain_text("Tulisan Anda aman di perangkat.")
    assert mark in writer.evaluate("JSON.stringify(localStorage)")
    writer.context.set_offline(False)
    expect(note).to_be_hidden()
    expect(writer.locator("#tersimpan")).to_contain_text("Tersimpan")
    writer.reload()
    expect(writer.locator("#id_text")).to_have_value(f"Ditulis di jalan {mark}")


def test_a_word_typed_while_it_saves_stays_on_the_device_until_it_is_saved(
    visit: Visit, product: Product
) -> None:
    mark = new_mark()
    writer = visit("admin.kecamatan")
    writer.goto(clerk.draft(product, f"Sambil {mark}", GOOD.format(mark=mark)))
    held: list[Route] = []
    writer.route("**/simpan/", lambda route: held.append(route))
    kept = "JSON.stringify(localStorage)"
    text = writer.locator("#id_text")
    with writer.expect_request("**/simpan/"):
        text.fill(f"Yang lama {mark}")
    text.fill(f"Yang baru {mark}")
    writer.wait_for_function(f"() => {kept}.includes('Yang baru {mark}')")
    with writer.expect_request("**/simpan/"):
        held.pop(0).continue_()
    assert f"Yang baru {mark}" in writer.evaluate(kept)
    held.pop(0).continue_()
    writer.wait_for_function(f"() => !{kept}.includes('{mark}')")
    writer.reload()
    expect(text).to_have_value(f"Yang baru {mark}")


def test_messages_are_chosen_by_a_key_and_handed_on_together_on_a_phone(visit: Visit) -> None:
    officer = visit("admin.kecamatan", size=PHONE)
    officer.goto("/kotak-masuk/?keadaan=semua")
    officer.locator("a[data-pesan]").first.focus()
    officer.keyboard.press("x")
    expect(officer.locator("input[name=perkara]").first).to_be_checked()
    officer.keyboard.press("j")
    officer.keyboard.press("x")
    officer.get_by_role("button", name="Teruskan", exact=True).click()
    expect(officer.locator("h1")).to_have_text("Teruskan beberapa perkara")
    assert officer.locator("input[name=perkara]:checked").count() == 2
    assert violations(officer) == []
    assert too_wide(officer) <= 0
