"""What a citizen writes after an answer waits for another, with a time of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kentongan.inbox import queries
from kentongan.inbox.actions import cases, elsewhere, intake, joining, ladder, replies
from kentongan.inbox.models import FAR, Case, Message
from kentongan.kernel.clock import FrozenClock
from kentongan.networks.contract import Author
from kentongan.networks.models import Account
from tests.cast import NOW, Cast
from tests.inbox.conftest import comment

pytestmark = pytest.mark.usefixtures("times")

Case_ = Callable[..., Case]
LATER, MUCH_LATER = NOW + timedelta(minutes=20), NOW + timedelta(minutes=50)
A_WEEK = timedelta(days=7)
TEXT = "Terima kasih usulnya. Kami bahas di rapat Senin."


def says(account: Account, text: str, at: datetime, *, ours: bool = False) -> Case:
    author = {"author": Author(external_id="kami", ours=True)} if ours else {}
    item = comment(text, thread="t", created_at=at, **author)
    intake.take_in(account, [item], at=at)
    return Case.objects.select_related("unit").get(conversations__thread="t")


@pytest.fixture
def answered(account: Account) -> Case:
    """An idea that was answered: nothing is due of it any more."""
    says(account, "Usul lampu di taman", NOW)
    case = says(account, "Terima kasih, kami catat", LATER, ours=True)
    assert (case.first_replied_at, case.due_at) == (LATER, FAR)
    return case


def test_a_further_question_is_due_like_a_first_one_until_it_is_answered(
    account: Account, answered: Case
) -> None:
    asked = says(account, "Jadi kapan dipasang?", NOW + A_WEEK)
    assert answered.first_due_at is not None
    assert asked.due_at == answered.first_due_at + A_WEEK
    steps = queries.explain(asked, at=NOW + A_WEEK)
    assert steps[0] == "Warga menulis lagi sesudah dijawab."
    assert any("Waktu balasan berikutnya" in step for step in steps)
    # Asked once more, the first of them counts.
    again = says(account, "Halo, kapan?", NOW + A_WEEK + timedelta(days=1))
    assert again.due_at == asked.due_at
    done = says(account, "Pekan depan", NOW + A_WEEK + timedelta(days=2), ours=True)
    assert (done.asked_again_at, done.due_at) == (None, FAR)


@pytest.mark.parametrize("text", ["Makasih min", "Hadir", "Situs gacor"])
def test_thanks_and_chatter_after_an_answer_ask_for_nothing(
    account: Account, answered: Case, text: str
) -> None:
    assert says(account, text, MUCH_LATER).due_at == FAR


def test_what_waits_again_climbs_the_ladder_again(account: Account, answered: Case) -> None:
    Case.objects.update(escalated=2)
    asked = says(account, "Jadi kapan dipasang?", MUCH_LATER)
    assert (asked.escalated, asked.escalate_at) == (0, asked.due_at)
    ladder.escalate(asked, at=asked.due_at)
    assert Case.objects.get().escalated == 1


def test_a_case_that_is_opened_again_waits_for_an_answer(account: Account, answered: Case) -> None:
    Case.objects.update(state="closed", closed_at=LATER)
    asked = says(account, "Masih gelap, kapan?", MUCH_LATER)
    assert (asked.state, asked.asked_again_at) == ("handling", MUCH_LATER)


def test_closing_says_that_nothing_waits(account: Account, answered: Case, cast: Cast) -> None:
    asked = says(account, "Jadi kapan dipasang?", MUCH_LATER)
    taken = cases.take(asked, by=cast.admin, at=MUCH_LATER)
    assert cases.close(taken, by=cast.admin, at=MUCH_LATER, outcome="Dipasang.").due_at == FAR
    assert Case.objects.get().asked_again_at is None


def test_what_came_while_an_answer_was_on_its_way_waits(
    case_of: Case_, account: Account, cast: Cast, clock: FrozenClock, work: Callable[[], int]
) -> None:
    case = case_of("Usul lampu di taman", thread="t")
    message = case.messages.get()
    replies.reply(message, by=cast.admin, at=NOW, text=TEXT)
    asked = NOW + timedelta(seconds=10)
    says(account, "Di taman mana?", asked)
    clock.advance(seconds=21)
    work()
    case.refresh_from_db()
    assert case.first_replied_at is not None
    assert case.asked_again_at == asked
    assert case.due_at < FAR


def test_an_answer_given_elsewhere_ends_it_and_taken_back_it_waits_again(
    account: Account, answered: Case, cast: Cast
) -> None:
    asked = says(account, "Jadi kapan dipasang?", MUCH_LATER)
    message = Message.objects.get(text="Jadi kapan dipasang?")
    told = MUCH_LATER + timedelta(minutes=3)
    made = elsewhere.answer_elsewhere(
        message, by=cast.admin, at=told, way="phone", summary="Dijawab lewat telepon"
    )
    assert Case.objects.get().due_at == FAR
    back = elsewhere.undo(made, by=cast.admin, at=told + timedelta(seconds=5))
    assert (back.asked_again_at, back.due_at) == (MUCH_LATER, asked.due_at)


def test_what_waits_in_a_case_waits_where_it_is_joined_and_stays_with_its_message(
    account: Account, answered: Case, case_of: Case_, cast: Cast
) -> None:
    asked = says(account, "Jadi kapan dipasang?", MUCH_LATER)
    other = case_of("Usul bangku di taman", at=NOW)
    whole = joining.merge(asked, [other], by=cast.admin, at=MUCH_LATER)
    assert whole.asked_again_at == MUCH_LATER
    out = [message for message in whole.messages.all() if message.conversation.thread == "t"]
    alone = joining.split(whole, out, by=cast.admin, at=MUCH_LATER)
    left = Case.objects.get(pk=whole.pk)
    assert (alone.asked_again_at, left.asked_again_at) == (MUCH_LATER, None)
