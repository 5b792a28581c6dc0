"""How a post appears on a network: threads, first comments, shapes, audiences, keywords."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.kernel.errors import Invalid
from kentongan.networks import catalogue, wording
from kentongan.networks.models import Account
from kentongan.planning import actions, checking, revisions
from kentongan.planning.manners import Manner, outward
from kentongan.planning.models import Post, Presentation, Revision
from kentongan.planning.places import place
from kentongan.planning.working import digest, flat
from kentongan.publishing.content import chain_for
from tests.cast import NOW, Cast, sign_in
from tests.fakes import threads_rules, x_text
from tests.planning.conftest import make_account, make_post
from tests.planning.test_api import call
from tests.planning.test_composer import fields_of, url

__all__ = ["call"]
Call = Callable[..., tuple[int, Any]]
SENTENCE = "Loket {} di kantor kecamatan buka setiap hari kerja mulai pukul 08.00 WIB. "
LONG = "".join(SENTENCE.format(number) for number in range(1, 8)).strip()
Save = Callable[..., Post]


@pytest.fixture
def post(cast: Cast, kinds: None, accounts: dict[str, Account]) -> Post:
    """A long draft for X and for a page of Facebook."""
    return make_post(cast.kecamatan, cast.admin, text=LONG)


@pytest.fixture
def save(post: Post, cast: Cast) -> Save:
    def write(**fields: Any) -> Post:
        post.refresh_from_db()
        actions.save_draft(post_id=post.pk, version=post.version, by=cast.admin, at=NOW, **fields)
        return post

    return write


def target_of(post: Post, network: str) -> dict[str, Any]:
    content = Revision.objects.filter(post=post).latest("number").content
    return next(t for t in content["targets"] if t["network"] == network)


def test_a_post_as_usual_is_frozen_as_it_always_was(post: Post, save: Save) -> None:
    """Hashes of older revisions stay true: nothing new is written where nothing was chosen."""
    save(threads={"x": False}, forms={"facebook": "post"}, comments={"x": " "})
    content = Revision.objects.get(post=post).content
    assert set(content) == {
        "schema", "unit", "title", "text", "link", "source", "kind", "pillar", "shows_vulnerable",
        "shows_official", "variants", "targets", "media",
    }  # fmt: skip
    assert [set(t) for t in content["targets"]] == [{"account", "network", "handle", "text"}] * 2
    assert not Presentation.objects.exists()


def test_a_thread_is_frozen_as_the_parts_that_go_out(post: Post, save: Save) -> None:
    save(threads={"x": True})
    frozen = target_of(post, "x")
    assert frozen["text"] == LONG
    assert [part[-6:] for part in frozen["parts"]] == [" (1/3)", " (2/3)", " (3/3)"]
    assert "parts" not in target_of(post, "facebook")


def test_what_fits_is_no_thread(post: Post, save: Save) -> None:
    save(text="Loket buka.", threads={"x": True})
    assert "parts" not in target_of(post, "x")


def test_the_link_of_the_post_is_counted_in_a_thread(post: Post, save: Save) -> None:
    link = "https://sumberjati.contoh.go.id/jadwal"
    save(threads={"x": True}, link=link)
    assert [link in part for part in target_of(post, "x")["parts"]] == [False, False, True]


def test_a_thread_is_not_too_long_and_one_that_cannot_be_cut_is(post: Post, save: Save) -> None:
    def too_long() -> list[str]:
        found = checking.findings(Post.objects.get(pk=post.pk), NOW)
        return [c.network for c in found if c.finding.rule == "network.too_long"]

    assert too_long() == ["x"]
    save(threads={"x": True})
    assert too_long() == []
    save(text="kata " * 2000)
    assert too_long() == ["x"]


def test_a_first_comment_is_checked_like_every_word_that_goes_out(post: Post, save: Save) -> None:
    save(comments={"x": "Pilih nomor dua! " + "Bawa KTP. " * 30})
    found = [c for c in checking.findings(post, NOW) if c.field == "comment:x"]
    assert "network.too_long" in {c.finding.rule for c in found}
    assert any(c.finding.text and c.stops for c in found)
    assert all(c.network == "x" for c in found)


@pytest.mark.parametrize("code", ["bluesky", "mastodon", "sandbox", "threads", "x"])
def test_every_part_of_a_thread_is_one_that_its_network_takes(code: str) -> None:
    where = place(code)
    text = "Siaga banjir 🌧️🌊 di tepi sungai. Jangan lewat jembatan 🚧, ikuti petugas 👮🏽. " * 12
    parts = outward(text, "https://contoh.go.id/siaga", where, Manner(thread=True), None).parts
    assert len(parts) > 1
    limits = catalogue.get(code).limits
    counted = {"threads": threads_rules.counted, "x": x_text.weight}
    count = counted.get(code, lambda part: wording.length(part, limits))
    assert [part for part in parts if count(part) > limits.max_text] == []


@pytest.mark.parametrize(
    ("code", "letter", "most"),
    [
        ("threads", "🙏", 125),
        ("linkedin", "🙏", 1500),
        ("tiktok", "🙏", 1100),
        ("youtube", "ꦲ", 1666),
    ],
)
def test_letters_are_counted_as_the_network_itself_counts_them(
    post: Post, cast: Cast, save: Save, code: str, letter: str, most: int
) -> None:
    account = make_account(cast.kecamatan, code, "kec.sumberjati")

    def too_long(text: str) -> bool:
        save(targets=[account.pk], text=text)
        found = checking.findings(Post.objects.get(pk=post.pk), NOW)
        return "network.too_long" in {c.finding.rule for c in found}

    assert not too_long(letter * most)
    assert too_long(letter * (most + 1))


def test_keywords_are_checked_too(post: Post, cast: Cast, save: Save) -> None:
    make_account(cast.kecamatan, "youtube", "@kec.sumberjati")
    targets = [a.pk for a in Account.objects.filter(unit=cast.kecamatan)]
    save(targets=targets, tags={"youtube": "posyandu, NIK 3210011205850001"})
    found = [c for c in checking.findings(Post.objects.get(pk=post.pk), NOW) if "tags" in c.field]
    assert [c.finding.rule for c in found] == ["personal_data.nik"]


def test_the_place_of_the_office_is_frozen_where_it_is_wanted_and_known(
    post: Post, save: Save
) -> None:
    Account.objects.filter(network="facebook").update(place="106377336067638")
    save(locations={"x": True, "facebook": True})
    assert target_of(post, "facebook")["place"] == "106377336067638"
    assert "place" not in target_of(post, "x")  # none is recorded at that account
    first = Revision.objects.filter(post=post).latest("number")
    assert first.content["manners"] == {"facebook": {"located": True}, "x": {"located": True}}
    [sent, *_more] = chain_for(first, target_of(post, "facebook")["account"], created_at=NOW)
    assert sent["place"] == "106377336067638"
    save(locations={"facebook": None})
    assert "place" not in target_of(post, "facebook")


def test_a_shape_that_takes_no_place_goes_out_without_one(
    post: Post, cast: Cast, save: Save
) -> None:
    make_account(cast.kecamatan, "instagram", "@kec.sumberjati")
    Account.objects.filter(network="instagram").update(place="106377336067638")
    targets = [a.pk for a in Account.objects.filter(unit=cast.kecamatan)]
    save(targets=targets, locations={"instagram": True})
    assert "place" in target_of(post, "instagram")
    save(forms={"instagram": "story"})
    assert "place" not in target_of(post, "instagram")


def test_the_composer_offers_the_place_where_the_network_takes_one(
    post: Post, cast: Cast, client: Client
) -> None:
    page = sign_in(client, cast.admin).get(url(post)).content.decode()
    assert 'name="located-x"' in page
    assert "Bersama video, hanya untuk reel." in page
    Account.objects.filter(unit=cast.kecamatan, network="x").update(network="linkedin")
    page = client.get(url(post)).content.decode()
    assert "Unggahan LinkedIn tidak memuat lokasi." in page
    data = {**fields_of(page), "located-facebook": "on", "aksi": "simpan"}
    assert client.post(url(post), data).status_code == 302
    assert Presentation.objects.get(post=post, network="facebook").located
    data = fields_of(client.get(url(post)).content.decode())
    assert data.pop("located-facebook") == ["on"]
    assert client.post(url(post), {**data, "aksi": "simpan"}).status_code == 302
    assert not Presentation.objects.filter(post=post).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("threads", {"facebook": True}),
        ("audiences", {"x": "private"}),
        ("forms", {"x": "reel"}),
        ("tags", {"x": "posyandu"}),
        ("locations", {"bluesky": True}),
        ("comments", {"whatsapp": "Halo"}),
        ("comments", {"tidak-ada": "Halo"}),
    ],
)
def test_what_a_network_does_not_offer_is_refused(save: Save, field: str, value: Any) -> None:
    with pytest.raises(Invalid):
        save(**{field: value})


def test_a_copy_and_an_older_state_keep_what_was_chosen(post: Post, save: Save, cast: Cast) -> None:
    save(threads={"x": True}, comments={"x": "Syaratnya di papan pengumuman."})
    first = Revision.objects.filter(post=post).latest("number")
    copy = actions.duplicate(post, by=cast.admin, at=NOW)
    assert revisions.content(copy)["manners"] == first.content["manners"]
    save(threads={"x": False}, comments={"x": ""})
    assert not Presentation.objects.filter(post=post).exists()
    post.refresh_from_db()
    actions.restore(first, version=post.version, by=cast.admin, at=NOW)
    again = Revision.objects.filter(post=post).latest("number")
    assert (again.hash, again.content["manners"]) == (first.hash, first.content["manners"])


def test_two_people_choose_for_the_same_network_without_losing_either(
    post: Post, save: Save, cast: Cast
) -> None:
    started = {name: digest(value) for name, value in flat(post).items()}
    started |= {name: digest(None) for name in ("thread:x", "comment:x")}
    old = post.version
    save(threads={"x": True})
    actions.save_draft(
        post_id=post.pk, version=old, by=cast.sekcam, at=NOW, bases=started,
        comments={"x": "Syaratnya di papan pengumuman."}, threads={"x": False},
    )  # fmt: skip
    row = Presentation.objects.get(post=post)
    assert (row.thread, row.comment) == (True, "Syaratnya di papan pengumuman.")


def test_the_composer_offers_what_each_network_has_and_shows_the_parts(
    post: Post, cast: Cast, client: Client
) -> None:
    sign_in(client, cast.admin)
    page = client.get(url(post)).content.decode()
    sent = fields_of(page)
    assert "comment-x" in sent
    assert "form-facebook" in sent
    assert "tags-x" not in sent
    assert "thread-facebook" not in page
    sent |= {"thread-x": "on", "comment-x": "Syaratnya di papan pengumuman."}
    assert client.post(url(post), {**sent, "aksi": "simpan"}).status_code == 302
    page = client.get(url(post)).content.decode()
    assert page.count('<li><p class="pra-baris">') == 2 * 3  # the preview, and for the script
    assert "(3/3)" in page
    sent = fields_of(page)
    assert sent["thread-x"] == ["on"]
    del sent["thread-x"]  # the box is no longer ticked
    client.post(url(post), {**sent, "aksi": "simpan"})
    row = Presentation.objects.get(post=post)
    assert (row.thread, row.comment) == (False, "Syaratnya di papan pengumuman.")


def test_while_writing_the_parts_come_with_the_findings(
    post: Post, cast: Cast, client: Client
) -> None:
    sign_in(client, cast.admin)
    sent = fields_of(client.get(url(post)).content.decode())
    sent |= {"thread-x": "on", "text": LONG + " " + LONG}
    answer = client.post(reverse("planning:check", args=[post.pk]), sent).content.decode()
    assert '<template data-utas-baru="x">' in answer
    assert "(5/5)" in answer or "(6/6)" in answer


def test_a_bad_choice_is_told_at_its_field_and_nothing_typed_is_lost(
    post: Post, cast: Cast, client: Client
) -> None:
    sign_in(client, cast.admin)
    sent = fields_of(client.get(url(post)).content.decode())
    sent |= {"thread-x": "on", "form-facebook": "bukan", "comment-x": "Tetap ada."}
    response = client.post(url(post), {**sent, "aksi": "simpan"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Pilih salah satu yang ada di daftar." in page
    kept = fields_of(page)
    assert (kept["thread-x"], kept["comment-x"]) == (["on"], "Tetap ada.")


def test_the_last_look_shows_the_thread_and_what_goes_below_it(
    post: Post, save: Save, cast: Cast, client: Client
) -> None:
    save(threads={"x": True}, comments={"x": "Syaratnya di papan pengumuman."})
    sign_in(client, cast.admin)
    page = client.get(reverse("planning:hand_in", args=[post.pk])).content.decode()
    assert "(3/3)" in page
    assert "Syaratnya di papan pengumuman." in page


def test_the_api_takes_and_gives_all_of_it(call: Call, accounts: dict[str, Account]) -> None:
    body = {"unit": "kec-sumberjati", "kind": "layanan-rutin", "title": "Lewat API", "text": LONG}
    made = call("POST", "/posts", body)[1]
    assert (made["threads"], made["comments"], made["tags"]) == ({}, {}, {})
    path = f"/posts/{made['id']}"
    change = {
        "version": 1, "threads": {"x": True}, "comments": {"x": "Susulan."},
        "forms": {"facebook": "reel"},
    }  # fmt: skip
    status, changed = call("PATCH", path, change)
    assert (status, changed["threads"], changed["forms"]) == (
        200, {"x": True}, {"facebook": "reel"},
    )  # fmt: skip
    status, changed = call("PATCH", path, {"version": 2, "threads": {"x": None}})
    assert (changed["threads"], changed["comments"]) == ({}, {"x": "Susulan."})
    status, _refused = call("PATCH", path, {"version": 3, "tags": {"x": ["posyandu"]}})
    assert status == 422


def test_a_shape_that_does_not_go_with_what_is_attached_must_be_mended(
    post: Post, save: Save
) -> None:
    save(forms={"facebook": "reel"})
    found = checking.findings(Post.objects.get(pk=post.pk), NOW)
    [problem] = [c for c in found if c.finding.rule == "network.form"]
    assert (problem.network, problem.stops) == ("facebook", True)


def test_a_shape_without_words_is_frozen_without_them(post: Post, cast: Cast, save: Save) -> None:
    account = make_account(cast.kecamatan, "instagram", "kec.sumberjati")
    save(
        targets=[account.pk], forms={"instagram": "story"}, link="https://contoh.go.id/jadwal",
        text=LONG * 8, comments={"instagram": "Syaratnya di loket."},
    )  # fmt: skip
    frozen = target_of(post, "instagram")
    assert (frozen["text"], frozen["link"], frozen["form"]) == ("", "", "story")
    assert "comment" not in frozen  # nobody could read it below a story
    found = checking.findings(Post.objects.get(pk=post.pk), NOW)
    assert {"network.too_long", "network.dead_link"} & {c.finding.rule for c in found} == set()
