"""Answers before a chain: who decides, once, on exactly the words that were read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kentongan.approval import actions as approval, queries, seed as chains_seed
from kentongan.approval.beside import Waits
from kentongan.approval.models import Chain, ChainStep
from kentongan.inbox import approving, jobs
from kentongan.inbox.actions import cases, deciding, intake, replies, settings
from kentongan.inbox.models import Case, Reply
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Author
from kentongan.networks.models import Account
from kentongan.people.actions import create_token
from kentongan.people.models import Absence, Notice, User
from kentongan.planning import seed as kinds_seed
from tests.cast import NOW, Cast, grant, make_user, sign_in
from tests.delivery.network import Uji
from tests.inbox.conftest import comment
from tests.publishing.conftest import Write, rules, write

__all__ = ["rules", "write"]

CaseOf = Callable[..., Case]
Work = Callable[[], int]
TEXT = "Terima kasih laporannya. Petugas kami cek lokasi besok pagi."


@pytest.fixture
def chains(cast: Cast) -> None:
    """The chains as they ship."""
    kinds_seed.seed(at=NOW)
    chains_seed.seed(at=NOW)


@pytest.fixture
def crowd(account: Account, times: None, chains: None) -> Callable[[str], Case]:
    """Twenty people who say the same within the hour: one row of the queue."""

    def make(text: str) -> Case:
        people = [Author(f"w-{n}", f"@warga{n}", f"Warga {n}") for n in range(approving.CROWD)]
        intake.take_in(account, [comment(text, author=who) for who in people], at=NOW)
        return Case.objects.select_related("unit").filter(state="new").get()

    return make


@pytest.fixture
def asked(case_of: CaseOf, cast: Cast, chains: None) -> Reply:
    """An answer of the admin that waits, for the kecamatan asks for it."""
    settings.ask_second(cast.kecamatan, by=cast.penyelia, at=NOW, kinds_asked=["complaint"])
    return answer(case_of(), cast)


def answer(case: Case, cast: Cast) -> Reply:
    message = case.messages.order_by("sent_at").first()
    assert message is not None
    return replies.reply(message, by=cast.admin, at=NOW, text=TEXT)


def waits(user: User) -> list[Waits]:
    """What else than posts waits for them."""
    return queries.all_waiting_for(user, at=NOW).others


def test_what_many_speak_of_is_answered_after_the_head_and_the_supervisor_agreed(
    crowd: Callable[[str], Case], cast: Cast, network: type[Uji], work: Work, clock: FrozenClock
) -> None:
    made = answer(crowd("Jalan rusak di depan pasar belum juga diperbaiki"), cast)
    assert made.deadline_at == NOW + timedelta(hours=1)
    with pytest.raises(NotAllowed, match="bukan wewenang"):
        deciding.approve(made, by=cast.penyelia, at=NOW)
    first = deciding.approve(made, by=cast.camat, at=NOW)
    assert (first.decided_at, first.delivery) == (None, None)
    with pytest.raises(NotAllowed):
        deciding.approve(first, by=cast.camat, at=NOW)
    with pytest.raises(Conflict, match="sudah diputuskan"):
        deciding.approve(made, by=cast.camat, at=NOW)
    deciding.approve(first, by=cast.penyelia, at=NOW)
    clock.advance(seconds=21)
    work()
    work()
    assert [text for _key, text in network.wall] == [TEXT]
    said = Entry.objects.filter(action__startswith="inbox.reply").order_by("seq")
    assert [(e.action, e.actor_name) for e in said if e.action != "inbox.reply_ask"] == [
        ("inbox.reply_step", cast.camat.name),
        ("inbox.reply_approve", cast.penyelia.name),
    ]


def test_an_emergency_waits_for_nobody_however_many_call(
    crowd: Callable[[str], Case], cast: Cast
) -> None:
    assert not answer(crowd("Kebakaran di pasar, tolong segera datang"), cast).needs_second


def test_a_pemda_that_took_the_chain_of_crowds_away_answers_at_once(
    crowd: Callable[[str], Case], cast: Cast
) -> None:
    Chain.objects.filter(kind="balasan").update(active=False)
    case = crowd("Jalan rusak di depan pasar belum juga diperbaiki")
    made = answer(case, cast)
    assert not made.needs_second
    replies.undo(made, by=cast.admin, at=NOW)
    settings.ask_second(cast.pemda, by=cast.pembina, at=NOW, kinds_asked=["complaint"])
    assert answer(case, cast).needs_second, "what units ask for holds without any chain"


def test_a_chain_of_low_risk_has_every_answer_decided(
    case_of: CaseOf, cast: Cast, chains: None
) -> None:
    chain = Chain.objects.create(kind_id="balasan", risk="rendah")
    ChainStep.objects.create(
        chain=chain, order=0, label="Camat", roles=["pimpinan_unit"], minutes=30
    )
    made = answer(case_of("Kapan posyandu?"), cast)
    assert [decider.user for decider in approving.deciders(made, at=NOW)] == [cast.camat]


def test_who_is_away_is_joined_by_the_deputy_and_both_names_are_kept(
    asked: Reply, cast: Cast
) -> None:
    deputy = make_user("Iwan Setiadi", cast.kecamatan, "pejabat_penghubung")
    Absence.objects.create(
        user=cast.sekcam, deputy=deputy, from_date=date(2026, 8, 10), until_date=date(2026, 8, 14)
    )
    deciding.approve(asked, by=deputy, at=NOW)
    row = asked.decisions.get()
    assert (row.by, row.for_user) == (deputy, cast.sekcam)
    entry = Entry.objects.get(action="inbox.reply_approve")
    assert entry.data["instead_of"] == cast.sekcam.name


def test_the_deadline_is_in_working_time_reminded_of_once_and_told_upwards(
    asked: Reply, cast: Cast
) -> None:
    assert asked.deadline_at == NOW + timedelta(hours=1)
    jobs.approvals(at=NOW + timedelta(minutes=40))
    assert not Notice.objects.filter(text__startswith="Segera putuskan").exists()
    for minutes in (46, 47, 61, 62):
        jobs.approvals(at=NOW + timedelta(minutes=minutes))
    assert Notice.objects.get(text__startswith="Segera putuskan").user == cast.sekcam
    late = Notice.objects.filter(text__startswith="Lewat batas waktu")
    told = {cast.sekcam, cast.penyelia, cast.pembina, cast.admin}
    assert {notice.user for notice in late} == told
    assert late.count() == len(told)


@pytest.mark.parametrize("end", ["approve", "refuse", "undo"])
def test_who_was_asked_is_asked_no_more_once_it_is_decided_or_taken_back(
    asked: Reply, cast: Cast, end: str
) -> None:
    jobs.approvals(at=NOW + timedelta(minutes=46))
    mine = Notice.objects.filter(user=cast.sekcam, read_at=None)
    assert mine.count() == 2
    if end == "approve":
        deciding.approve(asked, by=cast.sekcam, at=NOW)
    elif end == "refuse":
        deciding.refuse(asked, by=cast.sekcam, at=NOW, reason="Sebut harinya.")
    else:
        replies.undo(asked, by=cast.admin, at=NOW)
    assert not mine.exists()
    ended = Notice.objects.filter(
        user=cast.sekcam, text__endswith="tidak lagi menunggu persetujuan."
    )
    assert ended.count() == 2


def test_words_that_the_citizen_changed_are_read_again_before_the_decision(
    asked: Reply, cast: Cast, client: Client
) -> None:
    sign_in(client, cast.sekcam)
    page = client.get(reverse("inbox:reply_request", args=[asked.pk])).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    asked.message.text = "Jalan rusak, dan ada yang jatuh"
    asked.message.save()
    approve = reverse("inbox:reply_approve", args=[asked.pk])
    assert client.post(approve).status_code == 409, "nobody decides on what they do not name"
    refused = client.post(approve, {"seen": seen})
    assert refused.status_code == 409
    assert "Pesan warga berubah" in refused.text
    assert "ada yang jatuh" in refused.text
    seen = refused.text.split('name="seen" value="')[1].split('"')[0]
    assert client.post(approve, {"seen": seen}).status_code == 302
    asked.refresh_from_db()
    assert asked.decided_by == cast.sekcam
    again = client.post(approve, {"seen": seen})
    assert (again.status_code, "tidak lagi menunggu" in again.text) == (409, True)


def test_it_stands_among_what_waits_with_the_citizens_words_beside_the_draft(
    asked: Reply, cast: Cast, client: Client
) -> None:
    queue, page = reverse("approval:queue"), reverse("inbox:reply_request", args=[asked.pk])
    sign_in(client, cast.sekcam)
    assert page in client.get(reverse("home:desk")).text
    assert client.get(queue).headers["Location"] == page
    shown = client.get(page).text
    current = shown.split('aria-current="page"')[0].rsplit("<a ", 1)[1]
    assert queue in current, "the menu says where one is"
    assert "Jalan rusak di depan pasar" in shown
    assert TEXT in shown
    assert "Tidak ada temuan" in shown
    read = {"seen": approving.seen(asked)}
    empty = client.post(reverse("inbox:reply_refuse", args=[asked.pk]), {**read, "reason": " "})
    assert (empty.status_code, "Tulis apa yang perlu diubah" in empty.text) == (422, True)
    client.post(reverse("inbox:reply_refuse", args=[asked.pk]), {**read, "reason": "Sebut jamnya."})
    assert "Tidak ada yang menunggu Anda" in client.get(queue).text
    sign_in(client, cast.admin)
    returned = client.get(page).text
    assert f"Dikembalikan {cast.sekcam.name}: Sebut jamnya." in returned
    assert 'class="setuju-aksi"' not in returned
    sign_in(client, cast.camat_lain)
    assert client.get(page).status_code == 404


def test_nobody_decides_on_an_answer_of_their_own(
    case_of: CaseOf, cast: Cast, chains: None, client: Client
) -> None:
    settings.ask_second(cast.kecamatan, by=cast.penyelia, at=NOW, kinds_asked=["complaint"])
    message = case_of().messages.get()
    made = replies.reply(message, by=cast.sekcam, at=NOW, text=TEXT)
    assert waits(cast.sekcam) == []
    refused = sign_in(client, cast.sekcam).post(
        reverse("inbox:reply_approve", args=[made.pk]), {"seen": approving.seen(made)}
    )
    assert refused.status_code == 403
    assert [row.key for row in waits(cast.camat)] == [made.pk]


def test_a_secret_answer_is_decided_by_those_who_are_let_in_alone(
    case_of: CaseOf, cast: Cast, chains: None
) -> None:
    settings.ask_second(cast.pemda, by=cast.pembina, at=NOW, kinds_asked=["integrity_report"])
    case = case_of("Ada pungli di loket, saya diminta uang")
    other = make_user("Tatang Sukmana", cast.inspektorat)
    grant(other, "inspektorat", cast.pemda)
    message = case.messages.get()
    made = replies.reply(message, by=cast.auditor, at=NOW, text=TEXT)
    assert made.needs_second
    for user in (cast.sekcam, cast.penyelia, cast.pembina):
        assert waits(user) == []
        with pytest.raises(NotAllowed):
            deciding.approve(made, by=user, at=NOW)
    deciding.approve(made, by=other, at=NOW)


def test_why_an_answer_came_back_is_not_told_to_a_writer_who_may_not_see_the_case_any_more(
    case_of: CaseOf, cast: Cast
) -> None:
    case = case_of()
    settings.ask_second(cast.kecamatan, by=cast.penyelia, at=NOW, kinds_asked=["complaint"])
    made = replies.reply(case.messages.get(), by=cast.admin, at=NOW, text=TEXT)
    cases.classify(case, by=cast.admin, at=NOW, kind="integrity_report")
    Notice.objects.all().delete()
    made = Reply.objects.select_related("case__unit").get(pk=made.pk)
    deciding.refuse(made, by=cast.auditor, at=NOW, reason="Petugasnya sedang diperiksa.")
    assert not Notice.objects.exists()


def test_where_no_answer_waits_no_page_asks_for_any(asked: Reply, client: Client) -> None:
    def asked_for(client: Client) -> bool:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("home:desk"))
        return any('FROM "inbox_reply" INNER' in query["sql"] for query in caught)

    (decider,) = approving.deciders(asked, at=NOW)
    signed = sign_in(client, decider.user)
    assert asked_for(signed)
    deciding.approve(asked, by=decider.user, at=NOW)
    assert not asked_for(signed)


def test_what_was_decided_is_listed_beside_posts_page_by_page_and_over_the_api(
    case_of: CaseOf, cast: Cast, chains: None, client: Client, write: Write
) -> None:
    settings.ask_second(cast.kecamatan, by=cast.penyelia, at=NOW, kinds_asked=["complaint"])
    back = answer(case_of(), cast)
    deciding.refuse(back, by=cast.sekcam, at=NOW, reason="Sebut jamnya.")
    again = answer(back.case, cast)
    deciding.approve(again, by=cast.sekcam, at=NOW + timedelta(minutes=1))
    post = approval.submit(write("Jadwal posyandu"), by=cast.admin, at=NOW, version=1)
    approval.recall(post, by=cast.admin, at=NOW + timedelta(minutes=2))
    pages = [reverse("inbox:reply_request", args=[row.pk]) for row in (again, back)]
    pages.insert(0, reverse("approval:request", args=[post.pk]))
    sign_in(client, cast.sekcam)
    with CaptureQueriesContext(connection) as caught:
        shown = client.get(reverse("approval:done")).text
    assert len(caught) <= 15
    places = [shown.find(page) for page in pages]
    assert -1 < places[0] < places[1] < places[2]
    assert [shown.count(word) for word in ("Disetujui", "Dikembalikan")] == [1, 1]
    assert pages[1] in client.get(reverse("approval:queue")).text

    def listed(user: User) -> list[tuple[str, str]]:
        _, secret = create_token(by=user.actor, at=NOW, user=user, unit=user.unit, name="uji")
        found, after = [], ""
        while after is not None:
            answer = client.get(
                f"/api/v1/decided?limit=2{after}", headers={"Authorization": f"Bearer {secret}"}
            ).json()
            found += [(row["subject"], row["page"]) for row in answer["items"]]
            after = f"&after={answer['next']}" if answer["next"] else None
        return found

    newest_first = [("post", pages[0]), ("reply", pages[1]), ("reply", pages[2])]
    assert listed(cast.sekcam) == newest_first
    assert listed(cast.camat_lain) == []


def test_what_was_taken_back_after_it_was_approved_is_listed_at_that_time(
    asked: Reply, cast: Cast
) -> None:
    deciding.approve(asked, by=cast.sekcam, at=NOW)
    at = NOW + timedelta(seconds=10)
    replies.undo(asked, by=cast.admin, at=at)
    [row] = approving.closed(cast.sekcam)
    [shown] = approving.closed_shown([asked.pk])
    assert row.ended == shown.ended_at == at
    assert shown.state == "recalled"


def test_the_list_tells_deadlines_by_the_readers_clock(
    asked: Reply, cast: Cast, client: Client
) -> None:
    cast.kecamatan.timezone = "Asia/Makassar"
    cast.kecamatan.save()
    assert asked.deadline_at is not None
    hour = asked.deadline_at.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%H.%M")
    with time_machine.travel(NOW, tick=False):
        sign_in(client, cast.sekcam, cast.kelurahan)
        shown = client.get(reverse("inbox:reply_request", args=[asked.pk])).text
    assert shown.count(f"Sebelum {hour}<") == 2, "in the list, and beside the button"
    assert shown.count("Sebelum ") == 2
