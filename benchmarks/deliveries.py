"""1,000 deliveries due in the same minute, over HTTP with 100 ms of latency: how long, any twice?

    python -m benchmarks.deliveries [--count 1000] [--latency 100] [--workers 1] [--postgres]
    python -m benchmarks.deliveries --count 2000 --kills 200     # random SIGKILLs of workers

Prints one line of JSON. The latency is added by a proxy of its own between the workers and the
sandbox network, which is served by the installation's own web process.
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
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from benchmarks.installation import ROOT, Installation, enter, free_port, installation


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--latency", type=int, default=100, help="milliseconds per request")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=32)
    parser.add_argument("--kills", type=int, default=0, help="SIGKILLs of random workers")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which to give up")
    options = parser.parse_args()
    with ExitStack() as stack:
        database = ""
        if options.postgres:
            from tests.servers.postgres import running

            database = stack.enter_context(running()).create_database()
        made = stack.enter_context(installation(database=database, threads=options.threads))
        print(json.dumps(measure(made, stack, options)))
    return 0


def measure(made: Installation, stack: ExitStack, options: argparse.Namespace) -> dict[str, Any]:
    """Prepare, start, wait, count."""
    proxy_port = free_port()
    made.allow(f"127.0.0.1:{proxy_port}")
    made.run("setup", "--no-demo")
    enter(made.environment)
    from benchmarks import line
    from kentongan.delivery.models import Delivery
    from kentongan.kernel import clock

    lead = 5 + options.count / 20  # seconds that planning takes, generously
    server = f"http://127.0.0.1:{proxy_port}/sandbox"
    due = line.prepare(options.count, server=server, due_in=timedelta(seconds=lead))
    start_proxy(stack, proxy_port, made.port, options.latency)
    made.start("web")
    made.wait_answer()
    workers = [made.start("worker") for _ in range(options.workers)]
    while clock.now() < due:
        time.sleep(0.05)
    began, killed = time.monotonic(), 0
    chance = random.Random(7)
    while (left := line.unfinished()) and time.monotonic() - began < options.limit:
        if killed < options.kills:
            number = chance.randrange(len(workers))
            time.sleep(chance.uniform(0.3, 1.1))
            made.stop(workers[number], signal.SIGKILL)
            workers[number] = made.start("worker")
            killed += 1
        else:
            time.sleep(0.2)
    seconds = time.monotonic() - began
    states = Counter(Delivery.objects.values_list("state", flat=True))
    last = Delivery.objects.filter(state="sent").order_by("-sent_at").first()
    return {
        "count": options.count,
        "latency_ms": options.latency,
        "database": "postgresql" if options.postgres else "sqlite",
        "workers": options.workers,
        "threads": options.threads,
        "kills": killed,
        "seconds": round(seconds, 1),
        "last_sent_after": round((last.sent_at - due).total_seconds(), 1)
        if last and last.sent_at
        else None,
        "left": left,
        "states": dict(states),
        **copies(),
    }


def copies() -> dict[str, int]:
    """What the public sees: posts, keys seen twice, deliveries whose text is not there."""
    from kentongan.delivery.models import Delivery
    from kentongan.sandbox.models import SandboxPost

    texts = Counter(SandboxPost.objects.values_list("text", flat=True))
    wanted = Counter(d["text"] for d in Delivery.objects.values_list("payload", flat=True))
    return {
        "public_posts": sum(texts.values()),
        "twice": sum(n - 1 for n in texts.values() if n > 1),
        "missing": sum((wanted - texts).values()),
    }


def start_proxy(stack: ExitStack, port: int, upstream: int, latency: int) -> None:
    """The latency, in a process of its own."""
    code = (
        "import signal, sys, time\n"
        "from tests.servers.chaos import Chaos\n"
        f"proxy = Chaos({upstream}, port={port})\n"
        "with proxy:\n"
        f"    proxy.set(mode='latency', amount={latency})\n"
        "    signal.sigwait([signal.SIGTERM, signal.SIGINT])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=dict(os.environ))
    stack.callback(process.wait, 20)
    stack.callback(process.terminate)
    time.sleep(1)


if __name__ == "__main__":
    raise SystemExit(main())
