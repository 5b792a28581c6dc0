"""``up``: set up what is due, start web and worker, say where to go."""

from __future__ import annotations

import argparse
import fcntl
import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kentongan.config import arguments as wording, ports
from kentongan.config.boot import writable_data_dir
from kentongan.config.console import Trouble, say, table
from kentongan.config.environment import Environment
from kentongan.config.notify import systemd_ready
from kentongan.config.stamps import Stamps
from kentongan.config.supervisor import Supervisor

HELP = "siapkan semuanya, jalankan web dan pekerja, cetak alamatnya (Ctrl-C untuk berhenti)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options."""
    parser.add_argument("--port", type=int, metavar="PORTA", help="porta web (bawaan: 8000)")
    parser.add_argument(
        "--host", metavar="ALAMAT", help="alamat untuk mendengarkan (bawaan: 127.0.0.1)"
    )
    wording.add_data(parser)
    parser.add_argument(
        "--no-demo",
        action="store_true",
        help="mulai kosong dengan halaman pengaturan pertama, tanpa pemda contoh",
    )


def run(options: argparse.Namespace) -> int:
    """Runs until Ctrl-C or SIGTERM."""
    if options.port is not None:
        os.environ["KENTONGAN_PORT"] = str(options.port)
    if options.host:
        os.environ["KENTONGAN_HOST"] = options.host
    # Threads of ours wait more than they allocate: a heap for each would only cost memory.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    environment = Environment()
    with alone(writable_data_dir()):
        if words := ports.trouble_as_given(environment.host, environment.port):
            raise Trouble(words)
        if setup_due(environment):
            code = subprocess.call(_python("setup", *(["--no-demo"] * options.no_demo)))
            if code:
                return code
        parts = ["web", "worker", *(["dispatcher"] if environment.broker() else [])]
        supervisor = Supervisor(
            {part: _python(part) for part in parts},
            ready=lambda: healthy(environment),
            on_ready=lambda: announce(environment),
        )
        code = supervisor.run()
    say("Kentongan berhenti." if code == 0 else "Kentongan berhenti karena galat di atas.")
    return code


def _python(*command: str) -> list[str]:
    return [sys.executable, "-P", "-m", "kentongan", *command]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the data folder; raises Trouble when another Kentongan on this machine does."""
    with (folder / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Trouble(
                f"Kentongan sudah berjalan dengan folder data {folder} (proses {lock.read()})."
                " Hentikan dulu, atau pakai folder lain dengan --data FOLDER."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def setup_due(environment: Environment) -> bool:
    """Whether anything is left to set up, the demo and its password included."""
    stamps = Stamps.read(environment)
    if stamps.due(environment) or "demo" not in stamps.parts:
        return True
    password = environment.demo_password
    return bool(password and (kept := demo(environment)) and kept["password"] != password)


def demo(environment: Environment) -> dict[str, object]:
    """The demo's password and logins, or nothing."""
    try:
        kept: dict[str, object] = json.loads((environment.data_dir / "demo.json").read_text())
    except FileNotFoundError:
        return {}
    return kept


def healthy(environment: Environment) -> bool:
    """Whether ``/healthz`` answers 200."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(environment.host, environment.host)  # noqa: S104
    connection = http.client.HTTPConnection(host, int(environment.port), timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(environment: Environment) -> None:
    """Address, logins, how to stop."""
    say()
    say(f"Kentongan siap di {address(environment)}")
    if kept := demo(environment):
        say()
        say("Pemda contoh ini rekaan. Akun untuk mencoba (semua bersandi sama):")
        say()
        logins = kept["logins"]
        assert isinstance(logins, list)
        say(table(("Peran", "Pengguna"), [(row["role"], row["user"]) for row in logins]))
        say()
        say(f"Sandi: {kept['password']}")
    say()
    say("Berhenti: Ctrl-C")
    say()
    systemd_ready()


def address(environment: Environment) -> str:
    """What to open in a browser."""
    if environment.url:
        return environment.url.rstrip("/") + "/"
    host = "127.0.0.1" if environment.host in {"0.0.0.0", "::"} else environment.host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{environment.port}/"
