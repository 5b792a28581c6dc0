"""Legal and editorial references of the rules, with how certain each one is.

The list is ``data/legal_refs.json``: own wording, collected from secondary sources. Only the
status says how firmly a reference may be quoted; the screen always shows it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kentongan.compliance.draft import Basis
from kentongan.kernel.say import gettext_noop as _

_DATA = Path(__file__).parent / "data" / "legal_refs.json"

#: status -> (label, whether the reference counts as verified)
STATUSES: dict[str, tuple[str, bool]] = {
    "in_force": (_("tercatat berlaku; cek naskah resmi sebelum dikutip"), True),
    "in_force_partly": (_("rujukan belum diverifikasi: tercatat berlaku sebagian"), False),
    "assumed_in_force": (_("rujukan belum diverifikasi: diperkirakan masih berlaku"), False),
    "cited": (_("rujukan belum diverifikasi: dikutip dari sumber kedua"), False),
    "text_not_found": (_("rujukan belum diverifikasi: naskah belum ditemukan"), False),
    "uncertain": (_("rujukan belum diverifikasi: keberlakuannya diragukan"), False),
    "unverified": (_("rujukan belum diverifikasi"), False),
    "guideline": (_("pedoman, bukan peraturan"), False),
    "technical": (_("ketentuan jejaring, dapat berubah"), False),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the list. ``valid_from`` is a date ``YYYY-MM-DD`` or empty."""

    id: str
    title: str
    status: str
    about: str = ""
    note: str = ""
    valid_from: str = ""
    sources: Sequence[str] = ()

    @property
    def basis(self) -> Basis:
        """As it goes into a finding."""
        return Basis(self.id, self.title, self.status)


@cache
def references() -> dict[str, Reference]:
    """All references by id. A status or field that nobody knows is a bug: ``ValueError``."""
    rows = json.loads(_DATA.read_text(encoding="utf-8"))
    found: dict[str, Reference] = {}
    for row in rows:
        reference = Reference(**{**row, "sources": tuple(row.get("sources", ()))})
        if reference.status not in STATUSES:
            raise ValueError(f"unknown status of {reference.id}: {reference.status}")
        found[reference.id] = reference
    return found


def basis(*ids: str) -> tuple[Basis, ...]:
    """The references named, as they go into findings; an unknown id is a ``KeyError``."""
    return tuple(references()[name].basis for name in ids)


def status_label(status: str) -> str:
    """What people read for a status; an unknown one counts as not verified."""
    return STATUSES.get(status, STATUSES["unverified"])[0]


def is_verified(status: str) -> bool:
    """Whether the list counts the reference as established."""
    return STATUSES.get(status, STATUSES["unverified"])[1]
