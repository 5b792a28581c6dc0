"""The register over the API. Credentials never travel here, in neither direction."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.networks import access, actions, queries
from kentongan.networks.actions.custody import Decree
from kentongan.networks.models import Account
from kentongan.people.api_scope import scoped_unit, scoped_units
from kentongan.people.idempotency import idempotent
from kentongan.people.models import User
from kentongan.people.permissions import can
from kentongan.people.tree import branch

router = Router(tags=["Akun"])
MAX_PAGE = 200


class HolderOut(Schema):
    """A present custodian."""

    username: str
    name: str
    decree_number: str
    decree_date: date | None
    from_date: date


class AccountOut(Schema):
    """An account of the register. ``version`` must be given back with a change."""

    id: UUID
    unit: str
    network: str
    network_label: str
    handle: str
    display_name: str
    url: str
    server: str
    health: str
    health_note: str
    health_at: datetime | None
    manual: bool
    active: bool
    version: int
    holders: list[HolderOut]

    @classmethod
    def of(cls, account: Account) -> AccountOut:
        """From an account with its unit and, as ``custodians``, its open custodies loaded."""
        on = account.on
        names = (
            "id", "network", "handle", "display_name", "url", "server", "health", "health_note",
            "health_at", "active", "version",
        )  # fmt: skip
        return cls(
            **{name: getattr(account, name) for name in names},
            unit=account.unit.code,
            network_label=str(on.label),
            manual=on.manual or account.health == "manual",
            holders=[
                HolderOut(
                    username=c.holder.username,
                    name=c.holder.name,
                    decree_number=c.decree_number,
                    decree_date=c.decree_date,
                    from_date=c.from_date,
                )
                for c in getattr(account, "custodians", [])
            ],
        )


class AccountPage(Schema):
    """One page; ``next`` is what to give as ``after`` for the page after it."""

    items: list[AccountOut]
    next: UUID | None


class Wanted(Schema):
    """Filters of the list."""

    unit: Annotated[str, Field(max_length=64)] = ""
    network: Annotated[str, Field(max_length=24)] = ""
    health: Annotated[str, Field(max_length=16)] = ""
    active: bool | None = True
    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50


class AccountIn(Schema):
    """A new account."""

    unit: Annotated[str, Field(max_length=64)]
    network: Annotated[str, Field(max_length=24)]
    handle: Annotated[str, Field(max_length=300)]
    display_name: Annotated[str, Field(max_length=200)] = ""
    url: Annotated[str, Field(max_length=500)] = ""
    server: Annotated[str, Field(max_length=300)] = ""
    holder: Annotated[str, Field(max_length=64)] = ""
    decree_number: Annotated[str, Field(max_length=120)] = ""
    decree_date: date | None = None
    from_date: date | None = None


class AccountChange(Schema):
    """A change; fields left out stay. ``version`` is the one that was read."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    unit: Annotated[str, Field(max_length=64)] | None = None
    handle: Annotated[str, Field(max_length=300)] | None = None
    display_name: Annotated[str, Field(max_length=200)] | None = None
    url: Annotated[str, Field(max_length=500)] | None = None
    server: Annotated[str, Field(max_length=300)] | None = None


class CheckedOut(Schema):
    """What a look at the connection brought; ``certain``: the network answered."""

    health: str
    sentence: str
    certain: bool


def _accounts(request: HttpRequest) -> QuerySet[Account]:
    units = scoped_units(request, access.VIEW)
    return (
        Account.objects.filter(unit__in=units)
        .select_related("unit")
        .prefetch_related(queries.open_custodies())
    )


def _account(request: HttpRequest, account_id: UUID, permission: str) -> Account:
    account = _accounts(request).filter(pk=account_id).first()
    if account is None:
        raise Missing(_("Akun itu tidak ada di daftar, atau di luar jangkauan token ini."))
    if not can(request.user, permission, account.unit):
        raise NotAllowed(_("Token ini tidak boleh melakukan itu pada akun tersebut."))
    return account


