"""The pages of the register, through the browser's eyes."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.views.debug import ExceptionReporter

from kentongan.kernel import clock
from kentongan.ledger.models import Entry
from kentongan.networks import actions, panels
from kentongan.networks.contract import CredentialField, TryLater
from kentongan.networks.models import Account, Credential, Custody, Health
from kentongan.networks.registry import CONNECTORS
from tests.cast import NOW, sign_in
from tests.networks.fakes import PASSWORD, FakeConnector, SignInConnector

TYPED = {"user": "admin-kecamatan", "app_password": PASSWORD}


def page(client: Any, url: str, status: int = 200, **options: Any) -> str:
    """The HTML of a page that answers ``status``."""
    response = client.get(url, **options)
    assert response.status_code == status, response
    return str(response.content.decode())


def post(client: Any, url: str, data: dict[str, Any] | None = None, status: int = 302) -> str:
    """The HTML of a form post that answers ``status`` (302: the address it leads to)."""
    response = client.post(url, data or {})
    assert response.status_code == status, (response, response.content.decode()[:2000])
    return str(response.url if status == 302 else response.content.decode())


@pytest.fixture
def sekcam(cast, client):
    """A client of somebody who manages and connects accounts."""
    return sign_in(client, cast.sekcam)


def at(name: str, account: Account, *more: object) -> str:
    """An address of an account's page."""
    return reverse(f"networks:{name}", args=[account.pk, *more])


# --- the register


def test_the_register_shows_what_the_person_may_see(cast, make_account, sekcam):
    make_account(connected=True, holder=cast.admin)
    make_account("kec.ciranji", network="instagram", unit=cast.kecamatan_lain)
    html = page(sekcam, "/akun/")
    assert "@kec.sumberjati" in html
    assert "Asep Nurjaman" in html
    assert "Tersambung" in html
    assert "kec.ciranji" not in html
    assert "Daftarkan akun" in html
    sign_in(sekcam, cast.camat)
    assert "Daftarkan akun" not in page(sekcam, "/akun/")


def test_an_empty_register_and_an_empty_search_show_a_way_on(sekcam):
    assert "Belum ada akun resmi" in page(sekcam, "/akun/")
    html = page(sekcam, "/akun/?q=tidak-ada")
    assert "Tidak ada akun yang cocok" in html
    assert "Tampilkan semua" in html


@pytest.mark.parametrize(
    "query",
    ["sambungan=entah", "unit=%00", "jejaring=" + "x" * 300, "q=%00%FF", "hal=1&q=%E2%80%AE",
     "unit=tidak-ada", "ditutup=1"],
)  # fmt: skip
def test_nonsense_in_the_address_of_the_register_is_no_error(sekcam, make_account, query):
    make_account()
    page(sekcam, f"/akun/?{query}")


