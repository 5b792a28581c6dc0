"""The main line: written, checked, approved, sent once, with proof."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.approval import actions as approval
from kentongan.approval.models import ApprovalRequest
from kentongan.compliance.actions.elections import ElectionEntry, create_election, edit_election
from kentongan.compliance.draft import Phase
from kentongan.compliance.models import Adjustment, Kind
from kentongan.delivery.models import Delivery
from kentongan.home.rhythm import sent_by_day
from kentongan.jobs.models import Job
from kentongan.jobs.registry import get
from kentongan.kernel.clock import FrozenClock, now as real_now
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Proof, Refused
from kentongan.people.models import Notice, Unit
from kentongan.planning import actions as planning, checking, clearance
from kentongan.planning.models import Post
from kentongan.publishing import actions, chains, elections, queries
from tests.cast import NOW, Cast, sign_in
from tests.compliance.test_facts import make_election
from tests.delivery.network import Uji, lost
from tests.publishing.conftest import TEXT, Approve, Write

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


def state(post: Post) -> str:
    post.refresh_from_db()
    return post.state


def test_approved_for_tomorrow_is_live_tomorrow_once(
    write: Write, approve: Approve, work: Work, clock: FrozenClock, later: datetime,
    network: type[Uji],
) -> None:  # fmt: skip
    post = write(scheduled_for=later)
    approve(post)
    assert state(post) == "scheduled"
    assert work() == 0
    clock.advance(hours=22)
    work()
    work()
    assert state(post) == "published"
    assert len(network.wall) == 1
    [row] = queries.progress(post, NOW).rows
    assert row.delivery.url.startswith("https://uji.example/")
    acts = list(Entry.objects.filter(target_id=str(post.pk)).values_list("action", flat=True))
    assert acts[:1] == ["post.create"]
    assert {"approval.submit", "approval.approve", "post.schedule", "post.publish"} <= set(acts)


def test_approved_without_a_time_waits_to_be_scheduled(
    write: Write, approve: Approve, cast: Cast, work: Work, clock: FrozenClock
) -> None:
    post = write()
    approve(post)
    assert state(post) == "approved"
    with pytest.raises(Invalid, match="sudah lewat"):
        actions.schedule(post, by=cast.admin, at=NOW, when=NOW - timedelta(hours=1))
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    assert state(post) == "published"
    assert sum(sent_by_day(post.unit, NOW, ZoneInfo("Asia/Jakarta")).values()) == 1
    Delivery.objects.update(state="withdrawn")
    assert not sent_by_day(post.unit, NOW, ZoneInfo("Asia/Jakarta")), "it is not live any more"


def test_a_change_after_approval_voids_it_and_cancels_what_waits(
    write: Write, approve: Approve, cast: Cast, later: datetime, work: Work, clock: FrozenClock
) -> None:
    post = write(scheduled_for=later)
    approve(post)
    with pytest.raises(planning.NeedsConfirmation):
        planning.save_draft(
            post_id=post.pk, version=post.version, by=cast.admin, at=NOW, text="Jam berubah."
        )
    planning.save_draft(
        post_id=post.pk, version=post.version, by=cast.admin, at=NOW, text="Jam berubah.",
        void_approval=True,
    )  # fmt: skip
    assert state(post) == "draft"
    assert ApprovalRequest.objects.get().state == "voided"
    assert Delivery.objects.get().state == "cancelled"
    clock.advance(hours=23)
    assert work() == 0


def test_without_a_standing_approval_nothing_leaves(
    write: Write, approve: Approve, later: datetime, work: Work, clock: FrozenClock,
    network: type[Uji],
) -> None:  # fmt: skip
    post = write(scheduled_for=later)
    approve(post)
    ApprovalRequest.objects.update(state="voided")
    clock.advance(hours=22)
    work()
    assert network.wall == []
    assert state(post) == "attention"
    assert "Persetujuannya" in Delivery.objects.get().what_to_do


def test_a_payload_that_was_tampered_with_is_not_sent(
    write: Write, approve: Approve, later: datetime, work: Work, clock: FrozenClock,
    network: type[Uji],
) -> None:  # fmt: skip
    post = write(scheduled_for=later)
    approve(post)
    delivery = Delivery.objects.get()
    delivery.payload["text"] = "Pilih nomor dua"
    delivery.save()
    clock.advance(hours=22)
    work()
    assert network.wall == []
    assert "berbeda dari yang disetujui" in Delivery.objects.get().what_to_do


def test_moving_the_time_keeps_the_approval(
    write: Write, approve: Approve, cast: Cast, later: datetime, work: Work, clock: FrozenClock
) -> None:
    post = write(scheduled_for=later)
    approve(post)
    actions.reschedule(post, by=cast.admin, at=NOW, when=later + timedelta(hours=3))
    clock.advance(hours=22)
    assert work() == 0
    clock.advance(hours=3)
    work()
    assert state(post) == "published"


def test_cancelling_the_schedule_leaves_it_approved(
    write: Write, approve: Approve, cast: Cast, later: datetime
) -> None:
    post = write(scheduled_for=later)
    approve(post)
    actions.unschedule(post, by=cast.admin, at=NOW, reason="Acara ditunda")
    assert state(post) == "approved"
    actions.schedule(post, by=cast.admin, at=NOW, when=later)
    assert state(post) == "scheduled"


def test_the_unsure_and_the_refused_call_people(
    write: Write, approve: Approve, cast: Cast, work: Work, network: type[Uji]
) -> None:
    network.proof, network.script = Proof.NONE, [lost]
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    assert state(post) == "attention"
    assert Notice.objects.filter(user=cast.admin, text__contains="belum pasti").exists()


def test_a_refused_delivery_is_sent_again_after_mending(
    write: Write, approve: Approve, cast: Cast, work: Work, network: type[Uji], clock: FrozenClock
) -> None:
    network.script = [Refused("Akun ditangguhkan. Hubungi jejaring.")]
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    assert state(post) == "attention"
    actions.again(Delivery.objects.get(), by=cast.admin, at=clock.now())
    work()
    assert state(post) == "published"


def test_withdrawing_takes_it_down_and_says_so(
    write: Write, approve: Approve, cast: Cast, work: Work, network: type[Uji], clock: FrozenClock
) -> None:
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    with pytest.raises(Invalid):
        actions.withdraw(post, by=cast.admin, at=clock.now(), reason=" ")
    actions.withdraw(post, by=cast.admin, at=clock.now(), reason="Tanggal keliru")
    with pytest.raises(Conflict):
        actions.withdraw(post, by=cast.admin, at=clock.now(), reason="Dua kali")
    work()
    assert (state(post), network.wall) == ("withdrawn", [])


def test_what_was_published_at_once_is_changed_without_asking_for_another_time(
    write: Write, approve: Approve, cast: Cast, work: Work, clock: FrozenClock
) -> None:
    post = write()
    approve(post)
    pressed = NOW + timedelta(seconds=42)
    actions.schedule(post, by=cast.admin, at=pressed, when=pressed)
    clock.advance(minutes=5)
    work()
    actions.revise(post, by=cast.admin, at=clock.now())
    post.refresh_from_db()
    saved = planning.save_draft(
        post_id=post.pk, version=post.version, by=cast.admin, at=clock.now(),
        text="Posyandu Melati buka lusa pukul 09.00.", scheduled_for=NOW,  # a form knows minutes
    )  # fmt: skip
    assert saved.changed == ("text",)
    assert saved.post.scheduled_for == pressed


def test_what_is_live_is_edited_in_place_after_a_new_approval(
    write: Write, approve: Approve, cast: Cast, work: Work, network: type[Uji], clock: FrozenClock
) -> None:
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    actions.revise(post, by=cast.admin, at=clock.now())
    post.refresh_from_db()
    planning.save_draft(
        post_id=post.pk, version=post.version, by=cast.admin, at=clock.now(),
        text="Posyandu Melati buka lusa pukul 09.00.",
    )  # fmt: skip
    clock.advance(minutes=5)
    approve(post, clock.now())
    work()
    assert state(post) == "published"
    assert [text for _key, text in network.wall] == ["Posyandu Melati buka lusa pukul 09.00."]
    assert network.calls == ["publish", "edit"]


def test_where_the_network_cannot_edit_a_person_is_asked_to(
    write: Write, approve: Approve, cast: Cast, work: Callable[[], int], clock: FrozenClock,
    network: type[Uji], monkeypatch: pytest.MonkeyPatch, client: Client,
) -> None:  # fmt: skip
    """Nobody believes that the wrong time was corrected where it still stands."""
    monkeypatch.setattr(chains, "can_edit", lambda _network: False)
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    post.refresh_from_db()
    actions.revise(post, by=cast.admin, at=clock.now())
    post.refresh_from_db()
    planning.save_draft(
        post_id=post.pk, version=post.version, by=cast.admin, at=clock.now(), text=f"{TEXT} Datang."
    )
    clock.advance(minutes=5)
    approve(post, clock.now())
    work()
    edit = Delivery.objects.get(act="edit")
    assert (edit.state, [text for _key, text in network.wall]) == ("manual", [TEXT])
    page = sign_in(client, cast.admin).get(reverse("publishing:post", args=[post.pk])).text
    assert "Ubah lewat HP" in page
    client.post(reverse("delivery:confirm", args=[edit.pk]))
    edit.refresh_from_db()
    assert edit.state == "sent"


def test_the_check_of_the_moment_of_sending_counts(
    write: Write, approve: Approve, cast: Cast, later: datetime, work: Work, clock: FrozenClock,
    network: type[Uji],
) -> None:  # fmt: skip
    """Approved before, forbidden at the time of sending: the pemda watches a word since."""
    post = write(scheduled_for=later)
    approve(post)
    Adjustment.objects.create(
        unit=cast.kecamatan, kind=Kind.WATCH, value="posyandu melati", setting="must",
        reason="Sedang diperiksa", added_by="Penyelia", added_at=NOW,
    )  # fmt: skip
    clock.advance(hours=22)
    work()
    assert network.wall == []
    assert "Pemeriksaan saat kirim" in Delivery.objects.get().what_to_do


def test_into_a_phase_that_forbids_it_nothing_is_planned_and_what_was_is_stopped(
    write: Write, approve: Approve, cast: Cast, later: datetime, work: Work, clock: FrozenClock,
    network: type[Uji], client: Client,
) -> None:  # fmt: skip
    """Its day begins at midnight of the pemda, here two hours before Jakarta's."""
    Unit.objects.filter(pk=cast.pemda.pk).update(timezone="Asia/Jayapura")
    first = date(2026, 8, 14)
    election = make_election(cast.pemda, (Phase.QUIET, first, first), names=("Ratna Wulan",))
    midnight = datetime(2026, 8, 13, 15, tzinfo=UTC)
    post = write(scheduled_for=later, text=f"{TEXT} Ratna Wulan hadir bersama warga.")
    approve(post)
    for act in (actions.reschedule, actions.schedule):
        with pytest.raises(Invalid, match="Pada waktu itu pemeriksaan tidak lolos"):
            act(post, by=cast.admin, at=NOW, when=midnight)
        if act is actions.reschedule:
            actions.unschedule(post, by=cast.admin, at=NOW)
    actions.schedule(post, by=cast.admin, at=NOW, when=midnight - timedelta(minutes=1))

    # The dates are set right when everything is planned already. Pages ask the real clock.
    election.phases.update(from_date=date(2000, 1, 1), until_date=date(2999, 1, 1))
    sign_in(client, cast.admin)
    tomorrow = f"{real_now() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    page = client.post(reverse("publishing:schedule", args=[post.pk]), {"when": tomorrow})
    assert (page.status_code, "tidak lolos" in page.content.decode()) == (422, True)
    now = client.post(reverse("publishing:publish_now", args=[post.pk]), follow=True)
    assert "Pada waktu itu" in now.content.decode()
    clock.advance(hours=40)
    work()
    assert (network.wall, state(post)) == ([], "attention")
    told = Notice.objects.filter(user=cast.admin).latest("at").text
    assert "Pemeriksaan saat kirim tidak lolos" in told
    assert "Ratna Wulan" in told


