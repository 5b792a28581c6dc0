"""Hiding a message on the network itself, and showing it again: sent once, undone the same way.

What is decided in ``hiding.py`` goes out through ``delivery``. Where the network has no such act,
or the account is served by hand, nothing is planned: a person does it there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kentongan.delivery import actions as delivery, payload
from kentongan.delivery.models import Act, Delivery
from kentongan.inbox.actions.intake import page_of
from kentongan.inbox.models import Hiding
from kentongan.inbox.reach import cannot_hide
from kentongan.kernel.errors import Conflict
from kentongan.kernel.say import gettext as _
from kentongan.networks.contract import Reference
from kentongan.people.models import User
from kentongan.people.notices import notify

PURPOSE = "inbox.hiding"
#: Gambling under a post of the pemda is urgent, but comes after what people are told.
PRIORITY = 30
#: After so long a person must look whether it is still right.
CUT_OFF = timedelta(hours=24)
#: The network is being told at this moment, or nobody knows whether it heard.
ON_ITS_WAY = ("sending", "pending", "unknown")
TROUBLE = ("refused", "expired")


def hide(row: Hiding, *, by: User, at: datetime) -> Delivery | None:
    """Plan that the network hides the message; None where a person does it there."""
    return None if cannot_hide(row.message) else _plan(row, Act.HIDE, by=by, at=at)


def unhide(row: Hiding, *, by: User, at: datetime) -> Delivery | None:
    """Undo :func:`hide`: what has not left yet is cancelled, anything else is shown again.

    Raises ``Conflict`` while the network is being told to hide it.
    """
    before = row.delivery
    if before is None:
        return None
    if before.state in ON_ITS_WAY:
        raise Conflict(
            _("Jejaring sedang diminta menyembunyikannya. Tunggu sebentar, lalu ulangi.")
        )
    if before.state in ("planned", "retry", "manual"):
        delivery.cancel(before, by=by.actor, at=at, reason=_("ditampilkan lagi"))
    if before.state != "sent" and not before.attempts_made:
        return before
    return _plan(row, Act.UNHIDE, by=by, at=at)


def _plan(row: Hiding, act: Act, *, by: User, at: datetime) -> Delivery:
    message = row.message
    assert message.account is not None  # else ``cannot_hide`` says why not
    return delivery.plan(
        by=by.actor,
        at=at,
        account=message.account,
        act=act,
        payload=payload.build(
            text="",
            created_at=at,
            reply_to=Reference(message.external_id, message.url, message.reference),
        ),
        due_at=at,
        expires_at=at + CUT_OFF,
        purpose=PURPOSE,
        subject=str(row.pk),
        priority=PRIORITY,
    )


def _row_of(made: Delivery) -> Hiding | None:
    rows = Hiding.objects.select_related("message__case__unit", "asked_by", "decided_by")
    return rows.filter(pk=UUID(made.subject)).first()


def objection(made: Delivery, at: datetime) -> str | None:  # noqa: ARG001
    """Why the network must not be told now: somebody thought better of it, or it is gone."""
    row = _row_of(made)
    wanted = "hidden" if made.act == Act.HIDE else "shown"
    if row is None or row.state != wanted:
        return _("Keputusannya sudah berubah; jejaring tidak diminta apa-apa.")
    if row.message.gone_at is not None:
        return _("Pesan ini sudah dihapus penulisnya.")
    if made.act == Act.UNHIDE and row.message.hidden_at is not None:
        return _("Pesan ini sudah disembunyikan lagi.")
    return None


def listener(made: Delivery, event: str, at: datetime) -> None:  # noqa: ARG001
    """Where the network did not do it, whoever decided is told to do it there."""
    if made.state not in TROUBLE:
        return
    row = _row_of(made)
    if row is None or row.message.case is None or row.delivery_id != made.pk:
        return
    if row.message.gone_at is not None:
        return
    texts = {
        Act.HIDE: _("Pesan di %(number)s belum tersembunyi di jejaringnya: %(what)s"),
        Act.UNHIDE: _("Pesan di %(number)s belum tampil lagi di jejaringnya: %(what)s"),
    }
    case = row.message.case
    values = {"number": case.number, "what": _(made.what_to_do) if made.what_to_do else ""}
    notify(
        [row.decided_by or row.asked_by],
        texts[Act(made.act)] % values,
        key=f"inbox-hiding:{made.pk}:{made.attempts_made}",
        at=at,
        url=page_of(case),
        urgent=True,
    )
