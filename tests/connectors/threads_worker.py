"""A worker that may die after every act: only the notes of the delivery are left."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.threads.connector import ThreadsConnector
from kentongan.networks.contract import Outgoing, Pending, Published, Session
from tests.contract.harness import Login

PUBLISH = "POST /v1.0/me/threads_publish"


class Worker:
    """A connector per act, as after a crash: only the notes are left."""

    def __init__(self, server: str, login: Login, notes: dict[str, Any]) -> None:
        self.server, self.login, self.notes = server, login, notes
        self.remember = notes.update

    def _do(self, act: str, *given: Any, **more: Any) -> Any:
        with HttpClient(inner_hosts=[urlsplit(self.server).netloc], timeout=10) as http:
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
            return getattr(ThreadsConnector(session), act)(*given)

    def publish(self, post: Outgoing) -> Published | Pending:
        found: Published | Pending = self._do("publish", post, "kunci")
        return found

    def find(self, post: Outgoing, **more: Any) -> Published | None:
        found: Published | None = self._do("find", "kunci", post, **more)
        return found

    def resume(self, pending: Pending) -> Published | Pending:
        found: Published | Pending = self._do("resume", pending)
        return found
