"""Lists, the beginning of a post, history and calendar through the test client."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kentongan.kernel import clock
from kentongan.networks.models import Account
from kentongan.planning import actions
from kentongan.planning.models import Post
from kentongan.planning.views.posts import title_from
from tests.cast import NOW, Cast, make_unit, sign_in
from tests.planning.conftest import make_account, make_post, picture

POSTS, NEW, CALENDAR = (reverse(f"planning:{n}") for n in ("posts", "new", "calendar"))
WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.admin)


def page(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


# ------------------------------------------------------------------------------------- list


def test_the_list_shows_only_what_is_in_sight(
    admin: Client, post: Post, cast: Cast, accounts: dict[str, Account]
) -> None:
    make_post(cast.kecamatan_lain, cast.admin_lain, title="Rahasia tetangga")
    html = page(admin, POSTS)
    assert "Jadwal posyandu" in html
    assert "Rahasia tetangga" not in html


def test_an_empty_list_says_what_to_do(admin: Client, kinds: None) -> None:
    assert "Tulis yang pertama" in page(admin, POSTS)
    assert "Hapus saringan" in page(admin, POSTS, q="tak ada")


def test_the_heading_counts_what_the_list_shows(admin: Client, post: Post, cast: Cast) -> None:
    make_post(cast.desa, cast.admin, title="Kerja bakti")
    Post.objects.filter(title="Kerja bakti").update(state="cancelled")
    assert "2 unggahan" in page(admin, POSTS)
    assert "1 unggahan" in page(admin, POSTS, keadaan="draft")
    assert "0 unggahan" in page(admin, POSTS, keadaan="scheduled")


def test_the_list_is_filtered_by_state_pillar_unit_and_words(
    admin: Client, post: Post, cast: Cast
) -> None:
    make_post(cast.desa, cast.admin, title="Kerja bakti", pillar="warga", text="Gotong royong")
    assert "Kerja bakti" not in page(admin, POSTS, unit=cast.kecamatan.code)
    assert "Kerja bakti" in page(admin, POSTS, pilar="warga")
    assert "Jadwal posyandu" not in page(admin, POSTS, q="gotong kerja")
    assert "Kerja bakti" in page(admin, POSTS, q="gotong kerja")
    Post.objects.filter(pk=post.pk).update(state="returned")
    assert "Kerja bakti" not in page(admin, POSTS, keadaan="returned")
    actions.archive(Post.objects.get(title="Kerja bakti"), version=1, by=cast.admin, at=NOW)
    assert "Kerja bakti" not in page(admin, POSTS)
    assert "Keluarkan" in page(admin, POSTS, keadaan="arsip")


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 5000},
        {"q": "\x00"},
        {"q": "%_'\""},
        {"keadaan": "tak-ada"},
        {"pilar": "\u202e"},
        {"unit": "x" * 900},
        {"unit": "a\x00b"},
        {"saya": "ya"},
    ],
)
def test_odd_filters_never_break_the_list(admin: Client, post: Post, query: dict[str, str]) -> None:
    assert admin.get(POSTS, query).status_code == 200
    assert admin.get(reverse("planning:export"), query).status_code == 200


def test_the_export_is_safe_for_spreadsheets(admin: Client, post: Post, cast: Cast) -> None:
    make_post(cast.kecamatan, cast.admin, title='=HYPERLINK("http://x")')
    response = admin.get(reverse("planning:export"))
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][:3] == ["Judul", "Keadaan", "Unit"]
    titles = {row[0] for row in rows[1:]}
    assert titles == {'\'=HYPERLINK("http://x")', "Jadwal posyandu"}
    assert rows[1][5] == "Facebook, X"
    assert rows[0][6] == "Jadwal (WIB)", "whose hours these are"


def test_long_lists_have_pages(admin: Client, cast: Cast, kinds: None) -> None:
    for number in range(27):
        make_post(cast.kecamatan, cast.admin, title=f"Nomor {number:02d}",
                  at=NOW + timedelta(minutes=number))  # fmt: skip
    first = admin.get(POSTS)
    assert "Nomor 26" in first.content.decode()
    assert "Nomor 00" not in first.content.decode()
    following = first.context["page"].next_url
    assert "Nomor 00" in admin.get(POSTS + following).content.decode()
    assert admin.get(POSTS, {"setelah": "rusak"}).status_code == 404


# ---------------------------------------------------------------------------------- a new one


def test_a_post_is_begun(admin: Client, cast: Cast, kinds: None) -> None:
    data = {"unit": cast.kecamatan.code, "kind": "layanan-rutin", "title": "Baru", "text": "Isi"}
    response = admin.post(NEW, data)
    post = Post.objects.get()
    assert response.headers["Location"] == reverse("planning:compose", args=[post.pk])
    assert (post.title, post.text, post.author) == ("Baru", "Isi", cast.admin)


def test_a_quick_text_needs_no_title(admin: Client, kinds: None) -> None:
    admin.post(NEW, {"text": "Posyandu buka besok pagi di balai desa", "cepat": "1"})
    assert Post.objects.get().title == "Posyandu buka besok pagi di balai desa"
    assert title_from("kata " * 40).endswith("…")


def test_what_is_typed_on_the_desk_becomes_a_draft_and_stands_in_no_address(
    cast: Cast, kinds: None
) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), cast.admin)
    desk = page(client, reverse("home:desk"))
    form = re.search(
        r'<form method="(\w+)" class="[^"]*tulis-cepat" action="([^"]+)".*?</form>', desk, re.S
    )
    assert form is not None
    assert form[1] == "post"
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    response = client.post(form[2], {**fields, "text": "Posyandu buka besok pagi."})
    post = Post.objects.get()
    assert response.headers["Location"] == reverse("planning:compose", args=[post.pk])
    assert (post.text, post.unit) == ("Posyandu buka besok pagi.", cast.kecamatan)


def test_a_quick_text_that_is_refused_stays_typed(admin: Client, kinds: None) -> None:
    text = "Posyandu buka besok pagi. " * 900
    response = admin.post(NEW, {"text": text, "cepat": "1"})
    assert response.status_code == 422
    assert "Terlalu panjang" in response.content.decode()
    assert text.strip() in response.content.decode()


def test_an_empty_quick_text_opens_the_page_to_write_without_a_complaint(
    admin: Client, kinds: None
) -> None:
    response = admin.post(NEW, {"text": "  ", "cepat": "1"}, follow=True)
    assert response.redirect_chain == [(NEW, 302)]
    assert "perlu dibetulkan" not in response.content.decode()
    assert not Post.objects.exists()


def test_an_address_puts_no_words_into_a_new_post(admin: Client, kinds: None) -> None:
    assert "Isi titipan" not in page(admin, NEW, teks="Isi titipan", text="Isi titipan")


def test_a_day_of_the_calendar_becomes_the_wish(admin: Client, kinds: None) -> None:
    day = clock.now().astimezone(WIB).date() + timedelta(days=3)
    assert day.isoformat() in page(admin, NEW, tanggal=day.isoformat())
    data = {"title": "Baru", "kind": "krisis", "tanggal": day.isoformat(), "jam": "08.30"}
    admin.post(NEW, data)
    planned = Post.objects.get().scheduled_for
    assert planned is not None
    assert planned == datetime(day.year, day.month, day.day, 8, 30, tzinfo=WIB)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "Tulis judul"),
        ("title", "x" * 161, "Terlalu panjang"),
        ("title", "balik\u202e", "pembalik arah"),
        ("text", "x" * 20_001, "Terlalu panjang"),
        ("text", "nol\x00", "kendali"),
        ("kind", "tak-ada", "Pilih salah satu"),
        ("unit", "kec-ciranji", "Pilih salah satu"),
        ("tanggal", "kemarin", "Isi tanggal"),
    ],
)
def test_bad_input_keeps_what_was_typed(
    admin: Client, cast: Cast, kinds: None, field: str, value: str, message: str
) -> None:
    data = {
        "unit": cast.kecamatan.code,
        "kind": "krisis",
        "title": "Judul saya",
        "text": "Isi saya",
    }
    response = admin.post(NEW, data | {field: value})
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert ("Judul saya" in html) == (field != "title")
    assert not Post.objects.exists()


def test_who_writes_nowhere_is_told(client: Client, cast: Cast, kinds: None) -> None:
    sign_in(client, cast.camat)
    refused = client.get(NEW)
    assert refused.status_code == 403
    assert "Minta administrator sistem atau pembina" in refused.content.decode()


def test_who_gives_roles_is_led_to_their_own(client: Client, cast: Cast, kinds: None) -> None:
    sign_in(client, cast.administrator)
    mine = f"/orang/{cast.administrator.pk}/"
    assert f'href="{mine}#beri-peran"' in client.get(NEW).content.decode()
    given = {"role": "admin_unit", "unit": cast.administrator.unit.code}
    assert client.post(f"{mine}peran/", given).status_code == 302
    assert client.get(NEW).status_code == 200


# ----------------------------------------------------------------------------------- history


def test_saving_again_and_again_is_one_line_of_the_trail(
    admin: Client, post: Post, cast: Cast
) -> None:
    for turn in range(3):
        at = NOW + timedelta(hours=turn)
        for text, explicit in ((f"Mulai {turn}", False), (f"Isi {turn}", True)):
            post.refresh_from_db()
            actions.save_draft(
                post_id=post.pk, version=post.version, by=cast.admin, at=at, text=text,
                explicit=explicit,
            )  # fmt: skip
    post.refresh_from_db()
    actions.save_draft(
        post_id=post.pk, version=post.version, by=cast.sekcam, at=NOW + timedelta(hours=4),
        text="Isi sekcam",
    )  # fmt: skip
    for name in ("planning:history", "publishing:post"):
        latest, saved, begun = trail(page(admin, reverse(name, args=[post.pk])))
        assert cast.sekcam.name in latest
        assert "kali" not in latest + begun
        assert f"{cast.admin.name} menyimpan versi" in saved
        assert ", 3 kali" in saved
        assert "memulai unggahan" in begun


def trail(html: str) -> list[str]:
    """The lines under *Jejak*, without markup."""
    _before, _heading, after = html.partition("Jejak</h2>")
    listed = re.findall(r"<li>(.*?)</li>", after.partition("</ol>")[0], re.DOTALL)
    return [re.sub(r"<[^>]+>", "", line) for line in listed]


def test_history_compares_and_restores(admin: Client, post: Post, cast: Cast) -> None:
    url = reverse("planning:history", args=[post.pk])
    assert "Belum ada versi" in page(admin, url)
    actions.save_draft(post_id=post.pk, version=1, by=cast.admin, at=NOW, text="Isi satu")
    alone = page(admin, url)
    assert "Isi satu" in alone
    assert "Bandingkan" not in alone  # with nothing
    actions.save_draft(post_id=post.pk, version=2, by=cast.sekcam, at=NOW, text="Isi dua")
    html = page(admin, url)
    assert html.count("Bandingkan") == 1
    assert "<del>" in html
    assert "Versi 1 ke versi 2" in html
    assert "menyimpan versi" in html
    assert "Isi kedua versi sama" not in html
    response = admin.post(url, {"versi": "1", "version": "3"})
    assert response.status_code == 302
    post.refresh_from_db()
    assert post.text == "Isi satu"
    assert admin.post(url, {"versi": "1", "version": "3"}).status_code == 409
    for odd in ("99", "x", "", "-1", "9" * 30):
        assert admin.post(url, {"versi": odd, "version": "4"}).status_code == 422
        assert admin.get(url, {"dari": odd, "ke": odd}).status_code == 200


# ---------------------------------------------------------------------------------- calendar


def plan(post: Post, day: date, hour: int = 8, **fields: Any) -> None:
    when = datetime(day.year, day.month, day.day, hour, tzinfo=WIB)
    Post.objects.filter(pk=post.pk).update(scheduled_for=when, **fields)


@pytest.mark.parametrize("view", ["bulan", "minggu", "daftar"])
def test_every_view_shows_the_post_in_the_zone_of_the_unit(
    admin: Client, post: Post, view: str
) -> None:
    plan(post, date(2026, 8, 12))
    html = page(admin, CALENDAR, tampilan=view, tgl="2026-08-12")
    assert "Jadwal posyandu" in html
    assert "08.00" in html


def test_days_off_are_red_and_named(admin: Client, kinds: None) -> None:
    html = page(admin, CALENDAR, tgl="2026-08-12")
    assert "Hari Kemerdekaan" in html
    assert html.count("text-libur") > 5


def test_a_week_whose_working_days_are_over_is_not_called_filled(
    admin: Client, kinds: None
) -> None:
    over = page(admin, CALENDAR, tgl="2020-08-12", tampilan="minggu")
    assert "Hari kerja pekan ini sudah lewat." in over
    assert "sudah terisi" not in over
    assert "Masih kosong" in page(admin, CALENDAR, tgl="2090-08-16", tampilan="minggu")


def test_a_list_without_posts_says_so_even_when_there_are_holidays(
    admin: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    asked = {"tampilan": "daftar", "tgl": "2026-08-12"}
    empty = page(admin, CALENDAR, **asked)
    assert "Hari Kemerdekaan" in empty
    assert "Belum ada yang dijadwalkan" in empty
    plan(post, date(2026, 8, 20))
    assert "Belum ada yang dijadwalkan" not in page(admin, CALENDAR, **asked)


def test_the_calendar_leaves_out_neighbours_and_what_is_put_away(
    admin: Client, post: Post, cast: Cast, accounts: dict[str, Account]
) -> None:
    other = make_post(cast.kecamatan_lain, cast.admin_lain, title="Rahasia tetangga")
    village = make_post(cast.desa, cast.admin, title="Kabar desa")
    for item in (other, village, post):
        plan(item, date(2026, 8, 12))
    html = page(admin, CALENDAR, tgl="2026-08-12")
    assert "Kabar desa" in html
    assert "Rahasia tetangga" not in html
    assert "Kabar desa" not in page(admin, CALENDAR, tgl="2026-08-12", unit=cast.kecamatan.code)
    assert "acara acara" not in page(admin, CALENDAR, tgl="2026-08-12", pilar="budaya")
    Post.objects.filter(pk=post.pk).update(state="cancelled")
    assert "Jadwal posyandu" not in page(admin, CALENDAR, tgl="2026-08-12")
    assert "Jadwal posyandu" in page(admin, CALENDAR, tgl="2026-08-12", keadaan="cancelled")


@pytest.mark.parametrize("day", ["rusak", "2026-02-30", "0001-01-01", "9999-12-31", "x" * 99])
def test_odd_days_show_today(admin: Client, kinds: None, day: str) -> None:
    assert admin.get(CALENDAR, {"tgl": day, "tampilan": "entah"}).status_code == 200


def test_dragging_keeps_the_hour_and_the_button_does_the_same(
    admin: Client, post: Post, cast: Cast
) -> None:
    today = clock.now().astimezone(WIB).date()
    plan(post, today + timedelta(days=2), 14)
    goal = today + timedelta(days=5)
    admin.post(reverse("planning:move"), {"item": str(post.pk), "slot": goal.isoformat()})
    post.refresh_from_db()
    assert post.scheduled_for is not None
    assert post.scheduled_for == datetime(goal.year, goal.month, goal.day, 14, tzinfo=WIB)
    url = reverse("planning:schedule", args=[post.pk])
    assert 'value="14:00"' in page(admin, url)
    admin.post(url, {"day": goal.isoformat(), "hour": "09:15"})
    post.refresh_from_db()
    assert post.scheduled_for is not None
    assert post.scheduled_for.astimezone(WIB).minute == 15
    admin.post(url, {"day": "", "hour": ""})
    post.refresh_from_db()
    assert post.scheduled_for is None


def test_a_post_lies_on_the_day_it_was_dropped_on_also_where_its_unit_has_another_date(
    admin: Client, kinds: None, cast: Cast
) -> None:
    cast.kelurahan.timezone = "Asia/Jayapura"
    cast.kelurahan.save(update_fields=["timezone"])
    east = make_post(cast.kelurahan, cast.admin)
    today = clock.now().astimezone(WIB).date()
    plan(east, today + timedelta(days=2), 22)
    goal = today + timedelta(days=5)
    admin.post(reverse("planning:move"), {"item": str(east.pk), "slot": goal.isoformat()})
    east.refresh_from_db()
    assert east.scheduled_for == datetime(goal.year, goal.month, goal.day, 22, tzinfo=WIB)


@pytest.mark.parametrize(
    ("day", "hour", "message"),
    [
        ("2020-01-01", "09:00", "sudah lewat"),
        ("besok", "09:00", "Isi tanggal"),
        ("2099-01-01", "pagi", "Isi jam"),
        ("2099-01-01", "", "Isi jam"),
    ],
)
def test_a_bad_time_is_told_at_its_field(
    admin: Client, post: Post, day: str, hour: str, message: str
) -> None:
    url = reverse("planning:schedule", args=[post.pk])
    response = admin.post(url, {"day": day, "hour": hour})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert f'value="{day}"' in response.content.decode()


def test_others_posts_are_not_moved(client: Client, post: Post, cast: Cast) -> None:
    sign_in(client, cast.admin_lain)
    for item in (str(post.pk), "bukan-id", ""):
        data = {"item": item, "slot": "2099-01-01"}
        assert client.post(reverse("planning:move"), data).status_code == 404


def test_a_post_is_copied_put_away_and_given_up(admin: Client, post: Post) -> None:
    def go(name: str) -> Any:
        return admin.post(reverse(f"planning:{name}", args=[post.pk]))

    assert go("duplicate").status_code == 302
    assert Post.objects.count() == 2
    go("archive")
    assert Post.objects.get(pk=post.pk).archived_at is not None
    go("unarchive")
    go("cancel")
    assert Post.objects.get(pk=post.pk).state == "cancelled"
    go("reopen")
    assert Post.objects.get(pk=post.pk).state == "draft"
    for name in ("duplicate", "archive", "cancel", "reopen"):
        assert admin.get(reverse(f"planning:{name}", args=[post.pk])).status_code == 405


# ------------------------------------------------------------------------------------ weight


def statements(client: Client, url: str, query: dict[str, str] | None = None) -> int:
    client.get(url, query)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        response = client.get(url, query)
    assert response.status_code == 200
    return len(caught)


def many(cast: Cast, count: int) -> list[Post]:
    today = clock.now().astimezone(WIB).date()
    made = []
    for number in range(count):
        post = make_post(cast.kecamatan, cast.admin, title=f"Unggahan {number}")
        plan(post, today + timedelta(days=number % 5), 8 + number % 9)
        made.append(post)
    return made


@pytest.mark.parametrize(
    ("url", "query"),
    [
        (POSTS, {}),
        (CALENDAR, {}),
        (CALENDAR, {"tampilan": "minggu"}),
        (CALENDAR, {"tampilan": "daftar"}),
    ],
)
def test_the_number_of_statements_does_not_grow_with_rows(
    admin: Client, cast: Cast, kinds: None, accounts: dict[str, Account], url: str,
    query: dict[str, str],
) -> None:  # fmt: skip
    many(cast, 2)
    few = statements(admin, url, query)
    many(cast, 18)
    for number in range(9):
        make_unit(f"Desa {number}", cast.kecamatan, "desa")
    assert statements(admin, url, query) == few
    assert few <= 15


def test_the_composer_needs_few_statements_whatever_it_holds(
    admin: Client, cast: Cast, kinds: None, accounts: dict[str, Account], settings: Any,
    tmp_path: Any,
) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    # With a finding from the start: whether the writer has reported one is asked for, too.
    post = make_post(cast.kecamatan, cast.admin, text="Kirab HUT RI ke-81 mulai pukul 13.00 WIB.")
    url = reverse("planning:compose", args=[post.pk])
    assert statements(admin, url) <= 15
    for number, network in enumerate(["instagram", "telegram", "threads", "facebook", "x"]):
        make_account(cast.kecamatan, network, f"akun{number}")
    chosen = list(Account.objects.filter(unit=cast.kecamatan).values_list("pk", flat=True))
    actions.save_draft(
        post_id=post.pk, version=1, by=cast.admin, at=NOW, targets=chosen,
        variants={"x": "X", "threads": "T", "telegram": "G"},
    )  # fmt: skip
    for number in range(3):
        actions.add_media(
            post_id=post.pk, version=2 + number, file=picture(colour=(9, number * 40, 9)),  # type: ignore[arg-type]
            name="a.png", by=cast.admin, at=NOW,
        )  # fmt: skip
    assert statements(admin, url) <= 15
    assert len(admin.get(url).content) < 200_000