def test_the_register_is_paged(cast, make_account, sekcam):
    for n in range(45):
        make_account(f"akun{n:02}", network="instagram")
    html = page(sekcam, "/akun/")
    assert "akun39" in html
    assert "akun40" not in html
    assert "akun44" in page(sekcam, "/akun/?hal=2")
    page(sekcam, "/akun/?hal=9", 404)
    part = page(sekcam, "/akun/?hal=2", headers={"HX-Request": "true", "HX-Target": "div#daftar"})
    assert "<html" not in part
    assert 'id="daftar"' in part


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, make_account, sekcam):
    def statements(url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(sekcam, url)
        return len(queries)

    account = make_account("akun", connected=True, holder=cast.admin)
    page(sekcam, "/akun/")
    few = statements("/akun/"), statements(at("account", account)), statements("/akun/unduh/")
    for n in range(20):
        other = make_account(f"akun{n:02}", connected=True, holder=cast.admin)
    for n in range(5):
        Custody.objects.create(
            account=account, holder=cast.camat, from_date=f"202{n}-01-01", until_date="2026-01-01"
        )
    assert other.pk
    many = statements("/akun/"), statements(at("account", account)), statements("/akun/unduh/")
    assert many == few
    assert max(many) <= 15


def test_the_export_is_filtered_harmless_and_holds_no_secret(cast, make_account, sekcam):
    make_account(connected=True, holder=cast.admin)
    make_account("kel.tegalwangi", network="facebook", display_name="=HYPERLINK(1)")
    response = sekcam.get("/akun/unduh/")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8-sig")
    assert PASSWORD not in text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {r["nama_akun"] for r in rows} == {"kec.sumberjati", "kel.tegalwangi"}
    assert next(r for r in rows if r["jejaring"] == "facebook")["nama_tampil"].startswith("'=")
    assert next(r for r in rows if r["jejaring"] != "facebook")["pemegang"] == "asep"
    filtered = sekcam.get("/akun/unduh/?jejaring=facebook").content.decode("utf-8-sig")
    assert "kec.sumberjati" not in filtered


# --- a new account


def test_a_new_account_begins_with_its_network(sekcam, network):
    html = page(sekcam, "/akun/baru/")
    assert "Jejaring Uji" in html
    assert "Instagram" in html
    assert "Unggah lewat HP" in html
    html = page(sekcam, "/akun/baru/?jejaring=instagram")
    assert 'name="server"' not in html
    assert 'name="handle"' in html
    assert 'name="server"' in page(sekcam, "/akun/baru/?jejaring=jejaring-uji")
    assert "server sendiri" in page(sekcam, "/akun/baru/?jejaring=bluesky")
    page(sekcam, "/akun/baru/?jejaring=%00")


def entry(cast: Any, **changes: str) -> dict[str, str]:
    """What a person types for an account of the kecamatan."""
    return {"unit": cast.kecamatan.code, "handle": "@kec.sumberjati", "display_name": "",
            "url": "", "holder": str(cast.admin.pk), "decree_number": "800/1",
            "decree_date": "2026-01-05", "from_date": "2026-02-01", **changes}  # fmt: skip


def test_registering_leads_to_the_account_or_to_connecting(cast, sekcam, network):
    target = post(sekcam, "/akun/baru/?jejaring=instagram", entry(cast))
    account = Account.objects.get()
    assert target == at("account", account)
    assert account.custodies.get().decree_number == "800/1"
    target = post(sekcam, "/akun/baru/?jejaring=jejaring-uji", entry(cast, server="uji.test"))
    assert target.endswith("/sambungkan/")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"handle": ""}, "kosong"),
        ({"handle": "dua kata"}, "Contoh: @kec.titirwangi"),
        ({"handle": "x" * 301}, "300"),
        ({"handle": "kec\u202ejati"}, "pembalik arah"),
        ({"handle": "kec\u200bjati"}, "tidak terlihat"),
        ({"display_name": "a\x00b"}, ""),
        ({"display_name": "x" * 201}, "200"),
        ({"url": "bukan tautan"}, "bukan tautan"),
        ({"unit": "tidak-ada"}, "dari daftar"),
        ({"unit": "kec-ciranji"}, "dari daftar"),
        ({"holder": "bukan-uuid"}, ""),
        ({"holder": str(uuid4())}, ""),
        ({"decree_date": "kemarin"}, ""),
        ({"decree_date": "0001-01-01"}, "tahunnya"),
        ({"from_date": "9999-12-31"}, "tahunnya"),
        ({"decree_number": "8" * 121}, "120"),
    ],
)
def test_bad_input_is_said_at_the_field_and_nothing_typed_is_lost(cast, sekcam, changes, words):
    html = post(sekcam, "/akun/baru/?jejaring=instagram", entry(cast, **changes), 422)
    assert "isian-galat" in html
    assert words.lower() in html.lower()
    if "handle" not in changes:
        assert 'value="@kec.sumberjati"' in html
    assert 'value="800/1"' in html or "decree_number" in changes
    assert not Account.objects.exists()


def test_the_place_of_the_office_is_recorded_where_posts_may_name_one(cast, sekcam):
    post(sekcam, "/akun/baru/?jejaring=facebook", entry(cast, handle="Kecamatan", place="1063773"))
    account = Account.objects.get()
    assert account.place == "1063773"
    assert "1063773" in page(sekcam, at("edit", account))
    typed = {"unit": cast.kecamatan.code, "handle": account.handle, "version": "1"}
    html = post(sekcam, at("edit", account), {**typed, "place": "alun-alun"}, 422)
    assert "Ini bukan nomor tempat Facebook." in html
    post(sekcam, at("edit", account), {**typed, "place": ""})
    account.refresh_from_db()
    assert (account.place, account.version) == ("", 2)
    telegram = actions.register(
        by=cast.sekcam, at=NOW, unit=cast.kecamatan, network="telegram", handle="kecsumberjati",
        place="1063773",
    )  # fmt: skip
    assert telegram.place == ""
    html = page(sekcam, at("edit", telegram))
    assert "lokasi adalah pesan tersendiri" in html
    assert 'name="place"' not in html


