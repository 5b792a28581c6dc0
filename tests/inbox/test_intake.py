"""Taking in: one copy, followed, in order, with its case and its clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.inbox import classify, masking
from kentongan.inbox.actions import cases, entering, intake
from kentongan.inbox.models import FAR, Case, Channel, Conversation, Hearing, Message, Urgency
from kentongan.inbox.present import rows
from kentongan.kernel.errors import Invalid, NotAllowed
from kentongan.language.triage.reading import Kind, Reading, Sentiment
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Author, Enclosure, Incoming, Way
from kentongan.networks.incoming import Incoming as Item
from kentongan.networks.models import Account
from kentongan.people.models import Notice
from tests.cast import NOW, Cast
from tests.inbox.conftest import comment, plain_reader

pytestmark = pytest.mark.usefixtures("times")
LATER = NOW + timedelta(minutes=20)


def gone(item: Item) -> Item:
    """The same message, taken away: only its id can be relied on."""
    return Incoming(
        external_id=item.external_id,
        way=Way.COMMENT,
        author=Author(external_id=""),
        text="",
        created_at=item.created_at,
        thread="",
        gone=True,
    )


def test_a_message_is_one_copy_however_often_it_comes(account: Account) -> None:
    item = comment()
    for _ in range(3):
        intake.take_in(account, [item, item], at=NOW)
    assert Message.objects.count() == Case.objects.count() == Conversation.objects.count() == 1
    assert Entry.objects.filter(action="inbox.take_in").count() == 1


def test_the_same_id_on_two_accounts_is_two_messages(account: Account, cast: Cast) -> None:
    other = Account.objects.create(
        unit=cast.kecamatan_lain, network="uji", handle="kec.ciranji", created_at=NOW
    )
    item = comment()
    intake.take_in(account, [item], at=NOW)
    intake.take_in(other, [item], at=NOW)
    assert set(Case.objects.values_list("unit__code", flat=True)) == {
        "kec-sumberjati",
        "kec-ciranji",
    }


def test_an_edit_is_followed_and_the_earlier_words_are_kept(account: Account) -> None:
    item = comment("Jalan rusak", version="1")
    intake.take_in(account, [item], at=NOW)
    edited = comment("Jalan mulus", external_id=item.external_id, version="2")
    intake.take_in(account, [edited], at=LATER)
    message = Message.objects.get()
    assert (message.text, message.edited_at) == ("Jalan mulus", LATER)
    assert [v.text for v in message.versions.all()] == ["Jalan rusak"]


def test_another_version_of_the_same_words_is_no_edit(account: Account) -> None:
    item = comment("Jalan rusak", version="1")
    intake.take_in(account, [item], at=NOW)
    intake.take_in(
        account, [comment("Jalan rusak", external_id=item.external_id, version="b")], at=LATER
    )
    assert Message.objects.get().edited_at is None


def test_a_picture_at_a_new_address_is_no_edit(account: Account) -> None:
    item = comment("Jalan rusak", enclosures=(Enclosure("https://a.example/1?t=1", "image/png"),))
    intake.take_in(account, [item], at=NOW)
    moved = (Enclosure("https://a.example/1?t=2", "image/png"),)
    again = comment("Jalan rusak", external_id=item.external_id, enclosures=moved)
    intake.take_in(account, [again], at=LATER)
    message = Message.objects.get()
    assert message.enclosures[0]["url"].endswith("t=2")
    assert (message.edited_at, message.versions.count()) == (None, 0)
    assert Entry.objects.filter(action="inbox.take_in").count() == 1


def test_a_deletion_keeps_the_words_as_evidence_and_a_replay_does_not_bring_them_back(
    account: Account,
) -> None:
    item = comment("Jalan rusak")
    intake.take_in(account, [item], at=NOW)
    intake.take_in(account, [gone(item)], at=LATER)
    intake.take_in(account, [item], at=LATER)
    message = Message.objects.get()
    assert (message.text, message.gone_at) == ("", LATER)
    assert message.author_name.startswith("Warga")
    assert [v.text for v in message.versions.all()] == ["Jalan rusak"]


def test_what_was_gone_before_we_saw_it_is_not_kept(account: Account) -> None:
    intake.take_in(account, [gone(comment())], at=NOW)
    assert not Message.objects.exists()


def test_who_answers_what_is_gone_is_heard(account: Account) -> None:
    root = gone(comment("Jalan rusak"))
    orphan = comment(
        "Saya juga lewat situ, rusak parah", thread=root.thread, parent=root.external_id
    )
    taken = intake.take_in(account, [root, orphan], at=NOW)
    assert [one.preview for one in taken.cases] == ["Saya juga lewat situ, rusak parah"]
    case = taken.cases[0]
    intake.take_in(account, [gone(orphan)], at=LATER)
    child = comment("Kapan diperbaiki?", thread=root.thread, parent=orphan.external_id)
    intake.take_in(account, [child], at=LATER)
    assert Message.objects.get(external_id=child.external_id).case == case
    case.refresh_from_db()
    assert (case.state, case.messages_count) == ("new", 2)


def test_a_thread_is_one_case_and_a_stranger_who_joins_it_belongs_to_it(account: Account) -> None:
    first = comment("Jalan rusak", thread="t")
    second = comment("Iya bener, mun hujan jadi balong", thread="t", created_at=LATER)
    intake.take_in(account, [second, first], at=LATER)
    case = Case.objects.get()
    assert [m.text for m in case.messages.all()] == [first.text, second.text]
    assert (case.messages_count, case.opened_at, case.last_at) == (2, NOW, LATER)
    assert case.preview == "Jalan rusak"


def test_a_case_has_a_short_number_of_its_unit_and_a_clock(account: Account) -> None:
    intake.take_in(account, [comment("Jalan rusak di Tegalwangi")], at=NOW)
    case = Case.objects.get()
    assert case.number.startswith("SMB-")
    assert case.kind == "complaint"
    assert case.place == "Tegalwangi"
    assert case.topic_id == "jalan"
    assert case.due_at == NOW + timedelta(hours=2)


def test_numbers_of_cases_that_come_together_are_in_no_order_and_none_comes_twice(
    account: Account,
) -> None:
    places = "pasar sekolah masjid balai kantor sungai sawah kebun alun taman".split()
    items = [comment(f"Jalan rusak dekat {place}") for place in places]
    intake.take_in(account, items[:5], at=NOW)
    intake.take_in(account, items[5:], at=NOW)
    numbers = list(Case.objects.order_by("pk").values_list("number", flat=True))
    digits = [int(number.split("-")[1]) for number in numbers]
    assert len(set(digits)) == 10
    assert digits not in (sorted(digits), sorted(digits, reverse=True))


def test_chatter_in_an_angry_voice_waits_for_somebody_to_look(account: Account) -> None:
    def angry(texts: Sequence[str], places: Sequence[str]) -> list[Reading]:
        return [replace(one, sentiment=Sentiment.NEGATIVE) for one in plain_reader(texts, places)]

    with classify.reader(angry):
        intake.take_in(account, [comment("Hadir wkwk, kecamatan korup")], at=NOW)
    case, message = Case.objects.get(), Message.objects.get()
    assert (case.state, case.kind, case.likely) == ("new", "", Kind.CHATTER)
    assert case.has_clock
    assert message.kind == Kind.CHATTER


def test_chatter_asks_nobody_and_has_no_clock(account: Account) -> None:
    intake.take_in(account, [comment("Hadir min")], at=NOW)
    case = Case.objects.get()
    assert (case.state, case.due_at) == ("dismissed", FAR)


def test_what_nobody_recognised_waits_with_the_clock_of_a_question(account: Account) -> None:
    intake.take_in(account, [comment("Anu min")], at=NOW)
    case = Case.objects.get()
    assert (case.kind, case.state) == ("", "new")
    assert case.due_at == NOW + timedelta(hours=4)


def test_nobody_is_called_spam_on_a_guess(account: Account) -> None:
    def wavering(texts: Sequence[str], _places: Sequence[str]) -> list[Reading]:
        guess = replace(classify.UNREAD, likely=Kind.ABUSE_SPAM, confidence=0.4)
        return [guess for _text in texts]

    with classify.reader(wavering):
        intake.take_in(account, [comment("Terima kasih, nomornya berhasil diambil")], at=NOW)
    case = Case.objects.get()
    assert (case.kind, case.likely) == ("", "")
    assert rows([case], NOW)[0].kind == "Belum dikenali"


def test_an_emergency_wakes_the_unit_and_its_clock_runs_at_night(
    account: Account, cast: Cast
) -> None:
    night = NOW.replace(hour=18)  # 01.00 WIB
    intake.take_in(account, [comment("Kebakaran di gang masjid", created_at=night)], at=night)
    case = Case.objects.get()
    assert case.urgency == Urgency.EMERGENCY
    assert case.due_at == night + timedelta(minutes=15)
    assert Notice.objects.filter(user=cast.admin, urgent=True, text__contains="DARURAT").exists()


def test_messages_from_before_the_account_was_heard_run_no_clock(account: Account) -> None:
    old = comment("Jalan rusak", created_at=NOW - timedelta(days=40))
    intake.take_in(account, [old], at=NOW)
    case = Case.objects.get()
    assert (case.state, case.due_at) == ("dismissed", FAR)


def test_our_own_answer_on_the_networks_app_counts_as_the_first_reply(account: Account) -> None:
    intake.take_in(account, [comment("Jalan rusak", thread="t")], at=NOW)
    ours = Author(external_id="kami", ours=True)
    reply = comment("Siap, dicek", thread="t", author=ours, created_at=LATER)
    intake.take_in(account, [reply], at=LATER)
    case = Case.objects.get()
    assert case.first_replied_at == LATER
    assert case.due_at > NOW + timedelta(days=10)


def test_thanks_after_closing_stay_with_the_case_but_a_new_complaint_opens_it(
    account: Account,
) -> None:
    intake.take_in(account, [comment("Jalan rusak", thread="t")], at=NOW)
    Case.objects.update(state="closed", closed_at=NOW, first_replied_at=NOW)
    intake.take_in(account, [comment("Makasih min", thread="t", created_at=LATER)], at=LATER)
    assert Case.objects.get().state == "closed"
    intake.take_in(account, [comment("Masih rusak", thread="t", created_at=LATER)], at=LATER)
    assert Case.objects.get().state == "handling"


def test_a_flood_of_the_same_words_is_one_row_with_a_count(account: Account) -> None:
    odd = comment("Lampu jalan rusak sejak kemarin")
    flood = [comment(f"TURUNKAN camat rusak!!! @warga{n} {n}") for n in range(30)]
    for start in range(0, 30, 6):
        intake.take_in(account, flood[start : start + 6], at=NOW + timedelta(minutes=start))
    intake.take_in(account, [odd], at=NOW)
    open_ones = list(Case.objects.filter(state="new").order_by("-messages_count"))
    assert [case.messages_count for case in open_ones] == [30, 1]
    assert open_ones[0].alike == 29
    assert Message.objects.count() == 31


def test_what_many_say_at_once_is_put_before_people_though_it_was_read_as_chatter(
    account: Account, cast: Cast
) -> None:
    def say(text: str, start: int, end: int) -> None:
        items = [comment(f"{text} @warga{n} {n}!") for n in range(start, end)]
        intake.take_in(account, items, at=NOW)

    say("Hadir turunkan camat sekarang", 0, 18)
    assert not Case.objects.exclude(state="dismissed"), "a few say what they like"
    say("Hadir turunkan camat sekarang", 18, 40)
    (row,) = Case.objects.filter(state="new")
    assert (row.kind, row.likely, row.closed_at) == ("", Kind.CHATTER, None)
    assert (row.alike, row.first_due_at is not None) == (36, True)
    cases.classify(row, by=cast.admin, at=NOW, kind=Kind.CHATTER)
    cases.dismiss(row, by=cast.admin, at=NOW, why="Lagu pertandingan semalam")
    say("Hadir turunkan camat sekarang", 40, 60)
    say("Hadir", 60, 90)
    assert not Case.objects.exclude(state="dismissed"), "put away is put away; a greeting is none"


def test_other_words_in_the_thread_of_a_flood_draw_nobody_else_into_it(account: Account) -> None:
    intake.take_in(account, [comment("Usul taman"), comment("Usul taman lagi")], at=NOW)
    flood = [comment(f"TURUNKAN camat rusak {n}", thread=f"t{n}") for n in range(6)]
    intake.take_in(account, [*flood, comment("Usul taman", thread="t0")], at=NOW)
    open_ones = Case.objects.filter(state="new").values_list("preview", flat=True)
    assert sorted(open_ones) == ["TURUNKAN camat rusak 0", "Usul taman", "Usul taman lagi"]


def test_a_few_people_with_the_same_words_keep_their_own_rows(account: Account) -> None:
    intake.take_in(account, [comment("Kapan jalan dibenerin?") for _ in range(4)], at=NOW)
    assert Case.objects.filter(state="new").count() == 4


def test_the_number_of_statements_does_not_grow_with_the_messages(account: Account) -> None:
    def cost(count: int) -> int:
        letters = str.maketrans("0123456789", "abcdefghij")
        items = [
            comment("Jalan rusak x{}y{}z{}".format(*f"{n:03}").translate(letters))
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as seen:
            intake.take_in(account, items, at=NOW)
        return len(seen)

    cost(2)
    assert cost(180) < 45  # SQLite takes some 25 rows in one statement


def test_an_integrity_report_is_secret_and_the_inspektorat_is_told(
    account: Account, cast: Cast
) -> None:
    intake.take_in(account, [comment("Ada pungli di loket")], at=NOW)
    assert Case.objects.get().secret
    assert Notice.objects.filter(user=cast.auditor).exists()
    assert not Notice.objects.filter(user=cast.admin).exists()


def test_an_account_remembers_when_it_last_heard_something(account: Account) -> None:
    intake.take_in(account, [comment(created_at=NOW - timedelta(hours=1))], at=NOW)
    assert Hearing.objects.get().last_item_at == NOW - timedelta(hours=1)


def test_a_phone_call_is_entered_by_hand(cast: Cast) -> None:
    case = entering.note_by_hand(
        cast.kecamatan,
        by=cast.admin,
        at=NOW,
        channel=Channel.PHONE,
        text="Lampu jalan rusak di blok Senen",
        name="Ibu Enok",
        contact="081200000123",
    )
    assert (case.channel, case.author_name, case.contact) == ("phone", "Ibu Enok", "081200000123")
    assert Entry.objects.get(action="inbox.take_in").target_label == case.number


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"channel": "instagram"},
        {"said_at": NOW + timedelta(hours=1)},
        {"said_at": NOW.replace(year=206)},
    ],
)
def test_entering_by_hand_refuses_what_cannot_be(cast: Cast, wrong: dict[str, Any]) -> None:
    given: dict[str, Any] = {"channel": Channel.PHONE, "text": "Lampu rusak"}
    with pytest.raises(Invalid):
        entering.note_by_hand(cast.kecamatan, by=cast.admin, at=NOW, **{**given, **wrong})


def test_nobody_enters_messages_for_a_neighbour(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        entering.note_by_hand(
            cast.kecamatan, by=cast.admin_lain, at=NOW, channel=Channel.PHONE, text="Lampu"
        )


def test_a_citizens_nik_and_phone_are_covered_on_screen_but_stored_as_written(
    account: Account,
) -> None:
    text = "Min NIK saya 3210121203900004, hp 081234567890. KTP kapan jadi?"
    intake.take_in(account, [comment(text)], at=NOW)
    case = Case.objects.get()
    assert Message.objects.get().text == text
    for shown in (masking.masked(text), case.preview):
        assert "321012120390" not in shown
        assert "0812345678" not in shown
        assert "KTP kapan jadi?" in shown
    assert len(masking.masked(text)) == len(text)


def test_a_later_message_may_make_a_matter_an_emergency_and_somebody_is_woken(
    account: Account, cast: Cast
) -> None:
    intake.take_in(account, [comment("Jalan rusak", thread="t")], at=NOW)
    later = comment("Sekarang kebakaran!", thread="t", created_at=LATER)
    intake.take_in(account, [later], at=LATER)
    assert Case.objects.get().urgency == Urgency.EMERGENCY
    assert Notice.objects.filter(user=cast.admin, text__contains="DARURAT").count() == 1


def test_a_later_message_may_make_a_matter_secret(account: Account, cast: Cast) -> None:
    intake.take_in(account, [comment("Jalan rusak", thread="t")], at=NOW)
    later = comment("Ada pungli di loket", thread="t", created_at=LATER)
    intake.take_in(account, [later], at=LATER)
    assert Case.objects.get().secret
    assert Notice.objects.filter(user=cast.auditor).count() == 1


def test_a_report_is_secret_also_where_somebody_had_said_what_the_matter_was(
    account: Account, cast: Cast
) -> None:
    intake.take_in(account, [comment("Jalan rusak", thread="t")], at=NOW)
    cases.classify(Case.objects.get(), by=cast.admin, at=NOW, kind="complaint")
    later = comment("Ada pungli di loket", thread="t", created_at=LATER)
    intake.take_in(account, [later], at=LATER)
    assert Case.objects.get().secret
    assert Notice.objects.filter(user=cast.auditor).count() == 1


def test_what_the_inspektorat_found_to_be_no_report_stays_open(
    account: Account, cast: Cast
) -> None:
    intake.take_in(account, [comment("Ada pungli di loket", thread="t")], at=NOW)
    cases.classify(Case.objects.get(), by=cast.auditor, at=NOW, kind="complaint")
    later = comment("Bukan pungli, tarif resmi", thread="t", created_at=LATER)
    intake.take_in(account, [later], at=LATER)
    assert not Case.objects.get().secret
