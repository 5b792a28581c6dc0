"""Fixtures with real servers: `pytest_plugins = ["tests.conftest_servers"]`, or `-p`.

A server is started by the first test that asks for it and shared by the whole session, also by all
the workers of pytest-xdist. Tests keep out of each other's way with fresh accounts, not with fresh
servers. Where a server is not installed, its tests fail and name the installer: a test that skips
itself proves nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.servers import (
    Atproto,
    Chaos,
    Clamd,
    Mastodon,
    Postgres,
    Product,
    Redis,
    ServerError,
    WordPress,
)
from tests.servers.host import Session

SESSION = pytest.StashKey[Session]()
FIXTURES = {
    "atproto_server",
    "bluesky_server",
    "clamd_server",
    "mastodon_server",
    "postgres_server",
    "redis_server",
    "wordpress_server",
}
S = TypeVar("S")


def pytest_configure(config: pytest.Config) -> None:
    shared = getattr(config, "workerinput", None)
    if shared is None:
        config.stash[SESSION] = Session.new()
    else:
        directory, owner = shared["kentongan_servers"]
        config.stash[SESSION] = Session(directory=Path(directory), owner=owner)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Of pytest-xdist: tells each worker which session it belongs to."""
    session = node.config.stash[SESSION]
    node.workerinput["kentongan_servers"] = (str(session.directory), session.owner)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every test that asks for a server; `-m "not servers"` leaves all of them out."""
    for item in items:
        if FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("servers")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.stash[SESSION].stop()


def _server(request: pytest.FixtureRequest, name: str, kind: type[S]) -> S:
    try:
        return request.config.stash[SESSION].get(name, kind)
    except ServerError as problem:
        pytest.fail(str(problem), pytrace=False)


@pytest.fixture(scope="session")
def atproto_server(request: pytest.FixtureRequest) -> Atproto:
    """A PDS of Bluesky; `create_account()`, `records(did)`."""
    return _server(request, "atproto", Atproto)


@pytest.fixture(scope="session")
def bluesky_server(request: pytest.FixtureRequest) -> Atproto:
    """A PDS with the AppView that tells who said what to whom."""
    return _server(request, "bluesky", Atproto)


@pytest.fixture(scope="session")
def mastodon_server(request: pytest.FixtureRequest) -> Mastodon:
    """A server of the Mastodon API; `create_user()`, `statuses(user)`."""
    return _server(request, "mastodon", Mastodon)


@pytest.fixture(scope="session")
def wordpress_server(request: pytest.FixtureRequest) -> WordPress:
    """A WordPress site; `create_user(role)`, `posts()`."""
    return _server(request, "wordpress", WordPress)


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Postgres:
    """A PostgreSQL cluster; `create_database()` gives the address of an empty one."""
    return _server(request, "postgres", Postgres)


@pytest.fixture(scope="session")
def redis_server(request: pytest.FixtureRequest) -> Redis:
    """A Redis that keeps nothing; `url(number)` gives the address of a database."""
    return _server(request, "redis", Redis)


@pytest.fixture(scope="session")
def clamd_server(request: pytest.FixtureRequest) -> Clamd:
    """A scanner for viruses that knows one signature; two addresses."""
    return _server(request, "clamd", Clamd)


@pytest.fixture(scope="session")
def product(request: pytest.FixtureRequest) -> Product:
    """Kentongan itself with the example pemda: web and worker, as people run it."""
    return _server(request, "product", Product)


@pytest.fixture
def chaos() -> Iterator[Callable[[int | str], Chaos]]:
    """A factory: `chaos(server.base_url)` is a proxy before that server until the test ends."""
    with ExitStack() as stack:
        yield lambda upstream: stack.enter_context(Chaos(upstream))
