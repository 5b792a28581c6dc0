"""Hiding a message: by a rule, with a reason and evidence, and by two people but for two rules.

Criticism is never a rule. What is hidden is covered on our screens and, where the network has such
an act, hidden there too (``outward.py``); elsewhere a person does it there, and the page says so.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kentongan.inbox import access, approving
from kentongan.inbox.actions import outward
from kentongan.inbox.actions.intake import page_of
from kentongan.inbox.actions.writing import locked, may_second, needed, record
from kentongan.inbox.models import Case, Hiding, Message
from kentongan.inbox.states import HIDING
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line, within
from kentongan.people import permissions
from kentongan.people.models import User
from kentongan.people.notices import notify

#: The published rules of the comment column, by which alone something may be hidden.
RULES: dict[str, str | Promise] = {
    "gambling": gettext_lazy("Promosi judi daring"),
    "doxing": gettext_lazy("Data pribadi orang lain"),
    "fraud": gettext_lazy("Penipuan atau tautan berbahaya"),
    "hate": gettext_lazy("Ujaran kebencian terhadap golongan"),
    "threat": gettext_lazy("Ancaman kekerasan"),
    "porn": gettext_lazy("Pornografi"),
    "campaign": gettext_lazy("Kampanye politik di kolom komentar"),
    "advert": gettext_lazy("Iklan yang berulang"),
}
#: Every minute counts, and nobody's opinion is at stake: one person is enough.
AT_ONCE = frozenset({"gambling", "doxing"})


def ask(message: Message, *, by: User, at: datetime, rule: str, reason: str) -> Hiding:
    """Ask for a message to be hidden; by a rule of :data:`AT_ONCE` it is hidden now.

    The evidence is written first: words, author, time and address as they stand.
    """
    if rule not in RULES:
        raise Invalid.field("rule", _("Pilih aturan kolom komentar yang dilanggar."))
    why = needed(clean_line(reason, field="reason"), "reason", _("Tulis alasannya."), 500)
    with transaction.atomic():
        case = _case(message, by=by, at=at)
        made = _create(message, rule, why, by=by, at=at)
        if rule in AT_ONCE:
            _hide(made, by=by, at=at)
            record(case, "inbox.hide", by=by.actor, at=at, data=_data(made))
        else:
            record(case, "inbox.hide_ask", by=by.actor, at=at, data=_data(made))
            _call(case, made, at=at)
    return made


def _case(message: Message, *, by: User, at: datetime) -> Case:
    if message.case is None or message.ours:
        raise Conflict(_("Hanya pesan warga yang dapat disembunyikan."))
    return locked(message.case, by=by, at=at)


def _create(message: Message, rule: str, why: str, *, by: User, at: datetime) -> Hiding:
    evidence = {
        "text": message.text,
        "author": message.author_id_there,
        "handle": message.author_handle,
        "sent_at": message.sent_at.isoformat(),
        "url": message.url,
        "external_id": message.external_id,
        "enclosures": message.enclosures,
    }
    try:
        with transaction.atomic():
            return Hiding.objects.create(
                message=message, rule=rule, reason=why, evidence=evidence, asked_by=by,
                asked_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Conflict(_("Pesan ini sudah disembunyikan atau sedang diminta.")) from None


def _data(row: Hiding) -> dict[str, str]:
    return {"message": row.message.external_id, "rule": row.rule, "reason": row.reason}


def _hide(row: Hiding, *, by: User, at: datetime) -> None:
    row.state = HIDING.next(row.state, "hide")
    row.delivery = outward.hide(row, by=by, at=at)
    row.save(update_fields=["state", "decided_by", "decided_at", "answer", "delivery"])
    Message.objects.filter(pk=row.message_id).update(hidden_at=at)


def _call(case: Case, row: Hiding, *, at: datetime) -> None:
    people = [
        user
        for user in permissions.holders(approving.SECONDS, case.unit, at)
        if user != row.asked_by
    ]
    if case.secret:
        people = [user for user in people if access.may(user, case, "inbox.answer", at)]
    text = _("%(name)s minta pesan di %(number)s disembunyikan: %(rule)s.")
    values = {"name": row.asked_by.name, "number": case.number, "rule": RULES[row.rule]}
    notify(people, text % values, key=f"inbox-hide:{row.pk}", at=at, url=page_of(case))


def decide(row: Hiding, *, by: User, at: datetime, agree: bool, answer: str = "") -> Hiding:
    """The second person's answer: of somebody who decides at the unit (in a secret case, of anybody
    who may see it). A refusal needs a reason; nobody decides on their own wish."""
    said = within(clean_line(answer, field="answer"), 500, field="answer")
    if not agree:
        needed(said, "answer", _("Tulis mengapa tidak disembunyikan."))
    with transaction.atomic():
        case = _case(row.message, by=by, at=at)
        fresh = Hiding.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if fresh.asked_by_id == by.pk:
            raise NotAllowed(_("Permintaan sendiri diputuskan orang lain."))
        if not may_second(by, case, at):
            raise NotAllowed(_("Permintaan ini diputuskan pemeriksa atau pimpinan unit."))
        if not HIDING.allows(fresh.state, "hide"):
            raise Conflict(_("Permintaan ini sudah diputuskan."))
        fresh.decided_by, fresh.decided_at, fresh.answer = by, at, said
        if agree:
            _hide(fresh, by=by, at=at)
        else:
            fresh.state = HIDING.next(fresh.state, "refuse")
            fresh.save(update_fields=["state", "decided_by", "decided_at", "answer"])
            text = _("Pesan di %(number)s tidak disembunyikan: %(reason)s")
            values = {"number": case.number, "reason": said}
            asker = [fresh.asked_by] if access.may(fresh.asked_by, case, "inbox.answer", at) else []
            key = f"inbox-shown:{fresh.pk}"
            notify(asker, text % values, key=key, at=at, url=page_of(case))
        action = "inbox.hide" if agree else "inbox.hide_refuse"
        record(case, action, by=by.actor, at=at, data={**_data(fresh), "answer": said})
    return fresh


def show(row: Hiding, *, by: User, at: datetime, reason: str) -> Hiding:
    """Show a hidden message again, here and where it was hidden, with a reason.

    Raises ``Conflict`` while the network is being told to hide it.
    """
    why = needed(clean_line(reason, field="reason"), "reason", _("Tulis alasannya."), 500)
    with transaction.atomic():
        case = _case(row.message, by=by, at=at)
        fresh = Hiding.objects.select_for_update(of=("self",)).get(pk=row.pk)
        fresh.state = HIDING.next(fresh.state, "show")
        fresh.answer = why
        fresh.delivery = outward.unhide(fresh, by=by, at=at)
        fresh.save(update_fields=["state", "answer", "delivery"])
        Message.objects.filter(pk=fresh.message_id).update(hidden_at=None)
        record(case, "inbox.show", by=by.actor, at=at, data={**_data(fresh), "answer": why})
    return fresh
