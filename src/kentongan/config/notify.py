"""Telling systemd (``Type=notify``) that the service is ready."""

from __future__ import annotations

import os
import socket


def systemd_ready() -> None:
    """Send ``READY=1`` where systemd asks for it; see sd_notify(3)."""
    name = os.environ.get("NOTIFY_SOCKET", "")
    if not name:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.connect("\0" + name[1:] if name.startswith("@") else name)
        out.sendall(b"READY=1")
