"""A worker that may die after every act: only the notes of the delivery are left."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from kentongan.kernel.http import HttpClient
from kentongan.networks.contract import Connector, Outgoing, Pending, Published, Session
from tests.contract.harness import Login


class OneAct:
    """A connector per act. ``upstream`` may be reached besides ``server``: uploads go there."""

    connector: type[Connector]

    def __init__(
        self, server: str, login: Login, notes: dict[str, Any], *, upstream: str = ""
    ) -> None:
        self.server, self.login, self.notes = server, login, notes
        self.upstream = upstream or server
        self.remember = notes.update

    def _do(self, act: str, *given: Any, **more: Any) -> Any:
        hosts = [urlsplit(self.server).netloc, urlsplit(self.upstream).netloc]
        with HttpClient(inner_hosts=hosts, timeout=10) as http:
            session = Session(
                server=self.server,
                handle=self.login.handle,
                external_id=self.login.external_id,
                secret=self.login.secret,
                http=http,
                now=datetime.now(UTC),
                remembered=dict(self.notes),
                remember=self.remember,
                **more,
            )
            return getattr(self.connector(session), act)(*given)

    def publish(self, post: Outgoing) -> Published | Pending:
        """Publish under one key."""
        found: Published | Pending = self._do("publish", post, "kunci")
        return found

    def find(self, post: Outgoing, **more: Any) -> Published | None:
        """What the network has for that key."""
        found: Published | None = self._do("find", "kunci", post, **more)
        return found

    def resume(self, pending: Pending) -> Published | Pending:
        """Ask what became of it."""
        found: Published | Pending = self._do("resume", pending)
        return found
