"""Recurring work: look at the connections, warn before a credential ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kentongan.jobs.actions import enqueue
from kentongan.jobs.registry import job
from kentongan.kernel.errors import Invalid
from kentongan.networks import actions, queries
from kentongan.networks.models import Account, Health

_SPREAD = timedelta(minutes=8)
#: So many renewals begin in a second.
_RENEWALS = 10


@job("networks.check_due", every="*/10 * * * *")
def check_due(*, at: datetime) -> None:
    """Put the connections in line that are due, spread over the minutes until the next run.

    One small job each, so that a server that does not answer delays nobody else.
    """
    due = queries.due_for_check(at)
    for place, account_id in enumerate(due):
        enqueue(
            "networks.check",
            run_at=at + _SPREAD * place / len(due),
            args={"account": str(account_id)},
            key=f"networks.check:{account_id}",
            priority=80,
        )


@job("networks.check", tries=1)
def check(*, at: datetime, account: str) -> None:
    """Look at one connection; one that was taken down meanwhile needs no look."""
    found = Account.objects.select_related("unit").filter(pk=UUID(account), active=True).first()
    if found is None:
        return
    try:
        checked = actions.check(found, at=at)
    except Invalid:
        return
    if checked.certain and checked.health in (Health.HEALTHY, Health.EXPIRING):
        actions.be_called(found, at=at)


@job("networks.renew_due", every="*/5 * * * *")
def renew_due(*, at: datetime) -> None:
    """Put the credentials in line that are to be renewed, one small job each."""
    for place, account_id in enumerate(queries.due_for_renewal(at)):
        enqueue(
            "networks.renew",
            run_at=at + timedelta(seconds=place // _RENEWALS),
            args={"account": str(account_id)},
            key=f"networks.renew:{account_id}",
            priority=30,
        )


@job("networks.renew", tries=1)
def renew(*, at: datetime, account: str) -> None:
    """Renew one credential; what the network cannot answer now is asked at the next run."""
    found = Account.objects.select_related("unit").filter(pk=UUID(account), active=True).first()
    if found is not None:
        actions.renew_ahead(found, at=at)


@job("networks.expiring", every="5 * * * *")
def warn_of_expiry(*, at: datetime) -> None:
    """Every hour: tell custodians whose credential ends within a week."""
    for account in queries.expiring(at):
        actions.mark_expiring(account, at=at)


@job("networks.last_call")
def last_call(*, at: datetime, account: str, ends: str) -> None:
    """The last day of one credential, unless it was renewed meanwhile."""
    found = Account.objects.filter(pk=UUID(account)).first()
    if found is not None:
        actions.remind(found, ends=datetime.fromisoformat(ends), at=at)
