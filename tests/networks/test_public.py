"""The register for citizens: what it tells, what it keeps to itself, what it weighs."""

from __future__ import annotations

import csv
import gzip
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kentongan
from kentongan.networks import actions, catalogue
from kentongan.networks.models import Account
from kentongan.web import citizens
from tests.cast import NOW, sign_in

pytestmark = pytest.mark.django_db
STATIC = Path(kentongan.__file__).parent / "web" / "static" / "web"
LIMIT = 40 * 1024


@pytest.fixture(autouse=True)
def _fresh():
    citizens.READING.forget()


@pytest.fixture
def account(make_account) -> Account:
    return make_account("kec.sumberjati", network="instagram", display_name="Kec. Sumberjati")


def text_of(answer) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(words.split())


def test_anybody_may_ask_whether_an_account_is_official(client, account):
    answer = client.get("/resmi/", {"q": "https://instagram.com/kec.sumberjati"})
    assert "Ya, akun resmi milik Kecamatan Sumberjati" in text_of(answer)
    assert 'href="https://www.instagram.com/kec.sumberjati/"' in answer.content.decode()


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("@kec.sumberjatl", "Mirip dengan akun resmi, hati-hati"),
        ("@penipu.ulung", "Akun ini tidak ada di daftar resmi"),
        ("tiktok.com/@kec.sumberjati", "Tidak terdaftar di TikTok, hati-hati"),
        ("instagrarn.com/orang", "Alamat ini meniru jejaring lain, hati-hati"),
        ("https://s.id/bansos", "Tautan pendek ini menutupi tujuannya"),
        (
            "Resmi @kec.sumberjati, daftar di @kec.sumberjatl",
            "kec.sumberjatl tidak ada di daftar. Yang resmi dan namanya mirip",
        ),
    ],
)
def test_what_is_not_ours_comes_with_what_to_do(client, account, pasted, words):
    said = text_of(client.get("/resmi/", {"q": pasted}))
    assert words in said
    assert "kata sandi" in said or "Jangan kirim uang, KTP, atau kode OTP." in said


def test_words_search_units_and_say_nothing_about_accounts(client, account):
    said = text_of(client.get("/resmi/", {"q": "kecamatan sumber"}))
    assert "@kec.sumberjati" in said
    assert "tidak ada di daftar resmi" not in said
    assert "tidak ada di daftar resmi" in text_of(client.get("/resmi/", {"q": "entah apa"}))


def test_the_list_can_be_narrowed_to_one_network(client, account, make_account):
    make_account("kec.lain", network="tiktok")
    said = text_of(client.get("/resmi/", {"jejaring": "tiktok"}))
    assert "@kec.lain" in said
    assert "@kec.sumberjati" not in said


def test_the_list_can_be_narrowed_to_one_kind_of_unit_and_keeps_what_else_was_asked(
    client, cast, account, make_account
):
    make_account("dinas.lain", network="instagram", unit=cast.diskominfo)
    whole = client.get("/resmi/").content.decode()
    assert f'href="?jenis={cast.kecamatan.type_id}"' in whole
    said = text_of(client.get("/resmi/", {"jenis": cast.kecamatan.type_id}))
    assert "@kec.sumberjati" in said
    assert "@dinas.lain" not in said
    asked = {"jenis": cast.kecamatan.type_id, "jejaring": "instagram", "q": "sumber"}
    body = client.get("/resmi/", asked).content.decode()
    assert "@kec.sumberjati" in body
    assert f'?q=sumber&amp;jejaring=instagram&amp;jenis={cast.diskominfo.type_id}"' in body
    assert f'name="jenis" value="{cast.kecamatan.type_id}"' in body, "a search keeps it"
    unknown = client.get("/resmi/", {"jenis": "entah"})
    assert "@dinas.lain" in text_of(unknown), "what is no kind is no filter"


def test_on_a_phone_the_whole_list_is_one_line_a_unit_and_what_was_found_is_shown_in_full(
    client, account
):
    for asked, short in (
        ({}, True), ({"q": "sumber"}, False), ({"jejaring": "instagram"}, False),
        ({"q": "@kec.sumberjati"}, True),
    ):  # fmt: skip
        body = client.get("/resmi/", asked).content.decode()
        assert ("pub-ringkas" in body) is short, asked
        assert "@kec.sumberjati" in body, "wider screens show it, and so does a search in the page"


def test_the_open_data_names_the_day_of_the_pemda(client, account, monkeypatch):
    before_seven = datetime(2026, 8, 31, 18, 0, tzinfo=UTC)
    monkeypatch.setattr("kentongan.kernel.clock.now", lambda: before_seven)
    assert client.get("/resmi/daftar.json").json()["tanggal"] == "2026-09-01"


def test_a_closed_account_leaves_every_public_page(client, cast, account):
    actions.close(account, by=cast.sekcam, at=NOW, reason="Diganti akun baru.")
    for path in ("/resmi/", "/resmi/daftar.csv", "/resmi/daftar.json",
                 f"/resmi/{cast.kecamatan.code}/"):  # fmt: skip
        assert "kec.sumberjati" not in client.get(path).content.decode(), path
    said = text_of(client.get("/resmi/", {"q": "@kec.sumberjati"}))
    assert "Akun ini dulu resmi, sekarang sudah ditutup" in said


