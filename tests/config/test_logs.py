"""No credential reaches a log line, by whatever way it comes."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kentongan.config.logs import formatter
from kentongan.kernel import hush
from kentongan.kernel.clock import FrozenClock
from kentongan.networks.models import Account, Credential
from kentongan.networks.secret import Secret
from tests.cast import NOW
from tests.delivery.conftest import (  # noqa: F401 - fixtures
    Plan,
    account,
    clock,
    network,
    objections,
    plan,
    work,
)
from tests.delivery.network import Uji

TOKEN = "EAAGm0PX4ZCpsBAKZB9fakta"


@pytest.fixture(params=["text", "json"])
def lines(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the root logger writes, in either style."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(request.param))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def _by_message(log: logging.Logger) -> None:
    log.error("jaringan menjawab: %s", {"x": TOKEN})


def _by_url(log: logging.Logger) -> None:
    log.error("GET https://api.example/me?access_token=%s&fields=id", TOKEN)


def _by_extra(log: logging.Logger) -> None:
    log.error("gagal", extra={"jawaban": {"dalam": [TOKEN]}})


def _by_traceback(log: logging.Logger) -> None:
    try:
        raise ValueError(f"jawaban tidak terbaca: {TOKEN}")
    except ValueError:
        log.exception("gagal")


@pytest.mark.no_database
@pytest.mark.parametrize("way", [_by_message, _by_url, _by_extra, _by_traceback])
def test_a_credential_in_memory_is_never_said(
    lines: io.StringIO, way: Callable[[logging.Logger], None]
) -> None:
    Secret({"akun": {"token": TOKEN}})
    way(logging.getLogger("kentongan.uji"))
    assert hush.MASK in lines.getvalue()
    assert TOKEN not in lines.getvalue()


@pytest.mark.no_database
@pytest.mark.parametrize(
    "said",
    [
        "Authorization: Bearer abc123def456",
        '{"access_token": "abc123def456"}',
        "refresh_token=abc123def456&x=1",
        "client_secret='abc123def456'",
        "password: abc123def456",
    ],
)
def test_what_looks_like_a_credential_is_masked_though_nobody_knows_it(said: str) -> None:
    assert "abc123def456" not in hush.hushed(said)


@pytest.mark.no_database
def test_ordinary_words_and_addresses_stay() -> None:
    hush.never_say({"server": "https://sosial.example", "until": "2026-08-12T02:00:00Z", "n": "id"})
    text = "token akun habis di https://sosial.example sampai 2026-08-12T02:00:00Z"
    assert hush.hushed(text) == text


@pytest.mark.no_database
def test_lines_for_machines_are_json_with_name_level_and_time(lines: io.StringIO) -> None:
    logging.getLogger("kentongan.uji").warning("Halo", extra={"unit": "kec-sumberjati"})
    if lines.getvalue().startswith("{"):
        told: dict[str, Any] = json.loads(lines.getvalue())
        assert told["event"] == "Halo"
        assert (told["logger"], told["level"]) == ("kentongan.uji", "warning")
        assert told["unit"] == "kec-sumberjati"
        assert told["timestamp"].endswith("Z")
    else:
        assert "unit=kec-sumberjati" in lines.getvalue()


@pytest.mark.django_db
def test_a_connector_that_fails_with_its_credential_in_hand_says_nothing_of_it(
    plan: Plan,  # noqa: F811
    work: Callable[[], int],  # noqa: F811
    network: type[Uji],  # noqa: F811
    account: Account,  # noqa: F811
    clock: FrozenClock,  # noqa: F811
    lines: io.StringIO,
) -> None:
    Credential.objects.filter(account=account).update(secret={"token": TOKEN}, updated_at=NOW)
    network.good_token = TOKEN
    network.script = [RuntimeError(f"tak terduga: {TOKEN}")]
    plan()
    work()
    assert "connector uji failed" in lines.getvalue()
    assert TOKEN not in lines.getvalue()
