"""Search in all text: one small interface over FTS5 (SQLite) and ``tsvector`` (PostgreSQL).

Words are stemmed before they are stored and before they are asked for, so that *perbaikan* finds
*diperbaiki*. What citizens wrote stands in one table, what we said and noted in another one: the
one is large, the other is not what cases are compared by. Both know messages, answers and notes by
their ids and no cases, so merge and split have nothing to carry along. The tables are made by the
migrations 0002 and 0016.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import Expression, Func

from kentongan.inbox.models import Case, Message, MessageVersion
from kentongan.language.stems import stems

#: Words of a question that are looked at.
MOST_WORDS = 8
#: Stems of a message that are stored.
MOST_STEMS = 400
#: From so many messages with the words one goes to their cases. Of more, the latest are enough to
#: compare with; the queue asks its cases in turn, since the first that have them are soon found.
MOST_FOLLOWED = 5_000
#: What we say has words that stand in every second answer: of more, the latest are found.
MOST_OURS = 5_000
_ROWS = 500
#: What is ours, as ``inbox_search_ours.what`` calls it → its table, and what of it counts.
_OURS = {
    "note": ("inbox_note", ""),
    "reply": ("inbox_reply", "AND undone_at IS NULL AND refused = ''"),
    "elsewhere": ("inbox_elsewhere", "AND undone_at IS NULL"),
    "title": ("inbox_clarification", "AND state = 'published' AND case_id IS NOT NULL"),
    "message": ("inbox_message", "AND case_id IS NOT NULL"),
}
_ADD_THEIRS = {
    "sqlite": "INSERT INTO inbox_search(message_id, words) VALUES (%s, %s)",
    "postgresql": "INSERT INTO inbox_search(message_id, words)"
    " VALUES (%s, to_tsvector('simple', %s)) ON CONFLICT (message_id) DO UPDATE"
    " SET words = inbox_search.words || excluded.words",
}
_ADD_OURS = {
    "sqlite": "INSERT INTO inbox_search_ours(source_id, what, words) VALUES (%s, %s, %s)",
    "postgresql": "INSERT INTO inbox_search_ours(source_id, what, words)"
    " VALUES (%s, %s, to_tsvector('simple', %s)) ON CONFLICT (source_id) DO UPDATE"
    " SET words = inbox_search_ours.words || excluded.words",
}
#: A number as people type it: ``JTW-4817``, ``jtw 4817``, ``#4817``.
_NUMBER = re.compile(r"#?\s*(?:([A-Za-z]{2,3})[\s-]*|-)?([0-9]{3,8})")


def document(message: Message) -> str:
    """What is found of a message: its words and its author, as stems."""
    said = [*stems(message.text), *stems(f"{message.author_name} {message.author_handle}")]
    return " ".join(dict.fromkeys(said[:MOST_STEMS]))


def add(messages: Iterable[Message]) -> None:
    """Make messages findable by what they say now; earlier wordings stay findable, as evidence."""
    said = [message for message in messages if message.text]
    rows = [(_key(m.pk), document(m)) for m in said if not m.ours]
    add_ours("message", ((m.pk, m.text) for m in said if m.ours))
    _insert(rows, _ADD_THEIRS)


def add_ours(what: str, said: Iterable[tuple[UUID, str]], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make something of ours findable: ids and texts of what :data:`_OURS` names."""
    found = ((pk, " ".join(stemmed(text))) for pk, text in said)
    _insert([(_key(pk), what, words) for pk, words in found if words], _ADD_OURS, using)


def _insert(
    rows: Sequence[tuple[Any, ...]], statements: dict[str, str], using: str = DEFAULT_DB_ALIAS
) -> None:
    chosen = connections[using]
    with chosen.cursor() as cursor:
        for start in range(0, len(rows), _ROWS):
            cursor.executemany(statements[chosen.vendor], rows[start : start + _ROWS])


def stemmed(text: str) -> dict[str, None]:
    """What is found of a text of ours: its first stems, in order, each once."""
    return dict.fromkeys(stems(text)[:MOST_STEMS])


def renew(messages: Sequence[Message]) -> None:
    """Find messages no longer by what stands in them no more, such as a name taken back.

    Earlier wordings stay findable. On SQLite it reads the whole index: for rare acts.
    """
    with connection.cursor() as cursor:
        for message in messages:
            cursor.execute("DELETE FROM inbox_search WHERE message_id = %s", [_key(message.pk)])
    add(messages)
    for old in MessageVersion.objects.filter(message__in=messages).select_related("message"):
        old.message.text = old.text
        old.message.author_name = old.message.author_handle = ""
        add([old.message])


def _key(pk: UUID) -> Any:
    return pk.hex if connection.vendor == "sqlite" else pk


