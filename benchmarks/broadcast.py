"""One post to the subscribers of a WhatsApp number: how long, and what it leaves behind.

    python -m benchmarks.broadcast --count 20000             # SQLite, 100 ms of latency
    python -m benchmarks.broadcast --count 20000 --postgres

Prints one line of JSON. Meta is a small process of ours (``wire.py``). The rate of a number is the
product's own (``limits.py``): ``at_best`` is what it allows.
"""

from __future__ import annotations

import argparse
import json
import time
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from benchmarks.burst import database_processes, networks, processor_seconds, told_by_networks
from benchmarks.installation import Installation, enter, installation


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=20_000, help="subscribers")
    parser.add_argument("--latency", type=int, default=100, help="milliseconds per request")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=32)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--limit", type=float, default=1800, help="seconds after which to give up")
    options = parser.parse_args()
    options.lost = options.reset = options.busy = 0.0
    with ExitStack() as stack:
        port = networks(stack, options)
        database = ""
        if options.postgres:
            from tests.servers.postgres import running

            database = stack.enter_context(running()).create_database()
        made = stack.enter_context(installation(database=database, threads=options.threads))
        made.allow(f"127.0.0.1:{port}")
        print(json.dumps(measure(made, port, options)))
    return 0


def measure(made: Installation, port: int, options: argparse.Namespace) -> dict[str, Any]:
    """Prepare, start, wait, count."""
    made.run("setup", "--no-demo")
    enter(made.environment)
    from benchmarks import crowd
    from kentongan.delivery import spreading
    from kentongan.delivery.models import Attempt, Delivery
    from kentongan.kernel import clock
    from kentongan.networks.connectors.whatsapp_cloud.limits import LIMITS

    server = f"http://127.0.0.1:{port}"
    wanted = crowd.Crowd({"whatsapp_cloud": 1}, accounts=1, units=1, server=server)
    crowd.prepare(wanted, due_in=timedelta(0))
    subscribe(options.count)
    before = _bytes()
    now = clock.now()
    Delivery.objects.update(due_at=now, run_at=now, expires_at=now + timedelta(hours=6))
    workers = [made.start("worker") for _ in range(options.workers)]
    spent = processor_seconds([w.pid for w in workers]), processor_seconds(database_processes())
    began = time.monotonic()
    post, first = Delivery.objects.get(), None
    while post.state in {"planned", "sending", "pending"}:
        time.sleep(1)
        first = first or spreading.messages(post).filter(state="sent").first()
        if time.monotonic() - began > options.limit:
            break
        post.refresh_from_db()
    messages = spreading.messages(post)
    times = messages.filter(sent_at__isnull=False).order_by("sent_at").values_list("sent_at")
    ends = (times.first(), times.last())
    took = (ends[1][0] - ends[0][0]).total_seconds() if ends[0] and ends[1] else 0.0
    worker = processor_seconds([w.pid for w in workers]) - spent[0]
    counted = time.monotonic()
    counts = spreading.count(post)
    counted = time.monotonic() - counted
    tries = Attempt.objects.filter(kind="send", delivery__original=post).order_by()
    rate, per = LIMITS.per_account or (0, 1)
    return {
        **{n: getattr(options, n) for n in ("count", "latency", "workers", "threads", "postgres")},
        "sent": counts["sent"],
        "seconds": round(took, 1),
        "at_best": round(options.count * per / rate, 1) if rate else None,
        "worker_ms": round(1000 * worker / options.count, 2),
        "database_ms": round(
            1000 * (processor_seconds(database_processes()) - spent[1]) / options.count, 2
        ),
        "ended_together": round(
            tries.count() / max(tries.values("finished_at").distinct().count(), 1), 1
        ),
        "count_ms": round(1000 * counted, 1),
        "bytes_each": round((_bytes() - before) / options.count),
        "state": post.state,
        "network": told_by_networks(port),
    }


def subscribe(count: int) -> None:
    """That many people, and a template for the one account; numbers that nobody has."""
    from kentongan.kernel import clock
    from kentongan.networks.models import Account, Credential
    from kentongan.subscribers.models import Broadcast, Consent, Subscriber, mark_of

    account, now = Account.objects.get(), clock.now()
    secret: Any = {"token": "a" * 40, "number_id": "106540352240001"}
    credential = Credential.objects.get()
    credential.secret = secret
    credential.save()
    Broadcast.objects.create(account=account, template="kabar_resmi", updated_at=now)
    numbers = [f"628120000{n:05d}" for n in range(count)]
    Subscriber.objects.bulk_create(
        [
            Subscriber(
                account=account, number=number, mark=mark_of(account.pk, number),
                consent=Consent.MESSAGE, consent_note=number, joined_at=now,
            )
            for number in numbers
        ],
        batch_size=1000,
    )  # fmt: skip


def _bytes() -> int:
    """The size of the database, without what is only being written."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("select pg_database_size(current_database())")
        else:
            cursor.execute("select page_count * page_size from pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    raise SystemExit(main())
