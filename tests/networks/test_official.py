"""Is this account official? The judgement, without a database."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from kentongan.networks import catalogue, official
from kentongan.networks.official import Answer, Official

pytestmark = pytest.mark.no_database

STYLES = {network.code: network.style for network in catalogue.everything()}
INSTAGRAM = Official(uuid4(), "instagram", "kec.rawajati", "Kecamatan Rawa Jati")
MASTODON = Official(uuid4(), "mastodon", "diskominfo", host="sosial.rawajati.example")
FACEBOOK = Official(
    uuid4(), "facebook", "Kecamatan Rawa Jati",
    url="https://www.facebook.com/profile.php?id=1000123", free=True,
)  # fmt: skip
SITE = Official(uuid4(), "web", "rawajatikab.example.go.id")
CLOSED = Official(uuid4(), "x", "pemkab_rawajati", active=False)
REGISTER = [INSTAGRAM, MASTODON, FACEBOOK, SITE, CLOSED]


def answer(text: str) -> tuple[Answer, tuple[UUID, ...]]:
    verdict = official.judge(official.read(text, STYLES), REGISTER, STYLES)
    return verdict.answer, verdict.accounts


@pytest.mark.parametrize(
    ("pasted", "account"),
    [
        ("@kec.rawajati", INSTAGRAM),
        ("KEC.RawaJati", INSTAGRAM),
        ("https://www.instagram.com/kec.rawajati/?igsh=abc", INSTAGRAM),
        ("instagram.com/kec.rawajati/", INSTAGRAM),
        ("@diskominfo@sosial.rawajati.example", MASTODON),
        ("https://sosial.rawajati.example/@diskominfo", MASTODON),
        ("https://m.facebook.com/profile.php?id=1000123&ref=x", FACEBOOK),
        ("https://rawajatikab.example.go.id/berita/1", SITE),
    ],
)
def test_an_official_account_is_known_however_it_is_pasted(pasted: str, account: Official) -> None:
    assert answer(pasted) == (Answer.OFFICIAL, (account.id,))


@pytest.mark.parametrize(
    "pasted",
    [
        "https://www.tiktok.com/@kec.rawajati",
        "@diskominfo@sosial.penipu.example",
        "https://sosial.penipu.example/@diskominfo",
    ],
)
def test_the_same_name_on_another_network_or_server_is_not_ours(pasted: str) -> None:
    assert answer(pasted)[0] == Answer.ELSEWHERE


@pytest.mark.parametrize(
    "pasted",
    [
        "@kec_rawajati",
        "@kec.rawajatii",
        "@kec.rawajat1",
        "@kec.rаwajati",  # a Cyrillic letter
        "@kec.rawajati.resmi",
        "@kec.rewajati",
        "@bansos_rawajati2026",
        "https://instagram.com/kec.rawa.jati",
        "https://rawajatikab.exampie.go.id",
    ],
)
def test_a_name_that_looks_like_ours_is_called_so(pasted: str) -> None:
    found, accounts = answer(pasted)
    assert found == Answer.LOOKALIKE
    assert accounts


def test_a_link_to_a_server_that_only_looks_like_a_network_is_false() -> None:
    assert answer("https://instagrarn.com/orang.lain") == (Answer.LOOKALIKE, ())


@pytest.mark.parametrize("pasted", ["@toko.sepatu", "https://instagram.com/toko.sepatu", "@x", "@"])
def test_a_stranger_is_a_stranger(pasted: str) -> None:
    assert answer(pasted) == (Answer.UNKNOWN, ())


def test_the_name_of_a_page_alone_proves_nothing() -> None:
    asked = official.read("Kecamatan Rawa Jati", STYLES)
    assert not asked.account
    assert official.judge(asked, REGISTER, STYLES).answer != Answer.OFFICIAL


def test_a_closed_account_is_known_as_closed() -> None:
    assert answer("x.com/pemkab_rawajati") == (Answer.CLOSED, (CLOSED.id,))


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    assert answer(text)[0] in set(Answer)
