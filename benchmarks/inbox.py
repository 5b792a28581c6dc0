"""Taking in 10,000 comments, and the queue of an inbox that has many: how long?

    python -m benchmarks.inbox [--count 10000] [--units 600] [--copies 0] [--flood] [--postgres]
        [--database URL] [--folder PATH]

Prints one line of JSON. ``--copies``: so many further copies of what was taken in are put beside
it, spread over the units, before pages are measured; every second message has an answer. The
comments are made up and all differ, or with ``--flood`` all say the same; the triage reads them
where it is installed. ``--database``: an empty database of your own on PostgreSQL; ``--folder``:
one for the data, SQLite included. Both are left as they are; given again, they are only measured.

Pages are whole answers of the product to somebody at the top, without the way over the network:
wall time, time of this process alone (``cpu``), and statements of the last one, all of them.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from benchmarks.installation import enter, installation

_WHAT = "jalan lampu sampah air drainase jembatan pasar sekolah puskesmas angkot".split()
_HOW = "rusak mati menumpuk keruh mampet roboh bau bocor antri mogok".split()
_WHERE = "alun masjid sawah sungai kebun terminal balai lapangan gang jembatan".split()
PAGES = {
    "queue": "",
    "search": "q=perbaikan+jembatan+bocor",
    "search_rare": "q=x5000",
    "search_common": "q=jalan",
    "search_everything": "q=jalan&keadaan=semua",
    "search_answers": "q=jadwal+perbaikan+jembatan&keadaan=semua",
    "search_answers_common": "q=terima+kasih",
}
_THANKS = (
    "Terima kasih, {} Sudah kami teruskan.",
    "Terima kasih. Jadwal perbaikannya: {}",
    "Sudah dikerjakan: {}",
    "Terima kasih, kami periksa dulu.",
)
_ASK = ("kapan diperbaiki min?", "tolong ditindaklanjuti.", "makasih infonya", "usul ditambah ya")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--units", type=int, default=600)
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--flood", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--database", default="")
    parser.add_argument("--folder", default="")
    options = parser.parse_args()
    with ExitStack() as stack:
        database = options.database
        if options.postgres and not database:
            from tests.servers.postgres import running

            database = stack.enter_context(running()).create_database()
        made = stack.enter_context(installation(database=database, folder=options.folder))
        made.run("setup", "--no-demo")
        enter(made.environment)
        filled = fill(options)
        print(json.dumps({"database": "postgres" if database else "sqlite", **filled, **pages()}))
    return 0


def fill(options: argparse.Namespace) -> dict[str, Any]:
    """Units, an account, comments, copies; nothing where there are messages already."""
    from benchmarks.copies import multiply
    from kentongan.inbox.actions import intake
    from kentongan.inbox.models import Message
    from kentongan.kernel import clock

    if Message.objects.exists():
        return {}
    at = clock.now()
    account = _pemda(options.units, at)
    items = _comments(options.count, at, flood=options.flood)
    started, begun = time.perf_counter(), time.process_time()
    intake.take_in(account, items, at=at)
    taken, busy = time.perf_counter() - started, time.process_time() - begun
    _answer(at)
    started = time.perf_counter()
    multiply(options.copies)
    _settle()
    return {
        "taken_in": options.count,
        "seconds": round(taken, 2),
        "cpu_seconds": round(busy, 2),
        "per_second": round(options.count / taken),
        "copying_seconds": round(time.perf_counter() - started, 1),
    }


def _answer(at: Any) -> None:
    """An answer to every second message: rows, not acts, which would be sent."""
    from kentongan.inbox import search
    from kentongan.inbox.models import Message, Reply
    from kentongan.people.models import User

    user = User.objects.get(username="ukur")
    rows = [
        Reply(case_id=case, message_id=pk, text=_THANKS[n % 4].format(text), by=user, at=at)
        for n, (pk, case, text) in enumerate(
            Message.objects.order_by("external_id").values_list("pk", "case", "text")[::2]
        )
        if case is not None
    ]
    Reply.objects.bulk_create(rows, batch_size=500)
    search.add_ours("reply", ((row.pk, row.text) for row in rows))


def pages() -> dict[str, Any]:
    """The queue and searches in it as somebody at the top sees them."""
    from django.test import Client

    from kentongan.inbox.models import Case, Message
    from kentongan.people.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(
        User.objects.get(username="ukur"), backend="kentongan.people.backends.PasswordBackend"
    )
    shown: dict[str, Any] = {
        "messages": Message.objects.count(),
        "open_cases": Case.objects.filter(state="new").count(),
    }
    for name, query in PAGES.items():
        shown[name] = _measured(client, f"/kotak-masuk/?{query}")
    return shown


def _measured(client: Any, address: str, times: int = 15) -> dict[str, Any]:
    """Medians of a page in milliseconds; its statements: how many, all together, the longest."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took, busy = [], []
    for _ in range(times + 1):
        started, begun = time.perf_counter(), time.process_time()
        answer = client.get(address)
        took.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() - begun) * 1000)
        assert answer.status_code == 200, answer
    with CaptureQueriesContext(connection) as statements:
        client.get(address)
    lasted = [float(one["time"]) * 1000 for one in statements]
    return {
        "ms_p50": round(statistics.median(took[1:]), 1),
        "cpu_ms_p50": round(statistics.median(busy[1:]), 1),
        "statements": len(lasted),
        "sql_ms": round(sum(lasted)),
        "longest_ms": round(max(lasted)),
    }


def _pemda(units: int, at: Any) -> Any:
    from kentongan.networks.models import Account, Health
    from kentongan.people.models import Installation, RoleGrant, Unit, User

    Installation.objects.create(name="Pemda Ukur", created_at=at)
    top = Unit.objects.create(code="pemda", name="Pemda Ukur", type_id="pemda", created_at=at)
    below = [
        Unit(code=f"desa-{n}", name=f"Desa Ukur {n}", type_id="desa", parent=top, created_at=at)
        for n in range(units - 1)
    ]
    for unit in below:
        unit.save()
    user = User.objects.create(username="ukur", name="Penyelia Ukur", unit=top, created_at=at)
    RoleGrant.objects.create(user=user, unit=top, role="penyelia", created_at=at)
    return Account.objects.create(
        unit=top, network="sandbox", handle="ukur", health=Health.HEALTHY, created_at=at
    )


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


def _settle() -> None:
    """Statistics for the planner, as the night leaves them; PostgreSQL keeps its own."""
    from django.db import connection

    from kentongan.jobs.upkeep import statistics
    from kentongan.kernel import clock

    statistics(at=clock.now())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    raise SystemExit(main())