def test_an_election_recorded_later_tells_whose_planned_posts_it_stops(
    write: Write, approve: Approve, cast: Cast, later: datetime
) -> None:
    def run_jobs() -> None:
        [waiting] = Job.objects.filter(kind=elections.REWEIGH)
        get(waiting.kind).function(at=NOW, **waiting.args)

    stopped = write(scheduled_for=later, text=f"{TEXT} Ratna Wulan hadir bersama warga.")
    unharmed = write(scheduled_for=later, text="Jalan Cempaka ditutup pekan depan untuk perbaikan.")
    for post in (stopped, unharmed):
        approve(post)
    day = later.date()
    entry = ElectionEntry(name="Pilkada", names=("Ratna Wulan",), dates={Phase.QUIET: (day, day)})
    made = create_election(unit=cast.pemda, entry=entry, by=cast.administrator, at=NOW)
    run_jobs()
    told = Notice.objects.get(user=cast.admin, key__startswith="unplanned")
    assert str(stopped.pk) in told.url
    assert "tahapan pemilihan" in told.text
    edit_election(made, version=1, entry=entry, by=cast.administrator, at=NOW)
    run_jobs()
    assert Notice.objects.filter(user=cast.admin, key__startswith="unplanned").count() == 1


def test_what_was_wished_into_such_a_phase_while_in_review_is_approved_and_not_planned(
    write: Write, cast: Cast, later: datetime
) -> None:
    day = date(2026, 8, 14)
    make_election(cast.pemda, (Phase.QUIET, day, day), names=("Ratna Wulan",))
    post = write(scheduled_for=later, text=f"{TEXT} Ratna Wulan hadir bersama warga.")
    request = approval.submit(post, by=cast.admin, at=NOW, version=post.version)
    planning.wish(post_id=post.pk, when=later + timedelta(days=1), by=cast.admin, at=NOW)
    approval.decide(
        request, by=cast.sekcam, at=NOW, verdict="approve", expected_hash=request.revision_hash
    )
    assert (state(post), Delivery.objects.count()) == ("approved", 0)
    told = Notice.objects.get(user=cast.admin, key__startswith="unplanned").text
    assert "belum dijadwalkan" in told
    assert "Ratna Wulan" in told


