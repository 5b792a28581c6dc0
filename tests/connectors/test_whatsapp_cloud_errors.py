"""What Meta's codes of errors mean for a message to one person."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kentongan.networks.contract import (
    NetworkError,
    OutcomeUnknown,
    Outgoing,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.contract.ground import item
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.whatsapp_cloud_harness import WhatsAppCloudHarness
from tests.fakes.whatsapp_cloud import WhatsAppCloud

pytestmark = pytest.mark.no_database
RED = picture("red", "Merah")


@pytest.fixture
def harness() -> Iterator[WhatsAppCloudHarness]:
    with WhatsAppCloud() as server:
        yield WhatsAppCloudHarness(server)
        assert server.strays == []


def answer(harness: WhatsAppCloudHarness, **more: Any) -> Outgoing:
    return item("Jawaban.", reply_to=harness.conversation(), **more)


def publish(harness: WhatsAppCloudHarness, login: Login, post: Outgoing, *, via: str) -> None:
    with harness.open(login, via=via) as connector:
        connector.publish(post, "kunci")


@pytest.mark.parametrize(
    ("status", "code", "kind", "words"),
    [
        (401, 0, Unauthorised, "token baru"),
        (401, 190, Unauthorised, "token baru"),
        (400, 190, Unauthorised, "token baru"),
        (403, 10, Unauthorised, "whatsapp_business_messaging"),
        (403, 200, Unauthorised, "whatsapp_business_messaging"),
        (403, 299, Unauthorised, "whatsapp_business_messaging"),
        (400, 131005, Unauthorised, "whatsapp_business_messaging"),
        (400, 33, Unauthorised, "tidak .lagi. terdaftar"),
        (400, 133010, Unauthorised, "tidak .lagi. terdaftar"),
        (400, 131056, TryLater, "orang yang sama"),
        (400, 130429, TryLater, "menunggu"),
        (429, 80007, TryLater, "menunggu"),
        (400, 4, TryLater, "menunggu"),
        (400, 131048, TryLater, "WhatsApp Manager"),
        (400, 131047, Refused, "24 jam"),
        (400, 131026, Refused, "tidak dapat sampai"),
        (400, 131030, Refused, "Nomor uji"),
        (403, 131031, Refused, "kebijakan"),
        (403, 368, Refused, "kebijakan"),
        (400, 131042, Refused, "pembayaran"),
        (400, 131053, Refused, "JPEG"),
        (400, 100, Refused, "Periksa isi pesannya"),
        (404, 100, Refused, "Periksa isi pesannya"),
        (400, 1, OutcomeUnknown, "bermasalah"),
        (400, 2, OutcomeUnknown, "bermasalah"),
        (500, 131000, OutcomeUnknown, "500"),
        (503, 131016, OutcomeUnknown, "503"),
        (500, 131056, OutcomeUnknown, "500"),
    ],
)
def test_a_code_of_meta_is_judged(
    harness: WhatsAppCloudHarness, login: Login, front: Interposer,
    status: int, code: int, kind: type[NetworkError], words: str,
) -> None:  # fmt: skip
    told = {"error": {"message": f"(#{code}) Something", "type": "OAuthException", "code": code}}
    front.answer("/messages", Canned(status=status, body=told))
    with pytest.raises(kind, match=words) as raised:
        publish(harness, login, answer(harness), via=front.base_url)
    assert isinstance(raised.value, TryLater) == (kind is TryLater)
    if isinstance(raised.value, TryLater):
        assert raised.value.after is not None
    assert not login.native.sent


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"X-Business-Use-Case-Usage":
          '{"102": [{"type": "whatsapp", "estimated_time_to_regain_access": 19}]}'}, 19),
        ({"Retry-After": "120"}, 2),
        ({"X-Business-Use-Case-Usage": "[]"}, 10),
        ({"X-Business-Use-Case-Usage": '{"102": [{}]}'}, 10),
        ({"X-Business-Use-Case-Usage": '{"1": [{"estimated_time_to_regain_access": 0}]}'}, 10),
        ({}, 10),
    ],
)  # fmt: skip
def test_the_wait_meta_tells_is_kept(
    harness: WhatsAppCloudHarness, login: Login, front: Interposer,
    headers: dict[str, str], minutes: int,
) -> None:  # fmt: skip
    told = {"error": {"message": "(#80007) Rate limit issues", "code": 80007}}
    front.answer("/messages", Canned(status=400, body=told, headers=headers))
    with pytest.raises(TryLater) as later:
        publish(harness, login, answer(harness), via=front.base_url)
    assert later.value.after == timedelta(minutes=minutes)


def test_errors_while_uploading_or_asking_are_no_lost_message(
    harness: WhatsAppCloudHarness, login: Login, front: Interposer
) -> None:
    told = {"error": {"message": "(#2) Service temporarily unavailable", "code": 2}}
    for status in (400, 500):
        front.answer("/media", Canned(status=status, body=told))
        with pytest.raises(TryLater):
            publish(harness, login, answer(harness, images=(RED,)), via=front.base_url)
    assert not login.native.sent


@pytest.mark.parametrize(
    "body", [{"messages": []}, {"messages": [{}]}, {"messages": "x"}, {"error": {"code": 1}}]
)
def test_an_answer_without_a_message_proves_nothing(
    harness: WhatsAppCloudHarness, login: Login, front: Interposer, body: dict[str, Any]
) -> None:
    front.answer("/messages", Canned(status=200, body=body))
    with pytest.raises(OutcomeUnknown):
        publish(harness, login, answer(harness), via=front.base_url)


def test_looking_leaves_it_to_a_person(harness: WhatsAppCloudHarness, login: Login) -> None:
    with harness.open(login) as connector, pytest.raises(OutcomeUnknown, match="Lihat percakapan"):
        connector.find("kunci", answer(harness))
    with harness.open(login, secret=harness.wrong(login)) as connector:
        with pytest.raises(Unauthorised):
            connector.find("kunci", answer(harness))
