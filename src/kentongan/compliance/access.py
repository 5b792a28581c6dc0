"""Who may read and change elections and adjustments, and who reads what people say of the rules.

Everybody signed in reads the catalogue. Elections and adjustments that reach a unit may be read
by whoever may see that unit; changing them takes ``rules.manage`` at the unit they belong to.
What is passed or reported as wrong is read with ``rules.review``, for its unit and those below.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from tree_queries.query import TreeQuerySet

from kentongan.compliance.models import Adjustment, Election, Misfire, Passed
from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people import access as people
from kentongan.people.models import Unit, User
from kentongan.people.permissions import can, can_somewhere, roots_for, units_for
from kentongan.people.tree import line_of

VIEW, MANAGE, REVIEW = "unit.view", "rules.manage", "rules.review"


def may_manage_rules(user: User) -> bool:
    """Whether the person may change rules' data of any unit."""
    return can_somewhere(user, MANAGE)


def managed_units(user: User) -> TreeQuerySet[Unit]:
    """Active units whose elections and adjustments the person may change."""
    return units_for(user, MANAGE).filter(active=True)


def managed_unit(user: User, code: str) -> Unit:
    """A unit whose elections and adjustments the person may change."""
    return people.unit_for(user, code, MANAGE)


def visible_elections(user: User, unit: Unit) -> QuerySet[Election]:
    """Elections that reach ``unit`` from above, and those of units the person manages."""
    reach = Q(unit__in=line_of(unit.pk))
    if may_manage_rules(user):
        reach |= Q(unit__in=units_for(user, MANAGE))
    return Election.objects.filter(reach).select_related("unit")


def managed_election(user: User, pk: UUID) -> Election:
    """An election the person may change; raises ``Missing`` or ``NotAllowed``."""
    election = Election.objects.select_related("unit").filter(pk=pk).first()
    if election is None or not _sees(user, election.unit):
        raise Missing(_("Pemilihan itu tidak ada."))
    if not can(user, MANAGE, election.unit):
        raise NotAllowed(_("Anda boleh melihat pemilihan ini, tetapi tidak mengubahnya."))
    return election


def visible_adjustments(user: User, unit: Unit, line: Sequence[UUID] = ()) -> QuerySet[Adjustment]:
    """Adjustments that reach ``unit`` from above, and those of units the person manages.

    ``line`` (here and below) is ``line_of(unit)``, where the caller knows it already.
    """
    reach = Q(unit__in=line or line_of(unit.pk))
    if may_manage_rules(user):
        reach |= Q(unit__in=units_for(user, MANAGE))
    return Adjustment.objects.filter(reach).select_related("unit")


def managed_adjustment(user: User, pk: UUID) -> Adjustment:
    """An adjustment the person may take back; raises ``Missing`` or ``NotAllowed``."""
    adjustment = Adjustment.objects.select_related("unit").filter(pk=pk).first()
    if adjustment is None or not _sees(user, adjustment.unit):
        raise Missing(_("Penyesuaian itu tidak ada."))
    if not can(user, MANAGE, adjustment.unit):
        raise NotAllowed(_("Anda boleh melihat penyesuaian ini, tetapi tidak mengubahnya."))
    return adjustment


def may_soften(user: User, unit: Unit, line: Sequence[UUID] = ()) -> bool:
    """Whether the person may soften what protects people and the pemda: at the top only."""
    return (line or line_of(unit.pk))[-1] in roots_for(user, MANAGE)


def may_report(user: User, unit: Unit) -> bool:
    """Whether the person may say that a finding of ``unit`` is wrong: whoever works with it."""
    return unit.pk == user.unit_id or can(user, VIEW, unit)


def may_review(user: User) -> bool:
    """Whether the person reads what others say of the rules, of any unit."""
    return can_somewhere(user, REVIEW)


def reviewed_passed(user: User) -> QuerySet[Passed]:
    """Passed findings of the units whose rules the person looks after; ``NotAllowed`` for none."""
    _require_review(user)
    return Passed.objects.filter(unit__in=units_for(user, REVIEW))


def reviewed_misfires(user: User) -> QuerySet[Misfire]:
    """Reports of the units whose rules the person looks after; ``NotAllowed`` for none."""
    _require_review(user)
    return Misfire.objects.filter(unit__in=units_for(user, REVIEW)).select_related("unit")


def reviewed_misfire(user: User, pk: UUID) -> Misfire:
    """One of these reports; raises ``Missing``."""
    found = reviewed_misfires(user).filter(pk=pk).first()
    if found is None:
        raise Missing(_("Laporan itu tidak ada."))
    return found


def may_answer(user: User, misfire: Misfire) -> bool:
    """Whether the person may answer a report: who manages the rules of its unit."""
    return can(user, MANAGE, misfire.unit)


def _require_review(user: User) -> None:
    if not may_review(user):
        raise NotAllowed(_("Halaman ini untuk penyelia dan pembina."))


def _sees(user: User, unit: Unit) -> bool:
    """Whether the person sees ``unit``, or works in a unit below it."""
    return can(user, VIEW, unit) or unit.pk in line_of(user.unit_id)
