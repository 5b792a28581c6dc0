from django.db import migrations

from kentongan.inbox import search_tables


def create(apps, schema_editor):  # noqa: ARG001
    search_tables.create_tables(schema_editor.connection.alias)


def drop(apps, schema_editor):  # noqa: ARG001
    search_tables.drop_tables(schema_editor.connection.alias, "inbox_search")


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
