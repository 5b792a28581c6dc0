"""An official account is named once and known on each network by its name there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.networks.models import Account
from kentongan.planning import actions, checking, revisions
from kentongan.planning.marks import Marks, marks_for
from kentongan.planning.models import Post
from kentongan.publishing.content import chain_for
from tests.cast import NOW, Cast, sign_in
from tests.planning.conftest import make_account, make_post
from tests.planning.test_composer import fields_of, url

TEXT = "Vaksin gratis bersama @Dinkes.RawaJati. Daftar ke @kec.sumberjati, surel info@dinkes.id."


@pytest.fixture
def post(cast: Cast, kinds: None) -> Post:
    """A draft for X, Bluesky and a page of Facebook, which names an account of the dinas."""
    for network, handle in (("x", "kec_sumberjati"), ("bluesky", "kec.contoh.go.id"),
                            ("facebook", "Kecamatan Sumberjati")):  # fmt: skip
        make_account(cast.kecamatan, network, handle)
    make_account(cast.diskominfo, "instagram", "dinkes.rawajati")
    make_account(cast.diskominfo, "x", "dinkes_rj")
    make_account(cast.diskominfo, "facebook", "Dinkes RJ", display_name="Dinas Kesehatan Rawa Jati")
    return make_post(cast.kecamatan, cast.admin, text=TEXT)


def sent(post: Post, cast: Cast, **fields: Any) -> dict[str, Any]:
    """What each network is given once it is frozen."""
    post.refresh_from_db()
    if fields:
        actions.save_draft(
            post_id=post.pk, version=post.version, by=cast.admin, at=NOW, explicit=False, **fields
        )
    content = actions.freeze(Post.objects.get(pk=post.pk), by=cast.admin, at=NOW).content
    return {target["network"]: target for target in content["targets"]}


def test_each_network_reads_the_name_the_unit_has_there(post: Post, cast: Cast) -> None:
    found = sent(post, cast)
    rest = "Daftar ke @kec.sumberjati, surel info@dinkes.id."
    assert found["x"]["text"] == f"Vaksin gratis bersama @dinkes_rj. {rest}"
    assert found["facebook"]["text"] == f"Vaksin gratis bersama Dinas Kesehatan Rawa Jati. {rest}"
    assert found["bluesky"]["text"] == f"Vaksin gratis bersama {cast.diskominfo.name}. {rest}"


def test_an_account_of_the_network_itself_or_of_two_units_stays_as_written(
    post: Post, cast: Cast
) -> None:
    make_account(cast.kelurahan, "threads", "dinkes_rj")
    words = "Ikuti @dinkes_rj dan @bukan.siapa."
    for target in sent(post, cast, text=words).values():
        assert target["text"] == words
    Account.objects.filter(network="threads").update(active=False)
    found = sent(post, cast, title="Lain")
    assert found["x"]["text"] == words
    assert found["bluesky"]["text"] == f"Ikuti {cast.diskominfo.name} dan @bukan.siapa."


def test_an_account_on_another_server_is_named_with_its_server(post: Post, cast: Cast) -> None:
    make_account(cast.diskominfo, "mastodon", "dinkesrj", server="https://sosial.contoh.go.id")
    made = make_account(cast.kecamatan, "mastodon", "kec", server="https://lain.contoh.go.id")
    found = sent(post, cast, targets=[str(made.pk)])
    assert "@dinkesrj@sosial.contoh.go.id." in found["mastodon"]["text"]


def test_what_is_frozen_stays_when_the_register_changes(post: Post, cast: Cast) -> None:
    frozen = actions.freeze(post, by=cast.admin, at=NOW)
    assert set(frozen.content["marks"]["names"]) == {"dinkes.rawajati"}
    Account.objects.filter(handle="dinkes_rj").update(handle="dinkes_baru")
    post = Post.objects.get(pk=post.pk)
    same = revisions.content(post, Marks.read(frozen.content["marks"]))
    assert revisions.hash_of(same) == frozen.hash
    account = next(t["account"] for t in frozen.content["targets"] if t["network"] == "x")
    assert "@dinkes_rj." in chain_for(frozen, account, created_at=NOW)[0]["text"]


def test_a_first_comment_is_written_for_its_network_too(post: Post, cast: Cast) -> None:
    found = sent(post, cast, text="Vaksin gratis.", comments={"x": "Tanya @dinkes.rawajati"})
    assert found["x"]["comment"] == "Tanya @dinkes_rj"


def test_the_name_that_goes_out_counts(post: Post, cast: Cast) -> None:
    """A unit in words is longer than its name; what is too long is told before it is handed in."""
    filler = "a" * (300 - len(" @dinkes.rawajati"))
    sent(post, cast, text=f"{filler} @dinkes.rawajati")

    def too_long() -> set[str]:
        found = checking.findings(Post.objects.get(pk=post.pk), NOW)
        return {c.network for c in found if c.finding.rule == "network.too_long"}

    assert "bluesky" in too_long()
    make_account(cast.diskominfo, "bluesky", "dinkes.rj.id")
    assert "bluesky" not in too_long()


def test_words_without_names_ask_nothing(
    post: Post, cast: Cast, django_assert_num_queries: Any
) -> None:
    marks_for(post)
    post.text = "Vaksin gratis, surel info@dinkes.id."
    list(post.variants.all()), list(post.presentations.all())
    with django_assert_num_queries(2):  # variants and presentations, not the register
        assert marks_for(post) is None


def test_the_composer_shows_who_is_named_saved_or_just_typed(
    post: Post, cast: Cast, client: Client
) -> None:
    sign_in(client, cast.admin)
    page = client.get(url(post)).content.decode()
    assert "@Dinkes.RawaJati: @dinkes_rj" in page
    preview = page.partition('data-pra="x"')[2].partition("data-pra-kaki")[0]
    assert "bersama @dinkes_rj." in preview
    data = fields_of(page) | {"text": "Bersama @dinkes_rj."}
    panel = client.post(reverse("planning:check", args=[post.pk]), data).content.decode()
    assert "dinkes_rj" in panel.partition("data-penanda=")[2].partition(">")[0]
