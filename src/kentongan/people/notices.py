"""Telling people: one row per person and matter, shown at the bell and on the desk."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from kentongan.people import topics
from kentongan.people.models import MailChoice, Notice, User
from kentongan.people.said import in_language

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

    Each reads it in their own language where ``text`` was made with ``people.said``. How ``key``
    begins tells the topic, by which people choose what comes by mail too; the mail
    itself goes out later (``actions/letters.py``).
    """
    people = {user.pk: user for user in users}
    mailed = _by_mail(people.values(), key)
    words, others = _words(text)
    rows = {
        pk: Notice(
            user=user, text=words, others=others, url=url, urgent=urgent, key=key, at=at,
            by_mail=pk in mailed,
        )
        for pk, user in people.items()
    }  # fmt: skip
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return len(rows)


def _words(text: str) -> tuple[str, dict[str, str]]:
    """The sentence in the language of the product, and by code in the others where it differs."""
    words = in_language(text, settings.LANGUAGE_CODE)[:_LONGEST]
    said = {code: in_language(text, code)[:_LONGEST] for code, _label in settings.LANGUAGES}
    return words, {code: other for code, other in said.items() if other != words}


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
