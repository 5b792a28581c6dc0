"""Nightly tidying of what was only ever meant to last a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from kentongan.jobs.registry import job
from kentongan.people.idempotency import KEEP
from kentongan.people.models import IdempotencyRecord, ImportBatch

KEEP_IMPORTS = timedelta(days=7)


@job("people.tidy", every="20 19 * * *")
def tidy(*, at: datetime) -> None:
    """Forget answers of the API after a day, imports after a week, sessions that ended."""
    IdempotencyRecord.objects.filter(created_at__lt=at - KEEP).delete()
    ImportBatch.objects.filter(created_at__lt=at - KEEP_IMPORTS).delete()
    Session.objects.filter(expire_date__lt=at).delete()
