"""Who is answering a case at this moment, so that two do not answer at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kentongan.inbox import moments
from kentongan.inbox.actions.writing import locked
from kentongan.inbox.models import Case
from kentongan.kernel.errors import Conflict
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User

#: How long somebody who opened the answer box keeps others from answering, unless they go on.
LOCK = timedelta(minutes=3)


def begin(case: Case, *, by: User, at: datetime) -> Case:
    """Say that one is answering. Raises ``Conflict`` while somebody else is; ask again to go on.

    Nothing is written into the ledger: it is a courtesy, and over by itself in minutes.
    """
    with transaction.atomic():
        case = locked(case, by=by, at=at, helping=True)
        free(case, by, at)
        Case.objects.filter(pk=case.pk).update(answering=by, answering_until=at + LOCK)
        case.answering, case.answering_until = by, at + LOCK
    return case


def leave(case: Case, *, by: User) -> None:
    """Say that one is not answering after all."""
    Case.objects.filter(pk=case.pk, answering=by).update(answering=None, answering_until=None)


def free(case: Case, by: User, at: datetime) -> None:
    """Raise ``Conflict`` while somebody else is answering."""
    other, until = case.answering, case.answering_until
    if other is None or other.pk == by.pk or until is None or until <= at:
        return
    text = _("Sedang dibalas oleh %(name)s. Bila tidak dilanjutkan, giliran Anda pukul %(time)s.")
    raise Conflict(text % {"name": other.name, "time": moments.free_from(case.unit, until)})
