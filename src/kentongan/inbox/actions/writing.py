"""What every act on a case shares: lock, clock anew, line in the ledger, watchers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Max, Min

from kentongan.compliance import actions as rules
from kentongan.compliance.draft import Severity
from kentongan.inbox import access, kinds
from kentongan.inbox.actions.intake import page_of
from kentongan.inbox.deadlines import Deadlines, stops_of
from kentongan.inbox.models import Case, Reply
from kentongan.inbox.states import CASE
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid, KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import within
from kentongan.ledger import actions as ledger
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.people.notices import notify

Row = TypeVar("Row")
#: Fields any act may change; written together, so that no act forgets one.
_FIELDS = (
    "unit", "holder", "state", "kind", "kind_by", "flags", "urgency", "topic", "place", "secret",
    "due_at", "first_due_at", "resolve_due_at", "first_replied_at", "asked_again_at",
    "complete_at", "extended",
    "told_at", "closed_at", "outcome", "escalated", "escalate_at", "merged_into", "messages_count",
    "answering", "answering_until", "version",
)  # fmt: skip


def locked(
    case: Case,
    *,
    by: User | None = None,
    to: str = "inbox.answer",
    at: datetime,
    version: int | None = None,
    helping: bool = False,
    merged: bool = False,
) -> Case:
    """The case as it stands, locked; ``Conflict`` when it is not at ``version`` any more.

    With ``by``: ``NotAllowed`` unless that person may do ``to`` to it as it stands *now*, for it
    may have become secret since they opened it. ``helping``: so may whoever was asked for help.
    ``merged``: a case that was merged, too.
    """
    fresh = Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case.pk)
    if by is not None:
        access.require(by, fresh, to, at, helping=helping)
    if version is not None and fresh.version != version:
        raise Conflict(_("Perkara ini baru saja diubah orang lain. Muat ulang, lalu coba lagi."))
    if fresh.state == "merged" and not merged:
        raise Conflict(_("Perkara ini sudah digabung. Buka perkara induknya."))
    return fresh


def may_second(user: User, case: Case, at: datetime) -> bool:
    """Whether the person may be the second one where something is hidden: decides at the unit, so
    that no two who answer hide what they like; in a secret case whoever may see it."""
    if not access.may(user, case, "inbox.answer", at):
        return False
    return case.secret or permissions.can(user, "approval.decide", case.unit, at)


def note_weighed(
    evidence: Mapping[str, Any], unit: Unit, *, by: User, at: datetime, label: str, address: str
) -> None:
    """Let those who look after the rules read what was passed in this evidence, and why."""
    for row in evidence["findings"]:
        if row["reason"] and row["severity"] == Severity.WEIGH:
            rules.note_passed(
                unit=unit, rule=row["rule"], severity=row["severity"], quote=row["text"],
                reason=row["reason"], by=by, at=at, label=label, address=address,
            )  # fmt: skip


def move(case: Case, event: str) -> None:
    """Change the state of a locked case by the table, unsaved."""
    case.state = CASE.next(case.state, event)


def wake(case: Case) -> None:
    """What the machine put away as chatter waits for somebody, of no kind yet; unsaved."""
    move(case, "wake")
    case.kind, case.closed_at = "", None


def save(case: Case, *, at: datetime) -> None:
    """Write a locked case with its clock anew."""
    Deadlines(at).apply(case, stops_of(case))
    case.version += 1
    case.save(update_fields=_FIELDS)


def record(
    case: Case, action: str, *, by: Actor, at: datetime, data: dict[str, Any] | None = None
) -> None:
    """The line in the ledger; call it last."""
    ledger.record(
        by=by,
        at=at,
        action=action,
        target=("case", str(case.pk), case.number),
        unit=case.unit.code,
        data=data or {},
    )


def tell_watchers(case: Case, text: str, *, by: User | None, at: datetime, key: str) -> None:
    """Tell who watches a case, but not whoever did it, nor anybody who may not see it."""
    people = [
        watch.user
        for watch in case.watches.select_related("user")
        if (by is None or watch.user_id != by.pk) and _may_read(watch.user, case)
    ]
    notify(people, text, key=key, at=at, url=page_of(case))


def _may_read(user: User, case: Case) -> bool:
    return access.visible_cases(user).filter(pk=case.pk).exists()


def answered_at(case: Case, *, since: datetime | None = None) -> datetime | None:
    """When citizens of a case first had an answer, on whatever way; None where none of them had.

    ``since``: of what became known from then on. Three statements.
    """
    told = (
        (case.replies.filter(undone_at=None), "given_at", "given_at"),
        (case.elsewhere.filter(undone_at=None), "given_at", "at"),
        (case.messages.filter(ours=True), "sent_at", "sent_at"),
    )
    firsts = [
        rows.filter(**({f"{known}__gte": since} if since else {})).aggregate(at=Min(name))["at"]
        for rows, name, known in told
    ]
    return min((moment for moment in firsts if moment is not None), default=None)


def asking_since(case: Case) -> datetime | None:
    """Since when something that came after the last answer waits for one; None where nothing does,
    or nobody was ever answered. Four statements."""
    told = (
        case.replies.filter(undone_at=None, given_at__isnull=False).aggregate(at=Max("at")),
        case.elsewhere.filter(undone_at=None).aggregate(at=Max("given_at")),
        case.messages.filter(ours=True).aggregate(at=Max("sent_at")),
    )
    last = max((found["at"] for found in told if found["at"] is not None), default=None)
    if last is None:
        return None
    later = case.messages.filter(ours=False, sent_at__gt=last).exclude(kind__in=kinds.CONTENT)
    since: datetime | None = later.aggregate(at=Min("sent_at"))["at"]
    return since


def untell(case: Case, told: datetime, first: datetime | None) -> None:
    """An answer of that moment is none any more; ``first``: when the citizens first had another.

    Unsaved. Raises ``Conflict`` where the case was closed upon nothing else.
    """
    if case.state == "closed" and first is None:
        raise Conflict(_("Perkara ini sudah ditutup dengan jawaban itu. Buka lagi dulu."))
    case.first_replied_at = first
    if case.told_at == told:
        case.told_at = first
    case.asked_again_at = asking_since(case)


def needed(value: str, field: str, message: str, most: int = 0) -> str:
    """``value`` trimmed; ``Invalid`` with ``message`` when nothing is left, and where it has more
    than ``most`` letters (0: however many)."""
    text = value.strip()
    if not text:
        raise Invalid.field(field, message)
    return within(text, most, field=field) if most else text


def taken_back(rows: Iterable[Row], take_back: Callable[[Row], object]) -> tuple[int, int]:
    """Undo what was done to many together, each by itself.

    Returns how many were taken back, and how many stay because it is too late for them.
    """
    done = late = 0
    for row in rows:
        try:
            take_back(row)
        except KentonganError:
            late += 1
        else:
            done += 1
    return done, late


def tell_writer(made: Reply, text: str, *, at: datetime) -> None:
    """Tell whoever wrote an answer that it does not go out; not where the case became secret since,
    for why it does not is for those alone who may see it."""
    if made.case.secret and not access.may(made.by, made.case, "inbox.answer", at):
        return
    key = f"inbox-refused:{made.pk}"
    notify([made.by], text, key=key, at=at, url=page_of(made.case), urgent=True)
