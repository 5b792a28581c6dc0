"""What every test shares: the cast, the database, a ledger that can be emptied between tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase

from kentongan.inbox import search
from kentongan.ledger import guards

pytest_plugins = ["tests.nothing_skipped", "tests.conftest_servers", "tests.cast"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, so that at the end no worker waits for the other."""
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database with what the migrations make beside the tables of the models."""
    with django_db_blocker.unblock():
        guards.install(connection)
        search.create_tables("default")


@pytest.fixture(scope="session", autouse=True)
def _ledger_can_be_emptied() -> Iterator[None]:
    """Lift the append-only triggers while a transactional test empties its database.

    SQLite empties tables with DELETE, which the triggers refuse by design.
    """
    teardown = TransactionTestCase._fixture_teardown

    def without_guards(self: Any) -> None:
        if isinstance(self, TransactionTestCase) and "ledger_entry" in (
            connections["default"].introspection.table_names()
        ):
            guards.remove(connections["default"])
            try:
                teardown(self)
            finally:
                guards.install(connections["default"])
        else:
            teardown(self)

    TransactionTestCase._fixture_teardown = without_guards
    yield
    TransactionTestCase._fixture_teardown = teardown
