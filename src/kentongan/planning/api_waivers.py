"""Leave to pass a finding that must be mended, over the API: ask, see what waits, decide."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people.idempotency import idempotent
from kentongan.people.models import User
from kentongan.planning import access, actions, checking
from kentongan.planning.models import Waiver
from kentongan.planning.wire import MAX_PAGE, ReasonIn, Strict

router = Router(tags=["Unggahan"])


class WaiverOut(Schema):
    """Leave asked for: about which words of which post, of whom, why, and what was answered.

    ``verdict`` is ``open`` as long as nobody answered.
    """

    id: UUID
    post: UUID
    title: str
    unit: str
    rule: str
    role: str
    quote: str
    message: str
    reason: str
    asked_by: str
    asked_at: datetime
    verdict: str
    answer: str
    decided_by: str | None
    decided_at: datetime | None

    @classmethod
    def of(cls, item: Waiver) -> WaiverOut:
        """From a request with its post, unit and people loaded."""
        return cls(
            id=item.pk,
            post=item.post_id,
            title=item.post.title,
            unit=item.post.unit.code,
            rule=item.rule,
            role=item.role,
            quote=item.quote,
            message=item.message,
            reason=item.reason,
            asked_by=item.asked_by.name,
            asked_at=item.asked_at,
            verdict=item.verdict or "open",
            answer=item.answer,
            decided_by=item.decided_by.name if item.decided_by else None,
            decided_at=item.decided_at,
        )


class WaiverPage(Schema):
    """One page; ``next`` is what to give as ``after`` for the page after it."""

    items: list[WaiverOut]
    next: UUID | None


class WantedWaivers(Schema):
    """Filters: ``verdict``; ``post``; ``mine``: only what waits for me."""

    verdict: Literal["", "open", "granted", "refused"] = ""
    post: UUID | None = None
    mine: bool = False
    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50


class VerdictIn(Strict):
    """The answer, with what it rests on: it becomes evidence."""

    verdict: Literal["granted", "refused"]
    answer: Annotated[str, Field(max_length=2_000)]


@router.get("/waivers", response=WaiverPage, summary="Daftar izin lewat", url_name="waivers")
def list_waivers(request: HttpRequest, wanted: Query[WantedWaivers]) -> WaiverPage:
    """Leave asked for posts in the token's reach, newest first."""
    found = access.scoped_waivers(request)
    if wanted.mine:
        found = found.filter(pk__in=access.decidable_waivers(_user(request), clock.now()))
    if wanted.verdict:
        found = found.filter(verdict="" if wanted.verdict == "open" else wanted.verdict)
    if wanted.post:
        found = found.filter(post=wanted.post)
    if wanted.after:
        found = found.filter(pk__lt=wanted.after)
    rows = list(found.order_by("-pk")[: wanted.limit + 1])
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return WaiverPage(items=[WaiverOut.of(w) for w in rows], next=rows[-1].pk if more else None)


@router.get(
    "/waivers/{waiver_id}", response=WaiverOut, summary="Satu izin lewat", url_name="waiver"
)
def waiver_detail(request: HttpRequest, waiver_id: UUID) -> WaiverOut:
    """One request with its answer."""
    return WaiverOut.of(access.scoped_waiver(request, waiver_id))


@router.post(
    "/posts/{post_id}/findings/{fingerprint}/waiver",
    response={201: WaiverOut},
    summary="Minta izin lewat",
    url_name="waiver_ask",
)
def ask_waiver(
    request: HttpRequest, post_id: UUID, fingerprint: str, body: ReasonIn
) -> HttpResponse:
    """Ask whoever holds the role named in the rule to let a finding pass."""

    def work() -> WaiverOut:
        post = access.scoped_post(request, post_id, "post.write")
        at = clock.now()
        checked = checking.findings(post, at, with_recent=True)
        found = [c for c in checked if c.finding.fingerprint == fingerprint and c.tone == "wajib"]
        if not found:
            raise Invalid.field("fingerprint", _("Temuan ini sudah tidak ada."))
        waiver = actions.ask_waiver(post, found[0], reason=body.reason, by=_user(request), at=at)
        return WaiverOut.of(access.scoped_waiver(request, waiver.pk))

    return idempotent(request, work, status=201)


@router.post(
    "/waivers/{waiver_id}/decision",
    response=WaiverOut,
    summary="Putuskan izin lewat",
    url_name="waiver_decide",
)
def decide_waiver(request: HttpRequest, waiver_id: UUID, body: VerdictIn) -> HttpResponse:
    """Grant or refuse, as somebody who holds the role and has no part in the post."""

    def work() -> WaiverOut:
        waiver = access.scoped_waiver(request, waiver_id)
        actions.decide_waiver(
            waiver, verdict=body.verdict, answer=body.answer, by=_user(request), at=clock.now()
        )
        return WaiverOut.of(access.scoped_waiver(request, waiver_id))

    return idempotent(request, work)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
