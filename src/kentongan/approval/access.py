"""Who may see requests and decide them, who may see chains and change them.

Chains hold for the whole pemda: whoever sees posts reads them, and changing them takes
``rules.manage`` at the top, as it does to soften what the check protects.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from kentongan.approval.models import ApprovalRequest, Chain, Decision
from kentongan.approval.scopes import Scope
from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit, User
from kentongan.people.permissions import can_somewhere, roots_for
from kentongan.planning.access import visible_posts
from kentongan.planning.models import ContentKind, Risk

#: What changing a chain takes.
GOVERN = "rules.manage"


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


def sees_chains(user: User) -> bool:
    """Whether the person works with posts, and so may read who decides them."""
    return can_somewhere(user, "post.view")


def visible_chains(user: User) -> QuerySet[Chain]:
    """The chains in use, with their steps; raises ``NotAllowed``."""
    if not sees_chains(user):
        raise NotAllowed(_("Halaman ini untuk yang bekerja dengan unggahan."))
    return Chain.objects.filter(active=True).select_related("kind").prefetch_related("steps")


def governs_chains(user: User) -> bool:
    """Whether the person may change chains."""
    tops = roots_for(user, GOVERN)
    return bool(tops) and Unit.objects.filter(parent=None, pk__in=tops).exists()


def governed_scope(user: User, risk: str, kind: str = "") -> Scope:
    """For which posts a chain may be changed by the person; ``kind`` empty: any.

    Raises ``NotAllowed`` for whoever may only read, ``Missing`` where there are no such posts.
    """
    visible_chains(user)
    if not governs_chains(user):
        raise NotAllowed(_("Jenjang diatur administrator dan pembina di tingkat pemda."))
    found = ContentKind.objects.filter(code=kind).first()
    if risk not in Risk.values or (kind and found is None):
        raise Missing(_("Jenjang itu tidak ada."))
    scope = Scope(found, risk)
    if not scope.occurs and not Chain.objects.filter(active=True, kind=found, risk=risk).exists():
        raise Missing(_("Tidak ada pengajuan dengan jenis dan risiko itu."))
    return scope
