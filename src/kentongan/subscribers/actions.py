"""Every change of the list: by a citizen's own word, by whoever keeps it, and forgetting."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from kentongan.delivery import actions as delivery, payload, spreading
from kentongan.delivery.models import Act, Delivery
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.rows import RowChange, update_each
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line
from kentongan.ledger import actions as ledger
from kentongan.networks.contract import Incoming, Reference, Way
from kentongan.networks.models import Account, Health
from kentongan.networks.registry import CONNECTORS
from kentongan.people.models import User
from kentongan.subscribers import queries
from kentongan.subscribers.models import (
    MOST_UNREACHED,
    NOBODY_THERE,
    Broadcast,
    Consent,
    Subscriber,
    mark_of,
)
from kentongan.subscribers.words import meant

SYSTEM = Actor.system("subscribers")
#: Answers to the words of citizens.
PURPOSE = "subscribers.word"
#: After so long an answer to a word comes too late to be understood.
CUT_OFF = timedelta(hours=6)
LONGEST_NOTE = 300
#: To citizens, who are written to in Indonesian whatever the pages speak.
WELCOME = (
    "Terima kasih, Anda kini berlangganan kabar resmi {unit}. Kabarnya dikirim ke nomor ini."
    " Untuk berhenti kapan saja, balas BERHENTI."
)
KNOWN = "Anda sudah berlangganan kabar resmi {unit}. Untuk berhenti kapan saja, balas BERHENTI."
GOODBYE = (
    "Baik, langganan Anda sudah berhenti. {unit} tidak lagi mengirim kabar ke nomor ini."
    " Bila berubah pikiran, balas LANGGANAN."
)
NOBODY = (
    "Nomor ini tidak berlangganan kabar {unit}, jadi tidak ada yang perlu dihentikan."
    " Untuk berlangganan, balas LANGGANAN."
)


def hear(account: Account, items: Sequence[Incoming], at: datetime) -> Sequence[Incoming]:
    """Do what citizens say to the machine; gives back the rest, which is said to people.

    Harmless to repeat, in whatever order calls come: a word that is older than the last one of the
    same person, or was answered already, changes nothing.
    """
    if not account.on.broadcasts:
        return items
    said = [(item, meant(item.text)) for item in items if _from_a_person(item)]
    said = sorted(((i, word) for i, word in said if word), key=lambda pair: pair[0].created_at)
    if not said:
        return items
    done: dict[str, str] = {}
    keep_marks(account)
    with transaction.atomic():
        open_list = queries.broadcast_of(account) is not None
        for item, word in said:
            if (what := _obey(account, item, word, open_list=open_list, at=at)) is not None:
                done[item.external_id] = what
        changes = [what for what in done.values() if what]
        if changes:
            data = {"joined": changes.count("join"), "ended": changes.count("stop")}
            _record(account, "subscribers.hear", by=SYSTEM, at=at, data=data)
    return [item for item in items if item.external_id not in done]


def _from_a_person(item: Incoming) -> bool:
    return item.way == Way.DIRECT and not item.author.ours and not item.gone


def _obey(
    account: Account, item: Incoming, word: str, *, open_list: bool, at: datetime
) -> str | None:
    """Do one word; what changed (``join``, ``stop``, empty), None where it is said to people."""
    number = queries.plain_number(str(item.reference.get("wa_id") or item.author.external_id))
    if not number:
        return None
    mark = mark_of(account.pk, number)
    rows = Subscriber.objects.filter(account=account, mark=mark)
    row = rows.select_for_update().first()
    if not open_list and (word == "join" or row is None):
        return None
    if row is None and word == "join":
        row, fresh = _create(account, number, mark, item, at=at)
        if fresh:
            _answer(account, item, WELCOME, str(row.pk), at=at)
            return "join"
    if row is None:
        _answer(account, item, NOBODY, str(account.pk), at=at)
        return ""
    if _came_before(row, item):
        return ""
    row.heard_at, row.heard_id = item.created_at, _seal(item)
    text, changed = _turn(row, item, word, at=at)
    row.save()
    _answer(account, item, text, str(row.pk), at=at)
    return changed


def _turn(row: Subscriber, item: Incoming, word: str, *, at: datetime) -> tuple[str, str]:
    """Change the row to what was said; the text that answers it, and what changed."""
    if word == "stop":
        changed = "stop" if row.ended_at is None else ""
        row.ended_at, row.ended_by = row.ended_at or at, row.ended_by if row.ended_at else ""
        spreading.leave_out([row.pk])
        return (GOODBYE if changed else NOBODY), changed
    if row.ended_at is None:
        return KNOWN, ""
    row.ended_at, row.ended_by, row.joined_at, row.unreached = None, "", at, 0
    row.consent, row.consent_note, row.entered_by = Consent.MESSAGE, _seal(item), ""
    return WELCOME, "join"


def _create(
    account: Account, number: str, mark: str, item: Incoming, *, at: datetime
) -> tuple[Subscriber, bool]:
    """The row of somebody who is new, and whether it was us who made it."""
    given = {
        "number": number, "consent": Consent.MESSAGE, "consent_note": _seal(item),
        "joined_at": at, "heard_at": item.created_at, "heard_id": _seal(item),
    }  # fmt: skip
    return Subscriber.objects.get_or_create(account=account, mark=mark, defaults=given)


def _came_before(row: Subscriber, item: Incoming) -> bool:
    """Whether the word is a repetition, or older than the last one that was obeyed."""
    if row.heard_id == _seal(item):
        return True
    if row.heard_at is not None and item.created_at < row.heard_at:
        return True
    return Delivery.objects.filter(key=_key(row.account_id, item)).exists()


def _seal(item: Incoming) -> str:
    return spreading.sealed(item.external_id)


def _key(account_id: object, item: Incoming) -> str:
    return hashlib.sha256(f"{PURPOSE}:{account_id}:{item.external_id}".encode()).hexdigest()


def _answer(account: Account, item: Incoming, text: str, subject: str, *, at: datetime) -> None:
    """Tell them, once, as long as the network lets us answer freely."""
    window = getattr(CONNECTORS.get(account.network), "answer_window", CUT_OFF)
    until = min(at + CUT_OFF, item.created_at + window)
    if until <= at or account.by_hand or account.health == Health.UNCONNECTED:
        return
    words = text.format(unit=account.unit.name)
    to = Reference(item.external_id, item.url, item.reference)
    with suppress(Conflict):  # it was told already
        delivery.plan(
            by=SYSTEM, at=at, account=account, act=Act.REPLY, due_at=at, expires_at=until,
            payload=payload.build(text=words, created_at=at, reply_to=to),
            purpose=PURPOSE, subject=subject, priority=20, key=_key(account.pk, item),
        )  # fmt: skip


def keep_marks(account: Account) -> bool:
    """Write the marks anew where the signing key is another by now; whether it was.

    Numbers can still be read, so nobody is lost with the key: whoever says BERHENTI is found. One
    row tells for all, because nobody is looked for or written down before this was asked.
    """
    rows = Subscriber.objects.filter(account=account).order_by("pk")
    first = rows.only("number", "mark").first()
    if first is None or first.mark == mark_of(account.pk, str(first.number)):
        return False
    with transaction.atomic():
        held = list(rows.select_for_update().only("number", "mark"))
        for row in held:
            row.mark = mark_of(account.pk, str(row.number))
        update_each(Subscriber, [RowChange({"pk": row.pk}, {"mark": row.mark}) for row in held])
    return True


# ------------------------------------------------------------------------------ what became of it


def opt_out(keys: Collection[UUID], *, at: datetime) -> None:
    """These told the network itself that they want nothing more: as if they had said BERHENTI."""
    _leave(keys, {"heard_at": at, "heard_id": ""}, "subscribers.opt_out", at=at)


def note_unreached(keys: Collection[UUID], *, at: datetime) -> None:
    """A message found nobody at these numbers; after some in a row they are left out."""
    rows = Subscriber.objects.filter(pk__in=keys, ended_at=None)
    rows.update(unreached=F("unreached") + 1)
    gone = list(rows.filter(unreached__gte=MOST_UNREACHED).values_list("pk", flat=True))
    _leave(gone, {"ended_by": NOBODY_THERE}, "subscribers.leave_out", at=at)


def note_reached(keys: Collection[UUID]) -> None:
    """A message arrived: whatever found nobody before is forgotten."""
    Subscriber.objects.filter(pk__in=keys, unreached__gt=0).update(unreached=0)


def _leave(keys: Collection[UUID], values: dict[str, Any], action: str, *, at: datetime) -> None:
    """End what subscriptions of these there are; the ledger hears how many, of each account."""
    with transaction.atomic():
        rows = Subscriber.objects.select_for_update(of=("self",)).filter(pk__in=keys, ended_at=None)
        found = list(rows.select_related("account__unit").order_by("pk"))
        if not found:
            return
        Subscriber.objects.filter(pk__in=[row.pk for row in found]).update(ended_at=at, **values)
        spreading.leave_out([row.pk for row in found])
        accounts = {row.account_id: row.account for row in found}
        for pk, n in Counter(row.account_id for row in found).items():
            _record(accounts[pk], action, by=SYSTEM, at=at, data={"ended": n})


# ------------------------------------------------------------------------------ whoever keeps it


def enter(account: Account, *, by: User, at: datetime, number: str, note: str) -> Subscriber:
    """Write somebody down who agreed in another way; ``note``: how. Nothing is sent to them."""
    plain = queries.plain_number(number)
    if not plain:
        raise Invalid.field("number", _("Tulis nomor WhatsApp-nya, misalnya 0812 3456 7890."))
    how = clean_line(note, field="note")[:LONGEST_NOTE].strip()
    if not how:
        raise Invalid.field("note", _("Tulis bagaimana orang ini menyetujui, dan kapan."))
    keep_marks(account)
    mark = mark_of(account.pk, plain)
    given: dict[str, Any] = {
        "consent": Consent.BY_HAND, "consent_note": how, "entered_by": by.name, "joined_at": at,
    }  # fmt: skip
    known = Conflict(_("Nomor ini sudah berlangganan."))
    try:
        with transaction.atomic():
            row = Subscriber.objects.select_for_update().filter(account=account, mark=mark).first()
            if row is None:
                row = Subscriber.objects.create(account=account, mark=mark, number=plain, **given)
            elif row.ended_at is None:
                raise known
            elif not row.ended_by:
                raise Conflict(
                    _(
                        "Orang ini pernah berhenti sendiri. Hanya ia yang dapat berlangganan lagi,"
                        " dengan mengirim LANGGANAN."
                    )
                )
            else:
                row.ended_at, row.ended_by, row.unreached = None, "", 0
                for name, value in given.items():
                    setattr(row, name, value)
                row.save()
            data = {"subscriber": str(row.pk), "how": how}
            _record(account, "subscribers.enter", by=by.actor, at=at, data=data)
    except IntegrityError:  # somebody else was faster
        raise known from None
    return row


def end(subscriber: Subscriber, *, by: User, at: datetime) -> Subscriber:
    """End a subscription; what is planned for the person and not on its way is cancelled."""
    account = subscriber.account
    with transaction.atomic():
        rows = Subscriber.objects.filter(pk=subscriber.pk, ended_at=None)
        if not rows.update(ended_at=at, ended_by=by.name):
            raise Conflict(_("Langganan ini sudah berakhir."))
        spreading.leave_out([subscriber.pk])
        data = {"subscriber": str(subscriber.pk)}
        _record(account, "subscribers.end", by=by.actor, at=at, data=data)
    subscriber.refresh_from_db()
    return subscriber


def erase(subscriber: Subscriber, *, by: User, at: datetime) -> None:
    """Forget the person: their row, and their number where it stands in our answers to them.

    That something was sent to somebody stays, without whom. Raises ``Conflict`` while an answer to
    them is on its way.
    """
    account = subscriber.account
    with transaction.atomic():
        spreading.leave_out([subscriber.pk])
        answers = Delivery.objects.filter(purpose=PURPOSE, subject=str(subscriber.pk))
        for answer in answers.select_for_update().order_by("pk"):
            _forget_in(answer, by=by, at=at)
        Subscriber.objects.filter(pk=subscriber.pk).delete()
        data = {"subscriber": str(subscriber.pk)}
        _record(account, "subscribers.erase", by=by.actor, at=at, data=data)


def _forget_in(answer: Delivery, *, by: User, at: datetime) -> None:
    """Take the number out of an answer; one that waits is not sent any more."""
    if answer.state in ("sending", "pending"):
        raise Conflict(_("Jawaban kepada orang ini sedang dikirim. Coba lagi sebentar."))
    if answer.state in ("planned", "retry", "unknown"):
        delivery.cancel(answer, by=by.actor, at=at, reason=_("data orangnya dihapus"))
    kept = {name: value for name, value in answer.payload.items() if name != "reply_to"}
    extra = {name: value for name, value in answer.extra.items() if name == "status"}
    # The network's id of an answer has the number in it, and is what an attempt told. What the
    # network tells of it later is about no answer of ours any more.
    seal = spreading.sealed(answer.external_id)
    Delivery.objects.filter(pk=answer.pk).update(
        payload=kept, extra=extra, external_id=seal, notes={}
    )
    if answer.external_id:
        answer.attempts.filter(detail__contains=answer.external_id).update(detail="")


def set_templates(
    account: Account,
    *,
    by: User,
    at: datetime,
    template: str,
    image_template: str = "",
    video_template: str = "",
    language: str = "id",
) -> Broadcast:
    """With which approved templates the account sends; without the first it only answers."""
    given = {
        "template": template, "image_template": image_template, "video_template": video_template,
        "language": language or "id",
    }  # fmt: skip
    for name, value in given.items():
        given[name] = value.strip()
    if (given["image_template"] or given["video_template"]) and not given["template"]:
        raise Invalid.field("template", _("Isi dulu templat untuk kabar tanpa gambar."))
    with transaction.atomic():
        row, _new = Broadcast.objects.update_or_create(
            account=account, defaults={**given, "updated_at": at}
        )
        _record(account, "subscribers.template", by=by.actor, at=at, data=given)
    return row


def export(account: Account, *, by: User, at: datetime) -> Iterable[tuple[Any, ...]]:
    """When and how each agreed, without numbers; that it was taken out is written down."""
    _record(account, "subscribers.export", by=by.actor, at=at)
    return queries.export_rows(account)


def _record(
    account: Account, action: str, *, by: Actor, at: datetime, data: dict[str, Any] | None = None
) -> None:
    ledger.record(
        by=by, at=at, action=action, target=("account", str(account.pk), account.label),
        unit=account.unit.code, data=data or {},
    )  # fmt: skip
