"""Celery between dispatcher and workers: one queue, one task, nothing kept in it that matters.

A message carries claims: source, id, token, lane. The worker that gets it takes the leases over
before it does anything, so a message that comes twice runs once, and one that gets lost is claimed
anew when its lease ends. Imported only where ``KENTONGAN_BROKER_URL`` names a broker.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from celery import Celery
from celery.exceptions import Reject
from celery.worker import WorkController, state
from django.db import close_old_connections
from kombu.exceptions import KombuError

from kentongan.jobs.actions import LEASE
from kentongan.jobs.dispatcher import BrokerAway
from kentongan.jobs.sources import Claim
from kentongan.jobs.worker import WorkerLoop

log = logging.getLogger("kentongan.broker")

QUEUE = "kentongan"
TASK = "kentongan.run_due"
#: Seconds for a broker that does not answer.
TIMEOUT = 4
#: Seconds after which Redis gives what a dead worker had not acknowledged to another one.
UNACKNOWLEDGED = 60


def application(url: str) -> Celery:
    """Celery as we use it: JSON only, no results, a message is acknowledged when it is begun."""
    # Without fixups: Celery's own for Django would watch over connections that are ours to close.
    app = Celery("kentongan", broker=url, fixups=[], set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        broker_connection_max_retries=None,
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=TIMEOUT,
        broker_transport_options={
            "socket_connect_timeout": TIMEOUT,
            "socket_timeout": TIMEOUT,
            "visibility_timeout": UNACKNOWLEDGED,
        },
        task_acks_late=True,
        task_default_queue=QUEUE,
        task_ignore_result=True,
        task_publish_retry=False,
        worker_enable_remote_control=False,
        worker_prefetch_multiplier=1,
    )
    return app


class Broker:
    """The dispatcher's side: one connection, used by one thread."""

    def __init__(self, url: str) -> None:
        self._app = application(url)
        self._connection = self._app.connection_for_write()
        #: Of the connection, the broker, or the socket below.
        self._errors = (
            KombuError,
            OSError,
            *self._connection.connection_errors,
            *self._connection.channel_errors,
        )

    def answers(self) -> None:
        """Declare the queue, which every broker answers."""
        try:
            self._connection.ensure_connection(max_retries=1, timeout=TIMEOUT)
            queue = self._app.amqp.queues[QUEUE]
            queue(self._connection.default_channel).declare()
        except self._errors as error:
            raise self._lost(error) from error

    def send(self, source: str, claims: Sequence[Claim]) -> None:
        """One message; it is thrown away unread when its leases have ended."""
        rows = [[str(claim.id), str(claim.token), claim.lane] for claim in claims]
        try:
            self._app.send_task(
                TASK,
                args=[source, rows],
                connection=self._connection,
                expires=LEASE.total_seconds(),
            )
        except self._errors as error:
            raise self._lost(error) from error

    def _lost(self, error: Exception) -> BrokerAway:
        """Begin anew with the next message: a broken connection does not heal."""
        self._connection.close()
        return BrokerAway(repr(error))

    def close(self) -> None:
        """Leave."""
        self._connection.close()


class Listener:
    """The worker's side: hands messages, one at a time, to a loop that runs in this process.

    One at a time, so that a host with no free thread leaves the next message to another one.
    """

    def __init__(self, url: str, loop: WorkerLoop) -> None:
        self._loop = loop
        app = application(url)
        app.task(name=TASK)(self._run_due)
        self._worker = WorkController(
            app=app,
            pool="threads",
            concurrency=1,
            without_gossip=True,
            without_heartbeat=True,
            without_mingle=True,
        )
        self._thread = threading.Thread(target=self._worker.start, name="broker", daemon=True)

    def start(self) -> None:
        """Listen from now on; a broker that is away is waited for."""
        self._thread.start()

    def listening(self) -> bool:
        """Whether messages reach us."""
        consumer = getattr(self._worker, "consumer", None)
        connection = getattr(consumer, "connection", None)
        return bool(self._thread.is_alive() and connection is not None and connection.connected)

    def stop(self) -> None:
        """Take no further message; to be called before the loop is stopped, which hands what it has
        not begun back to the queue: we would be the first to get it again."""
        state.should_stop = 0

    def join(self, *, grace: timedelta = timedelta(seconds=5)) -> None:
        """Wait until the connection is closed."""
        self._thread.join(grace.total_seconds())
        state.should_stop = None

    def _run_due(self, source: str, rows: Sequence[Sequence[str]]) -> None:
        """The task: begin what nobody has begun. What is not begun is left to its lease, or to
        another host where this one is being stopped."""
        claims = [Claim(UUID(pk), UUID(token), lane) for pk, token, lane in rows]
        try:
            left = self._loop.accept(source, claims, within=LEASE)
        finally:
            close_old_connections()
        if left and self._loop.stopping.is_set():
            raise Reject("stopping", requeue=True)


def listen(url: str, loop: WorkerLoop) -> Listener:
    """Let ``loop`` be fed by the broker at ``url``; the caller starts and stops it."""
    listener = Listener(url, loop)
    loop.listening = listener.listening
    return listener
