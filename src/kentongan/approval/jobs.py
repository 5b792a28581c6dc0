"""What recurs (reminders before a deadline, escalation after it), and asking addresses."""

from datetime import datetime, timedelta
from uuid import UUID

from kentongan.approval import actions
from kentongan.approval.models import ApprovalRequest
from kentongan.jobs.registry import job

REMIND_BEFORE = timedelta(minutes=30)


@job("approval.deadlines", every="* * * * *")
def deadlines(*, at: datetime) -> None:
    """Remind and escalate; each once per step."""
    open_ones = ApprovalRequest.objects.filter(state="open").select_related("post__unit")
    soon = open_ones.filter(reminded_at__isnull=True, deadline_at__lte=at + REMIND_BEFORE)
    for request in soon[:200]:
        actions.remind(request, at=at)
    for request in open_ones.filter(escalated_at__isnull=True, deadline_at__lte=at)[:200]:
        actions.escalate(request, at=at)


@job(actions.LINKS, tries=2)
def links(*, at: datetime, request: str) -> None:
    """After every submission that names web addresses."""
    actions.note_links(request_id=UUID(request), at=at)
