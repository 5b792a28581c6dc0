"""How a pemda gets access, on the page where somebody needs it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kentongan.networks import catalogue
from kentongan.networks.models import Account
from kentongan.networks.registry import CONNECTORS
from kentongan.networks.steps import access_steps
from tests.cast import NOW, Cast, sign_in


def _in(language: str, code: str) -> list[tuple[str, str]]:
    """Its points (``li``) and paragraphs (``p``) in order, each with what stands in it."""
    with translation.override(language):
        return re.findall(r"<(p|li)>(.*?)</\1>", access_steps(code), re.DOTALL)


@pytest.mark.no_database
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", sorted(CONNECTORS))
def test_every_network_tells_its_steps_in_order_and_without_marks(code: str, language: str) -> None:
    parts = _in(language, code)
    assert [tag for tag, _words in parts].count("li") >= 2
    assert len(parts) == access_steps(code).count("<li>") + access_steps(code).count("<p>")
    whole = re.sub(r"<[^>]+>", "", " ".join(words for _tag, words in parts))
    for mark in ("**", "`", "](", "<"):
        assert mark not in whole, mark


@pytest.mark.no_database
@pytest.mark.parametrize("code", sorted(CONNECTORS))
def test_the_english_has_the_same_steps_and_names_the_same_permissions(code: str) -> None:
    here, there = _in("id", code), _in("en", code)
    exact = re.compile(r"<code>([^<]+)</code>|(https://[^\s\"<]+)")
    for (tag, line), (other, translated) in zip(here, there, strict=True):
        assert tag == other
        assert line != translated
        assert sorted(exact.findall(line)) == sorted(exact.findall(translated))


@pytest.mark.no_database
@pytest.mark.parametrize("code", ["facebook", "instagram", "threads", "tiktok"])
def test_what_the_vendor_is_to_approve_is_all_that_will_be_asked_for(code: str) -> None:
    steps = " ".join(words for _tag, words in _in("id", code))
    asked = {scope.code for scope in getattr(CONNECTORS[code], "scopes", ())}
    assert asked
    assert {scope for scope in asked if f">{scope}<" not in steps} == set()


@pytest.mark.no_database
def test_what_is_served_by_hand_has_none() -> None:
    by_hand = [n.code for n in catalogue.everything() if n.manual]
    assert by_hand
    assert not any(access_steps(code) for code in by_hand)


@pytest.mark.django_db
def test_whoever_connects_reads_them_beside_the_form(cast: Cast, client: Client) -> None:
    account = Account.objects.create(
        unit=cast.kecamatan, network="bluesky", handle="kec.contoh.go.id", created_at=NOW
    )
    sign_in(client, cast.sekcam)
    page = client.get(reverse("networks:connect", args=[account.pk])).content.decode()
    steps = page.partition("Cara mendapat akses")[2].partition("</details>")[0]
    assert steps.index("Verifikasi alamat surelnya") < steps.index("Jangan pakai sandi akun")

    client.post(reverse("web:prefs"), {"bahasa": "en"})
    page = client.get(reverse("networks:connect", args=[account.pk])).content.decode()
    assert page.index("Verify its e-mail address") < page.index("Do not use the password")
    assert "Verifikasi alamat surelnya" not in page


@pytest.mark.django_db
def test_whoever_enters_the_keys_of_an_application_reads_them_too(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.administrator)
    page = client.get(reverse("networks:application", args=["x"])).content.decode()
    assert 'href="https://console.x.com"' in page
    assert "<strong>Read and write and Direct message</strong>" in page
