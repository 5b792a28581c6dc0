"""What a pemda decides about its inbox: how long answers may take, where a second person looks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kentongan.inbox import clock, kinds, rules
from kentongan.inbox.actions.writing import needed
from kentongan.inbox.deadlines import allowed_by, amount_words
from kentongan.inbox.models import LOCAL, ResponseTime, SecondPerson
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line
from kentongan.language.triage.reading import Kind
from kentongan.ledger import actions as ledger
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.people.queries import unit_timezone

MOST = 100_000


def set_time(
    unit: Unit,
    *,
    by: User,
    at: datetime,
    kind: str,
    stage: str,
    amount: int,
    measure: str,
    valid_from: date,
    reason: str,
) -> ResponseTime:
    """Set how long something may take at a unit and below, from tomorrow or later.

    Clocks that run are not turned back: the day a case came in decides which row holds. What is
    bound from outside (``rules.bound``) may only become shorter, and keeps its prolongation.
    """
    permissions.require(by, "inbox.manage", unit, at)
    if kind not in kinds.LABELS or stage not in ResponseTime.Stage.values:
        raise Invalid.field("kind", _("Pilih jenis dan tahap dari daftar."))
    if measure not in ResponseTime.Measure.values or not 0 < amount <= MOST:
        raise Invalid.field("amount", _("Isi lamanya dengan angka yang wajar."))
    if valid_from <= _today(unit, at):
        raise Invalid.field(
            "valid_from", _("Mulai paling cepat besok; yang sudah masuk memakai waktu yang lama.")
        )
    why = needed(clean_line(reason, field="reason"), "reason", _("Tulis alasannya."), 300)
    with transaction.atomic():
        held = rules.time_of(unit, kind, stage, valid_from)
        before, standard = held.row, held.standard
        _keep_within(standard, kind, amount, measure)
        made, _fresh = ResponseTime.objects.update_or_create(
            unit=unit,
            kind=kind,
            stage=stage,
            valid_from=valid_from,
            defaults={
                "amount": amount,
                "measure": measure,
                "valid_until": None,
                "extension": standard.extension if standard is not None else 0,
                "basis": standard.basis if standard is not None else "",
                "certainty": LOCAL,
                "note": why,
            },
        )
        data = {
            "from": valid_from.isoformat(),
            "was": _words(before) if before is not None else "",
            "now": _words(made),
            "reason": why,
        }
        _record(unit, "inbox.times", made, data, by=by, at=at)
    return made


def _keep_within(standard: ResponseTime | None, kind: str, amount: int, measure: str) -> None:
    """Raise ``Invalid`` where an outer bound or the nature of the kind forbids it."""
    if kind == Kind.EMERGENCY and measure != clock.MINUTES:
        raise Invalid.field("measure", _("Pesan darurat dihitung siang malam, dalam menit."))
    if standard is None or not rules.bound(standard):
        return
    most = allowed_by(standard)
    if measure != standard.measure:
        raise Invalid.field(
            "measure", _("Pakai satuan ketentuannya: %(most)s.") % {"most": amount_words(most)}
        )
    if amount > standard.amount:
        raise Invalid.field(
            "amount",
            _("Tidak boleh lebih lama daripada ketentuannya: %(most)s. Lebih singkat boleh.")
            % {"most": amount_words(most)},
        )


def back_to_standard(unit: Unit, *, by: User, at: datetime, kind: str, stage: str) -> bool:
    """From tomorrow on what holds above holds here again; whether there was anything of its own.

    What came in until today keeps the time it came in with.
    """
    permissions.require(by, "inbox.manage", unit, at)
    today = _today(unit, at)
    with transaction.atomic():
        own = ResponseTime.objects.select_for_update().filter(unit=unit, kind=kind, stage=stage)
        rows = [row for row in own if row.valid_until is None or row.valid_until > today]
        if not rows:
            return False
        for row in rows:
            if row.valid_from > today:
                row.delete()
            else:
                row.valid_until = today
                row.save(update_fields=["valid_until"])
        data = {"was": _words(rows[0])}
        _record(unit, "inbox.times_back", rows[0], data, by=by, at=at)
    return True


def ask_second(unit: Unit, *, by: User, at: datetime, kinds_asked: Collection[str]) -> None:
    """Say to which kinds replies wait for a second person at a unit and below.

    What a unit above asks for holds anyway, and is left as it is.
    """
    permissions.require(by, "inbox.manage", unit, at)
    if not set(kinds_asked) <= set(kinds.LABELS):
        raise Invalid.field("kinds", _("Pilih jenis dari daftar."))
    with transaction.atomic():
        above = set(rules.asked_above(unit))
        own = SecondPerson.objects.filter(unit=unit).exclude(kind__in=above)
        before = set(own.values_list("kind", flat=True))
        wanted = set(kinds_asked) - above
        if wanted == before:
            return
        own.exclude(kind__in=wanted).delete()
        SecondPerson.objects.bulk_create(
            [SecondPerson(unit=unit, kind=kind) for kind in sorted(wanted - before)],
            ignore_conflicts=True,
        )
        data = {"was": sorted(before), "now": sorted(wanted)}
        ledger.record(
            by=by.actor,
            at=at,
            action="inbox.second",
            target=("unit", str(unit.pk), unit.name),
            unit=unit.code,
            data=data,
        )


def _today(unit: Unit, at: datetime) -> date:
    return at.astimezone(unit_timezone(unit)).date()


def _words(row: ResponseTime) -> str:
    """For the ledger, free of the language of whoever did it."""
    return f"{row.amount} {row.measure}"


def _record(
    unit: Unit, action: str, row: ResponseTime, data: Mapping[str, Any], *, by: User, at: datetime
) -> None:
    ledger.record(
        by=by.actor,
        at=at,
        action=action,
        target=("response_time", str(row.pk), f"{row.kind} {row.stage}"),
        unit=unit.code,
        data=data,
    )
