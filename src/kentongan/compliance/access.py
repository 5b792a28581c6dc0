"""Who may read and change elections and exceptions.

Everybody signed in reads the catalogue. Elections and exceptions that reach a unit may be read
by whoever may see that unit; changing them takes ``rules.manage`` at the unit they belong to.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from tree_queries.query import TreeQuerySet

from kentongan.compliance.models import Allowed, Election
from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.people import access as people
from kentongan.people.models import Unit, User
from kentongan.people.permissions import can, can_somewhere, units_for
from kentongan.people.tree import line_of

VIEW, MANAGE = "unit.view", "rules.manage"


def may_manage_rules(user: User) -> bool:
    """Whether the person may change rules' data of any unit."""
    return can_somewhere(user, MANAGE)


def managed_units(user: User) -> TreeQuerySet[Unit]:
    """Active units whose elections and exceptions the person may change."""
    return units_for(user, MANAGE).filter(active=True)


def managed_unit(user: User, code: str) -> Unit:
    """A unit whose elections and exceptions the person may change."""
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


def visible_allowed(user: User, unit: Unit) -> QuerySet[Allowed]:
    """Exceptions that reach ``unit`` from above, and those of units the person manages."""
    reach = Q(unit__in=line_of(unit.pk))
    if may_manage_rules(user):
        reach |= Q(unit__in=units_for(user, MANAGE))
    return Allowed.objects.filter(reach).select_related("unit")


def managed_allowed(user: User, pk: UUID) -> Allowed:
    """An exception the person may take back; raises ``Missing`` or ``NotAllowed``."""
    allowed = Allowed.objects.select_related("unit").filter(pk=pk).first()
    if allowed is None or not _sees(user, allowed.unit):
        raise Missing(_("Pengecualian itu tidak ada."))
    if not can(user, MANAGE, allowed.unit):
        raise NotAllowed(_("Anda boleh melihat pengecualian ini, tetapi tidak mengubahnya."))
    return allowed


def _sees(user: User, unit: Unit) -> bool:
    """Whether the person sees ``unit``, or works in a unit below it."""
    return can(user, VIEW, unit) or unit.pk in line_of(user.unit_id)
