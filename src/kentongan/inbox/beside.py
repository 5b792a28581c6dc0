"""What there is of a case beside its messages: its page then asks for nothing that is not there."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from django.db.models import Exists, Model, QuerySet

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


def of(case: Case, user: User) -> AbstractSet[str]:
    """Names of the parts that are there; ``watched``: by this person. One statement."""
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
    there = Case.objects.filter(pk=case.pk).values_list(*(Exists(found) for found in rows.values()))
    return frozenset(name for name, found in zip(rows, there.get(), strict=True) if found)
