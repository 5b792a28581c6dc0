"""Before any page: is there a pemda at all, must the password change, which zone to show."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from kentongan.people import tree
from kentongan.people.models import Installation, User
from kentongan.people.queries import unit_timezone
from kentongan.people.session import working_unit
from kentongan.web import receipts
from kentongan.web.access import declared

#: Not pages of the desk: they work, or refuse, by themselves.
_MACHINES = ("/healthz", "/readyz", "/metrics")
_APART = ("/static/", *_MACHINES, "/api/", "/sandbox/", "/preferensi/", "/_komponen")
_ALLOWED_NAMES = frozenset({"people:my_password", "people:sign_out", "people:sign_in"})
_seen = {"begun": False}


def forget_begun() -> None:
    """Look again whether the first run is done; for tests."""
    _seen["begun"] = False


def begun() -> bool:
    """Whether the first run is done; once true it stays true for the process."""
    if not _seen["begun"]:
        _seen["begun"] = Installation.objects.exists()
    return _seen["begun"]


class PeopleMiddleware:
    """Sends an empty installation to its first run, a person with a one-time password to the
    change of password, and shows times in the zone of the working unit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and leave no zone behind for the next request of this thread."""
        only_read = request.method in {"GET", "HEAD"}
        try:
            with tree.read_once() if only_read else nullcontext():
                return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Runs after routing, so that the view's declaration of access is known."""
        if request.path.startswith(_APART):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name != "people:begin" and not begun():
            return redirect("people:begin")
        declaration = declared(view)
        if declaration is None or declaration.kind == "public":
            return None
        user = request.user
        if isinstance(user, User):
            if user.must_change_password and name not in _ALLOWED_NAMES:
                receipts.withhold(request)
                return redirect("people:my_password")
            timezone.activate(unit_timezone(working_unit(request)))
        return None
