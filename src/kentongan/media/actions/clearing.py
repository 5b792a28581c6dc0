"""Clear away what nothing refers to: files without a row, old renditions, abandoned uploads."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import PurePath
from uuid import UUID

from django.db.models import Q

from kentongan.media import arrivals, files
from kentongan.media.errors import Busy
from kentongan.media.models import UPLOAD_LIFE, Asset, Consent, Incoming, Rendition

#: How long a file without a row is left alone: an upload may be under way.
GRACE = timedelta(days=1)
#: Renditions for networks are made anew when needed; unused ones go after this.
RENDITION_LIFE = timedelta(days=30)
#: How long a person can look up what became of an upload.
TOLD = timedelta(days=7)
#: How long a file waits for a program that nobody installs.
PATIENCE = timedelta(days=30)
#: After this a rendition that failed may be asked for again.
FAILED_LIFE = timedelta(days=1)


def clear_orphans(*, at: datetime, limit: int = 500) -> int:
    """Remove files that no row refers to, and renditions nobody asked for lately.

    At most ``limit`` files a run. Returns how many went. Renditions that could not be made are
    forgotten after a day, so that they can be asked for again.
    """
    Rendition.objects.filter(created_at__lt=at - FAILED_LIFE).exclude(note="").delete()
    gone = 0
    for folder, is_used in ((files.FOLDER, _is_used), (files.PAPERS, _is_paper)):
        for name in files.older_than(at - GRACE, folder):
            if gone >= limit:
                return gone
            if not is_used(name):
                files.remove(name)
                gone += 1
    for name in files.older_than(at - RENDITION_LIFE, files.RENDITIONS):
        if gone >= limit:
            return gone
        files.remove(name)
        gone += 1
    return gone


def clear_copies(*, at: datetime, limit: int = 5000) -> int:
    """Where files lie in a bucket: remove copies on this disk that nobody used for a day."""
    return files.drop_copies(at - GRACE, limit)


def _is_used(name: str) -> bool:
    used = Q(file=name) | Q(thumbnail=name) | Q(poster=name)
    return Asset.objects.filter(used).exists()


def _is_paper(name: str) -> bool:
    return Consent.objects.filter(paper=name).exists()


def clear_incoming(*, at: datetime, limit: int = 500) -> int:
    """Remove uploads that nobody went on with, and what became of the others after a while.

    At most ``limit`` rows a run, and files without a row. Returns how many rows went.
    """
    over = (
        Q(state="receiving", touched_at__lt=at - UPLOAD_LIFE)
        | Q(state__in=["done", "refused"], touched_at__lt=at - TOLD)
        | Q(state__in=["waiting", "working"], created_at__lt=at - PATIENCE)
    )
    gone = 0
    for pk in Incoming.objects.filter(over).values_list("pk", flat=True)[:limit]:
        with suppress(Busy), arrivals.alone(pk):
            # Asked again under the lock: somebody may have gone on in the meantime.
            gone += Incoming.objects.filter(over, pk=pk).delete()[0]
            if not Incoming.objects.filter(pk=pk).exists():
                arrivals.discard(pk)
    for name in files.older_than(at - GRACE, arrivals.FOLDER):
        if (owner := _owner(name)) and not Incoming.objects.filter(pk=owner).exists():
            files.remove(name)
    return gone


def _owner(name: str) -> UUID | None:
    """To which upload a file belongs."""
    with suppress(ValueError):
        return UUID(PurePath(name).name.partition(".")[0])
    return None
