"""Taking in what people say: one copy however often it comes, followed when it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import NoReverseMatch, reverse

from kentongan.inbox import access, arrivals, batches, changed, floods, search
from kentongan.inbox.batches import Batch, Source
from kentongan.inbox.deadlines import Deadlines
from kentongan.inbox.models import (
    Attachment,
    Case,
    Channel,
    ClockStop,
    Conversation,
    Hearing,
    Message,
    MessageVersion,
)
from kentongan.inbox.states import CASE
from kentongan.kernel.actor import Actor
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.language.triage.reading import Kind
from kentongan.ledger import actions as ledger
from kentongan.networks.contract import Incoming
from kentongan.networks.models import Account
from kentongan.people import permissions
from kentongan.people.models import Unit
from kentongan.people.notices import notify
from kentongan.people.queries import with_deputies

SYSTEM = Actor.system("inbox")
#: Messages in one transaction: short enough that nobody waits long for the database.
AT_ONCE = 1_000
#: Fields of cases and threads that a further message may change.
_CASE_FIELDS = (
    "state", "flags", "urgency", "secret", "messages_count", "alike", "last_at", "due_at",
    "first_due_at", "resolve_due_at", "first_replied_at", "asked_again_at", "escalated",
    "escalate_at", "closed_at", "opened_at", "preview", "likely", "confidence",
)  # fmt: skip
_MESSAGE_FIELDS = (
    "text", "enclosures", "version", "signature", "changed_at", "edited_at", "gone_at", "kind",
    "likely", "confidence", "flags", "sentiment", "language", "places",
)  # fmt: skip
#: Who is woken for an emergency.
ON_DUTY = ("piket", "admin_unit", "admin_pusat")
#: Who answers requests for public information.
PPID = "ppid_pelaksana"
#: So many of one batch are told of one by one; the others stand in the queue all the same.
MOST_NOTICES = 10


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a batch brought: messages that are new, that changed, cases that were opened."""

    new: int = 0
    changed: int = 0
    cases: tuple[Case, ...] = ()

    def __add__(self, other: TakenIn) -> TakenIn:
        return TakenIn(self.new + other.new, self.changed + other.changed, self.cases + other.cases)


def take_in(account: Account, items: Iterable[Incoming], *, at: datetime) -> TakenIn:
    """Store what an account heard, by whatever way and however often it comes.

    Runs in transactions of up to 1,000 messages; each may be repeated without harm.
    """
    waiting = iter(batches.once(items))
    taken = TakenIn()
    while chunk := list(islice(waiting, AT_ONCE)):
        with transaction.atomic():
            hearing = hear(account, at=at)
            source = Source(account.unit, account.network, account, hearing.started_at)
            taken += _store(Batch(source, at), chunk)
            latest = max(item.created_at for item in chunk)
            if hearing.last_item_at is None or hearing.last_item_at < latest:
                Hearing.objects.filter(pk=account.pk).update(
                    last_item_at=latest, silent_told_at=None
                )
    return taken


def hear(account: Account, *, at: datetime) -> Hearing:
    """The row of an account's hearing, locked: two who take in for one account queue here."""
    rows = Hearing.objects.select_for_update().filter(pk=account.pk)
    if (known := rows.first()) is not None:
        return known
    Hearing.objects.get_or_create(account=account, defaults={"next_at": at, "started_at": at})
    return rows.get()


def take_in_own(
    unit: Unit,
    channel: Channel,
    item: Incoming,
    *,
    at: datetime,
    by: Actor = SYSTEM,
    contact: str = "",
    confided: bool = False,
) -> Case:
    """Store one message of a channel of our own (form, e-mail); returns its case.

    The same ``external_id`` of a channel comes in once: then its case is returned. ``confided``:
    its citizen calls it an integrity report.
    """
    with transaction.atomic():
        batch = Batch(Source(unit, channel.value, confided=confided), at)
        _store(batch, [item], by=by, record=False)
        row = Message.objects.select_related("case__unit").get(
            account=None, channel=channel.value, external_id=item.external_id
        )
        assert row.case is not None  # a message of a citizen always has one
        if batch.cases:  # a further letter says nothing new of whoever began the case
            Case.objects.filter(pk=row.case.pk).update(contact=contact[:200])
            row.case.contact = contact[:200]
        if batch.messages:
            found = (len(batch.messages), len(batch.changed), len(batch.cases))
            _record(row.case.unit, found, by=by, batch=batch, case=row.case)
    return row.case


