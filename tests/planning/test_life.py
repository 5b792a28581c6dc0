"""The life of a post: states, versions, restoring, pictures, copies, the archive."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from hypothesis.extra.django import TestCase

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.states import IllegalTransition
from kentongan.ledger.models import Entry
from kentongan.networks.models import Account
from kentongan.planning import actions, checking, revisions
from kentongan.planning.evidence import recorded
from kentongan.planning.models import ContentKind, Post, Revision
from kentongan.planning.seed import seed
from kentongan.planning.states import POST
from tests.cast import NOW, Cast, make_cast
from tests.planning.conftest import make_account, make_post, picture

LATER = NOW + timedelta(minutes=1)
SYSTEM = Actor.system("uji")
EVENTS = sorted({row.event for row in POST.rows})


class StateWalk(TestCase):
    """Any sequence of events: only what the table knows happens, each once in the ledger."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(events=st.lists(st.sampled_from(EVENTS), max_size=12))
    def test_only_the_table_moves_a_post(self, events: list[str]) -> None:
        cast = make_cast()
        seed(at=NOW)
        post = make_post(cast.kecamatan, cast.admin)
        moves = 0
        for event in events:
            before = post.state
            if POST.allows(before, event):
                actions.transition(post, event, by=SYSTEM, at=LATER)
                assert post.state == POST.next(before, event)
                moves += 1
            else:
                with pytest.raises(IllegalTransition):
                    actions.transition(post, event, by=SYSTEM, at=LATER)
                assert not actions.transition_if_possible(post, event, by=SYSTEM, at=LATER)
            post.refresh_from_db()
            assert post.state in POST.states
        lines = Entry.objects.filter(target_id=str(post.pk)).exclude(action="post.create")
        assert lines.count() == moves


def test_every_state_can_be_reached() -> None:
    reached, fresh = {POST.initial}, {POST.initial}
    while fresh:
        fresh = {row.target for row in POST.rows if row.state in fresh} - reached
        reached |= fresh
    assert reached == set(POST.states)


def test_of_two_transitions_at_once_the_second_is_told(post: Post) -> None:
    other = Post.objects.select_related("unit").get(pk=post.pk)
    actions.transition(post, "submit", by=SYSTEM, at=LATER)
    with pytest.raises(Conflict, match="Ditinjau"):
        actions.transition(other, "cancel", by=SYSTEM, at=LATER)


def test_seeding_twice_keeps_what_the_pemda_changed(kinds: None) -> None:
    ContentKind.objects.filter(pk="krisis").update(label="Krisis besar", active=False)
    seed(at=NOW)
    assert ContentKind.objects.count() == 11
    assert not ContentKind.objects.get(pk="balasan").active, "no post is a reply"
    assert ContentKind.objects.get(pk="krisis").label == "Krisis besar"
    assert ContentKind.objects.filter(emergency=True).count() == 1


# ------------------------------------------------------------------------------- revisions


def test_the_hash_covers_what_is_published_and_nothing_else(post: Post, cast: Cast) -> None:
    before = revisions.hash_of(revisions.content(post))
    actions.wish(post_id=post.pk, when=NOW + timedelta(days=1), by=cast.admin, at=LATER)
    fresh = Post.objects.get(pk=post.pk)
    assert revisions.hash_of(revisions.content(fresh)) == before
    for fields in (
        {"variants": {"x": "Lain"}},
        {"source": "Dinkes"},
        {"shows_official": True},
        {"targets": []},
    ):
        fresh.refresh_from_db()
        actions.save_draft(
            post_id=post.pk, version=fresh.version, by=cast.admin, at=LATER, **fields
        )
        after = revisions.hash_of(revisions.content(Post.objects.get(pk=post.pk)))
        assert after != before
        before = after


def test_the_content_holds_the_final_text_for_each_account(
    post: Post, cast: Cast, accounts: dict[str, Account]
) -> None:
    actions.save_draft(
        post_id=post.pk, version=1, by=cast.admin, at=LATER, variants={"x": "Untuk X"}
    )
    found = revisions.content(Post.objects.get(pk=post.pk))
    texts = {target["network"]: target["text"] for target in found["targets"]}
    assert texts == {"x": "Untuk X", "facebook": post.text}


