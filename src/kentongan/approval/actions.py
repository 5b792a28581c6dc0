"""Every write of approval: put forward, decide, take back, void, and the emergency path."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from kentongan.approval import asking, chains, events
from kentongan.approval.eligible import Directory, directory_for, writers
from kentongan.approval.models import ApprovalRequest, Decision
from kentongan.approval.states import REQUEST
from kentongan.compliance import looking
from kentongan.compliance.actions import look_at
from kentongan.compliance.addresses import addresses
from kentongan.jobs.actions import enqueue
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.kernel.sentences import stored
from kentongan.ledger import actions as ledger
from kentongan.people import permissions
from kentongan.people.models import User
from kentongan.people.notices import notify
from kentongan.planning import actions as planning, checking, revisions
from kentongan.planning.evidence import recorded
from kentongan.planning.marks import Marks
from kentongan.planning.models import Post
from kentongan.planning.queries import for_composer

#: The job that asks addresses.
LINKS = "approval.links"
_SYSTEM = Actor.system("approval")


def submit(post: Post, *, by: User, at: datetime, version: int) -> ApprovalRequest:
    """Put the post, as it stands at ``version``, before its chain.

    Raises ``Conflict`` when it changed meanwhile, ``Invalid`` while something must be mended.
    """
    permissions.require(by, "post.submit", post.unit, at)
    with transaction.atomic():
        post = _locked(post, version)
        evidence = _evidence(post, at=at)
        election = chains.near_election(post, at)
        risk = chains.risk_of(post, election=election)
        steps = chains.steps_for(post, election=election)
        revision = planning.freeze(post, by=by, at=at, note=_("Diajukan"), held=True)
        events.submitted(post, revision)
        request = _open(post, revision, steps, risk, by=by, at=at, evidence=evidence)
        planning.transition(post, "submit", by=by.actor, at=at, record=False)
        _record(request, "approval.submit", by=by.actor, at=at, data={"risk": risk})
        asking.ask(request, directory_for([request], at=at), at=at)
        _ask_links(request, at=at)
    return request


def _ask_links(request: ApprovalRequest, *, at: datetime) -> None:
    """Let the addresses in what was put forward be asked once, later and elsewhere."""
    if settings.LINK_CHECK and _addresses(request):
        enqueue(LINKS, run_at=at, args={"request": str(request.pk)}, key=f"links:{request.pk}")


def _addresses(request: ApprovalRequest) -> tuple[str, ...]:
    content = request.revision.content
    return addresses((content["text"], content["link"], *content["variants"].values()))


def note_links(*, request_id: UUID, at: datetime) -> None:
    """Ask the addresses of a request; those that do not open join its evidence, writers are told.

    Asking takes seconds and happens before the transaction. Nothing happens to a request that is
    decided or voided meanwhile.
    """
    request = ApprovalRequest.objects.select_related("revision").get(pk=request_id)
    if request.state != "open":
        return
    look_at(_addresses(request), at=at)
    with transaction.atomic():
        fresh = (
            ApprovalRequest.objects.select_for_update(of=("self",))
            .select_related("post__unit", "post__author", "submitted_by")
            .get(pk=request_id)
        )
        if fresh.state != "open":
            return
        known = {found["fingerprint"] for found in fresh.evidence.get("findings", ())}
        checked = checking.findings(fresh.post, at, with_recent=True)
        dead = [c for c in checked if c.finding.rule == looking.RULE]
        new = [f for f in recorded(dead)["findings"] if f["fingerprint"] not in known]
        if not new:
            return
        fresh.evidence = {
            **fresh.evidence,
            "findings": [*fresh.evidence.get("findings", ()), *new],
        }
        fresh.save(update_fields=["evidence"])
        _record(fresh, "approval.links", by=_SYSTEM, at=at, data={"count": len(new)})
        text = _("Tautan di “%(title)s” tidak terbuka: %(link)s")
        notify(
            [fresh.post.author, fresh.submitted_by],
            text % {"title": fresh.post.title, "link": new[0]["text"]},
            key=f"approval-links:{fresh.pk}",
            at=at,
            url=reverse("publishing:post", args=[fresh.post_id]),
        )


def decide(
    request: ApprovalRequest,
    *,
    by: User,
    at: datetime,
    verdict: str,
    expected_hash: str,
    reason: str = "",
) -> ApprovalRequest:
    """Approve or return the present step. What was shown (``expected_hash``) is what is decided.

    Raises ``NotAllowed`` for whoever may not decide, ``Conflict`` when it changed or was decided
    meanwhile, ``Invalid`` for a return without a reason.
    """
    directory = directory_for([request], at=at)
    decider = directory.place_of(request, by)
    if decider is None:
        raise NotAllowed(_("Keputusan langkah ini bukan wewenang Anda."))
    reason = reason.strip()
    if verdict == "return" and not reason:
        raise Invalid.field("reason", _("Tulis apa yang perlu diperbaiki."))
    if verdict not in {"approve", "return"}:
        raise Invalid.field("verdict", _("Pilih setujui atau minta revisi."))
    with transaction.atomic():
        fresh = (
            ApprovalRequest.objects.select_for_update(of=("self",))
            .select_related("post__unit", "post__kind", "post__author", "revision", "submitted_by")
            .get(pk=request.pk)
        )
        if fresh.state != "open" or fresh.step != request.step:
            raise Conflict(_("Pengajuan ini sudah diputuskan. Keputusan Anda tidak dicatat."))
        if expected_hash != fresh.revision_hash or not _stands(fresh):
            raise Conflict(_("Isi unggahan berubah sejak Anda membukanya. Baca lagi dulu."))
        if verdict == "return" and fresh.is_down:
            raise Conflict(_("Unggahan ini sudah ditarik."))
        try:
            with transaction.atomic():
                Decision.objects.create(
                    request=fresh,
                    step=fresh.step,
                    verdict=verdict,
                    reason=reason,
                    by=by,
                    for_user=decider.instead_of,
                    revision_hash=fresh.revision_hash,
                    at=at,
                )
        except IntegrityError:
            raise Conflict(
                _("Pengajuan ini sudah diputuskan. Keputusan Anda tidak dicatat.")
            ) from None
        instead = decider.instead_of.name if decider.instead_of else ""
        data = {"step": fresh.steps[fresh.step]["label"], "reason": reason, "instead_of": instead}
        act = "ask_down" if verdict == "return" and fresh.review_after else verdict
        _record(fresh, f"approval.{act}", by=by.actor, at=at, data=data)
        _advance(fresh, verdict, directory, by=by, at=at, reason=reason)
    return fresh


def _stands(request: ApprovalRequest) -> bool:
    """Whether the post is as it was put forward; what is out already is reviewed as it went out."""
    marks = Marks.read(request.revision.content.get("marks"))
    current = revisions.content(request.post, marks)
    return request.review_after or revisions.hash_of(current) == request.revision_hash


def _advance(
    request: ApprovalRequest,
    verdict: str,
    directory: Directory,
    *,
    by: User,
    at: datetime,
    reason: str,
) -> None:
    post = request.post
    link = reverse("publishing:post", args=[post.pk])
    people = [post.author, request.submitted_by]
    if verdict == "return":
        _close(request, "return", at=at, reason=reason)
        if not request.review_after:
            planning.transition(post, "return", by=by.actor, at=at, record=False)
        text = _("“%(title)s” dikembalikan: %(reason)s")
        if request.review_after:  # it stays live until a person takes it down
            text = _("Tinjauan meminta “%(title)s” ditarik: %(reason)s")
        text %= {"title": post.title, "reason": reason}
        notify(people, text, key=f"returned:{request.pk}", at=at, url=link, urgent=True)
        events.decided(request, "return", by.actor, at)
        return
    if request.step + 1 < len(request.steps):
        asking.is_over(request, at=at)
        request.step += 1
        request.involved = [*request.involved, str(by.pk)]
        step = request.steps[request.step]
        request.deadline_at = chains.deadline(post.unit, step, start=at)
        request.reminded_at = request.escalated_at = None
        request.save(
            update_fields=["step", "involved", "deadline_at", "reminded_at", "escalated_at"]
        )
        asking.ask(request, directory, at=at)
        return
    _close(request, "approve", at=at)
    if not request.review_after:
        planning.transition(post, "approve", by=by.actor, at=at, record=False)
    text = _("“%(title)s” disetujui %(name)s.") % {"title": post.title, "name": by.name}
    notify(people, text, key=f"approved:{request.pk}", at=at, url=link)
    events.decided(request, "approve", by.actor, at)


def recall(request: ApprovalRequest, *, by: User, at: datetime) -> ApprovalRequest:
    """The writer takes it back before it is decided."""
    permissions.require(by, "post.submit", request.post.unit, at)
    with transaction.atomic():
        _close(request, "recall", at=at)
        planning.transition(request.post, "recall", by=by.actor, at=at, record=False)
        _record(request, "approval.recall", by=by.actor, at=at)
    return request


def void(post: Post, *, by: User, at: datetime) -> None:
    """The content changed: what was put forward or approved no longer stands.

    Runs inside the transaction of the change.
    """
    for request in ApprovalRequest.objects.filter(
        post=post, state__in=REQUEST.sources("void"), review_after=False
    ):
        was = request.state
        _close(request, "void", at=at, reason=_("Isi diubah %(name)s") % {"name": by.name})
        _record(request, "approval.void", by=by.actor, at=at, data={"was": was})
        events.decided(request, "void", by.actor, at)


def emergency(post: Post, *, by: User, at: datetime, reason: str, version: int) -> ApprovalRequest:
    """The emergency path: approved on the spot, reviewed by a supervisor within 30 minutes.

    Loud by intent: supervisors and the unit's head are told at once, the ledger names the reason.
    The check still runs; what must be mended must be mended even now.
    """
    permissions.require(by, "publish.emergency", post.unit, at)
    reason = reason.strip()
    if not reason:
        raise Invalid.field("reason", _("Tulis keadaan daruratnya; alasan ini dicatat."))
    with transaction.atomic():
        post = _locked(post, version)
        if not post.kind.emergency:
            raise Invalid.field("kind", _("Jalur darurat hanya untuk jenis konten darurat."))
        evidence = _evidence(post, at=at) | {"emergency": reason}
        revision = planning.freeze(post, by=by, at=at, note=_("Jalur darurat"), held=True)
        events.submitted(post, revision)
        steps = chains.steps_for(post)
        request = _open(
            post, revision, steps, post.kind.risk, by=by, at=at, evidence=evidence, after=True
        )
        planning.transition(post, "approve", by=by.actor, at=at, record=False)
        _record(request, "approval.emergency", by=by.actor, at=at, data={"reason": reason})
        text = _("DARURAT: %(name)s menerbitkan “%(title)s”. Tinjau dalam %(n)s menit.")
        link = reverse("approval:request", args=[request.pk])
        told = permissions.holders(["penyelia", "pembina", "pimpinan_unit"], post.unit, at)
        values = {"name": by.name, "title": post.title, "n": steps[0]["minutes"]}
        notify(told, text % values, key=f"emergency:{request.pk}", at=at, url=link, urgent=True)
    return request


def remind(request: ApprovalRequest, *, at: datetime) -> None:
    """Remind whoever is asked, once per step, shortly before the deadline."""
    with transaction.atomic():
        if not ApprovalRequest.objects.filter(
            pk=request.pk, state="open", reminded_at__isnull=True
        ).update(reminded_at=at):
            return
        people = [d.user for d in directory_for([request], at=at).deciders(request)]
        text = _("Segera putuskan: “%(title)s”.") % {"title": request.post.title}
        link = reverse("approval:request", args=[request.pk])
        key = f"remind:{request.pk}:{request.step}"
        notify(people, text, key=key, at=at, url=link, urgent=True)


def escalate(request: ApprovalRequest, *, at: datetime) -> None:
    """The deadline passed: tell the supervisors, once per step."""
    system = Actor.system("approval")
    with transaction.atomic():
        if not ApprovalRequest.objects.filter(
            pk=request.pk, state="open", escalated_at__isnull=True
        ).update(escalated_at=at):
            return
        people = permissions.holders(["penyelia", "pembina"], request.post.unit, at)
        text = _("Lewat batas waktu: “%(title)s” belum diputuskan.")
        link = reverse("approval:request", args=[request.pk])
        key = f"escalate:{request.pk}:{request.step}"
        title = {"title": request.post.title}
        notify(people, text % title, key=key, at=at, url=link, urgent=True)
        _record(request, "approval.escalate", by=system, at=at)


def _locked(post: Post, version: int) -> Post:
    """The post as it stands, locked; ``Conflict`` when it is not at ``version``."""
    fresh = Post.objects.select_for_update().select_related("unit", "kind").get(pk=post.pk)
    if fresh.version != version:
        raise Conflict(_("Unggahan berubah sejak Anda membukanya. Muat ulang lalu ajukan lagi."))
    return for_composer(fresh)


def _evidence(post: Post, *, at: datetime) -> dict[str, Any]:
    """The findings of this moment; raises ``Invalid`` while any of them blocks."""
    if not post.targets.all():
        raise Invalid.field("targets", _("Pilih paling sedikit satu akun tujuan."))
    checked = checking.findings(post, at, with_recent=True)
    blocking = [c for c in checked if c.blocks]
    if blocking:
        text = _("Belum bisa diajukan: %(count)s temuan perlu diperbaiki atau ditimbang.")
        raise Invalid(text % {"count": len(blocking)})
    return recorded(checked)


def _open(
    post: Post,
    revision: Any,
    steps: list[dict[str, Any]],
    risk: str,
    *,
    by: User,
    at: datetime,
    evidence: dict[str, Any],
    after: bool = False,
) -> ApprovalRequest:
    try:
        with transaction.atomic():
            return ApprovalRequest.objects.create(
                post=post,
                revision=revision,
                revision_hash=revision.hash,
                risk=risk,
                steps=steps,
                involved=writers(post, by),
                review_after=after,
                evidence=evidence,
                submitted_by=by,
                submitted_at=at,
                deadline_at=chains.deadline(post.unit, steps[0], start=at),
            )
    except IntegrityError:
        if ApprovalRequest.objects.filter(post=post, state="open", review_after=True).exists():
            raise Conflict(_("Terbitan daruratnya belum ditinjau. Ajukan sesudah itu.")) from None
        raise Conflict(_("Unggahan ini sudah diajukan.")) from None


def _close(request: ApprovalRequest, event: str, *, at: datetime, reason: str = "") -> None:
    target = REQUEST.next(request.state, event)
    closed = ApprovalRequest.objects.filter(pk=request.pk, state=request.state).update(
        state=target, closed_at=at, closed_reason=stored(reason, 500)
    )
    if not closed:
        raise Conflict(_("Pengajuan ini baru saja berubah. Muat ulang halaman."))
    request.state, request.closed_at, request.closed_reason = target, at, stored(reason, 500)
    asking.is_over(request, at=at)


def _record(
    request: ApprovalRequest,
    action: str,
    *,
    by: Actor,
    at: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    ledger.record(
        by=by,
        at=at,
        action=action,
        target=("post", str(request.post_id), request.post.title),
        unit=request.post.unit.code,
        revision=request.revision_hash,
        data={"request": str(request.pk), **(data or {})},
    )
