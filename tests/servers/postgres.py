"""A PostgreSQL cluster of our own, forgetful on purpose (fsync off), on a loopback port."""

import contextlib
import secrets
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers.process import (
    Process,
    drop_to,
    find_program,
    free_ports,
    make_directory,
    run,
    scratch_directory,
)

OWNER = "kentongan"
STOP_FAST = signal.SIGINT  # does not wait for clients to leave


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A running cluster; everybody on this machine may sign in as its owner."""

    host: str
    port: int
    user: str

    def dsn(self, database: str = "postgres") -> str:
        """A connection address, such as `postgresql://kentongan@127.0.0.1:5432/uji`."""
        return f"postgresql://{self.user}@{self.host}:{self.port}/{database}"

    def create_database(self, name: str = "uji") -> str:
        """A fresh, empty UTF-8 database with a unique name; returns its address."""
        unique = f"{name}_{secrets.token_hex(4)}"
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(unique)))
        return self.dsn(unique)


def _installed_versions() -> list[str]:
    """Debian keeps the server programs out of PATH, one directory per version; newest first."""
    found = Path("/usr/lib/postgresql").glob("*/bin")
    return [str(path) for path in sorted(found, key=lambda p: int(p.parent.name), reverse=True)]


def _accepts(dsn: str) -> bool:
    with contextlib.suppress(psycopg.OperationalError):
        psycopg.connect(dsn, connect_timeout=2).close()
        return True
    return False


@contextlib.contextmanager
def running() -> Iterator[Postgres]:
    """Initialises and starts a cluster; about 2 s."""
    versions = _installed_versions()
    initdb = find_program("initdb", also=versions)
    program = find_program("postgres", also=versions)
    (port,) = free_ports(1)
    account = drop_to("postgres")
    with scratch_directory("postgres") as scratch:
        home = make_directory(scratch / "pg", owner=account)
        data = home / "data"
        run(
            [
                initdb,
                f"--pgdata={data}",
                f"--username={OWNER}",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            home=home,
            user=account,
        )
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": str(home),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "400",
            "shared_buffers": "64MB",
        }
        server = Process(
            argv=[
                program,
                *("-D", str(data)),
                *(part for key, value in settings.items() for part in ("-c", f"{key}={value}")),
            ],
            home=home,
            log=scratch / "postgres.log",
            user=account,
            stop_signal=STOP_FAST,
            death_signal=STOP_FAST,
        )
        cluster = Postgres(host="127.0.0.1", port=port, user=OWNER)
        with server.running():
            server.wait_until(lambda: _accepts(cluster.dsn()), seconds=90)
            yield cluster
