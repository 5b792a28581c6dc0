"""What the errors and headers of the Graph API mean for a delivery."""

import json
from datetime import timedelta

import pytest

from kentongan.networks.contract import (
    NetworkError,
    OutcomeUnknown,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.connectors.facebook_ground import Ground, fault
from tests.connectors.meta import Notebook, item
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.fakes.facebook import Facebook

pytestmark = pytest.mark.no_database


class TestErrors(Ground):
    """On a Facebook Page."""

    @pytest.mark.parametrize(
        ("canned", "kind", "words"),
        [
            (fault(10), Unauthorised, "setujui semua izin"),
            (fault(200, status=403), Unauthorised, "setujui semua izin"),
            (fault(102), Unauthorised, "tidak berlaku"),
            (fault(190, status=401), Unauthorised, "tidak berlaku"),
            (fault(368), Refused, "Kotak Bantuan"),
            (fault(100), Refused, "Kata Meta"),
            (fault(1), OutcomeUnknown, "bermasalah"),
            (fault(2, status=503), OutcomeUnknown, "bermasalah"),
            (fault(99, is_transient=True), OutcomeUnknown, "bermasalah"),
            (fault(4, status=403, is_transient=True), TryLater, "menunggu"),
            (fault(613), TryLater, "menunggu"),
        ],
    )
    def test_the_vendors_errors_while_publishing(
        self,
        fake: Facebook,
        delivery: Notebook,
        front: Interposer,
        canned: Canned,
        kind: type[NetworkError],
        words: str,
    ) -> None:
        front.answer("/feed", canned)
        with delivery.open(via=front.base_url) as (connector, _http):
            with pytest.raises(kind, match=words):
                connector.publish(item(), "kunci")
        assert not fake.public

    def test_trouble_before_publishing_is_later(
        self, delivery: Notebook, front: Interposer
    ) -> None:
        front.answer("/photos", fault(2, status=500))
        with delivery.open(via=front.base_url) as (connector, _http):
            with pytest.raises(TryLater):
                connector.publish(item(images=(picture("red", ""),)), "kunci")

    @pytest.mark.parametrize(
        ("headers", "minutes"),
        [
            ({"X-App-Usage": json.dumps({"call_count": 100, "total_time": 3})}, 60),
            ({"X-Page-Usage": json.dumps({"call_count": 3, "total_cputime": 120})}, 60),
            ({"X-App-Usage": json.dumps({"call_count": 12})}, 15),
            ({"X-Business-Use-Case-Usage": "rusak"}, 15),
            (
                {
                    "X-Business-Use-Case-Usage": json.dumps(
                        {
                            "1": [{"type": "pages", "estimated_time_to_regain_access": 7}],
                            "2": [{"type": "pages", "estimated_time_to_regain_access": 90}],
                        }
                    )
                },
                90,
            ),
            ({"Retry-After": "120"}, 2),
            ({}, 15),
        ],
    )
    def test_how_long_to_wait_is_read_from_the_headers(
        self, delivery: Notebook, front: Interposer, headers: dict[str, str], minutes: int
    ) -> None:
        front.answer("/feed", fault(32, headers=headers))
        with delivery.open(via=front.base_url) as (connector, _http):
            with pytest.raises(TryLater) as later:
                connector.publish(item(), "kunci")
        assert later.value.after == timedelta(minutes=minutes)

    def test_a_token_the_vendor_repeats_is_not_repeated(
        self, delivery: Notebook, front: Interposer, login: Login
    ) -> None:
        token = str(login.secret["access_token"])
        answer = fault(190)
        answer.body["error"]["message"] = f"{'x' * 190} Malformed access token {token}"
        front.answer("/feed", answer)
        with delivery.open(via=front.base_url) as (connector, _http):
            with pytest.raises(Unauthorised) as refusal:
                connector.publish(item(), "kunci")
        assert token[:12] not in str(refusal.value)

    def test_the_proof_of_the_application_goes_with_its_own_tokens_alone(
        self, fake: Facebook, login: Login, delivery: Notebook
    ) -> None:
        with delivery.open() as (connector, _http):
            connector.identify()
            connector.publish(item(), "kunci")
        assert all("appsecret_proof" in fake.parameters(request) for request in fake.seen)
        fake.seen.clear()
        pasted = {"access_token": login.secret["access_token"]}
        with delivery.open(secret=pasted) as (connector, _http):
            connector.publish(item("Lain."), "kunci")
        assert not any("appsecret_proof" in fake.parameters(request) for request in fake.seen)
