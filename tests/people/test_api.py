"""The API: tokens with a reach, problem documents, writes that happen once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from kentongan.kernel.errors import Conflict, Invalid
from kentongan.people import idempotency
from kentongan.people.actions import create_token
from kentongan.people.idempotency import REPLAYED, idempotent
from kentongan.people.jobs import tidy
from kentongan.people.models import ApiToken, IdempotencyRecord, RoleGrant, Unit, User
from tests.cast import NOW, Cast, make_unit

API = "/api/v1"


def token_for(cast: Cast, user: User, unit: Unit) -> str:
    return create_token(by=cast.administrator, at=NOW, user=user, unit=unit, name="uji")[1]


def get(client: Client, path: str, secret: str = "") -> Any:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return client.get(API + path, headers=headers)


def test_me_and_units_show_what_the_token_reaches(cast: Cast, client: Client) -> None:
    secret = token_for(cast, cast.administrator, cast.kecamatan)
    me = get(client, "/me", secret).json()
    assert (me["username"], me["scope"]) == ("wulan", "kec-sumberjati")
    page = get(client, "/units", secret).json()
    assert [u["code"] for u in page["items"]] == [
        "desa-karangsari", "kec-sumberjati", "kel-tegalwangi",
    ]  # fmt: skip
    unit = get(client, "/units/desa-karangsari", secret).json()
    assert unit["parent"] == "kec-sumberjati"
    assert unit["office_hours"]["mon"] == ["07:30", "16:00"]
    for outside in ("/units/kec-ciranji", "/units/rawa-jati", "/units/%00", "/units/x%2Fy"):
        assert get(client, outside, secret).status_code == 404


def test_a_token_is_never_more_than_its_person(cast: Cast, client: Client) -> None:
    secret = token_for(cast, cast.admin, cast.kecamatan)
    assert len(get(client, "/units", secret).json()["items"]) == 3
    RoleGrant.objects.filter(user=cast.admin).delete()
    assert get(client, "/units", secret).json()["items"] == []
    with pytest.raises(Invalid):
        token_for(cast, cast.admin, cast.pemda)


def test_pages_follow_one_another_to_the_end(cast: Cast, client: Client) -> None:
    secret = token_for(cast, cast.administrator, cast.pemda)
    for number in range(7):
        make_unit(f"Desa {number}", cast.kecamatan, "desa")
    codes, after = [], ""
    while True:
        page = get(client, f"/units?limit=4&after={after}", secret).json()
        codes += [u["code"] for u in page["items"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert codes == sorted(Unit.objects.values_list("code", flat=True))


def test_a_page_costs_the_same_however_many_units(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    secret = token_for(cast, cast.administrator, cast.pemda)
    get(client, "/units", secret)
    with django_assert_max_num_queries(4):
        get(client, "/units", secret)
    for number in range(9):
        make_unit(f"Desa {number}", cast.kecamatan, "desa")
    with django_assert_max_num_queries(4):
        assert len(get(client, "/units", secret).json()["items"]) == 16


def test_bad_tokens_get_a_problem_document(cast: Cast, client: Client) -> None:
    secret = token_for(cast, cast.administrator, cast.pemda)
    for bad in ("", "x", "ktg_aaaaaaaa_bbb", secret[:-1], secret + "x", "ktg__", "ktg_é_ü", "\x00"):
        answer = get(client, "/me", bad.encode("utf-8").decode("latin-1"))
        assert answer.status_code == 401, bad
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer.json()["code"] == "unauthenticated"


def test_revoked_expired_and_orphaned_tokens_stop(cast: Cast, client: Client) -> None:
    secret = token_for(cast, cast.admin, cast.kecamatan)
    token = ApiToken.objects.get()
    assert secret not in (token.digest, token.prefix)
    assert get(client, "/me", secret).status_code == 200
    for change in ({"revoked_at": NOW}, {"expires_at": NOW - timedelta(days=900)}):
        ApiToken.objects.update(**change)
        assert get(client, "/me", secret).status_code == 401
        ApiToken.objects.update(revoked_at=None, expires_at=None)
    User.objects.filter(pk=cast.admin.pk).update(is_active=False)
    assert get(client, "/me", secret).status_code == 401


def test_use_is_noted_seldom(cast: Cast, client: Client) -> None:
    secret = token_for(cast, cast.admin, cast.kecamatan)
    get(client, "/me", secret)
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    get(client, "/me", secret)
    assert ApiToken.objects.get().last_used_at == first


@pytest.mark.parametrize("query", ["limit=0", "limit=9999", "limit=x", "q=" + "x" * 101])
def test_bad_parameters_are_named_in_indonesian(cast: Cast, client: Client, query: str) -> None:
    secret = token_for(cast, cast.administrator, cast.pemda)
    answer = get(client, f"/units?{query}", secret)
    assert answer.status_code == 422
    body = answer.json()
    assert body["title"] == "Isian belum benar"
    ((error),) = body["errors"]
    assert error["field"] == query.split("=", maxsplit=1)[0]
    assert error["location"] == "query"


def test_a_program_that_asks_for_english_is_told_in_english_what_is_wrong(
    cast: Cast, client: Client, english: None
) -> None:
    secret = token_for(cast, cast.administrator, cast.pemda)

    def told(path: str, language: str | None, secret: str = secret) -> dict[str, Any]:
        asked = {} if language is None else {"Accept-Language": language}
        headers = {"Authorization": f"Bearer {secret}", **asked}
        answer = client.get(API + path, headers=headers)
        assert "Accept-Language" in answer["Vary"]
        return {**answer.json(), "language": answer["Content-Language"]}

    for language in ("en", "en-US,en;q=0.9,id;q=0.8"):
        refused = told("/units?limit=0", language)
        assert (refused["title"], refused["code"]) == ("Fields not right yet", "invalid")
        assert refused["language"] == "en"
        assert refused["errors"][0]["message"] == "Too small; at least 1."
        assert told("/units", language, "ktg_salah")["title"] == "Token required"
        assert told("/units/kec-lain", language)["detail"].startswith("That Unit does not exist")
        assert told("/entah", language)["detail"] == "There is no such API address."
    for language in (None, "id", "*", "de", "id,en;q=0.5"):
        refused = told("/units?limit=0", language)
        assert refused["errors"][0]["message"].startswith("Terlalu kecil")
        assert refused["language"] == "id"


def test_unknown_addresses_of_the_api_are_problems_too(client: Client, cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)  # as a server is
    for answer in (client.get("/api/v1/tidak-ada"), strict.post("/api/v1/tidak-ada", {})):
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"


def test_a_method_that_an_address_does_not_take_is_a_problem_that_names_those_it_takes(
    client: Client, cast: Cast
) -> None:
    answer = client.get("/api/v1/checks")
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert (answer.json()["code"], answer.json()["detail"]) == (
        "bad_method", "Alamat ini hanya menerima POST.",
    )  # fmt: skip


def test_the_schema_describes_everything(client: Client, cast: Cast) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/units", "/api/v1/units/{code}", "/api/v1/me"} <= set(schema["paths"])


# Idempotency.


@pytest.fixture
def token(cast: Cast) -> ApiToken:
    token_for(cast, cast.admin, cast.kecamatan)
    return ApiToken.objects.get()


def request_of(token: ApiToken, key: str | None, body: dict[str, Any] | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key is not None else {}
    request = RequestFactory().post(
        "/api/v1/x", json.dumps(body or {"a": 1}), content_type="application/json", headers=headers
    )
    request.api_token = token  # type: ignore[attr-defined]
    return request


class Work:
    """Counts how often it is done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> dict[str, int]:
        self.done += 1
        return {"nomor": self.done}


