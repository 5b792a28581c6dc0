"""What became of a delivery, as a worker wrote it down, read by somebody who chose English."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from django.conf import settings as configured
from django.test import Client

from kentongan.config.setup import compile_texts
from kentongan.delivery.models import Delivery
from kentongan.delivery.reconcile import LOOKS
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _
from kentongan.ledger.models import Entry
from kentongan.networks import actions as networks, answers
from kentongan.networks.contract import NetworkError, Unauthorised
from kentongan.networks.models import Account
from tests.cast import Cast, sign_in
from tests.delivery.conftest import Plan
from tests.delivery.network import Uji
from tests.house.tree import PACKAGE

pytestmark = pytest.mark.django_db

Read = Callable[..., str]
Work = Callable[[], int]


@pytest.fixture
def read(client: Client, cast: Cast, settings: Any, tmp_path: Path) -> Read:
    """A page as the administrator of the pemda reads it, who has chosen English."""
    compile_texts(PACKAGE, tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
    sign_in(client, cast.administrator)

    def page(address: str, language: str = "en") -> str:
        client.cookies[configured.LANGUAGE_COOKIE_NAME] = language
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    return page


def answered(status: int, said: str = "") -> Exception:
    """What the connectors make of such an answer."""
    body = {"error": said}
    try:
        answers.require_success(
            httpx2.Response(status, json=body), label="Jejaring Uji", now=None, said=said
        )
    except NetworkError as error:
        return error
    raise AssertionError(status)


def pages(delivery: Delivery) -> tuple[str, ...]:
    return (delivery.get_absolute_url(), "/antrean/")


def test_a_refusal_is_told_in_english_and_the_networks_words_stay(
    plan: Plan, work: Work, network: type[Uji], read: Read
) -> None:
    network.script = [answered(422, "media_rusak")]
    delivery = plan()
    work()
    page = read(delivery.get_absolute_url())
    assert page.count("Jejaring Uji refuses (media_rusak). Check the content") >= 2  # try, advice
    assert "menolak" not in page
    assert "Jejaring Uji menolak (media_rusak)" in read(delivery.get_absolute_url(), "id")
    entry = Entry.objects.get(action="delivery.refuse")
    assert entry.data["note"].startswith("Jejaring Uji menolak")


def test_so_is_what_is_tried_again_and_what_came_too_often(
    plan: Plan, work: Work, network: type[Uji], read: Read, clock: FrozenClock
) -> None:
    network.script = [answered(503)] * 8
    delivery = plan()
    work()
    for address in pages(delivery):
        assert "Jejaring Uji is in trouble, answer 503." in read(address)
    while Delivery.objects.get().state == "retry":
        clock.advance(minutes=40)
        work()
    assert "Tried 8 times and not accepted yet. Jejaring Uji is in trouble" in read(
        delivery.get_absolute_url()
    )


def test_so_is_what_nobody_knows(
    plan: Plan, work: Work, network: type[Uji], read: Read, clock: FrozenClock
) -> None:
    lost = AnswerLost(_("Jawaban %(host)s hilang di jalan.") % {"host": "uji.example"})
    network.script = [lost]
    network.looks = [lost] * 20
    delivery = plan()
    work()
    assert "The answer of uji.example was lost on the way." in read(delivery.get_absolute_url())
    for _look in range(len(LOOKS) + 2):
        clock.advance(minutes=31)
        work()
    delivery.refresh_from_db()
    assert delivery.asks_person
    for address in pages(delivery):
        assert "hilang" not in read(address)


def test_so_is_what_came_too_late_and_what_a_fault_of_ours_left_uncertain(
    plan: Plan, work: Work, network: type[Uji], read: Read, clock: FrozenClock
) -> None:
    network.script = [KeyError("id")]
    unsure = plan("satu")
    work()
    assert "Fault in the connector uji" in read(unsure.get_absolute_url())
    late = plan("dua", expires_at=clock.now() + timedelta(minutes=5))
    clock.advance(minutes=10)
    work()
    assert "so it was not sent" in read(late.get_absolute_url())


def test_so_is_why_an_account_is_no_longer_connected(
    plan: Plan, work: Work, account: Account, network: type[Uji], read: Read
) -> None:
    error = answered(401, "token_habis")
    assert isinstance(error, Unauthorised)
    networks.mark_broken(account, note=str(error), at=plan().due_at)
    for address in (f"/akun/{account.pk}/", f"/akun/{account.pk}/sambungkan/"):
        page = read(address)
        assert "does not accept the credential of this account (token_habis)" in page
        assert "Sambungkan lagi" not in page
