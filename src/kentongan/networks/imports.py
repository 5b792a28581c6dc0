"""Accounts from a table: every row judged as the form would judge it, nothing written before.

The columns are the first ones of the export, so a register can travel; the others are passed over.
A row whose account is in the register already changes its unit, shown name and link where the cell
is filled; custody changes only by handover, on the page of the account.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kentongan.kernel import tables
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.networks import access, catalogue, queries
from kentongan.networks.actions import edit, register
from kentongan.networks.actions.custody import Decree
from kentongan.networks.actions.entry import Entry, cleaned
from kentongan.networks.models import Account, Custody
from kentongan.people.imports import Act, Checked, Outcome, Raw
from kentongan.people.models import Unit, User

COLUMNS = (
    "unit", "jejaring", "nama_akun", "nama_tampil", "tautan", "server", "pemegang",
    "nomor_sk", "tanggal_sk", "sejak",
)  # fmt: skip
#: Fields of the actions and the columns that feed them.
_COLUMN_OF = {
    "network": "jejaring", "handle": "nama_akun", "display_name": "nama_tampil",
    "url": "tautan", "server": "server", "holder": "pemegang", "decree_number": "nomor_sk",
    "decree_date": "tanggal_sk", "from_date": "sejak",
}  # fmt: skip
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows refer to, read in a handful of statements."""

    units: Mapping[str, Unit]
    people: Mapping[str, User]
    accounts: Mapping[Key, Account]
    seen: set[Key] = field(default_factory=set)

    @classmethod
    def of(cls, by: User, rows: Iterable[Mapping[str, str]]) -> _Known:
        """Units the person may register for, people by user name, accounts by their identity."""
        listed = list(rows)
        names = {values["pemegang"].casefold() for values in listed if values["pemegang"]}
        networks = {network_code(values["jejaring"]) for values in listed}
        accounts = Account.objects.filter(network__in=networks).select_related("unit")
        return cls(
            units={u.code: u for u in access.manageable_units(by)},
            people={u.username.casefold(): u for u in _people(names)},
            accounts={
                (a.network, a.server, a.handle.casefold()): a
                for a in accounts.prefetch_related(queries.open_custodies())
            },
        )


def _people(names: set[str]) -> Iterable[User]:
    """User names are stored in lower case."""
    return access.officers().filter(username__in=names) if names else ()


def validate(rows: Raw, *, by: User, at: datetime) -> list[Checked]:  # noqa: ARG001 - protocol
    """Judge every row; see ``people.imports.Validate``."""
    known = _Known.of(by, (values for _line, values in rows))
    return [_row(line, values, known) for line, values in rows]


def _row(line: int, values: dict[str, str], known: _Known) -> Checked:
    errors = [
        f"{name}: {_('Wajib diisi.')}"
        for name in ("unit", "jejaring", "nama_akun")
        if not values[name]
    ]
    if values["unit"] and values["unit"].lower() not in known.units:
        errors.append(_("unit: kode ini tidak ada, atau di luar wewenang Anda."))
    if values["pemegang"] and values["pemegang"].casefold() not in known.people:
        errors.append(_("pemegang: tidak ada petugas dengan nama pengguna ini."))
    for name in ("tanggal_sk", "sejak"):
        if (day := tables.day(values[name])) is not None:
            values = {**values, name: day.isoformat()}  # shown as it was understood
        elif values[name]:
            text = _("%(column)s: tulis tanggal seperti 2026-08-13 atau 13/08/2026.")
            errors.append(text % {"column": name})
    errors += _sentences(Decree(values["nomor_sk"]).check(required=False))
    act: Act = "create"
    was: dict[str, str] = {}
    if values["jejaring"] and values["nama_akun"]:
        try:
            entry = _entry(values)
        except Invalid as error:
            errors += _sentences(error.fields)
        else:
            more, act, was = _against_register(values, entry, known)
            errors += more
    return Checked(line, values, tuple(errors), act, was)


