"""What the pages of this feature share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.http import HttpRequest

from kentongan.kernel.errors import Conflict, Invalid
from kentongan.people.forms import ActionForm
from kentongan.people.models import User

T = TypeVar("T")


def person_of(request: HttpRequest) -> User:
    """The signed-in person; only for views that are guarded."""
    return cast(User, request.user)


def attempt(form: ActionForm, work: Callable[[], T]) -> tuple[T | None, int]:
    """Run an action for a form: its result and 200, or None and the status to answer with.

    Refusals are put into the form, so that the page shows them beside what was typed.
    """
    if not form.is_valid():
        return None, 422
    try:
        return work(), 200
    except Invalid as error:
        form.refuse(error)
        return None, 422
    except Conflict as error:
        form.add_error(None, str(error))
        return None, 409


def renewed(form: ActionForm, **values: Any) -> None:
    """Replace values in the data of a bound form, such as a fingerprint after a conflict."""
    data = cast(Any, form.data).copy()
    for name, value in values.items():
        data[name] = value
    form.data = data
