"""Cases that carry a flag: the condition of the indexes over them, and of who asks for them."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler


class Marked(Func):
    """Whether ``flags`` has one flag. In SQL the same words every time and no parameter, or a
    database would not see that an index of just these cases answers the question.

    Raises ``ValueError`` for what cannot be a flag, since it becomes part of the statement.
    """

    function = "INSTR"
    template = "%(function)s(%(expressions)s, '\"%(flag)s\"') > 0"
    output_field = BooleanField()

    def __init__(self, flag: str) -> None:
        if not (flag.isascii() and flag.isidentifier()):
            raise ValueError(f"No flag: {flag!r}")
        super().__init__(F("flags"), flag=flag)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> Any:
        """The same of a column that is no text there."""
        template = "STRPOS((%(expressions)s)::text, '\"%(flag)s\"') > 0"
        return self.as_sql(compiler, connection, template=template, **extra)
