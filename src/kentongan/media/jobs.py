"""Work in the background: read the words in pictures, clear away files nothing refers to."""

from datetime import datetime
from uuid import UUID

from kentongan.jobs.registry import job
from kentongan.media import actions


@job(actions.READ, tries=3)
def read(*, at: datetime, asset: str) -> None:
    """After every upload."""
    actions.read_words(asset_id=UUID(asset), at=at)


@job("media.read_unread", every="*/10 * * * *")
def read_unread(*, at: datetime) -> None:
    """Every ten minutes: what was uploaded while no reader was installed, or was missed."""
    actions.read_unread(at=at)


@job("media.clear_orphans", every="40 18 * * *")
def clear_orphans(*, at: datetime) -> None:
    """Every night (01.40 WIB)."""
    actions.clear_orphans(at=at)
