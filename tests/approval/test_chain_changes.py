"""Changing chains: by whom, what may not be left out, what is recorded, and the way back."""

from __future__ import annotations

from typing import Any

import pytest

from kentongan.approval import actions as approval, chain_actions as actions
from kentongan.approval.chain_queries import chain_at
from kentongan.approval.models import Chain
from kentongan.approval.scopes import Scope
from kentongan.approval.seed import seed
from kentongan.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.ledger.verify import verify
from kentongan.people.models import Notice, User
from kentongan.planning.models import ContentKind
from tests.cast import NOW, Cast, grant, make_user
from tests.publishing.conftest import Write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules", "clock")]

ONE: dict[str, Any] = {
    "label": "Persetujuan pimpinan",
    "roles": ["pimpinan_unit"],
    "minutes": 90,
    "working_time": True,
    "copy_roles": ["penyelia"],
}
REVIEW = ONE | {"roles": ["penyelia"], "minutes": 20, "working_time": False}


def scope(kind: str | None = "layanan-rutin", risk: str = "rendah") -> Scope:
    return Scope(ContentKind.objects.get(code=kind) if kind else None, risk)


def change(where: Scope, by: User, *steps: dict[str, Any], **given: Any) -> Chain:
    values = {"note": "", "reason": "SE Sekda 5/2026", "seen": ""} | given
    return actions.set_chain(where, steps=steps or (ONE,), by=by, at=NOW, **values)


def test_the_next_submission_passes_the_changed_chain_and_an_open_one_keeps_its_own(
    write: Write, cast: Cast
) -> None:
    post = write()
    before = approval.submit(post, by=cast.admin, at=NOW, version=post.version)
    change(scope(), cast.pembina)
    before.refresh_from_db()
    assert before.steps[0]["label"] == "Persetujuan pemeriksa"
    other = write("Imunisasi", text="Imunisasi campak dilayani di puskesmas Senin pukul 09.00.")
    after = approval.submit(other, by=cast.admin, at=NOW, version=other.version)
    assert after.steps == [ONE]


def test_nobody_decides_on_their_own_work_whatever_the_chain_says(write: Write, cast: Cast) -> None:
    change(scope(), cast.pembina)
    grant(cast.admin, "pimpinan_unit", cast.kecamatan)
    post = write()
    request = approval.submit(post, by=cast.admin, at=NOW, version=post.version)
    with pytest.raises(NotAllowed):
        approval.decide(
            request, by=cast.admin, at=NOW, verdict="approve", expected_hash=request.revision_hash
        )


def test_only_who_governs_the_rules_of_the_whole_pemda_changes_chains(cast: Cast) -> None:
    below = make_user("Pembina Kecamatan", cast.kecamatan, "pembina")
    for user in (cast.penyelia, cast.camat, cast.admin, cast.auditor, below):
        with pytest.raises(NotAllowed):
            change(scope(), user)
        with pytest.raises(NotAllowed):
            actions.release(scope(), reason="Uji coba", seen="", by=user, at=NOW)
        with pytest.raises(NotAllowed):
            actions.restore(scope(), reason="Uji coba", seen="", by=user, at=NOW)
    assert not Entry.objects.filter(action__startswith="approval.chain").exists()
    for user in (cast.administrator, cast.pembina):
        change(scope(), user, ONE | {"minutes": 60 + len(user.name)})


def test_the_ledger_names_the_steps_that_changed_old_and_new(cast: Cast) -> None:
    where = scope("kebijakan-tarif-bansos", "tinggi")
    now = chain_at(where)
    assert now is not None
    first, second = now.written
    change(where, cast.pembina, first, second | {"minutes": 120}, ONE, note=now.note)
    entry = Entry.objects.get(action="approval.chain_set")
    assert entry.data == {
        "reason": "SE Sekda 5/2026",
        "steps": [
            {"step": 2, "was": second, "now": second | {"minutes": 120}},
            {"step": 3, "was": None, "now": ONE},
        ],
    }
    assert entry.target_label == "Kebijakan, tarif, atau bantuan sosial, risiko tinggi"
    assert entry.unit_code == cast.pemda.code
    change(where, cast.pembina, first, note="Narasi tunggal saja")
    entry = Entry.objects.filter(action="approval.chain_set").latest("seq")
    assert [row["now"] for row in entry.data["steps"]] == [None, None]
    assert entry.data["note"] == {"was": now.note, "now": "Narasi tunggal saja"}
    assert verify().ok


def test_saving_what_stands_already_changes_nothing(cast: Cast) -> None:
    now = chain_at(scope())
    assert now is not None
    with pytest.raises(Invalid, match="Belum ada yang diubah"):
        change(scope(), cast.pembina, *now.written, note=now.note)
    assert not Entry.objects.filter(action="approval.chain_set").exists()


def test_the_second_of_two_who_change_a_chain_is_told(cast: Cast) -> None:
    seen = actions.fingerprint_of(chain_at(scope()))
    change(scope(), cast.pembina, seen=seen)
    for late in (
        lambda: change(scope(), cast.administrator, ONE | {"minutes": 30}, seen=seen),
        lambda: actions.release(scope(), reason="Uji coba", seen=seen, by=cast.pembina, at=NOW),
        lambda: actions.restore(scope(), reason="Uji coba", seen=seen, by=cast.pembina, at=NOW),
    ):
        with pytest.raises(Conflict, match="Orang lain baru saja"):
            late()
    now = chain_at(scope())
    assert now is not None
    assert now.written == [ONE]


