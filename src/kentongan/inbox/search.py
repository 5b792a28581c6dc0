"""Search in all text: one small interface over FTS5 (SQLite) and ``tsvector`` (PostgreSQL).

Words are stemmed before they are stored and before they are asked for, so that *perbaikan* finds
*diperbaiki*. What citizens wrote stands in one table, what we said and noted in another one: the
one is large, the other is not what cases are compared by. Both know messages, answers and notes by
their ids. What citizens wrote knows its case, too, and on PostgreSQL so does what is ours: the way
over the messages costs more than the search. So what merge, split and flood put elsewhere has to
be said (:func:`moved`). The tables are in ``search_tables.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import Expression, Func

from kentongan.inbox import numbers
from kentongan.inbox.models import Case, Message, MessageVersion
from kentongan.language.stems import stems

#: Words of a question that are looked at.
MOST_WORDS = 8
#: Stems of a message that are stored.
MOST_STEMS = 400
#: From so many texts with the words one goes to their cases; of more, the queue asks its cases in
#: turn, since the first that have them are soon found. At a million messages both cost the same.
MOST_FOLLOWED = 3_000
#: To compare with, the latest texts are enough; of what we say, which has words that stand in every
#: second answer, SQLite finds no others in the queue either.
MOST_LATEST = 5_000
_ROWS = 500
#: What is ours, as ``inbox_search_ours.what`` calls it → its table, and what of it counts.
_OURS = {
    "note": ("inbox_note", ""),
    "reply": ("inbox_reply", "AND undone_at IS NULL AND refused = ''"),
    "elsewhere": ("inbox_elsewhere", "AND undone_at IS NULL"),
    "title": ("inbox_clarification", "AND state = 'published'"),
    "message": ("inbox_message", ""),
}
_ADD_THEIRS = (
    "INSERT INTO inbox_search(message_id, case_id, words)"
    " SELECT id, case_id, to_tsvector('simple', %s) FROM inbox_message WHERE id = %s"
    " ON CONFLICT (message_id) DO UPDATE SET words = inbox_search.words || excluded.words"
)
_ADD_NUMBERED = "INSERT INTO inbox_search(words, message_id, rowid) VALUES (%s, %s, %s)"
_ADD_PLACES = (
    "INSERT INTO inbox_search_places(doc, message_id, case_id)"
    " SELECT %s, id, case_id FROM inbox_message WHERE id = %s"
)
_ADD_OURS = {
    "sqlite": "INSERT INTO inbox_search_ours(what, words, source_id) VALUES (%s, %s, %s)",
    "postgresql": "INSERT INTO inbox_search_ours(source_id, case_id, what, words)"
    " SELECT id, case_id, %s, to_tsvector('simple', %s) FROM {table} WHERE id = %s"
    " ON CONFLICT (source_id) DO UPDATE SET words = inbox_search_ours.words || excluded.words",
}


def document(message: Message) -> str:
    """What is found of a message: its words and its author, as stems."""
    said = [*stems(message.text), *stems(f"{message.author_name} {message.author_handle}")]
    return " ".join(dict.fromkeys(said[:MOST_STEMS]))


def add(messages: Iterable[Message]) -> None:
    """Make messages findable by what they say now; earlier wordings stay findable, as evidence."""
    said = [message for message in messages if message.text]
    rows = [(document(m), _key(m.pk)) for m in said if not m.ours]
    add_ours("message", ((m.pk, m.text) for m in said if m.ours))
    if connection.vendor != "sqlite":
        _insert(rows, _ADD_THEIRS)
    elif rows:
        _insert_numbered(rows)


def add_ours(what: str, said: Iterable[tuple[UUID, str]], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make something of ours findable: ids and texts of what :data:`_OURS` names."""
    found = ((pk, " ".join(stemmed(text))) for pk, text in said)
    into = _ADD_OURS[connections[using].vendor].format(table=_OURS[what][0])
    _insert([(what, words, _key(pk)) for pk, words in found if words], into, using)


def _insert(rows: Sequence[tuple[Any, ...]], statement: str, using: str = DEFAULT_DB_ALIAS) -> None:
    with connections[using].cursor() as cursor:
        for start in range(0, len(rows), _ROWS):
            cursor.executemany(statement, rows[start : start + _ROWS])


def _insert_numbered(rows: Sequence[tuple[Any, ...]]) -> None:
    """Texts on SQLite, by the next numbers. Messages were written before, in the same transaction,
    so nobody else writes meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(doc), 0) FROM inbox_search_places")
        first = cursor.fetchone()[0] + 1
    numbered = list(enumerate(rows, start=first))
    _insert([(words, key, doc) for doc, (words, key) in numbered], _ADD_NUMBERED)
    _insert([(doc, key) for doc, (_words, key) in numbered], _ADD_PLACES)


def moved(was: UUID, now: UUID) -> None:
    """Find what went from one case to another in the one where it is now; after it went there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_MOVED_PLACES, [now.hex, was.hex, now.hex])
            return
        cursor.execute(_MOVED, [now, was, now])
        there = " UNION ALL ".join(_OF_CASE.format(table=table) for table, _ in _OURS.values())
        cursor.execute(_MOVED_OURS.format(now=there), [now, was, *[now] * len(_OURS)])