def test_what_nothing_touched_since_is_not_examined_again(
    write: Write, approve: Approve, later: datetime, work: Work, clock: FrozenClock,
    network: type[Uji], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    post = write(scheduled_for=later)
    approve(post)

    def never(*_: object) -> None:
        raise AssertionError("the same sum was done twice")

    monkeypatch.setattr(checking, "examine", never)
    clock.advance(hours=22)
    work()
    assert len(network.wall) == 1


def test_other_rules_than_at_the_time_of_planning_are_asked_again(
    write: Write, approve: Approve, later: datetime, work: Work, clock: FrozenClock,
    network: type[Uji], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The software was upgraded in between."""
    post = write(scheduled_for=later)
    approve(post)
    asked: list[str] = []
    real = checking.examine

    def noted(given: checking.Wording, *rest: Any) -> list[checking.Checked]:
        asked.append(given.text)
        return real(given, *rest)

    monkeypatch.setattr(checking, "examine", noted)
    monkeypatch.setattr(clearance, "_rules", lambda: "aturan lain")
    clock.advance(hours=22)
    work()
    assert len(network.wall) == len(asked) == 1


def test_the_emergency_path_publishes_at_once_and_is_reviewed(
    write: Write, cast: Cast, work: Work, clock: FrozenClock
) -> None:
    post = write("Banjir bandang", kind="darurat-keselamatan")
    with pytest.raises(NotAllowed):
        actions.emergency(post, by=cast.admin, at=NOW, reason="Banjir", version=post.version)
    actions.emergency(post, by=cast.camat, at=NOW, reason="Air naik cepat", version=post.version)
    assert Delivery.objects.get().priority == 0
    work()
    assert state(post) == "published"
    request = ApprovalRequest.objects.get()
    assert request.deadline_at == NOW + timedelta(minutes=30)
    assert Notice.objects.filter(user=cast.penyelia, urgent=True).exists()
    approval.decide(
        request, by=cast.penyelia, at=NOW, verdict="approve", expected_hash=request.revision_hash
    )
    assert state(post) == "published"
    assert Entry.objects.filter(action="approval.emergency").exists()


def test_the_emergency_path_is_for_emergencies_only(write: Write, cast: Cast) -> None:
    post = write()
    with pytest.raises(Invalid, match="darurat"):
        actions.emergency(post, by=cast.camat, at=NOW, reason="Cepat", version=post.version)
