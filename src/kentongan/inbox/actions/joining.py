"""One matter in several cases, or several matters in one: merge and split."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.inbox import access, numbers
from kentongan.inbox.actions.writing import locked, move, record, save
from kentongan.inbox.masking import masked
from kentongan.inbox.models import Case, Conversation, Message
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.text import shorten
from kentongan.people.models import User


def merge(case: Case, others: Iterable[Case], *, by: User, at: datetime) -> Case:
    """Put ``others`` into ``case``: their messages, threads, notes and watchers go along.

    The earliest clock holds, for the first citizen has waited longest. Raises ``Invalid`` without
    another case, ``Conflict`` where one is over, handed to somebody else, or secret and one is not.
    """
    chosen = {other.pk: other for other in others if other.pk != case.pk}
    if not chosen:
        raise Invalid(_("Pilih perkara lain yang digabungkan ke perkara ini."))
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        if not case.is_open:
            raise Conflict(_("Perkara induk sudah selesai. Buka lagi dulu."))
        joined = [locked(chosen[pk], by=by, at=at) for pk in sorted(chosen)]
        for other in joined:
            _join(case, other, at=at)
        save(case, at=at)
        names = [other.number for other in joined]
        record(case, "inbox.merge", by=by.actor, at=at, data={"cases": names})
    return case


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
    other.messages.update(case=case)
    other.conversations.update(case=case)
    other.notes.update(case=case)
    other.replies.update(case=case)
    known = case.watches.values("user")
    other.watches.exclude(user__in=known).update(case=case)
    case.messages_count += other.messages_count
    case.opened_at = min(case.opened_at, other.opened_at)
    case.last_at = max(case.last_at, other.last_at)
    case.urgency = min(case.urgency, other.urgency)
    if other.first_replied_at is None:
        case.first_replied_at = None  # one of the citizens has heard nothing yet
    Case.objects.filter(pk=case.pk).update(opened_at=case.opened_at, last_at=case.last_at)
    save(other, at=at)


def split(case: Case, messages: Iterable[Message], *, by: User, at: datetime) -> Case:
    """Make a case of its own out of some messages of a case; returns the new one.

    A thread of which nothing stays goes along, so that what is written in it later does too.
    """
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        wanted = {message.pk for message in messages}
        rows = list(case.messages.filter(pk__in=wanted).order_by("sent_at", "pk"))
        theirs = [row for row in rows if not row.ours]
        staying = case.messages.filter(ours=False).exclude(pk__in=wanted)
        if not theirs or not staying.exists():
            raise Invalid(_("Pilih sebagian pesan warga; paling sedikit satu tetap di sini."))
        made = _new(case, theirs)
        Message.objects.filter(pk__in=[row.pk for row in rows]).update(case=made)
        for thread in Conversation.objects.filter(pk__in={row.conversation_id for row in rows}):
            if not thread.messages.filter(case=case).exists():
                Conversation.objects.filter(pk=thread.pk).update(case=made)
        case.messages_count -= len(rows)
        save(case, at=at)
        save(made, at=at)
        record(case, "inbox.split", by=by.actor, at=at, data={"into": made.number})
    return made


def _new(case: Case, messages: list[Message]) -> Case:
    """A case for these messages, at the same unit, of the kind of the first."""
    from_them = messages[0]
    return Case.objects.create(
        number=numbers.take(case.unit)[0],
        follow_key=numbers.follow_key(),
        unit=case.unit,
        origin=case.origin,
        account=from_them.account,
        channel=from_them.channel,
        state="new",
        kind=from_them.kind,
        likely=from_them.likely,
        confidence=from_them.confidence,
        flags=from_them.flags,
        place=case.place,
        topic=case.topic,
        secret=case.secret,
        preview=shorten(masked(" ".join(from_them.text[:500].split())), 200),
        author_name=from_them.author_name or from_them.author_handle,
        author_handle=from_them.author_handle,
        messages_count=len(messages),
        opened_at=from_them.sent_at,
        last_at=messages[-1].sent_at,
    )
