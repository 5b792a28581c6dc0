"""Who may see requests and decide them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from kentongan.approval.models import ApprovalRequest, Decision
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
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
