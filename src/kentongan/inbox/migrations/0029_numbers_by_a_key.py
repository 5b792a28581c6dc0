"""Numbers walked in strides told everybody who knew two of them how many lie between."""

import secrets

from django.db import migrations, models

#: Where the numbers of the next length begin, see ``inbox/numbers.py``.
_LENGTHS = (5_000, 50_000, 500_000, 5_000_000)


def draw(apps, schema_editor):
    """Each series gets a key; what was given in strides keeps its length to itself."""
    series = apps.get_model("inbox", "NumberSeries").objects
    for row in series.using(schema_editor.connection.alias).all():
        row.key = secrets.token_hex(16)
        given = row.last
        if given:
            # In strides 10,000 numbers had four digits, 90,000 five.
            row.last = next(begin for begin in _LENGTHS if given <= 2 * begin)
        row.save(update_fields=["key", "last"])


class Migration(migrations.Migration):
    dependencies = [("inbox", "0028_corrected_clarifications")]

    operations = [
        migrations.AddField("numberseries", "key", models.CharField(max_length=32, default="")),
        migrations.RunPython(draw, migrations.RunPython.noop),
        migrations.AlterField("numberseries", "key", models.CharField(max_length=32)),
        migrations.RemoveField("numberseries", "shift"),
    ]
