from django.db import migrations

from kentongan.inbox import search_tables

#: Also those whose message is gone, so that their numbers are not given away again.
_FILL = """
    INSERT INTO inbox_search_places(doc, message_id, case_id)
    SELECT text.rowid, text.message_id, message.case_id
    FROM inbox_search AS text LEFT JOIN inbox_message AS message ON message.id = text.message_id
    WHERE text.rowid NOT IN (SELECT doc FROM inbox_search_places)"""


def add(apps, schema_editor):  # noqa: ARG001
    """SQLite finds the cases of texts by their numbers alone."""
    if schema_editor.connection.vendor != "sqlite":
        return
    search_tables.create_tables(schema_editor.connection.alias)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_FILL)


def drop(apps, schema_editor):  # noqa: ARG001
    if schema_editor.connection.vendor == "sqlite":
        search_tables.drop_tables(schema_editor.connection.alias, "inbox_search_places")


class Migration(migrations.Migration):
    dependencies = [("inbox", "0025_letters_of_machines")]

    operations = [migrations.RunPython(add, drop)]
