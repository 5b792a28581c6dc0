"""Answers beside the networks: they end the clock, are seen, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kentongan.inbox import following, queries
from kentongan.inbox.actions import cases, elsewhere, entering, intake, joining, replies
from kentongan.inbox.models import Case, Channel, Elsewhere, Message
from kentongan.kernel import clock as clocks
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.tables import read
from kentongan.ledger.models import Entry
from kentongan.networks.models import Account
from tests.cast import NOW, Cast, sign_in
from tests.inbox.conftest import comment
from tests.inbox.test_citizens import words_of

CaseOf = Callable[..., Case]
LATER = NOW + timedelta(minutes=50)
SAID = "Sudah kami telepon: jalan diperbaiki Senin."


def first(case: Case) -> Message:
    return case.messages.order_by("sent_at")[0]


def told(case: Case, cast: Cast, **values: object) -> Elsewhere:
    given = {"by": cast.admin, "at": LATER, "way": "phone", "summary": SAID, **values}
    return elsewhere.answer_elsewhere(first(case), **given)


def test_a_call_ends_the_clock_of_the_first_reply_when_the_citizen_was_told(
    case_of: CaseOf, cast: Cast
) -> None:
    case = case_of()
    told(case, cast, given_at=NOW + timedelta(minutes=20))
    case.refresh_from_db()
    assert case.first_replied_at == case.told_at == NOW + timedelta(minutes=20)
    assert (case.state, case.holder) == ("handling", cast.admin)
    assert case.due_at > NOW + timedelta(days=1), "the resolution is due next"
    line = Entry.objects.get(action="inbox.elsewhere", target_label=case.number)
    assert (line.data["way"], line.actor_name) == ("phone", cast.admin.name)
    assert not queries.unanswered(Message.objects.filter(case=case)).exists()
    cases.close(case, by=cast.admin, at=LATER, outcome="Jalan diperbaiki.")


def test_taken_back_within_seconds_the_clock_stands_as_before(case_of: CaseOf, cast: Cast) -> None:
    case = case_of()
    due = case.due_at
    made = told(case, cast)
    elsewhere.undo(made, by=cast.admin, at=LATER + replies.UNDO)
    case.refresh_from_db()
    assert (case.first_replied_at, case.told_at, case.due_at) == (None, None, due)
    assert [entry.elsewhere for entry in queries.thread(case)] == [None]
    with pytest.raises(Conflict):
        elsewhere.undo(made, by=cast.admin, at=LATER + replies.UNDO)
    late = told(case, cast)
    with pytest.raises(Conflict):
        elsewhere.undo(late, by=cast.admin, at=LATER + replies.UNDO + timedelta(seconds=1))


def test_what_else_the_citizen_heard_meanwhile_still_counts(case_of: CaseOf, cast: Cast) -> None:
    case = case_of()
    wrong = told(case, cast)
    right = told(case, cast, way="visit", given_at=NOW + timedelta(minutes=5))
    elsewhere.undo(wrong, by=cast.admin, at=LATER)
    case.refresh_from_db()
    assert case.first_replied_at == right.given_at
    elsewhere.undo(right, by=cast.admin, at=LATER)
    case.refresh_from_db()
    assert case.first_replied_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"summary": " "},
        {"summary": "a" * 501},
        {"way": "telegraph"},
        {"given_at": LATER + timedelta(minutes=1)},
        {"given_at": NOW - timedelta(minutes=1)},
    ],
)
def test_what_cannot_have_been_is_not_written_down(
    case_of: CaseOf, cast: Cast, wrong: dict[str, object]
) -> None:
    case = case_of()
    with pytest.raises(Invalid):
        told(case, cast, **wrong)
    assert not Elsewhere.objects.exists()


def test_the_same_is_written_down_once_and_by_those_who_may_answer(
    case_of: CaseOf, cast: Cast
) -> None:
    case = case_of()
    told(case, cast)
    with pytest.raises(Conflict):
        told(case, cast, at=LATER + timedelta(seconds=2))
    with pytest.raises(NotAllowed):
        told(case, cast, by=cast.admin_lain, way="visit")


def test_it_goes_along_when_its_message_becomes_a_case_of_its_own(
    case_of: CaseOf, cast: Cast, account: Account
) -> None:
    case = case_of("Jalan rusak dekat pasar", thread="t")
    item = comment("KTP saya kapan jadi?", thread="t", created_at=NOW)
    intake.take_in(account, [item], at=NOW)
    second = case.messages.get(external_id=item.external_id)
    elsewhere.answer_elsewhere(second, by=cast.admin, at=LATER, way="visit", summary=SAID)
    made = joining.split(case, [second], by=cast.admin, at=LATER)
    assert made.first_replied_at == LATER
    assert made.elsewhere.get().message == second
    case.refresh_from_db()
    assert case.first_replied_at is None, "who stays has heard nothing"
    home = joining.merge(case, [made], by=cast.admin, at=LATER)
    assert home.elsewhere.get().message == second


def test_the_recap_counts_matters_answered_beside_the_networks_by_way(
    client: Client, case_of: CaseOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "now", lambda: LATER)
    twice, once, _not = case_of("Usul taman"), case_of("Usul trotoar"), case_of("Usul lampu")
    told(twice, cast)
    told(twice, cast, summary="Ditelepon lagi: disetujui.")
    told(twice, cast, way="letter")
    elsewhere.undo(told(once, cast, way="visit"), by=cast.admin, at=LATER)
    told(once, cast, way="on_site")
    sign_in(client, cast.admin)
    said = words_of(client.get("/kotak-masuk/rekap/"))
    assert "Dijawab lewat cara lain: 2 perkara. Telepon 1, Di lokasi 1, Surat balasan 1." in said
    table = read(client.get("/kotak-masuk/rekap/unduh/").content)
    column = list(table.header).index("dijawab_cara_lain")
    assert sorted(row.cells[column] for row in table.rows) == ["0", "1", "1"]


def test_it_is_written_down_on_the_page_seen_in_the_thread_and_taken_back(
    client: Client, case_of: CaseOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "now", lambda: LATER)
    case = case_of()
    sign_in(client, cast.admin)
    page = f"/kotak-masuk/{case.number}/"
    form = {"pesan": str(first(case).pk), "way": "phone", "summary": SAID}
    refused = client.post(page + "cara-lain/", {**form, "given_at": "2026-08-12T23:00"})
    assert refused.status_code == 422
    assert "Waktu itu belum tiba." in words_of(refused)
    assert SAID in refused.content.decode(), "nothing typed is lost"
    no_day = client.post(page + "cara-lain/", {**form, "given_at": "2026-02-31T10:00"})
    assert "Waktu itu tidak dikenali." in words_of(no_day)
    client.post(page + "cara-lain/", {**form, "given_at": "2026-08-12T09:30"})
    shown = client.get(page)
    assert "Dijawab lewat cara lain: Telepon" in words_of(shown)
    assert SAID in words_of(shown)
    assert "Mencatat jawaban lewat cara lain, Asep Nurjaman" in words_of(shown)
    made = Elsewhere.objects.get()
    assert made.given_at == NOW + timedelta(minutes=30), "typed in the zone of the unit"
    followed = following.follow(case.number, case.follow_key, at=LATER + replies.UNDO)
    assert "Dijawab lewat telepon" in [step.label for step in followed.steps]
    away = sign_in(Client(), cast.admin_lain)
    assert away.post(f"/kotak-masuk/cara-lain/{made.pk}/batal/").status_code == 404
    client.post(f"/kotak-masuk/cara-lain/{made.pk}/batal/")
    assert SAID not in words_of(client.get(page))


@pytest.mark.parametrize("minutes", [20, 50], ids=["told before", "told after"])
def test_an_answer_taken_back_leaves_no_clock_to_another_that_is_taken_back(
    cast: Cast, times: None, minutes: int
) -> None:
    case = entering.note_by_hand(
        cast.kecamatan, by=cast.admin, at=NOW, channel=Channel.PHONE, text="Lampu jalan rusak"
    )
    due = case.due_at
    read = replies.reply(first(case), by=cast.admin, at=LATER, text="Regu sudah jalan.")
    heard_at = NOW + timedelta(minutes=minutes, seconds=5)
    phoned = told(case, cast, at=LATER + timedelta(seconds=5), given_at=heard_at)
    replies.undo(read, by=cast.admin, at=LATER + timedelta(seconds=9))
    case.refresh_from_db()
    assert case.first_replied_at == phoned.given_at
    elsewhere.undo(phoned, by=cast.admin, at=LATER + timedelta(seconds=10))
    case.refresh_from_db()
    assert (case.first_replied_at, case.told_at, case.due_at) == (None, None, due)


def test_whoever_heard_nothing_in_a_merged_case_waits_again_once_their_answer_is_taken_back(
    cast: Cast, times: None
) -> None:
    one, two = (
        entering.note_by_hand(
            cast.kecamatan, by=cast.admin, at=NOW, channel=Channel.PHONE, text=f"Lampu {n} rusak"
        )
        for n in ("satu", "dua")
    )
    replies.reply(first(one), by=cast.admin, at=NOW, text="Regu sudah jalan.")
    unheard = first(two)
    case = joining.merge(one, [two], by=cast.admin, at=LATER)
    assert case.first_replied_at is None
    unheard.refresh_from_db()
    made = replies.reply(unheard, by=cast.admin, at=LATER, text="Lampu dua juga.")
    replies.undo(made, by=cast.admin, at=LATER)
    case.refresh_from_db()
    assert case.first_replied_at is None
    assert case.due_at == one.due_at