class Found(Expression):
    """The ids of messages that contain every one of ``terms``, as a subquery for ``pk__in``.

    SQLite only. ``some``: one of them is enough; then only the latest messages, for such words may
    be common.
    """

    output_field: models.Field[Any, Any] = models.UUIDField()

    def __init__(self, terms: Sequence[str], *, some: bool = False) -> None:
        super().__init__(output_field=models.UUIDField())
        self.terms = tuple(terms)
        self.some = some

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # noqa: ARG002
        """FTS5 takes quoted words."""
        found = _MESSAGES.format(has=_has("inbox_search"))
        latest = f" ORDER BY rowid DESC LIMIT {MOST_FOLLOWED}" if self.some else ""
        return f"({found}{latest})", [_asked(self.terms, some=self.some)]


class FoundOurs(Expression):
    """The ids of cases in which something of ours, of the latest, contains every one of ``terms``,
    likewise."""

    output_field: models.Field[Any, Any] = models.UUIDField()

    def __init__(self, terms: Sequence[str]) -> None:
        super().__init__(output_field=models.UUIDField())
        self.terms = tuple(terms)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # noqa: ARG002
        """The words are looked for once, then each table for its own."""
        return f"({_cases_of_ours('rowid')})", [_asked(self.terms)]


class Says(Func):
    """Whether a case has a message that contains every one of ``terms``. PostgreSQL only.

    ``many`` messages do; else, or where only the ``latest`` count, no more than
    :data:`MOST_FOLLOWED`. Either way the planner is told how to go, for it guesses badly how many
    cases it will have to look at: by an array it goes from messages to cases, by ``OFFSET 0`` from
    each case to its messages. ``some``: one of the words is enough.
    """

    output_field: models.Field[Any, Any] = models.BooleanField()

    def __init__(
        self,
        terms: Sequence[str],
        *,
        many: bool = False,
        latest: bool = False,
        some: bool = False,
    ) -> None:
        super().__init__("pk")
        self.terms = tuple(terms)
        self.way = _FROM_CASE if many else _FROM_MESSAGES
        self.order = "ORDER BY message_id DESC" if latest else ""
        self.some = some

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # type: ignore[override]  # noqa: ARG002
        """The column of the case stands where the queryset has it."""
        case, params = compiler.compile(self.source_expressions[0])
        has = f"{_has('inbox_search')} {self.order}"
        asked = self.way.format(case=case, has=has, most=MOST_FOLLOWED)
        return asked, [*params, _asked(self.terms, some=self.some)]


class SaysOurs(Func):
    """Whether in a case something of ours, of the latest, contains every one of ``terms``.
    PostgreSQL only; always from the words to the cases.

    ``one_by_one``: the cases are looked at in turn, and each is looked up in a table of those with
    the words; else an index of cases is looked into, by an array.
    """

    output_field: models.Field[Any, Any] = models.BooleanField()

    def __init__(self, terms: Sequence[str], *, one_by_one: bool = False) -> None:
        super().__init__("pk")
        self.terms = tuple(terms)
        self.way = "{case} IN ({found})" if one_by_one else "{case} = ANY(ARRAY({found}))"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # type: ignore[override]  # noqa: ARG002
        """The column of the case stands where the queryset has it."""
        case, params = compiler.compile(self.source_expressions[0])
        asked = self.way.format(case=case, found=_cases_of_ours("source_id"))
        return asked, [*params, _asked(self.terms)]


class Numbered(Func):
    """Whether a case has these digits in its number, whatever letters stand before them."""

    output_field: models.Field[Any, Any] = models.BooleanField()

    def __init__(self, digits: str) -> None:
        super().__init__("number")
        self.digits = digits

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # type: ignore[override]
        """By an array an index of numbers is looked into; PostgreSQL does not for a subquery."""
        number, params = compiler.compile(self.source_expressions[0])
        way = "= ANY(ARRAY({}))" if connection.vendor == "postgresql" else "IN ({})"
        found = way.format("SELECT prefix || %s FROM inbox_numberseries")
        return f"{number} {found}", [*params, f"-{self.digits}"]


def _has(table: str) -> str:
    """The condition that a table has the words, whichever database it is."""
    if connection.vendor == "sqlite":
        return f"{table} MATCH %s"
    return f"{table}.words @@ to_tsquery('simple', %s)"


def _cases_of_ours(order: str) -> str:
    """The statement that goes from the latest words of ours to their cases. By ``IN`` and not by a
    join: SQLite does not know how few rows have the words, and reads whole tables to join them."""
    cases = " UNION ALL ".join(
        _CASES_OF.format(table=table, what=what, counts=counts)
        for what, (table, counts) in _OURS.items()
    )
    has = _has("inbox_search_ours")
    return _SAID.format(has=has, order=order, most=MOST_OURS, cases=cases)


