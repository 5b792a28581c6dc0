"""The unit for which a person works in this session; the switcher of the shell."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from kentongan.kernel import clock
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit, User
from kentongan.people.permissions import can, grants_of, roots_for
from kentongan.web.shell import UnitChoice

SESSION_KEY = "unit"
_MEMORY = "_kentongan_unit"
CHOICES = 12


def person(request: HttpRequest) -> User:
    """The signed-in person; raises ``Missing`` for a visitor (views declare who may come)."""
    if not isinstance(request.user, User):
        raise Missing(_("Masuk dulu."))
    return request.user


def working_unit(request: HttpRequest) -> Unit:
    """The unit chosen in this session.

    Without a choice: the person's own unit when they may write there, else the first unit
    where they may, else their own. Raises ``Missing`` for a visitor who is not signed in.
    """
    known = cast("Unit | None", getattr(request, _MEMORY, None))
    if known is None:
        if not isinstance(request.user, User):
            raise Missing(_("Masuk dulu untuk bekerja di sebuah unit."))
        known = _chosen(request, request.user) or default_unit(request.user)
        setattr(request, _MEMORY, known)
    return known


def _chosen(request: HttpRequest, user: User) -> Unit | None:
    code = request.session.get(SESSION_KEY)
    if not code:
        return None
    if user.unit.code == code:
        return user.unit
    unit = Unit.objects.select_related("type").filter(code=code, active=True).first()
    return unit if unit and can(user, "unit.view", unit) else None


def default_unit(user: User) -> Unit:
    """Where a person starts to work."""
    if can(user, "post.write", user.unit):
        return user.unit
    roots = roots_for(user, "post.write")
    known = Unit.objects.filter(pk__in=roots, active=True).select_related("type")
    first = known.order_by("name").first()
    return first or user.unit


def choose_unit(request: HttpRequest, code: str) -> Unit:
    """Work for another unit from now on; ``Missing`` when the person may not see it."""
    user = request.user
    unit = Unit.objects.select_related("type").filter(code=code, active=True).first()
    if unit is None or not can(user, "unit.view", unit):
        raise Missing(_("Unit itu tidak ada."))
    request.session[SESSION_KEY] = unit.code
    setattr(request, _MEMORY, unit)
    return unit


def unit_choices(request: HttpRequest) -> list[UnitChoice]:
    """Units offered in the switcher: the current one, one's own, those of one's grants.

    No statement: grants were read with what is shown of their units.
    """
    user = request.user
    if not isinstance(user, User):
        return []
    at, here = clock.now(), working_unit(request)
    offered = {
        grant.unit_id: (grant.name, grant.code, grant.kind)
        for grant in grants_of(user)
        if grant.in_use and grant.active(at)
    }
    for unit in (user.unit, here):
        if unit.active:
            offered[unit.pk] = unit.name, unit.code, unit.type.called
    by_name = sorted((told, pk) for pk, told in offered.items())
    return [
        UnitChoice(id=code, name=name, detail=kind, current=pk == here.pk)
        for (name, code, kind), pk in by_name[:CHOICES]
    ]
