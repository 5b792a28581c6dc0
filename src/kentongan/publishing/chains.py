"""What is to be done for an account that may have parts of a post already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kentongan.delivery.models import PUBLICATIONS, Act, Delivery
from kentongan.kernel.errors import Conflict
from kentongan.kernel.say import gettext as _
from kentongan.networks.models import Account
from kentongan.planning.models import Post
from kentongan.publishing.reach import can_edit, out_of_hand


@dataclass(frozen=True, slots=True)
class Live:
    """A part that is public, and what it says by now, edits included."""

    delivery: Delivery
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One delivery to be planned. ``original``: what is edited, or the live part it answers.

    ``by_hand``: Kentongan cannot, so a person does it on the network.
    """

    act: Act
    part: int
    payload: dict[str, Any]
    original: Delivery | None = None
    answers_the_one_before: bool = False
    by_hand: bool = False


def live_parts(post: Post) -> dict[UUID, dict[int, Live]]:
    """What of a post is public: by account and part. One statement where nothing is, else two.

    Of the deliveries themselves: their accounts and units are not read along.
    """
    sent = Delivery.objects.filter(post_delivery__post=post, state="sent")
    public = list(sent.filter(act__in=PUBLICATIONS).order_by())
    if not public:
        return {}
    edits = sent.filter(act=Act.EDIT).order_by("sent_at", "pk")
    said = {edit.original_id: edit.payload for edit in edits}
    found: dict[UUID, dict[int, Live]] = {}
    for item in public:
        live = Live(item, said.get(item.pk, item.payload))
        found.setdefault(item.account_id, {})[item.part] = live
    return found


def steps(
    account: Account, chain: Sequence[dict[str, Any]], live: Mapping[int, Live]
) -> Iterator[Step]:
    """What is missing, in its order, and the edit of what says something else.

    What people have got in their own hands stays as it is: a correction is a message of its own.
    Where the network cannot edit, a person is to change the words there or to withdraw it, and
    nothing new goes below it. Raises ``Conflict`` where an edit would make other parts of it, or
    another shape.
    """
    if live and (out_of_hand(account.network) or not _same_shape(chain, live)):
        if can_edit(account.network):
            raise Conflict(_refusal(account, chain, live))
        return
    changed = {part for part, known in live.items() if _differs(known, chain[part - 1])}
    if changed and not can_edit(account.network):
        for part in sorted(changed):
            yield Step(Act.EDIT, part, chain[part - 1], live[part].delivery, by_hand=True)
        return
    for part, payload in enumerate(chain, start=1):
        if part in changed:
            yield Step(Act.EDIT, part, payload, live[part].delivery)
        if part in live:
            continue
        if part == 1:
            yield Step(Act.PUBLISH, part, payload)
        elif above := live.get(part - 1):
            yield Step(Act.REPLY, part, payload, above.delivery)
        else:
            yield Step(Act.REPLY, part, payload, answers_the_one_before=True)


def _differs(known: Live, payload: Mapping[str, Any]) -> bool:
    return {**known.payload, "created_at": payload["created_at"]} != payload


def _same_shape(chain: Sequence[Mapping[str, Any]], live: Mapping[int, Live]) -> bool:
    if any(known.delivery.parts != len(chain) for known in live.values()):
        return False
    return 1 not in live or live[1].payload.get("form") == chain[0].get("form")


def _refusal(account: Account, chain: Sequence[Mapping[str, Any]], live: Mapping[int, Live]) -> str:
    there = next(iter(live.values())).delivery.parts
    if there == len(chain):
        return _("Bentuk unggahan di %(handle)s tidak bisa diubah setelah tayang. Tarik dulu.") % {
            "handle": account.shown_handle
        }
    return _(
        "Di %(handle)s sudah tayang %(there)s bagian, dan naskah ini menjadi %(now)s bagian. "
        "Samakan jumlahnya, atau tarik dulu yang tayang."
    ) % {"handle": account.shown_handle, "there": there, "now": len(chain)}
