"""At the same time: a poll and a signed call, two officers, both databases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connections

from kentongan.compliance.check import warm
from kentongan.inbox import classify
from kentongan.inbox.actions import cases, intake, replies
from kentongan.inbox.models import Case, Message, Reply
from kentongan.inbox.seed import seed
from kentongan.kernel.errors import Conflict
from kentongan.language.triage.reading import Reading
from kentongan.networks import registry
from kentongan.networks.models import Account, Health
from tests.cast import NOW, Cast, make_cast
from tests.delivery.network import Uji
from tests.inbox.conftest import comment, plain_reader

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> tuple[Cast, Account]:
    warm()  # reading all patterns is no part of what happens at once
    monkeypatch.setitem(registry.CONNECTORS, "uji", Uji)
    cast = make_cast()
    seed(at=NOW)
    account = Account.objects.create(
        unit=cast.kecamatan, network="uji", handle="a", health=Health.HEALTHY, created_at=NOW
    )
    return cast, account


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Results or errors of works that run in threads of their own."""

    def run(work: Callable[[], Any]) -> Any:
        try:
            with classify.reader(plain_reader):
                return work()
        except Conflict as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_four_who_bring_the_same_messages_store_them_once(stage: tuple[Cast, Account]) -> None:
    _cast, account = stage
    places = "pasar sekolah masjid balai kantor sungai sawah kebun alun taman".split()
    items = [comment(f"Jalan rusak dekat {place}") for place in places]
    at_once(*[lambda: intake.take_in(account, items, at=NOW)] * 4)
    assert Message.objects.count() == Case.objects.count() == 10
    assert len(set(Case.objects.values_list("number"))) == 10


def test_of_two_officers_who_answer_at_once_one_does(stage: tuple[Cast, Account]) -> None:
    cast, account = stage
    intake.take_in(account, [comment("Jalan rusak")], at=NOW)
    message = Message.objects.select_related("case__unit", "account").get()
    found = at_once(
        lambda: replies.reply(message, by=cast.admin, at=NOW, text="Kami cek besok pagi."),
        lambda: replies.reply(message, by=cast.sekcam, at=NOW, text="Sudah kami catat."),
    )
    assert sorted(type(result).__name__ for result in found) == ["Conflict", "Reply"]
    assert Reply.objects.count() == 1


@pytest.mark.parametrize("way", ["an edit", "the same thread"])
def test_what_an_officer_says_while_messages_come_in_is_not_written_over(
    stage: tuple[Cast, Account], way: str
) -> None:
    cast, account = stage
    known = comment("Lampu jalan rusak", version="1")
    intake.take_in(account, [known], at=NOW)
    case = Case.objects.get()
    more = comment(
        "Lampu jalan rusak lagi", version="2", thread=known.thread,
        **({"external_id": known.external_id} if way == "an edit" else {}),
    )  # fmt: skip
    there, reading, said = Event(), Event(), Event()

    def slow_reader(texts: Sequence[str], places: Sequence[str]) -> list[Reading]:
        if not reading.is_set():
            reading.set()
            said.wait(1)  # as long as the words of a thousand messages take
        return plain_reader(texts, places)

    def come_in() -> None:
        there.wait(5)
        with classify.reader(slow_reader):
            intake.take_in(account, [more], at=NOW)

    def say() -> None:
        there.set()
        assert reading.wait(5)
        cases.classify(case, by=cast.admin, at=NOW, kind="integrity_report")
        said.set()

    at_once(come_in, say)
    assert Message.objects.filter(version="2").exists(), "it came in"
    case.refresh_from_db()
    assert (case.kind, case.secret) == ("integrity_report", True)
