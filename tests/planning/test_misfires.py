"""*Salah tangkap* from the composer, and what a weighed finding tells those who tend the rules."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kentongan.compliance.models import Misfire, Passed
from kentongan.planning import actions, checking
from kentongan.planning.links import post_url
from kentongan.planning.models import Post
from tests.cast import NOW, Cast, sign_in
from tests.planning.conftest import make_post

LONG = "Posyandu " + "dan layanan lain " * 12 + "buka Kamis."


@pytest.fixture
def long_post(cast: Cast, kinds: None, accounts: object) -> Post:
    """A draft with a sentence that is to be weighed."""
    return make_post(cast.kecamatan, cast.admin, text=LONG)


def to_weigh(post: Post) -> checking.Checked:
    return next(item for item in checking.findings(post, NOW) if item.tone == "timbang")


def key_on(html: str) -> str:
    found = re.search(r'value="salah:([^"]+)"', html)
    assert found
    return found[1]


def test_a_reason_is_told_once_to_those_who_tend_the_rules(cast: Cast, long_post: Post) -> None:
    found = to_weigh(long_post).finding
    given = {"post_id": long_post.pk, "fingerprint": found.fingerprint, "by": cast.admin, "at": NOW}
    for _twice in range(2):
        actions.weigh(reason="Kutipan resmi dari surat.", **given)
    noted = Passed.objects.get()
    assert (noted.unit, noted.rule, noted.quote) == (
        cast.kecamatan, found.rule, " ".join(found.text.split()),
    )  # fmt: skip
    assert (noted.reason, noted.person_name, noted.label, noted.address) == (
        "Kutipan resmi dari surat.", cast.admin.name, long_post.title, post_url(long_post.pk),
    )  # fmt: skip
    actions.weigh(reason="Alasan yang lain sama sekali.", finding=found, **given)
    assert Passed.objects.count() == 2


def test_without_javascript_the_button_saves_asks_and_reports(
    cast: Cast, client, long_post: Post
) -> None:
    sign_in(client, cast.admin)
    compose = reverse("planning:compose", args=[long_post.pk])
    html = client.get(compose).content.decode()
    key = key_on(html)
    long_post.refresh_from_db()
    answer = client.post(
        compose, {"version": long_post.version, "title": "Judul baru", "aksi": f"salah:{key}"}
    )
    assert answer.status_code == 302
    ask = client.get(answer.url)
    assert ask.status_code == 200
    assert "Temuan ini keliru?" in ask.content.decode()
    assert not Misfire.objects.exists()
    long_post.refresh_from_db()
    assert long_post.title == "Judul baru", "the button saves first"
    url = reverse("planning:misfire", args=[long_post.pk])
    answer = client.post(url, {"temuan": key})
    assert (answer.status_code, answer.url) == (302, f"{compose}#periksa")
    assert "Dilaporkan" in client.get(compose).content.decode()
    made = Misfire.objects.get()
    assert (made.unit, made.reporter_name, made.text) == (cast.kecamatan, cast.admin.name, LONG)


def test_with_javascript_what_is_typed_counts(cast: Cast, client, long_post: Post) -> None:
    sign_in(client, cast.admin)
    typed = LONG.replace("Kamis", "Jumat")
    live = {"text": typed, "title": long_post.title}
    panel = client.post(reverse("planning:check", args=[long_post.pk]), live).content.decode()
    url = reverse("planning:misfire", args=[long_post.pk])
    for told in ("Dicatat sebagai salah tangkap", "sudah Anda laporkan"):
        answer = client.post(url, live | {"temuan": key_on(panel)})
        assert answer.status_code == 200
        assert told in answer.json()["message"]
        assert answer.json()["label"] == "Dilaporkan"
    assert Misfire.objects.get().text == typed
    again = client.post(reverse("planning:check", args=[long_post.pk]), live).content.decode()
    assert "Dilaporkan" not in panel
    assert again.count("Dilaporkan") == 1, "and still so after the page was loaded anew"
    Misfire.objects.update(state=Misfire.State.MENDED)
    panel = client.post(reverse("planning:check", args=[long_post.pk]), live).content.decode()
    assert "Dilaporkan" not in panel
    assert client.post(url, live | {"temuan": "x.y"}).status_code == 404


def test_a_finding_that_is_gone_leads_back(cast: Cast, client, long_post: Post) -> None:
    sign_in(client, cast.admin)
    url = reverse("planning:misfire", args=[long_post.pk])
    assert client.get(url, {"temuan": "tidak.ada"}).status_code == 302
    assert client.post(url, {"temuan": "tidak.ada"}).status_code == 302
    assert not Misfire.objects.exists()


def test_strangers_report_nothing(cast: Cast, client, long_post: Post) -> None:
    url = reverse("planning:misfire", args=[long_post.pk])
    assert sign_in(client, cast.admin_lain).get(url).status_code == 404
    assert sign_in(client, cast.auditor).post(url, {"temuan": "x"}).status_code == 403