def test_freezing_twice_gives_the_same_revision(post: Post, cast: Cast) -> None:
    first = actions.freeze(post, by=cast.admin, at=NOW, note="Diajukan")
    second = actions.freeze(post, by=cast.sekcam, at=LATER)
    assert first.pk == second.pk
    assert Revision.objects.count() == 1


def test_restoring_brings_back_everything_and_keeps_what_was(
    post: Post, cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    item = actions.add_media(
        post_id=post.pk, version=1, file=picture(), name="poster.png", by=cast.admin, at=NOW
    )
    first = actions.save_draft(
        post_id=post.pk, version=2, by=cast.admin, at=NOW,
        text="Pertama", variants={"x": "X pertama"}, alts={item.pk: "Poster"},
    ).revision  # fmt: skip
    assert first is not None
    actions.save_draft(
        post_id=post.pk, version=3, by=cast.admin, at=NOW, text="Kedua", variants={"x": None},
        targets=[], explicit=False,
    )  # fmt: skip
    actions.remove_media(post_id=post.pk, version=4, media_id=item.pk, by=cast.admin, at=LATER)
    actions.restore(first, version=5, by=cast.sekcam, at=LATER)
    post.refresh_from_db()
    assert post.text == "Pertama"
    assert [v.text for v in post.variants.all()] == ["X pertama"]
    assert [m.alt for m in post.media.all()] == ["Poster"]
    assert post.targets.count() == 2
    notes = list(post.revisions.values_list("note", flat=True))
    assert notes == ["Dipulihkan dari versi 1", "Sebelum dipulihkan", ""]
    with pytest.raises(Conflict):
        actions.restore(first, version=5, by=cast.admin, at=LATER)


def test_differences_name_the_fields_in_words(post: Post, cast: Cast) -> None:
    old = revisions.content(post)
    new = old | {"text": "Posyandu buka Jumat", "pillar": "edukasi"}
    found = {change.label: change.parts for change in revisions.differences(old, new)}
    assert set(found) == {"Pesan induk", "Pilar"}
    assert ("ins", "Jumat") in [(kind, text.strip()) for kind, text in found["Pesan induk"]]


# -------------------------------------------------------------------------------- pictures


def test_pictures_are_added_once_moved_and_taken_out(
    post: Post, cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    by: dict[str, Any] = {"post_id": post.pk, "by": cast.admin, "at": LATER}
    one = actions.add_media(version=1, file=picture(), name="a.png", **by)
    two = actions.add_media(version=2, file=picture(colour="red"), name="b.png", **by)
    again = actions.add_media(version=3, file=picture(), name="c.png", **by)
    assert again.pk == one.pk
    actions.move_media(version=3, media_id=two.pk, step=-1, **by)
    assert [item.pk for item in post.media.all()] == [two.pk, one.pk]
    actions.move_media(version=4, media_id=two.pk, step=-1, **by)
    actions.remove_media(version=4, media_id=two.pk, **by)
    assert [item.pk for item in post.media.all()] == [one.pk]
    with pytest.raises(actions.DraftConflict):
        actions.remove_media(version=4, media_id=one.pk, **by)


def test_an_eleventh_picture_is_refused(
    post: Post, cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    for number in range(10):
        actions.add_media(
            post_id=post.pk, version=number + 1, file=picture(colour=(number * 20, 9, 9)),  # type: ignore[arg-type]
            name="a.png", by=cast.admin, at=LATER,
        )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        actions.add_media(
            post_id=post.pk, version=11, file=picture(), name="k.png", by=cast.admin, at=LATER
        )
    assert "file" in refused.value.fields


# ------------------------------------------------------------------------------- as a whole


def test_a_copy_has_the_content_but_not_the_schedule(post: Post, cast: Cast) -> None:
    actions.wish(post_id=post.pk, when=NOW + timedelta(days=1), by=cast.admin, at=NOW)
    actions.save_draft(post_id=post.pk, version=2, by=cast.admin, at=NOW, variants={"x": "X"})
    copy = actions.duplicate(Post.objects.get(pk=post.pk), by=cast.sekcam, at=LATER)
    assert copy.title == "Salinan: Jadwal posyandu"
    assert (copy.scheduled_for, copy.state, copy.author) == (None, "draft", cast.sekcam)
    assert [v.text for v in copy.variants.all()] == ["X"]
    assert copy.targets.count() == 2


def test_archiving_closes_and_opens(post: Post, cast: Cast) -> None:
    actions.archive(post, version=1, by=cast.admin, at=LATER)
    with pytest.raises(NotAllowed):
        actions.save_draft(post_id=post.pk, version=2, by=cast.admin, at=LATER, text="x")
    actions.unarchive(post, by=cast.admin, at=LATER)
    actions.save_draft(post_id=post.pk, version=3, by=cast.admin, at=LATER, text="x")
    Post.objects.filter(pk=post.pk).update(state="scheduled")
    with pytest.raises(Conflict):
        actions.archive(post, version=4, by=cast.admin, at=LATER)


def test_a_cancelled_post_can_be_taken_up_again(post: Post, cast: Cast) -> None:
    actions.cancel(post, by=cast.admin, at=LATER, reason="Batal acara")
    assert post.state == "cancelled"
    actions.reopen(post, by=cast.admin, at=LATER)
    assert post.state == "draft"


# ------------------------------------------------------------------------------- the check


def test_personal_data_blocks_and_a_reason_passes_what_is_to_be_weighed(
    cast: Cast, kinds: None, accounts: dict[str, Account]
) -> None:
    nik = "Data warga: NIK 3210011205850001 sudah diverifikasi petugas."
    post = make_post(cast.kecamatan, cast.admin, text=nik)
    blocking = checking.blocking(post, NOW)
    assert blocking
    weigh = [item for item in checking.findings(post, NOW) if item.tone == "timbang"]
    for item in weigh:
        actions.weigh(
            post_id=post.pk, fingerprint=item.finding.fingerprint,
            reason="Sudah ada persetujuan tertulis.", by=cast.admin, at=LATER,
        )  # fmt: skip
    post.refresh_from_db()
    assert all(item.tone == "wajib" for item in checking.blocking(post, NOW))


@pytest.mark.parametrize("reason", ["", "   ", "ya", "x" * 501, "nol\x00 nol nol nol"])
def test_a_reason_must_say_something(post: Post, cast: Cast, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.weigh(post_id=post.pk, fingerprint="0" * 16, reason=reason, by=cast.admin, at=LATER)
    assert list(refused.value.fields) == ["reason"]


def test_what_all_networks_share_is_told_once(
    cast: Cast, kinds: None, accounts: dict[str, Account]
) -> None:
    long = "Telepon 0812-3344-5566 untuk bertanya. " + "Kalimat pendek saja. " * 20
    post = make_post(cast.kecamatan, cast.admin, text=long)
    found = checking.findings(post, NOW)
    rules = [(item.finding.rule, item.finding.text) for item in found]
    assert len(rules) == len(set(rules))
    assert [item.number for item in found] == list(range(1, len(found) + 1))
    too_long = [item for item in found if item.network == "x"]
    assert too_long
    assert all(item.field == "text" for item in too_long)
    actions.save_draft(
        post_id=post.pk, version=1, by=cast.admin, at=LATER, variants={"x": "Pendek."}
    )
    again = checking.findings(Post.objects.get(pk=post.pk), NOW)
    assert not [item for item in again if item.network == "x"]


def test_a_wording_of_its_own_is_checked_for_its_network(post: Post, cast: Cast) -> None:
    actions.save_draft(
        post_id=post.pk, version=1, by=cast.admin, at=LATER,
        variants={"x": "Hubungi 0812-3344-5566"},
    )  # fmt: skip
    found = [i for i in checking.findings(Post.objects.get(pk=post.pk), NOW) if i.network == "x"]
    assert found
    assert {item.field for item in found} == {"variant:x"}
    for item in found:
        assert item.text[item.finding.start : item.finding.end] == item.finding.text


def test_the_planned_time_decides_which_rules_hold(post: Post) -> None:
    assert checking.when(post, NOW) == NOW
    post.scheduled_for = NOW + timedelta(days=9)
    assert checking.when(post, NOW) == post.scheduled_for
    post.scheduled_for = NOW - timedelta(days=9)
    assert checking.when(post, NOW) == NOW


def test_the_evidence_is_plain_json(post: Post) -> None:
    assert set(recorded(checking.findings(post, NOW))) == {"findings"}


def test_a_unit_without_accounts_can_write(cast: Cast, kinds: None) -> None:
    make_account(cast.kecamatan_lain, "facebook", "Ciranji")
    post = make_post(cast.desa, cast.admin)
    assert post.targets.count() == 0
    assert checking.findings(post, NOW) is not None
