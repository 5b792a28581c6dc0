"""Signing in with a user name and a password."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet
from django.http import HttpRequest

from kentongan.people import frame
from kentongan.people.models import User


@cache
def _people() -> QuerySet[User]:
    """Everybody, with what every page needs: put together once, never read itself."""
    return User.objects.select_related("unit__type").annotate(**frame.ALONG)


class PasswordBackend(BaseBackend):
    """User name without regard to case; deactivated people are refused like strangers."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - Django's signature
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,  # noqa: ARG002
    ) -> User | None:
        """The person, or None. Takes as long for an unknown name as for a wrong password."""
        if not username or password is None or "\x00" in username:
            return None
        try:
            user = User.objects.get_by_natural_key(username.strip())
        except (User.DoesNotExist, User.MultipleObjectsReturned):
            User().set_password(password)
            return None
        if user.check_password(password) and user.is_active:
            return user
        return None

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session; nobody once deactivated. Unit and pemda come along."""
        try:
            user = _people().get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if user.is_active else None
