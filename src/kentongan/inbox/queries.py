"""Reads that pages need: the queue, its counts, a case with everything said and done in it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Window,
    prefetch_related_objects,
)

from kentongan.inbox import beside, masking, search
from kentongan.inbox.access import ACTIVE, hide_reporters, open_to, own, visible_cases
from kentongan.inbox.deadlines import Deadlines, stops_of
from kentongan.inbox.kept import closed_to
from kentongan.inbox.lapor_terms import Term, terms_of
from kentongan.inbox.models import (
    Attachment,
    Case,
    Disposition,
    Elsewhere,
    Hiding,
    LaporLink,
    Message,
    MessageVersion,
    Note,
    Reply,
    Urgency,
    Watch,
)
from kentongan.inbox.models.marked import Marked
from kentongan.inbox.states import OPEN
from kentongan.inbox.urgent import AmongFirst, by_kind
from kentongan.language.triage.reading import Flag
from kentongan.ledger.models import Entry
from kentongan.people import permissions
from kentongan.people.models import User

PAGE = 30
#: So many open cases are counted, the most urgent first.
MOST_COUNTED = 5_000
#: States of a delivery that never reached the citizen.
NOT_SENT = ("refused", "cancelled", "expired")
#: With the states themselves instead of parameters, or SQLite leaves the indexes of open cases be.
_IS_OPEN = Func(
    F("state"),
    template=f"%(expressions)s IN ({', '.join(repr(str(state)) for state in OPEN)})",
    output_field=BooleanField(),
)
#: What a row of the queue shows, and what says whether it may.
_SHOWN = (
    "number", "state", "kind", "likely", "secret", "preview", "author_name", "author_handle",
    "contact", "channel", "alike", "opened_at", "last_at", "due_at", "unit__name",
    "account__network", "holder__name", "urgency", "first_replied_at",
)  # fmt: skip
#: So many emergencies stand before everything else.
MOST_ALARMS = 10
#: Of a long case this many messages are read: the first and the latest.
MOST_MESSAGES = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue is wanted. ``scope``: all, mine, free (nobody's), watched.

    ``state``: open, late, or one of the states of a case. ``unit``: one unit's id. Empty: any.
    """

    scope: str = "all"
    state: str = "open"
    kind: str = ""
    flag: str = ""
    unit: UUID | None = None
    channel: str = ""
    topic: str = ""
    place: str = ""
    urgency: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the queue. ``after``: where the next begins (``due_at``, ``id``); None: no more."""

    cases: list[Case]
    after: tuple[datetime, UUID] | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open cases there are, by kind and in the ways the queue is looked at.

    ``more``: these are the most urgent ones, and there are others; numbers are then what there is
    at least. ``pulse`` changes when anything of what was counted does.
    """

    total: int = 0
    late: int = 0
    mine: int = 0
    free: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    more: bool = False
    pulse: str = ""

    @property
    def more_late(self) -> bool:
        """Whether even the late ones are more than were counted."""
        return self.more and self.late >= self.total


def readable(user: User, at: datetime) -> QuerySet[Case]:
    """Cases of the person's units, as the queue begins from."""
    return Case.objects.filter(open_to(user, at), own(user, at))


def queue(
    user: User,
    filters: Filters,
    *,
    at: datetime,
    after: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> Page:
    """Cases by deadline, the most urgent first. One statement beside those of access, and one
    where words are looked for, whoever said or noted them.

    What is handed to the person's units for help stands among their own. On the first page
    emergencies that nobody answered stand before all that is merely late.
    """
    helping = Disposition.objects.filter(
        own(user, at, field="to_unit"), lead=False, state__in=ACTIVE
    ).values("case")
    known = open_to(user, at)
    parts: list[QuerySet[Case]] = [Case.objects.filter(known, own(user, at))]
    if filters.scope == "watched":
        parts = [Case.objects.filter(known, watches__user=user)]
    elif filters.unit is None:
        parts.append(Case.objects.filter(known, pk__in=helping))
    said = search.saying(filters.words) if filters.words.strip() else Q()
    parts = [_filtered(part.filter(said), filters, user, at) for part in parts]
    if after is not None:
        due_at, pk = after
        past = Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk)
        parts = [part.filter(past, due_at__gte=due_at) for part in parts]
    alarms = after is None and filters.state == "open" and not filters.words.strip()
    lists = [(part, limit + 1 + (MOST_ALARMS if alarms else 0)) for part in parts]
    if alarms:
        marked = parts[0].filter(Marked(Flag.EMERGENCY.value), first_replied_at=None)
        lists.append((marked, 3 * MOST_ALARMS))  # of some people said that they are none
    first = AmongFirst(*lists)
    shown = Case.objects.filter(first).select_related("unit", "account", "holder").only(*_SHOWN)
    cases = sorted(shown.order_by(), key=lambda case: (case.due_at, case.pk))
    burning = [case for case in cases if alarms and case.burns][:MOST_ALARMS]
    first_of_all = {case.pk for case in burning}
    rest = [case for case in cases if case.pk not in first_of_all]
    cases = [*burning, *rest[:limit]]
    hide_reporters(user, cases)
    last = rest[limit - 1] if len(rest) > limit else None
    return Page(cases, (last.due_at, last.pk) if last is not None else None)


