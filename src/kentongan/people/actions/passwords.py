"""Passwords and sessions. Every change of a password ends all sessions of the person."""

from __future__ import annotations

import secrets
from datetime import datetime

from axes.utils import reset as forgive
from django.contrib.auth.hashers import (
    PBKDF2PasswordHasher,
    check_password,
    get_hasher,
    make_password,
)
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.ledger.actions import record
from kentongan.people import links
from kentongan.people.actions import letters
from kentongan.people.actions.authority import By, need_over
from kentongan.people.models import Letter, User

#: Letters and digits that cannot be mistaken for one another when read out.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
MAX_PASSWORD = 256


def one_time_password() -> str:
    """A password to be read out and replaced: three groups of four, about 59 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _n in range(4)) for _g in range(3))


def hashed_one_time(password: str) -> str:
    """A cheap hash, good enough for 59 random bits that live until the first sign-in.

    Django hashes again, at full cost, when the person signs in. A thousand imported people
    would otherwise take minutes.
    """
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return str(hasher.encode(password, hasher.salt(), iterations=20_000))
    return str(hasher.encode(password, hasher.salt()))


def check_password_rules(password: str, user: User | None, field: str = "password") -> None:
    """Raise ``Invalid`` with every rule that the password breaks."""
    if len(password) > MAX_PASSWORD or "\x00" in password:
        raise Invalid.field(field, _("Sandi terlalu panjang atau berisi karakter rusak."))
    try:
        password.encode("utf-8")
        validate_password(password, user)
    except UnicodeEncodeError:
        raise Invalid.field(field, _("Sandi terlalu panjang atau berisi karakter rusak.")) from None
    except ValidationError as error:
        raise Invalid(fields={field: error.messages}) from None


def set_password(user: User, *, password: str, by: By, at: datetime) -> None:
    """Give the person this password, from the command line."""
    check_password_rules(password, user)
    hashed = make_password(password)
    _store(user, hashed, must_change=False, by=by, at=at, action="person.password_set")


def reset_password(user: User, *, by: By, at: datetime) -> str:
    """A new one-time password, returned to be shown once; must be changed at first use."""
    need_over(by, user, at)
    password = one_time_password()
    hashed = hashed_one_time(password)
    with transaction.atomic():
        # The person before their letters, as where a link is used: or each waits for the other.
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
        letters.withdraw_invitation(user, at=at)
        _store(user, hashed, must_change=True, by=by, at=at, action="person.password_reset")
    return password


def change_password(user: User, *, current: str, new: str, at: datetime) -> User:
    """The person changes their own password; raises ``Invalid`` at ``current`` or ``new``.

    A mail tells them, so that they learn of it when it was somebody else.
    """
    if not user.check_password(current):
        raise Invalid.field("current", _("Sandi sekarang tidak cocok."))
    if current == new:
        raise _same()
    check_password_rules(new, user, "new")
    hashed = make_password(new)
    with transaction.atomic():
        letters.put(user, Letter.Kind.CHANGED, at=at)
        return _store(
            user, hashed, must_change=False, by=user, at=at, action="person.password_change"
        )


def set_by_link(claim: str, *, kind: str, new: str, at: datetime) -> User:
    """The person sets their own password with the link from a mail, which serves once.

    ``claim``: what the link claims, see ``links.claim_in``. Raises ``Conflict`` where it does not
    hold (any more), ``Invalid`` at ``new``.
    """
    user = links.holder(claim, at)
    if user is None:
        raise _spent()
    if check_password(new, user.password):
        raise _same()
    check_password_rules(new, user, "new")
    digest, hashed = links.bound(user), make_password(new)
    invited = kind == links.INVITATION
    with transaction.atomic():
        locked = User.objects.select_for_update(of=("self",), no_key=True)
        user = locked.select_related("unit").get(pk=user.pk)
        if links.bound(user) != digest or not user.is_active:
            raise _spent()  # somebody pressed twice
        Letter.objects.filter(user=user, bound=digest).update(used_at=at)
        if not invited:
            letters.put(user, Letter.Kind.CHANGED, at=at)
        action = "person.password_invited" if invited else "person.password_by_link"
        return _store(user, hashed, must_change=False, by=user, at=at, action=action)


def _same() -> Invalid:
    return Invalid.field("new", _("Sandi baru harus berbeda dari sandi sekarang."))


def _spent() -> Conflict:
    return Conflict(_("Tautan ini sudah dipakai atau tidak berlaku lagi."))


def sign_out_everywhere(user: User, *, by: By, at: datetime) -> User:
    """End every session of the person, on all devices."""
    if by != user:
        need_over(by, user, at)
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
        user.refresh_from_db(fields=["session_epoch"])
        _record(user, by, at, "person.sign_out_everywhere")
    return user


def _store(
    user: User, hashed: str, *, must_change: bool, by: By, at: datetime, action: str
) -> User:
    user.password, user.must_change_password = hashed, must_change
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(
            password=hashed,
            must_change_password=must_change,
            session_epoch=F("session_epoch") + 1,
        )
        user.refresh_from_db(fields=["session_epoch"])
        forgive(username=user.username)  # who was locked out enters with the new one at once
        _record(user, by, at, action)
    return user


def _record(user: User, by: By, at: datetime, action: str) -> None:
    record(
        by=by,
        at=at,
        action=action,
        target=("person", str(user.pk), user.name),
        unit=user.unit.code,
    )
