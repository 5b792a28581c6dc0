"""Signing in: generic errors, safe return, lock-out in plain words, out everywhere."""

from collections.abc import Iterator

import pytest
from axes.models import AccessAttempt
from django.test import Client

from kentongan.kernel.actor import Actor
from kentongan.ledger.models import Entry
from kentongan.networks.actions import register
from kentongan.networks.models import Account
from kentongan.people import middleware
from kentongan.people.models import Installation, RoleGrant, Unit, User
from tests.cast import NOW, PASSWORD, Cast, grant, make_unit, make_user, sign_in


def enter(client: Client, username: str, password: str = PASSWORD, **more: str) -> object:
    return client.post("/masuk/", {"username": username, "password": password, **more})


def test_the_right_password_opens_the_desk(cast: Cast, client: Client) -> None:
    response = client.post("/masuk/", {"username": " DEDI ", "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert client.session.get_expire_at_browser_close()
    assert Entry.objects.filter(action="person.sign_in", actor_id=str(cast.camat.pk)).exists()


def test_remembering_lasts_two_weeks(cast: Cast, client: Client) -> None:
    client.post("/masuk/", {"username": "dedi", "password": PASSWORD, "remember": "on"})
    assert client.session.get_expiry_age() == 14 * 24 * 3600


@pytest.mark.parametrize(
    ("username", "password"),
    [("dedi", "salah"), ("tidak-ada", PASSWORD), ("", ""), ("dedi", ""), ("x" * 300, "y"),
     ("de\x00di", PASSWORD), ("dedi", "p\x00"), ("dedi\u202e", "x"), ("\ud83d", "x")],
)  # fmt: skip
def test_every_failure_reads_the_same_and_keeps_the_name(
    cast: Cast, client: Client, username: str, password: str
) -> None:
    data = {"username": username.encode("utf-8", "replace").decode(), "password": password}
    response = client.post("/masuk/", data)
    assert response.status_code == 422
    body = response.content.decode()
    assert "tidak ada" not in body.lower() or "Tidak bisa masuk?" in body
    if username == "dedi":
        assert 'value="dedi"' in body
    assert password not in body or not password or password in "yx"
    assert "_auth_user_id" not in client.session


def test_the_deactivated_are_refused_like_strangers(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.camat.pk).update(is_active=False)
    response = client.post("/masuk/", {"username": "dedi", "password": PASSWORD})
    assert response.status_code == 422
    assert "tidak cocok" in response.content.decode()


def test_deactivation_ends_a_running_session(cast: Cast, client: Client) -> None:
    sign_in(client, cast.camat)
    assert client.get("/akun-saya/").status_code == 200
    User.objects.filter(pk=cast.camat.pk).update(is_active=False)
    assert client.get("/akun-saya/").status_code == 302


@pytest.mark.parametrize(
    ("wanted", "arrives"),
    [("/unit/", "/unit/"), ("https://evil.example/", "/"), ("//evil.example", "/"),
     ("javascript:alert(1)", "/"), ("", "/"), ("bukan alamat", "/")],
)  # fmt: skip
def test_the_way_back_never_leaves_this_host(
    cast: Cast, client: Client, wanted: str, arrives: str
) -> None:
    response = client.post("/masuk/", {"username": "dedi", "password": PASSWORD, "next": wanted})
    assert response["Location"] == arrives


def test_six_wrong_passwords_lock_with_a_plain_page_whatever_the_case(
    cast: Cast, client: Client
) -> None:
    for name in ("dedi", "DEDI", "Dedi", "dEdi", "deDi"):
        assert client.post("/masuk/", {"username": name, "password": "salah"}).status_code == 422
    locked = client.post("/masuk/", {"username": "dedi", "password": "salah"})
    assert locked.status_code == 429
    assert "15 menit" in locked.content.decode()
    right = client.post("/masuk/", {"username": "dedi", "password": PASSWORD})
    assert right.status_code == 429
    other = client.post("/masuk/", {"username": "yayah", "password": PASSWORD})
    assert other.status_code == 302
    assert AccessAttempt.objects.filter(username="dedi").exists()


def test_signing_out_needs_a_post(cast: Cast, client: Client) -> None:
    sign_in(client, cast.camat)
    assert client.get("/keluar/").status_code == 200
    assert client.get("/akun-saya/").status_code == 200
    assert client.post("/keluar/")["Location"] == "/masuk/"
    assert client.get("/akun-saya/").status_code == 302


def test_out_everywhere_ends_the_sessions_of_all_devices(cast: Cast) -> None:
    phone, laptop = sign_in(Client(), cast.camat), sign_in(Client(), cast.camat)
    assert phone.post("/akun-saya/keluar-semua/")["Location"] == "/masuk/"
    assert laptop.get("/akun-saya/").status_code == 302


def test_a_new_password_keeps_this_device_and_ends_the_others(cast: Cast) -> None:
    phone, laptop = sign_in(Client(), cast.camat), sign_in(Client(), cast.camat)
    new = "kata sandi yang baru"
    change = {"current": PASSWORD, "new": new, "again": new}
    assert phone.post("/akun-saya/sandi/", change).status_code == 302
    assert phone.get("/akun-saya/").status_code == 200
    assert laptop.get("/akun-saya/").status_code == 302


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"current": "salah"}, "current"),
        ({"new": "pendek", "again": "pendek"}, "new"),
        ({"again": "lain sama sekali"}, "again"),
        ({"new": "1234567890", "again": "1234567890"}, "new"),
        ({"new": PASSWORD, "again": PASSWORD}, "new"),
        ({"new": "x" * 300, "again": "x" * 300}, "new"),
    ],
)
def test_a_bad_new_password_is_refused_at_its_field(
    cast: Cast, client: Client, change: dict[str, str], field: str
) -> None:
    sign_in(client, cast.camat)
    good = {"current": PASSWORD, "new": "kata sandi baru", "again": "kata sandi baru"}
    response = client.post("/akun-saya/sandi/", {**good, **change})
    assert response.status_code == 422
    assert field in response.context["form"].errors


