"""The last question before sending, and what becomes of the post afterwards."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from kentongan.approval.models import ApprovalRequest
from kentongan.delivery.models import Act, Delivery
from kentongan.kernel.actor import Actor
from kentongan.people import permissions
from kentongan.people.notices import notify
from kentongan.planning import actions as planning, checking, clearance, revisions
from kentongan.planning.models import Post
from kentongan.publishing.content import is_what_was_approved
from kentongan.publishing.models import PostDelivery
from kentongan.publishing.reach import PUBLICATIONS

PURPOSE = "post"
SYSTEM = Actor.system("publishing")
#: Deliveries of these states need a person.
TROUBLE = ("refused", "unknown", "expired")


def objection(delivery: Delivery, at: datetime) -> str | None:
    """Why a delivery of a post must not go out now; None when it may.

    The approval still stands for exactly this content, and the check passes under the rules of
    this moment, but for what somebody else allowed to pass. Withdrawing is always allowed.
    """
    if delivery.act == Act.WITHDRAW:
        return None
    link = (
        PostDelivery.objects.select_related("post__unit", "post__kind", "revision")
        .filter(delivery=delivery)
        .first()
    )
    if link is None:
        return _("Unggahan asalnya tidak ditemukan.")
    revision, post = link.revision, link.post
    if revisions.hash_of(revision.content) != revision.hash:
        return _("Isi yang disetujui tidak utuh lagi.")
    if not _approved(revision.pk, revision.hash):
        return _("Persetujuannya tidak berlaku lagi. Ajukan ulang.")
    account = str(delivery.account_id)
    if not is_what_was_approved(delivery.payload, revision, account, delivery.part):
        return _("Isi kiriman berbeda dari yang disetujui.")
    above = delivery.original
    if delivery.act == Act.REPLY and (above is None or above.state != "sent"):
        return _("Bagian sebelumnya sudah tidak tayang.")
    if clearance.still_clear(post, revision, at, link.cleared):
        return None
    for checked in checking.frozen_findings(post, revision, at):
        if checked.stops and checked.network in {"", delivery.network}:
            reason = _("Pemeriksaan saat kirim tidak lolos: %(message)s")
            return reason % {"message": checked.finding.message}
    return None


def _approved(revision_id: UUID, digest: str) -> bool:
    """An approval that stands, or an emergency that is still to be reviewed."""
    return (
        ApprovalRequest.objects.filter(revision=revision_id, revision_hash=digest)
        .filter(state__in=("approved",))
        .exists()
        or ApprovalRequest.objects.filter(
            revision=revision_id, revision_hash=digest, review_after=True, state="open"
        ).exists()
    )


def listener(delivery: Delivery, event: str, at: datetime) -> None:
    """Carry what happened to a delivery over to its post; tell people when they are needed."""
    if event in {"claim", "hold", "later", "wait", "release"}:
        return
    link = (
        PostDelivery.objects.select_related("post__unit", "post__author")
        .filter(delivery=delivery)
        .first()
    )
    if link is None:
        return
    refresh_state(link.post, at=at)
    if delivery.state in TROUBLE:
        _call_people(delivery, link.post, at=at)


def refresh_state(post: Post, *, at: datetime) -> None:
    """Move the post to where its deliveries are."""
    rows = list(
        PostDelivery.objects.filter(post=post)
        .exclude(delivery__state="cancelled")
        .values_list("delivery__act", "delivery__state")
    )
    publications = [state for act, state in rows if act in PUBLICATIONS]
    others = [state for act, state in rows if act not in PUBLICATIONS]
    event = ""
    if publications and all(state == "withdrawn" for state in publications):
        event = "withdraw"
    elif any(state in TROUBLE for state in [*publications, *others]):
        event = "doubt"
    elif publications and all(state in {"sent", "withdrawn"} for state in [*publications, *others]):
        event = "publish"
    if event:
        planning.transition_if_possible(post, event, by=SYSTEM, at=at)


def _call_people(delivery: Delivery, post: Post, *, at: datetime) -> None:
    texts = {
        "refused": _("“%(title)s” ditolak di %(handle)s: %(what)s"),
        "unknown": _("“%(title)s” belum pasti tayang di %(handle)s. Sedang dicek."),
        "expired": _("“%(title)s” tidak dikirim ke %(handle)s karena terlambat."),
    }
    values = {
        "title": post.title,
        "handle": delivery.account.handle,
        "what": _(delivery.what_to_do) if delivery.what_to_do else "",
    }
    people = {post.author, *permissions.holders(["admin_unit"], post.unit, at)}
    notify(
        people,
        texts[delivery.state] % values,
        key=f"{delivery.state}:{delivery.pk}:{delivery.attempts_made}",
        at=at,
        url=reverse("publishing:post", args=[post.pk]),
        urgent=delivery.state != "unknown",
    )
