"""Messages of one batch on their way into the tables: which case each belongs to, and its clock.

Plain steps without a decision of people; ``actions/intake.py`` runs them in its transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kentongan.inbox import classify, kinds, numbers, topics_taught
from kentongan.inbox.alike import GATHER_FROM, is_sentence, signature
from kentongan.inbox.batches import Batch, stored
from kentongan.inbox.clock import Stop
from kentongan.inbox.deadlines import Deadlines, asks_for_answer, rest_of
from kentongan.inbox.floods import Folds
from kentongan.inbox.masking import preview
from kentongan.inbox.models import (
    Case,
    ClockStop,
    Conversation,
    Correction,
    Message,
    Topic,
    Urgency,
)
from kentongan.inbox.states import CASE
from kentongan.language.triage.reading import Flag, Kind, Reading
from kentongan.networks.contract import Incoming

#: A thread that rested longer begins a new case.
RESTED = timedelta(days=30)
#: What was written longer before an account was first heard has no clock.
BEFORE_HEARING = timedelta(days=3)
MOST_TEXT = 20_000


def place(batch: Batch, items: Sequence[Incoming], deadlines: Deadlines) -> None:
    """Put new messages into threads and cases. A handful of statements, however many they are.

    What was gone before we saw it is nothing to keep.
    """
    items = [item for item in items if not item.gone]
    if items:
        _place(batch, items)
    if batch.cases or batch.touched:
        _finish(batch, deadlines)


def _place(batch: Batch, items: Sequence[Incoming]) -> None:
    _know_threads(batch, items)
    readings = classify.read(
        ["" if item.author.ours else item.text[:MOST_TEXT] for item in items],
        classify.places_of_region(),
    )
    folds = Folds(
        batch.source.account, batch.at, [signature(item.text[:MOST_TEXT]) for item in items]
    )
    topics = topics_taught.chosen(
        [item.text[:MOST_TEXT] for item in items], list(Topic.objects.filter(active=True))
    )
    for number, (item, reading) in enumerate(zip(items, readings, strict=True)):
        message = _message(batch, item, reading, folds.signatures[number])
        before = len(batch.cases)
        case = _case_for(batch, message, reading, folds)
        if case is not None and len(batch.cases) > before:
            case.topic = topics[number]
        _count(batch, case, message)
        batch.messages.append(message)


def hold(batch: Batch, ids: Iterable[UUID | None]) -> dict[UUID, Case]:
    """These cases as they stand, locked: what people say of them meanwhile is not written over.
    One statement, none where all are known: one of their messages was edited."""
    held = dict(batch.touched)
    wanted = {pk for pk in ids if pk is not None and pk not in held}
    if wanted:  # in one order, as where cases are merged
        rows = Case.objects.select_for_update(of=("self",)).select_related("unit")
        held |= {row.pk: row for row in rows.filter(pk__in=wanted).order_by("pk")}
    return held


def _know_threads(batch: Batch, items: Sequence[Incoming]) -> None:
    source = batch.source
    rows = Conversation.objects.filter(thread__in={item.thread for item in items})
    if source.account is not None:
        rows = rows.filter(account=source.account)
    else:
        rows = rows.filter(account=None, channel=source.channel)
    threads = list(rows)
    held = hold(batch, [row.case_id for row in threads])
    for row in threads:
        row.case = held[row.case_id] if row.case_id is not None else None
        batch.conversations[row.thread] = row
    for item in items:
        if item.thread in batch.conversations:
            continue
        made = Conversation(
            account=source.account,
            channel=source.channel,
            thread=item.thread,
            unit=source.unit,
            post=item.post[:500],
            started_at=item.created_at,
            last_at=item.created_at,
        )
        batch.conversations[item.thread] = made
        batch.fresh_conversations.append(made)


def _message(batch: Batch, item: Incoming, reading: Reading, same: str) -> Message:
    made = Message(
        account=batch.source.account,
        channel=batch.source.channel,
        external_id=item.external_id,
        conversation=batch.conversations[item.thread],
        author_id_there=item.author.external_id[:300],
        author_handle=item.author.handle[:200],
        author_name=item.author.name[:200],
        ours=item.author.ours,
        way=item.way,
        text=item.text[:MOST_TEXT],
        quoted=item.quoted[:MOST_TEXT],
        sent_at=item.created_at,
        received_at=batch.at,
        parent=item.parent[:500],
        url=item.url[:800],
        version=item.version[:200],
        changed_at=item.changed_at,
        enclosures=stored(item),
        reference=dict(item.reference),
        signature="" if item.author.ours else same,
    )
    if not made.ours:
        read_as(made, reading)
    return made


def read_as(message: Message, reading: Reading) -> None:
    """Put what the machine read on a message, unsaved."""
    message.kind, message.likely = reading.kind or "", _guess(reading)
    message.confidence, message.sentiment = reading.confidence, reading.sentiment
    message.flags, message.language = sorted(reading.flags), reading.language
    message.places = list(reading.places)


def _guess(reading: Reading) -> str:
    """What it may be, shown to people as a guess; nobody is called spam on a guess."""
    unfair = reading.kind is None and reading.likely is Kind.ABUSE_SPAM
    return "" if unfair else reading.likely


def _case_for(batch: Batch, message: Message, reading: Reading, folds: Folds) -> Case | None:
    thread = message.conversation
    if message.ours:
        return thread.case
    home = folds.home(message.signature)
    home = batch.touched.get(home.pk, home) if home is not None else None
    kept = thread.case
    if kept is not None and _goes_on(kept, message, reading):
        return kept
    if home is not None and home.merged_into_id is None:
        home.alike += 1
        _gather(batch, home, message)
        thread.case = home
        batch.folded[message.signature] = home
        return home
    case = _new_case(batch, message, reading)
    folds.begin(message.signature, case)
    thread.case = case
    return case


def _gather(batch: Batch, home: Case, message: Message) -> None:
    """What so many say at once is no chatter on the machine's word alone: somebody shall look.

    Whoever puts the row away after that has put it away.
    """
    by_machine = home.state == "dismissed" and home.kind == Kind.CHATTER and not home.kind_by
    many = home.alike >= GATHER_FROM and is_sentence(message.text)
    if by_machine and many and not is_old(batch, message):
        home.state = CASE.next(home.state, "gather")
        home.kind, home.closed_at = "", None
        batch.gathered.append(home)


def _goes_on(case: Case, message: Message, reading: Reading) -> bool:
    """Whether the message belongs to the case its thread has: open, or closed lately."""
    if case.is_open:
        return True
    if case.state == "merged" or message.sent_at - case.last_at > RESTED:
        return False
    return case.state == "closed" or not asks_for_answer(reading.kind or "")


def _new_case(batch: Batch, message: Message, reading: Reading) -> Case:
    emergency, unasked = classify.is_emergency(reading), classify.is_idle(reading)
    old = is_old(batch, message)
    doubtful = message.kind == Kind.CHATTER and not unasked and not emergency
    kind = "" if doubtful else message.kind
    case = Case(
        follow_key=numbers.follow_key(),
        unit=batch.source.unit,
        origin=batch.source.unit,
        account=batch.source.account,
        channel=batch.source.channel,
        state="dismissed" if old or unasked else "new",
        kind=kind,
        likely=message.likely,
        confidence=message.confidence,
        flags=message.flags,
        urgency=_urgency(kind, emergency=emergency and not old),
        place=(message.places or [""])[0][:120],
        secret=_is_secret(batch, kind),
        preview=preview(message.text),
        author_name=message.author_name or message.author_handle,
        author_handle=message.author_handle,
        opened_at=message.sent_at,
        last_at=message.sent_at,
        closed_at=batch.at if old or unasked else None,
    )
    batch.cases.append(case)
    return case


def is_old(batch: Batch, message: Message) -> bool:
    """Whether it was written long before the account was heard: it has no clock."""
    since = batch.source.since
    return since is not None and message.sent_at < since - BEFORE_HEARING


def _is_secret(batch: Batch, kind: str) -> bool:
    confided = batch.source.confided and kind not in kinds.STRONGER
    return confided or kind == Kind.INTEGRITY_REPORT


def _urgency(kind: str, *, emergency: bool) -> int:
    if emergency:
        return Urgency.EMERGENCY
    return Urgency.HIGH if kind == Kind.FACT_CHECK else Urgency.NORMAL


def _count(batch: Batch, case: Case | None, message: Message) -> None:
    """Carry the message over to its case and thread."""
    thread = message.conversation
    thread.last_at = max(thread.last_at, message.sent_at)
    message.case = case
    if case is None:
        return
    case.messages_count += 1
    case.last_at = max(case.last_at, message.sent_at)
    if not case._state.adding:
        batch.touched[case.pk] = case
    if message.ours:
        if case.first_replied_at is None:
            case.first_replied_at = message.sent_at
        case.heard(message.sent_at)
        return
    go_on(batch, case, message, since=message.sent_at)
    make_graver(batch, case, message)


def go_on(batch: Batch, case: Case, message: Message, *, since: datetime) -> None:
    """The citizen wrote again: the clock runs on, and what was closed is open, but for thanks.
    What comes after an answer waits for another ``since`` then, with a ladder of its own."""
    thanks = message.kind in (Kind.APPRECIATION, Kind.CHATTER)
    event = {"waiting": "resume", "closed": "" if thanks else "reopen"}.get(case.state, "")
    if event:
        if event == "reopen":
            batch.rests.append(rest_of(case, batch.at))
        case.state = CASE.next(case.state, event)
        case.closed_at = None
        batch.resumed.append(case)
    asks = message.kind not in kinds.CONTENT and case.first_replied_at is not None
    if asks and case.is_open and case.asked_again_at is None:
        case.asked_again_at, case.escalated = since, 0


def make_graver(batch: Batch, case: Case, message: Message, *, known: Collection[str] = ()) -> None:
    """A later message or an edit may make a matter graver than its first one did, never milder.

    ``known``: kind and flags it had before; what people made of those stays.
    """
    before = case.urgency, case.secret
    new = {*message.flags, message.kind} - set(known)
    case.flags = sorted({*case.flags, *(new & set(message.flags))})
    if message.kind == Kind.INTEGRITY_REPORT and not _found_none(batch, case):
        case.secret = True
    if case.is_open and new & {Flag.EMERGENCY.value, Kind.EMERGENCY.value}:
        case.urgency = Urgency.EMERGENCY
    if (case.urgency, case.secret) != before and not case._state.adding:
        batch.graver.append(case)


def _found_none(batch: Batch, case: Case) -> bool:
    """Whether somebody found the case to be no integrity report; only the Inspektorat can."""
    if case.pk not in batch.opened:
        said = Correction.objects.filter(case=case, what="kind", was=Kind.INTEGRITY_REPORT)
        batch.opened[case.pk] = bool(case.kind_by) and not case.secret and said.exists()
    return batch.opened[case.pk]


def _finish(batch: Batch, deadlines: Deadlines) -> None:
    """Numbers and clocks for the new cases, clocks anew for those that changed."""
    fresh = batch.cases
    for case, number in zip(fresh, numbers.take(batch.source.unit, len(fresh)), strict=True):
        case.number = number
        deadlines.apply(case)
    resumed = {case.pk for case in batch.resumed}
    stops: dict[UUID, list[Stop]] = defaultdict(list)
    for row in ClockStop.objects.filter(case__in=batch.touched):
        end = row.ended_at or (batch.at if row.case_id in resumed else None)
        stops[row.case_id].append(Stop(row.started_at, end, row.why))
    for row in batch.rests:
        stops[row.case_id].append(Stop(row.started_at, row.ended_at, row.why))
    for case in batch.touched.values():
        deadlines.apply(case, stops[case.pk])
