"""One matter in several cases, or several matters in one: merge and split."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kentongan.inbox import access, numbers, search
from kentongan.inbox.actions.writing import answered_at, asking_since, locked, move, record, save
from kentongan.inbox.masking import preview
from kentongan.inbox.models import Case, Conversation, LaporLink, Message, Named, Urgency, Watch
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.language.triage.reading import Flag
from kentongan.people import permissions
from kentongan.people.models import User


def merge(case: Case, others: Iterable[Case], *, by: User, at: datetime) -> Case:
    """Put ``others`` into ``case``: their messages, threads, notes and watchers go along, and a
    number of SP4N-LAPOR! where the case has none; one more stays with the number it came with.

    The earliest clock holds, for the first citizen has waited longest. Raises ``Invalid`` without
    another case, ``Conflict`` where one is over, handed to somebody else, or secret and one is not.
    Secret ones only the Inspektorat joins: whoever may see the one then sees the other.
    """
    chosen = {other.pk: other for other in others if other.pk != case.pk}
    if not chosen:
        raise Invalid(_("Pilih perkara lain yang digabungkan ke perkara ini."))
    with transaction.atomic():
        # In one order, so that two who merge the other way round do not wait for each other.
        rows = [locked(row, by=by, at=at) for _pk, row in sorted({**chosen, case.pk: case}.items())]
        joined = [row for row in rows if row.pk != case.pk]
        case = next(row for row in rows if row.pk == case.pk)
        if not case.is_open:
            raise Conflict(_("Perkara induk sudah selesai. Buka lagi dulu."))
        for row in rows:
            _may_join(row, by, at)
        for other in joined:
            _join(case, other, at=at)
        save(case, at=at)
        names = [other.number for other in joined]
        record(case, "inbox.merge", by=by.actor, at=at, data={"cases": names})
    return case


def _may_join(case: Case, by: User, at: datetime) -> None:
    if case.secret and not permissions.can(by, "inbox.secret", case.unit, at):
        raise NotAllowed(_("Perkara rahasia hanya digabung oleh Inspektorat."))


def _join(case: Case, other: Case, *, at: datetime) -> None:
    if other.secret != case.secret:
        raise Conflict(_("Perkara rahasia tidak digabung dengan perkara biasa."))
    if other.dispositions.filter(state__in=access.ACTIVE).exists():
        raise Conflict(
            _("%(number)s sedang didisposisikan. Tarik dulu disposisinya.")
            % {"number": other.number}
        )
    move(other, "merge")
    other.merged_into, other.closed_at = case, at
    other.stops.filter(ended_at=None).update(ended_at=at)
    other.messages.filter(came_with=None).update(came_with=other)
    other.messages.update(case=case)
    other.conversations.update(case=case)
    other.notes.update(case=case)
    other.replies.update(case=case)
    other.elsewhere.update(case=case)
    other.clarifications.update(case=case)
    if not LaporLink.objects.filter(case=case).exists():
        LaporLink.objects.filter(case=other).update(case=case)
    search.moved(other.pk, case.pk)
    known = case.watches.values("user")
    other.watches.exclude(user__in=known).update(case=case)
    case.messages_count += other.messages_count
    case.opened_at = min(case.opened_at, other.opened_at)
    case.last_at = max(case.last_at, other.last_at)
    case.urgency = min(case.urgency, other.urgency)
    case.flags = sorted({*case.flags, *other.flags})
    if other.first_replied_at is None:
        case.first_replied_at = None  # one of the citizens has heard nothing yet
    waiting = [at for at in (case.asked_again_at, other.asked_again_at) if at is not None]
    case.asked_again_at = min(waiting, default=None)
    Case.objects.filter(pk=case.pk).update(opened_at=case.opened_at, last_at=case.last_at)
    save(other, at=at)


@dataclass(frozen=True, slots=True)
class Along:
    """What of a case is about the messages that leave it, and goes with them: ids of notes and of
    clarifications, and whether the number of SP4N-LAPOR! does."""

    notes: frozenset[UUID] = frozenset()
    clarifications: frozenset[UUID] = frozenset()
    lapor: bool = False


def split(
    case: Case, messages: Iterable[Message], *, by: User, at: datetime, along: Along = Along()
) -> Case:
    """Make a case of its own out of some messages of a case; returns the new one.

    With them go what citizens enclosed, what we answered to them on whatever way, threads of which
    nothing stays, so that what is written in them later goes along too, and what ``along`` names,
    as far as it is there. Watchers and those let into a secret case then have both. Dispositions,
    stops of the clock, ideas and ratings stay: they are of the matter that was first.
    """
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        rows = _with_answers(case, {message.pk for message in messages})
        moved = {row.pk for row in rows}
        theirs = [row for row in rows if not row.ours]
        staying = case.messages.filter(ours=False).exclude(pk__in=moved).order_by("sent_at", "pk")
        left = staying.select_related("came_with").first()
        if not theirs or left is None:
            raise Invalid(_("Pilih sebagian pesan warga; paling sedikit satu tetap di sini."))
        made = _new(case, theirs)
        for known in case.named.all():
            Named.objects.create(case=made, user_id=known.user_id, by=known.by, at=known.at)
        for watch in case.watches.all():
            Watch.objects.create(case=made, user_id=watch.user_id, at=watch.at)
        gone = _carry(case, made, along, by)
        _take_along(case, made, moved, {row.conversation_id for row in rows})
        search.moved(case.pk, made.pk)
        made.first_replied_at = made.told_at = answered_at(made)
        case.messages_count -= len(rows)
        if case.first_replied_at is not None and answered_at(case) is None:
            case.first_replied_at = None  # whoever stays has heard nothing yet
        case.asked_again_at, made.asked_again_at = asking_since(case), asking_since(made)
        if (theirs[0].sent_at, theirs[0].pk) < (left.sent_at, left.pk):
            _begin_with(case, left)
        save(case, at=at)
        save(made, at=at)
        record(case, "inbox.split", by=by.actor, at=at, data={"into": made.number, **gone})
    return made


def _carry(case: Case, made: Case, along: Along, by: User) -> dict[str, int]:
    """Put what was chosen into the new case; how many of what, for the ledger."""
    seen = access.told_clarifications(by, case)
    found = {
        "notes": case.notes.filter(pk__in=along.notes).update(case=made),
        "clarifications": seen.filter(pk__in=along.clarifications).update(case=made),
        "lapor": LaporLink.objects.filter(case=case).update(case=made) if along.lapor else 0,
    }
    return {what: n for what, n in found.items() if n}


def _with_answers(case: Case, wanted: set[UUID]) -> list[Message]:
    """The wanted messages of a case with our answers to them, in order."""
    rows = list(case.messages.filter(pk__in=wanted).select_related("came_with"))
    asked = {(row.account_id, row.external_id) for row in rows}
    parents = [external_id for _account, external_id in asked]
    answers = case.messages.filter(ours=True, parent__in=parents).exclude(pk__in=wanted)
    rows += [row for row in answers if (row.account_id, row.parent) in asked]
    return sorted(rows, key=lambda row: (row.sent_at, row.pk))


def _take_along(case: Case, made: Case, moved: set[UUID], threads: set[UUID]) -> None:
    """Carry messages, our answers and threads of which nothing stays into the new case."""
    rows = Message.objects.filter(pk__in=moved)
    rows.filter(came_with=None).update(came_with=case)
    rows.update(case=made)
    case.replies.filter(message__in=moved).update(case=made)
    case.elsewhere.filter(message__in=moved).update(case=made)
    for thread in Conversation.objects.filter(pk__in=threads):
        if not thread.messages.filter(case=case).exists():
            Conversation.objects.filter(pk=thread.pk).update(case=made)


def _begin_with(case: Case, first: Message) -> None:
    """The message with which a case began has left it: now it begins with this one."""
    same = first.author_handle == case.author_handle and _name(first) == case.author_name
    if first.came_with is not None:
        case.contact = first.came_with.contact
    elif not same:
        case.contact = ""
    case.preview, case.opened_at = preview(first.text), first.sent_at
    case.author_name, case.author_handle = _name(first), first.author_handle
    case.save(update_fields=["contact", "preview", "opened_at", "author_name", "author_handle"])


def _new(case: Case, messages: list[Message]) -> Case:
    """A case for these messages, at the same unit, of the kind of the first."""
    first = messages[0]
    same = first.author_handle == case.author_handle and _name(first) == case.author_name
    mine = case.contact if same else ""
    flags = {flag for message in messages for flag in message.flags}
    # Unless somebody said that nothing in this case is an emergency.
    burning = case.urgency == Urgency.EMERGENCY and Flag.EMERGENCY in flags
    return Case.objects.create(
        number=numbers.take(case.unit)[0],
        follow_key=numbers.follow_key(),
        unit=case.unit,
        origin=case.origin,
        account=first.account,
        channel=first.channel,
        state="new",
        kind=first.kind,
        likely=first.likely,
        confidence=first.confidence,
        flags=sorted(flags),
        urgency=Urgency.EMERGENCY if burning else Urgency.NORMAL,
        place=case.place,
        topic=case.topic,
        secret=case.secret,
        preview=preview(first.text),
        author_name=_name(first),
        author_handle=first.author_handle,
        contact=first.came_with.contact if first.came_with is not None else mine,
        messages_count=len(messages),
        opened_at=first.sent_at,
        last_at=messages[-1].sent_at,
    )


def _name(message: Message) -> str:
    return message.author_name or message.author_handle
