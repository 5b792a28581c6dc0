"""How a pemda gets access, on the page where somebody needs it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.networks import catalogue
from kentongan.networks.models import Account
from kentongan.networks.registry import CONNECTORS
from kentongan.networks.steps import access_steps
from tests.cast import NOW, Cast, sign_in


@pytest.mark.no_database
@pytest.mark.parametrize("code", sorted(CONNECTORS))
def test_every_network_tells_its_steps_in_order_and_without_marks(code: str) -> None:
    blocks = access_steps(code)
    steps = [line for block in blocks if block.numbered for line in block.lines]
    assert len(steps) >= 2
    assert all(len(block.lines) == 1 for block in blocks if not block.numbered)
    whole = " ".join(line for block in blocks for line in block.lines)
    for mark in ("**", "`", "](", "\n"):
        assert mark not in whole, mark


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
    assert '<div class="mt-3" lang="id">' in steps


@pytest.mark.django_db
def test_whoever_enters_the_keys_of_an_application_reads_them_too(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.administrator)
    page = client.get(reverse("networks:application", args=["x"])).content.decode()
    assert 'href="https://console.x.com"' in page
    assert "<b>Read and write</b>" in page
