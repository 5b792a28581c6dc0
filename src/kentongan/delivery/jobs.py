"""Work on demand: the counts of a post to subscribers that ended, when the network told more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kentongan.delivery import spreading
from kentongan.jobs.registry import job


@job(spreading.RECOUNT)
def recount(*, at: datetime, post: str) -> None:
    """Count the messages of one post."""
    spreading.recount(UUID(post), at=at)
