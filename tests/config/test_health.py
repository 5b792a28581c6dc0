"""``/healthz`` is 200 only when everything that work needs is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from kentongan.config import health
from kentongan.jobs.actions import lead
from kentongan.jobs.models import Worker
from kentongan.jobs.worker import DISPATCH
from kentongan.kernel.clock import now
from kentongan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ask_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "MIGRATIONS", health._Migrations())


def beat(seconds_ago: float) -> None:
    at = now() - timedelta(seconds=seconds_ago)
    Worker.objects.create(host="mesin", pid=1, started_at=at, seen_at=at)


def test_ready_with_a_worker_that_reported_lately(client: Client) -> None:
    beat(5)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "missing": []}
    assert "no-cache" in answer.headers["Cache-Control"]


def test_a_web_process_can_serve_people_while_no_worker_lives(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ok", "missing": []}


def test_a_web_process_without_a_database_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> bool:
        raise OperationalError("connection failed")

    monkeypatch.setattr(health._Migrations, "ask", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["database"])


@pytest.mark.parametrize(
    ("free", "status", "answer"),
    [
        (250_000_000, 200, {"status": "ok", "missing": []}),
        (150_000_000, 200, {"status": "ok", "missing": [], "reduced": ["room"]}),
        (10_000_000, 503, {"status": "unready", "missing": ["room"]}),
    ],
)
def test_a_disk_that_fills_up_is_told_before_nothing_can_be_saved(
    client: Client, monkeypatch: pytest.MonkeyPatch, free: int, status: int, answer: dict[str, Any]
) -> None:
    beat(1)
    monkeypatch.setattr(health.disk, "free", lambda _folder: free)
    told = client.get("/healthz")
    assert (told.status_code, told.json()) == (status, answer)
    assert client.get("/readyz").status_code == 200  # what is there can still be read


@pytest.mark.parametrize("seconds_ago", [None, 16])
def test_not_ready_without_a_living_worker(client: Client, seconds_ago: float | None) -> None:
    if seconds_ago is not None:
        beat(seconds_ago)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unready", "missing": ["worker"]}


def test_not_ready_while_migrations_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beat(1)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["0002"])
    assert client.get("/healthz").json()["missing"] == ["migrations"]
    monkeypatch.undo()
    monkeypatch.setattr(health, "MIGRATIONS", health._Migrations())
    assert client.get("/healthz").status_code == 200


def test_a_database_that_is_away_is_named_without_details(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> bool:
        raise OperationalError("connection to 10.0.0.5 as admin with password rahasia failed")

    monkeypatch.setattr(health._Migrations, "ask", away)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unready", "missing": ["database"]}


def test_that_nobody_dispatches_is_told_beside_an_answer_of_success(
    client: Client, settings: Any
) -> None:
    beat(1)
    settings.BROKER_URL = "redis://127.0.0.1:9/0"
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["reduced"]) == (200, ["dispatcher"])
    assert "reduced" not in client.get("/readyz").json()
    lead(DISPATCH, holder=uuid7(), host="mesin", at=now())
    assert client.get("/healthz").json() == {"status": "ok", "missing": []}


def test_the_answer_takes_one_statement_once_migrations_are_known(
    client: Client, django_assert_max_num_queries
) -> None:
    beat(1)
    client.get("/healthz")
    with django_assert_max_num_queries(1):
        client.get("/healthz")


def test_only_reading_is_possible(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
