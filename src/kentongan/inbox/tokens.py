"""A signed token in the public form: when it was opened, and that it is sent once.

No foreign service: who answers faster than a person can write, or hours later, or the hidden field,
is no person. The token's id is the key of the letter, so a second press sends nothing twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from kentongan.kernel.ids import uuid7

_SALT = "kentongan.inbox.form"
#: Nobody writes a letter faster; nobody leaves the form open longer without reading it anew.
SOONEST, LATEST = timedelta(seconds=3), timedelta(hours=12)


class Stale(ValueError):
    """The token is not ours, too young, or too old; ``args[0]``: forged, early or late."""


def issue(at: datetime) -> str:
    """A token for a form that is shown now."""
    return signing.dumps([uuid7().hex, at.timestamp()], salt=_SALT)


def redeem(token: str, at: datetime) -> str:
    """The key of the letter; raises :class:`Stale`."""
    try:
        key, opened = signing.loads(token, salt=_SALT)
        age = at - datetime.fromtimestamp(opened, tz=at.tzinfo)
        key = UUID(key).hex
    except (signing.BadSignature, ValueError, TypeError):
        raise Stale("forged") from None
    if age < SOONEST:
        raise Stale("early")
    if age > LATEST:
        raise Stale("late")
    return key
