"""Tables of due work, of what recurs, of the workers that are alive, and of who leads."""

from django.db import models

from kentongan.jobs.leases import Leased, LeaseQuerySet
from kentongan.kernel.ids import uuid7


class Job(Leased):
    """One piece of due work. ``kind`` names a registered function, ``args`` its keywords.

    States: ``due`` → ``leased`` → ``done`` | ``due`` again (failure, later) | ``failed``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=64)
    args = models.JSONField(default=dict)
    key = models.CharField(
        max_length=200, null=True, blank=True, help_text="Work with the same key waits once only."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = LeaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "run_at"], name="jobs_job_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="due"), name="jobs_one_waiting_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Recurring(models.Model):
    """The next run of every recurring job; one row per kind, claimed by conditional UPDATE."""

    kind = models.CharField(primary_key=True, max_length=64)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind


class Worker(models.Model):
    """A worker process that reported within the last seconds; ``/healthz`` looks here.

    ``threads``: how many of its threads wait for what a dispatcher sends; 0 where it claims itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    threads = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class LiveDispatcher(models.Model):
    """A dispatcher process that reported lately; which of them leads says ``Lead``.

    ``away_since``: since when the broker has not answered it; ``sent``: rows it sent since it
    began. The id is the ``holder`` of its lead.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    host = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    away_since = models.DateTimeField(null=True, blank=True)
    sent = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.host


class Lead(models.Model):
    """Which of several like processes acts now; one row per part, held for some seconds."""

    part = models.CharField(primary_key=True, max_length=32)
    holder = models.UUIDField()
    host = models.CharField(max_length=200)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.part} {self.host}"
