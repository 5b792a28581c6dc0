"""Which answers wait for approval, before which chain, and who decides now. Reads only.

The chains are those of ``approval``, of the kind kept for answers: by risk, as data. What becomes
of an answer is written in ``actions/deciding.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from kentongan.approval import chains
from kentongan.approval.beside import Asked, Decided, Waits, Within
from kentongan.approval.eligible import Decider, Directory
from kentongan.inbox import access, kinds
from kentongan.inbox.likeness import MOST_ANSWERED
from kentongan.inbox.models import Case, Reply, ReplyDecision, SecondPerson, Urgency
from kentongan.kernel.say import gettext as _
from kentongan.kernel.sentences import read
from kentongan.people import permissions
from kentongan.people.models import User
from kentongan.people.tree import line_of
from kentongan.planning.models import Risk

#: From so many people in one matter on, the pemda speaks with one voice.
CROWD = 20
#: Who decides where no chain says it, and in a secret case.
SECONDS = ("pemeriksa_unit", "pimpinan_unit", "penyelia")
#: More answers that wait at once would be a pemda that answers nobody.
BOUND = 500
#: What an answer is called among all that was decided.
SUBJECT = "reply"
#: The attribute of whoever makes a request that says whether any answer waits for anybody.
ANY = "replies_wait"


def is_crowded(case: Case) -> bool:
    """Whether so many people speak of the matter that what one officer says speaks for all."""
    if case.messages_count < CROWD or case.kind in kinds.CONTENT:
        return False
    people = case.messages.filter(ours=False).values("author_id_there").distinct()
    return people.count() >= CROWD


def steps_for(case: Case) -> list[dict[str, Any]]:
    """The steps before which an answer in this case goes; none where it goes out at once.

    An emergency waits for nobody because of the crowd. Where the pemda took a chain away, what its
    units ask for still holds: one person decides. Two statements at most, four in a crowd.
    """
    asked = SecondPerson.objects.filter(unit__in=line_of(case.unit_id), kind=case.kind).exists()
    if case.secret:
        return [_one_step()] if asked else []
    if case.urgency != Urgency.EMERGENCY and is_crowded(case):
        chain = chains.chain_of_replies(Risk.HIGH)
        if chain is not None:
            return chains.steps_of(chain)
    if not asked:
        chain = chains.chain_of_replies(Risk.LOW)
        return chains.steps_of(chain) if chain is not None else []
    chain = chains.chain_of_replies(Risk.MEDIUM)
    return chains.steps_of(chain) if chain is not None else [_one_step()]


def _one_step() -> dict[str, Any]:
    label = "Persetujuan balasan"
    return dict(
        chains.Step(label=label, roles=[*SECONDS], minutes=60, working_time=True, copy_roles=[])
    )


def waiting() -> QuerySet[Reply]:
    """Answers that wait for a decision, with what says who takes it."""
    rows = Reply.objects.filter(needs_second=True, decided_at=None, undone_at=None)
    return rows.select_related("case__unit", "message", "by").order_by("deadline_at", "pk")


def directory_for(rows: Iterable[Reply], *, at: datetime) -> Directory:
    """A directory that can answer for all of ``rows``, in their present step and later ones."""
    asked = list(rows)
    return Directory(_roles(asked), at=at, units={r.case.unit_id for r in asked})


def _roles(rows: Iterable[Reply]) -> Iterator[str]:
    """Whom their present and later steps ask."""
    return (role for row in rows for step in row.steps[row.step :] for role in step["roles"])


def deciders(made: Reply, *, at: datetime, directory: Directory | None = None) -> list[Decider]:
    """Who may decide the present step. In a secret case: who is let in, and whom the unit has."""
    barred = {UUID(key) for key in made.involved}
    case = made.case
    if case.secret:
        people = permissions.holders(SECONDS, case.unit, at)
        return [
            Decider(user)
            for user in people
            if user.pk not in barred and access.may(user, case, "inbox.answer", at)
        ]
    directory = directory or directory_for([made], at=at)
    return directory.who(made.steps[made.step]["roles"], case.unit_id, barred)


def place_of(
    made: Reply, user: User, *, at: datetime, directory: Directory | None = None
) -> Decider | None:
    """How ``user`` may decide the present step, or None. In a secret case whoever is let in."""
    if not is_waiting(made):
        return None
    if made.case.secret:
        let_in = str(user.pk) not in made.involved
        return Decider(user) if let_in and access.may(user, made.case, "inbox.answer", at) else None
    found = deciders(made, at=at, directory=directory)
    return next((decider for decider in found if decider.user.pk == user.pk), None)


def is_waiting(made: Reply) -> bool:
    """Whether a decision is still asked for."""
    return made.needs_second and made.decided_at is None and made.undone_at is None


def asked_of(user: User, at: datetime) -> Asked | None:
    """Answers that wait, for ``approval.beside``. One statement; for the person of a request none
    where nothing waits (:data:`ANY`)."""
    rows = list(waiting()[:BOUND]) if getattr(user, ANY, True) else []
    if not rows:
        return None
    return Asked(
        keys=frozenset(row.pk for row in rows),
        roles=frozenset(_roles(rows)),
        units=frozenset(row.case.unit_id for row in rows),
        mine=lambda directory: _listed(rows, user, at=at, directory=directory),
    )


def _listed(
    rows: Iterable[Reply], user: User, *, at: datetime, directory: Directory
) -> list[Waits]:
    return [
        Waits(
            key=made.pk,
            url=reverse("inbox:reply_request", args=[made.pk]),
            title=_title(made),
            unit=made.case.unit.name,
            by=made.by.name,
            at=made.at,
            deadline_at=made.deadline_at or made.at,
        )
        for made in rows
        if place_of(made, user, at=at, directory=directory) is not None
    ]


def closed(user: User, within: Within | None = None) -> QuerySet[Reply]:
    """Answers that were decided or taken back, of cases the person may read, with ``ended``."""
    ended = Q(decided_at__isnull=False) | Q(undone_at__isnull=False)
    rows = Reply.objects.filter(ended, needs_second=True, case__in=access.visible_cases(user))
    if within is not None:
        rows = rows.filter(case__unit__in=within("inbox.view"))
    return rows.annotate(ended=Coalesce("undone_at", "decided_at"))


def closed_shown(ids: Collection[UUID]) -> list[Decided]:
    """These as lists of what was decided show them."""
    return [
        _decided(row) for row in Reply.objects.filter(pk__in=ids).select_related("case__unit", "by")
    ]


def _decided(made: Reply) -> Decided:
    if made.undone_at:
        state, label = "recalled", _("Dibatalkan")
    elif made.refused:
        state, label = "returned", _("Dikembalikan")
    else:
        state, label = "approved", _("Disetujui")
    return Decided(
        key=made.pk,
        subject=SUBJECT,
        url=reverse("inbox:reply_request", args=[made.pk]),
        title=_title(made),
        unit=made.case.unit,
        by=made.by.name,
        state=state,
        state_label=label,
        ended_at=made.undone_at or made.decided_at or made.at,
    )


def _title(made: Reply) -> str:
    return _("Balasan %(number)s") % {"number": made.case.number}


def together(made: Reply, user: User, *, at: datetime, step: int | None = None) -> list[Reply]:
    """Other answers written with this one that stand at ``step`` (None: where this one waits), and
    that the person may decide as well."""
    if step is None and not is_waiting(made):
        return []
    step = made.step if step is None else step
    rows = waiting().filter(by=made.by_id, at=made.at, step=step).exclude(pk=made.pk)
    found = list(rows.select_related("message__account")[:MOST_ANSWERED])
    directory = directory_for(found, at=at) if found else None
    return [row for row in found if place_of(row, user, at=at, directory=directory) is not None]


def seen(made: Reply) -> str:
    """What was read: the words of the answer and those of the citizen, for a decision on both."""
    return sha256(f"{made.text_hash}\n{made.message.text}".encode(errors="replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as people see it. ``state``: done, returned, now, later."""

    label: str
    state: str
    decision: ReplyDecision | None
    waiting: tuple[Decider, ...] = ()


def steps_view(made: Reply, *, at: datetime, directory: Directory | None = None) -> list[StepView]:
    """The way of an answer: who decided what, who is asked now, what follows. ``directory``: one
    that is read already and knows the roles of the present step."""
    decisions = {row.step: row for row in made.decisions.select_related("by", "for_user")}
    views = []
    for number, step in enumerate(made.steps):
        decision = decisions.get(number)
        people: tuple[Decider, ...] = ()
        state = "later"
        if decision is not None:
            state = "done" if decision.approved else "returned"
        elif number == made.step and is_waiting(made):
            state, people = "now", tuple(deciders(made, at=at, directory=directory))
        views.append(StepView(read(step["label"]), state, decision, people))
    return views
