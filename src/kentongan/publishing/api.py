"""Deliveries over the API: schedule, follow, withdraw, settle what is uncertain."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, HttpUrl

from kentongan.delivery import access as deliveries, actions as delivery_actions
from kentongan.delivery.models import Delivery
from kentongan.delivery.states import DELIVERY
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.api_scope import scoped_units
from kentongan.people.idempotency import idempotent
from kentongan.people.models import User
from kentongan.people.permissions import can
from kentongan.planning.access import visible_post
from kentongan.planning.models import Post
from kentongan.publishing import actions

router = Router(tags=["Kiriman"])
MAX_PAGE = 200


class AttemptOut(Schema):
    """One try (``send``) or look (``look``)."""

    kind: str
    number: int
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    detail: str


class DeliveryOut(Schema):
    """One outward act. ``state``: see docs/keadaan.md; ``url``: where it can be seen.

    ``part`` of ``parts``: a thread and a first comment are several acts, one under the other.
    """

    id: UUID
    post: str
    unit: str
    network: str
    account: UUID
    handle: str
    act: str
    part: int
    parts: int
    state: str
    due_at: datetime
    expires_at: datetime | None
    sent_at: datetime | None
    url: str
    what_to_do: str
    asks_person: bool
    payload_hash: str
    attempts: list[AttemptOut]

    @classmethod
    def of(cls, item: Delivery) -> DeliveryOut:
        """From a delivery with account, unit and attempts loaded."""
        return cls(
            id=item.pk,
            post=item.subject,
            unit=item.unit.code,
            network=item.network,
            account=item.account_id,
            handle=item.account.handle,
            act=item.act,
            part=item.part,
            parts=item.parts,
            state=item.state,
            due_at=item.due_at,
            expires_at=item.expires_at,
            sent_at=item.sent_at,
            url=item.url,
            what_to_do=item.what_to_do,
            asks_person=item.asks_person,
            payload_hash=item.payload_hash,
            attempts=[
                AttemptOut(
                    kind=a.kind,
                    number=a.number,
                    started_at=a.started_at,
                    finished_at=a.finished_at,
                    outcome=a.outcome,
                    detail=a.detail,
                )
                for a in item.attempts.all()
            ],
        )


class DeliveryPage(Schema):
    """One page; ``next`` is what to give as ``after`` for the page after it."""

    items: list[DeliveryOut]
    next: UUID | None


class Wanted(Schema):
    """Filters of the list."""

    post: UUID | None = None
    account: UUID | None = None
    state: Annotated[str, Field(max_length=16)] = ""
    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50


class ScheduleIn(Schema):
    """When it goes out, with its offset from UTC; absent: now."""

    at: datetime | None = None


class WithdrawIn(Schema):
    """Why it is taken down."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class SettleIn(Schema):
    """What a person saw: it is live (with its address), it is not, or not and send it again."""

    answer: Literal["live", "not_live", "send_again"]
    url: HttpUrl | None = None


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _in_reach(request: HttpRequest) -> QuerySet[Delivery]:
    return (
        deliveries.visible_deliveries(_user(request))
        .filter(unit__in=scoped_units(request, "delivery.view"))
        .select_related("account", "unit")
        .prefetch_related("attempts")
    )


def _one(request: HttpRequest, delivery_id: UUID) -> Delivery:
    found = _in_reach(request).filter(pk=delivery_id).first()
    if found is None:
        raise Missing(_("Kiriman itu tidak ada, atau di luar jangkauan token ini."))
    return found


def _post(request: HttpRequest, post_id: UUID) -> Post:
    post = visible_post(_user(request), post_id)
    if not scoped_units(request, "post.view").filter(pk=post.unit_id).exists():
        raise Missing(_("Unggahan tidak ditemukan."))
    return post


def _of_post(request: HttpRequest, post: Post) -> list[DeliveryOut]:
    rows = _in_reach(request).filter(post_delivery__post=post).order_by("created_at", "pk")
    return [DeliveryOut.of(row) for row in rows]


