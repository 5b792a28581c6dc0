"""Who calls the API: bearer tokens, scoped to a unit's branch and to what their person may do."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Q
from django.http import HttpRequest
from ninja.security import HttpBearer
from tree_queries.query import TreeQuerySet

from kentongan.kernel import clock
from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.actions.tokens import PREFIX, digest_of
from kentongan.people.models import ApiToken, Unit
from kentongan.people.permissions import can, units_for
from kentongan.people.tree import branch

#: ``last_used_at`` is written at most this often per token.
TOUCH_EVERY = timedelta(minutes=5)
_NOBODY = "0" * 64


class ApiRequest(HttpRequest):
    """A request that carried a good token."""

    api_token: ApiToken
    api_unit: Unit


class ApiAuth(HttpBearer):
    """``Authorization: Bearer ktg_…``; sets ``user``, ``api_token`` and ``api_unit``."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token, or None; takes the same comparison for unknown and for wrong ones."""
        at = clock.now()
        parts = token.split("_")
        known = None
        if len(parts) == 3 and parts[0] == PREFIX and len(parts[1]) == 8 and parts[1].isalnum():
            known = (
                ApiToken.objects.select_related("user", "user__unit", "unit")
                .filter(prefix=parts[1])
                .first()
            )
        given = digest_of(token.encode("utf-8", "replace").decode())
        if not hmac.compare_digest(given, known.digest if known else _NOBODY) or known is None:
            return None
        if not usable(known, at):
            return None
        touch(known, at)
        carrier = cast(Any, request)
        carrier.user, carrier.api_token, carrier.api_unit = known.user, known, known.unit
        return known


def usable(token: ApiToken, at: datetime) -> bool:
    """Whether the token works: not revoked, not expired, its person active."""
    fresh = token.expires_at is None or token.expires_at > at
    return token.revoked_at is None and fresh and token.user.is_active


def touch(token: ApiToken, at: datetime) -> None:
    """Note the use of a token, seldom enough to cost nothing."""
    if token.last_used_at is None or at - token.last_used_at > TOUCH_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=at - TOUCH_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)


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
