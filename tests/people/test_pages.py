"""The pages open for those they are meant for, and stay cheap."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kentongan.ledger.models import Entry
from kentongan.people import actions
from kentongan.people.models import Unit, User
from tests.cast import NOW, Cast, make_unit, make_user, sign_in

FOR_ADMINISTRATOR = [
    "/unit/",
    "/unit/?q=kec",
    "/unit/?induk=rawa-jati",
    "/unit/?q=%00",
    "/unit/baru/",
    "/unit/baru/?induk=kec-sumberjati",
    "/unit/kec-sumberjati/",
    "/unit/kec-sumberjati/bawah/",
    "/unit/kec-sumberjati/ubah/",
    "/unit/kec-sumberjati/pindah/",
    "/unit/kec-sumberjati/jam-kerja/",
    "/orang/",
    "/orang/?q=asep&peran=admin_unit&unit=kec-sumberjati&keadaan=semua",
    "/orang/baru/",
    "/akun-saya/",
    "/akun-saya/sandi/",
    "/token/",
    "/impor/",
    "/impor/unit/",
    "/impor/orang/",
    "/pengaturan/",
    "/pengaturan/jenis-unit/",
    "/pengaturan/jenis-unit/kecamatan/",
    "/jejak/",
    "/jejak/?unit=kec-sumberjati&pelaku=x&tindakan=unit&dari=2026-01-01&sampai=2026-13-99",
    "/keluar/",
]


@pytest.mark.parametrize("url", FOR_ADMINISTRATOR)
def test_the_administrator_opens_every_page(cast: Cast, client: Client, url: str) -> None:
    response = sign_in(client, cast.administrator).get(url)
    assert response.status_code == 200, url
    assert "<h1" in response.content.decode() or "bawah/" in url


@pytest.mark.parametrize("url", [u for u in FOR_ADMINISTRATOR if u != "/keluar/"])
def test_strangers_are_sent_to_the_sign_in_page(cast: Cast, client: Client, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 302
    assert response["Location"].startswith("/masuk/?next=")


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/unit/", 200),
        ("/unit/kec-sumberjati/", 200),
        ("/unit/kec-ciranji/", 404),
        ("/unit/rawa-jati/", 404),
        ("/unit/kec-sumberjati/ubah/", 403),
        ("/unit/kec-ciranji/ubah/", 404),
        ("/unit/baru/", 403),
        ("/orang/baru/", 403),
        ("/token/", 403),
        ("/impor/", 200),
        ("/impor/sp4n-lapor/", 200),
        ("/impor/unit/", 404),
        ("/pengaturan/", 403),
        ("/jejak/", 403),
    ],
)
def test_an_admin_of_a_unit_sees_their_own_part_only(
    cast: Cast, client: Client, url: str, status: int
) -> None:
    assert sign_in(client, cast.admin).get(url).status_code == status


def test_a_person_out_of_sight_is_not_found(cast: Cast, client: Client) -> None:
    sign_in(client, cast.camat)
    assert client.get(reverse("people:person", args=[cast.admin.pk])).status_code == 200
    assert client.get(reverse("people:person", args=[cast.admin_lain.pk])).status_code == 404
    edit = reverse("people:person_edit", args=[cast.admin.pk])
    assert client.get(edit).status_code == 403


def test_a_unit_names_its_own_people_first_and_folds_who_comes_from_above(
    cast: Cast, client: Client
) -> None:
    page = sign_in(client, cast.administrator).get("/unit/kec-sumberjati/").content.decode()
    own, _folded, above = page.partition("dari unit di atasnya</summary>")
    assert cast.camat.name in own
    assert cast.penyelia.name in above
    assert cast.penyelia.name not in own.partition('id="pengampu"')[2]


@pytest.mark.parametrize("url", ["/unit/", "/unit/?q=desa", "/unit/kec-sumberjati/", "/orang/",
                                 "/jejak/", "/akun-saya/", "/orang/baru/"])  # fmt: skip
def test_statements_do_not_grow_with_rows(
    cast: Cast, client: Client, url: str, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, cast.administrator)
    client.get(url)

    def count() -> int:
        with django_assert_max_num_queries(15) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    before = count()
    for number in range(12):
        unit = make_unit(f"Desa Uji {number}", cast.kecamatan, "desa")
        make_user(f"Orang {number}", unit, "admin_unit", username=f"orang{number}")
        make_user(f"Staf {number}", cast.kecamatan, "admin_unit", username=f"staf{number}")
    assert count() == before


def test_units_are_searched_by_every_word(cast: Cast, client: Client) -> None:
    body = sign_in(client, cast.administrator).get("/unit/?q=jati+kec").content.decode()
    assert "Kecamatan Sumberjati" in body
    assert "Kecamatan Ciranji" not in body


def test_htmx_gets_only_the_list(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#daftar"}
    body = client.get("/unit/?q=desa", headers=headers).content.decode()
    assert body.lstrip().startswith('<div id="daftar"')
    assert "<h1" not in body


def test_a_unit_is_created_edited_moved_and_put_to_rest(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    data = {
        "name": "Desa Baru", "code": "Desa-Baru", "parent": "kec-sumberjati", "type": "desa",
        "timezone": "Asia/Jakarta", "contact_phones": "0812-3456-7890\n(022) 123456",
        "contact_emails": "desa@contoh.go.id",
    }  # fmt: skip
    assert client.post("/unit/baru/", data)["Location"] == "/unit/desa-baru/"
    unit = Unit.objects.get(code="desa-baru")
    assert unit.contact_phones == ["0812-3456-7890", "(022) 123456"]
    page = client.get("/unit/desa-baru/ubah/")
    edited = {**page.context["form"].initial, "name": "Desa Lebih Baru"}
    assert client.post("/unit/desa-baru/ubah/", edited).status_code == 302
    assert client.post("/unit/desa-baru/pindah/", {"parent": "kec-ciranji"}).status_code == 302
    assert client.post("/unit/desa-baru/keadaan/").status_code == 302
    unit.refresh_from_db()
    assert (unit.name, unit.parent, unit.active) == ("Desa Lebih Baru", cast.kecamatan_lain, False)
    actions = list(Entry.objects.filter(target_id=str(unit.pk)).values_list("action", flat=True))
    assert actions == ["unit.create", "unit.edit", "unit.move", "unit.deactivate"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("name", "nul\x00"),
        ("name", "\u202eevil"),
        ("name", "tak\u200bterlihat"),
        ("code", "Ada Spasi"),
        ("code", "kec-ciranji"),
        ("code", "baru"),
        ("parent", "tidak-ada"),
        ("type", "kerajaan"),
        ("timezone", "Mars/Phobos"),
        ("contact_phones", "bukan nomor"),
        ("contact_emails", "bukan surel"),
        ("address", "a" * 301),
    ],
)
def test_a_bad_field_is_named_and_nothing_typed_is_lost(
    cast: Cast, client: Client, field: str, value: str
) -> None:
    sign_in(client, cast.administrator)
    good = {
        "name": "Desa Baru", "code": "desa-baru", "parent": "kec-sumberjati", "type": "desa",
        "timezone": "Asia/Jakarta", "address": "Jalan Raya 1",
    }  # fmt: skip
    response = client.post("/unit/baru/", {**good, field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    body = response.content.decode()
    for name in ("name", "address"):
        if name != field:
            assert good[name] in body
    assert not Unit.objects.filter(code="desa-baru").exists()


def test_broken_utf8_is_told_at_the_field(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    url = "/unit/kec-sumberjati/ubah/"
    form = client.get(url).context["form"].initial
    body = urlencode({k: v for k, v in form.items() if k != "name"}) + "&name=Kecamatan%FF%FEJati"
    response = client.post(url, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422
    assert "huruf yang rusak" in str(response.context["form"].errors["name"])
    cast.kecamatan.refresh_from_db()
    assert cast.kecamatan.name == form["name"]


def test_a_stale_form_is_told_and_keeps_the_words(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    url = "/unit/kec-sumberjati/ubah/"
    form = client.get(url).context["form"].initial
    Unit.objects.filter(pk=cast.kecamatan.pk).update(name="Nama dari orang lain")
    response = client.post(url, {**form, "name": "Nama saya"})
    assert response.status_code == 409
    body = response.content.decode()
    assert "Nama saya" in body
    assert "Nama dari orang lain" in body
    again = client.post(url, {**response.context["form"].data.dict()})
    assert again.status_code == 302
    assert Unit.objects.get(pk=cast.kecamatan.pk).name == "Nama saya"


def test_office_hours_and_days_off(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    url = "/unit/kec-sumberjati/jam-kerja/"
    bad = {"own": "1", "mon_open": "09:00", "mon_close": "08:00", "tue_open": "08:00"}
    response = client.post(url, bad)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"mon_close", "tue_close"}
    assert client.post(url, {"own": "1"}).status_code == 422
    good = {"own": "1", "mon_open": "08:00", "mon_close": "15.30"}
    assert client.post(url, good).status_code == 302
    cast.kecamatan.refresh_from_db()
    assert cast.kecamatan.office_hours == {"mon": ["08:00", "15:30"]}
    assert "Ikut Kecamatan Sumberjati" in client.get("/unit/desa-karangsari/").content.decode()
    day = {"day": "2026-09-01", "name": "Hari jadi"}
    assert client.post("/unit/kec-sumberjati/libur/", day).status_code == 302
    row = cast.kecamatan.days_off.get()
    assert client.post("/unit/kec-sumberjati/libur/", {"day": "besok"}).status_code == 422
    gone = reverse("people:unit_day_off_end", args=["kec-sumberjati", row.pk])
    assert client.post(gone).status_code == 302
    assert not cast.kecamatan.days_off.exists()


def test_a_new_person_gets_a_password_that_is_shown_once(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    data = {"name": "Nining Baru", "username": "Nining.Baru", "unit": "kec-sumberjati"}
    response = client.post("/orang/baru/", data)
    person = User.objects.get(username="nining.baru")
    secret = response.context["secret"]
    assert secret in response.content.decode()
    assert person.must_change_password
    fresh = Client()
    assert fresh.post("/masuk/", {"username": "nining.baru", "password": secret}).status_code == 302
    assert fresh.get("/unit/")["Location"] == "/akun-saya/sandi/"
    change = {"current": secret, "new": "kalimat baru saya", "again": "kalimat baru saya"}
    assert fresh.post("/akun-saya/sandi/", change)["Location"] == "/"  # to work, not to settings
    again = {"current": change["new"], "new": "kalimat lain lagi", "again": "kalimat lain lagi"}
    assert fresh.post("/akun-saya/sandi/", again)["Location"] == "/akun-saya/"


def test_roles_are_given_and_taken_on_the_page(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    page = reverse("people:person", args=[cast.admin.pk])
    give = reverse("people:person_grant", args=[cast.admin.pk])
    bad = client.post(give, {"role": "raja", "unit": "kec-sumberjati"})
    assert bad.status_code == 422
    good = {"role": "piket", "unit": "kec-ciranji", "valid_until": "2027-01-01"}
    assert client.post(give, good)["Location"] == page
    row = cast.admin.grants.get(role="piket")
    take = reverse("people:person_revoke", args=[cast.admin.pk, row.pk])
    assert client.post(take).status_code == 302
    assert not cast.admin.grants.filter(role="piket").exists()


def test_the_switcher_changes_the_working_unit(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    body = client.get("/unit/kec-sumberjati/").content.decode()
    assert "Bekerja untuk unit ini" in body
    client.post("/unit/pilih/", {"unit": "kec-sumberjati", "next": "/unit/"})
    assert client.session["unit"] == "kec-sumberjati"
    assert client.post("/unit/pilih/", {"unit": "entah"}).status_code == 404
    odd = client.post("/unit/pilih/", {"unit": "kec-sumberjati", "next": "bukan alamat"})
    assert odd["Location"] == "/"


def test_leave_and_deputy(cast: Cast, client: Client) -> None:
    sign_in(client, cast.camat)
    url = "/akun-saya/cuti/"
    base = {"from_date": "2030-01-07", "until_date": "2030-01-09"}
    assert client.post(url, {**base, "deputy": str(cast.admin_lain.pk)}).status_code == 422
    backwards = {**base, "until_date": "2030-01-01", "deputy": str(cast.sekcam.pk)}
    assert client.post(url, backwards).status_code == 422
    good = {**base, "deputy": str(cast.sekcam.pk), "reason": "Cuti tahunan"}
    assert client.post(url, good).status_code == 302
    assert client.post(url, good).status_code == 422
    row = cast.camat.absences.get()
    sign_in(client, cast.sekcam)
    end = reverse("people:absence_end", args=[row.pk])
    assert client.post(end).status_code == 404
    sign_in(client, cast.camat)
    assert client.post(end).status_code == 302


def test_tokens_are_shown_once_and_revoked(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    data = {"name": "Situs", "username": "wulan", "unit": "rawa-jati", "expires_on": "2099-01-01"}
    response = client.post("/token/", data)
    secret = response.context["secret"]
    assert secret.startswith("ktg_")
    assert secret not in client.get("/token/").content.decode()
    token = cast.administrator.tokens.get()
    assert client.post(reverse("people:token_revoke", args=[token.pk])).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert client.post("/token/", {**data, "username": "entah"}).status_code == 422


def test_the_ledger_page_filters_proves_and_exports(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    client.post("/unit/kec-sumberjati/libur/", {"day": "2026-09-01", "name": "=Hari jadi"})
    body = client.get("/jejak/?tindakan=unit.day_off").content.decode()
    assert "Yang tampil adalah tindakan dalam wewenang Anda" in body
    assert "Menambah hari libur" in body
    assert "Utuh" in client.post("/jejak/periksa/").content.decode()
    csv = client.get("/jejak/unduh.csv?unit=kec-sumberjati")
    assert csv["Content-Disposition"].endswith('"kentongan-jejak.csv"')
    assert "unit.day_off,Menambah hari libur" in csv.content.decode("utf-8-sig")
    sign_in(client, cast.camat)
    assert "Hari jadi" not in client.get("/jejak/?unit=rawa-jati").content.decode()
    assert client.post("/jejak/periksa/").status_code == 403


def test_whoever_reads_english_finds_acts_in_english_and_searches_them_by_the_same_codes(
    cast: Cast, client: Client, english: None
) -> None:
    sign_in(client, cast.administrator)
    client.post("/unit/kec-sumberjati/libur/", {"day": "2026-09-01", "name": "Hari jadi"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    body = client.get("/jejak/?tindakan=unit.day_off").content.decode()
    assert "Added a holiday" in body
    assert "Menambah hari libur" not in body
    head, line, *_rest = client.get("/jejak/unduh.csv").content.decode("utf-8-sig").splitlines()
    assert head.startswith("time,actor,unit,act,act_name,target,")
    assert "unit.day_off,Added a holiday," in line


def test_settings_rename_the_pemda_and_its_kinds_of_units(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    assert client.post("/pengaturan/", {"name": "", "region_code": "x"}).status_code == 422
    done = client.post("/pengaturan/", {"name": "Kabupaten Rawa Jati Baru", "region_code": "99.02"})
    assert done.status_code == 302
    kind = {"label": "Kapanewon", "short_label": "Kap.", "order": "60"}
    assert client.post("/pengaturan/jenis-unit/kecamatan/", kind).status_code == 302
    assert "Kapanewon" in client.get("/unit/kec-sumberjati/").content.decode()
    taken = {**kind, "code": "desa"}
    assert client.post("/pengaturan/jenis-unit/", taken).status_code == 422
    assert client.post("/pengaturan/jenis-unit/", {**kind, "code": "nagari"}).status_code == 302


def in_makassar(cast: Cast) -> None:
    """The kecamatan keeps Central Indonesian Time, an hour ahead of the pemda."""
    Unit.objects.filter(pk=cast.kecamatan.pk).update(timezone="Asia/Makassar")
    cast.kecamatan.refresh_from_db()


def test_times_of_the_ledger_and_of_office_hours_name_their_zone(
    cast: Cast, client: Client
) -> None:
    in_makassar(cast)
    actions.add_day_off(
        cast.kecamatan, day=date(2026, 8, 20), name="Hari jadi", by=cast.administrator, at=NOW
    )
    sign_in(client, cast.administrator, cast.kecamatan)
    body = client.get("/jejak/?tindakan=unit.day_off").content.decode()
    assert "Rab 12 Agu, 10.00<" in body
    assert "Waktu (WITA)" in body
    assert "2026-08-12T10:00:00+08:00" in client.get("/jejak/unduh.csv").content.decode()
    sign_in(client, cast.administrator, cast.pemda)
    body = client.get("/jejak/?tindakan=unit.day_off").content.decode()
    assert "Rab 12 Agu, 09.00<" in body
    assert "Waktu (WIB)" in body
    for address in ("", "jam-kerja/"):
        assert "WITA" in client.get(f"/unit/{cast.kecamatan.code}/{address}").content.decode()
        assert "WITA" not in client.get(f"/unit/{cast.pemda.code}/{address}").content.decode()


def test_a_token_ends_with_the_day_that_was_chosen_wherever_it_is_read(
    cast: Cast, client: Client
) -> None:
    in_makassar(cast)
    sign_in(client, cast.administrator, cast.pemda)
    data = {"name": "Situs", "username": cast.administrator.username, "expires_on": "2199-08-31"}
    for unit in (cast.pemda, cast.kecamatan):
        client.post("/token/", {**data, "unit": unit.code})
        page = client.get("/token/").content.decode()
        assert "31 Agu 2199" in page
        assert "1 Sep" not in page
