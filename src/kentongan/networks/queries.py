"""Reads of the register, shaped for the pages that show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet, Subquery

from kentongan.kernel.say import gettext as _, ngettext
from kentongan.kernel.tables import Cell
from kentongan.networks import catalogue
from kentongan.networks.access import visible_accounts
from kentongan.networks.models import Account, App, Credential, Custody, Health
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.people.queries import unit_timezone
from kentongan.people.tree import branch
from kentongan.web import formats

#: How often a connection is looked at, in how many runs, and how many at least in each; credentials
#: renewed in a run.
CHECK_EVERY = timedelta(hours=6)
CHECK_RUNS = 36
CHECK_BATCH = 40
RENEW_BATCH = 1_000
EXPIRES_SOON = timedelta(days=7)
#: So many broken connections are told on the desk.
_MOST_BROKEN = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is filtered by; empty means all. ``unit`` includes units below."""

    unit: str = ""
    network: str = ""
    health: str = ""
    text: str = ""
    closed: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.unit or self.network or self.health or self.text or self.closed)


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One line of "Akun resmi" on the desk; several healthy accounts share one line.

    ``tone``: error, warning or empty.
    """

    networks: tuple[catalogue.Network, ...]
    name: str
    state: str
    tone: str
    account: Account | None = None


def accounts_for(user: User, permission: str = "account.view") -> QuerySet[Account]:
    """Accounts in service of all units where the person holds ``permission``."""
    units = permissions.units_for(user, permission)
    return Account.objects.filter(unit__in=units, active=True).select_related("unit")


def register(user: User, wanted: Wanted) -> QuerySet[Account]:
    """The register as this person may see it, by unit, with the open custodies."""
    accounts = visible_accounts(user).filter(active=not wanted.closed)
    if wanted.unit:
        roots = Unit.objects.filter(code=wanted.unit).values_list("pk", flat=True)
        accounts = accounts.filter(unit__in=branch(roots))
    if wanted.network:
        accounts = accounts.filter(network=wanted.network)
    if wanted.health:
        accounts = accounts.filter(health=wanted.health)
    if wanted.text:
        needle = wanted.text.strip().lstrip("@")
        accounts = accounts.filter(
            Q(handle__icontains=needle)
            | Q(display_name__icontains=needle)
            | Q(unit__name__icontains=needle)
            | Q(url__icontains=needle)
        )
    return (
        accounts.select_related("unit")
        .annotate(expires_at=F("credential__expires_at"))
        .prefetch_related(open_custodies())
        .order_by("unit__name", "network", "handle")
    )


def open_custodies() -> Prefetch[str]:
    """Present custodians, on ``account.custodians``."""
    rows = Custody.objects.filter(until_date__isnull=True).select_related("holder")
    return Prefetch("custodies", queryset=rows.order_by("holder__name"), to_attr="custodians")


def counts(user: User) -> dict[str, int]:
    """How many accounts in service are in each health, plus ``all``. One statement."""
    rows = visible_accounts(user).filter(active=True).order_by().values_list("health")
    found = dict(rows.annotate(n=Count("pk")))
    return {**found, "all": sum(found.values())}


def timeline(account: Account) -> list[Custody]:
    """Everybody who ever held the account, the present ones first."""
    rows = account.custodies.select_related("holder", "holder__unit")
    return list(rows.order_by(F("until_date").desc(nulls_first=True), "-from_date", "-id"))


def credential_of(account: Account) -> Credential | None:
    """Facts about the credential, without the secret itself."""
    return Credential.objects.defer("secret").filter(account=account).first()


def health_words(account: Account, at: datetime, expires_at: datetime | None = None) -> str:
    """The state as the desk says it: "Terputus", "Habis 6 hari lagi"."""
    if account.health == Health.EXPIRING and expires_at is not None:
        if expires_at <= at:
            return _("Masa berlaku habis")
        zone = unit_timezone(account.unit)
        days = (expires_at.astimezone(zone).date() - at.astimezone(zone).date()).days
        if not days:
            return _("Habis hari ini")
        return ngettext("Habis %(n)s hari lagi", "Habis %(n)s hari lagi", days) % {"n": days}
    return str(Health(account.health).label)


@dataclass(frozen=True, slots=True)
class OnDesk:
    """Accounts for a desk: ``broken`` ones the person can mend, the longest broken first; and
    ``lines`` of the unit's own, those with trouble singly, the rest in one."""

    broken: Sequence[Account]
    lines: list[DeskLine]


def for_desk(user: User, unit: Unit, at: datetime, **more: Subquery) -> OnDesk:
    """What the desk of ``user`` says of accounts, working for ``unit``. One statement.

    ``more``: what a feature above wants to know of each, by the name it is to have.
    """
    mendable = accounts_for(user, "account.connect").filter(health=Health.BROKEN)
    longest = mendable.order_by("health_at", "pk").values("pk")[:_MOST_BROKEN]
    rows = list(
        Account.objects.filter(Q(unit=unit, active=True) | Q(pk__in=longest))
        .select_related("unit")
        .annotate(expires_at=F("credential__expires_at"), **more)
        .order_by("network", "handle")
    )
    own = [row for row in rows if row.unit_id == unit.pk]
    may_mend = permissions.can(user, "account.connect", unit, at)
    broken = [
        row for row in rows
        if row.health == Health.BROKEN and (may_mend or row.unit_id != unit.pk)
    ]  # fmt: skip
    broken.sort(key=lambda account: (account.health_at or at, account.pk))
    return OnDesk(broken[:_MOST_BROKEN], _lines(own, at))


