"""Who calls the API: bearer tokens. How far one reaches: ``api_scope.py``."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Q
from django.http import HttpRequest
from ninja.security import HttpBearer

from kentongan.kernel import clock
from kentongan.people.actions.tokens import PREFIX, digest_of
from kentongan.people.models import ApiToken

#: ``last_used_at`` is written at most this often per token.
TOUCH_EVERY = timedelta(minutes=5)
_NOBODY = "0" * 64


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
