"""The operators' page: what moves, waits or is uncertain now, over all units."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.delivery import stops, views
from kentongan.delivery.models import Bucket, Delivery
from kentongan.delivery.source import DeliverySource
from kentongan.jobs import actions as jobs
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.models import Job, LiveDispatcher, Worker
from kentongan.jobs.worker import DISPATCH
from kentongan.kernel.clock import FrozenClock, now
from kentongan.kernel.ids import uuid7
from kentongan.networks.models import Account, Health
from tests.cast import Cast, sign_in
from tests.delivery.conftest import Plan
from tests.delivery.network import Uji, lost

pytestmark = pytest.mark.django_db

ADDRESS = "/antrean/"


@pytest.fixture
def clock() -> FrozenClock:
    """The pages' own time: they ask the machine."""
    return FrozenClock(now())


@pytest.fixture
def page(client: Client, cast: Cast) -> Callable[..., str]:
    """What the administrator of the pemda reads."""
    sign_in(client, cast.administrator)

    def read(query: str = "", **headers: str) -> str:
        answer = client.get(f"{ADDRESS}{query}", headers=headers)
        assert answer.status_code == 200
        return str(answer.content.decode())

    return read


@pytest.fixture
def busy(
    plan: Plan, work: Callable[[], int], network: type[Uji], clock: FrozenClock
) -> dict[str, Delivery]:
    """One delivery of each kind."""
    network.script = [lost]
    at = clock.now() - timedelta(hours=1)
    unknown = plan("Hilang", at=at)
    work()
    made = {"belum-pasti": unknown, "terlambat": plan("Lama", at=at)}
    made["jatuh-waktu"] = plan("Baru", at=clock.now() - timedelta(seconds=5))
    for kind, state in (("diolah", "pending"), ("orang", "unknown"), ("dikirim", "sending")):
        made[kind] = plan(kind, at=at)
        Delivery.objects.filter(pk=made[kind].pk).update(state=state, asks_person=kind == "orang")
    plan("Besok", at=clock.now() + timedelta(days=1))
    return made


def test_everything_that_moves_or_waits_is_there_with_a_link(
    page: Callable[..., str], busy: dict[str, Delivery]
) -> None:
    text = page()
    for delivery in busy.values():
        assert f'href="{delivery.get_absolute_url()}"' in text
    assert Delivery.objects.get(subject="Besok").get_absolute_url() not in text
    states = re.findall(r'class="kd [^>]*><svg.*?</svg>([^<]+)<', text)
    assert (states.count("Terlambat"), states.count("Terjadwal")) == (1, 1)
    assert "Tidak ada pekerja yang hidup" in text


@pytest.mark.parametrize("kind", ["belum-pasti", "terlambat", "diolah", "orang", "dikirim"])
def test_it_can_be_narrowed_to_one_kind(
    page: Callable[..., str], busy: dict[str, Delivery], kind: str
) -> None:
    text = page(f"?jenis={kind}")
    assert busy[kind].get_absolute_url() in text
    assert busy["jatuh-waktu"].get_absolute_url() not in text


def test_what_is_done_by_hand_is_counted_alike_above_and_by_network(
    page: Callable[..., str], plan: Plan, clock: FrozenClock
) -> None:
    plan("Sekarang", at=clock.now() - timedelta(minutes=1), manual=True)
    plan("Besok", at=clock.now() + timedelta(days=1), manual=True)
    text = page()
    chip = re.search(r'href="\?jenis=orang".*?</a>', text, re.DOTALL)
    cell = re.search(r'data-judul="Menunggu orang">(\d+)<', text)
    assert chip is not None
    assert cell is not None
    assert re.findall(r">\s*(\d+)\s*<", chip.group()) == ["1"]
    assert cell.group(1) == "1"


def test_it_can_be_narrowed_to_a_network_and_a_unit(
    page: Callable[..., str], busy: dict[str, Delivery]
) -> None:
    assert busy["terlambat"].get_absolute_url() in page("?jejaring=uji&unit=kec-sumberjati")
    assert "Tidak ada kiriman yang cocok" in page("?jejaring=mastodon")
    assert "Tidak ada kiriman yang cocok" in page("?unit=kec-ciranji")
    assert busy["terlambat"].get_absolute_url() in page("?jenis=entah&jejaring=%3Cb%3E")