def _sentences(fields: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{_COLUMN_OF[name]}: {text}" for name, texts in fields.items() for text in texts]


def _entry(values: Mapping[str, str]) -> Entry:
    return cleaned(
        network_code(values["jejaring"]),
        handle=values["nama_akun"],
        display_name=values["nama_tampil"],
        url=values["tautan"],
        server=values["server"],
    )


def _key(values: Mapping[str, str], entry: Entry) -> Key:
    return (network_code(values["jejaring"]), entry.server, entry.handle.casefold())


def _against_register(
    values: Mapping[str, str], entry: Entry, known: _Known
) -> tuple[list[str], Act, dict[str, str]]:
    """What is wrong with the row beside the register and the rows before it; what it would do,
    and in place of what."""
    key = _key(values, entry)
    errors: list[str] = []
    if key in known.seen:
        errors.append(_("nama_akun: ada dua kali dalam berkas ini."))
    known.seen.add(key)
    account = known.accounts.get(key)
    unit = known.units.get(values["unit"].lower())
    holder = known.people.get(values["pemegang"].casefold())
    if account is None:
        if unit is not None and holder is not None and not _may_hold(holder, unit):
            errors.append(_("pemegang: bukan orang unit itu dan tidak bertugas di sana."))
        return errors, "create", {}
    if account.unit.code not in known.units:
        errors.append(
            _("nama_akun: sudah terdaftar atas nama %(unit)s.") % {"unit": account.unit.name}
        )
    elif not account.active:
        errors.append(_("nama_akun: sudah ditutup; buka lagi di halaman akunnya."))
    custodians: list[Custody] = getattr(account, "custodians", [])
    if holder is not None and holder.pk not in {c.holder_id for c in custodians}:
        errors.append(_("pemegang: akun ini sudah ada; catat serah terima di halaman akunnya."))
    was = _changes(account, values, entry, unit)
    return errors, "update" if was else "same", was


def _may_hold(holder: User, unit: Unit) -> bool:
    if holder.unit_id in {unit.pk, unit.parent_id}:
        return True
    return access.possible_holders(unit).filter(pk=holder.pk).exists()


def _changes(
    account: Account, values: Mapping[str, str], entry: Entry, unit: Unit | None
) -> dict[str, str]:
    """What stands now in the columns in which a filled cell says something new."""
    was = {}
    if unit is not None and unit.pk != account.unit_id:
        was["unit"] = account.unit.code
    if values["nama_tampil"] and entry.display_name != account.display_name:
        was["nama_tampil"] = account.display_name
    if values["tautan"] and entry.url != account.url:
        was["tautan"] = account.url
    return was


def apply(rows: Sequence[Checked], *, by: User, at: datetime) -> Outcome:
    """Write the rows inside the caller's transaction; see ``people.imports.Apply``."""
    known = _Known.of(by, (row.values for row in rows))
    outcome = Outcome()
    for row in rows:
        outcome.count(row.act)
        if row.act != "same":
            _write(row.values, known, by=by, at=at)
    return outcome


def _write(values: Mapping[str, str], known: _Known, *, by: User, at: datetime) -> None:
    entry = _entry(values)
    account = known.accounts.get(_key(values, entry))
    unit = known.units[values["unit"].lower()]
    if account is None:
        register(
            by=by,
            at=at,
            unit=unit,
            network=network_code(values["jejaring"]),
            handle=entry.handle,
            display_name=entry.display_name,
            url=entry.url,
            server=entry.server,
            holder=known.people.get(values["pemegang"].casefold()),
            decree=Decree(values["nomor_sk"], tables.day(values["tanggal_sk"])),
            from_date=tables.day(values["sejak"]),
        )
        return
    edit(
        account,
        by=by,
        at=at,
        version=account.version,
        unit=unit,
        handle=account.handle,
        display_name=entry.display_name or account.display_name,
        url=entry.url if values["tautan"] else account.url,
        server=account.server,
    )


def export(by: User) -> Iterable[Sequence[str]]:
    """Accounts the person may change, as rows of the same table."""
    accounts = queries.accounts_for(by, access.MANAGE).prefetch_related(queries.open_custodies())
    width = len(COLUMNS)
    for row in queries.export_rows(accounts.order_by("unit__code", "network", "handle")):
        yield tuple("" if v is None else str(v) for v in row[:width])


def network_code(text: str) -> str:
    """The code for a code or a label as people write it."""
    wanted = text.strip().casefold()
    for network in catalogue.everything():
        if wanted in {network.code, str(network.label).casefold()}:
            return network.code
    return wanted
