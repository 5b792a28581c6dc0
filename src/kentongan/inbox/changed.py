"""What authors wrote in the place of their words, or took away: kept, read anew, never milder.

Part of a batch on its way into the tables (``arrivals.py``).
"""

from __future__ import annotations

from collections.abc import Sequence

from kentongan.inbox import classify, kinds
from kentongan.inbox.alike import signature
from kentongan.inbox.arrivals import (
    MOST_TEXT,
    go_on,
    hold,
    is_old,
    make_graver,
    read_as,
)
from kentongan.inbox.batches import Batch, is_older, stored
from kentongan.inbox.masking import preview
from kentongan.inbox.models import Case, Message, MessageVersion
from kentongan.inbox.states import CASE
from kentongan.language.triage.reading import Kind, Reading
from kentongan.networks.contract import Incoming


def follow(batch: Batch, items: Sequence[Incoming]) -> list[Incoming]:
    """Follow edits and deletions of what is known; returns what is not. One statement, and where
    there were edits one more and what reading costs."""
    rows = Message.objects.filter(external_id__in=[item.external_id for item in items])
    if batch.source.account is not None:
        rows = rows.filter(account=batch.source.account)
    else:
        rows = rows.filter(account=None, channel=batch.source.channel)
    known = {row.external_id: row for row in rows}
    for item in items:
        if (row := known.get(item.external_id)) is not None:
            _follow_one(batch, row, item)
    _read_anew(batch)
    return [item for item in items if item.external_id not in known]


def _follow_one(batch: Batch, row: Message, item: Incoming) -> None:
    """Keep what was said before; a message that is gone stays gone, replays change nothing."""
    if row.gone_at is not None or (item.gone and row.hidden_at is not None):
        return  # what we hid is listed no longer: that is not its author's doing
    if is_older(item, row.changed_at):
        return  # how it was before an edit that is known, told late or again
    text = "" if item.gone else item.text[:MOST_TEXT]
    enclosures = [] if item.gone else stored(item)
    if text == row.text and _kinds(enclosures) == _kinds(row.enclosures) and not item.gone:
        # The same pictures at addresses that expire; or edited away and back in between.
        later = item.changed_at or row.changed_at
        if enclosures != row.enclosures or later != row.changed_at:
            row.enclosures, row.changed_at = enclosures, later
            batch.refreshed.append(row)
        return
    if row.version and not item.version and not item.gone:
        return  # how it was before its first edit, told again
    batch.versions.append(
        MessageVersion(
            message=row,
            version=row.version,
            text=row.text,
            enclosures=row.enclosures,
            seen_until=batch.at,
        )
    )
    row.text, row.enclosures, row.version = text, enclosures, item.version[:200]
    row.changed_at = item.changed_at or row.changed_at
    row.signature = signature(text)
    if item.gone:
        row.gone_at = batch.at
    else:
        row.edited_at = batch.at
    batch.changed.append(row)


def _kinds(enclosures: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    return [(one["mime"], one["alt"]) for one in enclosures]


def _read_anew(batch: Batch) -> None:
    """What it says now decides whether somebody must look, be woken, or may not see it."""
    said = [
        (row, before.text)
        for row, before in zip(batch.changed, batch.versions, strict=True)
        if row.gone_at is None and not row.ours and row.text != before.text
    ]
    if not said:
        return
    held = hold(batch, [row.case_id for row, _before in said])
    readings = classify.read([row.text for row, _before in said], classify.places_of_region())
    for (row, before), reading in zip(said, readings, strict=True):
        was, known = row.kind, {row.kind, *row.flags}
        read_as(row, reading)
        if row.case_id is None:
            continue
        case = row.case = batch.touched.setdefault(row.case_id, held[row.case_id])
        if case.preview == preview(before):
            case.preview = preview(row.text)
        _wake(batch, case, row, reading)
        burns = Kind.EMERGENCY in {row.kind, *row.flags} - known
        if (was in kinds.CONTENT or burns) and not is_old(batch, row):
            go_on(batch, case, row, since=batch.at)
        make_graver(batch, case, row, known=known)


def _wake(batch: Batch, case: Case, row: Message, reading: Reading) -> None:
    """What the machine put away as chatter is chatter no longer. The clock runs from the edit."""
    by_machine = case.state == "dismissed" and case.kind == Kind.CHATTER and not case.kind_by
    if not by_machine or classify.is_idle(reading) or is_old(batch, row):
        return
    case.state = CASE.next(case.state, "wake")
    case.kind, case.likely = "" if row.kind == Kind.CHATTER else row.kind, row.likely
    case.confidence, case.opened_at, case.closed_at = reading.confidence, batch.at, None
    batch.gathered.append(case)
