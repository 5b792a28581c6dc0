"""The register over the API."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from kentongan.networks.models import Account
from kentongan.people.actions import create_token
from tests.cast import NOW
from tests.networks.fakes import PASSWORD

Call = Any


@pytest.fixture
def call(cast, client) -> Call:
    """``call("GET", "/accounts")`` with the sekcam's token; gives status and body."""

    def request(
        method: str, path: str, body: Any = None, user: Any = None, **headers: str
    ) -> tuple[int, Any]:
        who = user or cast.sekcam
        _token, secret = create_token(
            by=cast.administrator, at=NOW, user=who, unit=cast.kecamatan, name="uji"
        )
        response = client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}", **headers},
        )
        return response.status_code, json.loads(response.content) if response.content else None

    return request


NEW = {"unit": "kec-sumberjati", "network": "instagram", "handle": "@kec.sumberjati"}


def test_accounts_are_listed_in_the_reach_of_the_token(cast, make_account, call):
    make_account(connected=True, holder=cast.admin)
    make_account("kec.ciranji", network="instagram", unit=cast.kecamatan_lain)
    status, body = call("GET", "/accounts")
    assert status == 200
    (only,) = body["items"]
    assert (only["handle"], only["health"], only["holders"][0]["username"]) == (
        "kec.sumberjati",
        "healthy",
        "asep",
    )
    assert PASSWORD not in json.dumps(body)
    assert call("GET", "/accounts", user=cast.penyelia)[1]["items"] == body["items"]


def test_the_list_is_filtered_and_paged(cast, make_account, call):
    for n in range(3):
        make_account(f"akun{n}", network="instagram")
    make_account("kel.tegalwangi", network="tiktok", unit=cast.kelurahan)

    def handles(query: str) -> list[str]:
        return [a["handle"] for a in call("GET", f"/accounts?{query}")[1]["items"]]

    assert handles("network=tiktok") == ["kel.tegalwangi"]
    assert handles("unit=kel-tegalwangi") == ["kel.tegalwangi"]
    assert handles("unit=kec-ciranji") == handles("unit=%00") == handles("health=broken") == []
    _status, first = call("GET", "/accounts?limit=2")
    assert handles(f"limit=2&after={first['next']}") == ["akun2", "kel.tegalwangi"]
    assert call("GET", "/accounts?limit=0")[0] == call("GET", "/accounts?after=x")[0] == 422


def test_an_account_is_registered_once_per_key(cast, call):
    body = {**NEW, "holder": "asep", "decree_number": "800/1", "decree_date": "2026-01-05"}
    first = call("POST", "/accounts", body, **{"Idempotency-Key": "satu"})
    assert first[0] == 201
    assert first[1]["holders"][0]["decree_number"] == "800/1"
    assert Account.objects.count() == 1
    status, problem = call("POST", "/accounts", body)
    assert status == 422
    assert problem["errors"][0]["field"] == "handle"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"handle": ""}, 422),
        ({"handle": "x" * 301}, 422),
        ({"handle": "a\u202eb"}, 422),
        ({"handle": None}, 422),
        ({"handle": ["a"]}, 422),
        ({"display_name": "a\x00b"}, 422),
        ({"network": "friendster"}, 422),
        ({"unit": "kec-ciranji"}, 404),
        ({"unit": "a\x00"}, 404),
        ({"holder": "lia"}, 422),
        ({"holder": "\x00"}, 422),
        ({"decree_date": "kemarin"}, 422),
    ],
)
def test_bad_input_is_a_problem_document(cast, call, changes, status):
    answer = call("POST", "/accounts", {**NEW, **changes})
    assert (answer[0], answer[1]["status"]) == (status, status)
    assert not Account.objects.exists()


def test_a_change_needs_the_version_that_was_read(cast, make_account, call):
    account = make_account("kec.sumberjati", network="instagram")
    path = f"/accounts/{account.pk}"
    status, body = call("PATCH", path, {"version": 1, "display_name": "Kecamatan"})
    assert (status, body["display_name"], body["version"]) == (200, "Kecamatan", 2)
    assert call("PATCH", path, {"version": 1, "display_name": "Lain"})[0] == 409
    assert call("PATCH", path, {"display_name": "Lain"})[0] == 422
    assert call("PATCH", path, {"version": 2}, user=cast.admin)[0] == 403
    assert call("PATCH", f"/accounts/{uuid4()}", {"version": 1})[0] == 404


def test_a_connection_is_checked_over_the_api(cast, make_account, call, network):
    account = make_account(connected=True)
    path = f"/accounts/{account.pk}/check"
    assert call("POST", path)[1] == {
        "health": "healthy",
        "sentence": "Tersambung sebagai @kec.sumberjati.",
        "certain": True,
    }
    network.good = set()
    assert call("POST", path)[1]["health"] == "broken"
    assert call("POST", path, user=cast.camat)[0] == 403
    manual = make_account("kec.sumberjati", network="instagram")
    assert call("POST", f"/accounts/{manual.pk}/check")[0] == 422


def test_without_a_token_nothing_is_told(client, make_account):
    account = make_account()
    for path in ("/accounts", f"/accounts/{account.pk}"):
        assert client.get(f"/api/v1{path}").status_code == 401