def stemmed(text: str) -> dict[str, None]:
    """What is found of a text of ours: its first stems, in order, each once."""
    return dict.fromkeys(stems(text)[:MOST_STEMS])


def renew(messages: Sequence[Message]) -> None:
    """Find messages no longer by what stands in them no more, such as a name taken back.

    Earlier wordings stay findable.
    """
    with connection.cursor() as cursor:
        for message in messages:
            for statement in _FORGET[connection.vendor]:
                cursor.execute(statement, [_key(message.pk)])
    add(messages)
    for old in MessageVersion.objects.filter(message__in=messages).select_related("message"):
        old.message.text = old.text
        old.message.author_name = old.message.author_handle = ""
        add([old.message])


def _key(pk: UUID) -> Any:
    return pk.hex if connection.vendor == "sqlite" else pk


class Found(Func):
    """Whether a case has a message with every one of ``terms``. SQLite only.

    ``many`` messages do: then each case is asked, in the order of the queue; else one goes from the
    messages to their cases. ``some``: one of the words is enough; then only the latest messages
    count, for such words may be common.
    """

    output_field: models.Field[Any, Any] = models.BooleanField()

    def __init__(self, terms: Sequence[str], *, many: bool = False, some: bool = False) -> None:
        super().__init__("pk")
        self.terms = tuple(terms)
        self.way = _TO_DOCS if many else _FROM_DOCS
        self.some = some

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # type: ignore[override]  # noqa: ARG002
        """FTS5 takes quoted words."""
        case, params = compiler.compile(self.source_expressions[0])
        latest = f" ORDER BY rowid DESC LIMIT {MOST_LATEST}" if self.some else ""
        asked = self.way.format(case=case, has=_has("inbox_search"), latest=latest)
        return asked, [*params, _asked(self.terms, some=self.some)]


class FoundOurs(Expression):
    """The ids of cases in which something of ours, of the latest, contains every one of ``terms``,
    likewise."""

    output_field: models.Field[Any, Any] = models.UUIDField()

    def __init__(self, terms: Sequence[str]) -> None:
        super().__init__(output_field=models.UUIDField())
        self.terms = tuple(terms)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # noqa: ARG002
        """The words are looked for once, then each table for its own."""
        return f"({_cases_of_ours()})", [_asked(self.terms)]


class Says(Func):
    """Whether a case has a message, or with ``ours`` something of ours that counts, with every one
    of ``terms``. PostgreSQL only.

    ``many`` texts do; else, or where only the ``latest`` count, few. Either way the planner is told
    how to go, for it guesses badly how many cases it will have to look at: by an array it goes from
    texts to cases, by ``OFFSET 0`` from each case to its texts. ``some``: one of the words is
    enough.
    """

    output_field: models.Field[Any, Any] = models.BooleanField()

    def __init__(
        self,
        terms: Sequence[str],
        *,
        ours: bool = False,
        many: bool = False,
        latest: bool = False,
        some: bool = False,
    ) -> None:
        super().__init__("pk")
        self.terms = tuple(terms)
        self.way = _FROM_CASE if many else _FROM_TEXTS
        self.table = "inbox_search_ours" if ours else "inbox_search"
        self.counts = _counts() if ours else ""
        key = "source_id" if ours else "message_id"
        self.latest = f"ORDER BY {key} DESC LIMIT {MOST_LATEST}" if latest else ""
        self.some = some

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # type: ignore[override]  # noqa: ARG002
        """The column of the case stands where the queryset has it."""
        case, params = compiler.compile(self.source_expressions[0])
        has = f"{_has(self.table)} {self.counts} {self.latest}"
        asked = self.way.format(case=case, table=self.table, has=has)
        return asked, [*params, _asked(self.terms, some=self.some)]


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


def _counts() -> str:
    """The condition that something of ours is not taken back; asked of each row by itself."""
    each = "".join(
        _COUNTS.format(what=what, table=table, counts=counts)
        for what, (table, counts) in _OURS.items()
        if counts
    )
    return f"AND CASE what{each} ELSE true END"


def _cases_of_ours() -> str:
    """The statement for SQLite that goes from the latest words of ours to their cases. By ``IN``
    and not by a join: it does not know how few rows have the words, and reads whole tables to join
    them."""
    cases = " UNION ALL ".join(
        _CASES_OF.format(table=table, what=what, counts=counts)
        for what, (table, counts) in _OURS.items()
    )
    return _SAID.format(has=_has("inbox_search_ours"), most=MOST_LATEST, cases=cases)


