"""What the views share: who asks."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from kentongan.people.models import User


def person_of(request: HttpRequest) -> User:
    """The person; views ask only behind the guard."""
    return cast(User, request.user)
