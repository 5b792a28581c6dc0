"""``web``: the web server alone."""

from __future__ import annotations

import argparse
import os
import signal
import threading
from typing import Any, NoReturn

from kentongan.config import arguments as wording, ports
from kentongan.config.boot import start_on_data
from kentongan.config.console import Trouble
from kentongan.config.environment import Environment
from kentongan.kernel.memory import give_back, loading, settle

HELP = "jalankan proses web saja (untuk pengelola proses lain, misalnya systemd)"

CONNECTIONS = 1000
WARM_AFTER = 5.0
"""Seconds; the start itself is not held up by rules that nobody needs yet."""
LARGEST_REQUEST = 64 * 1024 * 1024
"""Bytes; above it the server itself refuses. Forms refuse earlier, with a sentence."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options."""
    parser.add_argument("--port", type=int, metavar="PORTA", help="porta (bawaan: 8000)")
    parser.add_argument("--host", metavar="ALAMAT", help="alamat (bawaan: 127.0.0.1)")
    wording.add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Serves until SIGTERM; requests under way are finished."""
    if options.port is not None:
        os.environ["KENTONGAN_PORT"] = str(options.port)
    if options.host:
        os.environ["KENTONGAN_HOST"] = options.host
    environment = Environment()
    if words := ports.trouble_as_given(environment.host, environment.port):
        raise Trouble(words)
    signal.signal(signal.SIGTERM, _leave)
    start_on_data(serving=True)
    with loading():
        import waitress

        # The pages themselves, too: else the first visitor would wait for them.
        from kentongan.config import urls  # noqa: F401
        from kentongan.config.wsgi import application

    warming = threading.Timer(WARM_AFTER, _warm)
    warming.daemon = True
    warming.start()
    server = waitress.create_server(application, **server_options(environment))
    server.run()
    return 0


def server_options(environment: Environment) -> dict[str, Any]:
    """Waitress's settings. Forwarded headers count only when they come from the trusted proxy."""
    options: dict[str, Any] = {
        "host": environment.host,
        "port": int(environment.port),
        "threads": int(environment.web_threads),
        "connection_limit": CONNECTIONS,
        "asyncore_use_poll": True,
        "max_request_body_size": LARGEST_REQUEST,
        "clear_untrusted_proxy_headers": True,
        "ident": None,
    }
    proxy = environment.trusted_proxy or (
        "127.0.0.1" if environment.url.startswith("https:") else ""
    )
    if proxy:
        options["trusted_proxy"] = proxy
        options["trusted_proxy_headers"] = {"x-forwarded-for", "x-forwarded-proto"}
    return options


def _warm() -> None:
    from kentongan.compliance.check import warm

    warm()
    settle()
    give_back()


def _leave(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(0)