def test_accounts_of_a_closed_unit_are_not_official_any_more(client, cast, account):
    cast.kecamatan.active = False
    cast.kecamatan.save()
    assert client.get(f"/resmi/{cast.kecamatan.code}/").status_code == 404
    assert "sudah ditutup" in text_of(client.get("/resmi/", {"q": "@kec.sumberjati"}))


def test_no_public_page_names_a_person_or_the_state_of_a_connection(client, cast, make_account):
    make_account("kec.sumberjati", network="instagram", holder=cast.admin)
    for path in ("/resmi/", f"/resmi/{cast.kecamatan.code}/", "/resmi/daftar.csv",
                 "/resmi/daftar.json", f"/resmi/{cast.kecamatan.code}/sematan/"):  # fmt: skip
        body = client.get(path).content.decode()
        for person in cast.people:
            assert person.name not in body, path
        assert "Terputus" not in body


def test_a_unit_has_a_page_and_a_frame_for_other_sites(client, cast, account):
    page = client.get(f"/resmi/{cast.kecamatan.code}/")
    assert "1 akun resmi" in text_of(page)
    assert page.headers["X-Frame-Options"] == "DENY"
    frame = client.get(f"/resmi/{cast.kecamatan.code}/sematan/")
    assert "@kec.sumberjati" in text_of(frame)
    assert "X-Frame-Options" not in frame.headers
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
    assert "script-src 'self'" in frame.headers["Content-Security-Policy"]


def test_the_open_data_cannot_calculate(client, make_account):
    make_account("kec.sumberjati", network="instagram", display_name='=HYPERLINK("x")')
    content = client.get("/resmi/daftar.csv").content.decode("utf-8-sig")
    row = next(iter(csv.DictReader(io.StringIO(content))))
    assert row["nama_akun"] == "'@kec.sumberjati"
    assert row["nama_tampil"].startswith("'=")
    listed = client.get("/resmi/daftar.json")
    assert listed.headers["Access-Control-Allow-Origin"] == "*"
    assert listed.json()["akun"][0]["nama_akun"] == "@kec.sumberjati"


def test_caches_may_keep_the_page_of_a_stranger_but_not_that_of_an_officer(client, cast, account):
    answer = client.get("/resmi/")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies
    again = client.get("/resmi/", HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    sign_in(client, cast.admin)
    assert client.get("/resmi/").headers["Cache-Control"] == "private, max-age=300"


def test_a_script_that_asks_too_often_is_held_back_and_told_how_long(client, account, monkeypatch):
    monkeypatch.setattr(citizens, "READING", citizens.Bucket(burst=2, per_second=0.01))
    assert [client.get("/resmi/").status_code for _ in range(3)] == [200, 200, 429]
    answer = client.get("/resmi/")
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/resmi/", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_a_visitor_may_go_on_after_a_while():
    now = [0.0]
    bucket = citizens.Bucket(burst=2, per_second=1, clock=lambda: now[0], most=3)
    assert [bucket.take("a") for _ in range(3)] == [0, 0, 1]
    now[0] = 1.5
    assert bucket.take("a") == 0
    for name in "bcdefg":
        bucket.take(name)
    assert bucket.take("a") == 0, "nobody is remembered for ever"


def test_the_number_of_statements_does_not_grow_with_the_accounts(
    client, make_account, django_assert_max_num_queries
):
    for number in range(12):
        make_account(f"kec.nomor{number}", network="instagram")
    client.get("/resmi/")
    with django_assert_max_num_queries(7):
        client.get("/resmi/", {"q": "@kec.nomor3"})


def test_the_whole_page_weighs_forty_kilobytes(client, cast, make_account):
    for number in range(40):
        make_account(f"kec.nomor{number}", network="instagram",
                     unit=[cast.kecamatan, cast.diskominfo, cast.desa][number % 3])  # fmt: skip
    body = client.get("/resmi/", {"q": "@kec.nomor.3"}).content
    assert b"<script" not in body
    loaded = set(re.findall(rb"web/([\w-]+\.(?:css|js|svg|woff2))", body))
    assert loaded == {b"favicon.svg", b"ikon-warga.svg", b"warga.css"}
    files = [STATIC / name.decode() for name in loaded]
    packed = sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)
    font = (STATIC / "plus-jakarta-sans.woff2").stat().st_size
    assert len(gzip.compress(body)) + packed + font <= LIMIT


def test_every_icon_on_pages_for_citizens_is_in_their_sprite():
    package = STATIC.parent.parent.parent
    known = set(re.findall(r'id="i-([\w-]+)"', (STATIC / "ikon-warga.svg").read_text()))
    named = {
        name
        for path in package.glob("*/templates/*/public/*.html")
        for name in re.findall(r"\{% icon \"([\w-]+)\"", path.read_text())
    }
    networks = {network.icon for network in catalogue.everything()}
    assert named
    assert named | networks <= known


def test_the_sign_in_page_leads_to_the_public_register(client, cast):
    assert 'href="/resmi/"' in client.get("/masuk/").content.decode()
