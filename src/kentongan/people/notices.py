"""Telling people: one row per person and matter, shown at the bell and on the desk."""

from collections.abc import Iterable
from datetime import datetime

from kentongan.people.models import Notice, User


def notify(
    users: Iterable[User],
    text: str,
    *,
    key: str,
    at: datetime,
    url: str = "",
    urgent: bool = False,
) -> int:
    """Tell ``users`` once per ``key``; returns to how many it was offered."""
    rows = {
        user.pk: Notice(user=user, text=text[:300], url=url, urgent=urgent, key=key, at=at)
        for user in users
    }
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return len(rows)


def unread(user: User) -> int:
    """How many notices the person has not read."""
    return Notice.objects.filter(user=user, read_at__isnull=True).count()


def mark_read(user: User, *, at: datetime, up_to: datetime | None = None) -> int:
    """Mark everything (up to a moment) as read."""
    return Notice.objects.filter(user=user, read_at__isnull=True, at__lte=up_to or at).update(
        read_at=at
    )
