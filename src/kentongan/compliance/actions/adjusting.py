"""What a pemda tells the check: known values, watched words, rules set otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from kentongan.compliance.access import MANAGE, may_soften
from kentongan.compliance.cleaning import (
    at_line,
    cleaned_line,
    cleaned_reason,
    cleaned_values,
    folded as fold,
)
from kentongan.compliance.levels import INHERIT, SETTINGS, SEVERITIES, STANDARD, softens
from kentongan.compliance.models import Adjustment, Kind
from kentongan.compliance.rule import Rule
from kentongan.compliance.rules import rules_by_id
from kentongan.kernel.errors import Conflict, Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.people.models import Unit, User
from kentongan.people.permissions import require
from kentongan.people.tree import line_of

#: Adjustments of one kind that a unit may have: they are all read for every check.
MOST_OF_A_KIND = 2000


def adjust(
    *,
    unit: Unit,
    kind: str,
    values: Sequence[str],
    reason: str,
    by: User,
    at: datetime,
    setting: str = "",
    message: str = "",
) -> list[Adjustment]:
    """Let the check know values of one kind for ``unit`` and those below it: all, or none.

    ``values`` are as typed, empty ones are left out; ``setting`` and ``message`` are for watched
    words. Raises ``NotAllowed``, and ``Invalid`` naming every line that is bad or known already.
    """
    require(by, MANAGE, unit)
    stored, words, severity, why = _cleaned(kind, values, setting, message, reason)
    with transaction.atomic():
        _refuse_known(unit, kind, values, stored)
        rows = [
            Adjustment(
                unit=unit,
                kind=kind,
                value=value,
                setting=severity,
                message=words,
                reason=why,
                added_by=by.name,
                added_at=at,
            )
            for value in stored
        ]
        _write(rows)
        one = rows[0] if len(rows) == 1 else None
        ledger.record(
            by=by,
            at=at,
            action="rules.adjust",
            target=("adjustment", str(one.pk), one.value)
            if one
            else ("adjustments", unit.code, str(_("%(n)s sekaligus") % {"n": len(rows)})),
            unit=unit.code,
            data={
                "kind": kind,
                "reason": why,
                **({"setting": severity} if severity else {}),
                **({"message": words} if words else {}),
                **({} if one else {"values": stored}),
            },
        )
    return rows


def _write(rows: Sequence[Adjustment]) -> None:
    """All of them; ``Conflict`` where somebody noted one of them a moment ago."""
    try:
        with transaction.atomic():
            Adjustment.objects.bulk_create(rows)
    except IntegrityError:
        raise Conflict(_("Orang lain baru saja mencatat salah satunya. Coba lagi.")) from None


def amend(
    adjustment: Adjustment,
    *,
    value: str,
    reason: str,
    by: User,
    at: datetime,
    setting: str = "",
    message: str = "",
) -> Adjustment:
    """Put an adjustment right: its value, its reason, of a watched word how it is told.

    What a rule is set to is changed by :func:`set_rule`. Raises ``NotAllowed``, ``Invalid``, and
    ``Conflict`` when somebody changed or deleted it since ``adjustment`` was read.
    """
    require(by, MANAGE, adjustment.unit)
    kind = adjustment.kind
    (stored,), words, severity, why = _cleaned(kind, [value], setting, message, reason)
    after = {"value": stored, "setting": severity, "message": words, "reason": why}
    before = {name: getattr(adjustment, name) for name in after}
    if after == before:
        return adjustment
    with transaction.atomic():
        mine = Adjustment.objects.filter(unit=adjustment.unit, kind=kind).exclude(pk=adjustment.pk)
        if fold(stored) in map(fold, mine.values_list("value", flat=True)):
            raise Invalid.field("value", _("Sudah ada di daftar unit ini."))
        seen = Adjustment.objects.filter(pk=adjustment.pk, added_at=adjustment.added_at, **before)
        if not seen.update(**after, added_by=by.name, added_at=at):
            raise Conflict(_("Orang lain baru saja mengubah atau menghapusnya. Muat ulang dulu."))
        ledger.record(
            by=by,
            at=at,
            action="rules.amend",
            target=("adjustment", str(adjustment.pk), stored),
            unit=adjustment.unit.code,
            data={
                "kind": kind,
                "reason": why,
                "before": {name: old for name, old in before.items() if old != after[name]},
                **({"setting": severity} if severity else {}),
                **({"message": words} if words else {}),
            },
        )
    adjustment.refresh_from_db()
    return adjustment


def withdraw(adjustment: Adjustment, *, reason: str, by: User, at: datetime) -> None:
    """Take an adjustment back; of a rule, what units above have set holds again.

    Raises ``NotAllowed``, ``Invalid`` without a reason, and ``Conflict`` when somebody else has
    just done it.
    """
    require(by, MANAGE, adjustment.unit)
    why = cleaned_reason(reason)
    with transaction.atomic():
        deleted, _per_model = Adjustment.objects.filter(pk=adjustment.pk).delete()
        if not deleted:
            raise Conflict(_("Penyesuaian itu sudah dihapus orang lain."))
        if adjustment.kind == Kind.RULE:
            _record_rule(
                adjustment.value,
                adjustment.unit,
                before=adjustment.setting,
                setting=INHERIT,
                reason=why,
                by=by,
                at=at,
            )
            return
        ledger.record(
            by=by,
            at=at,
            action="rules.unadjust",
            target=("adjustment", str(adjustment.pk), adjustment.value),
            unit=adjustment.unit.code,
            data={"kind": adjustment.kind, "reason": why},
        )


def set_rule(
    *, unit: Unit, rule: str, setting: str, reason: str, by: User, at: datetime
) -> Adjustment | None:
    """Switch off, soften or sharpen a rule for ``unit`` and those below it.

    ``setting`` is one of ``levels.SETTINGS``, or ``STANDARD``: the product's own severity again,
    whatever units above have set; gives nothing back when that needs no row. Raises
    ``NotAllowed``, ``Missing`` for an unknown rule, ``Invalid`` at ``setting`` where the person
    may not soften the rule or nothing would change.
    """
    require(by, MANAGE, unit)
    known = rules_by_id().get(rule)
    if known is None:
        raise Missing(_("Aturan itu tidak ada."))
    if setting not in (*SETTINGS, STANDARD):
        raise Invalid.field("setting", _("Pilih tingkatnya."))
    with transaction.atomic():
        own, inherited = _standing(unit, rule)
        before = own.setting if own else INHERIT
        present = own.setting if own else inherited
        if setting == present and (own or setting == STANDARD):
            raise Invalid.field("setting", _("Aturan ini memang sudah begitu di unit ini."))
        if softens(known, setting, inherited) and not may_soften(by, unit):
            raise Invalid.field(
                "setting",
                _("Aturan ini hanya boleh dilonggarkan oleh pembina di puncak pemda."),
            )
        why = cleaned_reason(reason)
        made = _put_rule(
            unit, rule, "" if setting == inherited == STANDARD else setting, why, by=by, at=at
        )
        _record_rule(rule, unit, before=before, setting=setting, reason=why, by=by, at=at)
    return made


def _cleaned(
    kind: str, values: Iterable[str], setting: str, message: str, reason: str
) -> tuple[list[str], str, str, str]:
    """All parts cleaned; one ``Invalid`` names every field that is wrong."""
    errors: dict[str, list[str]] = {}
    stored: list[str] = []
    words = why = ""
    try:
        stored = cleaned_values(kind, values)
    except Invalid as error:
        errors.update(error.fields)
    if kind == Kind.WATCH:
        if setting not in SEVERITIES:
            errors["setting"] = [_("Pilih tingkatnya.")]
        try:
            words = cleaned_line("message", message, 300, required=False)
        except Invalid as error:
            errors.update(error.fields)
    try:
        why = cleaned_reason(reason)
    except Invalid as error:
        errors.update(error.fields)
    if errors:
        raise Invalid(fields=errors)
    return stored, words, setting if kind == Kind.WATCH else "", why


def _refuse_known(unit: Unit, kind: str, lines: Iterable[str], stored: Sequence[str]) -> None:
    """Raise ``Invalid`` naming every line whose value the unit has already. One statement."""
    known = set(Adjustment.objects.filter(unit=unit, kind=kind).values_list("value", flat=True))
    if len(known) + len(stored) > MOST_OF_A_KIND:
        most = {"most": MOST_OF_A_KIND}
        raise Invalid.field("value", _("Paling banyak %(most)s untuk satu unit.") % most)
    there = {fold(value) for value in known} & {fold(value) for value in stored}
    if not there:
        return
    typed = [(n, line) for n, line in enumerate(lines, start=1) if line.strip()]
    raise Invalid(
        fields={
            "value": [
                at_line(number, line, _("sudah ada di daftar unit ini."))
                for (number, line), value in zip(typed, stored, strict=True)
                if fold(value) in there
            ]
        }
    )


def _standing(unit: Unit, rule: str) -> tuple[Adjustment | None, str]:
    """The unit's own setting of a rule, and what it inherits without one. Two statements."""
    line = line_of(unit.pk)
    rows = {
        row.unit_id: row
        for row in Adjustment.objects.filter(unit__in=line, kind=Kind.RULE, value=rule)
    }
    above = next((rows[pk].setting for pk in line[1:] if pk in rows), STANDARD)
    return rows.get(unit.pk), above


def _put_rule(
    unit: Unit, rule: str, setting: str, reason: str, *, by: User, at: datetime
) -> Adjustment | None:
    """Write the unit's own setting; without one, take it away."""
    if not setting:
        Adjustment.objects.filter(unit=unit, kind=Kind.RULE, value=rule).delete()
        return None
    made, _created = Adjustment.objects.update_or_create(
        unit=unit,
        kind=Kind.RULE.value,
        value=rule,
        defaults={"setting": setting, "reason": reason, "added_by": by.name, "added_at": at},
    )
    return made


def _record_rule(
    rule: str, unit: Unit, *, before: str, setting: str, reason: str, by: User, at: datetime
) -> None:
    known: Rule | None = rules_by_id().get(rule)
    ledger.record(
        by=by,
        at=at,
        action="rules.set",
        target=("rule", rule, known.title if known else rule),
        unit=unit.code,
        data={"before": before, "setting": setting, "reason": reason},
    )
