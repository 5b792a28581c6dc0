"""What is like what: messages of the same words, and cases that may be one matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from kentongan.inbox import access, queries, search
from kentongan.inbox.alike import signature
from kentongan.inbox.models import Case, Message
from kentongan.inbox.routing import telling
from kentongan.inbox.states import OPEN
from kentongan.kernel.say import gettext as _
from kentongan.people import permissions
from kentongan.people.models import User

#: So many messages are answered at once.
MOST_ANSWERED = 100
#: So many cases are compared, the latest first.
MOST_COMPARED = 200
#: Of each case shown, so many messages are read.
BEGINNING = 3
_PARTED, _AUTHOR, _PLACE, _TOPIC = 2.0, 0.3, 0.2, 0.1


def same_words(message: Message, user: User, *, at: datetime) -> QuerySet[Message]:
    """Unanswered messages that say the same as ``message``, itself too, in no order.

    Of open cases that the person may answer; of a secret one only its own. Whom the author took it
    back from, or what was hidden, is not answered.
    """
    case = message.case
    if not message.signature or case is None:
        return Message.objects.none()
    within = Q(case=case)
    if not case.secret:
        units = permissions.units_for(user, "inbox.answer", at)
        within |= Q(case__secret=False, case__unit__in=units)
    rows = Message.objects.filter(within, signature=message.signature, case__state__in=OPEN)
    rows = rows.filter(ours=False, gone_at=None, hidden_at=None).exclude(signature="")
    return queries.unanswered(rows.select_related("case__unit", "account"))


def how_many(message: Message, user: User, *, at: datetime) -> int:
    """How many messages say the same and wait, up to :data:`MOST_ANSWERED`. One statement."""
    return same_words(message, user, at=at).order_by()[:MOST_ANSWERED].count()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may be the same matter, with how alike it is (0 up) and why, in words."""

    case: Case
    likeness: float
    reasons: tuple[str, ...]


def candidates(
    case: Case, user: User, *, at: datetime, words: str = "", limit: int = 20
) -> list[Candidate]:
    """Cases the person may put together with ``case``, the most alike first. Up to six statements
    beside access.

    ``words``: a number, or words that stand in one of its messages; else what was one case with it
    before a split, and what shares words with it.
    """
    joinable = access.joinable_cases(user, case, at)
    shown = joinable.select_related("unit__type", "account", "topic", "holder").order_by("-last_at")
    if words.strip():
        rows, parted = list(search.matching(shown, words)[:MOST_COMPARED]), set[UUID]()
    else:
        touching = search.touching(shown, telling(case.preview)[: search.MOST_WORDS])
        known = queries.relatives(case, user)
        parted = {row.pk for row in (*known.onward, *known.sources)}
        rows = list(shown.filter(pk__in=parted)) if parted else []
        rows += [row for row in touching[:MOST_COMPARED] if row.pk not in parted]
    found = [compared(case, other, parted=other.pk in parted) for other in rows]
    return sorted(found, key=lambda one: -one.likeness)[:limit]


def compared(case: Case, other: Case, *, parted: bool = False) -> Candidate:
    """How alike two cases are, by their first words, author, place and topic; those that were one
    case (``parted``) most of all."""
    mine, theirs = telling(case.preview), set(telling(other.preview))
    shared = [word for word in mine if word in theirs]
    likeness = len(shared) / (len({*mine, *theirs}) or 1)
    reasons: list[str] = []
    same = signature(case.preview)
    if same and same == signature(other.preview):
        likeness = 1.0
        reasons.append(_("Kata-katanya sama"))
    elif shared:
        reasons.append(_("Ada kata: %(words)s") % {"words": ", ".join(shared[:4])})
    if parted:
        likeness += _PARTED
        reasons.insert(0, _("Dulu satu perkara"))
    author = case.author_handle or case.author_name
    if author and not case.secret and author == (other.author_handle or other.author_name):
        likeness += _AUTHOR
        reasons.append(_("Penulisnya sama"))
    if case.place and case.place == other.place:
        likeness += _PLACE
        reasons.append(_("Wilayahnya sama"))
    if case.topic_id and case.topic_id == other.topic_id:
        likeness += _TOPIC
        reasons.append(_("Topiknya sama"))
    return Candidate(other, likeness, tuple(reasons))


def with_beginning(cases: QuerySet[Case]) -> QuerySet[Case]:
    """``cases``, each with ``beginning``: the first messages its citizens wrote."""
    first = Message.objects.filter(ours=False).order_by("sent_at", "pk")[:BEGINNING]
    rows = cases.select_related("unit__type", "account", "topic", "holder")
    return rows.prefetch_related(Prefetch("messages", queryset=first, to_attr="beginning"))
