"""Every write of publishing: schedule, publish now, move, cancel, withdraw, change what is live."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from kentongan.approval import actions as approval
from kentongan.approval.models import ApprovalRequest
from kentongan.compliance.wording import what_stops
from kentongan.delivery import actions as delivery, remaining, spreading
from kentongan.delivery.models import PUBLICATIONS, Act, Delivery
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.networks.models import Account
from kentongan.people import permissions
from kentongan.people.models import User
from kentongan.people.notices import notify
from kentongan.planning import actions as planning
from kentongan.planning.clearance import clearance, stopping
from kentongan.planning.models import Post, Revision, Risk
from kentongan.publishing.chains import live_parts, steps
from kentongan.publishing.content import chain_for, targets
from kentongan.publishing.guard import PURPOSE, refresh_states
from kentongan.publishing.models import PostDelivery
from kentongan.publishing.reach import (
    ON_THE_WAY,
    WAITING,
    can_withdraw,
    deliveries_of,
    out_of_hand,
)
from kentongan.subscribers import queries as subscribers

#: After this long a post is no longer true, and is not sent: by risk.
CUT_OFF = {Risk.CRITICAL.value: timedelta(hours=1)}
DEFAULT_CUT_OFF = timedelta(hours=6)
FARTHEST = timedelta(days=366)


def schedule(post: Post, *, by: User, at: datetime, when: datetime) -> list[Delivery]:
    """Plan what was approved for ``when`` (now, or later). Raises ``Invalid``, also where the check
    would stop it then, and ``Conflict``."""
    permissions.require(by, "delivery.manage", post.unit, at)
    if when < at - timedelta(minutes=1):
        raise Invalid.field("when", _("Waktu itu sudah lewat. Pilih waktu yang akan datang."))
    if when > at + FARTHEST:
        raise Invalid.field("when", _("Paling jauh satu tahun dari sekarang."))
    return _schedule(post, by=by.actor, at=at, when=max(when, at))


def _schedule(
    post: Post,
    *,
    by: Actor,
    at: datetime,
    when: datetime,
    priority: int = delivery.NORMAL,
    revision: Revision | None = None,
    cleared: str | None = None,
) -> list[Delivery]:
    """``revision``: the approved one, of a caller who holds its request; ``cleared``: what the
    check answered there for ``when``, of one who asked it."""
    known = revision or _approved_revision(post)
    known.post = post  # read already
    if cleared is None:
        cleared = clearance(post, known, when)  # slow, so before the lock
        if not cleared:
            _require_passing(post, known, when)
    with transaction.atomic():
        post = planning.lock(post.pk)
        revision = revision or _approved_revision(post)
        planning.transition(post, "schedule", by=by, at=at, record=False)
        Post.objects.filter(pk=post.pk).update(scheduled_for=when)
        made = _plan_all(
            post, revision, by=by, at=at, when=when, priority=priority, cleared=cleared
        )
        data = {"when": when.isoformat(), "deliveries": [str(d.pk) for d in made]}
        _record(post, "post.schedule", by=by, at=at, revision=revision.hash, data=data)
        if not made:  # nothing changed on any network: it is live as it should be
            refresh_states([post], at=at)
    return made


def _require_passing(post: Post, revision: Revision, when: datetime) -> None:
    """Raise where the check would stop it at ``when``: told now, and not at seven in the morning.

    An approval stands whenever it goes out; the rules are those of that day.
    """
    if stops := stopping(post, revision, when):
        words = _("Pada waktu itu pemeriksaan tidak lolos: %(message)s")
        raise Invalid.field("when", words % {"message": what_stops(stops[0].finding)})


def _plan_all(
    post: Post,
    revision: Revision,
    *,
    by: Actor,
    at: datetime,
    when: datetime,
    priority: int,
    cleared: str,
) -> list[Delivery]:
    """What each account still lacks is published, what is live there and says else is edited."""
    accounts = Account.objects.select_related("unit").in_bulk(list(targets(revision)))
    live = live_parts(post)
    expires_at = when + CUT_OFF.get(post.kind.risk, DEFAULT_CUT_OFF)
    made: list[Delivery] = []
    for account in accounts.values():
        chain = chain_for(revision, str(account.pk), created_at=when)
        for step in steps(account, chain, live.get(account.pk, {})):
            original = made[-1] if step.answers_the_one_before else step.original
            planned = delivery.plan(
                by=by,
                at=at,
                account=account,
                act=step.act,
                payload=step.payload,
                due_at=when,
                expires_at=expires_at,
                purpose=PURPOSE,
                subject=str(post.pk),
                original=original,
                manual=step.by_hand,
                priority=priority,
                part=step.part,
                parts=len(chain),
            )
            PostDelivery.objects.create(
                post=post, revision=revision, delivery=planned, cleared=cleared, created_at=at
            )
            made.append(planned)
    return made


def on_submission(post: Post, revision: Revision) -> None:
    """What is live as a thread can be edited only as one of as many parts; told while it is early.

    Raises ``Conflict``.
    """
    _require_templates(revision)
    live = live_parts(post)
    if not live:
        return
    for account in Account.objects.filter(pk__in=list(targets(revision))):
        chain = chain_for(revision, str(account.pk), created_at=revision.created_at)
        list(steps(account, chain, live.get(account.pk, {})))


def _require_templates(revision: Revision) -> None:
    """What is to go to subscribers has a template for what it is; raises ``Conflict``."""
    named = {pk for pk, t in targets(revision).items() if out_of_hand(t["network"])}
    for account in Account.objects.filter(pk__in=named) if named else ():
        mimes = [item["mime"] for item in revision.content["media"]]
        if said := subscribers.lacking(account, mimes):
            raise Conflict(said)


def _approved_revision(post: Post) -> Revision:
    request = (
        ApprovalRequest.objects.filter(post=post)
        .filter(state__in=("approved", "open"))
        .select_related("revision")
        .order_by("-submitted_at")
        .first()
    )
    if request is None or (request.state == "open" and not request.review_after):
        raise Conflict(_("Unggahan ini belum disetujui."))
    return request.revision


def on_decision(request: ApprovalRequest, event: str, by: Actor, at: datetime) -> None:
    """An approval with a time in the future is scheduled at once, as the writer wished; unless the
    check would stop it then, since the wish may have changed after it was handed in.

    What corrects something live goes out at once.
    """
    post = request.post
    if event != "approve" or request.review_after:
        return
    wish = post.scheduled_for
    if wish is not None and wish >= at:
        request.revision.post = post
        cleared = clearance(post, request.revision, wish)
        if not cleared and (stops := stopping(post, request.revision, wish)):
            _tell_unplanned(post, what_stops(stops[0].finding), at=at)
            return
        _schedule(post, by=by, at=at, when=wish, revision=request.revision, cleared=cleared)
    elif deliveries_of(post, "sent").filter(act=Act.PUBLISH).exists():
        _schedule(post, by=by, at=at, when=at, revision=request.revision, cleared="")


def _tell_unplanned(post: Post, message: str, *, at: datetime) -> None:
    """Call those who can choose another time."""
    text = _(
        "“%(title)s” disetujui, tetapi belum dijadwalkan: pada waktu itu pemeriksaan tidak lolos. "
        "%(message)s"
    )
    notify(
        {post.author, *permissions.holders(["admin_unit"], post.unit, at)},
        text % {"title": post.title, "message": message},
        key=f"unplanned:{post.pk}:{at.isoformat()}",
        at=at,
        url=reverse("publishing:post", args=[post.pk]),
        urgent=True,
    )


def on_change(post: Post, *, by: User, at: datetime) -> None:
    """The content of a scheduled post changes: what waits is cancelled, or the change refused."""
    if deliveries_of(post, *ON_THE_WAY).exists():
        raise Conflict(_("Unggahan ini sedang dikirim. Tunggu sampai selesai, lalu ubah."))
    for waiting in deliveries_of(post, *WAITING):
        delivery.cancel(waiting, by=by.actor, at=at, reason=_("isi diubah"))


def reschedule(post: Post, *, by: User, at: datetime, when: datetime) -> None:
    """Move everything that still waits. The approval stands: the content is the same. Raises
    ``Invalid``, also where the check would stop it then."""
    permissions.require(by, "delivery.manage", post.unit, at)
    if when < at - timedelta(minutes=1):
        raise Invalid.field("when", _("Waktu itu sudah lewat. Pilih waktu yang akan datang."))
    if when > at + FARTHEST:
        raise Invalid.field("when", _("Paling jauh satu tahun dari sekarang."))
    links = PostDelivery.objects.filter(post=post, delivery__state__in=WAITING)
    link = links.exclude(delivery__act=Act.WITHDRAW).select_related("revision").last()
    if link is not None:
        link.revision.post = post
        _require_passing(post, link.revision, max(when, at))  # slow, so before the lock
    with transaction.atomic():
        waiting = list(deliveries_of(post, *WAITING).exclude(act=Act.WITHDRAW))
        if not waiting:
            raise Conflict(_("Tidak ada kiriman yang masih menunggu."))
        for item in waiting:
            delivery.reschedule(item, by=by.actor, at=at, due_at=max(when, at))
        Post.objects.filter(pk=post.pk).update(scheduled_for=max(when, at))
        _record(post, "post.reschedule", by=by.actor, at=at, data={"when": when.isoformat()})


def unschedule(post: Post, *, by: User, at: datetime, reason: str = "") -> None:
    """Cancel what waits. A post of which nothing went out is approved as before."""
    permissions.require(by, "delivery.manage", post.unit, at)
    with transaction.atomic():
        post = planning.lock(post.pk)
        waiting = list(deliveries_of(post, *WAITING))
        if not waiting:
            raise Conflict(_("Tidak ada kiriman yang masih menunggu."))
        for item in waiting:
            delivery.cancel(item, by=by.actor, at=at, reason=reason)
        _record(post, "post.unschedule", by=by.actor, at=at, data={"reason": reason})
        if deliveries_of(post).exclude(state="cancelled").exists():
            refresh_states([post], at=at)
        else:
            planning.transition(post, "unschedule", by=by.actor, at=at, record=False)


def emergency(post: Post, *, by: User, at: datetime, reason: str, version: int) -> list[Delivery]:
    """Publish now, before everything else, and have it reviewed within 30 minutes."""
    with transaction.atomic():
        approval.emergency(post, by=by, at=at, reason=reason, version=version)
        return _schedule(post, by=by.actor, at=at, when=at, priority=delivery.EMERGENCY)


def withdraw(post: Post, *, by: User, at: datetime, reason: str) -> list[Delivery]:
    """Take down everywhere what is live, cancel what waits.

    Where the network gives no way, the withdrawal is ``manual``: a person does it and says so.
    """
    permissions.require(by, "delivery.manage", post.unit, at)
    if not reason.strip():
        raise Invalid.field("reason", _("Tulis mengapa ditarik; alasan ini dicatat."))
    with transaction.atomic():
        for waiting in deliveries_of(post, *WAITING).exclude(act=Act.WITHDRAW):
            delivery.cancel(waiting, by=by.actor, at=at, reason=reason)
        open_ones = (
            deliveries_of(post)
            .filter(act=Act.WITHDRAW)
            .exclude(state__in=("cancelled", "refused", "expired"))
        )
        under_way = set(open_ones.values_list("original_id", flat=True))
        halted = [remaining.stop_rest(d, by=by.actor, at=at, reason=reason)
                  for d in deliveries_of(post, "pending") if spreading.spreads(d)]  # fmt: skip
        public = list(deliveries_of(post, "sent").filter(act__in=PUBLICATIONS))
        live = [d for d in public if d.pk not in under_way and not out_of_hand(d.network)]
        if not live and not halted:
            raise Conflict(_not_to_withdraw(public))
        made = [_plan_withdrawal(post, item, by=by.actor, at=at) for item in live]
        _record(post, "post.withdraw", by=by.actor, at=at, data={"reason": reason.strip()})
    return made


def _not_to_withdraw(public: list[Delivery]) -> str:
    if any(out_of_hand(item.network) for item in public):
        return _(
            "Pesan yang sudah sampai di pelanggan tidak dapat ditarik. Kirim kabar ralat kepada"
            " mereka."
        )
    return _("Tidak ada yang sedang tayang untuk ditarik.")


def _plan_withdrawal(post: Post, live: Delivery, *, by: Actor, at: datetime) -> Delivery:
    planned = delivery.plan(
        by=by,
        at=at,
        account=live.account,
        act=Act.WITHDRAW,
        payload=live.payload,
        due_at=at,
        purpose=PURPOSE,
        subject=str(post.pk),
        original=live,
        priority=10,
        manual=not can_withdraw(live.network),
        part=live.part,
        parts=live.parts,
    )
    PostDelivery.objects.create(
        post=post, revision=live.post_delivery.revision, delivery=planned, created_at=at
    )
    return planned


def revise(post: Post, *, by: User, at: datetime) -> Post:
    """Open what is live, or was refused, for changing: it becomes a draft and goes the same way of
    approval again. What is live is then edited in place where the network allows; what was refused
    or came too late goes out as it is by then, so the old try is set aside."""
    permissions.require(by, "post.write", post.unit, at)
    with transaction.atomic():
        post = planning.lock(post.pk)
        if deliveries_of(post, *ON_THE_WAY).exists():
            raise Conflict(_("Masih ada kiriman yang belum pasti. Selesaikan dulu."))
        planning.transition(post, "revise", by=by.actor, at=at, record=False)
        failed = deliveries_of(post, "refused", "expired").filter(asks_person=False)
        for old in [*deliveries_of(post, *WAITING), *failed.exclude(act=Act.WITHDRAW)]:
            delivery.cancel(old, by=by.actor, at=at, reason=_("isi diubah"))
        _record(post, "post.revise", by=by.actor, at=at)
    return post


def again(item: Delivery, *, by: User, at: datetime) -> Delivery:
    """Send anew what was refused or came too late, with the same key: never two copies.

    Where its time is still to come, it goes out then. What waits to go on below it gets as much
    time again.
    """
    link = PostDelivery.objects.select_related("post__unit", "post__kind").get(delivery=item)
    permissions.require(by, "delivery.manage", link.post.unit, at)
    cut_off = CUT_OFF.get(link.post.kind.risk, DEFAULT_CUT_OFF)
    due = max(item.due_at, at)
    with transaction.atomic():
        delivery.again(item, by=by.actor, at=at, due_at=due, expires_at=due + cut_off)
        for below in deliveries_of(link.post, "waiting").filter(account=item.account_id):
            delivery.reschedule(below, by=by.actor, at=at, due_at=due)
        planning.transition_if_possible(link.post, "schedule", by=by.actor, at=at)
    return item


def _record(
    post: Post,
    action: str,
    *,
    by: Actor,
    at: datetime,
    revision: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    ledger.record(
        by=by,
        at=at,
        action=action,
        target=("post", str(post.pk), post.title),
        unit=post.unit.code,
        revision=revision,
        data=data or {},
    )