def _lines(accounts: Iterable[Account], at: datetime) -> list[DeskLine]:
    singly: list[DeskLine] = []
    well: list[Account] = []
    tones = {Health.BROKEN: "error", Health.EXPIRING: "warning"}
    for account in accounts:
        if account.health == Health.HEALTHY:
            well.append(account)
            continue
        expires_at: datetime | None = getattr(account, "expires_at", None)
        state = health_words(account, at, expires_at)
        tone = tones.get(Health(account.health), "")
        singly.append(DeskLine((account.on,), account.shown_handle, state, tone, account))
    singly.sort(key=lambda line: ["error", "warning", ""].index(line.tone))
    if len(well) == 1:
        singly.append(_well_line(well, well[0].shown_handle, well[0]))
    elif well:
        text = (
            ngettext("%(n)s akun lain", "%(n)s akun lain", len(well))
            if singly
            else ngettext("%(n)s akun", "%(n)s akun", len(well))
        )
        singly.append(_well_line(well, text % {"n": len(well)}, None))
    return singly


def _well_line(well: Sequence[Account], name: str, account: Account | None) -> DeskLine:
    networks = tuple({a.network: a.on for a in well}.values())
    return DeskLine(networks, name, str(Health.HEALTHY.label), "", account)


def due_for_check(at: datetime) -> list[UUID]:
    """Connections not looked at for six hours, those waiting longest first.

    At most forty, or where there are very many as many as six hours need for all of them.
    """
    connected = Account.objects.filter(
        active=True, health__in=[Health.HEALTHY, Health.EXPIRING, Health.BROKEN]
    )
    batch = max(CHECK_BATCH, -(-connected.count() // CHECK_RUNS))
    rows = connected.filter(Q(health_at__lte=at - CHECK_EVERY) | Q(health_at__isnull=True))
    ordered = rows.order_by(F("health_at").asc(nulls_first=True), "pk")
    return list(ordered.values_list("pk", flat=True)[:batch])


def application(network: str) -> App | None:
    """The application registered with the vendor of ``network``, if its keys are known.

    Its own, or one of a network of the same vendor that is shared.
    """
    return App.serving(network)


def own_application(network: str) -> App | None:
    """The application entered for ``network`` itself."""
    return App.objects.filter(pk=network).first()


def begins_by_hand(network: catalogue.Network) -> bool:
    """Whether a new account there is served by hand until somebody connects it.

    So it is where nobody can connect it yet: what is planned would otherwise wait for nothing.
    Where nobody signs in on the vendor's page, the application only serves calls that come in.
    """
    wanting = network.oauth and network.app_fields and application(network.code) is None
    return network.manual or bool(wanting)


def known_as(network: str, external_id: str) -> QuerySet[Account]:
    """Accounts in use that a network knows under this id; none for an empty one."""
    found = Account.objects.filter(network=network, external_id=external_id, active=True)
    return found if external_id else found.none()


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """A network that wants an application, with what is known of ours and who needs it.

    ``lender``: the network whose application serves here, where it is another one's.
    """

    network: catalogue.Network
    app: App | None
    accounts: int
    lender: catalogue.Network | None = None


def applications() -> list[ApplicationLine]:
    """Networks that want an application of the installation. Two statements."""
    known = App.objects.in_bulk()
    counted = dict(
        Account.objects.filter(active=True).values_list("network").annotate(n=Count("pk"))
    )
    return [
        _application_line(network, known, counted.get(network.code, 0))
        for network in catalogue.everything()
        if network.app_fields
    ]


def _application_line(
    network: catalogue.Network, known: Mapping[str, App], accounts: int
) -> ApplicationLine:
    if network.code in known:
        return ApplicationLine(network, known[network.code], accounts)
    siblings = sorted(catalogue.same_vendor(network.code), key=lambda other: other.code)
    lenders = [o for o in siblings if o.code in known and known[o.code].shared]
    if not lenders:
        return ApplicationLine(network, None, accounts)
    return ApplicationLine(network, known[lenders[0].code], accounts, lenders[0])


def due_for_renewal(at: datetime) -> list[UUID]:
    """Accounts whose credential is to be renewed by the machine, the most pressing first."""
    rows = Credential.objects.filter(
        renew_at__lte=at,
        account__active=True,
        account__health__in=[Health.HEALTHY, Health.EXPIRING],
    )
    return list(rows.order_by("renew_at", "pk").values_list("pk", flat=True)[:RENEW_BATCH])


def expiring(at: datetime) -> QuerySet[Account]:
    """Healthy accounts whose credential ends within a week."""
    return Account.objects.filter(
        active=True,
        health=Health.HEALTHY,
        credential__expires_at__lte=at + EXPIRES_SOON,
    ).select_related("unit")


#: The first ten columns are those of the import.
EXPORT_HEADER = (
    "unit", "jejaring", "nama_akun", "nama_tampil", "tautan", "server", "pemegang",
    "nomor_sk", "tanggal_sk", "sejak", "nama_unit", "pemegang_lain", "sambungan", "diperiksa",
)  # fmt: skip


def export_rows(accounts: QuerySet[Account]) -> Iterator[Sequence[Cell]]:
    """Rows of the export, under :data:`EXPORT_HEADER`."""
    for account in accounts.iterator(chunk_size=500):
        held: list[Custody] = getattr(account, "custodians", [])
        first = held[0] if held else None
        yield (
            account.unit.code,
            account.network,
            account.handle,
            account.display_name,
            account.url,
            account.server,
            first.holder.username if first else "",
            first.decree_number if first else "",
            first.decree_date if first else None,
            first.from_date if first else None,
            account.unit.name,
            ", ".join(c.holder.username for c in held[1:]),
            str(Health(account.health).label),
            formats.local(account.health_at).date() if account.health_at else None,
        )
