"""What everybody may read: published clarifications and answers, of all units or of one branch."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from kentongan.inbox.models import Answer, Clarification
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.language.stems import stems
from kentongan.people.models import Unit
from kentongan.people.tree import branch

#: Words of a search that are looked at.
MOST_WORDS = 6


def clarifications(words: str = "", unit: Unit | None = None) -> QuerySet[Clarification]:
    """Those that are public, the latest first; each must hold every one of ``words``, in any of its
    forms."""
    rows = Clarification.objects.filter(state="published", unit__active=True)
    if unit is not None:
        rows = rows.filter(unit__in=branch([unit.pk]))
    for word in words.split()[:MOST_WORDS]:
        whole = Q(title__icontains=word)
        if roots := stems(word):
            inside = Q()
            for root in roots:
                inside &= Q(stems__contains=f" {root} ")
            whole |= inside
        rows = rows.filter(whole)
    return rows.select_related("unit").order_by("-published_at", "-pk")


def clarification(clarification_id: UUID) -> Clarification:
    """One that is, or was, public: a withdrawn one keeps its address. Raises ``Missing``."""
    rows = Clarification.objects.filter(state__in=("published", "withdrawn"), unit__active=True)
    found = rows.select_related("unit").filter(pk=clarification_id).first()
    if found is None:
        raise Missing(_("Klarifikasi itu tidak ada."))
    return found


def in_place_of(entry: Clarification) -> Clarification | None:
    """The public one that took the place of ``entry``, however often it was corrected."""
    now = entry
    while found := now.corrections.filter(published_at__isnull=False).first():
        now = found
    return now if now != entry and now.state == "published" else None


def answers(day: date, words: str = "", unit: Unit | None = None) -> QuerySet[Answer]:
    """Published answers that hold on that day, the most used first."""
    rows = Answer.objects.filter(active=True, public=True, unit__active=True)
    rows = rows.exclude(valid_until__lt=day).select_related("unit")
    if unit is not None:
        rows = rows.filter(unit__in=branch([unit.pk]))
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(Q(question__icontains=word) | Q(answer__icontains=word))
    return rows.order_by("-used", "question", "pk")


def answer(answer_id: UUID, day: date) -> Answer:
    """One of them; raises ``Missing``."""
    found = answers(day).filter(pk=answer_id).first()
    if found is None:
        raise Missing(_("Jawaban itu tidak ada, atau sudah tidak berlaku."))
    return found


def place(code: str) -> Unit:
    """A unit in service whose answers are asked for; raises ``Missing``."""
    found = Unit.objects.filter(code=code, active=True).first()
    if found is None:
        raise Missing(_("Unit itu tidak ada."))
    return found