def test_what_holds_a_delivery_back_is_said_beside_it(
    page: Callable[..., str], plan: Plan, cast: Cast, clock: FrozenClock
) -> None:
    held = plan("Tertahan", at=clock.now() - timedelta(minutes=9))
    assert "terputus" not in page()
    Bucket.objects.create(
        key=f"a:{held.account_id}", tokens=0, updated_at=clock.now(),
        closed_until=clock.now() + timedelta(minutes=9),
    )  # fmt: skip
    assert "jejaringnya meminta menunggu sampai pukul" in page()
    Account.objects.update(health=Health.BROKEN)
    assert "sambungan akunnya terputus" in page()
    stops.stop(by=cast.administrator.actor, at=clock.now(), reason="Gempa")
    assert "ditahan sakelar henti" in page()


def test_work_that_was_given_up_lately_is_told_with_its_reason(
    page: Callable[..., str], clock: FrozenClock
) -> None:
    for hours, why in ((1, "OSError('baru')"), (2, "OSError('lama')"), (30, "OSError('basi')")):
        ended = clock.now() - timedelta(hours=hours)
        Job.objects.create(
            kind="networks.check", state="failed", run_at=ended, created_at=ended,
            finished_at=ended, last_error=why,
        )  # fmt: skip
    text = page()
    assert "networks.check" in text
    assert re.search(r"2 kali · [^·]* · OSError\(&#x27;baru&#x27;\)", text)
    assert "basi" not in text


def test_live_workers_and_leases_are_shown(
    page: Callable[..., str], plan: Plan, clock: FrozenClock
) -> None:
    plan(at=clock.now())
    DeliverySource(clock).claim(1, Lanes(clock, 4))
    Worker.objects.create(host="pekerja-1", pid=7, started_at=now(), seen_at=now())
    Worker.objects.create(
        host="pekerja-lama", pid=8, started_at=now(), seen_at=now() - timedelta(minutes=1)
    )
    text = page()
    assert "pekerja-1 (7)" in text
    assert "pekerja-lama" not in text
    assert "sewa berlaku" in text


def test_dispatchers_are_shown_where_a_broker_is_set(
    page: Callable[..., str], clock: FrozenClock, settings: Any
) -> None:
    at = clock.now()
    for number, away in ((1, None), (2, None), (3, at)):
        row = LiveDispatcher(id=uuid7(), host=f"bagi-{number}:7", started_at=at, away_since=away)
        jobs.report(row, at=at)
        if number == 1:
            jobs.lead(DISPATCH, holder=row.pk, host=row.host, at=at)
    assert "bagi-1" not in page()
    settings.BROKER_URL = "redis://127.0.0.1:9/0"
    told = page()[page().index("bagi-1:7") :]
    first, second = told.index("bagi-2:7"), told.index("bagi-3:7")
    assert "memimpin" in told[:first]
    assert "siap menggantikan" in told[first:second]
    assert "perantara tidak menjawab" in told[second:]


def test_an_empty_queue_says_so(page: Callable[..., str]) -> None:
    assert "Antrean kosong" in page()


def test_it_refreshes_by_itself_with_its_filter(
    page: Callable[..., str], busy: dict[str, Delivery]
) -> None:
    part = page("?jenis=orang", **{"HX-Request": "true", "HX-Target": "antrean"})
    assert part.strip().startswith('<div id="antrean"')
    assert f'hx-get="{ADDRESS}?jenis=orang"' in part
    assert "<html" not in part


def test_few_statements_whatever_the_length(
    page: Callable[..., str],
    plan: Plan,
    clock: FrozenClock,
    django_assert_max_num_queries: Callable[[int], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(views, "QUEUE_PAGE", 10)
    for number in range(15):
        plan(f"Pesan {number}", at=clock.now() - timedelta(minutes=number + 1))
    page()
    with django_assert_max_num_queries(15):
        first = page()
    assert "hal=2" in first
    assert first.count("/kiriman/") == 10
    assert page("?hal=2").count("/kiriman/") == 5


def test_only_administrators_of_the_top_unit_may_look(client: Client, cast: Cast) -> None:
    for someone in (cast.admin, cast.camat, cast.penyelia, cast.auditor):
        sign_in(client, someone)
        assert client.get(ADDRESS).status_code in {403, 404}
        assert f'href="{ADDRESS}"' not in client.get("/").content.decode()
    sign_in(client, cast.administrator)
    assert f'href="{ADDRESS}"' in client.get("/").content.decode()
