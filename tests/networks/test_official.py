"""Is this account official? The judgement, without a database."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from kentongan.networks import catalogue, official, pasted
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
PAGE = Official(
    uuid4(), "facebook", "Pemkab Rawa Jati", url="https://facebook.com/pemkabrawajati", free=True
)
HOTLINE = Official(uuid4(), "whatsapp_cloud", "6281200001111")
MAIL = Official(uuid4(), "email", "layanan@rawajatikab.example.go.id", whole=True)
REGISTER = [INSTAGRAM, MASTODON, FACEBOOK, SITE, CLOSED, PAGE, HOTLINE, MAIL]


def answer(text: str) -> tuple[Answer, tuple[UUID, ...]]:
    verdict = official.judge(pasted.read(text, STYLES)[0], REGISTER, STYLES)
    return verdict.answer, verdict.accounts


@pytest.mark.parametrize(
    ("link", "account"),
    [
        ("@kec.rawajati", INSTAGRAM),
        ("KEC.RawaJati", INSTAGRAM),
        ("https://www.instagram.com/kec.rawajati/?igsh=abc", INSTAGRAM),
        ("instagram.com/kec.rawajati/", INSTAGRAM),
        ("@diskominfo@sosial.rawajati.example", MASTODON),
        ("https://sosial.rawajati.example/@diskominfo", MASTODON),
        ("https://m.facebook.com/profile.php?id=1000123&ref=x", FACEBOOK),
        ("https://rawajatikab.example.go.id/berita/1", SITE),
        ("https://www.instagram.com/stories/kec.rawajati/123/", INSTAGRAM),
        ("Min, ini asli? (https://instagram.com/kec.rawajati).", INSTAGRAM),
        ("benarkah @kec.rawajati, min?", INSTAGRAM),
        ("https://l.instagram.com/?u=https%3A%2F%2Finstagram.com%2Fkec.rawajati", INSTAGRAM),
        ("https://id-id.facebook.com/pemkabrawajati", PAGE),
        ("https://mbasic.facebook.com/pemkabrawajati?mibextid=x", PAGE),
        ("fb.com/pemkabrawajati", PAGE),
        ("https://m.me/pemkabrawajati", PAGE),
        ("https://www.facebook.com/people/Kecamatan-Rawa-Jati/1000123/", FACEBOOK),
        ("0812-0000-1111", HOTLINE),
        ("https://wa.me/+6281200001111", HOTLINE),
        ("https://api.whatsapp.com/send?phone=6281200001111&text=halo", HOTLINE),
    ],
)
def test_an_official_account_is_known_however_it_is_pasted(link: str, account: Official) -> None:
    assert answer(link) == (Answer.OFFICIAL, (account.id,))


@pytest.mark.parametrize(
    "link",
    [
        "https://www.tiktok.com/@kec.rawajati",
        "@diskominfo@sosial.penipu.example",
        "https://sosial.penipu.example/@diskominfo",
    ],
)
def test_the_same_name_on_another_network_or_server_is_not_ours(link: str) -> None:
    assert answer(link)[0] == Answer.ELSEWHERE


@pytest.mark.parametrize(
    "link",
    [
        "https://www.facebook.com/penipu?id=1000123",
        "https://www.facebook.com/penipu/1000123",
        "https://www.facebook.com/penipu?u=https://instagram.com/kec.rawajati",
        "https://instagram.com.penipu.example/kec.rawajati",
    ],
)
def test_a_stranger_does_not_borrow_the_number_or_the_link_of_an_official_one(link: str) -> None:
    assert answer(link)[0] not in {Answer.OFFICIAL, Answer.CLOSED}


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("https://www.instagram.com/p/DAbc123/", Answer.POST),
        ("https://youtu.be/abcdefg", Answer.POST),
        ("https://vm.tiktok.com/ZSabc/", Answer.POST),
        ("https://www.facebook.com/share/1A2b3C/", Answer.POST),
        ("https://bit.ly/rawajati", Answer.SHORT),
        ("s.id/bansosrawajati", Answer.SHORT),
    ],
)
def test_a_link_that_names_no_account_is_called_neither_ours_nor_false(
    link: str, found: Answer
) -> None:
    assert answer(link) == (found, ())


@pytest.mark.parametrize(
    "link",
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
def test_a_name_that_looks_like_ours_is_called_so(link: str) -> None:
    found, accounts = answer(link)
    assert found == Answer.LOOKALIKE
    assert accounts


def test_a_link_to_a_server_that_only_looks_like_a_network_is_false() -> None:
    for name in ("orang.lain", "kec.rawajati"):
        assert answer(f"https://instagrarn.com/{name}") == (Answer.LOOKALIKE, ())


@pytest.mark.parametrize("link", ["@toko.sepatu", "https://instagram.com/toko.sepatu", "@x", "@"])
def test_a_stranger_is_a_stranger(link: str) -> None:
    assert answer(link) == (Answer.UNKNOWN, ())


def test_the_name_of_a_page_alone_proves_nothing() -> None:
    [asked] = pasted.read("Kecamatan Rawa Jati", STYLES)
    assert not asked.account
    assert official.judge(asked, REGISTER, STYLES).answer != Answer.OFFICIAL


def test_of_an_e_mail_address_only_all_of_it_is_a_name() -> None:
    for text in (MAIL.handle, f"Apakah {MAIL.handle.upper()} resmi?", f"mailto:{MAIL.handle}"):
        assert answer(text) == (Answer.OFFICIAL, (MAIL.id,)), text
    for text in ("@layanan", "layanan", "layanan@contoh.example"):
        assert answer(text)[0] is Answer.UNKNOWN, text
    assert answer("layanan@rawajatlkab.example.go.id") == (Answer.LOOKALIKE, (MAIL.id,))


def test_a_closed_account_is_known_as_closed() -> None:
    assert answer("x.com/pemkab_rawajati") == (Answer.CLOSED, (CLOSED.id,))


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    assert answer(text)[0] in set(Answer)
