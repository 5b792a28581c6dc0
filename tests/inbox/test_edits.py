"""What becomes of a case when its citizen writes something else in the place of their words."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from kentongan.inbox import queries
from kentongan.inbox.actions import cases, intake
from kentongan.inbox.models import Case, Message
from kentongan.networks.contract import Author, Incoming
from kentongan.networks.models import Account
from kentongan.people.models import Notice
from tests.cast import NOW, Cast, make_user
from tests.inbox.conftest import comment

pytestmark = [pytest.mark.postgres, pytest.mark.django_db, pytest.mark.usefixtures("times")]
LATER = NOW + timedelta(minutes=30)


def changed(account: Account, before: str, after: str, *more: Incoming) -> Case:
    """The case of a message that said something else at first."""
    item = comment(before, version="1", thread="t")
    intake.take_in(account, [item], at=NOW)
    edited = comment(after, version="2", thread="t", external_id=item.external_id)
    intake.take_in(account, [edited, *more], at=LATER)
    return Message.objects.select_related("case").get(external_id=item.external_id).case  # type: ignore[return-value]


def test_an_emergency_written_into_chatter_wakes_the_unit(account: Account, cast: Cast) -> None:
    case = changed(account, "Hadir pak", "Tolong, kebakaran di pasar!")
    assert (case.state, case.kind, case.burns) == ("new", "emergency", True)
    assert case.closed_at is None
    assert case.due_at < LATER + timedelta(minutes=30)
    (told, *_others) = Notice.objects.filter(url__contains=case.number)
    assert "kebakaran di pasar" in str(told.text)


def test_a_complaint_written_into_chatter_is_in_the_queue_with_its_words(
    account: Account, cast: Cast
) -> None:
    before = queries.counts(cast.admin, at=LATER).pulse
    case = changed(account, "Hadir pak", "Jalan rusak lagi pak")
    (shown,) = queries.queue(cast.admin, queries.Filters(), at=LATER).cases
    assert (shown, shown.preview, shown.kind) == (case, "Jalan rusak lagi pak", "complaint")
    assert queries.counts(cast.admin, at=LATER).pulse != before
    message = Message.objects.get()
    assert (message.kind, message.likely) == ("complaint", "complaint")


def test_an_edit_shows_on_the_pages_that_stand_open(account: Account, cast: Cast) -> None:
    item = comment("Jalan rusak", version="1")
    intake.take_in(account, [item], at=NOW)
    before = queries.counts(cast.admin, at=NOW).pulse
    edited = comment("Jalan rusak parah", version="2", external_id=item.external_id)
    intake.take_in(account, [edited], at=LATER)
    assert queries.counts(cast.admin, at=NOW).pulse != before
    assert Case.objects.get().preview == "Jalan rusak parah"


def test_what_people_said_of_a_case_outlasts_an_edit(account: Account, cast: Cast) -> None:
    item = comment("Jalan rusak", version="1")
    intake.take_in(account, [item], at=NOW)
    cases.classify(Case.objects.get(), by=cast.admin, at=NOW, kind="chatter")
    cases.dismiss(Case.objects.get(), by=cast.admin, at=NOW)
    edited = comment("Lubang di jalan", version="2", external_id=item.external_id)
    intake.take_in(account, [edited], at=LATER)
    case = Case.objects.get()
    assert (case.kind, case.state) == ("chatter", "dismissed")


def test_an_emergency_that_somebody_found_to_be_none_is_none_after_a_slip_is_mended(
    account: Account, cast: Cast
) -> None:
    item = comment("Jalan rusak, kebakaran jenggot pak", version="1")
    intake.take_in(account, [item], at=NOW)
    cases.classify(Case.objects.get(), by=cast.admin, at=NOW, flags=[], kind="complaint")
    Notice.objects.all().delete()
    edited = comment(
        "Jalan rusak, pada kebakaran jenggot pak", version="2", external_id=item.external_id
    )
    intake.take_in(account, [edited], at=LATER)
    case = Case.objects.get()
    assert (case.kind, case.burns, case.flags) == ("complaint", False, [])
    assert not Notice.objects.filter(text__contains="DARURAT").exists()


@pytest.mark.parametrize("state", ["dismissed", "handling", "closed"])
def test_what_is_written_into_thanks_or_chatter_after_an_answer_waits_for_another(
    account: Account, cast: Cast, state: str
) -> None:
    said = "Hadir pak" if state == "dismissed" else "Makasih pak"
    item = comment(said, version="1")
    intake.take_in(account, [item], at=NOW)
    ours = comment(
        "Sama-sama", parent=item.external_id, thread=item.external_id,
        author=Author("kami", ours=True), created_at=NOW + timedelta(minutes=1),
    )  # fmt: skip
    intake.take_in(account, [ours], at=NOW + timedelta(minutes=1))
    case = Case.objects.get()
    if state != "dismissed":
        cases.take(case, by=cast.admin, at=NOW)
    if state == "closed":
        cases.close(case, by=cast.admin, at=NOW + timedelta(minutes=2), outcome="Dicatat.")
    case.refresh_from_db()
    assert (case.state, case.asked_again_at) == (state, None)
    edited = comment("Tolong, kebakaran!", version="2", external_id=item.external_id)
    intake.take_in(account, [edited], at=LATER)
    case.refresh_from_db()
    assert case.state == ("new" if state == "dismissed" else "handling")
    assert case.asked_again_at == LATER
    assert case.due_at <= LATER + timedelta(minutes=15)
    assert Notice.objects.filter(user=cast.admin, text__contains="DARURAT").count() == 1
    again = Notice.objects.filter(user=cast.admin, text__contains="menulis lagi")
    assert again.count() == (state == "closed")


def test_a_slip_mended_in_a_closed_case_takes_nothing_up(account: Account, cast: Cast) -> None:
    item = comment("Jalan rusak", version="1")
    intake.take_in(account, [item], at=NOW)
    Case.objects.update(first_replied_at=NOW)
    cases.close(Case.objects.get(), by=cast.admin, at=NOW, outcome="Ditambal.")
    edited = comment("Jalan rusak parah", version="2", external_id=item.external_id)
    intake.take_in(account, [edited], at=LATER)
    assert Case.objects.get().state == "closed"


def test_the_ppid_is_told_of_a_request_that_is_written_into_chatter(
    account: Account, cast: Cast
) -> None:
    ppid = make_user("Siti Rohmah", cast.kecamatan, "ppid_pelaksana")
    case = changed(account, "Hadir pak", "Minta salinan perbup parkir")
    assert [notice.url for notice in Notice.objects.filter(user=ppid)] == [
        f"/kotak-masuk/{case.number}/"
    ]


def test_a_report_written_into_an_open_case_is_the_inspektorats(
    account: Account, cast: Cast
) -> None:
    case = changed(account, "Kapan loket buka?", "Ada pungli di loket")
    assert case.secret
    assert Notice.objects.filter(user=cast.auditor).count() == 1


def test_an_edit_and_another_message_of_the_same_case_come_together(
    account: Account, cast: Cast
) -> None:
    more = comment("Iya, asapnya tebal", thread="t", created_at=LATER)
    case = changed(account, "Kapan loket buka?", "Tolong, kebakaran di pasar!", more)
    assert (case.messages_count, case.last_at, case.burns) == (2, LATER, True)
    assert case.preview == "Tolong, kebakaran di pasar!"


def test_the_first_version_told_again_undoes_no_edit(account: Account) -> None:
    first = comment("Jalan rusak")
    edited = comment("Jalan rusak parah", version="2", external_id=first.external_id)
    for item in (first, edited, first):
        intake.take_in(account, [item], at=LATER)
    message = Message.objects.get()
    assert (message.text, message.versions.count()) == ("Jalan rusak parah", 1)
    back = comment("Jalan rusak", version="3", external_id=first.external_id)
    intake.take_in(account, [back], at=LATER)
    assert Message.objects.get().text == "Jalan rusak", "its author wrote it back"


@pytest.mark.parametrize("together", [False, True], ids=["one by one", "in one batch"])
@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_of_several_wordings_the_latest_holds_in_whatever_order_they_come(
    account: Account, order: tuple[int, ...], together: bool
) -> None:
    first = comment("Jalan rusak")
    edits = [
        comment(text, version=str(n), external_id=first.external_id,
                changed_at=NOW + timedelta(minutes=n))
        for n, text in enumerate(("Jalan rusak parah", "Jalan rusak di pasar"), start=1)
    ]  # fmt: skip
    told = [[first, *edits][n] for n in order]
    for batch in [told] if together else [[item] for item in told]:
        intake.take_in(account, batch, at=LATER)
    assert Message.objects.get().text == "Jalan rusak di pasar"
    for again in (*reversed(edits), first):
        intake.take_in(account, [again], at=LATER + timedelta(minutes=1))
    message = Message.objects.get()
    assert message.text == Case.objects.get().preview == "Jalan rusak di pasar"
    assert message.changed_at == NOW + timedelta(minutes=2)


def test_what_was_written_back_holds_against_the_edit_in_between(account: Account) -> None:
    first = comment("Jalan rusak")
    between, back = (
        comment(text, version=str(n), external_id=first.external_id,
                changed_at=NOW + timedelta(minutes=n))
        for n, text in enumerate(("Jalan mulus", "Jalan rusak"), start=1)
    )  # fmt: skip
    for item in (first, back, between):
        intake.take_in(account, [item], at=LATER)
    message = Message.objects.get()
    assert (message.text, message.edited_at, message.versions.count()) == ("Jalan rusak", None, 0)


def test_a_deletion_needs_no_time_of_its_own(account: Account) -> None:
    edited = comment("Jalan rusak", version="1", changed_at=NOW)
    intake.take_in(account, [edited], at=NOW)
    gone = comment("", external_id=edited.external_id, gone=True)
    for item in (gone, edited):
        intake.take_in(account, [item], at=LATER)
    assert Message.objects.get().gone_at == LATER
