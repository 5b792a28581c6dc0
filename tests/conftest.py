"""What every test shares: the cast, the database, a ledger that can be emptied between tests."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase
from httpx2._transports import default

from kentongan.config import fresh
from kentongan.kernel import memory
from kentongan.ledger import guards

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ["tests.nothing_skipped", "tests.conftest_servers", "tests.cast"]


#: Fixtures of pytest-django without which a test has no database.
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}
ANEW = "not no_database"
WHOLE_FILE = re.compile(r"^pytestmark = .*\bno_database\b", re.MULTILINE)


def pytest_configure() -> None:
    """Ten thousand tests are read in and stay: a third of that went into looks for garbage."""
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Of several processes each begins with files of its own, and finds the rest compiled.

    In a fresh clone pytest compiles every file of tests anew, and each process would compile all.
    """
    own = getattr(session.config, "workerinput", None)
    if own is None or session.config.args_source is not session.config.ArgsSource.TESTPATHS:
        return
    number, of = int(own["workerid"].removeprefix("gw")), own["workercount"]
    for path in sorted((ROOT / "tests").rglob("test_*.py"))[number::of]:
        with suppress(Exception):  # it is told when the file's turn comes
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def pytest_collection_finish() -> None:
    """From here as in a process of the product that begins its work."""
    memory.settle()
    gc.enable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only the database's tests run, files without any are not even read in."""
    if config.getoption("markexpr") != ANEW or not collection_path.name.startswith("test_"):
        return None
    return True if WHOLE_FILE.search(collection_path.read_text("utf-8")) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what has no database; and the long files first, so that no worker waits at the end."""
    for item in items:
        asked = DATABASE.intersection(getattr(item, "fixturenames", ()))
        if not asked and not item.get_closest_marker("django_db"):
            item.add_marker("no_database")
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database with what the migrations make beside the tables of the models."""
    with django_db_blocker.unblock():
        fresh.complete(connection)


@pytest.fixture(scope="session", autouse=True)
def _trust_is_read_once() -> None:
    """The tests' own clients share what they trust: reading it costs each of them 36 ms.

    The product gives its client a store of its own (``kernel/http.py``).
    """
    default.create_ssl_context = cache(default.create_ssl_context)


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
