"""Reads that pages need: what waits for whom, and how a request has gone so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from kentongan.approval import beside, chains
from kentongan.approval.access import visible_requests
from kentongan.approval.eligible import Decider, Directory, directory_for, writers
from kentongan.approval.models import ApprovalRequest, Decision
from kentongan.kernel.errors import Invalid
from kentongan.kernel.sentences import read
from kentongan.people.models import User
from kentongan.people.permissions import can_somewhere
from kentongan.people.queries import may_stand_in
from kentongan.planning.events import Remark, Stage
from kentongan.planning.models import Post

_MEMORY = "_kentongan_waiting"
#: More open requests than this at once would be a pemda that approves nothing.
BOUND = 500
#: What lists show of a request, and what says who decides it: every page asks for its number.
_LISTED = (
    "post", "revision", "steps", "step", "involved", "state", "review_after", "submitted_at",
    "deadline_at", "post__unit", "post__title", "post__unit__name", "submitted_by__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for a person."""

    request: ApprovalRequest
    decider: Decider
    directory: Directory

    def overdue(self, at: datetime) -> bool:
        """Whether the step should have been answered by now."""
        return self.request.deadline_at < at


def waiting_for(user: User, *, at: datetime) -> list[Waiting]:
    """Open requests this person may decide now, most urgent first.

    Three statements; one when nothing is open.
    """
    requests = _open(user)
    return _mine(requests, user, directory_for(requests, at=at)) if requests else []


@dataclass(frozen=True, slots=True)
class AllWaiting:
    """All that waits for a person: posts, and what goes beside them. ``directory``: what it was
    answered from; None where nothing waits for anybody."""

    posts: list[Waiting] = field(default_factory=list)
    others: list[beside.Waits] = field(default_factory=list)
    directory: Directory | None = None


def all_waiting_for(
    user: User, *, at: datetime, ahead: ApprovalRequest | None = None
) -> AllWaiting:
    """The same, and what else waits for the person; all of it answered from one directory, which
    also knows who would decide ``ahead``.

    Two statements more than one for each feature that has anything waiting. No statement for
    whoever never decides, where nothing is ahead.
    """
    asked = can_somewhere(user, "approval.decide") or may_stand_in(user, at)
    requests, others = (_open(user), beside.asked(user, at=at)) if asked else ([], [])
    if not requests and not others and ahead is None:
        return AllWaiting()
    known = requests if ahead is None else [*requests, ahead]
    directory = directory_for(known, at=at, others=others)
    rows = [row for one in others for row in one.mine(directory)]
    return AllWaiting(_mine(requests, user, directory), rows, directory)


def remembered(user: User, *, at: datetime, ahead: ApprovalRequest | None = None) -> AllWaiting:
    """:func:`all_waiting_for` the person of a request, read once for it, or anew for what is
    ``ahead``: the number beside the entry then costs nothing more."""
    known = cast("AllWaiting | None", getattr(user, _MEMORY, None))
    if known is None or ahead is not None:
        known = all_waiting_for(user, at=at, ahead=ahead)
        setattr(user, _MEMORY, known)
    return known


def _open(user: User) -> list[ApprovalRequest]:
    return list(
        visible_requests(user)
        .filter(state="open")
        .select_related("post__unit", "submitted_by")
        .only(*_LISTED)
        .order_by("deadline_at")[:BOUND]
    )


def _mine(requests: list[ApprovalRequest], user: User, directory: Directory) -> list[Waiting]:
    return [
        Waiting(request, decider, directory)
        for request in requests
        for decider in directory.deciders(request)
        if decider.user.pk == user.pk
    ]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a request as people see it. ``state``: done, returned, now, later."""

    number: int
    label: str
    state: str
    decision: Decision | None
    waiting: tuple[Decider, ...] = ()


def steps_view(
    request: ApprovalRequest, *, at: datetime, directory: Directory | None = None
) -> list[StepView]:
    """The way of a request: who decided what, who is asked now, what follows.

    ``directory``: one that is read already and knows the roles of the present step and later ones.
    """
    decisions = {d.step: d for d in request.decisions.all()}
    views = []
    for number, step in enumerate(request.steps):
        decision = decisions.get(number)
        waiting: tuple[Decider, ...] = ()
        state = "later"
        if decision is not None:
            state = "done" if decision.verdict == "approve" else "returned"
        elif request.state == "open" and number == request.step:
            state = "now"
            directory = directory or directory_for([request], at=at)
            waiting = tuple(directory.deciders(request))
        elif request.state == "open" and directory is not None:
            waiting = tuple(directory.deciders(request, number))
        views.append(StepView(number + 1, read(step["label"]), state, decision, waiting))
    return views


def stages_ahead(post: Post, *, by: User, at: datetime) -> list[Stage]:
    """Who would decide if ``by`` put the post forward now; nothing where it has no chain."""
    try:
        steps = chains.steps_for(post, election=chains.near_election(post, at))
    except Invalid:
        return []
    request = ApprovalRequest(post=post, steps=steps, involved=writers(post, by))
    directory = remembered(by, at=at, ahead=request).directory
    return (
        [
            Stage(
                read(step["label"]),
                tuple(decider.user.name for decider in directory.deciders(request, number)),
            )
            for number, step in enumerate(steps)
        ]
        if directory
        else []
    )


def latest_for(post_id: UUID) -> ApprovalRequest | None:
    """The newest request of a post, with what its panel needs."""
    return (
        ApprovalRequest.objects.filter(post=post_id)
        .select_related("post__unit", "revision", "submitted_by")
        .prefetch_related(Prefetch("decisions", Decision.objects.select_related("by", "for_user")))
        .order_by("-submitted_at")
        .first()
    )


def remark_of(post: Post) -> Remark | None:
    """Why a post was sent back the last time; None when it never was. One statement."""
    found = (
        Decision.objects.filter(request__post=post, verdict="return")
        .select_related("by")
        .order_by("-at")
        .first()
    )
    return Remark(found.by.name, found.at, found.reason) if found else None


def with_reasons(posts: QuerySet[Post]) -> QuerySet[Post]:
    """The same posts, each with ``returned_reason``: why it was sent back last, if ever."""
    given = Decision.objects.filter(request__post=OuterRef("pk"), verdict="return")
    latest = given.order_by("-at").values("reason")[:1]
    return posts.annotate(
        returned_reason=Coalesce(Subquery(latest), Value(""), output_field=TextField())
    )
