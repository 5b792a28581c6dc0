"""What the pages of chains show: each with its steps in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kentongan.approval.models import Chain
from kentongan.approval.scopes import Scope, all_scopes
from kentongan.approval.shipped import shipped
from kentongan.approval.staffing import Staffing, staffing
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.kernel.sentences import read
from kentongan.people.roles import BY_CODE
from kentongan.planning.models import ContentKind, Risk


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step in words. ``nobody``: units where nobody could answer it; ``stepped_in``: further
    ones where only the supervisors could."""

    label: str
    who: str
    time: str
    told: str
    nobody: int = 0
    stepped_in: int = 0


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A scope with what holds there. ``instead``: what holds where it has no chain of its own."""

    scope: Scope
    chain: Chain | None
    steps: tuple[StepWords, ...]
    note: str
    instead: str

    @property
    def changed(self) -> bool:
        """Whether the pemda made or changed it."""
        return self.chain is not None and not as_shipped(self.scope, self.chain)


@dataclass(frozen=True, slots=True)
class Board:
    """All rows in the order of the page, and how many units there are."""

    kinds: tuple[ChainRow, ...]
    general: tuple[ChainRow, ...]
    replies: tuple[ChainRow, ...]
    units: int


def board(chains: QuerySet[Chain], *, at: datetime) -> Board:
    """Every chain there is, and every kind that has none. Four statements."""
    standing = {(chain.kind_id, chain.risk): chain for chain in chains}
    roles = {role for chain in standing.values() for s in chain.written for role in s["roles"]}
    staff = staffing(roles, at=at)
    rows = [
        row_of(scope, standing.get((scope.code, scope.risk)), staff)
        for scope in all_scopes(ContentKind.objects.all())
        if (scope.code, scope.risk) in standing or _offered(scope)
    ]
    return Board(
        kinds=tuple(row for row in rows if row.scope.kind and not row.scope.replies),
        general=tuple(row for row in rows if row.scope.kind is None),
        replies=tuple(row for row in rows if row.scope.replies),
        units=staff.units,
    )


def _offered(scope: Scope) -> bool:
    return scope.occurs and (scope.kind is None or scope.kind.active or scope.replies)


def chain_at(scope: Scope) -> Chain | None:
    """The chain in use there, with its steps."""
    rows = Chain.objects.filter(active=True, kind=scope.kind, risk=scope.risk)
    return rows.prefetch_related("steps").first()


def row_of(scope: Scope, chain: Chain | None, staff: Staffing | None = None) -> ChainRow:
    """One row; without ``staff`` nobody is counted."""
    return ChainRow(
        scope=scope,
        chain=chain,
        steps=words_of(chain.written, staff) if chain else (),
        note=read(chain.note) if chain else "",
        instead="" if chain else without(scope),
    )


def words_of(
    steps: Iterable[dict[str, Any]], staff: Staffing | None = None
) -> tuple[StepWords, ...]:
    """Steps in words."""
    return tuple(_words(step, staff) for step in steps)


def _words(step: dict[str, Any], staff: Staffing | None) -> StepWords:
    nobody = staff.with_nobody(step["roles"]) if staff else 0
    return StepWords(
        label=read(step["label"]),
        who=_("; bila tidak ada, ").join(_role(code) for code in step["roles"]),
        time=time_words(step["minutes"], working_time=step["working_time"]),
        told=", ".join(_role(code) for code in step["copy_roles"]),
        nobody=nobody,
        stepped_in=staff.without(step["roles"]) - nobody if staff else 0,
    )


def _role(code: str) -> str:
    return str(BY_CODE[code].label) if code in BY_CODE else code


def time_words(minutes: int, *, working_time: bool) -> str:
    """``3 jam 45 menit kerja``, ``15 menit, siang malam``."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)s jam", "%(n)s jam", hours) % {"n": hours})
    if rest or not hours:
        parts.append(ngettext("%(n)s menit", "%(n)s menit", rest) % {"n": rest})
    text = _("%(span)s kerja") if working_time else _("%(span)s, siang malam")
    return text % {"span": " ".join(parts)}


def without(scope: Scope) -> str:
    """What holds where the scope has no chain of its own."""
    if not scope.replies:
        risk = scope.risk_label.lower()
        return _("Memakai jenjang semua jenis untuk risiko %(risk)s.") % {"risk": risk}
    if scope.risk == Risk.LOW:
        return _("Terkirim langsung, tanpa persetujuan.")
    if scope.risk == Risk.MEDIUM:
        return _(
            "Satu orang kedua: pemeriksa unit, pimpinan unit, atau penyelia, dalam 1 jam kerja."
        )
    return _("Seperti balasan lain: hanya yang diminta unit menunggu orang kedua.")


def as_shipped(scope: Scope, chain: Chain) -> bool:
    """Whether the steps are those that ship; a note decides nothing."""
    found = shipped().get((scope.code, scope.risk))
    return found is not None and list(found.steps) == chain.written
