"""How log lines look: structured, one a line, and without credentials whatever was logged.

Everything is logged through the standard library; structlog renders it. The finished line, with
traceback and all, is what is looked through: nothing added on the way can slip past.
"""

from __future__ import annotations

import logging
from typing import Any

import structlog
from structlog.types import Processor

from kentongan.kernel.hush import hushed


class Quiet(structlog.stdlib.ProcessorFormatter):
    """A formatter that says no credential."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; breaks inside it stay only in tracebacks."""
        return hushed(super().format(record))


def formatter(style: str = "text", **_: Any) -> logging.Formatter:
    """For ``LOGGING``: ``json`` for machines, anything else for people."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if style.strip().lower() == "json":
        last += [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        plain = structlog.dev.plain_traceback
        last.append(structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain))
    return Quiet(foreign_pre_chain=shared, processors=last)