@router.get("/deliveries", response=DeliveryPage, summary="Daftar kiriman", url_name="deliveries")
def list_deliveries(request: HttpRequest, wanted: Query[Wanted]) -> DeliveryPage:
    """Deliveries in the token's reach, newest first."""
    found = _in_reach(request).order_by("-id")
    if wanted.post:
        found = found.filter(post_delivery__post=wanted.post)
    if wanted.account:
        found = found.filter(account=wanted.account)
    if wanted.state:
        if wanted.state not in DELIVERY.states:
            raise Invalid.field("state", _("Keadaan itu tidak dikenal."))
        found = found.filter(state=wanted.state)
    if wanted.after:
        found = found.filter(pk__lt=wanted.after)
    rows = list(found[: wanted.limit + 1])
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return DeliveryPage(
        items=[DeliveryOut.of(row) for row in rows], next=rows[-1].pk if more else None
    )


@router.get(
    "/deliveries/{delivery_id}", response=DeliveryOut, summary="Satu kiriman", url_name="delivery"
)
def delivery_detail(request: HttpRequest, delivery_id: UUID) -> DeliveryOut:
    """One delivery with all its tries."""
    return DeliveryOut.of(_one(request, delivery_id))


@router.post(
    "/posts/{post_id}/schedule",
    response=list[DeliveryOut],
    summary="Jadwalkan atau terbitkan",
    url_name="schedule",
)
def schedule(request: HttpRequest, post_id: UUID, given: ScheduleIn) -> HttpResponse:
    """Plan an approved post; move what waits where it is planned already."""

    def work() -> list[dict[str, object]]:
        post, at = _post(request, post_id), clock.now()
        when = given.at or at
        if when.tzinfo is None:
            raise Invalid.field("at", _("Sertakan zona waktu, misalnya 2026-08-13T07:00:00+07:00."))
        if not 1970 < when.year < 9000:
            raise Invalid.field("at", _("Tanggal itu di luar jangkauan."))
        when = when.astimezone(UTC)
        act = actions.reschedule if post.state in {"scheduled", "attention"} else actions.schedule
        act(post, by=_user(request), at=at, when=when)
        return [row.model_dump(mode="json") for row in _of_post(request, post)]

    return idempotent(request, work)


@router.delete(
    "/posts/{post_id}/schedule",
    response=list[DeliveryOut],
    summary="Batalkan jadwal",
    url_name="unschedule",
)
def unschedule(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Cancel what waits."""

    def work() -> list[dict[str, object]]:
        post = _post(request, post_id)
        actions.unschedule(post, by=_user(request), at=clock.now())
        return [row.model_dump(mode="json") for row in _of_post(request, post)]

    return idempotent(request, work)


@router.post(
    "/posts/{post_id}/withdrawal",
    response=list[DeliveryOut],
    summary="Tarik yang tayang",
    url_name="withdraw",
)
def withdraw(request: HttpRequest, post_id: UUID, given: WithdrawIn) -> HttpResponse:
    """Take down everywhere what is live."""

    def work() -> list[dict[str, object]]:
        post = _post(request, post_id)
        actions.withdraw(post, by=_user(request), at=clock.now(), reason=given.reason)
        return [row.model_dump(mode="json") for row in _of_post(request, post)]

    return idempotent(request, work)


@router.post(
    "/deliveries/{delivery_id}/answer",
    response=DeliveryOut,
    summary="Pastikan kiriman",
    url_name="settle",
)
def settle(request: HttpRequest, delivery_id: UUID, given: SettleIn) -> HttpResponse:
    """A person says what became of an uncertain or manual delivery."""

    def work() -> DeliveryOut:
        found, at, user = _one(request, delivery_id), clock.now(), _user(request)
        if not can(user, "delivery.manage", found.unit, at):
            raise NotAllowed(_("Token ini tidak boleh mengatur kiriman unit itu."))
        url = str(given.url) if given.url else ""
        if found.state == "manual" and given.answer == "live":
            delivery_actions.confirm_manual(found, by=user.actor, at=at, url=url)
        elif found.state == "unknown":
            delivery_actions.resolve_unknown(
                found,
                by=user.actor,
                at=at,
                sent=given.answer == "live",
                url=url,
                retry=given.answer == "send_again",
            )
        else:
            raise Conflict(_("Kiriman ini tidak menunggu kepastian."))
        return DeliveryOut.of(_one(request, delivery_id))

    return idempotent(request, work)
