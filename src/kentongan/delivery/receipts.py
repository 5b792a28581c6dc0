"""What a network tells by itself of what we sent: that it has it, that it arrived, that it failed.

It tells in any order, repeats itself, and may be faster than our own record. So everything here is
harmless to repeat; what is in somebody's hands at this moment is to be told again; and what was
told of an earlier try (``notes["failed"]``) says nothing of a later one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from kentongan.delivery import audience, spreading
from kentongan.delivery.models import NETWORK, REPEATABLE, Act, Delivery
from kentongan.delivery.moves import Change, move_all
from kentongan.delivery.outcomes import FIRST_WAIT, MAX_ATTEMPTS, Outcome, attempted, backoff
from kentongan.delivery.record import respect
from kentongan.delivery.states import DELIVERY
from kentongan.kernel.say import gettext as _
from kentongan.networks import actions as networks
from kentongan.networks.contract import Receipt, Refused
from kentongan.networks.models import Account
from kentongan.people.notices import notify

#: How far a message came, in this order.
ORDER = ("sent", "delivered", "read")
#: So many ids of tries that failed are remembered of a message.
REMEMBERED = 10


@dataclass(frozen=True, slots=True)
class _Failed:
    """A message that its network took and did not deliver, and what that means."""

    row: Delivery
    receipt: Receipt
    outcome: Outcome


def hear(account: Account, said: Sequence[Receipt], at: datetime) -> bool:
    """Write down what became of messages; False where some must be told again."""
    told: dict[str, list[Receipt]] = defaultdict(list)
    for one in said:
        told[one.key].append(one)
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(of=("self",)).select_related(
            "account", "unit", "original"
        )
        found = rows.filter(account=account, key__in=told).exclude(act__in=REPEATABLE)
        mine = [(row, one) for row in found.order_by("pk") for one in _of_now(row, told[row.key])]
        _believe([pair for pair in mine if pair[1].status != "failed"], at)
        _fail([pair for pair in mine if pair[1].status == "failed"], at)
    return not any(row.state == "sending" for row, _one in mine)


def _of_now(row: Delivery, told: Iterable[Receipt]) -> list[Receipt]:
    """The last word on a message, as far as it is about the try that counts."""
    failed = row.notes.get("failed", ())
    if row.act == Act.SEND:
        told = [replace(one, external_id=spreading.sealed(one.external_id)) for one in told]
    known = [one for one in told if one.external_id not in failed]
    if bad := [one for one in known if one.status == "failed"]:
        return bad[:1]
    return sorted(known, key=lambda one: ORDER.index(one.status))[-1:]


# ------------------------------------------------------------------------------ it has them


def _believe(pairs: Sequence[tuple[Delivery, Receipt]], at: datetime) -> None:
    """That the network has it is proof, where its answer was lost or somebody said otherwise."""
    proven: list[Change] = []
    further: dict[str, list[Delivery]] = defaultdict(list)
    for row, one in pairs:
        if row.state == "unknown" or (row.act == Act.SEND and _taken_for_lost(row)):
            values = {
                "external_id": one.external_id, "sent_at": at, "proven_by": NETWORK,
                "asks_person": False, "what_to_do": "",
            }  # fmt: skip
            if row.act == Act.SEND:
                values["extra"] = {"status": one.status}
            note = _("jejaring memberi tahu sendiri")
            proven.append(Change(row, "accept", note=note, values=values))
        elif row.act == Act.SEND and row.state == "sent" and _is_further(row, one):
            further[one.status].append(row)
    move_all(proven, at=at)
    for status, rows in further.items():
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(extra={"status": status})
    arrived = [row for row, one in pairs if one.status != "sent" and row.act == Act.SEND]
    if arrived:
        audience.get().reached([UUID(row.subject) for row in arrived])
    _count_anew([change.delivery for change in proven], at, now=True)
    _count_anew([row for rows in further.values() for row in rows], at)


def _taken_for_lost(row: Delivery) -> bool:
    """Whether a message was set aside, or is to be sent again, though the network has it."""
    return row.lease_token is None and row.lost_at is not None and row.state in _DOUBTED


_DOUBTED = frozenset({"retry", "planned", "cancelled", "refused", "expired"})


def _is_further(row: Delivery, one: Receipt) -> bool:
    known = str(row.extra.get("status") or "")
    reached = ORDER.index(known) if known in ORDER else -1
    return row.external_id in {"", one.external_id} and ORDER.index(one.status) > reached


def _count_anew(rows: Iterable[Delivery], at: datetime, *, now: bool = False) -> None:
    """Have their posts counted: those on their way by whoever looks after them, ended ones soon."""
    posts = {row.original.pk: row.original for row in rows if row.act == Act.SEND and row.original}
    for pk, post in posts.items():
        if post.state != "pending":
            spreading.count_soon(post, at=at)
        elif now:
            Delivery.objects.filter(pk=pk, state="pending").update(run_at=at)


# ------------------------------------------------------------------------------ they failed


def _fail(pairs: Sequence[tuple[Delivery, Receipt]], at: datetime) -> None:
    """What the network took and did not deliver is not sent; it goes out again where it may."""
    failed = [
        _Failed(row, one, attempted(one.trouble or Refused(_("Jejaring tidak mengantarnya."))))
        for row, one in pairs
        if _is_about(row, one)
    ]
    for one in failed:
        respect(one.row, one.outcome, at=at)
    changes = [_change(one, at) for one in failed]
    held = move_all(changes, at=at)
    done = [one for one, mine in zip(failed, held, strict=True) if mine]
    spreading.tell_of_people(((one.row, one.outcome) for one in done), at=at)
    reasons = {one.outcome.event: one.outcome.detail for one in done}
    if "unauthorised" in reasons:
        networks.mark_broken(done[0].row.account, note=reasons["unauthorised"], at=at)
    halted = {one.row.original_id: one.outcome.detail for one in done if _halts(one)}
    for pk, reason in sorted((pk, reason) for pk, reason in halted.items() if pk):
        spreading.halt(pk, reason, at=at)
    if halted:
        _warn(done[0].row.account, next(iter(halted.values())), at)
    _count_anew([one.row for one in done], at, now=True)


def _halts(one: _Failed) -> bool:
    return one.row.act == Act.SEND and one.outcome.event == "halt"


def _is_about(row: Delivery, one: Receipt) -> bool:
    """Whether it is this try that failed: with its id, or the only one there was."""
    if row.state not in {"sent", "unknown"}:
        return False
    if row.state == "sent" and row.external_id:
        return row.external_id == one.external_id
    return row.attempts_made == 1


def _change(one: _Failed, at: datetime) -> Change:
    """Refused for good; or again in line, where another try may do and the post is under way."""
    row, outcome = one.row, one.outcome
    values: dict[str, Any] = {"asks_person": False, "what_to_do": outcome.detail}
    values["notes"] = {"failed": [*row.notes.get("failed", ()), one.receipt.external_id]}
    values["notes"]["failed"] = values["notes"]["failed"][-REMEMBERED:]
    if row.act == Act.SEND:
        values |= {"external_id": "", "extra": {}, "sent_at": None, "proven_by": ""}
    again = outcome.event in {"later", "halt", "unauthorised"}
    if again and _may_go_again(row):
        wait = outcome.values.get("after") or backoff(row.tries)
        values["run_at"] = at + (FIRST_WAIT if outcome.event != "later" else wait)
        event = "return" if DELIVERY.allows(row.state, "return") else "later"
        return Change(row, event, note=outcome.detail, values=values)
    return Change(row, "fail", note=outcome.detail, values=values)


def _may_go_again(row: Delivery) -> bool:
    post = row.original if row.act == Act.SEND else None
    return post is not None and spreading.goes_on(post) and row.tries < MAX_ATTEMPTS


def _warn(account: Account, reason: str, at: datetime) -> None:
    """The number, or what is paid with: whoever keeps the account hears of it, once a day."""
    notify(
        networks.who_to_tell(account, at),
        _("Kiriman %(account)s tertahan: %(why)s") % {"account": account.label, "why": reason},
        key=f"account-halted:{account.pk}:{at:%Y%m%d}",
        at=at,
        url=reverse("networks:account", args=[account.pk]),
        urgent=True,
    )
