"""Telling people: one row per person and matter, shown at the bell and on the desk."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Coalesce

from kentongan.kernel.sentences import in_languages
from kentongan.people import topics
from kentongan.people.models import MailChoice, Notice, User

_LONGEST = 300


def notify(
    users: Iterable[User],
    text: str,
    *,
    key: str,
    at: datetime,
    url: str = "",
    urgent: bool = False,
) -> int:
    """Tell ``users`` once per ``key``; returns to how many it was offered.

    Each reads it in their own language where ``text`` was made with ``kernel.say``. How ``key``
    begins tells the topic, by which people choose what comes by mail too; the mail
    itself goes out later (``actions/letters.py``).
    """
    people = {user.pk: user for user in users}
    mailed = _by_mail(people.values(), key)
    words, others = in_languages(text)
    others = {code: other[:_LONGEST] for code, other in others.items()}
    rows = {
        pk: Notice(
            user=user, text=words[:_LONGEST], others=others, url=url, urgent=urgent, key=key, at=at,
            by_mail=pk in mailed,
        )
        for pk, user in people.items()
    }  # fmt: skip
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return len(rows)


def outdate(keys: Iterable[str], text: str, *, at: datetime) -> None:
    """What notices with these keys ask for is done: they say ``text`` now, and call nobody."""
    words, others = in_languages(text)
    rows = Notice.objects.filter(key__in=list(keys))
    rows.update(
        text=words[:_LONGEST],
        others={code: other[:_LONGEST] for code, other in others.items()},
        urgent=False,
        read_at=Coalesce("read_at", Value(at)),
    )


def _by_mail(people: Iterable[User], key: str) -> set[UUID]:
    """Who of ``people`` wants notices with this key by mail and can get them."""
    topic = topics.of(key)
    reached = [user.pk for user in people if user.email]
    if not settings.MAIL_ON or topic is None or not reached:
        return set()
    chosen = dict(MailChoice.objects.filter(user__in=reached).values_list("user", "topics"))
    return {pk for pk in reached if topic.code in chosen.get(pk, topics.usual())}


def unread(user: User) -> int:
    """How many notices the person has not read."""
    return Notice.objects.filter(user=user, read_at__isnull=True).count()


def mark_read(user: User, *, at: datetime, up_to: datetime | None = None) -> int:
    """Mark everything (up to a moment) as read."""
    return Notice.objects.filter(user=user, read_at__isnull=True, at__lte=up_to or at).update(
        read_at=at
    )
