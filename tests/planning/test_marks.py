"""Marks on links to the pemda's own sites: only there, once, frozen, off by default."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.kernel.errors import Invalid, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.networks.models import Account
from kentongan.planning import actions, checking, revisions
from kentongan.planning.marks import Marks
from kentongan.planning.models import LinkMarks, Post
from tests.cast import NOW, Cast, sign_in
from tests.planning.conftest import make_post
from tests.planning.test_composer import url

MARKS = Marks("medsos", "layanan", ("rawajati.go.id",))
TAIL = "utm_source=x&utm_medium=medsos&utm_campaign=layanan"
TEXT = "Jadwal di https://kec-sumberjati.rawajati.go.id/jadwal, lapor ke https://lapor.go.id/x."


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("given", "marked"),
    [
        ("https://rawajati.go.id/a", f"https://rawajati.go.id/a?{TAIL}"),
        ("https://rawajati.go.id/a?id=7#b", f"https://rawajati.go.id/a?id=7&{TAIL}#b"),
        ("(http://www.rawajati.go.id).", f"(http://www.rawajati.go.id?{TAIL})."),
        ("https://rawajati.go.id/a?utm_source=ig", "https://rawajati.go.id/a?utm_source=ig"),
        ("https://palsurawajati.go.id/a", "https://palsurawajati.go.id/a"),
        ("https://rawajati.go.id.contoh.com/a", "https://rawajati.go.id.contoh.com/a"),
        ("Buka rawajati.go.id/a saja.", "Buka rawajati.go.id/a saja."),
        ("Tanpa tautan.", "Tanpa tautan."),
    ],
)
def test_only_links_to_our_own_sites_are_marked_and_only_once(given: str, marked: str) -> None:
    assert MARKS.on(given, "x") == marked
    assert MARKS.on(marked, "x") == marked


@pytest.fixture
def post(cast: Cast, kinds: None, accounts: dict[str, Account]) -> Post:
    return make_post(cast.kecamatan, cast.admin, text=TEXT)


def switch_on(cast: Cast, **values: Any) -> LinkMarks:
    given = {"enabled": True, "hosts": "www.rawajati.go.id", "medium": "medsos", "campaign": ""}
    return actions.set_link_marks(by=cast.administrator, at=NOW, **{**given, **values})


def test_it_is_off_until_somebody_who_runs_the_system_switches_it_on(
    post: Post, cast: Cast
) -> None:
    frozen = actions.freeze(post, by=cast.admin, at=NOW)
    assert "utm_" not in str(frozen.content)
    with pytest.raises(NotAllowed):
        actions.set_link_marks(
            enabled=True, hosts="rawajati.go.id", medium="m", campaign="", by=cast.admin, at=NOW
        )
    switch_on(cast)
    entry = Entry.objects.get(action="link_marks.set")
    assert entry.data["hosts"] == "rawajati.go.id"


def test_each_network_gets_its_own_mark_and_the_words_stay_as_written(
    post: Post, cast: Cast
) -> None:
    switch_on(cast)
    actions.save_draft(
        post_id=post.pk, version=1, by=cast.admin, at=NOW, link="https://rawajati.go.id/jadwal",
        comments={"x": "Syarat: https://rawajati.go.id/syarat"},
    )  # fmt: skip
    content = actions.revision_of(post, 1).content
    assert content["text"] == TEXT
    assert content["marks"] == {
        "medium": "medsos", "campaign": "layanan", "hosts": ["rawajati.go.id"],
    }  # fmt: skip
    for target in content["targets"]:
        source = f"utm_source={target['network']}&"
        assert target["text"].count("utm_source") == 1
        assert f"/jadwal?{source}" in target["text"]
        assert f"/jadwal?{source}" in target["link"]
    assert "/syarat?utm_source=x&" in content["targets"][1]["comment"]


def test_what_is_frozen_stays_when_the_setting_changes(post: Post, cast: Cast) -> None:
    """Whoever decides compares the words with those frozen: marked in the same way."""
    switch_on(cast)
    frozen = actions.freeze(post, by=cast.admin, at=NOW)
    switch_on(cast, enabled=False)
    same = revisions.content(post, Marks.read(frozen.content["marks"]))
    assert revisions.hash_of(same) == frozen.hash
    assert actions.freeze(post, by=cast.admin, at=NOW).hash != frozen.hash


def test_a_post_without_our_links_is_frozen_as_ever(post: Post, cast: Cast) -> None:
    actions.save_draft(post_id=post.pk, version=1, by=cast.admin, at=NOW, text="Tanpa tautan.")
    before = actions.freeze(post, by=cast.admin, at=NOW).hash
    switch_on(cast)
    assert actions.freeze(post, by=cast.admin, at=NOW).hash == before


def test_what_the_marks_add_counts_where_links_count_in_full(post: Post, cast: Cast) -> None:
    account = Account.objects.create(
        unit=cast.kecamatan, network="bluesky", handle="kec.uji", created_at=NOW
    )
    filler = "a" * (300 - len(TEXT) - 1)
    actions.save_draft(
        post_id=post.pk, version=1, by=cast.admin, at=NOW, text=f"{filler} {TEXT}",
        targets=[account.pk],
    )  # fmt: skip

    def too_long() -> bool:
        found = checking.findings(Post.objects.get(pk=post.pk), NOW)
        return any(c.finding.rule == "network.too_long" for c in found)

    assert not too_long()
    switch_on(cast)
    assert too_long()


def test_the_preview_shows_the_marks(post: Post, cast: Cast, client: Client) -> None:
    switch_on(cast)
    sign_in(client, cast.admin)
    page = client.get(url(post)).content.decode()
    assert f"/jadwal?{TAIL.replace('&', '&amp;')}" in page
    assert "data-penanda" in page


def test_the_page_of_the_setting_is_for_those_who_run_the_system(
    cast: Cast, client: Client
) -> None:
    address = reverse("planning:link_marks")
    sign_in(client, cast.admin)
    assert client.get(address).status_code == 404
    sign_in(client, cast.administrator)
    assert "Penanda tautan" in client.get(address).content.decode()
    data = {"enabled": "on", "hosts": "", "medium": "medsos", "campaign": ""}
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert "paling sedikit satu situs" in refused.content.decode()
    assert client.post(address, {**data, "hosts": "rawajati.go.id"}).status_code == 302
    assert LinkMarks.objects.get().enabled


@pytest.mark.parametrize(
    "bad", [{"hosts": "bukan situs"}, {"medium": "dua kata"}, {"campaign": "a&b"}, {"medium": ""}]
)
def test_what_would_break_a_link_is_refused(cast: Cast, bad: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        switch_on(cast, **bad)
