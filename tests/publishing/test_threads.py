"""A long post as a thread, a first comment, an audience: from the draft to what is live."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.approval import actions as approval
from kentongan.approval.models import ApprovalRequest
from kentongan.delivery.models import Act, Delivery
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Audience, Refused
from kentongan.planning import actions as planning
from kentongan.planning.models import Post
from kentongan.publishing import actions, queries
from tests.cast import NOW, Cast, sign_in
from tests.delivery.network import Uji
from tests.publishing.conftest import Approve, Write

pytestmark = pytest.mark.django_db
Work = Callable[[], int]
SENTENCE = "Loket pelayanan nomor {} di kantor kecamatan buka setiap hari kerja pukul 08.00 WIB. "
#: Three parts of 500.
LONG = "".join(SENTENCE.format(number) for number in range(1, 14)).strip()
COMMENT = "Daftar syaratnya ada di papan pengumuman."


@pytest.fixture
def change(cast: Cast, clock: FrozenClock) -> Callable[..., None]:
    def write_fields(post: Post, **fields: Any) -> None:
        post.refresh_from_db()
        planning.save_draft(
            post_id=post.pk, version=post.version, by=cast.admin, at=clock.now(), **fields
        )

    return write_fields


Change = Callable[..., None]


@pytest.fixture
def live(
    write: Write, approve: Approve, cast: Cast, clock: FrozenClock, change: Change
) -> Callable[..., Post]:
    """A post with these choices, approved and scheduled for now."""

    def make(text: str = LONG, **fields: Any) -> Post:
        post = write(text=text)
        change(post, **fields)
        approve(post, clock.now())
        actions.schedule(post, by=cast.admin, at=clock.now(), when=clock.now())
        return post

    return make


Live = Callable[..., Post]


def run(work: Work) -> None:
    while work():
        pass


def state(post: Post) -> str:
    post.refresh_from_db()
    return post.state


def states() -> list[str]:
    return list(Delivery.objects.order_by("part", "created_at").values_list("state", flat=True))


def test_a_long_text_goes_out_as_a_numbered_thread(
    live: Live, work: Work, network: type[Uji]
) -> None:
    post = live(threads={"uji": True})
    assert states() == ["planned", "waiting", "waiting"]
    run(work)
    assert state(post) == "published"
    texts = [text for _key, text in network.wall]
    assert [text[-6:] for text in texts] == [" (1/3)", " (2/3)", " (3/3)"]
    assert all(len(text) <= 500 and text[:-6].endswith("WIB.") for text in texts)
    keys = [key for key, _text in network.wall]
    assert [network.under[key] for key in keys] == ["", *keys[:-1]]
    shown = [row.part for row in queries.progress(post, NOW).rows]
    assert shown == ["bagian 1 dari 3", "bagian 2 dari 3", "bagian 3 dari 3"]


def test_the_post_is_published_only_when_every_part_is(
    live: Live, work: Work, cast: Cast, clock: FrozenClock, network: type[Uji]
) -> None:
    network.script = [lambda n, item, key: n.accept(item, key), Refused("Ditolak jejaring.")]
    post = live(threads={"uji": True})
    run(work)
    assert (state(post), states()) == ("attention", ["sent", "refused", "waiting"])
    clock.advance(hours=5)
    refused = Delivery.objects.get(state="refused")
    actions.again(refused, by=cast.admin, at=clock.now())
    clock.advance(hours=5)  # what waits below got as much time again
    run(work)
    assert (state(post), states()) == ("published", ["sent"] * 3)


def test_a_thread_that_got_stuck_can_be_given_up_and_withdrawn(
    live: Live, work: Work, cast: Cast, clock: FrozenClock, network: type[Uji]
) -> None:
    network.script = [lambda n, item, key: n.accept(item, key), Refused("Ditolak jejaring.")]
    post = live(threads={"uji": True})
    run(work)
    actions.unschedule(post, by=cast.admin, at=clock.now(), reason="Tidak jadi")
    assert states() == ["sent", "refused", "cancelled"]
    actions.withdraw(post, by=cast.admin, at=clock.now(), reason="Tidak utuh")
    run(work)
    assert network.wall == []


def test_withdrawing_takes_down_every_part(
    live: Live, work: Work, cast: Cast, clock: FrozenClock, network: type[Uji]
) -> None:
    post = live(threads={"uji": True}, comments={"uji": COMMENT})
    run(work)
    assert len(network.wall) == 4
    actions.withdraw(post, by=cast.admin, at=clock.now(), reason="Tanggal keliru")
    run(work)
    assert (state(post), network.wall) == ("withdrawn", [])


def test_withdrawing_halfway_sends_nothing_more(
    live: Live, work: Work, cast: Cast, clock: FrozenClock, network: type[Uji]
) -> None:
    post = live(threads={"uji": True})
    work()
    actions.withdraw(post, by=cast.admin, at=clock.now(), reason="Tanggal keliru")
    run(work)
    assert (state(post), network.wall) == ("withdrawn", [])
    assert network.calls.count("publish") == 1


def test_a_first_comment_waits_for_the_post_and_stands_below_it(
    live: Live, work: Work, network: type[Uji]
) -> None:
    post = live("Jadwal posyandu pekan ini.", comments={"uji": COMMENT})
    assert states() == ["planned", "waiting"]
    run(work)
    assert state(post) == "published"
    [(main, _text), (key, text)] = network.wall
    assert (text, network.under[key]) == (COMMENT, main)
    assert [row.part for row in queries.progress(post, NOW).rows] == ["", "komentar pertama"]


def test_a_thread_of_as_many_parts_is_edited_part_by_part(
    live: Live, work: Work, cast: Cast, clock: FrozenClock, network: type[Uji], change: Change,
    approve: Approve,
) -> None:  # fmt: skip
    post = live(threads={"uji": True})
    run(work)
    clock.advance(minutes=5)
    actions.revise(post, by=cast.admin, at=clock.now())
    change(post, text=LONG.replace("nomor 13", "nomor 15"))
    approve(post, clock.now())
    edits = Delivery.objects.filter(act=Act.EDIT)
    assert [(edit.part, edit.original.part) for edit in edits if edit.original] == [(3, 3)]
    run(work)
    assert state(post) == "published"
    assert "nomor 15" in network.wall[2][1]
    assert len(network.wall) == 3


def test_an_edit_that_makes_other_parts_is_refused_when_it_is_handed_in(
    live: Live, work: Work, cast: Cast, clock: FrozenClock, network: type[Uji], change: Change,
    approve: Approve,
) -> None:  # fmt: skip
    post = live(threads={"uji": True})
    run(work)
    clock.advance(minutes=5)
    actions.revise(post, by=cast.admin, at=clock.now())
    change(post, text="Semua loket buka seperti biasa.")
    with pytest.raises(Conflict, match="sudah tayang 3 bagian, dan naskah ini menjadi 1 bagian"):
        approve(post, clock.now())
    assert state(post) == "draft"
    assert ApprovalRequest.objects.filter(state="open").count() == 0


def test_what_an_edit_said_last_is_what_counts_as_live(
    live: Live, work: Work, cast: Cast, clock: FrozenClock, network: type[Uji], change: Change,
    approve: Approve,
) -> None:  # fmt: skip
    """Back to the first wording is an edit too."""
    post = live("Posyandu buka pukul 08.00.")
    run(work)
    for text in ("Posyandu buka pukul 09.00.", "Posyandu buka pukul 08.00."):
        clock.advance(minutes=5)
        actions.revise(post, by=cast.admin, at=clock.now())
        change(post, text=text)
        approve(post, clock.now())
        run(work)
        assert [said for _key, said in network.wall] == [text]


def test_the_audience_goes_along_with_an_edit(
    live: Live, work: Work, cast: Cast, clock: FrozenClock, network: type[Uji], change: Change,
    approve: Approve,
) -> None:  # fmt: skip
    post = live(
        "Posyandu buka pukul 08.00.", audiences={"uji": "unlisted"}, tags={"uji": "posyandu, #desa"}
    )
    run(work)
    clock.advance(minutes=5)
    actions.revise(post, by=cast.admin, at=clock.now())
    change(post, text="Posyandu buka pukul 09.00.")
    approve(post, clock.now())
    run(work)
    assert [item.audience for item in network.sent] == [Audience.UNLISTED] * 2
    assert {item.tags for item in network.sent} == {("posyandu", "desa")}


def test_a_part_that_was_tampered_with_is_not_sent(
    live: Live, work: Work, network: type[Uji]
) -> None:
    live(threads={"uji": True})
    part = Delivery.objects.get(part=2)
    part.payload["text"] = "Pilih nomor dua"
    part.save()
    run(work)
    assert len(network.wall) == 1
    part.refresh_from_db()
    assert "berbeda dari yang disetujui" in part.what_to_do


def test_moving_the_time_moves_every_part(
    live: Live, work: Work, cast: Cast, clock: FrozenClock, network: type[Uji]
) -> None:
    post = live(threads={"uji": True})
    later = clock.now() + timedelta(hours=3)
    actions.reschedule(post, by=cast.admin, at=clock.now(), when=later)
    assert work() == 0
    clock.advance(hours=3)
    run(work)
    assert len(network.wall) == 3
    planned = Entry.objects.filter(action="delivery.plan").order_by("pk")
    assert [entry.data["part"] for entry in planned] == [1, 2, 3]


def test_whoever_decides_sees_the_thread_and_what_goes_below_it(
    write: Write, cast: Cast, clock: FrozenClock, change: Change, client: Client
) -> None:
    post = write(text=LONG)
    change(post, threads={"uji": True}, comments={"uji": COMMENT}, audiences={"uji": "unlisted"})
    post.refresh_from_db()
    request = approval.submit(post, by=cast.admin, at=clock.now(), version=post.version)
    sign_in(client, cast.sekcam)
    page = client.get(reverse("approval:request", args=[request.pk])).content.decode()
    assert "Utas 3 bagian di Jejaring Uji" in page
    assert "(3/3)" in page
    assert COMMENT in page
    assert "Hanya yang punya tautannya" in page


def test_the_page_of_the_post_names_each_part_and_what_it_waits_for(
    live: Live, work: Work, cast: Cast, client: Client
) -> None:
    post = live(threads={"uji": True}, comments={"uji": COMMENT})
    work()
    sign_in(client, cast.admin)
    page = client.get(reverse("publishing:post", args=[post.pk])).content.decode()
    assert page.count("Menunggu bagian sebelumnya") == 2
    assert "bagian 2 dari 3" in page
    assert "komentar pertama" in page