def _store(
    batch: Batch, items: Sequence[Incoming], *, by: Actor = SYSTEM, record: bool = True
) -> TakenIn:
    fresh = changed.follow(batch, items)
    arrivals.place(batch, fresh, Deadlines(batch.at))
    Message.objects.bulk_update(batch.refreshed, ["enclosures", "changed_at"], batch_size=200)
    if not (batch.messages or batch.changed):
        return TakenIn()
    _write(batch)
    _fold(batch)
    _tell(batch)
    if record:
        _record_all(batch, by=by)
    return TakenIn(len(batch.messages), len(batch.changed), tuple(batch.cases))


def _write(batch: Batch) -> None:
    Case.objects.bulk_create(batch.cases, batch_size=200)
    Conversation.objects.bulk_create(batch.fresh_conversations, batch_size=500)
    fresh = {row.pk for row in batch.fresh_conversations}
    moved = {
        m.conversation_id: m.conversation for m in batch.messages if m.conversation_id not in fresh
    }
    Conversation.objects.bulk_update(moved.values(), ["case", "last_at"], batch_size=200)
    Message.objects.bulk_create(batch.messages, batch_size=200)
    Attachment.objects.bulk_create(batches.enclosed(batch), batch_size=500, ignore_conflicts=True)
    Case.objects.bulk_update(batch.touched.values(), _CASE_FIELDS, batch_size=100)
    for kind in {case.kind for case in batch.gathered}:  # only where nobody made sure of it
        alike = [case.pk for case in batch.gathered if case.kind == kind]
        Case.objects.filter(pk__in=alike, kind_by="").update(kind=kind)
    edited = [row.case_id for row in batch.changed if row.case_id is not None]
    if edited:  # pages that show them are told
        Case.objects.filter(pk__in=edited).update(version=F("version") + 1)
    ClockStop.objects.filter(case__in=batch.resumed, ended_at=None).update(ended_at=batch.at)
    ClockStop.objects.bulk_create(batch.rests, batch_size=200)
    MessageVersion.objects.bulk_create(batch.versions, batch_size=500)
    Message.objects.bulk_update(batch.changed, _MESSAGE_FIELDS, batch_size=200)
    search.add([*batch.messages, *batch.changed])


def _fold(batch: Batch) -> None:
    """The first few of a flood join the row that stands for all."""
    merged = floods.early_rows(batch.folded, at=batch.at)
    if not merged:
        return
    for case_id, home in merged.items():
        Message.objects.filter(case=case_id).update(case=home)
        Conversation.objects.filter(case=case_id).update(case=home)
        search.moved(case_id, home.pk)
        home.alike += 1
    Case.objects.filter(pk__in=merged).update(
        state=CASE.next("new", "merge"), merged_into=next(iter(merged.values()))
    )
    for case_id, home in merged.items():
        Case.objects.filter(pk=case_id).update(merged_into=home)
    for home in set(merged.values()):
        home.messages_count = Message.objects.filter(case=home).count()
        home.save(update_fields=["alike", "messages_count"])


def _tell(batch: Batch) -> None:
    """Wake whoever is on duty for emergencies; tell the Inspektorat of what is theirs alone, and
    whoever handles a case that its citizen wrote again."""
    unit, at = batch.source.unit, batch.at
    for case in batch.resumed:
        tell_holder(case, at=at)
    wake(batch.emergencies, unit, at=at)
    tell_inspectorate(batch.secret, unit, at=at)
    began = [*batch.cases, *batch.gathered]
    tell_ppid([case for case in began if case.is_open and not case.secret], unit, at=at)