def test_broken_utf8_is_no_error_of_ours(cast, sekcam):
    body = "&".join(f"{k}={v}" for k, v in entry(cast, handle="kec%FF%FEjati").items())
    response = sekcam.post(
        "/akun/baru/?jejaring=instagram", body,
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert response.status_code == 422


def test_who_may_not_register_is_told_so(cast, client):
    sign_in(client, cast.camat)
    html = page(client, "/akun/baru/", 403)
    assert "tidak berwenang" in html


# --- the account


def test_the_account_page_tells_everything_but_the_secret(cast, make_account, sekcam):
    account = make_account(connected=True, holder=cast.admin)
    html = page(sekcam, at("account", account))
    for words in ("@kec.sumberjati", "Tersambung", "Asep Nurjaman", "Periksa sekarang",
                  "Disambungkan oleh", "Mendaftarkan akun", "Kecamatan Sumberjati"):  # fmt: skip
        assert words in html
    assert PASSWORD not in html
    assert len(html) < 120_000


def test_another_units_account_is_a_404_on_every_address(cast, make_account, client):
    account = make_account(connected=True, holder=cast.admin)
    custody = account.custodies.get()
    sign_in(client, cast.admin_lain)
    for name in ("account", "edit", "hand_over", "connect"):
        page(client, at(name, account), 404)
    for name in ("close", "reopen", "disconnect", "by_hand", "check", "oauth_begin"):
        post(client, at(name, account), status=404)
    post(client, at("end_custody", account, custody.pk), status=404)
    page(client, reverse("networks:account", args=[uuid4()]), 404)


def test_who_may_look_but_not_touch_gets_a_403(cast, make_account, client):
    account = make_account(connected=True)
    sign_in(client, cast.camat)
    html = page(client, at("account", account))
    assert "Periksa sekarang" not in html
    assert "Catat serah terima" not in html
    for name in ("edit", "hand_over", "connect"):
        page(client, at(name, account), 403)
    for name in ("close", "disconnect", "check"):
        post(client, at(name, account), status=403)
    assert Credential.objects.exists()


def test_layers_above_fill_their_panels(make_account, sekcam):
    account = make_account()
    panels.register("uji", lambda _request, shown: f"<p>Sakelar {shown.handle}</p>", order=5)
    panels.register("kosong", lambda _request, _shown: "")
    try:
        assert "Sakelar kec.sumberjati" in page(sekcam, at("account", account))
    finally:
        panels.unregister("uji")
        panels.unregister("kosong")


def test_the_entry_is_edited_and_a_stale_version_keeps_what_was_typed(cast, make_account, sekcam):
    account = make_account("kec.sumberjati", network="instagram")
    url = at("edit", account)
    assert 'name="version" value="1"' in page(sekcam, url)
    typed = {"unit": cast.kecamatan.code, "handle": "kec.sumberjati", "version": "1",
             "display_name": "Kecamatan Kami", "url": ""}  # fmt: skip
    post(sekcam, url, typed)
    html = post(sekcam, url, {**typed, "display_name": "Punya Saya"}, 409)
    assert "diubah orang lain" in html
    assert 'value="Punya Saya"' in html
    post(sekcam, url, {**typed, "display_name": "Punya Saya", "version": "2"})
    account.refresh_from_db()
    assert account.display_name == "Punya Saya"
    for version in ("", "nol", "0", "99999999999999"):
        post(sekcam, url, {**typed, "version": version}, 422)


def test_custody_is_handed_over_on_its_own_page(cast, make_account, sekcam):
    account = make_account(holder=cast.admin, from_date=NOW.date())
    url = at("hand_over", account)
    held = account.custodies.get()
    assert f'value="{held.pk}" selected' in page(sekcam, url)
    html = post(sekcam, url, {"holder": "", "note": "Serah terima lengkap"}, 422)
    assert "Serah terima lengkap" in html
    assert html.count("isian-galat") >= 4
    typed = {"holder": str(cast.sekcam.pk), "replaces": str(held.pk), "decree_number": "800/9",
             "decree_date": "2026-08-01", "from_date": "2026-09-01", "note": ""}  # fmt: skip
    post(sekcam, url, typed)
    html = page(sekcam, at("account", account))
    assert "SK 800/9" in html
    assert "Yayah Rokayah" in html
    assert "isian-galat" in post(sekcam, url, typed, 422)


def test_custody_ends_and_accounts_close_and_open(cast, make_account, sekcam):
    account = make_account(holder=cast.admin, from_date=NOW.date())
    custody = account.custodies.get()
    url = at("end_custody", account, custody.pk)
    assert "isian-galat" in post(sekcam, url, {"until_date": "2020-01-01"}, 422)
    assert "isian-galat" in post(sekcam, url, {"until_date": "besok"}, 422)
    post(sekcam, url, {"until_date": "2027-01-01"})
    post(sekcam, at("end_custody", account, uuid4()), {"until_date": "2027-01-01"}, 404)
    assert "isian-galat" in post(sekcam, at("close", account), {"reason": ""}, 422)
    post(sekcam, at("close", account), {"reason": "Digabung"})
    html = page(sekcam, at("account", account))
    assert "sudah ditutup" in html
    assert "Buka lagi" in html
    post(sekcam, at("close", account), {"reason": "Digabung"}, 409)
    post(sekcam, at("reopen", account))
    assert Account.objects.get().active


# --- connecting


def test_connecting_says_who_it_is(make_account, sekcam):
    account = make_account()
    html = page(sekcam, at("connect", account))
    assert "Sandi aplikasi" in html
    assert 'type="password"' in html
    post(sekcam, at("connect", account), TYPED)
    assert "Tersambung sebagai Kecamatan (@kec.sumberjati)." in page(sekcam, at("account", account))
    assert "no-store" in sekcam.get(at("connect", account))["Cache-Control"]


def test_a_refused_credential_keeps_what_was_typed_except_the_secret(make_account, sekcam):
    account = make_account()
    html = post(sekcam, at("connect", account), {**TYPED, "app_password": "salah-ketik"}, 422)
    assert "Belum tersambung" in html
    assert 'value="admin-kecamatan"' in html
    assert "salah-ketik" not in html
    html = post(sekcam, at("connect", account), {"user": "x" * 2001, "app_password": ""}, 422)
    assert "2000" in html
    assert "kosong" in html
    assert not Credential.objects.exists()


def test_a_server_out_of_reach_is_said_on_the_page(make_account, sekcam, network):
    network.trouble = TryLater("Server uji.test tidak dapat dihubungi.")
    html = post(sekcam, at("connect", make_account()), TYPED, 422)
    assert "tidak menjawab" in html
    assert 'value="admin-kecamatan"' in html


def test_an_account_is_checked_disconnected_and_served_by_hand(make_account, sekcam, network):
    account = make_account(connected=True)
    post(sekcam, at("check", account))
    assert "Tersambung sebagai @kec.sumberjati." in page(sekcam, at("account", account))
    network.good = set()
    post(sekcam, at("check", account))
    html = page(sekcam, at("account", account))
    assert "Terputus" in html
    assert PASSWORD not in html
    assert "Sambungkan lagi" in html
    post(sekcam, at("disconnect", account))
    post(sekcam, at("disconnect", account), status=409)
    post(sekcam, at("check", account), status=422)
    post(sekcam, at("by_hand", account), {"on": "1"})
    account.refresh_from_db()
    assert account.health == Health.MANUAL
    assert "diunggah lewat HP" in page(sekcam, at("connect", account))
    post(sekcam, at("by_hand", account), {"on": "0"})
    account.refresh_from_db()
    assert account.health == Health.UNCONNECTED
    manual = make_account("Info Kecamatan Sumberjati", network="whatsapp")
    assert "belum dapat disambungkan" in page(sekcam, at("connect", manual))
    post(sekcam, at("by_hand", manual), {"on": "1"}, 422)


# --- the network's own sign-in page


@pytest.fixture
def sign_in_page(monkeypatch, network):
    """The fake network, connecting by its own sign-in page."""
    monkeypatch.setitem(CONNECTORS, FakeConnector.code, SignInConnector)
    monkeypatch.setattr(SignInConnector, "seen", {})
    return SignInConnector


def begin(client: Any, account: Account, **chosen: str) -> str:
    """Start the journey; gives the state."""
    html = post(client, at("oauth_begin", account), chosen, status=200)
    assert 'href="https://uji.test/oauth?state=' in html
    return str(SignInConnector.seen["state"])


BACK = "/akun/sambungan/kembali/"


def test_a_journey_to_the_network_and_back_connects(make_account, sekcam, sign_in_page, settings):
    account = make_account()
    assert "Masuk di Jejaring Uji" in page(sekcam, at("connect", account))
    state = begin(sekcam, account)
    assert sign_in_page.seen["redirect_uri"] == settings.SITE_URL + BACK
    stored = [s.get_decoded() for s in Session.objects.all()]
    assert "pemverifikasi" not in str(stored)
    assert state not in str(stored)
    response = sekcam.get(BACK, {"code": "kode-baik", "state": state})
    assert response.url == at("account", account)
    assert sign_in_page.seen["memory"] == {"verifier": "pemverifikasi-rahasia"}
    account.refresh_from_db()
    assert account.health == Health.HEALTHY
    assert Credential.objects.get().kind == "oauth"
    assert state not in str(list(Entry.objects.values()))
    page(sekcam, f"{BACK}?code=kode-baik&state={state}", 404)


@pytest.mark.parametrize(("sent", "kept"), [("draf", "draf"), ("", "langsung"), ("x", "langsung")])
def test_what_is_no_key_is_chosen_before_the_journey_and_kept(
    make_account, sekcam, sign_in_page, monkeypatch, sent, kept
):
    ways = (("langsung", "Tayang langsung"), ("draf", "Masuk draf"))
    field = CredentialField("mode", "Cara terbit", options=ways)
    monkeypatch.setattr(sign_in_page, "credential_fields", (field,))
    account = make_account()
    assert page(sekcam, at("connect", account)).count('value="draf"') == 2  # and beside a token
    state = begin(sekcam, account, mode=sent)
    sekcam.get(BACK, {"code": "kode-baik", "state": state})
    assert Credential.objects.get().secret["mode"] == kept


@pytest.mark.parametrize(
    "answer", [{"code": "kode-baik", "state": "lain"}, {"code": "kode-baik"},
               {"error": "access_denied"}, {}, {"code": "kode-buruk"}],
)  # fmt: skip
def test_a_journey_that_fails_connects_nothing_and_ends(make_account, sekcam, sign_in_page, answer):
    account = make_account()
    state = begin(sekcam, account)
    if answer.get("code") == "kode-buruk":
        answer = {**answer, "state": state}
    response = sekcam.get(BACK, answer)
    assert response.url == at("connect", account)
    assert not Credential.objects.exists()
    page(sekcam, f"{BACK}?code=kode-baik&state={state}", 404)


def test_a_journey_belongs_to_its_session_its_account_and_ten_minutes(
    cast, make_account, sekcam, sign_in_page, time_machine
):
    account = make_account()
    time_machine.move_to(NOW)
    sign_in(sekcam, cast.sekcam)
    state = begin(sekcam, account)
    stranger = sign_in(Client(), cast.admin)
    page(stranger, f"{BACK}?code=kode-baik&state={state}", 404)
    time_machine.shift(601)
    assert sekcam.get(BACK, {"code": "kode-baik", "state": state}).url == at("connect", account)
    assert not Credential.objects.exists()


def test_the_way_there_may_be_blocked(make_account, sekcam, sign_in_page, monkeypatch):
    monkeypatch.setattr(SignInConnector, "trouble", TryLater("sibuk"))
    html = post(sekcam, at("oauth_begin", make_account()), status=422)
    assert "tidak menjawab" in html
    html = post(sekcam, at("oauth_begin", make_account("kec.x", network="facebook")), status=422)
    assert html.count("Aplikasi Meta belum didaftarkan") == 1
    assert '<details class="mt-6">' in html


def test_a_journey_is_only_for_networks_with_a_sign_in_page(make_account, sekcam):
    account = make_account()
    post(sekcam, at("oauth_begin", account), status=422)
    post(sekcam, at("oauth_begin", make_account("x", network="instagram")), status=422)


def test_the_address_given_by_the_network_leads_only_to_the_web(
    make_account, sekcam, sign_in_page, monkeypatch
):
    monkeypatch.setattr(
        SignInConnector, "authorise_url", classmethod(lambda cls, _agreement: ("javascript:x", {}))
    )
    post(sekcam, at("oauth_begin", make_account()), status=422)


def test_the_link_to_the_network_carries_state_once(make_account, sekcam, sign_in_page):
    first, second = begin(sekcam, make_account()), begin(sekcam, Account.objects.get())
    assert first != second
    sekcam.get(BACK, {"code": "kode-baik", "state": first})
    assert not Credential.objects.exists()
    link = "https://uji.test/oauth?state=" + second
    assert parse_qs(urlsplit(link).query)["state"] == [second]


def test_two_accounts_may_be_on_their_way_in_two_tabs(make_account, sekcam, sign_in_page):
    one, two = make_account(), make_account("kec.kedua")
    first, second = begin(sekcam, one), begin(sekcam, two)
    for account, state in ((one, first), (two, second)):
        response = sekcam.get(BACK, {"code": "kode-baik", "state": state})
        assert response.url == at("account", account)
    assert Credential.objects.count() == 2
    page(sekcam, f"{BACK}?code=kode-baik&state={first}", 404)


@pytest.mark.parametrize(
    ("connected", "error", "sentence"),
    [
        (False, "access_denied", "jadi akun belum tersambung"),
        (True, "user_cancelled_login", "Sambungan yang lama tetap dipakai"),
        (True, "invalid_scope", "minta pengelola memeriksa kunci aplikasinya"),
    ],
)
def test_who_comes_back_without_leave_hears_what_is_true_of_the_account(
    make_account, sekcam, sign_in_page, connected, error, sentence
):
    account = make_account(connected=connected)
    state = begin(sekcam, account)
    response = sekcam.get(BACK, {"error": error, "state": state}, follow=True)
    assert sentence in response.content.decode()
    assert Credential.objects.filter(account=account).exists() is connected


def test_a_closed_account_is_not_connected_behind_ones_back(cast, make_account, sekcam):
    account = make_account()
    actions.close(account, by=cast.sekcam, at=NOW, reason="tidak dipakai")
    post(sekcam, at("connect", account), TYPED, 409)
    assert not Credential.objects.exists()


def test_an_error_of_ours_shows_the_secret_neither_on_the_page_nor_in_the_log(
    make_account, sekcam, network, caplog, mailoutbox, settings
):
    settings.ADMINS = [("Jaga", "jaga@contoh.go.id")]
    account = make_account()
    network.trouble = RuntimeError("penghubung rusak")
    sekcam.raise_request_exception = False
    response = sekcam.post(at("connect", account), TYPED)
    assert response.status_code == 500
    report = ExceptionReporter(
        response.wsgi_request, *response.exc_info, is_email=False
    ).get_traceback_html()
    assert "penghubung rusak" in report
    for text in (response.content.decode(), caplog.text, report):
        assert PASSWORD not in text


def test_days_are_those_of_the_unit_also_before_seven_in_the_morning(
    cast, client, make_account, monkeypatch
):
    night = datetime(2026, 8, 12, 20, 0, tzinfo=UTC)  # Kamis, 13 Agustus, pukul 03.00 WIB
    monkeypatch.setattr(clock, "now", lambda: night)
    account, sekcam = make_account(), sign_in(client, cast.sekcam)
    new = sekcam.get(reverse("networks:new"), {"jejaring": account.network}).text
    assert 'value="2026-08-13"' in new
    handing = sekcam.get(reverse("networks:hand_over", args=[account.pk])).text
    assert 'value="2026-08-13"' in handing


def test_how_tiktok_publishes_is_chosen_and_not_typed(make_account, sekcam):
    account = make_account(network="tiktok")
    html = page(sekcam, at("connect", account))
    assert 'name="mode" value="langsung"' in html
    assert 'name="mode" value="draf"' in html
    typed = {"access_token": "act.uji", "refresh_token": "rft.uji", "mode": "besok saja"}
    html = post(sekcam, at("connect", account), typed, status=422)
    assert "besok saja" in html
    assert not Credential.objects.exists()
