"""Several messages, one matter; one thread, several matters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kentongan.inbox import access, queries
from kentongan.inbox.actions import cases, dispositions, duties, intake, joining, replies
from kentongan.inbox.models import Case, Message
from kentongan.inbox.queries import Filters
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from kentongan.networks.models import Account
from tests.cast import NOW, Cast
from tests.inbox.conftest import comment

CaseOf = Callable[..., Case]
LATER = NOW + timedelta(hours=1)


def test_merged_cases_are_one_with_the_earliest_clock(
    case_of: CaseOf, cast: Cast, account: Account
) -> None:
    early = case_of("Jalan rusak dekat pasar")
    late = case_of("Jalan rusak dekat sawah", at=LATER)
    cases.watch(early, by=cast.camat, at=NOW)
    cases.note(early, by=cast.admin, at=NOW, text="Sudah disurvei.")
    case = joining.merge(late, [early], by=cast.admin, at=LATER)
    assert (case.messages_count, case.due_at) == (2, NOW + timedelta(hours=2))
    early.refresh_from_db()
    assert (early.state, early.merged_into) == ("merged", late)
    said = queries.thread(case)
    assert [entry.text for entry in said] == [
        "Jalan rusak dekat pasar",
        "Sudah disurvei.",
        "Jalan rusak dekat sawah",
    ]
    assert queries.is_watched(case, cast.camat)
    page = queries.queue(cast.admin, Filters(), at=LATER)
    assert [row.number for row in page.cases] == [late.number]


def test_what_is_written_later_in_a_merged_thread_belongs_to_the_one_case(
    case_of: CaseOf, cast: Cast, account: Account
) -> None:
    one, two = case_of("Jalan rusak dekat pasar", thread="t"), case_of("Jalan rusak sawah")
    joining.merge(two, [one], by=cast.admin, at=NOW)
    intake.take_in(account, [comment("Kok belum?", thread="t", created_at=LATER)], at=LATER)
    two.refresh_from_db()
    assert two.messages_count == 3


def test_nothing_can_be_done_to_what_was_merged(case_of: CaseOf, cast: Cast) -> None:
    one, two = case_of("Jalan rusak dekat pasar"), case_of("Jalan rusak dekat sawah")
    joining.merge(two, [one], by=cast.admin, at=NOW)
    with pytest.raises(Conflict):
        cases.take(one, by=cast.admin, at=NOW)


def test_a_secret_case_is_not_merged_into_an_open_one(case_of: CaseOf, cast: Cast) -> None:
    open_one, secret = case_of(), case_of("Ada pungli di loket")
    for into, other in ((open_one, secret), (secret, open_one)):
        with pytest.raises(Exception, match=r"rahasia|menanganinya"):
            joining.merge(into, [other], by=cast.auditor, at=NOW)
    secret.refresh_from_db()
    assert secret.state == "new"


def test_what_another_unit_works_on_is_not_merged_away(case_of: CaseOf, cast: Cast) -> None:
    one, two = case_of("Jalan rusak dekat pasar"), case_of("Jalan rusak dekat sawah")
    dispositions.dispose(
        one, by=cast.admin, at=NOW, to=cast.desa, instruction="Bantu cek", lead=False
    )
    with pytest.raises(Conflict):
        joining.merge(two, [one], by=cast.admin, at=NOW)


def test_an_emergency_stays_one_however_it_is_joined_and_parted(
    account: Account, case_of: CaseOf, cast: Cast
) -> None:
    case = case_of("Jalan rusak", thread="t")
    fire = comment("Sekarang kebakaran!", thread="t", created_at=LATER)
    intake.take_in(account, [fire], at=LATER)
    message = Message.objects.get(external_id=fire.external_id)
    made = joining.split(case, [message], by=cast.admin, at=LATER)
    assert (made.burns, made.flags) == (True, ["emergency"])
    assert made.due_at <= LATER + timedelta(minutes=15)
    calm = case_of("Lampu rusak di pasar")
    joining.merge(calm, [made], by=cast.admin, at=LATER)
    wanted = Filters(flag="emergency")
    assert calm in queries.queue(cast.admin, wanted, at=LATER).cases
    first, *_rest = queries.queue(cast.admin, Filters(), at=LATER).cases
    assert first.burns


def test_a_message_split_off_has_a_number_and_a_clock_of_its_own(
    case_of: CaseOf, cast: Cast, account: Account
) -> None:
    case = case_of("Jalan rusak dekat pasar", thread="t")
    other = comment("KTP saya kapan jadi?", thread="t", created_at=LATER)
    intake.take_in(account, [other], at=LATER)
    made = joining.split(
        case, case.messages.filter(external_id=other.external_id), by=cast.admin, at=LATER
    )
    assert (made.kind, made.messages_count, made.due_at) == (
        "question",
        1,
        LATER + timedelta(hours=4),
    )
    assert made.number != case.number
    case.refresh_from_db()
    assert case.messages_count == 1


def test_a_case_is_not_split_to_nothing(case_of: CaseOf, cast: Cast) -> None:
    case = case_of()
    with pytest.raises(Invalid):
        joining.split(case, case.messages.all(), by=cast.admin, at=NOW)


@pytest.fixture
def two(case_of: CaseOf, account: Account) -> tuple[Case, Message, Message]:
    """A case of two people in one thread: the first asked about a road, the other about a card."""
    case = case_of("Jalan rusak dekat pasar", thread="t")
    other = comment("KTP saya kapan jadi?", thread="t", created_at=LATER)
    intake.take_in(account, [other], at=LATER)
    first, second = case.messages.select_related("case__unit", "account").order_by("sent_at")
    return case, first, second


def test_what_we_answered_goes_along_with_the_message(
    two: tuple[Case, Message, Message], cast: Cast, work: Callable[[], int], clock: FrozenClock
) -> None:
    case, _first, second = two
    replies.reply(second, by=cast.admin, at=NOW, text="Silakan ambil mulai Senin, bawa KTP lama.")
    clock.advance(seconds=21)
    work()
    made = joining.split(case, [second], by=cast.admin, at=LATER)
    assert [entry.text for entry in queries.thread(made)] == [
        "Silakan ambil mulai Senin, bawa KTP lama.",
        "KTP saya kapan jadi?",
    ]
    assert made.first_replied_at == NOW + timedelta(seconds=21)
    case.refresh_from_db()
    assert case.first_replied_at is None, "who stays has heard nothing"
    assert case.due_at == NOW + timedelta(hours=2)


def test_where_the_first_message_leaves_a_case_begins_with_the_next(
    two: tuple[Case, Message, Message], cast: Cast
) -> None:
    case, first, second = two
    made = joining.split(case, [first], by=cast.admin, at=LATER)
    case.refresh_from_db()
    assert (case.preview, case.opened_at) == ("KTP saya kapan jadi?", second.sent_at)
    assert (made.preview, made.opened_at) == ("Jalan rusak dekat pasar", NOW)


def test_cases_that_exchanged_messages_know_each_other(
    two: tuple[Case, Message, Message], case_of: CaseOf, cast: Cast
) -> None:
    case, _first, second = two
    made = joining.split(case, [second], by=cast.admin, at=LATER)
    home = case_of("Jalan rusak parah")
    joining.merge(home, [case], by=cast.admin, at=LATER)
    case.refresh_from_db()
    assert queries.relatives(case, cast.admin).onward == sorted(
        [home, made], key=lambda one: one.number
    )
    assert queries.relatives(home, cast.admin).sources == [case]
    assert queries.relatives(home, cast.admin_lain) == queries.Relatives([], [])


def test_secret_cases_are_joined_by_the_inspektorat_and_split_for_the_same_people(
    case_of: CaseOf, cast: Cast, account: Account
) -> None:
    one, two = case_of("Ada pungli di loket", thread="t"), case_of("Pungli parkir", thread="u")
    for case in (one, two):
        duties.name(case, cast.camat, by=cast.auditor, at=NOW)
    with pytest.raises(NotAllowed):
        joining.merge(one, [two], by=cast.camat, at=NOW)
    assert not access.joinable_cases(cast.camat, one).exists()
    assert list(access.joinable_cases(cast.auditor, one)) == [two]
    home = joining.merge(one, [two], by=cast.auditor, at=NOW)
    made = joining.split(home, two.brought.all(), by=cast.camat, at=NOW)
    assert made.secret
    assert access.visible_case(cast.camat, made.number) == made
    with pytest.raises(Missing):
        access.visible_case(cast.admin, made.number)
