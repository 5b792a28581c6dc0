"""Secrets in memory: usable, never printable. Free of Django."""

from __future__ import annotations

from typing import Any

from kentongan.kernel.hush import never_say


class Secret(dict[str, Any]):
    """A credential that shows nothing in a log, a traceback with locals or an error page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        never_say(dict(self))

    def __repr__(self) -> str:
        return "<rahasia>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)
