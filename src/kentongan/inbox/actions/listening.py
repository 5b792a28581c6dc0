"""Asking the networks what was said: by turns, bounded, with patience where one does not answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kentongan.delivery.models import Act, Delivery
from kentongan.inbox.actions import intake
from kentongan.inbox.actions.intake import TakenIn
from kentongan.inbox.models import Hearing
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.networks import actions as networks
from kentongan.networks.contract import (
    Incoming,
    Listens,
    Reference,
    Refused,
    TryLater,
    Unauthorised,
)
from kentongan.networks.events import Told
from kentongan.networks.models import Account
from kentongan.networks.sessions import open_connector
from kentongan.people import permissions
from kentongan.people.notices import notify

#: Pages of one account in one go; the cursor goes on from there in the next.
MOST_PAGES = 30
#: Publications whose comments are asked for.
POSTS, POSTS_SINCE = 50, timedelta(days=30)
#: How long until the next look, by how long ago something was said last.
PACE = (
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=3)),
)
SLOWEST = timedelta(minutes=10)
#: Failures double the wait, up to this.
LONGEST_WAIT = timedelta(hours=2)
#: An account that is well and yet heard nothing for so long is looked at by a person.
SILENT = timedelta(days=14)
_MEND = 3


def recent_posts(account: Account, *, at: datetime) -> list[Reference]:
    """Our latest publications on the account. One statement."""
    rows = Delivery.objects.filter(
        account=account, act=Act.PUBLISH, state="sent", due_at__gt=at - POSTS_SINCE
    ).exclude(external_id="")
    return [
        Reference(row.external_id, row.url, row.extra) for row in rows.order_by("-due_at")[:POSTS]
    ]


def listen(account: Account, *, at: datetime) -> TakenIn:
    """Ask one account's network what is new, and take it in. Holds no transaction meanwhile.

    Whatever happens, the next look is planned before the first request leaves.
    """
    hearing, _new = Hearing.objects.get_or_create(
        account=account, defaults={"next_at": at, "started_at": at}
    )
    _plan(hearing, at + _pace(hearing, at))
    taken = TakenIn()
    try:
        taken = _read(account, hearing, at=at)
    except Unauthorised as error:
        # Perhaps only reading is not allowed: what may be published must not wait for that.
        with suppress(Invalid):
            networks.check(account, at=at)
        _failed(hearing, str(error), at=at)
    except TryLater as error:
        _failed(hearing, str(error), at=at, after=error.after)
    except Refused as error:
        _failed(hearing, str(error), at=at)
    else:
        Hearing.objects.filter(pk=account.pk).update(last_at=at, failures=0, trouble="")
    return taken


def _read(account: Account, hearing: Hearing, *, at: datetime) -> TakenIn:
    taken = TakenIn()
    cursor: Mapping[str, Any] = hearing.cursor
    posts = recent_posts(account, at=at)
    with open_connector(account, at) as connector:
        if not isinstance(connector, Listens):
            return taken
        for _page in range(MOST_PAGES):
            heard = connector.listen(cursor, posts)
            taken += intake.take_in(account, heard.items, at=at)
            stuck = heard.cursor == cursor
            cursor = heard.cursor
            # After the items: a crash in between reads a page twice, which is harmless. What has
            # not changed is not written: meanwhile the network may have called.
            if not stuck:
                Hearing.objects.filter(pk=account.pk).update(cursor=dict(cursor))
            if stuck or not heard.more:
                break
        else:
            _plan(hearing, at + PACE[0][1])  # there is more: soon again
    return taken


def _pace(hearing: Hearing, at: datetime) -> timedelta:
    if hearing.last_item_at is not None:
        for since, pace in PACE:
            if at - hearing.last_item_at < since:
                return pace
    return SLOWEST


def _plan(hearing: Hearing, when: datetime) -> None:
    Hearing.objects.filter(pk=hearing.pk).update(next_at=when)


def _failed(
    hearing: Hearing, trouble: str, *, at: datetime, after: timedelta | None = None
) -> None:
    """Wait longer each time, or as long as the network says; somebody is told at the third."""
    failures = hearing.failures + 1
    wait = min(SLOWEST * 2 ** min(failures - 1, 6), LONGEST_WAIT)
    with transaction.atomic():
        Hearing.objects.filter(pk=hearing.pk).update(
            failures=failures, trouble=trouble, next_at=at + max(after or wait, wait)
        )
        if failures == _MEND:
            text = _("%(account)s sudah tiga kali tidak dapat dibaca: %(why)s")
            values = {"account": hearing.account.label, "why": trouble}
            _tell(hearing, text % values, "deaf", at=at)


def _tell(hearing: Hearing, text: str, what: str, *, at: datetime) -> None:
    people = permissions.holders(["admin_unit", "admin_pusat"], hearing.account.unit, at)
    notify(people, text, key=f"inbox-{what}:{hearing.pk}:{at:%Y%m%d}", at=at)


def notice_silence(hearing: Hearing, *, at: datetime) -> None:
    """An account that is well and says nothing: ask a person to look, once per silence."""
    with transaction.atomic():
        silent = Hearing.objects.filter(pk=hearing.pk, silent_told_at=None)
        if not silent.update(silent_told_at=at):
            return
        text = _(
            "Tidak ada pesan dari %(account)s selama %(days)s hari padahal tersambung."
            " Buka akunnya dan periksa."
        )
        values = {"account": hearing.account.label, "days": SILENT.days}
        _tell(hearing, text % values, "silent", at=at)


def heard(account: Account, items: Iterable[Incoming], at: datetime) -> None:
    """What a network told by itself, through its signed call: stored before it is answered."""
    intake.take_in(account, items, at=at)


def called(account: Account, told: Told, at: datetime) -> None:
    """A call for one account: read with its cursor, and stored with it."""
    with transaction.atomic():
        hearing = intake.hear(account, at=at)
        said = told(hearing.cursor)
        intake.take_in(account, said.items, at=at)
        Hearing.objects.filter(pk=account.pk).update(
            cursor=dict(said.cursor), last_at=at, failures=0, trouble=""
        )
