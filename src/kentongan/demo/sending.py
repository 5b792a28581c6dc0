"""What the worker and the network did in the past, with the times it then was.

The same records as of a real delivery: claim, attempt, the post on the network under our key,
outcome. Only the way differs: in this process instead of over HTTP, since the network is this
installation and nobody listens yet.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kentongan.delivery import outcomes, payload, reconcile, record
from kentongan.delivery.models import Act, Attempt, Delivery
from kentongan.delivery.source import LEASE
from kentongan.kernel.ids import uuid7
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks.contract import Outgoing, Published
from kentongan.networks.registry import CONNECTORS
from kentongan.networks.wording import full_text
from kentongan.sandbox import actions as sandbox
from kentongan.sandbox.api.shapes import absolute
from kentongan.sandbox.models import SandboxAccount, SandboxPost

NETWORK = "sandbox"
#: How a delivery went.
ACCEPTED, REFUSED, LOST = "accepted", "refused", "lost"
_TOOK = timedelta(milliseconds=740)
_LOST_AFTER = timedelta(seconds=20)
_UNANSWERED = gettext_noop("Jejaring Latih tidak menjawab dalam 20 detik.")
_REFUSAL = gettext_noop("Jejaring Latih menolak: akun ini melewati batas unggahan harian.")


def send(pk: UUID, *, at: datetime, fate: str = ACCEPTED) -> None:
    """Carry out the planned delivery ``pk`` at ``at`` with the given fate."""
    claims = Delivery.objects.filter(pk=pk).claim(at=at, lease=LEASE, limit=1)
    if not claims:
        return
    token = claims[0][1]
    delivery = Delivery.objects.select_related("account", "unit").get(pk=pk)
    attempt = record.begin(record.Intent(delivery, token, at))
    assert attempt is not None
    outcome, took = _outcome(delivery, fate, at)
    record.finish_all([record.Ending(delivery, attempt, token, outcome, at + took)])
    if fate == LOST:
        _look_in_vain(delivery, at + took)


def _outcome(delivery: Delivery, fate: str, at: datetime) -> tuple[outcomes.Outcome, timedelta]:
    """What the worker learnt, and how long that took. What was lost did arrive."""
    if fate == REFUSED:
        return outcomes.Outcome("refuse", _REFUSAL), _TOOK
    outcome = _accepted(delivery, at)
    if fate == LOST:
        return outcomes.Outcome("lose", _UNANSWERED), _LOST_AFTER
    return outcome, _TOOK


def _accepted(delivery: Delivery, at: datetime) -> outcomes.Outcome:
    theirs = SandboxAccount.objects.get(handle=delivery.account.handle)
    if delivery.act == Act.WITHDRAW:
        assert delivery.original is not None
        live = SandboxPost.objects.get(pk=delivery.original.external_id)
        sandbox.delete_post(theirs, live, at=at)
        return outcomes.Outcome("accept", _("ditarik"))
    item = payload.outgoing(delivery.payload, limits=CONNECTORS[NETWORK].limits, at=at)
    post = publish(theirs, item, key=delivery.key, at=at)
    return outcomes.accepted(Published(str(post.pk), absolute(post.get_absolute_url())))


def publish(theirs: SandboxAccount, item: Outgoing, *, key: str, at: datetime) -> SandboxPost:
    """The post as the connector would have made it."""
    images = [
        sandbox.Attachment(sandbox.upload(theirs, image.data, alt=image.alt, at=at).pk)
        for image in item.images
    ]
    post, _new = sandbox.create_post(
        theirs, text=full_text(item), at=at, language=item.language, images=images, client_key=key
    )
    return post


def _look_in_vain(delivery: Delivery, at: datetime) -> None:
    """The network stayed silent at every look, so that a person is asked in the end."""
    for number, wait in enumerate(reconcile.LOOKS, start=1):
        at += wait
        Attempt.objects.create(
            delivery=delivery,
            kind="look",
            number=number,
            token=uuid7(),
            sent_hash=delivery.payload_hash,
            started_at=at,
            finished_at=at + _LOST_AFTER,
            outcome="later",
            detail=_UNANSWERED,
        )
    Delivery.objects.filter(pk=delivery.pk, state="unknown").update(
        lookups_made=len(reconcile.LOOKS), asks_person=True, what_to_do=reconcile.ASK, run_at=at
    )
