"""What an HTTP answer proves."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from kentongan.kernel.http import AnswerLost
from kentongan.networks import answers
from kentongan.networks.contract import OutcomeUnknown, Refused, TryLater, Unauthorised

pytestmark = pytest.mark.no_database
NOW = datetime(2026, 8, 13, 1, 0, tzinfo=UTC)


def answer(status: int, **options: object) -> httpx2.Response:
    return httpx2.Response(status, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "decisive", "error"),
    [
        (401, True, Unauthorised),
        (429, True, TryLater),
        (408, True, TryLater),
        (400, True, Refused),
        (404, True, Refused),
        (422, True, Refused),
        (301, True, Refused),
        (303, True, OutcomeUnknown),
        (303, False, Refused),
        (500, True, OutcomeUnknown),
        (502, True, OutcomeUnknown),
        (503, True, OutcomeUnknown),
        (504, True, OutcomeUnknown),
        (500, False, TryLater),
        (503, False, TryLater),
    ],
)
def test_each_status_proves_one_thing(status: int, decisive: bool, error: type[Exception]) -> None:
    with pytest.raises(error):
        answers.require_success(answer(status), label="Uji", now=NOW, decisive=decisive)


def test_the_networks_own_words_keep_no_full_stop_within_ours() -> None:
    with pytest.raises(Unauthorised, match=r"akun ini \(Token keliru\)\. Sambungkan"):
        answers.require_success(answer(401), label="Uji", now=NOW, said="Token keliru.")


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_success_passes(status: int) -> None:
    answers.require_success(answer(status), label="Uji", now=NOW, decisive=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "Thu, 13 Aug 2026 01:05:00 GMT"}, 300),
        ({"x-reset": "2026-08-13T01:10:00.000Z"}, 600),
        ({"x-reset": str(int(NOW.timestamp()) + 90)}, 90),
        ({"x-reset": "2099-01-01T00:00:00Z"}, 86400),
        ({"x-reset": "2001-01-01T00:00:00Z"}, 1),
        ({"Retry-After": "besok"}, None),
        ({"Retry-After": "9" * 400}, None),
        ({}, None),
    ],
)
def test_the_pause_a_network_asks_for_is_understood(
    headers: dict[str, str], seconds: int | None
) -> None:
    wait = answers.pause(answer(429, headers=headers), NOW, "x-reset")
    assert wait == (None if seconds is None else timedelta(seconds=seconds))


def test_a_moment_needs_to_know_the_time() -> None:
    assert answers.pause(answer(429, headers={"Retry-After": "4102444800"}), None) is None


@pytest.mark.parametrize("text", ["", "<html>", "[1]", "null", "[" * 100_000])
def test_an_answer_that_is_no_object_counts_as_lost(text: str) -> None:
    with pytest.raises(AnswerLost):
        answers.json_object(answer(200, text=text))


def test_the_words_of_the_server_are_shown_short() -> None:
    told = answers.told(answer(400, json={"error": {"message": "a  b\n" * 200}}), "error")
    assert told.startswith("a b a b")
    assert len(told) == 200
    assert answers.told(answer(400, text="<html>"), "error") == ""
    assert answers.told(answer(400, json=["x"]), "error") == ""
