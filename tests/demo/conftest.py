"""The example pemda, seeded once for all tests of a moment and taken back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from kentongan.demo.seed import Login, seed

PASSWORD = "sandi contoh gemareka"
#: Rabu, 12 Agustus 2026, pukul 10.10 WIB.
ORDINARY = datetime(2026, 8, 12, 3, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Demo:
    """When it was seeded, and who may sign in."""

    at: datetime
    logins: list[Login]


@contextmanager
def seeded(at: datetime) -> Iterator[Demo]:
    """The pemda around ``at``; nothing of it stays."""
    with transaction.atomic():
        yield Demo(at, seed(password=PASSWORD, at=at))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def module_demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demo]:
    with django_db_blocker.unblock(), seeded(ORDINARY) as demo:
        yield demo


@pytest.fixture
def demo(module_demo: Demo, db: None) -> Demo:
    """The pemda on an ordinary Wednesday morning; a test's own writes are taken back."""
    return module_demo
