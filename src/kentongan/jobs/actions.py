"""Writes: put work in line, finish it, bring back what a dead worker left, report, lead."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from cronsim import CronSim
from django.db import IntegrityError, transaction
from django.db.models import F, Q, Sum

from kentongan.jobs.models import Job, Lead, LiveDispatcher, Recurring, Worker
from kentongan.jobs.registry import KINDS, get

LEASE = timedelta(seconds=20)
KEEP_ENDED = timedelta(days=7)
#: So many ended jobs are forgotten in one statement, and in one night.
TIDY_GROUP, TIDY_MOST = 1_000, 200_000
#: A worker that has not reported for so long is not counted on.
SILENCE = timedelta(seconds=10)
#: For so long a lead is held without a word from its holder.
LEAD = timedelta(seconds=10)


def enqueue(
    kind: str,
    *,
    run_at: datetime,
    args: dict[str, Any] | None = None,
    key: str | None = None,
    priority: int = 50,
) -> Job | None:
    """Put work in line. With ``key``: None where the same work already waits."""
    get(kind)
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind=kind,
                args=args or {},
                key=key,
                run_at=run_at,
                priority=priority,
                state="due",
                created_at=run_at,
            )
    except IntegrityError:
        return None


def hasten(key: str, *, priority: int) -> bool:
    """Bring waiting work forward, because somebody waits for it now. False where none waits."""
    waiting = Job.objects.filter(key=key, state="due", priority__gt=priority)
    return bool(waiting.update(priority=priority))


def begin(pk: UUID, token: UUID) -> bool:
    """Count a try, now that the work begins. False where the lease was lost: leave it alone.

    Not when it is claimed: a claim may get lost on its way to a worker, and that is no try.
    """
    return bool(Job.objects.held(pk, token).update(attempts=F("attempts") + 1))


def finish(pk: UUID, token: UUID, *, at: datetime) -> bool:
    """Record success. False where the lease was lost: somebody else has the work now."""
    return bool(
        Job.objects.held(pk, token).update(
            state="done", finished_at=at, lease_token=None, lease_until=None
        )
    )


def fail(job: Job, token: UUID, *, at: datetime, error: str) -> bool:
    """Record a failure: again later with growing, jittered waits, or ``failed`` in the end."""
    tries = KINDS[job.kind].tries if job.kind in KINDS else 1
    over = job.attempts >= tries
    wait = timedelta(
        seconds=min(10 * 2**job.attempts, 3600) * random.uniform(0.8, 1.2)  # noqa: S311
    )
    values: dict[str, Any] = {
        "state": "failed" if over else "due",
        "last_error": error[:2000],
        "run_at": at + wait,
    }
    if over:
        values["finished_at"] = at
    return _give_back(job, token, at=at, values=values)


def give_back(held: Mapping[UUID, UUID], *, at: datetime) -> int:
    """What was claimed and not begun is due again at once, as it was; returns how many rows were.

    ``held``: tokens by the keys of jobs.
    """
    jobs = Job.objects.filter(pk__in=held)
    return sum(_give_back(job, held[job.pk], at=at, values={"state": "due"}) for job in jobs)


def _give_back(job: Job, token: UUID, *, at: datetime, values: dict[str, Any]) -> bool:
    """Let go of the row; False where the lease was lost."""
    values |= {"lease_token": None, "lease_until": None}
    try:
        with transaction.atomic():
            return bool(Job.objects.held(job.pk, token).update(**values))
    except IntegrityError:  # the same key waits anew: that one will do the work
        values.update(state="done", finished_at=at)
        return bool(Job.objects.held(job.pk, token).update(**values))


def recover(*, at: datetime) -> int:
    """Give back the work of workers that died. Returns how many rows came back.

    What nobody ever began is due again at once, as it was.
    """
    count = 0
    for job in Job.objects.filter(state="leased", lease_token__isnull=False).expired(at):
        assert job.lease_token is not None
        if job.attempts:
            error = "Pekerja berhenti di tengah jalan."
            count += fail(job, job.lease_token, at=at, error=error)
        else:
            count += _give_back(job, job.lease_token, at=at, values={"state": "due"})
    return count


def enqueue_recurring(*, at: datetime) -> int:
    """Put every recurring job in line whose time has come; one process wins each."""
    rows = {row.kind: row.next_at for row in Recurring.objects.all()}
    count = 0
    for kind in KINDS.values():
        if kind.every is None:
            continue
        following = next(CronSim(kind.every, at.astimezone(UTC)))
        known = rows.get(kind.name)
        if known is None:
            Recurring.objects.get_or_create(kind=kind.name, defaults={"next_at": following})
        elif known <= at:
            # Together: a process that dies between the two must not leave a turn out.
            with transaction.atomic():
                turn = Recurring.objects.filter(kind=kind.name, next_at=known)
                if turn.update(next_at=following):
                    count += bool(enqueue(kind.name, run_at=at, key=f"recurring:{kind.name}"))
    return count


def beat(worker: Worker, *, at: datetime) -> None:
    """Report that a worker lives; forget those long silent."""
    worker.seen_at = at
    Worker.objects.update_or_create(
        pk=worker.pk,
        defaults={
            "host": worker.host,
            "pid": worker.pid,
            "started_at": worker.started_at,
            "seen_at": at,
            "threads": worker.threads,
        },
    )
    Worker.objects.filter(seen_at__lt=at - timedelta(minutes=10)).delete()


def leave(worker: Worker) -> None:
    """A worker says goodbye, so that nobody counts on it."""
    Worker.objects.filter(pk=worker.pk).delete()


def report(dispatcher: LiveDispatcher, *, at: datetime) -> None:
    """Report that a dispatcher lives; forget those long silent."""
    dispatcher.seen_at = at
    LiveDispatcher.objects.update_or_create(
        pk=dispatcher.pk,
        defaults={
            "host": dispatcher.host[:200],
            "started_at": dispatcher.started_at,
            "seen_at": at,
            "away_since": dispatcher.away_since,
            "sent": dispatcher.sent,
        },
    )
    LiveDispatcher.objects.filter(seen_at__lt=at - timedelta(minutes=10)).delete()


def waiting_threads(*, at: datetime) -> int:
    """How many threads of living workers wait for what a dispatcher sends."""
    rows = Worker.objects.filter(seen_at__gte=at - SILENCE)
    return rows.aggregate(n=Sum("threads", default=0))["n"]


def lead(part: str, *, holder: UUID, host: str, at: datetime) -> bool:
    """Take the lead of ``part``, or keep it. False while somebody else has it."""
    mine = {"holder": holder, "host": host[:200], "until": at + LEAD}
    free = Q(holder=holder) | Q(until__lte=at)
    if Lead.objects.filter(free, part=part).update(**mine):
        return True
    return Lead.objects.get_or_create(part=part, defaults=mine)[1]


def step_down(part: str, *, holder: UUID) -> None:
    """Give the lead back at once, so that nobody waits for its end."""
    Lead.objects.filter(part=part, holder=holder).delete()


def sign_off(part: str, *, holder: UUID) -> None:
    """A dispatcher says goodbye: it leads no longer, and nobody counts on it."""
    step_down(part, holder=holder)
    LiveDispatcher.objects.filter(pk=holder).delete()


def led(part: str, *, at: datetime) -> bool:
    """Whether anybody leads ``part``."""
    return Lead.objects.filter(part=part, until__gt=at).exists()


def tidy(*, at: datetime, most: int = TIDY_MOST) -> int:
    """Forget what ended a week ago, done or given up; returns how many rows went.

    In small groups, so that whoever writes waits for none of them; at most ``most`` at a time.
    """
    ended = at - KEEP_ENDED
    # By the moment they were due as well, for which there is an index.
    over = Job.objects.filter(
        state__in=("done", "failed"), run_at__lt=ended, finished_at__lt=ended
    ).order_by()
    gone = 0
    while gone < most:
        keys = list(over.values_list("pk", flat=True)[:TIDY_GROUP])
        if not keys:
            break
        gone += Job.objects.filter(pk__in=keys).delete()[0]
    return gone
