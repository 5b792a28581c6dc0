"""Import of units: new ones, changed ones, moved ones; rows may come in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.people import wording
from kentongan.people.actions.units import create_unit, edit_unit, move_unit
from kentongan.people.imports import Checked, Outcome, Raw, refusals
from kentongan.people.models import Unit, UnitType, User
from kentongan.people.permissions import units_for

ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}
ZONE_NAMES = {zone: name.upper() for name, zone in ZONES.items()} | {"Asia/Pontianak": "WIB"}
COLUMNS = ("kode", "nama", "jenis", "induk", "zona", "alamat", "telepon", "surel")


def _many(value: str) -> list[str]:
    return [part for raw in value.replace(";", ",").split(",") if (part := raw.strip())]


class _Check:
    """Rows against one another and against what is there; four statements in all."""

    def __init__(self, rows: Raw, by: User, at: datetime) -> None:
        self.rows = rows
        self.units = {u.code: u for u in Unit.objects.select_related("parent", "type")}
        self.managed = set(units_for(by, "unit.manage", at).values_list("code", flat=True))
        self.types = {}
        for kind in UnitType.objects.all():
            self.types[kind.code.casefold()] = self.types[kind.label.casefold()] = kind.code
        codes = [values["kode"].lower() for _line, values in rows]
        self.twice = {code for code, n in Counter(codes).items() if n > 1}
        self.parents = {v["kode"].lower(): v["induk"].lower() for _l, v in rows if v["induk"]}
        self.coming = set(codes)

    def row(self, line: int, values: dict[str, str]) -> Checked:
        """One row."""
        code, known = values["kode"].lower(), self.units.get(values["kode"].lower())
        errors = refusals(
            lambda: wording.code("kode", code),
            lambda: wording.line("nama", values["nama"], 200),
            lambda: wording.line("alamat", values["alamat"], 300, required=False),
            lambda: wording.contacts("telepon", _many(values["telepon"]), "phone"),
            lambda: wording.contacts("surel", _many(values["surel"]), "email"),
        )
        if code in self.twice:
            errors.append(_("kode: ada dua kali dalam berkas ini."))
        if values["jenis"].casefold() not in self.types and (values["jenis"] or not known):
            errors.append(_("jenis: tidak ada di Pengaturan."))
        if values["zona"] and values["zona"].lower() not in ZONES:
            errors.append(_("zona: tulis WIB, WITA, atau WIT."))
        errors += self._place(code, values["induk"].lower(), known)
        if known is None:
            return Checked(line, values, tuple(errors))
        was = self._changes(known, values)
        return Checked(line, values, tuple(errors), "update" if was else "same", was)

    def _place(self, code: str, parent: str, known: Unit | None) -> list[str]:
        if known is not None and code not in self.managed:
            return [_("kode: unit ini bukan wewenang Anda.")]
        if not parent:
            return [] if known else [_("induk: wajib untuk unit baru.")]
        if parent not in self.units and parent not in self.coming:
            return [_("induk: tidak ada unit dengan kode itu.")]
        if parent in self.units:
            if parent not in self.managed:
                return [_("induk: unit itu bukan wewenang Anda.")]
            if not self.units[parent].active:
                return [_("induk: unit itu sudah tidak aktif.")]
        if known is not None and known.parent is None:
            return [_("induk: unit paling atas tidak bisa dipindah.")]
        return [_("induk: membentuk lingkaran.")] if self._circle(code) else []

    def _circle(self, code: str) -> bool:
        seen: set[str] = set()
        step: str | None = code
        while step is not None:
            if step in seen:
                return True
            seen.add(step)
            there = self.units.get(step)
            above = there.parent.code if there and there.parent else None
            step = self.parents.get(step, above)
        return False

    def _changes(self, unit: Unit, values: dict[str, str]) -> dict[str, str]:
        """What stands now in the columns that the row would change."""
        here = row_of(unit)
        kind = self.types.get(values["jenis"].casefold(), "")
        given = {**values, "kode": values["kode"].lower(), "induk": values["induk"].lower()}
        given["zona"] = given["zona"].upper()
        given["telepon"] = ", ".join(_many(given["telepon"]))
        given["surel"] = ", ".join(_many(given["surel"])).lower()
        given["jenis"] = kind
        return {name: here[name] for name in COLUMNS if given[name] not in {"", here[name]}}


def row_of(unit: Unit) -> dict[str, str]:
    """A unit as a row of the table; needs parent loaded."""
    return {
        "kode": unit.code,
        "nama": unit.name,
        "jenis": unit.type_id,
        "induk": unit.parent.code if unit.parent else "",
        "zona": ZONE_NAMES.get(unit.timezone, ""),
        "alamat": unit.address,
        "telepon": ", ".join(unit.contact_phones),
        "surel": ", ".join(unit.contact_emails),
    }


def validate(rows: Raw, *, by: User, at: datetime) -> list[Checked]:
    """See ``imports.Validate``."""
    check = _Check(rows, by, at)
    return [check.row(line, values) for line, values in rows]


def apply(rows: Sequence[Checked], *, by: User, at: datetime) -> Outcome:
    """Write the rows, parents before children. Empty cells leave what is there."""
    outcome = Outcome()
    types = {}
    for kind in UnitType.objects.all():
        types[kind.code.casefold()] = types[kind.label.casefold()] = kind.code
    for row in _parents_first(rows):
        values = row.values
        fields = _fields(values, types)
        outcome.count(row.act)
        if row.act == "same":
            continue
        parent = Unit.objects.filter(code=values["induk"].lower()).first()
        if row.act == "create":
            create_unit(by=by, at=at, code=values["kode"], parent=parent, **fields)
            continue
        unit = Unit.objects.get(code=values["kode"].lower())
        if unit.timezone == "Asia/Pontianak" and fields.get("timezone") == "Asia/Jakarta":
            del fields["timezone"]
        edit_unit(unit, by=by, at=at, **fields)
        if parent is not None and parent.pk != unit.parent_id:
            move_unit(unit, parent=parent, by=by, at=at)
    return outcome


def _fields(values: dict[str, str], types: dict[str, str]) -> dict[str, Any]:
    """The filled cells as arguments of the actions."""
    found: dict[str, Any] = {
        "name": values["nama"],
        "type": types.get(values["jenis"].casefold()),
        "timezone": ZONES.get(values["zona"].lower()),
        "address": values["alamat"],
        "contact_phones": _many(values["telepon"]),
        "contact_emails": _many(values["surel"]),
    }
    return {name: value for name, value in found.items() if value}


def _parents_first(rows: Sequence[Checked]) -> list[Checked]:
    by_code = {row.values["kode"].lower(): row for row in rows}
    ordered: dict[str, Checked] = {}

    def place(code: str) -> None:
        chain = []
        while code in by_code and code not in ordered and code not in chain:
            chain.append(code)
            code = by_code[code].values["induk"].lower()
        for step in reversed(chain):
            ordered[step] = by_code[step]

    for code in by_code:
        place(code)
    return list(ordered.values())


def export(by: User) -> Iterable[Sequence[str]]:
    """Units the person may change, as rows of the same table."""
    units = units_for(by, "unit.manage").select_related("parent").order_by("code")
    return [tuple(row_of(unit)[name] for name in COLUMNS) for unit in units]
