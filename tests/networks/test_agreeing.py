"""The page before the way to each network: what will be agreed to, in words, and the way there."""

from __future__ import annotations

from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from kentongan.kernel import clock
from kentongan.networks import actions, catalogue
from kentongan.networks.models import Account
from tests.cast import NOW, Cast, sign_in

#: Each asks for an application of the installation; Mastodon makes one at the server itself.
SIGN_IN = sorted(n.code for n in catalogue.everything() if n.oauth and n.app_fields)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_all_that_are_signed_in_at_are_here() -> None:
    assert SIGN_IN == ["facebook", "instagram", "linkedin", "threads", "tiktok", "x", "youtube"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", SIGN_IN)
def test_every_permission_is_told_in_words_before_one_leaves(
    cast: Cast, client: Client, code: str, language: str
) -> None:
    network = catalogue.get(code)
    keys = {field.name: "1234567890" for field in network.app_fields if not field.tick}
    actions.save_application(code, keys, by=cast.administrator, at=NOW)
    account = Account.objects.create(
        unit=cast.kecamatan, network=code, handle="kec.sumberjati", created_at=NOW
    )
    sign_in(client, cast.sekcam)
    client.post(reverse("web:prefs"), {"bahasa": language})
    way = reverse("networks:oauth_begin", args=[account.pk])
    chosen = {"mode": "langsung"} if code == "tiktok" else {}
    response = client.post(way, chosen)
    assert response.status_code == 200
    page = unescape(response.content.decode())
    assert network.scopes
    with translation.override(language):
        for scope in network.scopes:
            words = gettext(str(scope.label))
            assert f"<li>{words}</li>" in page
            assert words != scope.code
            assert words[0].isupper()
    asked = parse_qs(urlsplit(response.context["url"]).query)
    assert len(asked["state"][0]) >= 32
    assert response.context["url"] in page
    told = set(asked["scope"][0].replace(",", " ").split())
    assert told == {scope.code for scope in network.scopes}
    assert asked["redirect_uri"][0].endswith(reverse("networks:oauth_back"))
    assert "1234567890" not in page.replace(response.context["url"], "")
