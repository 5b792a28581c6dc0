"""Roles and what each may do. The list follows the duties usual in a pemda.

A grant holds at a unit and is inherited by everything below it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VIEW = frozenset({"unit.view", "account.view", "post.view", "delivery.view", "inbox.view"})
ANSWER = frozenset({"inbox.answer", "inbox.route"})
WRITE = VIEW | ANSWER | {"post.write", "post.submit", "media.upload"}
DECIDE = VIEW | ANSWER | {"approval.decide", "delivery.manage"}


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions."""

    code: str
    label: str | Promise
    permissions: frozenset[str]


ROLES: tuple[Role, ...] = (
    Role(
        "administrator",
        _("Administrator sistem"),
        VIEW
        | {"unit.manage", "people.manage", "account.manage", "account.connect", "system.manage"}
        | {"ledger.view", "rules.manage", "rules.review", "stop.use"}
        | {"delivery.manage", "token.manage", "inbox.manage"},
    ),
    Role("pengarah", _("Pengarah"), VIEW | {"ledger.view", "approval.decide"}),
    Role(
        "pembina",
        _("Pembina"),
        DECIDE
        | {"account.manage", "people.manage", "ledger.view", "stop.use", "rules.manage"}
        | {"rules.review", "publish.emergency", "inbox.manage"},
    ),
    Role(
        "penyelia",
        _("Penyelia"),
        DECIDE
        | WRITE
        | {"stop.use", "ledger.view", "publish.emergency", "account.manage", "rules.review"}
        | {"inbox.manage"},
    ),
    Role(
        "admin_pusat",
        _("Admin pusat"),
        WRITE | {"delivery.manage", "account.manage", "account.connect", "publish.emergency"},
    ),
    Role(
        "pimpinan_unit",
        _("Pimpinan unit"),
        DECIDE | {"stop.use", "ledger.view", "people.view", "publish.emergency"},
    ),
    Role(
        "pemeriksa_unit",
        _("Pemeriksa unit"),
        DECIDE | WRITE | {"account.manage", "account.connect", "stop.use"},
    ),
    Role("admin_unit", _("Admin medsos unit"), WRITE | {"delivery.manage", "account.connect"}),
    Role("pejabat_penghubung", _("Pejabat penghubung"), VIEW | ANSWER),
    Role("ppid_pelaksana", _("PPID pelaksana"), VIEW | ANSWER),
    Role("bagian_hukum", _("Bagian Hukum"), VIEW | {"ledger.view", "approval.decide"}),
    Role("inspektorat", _("Inspektorat"), VIEW | {"ledger.view", "inbox.secret"}),
    Role("piket", _("Piket darurat"), WRITE | {"publish.emergency", "delivery.manage"}),
    Role("mitra", _("Mitra"), frozenset({"unit.view"})),
)
BY_CODE: dict[str, Role] = {role.code: role for role in ROLES}
ROLE_CHOICES = [(role.code, role.label) for role in ROLES]
PERMISSIONS: frozenset[str] = frozenset().union(*(role.permissions for role in ROLES))


def roles_with(permission: str) -> tuple[str, ...]:
    """Codes of the roles that hold ``permission``; an unknown permission is a bug."""
    if permission not in PERMISSIONS:
        raise ValueError(f"no role holds the permission {permission!r}")
    return tuple(role.code for role in ROLES if permission in role.permissions)
