"""API tokens: made once, shown once, stored as a hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.ledger.actions import record
from kentongan.people import wording
from kentongan.people.actions.authority import By, need, need_over
from kentongan.people.models import ApiToken, Unit, User
from kentongan.people.permissions import can

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
PREFIX = "ktg"


def digest_of(secret: str) -> str:
    """What is stored of a token: SHA-256 in hex. The token itself has 200 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_token(
    *,
    by: By,
    at: datetime,
    user: User,
    unit: Unit,
    name: str,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A token with which a program acts as ``user`` at ``unit`` and below; and its secret.

    The secret (``ktg_<prefix>_<random>``) is nowhere stored. Raises ``Invalid`` when the person
    has nothing to see there.
    """
    need(by, "token.manage", unit, at)
    if by != user:
        need_over(by, user, at)
    clean = wording.line("name", name, 120)
    if not user.is_active:
        raise Invalid.field("user", _("Orang ini sudah tidak aktif."))
    if not can(user, "unit.view", unit, at):
        raise Invalid.field("unit", _("Orang ini tidak bertugas di unit itu."))
    if expires_at is not None and expires_at <= at:
        raise Invalid.field("expires_at", _("Pilih waktu yang akan datang."))
    prefix = "".join(secrets.choice(_LETTERS) for _n in range(8))
    secret = f"{PREFIX}_{prefix}_{secrets.token_hex(25)}"
    with transaction.atomic():
        token = ApiToken.objects.create(
            prefix=prefix,
            digest=digest_of(secret),
            name=clean,
            user=user,
            unit=unit,
            created_at=at,
            expires_at=expires_at,
        )
        _record(token, by, at, "token.create", {"untuk": user.name, "sampai": expires_at})
    return token, secret


def revoke_token(token: ApiToken, *, by: By, at: datetime) -> None:
    """The token stops working at once. One's own token may always be revoked."""
    if by != token.user:
        need(by, "token.manage", token.unit, at)
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
            _record(token, by, at, "token.revoke", {"untuk": token.user.name})


def _record(token: ApiToken, by: By, at: datetime, action: str, data: dict[str, object]) -> None:
    record(
        by=by,
        at=at,
        action=action,
        target=("token", str(token.pk), f"{token.name} ({token.prefix})"),
        unit=token.unit.code,
        data=data,
    )
