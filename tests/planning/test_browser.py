"""The composer with JavaScript: counts, marks, autosave, check, conflict, lost signal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kentongan.kernel import clock
from kentongan.language.lengths import COUNTS, fits_until, length
from kentongan.media.models import Asset
from kentongan.planning import actions, checking
from kentongan.planning.marks import marks_for
from kentongan.planning.models import Post
from kentongan.planning.seed import seed
from tests.cast import NOW, Cast, make_cast, make_user, sign_in
from tests.planning.conftest import make_account, make_post, picture
from tests.servers.browser import CHROMIUM_ARGUMENTS, axe_source, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.no_database,
    pytest.mark.django_db(transaction=True),
]

TEXT = "Posyandu 👩‍👧 buka Kamis. Tanya ke 0812-3344-5566 saja. Bawa buku KIA."
DESK, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const result = await axe.run(document.querySelector("main"), { runOnly: tags });
  return result.violations.map((v) => `${v.id}: ${v.nodes[0].target.join(" ")}`);
}"""


OPEN = """() => document.querySelectorAll(".media details, .temuan details")
  .forEach((part) => (part.open = true))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def play(settings: Any, tmp_path: Any) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    seed(at=NOW)
    for network, handle in (("x", "kec_sumberjati"), ("facebook", "Kecamatan Sumberjati")):
        make_account(cast.kecamatan, network, handle)
    return cast


@pytest.fixture
def draft(play: Cast) -> Post:
    return make_post(play.kecamatan, play.admin, text=TEXT)


@pytest.fixture
def page(browser: Browser, live_server: Any, play: Cast) -> Iterator[Page]:
    """A page of the admin that must have nothing to complain about."""
    context = browser.new_context(viewport=DESK, base_url=live_server.url, locale="id-ID")  # type: ignore[arg-type]
    session = sign_in(Client(), play.admin).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda m: complaints.append(m.text) if "Policy" in m.text else None)
    yield opened
    context.close()
    assert complaints == []


def write(page: Page, post: Post) -> None:
    page.goto(reverse("planning:compose", args=[post.pk]))


def saved(page: Page, version: int) -> None:
    expect(page.locator("#tulis > input[name=version]")).to_have_value(str(version))


SAMPLES = [
    "",
    "biasa saja",
    "é e\u0301 ñ",
    "👩‍👧‍👦 👍🏽 🇮🇩 satu",
    "lihat https://contoh.go.id/a?b=c&d=1, ya.",
    "(https://contoh.go.id/a) dan contoh.go.id/x; surel",
    "日本語 – “kutip” … akhir",
    "baris\nbaru\n\n#tagar @akun",
    "❤️ © ©️ 1 1️⃣ ꦲꦏ☎ 🌧️",
]


def test_the_browser_counts_like_the_server(page: Page, draft: Post) -> None:
    write(page, draft)
    for text, count, link in product(SAMPLES, COUNTS, (0, 23)):
        given = [text, count, link]
        counted = page.evaluate("(a) => kentonganPanjang.length(...a)", given)
        assert counted == length(text, count, link), given
        cut = page.evaluate(
            "([t, c, l]) => [...t.slice(0, kentonganPanjang.cut(t, 7, c, l))].length", given
        )
        assert cut == fits_until(text, 7, count, link), given


def test_typing_counts_marks_and_saves_by_itself(page: Page, draft: Post) -> None:
    write(page, draft)
    expect(page.locator(".cermin mark", has_text="0812-3344-5566")).to_have_count(1)
    page.locator("#id_text").press("Control+End")
    page.keyboard.type(" Gratis 😀.")
    tile = page.locator('[data-petak="x"] [data-panjang]')
    expect(tile).to_have_text(f"{length(TEXT + ' Gratis 😀.', 'weighted280', 23)}/280")
    saved(page, 2)
    draft.refresh_from_db()
    assert draft.text == TEXT + " Gratis 😀."
    expect(page.locator("#tersimpan")).to_contain_text("Tersimpan")


def test_a_fix_is_applied_in_place_and_checked_again(page: Page, draft: Post) -> None:
    write(page, draft)
    page.locator("[data-terapkan]").first.click()
    expect(page.locator(".temuan", has_text="0812")).to_have_count(0)
    assert "0812" not in page.locator("#id_text").input_value()
    assert "👩‍👧 buka" in page.locator("#id_text").input_value()


def test_what_was_put_in_by_a_click_is_taken_back_by_a_key(page: Page, draft: Post) -> None:
    write(page, draft)
    text = page.locator("#id_text")
    expect(page.locator(".temuan [data-terapkan]")).to_be_visible()
    page.locator(".temuan [data-terapkan]").click()
    expect(text).not_to_have_value(TEXT)
    text.press("Control+z")
    expect(text).to_have_value(TEXT)

    text.press("Control+End")
    text.press_sequentially(" Ayo!")
    page.locator("details:has([data-sisip='🙏']) > summary").click()
    page.locator("[data-sisip='🙏']").click()
    expect(text).to_have_value(f"{TEXT} Ayo!🙏")
    expect(text).to_be_focused()
    text.press("Control+z")
    expect(text).to_have_value(f"{TEXT} Ayo!")
    text.press("Control+z")
    expect(text).not_to_have_value(f"{TEXT} Ayo!")  # nor is what was typed before out of reach
    expect(page.locator("#tersimpan")).to_contain_text("Tersimpan")


def test_a_finding_leads_to_its_words(page: Page, draft: Post) -> None:
    write(page, draft)
    page.locator("[data-tunjuk]").first.click()
    chosen = page.evaluate("""() => {
      const area = document.activeElement;
      return area.value.slice(area.selectionStart, area.selectionEnd);
    }""")
    assert chosen == "0812-3344-5566"


def test_a_network_takes_its_own_wording(page: Page, draft: Post) -> None:
    write(page, draft)
    page.locator('[data-petak="x"]').click()
    page.locator("#v-x [data-khususkan]").click()
    page.keyboard.type(" Untuk X.")
    saved(page, 2)
    assert [v.network for v in draft.variants.all()] == ["x"]
    expect(page.locator('[data-pra="x"] [data-pra-teks]')).to_contain_text("Untuk X.")
    page.locator("#v-x [data-ikuti]").click()
    saved(page, 3)
    assert draft.variants.count() == 0


def test_a_thread_is_cut_and_counted_while_one_writes(page: Page, draft: Post) -> None:
    write(page, draft)
    page.locator("#id_text").fill("Loket buka setiap hari kerja mulai pukul 08.00 WIB. " * 8)
    page.locator('[data-petak="x"]').click()
    expect(page.locator('[data-sisa="x"]')).to_contain_text("lebih")
    page.locator("#v-x .cara-tayang > summary").click()
    page.get_by_label("Jadikan utas").check()
    parts = page.locator('[data-utas="x"] li')
    expect(parts).to_have_count(2)
    expect(parts.first).to_contain_text("WIB. (1/2)")
    expect(parts.first).to_contain_text("/280")
    expect(page.locator('[data-petak="x"] [data-panjang]')).to_have_text("2 bagian")
    expect(page.locator('[data-pra="x"] [data-pra-teks]')).to_be_hidden()
    saved(page, 2)
    page.evaluate(axe_source() + "; undefined")
    assert page.evaluate(AXE) == []
    page.get_by_label("Jadikan utas").uncheck()
    expect(page.locator('[data-pra="x"] [data-pra-teks] mark')).to_be_visible()
    saved(page, 3)
    assert not draft.presentations.exists()


def test_marks_on_links_and_names_show_and_count_as_on_the_server(
    page: Page, draft: Post, play: Cast
) -> None:
    make_account(play.diskominfo, "instagram", "kominfo.rj")
    actions.set_link_marks(
        enabled=True, hosts="rawajati.go.id", medium="medsos", campaign="hut-17",
        by=play.administrator, at=NOW,
    )  # fmt: skip
    links = "(https://desa.rawajati.go.id/a?b=1#c), https://lapor.go.id dan rawajati.go.id/x."
    text = f"Lihat {links} Tanya @Kominfo.RJ, bukan a@kominfo.rj atau @lain."
    write(page, draft)
    page.locator("#id_text").fill(text)
    page.locator('[data-petak="facebook"]').click()
    marks = marks_for(draft, {"text": text})
    assert marks is not None
    shown = marks.on(text, "facebook")
    assert f"Tanya {play.diskominfo.name}, bukan" in shown
    expect(page.locator('[data-pra="facebook"] [data-pra-teks]')).to_have_text(shown)
    tile = page.locator('[data-petak="facebook"] [data-panjang]')
    expect(tile).to_contain_text(f"{length(shown, 'characters')}/")


def test_what_others_write_appears_and_a_clash_is_shown(
    page: Page, draft: Post, play: Cast
) -> None:
    write(page, draft)
    actions.save_draft(post_id=draft.pk, version=1, by=play.sekcam, at=NOW, title="Judul sekcam")
    page.locator("#id_source").fill("Dinas Kesehatan")
    saved(page, 3)
    expect(page.locator("#id_title")).to_have_value("Judul sekcam")
    actions.save_draft(post_id=draft.pk, version=3, by=play.sekcam, at=NOW, text="Isi sekcam")
    page.locator("#id_text").fill("Isi admin")
    expect(page.locator("[data-bentrok]")).to_be_visible(timeout=8000)
    page.locator("[data-bentrok] button").click()
    expect(page.locator("#bentrok")).to_contain_text("Isi sekcam")
    expect(page.locator("#bentrok")).to_contain_text("Isi admin")
    page.get_by_label("Pakai tulisan saya").check()
    page.get_by_role("button", name="Simpan pilihan").click()
    expect(page.locator("#bentrok")).to_have_count(0)
    draft.refresh_from_db()
    assert draft.text == "Isi admin"


def test_a_lost_signal_loses_nothing(page: Page, draft: Post) -> None:
    write(page, draft)
    page.context.set_offline(True)
    page.locator("#id_text").fill("Ditulis tanpa sinyal")
    expect(page.locator("[data-nota-luring]")).to_contain_text("aman di perangkat")
    assert "Ditulis tanpa sinyal" in page.evaluate("JSON.stringify(localStorage)")
    page.context.set_offline(False)
    saved(page, 2)
    expect(page.locator("[data-nota-luring]")).to_be_hidden()
    draft.refresh_from_db()
    assert draft.text == "Ditulis tanpa sinyal"


def test_a_chosen_picture_is_uploaded_with_what_was_typed(page: Page, draft: Post) -> None:
    write(page, draft)
    page.locator("#id_text").fill("Baru diketik")
    data = picture().read()
    chosen = {"name": "poster.png", "mimeType": "image/png", "buffer": data}
    with page.expect_navigation():
        page.locator("[data-gambar-baru]").set_input_files(chosen)  # type: ignore[arg-type]
    expect(page.locator("[data-gambar]")).to_have_count(1)
    draft.refresh_from_db()
    assert draft.text == "Baru diketik"


# Sunday by the clock of the unit: what is red and what is today meet in one cell. On workdays, and
# without findings, these pages are looked at in tests/browser.
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1440"])
def test_axe_finds_nothing_in_the_composer_and_the_calendar(
    page: Page, draft: Post, size: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = datetime(2026, 11, 29, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
    monkeypatch.setattr(clock, "now", lambda: local.astimezone(UTC))
    page.set_viewport_size(size)
    names = ("compose", "hand_in", "history", "schedule")
    urls = [reverse(f"planning:{name}", args=[draft.pk]) for name in names]
    urls += [f"{reverse('planning:calendar')}{view}" for view in ("", "?tampilan=minggu")]
    for url in urls:
        page.goto(url)
        page.evaluate(axe_source() + "; undefined")
        assert page.evaluate(AXE) == [], url
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, url


def test_the_phone_shows_one_step_at_a_time(page: Page, draft: Post) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    write(page, draft)
    expect(page.locator("#id_text")).to_be_visible()
    expect(page.locator("#periksa")).to_be_hidden()
    page.get_by_role("tab", name="Periksa").click()
    expect(page.locator("#periksa .temuan").first).to_be_visible()
    expect(page.locator("#id_text")).to_be_hidden()
    page.get_by_role("tab", name="Jadwal").click()
    expect(page.locator("#id_day")).to_be_visible()


def test_the_calendar_is_filtered_by_choosing(page: Page, draft: Post) -> None:
    page.goto(reverse("planning:calendar"))
    page.locator("#d-pilar").select_option("budaya")
    page.wait_for_url("**/kalender/?**pilar=budaya**")
    expect(page.locator("#d-pilar")).to_have_value("budaya")
    expect(page.locator(".bulan")).to_be_visible()
    expect(page.locator("#isi")).to_have_count(1)


def test_a_finding_is_marked_also_where_its_place_gains_a_digit(page: Page, draft: Post) -> None:
    """From below 100 to above it: as texts, the second is the smaller one."""
    lead = "Posyandu buka Kamis pagi di balai desa. " * 2 + "Milik warga: "
    number = "3210011205850001"
    assert len(lead) < 100 < len(lead) + len(number)
    actions.save_draft(
        post_id=draft.pk, version=1, by=draft.author, at=NOW, text=f"{lead}{number}."
    )
    write(page, draft)
    expect(page.locator(".cermin mark", has_text=number)).to_have_count(1)


def test_a_picture_read_meanwhile_is_told_without_a_touch(page: Page, draft: Post) -> None:
    item = actions.add_media(
        post_id=draft.pk, version=draft.version, file=picture(), name="a.png",
        by=draft.author, at=clock.now(), alt="Poster jadwal posyandu bulan Agustus",
    )  # fmt: skip
    write(page, draft)
    line = page.locator(f'[data-tulisan="{item.pk}"]')
    expect(line).to_contain_text("Gambar sedang dibaca")
    seen = {"seen_text": "NIK 3210011205850001", "seen_state": "read"}
    Asset.objects.filter(pk=item.asset_id).update(**seen)
    expect(line).to_contain_text("Tulisan di gambar sudah diperiksa")
    expect(page.locator("[data-temuan]")).to_contain_text("di gambar 1")
    expect(page.locator("[data-temuan]")).not_to_have_attribute("data-membaca", "")


def test_a_reason_being_typed_outlives_a_check(page: Page, draft: Post) -> None:
    actions.save_draft(
        post_id=draft.pk, version=1, by=draft.author, at=NOW, text="NIK 3210011205850001 dicari."
    )
    write(page, draft)
    page.locator("summary", has_text="Minta izin lewat").click()
    page.locator(".temuan-timbang[open] textarea").fill("Diminta pemilik berkas.")
    page.locator("#id_text").press("Control+End")
    with page.expect_response("**/periksa/"):
        page.keyboard.type(" Segera.")
    area = page.locator(".temuan-timbang[open] textarea")
    expect(area).to_have_value("Diminta pemilik berkas.")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_where_leave_is_asked_for(
    page: Page, play: Cast, draft: Post, size: Any
) -> None:
    text = "NIK 3210011205850001 dan NIK 3210011205850002 dicari."
    actions.save_draft(post_id=draft.pk, version=1, by=play.admin, at=NOW, text=text)
    make_user("Teti Rohaeti", play.pemda, "bagian_hukum", username="hukum")
    post = Post.objects.get(pk=draft.pk)
    found = next(item for item in checking.findings(post, NOW) if item.may_ask)
    asked = actions.ask_waiver(post, found, reason="Diminta pemilik.", by=play.admin, at=NOW)
    actions.add_media(
        post_id=draft.pk, version=post.version, file=picture(), name="a.png", by=play.admin, at=NOW
    )
    page.set_viewport_size(size)
    for name, args in (("compose", [draft.pk]), ("waivers", []), ("waiver", [asked.pk])):
        page.goto(reverse(f"planning:{name}", args=args))
        page.evaluate(OPEN)
        page.evaluate(axe_source() + "; undefined")
        assert page.evaluate(AXE) == [], name
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
