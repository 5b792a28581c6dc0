"""Who may see requests and decide them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from kentongan.approval.eligible import Decider, place_of
from kentongan.approval.models import ApprovalRequest, Decision
from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.people.models import User
from kentongan.planning.access import visible_posts


def visible_requests(user: User) -> QuerySet[ApprovalRequest]:
    """Requests on posts the person may see."""
    return ApprovalRequest.objects.filter(post__in=visible_posts(user))


def visible_request(user: User, request_id: UUID) -> ApprovalRequest:
    """One request with what its page needs; raises ``Missing``."""
    found = (
        visible_requests(user)
        .select_related("post__unit", "post__kind", "post__author", "revision", "submitted_by")
        .prefetch_related(Prefetch("decisions", Decision.objects.select_related("by", "for_user")))
        .filter(pk=request_id)
        .first()
    )
    if found is None:
        raise Missing(_("Pengajuan itu tidak ada, atau bukan untuk unit Anda."))
    return found


def decidable_request(
    user: User, request_id: UUID, *, at: datetime
) -> tuple[ApprovalRequest, Decider]:
    """A request this person may decide now, and how; raises ``Missing`` or ``NotAllowed``."""
    request = visible_request(user, request_id)
    decider = place_of(request, user, at=at)
    if decider is None:
        raise NotAllowed(_("Keputusan langkah ini bukan wewenang Anda."))
    return request, decider
