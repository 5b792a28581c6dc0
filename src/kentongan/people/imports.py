"""What can be imported from CSV or XLSX: a registry that features fill in ``AppConfig.ready``.

    register(ImportKind(code="akun", label=_("Akun resmi"), columns=(…),
                        permission="account.manage", validate_rows=check, apply=write))

``validate_rows(rows, by=, at=)`` gets ``[(line, {column: text})]`` and returns a ``Checked`` per
row, changing nothing. ``apply(rows, by=, at=)`` gets those rows, all without errors, inside one
transaction, and returns an ``Outcome``. Importing the same file again must change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from django.utils.functional import Promise
from django.utils.translation import get_language

from kentongan.kernel.errors import Invalid, Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.kernel.sentences import stored_within
from kentongan.people.models import User
from kentongan.people.permissions import can_somewhere

Label = str | Promise
Raw = Sequence[tuple[int, dict[str, str]]]
Act = Literal["create", "update", "same"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the header, what it is called on screen, and what to write in it.

    ``english``: a name that the header may carry instead, where that differs.
    """

    name: str
    label: Label
    help: Label = ""
    english: str = ""
    required: bool = False

    @property
    def called(self) -> str:
        """Its name in a header in the language of the reader."""
        is_english = (get_language() or "").startswith("en")
        return self.english if is_english and self.english else self.name


@dataclass(frozen=True, slots=True)
class Checked:
    """A row as read, what is wrong with it, and what importing it would do.

    ``was``: what stands now in the columns that an update would change.
    """

    line: int
    values: dict[str, str]
    errors: tuple[str, ...] = ()
    act: Act = "create"
    was: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For ``ImportBatch.rows``."""
        return {
            "line": self.line,
            "values": self.values,
            "errors": stored_within(self.errors),
            "act": self.act,
            "was": self.was,
        }


@dataclass(slots=True)
class Outcome:
    """What an import did. ``secrets``: (name, user name, one-time password), shown once;
    ``invited``: how many are invited by mail instead."""

    created: int = 0
    updated: int = 0
    same: int = 0
    invited: int = 0
    secrets: list[tuple[str, str, str]] = field(default_factory=list)

    def count(self, act: Act) -> None:
        """Count one row."""
        if act == "create":
            self.created += 1
        elif act == "update":
            self.updated += 1
        else:
            self.same += 1


def refusals(*works: Callable[[], object]) -> list[str]:
    """What each of ``works`` refuses, with the column it is about."""
    errors: list[str] = []
    for work in works:
        try:
            work()
        except Invalid as problem:
            errors += [
                _("%(name)s: %(text)s") % {"name": name, "text": text}
                for name, texts in problem.fields.items()
                for text in texts
            ]
        except NotAllowed as problem:
            errors.append(str(problem))
    return errors


class Validate(Protocol):
    """Checks rows against one another and the database; changes nothing."""

    def __call__(self, rows: Raw, *, by: User, at: datetime) -> list[Checked]:
        """One result per row, in order."""
        ...


class Apply(Protocol):
    """Writes rows that are all good."""

    def __call__(self, rows: Sequence[Checked], *, by: User, at: datetime) -> Outcome:
        """What was done."""
        ...


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of table. ``permission`` must be held somewhere to see it at all.

    ``export_rows(by)`` gives today's data in the same columns, to be edited and imported again.
    ``shown_at`` names the address of the page on which what was imported is seen.
    ``by_mail``: the column with the addresses of new people, and ``apply`` inviting those who
    have one; who imports chooses. ``read_only``: columns that stand in other exports of the same
    rows to be read by people; they are passed over.
    """

    code: str
    label: Label
    columns: tuple[Column, ...]
    validate_rows: Validate
    apply: Apply
    permission: str = "unit.manage"
    help: Label = ""
    export_rows: Callable[[User], Iterable[Sequence[str]]] | None = None
    shown_at: str = "people:units"
    by_mail: tuple[str, Apply] | None = None
    read_only: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(column.name for column in self.columns)

    def told(self, error: str) -> str:
        """What is wrong with a row, its column named in the language of the reader."""
        name, colon, text = error.partition(": ")
        column = next((column for column in self.columns if column.name == name), None)
        return f"{column.called}{colon}{text}" if column else error

    def heading(self, written: str) -> str:
        """The name of the column that is so called in a header; as written where none is."""
        return next((c.name for c in self.columns if written in (c.name, c.english)), written)


KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Add or replace a kind, by its code."""
    KINDS[kind.code] = kind


def kinds_for(user: User) -> list[ImportKind]:
    """Kinds this person may import."""
    return [kind for kind in KINDS.values() if can_somewhere(user, kind.permission)]


def kind_for(user: User, code: str) -> ImportKind:
    """A kind of import this person may use; ``Missing`` otherwise."""
    kind = next((kind for kind in kinds_for(user) if kind.code == code), None)
    if kind is None:
        raise Missing(_("Jenis impor itu tidak ada."))
    return kind