def test_two_who_give_a_kind_its_first_chain_do_not_write_over_each_other(cast: Cast) -> None:
    where = scope("balasan")
    none = actions.fingerprint_of(None)
    change(where, cast.pembina, seen=none)
    with pytest.raises(Conflict):
        change(where, cast.administrator, ONE | {"minutes": 30}, seen=none)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label": " "}, "0.label"),
        ({"label": "x" * 81}, "0.label"),
        ({"label": "Cek\u200bdulu"}, "0.label"),
        ({"roles": []}, "0.roles"),
        ({"roles": ["admin_unit"]}, "0.roles"),
        ({"roles": ["pimpinan_unit", "raja"]}, "0.roles"),
        ({"copy_roles": ["mitra"]}, "0.told"),
        ({"minutes": 4}, "0.minutes"),
        ({"minutes": 99 * 60 + 1}, "0.minutes"),
    ],
)
def test_a_step_that_nobody_could_answer_is_refused_at_its_field(
    cast: Cast, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        change(scope(), cast.pembina, ONE | wrong)
    assert list(refused.value.fields) == [field]


def test_a_chain_has_one_step_at_least_and_no_more_than_a_unit_has_people(cast: Cast) -> None:
    with pytest.raises(Invalid, match="paling sedikit satu langkah"):
        actions.set_chain(
            scope(), steps=[], note="", reason="Uji coba", seen="", by=cast.pembina, at=NOW
        )
    with pytest.raises(Invalid, match="Paling banyak 6 langkah"):
        change(scope(), cast.pembina, *[ONE] * 7)
    with pytest.raises(Invalid, match="alasannya"):
        change(scope(), cast.pembina, reason=" ya ")


def test_a_released_chain_gives_way_to_the_one_of_all_kinds_and_stays_away(
    write: Write, cast: Cast
) -> None:
    change(scope(None), cast.pembina)
    actions.release(scope(), reason="Cukup yang umum", seen="", by=cast.pembina, at=NOW)
    seed(at=NOW)
    post = write()
    request = approval.submit(post, by=cast.admin, at=NOW, version=post.version)
    assert request.steps == [ONE]
    entry = Entry.objects.get(action="approval.chain_release")
    assert entry.data["steps"][0]["was"]["label"] == "Persetujuan pemeriksa"
    with pytest.raises(Missing):
        actions.release(scope(), reason="Sekali lagi", seen="", by=cast.pembina, at=NOW)
    change(scope(), cast.pembina, ONE | {"label": "Sendiri lagi"})
    assert Chain.objects.filter(kind="layanan-rutin").count() == 1
    assert Entry.objects.get(action="approval.chain_add").data["steps"][0]["was"] is None


@pytest.mark.parametrize(
    ("kind", "risk"), [(None, "rendah"), (None, "kritis"), ("darurat-keselamatan", "kritis")]
)
def test_what_posts_cannot_do_without_is_not_released(
    cast: Cast, kind: str | None, risk: str
) -> None:
    with pytest.raises(Invalid, match="tidak bisa dilepas"):
        actions.release(scope(kind, risk), reason="Uji coba", seen="", by=cast.pembina, at=NOW)


def test_what_shipped_is_put_back(cast: Cast) -> None:
    where = scope("krisis", "kritis")
    before = chain_at(where)
    assert before is not None
    as_it_was = before.written, before.note
    with pytest.raises(Invalid, match="sudah seperti bawaan"):
        actions.restore(where, reason="Uji coba", seen="", by=cast.pembina, at=NOW)
    change(where, cast.pembina, ONE, ONE, ONE)
    actions.restore(where, reason="Kembali", seen="", by=cast.pembina, at=NOW)
    now = chain_at(where)
    assert now is not None
    assert (now.written, now.note) == as_it_was
    assert len(Entry.objects.get(action="approval.chain_restore").data["steps"]) == 3
    with pytest.raises(Missing):
        actions.restore(scope("balasan"), reason="Uji coba", seen="", by=cast.pembina, at=NOW)


@pytest.mark.parametrize(
    "steps",
    [
        [REVIEW | {"working_time": True}],
        [REVIEW | {"minutes": 31}],
        [REVIEW, REVIEW | {"roles": ["pembina"], "minutes": 11}],
    ],
)
def test_the_review_of_an_emergency_stays_within_half_an_hour_day_and_night(
    cast: Cast, steps: list[dict[str, Any]]
) -> None:
    with pytest.raises(Invalid, match="Tinjauan darurat"):
        change(scope("darurat-keselamatan", "kritis"), cast.pembina, *steps)


def test_an_emergency_still_goes_out_first_and_its_call_names_the_shorter_time(
    write: Write, cast: Cast
) -> None:
    made = change(scope("darurat-keselamatan", "kritis"), cast.pembina, REVIEW)
    assert made.review_after
    post = write("Banjir", kind="darurat-keselamatan")
    request = approval.emergency(
        post, by=cast.camat, at=NOW, reason="Tanggul jebol", version=post.version
    )
    assert request.review_after
    assert (request.deadline_at - NOW).total_seconds() == 20 * 60
    told = Notice.objects.get(user=cast.penyelia, key=f"emergency:{request.pk}")
    assert "Tinjau dalam 20 menit." in told.text
