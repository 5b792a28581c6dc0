"""Reads of the list: for its page, for the composer, and for whoever sends to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from kentongan.kernel.say import gettext as _
from kentongan.networks.models import Account
from kentongan.subscribers.models import Broadcast, Consent, Subscriber, mark_of

_SIGNS = re.compile(r"[\s().+-]")
_NUMBER = re.compile(r"[1-9][0-9]{7,14}")
#: Words of the address → condition of the list.
STATES = {"": Q(ended_at=None), "berhenti": Q(ended_at__isnull=False), "semua": Q()}


def plain_number(typed: str) -> str:
    """A telephone number as the network writes it, ``62812…``; empty where it is none."""
    digits = _SIGNS.sub("", typed)
    digits = f"62{digits[1:]}" if digits.startswith("0") else digits
    return digits if _NUMBER.fullmatch(digits) else ""


def active(account: Account) -> QuerySet[Subscriber]:
    """Who gets the news of an account now."""
    return Subscriber.objects.filter(account=account, ended_at=None)


def listed(account: Account, *, state: str = "", words: str = "") -> QuerySet[Subscriber]:
    """The rows of the page, newest first. ``words``: a whole number; another text finds nothing."""
    rows = Subscriber.objects.filter(STATES.get(state, Q()), account=account)
    if words:
        number = plain_number(words)
        rows = rows.filter(mark=mark_of(account.pk, number)) if number else rows.none()
    return rows.order_by("-joined_at", "-pk")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many subscribe to an account, and how many did."""

    active: int
    ended: int

    @property
    def all(self) -> int:
        """Both."""
        return self.active + self.ended


def counts(account: Account) -> Counts:
    """One statement."""
    found = Subscriber.objects.filter(account=account).aggregate(
        active=Count("pk", filter=Q(ended_at=None)),
        ended=Count("pk", filter=Q(ended_at__isnull=False)),
    )
    return Counts(**found)


def export_rows(account: Account) -> Iterable[tuple[Any, ...]]:
    """When and how each agreed and ended, without their numbers."""
    labels = dict(Consent.choices)
    rows = Subscriber.objects.filter(account=account).defer("number").order_by("joined_at", "pk")
    for row in rows.iterator(chunk_size=1000):
        ended = row.ended_at.isoformat() if row.ended_at else ""
        yield (
            str(row.pk), row.joined_at.isoformat(), str(labels[row.consent]), row.consent_note,
            row.entered_by, ended, row.ended_by,
        )  # fmt: skip


def broadcast_of(account: Account) -> Broadcast | None:
    """With what the account sends to its subscribers; None where it does not."""
    return Broadcast.objects.filter(account=account).exclude(template="").first()


def lacking(account: Account, mimes: Collection[str]) -> str:
    """Why a post with such media cannot go to the subscribers, in a sentence; empty: it can."""
    row = Broadcast.objects.filter(account=account).first()
    if row is None or not row.template:
        said = _("%(account)s belum punya templat untuk mengirim kabar.")
    elif any(mime.startswith("video/") for mime in mimes) and not row.video_template:
        said = _("%(account)s belum punya templat untuk kabar bervideo.")
    elif any(mime.startswith("image/") for mime in mimes) and not row.image_template:
        said = _("%(account)s belum punya templat untuk kabar bergambar.")
    else:
        return ""
    said = said % {"account": account.label}
    return _("%(said)s Isi di halaman Pelanggan akun itu, atau lepas akunnya.") % {"said": said}


def broadcasting() -> QuerySet[Broadcast, UUID]:
    """The keys of accounts that send to their subscribers, for a condition on accounts."""
    return Broadcast.objects.exclude(template="").values_list("account", flat=True)


def heads() -> Subquery:
    """How many subscribe to each account of a query, within its own statement; None for none."""
    rows = Subscriber.objects.filter(account=OuterRef("pk"), ended_at=None).order_by()
    return Subquery(rows.values("account").annotate(n=Count("pk")).values("n"))
