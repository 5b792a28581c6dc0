"""Every view says who may open it, and a test walks all URLs to see that it does.

    @access("planning.access.editable_post")   signed in; that function fetches or 404s
    @signed_in                                 any signed-in person
    @public("the directory is for citizens")   everybody, with the reason

The decorators mark the view and send strangers to the sign-in page; the fetching itself is the
work of the access function, called by the view.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from kentongan.web.errors import signed_out
from kentongan.web.http import way_back

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class Declared:
    """What a view declares: ``kind`` is access, signed_in or public."""

    kind: str
    by: tuple[str, ...] = ()
    why: str = ""


def access(*functions: str | Callable[..., Any]) -> Callable[[View], View]:
    """Signed in, and the objects come from these access functions (dotted names or functions)."""
    if not functions:
        raise ValueError("access() needs the access functions that the view calls")
    names = tuple(
        f if isinstance(f, str) else f"{f.__module__}.{f.__qualname__}" for f in functions
    )
    return lambda view: _guard(view, Declared("access", by=names))


def signed_in(view: View) -> View:
    """Any signed-in person; the page holds nothing beyond the person's own."""
    return _guard(view, Declared("signed_in"))


def public(why: str) -> Callable[[View], View]:
    """Everybody; ``why`` is the reason, for the person who audits."""
    if not why:
        raise ValueError("public() needs a reason")

    def mark(view: View) -> View:
        view.declared_access = Declared("public", why=why)  # type: ignore[attr-defined]
        return view

    return mark


def declared(view: Callable[..., Any]) -> Declared | None:
    """The declaration of a view, or nothing."""
    return getattr(view, "declared_access", None)


def _guard(view: View, declaration: Declared) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return signed_out(request, redirect_to_login(way_back(request)))
        return view(request, *args, **kwargs)

    guarded.declared_access = declaration  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]
