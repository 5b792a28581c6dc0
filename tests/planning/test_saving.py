"""Saving: versions, merging, conflicts, what the ledger knows, what the approval loses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.networks.models import Account
from kentongan.planning import actions, events
from kentongan.planning.models import Post
from kentongan.planning.working import digest, flat, merge
from tests.cast import NOW, Cast

LATER = NOW + timedelta(minutes=1)


def bases(post: Post) -> dict[str, str]:
    values = flat(Post.objects.get(pk=post.pk))
    return {name: digest(value) for name, value in values.items()}


def save(post: Post, version: int, by: Any, **fields: Any) -> actions.Saved:
    return actions.save_draft(post_id=post.pk, version=version, by=by, at=LATER, **fields)


def acts(post: Post) -> list[str]:
    entries = Entry.objects.filter(target_id=str(post.pk)).order_by("seq")
    return list(entries.values_list("action", flat=True))


def test_a_new_post_is_meant_for_the_accounts_of_its_unit(
    post: Post, accounts: dict[str, Account]
) -> None:
    chosen = {target.account_id for target in post.targets.all()}
    assert chosen == {accounts["x"].pk, accounts["facebook"].pk}
    assert post.state == "draft"
    assert acts(post) == ["post.create"]


def test_only_writers_begin_posts(cast: Cast, kinds: None) -> None:
    for outsider in (cast.camat, cast.admin_lain, cast.auditor):
        with pytest.raises(NotAllowed):
            actions.create_post(
                unit=cast.kecamatan, kind="layanan-rutin", title="Judul", by=outsider, at=NOW
            )


def test_a_save_raises_the_version_and_makes_a_revision(post: Post, cast: Cast) -> None:
    saved = save(post, 1, cast.admin, text="Isi baru.")
    post.refresh_from_db()
    assert (post.version, post.text, saved.changed) == (2, "Isi baru.", ("text",))
    assert saved.revision is not None
    assert saved.revision.number == post.revision_number == 1
    assert acts(post) == ["post.create", "post.save"]


def test_saving_the_same_again_changes_nothing(post: Post, cast: Cast) -> None:
    save(post, 1, cast.admin, text="Isi baru.")
    again = save(post, 2, cast.admin, text="Isi baru.")
    assert again.changed == ()
    assert again.revision is not None
    assert again.revision.number == 1
    assert acts(post) == ["post.create", "post.save"]


def test_autosaves_of_one_sitting_are_one_line_in_the_ledger(post: Post, cast: Cast) -> None:
    for number in range(1, 5):
        save(post, number, cast.admin, text=f"Isi {number}", explicit=False)
    save(post, 5, cast.sekcam, text="Isi sekcam", explicit=False)
    assert acts(post) == ["post.create", "post.edit", "post.edit"]
    save(post, 6, cast.admin)
    assert acts(post)[-1] == "post.save"
    assert set(post.contributors.all()) == {cast.admin, cast.sekcam}


def test_an_older_version_without_digests_is_refused(post: Post, cast: Cast) -> None:
    save(post, 1, cast.admin, text="Isi admin")
    with pytest.raises(actions.DraftConflict) as refused:
        save(post, 1, cast.sekcam, text="Isi sekcam")
    assert cast.admin.name in str(refused.value)
    post.refresh_from_db()
    assert post.text == "Isi admin"


def test_fields_that_only_one_of_two_changed_are_both_kept(post: Post, cast: Cast) -> None:
    started = bases(post)
    save(post, 1, cast.sekcam, title="Judul sekcam")
    saved = save(post, 1, cast.admin, bases=started, title="Jadwal posyandu", text="Isi admin")
    post.refresh_from_db()
    assert (post.title, post.text) == ("Judul sekcam", "Isi admin")
    assert saved.refreshed == {"title": "Judul sekcam"}


def test_the_same_field_changed_by_two_is_shown_and_not_overwritten(post: Post, cast: Cast) -> None:
    started = bases(post)
    save(post, 1, cast.sekcam, text="Isi sekcam")
    with pytest.raises(actions.DraftConflict) as refused:
        save(post, 1, cast.admin, bases=started, text="Isi admin", link="https://a.go.id")
    [clash] = refused.value.clashes
    assert (clash.name, clash.mine, clash.theirs) == ("text", "Isi admin", "Isi sekcam")
    assert clash.by == cast.sekcam.name
    post.refresh_from_db()
    assert post.text == "Isi sekcam"
    assert post.link == "https://a.go.id", "what only I changed is saved all the same"
    assert refused.value.version == post.version


def test_variants_merge_by_network(post: Post, cast: Cast) -> None:
    started = bases(post) | {"variant:x": digest(None), "variant:facebook": digest(None)}
    save(post, 1, cast.sekcam, variants={"x": "Untuk X"})
    save(
        post,
        1,
        cast.admin,
        bases=started,
        variants={"x": None, "facebook": "Untuk Facebook"},
    )
    wordings = {variant.network: variant.text for variant in post.variants.all()}
    assert wordings == {"x": "Untuk X", "facebook": "Untuk Facebook"}
    actions.save_draft(post_id=post.pk, version=3, by=cast.admin, at=LATER, variants={"x": None})
    assert list(post.variants.values_list("network", flat=True)) == ["facebook"]


TEXTS = st.sampled_from(["", "a", "b", "c"])


@given(
    base=st.dictionaries(st.sampled_from("pqr"), TEXTS, min_size=3),
    mine=st.dictionaries(st.sampled_from("pqr"), TEXTS),
    theirs=st.dictionaries(st.sampled_from("pqr"), TEXTS, min_size=3),
)
def test_a_merge_never_loses_what_anybody_wrote(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    found = merge(base={k: digest(v) for k, v in base.items()}, mine=mine, theirs=theirs)
    for name, value in mine.items():
        after = found.take.get(name, theirs[name])
        if theirs[name] != base[name]:
            assert after == theirs[name], "what others wrote stays"
        if value != base[name] and after != value:
            assert name in found.clashing, "what I wrote is stored or shown"
    assert not set(found.take) & set(found.clashing)


def test_targets_must_belong_to_the_unit(
    post: Post, cast: Cast, accounts: dict[str, Account]
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.save_draft(
            post_id=post.pk, version=1, by=cast.admin, at=LATER, targets=[accounts["lain"].pk]
        )
    assert "targets" in refused.value.fields
    actions.save_draft(
        post_id=post.pk, version=1, by=cast.admin, at=LATER, targets=[accounts["desa"].pk]
    )
    assert [target.account_id for target in post.targets.all()] == [accounts["desa"].pk]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "title"),
    ({"title": "   "}, "title"),
    ({"title": "x" * 161}, "title"),
    ({"title": "dua\nbaris"}, "title"),
    ({"title": "balik\u202eini"}, "title"),
    ({"title": "tak\u200btampak"}, "title"),
    ({"title": 7}, "title"),
    ({"text": "x" * 20_001}, "text"),
    ({"text": "nol\x00"}, "text"),
    ({"text": "rusak\ud800"}, "text"),
    ({"text": "rusak\ufffd"}, "text"),
    ({"text": "balik\u202e"}, "text"),
    ({"link": "javascript:alert(1)"}, "link"),
    ({"link": "https://" + "a" * 500 + ".id"}, "link"),
    ({"link": "https://[::1"}, "link"),
    ({"link": "http://a.id:99999999"}, "link"),
    ({"source": "x" * 501}, "source"),
    ({"kind": "tak-ada"}, "kind"),
    ({"kind": None}, "kind"),
    ({"pillar": "lain"}, "pillar"),
    ({"shows_official": "ya"}, "shows_official"),
    ({"targets": ["bukan-id"]}, "targets"),
    ({"variants": {"tak-ada": "x"}}, "variant:tak-ada"),
    ({"variants": {"x": "nol\x00"}}, "variant:x"),
    ({"scheduled_for": NOW - timedelta(hours=1)}, "scheduled_for"),
]


@pytest.mark.parametrize(("fields", "name"), BAD)
def test_bad_input_is_named_at_its_field_and_stores_nothing(
    post: Post, cast: Cast, fields: dict[str, Any], name: str
) -> None:
    with pytest.raises(Invalid) as refused:
        save(post, 1, cast.admin, **fields)
    assert list(refused.value.fields) == [name]
    assert refused.value.fields[name][0]
    post.refresh_from_db()
    assert post.version == 1


def test_an_unknown_field_is_a_bug_of_the_caller(post: Post, cast: Cast) -> None:
    with pytest.raises(TypeError):
        save(post, 1, cast.admin, state="published")


def test_line_ends_and_letters_are_stored_in_one_form(post: Post, cast: Cast) -> None:
    save(post, 1, cast.admin, text="satu\r\ndua cafe\u0301")
    post.refresh_from_db()
    assert post.text == "satu\ndua café"


@pytest.fixture
def listeners() -> Any:
    calls: list[tuple[str, str]] = []
    refuse: list[Exception] = []

    def listener(post: Post, *, by: Any, at: Any) -> None:
        calls.append((post.state, by.name))
        if refuse:
            raise refuse[0]

    kept = list(events._listeners)
    events._listeners.clear()
    events.on_change(listener)
    events.on_change(listener)
    yield calls, refuse
    events._listeners[:] = kept


@pytest.mark.parametrize("state", ["in_review", "approved", "scheduled"])
def test_changing_what_left_the_writers_hands_needs_a_word_and_voids_the_approval(
    post: Post, cast: Cast, listeners: Any, state: str
) -> None:
    calls, _refuse = listeners
    Post.objects.filter(pk=post.pk).update(state=state)
    with pytest.raises(actions.NeedsConfirmation):
        save(post, 1, cast.admin, text="Isi lain")
    post.refresh_from_db()
    assert (post.state, post.version, calls) == (state, 1, [])
    save(post, 1, cast.admin, text="Isi lain", void_approval=True)
    post.refresh_from_db()
    assert (post.state, post.text) == ("draft", "Isi lain")
    assert calls == [(state, cast.admin.name)]
    assert "post.change" in acts(post)


def test_a_listener_can_refuse_the_change_as_a_whole(
    post: Post, cast: Cast, listeners: Any
) -> None:
    _calls, refuse = listeners
    refuse.append(Conflict("Sebagian sudah tayang."))
    Post.objects.filter(pk=post.pk).update(state="scheduled")
    with pytest.raises(Conflict, match="tayang"):
        save(post, 1, cast.admin, text="Isi lain", void_approval=True)
    post.refresh_from_db()
    assert (post.state, post.version) == ("scheduled", 1)


@pytest.mark.parametrize("state", ["published", "withdrawn", "cancelled"])
def test_what_is_finished_cannot_be_written(post: Post, cast: Cast, state: str) -> None:
    Post.objects.filter(pk=post.pk).update(state=state)
    with pytest.raises(NotAllowed):
        save(post, 1, cast.admin, text="Isi lain", void_approval=True)


def test_the_wish_moves_without_touching_an_approval(
    post: Post, cast: Cast, listeners: Any
) -> None:
    Post.objects.filter(pk=post.pk).update(state="in_review")
    actions.wish(post_id=post.pk, when=NOW + timedelta(days=2), by=cast.admin, at=LATER)
    post.refresh_from_db()
    assert post.state == "in_review"
    assert post.scheduled_for == NOW + timedelta(days=2)
    Post.objects.filter(pk=post.pk).update(state="scheduled")
    with pytest.raises(Invalid):
        actions.wish(post_id=post.pk, when=NOW + timedelta(days=3), by=cast.admin, at=LATER)
