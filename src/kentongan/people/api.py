"""Units and the token's own person, over the API."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from kentongan.kernel import clock
from kentongan.people.api_scope import scoped_unit, scoped_units
from kentongan.people.models import ApiToken, Unit, User
from kentongan.people.permissions import grants_of
from kentongan.people.queries import office_hours

router = Router(tags=["Unit"])
MAX_PAGE = 200


class UnitOut(Schema):
    """A unit of the tree."""

    code: str
    name: str
    type: str
    type_label: str
    parent: str | None
    timezone: str
    active: bool

    @classmethod
    def of(cls, unit: Unit, **more: Any) -> UnitOut:
        """From a unit with its type and parent loaded."""
        return cls(
            code=unit.code,
            name=unit.name,
            type=unit.type_id,
            type_label=unit.type.label,
            parent=unit.parent.code if unit.parent else None,
            timezone=unit.timezone,
            active=unit.active,
            **more,
        )


class UnitDetail(UnitOut):
    """A unit with its contacts and the office hours that hold for it."""

    address: str
    contact_phones: list[str]
    contact_emails: list[str]
    office_hours: dict[str, list[str]]


class UnitPage(Schema):
    """One page; ``next`` is what to give as ``after`` for the page after it."""

    items: list[UnitOut]
    next: str | None


class Me(Schema):
    """Whom the token speaks for, and where."""

    id: UUID
    username: str
    name: str
    unit: str
    roles: list[str]
    scope: str
    token: str


class Wanted(Schema):
    """Filters of the list of units."""

    q: Annotated[str, Field(max_length=100)] = ""
    type: Annotated[str, Field(max_length=32)] = ""
    parent: Annotated[str, Field(max_length=64)] = ""
    active: bool | None = None
    after: Annotated[str, Field(max_length=64)] = ""
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50


@router.get("/units", response=UnitPage, summary="Daftar unit", url_name="units")
def list_units(request: HttpRequest, wanted: Query[Wanted]) -> UnitPage:
    """Units in the token's reach, by code. Follow ``next`` until it is null."""
    found = scoped_units(request, "unit.view").select_related("type", "parent").order_by("code")
    for name in ("q", "type", "parent", "after"):
        if "\x00" in getattr(wanted, name):
            return UnitPage(items=[], next=None)
    if wanted.q:
        found = found.filter(Q(name__icontains=wanted.q) | Q(code__icontains=wanted.q))
    if wanted.type:
        found = found.filter(type_id=wanted.type)
    if wanted.parent:
        found = found.filter(parent__code=wanted.parent)
    if wanted.active is not None:
        found = found.filter(active=wanted.active)
    if wanted.after:
        found = found.filter(code__gt=wanted.after)
    rows = list(found[: wanted.limit + 1])
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return UnitPage(items=[UnitOut.of(u) for u in rows], next=rows[-1].code if more else None)


@router.get("/units/{code}", response=UnitDetail, summary="Satu unit", url_name="unit")
def unit_detail(request: HttpRequest, code: str) -> UnitOut:
    """One unit in the token's reach."""
    unit = scoped_unit(request, code.replace("\x00", ""))
    return UnitDetail.of(
        unit,
        address=unit.address,
        contact_phones=unit.contact_phones,
        contact_emails=unit.contact_emails,
        office_hours=office_hours(unit).as_json(),
    )


@router.get("/me", response=Me, summary="Siapa saya", url_name="me", tags=["Token"])
def me(request: HttpRequest) -> Me:
    """The person, roles and reach of the token."""
    user, token = request.user, getattr(request, "api_token", None)
    if not isinstance(user, User) or not isinstance(token, ApiToken):
        raise TypeError("the API needs ApiAuth")
    at = clock.now()
    return Me(
        id=user.pk,
        username=user.username,
        name=user.name,
        unit=user.unit.code,
        roles=sorted({grant.role for grant in grants_of(user) if grant.active(at)}),
        scope=token.unit.code,
        token=token.prefix,
    )
