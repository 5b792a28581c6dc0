"""Private words: never public, answered within the network's time, a comment answered privately."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kentongan.delivery.models import Delivery
from kentongan.inbox import reach
from kentongan.inbox.actions import deciding, intake, replies
from kentongan.inbox.models import Case, Conversation, Message, Reply, SecondPerson
from kentongan.kernel import clock as clocks
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.networks.contract import (
    Audience,
    Author,
    CredentialField,
    Outgoing,
    Published,
    Way,
)
from kentongan.networks.models import Account, App
from kentongan.networks.secret import Secret
from tests.cast import NOW, Cast, sign_in
from tests.delivery.network import Uji
from tests.inbox.conftest import comment

CaseOf = Callable[..., Case]
TEXT = "Terima kasih, data Anda kami perbaiki."


@pytest.fixture
def go(work: Callable[[], int], clock: FrozenClock) -> Callable[[], None]:
    """Past the time in which an answer can be taken back, and one round of the worker."""

    def run() -> None:
        clock.advance(seconds=21)
        work()

    return run


def whisper(net: Uji, item: Outgoing, key: str) -> Published:
    """As a network that tells where the person's answer will come."""
    net.accept(item, key)
    return Published(key, "", {"thread": "orang-7"})


def test_a_comment_is_answered_in_private_and_the_talk_goes_on_in_its_case(
    case_of: CaseOf, cast: Cast, account: Account, network: type[Uji], go: Callable[[], None]
) -> None:
    case = case_of("NIK saya salah di KTP rusak")
    network.script = [whisper]
    made = replies.reply(case.messages.get(), by=cast.admin, at=NOW, text=TEXT, private=True)
    go()
    assert network.sent[0].audience == Audience.PRIVATE
    made.refresh_from_db()
    assert made.private
    ours = Message.objects.get(ours=True)
    assert (ours.way, ours.conversation.thread, ours.case) == (Way.DIRECT, "orang-7", case)
    answer = comment(
        "Baik, makasih", way=Way.DIRECT, thread="orang-7", post="",
        author=Author("7", name="Siti"), created_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    intake.take_in(account, [answer], at=NOW + timedelta(hours=1))
    assert Message.objects.get(external_id=answer.external_id).case == case
    assert Conversation.objects.filter(case=case).count() == 2


def test_a_comment_has_one_private_answer(
    case_of: CaseOf, cast: Cast, network: type[Uji], go: Callable[[], None]
) -> None:
    message = case_of().messages.get()
    replies.reply(message, by=cast.admin, at=NOW, text=TEXT, private=True)
    go()
    with pytest.raises(Conflict, match="satu saja"):
        replies.reply(message, by=cast.admin, at=NOW, text="Lagi.", private=True)
    replies.reply(message, by=cast.admin, at=NOW, text="Sudah kami jawab lewat pesan.")
    assert list(Reply.objects.order_by("pk").values_list("private", flat=True)) == [True, False]


def test_what_is_too_old_or_has_no_private_way_is_answered_in_public(
    case_of: CaseOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = case_of(created_at=NOW - timedelta(days=8)).messages.get()
    with pytest.raises(Invalid):
        replies.reply(message, by=cast.admin, at=NOW, text=TEXT, private=True)
    monkeypatch.delattr(Uji, "private_replies")
    other = case_of("Jalan lubang").messages.get()
    with pytest.raises(Invalid):
        replies.reply(other, by=cast.admin, at=NOW, text=TEXT, private=True)
    assert not Delivery.objects.exists()


def test_a_private_message_is_answered_within_a_day_of_what_was_written_last(
    case_of: CaseOf, cast: Cast, account: Account
) -> None:
    case = case_of("Jalan rusak", way=Way.DIRECT, post="", thread="orang-9")
    first = case.messages.get()
    later = NOW + timedelta(hours=25)
    with pytest.raises(Conflict, match="sudah lewat"):
        replies.reply(first, by=cast.admin, at=later, text=TEXT)
    again = comment(
        "Halo?", way=Way.DIRECT, post="", thread="orang-9", created_at=NOW + timedelta(hours=3)
    )
    intake.take_in(account, [again], at=NOW + timedelta(hours=3))
    replies.reply(first, by=cast.admin, at=later, text=TEXT)
    assert Delivery.objects.get().expires_at == NOW + timedelta(hours=27)


def test_where_the_vendor_agreed_a_private_message_is_answered_longer(
    case_of: CaseOf, cast: Cast, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Uji, "longer_window", ("lama", timedelta(days=7)), raising=False)
    field = CredentialField("lama", "Disetujui", tick=True)
    monkeypatch.setattr(Uji, "app_fields", (field,), raising=False)
    app = App.objects.create(network="uji", secret=Secret({"lama": ""}), updated_at=NOW)
    message = case_of("Jalan rusak", way=Way.DIRECT, post="").messages.get()
    assert reach.answer_until(message) == NOW + timedelta(hours=24)
    app.secret = Secret({"lama": "ya"})
    app.save()
    assert reach.answer_until(message) == NOW + timedelta(days=7)
    replies.reply(message, by=cast.admin, at=NOW + timedelta(days=6), text=TEXT)
    with pytest.raises(Conflict, match="jalan lain"):
        replies.reply(message, by=cast.admin, at=NOW + timedelta(days=8), text="Masih ada?")


def test_the_page_tells_what_to_do_once_the_time_is_over(
    case_of: CaseOf, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_of("Jalan lubang", way=Way.DIRECT, post="")
    monkeypatch.setattr(clocks, "now", lambda: NOW + timedelta(hours=25))
    sign_in(client, cast.admin)
    said = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert "Waktu membalas di" in said
    assert "cari jalan lain seperti loket dan telepon" in said
    Case.objects.filter(pk=case.pk).update(contact="081200000031")
    said = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert "Hubungi warga lewat kontaknya" in said


def test_the_second_person_is_told_when_the_time_is_over(
    case_of: CaseOf, cast: Cast, account: Account
) -> None:
    case = case_of("Jalan rusak", way=Way.DIRECT, post="")
    SecondPerson.objects.create(unit=cast.kecamatan, kind=case.kind)
    made = replies.reply(case.messages.get(), by=cast.admin, at=NOW, text=TEXT)
    with pytest.raises(Conflict, match="sudah lewat"):
        deciding.approve(made, by=cast.sekcam, at=NOW + timedelta(hours=30))


def test_the_page_tells_the_window_and_offers_the_private_way(
    case_of: CaseOf, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "now", lambda: NOW + timedelta(minutes=30))
    sign_in(client, cast.admin)
    open_case = case_of()
    page = client.get(f"/kotak-masuk/{open_case.number}/").content.decode()
    assert "Kirim sebagai pesan pribadi" in page
    answered = client.post(
        f"/kotak-masuk/{open_case.number}/balas/", {"text": TEXT, "private": "1"}
    )
    assert answered.status_code == 302
    assert Reply.objects.get().private
    private = case_of("Jalan lubang", way=Way.DIRECT, post="")
    page = client.get(f"/kotak-masuk/{private.number}/").content.decode()
    assert "pesan pribadi" in page
    assert "menerima balasan sampai" in page
    assert "Kirim sebagai pesan pribadi" not in page
