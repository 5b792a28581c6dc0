"""A Redis of our own on a loopback port, which keeps nothing on the disk."""

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from tests.servers.process import (
    Process,
    drop_to,
    find_program,
    free_ports,
    make_directory,
    scratch_directory,
)

QUIET = ("--save", "", "--appendonly", "no", "--databases", "256")


@dataclass(frozen=True, kw_only=True)
class Redis:
    """A running server with 256 numbered databases; tests take one each."""

    host: str
    port: int

    def url(self, database: int = 0) -> str:
        """The address of one of its databases."""
        return f"redis://{self.host}:{self.port}/{database}"

    def flush(self, database: int = 0) -> None:
        """Forget everything in one database, as after a crash without persistence."""
        assert self.ask("SELECT", str(database), then="FLUSHDB").endswith("+OK")

    def ask(self, *words: str, then: str = "PING") -> str:
        """What it answers to a command and another one, in its own protocol."""
        with socket.create_connection((self.host, self.port), timeout=2) as line:
            line.sendall(f"{' '.join(words)}\r\n{then}\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                answer += line.recv(200)
        return answer.decode().strip()


@contextlib.contextmanager
def running() -> Iterator[Redis]:
    """Starts a server; a moment and 10 MB."""
    program = find_program("redis-server")
    (port,) = free_ports(1)
    account = drop_to("redis")
    server = Redis(host="127.0.0.1", port=port)

    def answers() -> bool:
        with contextlib.suppress(OSError):
            return server.ask("PING").startswith("+PONG")
        return False

    with scratch_directory("redis") as scratch:
        home = make_directory(scratch / "data", owner=account)
        process = Process(
            argv=[program, "--bind", server.host, "--port", str(port), *QUIET],
            home=home,
            log=scratch / "redis.log",
            user=account,
        )
        with process.running():
            process.wait_until(answers, seconds=60)
            yield server
