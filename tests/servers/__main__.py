"""`python -m tests.servers [NAME ...]`: servers in the foreground, to develop connectors with."""

import argparse
import contextlib
import signal
import sys
import time
from typing import Any

from tests.servers.host import STARTERS, started
from tests.servers.process import ServerError


def _leave(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of: {', '.join(STARTERS)} (default: all)")
    given = parser.parse_args()
    if unknown := set(given.names) - set(STARTERS):
        parser.error(f"unknown server: {', '.join(sorted(unknown))}")
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell starts background jobs deaf to SIGINT
        signal.signal(number, _leave)
    try:
        with contextlib.ExitStack() as stack, contextlib.suppress(KeyboardInterrupt):
            for name in given.names or STARTERS:
                began = time.monotonic()
                server = stack.enter_context(started(name))
                print(f"\n{name}  (ready after {time.monotonic() - began:.1f} s)")
                _show(name, server)
            print("\nCtrl-C stops all of them.", flush=True)
            signal.pause()
    except ServerError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _show(name: str, server: Any) -> None:
    """Prints the facts, and two accounts to begin with where the server has accounts."""
    for fact, value in vars(server).items():
        print(f"  {fact:16} {value}")
    create = getattr(server, "create_user", None) or getattr(server, "create_account", None)
    if create is not None:
        print(f"  {'account':16} {create()}")
        print(f"  {'account':16} {create()}")
    if name == "postgres":
        print(f"  {'database':16} {server.create_database()}")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
