"""Citizens subscribe and stop by a word, are told so once, and no officer has to answer it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from kentongan.delivery.models import Delivery
from kentongan.delivery.spreading import sealed
from kentongan.inbox.models import Case, Message
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.ledger.models import Entry
from kentongan.networks import events
from kentongan.networks.contract import Incoming
from kentongan.networks.models import Account
from kentongan.subscribers import actions, queries
from kentongan.subscribers.models import Broadcast, Subscriber
from kentongan.subscribers.words import meant
from tests.cast import NOW, Cast
from tests.subscribers.conftest import Siaran, Worker, number, said, subscribe

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=1)


def hear(account: Account, *items: Incoming, at: datetime = NOW) -> None:
    """As a signed call tells it, to everybody who listens."""
    events.heard(account, items, at)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("LANGGANAN", "join"),
        (" langganan   info ", "join"),
        ("Daftar langganan.", "join"),
        ("Info", ""),
        ("daftar.", ""),
        ("*BERHENTI*", "stop"),
        ("Stop!", "stop"),
        ("berhenti langganan", "stop"),
        ("Berhenti ya min, terima kasih 🙏", "stop"),
        ("Saya mau berhenti langganan", "stop"),
        ("Eureun, hatur nuhun", "stop"),
        ("mandheg nggih", "stop"),
        ("Mau langganan, makasih", "join"),
        ("Tidak mau langganan", ""),
        ("Jangan berhenti", ""),
        ("Terima kasih", ""),
        ("Info lowongan dong", ""),
        ("Kapan daftar ulang?", ""),
        ("Bus berhenti di mana?", ""),
        ("", ""),
    ],
)
def test_only_the_words_alone_are_said_to_the_machine(text: str, word: str) -> None:
    assert meant(text) == word


def test_a_citizen_subscribes_by_a_word_and_is_told_so_once(
    broadcast: Broadcast, worker: Worker
) -> None:
    account = broadcast.account
    word = said("Langganan ")
    hear(account, word)
    hear(account, word, at=SOON)
    worker.work()
    (one,) = Subscriber.objects.all()
    assert (one.number, one.consent, one.consent_note) == (
        number(1),
        "message",
        sealed(word.external_id),
    )
    assert one.joined_at == NOW
    ((to, text),) = Siaran.answers
    assert to == number(1)
    assert "kini berlangganan" in text
    assert "balas BERHENTI" in text
    assert not Case.objects.exists()
    assert not Message.objects.exists()


def test_what_is_said_to_people_reaches_them(broadcast: Broadcast) -> None:
    hear(broadcast.account, said("LANGGANAN"), said("Jalan rusak di Cikuray, tolong", who=2))
    assert Message.objects.get().text == "Jalan rusak di Cikuray, tolong"
    assert Subscriber.objects.count() == 1


def test_a_citizen_stops_by_a_word_and_may_come_back(broadcast: Broadcast, worker: Worker) -> None:
    account = broadcast.account
    hear(account, said("LANGGANAN"))
    hear(account, said("BERHENTI", at=SOON), at=SOON)
    worker.clock.advance(minutes=2)
    worker.work()
    assert queries.counts(account) == queries.Counts(active=0, ended=1)
    assert "sudah berhenti" in Siaran.answers[-1][1]
    later = NOW + timedelta(days=3)
    again = said("BERLANGGANAN", at=later)
    hear(account, again, at=later)
    one = Subscriber.objects.get()
    assert (one.ended_at, one.joined_at) == (None, later)
    assert one.consent_note == sealed(again.external_id)


def test_a_call_that_comes_again_later_does_not_bring_back_who_left(broadcast: Broadcast) -> None:
    account = broadcast.account
    joined, left = said("LANGGANAN"), said("BERHENTI")  # in one second
    hear(account, joined)
    hear(account, left)
    hear(account, joined, at=SOON)
    assert queries.counts(account).active == 0
    assert Delivery.objects.count() == 2


def test_whoever_says_it_twice_is_told_that_it_is_known(
    broadcast: Broadcast, worker: Worker
) -> None:
    hear(broadcast.account, said("LANGGANAN"), said("LANGGANAN INFO", at=SOON), at=SOON)
    worker.clock.advance(minutes=2)
    worker.work()
    assert "sudah berlangganan" in Siaran.answers[-1][1]
    assert Subscriber.objects.count() == 1


def test_who_does_not_subscribe_and_stops_is_told_so_and_no_officer_is_asked(
    broadcast: Broadcast, worker: Worker
) -> None:
    hear(broadcast.account, said("STOP"))
    worker.work()
    assert "tidak berlangganan" in Siaran.answers[0][1]
    assert not Subscriber.objects.exists()
    assert not Case.objects.exists()


def test_where_nothing_is_broadcast_the_word_is_for_people(account: Account) -> None:
    hear(account, said("LANGGANAN INFO"), said("STOP", who=2))
    assert Message.objects.count() == 2
    assert not Subscriber.objects.exists()


def test_who_subscribes_may_stop_after_the_template_was_taken_out(broadcast: Broadcast) -> None:
    account = broadcast.account
    hear(account, said("LANGGANAN INFO"))
    broadcast.template = ""
    broadcast.save()
    hear(account, said("STOP", at=SOON), at=SOON)
    assert queries.counts(account) == queries.Counts(active=0, ended=1)
    assert not Message.objects.exists()


def test_an_answer_is_not_sent_after_the_time_in_which_it_may(broadcast: Broadcast) -> None:
    hear(broadcast.account, said("LANGGANAN INFO"), at=NOW + timedelta(hours=25))
    assert Subscriber.objects.count() == 1
    assert not Delivery.objects.exists()


# ------------------------------------------------------------------------------ whoever keeps it


def test_a_number_is_stored_encrypted_and_found_by_its_mark(
    cast: Cast, broadcast: Broadcast
) -> None:
    from django.db import connection

    account = broadcast.account
    actions.enter(account, by=cast.admin, at=NOW, number="0857-0000 0009", note="Loket, 12 Agustus")
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, mark FROM subscribers_subscriber")
        ((kept, mark),) = cursor.fetchall()
    assert "85700000009" not in f"{kept}{mark}"
    (one,) = queries.listed(account, words="+62 857 0000 0009")
    assert (one.masked, one.entered_by) == ("62857••••009", cast.admin.name)
    assert list(queries.listed(account, words="0009")) == []
    with pytest.raises(Conflict, match="sudah berlangganan"):
        actions.enter(account, by=cast.admin, at=NOW, number="6285700000009", note="Lagi")


@pytest.mark.parametrize(("given", "note"), [("12", "Loket"), ("085700000001", " ")])
def test_without_a_number_or_how_they_agreed_nobody_is_entered(
    cast: Cast, broadcast: Broadcast, given: str, note: str
) -> None:
    with pytest.raises(Invalid):
        actions.enter(broadcast.account, by=cast.admin, at=NOW, number=given, note=note)


def test_nobody_is_entered_by_hand_who_stopped_by_themselves(
    cast: Cast, broadcast: Broadcast
) -> None:
    account = broadcast.account
    hear(account, said("LANGGANAN INFO"))
    hear(account, said("STOP", at=SOON), at=SOON)
    with pytest.raises(Conflict, match="berhenti sendiri"):
        actions.enter(account, by=cast.admin, at=SOON, number=number(1), note="Katanya mau")


def test_an_officer_ends_a_subscription_and_may_take_that_back(
    cast: Cast, broadcast: Broadcast
) -> None:
    (one,) = subscribe(broadcast.account, 1)
    actions.end(one, by=cast.admin, at=NOW)
    assert (one.ended_at, one.ended_by) == (NOW, cast.admin.name)
    with pytest.raises(Conflict):
        actions.end(one, by=cast.admin, at=NOW)
    actions.enter(broadcast.account, by=cast.admin, at=SOON, number=number(0), note="Loket")
    assert queries.counts(broadcast.account) == queries.Counts(active=1, ended=0)


def test_a_person_is_forgotten_wherever_their_number_stands(
    cast: Cast, broadcast: Broadcast, worker: Worker
) -> None:
    account = broadcast.account
    hear(account, said("LANGGANAN INFO"))
    worker.work()
    hear(account, said("BERHENTI", at=SOON), at=SOON)
    one = Subscriber.objects.get()
    actions.erase(one, by=cast.admin, at=SOON)
    kept = [f"{d.payload}{d.extra}{d.what_to_do}" for d in Delivery.objects.all()]
    assert len(kept) == 2
    assert not any(number(1) in text for text in kept)
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["cancelled", "sent"]
    told = [f"{e.data}{e.target_label}" for e in Entry.objects.all()]
    assert not any(number(1) in text for text in told)
    worker.work()
    assert len(Siaran.answers) == 1


def test_what_is_taken_out_tells_when_and_how_and_no_number(
    cast: Cast, broadcast: Broadcast
) -> None:
    hear(broadcast.account, said("LANGGANAN INFO"))
    (row,) = actions.export(broadcast.account, by=cast.admin, at=NOW)
    assert row[2] == "Lewat pesan"
    assert number(1) not in "".join(map(str, row[:2] + row[4:]))
    assert Entry.objects.filter(action="subscribers.export").exists()


def test_with_another_signing_key_whoever_says_stop_is_found_all_the_same(
    cast: Cast, broadcast: Broadcast, settings: Any
) -> None:
    account = broadcast.account
    subscribe(account, 3)
    settings.SECRET_KEY = "kunci lain, sesudah pengelola menggantinya"
    hear(account, said("BERHENTI", who=1))
    hear(account, said("LANGGANAN", who=2))
    assert queries.counts(account) == queries.Counts(active=2, ended=1)
    with pytest.raises(Conflict, match="sudah berlangganan"):
        actions.enter(account, by=cast.admin, at=NOW, number=number(0), note="Loket")
