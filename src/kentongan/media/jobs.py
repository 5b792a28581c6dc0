"""Work in the background: take files in, fit videos, read words, clear away what is not used."""

from datetime import datetime
from uuid import UUID

from kentongan.jobs.registry import job
from kentongan.media import actions


@job(actions.READ, tries=3, heavy=True)
def read(*, at: datetime, asset: str) -> None:
    """After every upload."""
    actions.read_words(asset_id=UUID(asset), at=at)


@job("media.read_unread", every="*/10 * * * *")
def read_unread(*, at: datetime) -> None:
    """Every ten minutes: what was uploaded while no reader was installed, or was missed."""
    actions.read_unread(at=at)


@job(actions.TAKE_IN, tries=3, heavy=True)
def take_in(*, at: datetime, incoming: str) -> None:
    """When the last byte of a file has arrived."""
    actions.take_in(incoming_id=UUID(incoming), at=at)


@job("media.take_in_waiting", every="*/10 * * * *")
def take_in_waiting(*, at: datetime) -> None:
    """Every ten minutes: what waited for a program, and what a dead worker left."""
    actions.take_in_waiting(at=at)


@job(actions.FIT, tries=3, heavy=True)
def fit(*, at: datetime, rendition: str) -> None:
    """When a network needs a video in another shape or size."""
    actions.fit_video(rendition_id=UUID(rendition), at=at)


@job("media.clear_orphans", every="40 18 * * *")
def clear_orphans(*, at: datetime) -> None:
    """Every night (01.40 WIB)."""
    actions.clear_orphans(at=at)


@job("media.clear_incoming", every="50 18 * * *")
def clear_incoming(*, at: datetime) -> None:
    """Every night (01.50 WIB)."""
    actions.clear_incoming(at=at)


@job("media.take_likenesses", every="5,25,45 * * * *")
def take_likenesses(*, at: datetime) -> None:
    """Three times an hour: what was uploaded before files were compared."""
    actions.take_likenesses(at=at)


@job("media.warn_ending", every="10 0 * * *")
def warn_ending(*, at: datetime) -> None:
    """Every morning (07.10 WIB): consents that end within two weeks, or ended."""
    actions.warn_ending(at=at)


@job("media.empty_bin", every="30 18 * * *")
def empty_bin(*, at: datetime) -> None:
    """Every night (01.30 WIB), before the files without a row go."""
    actions.empty_bin(at=at)


@job("media.clear_copies", every="0 19 * * *")
def clear_copies(*, at: datetime) -> None:
    """Every night (02.00 WIB), where files lie in a bucket."""
    actions.clear_copies(at=at)


@job("media.warn_scarce", every="15 * * * *")
def warn_scarce(*, at: datetime) -> None:
    """Every hour: the disk fills up."""
    actions.warn_scarce(at=at)