def test_the_same_key_gives_the_same_answer(token: ApiToken) -> None:
    work = Work()
    first = idempotent(request_of(token, "k1"), work, status=201)
    second = idempotent(request_of(token, "k1"), work, status=201)
    assert work.done == 1
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert REPLAYED not in first.headers
    assert second.headers[REPLAYED] == "true"
    idempotent(request_of(token, "k2"), work)
    idempotent(request_of(token, None), work)
    assert work.done == 3


def test_the_same_key_with_another_body_is_refused(token: ApiToken) -> None:
    work = Work()
    idempotent(request_of(token, "k1"), work)
    with pytest.raises(Invalid):
        idempotent(request_of(token, "k1", {"a": 2}), work)


def test_a_request_still_running_is_a_conflict_and_is_taken_over_later(
    token: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work()

    def inner() -> dict[str, int]:
        with pytest.raises(Conflict):
            idempotent(request_of(token, "k1"), work)
        return work()

    idempotent(request_of(token, "k1"), inner)
    assert work.done == 1
    IdempotencyRecord.objects.update(status=0, body=None)  # as if the process had been killed
    with pytest.raises(Conflict):
        idempotent(request_of(token, "k1"), work)
    later = idempotency.clock.now() + idempotency.TAKE_OVER * 2
    monkeypatch.setattr(idempotency.clock, "now", lambda: later)
    with pytest.raises(Conflict):
        idempotent(request_of(token, "k1"), work, atomic=False)
    idempotent(request_of(token, "k1"), work)
    assert work.done == 2


def test_a_refused_write_leaves_the_key_free_and_nothing_behind(token: ApiToken) -> None:
    def refuse() -> None:
        ApiToken.objects.filter(pk=token.pk).update(name="berubah")
        raise Invalid.field("a", "Salah.")

    with pytest.raises(Invalid):
        idempotent(request_of(token, "k1"), refuse)
    token.refresh_from_db()
    assert token.name == "uji"
    work = Work()
    idempotent(request_of(token, "k1", {"a": 3}), work)
    assert work.done == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "k\x00", "é"])
def test_impossible_keys_are_refused(token: ApiToken, key: str) -> None:
    with pytest.raises(Invalid):
        idempotent(request_of(token, key), Work())


def test_answers_are_kept_for_a_day(token: ApiToken) -> None:
    idempotent(request_of(token, "k1"), Work())
    at = IdempotencyRecord.objects.get().created_at
    tidy(at=at + timedelta(hours=23))
    assert IdempotencyRecord.objects.exists()
    tidy(at=at + timedelta(hours=25))
    assert not IdempotencyRecord.objects.exists()
