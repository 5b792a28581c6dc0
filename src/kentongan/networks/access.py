"""Who may see and serve which accounts. Everything else asks here and never filters by hand."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy
from tree_queries.query import TreeQuerySet

from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.networks.models import Account
from kentongan.people import access as people, permissions
from kentongan.people.models import RoleGrant, Unit, User

VIEW, MANAGE, CONNECT = "account.view", "account.manage", "account.connect"
PARTNER = "mitra"
#: Why a person was refused, by what they wanted to do.
_REFUSALS = {
    MANAGE: gettext_lazy("Anda boleh melihat akun ini, tetapi tidak mengubah datanya."),
    CONNECT: gettext_lazy("Anda boleh melihat akun ini, tetapi tidak menyambungkannya."),
}


def visible_accounts(user: User) -> QuerySet[Account]:
    """Accounts of all units the person may look at, closed ones included."""
    return Account.objects.filter(unit__in=permissions.units_for(user, VIEW))


def visible_account(user: User, account_id: UUID) -> Account:
    """An account the person may see, with its unit; raises :class:`Missing`.

    The credential is not loaded: pages have no use for it.
    """
    account = Account.objects.select_related("unit", "unit__type").filter(pk=account_id).first()
    if account is None or not permissions.can(user, VIEW, account.unit):
        raise Missing(_("Akun itu tidak ada di daftar."))
    return account


def managed_account(user: User, account_id: UUID) -> Account:
    """An account whose entry and custody the person may change."""
    return _allowed(user, visible_account(user, account_id), MANAGE)


def connectable_account(user: User, account_id: UUID) -> Account:
    """An account the person may connect, disconnect and check."""
    return _allowed(user, visible_account(user, account_id), CONNECT)


def _allowed(user: User, account: Account, permission: str) -> Account:
    if not permissions.can(user, permission, account.unit):
        raise NotAllowed(str(_REFUSALS[permission]))
    return account


def manageable_units(user: User) -> TreeQuerySet[Unit]:
    """Units for which the person may register accounts."""
    return permissions.units_for(user, MANAGE).filter(active=True)


def unit_to_register(user: User, code: str) -> Unit:
    """A unit for which the person may register accounts; raises ``Missing``, ``NotAllowed``."""
    return people.unit_for(user, code, MANAGE)


def officers() -> QuerySet[User]:
    """Active people of the pemda, without partners (KIM, journalists), who hold no account."""
    grants = RoleGrant.objects.filter(user=OuterRef("pk"))
    partner = Exists(grants.filter(role=PARTNER)) & ~Exists(grants.exclude(role=PARTNER))
    return User.objects.filter(~partner, is_active=True)


def possible_holders(unit: Unit) -> QuerySet[User]:
    """Officers who can hold an account of ``unit``: its own, who serve it, those above it."""
    where = Q(unit=unit) | Q(grants__unit=unit)
    if unit.parent_id:
        where |= Q(unit=unit.parent_id)
    return officers().filter(where).distinct().order_by("name")
