"""``/healthz``: web, database, migrations and at least one worker. ``/readyz``: without the worker.

A balancer asks a web host with ``/readyz`` whether it may send people there; that workers are
down is no reason to send them away. That nobody dispatches where a broker is set is told beside an
answer of 200: workers claim for themselves then, so all is done, only less well.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import Error as DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kentongan.jobs.actions import led
from kentongan.jobs.models import Worker
from kentongan.jobs.worker import DISPATCH
from kentongan.kernel import disk
from kentongan.kernel.clock import now
from kentongan.media.limits import RESERVE_BYTES
from kentongan.web.access import public

BEAT = timedelta(seconds=15)
#: With fewer bytes free nothing more can be saved.
NO_ROOM = 20_000_000


class _Migrations:
    """Whether all migrations are applied. Once true it stays so for this process: code and
    tables change only with a restart, and the comparison loads every migration."""

    applied = False

    def ask(self) -> bool:
        """Ask the database, unless the answer is known to be yes."""
        if not self.applied:
            executor = MigrationExecutor(connection)
            self.applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return self.applied


MIGRATIONS = _Migrations()


def missing(*, worker: bool = True) -> list[str]:
    """What is not ready: ``database``, ``migrations``, ``worker``. Names only, no details."""
    try:
        if not MIGRATIONS.ask():
            return ["migrations"]
        if not worker:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        elif not Worker.objects.filter(seen_at__gte=now() - BEAT).exists():
            return ["worker"]
    except DatabaseError:
        return ["database"]
    return []


def _room() -> int:
    """Bytes that are free for data on this machine."""
    return disk.free(settings.DATA_DIR)


@public("pemantau dan penyeimbang beban bertanya tanpa masuk; jawabannya tidak memuat data")
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 when ready; 503 naming what is missing."""
    lacking = missing() or ["room"] * (_room() < NO_ROOM)
    return _answer(lacking, reduced=[] if lacking else _reduced())


@public("penyeimbang beban bertanya tanpa masuk; jawabannya tidak memuat data")
@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when this web process can serve people; 503 naming what is missing."""
    return _answer(missing(worker=False))


def _reduced() -> list[str]:
    """What works less well than it is set up to: ``dispatcher`` where nobody leads, ``room`` where
    files are refused."""
    led_or_alone = not settings.BROKER_URL or led(DISPATCH, at=now())
    return ["dispatcher"] * (not led_or_alone) + ["room"] * (_room() < RESERVE_BYTES)


def _answer(lacking: list[str], *, reduced: list[str] | None = None) -> JsonResponse:
    more = {"reduced": reduced} if reduced else {}
    return JsonResponse(
        {"status": "unready" if lacking else "ok", "missing": lacking, **more},
        status=503 if lacking else 200,
    )
