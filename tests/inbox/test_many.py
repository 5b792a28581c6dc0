"""One answer to many who wrote the same: each by itself, sent once, failures named."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from kentongan.inbox import likeness
from kentongan.inbox.actions import answering, intake, settings
from kentongan.inbox.models import Case, Message, Reply
from kentongan.kernel import clock as clocks
from kentongan.kernel.clock import FrozenClock
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Author
from tests.cast import NOW, Cast, sign_in
from tests.delivery.network import Uji
from tests.inbox.conftest import comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
TEXT = "Posyandu buka Senin pukul 08.00 di balai desa. Nomor Anda {nomor}."


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> None:
    monkeypatch.setattr(clocks, "now", lambda: clock.now())


@pytest.fixture
def three(account) -> list[Message]:
    """Three people asked the same, a fourth something else."""
    texts = ["Kapan posyandu?", "KAPAN posyandu ???", "posyandu kapan?", "Kapan KTP jadi?"]
    intake.take_in(account, [comment(text) for text in texts], at=NOW)
    rows = Message.objects.select_related("case__unit", "account").order_by("external_id")
    return [row for row in rows if "KTP" not in row.text]


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page_of(message: Message) -> str:
    assert message.case is not None
    return f"/kotak-masuk/{message.case.number}/serupa/"


def sent(*messages: Message, text: str = TEXT) -> dict[str, object]:
    return {"kirim": "1", "text": text, "kepada": [str(message.pk) for message in messages]}


def test_short_forms_and_how_one_is_addressed_make_no_other_question(account, cast: Cast):
    alike = [
        "Kapan posyandu buka lagi?",
        "min, kpn posyandu buka lagi ya",
        "Punten kak kapan posyandu buka lagi",
    ]
    other = ["Kapan posyandu tidak buka lagi?", "Min kak", "Ya pak"]
    intake.take_in(account, [comment(text) for text in [*alike, *other]], at=NOW)
    rows = Message.objects.select_related("case__unit", "account")
    found = {row.text: likeness.how_many(row, cast.admin, at=NOW) for row in rows}
    assert found == {**dict.fromkeys(alike, 3), **dict.fromkeys(other, 1)}


def test_who_asked_the_same_is_answered_at_once_each_by_itself(
    client, cast: Cast, three: list[Message], network: type[Uji],
    work: Callable[[], int], clock: FrozenClock,
):  # fmt: skip
    sign_in(client, cast.admin)
    case_page = page_of(three[0]).replace("serupa/", "")
    assert "Jawab 3 pesan serupa" in words_of(client.get(case_page))
    listed = client.post(page_of(three[0]), {"text": TEXT}).content.decode()
    assert listed.count('name="kepada"') == listed.count(" checked>") == 3
    assert "KTP" not in listed
    assert TEXT in listed, "what was typed in the case is not lost"
    assert not Reply.objects.exists()
    answer = client.post(page_of(three[0]), sent(*three[:2]))
    assert answer.headers["Location"] == case_page
    assert Entry.objects.filter(action="inbox.reply").count() == 2
    clock.advance(seconds=21)
    work()
    assert sorted(text for _key, text in network.wall) == sorted(
        TEXT.replace("{nomor}", message.case.number) for message in three[:2]
    )
    assert "pesan serupa" not in words_of(client.get(page_of(three[2]).replace("serupa/", "")))


def test_one_that_cannot_be_answered_is_named_and_the_others_go(client, cast, three):
    answering.begin(three[1].case, by=cast.sekcam, at=NOW)
    sign_in(client, cast.admin)
    answer = client.post(page_of(three[0]), sent(*three))
    said = words_of(answer)
    assert answer.status_code == 200
    assert f"{three[1].case.number} Warga" in said
    assert f"Sedang dibalas oleh {cast.sekcam.name}" in said
    assert "2 balasan sudah diproses" in said
    left = re.findall(r'name="kepada" value="([^"]+)" checked', answer.content.decode())
    assert left == [str(three[1].pk)], "only who waits can be tried again"
    assert set(Reply.objects.values_list("message", flat=True)) == {three[0].pk, three[2].pk}


def test_nothing_is_sent_twice_however_often_the_button_is_pressed(client, cast, three):
    sign_in(client, cast.admin)
    client.post(page_of(three[0]), sent(*three))
    again = client.post(page_of(three[0]), sent(*three, text="Posyandu buka Senin, pukul 08.00."))
    assert again.status_code == 422
    assert "Pesan ini sudah dijawab." in words_of(again)
    assert Reply.objects.count() == 3


def test_the_check_runs_for_each_and_what_was_typed_stays(client, cast, three):
    sign_in(client, cast.admin)
    refused = client.post(page_of(three[0]), sent(*three, text="NIK Ibu 3210014101900002 ada."))
    assert refused.status_code == 422
    assert "Belum bisa dikirim" in words_of(refused)
    assert "NIK Ibu 3210014101900002 ada." in refused.content.decode()
    assert "Wajib" in words_of(refused)
    for nothing in ({**sent(), "text": TEXT}, sent(*three, text=" "), {**sent(), "kepada": "x"}):
        assert client.post(page_of(three[0]), nothing).status_code == 422
    assert not Reply.objects.exists()


def test_the_queue_beside_it_stays_as_it_was_filtered(client, cast, three):
    sign_in(client, cast.admin)
    page = f"{page_of(three[0])}?jenis=question"
    listed = client.post(page, {"text": TEXT}).content.decode()
    assert f'action="{page}"' in listed
    case_page = page.replace("serupa/", "")
    assert f'href="{case_page}"' in listed
    assert client.post(page, sent(*three[:2])).headers["Location"] == case_page
    shown = client.get(case_page).content.decode()
    assert f'formaction="{page}"' in shown or "serupa" not in shown


def test_all_of_them_wait_for_a_second_person_where_the_pemda_wants_it(
    client, cast, three, network, work, clock
):
    settings.ask_second(cast.kecamatan, by=cast.penyelia, at=NOW, kinds_asked=["question"])
    sign_in(client, cast.admin)
    answer = client.post(page_of(three[0]), sent(*three), follow=True)
    assert "3 balasan menunggu persetujuan" in words_of(answer)
    clock.advance(seconds=21)
    work()
    assert network.wall == []
    sign_in(client, cast.sekcam)
    one, *others = Reply.objects.order_by("pk")
    page = client.get(reverse("inbox:reply_request", args=[one.pk])).content.decode()
    assert "2 balasan lain ditulis bersama ini" in page
    ticked = re.findall(r'name="bersama" value="([^"]+)"', page)
    assert {value.split(".")[0] for value in ticked} == {str(row.pk) for row in others}
    seen = {"seen": page.split('name="seen" value="')[1].split('"')[0]}
    said = client.post(
        reverse("inbox:reply_approve", args=[one.pk]), {**seen, "bersama": ticked[:1]}, follow=True
    )
    assert "2 balasan disetujui dan dikirim" in words_of(said)
    (left,) = [row for row in others if str(row.pk) not in ticked[0]]
    assert said.request["PATH_INFO"] == reverse("inbox:reply_request", args=[left.pk])
    undo = reverse("inbox:reply_undo_many", args=[one.pk])
    assert undo in said.content.decode()
    assert "2 balasan dibatalkan" in words_of(client.post(undo, follow=True))
    assert Reply.objects.get(undone_at=None) == left
    clock.advance(seconds=21)
    work()
    assert network.wall == []


def test_all_are_taken_back_together_as_long_as_none_has_left(
    client, cast, three, network, work, clock
):
    sign_in(client, cast.admin)
    page = client.post(page_of(three[0]), sent(*three), follow=True).content.decode()
    undo = re.search(r"/kotak-masuk/balasan/[\w-]+/urungkan-semua/", page)
    assert undo is not None
    clock.advance(seconds=5)
    said = words_of(client.post(undo[0], follow=True))
    assert "3 balasan dibatalkan." in said
    clock.advance(seconds=21)
    work()
    assert network.wall == []
    assert "3 balasan tidak dapat dibatalkan lagi" in words_of(client.post(undo[0], follow=True))
    assert likeness.how_many(three[0], cast.admin, at=NOW) == 3, "they may be answered anew"


def test_only_what_one_may_answer_and_is_not_secret_is_listed(client, cast, three):
    secret, gone, other = three[1].case, three[2], three[0]
    Case.objects.filter(pk=secret.pk).update(secret=True)
    Message.objects.filter(pk=gone.pk).update(gone_at=NOW)
    assert list(likeness.same_words(other, cast.admin, at=NOW)) == [other]
    assert likeness.how_many(other, cast.admin_lain, at=NOW) == 1, "their own case alone"
    sign_in(client, cast.admin_lain)
    assert client.get(page_of(other)).status_code == 404
    sign_in(client, cast.admin)
    client.post(page_of(other), sent(other, three[1]))
    assert set(Reply.objects.values_list("message", flat=True)) == {other.pk}


def test_a_flood_that_is_one_row_is_answered_message_by_message(client, cast, account):
    items = [
        comment("Kapan posyandu?", author=Author(external_id=f"b{n}", handle=f"b{n}", name=""))
        for n in range(6)
    ]
    intake.take_in(account, items, at=NOW)
    message = Message.objects.select_related("case__unit").latest("pk")
    sign_in(client, cast.admin)
    listed = client.get(page_of(message)).content.decode()
    assert listed.count('name="kepada"') == 6
    client.post(page_of(message), sent(*Message.objects.all()))
    assert Reply.objects.values("message", "delivery").distinct().count() == 6
