"""Approvals over the API: put forward, see what waits, decide."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from kentongan.approval import access, actions, decided, queries
from kentongan.approval.models import ApprovalRequest
from kentongan.kernel import clock
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.people.api_scope import scoped_units
from kentongan.people.idempotency import idempotent
from kentongan.people.models import User
from kentongan.planning.access import editable_post

router = Router(tags=["Persetujuan"])
MAX_PAGE = 200


class DecisionOut(Schema):
    """One step's answer."""

    step: int
    verdict: str
    reason: str
    by: str
    instead_of: str | None
    at: datetime


class ApprovalOut(Schema):
    """A request: what is decided on (``revision_hash``), where it stands, who decided what."""

    id: UUID
    post: UUID
    title: str
    unit: str
    state: str
    risk: str
    step: int
    steps: list[str]
    revision_hash: str
    review_after: bool
    submitted_by: str
    submitted_at: datetime
    deadline_at: datetime
    decisions: list[DecisionOut]

    @classmethod
    def of(cls, item: ApprovalRequest) -> ApprovalOut:
        """From a request with its post, unit and decisions loaded."""
        return cls(
            id=item.pk,
            post=item.post_id,
            title=item.post.title,
            unit=item.post.unit.code,
            state=item.state,
            risk=item.risk,
            step=item.step,
            steps=[str(step["label"]) for step in item.steps],
            revision_hash=item.revision_hash,
            review_after=item.review_after,
            submitted_by=item.submitted_by.name,
            submitted_at=item.submitted_at,
            deadline_at=item.deadline_at,
            decisions=[
                DecisionOut(
                    step=d.step,
                    verdict=d.verdict,
                    reason=d.reason,
                    by=d.by.name,
                    instead_of=d.for_user.name if d.for_user else None,
                    at=d.at,
                )
                for d in item.decisions.all()
            ],
        )


class ApprovalPage(Schema):
    """One page; ``next`` is what to give as ``after`` for the page after it."""

    items: list[ApprovalOut]
    next: UUID | None


class Wanted(Schema):
    """Filters: ``state`` of the table in docs/keadaan.md; ``mine``: only what waits for me."""

    state: Literal["", "open", "approved", "returned", "voided", "recalled"] = ""
    mine: bool = False
    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50


class DecidedOut(Schema):
    """Something that was decided or taken back. ``subject``: ``post`` (``id`` is its approval) or
    ``reply``; ``state``: approved, returned, voided or recalled.
    ``page``: where people read it, below the address of this installation."""

    subject: str
    id: UUID
    title: str
    unit: str
    state: str
    submitted_by: str
    ended_at: datetime
    page: str


class DecidedPage(Schema):
    """One page; ``next`` is what to give as ``after`` for the page after it."""

    items: list[DecidedOut]
    next: UUID | None


class DecidedWanted(Schema):
    """Where to go on, and how many at once."""

    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50


class SubmitIn(Schema):
    """Which version of the post is put forward."""

    version: Annotated[int, Field(ge=1, le=2_000_000_000)]


class DecideIn(Schema):
    """The answer of the present step, on exactly this hash."""

    verdict: Literal["approve", "return"]
    revision_hash: Annotated[str, Field(min_length=64, max_length=64)]
    reason: Annotated[str, Field(max_length=1000)] = ""


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _in_reach(request: HttpRequest) -> QuerySet[ApprovalRequest]:
    return (
        access.visible_requests(_user(request))
        .filter(post__unit__in=scoped_units(request, "post.view"))
        .select_related("post__unit", "submitted_by")
        .prefetch_related("decisions__by", "decisions__for_user")
    )


def _one(request: HttpRequest, request_id: UUID) -> ApprovalRequest:
    found = _in_reach(request).filter(pk=request_id).first()
    if found is None:
        raise Missing(_("Pengajuan itu tidak ada, atau di luar jangkauan token ini."))
    return found


@router.get("/approvals", response=ApprovalPage, summary="Daftar pengajuan", url_name="approvals")
def list_approvals(request: HttpRequest, wanted: Query[Wanted]) -> ApprovalPage:
    """Requests in the token's reach, newest first."""
    found = _in_reach(request).order_by("-id")
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.mine:
        waiting = queries.waiting_for(_user(request), at=clock.now())
        found = found.filter(pk__in=[w.request.pk for w in waiting])
    if wanted.after:
        found = found.filter(pk__lt=wanted.after)
    rows = list(found[: wanted.limit + 1])
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return ApprovalPage(
        items=[ApprovalOut.of(row) for row in rows], next=rows[-1].pk if more else None
    )


@router.get("/decided", response=DecidedPage, summary="Yang sudah diputuskan", url_name="decided")
def list_decided(request: HttpRequest, wanted: Query[DecidedWanted]) -> DecidedPage:
    """Posts and replies that were decided, in the token's reach; latest put forward first."""
    found = decided.rows(
        _user(request), lambda permission: scoped_units(request, permission), after=wanted.after
    )
    rows = list(found.order_by("-id")[: wanted.limit + 1])
    more = len(rows) > wanted.limit
    shown = decided.show(rows[: wanted.limit])
    return DecidedPage(
        items=[
            DecidedOut(
                subject=one.subject,
                id=one.key,
                title=one.title,
                unit=one.unit.code,
                state=one.state,
                submitted_by=one.by,
                ended_at=one.ended_at,
                page=one.url,
            )
            for one in shown
        ],
        next=rows[wanted.limit - 1]["id"] if more else None,
    )


@router.get(
    "/approvals/{request_id}", response=ApprovalOut, summary="Satu pengajuan", url_name="approval"
)
def approval_detail(request: HttpRequest, request_id: UUID) -> ApprovalOut:
    """One request."""
    return ApprovalOut.of(_one(request, request_id))


@router.post(
    "/posts/{post_id}/approval",
    response={201: ApprovalOut},
    summary="Ajukan unggahan",
    url_name="submit",
)
def submit(request: HttpRequest, post_id: UUID, given: SubmitIn) -> HttpResponse:
    """Put a post before its chain."""

    def work() -> ApprovalOut:
        post = editable_post(_user(request), post_id)
        if not scoped_units(request, "post.view").filter(pk=post.unit_id).exists():
            raise Missing(_("Unggahan tidak ditemukan."))
        made = actions.submit(post, by=_user(request), at=clock.now(), version=given.version)
        return ApprovalOut.of(_one(request, made.pk))

    return idempotent(request, work, status=201)


@router.post(
    "/approvals/{request_id}/decision",
    response=ApprovalOut,
    summary="Putuskan langkah ini",
    url_name="decide",
)
def decide(request: HttpRequest, request_id: UUID, given: DecideIn) -> HttpResponse:
    """Approve or return the present step."""

    def work() -> ApprovalOut:
        actions.decide(
            _one(request, request_id),
            by=_user(request),
            at=clock.now(),
            verdict=given.verdict,
            expected_hash=given.revision_hash,
            reason=given.reason,
        )
        return ApprovalOut.of(_one(request, request_id))

    return idempotent(request, work)
