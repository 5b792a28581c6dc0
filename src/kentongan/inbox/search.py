"""Search in all text: one small interface over FTS5 (SQLite) and ``tsvector`` (PostgreSQL).

Words are stemmed before they are stored and before they are asked for, so that *perbaikan* finds
*diperbaiki*. The tables are made by migration 0002.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, connections, models
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
_ROWS = 500


def document(message: Message) -> str:
    """What is found of a message: its words and its author, as stems."""
    said = [*stems(message.text), *stems(f"{message.author_name} {message.author_handle}")]
    return " ".join(dict.fromkeys(said[:MOST_STEMS]))


def add(messages: Iterable[Message]) -> None:
    """Make messages findable by what they say now; earlier wordings stay findable, as evidence."""
    rows = [(_key(m), document(m)) for m in messages if not m.ours and m.text]
    insert = {
        "sqlite": "INSERT INTO inbox_search(message_id, words) VALUES (%s, %s)",
        "postgresql": "INSERT INTO inbox_search(message_id, words)"
        " VALUES (%s, to_tsvector('simple', %s)) ON CONFLICT (message_id) DO UPDATE"
        " SET words = inbox_search.words || excluded.words",
    }[connection.vendor]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _ROWS):
            cursor.executemany(insert, rows[start : start + _ROWS])


def renew(messages: Sequence[Message]) -> None:
    """Find messages no longer by what stands in them no more, such as a name taken back.

    Earlier wordings stay findable. On SQLite it reads the whole index: for rare acts.
    """
    with connection.cursor() as cursor:
        for message in messages:
            cursor.execute("DELETE FROM inbox_search WHERE message_id = %s", [_key(message)])
    add(messages)
    for old in MessageVersion.objects.filter(message__in=messages).select_related("message"):
        old.message.text = old.text
        old.message.author_name = old.message.author_handle = ""
        add([old.message])


def _key(message: Message) -> Any:
    return message.pk.hex if connection.vendor == "sqlite" else message.pk


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
        found = _MESSAGES.format(has=_HAS[connection.vendor])
        latest = f" ORDER BY rowid DESC LIMIT {MOST_FOLLOWED}" if self.some else ""
        return f"({found}{latest})", [_asked(self.terms, some=self.some)]


class Says(Func):
    """Whether a case has a message that contains every one of ``terms``. PostgreSQL only.

    ``many`` messages do; else, or where only the ``latest`` count, no more than
    :data:`MOST_FOLLOWED`. Either way the planner is told how to go, for it guesses badly how many
    cases it will have to look at: by an array it goes from messages to cases, by ``OFFSET 0`` from
    each case to its messages. ``some``: one of the words is enough.
    """

    output_field: models.Field[Any, Any] = models.BooleanField()

    def __init__(
        self, terms: Sequence[str], *, many: bool = False, latest: bool = False, some: bool = False
    ) -> None:
        super().__init__("pk")
        self.terms = tuple(terms)
        self.way = _FROM_CASE if many else _FROM_MESSAGES
        self.order = "ORDER BY message_id DESC" if latest else ""
        self.some = some

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # type: ignore[override]
        """The column of the case stands where the queryset has it."""
        case, params = compiler.compile(self.source_expressions[0])
        has = f"{_HAS[connection.vendor]} {self.order}"
        asked = self.way.format(case=case, has=has, most=MOST_FOLLOWED)
        return asked, [*params, _asked(self.terms, some=self.some)]


_HAS = {
    "sqlite": "inbox_search MATCH %s",
    "postgresql": "inbox_search.words @@ to_tsquery('simple', %s)",
}
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
_COUNT = "SELECT count(*) FROM ({rows} LIMIT {most}) AS found"


def _asked(terms: Sequence[str], *, some: bool = False) -> str:
    if connection.vendor == "sqlite":
        return (" OR " if some else " ").join(f'"{term}"' for term in terms)
    return (" | " if some else " & ").join(f"'{term}'" for term in terms)


def saying(words: str) -> models.Q:
    """The condition on cases to have a number, or a message, with every word of ``words``.

    On PostgreSQL it takes a statement to see how many messages have them.
    """
    by_number = models.Q(number=words.strip().upper())
    terms = _terms(words)
    if not terms:
        return by_number
    if connection.vendor == "sqlite":
        found = Message.objects.filter(pk__in=Found(terms)).values("case")
        return by_number | models.Q(pk__in=found)
    rows = _MESSAGES.format(has=_HAS["postgresql"])
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(rows=rows, most=MOST_FOLLOWED + 1), [_asked(terms)])
        few = cursor.fetchone()[0] <= MOST_FOLLOWED
    return by_number | models.Q(Says(terms, many=not few))


def matching(cases: models.QuerySet[Case], words: str) -> models.QuerySet[Case]:
    """Those of ``cases`` that have a number, or a late message, with every word of ``words``."""
    terms = _terms(words)
    if not terms or connection.vendor == "sqlite":
        return cases.filter(saying(words)) if words.strip() else cases
    by_number = models.Q(number=words.strip().upper())
    return cases.filter(by_number | models.Q(Says(terms, latest=True)))


def touching(cases: models.QuerySet[Case], terms: Sequence[str]) -> models.QuerySet[Case]:
    """Those of ``cases`` of which a late message has at least one of these stems."""
    if not terms:
        return cases.none()
    if connection.vendor == "sqlite":
        found = Message.objects.filter(pk__in=Found(terms, some=True)).values("case")
        return cases.filter(pk__in=found)
    return cases.filter(Says(terms, latest=True, some=True))


def _terms(words: str) -> list[str]:
    return list(dict.fromkeys(stems(words)))[:MOST_WORDS]


_CREATE = {
    "sqlite": (
        """CREATE VIRTUAL TABLE IF NOT EXISTS inbox_search
        USING fts5(words, message_id UNINDEXED, tokenize='unicode61')""",
    ),
    "postgresql": (
        """CREATE TABLE IF NOT EXISTS inbox_search
        (message_id uuid PRIMARY KEY, words tsvector NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS inbox_search_words ON inbox_search USING gin(words)",
    ),
}


def create_tables(alias: str) -> None:
    """Make the table of the search on a database; called by the migration."""
    chosen = connections[alias]
    with chosen.cursor() as cursor:
        for statement in _CREATE[chosen.vendor]:
            cursor.execute(statement)


def drop_tables(alias: str) -> None:
    """The inverse of :func:`create_tables`."""
    with connections[alias].cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS inbox_search")
