"""Looking again at what is planned, once the rules of its day are others."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kentongan.jobs.registry import job
from kentongan.publishing import elections


@job(elections.REWEIGH, tries=2)
def reweigh(*, at: datetime, unit: str) -> None:
    """After an election of ``unit`` was recorded or changed."""
    elections.reweigh(unit_id=UUID(unit), at=at)
