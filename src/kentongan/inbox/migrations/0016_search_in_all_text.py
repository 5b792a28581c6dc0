from django.db import migrations

from kentongan.inbox import search, search_tables

#: Model, name in the table of the search, field with the words, and what is never found.
_OURS = (
    ("Note", "note", "text", {}),
    ("Reply", "reply", "text", {"undone_at": None, "refused": ""}),
    ("Elsewhere", "elsewhere", "summary", {"undone_at": None}),
    ("Clarification", "title", "title", {"state": "published"}),
    ("Message", "message", "text", {"ours": True}),
)
_AT_ONCE = 2_000


def create(apps, schema_editor):
    """What was said and noted until now is found, too."""
    alias = schema_editor.connection.alias
    search_tables.create_tables(alias)
    for name, what, field, counts in _OURS:
        rows = apps.get_model("inbox", name).objects.using(alias).filter(**counts).order_by()
        said = list(rows.values_list("pk", flat=True))
        for start in range(0, len(said), _AT_ONCE):
            some = rows.filter(pk__in=said[start : start + _AT_ONCE])
            search.add_ours(what, some.values_list("pk", field), using=alias)


def drop(apps, schema_editor):  # noqa: ARG001
    search_tables.drop_tables(schema_editor.connection.alias, "inbox_search_ours")


class Migration(migrations.Migration):
    dependencies = [("inbox", "0015_taught_kinds")]

    operations = [migrations.RunPython(create, drop)]
