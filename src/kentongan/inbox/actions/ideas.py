"""A question that recurs becomes a draft in the calendar, with its answer and source."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kentongan.inbox import routing
from kentongan.inbox.models import Case, Idea
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line, within
from kentongan.ledger import actions as ledger
from kentongan.people.models import Unit, User
from kentongan.planning import actions as planning
from kentongan.planning.models import Post

MOST_QUESTION = 300


def become_post(
    case: Case,
    *,
    unit: Unit,
    by: User,
    at: datetime,
    question: str,
    times: int,
    title: str,
    text: str,
    kind: str,
    source: str = "",
    link: str = "",
    scheduled_for: datetime | None = None,
) -> Idea:
    """Begin a draft of ``unit`` that answers what ``case`` and others asked (``times`` in all).

    Pressed twice it gives the idea there is. Raises ``Invalid`` naming the field, ``Conflict`` for
    a secret case, ``NotAllowed`` for whoever may not write for the unit.
    """
    if case.secret:
        raise Conflict(_("Perkara rahasia tidak dijadikan unggahan."))
    words = within(clean_line(question, field="question"), MOST_QUESTION, field="question")
    if not words:
        raise Invalid.field("question", _("Tulis pertanyaannya."))
    with transaction.atomic():
        # Two who press at once queue at the case, so that the second finds the first's idea.
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        known = Idea.objects.filter(unit=unit, case=case).select_related("post").first()
        if known is not None:
            return known
        post = planning.create_post(
            unit=unit,
            kind=kind,
            title=title,
            text=text,
            source=source,
            link=link,
            by=by,
            at=at,
            scheduled_for=scheduled_for,
        )
        made = _remember(case, unit, post, words, times, by=by, at=at)
        data = {"case": case.number, "times": times}
        target = ("post", str(post.pk), post.title)
        ledger.record(
            by=by.actor, at=at, action="inbox.idea", target=target, unit=unit.code, data=data
        )
    return made


def _remember(
    case: Case, unit: Unit, post: Post, words: str, times: int, *, by: User, at: datetime
) -> Idea:
    return Idea.objects.create(
        unit=unit,
        case=case,
        post=post,
        question=words,
        stems=routing.telling(words),
        times=times,
        by=by,
        at=at,
    )