# First run.


@pytest.fixture
def empty(db: None) -> Iterator[None]:
    """A database before the first run."""
    middleware.forget_begun()
    yield
    middleware.forget_begun()


BEGIN = {
    "name": "Kabupaten Rawa Jati", "region_code": "99.01", "unit_name": "Pemkab Rawa Jati",
    "unit_code": "rawa-jati", "timezone": "Asia/Makassar", "admin_name": "Wulan",
    "username": "wulan", "email": "", "password": "kata sandi pertama",
}  # fmt: skip


@pytest.mark.usefixtures("empty")
def test_an_empty_installation_leads_to_its_first_run(client: Client) -> None:
    for url in ("/", "/masuk/", "/unit/"):
        assert client.get(url)["Location"] == "/mulai/"
    assert client.get("/mulai/").status_code == 200


@pytest.mark.usefixtures("empty")
def test_the_first_run_makes_pemda_unit_and_administrator_once(client: Client) -> None:
    assert client.post("/mulai/", BEGIN)["Location"] == "/unit/"
    unit, person = Unit.objects.get(), User.objects.get()
    assert (unit.timezone, person.unit) == ("Asia/Makassar", unit)
    assert RoleGrant.objects.get().role == "administrator"
    assert client.get("/unit/").status_code == 200
    assert client.get("/mulai/")["Location"] == "/"
    page = Client().post("/mulai/", BEGIN, follow=True)  # a second tab
    assert page.redirect_chain[-1][0].startswith("/masuk/")
    assert "sudah dimulai" in page.content.decode()
    assert Installation.objects.count() == 1


@pytest.mark.usefixtures("empty")
def test_the_desk_of_a_new_pemda_names_the_next_step(client: Client) -> None:
    client.post("/mulai/", BEGIN)
    desk = client.get("/").text
    assert "Tambahkan dinas, kecamatan, atau desa" in desk
    assert "Meja Anda bersih" not in desk, "something waits above"
    top = Unit.objects.get()
    village = make_unit("Desa Rawa", top, "desa")
    assert "Tambahkan orang pertama" in client.get("/").text
    clerk = make_user("Siti Rahma", village)
    assert "Beri peran kepada yang menulis" in client.get("/").text
    grant(clerk, "admin_unit")
    assert "Beri peran kepada yang menyetujui" in client.get("/").text
    make_user("Joko Raharjo", village, "pimpinan_unit")
    assert "Daftarkan akun resmi pertama" in client.get("/").text
    account = register(
        by=Actor.system("uji"), at=NOW, unit=village, network="sandbox", handle="desa-rawa"
    )
    assert f"/akun/{account.pk}/sambungkan/" in client.get("/").text
    Account.objects.update(health="healthy")
    assert "/sambungkan/" not in client.get("/").text
    sign_in(client, clerk)
    assert "akun resmi pertama" not in client.get("/").text


@pytest.mark.usefixtures("empty")
def test_an_account_that_was_connected_first_hides_none_of_the_other_steps(client: Client) -> None:
    client.post("/mulai/", BEGIN)
    top = Unit.objects.get()
    register(by=Actor.system("uji"), at=NOW, unit=top, network="sandbox", handle="pemkab")
    Account.objects.update(health="healthy")
    assert "Tambahkan orang pertama" in client.get("/").text
    make_user("Siti Rahma", top, "admin_unit")
    assert "Beri peran kepada yang menyetujui" in client.get("/").text
    make_user("Joko Raharjo", top, "pimpinan_unit")
    assert "Meja Anda bersih" in client.get("/").text


@pytest.mark.usefixtures("empty")
def test_the_first_run_tells_all_that_is_wrong_at_once(client: Client) -> None:
    wrong = {"region_code": "abc", "unit_code": "Spasi Ada", "username": "x", "email": "bukan"}
    response = client.post("/mulai/", {**BEGIN, **wrong, "password": "pendek"})
    assert set(response.context["form"].errors) == {*wrong, "password"}


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("region_code", "abc"), ("unit_code", "Spasi Ada"), ("timezone", "UTC"),
     ("username", "x"), ("password", "pendek"), ("admin_name", "\u202e"), ("email", "bukan")],
)  # fmt: skip
def test_a_mistake_in_the_first_run_leaves_nothing_behind(
    client: Client, field: str, value: str
) -> None:
    response = client.post("/mulai/", {**BEGIN, field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Installation.objects.exists()
    assert not Unit.objects.exists()
    body = response.content.decode()
    assert field == "unit_name" or "Pemkab Rawa Jati" in body
    assert "kata sandi pertama" not in body


def test_words_that_the_change_of_password_held_up_are_not_taken_for_saved(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.admin)
    User.objects.filter(pk=cast.admin.pk).update(must_change_password=True)
    answer = client.post("/unggahan/baru/", {"title": "Belum terkirim", "draf": "post-baru"})
    assert answer["Location"] == "/akun-saya/sandi/"
    assert "draf-diterima" not in answer.cookies
