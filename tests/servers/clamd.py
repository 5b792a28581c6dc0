"""Debian's clamd on a loopback port and a socket, with one signature of our own.

It knows nothing else: its real data comes from the network and takes a gigabyte of memory. So what
it finds is beside the point; how it is asked, and what it says of files too large, is not.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from tests.fakes.clamd import EICAR
from tests.servers.process import (
    Process,
    drop_to,
    find_program,
    free_ports,
    make_directory,
    scratch_directory,
)

#: What clamd calls EICAR here: names from a file that nobody signed carry this ending.
SIGNATURE = "Uji.Eicar.UNOFFICIAL"
#: Far below what Debian sets, so that a file of some megabytes is over them.
LIMITS = {
    "StreamMaxLength": "8M",
    "MaxFileSize": "4M",
    "MaxScanSize": "4M",
    "AlertExceedsMax": "yes",
}

CONFIGURATION = """\
Foreground yes
LocalSocket {home}/clamd.ctl
LocalSocketMode 666
TCPAddr 127.0.0.1
TCPSocket {port}
DatabaseDirectory {home}/tanda
TemporaryDirectory {home}
SelfCheck 0
"""


@dataclass(frozen=True, kw_only=True)
class Clamd:
    """A running scanner. ``address`` and ``path`` are two ways to it."""

    address: str
    path: str
    pid: int

    def pause(self) -> None:
        """It lives, but looks at nothing: as where the machine is much too busy."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """The end of :meth:`pause`."""
        os.kill(self.pid, signal.SIGCONT)


@contextlib.contextmanager
def running(**options: str) -> Iterator[Clamd]:
    """Starts a scanner; a moment and 20 MB. ``options`` replace lines of its configuration."""
    program = find_program("clamd")
    (port,) = free_ports(1)
    account = drop_to("clamav")
    with scratch_directory("clamd") as scratch:
        home = make_directory(scratch / "data", owner=account)
        home.chmod(0o755)
        signatures = make_directory(home / "tanda", owner=account) / "uji.ndb"
        # In a file of any kind, anywhere.
        signatures.write_text(f"{SIGNATURE.removesuffix('.UNOFFICIAL')}:0:*:{EICAR.hex()}\n")
        settings = scratch / "clamd.conf"
        lines = [f"{name} {value}\n" for name, value in (LIMITS | options).items()]
        settings.write_text(CONFIGURATION.format(home=home, port=port) + "".join(lines))
        process = Process(
            argv=[program, "--config-file", str(settings)],
            home=home,
            log=scratch / "clamd.log",
            user=account,
        )
        with process.running():
            process.wait_until(lambda: _answers(port), seconds=60)
            server = Clamd(
                address=f"127.0.0.1:{port}", path=str(home / "clamd.ctl"), pid=process.pid
            )
            try:
                yield server
            finally:
                server.go_on()  # paused it would not hear that it is to end


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        with socket.create_connection(("127.0.0.1", port), timeout=2) as line:
            line.sendall(b"zPING\0")
            return line.recv(10) == b"PONG\0"
    return False
