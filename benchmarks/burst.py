"""A province at 07.00: thousands of deliveries due in the same minute, on networks of every mood.

    python -m benchmarks.burst --postgres                                  # 10,000 in 250 ms
    python -m benchmarks.burst                                             # the same on SQLite
    python -m benchmarks.burst --postgres --count 27000 --accounts 27000   # one post an account
    python -m benchmarks.burst --postgres --count 3000 --hang 200          # beside one that hangs
    python -m benchmarks.burst --postgres --count 3000 --hang 200 --calm   # to compare with
    python -m benchmarks.burst --postgres --count 18000 --blind 2000 --accounts 2000 \\
        --processes 4 --threads 24 --lost 0.05 --reset 0.05 --busy 0.05 --kill-every 1   # chaos
    python -m benchmarks.burst --postgres --dispatchers 1                  # through Celery on Redis
    python -m benchmarks.burst --bare                                      # an httpx client alone

Prints one line of JSON. The networks are one small process of ours (``wire.py``).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.installation import ROOT, Installation, children, enter, free_port, installation

#: Workers are started so long before everything is due.
LEAD = timedelta(seconds=8)


def main() -> int:
    """Measure and print."""
    options = _options()
    with ExitStack() as stack:
        port = networks(stack, options)
        if options.bare:
            print(json.dumps(bare(port, options)))
            return 0
        database = ""
        if options.postgres:
            from tests.servers.postgres import running

            database = stack.enter_context(running()).create_database()
        made = stack.enter_context(installation(database=database, threads=options.threads))
        if options.dispatchers:
            from tests.servers import redis

            made.environment["KENTONGAN_BROKER_URL"] = stack.enter_context(redis.running()).url()
        made.allow(f"127.0.0.1:{port}")
        print(json.dumps(measure(made, port, options)))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--accounts", type=int, default=400)
    parser.add_argument("--units", type=int, default=90)
    parser.add_argument("--latency", type=int, default=250, help="milliseconds per request")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--processes", type=int, default=1, help="of each worker")
    parser.add_argument("--threads", type=int, default=96, help="of each process")
    parser.add_argument("--dispatchers", type=int, default=0, help="beside a broker")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--hang", type=int, default=0, help="deliveries to a network that hangs")
    parser.add_argument("--calm", action="store_true", help="what hangs is due tomorrow")
    parser.add_argument("--blind", type=int, default=0, help="to a network without proof")
    parser.add_argument("--kill-every", type=float, default=0, help="seconds between SIGKILLs")
    for name in ("lost", "reset", "busy"):
        parser.add_argument(f"--{name}", type=float, default=0.0, help="share, 0 to 1")
    parser.add_argument("--bare", action="store_true", help="only a bare client")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which to give up")
    return parser.parse_args()


def measure(made: Installation, port: int, options: argparse.Namespace) -> dict[str, Any]:
    """Prepare, start, wait, count."""
    made.run("setup", "--no-demo")
    enter(made.environment)
    from benchmarks import crowd
    from kentongan.delivery.models import Delivery
    from kentongan.kernel import clock

    wanted = {"sandbox": options.count, "mastodon": options.hang, "telegram": options.blind}
    due = crowd.prepare(
        crowd.Crowd(
            {network: count for network, count in wanted.items() if count},
            accounts=options.accounts,
            units=options.units,
            server=f"http://127.0.0.1:{port}",
        ),
        due_in=LEAD,
    )
    while clock.now() < due - LEAD:
        time.sleep(0.05)
    if options.calm:  # the accounts are there all the same, and are listened to
        Delivery.objects.filter(network="mastodon").update(run_at=due + timedelta(days=1))
    begin = ("worker", "--processes", str(options.processes))
    workers = [made.start(*begin) for _ in range(options.workers)]
    for _ in range(options.dispatchers):
        made.start("dispatcher")
    while clock.now() < due:
        time.sleep(0.05)
    spent = (
        processor_seconds([worker.pid for worker in workers]),
        processor_seconds(database_processes()),
    )
    watch = "sandbox" if options.hang else ""
    began, killed, memory = time.monotonic(), 0, 0
    chance = random.Random(7)
    while (left := crowd.unfinished(watch)) and time.monotonic() - began < options.limit:
        memory = max(memory, *(_resident(pid) for w in workers for pid in children(w.pid)))
        if options.kill_every:
            time.sleep(options.kill_every)
            victims = _at_work([worker.pid for worker in workers])
            if not victims:
                continue
            victim = chance.choice(victims)
            os.kill(victim, signal.SIGKILL)
            killed += 1
            for number, worker in enumerate(workers):
                if worker.pid == victim:
                    worker.wait(timeout=30)
                    workers[number] = made.start(*begin)
        else:
            time.sleep(1)
    late = sorted(
        (sent - due).total_seconds()
        for sent in Delivery.objects.filter(state="sent", network="sandbox").values_list(
            "sent_at", flat=True
        )
        if sent is not None
    )
    spent = (
        processor_seconds([worker.pid for worker in workers]) - spent[0],
        processor_seconds(database_processes()) - spent[1],
    )
    return {
        **{k: v for k, v in vars(options).items() if k not in {"bare", "limit"}},
        "worker_ms": round(1000 * spent[0] / max(len(late), 1), 2),
        "database_ms": round(1000 * spent[1] / max(len(late), 1), 2),
        **_batches(),
        "kills": killed,
        "left": left,
        "last_sent_after": round(late[-1], 1) if late else None,
        "p50": round(late[len(late) // 2], 1) if late else None,
        "p99": round(late[int(len(late) * 0.99)], 1) if late else None,
        "worker_mb": round(memory / 1024),
        "states": _states(),
        "without_proof": _blind(),
        "network": told_by_networks(port),
    }


def _at_work(workers: Iterable[int]) -> list[int]:
    """Processes of workers that have begun to work, with their parents.

    Whoever is only being started holds nothing: its end proves nothing, and were it as likely as
    that of others, nobody would ever get to work.
    """
    from kentongan.jobs.models import Worker

    reported = set(Worker.objects.values_list("pid", flat=True))
    families = [children(pid) for pid in workers]
    return [pid for family in families if reported.intersection(family) for pid in family]


def _batches() -> dict[str, float]:
    """How many deliveries were claimed together, and written down together at the end."""
    from kentongan.delivery.models import Attempt

    rows = Attempt.objects.filter(kind="send", finished_at__isnull=False).order_by()
    count = rows.count()
    names = {"claimed_together": "token", "ended_together": "finished_at"}
    return {
        name: round(count / max(rows.values(column).distinct().count(), 1), 1)
        for name, column in names.items()
    }


def _states() -> dict[str, int]:
    from kentongan.delivery.models import Delivery

    return dict(Counter(f"{n} {s}" for n, s in Delivery.objects.values_list("network", "state")))


def _blind() -> dict[str, int]:
    """What became of tries on the network without proof; ``""``: their worker was killed."""
    from kentongan.delivery.models import Attempt

    rows = Attempt.objects.filter(delivery__network="telegram", kind="send")
    return dict(Counter(rows.values_list("outcome", flat=True)))


def bare(port: int, options: argparse.Namespace) -> dict[str, Any]:
    """The same requests by a client that reads and writes nothing else, as many at a time."""
    import httpx2

    trust = httpx2.create_ssl_context(trust_env=False)  # once: it costs more than all the rest
    at_once = options.workers * options.processes * options.threads // 2
    body = {"text": "Posyandu buka pukul 08.00.", "images": [], "language": "id"}

    def send(number: int) -> int:
        with httpx2.Client(trust_env=False, timeout=20, verify=trust) as client:
            url = f"http://127.0.0.1:{port}/sandbox/api/posts"
            return client.post(url, json={**body, "client_key": f"k{number}"}).status_code

    began = time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        answers = Counter(pool.map(send, range(options.count)))
    seconds = round(time.monotonic() - began, 1)
    return {"bare": options.count, "at_once": at_once, "seconds": seconds, "answers": answers}


def networks(stack: ExitStack, options: argparse.Namespace) -> int:
    """The networks, in a process of their own."""
    port = free_port()
    words = [sys.executable, "-m", "benchmarks.wire", str(port), "--latency", str(options.latency)]
    for name in ("lost", "reset", "busy"):
        words += [f"--{name}", str(getattr(options, name))]
    process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT}"})
    stack.callback(process.wait, 20)
    stack.callback(process.terminate)
    time.sleep(1)
    return port


def told_by_networks(port: int) -> Any:
    """How often the networks accepted each key, as they tell it."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/count", timeout=20) as answer:
        return json.load(answer)


def database_processes() -> list[int]:
    """The process all others of PostgreSQL come from; none for SQLite, which has no process."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        mine = int(cursor.fetchone()[0])
    return [int(_fields(mine)[1])]


def processor_seconds(pids: Iterable[int]) -> float:
    """Processor seconds of processes and of everything below them, also of what has ended."""
    ticks = 0
    for pid in pids:
        with suppress(OSError):
            ticks += sum(int(_fields(p)[n]) for p in children(pid) for n in (11, 12))
            ticks += sum(int(_fields(p)[n]) for p in children(pid) for n in (13, 14))
    return ticks / os.sysconf("SC_CLK_TCK")


def _fields(pid: int) -> list[str]:
    """What the kernel says of a process, from its state on (``man 5 proc_pid_stat``)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _resident(pid: int) -> int:
    """Memory of a process in kB; 0 when it has just ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    line = next((row for row in status.splitlines() if row.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(line.split()[1])


if __name__ == "__main__":
    raise SystemExit(main())
