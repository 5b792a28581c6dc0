from django.db import migrations

from kentongan.inbox import search_tables

#: Table of the search, its key, its other columns, and where cases of its rows are known.
_TABLES = (
    ("inbox_search", "message_id", "words", ("inbox_message",)),
    (
        "inbox_search_ours",
        "source_id",
        "what, words",
        ("inbox_note", "inbox_reply", "inbox_elsewhere", "inbox_clarification", "inbox_message"),
    ),
)
_KNOWS_CASES = """
    SELECT count(*) FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s AND column_name = 'case_id'"""
_OF = "SELECT id, case_id FROM {}"
#: Written anew and not changed: an update of every row would leave table and index twice as large.
_ANEW = """
    CREATE TABLE {table}_anew AS
        SELECT {key}, case_id, {others} FROM {table}
        LEFT JOIN ({cases}) AS known ON known.id = {key} ORDER BY {key};
    DROP TABLE {table};
    ALTER TABLE {table}_anew RENAME TO {table};
    ALTER TABLE {table} ADD CONSTRAINT {table}_pkey PRIMARY KEY ({key})"""


def add(apps, schema_editor):  # noqa: ARG001
    """PostgreSQL finds the texts of a case, and the case of a text, without other tables."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        for table, key, others, known in _TABLES:
            cursor.execute(_KNOWS_CASES, [table])
            if not cursor.fetchone()[0]:
                cases = " UNION ALL ".join(map(_OF.format, known))
                cursor.execute(_ANEW.format(table=table, key=key, others=others, cases=cases))
                for column in others.split(", "):
                    cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL")
    search_tables.create_tables(schema_editor.connection.alias)
    search_tables.index_cases(schema_editor.connection.alias)


def drop(apps, schema_editor):  # noqa: ARG001
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for table, *_ in _TABLES:
                cursor.execute(f"ALTER TABLE {table} DROP COLUMN case_id")


class Migration(migrations.Migration):
    dependencies = [("inbox", "0018_sentences")]

    operations = [migrations.RunPython(add, drop)]
