"""What the frame of every page shows about the person, the unit and the pemda."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kentongan.kernel import clock
from kentongan.people.models import User
from kentongan.people.permissions import can_somewhere, grants_of
from kentongan.people.queries import installation
from kentongan.people.roles import BY_CODE
from kentongan.people.session import unit_choices, working_unit
from kentongan.web.nav import NavItem, address
from kentongan.web.shell import Identity


def identity(request: HttpRequest) -> Identity:
    """The identity for the frame; at most one statement for a signed-in person."""
    user = getattr(request, "user", None)
    name, demo = _pemda(user)
    if not isinstance(user, User):
        return Identity(org_name=name, is_demo=demo, sign_in_url=address("people:sign_in"))
    unit = working_unit(request)
    offered = unit_choices(request)
    return Identity(
        org_name=name,
        is_demo=demo,
        unit_name=unit.name,
        user_name=user.name,
        user_role=user.job_title or first_role(user),
        units=tuple(offered) if len(offered) > 1 else (),
        switch_url=address("people:switch_unit"),
        account_url=address("people:me"),
        sign_in_url=address("people:sign_in"),
        sign_out_url=address("people:sign_out"),
    )


def _pemda(user: object) -> tuple[str, bool]:
    """Name of the pemda and whether it is the demo; known already for the person of a session."""
    known = getattr(user, "pemda_name", None)
    if known is not None:
        return str(known), bool(getattr(user, "pemda_is_demo", False))
    pemda = installation()
    return (pemda.name, pemda.is_demo) if pemda else ("Kentongan", False)


def first_role(user: User) -> str:
    """The label of a role the person holds now; empty for none."""
    at = clock.now()
    roles = [grant.role for grant in grants_of(user) if grant.active(at)]
    return next((str(role.label) for code, role in BY_CODE.items() if code in roles), "")


def holds(*permissions: str) -> Callable[[HttpRequest], bool]:
    """Shows a menu item to whoever holds one of ``permissions`` somewhere."""

    def visible(request: HttpRequest) -> bool:
        user = getattr(request, "user", None)
        return isinstance(user, User) and any(can_somewhere(user, p) for p in permissions)

    return visible


def nav_items() -> tuple[NavItem, ...]:
    """The menu of this feature."""
    return (
        NavItem(
            id="units", label=_("Unit"), icon="sitemap", url_name="people:units", order=70,
            section="more", within=("people:unit",),
            visible=holds("unit.manage", "people.manage", "people.view"),
        ),
        NavItem(
            id="people", label=_("Orang"), icon="users", url_name="people:people", order=72,
            section="more", within=("people:people", "people:person"),
            visible=holds("people.manage", "people.view"),
        ),
        NavItem(
            id="ledger", label=_("Jejak"), icon="history", url_name="people:ledger", order=80,
            section="more", within=("people:ledger",), visible=holds("ledger.view"),
        ),
        NavItem(
            id="settings", label=_("Pengaturan"), icon="settings", url_name="people:settings",
            order=90, section="more",
            within=("people:settings", "people:unit_type", "people:token", "people:import"),
            visible=holds("system.manage", "token.manage"),
        ),
    )  # fmt: skip
