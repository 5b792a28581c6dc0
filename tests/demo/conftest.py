"""The example pemda at the worst hour, seeded once for all tests and taken back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from kentongan.demo.seed import Login, seed

PASSWORD = "sandi contoh gemareka"
#: New Year's Day 2028, 00.04 WIB: a holiday, at night, a minute into a new year. Ordinary days are
#: seeded wherever the product is started.
MIDNIGHT = datetime(2027, 12, 31, 17, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Demo:
    """When it was seeded, and who may sign in."""

    at: datetime
    logins: list[Login]


@pytest.fixture(scope="module")
def module_demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demo]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Demo(MIDNIGHT, seed(password=PASSWORD, at=MIDNIGHT))
        transaction.set_rollback(True)


@pytest.fixture
def demo(module_demo: Demo, db: None) -> Demo:
    """The pemda; a test's own writes are taken back."""
    return module_demo
