"""Reading a file into a batch, and writing a confirmed batch, whole or not at all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kentongan.kernel import tables
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.sentences import read
from kentongan.kernel.text import problem_of_line, shorten
from kentongan.ledger.actions import record
from kentongan.people.imports import Checked, ImportKind, Outcome, Raw
from kentongan.people.models import ImportBatch, User

MAX_ROWS = 2000


def prepare_import(
    kind: ImportKind, *, content: bytes, file_name: str, by: User, at: datetime
) -> ImportBatch:
    """Read and check a file; nothing but the batch is written. Raises ``Invalid``."""
    table = tables.read(content, max_rows=MAX_ROWS).renamed(kind.heading)
    missing = [c.name for c in kind.columns if c.required and c.name not in table.header]
    unknown = [name for name in table.header if name not in (*kind.names, *kind.read_only)]
    if missing:
        raise Invalid.field(
            "file", _("Kolom yang kurang: %(names)s.") % {"names": ", ".join(missing)}
        )
    if unknown:
        raise Invalid.field(
            "file",
            _("Kolom yang tidak dikenal: %(names)s. Pakai templat.")
            % {"names": ", ".join(shorten(name, 40) for name in unknown[:5])},
        )
    if not table.rows:
        raise Invalid.field("file", _("Belum ada baris data di bawah judul kolom."))
    rows = [
        (line, {name: record_.get(name, "") for name in kind.names})
        for line, record_ in table.records()
    ]
    checked = check_rows(kind, rows, by=by, at=at)
    return ImportBatch.objects.create(
        kind=kind.code,
        file_name=shorten(_safe(file_name), 200),
        rows=[row.as_json() for row in checked],
        created_by=by,
        created_at=at,
    )


def _safe(name: str) -> str:
    return "".join(c if c.isprintable() else "·" for c in name) or "berkas"


def check_rows(kind: ImportKind, rows: Raw, *, by: User, at: datetime) -> list[Checked]:
    """Characters and required columns, then the kind's own check: all that is wrong with a row.

    The kind gets a cell that cannot be read as an empty one; what it says of a column that is
    known to be bad is left out.
    """
    required = [column.name for column in kind.columns if column.required]
    bad: dict[int, dict[str, str]] = {}
    readable = []
    for line, values in rows:
        problems = {name: problem_of_line(value) for name, value in values.items()}
        bad[line] = {name: f"{name}: {problem}" for name, problem in problems.items() if problem}
        bad[line] |= {
            name: _("%(name)s: wajib diisi.") % {"name": name}
            for name in required
            if not values[name]
        }
        readable.append((line, {n: "" if problems[n] else v for n, v in values.items()}))
    told = {row.line: row for row in kind.validate_rows(readable, by=by, at=at)}
    return [
        _joined(bad[line], told[line], values) if bad[line] else told[line] for line, values in rows
    ]


def _joined(bad: dict[str, str], told: Checked, values: dict[str, str]) -> Checked:
    more = (error for error in told.errors if error.partition(": ")[0] not in bad)
    return Checked(told.line, _printable(values), (*bad.values(), *more))


def _printable(values: dict[str, str]) -> dict[str, str]:
    """Values that any database stores, for showing a bad row."""
    return {
        name: "".join("·" if problem_of_line(c) else c for c in value)
        for name, value in values.items()
    }


def rows_of(batch: ImportBatch) -> list[Checked]:
    """The rows of a batch as checked last."""
    return [
        Checked(
            row["line"],
            row["values"],
            tuple(map(read, row["errors"])),
            row["act"],
            row.get("was", {}),
        )
        for row in batch.rows
    ]


def apply_import(
    batch: ImportBatch, kind: ImportKind, *, by: User, at: datetime, by_mail: bool = False
) -> Outcome | None:
    """Write the batch in one transaction; once. None where the preview is not true any more.

    With ``by_mail`` new people are invited, where the kind knows how and a mail reaches them.
    The rows are checked again, because somebody else may have written meanwhile. Where a row went
    bad, would do something else, or would replace what nobody saw, nothing is written and the
    batch holds what is true now, to be looked at again.
    """
    try:
        with transaction.atomic():
            held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if held.confirmed_at is not None:
                raise Conflict(_("Impor ini sudah dijalankan."))
            seen = rows_of(held)
            checked = check_rows(kind, [(row.line, row.values) for row in seen], by=by, at=at)
            moved = [(row.act, row.was) for row in checked] != [(row.act, row.was) for row in seen]
            if moved or any(row.errors for row in checked):
                raise _Moved(checked)
            apply = kind.by_mail[1] if by_mail and kind.by_mail else kind.apply
            outcome = apply(checked, by=by, at=at)
            held.confirmed_at = at
            held.save(update_fields=["confirmed_at"])
            record(
                by=by,
                at=at,
                action="import.apply",
                target=("import", str(batch.pk), batch.file_name),
                unit=by.unit.code,
                data={
                    "jenis": kind.code,
                    "baru": outcome.created,
                    "diubah": outcome.updated,
                    "sama": outcome.same,
                },
            )
            return outcome
    except _Moved as found:
        batch.rows = [row.as_json() for row in found.rows]
        batch.save(update_fields=["rows"])
        return None


class _Moved(Exception):
    """What the preview told is not what would happen now."""

    def __init__(self, rows: list[Checked]) -> None:
        super().__init__()
        self.rows = rows


def discard_import(batch: ImportBatch) -> None:
    """Throw a batch away; nothing of it was written."""
    ImportBatch.objects.filter(pk=batch.pk, confirmed_at=None).delete()
