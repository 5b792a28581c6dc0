"""What there is of a case beside its messages: its page then asks for nothing that is not there,
and by what was done last it knows whether it is still as it is."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, QuerySet, Subquery

from kentongan.inbox.models import (
    Attachment,
    Case,
    Clarification,
    ClockStop,
    Disposition,
    Elsewhere,
    Hiding,
    Message,
    MessageVersion,
    Note,
    Rating,
    Reply,
    Watch,
)
from kentongan.ledger.models import Entry
from kentongan.people.models import User

#: Where a part belongs to a case by a field of its own name.
_OF_CASE: dict[str, type[Model]] = {
    "notes": Note, "replies": Reply, "elsewhere": Elsewhere, "dispositions": Disposition,
    "stops": ClockStop, "clarifications": Clarification,
}  # fmt: skip
_OF_MESSAGES: dict[str, type[Model]] = {
    "versions": MessageVersion,
    "hidings": Hiding,
    "attachments": Attachment,
}
#: Every part there may be: for whoever did not ask before.
EVERYTHING = frozenset(
    {*_OF_CASE, *_OF_MESSAGES, "ratings", "onward", "sources", "watched"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """Names of the parts that are there (``watched``: by this person), and the place of the last
    act in the ledger."""

    parts: AbstractSet[str]
    last_act: int | None


def of(case: Case, user: User) -> Beside:
    """What there is beside the messages of a case. One statement."""
    rows: dict[str, QuerySet[Any]] = {
        **{name: model._default_manager.filter(case=case.pk) for name, model in _OF_CASE.items()},
        **{
            n: model._default_manager.filter(message__case=case.pk)
            for n, model in _OF_MESSAGES.items()
        },
        "ratings": Rating.objects.filter(matter=case.pk),
        "onward": Message.objects.filter(came_with=case.pk).exclude(case=case.pk),
        "sources": Message.objects.filter(case=case.pk, came_with__isnull=False),
        "watched": Watch.objects.filter(case=case.pk, user=user),
    }
    last_act, *there = Case.objects.values_list(
        Subquery(_acts(case)[:1]), *(Exists(found) for found in rows.values())
    ).get(pk=case.pk)
    parts = frozenset(name for name, found in zip(rows, there, strict=True) if found)
    return Beside(parts, last_act)


def last_act(case: Case) -> int | None:
    """The place of the last act alone, for who only asks whether there was another one."""
    return _acts(case).first()


def _acts(case: Case) -> QuerySet[Entry, int]:
    acts = Entry.objects.filter(target_type="case", target_id=str(case.pk))
    return acts.order_by("-seq").values_list("seq", flat=True)