def tell_holder(case: Case, *, at: datetime) -> None:
    """Tell whoever handles a case that its citizen wrote again and the clock runs."""
    if case.holder is None:
        return
    if case.secret and not access.may(case.holder, case, "inbox.view", at):
        return  # it became secret since they took it
    text = _("Warga menulis lagi di %(number)s. Jamnya berjalan lagi.")
    key = f"inbox-again:{case.pk}:{at.timestamp():.0f}"
    notify([case.holder], text % {"number": case.number}, key=key, at=at, url=page_of(case))


def wake(cases: Sequence[Case], unit: Unit, *, at: datetime) -> None:
    """Tell whoever is on duty, or stands in for them, of emergencies at a unit, once each."""
    if not cases:
        return
    people = with_deputies(permissions.holders(ON_DUTY, unit, at), "inbox.view", unit, at)
    for case in cases[:MOST_NOTICES]:
        text = _("DARURAT dari warga (%(number)s): %(text)s")
        values = {"number": case.number, "text": case.preview}
        notify(
            people,
            text % values,
            key=f"inbox-emergency:{case.pk}",
            at=at,
            url=page_of(case),
            urgent=True,
        )


def tell_inspectorate(cases: Sequence[Case], unit: Unit, *, at: datetime) -> None:
    """Tell the Inspektorat how many integrity reports came, and nothing of what they say."""
    if not cases:
        return
    count = len(cases)
    text = ngettext(
        "%(n)s pengaduan integritas menunggu Anda.",
        "%(n)s pengaduan integritas menunggu Anda.",
        count,
    )
    people = permissions.holders(["inspektorat"], unit, at)
    notify(
        with_deputies(people, "inbox.secret", unit, at),
        text % {"n": count},
        key=f"inbox-secret:{cases[0].pk}",
        at=at,
        url=page_of(cases[0]),
        urgent=True,
    )


def tell_ppid(cases: Sequence[Case], unit: Unit, *, at: datetime) -> None:
    """Tell the PPID of a unit which of the cases ask for public information, once each."""
    asking = [case for case in cases if case.kind == Kind.INFORMATION_REQUEST]
    if not asking:
        return
    people = with_deputies(permissions.holders([PPID], unit, at), "inbox.view", unit, at)
    for case in asking[:MOST_NOTICES]:
        text = _("%(number)s meminta informasi publik: %(text)s")
        values = {"number": case.number, "text": case.preview}
        notify(people, text % values, key=f"inbox-ppid:{case.pk}", at=at, url=page_of(case))


def page_of(case: Case) -> str:
    """The page of a case; empty where no screen shows it."""
    try:
        return reverse("inbox:case", args=[case.number])
    except NoReverseMatch:
        return ""


def _record_all(batch: Batch, *, by: Actor) -> None:
    """One line for all that came in. Of a secret case there is one of its own: whoever reads the
    account's line must not count messages there that they do not find."""
    rows = [*batch.messages, *batch.changed]
    secret = Case.objects.filter(pk__in={row.case_id for row in rows}, secret=True)
    kept = {case.pk: case for case in secret}

    def by_case(ids: Iterable[UUID | None]) -> Counter[UUID | None]:
        return Counter(key if key in kept else None for key in ids)

    new, changed = (by_case(row.case_id for row in of) for of in (batch.messages, batch.changed))
    began = by_case(case.pk for case in batch.cases)
    for key in (*kept, None):
        found = (new[key], changed[key], began[key])
        if any(found):
            _record(batch.source.unit, found, by=by, batch=batch, case=kept[key] if key else None)


def _record(
    unit: Unit, found: tuple[int, int, int], *, by: Actor, batch: Batch, case: Case | None = None
) -> None:
    """``found``: how many messages were new or changed, and how many cases began."""
    source = batch.source
    if case is not None:
        target = ("case", str(case.pk), case.number)
    elif source.account is not None:
        target = ("account", str(source.account.pk), source.account.label)
    else:
        target = ("unit", str(unit.pk), unit.name)
    new, changed, cases = found
    ledger.record(
        by=by,
        at=batch.at,
        action="inbox.take_in",
        target=target,
        unit=unit.code,
        data={"channel": source.channel, "new": new, "changed": changed, "cases": cases},
    )
