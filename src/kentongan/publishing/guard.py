"""The last question before sending, and what becomes of the post afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from kentongan.approval.models import ApprovalRequest
from kentongan.compliance.draft import Facts
from kentongan.compliance.wording import what_stops
from kentongan.delivery.models import PUBLICATIONS, Act, Delivery
from kentongan.kernel.actor import Actor
from kentongan.kernel.say import gettext as _
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.people.notices import notify
from kentongan.people.tree import branch
from kentongan.planning import actions as planning, checking, clearance, revisions
from kentongan.planning.checking import Wording
from kentongan.planning.models import Post, Revision
from kentongan.publishing.content import is_what_was_approved
from kentongan.publishing.models import PostDelivery

PURPOSE = "post"
SYSTEM = Actor.system("publishing")
#: Deliveries of these states need a person.
TROUBLE = ("refused", "unknown", "expired")


def objections(deliveries: Sequence[Delivery], at: datetime) -> dict[UUID, str]:
    """Why deliveries of posts must not go out now; nothing is said of those that may.

    The approval still stands for exactly this content, and the check passes under the rules of
    this moment, but for what somebody else allowed to pass. Withdrawing is always allowed.
    """
    asked = [delivery for delivery in deliveries if delivery.act != Act.WITHDRAW]
    # Only what most need: the check itself, which reads the whole post, is seldom run again.
    rows = PostDelivery.objects.select_related("post__unit", "revision").only(
        "delivery", "cleared", "post__unit__timezone", "revision__hash", "revision__content"
    )
    links = {link.delivery_id: link for link in rows.filter(delivery__in=asked)}
    approved = _approved([link.revision for link in links.values()])
    facts = checking.facts_by_unit((link.post for link in links.values()), at)
    around = {unit: clearance.surroundings(known) for unit, known in facts.items()}
    said: dict[UUID, str] = {}
    unclear: list[tuple[Delivery, Wording, Post]] = []
    for delivery in asked:
        link = links.get(delivery.pk)
        if link is None:
            said[delivery.pk] = _("Unggahan asalnya tidak ditemukan.")
            continue
        link.revision.post = link.post  # read already
        known = (link.revision_id, link.revision.hash) in approved
        if (reason := _change(delivery, link, approved=known)) is not None:
            said[delivery.pk] = reason
            continue
        given = checking.frozen_wording(link.revision, at)
        if not clearance.still_clear(given, around[link.post.unit_id], link.cleared):
            unclear.append((delivery, given, link.post))
    return said | _findings(unclear, facts)


def _change(delivery: Delivery, link: PostDelivery, *, approved: bool) -> str | None:
    """What is no longer as it was approved; None where all of it is."""
    revision = link.revision
    if revisions.hash_of(revision.content) != revision.hash:
        return _("Isi yang disetujui tidak utuh lagi.")
    if not approved:
        return _("Persetujuannya tidak berlaku lagi. Ajukan ulang.")
    if (owner := _new_owner(delivery, link.post)) is not None:
        return _(
            "Akun ini sekarang milik %(unit)s, jadi unggahan unit lain tidak terbit di sana. "
            "Minta %(unit)s menerbitkannya."
        ) % {"unit": owner}
    account = str(delivery.account_id)
    if not is_what_was_approved(delivery.payload, revision, account, delivery.part):
        return _("Isi kiriman berbeda dari yang disetujui.")
    above = delivery.original
    if delivery.act == Act.REPLY and (above is None or above.state != "sent"):
        return _("Bagian sebelumnya sudah tidak tayang.")
    return None


def _new_owner(delivery: Delivery, post: Post) -> str | None:
    """Who owns the account by now, where it went to a unit that the post's unit does not speak for.

    Asked of the database only for an account that changed hands since the delivery was planned.
    """
    owner = delivery.account.unit_id
    if owner == delivery.unit_id or branch([post.unit_id]).filter(pk=owner).exists():
        return None
    return Unit.objects.values_list("name", flat=True).get(pk=owner)


def _findings(
    unclear: Sequence[tuple[Delivery, Wording, Post]], facts: Mapping[UUID, Facts]
) -> dict[UUID, str]:
    """What the check says now against those whose clearance is no answer."""
    keys = {post.pk for _delivery, _given, post in unclear}
    whole = Post.objects.select_related("unit", "kind").in_bulk(keys) if keys else {}
    said: dict[UUID, str] = {}
    for delivery, given, post in unclear:
        for checked in checking.findings_in(given, facts[post.unit_id], whole[post.pk]):
            if checked.stops and checked.network in {"", delivery.network}:
                reason = _("Pemeriksaan saat kirim tidak lolos: %(message)s")
                said[delivery.pk] = reason % {"message": what_stops(checked.finding)}
                break
    return said


def _approved(frozen: Iterable[Revision]) -> set[tuple[UUID, str]]:
    """Ids and hashes with an approval that stands, or an emergency still to be reviewed."""
    stands = Q(state="approved") | Q(review_after=True, state="open")
    rows = ApprovalRequest.objects.filter(stands, revision__in=[r.pk for r in frozen])
    return set(rows.values_list("revision", "revision_hash"))


def listener(deliveries: Sequence[Delivery], event: str, at: datetime) -> None:
    """Carry what happened to deliveries over to their posts; tell people when they are needed."""
    if event == "wait":
        deliveries = [delivery for delivery in deliveries if delivery.awaited_there]
    if event in {"claim", "hold", "later", "release"} or not deliveries:
        return
    rows = PostDelivery.objects.select_related("post__unit").only(
        "delivery", "post__title", "post__state", "post__author", "post__unit__code"
    )
    posts = {link.delivery_id: link.post for link in rows.filter(delivery__in=deliveries)}
    refresh_states(posts.values(), at=at)
    troubled = [d for d in deliveries if (d.state in TROUBLE or d.awaited_there) and d.pk in posts]
    wrote = {posts[delivery.pk].author_id for delivery in troubled}
    authors = User.objects.in_bulk(wrote) if wrote else {}
    for delivery in troubled:
        post = posts[delivery.pk]
        _call_people(delivery, post, authors[post.author_id], at=at)


def refresh_states(posts: Iterable[Post], *, at: datetime) -> None:
    """Move posts to where their deliveries are."""
    wanted = {post.pk: post for post in posts}
    acts: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = PostDelivery.objects.filter(post__in=wanted).exclude(delivery__state="cancelled")
    for pk, act, state in rows.values_list("post", "delivery__act", "delivery__state"):
        acts[pk].append((act, state))
    events: dict[str, list[Post]] = defaultdict(list)
    for pk, done in acts.items():
        if event := _event(done):
            events[event].append(wanted[pk])
    for event, moved in events.items():
        planning.transition_all_if_possible(moved, event, by=SYSTEM, at=at)


def _event(done: Sequence[tuple[str, str]]) -> str:
    """What acts and states of a post's deliveries mean for the post; empty: nothing yet."""
    publications = [state for act, state in done if act in PUBLICATIONS]
    states = [state for _act, state in done]
    if publications and all(state == "withdrawn" for state in publications):
        return "withdraw"
    if any(state in TROUBLE for state in states):
        return "doubt"
    if publications and all(state in {"sent", "withdrawn"} for state in states):
        return "publish"
    return ""


def _call_people(delivery: Delivery, post: Post, author: User, *, at: datetime) -> None:
    texts = {
        "refused": _("“%(title)s” ditolak di %(handle)s: %(what)s"),
        "unknown": _("“%(title)s” belum pasti tayang di %(handle)s. Sedang dicek."),
        "expired": _("“%(title)s” tidak dikirim ke %(handle)s karena terlambat."),
        "pending": _("“%(title)s” tinggal langkah Anda di %(handle)s: %(what)s"),
    }
    values = {
        "title": post.title,
        "handle": delivery.account.shown_handle,
        "what": _(delivery.what_to_do) if delivery.what_to_do else "",
    }
    people = {author, *permissions.holders(["admin_unit"], post.unit, at)}
    notify(
        people,
        texts[delivery.state] % values,
        key=f"{delivery.state}:{delivery.pk}:{delivery.attempts_made}",
        at=at,
        url=reverse("publishing:post", args=[post.pk]),
        urgent=delivery.state != "unknown",
    )
