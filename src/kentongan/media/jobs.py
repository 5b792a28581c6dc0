"""Recurring work: clear away files that nothing refers to."""

from datetime import datetime

from kentongan.jobs.registry import job
from kentongan.media import actions


@job("media.clear_orphans", every="40 18 * * *")
def clear_orphans(*, at: datetime) -> None:
    """Every night (01.40 WIB)."""
    actions.clear_orphans(at=at)