_FROM_DOCS = """{case} IN (
    SELECT case_id FROM inbox_search_places WHERE case_id IS NOT NULL
    AND doc IN (SELECT rowid FROM inbox_search WHERE {has}{latest}))"""
#: By the plus SQLite goes to the few texts of the case, and not to all that have the words.
_TO_DOCS = """EXISTS(
    SELECT 1 FROM inbox_search_places WHERE case_id = {case}
    AND +doc IN (SELECT rowid FROM inbox_search WHERE {has}{latest}))"""
_FORGET = {
    "sqlite": (
        """DELETE FROM inbox_search
        WHERE rowid IN (SELECT doc FROM inbox_search_places WHERE message_id = %s)""",
        "DELETE FROM inbox_search_places WHERE message_id = %s",
    ),
    "postgresql": ("DELETE FROM inbox_search WHERE message_id = %s",),
}
_FROM_TEXTS = "{case} = ANY(ARRAY(SELECT case_id FROM {table} WHERE {has}))"
_FROM_CASE = "EXISTS(SELECT 1 FROM {table} WHERE case_id = {case} AND {has} OFFSET 0)"
_SAID = """
    WITH said AS MATERIALIZED (
        SELECT source_id, what FROM inbox_search_ours WHERE {has} ORDER BY rowid DESC LIMIT {most}
    ) {cases}"""
_CASES_OF = """
    SELECT case_id FROM {table}
    WHERE id IN (SELECT source_id FROM said WHERE what = '{what}') {counts}"""
_COUNT = """
    SELECT count(*) FROM (
        SELECT 1 FROM inbox_search WHERE {theirs}
        UNION ALL SELECT 1 FROM inbox_search_ours WHERE {ours} LIMIT {most}
    ) AS found"""
_MOVED = """
    UPDATE inbox_search SET case_id = %s FROM inbox_message AS message
    WHERE inbox_search.case_id = %s AND message.id = message_id AND message.case_id = %s"""
_MOVED_PLACES = """
    UPDATE inbox_search_places SET case_id = %s WHERE case_id = %s
    AND message_id IN (SELECT id FROM inbox_message WHERE case_id = %s)"""
_MOVED_OURS = """
    UPDATE inbox_search_ours SET case_id = %s WHERE case_id = %s AND source_id IN ({now})"""
_OF_CASE = "SELECT id FROM {table} WHERE case_id = %s"
_COUNTS = """
    WHEN '{what}' THEN EXISTS(SELECT 1 FROM {table} WHERE id = source_id {counts} OFFSET 0)"""


def _asked(terms: Sequence[str], *, some: bool = False) -> str:
    if connection.vendor == "sqlite":
        return (" OR " if some else " ").join(f'"{term}"' for term in terms)
    return (" | " if some else " & ").join(f"'{term}'" for term in terms)


def saying(words: str) -> models.Q:
    """The condition on cases to have a number, or a message, an answer, a note or the title of a
    public clarification with every word of ``words``.

    It takes a statement to see how many texts have them.
    """
    by_number = _by_number(words)
    terms = terms_of(words)
    if not terms:
        return by_number
    theirs, ours = _has("inbox_search"), _has("inbox_search_ours")
    count = _COUNT.format(theirs=theirs, ours=ours, most=MOST_FOLLOWED + 1)
    with connection.cursor() as cursor:
        cursor.execute(count, [_asked(terms)] * 2)
        many = cursor.fetchone()[0] > MOST_FOLLOWED
    if connection.vendor == "sqlite":
        return by_number | models.Q(Found(terms, many=many)) | models.Q(pk__in=FoundOurs(terms))
    said = models.Q(Says(terms, many=many)) | models.Q(Says(terms, ours=True, many=many))
    return by_number | said


def _by_number(words: str) -> models.Q:
    typed = numbers.typed(words)
    if typed is None:
        return models.Q(number=words.strip().upper())
    letters, digits = typed
    if letters:
        return models.Q(number=f"{letters}-{digits}")
    return models.Q(Numbered(digits))


def matching(cases: models.QuerySet[Case], words: str) -> models.QuerySet[Case]:
    """Those of ``cases`` that have a number, or something late, with every word of ``words``."""
    terms = terms_of(words)
    if not terms or connection.vendor == "sqlite":
        return cases.filter(saying(words)) if words.strip() else cases
    ours = models.Q(Says(terms, ours=True, latest=True))
    late = models.Q(Says(terms, latest=True)) | ours
    return cases.filter(_by_number(words) | late)


def touching(cases: models.QuerySet[Case], terms: Sequence[str]) -> models.QuerySet[Case]:
    """Those of ``cases`` of which a late message has at least one of these stems."""
    if not terms:
        return cases.none()
    if connection.vendor == "sqlite":
        return cases.filter(Found(terms, some=True))
    return cases.filter(Says(terms, latest=True, some=True))


def terms_of(words: str) -> list[str]:
    """The stems that are looked for."""
    return list(dict.fromkeys(stems(words)))[:MOST_WORDS]
