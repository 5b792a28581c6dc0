"""Answers: checked, by a second person where the pemda wants it, sent once, or known to be lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.compliance.models import Misfire, Passed
from kentongan.delivery import actions as delivery
from kentongan.delivery.models import Delivery
from kentongan.inbox import checking, following, queries
from kentongan.inbox.actions import answering, cases, deciding, elsewhere, entering, intake, replies
from kentongan.inbox.models import Case, Channel, Message, Reply, SecondPerson
from kentongan.kernel import clock as clocks
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Outgoing, Published, Refused, Way
from kentongan.networks.models import Account
from kentongan.people.models import Notice
from tests.cast import NOW, Cast, sign_in
from tests.compliance.test_facts import allow
from tests.delivery.network import Uji, lost, never_arrived
from tests.inbox.conftest import comment

CaseOf = Callable[..., Case]
Work = Callable[[], int]
HEARSAY = "Katanya pasar ditutup, sebarkan sebelum dihapus!"
TEXT = "Terima kasih laporannya. Petugas kami cek lokasi besok pagi."


def first(case: Case) -> Message:
    return case.messages.order_by("sent_at").first()  # type: ignore[return-value]


@pytest.fixture
def go(work: Work, clock: FrozenClock) -> Callable[[], None]:
    """Past the time in which an answer can be taken back, and one round of the worker."""

    def run() -> None:
        clock.advance(seconds=21)
        work()

    return run


def test_an_answer_goes_out_once_under_the_message_and_ends_the_clock(
    case_of: CaseOf, cast: Cast, network: type[Uji], go: Callable[[], None], clock: FrozenClock
) -> None:
    case = case_of()
    seen: list[Outgoing] = []

    def publish(net: Uji, item: Outgoing, key: str) -> Published:
        seen.append(item)
        return net.accept(item, key)

    network.script = [publish]
    replies.reply(first(case), by=cast.admin, at=NOW, text=TEXT)
    go()
    go()
    assert [text for _key, text in network.wall] == [TEXT]
    assert seen[0].reply_to is not None
    assert seen[0].reply_to.external_id == first(case).external_id
    assert seen[0].reply_to.extra == {"id": first(case).external_id}
    case.refresh_from_db()
    assert case.first_replied_at == NOW + timedelta(seconds=21)
    assert (case.state, case.holder) == ("handling", cast.admin)
    assert case.due_at > NOW + timedelta(days=10)
    ours = Message.objects.get(ours=True)
    assert (ours.text, ours.parent, ours.case) == (TEXT, first(case).external_id, case)
    assert Entry.objects.filter(action="inbox.reply", target_label=case.number).count() == 1


def test_our_answer_heard_again_from_the_network_is_the_same_message(
    case_of: CaseOf, cast: Cast, account: Account, network: type[Uji], go: Callable[[], None]
) -> None:
    case = case_of()
    replies.reply(first(case), by=cast.admin, at=NOW, text=TEXT)
    go()
    ours = Message.objects.get(ours=True)
    again = comment(TEXT, external_id=ours.external_id, thread=first(case).conversation.thread)
    intake.take_in(account, [again], at=NOW + timedelta(hours=1))
    assert Message.objects.count() == 2


def test_an_answer_can_be_taken_back_for_some_seconds(
    case_of: CaseOf, cast: Cast, network: type[Uji], go: Callable[[], None], work: Work
) -> None:
    made = replies.reply(first(case_of()), by=cast.admin, at=NOW, text=TEXT)
    work()
    assert network.wall == []
    replies.undo(made, by=cast.admin, at=NOW + timedelta(seconds=10))
    go()
    assert network.wall == []
    assert Delivery.objects.get().state == "cancelled"


def test_what_is_out_cannot_be_taken_back(
    case_of: CaseOf, cast: Cast, network: type[Uji], go: Callable[[], None]
) -> None:
    made = replies.reply(first(case_of()), by=cast.admin, at=NOW, text=TEXT)
    go()
    with pytest.raises(Conflict):
        replies.undo(made, by=cast.admin, at=NOW + timedelta(minutes=1))


def test_a_lost_answer_is_known_to_be_unknown_and_then_found(
    case_of: CaseOf, cast: Cast, network: type[Uji], go: Callable[[], None], clock: FrozenClock
) -> None:
    case = case_of()
    network.script = [lost]
    replies.reply(first(case), by=cast.admin, at=NOW, text=TEXT)
    go()
    case.refresh_from_db()
    assert Delivery.objects.get().state == "unknown"
    assert case.first_replied_at is None
    assert Notice.objects.filter(user=cast.admin, text__contains="belum pasti").exists()
    clock.advance(minutes=5)
    go()
    case.refresh_from_db()
    assert case.first_replied_at == NOW + timedelta(seconds=21), "when it left, not when found"
    assert len(network.wall) == 1


def test_a_lost_answer_that_a_person_finds_counts_from_when_it_left(
    case_of: CaseOf, cast: Cast, network: type[Uji], go: Callable[[], None]
) -> None:
    case = case_of()
    network.script = [never_arrived]
    replies.reply(first(case), by=cast.admin, at=NOW, text=TEXT)
    go()
    assert following.follow(case.number, case.follow_key, at=NOW).answers == ()
    late, url = NOW + timedelta(hours=5), "https://uji.example/9"
    sent = Delivery.objects.get(state="unknown")
    delivery.resolve_unknown(sent, by=cast.camat.actor, at=late, sent=True, url=url)
    case.refresh_from_db()
    assert case.first_replied_at == NOW + timedelta(seconds=21)
    (answer,) = following.follow(case.number, case.follow_key, at=NOW).answers
    assert (answer.text, answer.given_at) == (TEXT, case.first_replied_at)
    assert not queries.undelivered(case.replies.all()).exists()


def test_a_refused_answer_is_told_to_its_writer_and_in_the_conversation(
    case_of: CaseOf, cast: Cast, network: type[Uji], go: Callable[[], None], client: Client
) -> None:
    case = case_of()
    network.script = [Refused("Komentar di unggahan ini ditutup.")]
    replies.reply(first(case), by=cast.admin, at=NOW, text=TEXT)
    go()
    assert Notice.objects.filter(user=cast.admin, text__contains="ditutup").exists()
    case.refresh_from_db()
    assert case.first_replied_at is None
    page = sign_in(client, cast.admin).get(reverse("inbox:case", args=[case.number])).text
    assert "Komentar di unggahan ini ditutup." in page
    assert Delivery.objects.get().get_absolute_url() in page


def test_the_check_stops_an_answer_with_a_nik(case_of: CaseOf, cast: Cast) -> None:
    with pytest.raises(Invalid):
        replies.reply(
            first(case_of()), by=cast.admin, at=NOW, text="NIK Ibu 3210125203900004 sudah jadi."
        )
    assert not Reply.objects.exists()


def test_words_watched_above_since_stop_an_answer_on_its_way_and_are_named_to_its_writer(
    case_of: CaseOf, cast: Cast, network: type[Uji], go: Callable[[], None]
) -> None:
    """What another branch, or a unit below, watches is none of it."""
    replies.reply(first(case_of()), by=cast.admin, at=NOW, text=TEXT)
    allow(cast.kecamatan_lain, "watch", "terima kasih", "must")
    allow(cast.desa, "watch", "laporannya", "must")
    allow(cast.pemda, "watch", "besok pagi", "must")
    go()
    assert network.wall == []
    told = Notice.objects.filter(user=cast.admin, text__contains="Pemeriksaan saat kirim").get()
    assert "“besok pagi”" in told.text


def test_two_officers_do_not_answer_at_once(case_of: CaseOf, cast: Cast) -> None:
    case = case_of()
    answering.begin(case, by=cast.admin, at=NOW)
    with pytest.raises(Conflict, match="Asep"):
        replies.reply(first(case), by=cast.sekcam, at=NOW, text=TEXT)
    with pytest.raises(Conflict, match="Asep"):
        answering.begin(case, by=cast.sekcam, at=NOW)
    answering.leave(case, by=cast.admin)
    answering.begin(case, by=cast.sekcam, at=NOW)
    later = NOW + timedelta(minutes=4)
    assert replies.reply(first(case), by=cast.admin, at=later, text=TEXT)


def test_the_same_words_do_not_go_out_twice(case_of: CaseOf, cast: Cast) -> None:
    message = first(case_of())
    replies.reply(message, by=cast.admin, at=NOW, text=TEXT)
    for who, when in ((cast.admin, NOW), (cast.sekcam, NOW + timedelta(hours=1))):
        with pytest.raises(Conflict):
            replies.reply(message, by=who, at=when, text=TEXT)


def test_what_a_colleague_just_answered_is_not_answered_again_in_other_words(
    case_of: CaseOf, cast: Cast
) -> None:
    message = first(case_of())
    replies.reply(message, by=cast.admin, at=NOW, text=TEXT)
    soon = NOW + timedelta(seconds=40)
    with pytest.raises(Conflict, match="Asep"):
        replies.reply(message, by=cast.sekcam, at=soon, text="Sudah kami catat, terima kasih.")


@pytest.mark.parametrize("way", ["reply", "phone"])
def test_what_a_colleague_answered_since_the_page_was_opened_is_read_first(
    case_of: CaseOf,
    cast: Cast,
    client: Client,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    monkeypatch.setattr(clocks, "now", clock.now)
    case = case_of()
    message = first(case)
    sign_in(client, cast.sekcam)
    address = reverse("inbox:case", args=[case.number])

    def form(page: str) -> dict[str, str]:
        (seen,) = re.findall(r'name="dilihat" value="([^"]+)"', page)
        return {"text": "Sudah kami catat, terima kasih.", "dilihat": seen}

    opened = form(client.get(address).text)
    clock.advance(minutes=5)
    if way == "reply":
        replies.reply(message, by=cast.admin, at=clock.now(), text=TEXT)
    else:
        elsewhere.answer_elsewhere(
            message, by=cast.admin, at=clock.now(), way="phone", summary=TEXT
        )
    clock.advance(minutes=5)
    answer = client.post(f"{address}balas/", opened)
    assert answer.status_code == 409
    assert f"{cast.admin.name} sudah menjawab pesan ini" in answer.text
    assert opened["text"] in answer.text
    assert TEXT in answer.text
    assert client.post(f"{address}balas/", form(answer.text)).status_code == 302


def test_where_the_pemda_wants_it_a_second_person_agrees_first(
    case_of: CaseOf, cast: Cast, network: type[Uji], go: Callable[[], None]
) -> None:
    SecondPerson.objects.create(unit=cast.pemda, kind="complaint")
    made = replies.reply(first(case_of()), by=cast.sekcam, at=NOW, text=TEXT)
    go()
    assert network.wall == []
    assert Notice.objects.filter(user=cast.camat, text__contains="menunggu persetujuan").exists()
    with pytest.raises(NotAllowed):
        deciding.approve(made, by=cast.sekcam, at=NOW)
    with pytest.raises(NotAllowed, match="bukan wewenang"):
        deciding.approve(made, by=cast.admin, at=NOW)
    made = deciding.approve(made, by=cast.camat, at=NOW)
    replies.undo(made, by=cast.camat, at=NOW)
    go()
    assert network.wall == []
    told = Notice.objects.get(user=cast.sekcam, text__contains=f"dibatalkan {cast.camat.name}")
    assert told.urgent
    again = replies.reply(made.message, by=cast.sekcam, at=NOW, text=TEXT)
    deciding.approve(again, by=cast.camat, at=NOW)
    go()
    assert [text for _key, text in network.wall] == [TEXT]


def weighed(case: Case) -> str:
    (finding,) = checking.findings(case, HEARSAY, at=NOW)
    return finding.fingerprint


def test_what_is_passed_with_a_reason_in_an_answer_is_read_by_those_who_look_after_the_rules(
    case_of: CaseOf, cast: Cast
) -> None:
    case = case_of()
    reasons = {weighed(case): "ya"}
    with pytest.raises(Invalid, match="minimal 10 huruf"):
        replies.reply(first(case), by=cast.admin, at=NOW, text=HEARSAY, reasons=reasons)
    reasons = {weighed(case): "Mengutip kabarnya untuk dibantah."}
    replies.reply(first(case), by=cast.admin, at=NOW, text=HEARSAY, reasons=reasons)
    passed = Passed.objects.get()
    assert (passed.unit, passed.person_name) == (case.unit, cast.admin.name)
    assert (passed.reason, passed.label) == ("Mengutip kabarnya untuk dibantah.", case.number)


def test_one_reason_for_an_answer_to_many_is_counted_once(case_of: CaseOf, cast: Cast) -> None:
    cases_ = [case_of(), case_of("Lampu taman mati sejak kemarin")]
    reasons = {weighed(cases_[0]): "Mengutip kabarnya untuk dibantah."}
    made = replies.reply_to_many(
        map(first, cases_), by=cast.admin, at=NOW, text=HEARSAY, reasons=reasons
    )
    assert len(made.made) == 2
    assert Passed.objects.count() == 1


def test_reasons_in_a_secret_case_stay_with_those_who_handle_it(
    case_of: CaseOf, cast: Cast
) -> None:
    case = case_of()
    Case.objects.filter(pk=case.pk).update(secret=True)
    reasons = {weighed(case): "Mengutip kabarnya untuk dibantah."}
    replies.reply(first(case), by=cast.auditor, at=NOW, text=HEARSAY, reasons=reasons)
    assert not Passed.objects.exists()


def test_a_finding_in_an_answer_is_called_wrong_by_one_press(
    case_of: CaseOf, cast: Cast, client: Client
) -> None:
    case = case_of()
    sign_in(client, cast.admin)
    check = reverse("inbox:check", args=[case.number])
    html = unescape(client.post(check, {"text": HEARSAY}).content.decode())
    button = re.search(r'hx-post="([^"]+)"[^>]+hx-vals="({.+?})"', html)
    assert button, html
    client.post(button.group(1), json.loads(button.group(2)))
    made = Misfire.objects.get()
    assert (made.text, made.reporter_name) == (HEARSAY, cast.admin.name)
    assert "Dilaporkan" not in html
    assert "Dilaporkan" in client.post(check, {"text": HEARSAY}).content.decode()
    Case.objects.filter(pk=case.pk).update(secret=True, answering=None)
    answer = sign_in(client, cast.auditor).post(check, {"text": HEARSAY})
    assert "sebarkan" in answer.content.decode()
    assert "Salah tangkap" not in answer.content.decode()


def test_the_second_person_may_send_it_back(case_of: CaseOf, cast: Cast) -> None:
    SecondPerson.objects.create(unit=cast.pemda, kind="complaint")
    made = replies.reply(first(case_of()), by=cast.sekcam, at=NOW, text=TEXT)
    deciding.refuse(made, by=cast.camat, at=NOW, reason="Sebut jamnya.")
    assert Notice.objects.filter(user=cast.sekcam, text__contains="Sebut jamnya.").exists()
    with pytest.raises(Conflict):
        deciding.approve(made, by=cast.camat, at=NOW)


def test_words_that_came_back_are_in_the_box_again_by_one_link(
    case_of: CaseOf, cast: Cast, client: Client
) -> None:
    SecondPerson.objects.create(unit=cast.pemda, kind="complaint")
    case = case_of()
    made = replies.reply(first(case), by=cast.sekcam, at=NOW, text=TEXT)
    deciding.refuse(made, by=cast.camat, at=NOW, reason="Sebut jamnya.")
    address = reverse("inbox:case", args=[case.number])
    again = f"{address}?ulang={made.pk}"
    sign_in(client, cast.sekcam)
    page = client.get(address).text
    assert f"{cast.camat.name}: Sebut jamnya." in page
    assert f'href="{again}#balas"' in page
    assert f">{TEXT}</textarea>" in client.get(again).text
    sign_in(client, cast.admin)
    assert again not in client.get(address).text
    assert f">{TEXT}</textarea>" not in client.get(again).text


def test_nothing_is_sent_under_a_message_its_author_took_away(
    case_of: CaseOf, cast: Cast, account: Account, network: type[Uji], go: Callable[[], None]
) -> None:
    message = first(case_of())
    replies.reply(message, by=cast.admin, at=NOW, text=TEXT)
    Message.objects.filter(pk=message.pk).update(gone_at=NOW)
    go()
    assert network.wall == []
    delivery = Delivery.objects.get()
    assert (delivery.state, "dihapus" in delivery.what_to_do) == ("refused", True)


def test_one_answer_to_many_is_a_delivery_for_each_with_its_own_number(
    case_of: CaseOf, cast: Cast, network: type[Uji], work: Work, clock: FrozenClock
) -> None:
    made = [case_of(f"Jalan rusak dekat {place}") for place in ("pasar", "sawah", "masjid")]
    foreign = first(made[0])
    Message.objects.filter(pk=foreign.pk).update(gone_at=NOW)
    found = replies.reply_to_many(
        [first(Case.objects.get(pk=case.pk)) for case in made],
        by=cast.admin,
        at=NOW,
        text="Laporan Anda tercatat dengan nomor {nomor}.",
    )
    assert (len(found.made), len(found.refused)) == (2, 1)
    clock.advance(seconds=21)
    work()
    assert sorted(text for _key, text in network.wall) == sorted(
        f"Laporan Anda tercatat dengan nomor {case.number}." for case in made[1:]
    )


def test_a_neighbour_does_not_answer(case_of: CaseOf, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        replies.reply(first(case_of()), by=cast.admin_lain, at=NOW, text=TEXT)


def test_an_answer_on_the_phone_counts_at_once(cast: Cast, times: None) -> None:
    case = entering.note_by_hand(
        cast.kecamatan, by=cast.admin, at=NOW, channel=Channel.PHONE, text="Lampu jalan rusak"
    )
    replies.reply(first(case), by=cast.admin, at=NOW, text=TEXT)
    assert not Delivery.objects.exists()
    done = cases.close(case, by=cast.admin, at=NOW, outcome="Lampu diganti.")
    assert done.state == "closed"


def test_an_answer_that_is_read_on_the_receipt_is_taken_back_within_seconds(
    cast: Cast, times: None
) -> None:
    case = entering.note_by_hand(
        cast.kecamatan, by=cast.admin, at=NOW, channel=Channel.PHONE, text="Lampu jalan rusak"
    )
    due = case.due_at
    made = replies.reply(first(case), by=cast.admin, at=NOW, text=TEXT)
    late = replies.reply(first(case), by=cast.admin, at=NOW, text="Regu lampu sudah jalan.")
    with pytest.raises(Conflict):
        replies.undo(late, by=cast.admin, at=NOW + replies.UNDO + timedelta(seconds=1))
    for one in (made, late):
        undone = replies.undo(one, by=cast.admin, at=NOW + replies.UNDO)
        assert (undone.given_at, undone.undone_at) == (None, NOW + replies.UNDO)
    case.refresh_from_db()
    assert (case.first_replied_at, case.told_at, case.due_at) == (None, None, due)
    with pytest.raises(Conflict):
        replies.undo(made, by=cast.admin, at=NOW)


def test_the_only_word_to_the_citizen_of_a_closed_case_stays(cast: Cast, times: None) -> None:
    case = entering.note_by_hand(
        cast.kecamatan, by=cast.admin, at=NOW, channel=Channel.PHONE, text="Lampu jalan rusak"
    )
    made = replies.reply(first(case), by=cast.admin, at=NOW, text=TEXT)
    cases.close(case, by=cast.admin, at=NOW, outcome="Lampu diganti.")
    with pytest.raises(Conflict, match="Buka lagi"):
        replies.undo(made, by=cast.admin, at=NOW)
    made.refresh_from_db()
    assert (made.given_at, made.undone_at) == (NOW, None)
    cases.reopen(case, by=cast.admin, at=NOW, why="Salah kirim")
    replies.undo(made, by=cast.admin, at=NOW)
    told = elsewhere.answer_elsewhere(
        first(case), by=cast.admin, at=NOW, way="phone", summary="Ditelepon"
    )
    cases.close(case, by=cast.admin, at=NOW, outcome="Lampu diganti.")
    with pytest.raises(Conflict, match="Buka lagi"):
        elsewhere.undo(told, by=cast.admin, at=NOW)


def test_nothing_meant_for_one_person_goes_out_in_public(
    case_of: CaseOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Uji, "private_replies")
    public, direct = case_of("Jalan rusak pasar"), case_of("Lampu rusak sawah", way=Way.DIRECT)
    with pytest.raises(Invalid):
        replies.reply(first(public), by=cast.admin, at=NOW, text=TEXT, private=True)
    assert replies.reply(first(direct), by=cast.admin, at=NOW, text=TEXT, private=True).private
    assert not replies.reply(first(public), by=cast.admin, at=NOW, text=TEXT).private