_MESSAGES = "SELECT message_id FROM inbox_search WHERE {has}"
_FROM_MESSAGES = """
    {case} = ANY(ARRAY(
        SELECT case_id FROM inbox_message
        JOIN (SELECT message_id FROM inbox_search WHERE {has} LIMIT {most}) AS found
        ON id = message_id
    ))"""
_FROM_CASE = """
    EXISTS(
        SELECT 1 FROM inbox_message JOIN inbox_search ON id = message_id
        WHERE case_id = {case} AND {has} OFFSET 0
    )"""
_SAID = """
    WITH said AS MATERIALIZED (
        SELECT source_id, what FROM inbox_search_ours WHERE {has} ORDER BY {order} DESC LIMIT {most}
    ) {cases}"""
_CASES_OF = """
    SELECT case_id FROM {table}
    WHERE id IN (SELECT source_id FROM said WHERE what = '{what}') {counts}"""
_COUNT = "SELECT count(*) FROM ({rows} LIMIT {most}) AS found"


def _asked(terms: Sequence[str], *, some: bool = False) -> str:
    if connection.vendor == "sqlite":
        return (" OR " if some else " ").join(f'"{term}"' for term in terms)
    return (" | " if some else " & ").join(f"'{term}'" for term in terms)


def saying(words: str) -> models.Q:
    """The condition on cases to have a number, or a message, an answer, a note or the title of a
    public clarification with every word of ``words``.

    On PostgreSQL it takes a statement to see how many messages have them.
    """
    by_number = _by_number(words)
    terms = terms_of(words)
    if not terms:
        return by_number
    if connection.vendor == "sqlite":
        found = Message.objects.filter(pk__in=Found(terms)).values("case")
        return by_number | models.Q(pk__in=found) | models.Q(pk__in=FoundOurs(terms))
    rows = _MESSAGES.format(has=_has("inbox_search"))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(rows=rows, most=MOST_FOLLOWED + 1), [_asked(terms)])
        few = cursor.fetchone()[0] <= MOST_FOLLOWED
    ours = models.Q(SaysOurs(terms, one_by_one=not few))
    return by_number | models.Q(Says(terms, many=not few)) | ours


def _by_number(words: str) -> models.Q:
    typed = _NUMBER.fullmatch(words.strip())
    if typed is None:
        return models.Q(number=words.strip().upper())
    letters, digits = typed.groups()
    if letters:
        return models.Q(number=f"{letters.upper()}-{digits}")
    return models.Q(Numbered(digits))


def matching(cases: models.QuerySet[Case], words: str) -> models.QuerySet[Case]:
    """Those of ``cases`` that have a number, or something late, with every word of ``words``."""
    terms = terms_of(words)
    if not terms or connection.vendor == "sqlite":
        return cases.filter(saying(words)) if words.strip() else cases
    late = models.Q(Says(terms, latest=True)) | models.Q(SaysOurs(terms))
    return cases.filter(_by_number(words) | late)


def touching(cases: models.QuerySet[Case], terms: Sequence[str]) -> models.QuerySet[Case]:
    """Those of ``cases`` of which a late message has at least one of these stems."""
    if not terms:
        return cases.none()
    if connection.vendor == "sqlite":
        found = Message.objects.filter(pk__in=Found(terms, some=True)).values("case")
        return cases.filter(pk__in=found)
    return cases.filter(Says(terms, latest=True, some=True))


def terms_of(words: str) -> list[str]:
    """The stems that are looked for."""
    return list(dict.fromkeys(stems(words)))[:MOST_WORDS]


_CREATE = {
    "sqlite": (
        """CREATE VIRTUAL TABLE IF NOT EXISTS inbox_search
        USING fts5(words, message_id UNINDEXED, tokenize='unicode61')""",
        """CREATE VIRTUAL TABLE IF NOT EXISTS inbox_search_ours
        USING fts5(words, source_id UNINDEXED, what UNINDEXED, tokenize='unicode61')""",
    ),
    "postgresql": (
        """CREATE TABLE IF NOT EXISTS inbox_search
        (message_id uuid PRIMARY KEY, words tsvector NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS inbox_search_words ON inbox_search USING gin(words)",
        """CREATE TABLE IF NOT EXISTS inbox_search_ours
        (source_id uuid PRIMARY KEY, what text NOT NULL, words tsvector NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS inbox_search_ours_words ON inbox_search_ours USING gin(words)",
    ),
}


def create_tables(alias: str) -> None:
    """Make the tables of the search on a database, those that are not there; for migrations."""
    chosen = connections[alias]
    with chosen.cursor() as cursor:
        for statement in _CREATE[chosen.vendor]:
            cursor.execute(statement)


def drop_tables(alias: str, *names: str) -> None:
    """The inverse of :func:`create_tables`."""
    with connections[alias].cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
