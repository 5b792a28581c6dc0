"""The last question before an answer leaves, and what becomes of its case afterwards."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F

from kentongan.compliance.draft import Severity
from kentongan.compliance.wording import what_stops
from kentongan.delivery.models import Delivery
from kentongan.inbox import checking
from kentongan.inbox.actions.intake import page_of
from kentongan.inbox.actions.writing import answered_at, asking_since, locked, save
from kentongan.inbox.models import Case, Conversation, Message, Reply
from kentongan.kernel.say import gettext as _
from kentongan.networks.contract import Way
from kentongan.people.notices import notify

#: Deliveries of these states need a person.
TROUBLE = ("refused", "unknown", "expired")
#: Outcomes of a try that may have arrived.
LOST = ("", "lose", "lease_lost")


def _reply_of(delivery: Delivery) -> Reply | None:
    return (
        Reply.objects.select_related("case__unit", "message__conversation", "by")
        .filter(pk=UUID(delivery.subject))
        .first()
    )


def objection(delivery: Delivery, at: datetime) -> str | None:
    """Why an answer must not go out now; None when it may.

    It stands as it was written (and approved), the message it answers is still there, and the
    check finds nothing that must be mended under the rules of this moment.
    """
    made = _reply_of(delivery)
    if made is None or made.delivery_id != delivery.pk:
        return _("Balasan asalnya tidak ditemukan.")
    if made.undone_at is not None or made.refused:
        return _("Balasan ini sudah dibatalkan.")
    if made.needs_second and made.decided_at is None:
        return _("Balasan ini belum disetujui.")
    if delivery.payload["text"] != made.text:
        return _("Isi kiriman berbeda dari yang disetujui.")
    if made.message.gone_at is not None:
        return _("Pesan warga sudah dihapus penulisnya, jadi balasan tidak dikirim.")
    for finding in checking.findings(made.case, made.text, at=at):
        if finding.severity is Severity.MUST:
            reason = _("Pemeriksaan saat kirim tidak lolos: %(message)s")
            return reason % {"message": what_stops(finding)}
    return None


def listener(delivery: Delivery, event: str, at: datetime) -> None:
    """Carry what happened to an answer over to its case; tell its writer when it went wrong."""
    made = _reply_of(delivery)
    if made is None:
        return
    if event == "accept":
        _given(made, delivery, at)
    elif event == "fail":
        _not_given(made, delivery, at)
    else:  # pages that show it are told, as they are by both of these
        Case.objects.filter(pk=made.case_id).update(version=F("version") + 1)
    if event != "accept" and delivery.state in TROUBLE:
        _call(made, delivery, at)


def _given(made: Reply, delivery: Delivery, at: datetime) -> None:
    """The citizen has it: the clock of the first reply ends, and the thread shows our words."""
    when = _left_at(delivery) or delivery.sent_at or at
    Reply.objects.filter(pk=made.pk).update(given_at=when)
    case = locked(made.case.end_of_merges, at=at)
    case.first_replied_at = case.first_replied_at or when
    case.told_at = when
    case.asked_again_at = asking_since(case)  # also what came while it was on its way
    save(case, at=at)
    if not delivery.external_id:
        return
    message = made.message
    whispered = made.private and message.way != Way.DIRECT
    Message.objects.get_or_create(
        account=message.account,
        external_id=delivery.external_id,
        defaults={
            "channel": message.channel,
            "conversation": _private_thread(made, delivery, case, when)
            if whispered
            else message.conversation,
            "case": case,
            "author_name": case.unit.name,
            "ours": True,
            "way": Way.DIRECT if whispered else message.way,
            "text": made.text,
            "sent_at": when,
            "received_at": at,
            "parent": message.external_id,
            "url": delivery.url,
        },
    )


def _not_given(made: Reply, delivery: Delivery, at: datetime) -> None:
    """The network took it and did not deliver it after all: the clock runs as if it never left."""
    Reply.objects.filter(pk=made.pk).update(given_at=None)
    rows = Message.objects.filter(account=made.message.account, ours=True)
    rows.filter(external_id=delivery.external_id).exclude(external_id="").delete()
    case = locked(made.case.end_of_merges, at=at)
    case.first_replied_at = answered_at(case)
    case.asked_again_at = asking_since(case)
    save(case, at=at)


def _left_at(delivery: Delivery) -> datetime | None:
    """When an answer left of which nobody knew for a while whether it arrived: not when a person or
    the machine found it. None where the network said so at once."""
    tried = delivery.attempts.filter(kind="send").order_by("-started_at").first()
    return tried.started_at if tried is not None and tried.outcome in LOST else None


def _private_thread(made: Reply, delivery: Delivery, case: Case, when: datetime) -> Conversation:
    """Where the person's answer to our private words will come: it belongs to the same case."""
    message = made.message
    thread = str(delivery.extra.get("thread") or "")
    if not thread:
        return message.conversation
    found, new = Conversation.objects.get_or_create(
        account=message.account,
        thread=thread,
        defaults={
            "channel": message.channel,
            "unit": message.conversation.unit,
            "case": case,
            "started_at": when,
            "last_at": when,
        },
    )
    if not new and (found.case is None or not found.case.is_open):
        found.case = case
        found.save(update_fields=["case"])
    return found


def _call(made: Reply, delivery: Delivery, at: datetime) -> None:
    texts = {
        "refused": _("Balasan untuk %(number)s ditolak: %(what)s"),
        "unknown": _("Balasan untuk %(number)s belum pasti tayang. Sedang dicek."),
        "expired": _("Balasan untuk %(number)s tidak dikirim karena terlambat."),
    }
    what = _(delivery.what_to_do) if delivery.what_to_do else ""
    notify(
        [made.by],
        texts[delivery.state] % {"number": made.case.number, "what": what},
        key=f"inbox-{delivery.state}:{delivery.pk}:{delivery.attempts_made}",
        at=at,
        url=page_of(made.case),
        urgent=delivery.state != "unknown",
    )
