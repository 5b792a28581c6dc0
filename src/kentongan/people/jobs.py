"""Mails, and nightly tidying of what was only ever meant to last a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session

from kentongan.jobs.registry import job
from kentongan.people.actions import gather, send_due, send_links
from kentongan.people.models import IdempotencyRecord, ImportBatch, Letter

KEEP_ANSWERS = timedelta(days=1)
KEEP_IMPORTS = timedelta(days=7)
KEEP_LETTERS = timedelta(days=90)


@job("people.tidy", every="20 19 * * *")
def tidy(*, at: datetime) -> None:
    """Forget answers of the API after a day, imports after a week, letters, sessions that ended."""
    IdempotencyRecord.objects.filter(created_at__lt=at - KEEP_ANSWERS).delete()
    ImportBatch.objects.filter(created_at__lt=at - KEEP_IMPORTS).delete()
    Letter.objects.filter(made_at__lt=at - KEEP_LETTERS).delete()
    Session.objects.filter(expire_date__lt=at).delete()


@job("people.mail", every="* * * * *", tries=1)
def mail(*, at: datetime) -> None:
    """Put waiting notices into letters and hand over what is due, where there is a server."""
    if settings.MAIL_ON:
        gather(at=at)
        send_due(at=at)


@job("people.forgotten")
def forgotten(*, at: datetime, people: list[str], asked: str) -> None:
    """Links to set a new password, for whoever is behind what somebody typed."""
    send_links(people, asked=datetime.fromisoformat(asked), at=at)
