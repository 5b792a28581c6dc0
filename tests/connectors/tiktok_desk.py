"""One delivery to the fake of TikTok over its attempts, and what tests of it need."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.tiktok.connector import TikTokConnector
from kentongan.networks.contract import Outgoing, Pending, Published, Session, TryLater
from tests.contract.harness import picture
from tests.contract.interposer import Interposer
from tests.contract.tiktok_harness import APP, secret_of
from tests.fakes.tiktok import TikTok
from tests.fakes.tiktok_media import Shelf, clip
from tests.fakes.tiktok_parts import Account

NOW = datetime.now(UTC)


class Killed(BaseException):
    """The worker dies here."""


@dataclass
class Delivery:
    """One delivery over its attempts: a new connector for each act, notes that outlive it."""

    server: TikTok
    account: Account
    notes: dict[str, Any] = field(default_factory=dict)
    app: dict[str, Any] = field(default_factory=lambda: dict(APP))
    secret: dict[str, Any] = field(default_factory=dict)
    die_at: str = ""
    lease: bool = True

    def remember(self, note: Any) -> None:
        if not self.lease:
            raise TryLater("giliran lewat")
        self.notes |= note
        if self.die_at and note.get(self.die_at):
            raise Killed

    @contextmanager
    def connector(self, via: str = "", *, at: datetime = NOW) -> Iterator[TikTokConnector]:
        base = via or self.server.base_url
        with HttpClient(inner_hosts=[urlsplit(base).netloc], timeout=5) as http:
            yield TikTokConnector(
                Session(
                    server=base,
                    handle=self.account.username,
                    external_id=self.account.open_id,
                    secret=secret_of(self.account) | self.secret,
                    http=http,
                    now=at,
                    app=self.app,
                    remembered=dict(self.notes),
                    remember=self.remember,
                )
            )

    def publish(self, item: Outgoing, via: str = "") -> Published | Pending:
        with self.connector(via) as connector:
            return connector.publish(item, "kunci")

    def find(self, item: Outgoing) -> Published | None:
        with self.connector() as connector:
            return connector.find("kunci", item)

    def resume(self, pending: Any, *, at: datetime = NOW) -> Published | Pending:
        assert isinstance(pending, Pending)
        with self.connector(at=at) as connector:
            return connector.resume(pending)

    def count(self) -> int:
        return len(self.server.public(self.account))


@pytest.fixture
def server() -> Iterator[TikTok]:
    with TikTok() as server:
        yield server
        assert not server.strays


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with Shelf() as shelf:
        yield shelf


@pytest.fixture
def front(server: TikTok) -> Iterator[Interposer]:
    with Interposer(server.base_url) as front:
        yield front


@pytest.fixture
def delivery(server: TikTok) -> Delivery:
    return Delivery(server, server.create_account())


@pytest.fixture
def film(tmp_path: Path) -> Outgoing:
    return Outgoing(text="Info layanan.", created_at=NOW, video=clip(tmp_path))


@pytest.fixture
def photos(shelf: Shelf) -> Outgoing:
    images = tuple(shelf.put(picture(c, "")) for c in ("red", "green"))
    return Outgoing(text="Info layanan.", created_at=NOW, images=images)