def _filtered(rows: QuerySet[Case], filters: Filters, user: User, at: datetime) -> QuerySet[Case]:
    if filters.state == "open":
        rows = rows.filter(_IS_OPEN)
    elif filters.state == "late":
        rows = rows.filter(_IS_OPEN, due_at__lt=at)
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.scope == "mine":
        rows = rows.filter(holder=user)
    elif filters.scope == "free":
        rows = rows.filter(holder=None)
    exact = {
        "kind": filters.kind,
        "unit": filters.unit,
        "channel": filters.channel,
        "topic": filters.topic,
        "place": filters.place,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.urgency is not None:
        rows = rows.filter(urgency=filters.urgency)
    if filters.flag:
        rows = rows.filter(Marked(filters.flag))
    return rows


def counts(user: User, *, at: datetime) -> Counts:
    """Open cases of the person's units, by kind and in all. One statement beside access.

    Of more than :data:`MOST_COUNTED` the most urgent are counted: whoever has that many to do is
    not helped by the last digit, and everybody asks for it every few seconds.
    """
    rows = readable(user, at).filter(_IS_OPEN).order_by("due_at", "pk")
    found = by_kind(rows[: MOST_COUNTED + 1], user, at)
    total = sum(of.n for of in found)
    late = sum(of.late for of in found)
    last = max((of.last for of in found), default=0)
    return Counts(
        total=min(total, MOST_COUNTED),
        late=min(late, MOST_COUNTED),
        mine=sum(of.mine for of in found),
        free=sum(of.free for of in found),
        kinds={of.kind: of.n for of in found},
        more=total > MOST_COUNTED,
        pulse=f"{total}-{last:.0f}-{sum(of.acts for of in found)}",
    )


def waiting_for(user: User, *, at: datetime, limit: int = 5) -> tuple[list[Case], int]:
    """What this person should answer first, theirs and nobody's, by deadline; and of how many, of
    which :data:`MOST_COUNTED` are counted. One statement beside access.

    Whoever does not answer citizens has only secret ones to handle: the Inspektorat, who is named.
    """
    rows = (
        readable(user, at)
        .filter(Q(holder=user) | Q(holder=None), state__in=("new", "handling"))
        .order_by("due_at", "pk")
    )
    if not permissions.can_somewhere(user, "inbox.answer", at):
        rows = rows.filter(secret=True)
    counted = Case.objects.filter(pk__in=rows.values("pk")[:MOST_COUNTED])
    shown = counted.select_related("unit", "account", "holder").order_by("due_at", "pk")
    cases: list[Case] = list(shown.annotate(together=Window(Count("pk")))[:limit])
    hide_reporters(user, cases)
    return cases, getattr(cases[0], "together", 0) if cases else 0


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of a thread: a message, a note, an answer beside the networks, or a reply that is
    not a message yet.

    ``text`` is what people may see of it.
    """

    at: datetime
    text: str
    message: Message | None = None
    note: Note | None = None
    reply: Reply | None = None
    elsewhere: Elsewhere | None = None

    @property
    def ours(self) -> bool:
        """Whether we said it."""
        return self.message is None or self.message.ours


def thread(case: Case, there: AbstractSet[str] = beside.EVERYTHING) -> list[Said]:
    """Everything said in a case, in order. Nine statements at most, however long it is; ``there``:
    of the parts beside the messages these alone (``beside.of``).

    Of a flood only the first and the latest messages are read.
    """
    rows = Message.objects.filter(case=case).select_related("account", "conversation__unit")
    half = MOST_MESSAGES // 2
    first = list(rows.order_by("sent_at", "pk")[:half])
    last = list(rows.order_by("-sent_at", "-pk")[:half]) if len(first) == half else []
    messages = {m.pk: m for m in [*first, *reversed(last)]}
    for message in messages.values():
        message.case = case
    parts: dict[str, QuerySet[Any]] = {
        "versions": MessageVersion.objects.all(),
        "hidings": Hiding.objects.select_related("delivery", "asked_by", "decided_by"),
        "attachments": Attachment.objects.all(),
    }
    prefetch_related_objects(
        list(messages.values()),
        *(Prefetch(name, rows if name in there else rows.none()) for name, rows in parts.items()),
    )
    if case.reporter_hidden:
        for message in messages.values():
            if not message.ours:
                message.author_name = message.author_handle = message.author_id_there = ""
                message.url = ""
    said = [Said(m.sent_at, masking.masked(m.text), message=m) for m in messages.values()]
    if "notes" in there:
        said += [Said(n.at, n.text, note=n) for n in case.notes.select_related("by")]
    if "elsewhere" in there:
        told = case.elsewhere.filter(undone_at=None).select_related("by")
        said += [Said(e.given_at, e.summary, elsewhere=e) for e in told]
    ours = {m.external_id for m in messages.values() if m.ours}
    given = case.replies.select_related("by", "decided_by", "delivery")
    said += [
        Said(r.at, r.text, reply=r)
        for r in (given if "replies" in there else ())
        if r.delivery is None or r.delivery.external_id not in ours or not r.delivery.external_id
    ]
    return sorted(said, key=lambda entry: entry.at)


def undelivered(rows: QuerySet[Reply]) -> QuerySet[Reply]:
    """Those of ``rows`` that the citizen does not get: taken back, returned, or not sent."""
    back = Q(undone_at__isnull=False) | ~Q(refused="") | Q(delivery__state__in=NOT_SENT)
    return rows.filter(back)


def unanswered(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Those of ``rows`` to which nothing of ours went out, is on its way, waits for approval, or
    was said on another way."""
    ours = Reply.objects.filter(message=OuterRef("pk"), undone_at=None, refused="")
    there = Message.objects.filter(
        conversation=OuterRef("conversation"), ours=True, parent=OuterRef("external_id")
    )
    told = Elsewhere.objects.filter(message=OuterRef("pk"), undone_at=None)
    sent = ours.exclude(delivery__state__in=NOT_SENT)
    return rows.filter(~Exists(sent), ~Exists(there), ~Exists(told))


@dataclass(frozen=True, slots=True)
class Relatives:
    """Cases with which one shares messages: where its own went, and whose it holds."""

    onward: list[Case]
    sources: list[Case]


def relatives(case: Case, user: User, there: AbstractSet[str] = beside.EVERYTHING) -> Relatives:
    """Where the messages of a case went by merge and split, and from where others came.

    Only what the person may see, reporters of secret ones hidden. Up to four statements beside
    access.
    """
    away = Message.objects.filter(came_with=case).exclude(case=case).values("case")
    here = Message.objects.filter(case=case, came_with__isnull=False).exclude(came_with=case)
    seen = visible_cases(user)
    onward = list(seen.filter(pk__in=away).order_by("number")) if "onward" in there else []
    if case.merged_into is not None and not onward:
        onward = list(seen.filter(pk=case.end_of_merges.pk))
    held = seen.filter(pk__in=here.values("came_with")).order_by("number")
    sources = list(held) if "sources" in there else []
    hide_reporters(user, sources)
    return Relatives(onward, sources)


def dispositions_of(case: Case) -> list[Disposition]:
    """The dispositions of a case, in order. One statement."""
    return list(case.dispositions.select_related("from_unit", "to_unit", "by", "answered_by"))


def history(case: Case, *, limit: int = 50) -> list[Entry]:
    """What was done with a case, latest first, as the ledger has it. One statement."""
    rows = Entry.objects.filter(target_type="case", target_id=str(case.pk))
    return list(rows.order_by("-seq")[:limit])


def explain(
    case: Case, *, at: datetime, by: Deadlines | None = None, stopped: bool = True
) -> list[str]:
    """What the deadline of a case consists of, in words; ``stopped``: it may have stood."""
    return (by or Deadlines(at)).explain(case, stops_of(case) if stopped else ())


def lapor_terms(link: LaporLink, case: Case, deadlines: Deadlines) -> list[Term]:
    """What is due in SP4N-LAPOR!, by the calendar of the unit that handles the case."""
    return terms_of(link, deadlines.calendar(case.unit))


def is_watched(case: Case, user: User) -> bool:
    """Whether the person follows the case."""
    return Watch.objects.filter(case=case, user=user).exists()


def same_author(case: Case, user: User, first: Message | None) -> int:
    """How many conversations this author has had with the account, this one counted: of those that
    are not kept from the person. None where the person may not know who it is. ``first``: what it
    said in this case."""
    if case.reporter_hidden:
        return 0
    if first is None or not first.author_id_there:
        return 1
    return (
        Message.objects.filter(account=first.account_id, author_id_there=first.author_id_there)
        .exclude(case__in=closed_to(user))
        .values("conversation")
        .distinct()
        .count()
    )


def emergencies(user: User, *, at: datetime) -> list[Case]:
    """Open emergencies of the person's units."""
    rows = readable(user, at).filter(_IS_OPEN, urgency=Urgency.EMERGENCY)
    return list(rows.select_related("unit", "holder").order_by("due_at")[:20])
