"""The page of one delivery: what happened in plain words, and the whole record for an auditor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kentongan.delivery import actions
from kentongan.delivery.models import Act, Delivery
from kentongan.kernel import clock as machine_clock
from kentongan.kernel.clock import FrozenClock
from kentongan.networks.contract import TryLater, Unauthorised
from tests.cast import Cast, sign_in
from tests.delivery.conftest import BY, Plan
from tests.delivery.network import Uji, lost

pytestmark = pytest.mark.django_db

Work = Callable[[], int]
#: What a person opens only when an auditor asks.
RECORD = re.compile(r'<details id="rincian-teknis".*?</details>', re.DOTALL)


@pytest.fixture
def page(client: Client, cast: Cast) -> Callable[[Delivery], tuple[str, str]]:
    """The page of a delivery as the unit's admin reads it, and the record folded away in it."""
    sign_in(client, cast.admin)

    def read(delivery: Delivery) -> tuple[str, str]:
        text = client.get(delivery.get_absolute_url()).text
        record = RECORD.search(text)
        assert record is not None
        return RECORD.sub("", text), record.group()

    return read


Read = Callable[[Delivery], tuple[str, str]]


def test_what_is_live_shows_its_proof_and_keeps_the_fingerprint_for_the_auditor(
    plan: Plan, work: Work, network: type[Uji], page: Read
) -> None:
    delivery = plan()
    work()
    delivery.refresh_from_db()
    read, record = page(delivery)
    assert "Sudah tayang di" in read
    assert f'href="{delivery.url}"' in read
    assert delivery.external_id in read
    assert "jejaring, saat menerima kiriman" in read
    assert delivery.payload_hash not in read
    assert delivery.payload_hash in record
    assert delivery.key in record


def test_whoever_may_stop_finds_the_switch_in_the_menu(client: Client, cast: Cast) -> None:
    for person, finds in ((cast.camat, True), (cast.penyelia, True), (cast.admin, False)):
        sign_in(client, person)
        assert ('href="/henti/"' in client.get("/").text) is finds, person.name


def test_who_made_sure_by_hand_is_the_proof(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock, page: Read
) -> None:
    network.script, network.looks = [lost], [lost] * 20
    delivery = plan()
    work()
    delivery.refresh_from_db()
    clock.advance(minutes=5)
    actions.resolve_unknown(
        delivery, by=BY, at=clock.now(), sent=True, url="https://uji.example/p/9"
    )
    read, _record = page(delivery)
    assert 'href="https://uji.example/p/9"' in read
    assert BY.name in read


def test_equal_looks_in_a_row_are_one_line_and_each_is_in_the_record(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock, page: Read
) -> None:
    network.script, network.looks = [lost], [TryLater("Tidak menjawab.")] * 7
    delivery = plan()
    work()
    for _look in range(7):
        clock.advance(minutes=11)
        work()
    assert delivery.attempts.filter(kind="look").count() == 7
    read, record = page(delivery)
    assert read.count("Mencari di jejaring") == 1
    assert "Mencari di jejaring 7 kali: tidak terjawab" in read
    assert "terakhir 10.17" in read  # the last of them
    assert record.count("Mencari di jejaring") == 7
    assert record.count("Tidak menjawab.") == 7


def test_what_ended_otherwise_is_a_line_of_its_own(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock, page: Read
) -> None:
    network.script = [TryLater("Penuh."), TryLater("Penuh."), TryLater("Rusak.")]
    delivery = plan()
    for _try in range(4):
        work()
        clock.advance(minutes=31)
    read, _record = page(delivery)
    assert "Percobaan 1 sampai 2: belum diterima" in read
    assert "Percobaan 3: belum diterima" in read
    assert "Percobaan 4: diterima" in read


def test_whoever_is_asked_whether_it_is_live_sees_what_it_was_and_where_to_look(
    plan: Plan, work: Work, network: type[Uji], page: Read
) -> None:
    network.script, network.looks = [lost], [lost] * 20
    delivery = plan("Posyandu Melati buka besok")
    account = delivery.account
    account.url = "https://uji.example/@kec.sumberjati"
    account.save()
    work()
    read, _record = page(delivery)
    assert "Apakah sudah tayang?" in read
    assert "Posyandu Melati buka besok" in read
    assert 'href="https://uji.example/@kec.sumberjati"' in read


def test_what_took_a_post_down_is_not_called_published(
    plan: Plan, work: Work, network: type[Uji], page: Read
) -> None:
    published = plan()
    work()
    published.refresh_from_db()
    takes_down = plan(act=Act.WITHDRAW, original=published)
    work()
    takes_down.refresh_from_db()
    assert takes_down.state == "sent"
    read, _record = page(takes_down)
    assert "Selesai" in read
    assert "Terbit</span>" not in read
    assert "Sudah ditarik dari" in read
    published.refresh_from_db()
    assert "Pernah tayang di" in page(published)[0]


def test_a_lost_connection_says_once_what_the_network_wants_and_promises_no_hour(
    plan: Plan, work: Work, network: type[Uji], page: Read
) -> None:
    network.script = [Unauthorised("Bot belum boleh menulis. Jadikan admin saluran.")]
    delivery = plan()
    work()
    delivery.refresh_from_db()
    assert delivery.paused
    read, _record = page(delivery)
    assert "Jadikan admin saluran. Kiriman ini akan menyusul." in read
    assert "Buka akunnya" in read
    assert "Dicoba lagi" not in read
    assert "Akun ini sedang tidak tersambung" not in read


def test_what_is_held_up_since_the_network_takes_no_more_says_until_when(
    plan: Plan, work: Work, network: type[Uji], page: Read, clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(machine_clock, "now", clock.now)
    network.script = [TryLater("terlalu sering", after=timedelta(hours=1))]
    plan()
    work()
    next_one = plan(subject="berikutnya")
    assert "meminta menunggu. Dikirim sesudah pukul" in page(next_one)[0]
    clock.advance(hours=1, minutes=1)
    assert "meminta menunggu" not in page(next_one)[0]
