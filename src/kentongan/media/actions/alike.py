"""What files look like: taken once, for those that came before anybody compared."""

from __future__ import annotations

import logging
from datetime import datetime

from kentongan.media import alike, files, images
from kentongan.media.errors import BadImage
from kentongan.media.models import Asset

log = logging.getLogger("kentongan.media")


def take_likenesses(*, at: datetime, limit: int = 200) -> int:
    """Take the fingerprint of files that have none, newest first; gives how many.

    Not an act of a person: nothing goes to the ledger. A file that cannot be read is not asked
    again.
    """
    waiting = Asset.objects.filter(likeness="", created_at__lte=at).order_by("-created_at")
    done = 0
    for pk, small in waiting.values_list("pk", "thumbnail")[:limit]:
        try:
            found = alike.likeness(images.read(files.read(small)))
        except (BadImage, OSError):
            log.warning("the small picture of %s could not be read", pk, exc_info=True)
            found = alike.PLAIN
        done += Asset.objects.filter(pk=pk, likeness="").update(likeness=found)
    return done