def _plain(text: str) -> str:
    """PostgreSQL takes no NUL in a parameter; no stored value has one."""
    return text.replace("\x00", "\ufffd")


@router.get("/accounts", response=AccountPage, summary="Daftar akun", url_name="accounts")
def list_accounts(request: HttpRequest, wanted: Query[Wanted]) -> AccountPage:
    """Accounts in the token's reach, oldest entry first. Follow ``next`` until it is null."""
    found = _accounts(request).order_by("pk")
    if wanted.unit:
        below = scoped_units(request, access.VIEW).filter(code=_plain(wanted.unit))
        found = found.filter(unit__in=branch(below.values_list("pk", flat=True)))
    if wanted.network:
        found = found.filter(network=_plain(wanted.network))
    if wanted.health:
        found = found.filter(health=_plain(wanted.health))
    if wanted.active is not None:
        found = found.filter(active=wanted.active)
    if wanted.after:
        found = found.filter(pk__gt=wanted.after)
    rows = list(found[: wanted.limit + 1])
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return AccountPage(items=[AccountOut.of(a) for a in rows], next=rows[-1].pk if more else None)


@router.get("/accounts/{account_id}", response=AccountOut, summary="Satu akun", url_name="account")
def account_detail(request: HttpRequest, account_id: UUID) -> AccountOut:
    """One account in the token's reach."""
    return AccountOut.of(_account(request, account_id, access.VIEW))


@router.post(
    "/accounts", response={201: AccountOut}, summary="Daftarkan akun", url_name="account_create"
)
def create_account(request: HttpRequest, body: AccountIn) -> HttpResponse:
    """Register an account; connecting it is done by a person, in the browser."""

    def work() -> AccountOut:
        unit = scoped_unit(request, _plain(body.unit), access.MANAGE)
        holder = None
        if body.holder:
            people = access.possible_holders(unit)
            holder = people.filter(username__iexact=_plain(body.holder)).first()
            if holder is None:
                raise Invalid.field("holder", _("Orang ini tidak ada di unit tersebut."))
        account = actions.register(
            by=cast(User, request.user),
            at=clock.now(),
            unit=unit,
            network=body.network,
            handle=body.handle,
            display_name=body.display_name,
            url=body.url,
            server=body.server,
            holder=holder,
            decree=Decree(body.decree_number, body.decree_date),
            from_date=body.from_date,
        )
        return AccountOut.of(_account(request, account.pk, access.VIEW))

    return idempotent(request, work, status=201)


@router.patch(
    "/accounts/{account_id}", response=AccountOut, summary="Ubah akun", url_name="account_change"
)
def change_account(request: HttpRequest, account_id: UUID, body: AccountChange) -> HttpResponse:
    """Change the entry; 409 when ``version`` is not the current one."""

    def work() -> AccountOut:
        account = _account(request, account_id, access.MANAGE)
        unit = account.unit
        if body.unit is not None:
            unit = scoped_unit(request, _plain(body.unit), access.MANAGE)
        names = ("handle", "display_name", "url", "server")
        given = {name: getattr(body, name) for name in names}
        values = {n: getattr(account, n) if v is None else v for n, v in given.items()}
        actions.edit(
            account,
            by=cast(User, request.user),
            at=clock.now(),
            version=body.version,
            unit=unit,
            **values,
        )
        return AccountOut.of(_account(request, account_id, access.VIEW))

    return idempotent(request, work)


@router.post(
    "/accounts/{account_id}/check",
    response=CheckedOut,
    summary="Periksa sambungan",
    url_name="account_check",
)
def check_account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Ask the network now whether the stored credential is still good."""

    def work() -> CheckedOut:
        account = _account(request, account_id, access.CONNECT)
        checked = actions.check(account, by=cast(User, request.user), at=clock.now())
        return CheckedOut(health=checked.health, sentence=checked.sentence, certain=checked.certain)

    return idempotent(request, work, atomic=False)
