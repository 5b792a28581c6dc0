"""Leases with fencing tokens: the one mechanism by which due work is claimed.

A row is claimed by a conditional UPDATE that writes a fresh token and an expiry. Finishing must
present the same token; a worker that lost its lease finishes nothing. Nothing here sleeps or
locks rows for longer than one short transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.db import connections, models, transaction
from django.db.models import F

from kentongan.kernel.ids import uuid7

#: Chooses from keys of rows that are free, and keeps their order.
Fit = Callable[[Sequence[Any]], Sequence[Any]]


class LeaseQuerySet(models.QuerySet[Any]):
    """Claiming and finishing of rows that carry a lease."""

    claimable_states: tuple[str, ...] = ("due",)
    claimed_state = "leased"
    #: In which a row may carry a lease: few among all that were ever done, and found by an index.
    leased_states: tuple[str, ...] = ("leased",)

    def due(self, at: datetime, states: Sequence[str] | None = None) -> Self:
        """Rows that may start now, most urgent first."""
        return self.filter(
            lease_until__isnull=True, state__in=states or self.claimable_states, run_at__lte=at
        ).order_by("priority", "run_at", "pk")

    def claim(
        self,
        *,
        at: datetime,
        lease: timedelta,
        limit: int,
        states: Sequence[str] | None = None,
        into: str | None = None,
        order: Sequence[Any] = (),
        fit: Fit = list,
    ) -> list[tuple[Any, UUID]]:
        """Claim up to ``limit`` due rows of this queryset; returns ``(pk, token)`` pairs.

        Safe against any number of competing processes: rows are taken by an UPDATE whose
        condition repeats the fence that was read, and only those that then carry the fresh token
        are claimed. Rows of one call share their token; ``held`` names row and token together.
        ``states``/``into`` replace the default states claimed from and into; ``order``: only these
        rows, the first of them first; ``fit`` may leave out some of those that are free.
        """
        if limit <= 0:
            return []
        source = tuple(states or self.claimable_states)
        token = uuid7()
        with transaction.atomic():
            seen = self._seen(at, source, limit, order, fit)
            won: set[Any] = set()
            for fence in {fence for _pk, fence in seen}:
                wanted = [pk for pk, read in seen if read == fence]
                rows = self.model._default_manager.filter(pk__in=wanted)
                taken = rows.filter(fence=fence, state__in=source, lease_until__isnull=True).update(
                    state=into or self.claimed_state,
                    lease_token=token,
                    lease_until=at + lease,
                    fence=F("fence") + 1,
                )
                won.update(
                    wanted
                    if taken == len(wanted)
                    else rows.filter(lease_token=token).values_list("pk", flat=True)
                )
        return [(pk, token) for pk, _fence in seen if pk in won]

    def _seen(
        self, at: datetime, states: Sequence[str], limit: int, order: Sequence[Any], fit: Fit
    ) -> list[tuple[Any, int]]:
        """Rows to be claimed with their fences; those that another worker has in hand are left.

        Locked where the database can (PostgreSQL), so that two workers who want the same rows
        neither wait for each other nor block each other. Elsewhere writers are alone anyway.
        """
        rows = self.due(at, states)
        rows = rows.filter(pk__in=order) if order else rows[: 2 * limit]
        if connections[self.db].features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        seen = dict(rows.values_list("pk", "fence"))
        free = fit([pk for pk in order or seen if pk in seen])
        return [(pk, seen[pk]) for pk in free][:limit]

    def renew(self, held: Sequence[tuple[Any, UUID]], *, at: datetime, lease: timedelta) -> int:
        """Prolong leases of work that is still running; returns how many were still held.

        A row that is being written at this moment is left for the next time: waiting for it while
        holding others would block whoever writes them.
        """
        keys = [pk for pk, _ in held]
        tokens = {token for _, token in held}
        with transaction.atomic():
            if connections[self.db].features.has_select_for_update_skip_locked:
                rows = self.filter(pk__in=keys, lease_token__in=tokens)
                free = rows.order_by().select_for_update(skip_locked=True)
                keys = list(free.values_list("pk", flat=True))
            rows = self.filter(pk__in=keys, lease_token__in=tokens)
            return rows.update(lease_until=at + lease)

    def take_over(
        self, held: Sequence[tuple[Any, UUID]], *, at: datetime, lease: timedelta
    ) -> list[tuple[Any, UUID]]:
        """Exchange tokens that somebody else was given for a fresh one; returns ``(pk, token)``.

        For work that was claimed here and is done there. Whoever shows a token first has the row
        from then on: a second copy of the same message, or one that comes after the lease was
        given back, gets nothing.
        """
        token = uuid7()
        won: list[tuple[Any, UUID]] = []
        with transaction.atomic():
            for old in {old for _, old in held}:
                keys = [pk for pk, shown in held if shown == old]
                rows = self.filter(pk__in=keys, lease_token=old).order_by("pk")
                mine = list(rows.select_for_update().values_list("pk", flat=True))
                self.filter(pk__in=mine, lease_token=old).update(
                    lease_token=token, lease_until=at + lease, fence=F("fence") + 1
                )
                won += [(pk, token) for pk in keys if pk in set(mine)]
        return won

    def held(self, pk: Any, token: UUID) -> Self:
        """The row, if ``token`` still holds its lease; use as ``held(...).update(...)``."""
        return self.filter(pk=pk, lease_token=token)

    def expired(self, at: datetime) -> Self:
        """Rows whose worker is gone: the lease ran out before they were finished."""
        return self.filter(state__in=self.leased_states, lease_until__lte=at)


class Leased(models.Model):
    """Columns of a row that is claimed before it is worked on.

    ``priority``: smaller is more urgent (0 emergency, 50 normal). ``fence`` grows with every
    claim, so that two readers of the same row cannot both win.
    """

    state = models.CharField(max_length=16)
    run_at = models.DateTimeField()
    priority = models.SmallIntegerField(default=50)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    fence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
