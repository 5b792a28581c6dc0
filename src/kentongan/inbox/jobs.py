"""What recurs: listening to accounts, mail, the ladder, silence, files of citizens."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from kentongan.inbox import approving
from kentongan.inbox.access import ACTIVE
from kentongan.inbox.actions import deciding, enclosures, ladder, letters, listening
from kentongan.inbox.models import Attachment, Case, Disposition, Hearing, MailSource
from kentongan.inbox.states import OPEN
from kentongan.jobs.actions import enqueue
from kentongan.jobs.registry import job
from kentongan.networks.contract import Hears, Listens
from kentongan.networks.models import Account, Health
from kentongan.networks.registry import CONNECTORS

#: Accounts put in line in one minute, those that waited longest first.
MOST_ACCOUNTS = 300
_SPREAD = timedelta(seconds=50)
_WELL = (Health.HEALTHY, Health.EXPIRING)
MOST_CASES = 200
#: People are reminded of an answer that waits for them so long before its deadline.
REMIND_BEFORE = timedelta(minutes=15)
#: Files put in line in one minute.
MOST_FILES = 60


def _listening() -> list[str]:
    """Codes of the networks that can be asked."""
    return [code for code, connector in CONNECTORS.items() if issubclass(connector, Listens)]


@job("inbox.listen_due", every="* * * * *")
def listen_due(*, at: datetime) -> None:
    """Put the accounts in line that are due, spread over the minute, one small job each.

    Whoever waited longest comes first, so that a busy account never starves a quiet one.
    """
    accounts = Account.objects.filter(active=True, health__in=_WELL, network__in=_listening())
    due = list(
        accounts.filter(Q(hearing=None) | Q(hearing__next_at__lte=at))
        .order_by("hearing__next_at", "pk")
        .values_list("pk", flat=True)[:MOST_ACCOUNTS]
    )
    for place, account_id in enumerate(due):
        enqueue(
            "inbox.listen",
            run_at=at + _SPREAD * place / len(due),
            args={"account": str(account_id)},
            key=f"inbox.listen:{account_id}",
            priority=60,
        )


@job("inbox.listen", tries=1)
def listen(*, at: datetime, account: str) -> None:
    """Ask one account; one that was taken down meanwhile needs no asking."""
    found = Account.objects.select_related("unit", "credential").filter(pk=UUID(account)).first()
    if found is not None and found.active and found.health in _WELL:
        listening.listen(found, at=at)


@job("inbox.letters", every="*/2 * * * *", tries=1)
def read_letters(*, at: datetime) -> None:
    """Fetch new letters where the settings name a mailbox; those of units, one small job each."""
    sources = MailSource.objects.filter(paused=False, unit__active=True)
    for source_id in sources.values_list("pk", flat=True):
        enqueue(
            "inbox.letters_of",
            run_at=at,
            args={"source": str(source_id)},
            key=f"inbox.letters_of:{source_id}",
            priority=60,
        )
    letters.read(at=at)


@job("inbox.letters_of", tries=1)
def read_letters_of(*, at: datetime, source: str) -> None:
    """Fetch new letters of one mailbox; one that was paused meanwhile is left alone."""
    found = MailSource.objects.select_related("unit").filter(pk=UUID(source), paused=False).first()
    if found is not None:
        letters.read_source(found, at=at)


@job("inbox.ladder", every="* * * * *")
def climb(*, at: datetime) -> None:
    """Escalate what is late, the longest late first."""
    late = Case.objects.filter(state__in=OPEN, escalate_at__lte=at)
    for case in late.select_related("unit", "holder").order_by("escalate_at")[:MOST_CASES]:
        ladder.escalate(case, at=at)


@job("inbox.reminders", every="* * * * *")
def remind(*, at: datetime) -> None:
    """Remind of the times that dispositions name, the longest due first."""
    due = Disposition.objects.filter(state__in=ACTIVE, remind_at__lte=at)
    rows = due.select_related("case__unit", "to_unit", "by", "answered_by")
    for row in rows.order_by("remind_at")[:MOST_CASES]:
        ladder.remind(row, at=at)


@job("inbox.approvals", every="* * * * *")
def approvals(*, at: datetime) -> None:
    """Remind of answers that wait for approval, and tell who is above when it is too late."""
    soon = approving.waiting().filter(reminded_at=None, deadline_at__lte=at + REMIND_BEFORE)
    for made in soon[:MOST_CASES]:
        deciding.remind(made, at=at)
    late = approving.waiting().filter(escalated_at=None, deadline_at__lte=at)
    for made in late[:MOST_CASES]:
        deciding.escalate(made, at=at)


@job("inbox.silence", every="20 1 * * *")
def silence(*, at: datetime) -> None:
    """Once a day: accounts that are well and heard nothing for long."""
    _await_calls(at)
    since = at - listening.SILENT
    rows = Hearing.objects.filter(
        Q(last_item_at__lt=since) | Q(last_item_at=None),
        account__active=True,
        account__health__in=_WELL,
        started_at__lt=since,
        failures=0,
        silent_told_at=None,
    )
    for hearing in rows.select_related("account__unit")[:500]:
        listening.notice_silence(hearing, at=at)


def _await_calls(at: datetime) -> None:
    """Begin to hear the accounts whose network calls and cannot be asked: where its calls never
    come, there would be nothing by which to notice it."""
    calling = [
        code for code, made in CONNECTORS.items()
        if issubclass(made, Hears) and not issubclass(made, Listens)
    ]  # fmt: skip
    rows = Account.objects.filter(active=True, health__in=_WELL, network__in=calling, hearing=None)
    fresh = [Hearing(account=account, next_at=at, started_at=at) for account in rows]
    Hearing.objects.bulk_create(fresh, ignore_conflicts=True)


@job("inbox.fetch_due", every="* * * * *")
def fetch_due(*, at: datetime) -> None:
    """Put files of citizens in line that are to be fetched, the longest due first."""
    due = Attachment.objects.filter(state="waiting", next_at__lte=at)
    ids = list(due.order_by("next_at").values_list("pk", flat=True)[:MOST_FILES])
    for place, row_id in enumerate(ids):
        enqueue(
            "inbox.fetch",
            run_at=at + _SPREAD * place / len(ids),
            args={"attachment": str(row_id)},
            key=f"inbox.fetch:{row_id}",
            priority=70,
        )


@job("inbox.fetch", tries=1)
def fetch(*, at: datetime, attachment: str) -> None:
    """Fetch one file."""
    rows = Attachment.objects.select_related("message__case__unit", "message__account__credential")
    found = rows.filter(pk=UUID(attachment), state="waiting").first()
    if found is not None:
        enclosures.fetch(found, at=at)


@job("inbox.clear_files", every="50 1 * * *")
def clear_files(*, at: datetime) -> None:
    """Once a night: files whose time is over, and those that nobody knows of."""
    enclosures.clear(at=at)
