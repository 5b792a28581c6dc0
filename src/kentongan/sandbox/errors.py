"""How the network says no: a status, a code for machines, a sentence for people."""

from __future__ import annotations


class SandboxError(Exception):
    """An error of the network's API. ``retry_after`` in seconds becomes a header."""

    def __init__(
        self, status: int, code: str, message: str, *, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after
