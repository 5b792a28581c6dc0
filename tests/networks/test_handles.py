"""Names and servers as people paste them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from kentongan.networks import catalogue, handles

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("network", "typed", "kept"),
    [
        ("instagram", "@Kec.Titirwangi", "kec.titirwangi"),
        ("instagram", "https://www.instagram.com/kec.titirwangi/?hl=id", "kec.titirwangi"),
        ("instagram", "instagram.com/kec.titirwangi", "kec.titirwangi"),
        ("instagram", " @@kec.titirwangi ", "kec.titirwangi"),
        ("tiktok", "https://www.tiktok.com/@kec.titirwangi", "kec.titirwangi"),
        ("x", "https://twitter.com/kec_titirwangi", "kec_titirwangi"),
        ("telegram", "https://t.me/s/kectitirwangi", "kectitirwangi"),
        ("facebook", "Kecamatan  Titirwangi", "Kecamatan Titirwangi"),
        ("facebook", "https://m.facebook.com/kectitirwangi", "kectitirwangi"),
        ("youtube", "https://www.youtube.com/@kectitirwangi", "kectitirwangi"),
        ("whatsapp", "Info Kecamatan Titirwangi", "Info Kecamatan Titirwangi"),
        ("web", "https://www.Kec-Titirwangi.contoh.go.id/", "kec-titirwangi.contoh.go.id"),
        ("wordpress", "https://kec-titirwangi.contoh.go.id", "kec-titirwangi.contoh.go.id"),
        ("web", "Kec-Titirwangi.contoh.go.id/", "kec-titirwangi.contoh.go.id"),
    ],
)
def test_a_name_or_link_becomes_one_name(network: str, typed: str, kept: str):
    style = catalogue.get(network).style
    assert handles.normalise(typed, style) == kept
    assert handles.normalise(handles.shown(kept, style), style) == kept


@pytest.mark.parametrize(
    ("network", "typed"),
    [
        ("instagram", ""), ("instagram", "@"), ("instagram", "dua kata"),
        ("instagram", "https://www.instagram.com/"), ("instagram", "x" * 31),
        ("x", "titik.dilarang"), ("telegram", "1angka"), ("web", "https://"),
        ("instagram", "kec\u202ejati"), ("instagram", "kec\x00jati"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_name_is_refused_with_an_example(network: str, typed: str):
    style = catalogue.get(network).style
    with pytest.raises(handles.BadHandle) as caught:
        handles.normalise(typed, style)
    assert handles.normalise(caught.value.args[0], style)


@given(st.sampled_from(sorted(catalogue.MANUAL)), st.text(max_size=220))
def test_normalising_twice_changes_nothing(network: str, typed: str):
    style = catalogue.get(network).style
    try:
        once = handles.normalise(typed, style)
    except handles.BadHandle:
        return
    assert handles.normalise(once, style) == once


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("kec.titirwangi", "@Kec.Titirwangi", True),
        ("kec", "kec@sosial.test", True),
        ("kec@sosial.test", "kec", True),
        ("kec", "kecamatan", False),
        ("kec@a.test", "kec@b.test", False),
        ("", "", False),
        ("", "@x", False),
    ],
)
def test_two_names_of_one_account(one: str, other: str, alike: bool):
    assert handles.same(one, other) is alike


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("sosial.contoh.go.id", "https://sosial.contoh.go.id"),
        ("https://Sosial.Contoh.go.id/", "https://sosial.contoh.go.id"),
        ("https://sosial.contoh.go.id:443", "https://sosial.contoh.go.id"),
        ("https://contoh.go.id/blog/", "https://contoh.go.id/blog"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_a_server_becomes_one_address(typed: str, kept: str):
    assert handles.clean_server(typed, inner=lambda p: p == "127.0.0.1:8000") == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "form"), ("dua kata", "form"), ("https://", "form"), ("https://a b", "form"),
        ("http://sosial.contoh.go.id", "scheme"), ("ftp://contoh.go.id", "scheme"),
        ("javascript:alert(1)", "form"), ("https://a:b@contoh.go.id", "extra"),
        ("https://contoh.go.id?x=1", "extra"), ("https://contoh.go.id:99999", "form"),
        ("https://con\u202etoh.id", "form"), ("https://[::1", "form"),
    ],
)  # fmt: skip
def test_what_is_no_server_is_refused(typed: str, why: str):
    with pytest.raises(handles.BadServer) as caught:
        handles.clean_server(typed)
    assert caught.value.args[0] == why


@given(st.text(max_size=80))
def test_no_text_breaks_the_server_parser(typed: str):
    try:
        cleaned = handles.clean_server(typed)
    except handles.BadServer:
        return
    assert handles.clean_server(cleaned) == cleaned
    assert cleaned.startswith("https://")


def test_limits_of_networks_nobody_tried_say_so():
    for network in catalogue.MANUAL.values():
        assert network.manual
        assert not network.verified
        assert network.limits.source.endswith("belum diverifikasi")


def test_a_network_that_is_gone_stays_readable():
    gone = catalogue.get("friendster")
    assert gone.manual
    assert gone.label == "friendster"
    assert not catalogue.known("friendster")


@pytest.mark.parametrize(
    ("network", "address", "home"),
    [
        ("instagram", "https://www.instagram.com/p/abc/", True),
        ("instagram", "https://instagram.com.contoh.net/p/abc/", False),
        ("instagram", "https://notinstagram.com/p/abc/", False),
        ("tiktok", "https://vt.tiktok.com/ZS1/", True),
        ("facebook", "https://fb.watch/abc/", True),
        ("youtube", "https://youtu.be/abc", True),
        ("mastodon", "https://sosial.contoh.go.id/@kec/1", True),
        ("mastodon", "https://lain.contoh.go.id/@kec/1", False),
        ("web", "https://www.kec.contoh.go.id/berita/1", True),
        ("web", "https://kec.contoh.com/berita/1", False),
        ("sandbox", "https://di.mana.saja/1", True),
    ],
)
def test_a_link_leads_to_its_network_or_elsewhere(network: str, address: str, home: bool):
    known = {"mastodon": {"server": "https://sosial.contoh.go.id"},
             "web": {"handle": "kec.contoh.go.id/berita"}}.get(network, {})  # fmt: skip
    assert handles.leads_home(address, catalogue.get(network).style, **known) is home
