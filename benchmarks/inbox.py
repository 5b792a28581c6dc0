"""Taking in 10,000 comments, and the queue of an inbox that has many: how long?

    python -m benchmarks.inbox [--count 10000] [--units 600] [--copies 0] [--flood] [--postgres]

Prints one line of JSON. ``--copies``: so many further copies of what was taken in are put beside
it, spread over the units, before the queue and the search are measured. The comments are made up
and all differ, or with ``--flood`` all say the same; the triage reads them where it is installed.
``cpu`` figures are the time of this process alone, whatever else the machine does.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from benchmarks.installation import enter, installation

_WHAT = "jalan lampu sampah air drainase jembatan pasar sekolah puskesmas angkot".split()
_HOW = "rusak mati menumpuk keruh mampet roboh bau bocor antri mogok".split()
_WHERE = "alun masjid sawah sungai kebun terminal balai lapangan gang jembatan".split()
_ASK = ("kapan diperbaiki min?", "tolong ditindaklanjuti.", "makasih infonya", "usul ditambah ya")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--units", type=int, default=600)
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--flood", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        database = ""
        if options.postgres:
            from tests.servers.postgres import running

            database = stack.enter_context(running()).create_database()
        made = stack.enter_context(installation(database=database))
        made.run("setup", "--no-demo")
        enter(made.environment)
        print(json.dumps(measure(options)))
    return 0


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Units, an account, comments; then the queue as somebody at the top sees it."""
    from kentongan.inbox import queries
    from kentongan.inbox.actions import intake
    from kentongan.inbox.models import Case, Message
    from kentongan.inbox.queries import Filters
    from kentongan.kernel import clock
    from kentongan.people.permissions import forget

    at = clock.now()
    account, user = _pemda(options.units, at)
    items = _comments(options.count, at, flood=options.flood)
    started, begun = time.perf_counter(), time.process_time()
    intake.take_in(account, items, at=at)
    taken, busy = time.perf_counter() - started, time.process_time() - begun
    for _ in range(options.copies):
        _copy(account)
    _settle()

    def page() -> None:
        forget(user)
        for case in queries.queue(user, Filters(), at=at).cases:
            assert case.unit.name
        queries.counts(user, at=at)

    def search() -> None:
        forget(user)
        list(queries.queue(user, Filters(words="perbaikan jembatan bocor"), at=at).cases)

    def rare() -> None:
        forget(user)
        list(queries.queue(user, Filters(words=f"x{options.count // 2}"), at=at).cases)

    return {
        "database": "postgres" if options.postgres else "sqlite",
        "taken_in": options.count,
        "seconds": round(taken, 2),
        "cpu_seconds": round(busy, 2),
        "per_second": round(options.count / taken),
        "messages": Message.objects.count(),
        "open_cases": Case.objects.filter(state="new").count(),
        "queue_ms_p50": _median(page, time.perf_counter),
        "queue_cpu_ms_p50": _median(page, time.process_time),
        "search_ms_p50": _median(search, time.perf_counter),
        "search_rare_ms_p50": _median(rare, time.perf_counter),
    }


def _median(work: Callable[[], None], clock: Callable[[], float], times: int = 15) -> float:
    work()
    took = []
    for _ in range(times):
        started = clock()
        work()
        took.append((clock() - started) * 1000)
    return round(statistics.median(took), 1)


def _pemda(units: int, at: Any) -> tuple[Any, Any]:
    from kentongan.networks.models import Account, Health
    from kentongan.people.models import RoleGrant, Unit, User

    top = Unit.objects.create(code="pemda", name="Pemda Ukur", type_id="pemda", created_at=at)
    below = [
        Unit(code=f"desa-{n}", name=f"Desa Ukur {n}", type_id="desa", parent=top, created_at=at)
        for n in range(units - 1)
    ]
    for unit in below:
        unit.save()
    user = User.objects.create(username="ukur", name="Penyelia Ukur", unit=top, created_at=at)
    RoleGrant.objects.create(user=user, unit=top, role="penyelia", created_at=at)
    account = Account.objects.create(
        unit=top, network="sandbox", handle="ukur", health=Health.HEALTHY, created_at=at
    )
    return account, user


def _comments(count: int, at: Any, *, flood: bool) -> list[Any]:
    from kentongan.networks.contract import Author, Incoming, Way

    letters = str.maketrans("0123456789", "bdfhjlnprt")
    return [
        Incoming(
            external_id=f"k{n}",
            way=Way.COMMENT,
            author=Author(external_id=f"w{n}", handle=f"warga{n}", name=f"Warga {n}"),
            text=f"turunkan camat sekarang @warga{n} {n}!"
            if flood
            else f"{_WHAT[n % 10]} {_HOW[n // 10 % 10]} dekat {_WHERE[n // 100 % 10]}"
            f" rt {str(n).translate(letters)}a x{n}, {_ASK[n % 4]}",
            created_at=at - timedelta(seconds=n % 3600),
            thread=f"k{n}",
            post="p",
        )
        for n in range(count)
    ]


def _copy(account: Any) -> None:
    """Everything of the account once more, as other cases of other units: rows, not acts."""
    from kentongan.inbox import search
    from kentongan.inbox.models import Case, Conversation, Message
    from kentongan.kernel.ids import uuid7
    from kentongan.people.models import Unit

    units = list(Unit.objects.all())
    number = Case.objects.count()
    rows = Message.objects.filter(account=account).select_related("case", "conversation")
    for start in range(0, rows.count(), 2000):
        cases, threads, messages = [], [], []
        for place, row in enumerate(rows.order_by("external_id")[start : start + 2000]):
            unit = units[(start + place) % len(units)]
            number += 1
            case, thread = row.case, row.conversation
            assert case is not None
            # One in ten still waits: the rest of a large inbox is past.
            state = "new" if place % 10 == 0 else "closed"
            case.pk, case.number, case.unit, case.state = uuid7(), f"Z-{number}", unit, state
            thread.pk, thread.thread, thread.case = uuid7(), f"z{number}", case
            row.pk, row.external_id, row.case, row.conversation = (
                uuid7(), f"z{number}", case, thread,
            )  # fmt: skip
            row.account = thread.account = None
            cases.append(case)
            threads.append(thread)
            messages.append(row)
        Case.objects.bulk_create(cases, batch_size=500)
        Conversation.objects.bulk_create(threads, batch_size=500)
        Message.objects.bulk_create(messages, batch_size=500)
        search.add(messages)


def _settle() -> None:
    """Statistics for the planner, as a day's running leaves them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    raise SystemExit(main())
