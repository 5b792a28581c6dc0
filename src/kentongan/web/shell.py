"""What the page frame shows about the installation, the unit and the person.

``web`` knows no feature: ``people`` provides these facts with :func:`set_identity_provider`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """One line of the unit switcher."""

    id: str
    name: str
    detail: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """Who looks at the page, for which unit, of which installation.

    ``units`` feeds the switcher, which posts ``unit=<id>`` and ``next`` to ``switch_url``.
    Empty addresses hide their entries.
    """

    org_name: str = "Kentongan"
    unit_name: str = ""
    unit_initials: str = ""
    user_name: str = ""
    user_role: str = ""
    is_demo: bool = False
    units: tuple[UnitChoice, ...] = ()
    switch_url: str = ""
    account_url: str = ""
    sign_in_url: str = ""
    sign_out_url: str = ""

    @property
    def signed_in(self) -> bool:
        """Whether a person is known."""
        return bool(self.user_name)


IdentityProvider = Callable[[HttpRequest], Identity]

_NOBODY = Identity()
_providers: list[IdentityProvider] = []


def set_identity_provider(provider: IdentityProvider | None) -> None:
    """Register the function that knows the person behind a request; ``None`` removes it."""
    _providers[:] = [provider] if provider else []


def identity_of(request: HttpRequest) -> Identity:
    """The identity for this request; a nameless one until somebody provides it."""
    return _providers[0](request) if _providers else _NOBODY
