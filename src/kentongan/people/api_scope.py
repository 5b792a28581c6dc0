"""How far a call of the API reaches: a unit's branch, and what the token's person may do there.

Free of the API's framework, since what asks here is loaded by processes that serve no API.
"""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from tree_queries.query import TreeQuerySet

from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.models import ApiToken, Unit
from kentongan.people.permissions import can, units_for
from kentongan.people.tree import branch


class ApiRequest(HttpRequest):
    """A request that carried a good token."""

    api_token: ApiToken
    api_unit: Unit


def scoped_units(request: HttpRequest, permission: str) -> TreeQuerySet[Unit]:
    """Units of the token's branch at which its person holds ``permission``."""
    carrier = cast(ApiRequest, request)
    mine = units_for(carrier.user, permission)
    return cast("TreeQuerySet[Unit]", mine.filter(pk__in=branch([carrier.api_unit.pk])))


def scoped_unit(request: HttpRequest, code: str, permission: str = "unit.view") -> Unit:
    """The unit with that code inside the token's scope.

    Raises ``Missing`` when out of sight, ``NotAllowed`` when ``permission`` is lacking.
    """
    unit = (
        scoped_units(request, "unit.view")
        .select_related("type", "parent")
        .filter(code=code)
        .first()
    )
    if unit is None:
        raise Missing(_("Unit itu tidak ada, atau di luar jangkauan token ini."))
    if not can(request.user, permission, unit):
        raise NotAllowed(_("Token ini tidak boleh melakukan itu di unit tersebut."))
    return unit
