"""The answer bank, templates, saved views; what routing is told, and that it forgets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from kentongan.inbox import access, kinds, routing
from kentongan.inbox.actions.writing import needed
from kentongan.inbox.models import (
    Answer,
    Learned,
    LearnedKind,
    LearnedTopic,
    SavedView,
    Services,
    Template,
)
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line, clean_text, within
from kentongan.ledger import actions as ledger
from kentongan.people import permissions
from kentongan.people.models import Unit, User

MOST_VIEWS = 30
#: Letters of a unit's own words about its services; routing reads the first sixty stems.
MOST_SERVICES = 1_000


def _record(
    unit: Unit, action: str, target: tuple[str, str, str], data: Mapping[str, Any], *,
    by: User, at: datetime,
) -> None:  # fmt: skip
    ledger.record(by=by.actor, at=at, action=action, target=target, unit=unit.code, data=data)


def _require(by: User, unit: Unit, entry: Answer | Template | None, at: datetime) -> None:
    """Raise ``NotAllowed`` unless ``by`` answers for the unit, and for the one that has it now."""
    permissions.require(by, "inbox.answer", unit, at)
    if entry is not None:
        permissions.require(by, "inbox.answer", entry.unit, at)


def save_answer(
    unit: Unit,
    *,
    by: User,
    at: datetime,
    question: str,
    answer: str,
    source: str,
    source_url: str = "",
    valid_until: date | None = None,
    public: bool = True,
    entry: Answer | None = None,
) -> Answer:
    """Add an entry to the answer bank, or change one, also whose it is. Without a source there is
    no entry."""
    _require(by, unit, entry, at)
    values = {
        "unit": unit,
        "question": needed(clean_line(question), "question", _("Tulis pertanyaannya."), 300),
        "answer": needed(clean_text(answer), "answer", _("Tulis jawabannya.")),
        "source": needed(clean_line(source), "source", _("Sebut sumber resminya."), 200),
        "source_url": within(clean_line(source_url), 500, field="source_url"),
        "valid_until": valid_until,
        "public": public,
        "stems": routing.telling(f"{question} {question} {answer}"),
        "updated_at": at,
    }
    if values["source_url"] and not str(values["source_url"]).startswith("https://"):
        raise Invalid.field("source_url", _("Tautan sumber diawali https://."))
    with transaction.atomic():
        if entry is None:
            entry = Answer.objects.create(owner=by, created_at=at, **values)
        else:
            Answer.objects.filter(pk=entry.pk).update(version=entry.version + 1, **values)
            entry.refresh_from_db()
        target = ("answer", str(entry.pk), entry.question)
        _record(entry.unit, "inbox.answer", target, {"source": entry.source}, by=by, at=at)
    return entry


def retire_answer(entry: Answer, *, by: User, at: datetime) -> None:
    """Take an entry out of the bank; it stays in the past it served."""
    permissions.require(by, "inbox.answer", entry.unit, at)
    with transaction.atomic():
        Answer.objects.filter(pk=entry.pk).update(active=False, updated_at=at)
        target = ("answer", str(entry.pk), entry.question)
        _record(entry.unit, "inbox.answer", target, {"active": False}, by=by, at=at)


def save_template(
    unit: Unit,
    *,
    by: User,
    at: datetime,
    title: str,
    text: str,
    kind: str = "",
    entry: Template | None = None,
) -> Template:
    """Add a wording to a unit, or change ``entry``, also whose it is.

    A new one takes the place of one of that title that is offered no longer. Raises ``Invalid``
    where another of that title is offered.
    """
    _require(by, unit, entry, at)
    if kind and kind not in kinds.LABELS:
        raise Invalid.field("kind", _("Pilih jenis dari daftar."))
    name = needed(clean_line(title), "title", _("Beri judul."), 80)
    words = needed(clean_text(text), "text", _("Tulis isinya."))
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        same = Template.objects.filter(unit=unit, title=name)
        same = same.exclude(pk=entry.pk) if entry is not None else same
        if same.filter(active=True).exists():
            raise Invalid.field(
                "title", _("Judul itu sudah dipakai pola lain di unit ini. Pakai judul lain.")
            )
        if entry is None:
            entry = same.first() or Template(unit=unit, title=name, created_at=at)
        else:
            same.delete()
        entry.unit, entry.title, entry.active = unit, name, True
        entry.text, entry.kind = words, kind
        entry.save()
        target = ("template", str(entry.pk), entry.title)
        _record(unit, "inbox.template", target, {"kind": kind}, by=by, at=at)
    return entry


def retire_template(entry: Template, *, by: User, at: datetime) -> None:
    """Offer a wording no longer."""
    permissions.require(by, "inbox.answer", entry.unit, at)
    with transaction.atomic():
        Template.objects.filter(pk=entry.pk).update(active=False)
        target = ("template", str(entry.pk), entry.title)
        _record(entry.unit, "inbox.template", target, {"active": False}, by=by, at=at)


def describe(
    unit: Unit, *, by: User, at: datetime, words: str, version: int | None = None
) -> Services:
    """Say what a unit does for citizens; routing reads it from the next matter on.

    Empty words leave the unit to its name. ``version``: what the page showed, 0 where there was
    nothing. Raises ``Invalid`` where it is too long, ``Conflict`` where it was just changed.
    """
    access.require_describing(by, unit, at)
    said = clean_text(words, field="words").strip()
    if len(said) > MOST_SERVICES:
        raise Invalid.field("words", _("Paling panjang %(n)s huruf.") % {"n": MOST_SERVICES})
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        known = Services.objects.filter(unit=unit).first()
        held = known.version if known is not None else 0
        if version is not None and version != held:
            raise Conflict(
                _("Layanan unit ini baru saja diubah orang lain. Salin tulisan Anda, muat ulang.")
            )
        if known is not None and known.words == said:
            return known
        made, _fresh = Services.objects.update_or_create(
            unit=unit, defaults={"words": said, "version": held + 1, "changed_at": at}
        )
        data = {"was": known.words if known is not None else "", "now": said}
        _record(unit, "inbox.services", ("unit", str(unit.pk), unit.name), data, by=by, at=at)
    return made


def forget_routing(*, by: User, at: datetime, reason: str) -> int:
    """Empty what routing learned from dispositions; returns how many words were forgotten.

    It begins anew from the units' own words. Raises ``Invalid`` without a reason.
    """
    return _forget(Learned.objects.all(), action="inbox.forget", reason=reason, by=by, at=at)


def forget_kinds(*, by: User, at: datetime, reason: str) -> int:
    """Empty what people's word on kinds and topics taught; returns how many words were forgotten.

    Messages are read again as the triage comes. Raises ``Invalid`` without a reason.
    """
    kinds, topics = LearnedKind.objects.all(), LearnedTopic.objects.all()
    return _forget(kinds, topics, action="inbox.forget_kinds", reason=reason, by=by, at=at)


def _forget(
    *learnt: QuerySet[Learned] | QuerySet[LearnedKind] | QuerySet[LearnedTopic],
    action: str, reason: str, by: User, at: datetime,
) -> int:  # fmt: skip
    top = access.top_unit()
    permissions.require(by, "inbox.manage", top, at)
    why = needed(clean_line(reason, field="reason"), "reason", _("Tulis alasannya."), 300)
    with transaction.atomic():
        count = sum(rows.delete()[0] for rows in learnt)
        data = {"count": count, "reason": why}
        _record(top, action, ("unit", str(top.pk), top.name), data, by=by, at=at)
    return count


def save_view(*, by: User, at: datetime, name: str, filters: Mapping[str, str]) -> SavedView:
    """Keep filters of the queue under a name of one's own; nobody else's business, no ledger."""
    title = needed(clean_line(name), "name", _("Beri nama tampilan ini."), 60)
    if SavedView.objects.filter(user=by).exclude(name=title).count() >= MOST_VIEWS:
        raise Conflict(_("Paling banyak 30 tampilan. Hapus yang tidak dipakai."))
    try:
        made, _fresh = SavedView.objects.update_or_create(
            user=by, name=title, defaults={"filters": dict(filters)},
            create_defaults={"filters": dict(filters), "created_at": at},
        )  # fmt: skip
    except IntegrityError:
        raise Conflict(_("Nama itu baru saja dipakai. Coba lagi.")) from None
    return made


def drop_view(view_id: UUID, *, by: User) -> None:
    """Forget a saved view of one's own."""
    SavedView.objects.filter(user=by, pk=view_id).delete()
