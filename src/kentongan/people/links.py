"""Links with which a person sets their own password: one use, a few hours or days.

A link is a signed text: who, until when, and a digest of what ends it when it changes (password,
sessions, address, a sign-in). It is made when its mail leaves and is stored nowhere: what the
server keeps of one that was opened is its claim, without the signature.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

from kentongan.people.models import Letter, User

RESET, INVITATION = Letter.Kind.RESET, Letter.Kind.INVITATION
LASTS = {RESET: timedelta(hours=2), INVITATION: timedelta(days=7)}


def bound(user: User) -> str:
    """A digest of what must stay as it is for a link to hold; it opens nothing by itself."""
    value = f"{user.get_session_auth_hash()}:{user.email}:{user.last_login}"
    return salted_hmac("kentongan.people.links.bound", value, algorithm="sha256").hexdigest()[:32]


def make(kind: str, user: User, at: datetime) -> str:
    """The secret part of a link for ``user`` as they are now."""
    until = int((at + LASTS[Letter.Kind(kind)]).timestamp())
    return _signer(kind).sign(f"{user.pk.hex}.{until:x}.{bound(user)}")


def claim_in(kind: str, link: str) -> str:
    """What a link claims, to be kept by the server without the signature that opens doors; empty
    where the link is not of ours."""
    try:
        return _signer(kind).unsign(link)
    except BadSignature:
        return ""


def holder(claim: str, at: datetime) -> User | None:
    """Whose claim it is; None where it was used, is too old, or is none."""
    pk, _dot, rest = claim.partition(".")
    until, _dot, digest = rest.partition(".")
    if not digest or at >= datetime.fromtimestamp(int(until, 16), UTC):
        return None
    user = User.objects.select_related("unit").filter(pk=pk, is_active=True).first()
    return user if user and constant_time_compare(bound(user), digest) else None


def _signer(kind: str) -> Signer:
    return Signer(salt=f"kentongan.people.links.{kind}")
