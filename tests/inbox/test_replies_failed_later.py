"""An answer that its network took and then did not deliver, as WhatsApp tells of a bad video."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.delivery.models import Delivery
from kentongan.inbox.actions import replies
from kentongan.inbox.models import Case
from kentongan.kernel.clock import FrozenClock
from kentongan.networks import events
from kentongan.networks.contract import Receipt, Refused
from kentongan.networks.models import Account
from kentongan.people.models import Notice
from tests.cast import NOW, Cast, sign_in
from tests.delivery.network import Uji

WHY = "Suaranya tidak terbaca. Pakai MP4 (H.264 dengan satu suara AAC)."


@pytest.mark.parametrize("again", [False, True])
def test_its_writer_hears_of_it_and_the_conversation_shows_it(
    case_of: Callable[..., Case],
    cast: Cast,
    account: Account,
    network: type[Uji],
    work: Callable[[], int],
    clock: FrozenClock,
    client: Client,
    again: bool,
) -> None:
    case = case_of()
    replies.reply(case.messages.get(), by=cast.admin, at=NOW, text="Kami cek besok.")
    clock.advance(seconds=21)
    work()
    sent = Delivery.objects.get()
    assert sent.state == "sent"
    one = Receipt(sent.key, sent.external_id, "failed", Refused(WHY))
    for _ in range(1 + again):  # a call may come twice
        assert events.receipts(account, [one], clock.now())
    sent.refresh_from_db()
    assert sent.state == "refused"
    assert sent.what_to_do == WHY
    clock.advance(minutes=5)
    work()
    assert len(network.wall) == 1, "it is not sent again by itself"
    assert Notice.objects.filter(user=cast.admin, text__contains="Suaranya").count() == 1
    page = sign_in(client, cast.admin).get(reverse("inbox:case", args=[case.number])).text
    assert WHY in page
